"""
Whose telephone number an invitation gives: on the line that names somebody, below their name, or as the location.

Written by strangers, and full of other numbers: those to dial into a meeting, of the reception, the person's own. So a
number counts only where nothing else can be meant; a missing one is a look into the mail, a wrong one a wrong call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from daemon.domain.interview import Evidence, Interviewer
from daemon.domain.mentions import OTHER, PEOPLE_READ, Mention, Mentions, person_key
from daemon.domain.occurrence import Occurrence
from daemon.domain.people import People
from daemon.domain.phone import Number, numbers
from daemon.domain.phone_context import (
    has_codes,
    is_anothers,
    is_bare,
    is_before_name,
    is_id,
    is_not_theirs,
    is_yours,
    leads,
    may_name_another,
    without_links,
)
from daemon.domain.policy import Me
from daemon.domain.text import TEXT_LIMIT, one_line, to_text

#: What is read: so many characters of a line, lines with numbers, numbers of a line, lines up from a number.
_LINE_READ, _LINES_READ, _NUMBERS_READ, _BLOCK = 600, 60, 20, 5

_TEL_LINK = re.compile(
    r"""<a\s[^<>]{0,300}?href\s?=\s?["']?tel:([+0-9().%\s-]{7,40})["']?[^<>]{0,300}>([^<]{0,200})</a>""", re.IGNORECASE
)


def with_phones(people: People, occurrence: Occurrence, text: str, me: Me) -> People:
    """
    Give *people* with the numbers that the invitation gives of those who have none from a line, and with the reason.

    *text* is the description as a person sees it.
    """
    persons = (*people.interviewers[:PEOPLE_READ], *people.recruiters[:PEOPLE_READ])
    found = _Search(persons, occurrence, text, me).found()
    if len(people.interviewers) == 1 and not people.interviewers[0].phone and 0 not in found:
        number = _location(occurrence, text, me)
        if number:
            found[0] = (number, "the location is this number, and nobody else is thanked")
    # Somebody on both lists is one person: the second entry has what the first has.
    numbers_of = {person_key(persons[at]): (number, rule) for at, (number, rule) in reversed(found.items())}
    evidence = [
        Evidence("phone", number, f"for {one.name or one.email}: {rule}")
        for one in {person_key(one): one for one in persons if not one.phone}.values()
        for number, rule in (numbers_of.get(person_key(one), ("", "")),)
        if number
    ]

    def filled(ones: Iterable[Interviewer]) -> tuple[Interviewer, ...]:
        return tuple(replace(one, phone=one.phone or numbers_of.get(person_key(one), ("", ""))[0]) for one in ones)

    return replace(
        people,
        interviewers=filled(people.interviewers),
        recruiters=filled(people.recruiters),
        evidence=(*people.evidence, *evidence),
    )


class _Search:
    """The lines of one invitation, and who is named where."""

    def __init__(self, persons: Sequence[Interviewer], occurrence: Occurrence, text: str, me: Me) -> None:
        self._region, self._persons = me.region, persons
        self._lines = _lines(occurrence, text)
        self._found_in: dict[int, list[Number]] = {}
        for at, line in enumerate(self._lines):
            if len(self._found_in) < _LINES_READ and (found := list(islice(numbers(line), _NUMBERS_READ))):
                self._found_in[at] = found
        self._others: dict[int, bool] = {}
        self._mentions = Mentions(self._persons if self._found_in else (), occurrence, me)
        self._not_theirs = _digits_of(me.signature.split("\n"))
        self._not_theirs += _digits_of(self._lines[at] for at in self._found_in if self._is_other(at))

    def found(self) -> dict[int, tuple[str, str]]:
        """Give the number and the rule for each of the persons, by place, of whom one was found."""
        found: dict[int, tuple[str, str]] = {}
        for at in self._found_in:
            for who, number in self._on_line(at):
                found.setdefault(who, (number.text, "the line of the description that names them"))
        for at in self._found_in:
            who = self._above(at)
            if who != OTHER:
                number = self._found_in[at][0]
                if self._counts(number):
                    found.setdefault(who, (number.text, "below the name in the description"))
        return {who: one for who, one in found.items() if not self._persons[who].phone}

    def _counts(self, number: Number) -> bool:
        return number.is_sure(self._region) and not _is_among(number.digits, self._not_theirs)

    def _is_other(self, at: int) -> bool:
        """Say whether the numbers of line *at* are the person's own, or lead into a meeting."""
        if at not in self._others:
            self._others[at] = is_not_theirs(self._lines[at])
        return self._others[at]

    def _on_line(self, at: int) -> list[tuple[int, Number]]:
        """Give whose numbers stand on line *at*."""
        line = self._lines[at]
        if self._is_other(at) or any(has_codes(one) for one in self._lines[max(0, at - 1) : at + 2]):
            return []
        mentions = self._mentions.find(line)
        given, last = [], 0
        for number in self._found_in[at]:
            before = [one for one in mentions if last <= one.start < number.start]
            if before:
                name, who = before[-1], before[-1].who
                is_theirs = (
                    {one.who for one in before} == {who}
                    and who != OTHER
                    and leads(line[name.end : number.start], self._persons[who].email, is_address=name.is_address)
                )
            else:
                who = mentions[0].who if len(mentions) == 1 else OTHER
                is_alone = len(mentions) == len(self._found_in[at]) == 1
                is_theirs = is_alone and is_before_name(line, number, mentions[0].start, mentions[0].end)
            last = number.end
            is_else = is_id(line, number) or is_anothers(line, number)
            if who != OTHER and is_theirs and not is_else and self._counts(number):
                given.append((who, number))
        return given

    def _above(self, at: int) -> int:
        """Give whose signature line *at*, nothing but numbers, belongs to, or `OTHER`."""
        if not is_bare(self._lines[at], self._found_in[at]) or any(map(self._is_other, self._paragraph(at))):
            return OTHER
        between: list[str] = []
        for place in range(at - 1, max(-1, at - 1 - _BLOCK), -1):
            line = self._lines[place]
            if mentions := self._mentions.find(line):
                who = mentions[0].who if self._is_signature(line, mentions) else OTHER
                is_theirs = who != OTHER and not any(may_name_another(one, self._persons[who].email) for one in between)
                return who if is_theirs else OTHER
            if "@" in line or not line.strip():
                return OTHER
            between.append(line)
        return OTHER

    def _paragraph(self, at: int) -> range:
        """Give the places of the lines around line *at* up to empty ones; a long one is cut."""
        first = last = at
        while first > 0 and at - first < 30 and self._lines[first - 1].strip():
            first -= 1
        while last + 1 < len(self._lines) and last - at < 30 and self._lines[last + 1].strip():
            last += 1
        return range(first, last + 1)

    def _is_signature(self, line: str, mentions: list[Mention]) -> bool:
        """Say whether *line* names one person and says nothing else but what they are: `Jane Doe, Recruiter`."""
        who = mentions[0].who
        if who == OTHER or any(one.who != who for one in mentions):
            return False
        before = line[: mentions[0].start].strip(" <*•-–—")
        if before and not (before.endswith(":") and len(before) <= 60):
            return False
        email = self._persons[who].email
        ends = (*(one.start for one in mentions[1:]), len(line))
        return all(leads(line[one.end : end], email, is_address=True) for one, end in zip(mentions, ends, strict=True))


def _lines(occurrence: Occurrence, text: str) -> list[str]:
    description = occurrence.description[:TEXT_LIMIT]
    if "tel:" in description.casefold() and "<" in description:
        # The target of a link is no text; of `<a href="tel:...">Jane Doe</a>` it is all that there is.
        text = to_text(_TEL_LINK.sub(_with_target, description))
    lines = text.split("\n")
    # What was cut may have been cut inside a number.
    return [without_links(_cut(line)) for line in (lines[:-1] if len(description) == TEXT_LIMIT else lines)]


def _cut(line: str) -> str:
    return line if len(line) <= _LINE_READ else line[:_LINE_READ].rstrip(" 0123456789+()./-\u2010\u2011\u2012\u2013")


def _with_target(match: re.Match[str]) -> str:
    target = match[1].replace("%20", " ").strip()
    return match[2] if sum(char.isdigit() for char in match[2]) > 5 else f"{match[2]} tel: {target} "


def _digits_of(lines: Iterable[str]) -> list[str]:
    return [number.digits for line in lines for number in numbers(_cut(line))]


def _is_among(digits: str, others: Iterable[str]) -> bool:
    """Say whether *digits* are one of *others*, with or without the country's code or a 0 in front."""
    plain = digits.lstrip("0")
    return any(one.endswith(plain) or plain.endswith(one.lstrip("0") or one) for one in others)


def _location(occurrence: Occurrence, text: str, me: Me) -> str:
    """Give the number that *occurrence*'s location is, if it is nothing else and not the person's own, or ""."""
    place = one_line(occurrence.location, 200)
    found = list(numbers(place))
    if len(found) != 1 or not found[0].is_sure(me.region):
        return ""
    if not is_bare(place, found) or "#" in place or ",," in place:
        return ""
    if is_yours(text) or is_yours(occurrence.title[:_LINE_READ]) or has_codes(text):
        return ""
    others = _digits_of(me.signature.split("\n")) + _digits_of(line for line in text.split("\n") if is_not_theirs(line))
    return "" if _is_among(found[0].digits, others) else found[0].text
