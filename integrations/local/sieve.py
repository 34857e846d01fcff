"""
The cheap look at a file: can it hold an interview at all, and when?

It says yes too often and never no wrongly: what `daemon.domain.tags.find_tag` finds after a full parse is found here
in the bytes, at a hundredth of the time. All functions take the file as `ical_text.unfold` gives it, in lower case.
"""

from __future__ import annotations

import re
from datetime import date

from daemon.domain.policy import TagRules
from daemon.domain.tags import CATEGORY
from daemon.domain.text import TITLE_LIMIT, one_line, visible
from integrations.ical_text import decode, unescape

#: What can stand inside a hashtag in the file without being seen in the text: markup, an entity, an escape, controls,
#: and anything beyond ASCII (soft hyphens, zero-width and direction marks; a letter that is no ASCII letter).
_HIDING = rb"[<&\\\x00-\x08\x0b-\x1f\x7f-\xff]"
#: The `#` itself as an entity, whose semicolon the file escapes.
_HASH_ENTITY = re.compile(rb"&(?:#0*35|#x0*23|num)\\?;")
_SUMMARY = re.compile(rb"\nsummary([^:\n]*):([^\n]*)", re.IGNORECASE)
_ZONES = re.compile(rb"\nbegin:vtimezone\n.*?\nend:vtimezone(?=\n)", re.DOTALL)
#: What makes more of an event than its own start and end.
_NOT_SINGLE = (b"\nrrule", b"\nrdate", b"\nrecurrence-id", b"\nduration")
_DAYS = re.compile(rb"\ndt(?:start|end)(?:;[^:\n]*)?:(\d{4})(\d\d)(\d\d)(?:t\d{6}z?)?[ \t]*(?=\n)")


def count_events(lowered: bytes) -> int:
    """Count the VEVENTs."""
    return lowered.count(b"\nbegin:vevent")


def is_whole(lowered: bytes, events: int) -> bool:
    """Say whether the file looks like a calendar with a beginning and an end, so that no full parse would complain."""
    return (
        lowered.startswith(b"begin:vcalendar\n")
        and lowered.rstrip().endswith(b"\nend:vcalendar")
        and lowered.count(b"\nend:vevent\n") == events
        and lowered.count(b"\ndtstart") >= events
    )


def day_span(lowered: bytes) -> tuple[int, int] | None:
    """
    Give the first and the last day (ordinals) that the file's events touch, in zones of their own; None if not certain.

    Certain are events that happen once and say when they start and end.
    """
    plain = _ZONES.sub(b"", lowered)
    if any(mark in plain for mark in _NOT_SINGLE) or count_events(plain) != count_events(lowered):
        return None
    days = _DAYS.findall(plain)
    if not days or len(days) != plain.count(b"\ndtstart") + plain.count(b"\ndtend"):
        return None
    try:
        ordinals = [date(int(year), int(month), int(day)).toordinal() for year, month, day in days]
    except ValueError:
        return None
    return min(ordinals), max(ordinals)


class Sieve:
    """What one calendar's tag rules leave to look at."""

    def __init__(self, rules: TagRules, calendar: str) -> None:
        self._patterns = [re.compile(expression, re.IGNORECASE) for expression in rules.title_patterns]
        # A pattern that is found in nothing is found in every event, also in those without a title.
        self._takes_all = calendar in rules.calendars or any(pattern.search("") for pattern in self._patterns)
        self._hashtag = re.compile(b"#" + _hidden_or_plain(rules.hashtag.lower()))
        self._category = re.compile(rb"\ncategories[^\n]*" + CATEGORY.encode())

    def may_hold_interview(self, lowered: bytes, unfolded: bytes) -> bool:
        """Say whether one of the rules of section 2 may hold for an event in the file."""
        return (
            self._takes_all
            or self._hashtag.search(lowered) is not None
            or (b"&" in lowered and _HASH_ENTITY.search(lowered) is not None)
            or self._category.search(lowered) is not None
            or bool(self._patterns and self._may_match_title(unfolded))
        )

    def _may_match_title(self, unfolded: bytes) -> bool:
        for parameters, value in _SUMMARY.findall(unfolded):
            if b'"' in parameters:  # a quoted colon: where the title begins is the parser's business
                return True
            title = unescape(decode(value))
            forms = {title, visible(title), one_line(title, TITLE_LIMIT)}
            if any(pattern.search(form) for pattern in self._patterns for form in forms):
                return True
        return False


def _hidden_or_plain(word: str) -> bytes:
    """
    Make a pattern for *word* as far as it stands there in plain, up to where something begins that can hide the rest.

    One step for each letter and no repetition: it takes the same time whatever the file holds.
    """
    pattern = b""
    for letter in reversed(word):
        plain = re.escape(letter.encode()) + pattern if letter.isascii() else None
        pattern = b"(?:" + _HIDING + (b"|" + plain if plain else b"") + b")"
    return pattern
