"""Which events are interviews (contract, section 2), and which other hashtags they carry."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from daemon.domain.interview import Evidence
from daemon.domain.occurrence import Occurrence
from daemon.domain.policy import TagRules

#: The iCalendar CATEGORIES value that makes an interview.
CATEGORY = "interview"

#: A run of text in which a link could lie.
_RUN = re.compile(r'[^\s<>"]+')
#: Where in a run a link begins; all that follows belongs to it.
_LINK = re.compile(r"://|\bwww\.|\bmailto:|[a-z0-9]\.[a-z]{2,}[:/?]", re.IGNORECASE)
_HASHTAG = re.compile(r"(?<![\w/&#])#([\w-]+)")
_EMOJI_SELECTOR = "\ufe0f"


@lru_cache(maxsize=16)
def hashtags(text: str) -> tuple[str, ...]:
    """
    Give the hashtags of *text* (as a person sees it) in lower case, without `#`, in order.

    A hashtag is whole: not preceded by a letter, digit, `_`, `/`, `&` or `#`, followed by none of its own characters
    (letters, digits, `_`, `-`), and not part of a link.
    """
    if "#" not in text:
        return ()
    found: list[str] = []
    for run in _RUN.finditer(text):
        piece = run[0]
        if "#" not in piece:
            continue
        link = _LINK.search(piece)
        end = link.start() if link else len(piece)
        found.extend(
            match[1].lower()
            for match in _HASHTAG.finditer(piece)
            if match.start() < end and not _touches_mark(piece, match) and _is_plain(match[1])
        )
    return tuple(found)


def _touches_mark(piece: str, match: re.Match[str]) -> bool:
    """Say whether an accent belongs to the hashtag's last letter, or stands on a letter just before it."""
    before, after = piece[match.start() - 1 : match.start()], piece[match.end() : match.end() + 1]
    return any(char and char != _EMOJI_SELECTOR and unicodedata.category(char)[0] == "M" for char in (before, after))


def _is_plain(tag: str) -> bool:
    """Refuse letters that only become ASCII by changing case, such as the Kelvin sign."""
    return tag.isascii() == tag.lower().isascii()


@lru_cache(maxsize=64)
def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


def find_tag(occurrence: Occurrence, title: str, text: str, rules: TagRules) -> Evidence | None:
    """
    Give the first rule that makes *occurrence* an interview, or None; `value` is the rule's name.

    *title* and *text* are its title and description as a person sees them; location and comments do not count.
    """
    hashtag = rules.hashtag.lower()
    for place, where in ((title, "title"), (text, "description")):
        if hashtag in hashtags(place):
            return Evidence("tag", "hashtag", f"#{hashtag} in the {where}")
    if any(category.strip().lower() == CATEGORY for category in occurrence.categories):
        return Evidence("tag", "category", f"its category is {CATEGORY}")
    if occurrence.color and occurrence.color.lower() in {color.lower() for color in rules.colors}:
        return Evidence("tag", "color", f"its colour is {occurrence.color}")
    if occurrence.calendar in rules.calendars:
        return Evidence("tag", "calendar", f"every event in the calendar {occurrence.calendar} is an interview")
    for expression in rules.title_patterns:
        if _pattern(expression).search(title):
            return Evidence("tag", "title pattern", f"its title matches {expression!r}")
    return None
