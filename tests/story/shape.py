"""
What the chapter is made of: what can happen, and what can lie there after it.

A step's `then` names only what is other than before: what is new, what has changed, what has gone (None). All that is
not named lies there still as it was, and there is nothing else. Places differ in links alone, which are given names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
#: A name and an address.
Person = tuple[str, str]


def at(text: str) -> datetime:
    """Read an hour in Berlin as it is written here: "Mon 15 Mar 2027 09:00"; a wrong weekday is an error."""
    moment = datetime.strptime(text, "%a %d %b %Y %H:%M").replace(tzinfo=BERLIN)
    assert written(moment) == text, f"{text} is a {moment:%A}"
    return moment


def written(moment: datetime) -> str:
    """Write an hour as `at` reads it."""
    return f"{moment.astimezone(BERLIN):%a %d %b %Y %H:%M}"


# What happens


@dataclass(frozen=True)
class Meeting:
    """An event of the watched calendar, to which somebody (*by*) invites Sam and *guests*."""

    name: str
    title: str
    start: str
    minutes: int
    by: Person
    guests: Sequence[Person]
    description: Sequence[str]

    def adding(self, *lines: str) -> Meeting:
        """Give it with further *lines* in its description."""
        return replace(self, description=(*self.description, *lines))


@dataclass(frozen=True)
class Puts:
    """The calendar has this event now, in the place of any of its name."""

    meeting: Meeting


@dataclass(frozen=True)
class Sends:
    """The person sends the draft to somebody of that address."""

    to: str


@dataclass(frozen=True)
class Edits:
    """The person writes the draft to somebody of that address anew; *text* names what is in `texts.txt`."""

    to: str
    text: str


@dataclass(frozen=True)
class Says:
    """The person gives a command; *told* is on its standard output."""

    command: Sequence[str]
    told: Sequence[str]


# What lies there


@dataclass(frozen=True)
class Draft:
    """A draft: *when* is its Date field, *text* the name of its text in `texts.txt`."""

    kind: str
    to: str
    subject: str
    when: str
    text: str


@dataclass(frozen=True)
class Reminder:
    """A reminder: *also* are the days of its further occurrences, *text* the name of its description in `texts.txt`."""

    kind: str
    when: str
    title: str
    text: str
    is_tentative: bool = False
    also: Sequence[str] = ()
    location: str = ""


Thing = Draft | Reminder


@dataclass(frozen=True)
class Row:
    """A line of `afterword applications --json`."""

    company: str
    role: str
    stage: str
    rounds: Sequence[str]
    people: Sequence[str]
    recruiters: Sequence[str] = ()
    outcome: str | None = None
    decision_by: str | None = None
    #: Kind, hour, and whether it is made.
    next: tuple[str, str, bool] | None = None


@dataclass(frozen=True)
class Why:
    """What `afterword why` tells of a meeting: (about, value) that was read, and (kind, state) of what was made."""

    read: Sequence[tuple[str, str]]
    items: Sequence[tuple[str, str]]
    #: Words that stand among the reasons.
    reasons: Sequence[str] = ()


@dataclass(frozen=True)
class Step:
    """At that hour these things happen, then a pass is made; then it is so."""

    at: str
    does: Sequence[Puts | Sends | Edits | Says] = ()
    then: Mapping[str, Thing | None] = field(default_factory=dict)
    board: Sequence[Row] | None = None
    why: Mapping[str, Why] = field(default_factory=dict)


@cache
def texts() -> Mapping[str, str]:
    """Give the texts of `texts.txt` by name."""
    head, *found = (Path(__file__).parent / "texts.txt").read_text().split("\n== ")
    assert head
    parts = [one.partition("\n") for one in found]
    assert len({name for name, _, _ in parts}) == len(parts), "two texts have one name"
    return {name: text.strip("\n") for name, _, text in parts}


def text_called(name: str) -> str:
    """Give the text that the chapter, or a line of another text, calls *name*, or "name: words"."""
    name, _, words = name.partition(": ")
    return _TEXT.sub(lambda match: text_called(match[1]), texts()[name].replace("(…)", words))


_TEXT = re.compile(r"^\[(.+)\]$", re.MULTILINE)
