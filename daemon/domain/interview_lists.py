"""
Whom a description lists as interviewers: the lists and schedules that recruiting systems write.

They give names, never recipients: "Interviewers: Dana Whitlow, Matron", "10:00 - 10:45 Coding with Ida Brandt (Staff
Engineer)", "Your interviewer: Dana Whitlow".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from daemon.domain.text import one_line

#: What is read of a description, and how many names.
_READ = 20_000
_MOST = 40

_LIST = re.compile(
    r"^[ •*-]{0,4}(?:(?:your|the|our|meet your|attending) )?(?:interview(?:er)?s?|interview ?(?:team|panel)|"
    r"panel(?:lists?|ists?)?|interviewerin(?:nen)?|gesprächspartner(?:in(?:nen)?)?|intervieweurs?|"
    r"entrevistador(?:es|as?)?|participants?|hiring team|hosts?|with|who|speaking with|meet(?:ing)? with|"
    r"you will meet|you['’]ll (?:meet|speak) with)(?:\s?\([^()\n]{0,20}\)| is| are| will be)?\s?:\s?(.{0,400})$"
    r"|^(?:you(?:['’]ll| will| are|['’]re)(?: be)?|we look forward to you) (?:speak|meet|talk|chat|interview)"
    r"(?:ing)? with (.{3,200}?)\.?$",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"^[^:]{0,40}\b(?:interviewers|interview ?(?:team|panel)|interviewerinnen|intervieweurs)\b", re.I)
_CLOCK = r"\d{1,2}(?:[:.h]\d{2})?\s?(?:am|pm|uhr|a\.m\.|p\.m\.)?"
_ZONE = r"(?:CES?T|GMT|BST|UTC|[ECMP][SD]?T|IST|A[EWC][SD]T|SGT|JST|[EW]ES?T|Uhr)\b"
#: "10:00 - 10:45 Coding with Ida Brandt (Staff Engineer)", "9:00 AM: Values – Colm Reilly".
_SLOT = re.compile(
    rf"^[ •*-]{{0,4}}{_CLOCK}\s?(?:[–—-]|to|bis|à)?\s?(?:{_CLOCK})?\s?(?:\([A-Z]{{2,5}}\)|{_ZONE})?\s?[:|–—,-]?\s"
    r"(?P<rest>[^\n]{3,200})$",
    re.IGNORECASE,
)
_WITH = re.compile(r"\b(?:with|mit|avec|con|w/)\s(?P<names>[^\n]{3,150})$", re.IGNORECASE)
_APART = re.compile(r"\s[–—-]\s|\s?[;,/•|&]\s?|\s(?:and|und|et|y)\s")
_ASIDE = re.compile(r"\([^()]{0,80}\)?|\[[^\[\]]{0,80}\]?|<[^<>]{0,120}>?")
_AT_START = re.compile(
    r"^[ •*–-]{0,4}(?P<name>[^\W\d_][\w.'’ʻ-]{0,30}(?: [^\W\d_][\w.'’ʻ-]{0,30}){1,3}?)\s?(?:$|[,(|:]|\s[–—-]\s)"
)
_NAME = re.compile(r"[^\W\d_][\w.'’ʻ-]*(?: (?:[^\W\d_][\w.'’ʻ-]*)){1,4}")


@dataclass(frozen=True, slots=True)
class InterviewList:
    """One line that lists people."""

    names: tuple[str, ...]
    #: It calls them interviewers, in the plural: no line of the person's own.
    is_plural: bool
    #: The line, as far as it is worth showing.
    line: str


@lru_cache(maxsize=64)
def find_interview_lists(text: str) -> tuple[InterviewList, ...]:
    """Give what lines of *text* (a description as a person sees it) list people who interview, first and last names."""
    found: list[InterviewList] = []
    lines = text[:_READ].split("\n")
    for index, line in enumerate(lines):
        if len(line) > 500 or len(found) >= _MOST:
            continue
        if match := _LIST.match(line):
            value = match[1] if match[1] is not None else match[2]
            names = _names(value)
            if not value.strip():
                names = _names_below(lines[index + 1 : index + 13])
            is_plural = _PLURAL.match(line) is not None
        elif match := _SLOT.match(line):
            rest = match["rest"]
            told = _WITH.search(rest)
            names = _names(told["names"] if told else re.split(r"\s[–—-]\s|:\s|\|", rest)[-1])
            if not names:
                # "09:45 Coding (Ana Cruz, Staff Engineer)"
                names = tuple(name for aside in re.findall(r"\(([^()]{3,80})\)", rest) for name in _names(aside)[:1])
            is_plural = False
        else:
            continue
        if names:
            found.append(InterviewList(names, is_plural, one_line(line, 120)))
    return tuple(found)


def names_at_line_starts(text: str) -> dict[str, str]:
    """Give each full name that a line of *text* begins with, alone or before a job, and the line: likely not a name."""
    found: dict[str, str] = {}
    for line in text[:_READ].split("\n"):
        if len(line) < 120 and (match := _AT_START.match(line)) and len(found) < _MOST:
            found.setdefault(match["name"], one_line(line, 120))
    return found


def _names_below(lines: list[str]) -> tuple[str, ...]:
    """Give the names of a list whose lines stand below its heading, up to the first line that is no name."""
    names: list[str] = []
    for line in lines:
        one = line.strip(" •*-\t")
        found = _names(re.split(r"\s[–—-]\s|[,:|]", one)[0]) if one else ()
        if not found:
            break
        names.extend(found)
    return tuple(names)


def _names(value: str) -> tuple[str, ...]:
    """Give the full names among the parts of *value*; a job after a comma is none, which its use has to tell."""
    plain = re.sub(r"\S+@\S+", " ", _ASIDE.sub(" ", value))
    parts = (" ".join(part.split()).strip(" .:–—-") for part in _APART.split(plain))
    return tuple(part for part in parts if len(part) < 60 and _NAME.fullmatch(part) and part[0].isupper())[:_MOST]
