"""
The rights that Afterword asks Google for: the smallest set for what is configured, and what each allows in words.

https://developers.google.com/identity/protocols/oauth2/scopes; which method accepts which scope is in the discovery
documents (`methods.*.scopes`). There is no right to write drafts without the right to send them: that nothing is ever
sent is held by our own code (`transport.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ROOT = "https://www.googleapis.com/auth/"

EVENTS = f"{_ROOT}calendar.events.readonly"
OWN_CALENDAR = f"{_ROOT}calendar.app.created"
CALENDAR_LIST = f"{_ROOT}calendar.calendarlist.readonly"
DRAFTS = f"{_ROOT}gmail.compose"
READ_MAIL = f"{_ROOT}gmail.readonly"


@dataclass(frozen=True, slots=True)
class Right:
    """One scope as the person is told of it."""

    scope: str
    #: What it allows, as a clause that follows "to".
    allows: str
    #: What does not work without it, as a sentence.
    without: str
    #: Everything else works without it.
    is_optional: bool = False


RIGHTS = {
    right.scope: right
    for right in (
        Right(
            EVENTS,
            "read the events of your calendars (not change them)",
            "Without it no interview can be seen.",
        ),
        Right(
            OWN_CALENDAR,
            "make one calendar of its own and change what is in that one",
            "Without it no reminder can be written.",
        ),
        Right(
            CALENDAR_LIST,
            "read the list of your calendars, since the configuration names one by its title",
            "Without it calendars can be named by their id only.",
        ),
        Right(
            DRAFTS,
            "write drafts into your mailbox; Google has no narrower right, so its page speaks of sending too, which "
            "Afterword has no code for",
            "Without it no note can be written.",
        ),
        Right(
            READ_MAIL,
            "read your mail, to answer in the thread of an interview and to use your Gmail signature",
            "Without it notes begin a thread of their own and end with your name.",
            is_optional=True,
        ),
    )
}

#: Wider rights that include a narrower one; a token that a person made themselves may hold these.
_INCLUDED_IN = {
    EVENTS: {
        f"{_ROOT}calendar{part}"
        for part in (
            "",
            ".readonly",
            ".events",
            ".events.owned",
            ".events.owned.readonly",
        )  # owned: enough for one's own
    },
    OWN_CALENDAR: {f"{_ROOT}calendar"},
    CALENDAR_LIST: {f"{_ROOT}calendar", f"{_ROOT}calendar.readonly", f"{_ROOT}calendar.calendarlist"},
    DRAFTS: {f"{_ROOT}gmail.modify", "https://mail.google.com/"},
    READ_MAIL: {f"{_ROOT}gmail.modify", "https://mail.google.com/"},
}


def is_granted(scope: str, granted: Iterable[str] | None) -> bool:
    """Say whether *scope* is among *granted*, by itself or in a wider one; None for an unknown grant counts as all."""
    return granted is None or bool({scope, *_INCLUDED_IN[scope]} & set(granted))


def missing(wanted: Iterable[str], granted: Iterable[str]) -> tuple[Right, ...]:
    """Give the rights among *wanted* that were not granted."""
    return tuple(RIGHTS[scope] for scope in wanted if not is_granted(scope, granted))


def scopes_for_calendar(watch: Iterable[str]) -> tuple[str, ...]:
    """Give what reading the calendars *watch* and writing reminders needs."""
    by_name = (CALENDAR_LIST,) if any(not is_calendar_id(name) for name in watch) else ()
    return (EVENTS, OWN_CALENDAR, *by_name)


def scopes_for_mailbox(*, read_mail: bool) -> tuple[str, ...]:
    """Give what writing drafts needs; *read_mail* for threads or the signature."""
    return (DRAFTS, READ_MAIL) if read_mail else (DRAFTS,)


def is_calendar_id(name: str) -> bool:
    """Say whether *name* is a calendar's id: `primary`, or what looks like an address; else it is a title."""
    return name == "primary" or re.fullmatch(r"[^\s@]+@[^\s@]+", name) is not None
