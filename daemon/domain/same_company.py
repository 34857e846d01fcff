"""Which interviews are with one company: by its name however it is spelt, its domain, or the people who were met."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from daemon.domain.interview import Interview
from daemon.domain.text import fold, word_set

#: What stands behind a name in one place and not in another.
_LEGAL_FORMS = word_set(
    "inc incorporated ltd limited llc llp lp plc corp corporation co company gmbh mbh ag kg kgaa ohg ug se ev eg "
    "sa sas sarl srl spa bv nv ab as asa oy oyj aps pty pte kk sl slu lda kft zrt doo sro "
    "group gruppe holding holdings and und"
)

#: Longer names are alike where one holds the other anywhere.
_ALIKE = 3


@lru_cache(maxsize=4096)
def company_key(name: str) -> str:
    """Give what the spellings of one company's name have in common ("ACME Inc.", "Acme GmbH" are acme); "" for none."""
    words = re.findall(r"[^\W_]+", name.replace(".", ""))
    if len(words) > 1 and words[0].casefold() == "the":
        words = words[1:]
    while len(words) > 1 and words[-1].casefold() in _LEGAL_FORMS:
        words.pop()
    return "".join(map(fold, words)) or fold(name)


def people_met(one: Interview) -> frozenset[str]:
    """Give what tells the people of *one* apart from others: addresses, and full names where there is no address."""
    found = set()
    for person in (*one.interviewers, *one.recruiters):
        if person.email:
            found.add(person.email.casefold())
        elif " " in person.name:
            found.add(f"name:{fold(person.name)}")
    return frozenset(found)


def by_company(interviews: Iterable[Interview]) -> list[list[Interview]]:
    """
    Part *interviews* (each is in one part) by the company that they are with, each part by start.

    One company are the same name, however it is spelt, and names whose people all write from one domain. The person's
    own name for it wins: one that does not resemble the domain is another company (an agency's client, say), and a
    domain under which their lines name two companies joins nothing. An interview whose company is unknown goes with
    the nearest before it, else after it, in which one of the same people was met.
    """
    in_order = sorted(interviews, key=lambda one: (one.start, one.identity))
    union = _Union()
    parted = _parted(in_order)
    nameless: list[Interview] = []
    for one in in_order:
        if not one.company:
            nameless.append(one)
        elif one.domain and one.domain not in parted and (not one.is_company_said or _resembles(one)):
            union.join(_name(one), f"domain:{one.domain}")
    places = {one.identity: union.top(_name(one)) for one in in_order if one.company}
    if nameless:
        places.update(_places_of(nameless, [one for one in in_order if one.company], places))
    return _parts(in_order, places)


def by_possible_company(interviews: Iterable[Interview]) -> list[list[Interview]]:
    """
    Part *interviews* so that no change in one part could put any of its interviews beside one of another part.

    Each part holds whole parts of `by_company`: names join through every domain, people through everyone they met in
    an interview whose company is unknown.
    """
    everything = list(interviews)
    union = _Union()
    met_somewhere = frozenset(person for one in everything if not one.company for person in people_met(one))
    for one in everything:
        if one.company and one.domain:
            union.join(_name(one), f"domain:{one.domain}")
        for person in people_met(one) & met_somewhere if met_somewhere else ():
            union.join(_name(one), person)
    return _parts(everything, {one.identity: union.top(_name(one)) for one in everything})


def _parts(interviews: Iterable[Interview], places: Mapping[str, str]) -> list[list[Interview]]:
    parts: dict[str, list[Interview]] = {}
    for one in interviews:
        parts.setdefault(places[one.identity], []).append(one)
    return list(parts.values())


def _name(one: Interview) -> str:
    """Give what stands for the company of *one*; where that is unknown, for *one* alone."""
    return f"name:{company_key(one.company)}" if one.company else f"event:{one.identity}"


def _resembles(one: Interview) -> bool:
    """Say whether the name that the person gave the company is much like its domain's."""
    short, long = sorted((company_key(one.company), fold(one.domain)), key=len)
    return long.startswith(short) or (len(short) > _ALIKE and short in long)


def _parted(interviews: Iterable[Interview]) -> frozenset[str]:
    """Give the domains under which the person named more than one company."""
    said: dict[str, set[str]] = {}
    for one in interviews:
        if one.is_company_said and one.domain:
            said.setdefault(one.domain, set()).add(company_key(one.company))
    return frozenset(domain for domain, names in said.items() if len(names) > 1)


def _places_of(nameless: Sequence[Interview], named: Sequence[Interview], places: dict[str, str]) -> dict[str, str]:
    """Give where each of *nameless* belongs: to a company of *places*, or to a part of people met."""
    union = _Union()
    for one in nameless:
        first, *others = sorted(people_met(one)) or [f"event:{one.identity}"]
        for other in others:
            union.join(first, other)
    met_at: dict[str, list[Interview]] = {}
    for one in named:
        for person in people_met(one):
            met_at.setdefault(union.top(person), []).append(one)
    found = {}
    for one in nameless:
        top = union.top(min(people_met(one), default=f"event:{one.identity}"))
        at = met_at.get(top, [])
        before = [other for other in at if other.start <= one.start]
        nearest = before[-1] if before else next(iter(at), None)
        found[one.identity] = places[nearest.identity] if nearest else top
    return found


class _Union:
    """Sets that grow together (union-find)."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def top(self, name: str) -> str:
        """Give the name that stands for *name*'s set."""
        while (above := self._above.get(name, name)) != name:
            self._above[name] = self._above.get(above, above)
            name = above
        return name

    def join(self, one: str, other: str) -> None:
        """Make one set of two. The smaller name stands for it, so that the order of joining does not matter."""
        low, high = sorted((self.top(one), self.top(other)))
        self._above[high] = low
