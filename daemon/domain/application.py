"""Applications: the interviews with one company (and one role, where known) are the rounds of one process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from daemon.domain.interview import Interview, Outcome

#: After these an application is over; what comes later with the same company is a new one.
FINAL_OUTCOMES = frozenset({Outcome.REJECTED, Outcome.OFFER, Outcome.WITHDREW})


@dataclass(frozen=True, slots=True)
class Application:
    """The rounds of one process, by start; those that do not take place are among them."""

    rounds: tuple[Interview, ...]

    @property
    def standing_rounds(self) -> tuple[Interview, ...]:
        """The rounds that take place or took place."""
        return tuple(one for one in self.rounds if one.takes_place)

    @property
    def outcome(self) -> Outcome | None:
        """The latest word on it, None while nothing is known."""
        told = self.told
        return told.outcome if told else None

    @property
    def outcome_seen(self) -> datetime | None:
        """When that word was seen first."""
        told = self.told
        return told.outcome_seen if told else None

    @property
    def told(self) -> Interview | None:
        """The round that carries the latest word."""
        with_word = [one for one in self.rounds if one.outcome is not None]
        return max(with_word, key=lambda one: (one.outcome_seen or one.end, one.start), default=None)


def applications(interviews: Iterable[Interview], zone: tzinfo) -> list[Application]:
    """
    Group *interviews* into applications; the order of input does not matter.

    Rounds with the same company belong together if their roles are the same or one of them is unknown: a round without
    a role joins the nearest earlier process of that company, else the next. Where the company is unknown, rounds
    belong together that share an interviewer's address. A round after a final outcome opens a new application, but
    none on the same day in *zone* as the round before it: nobody is thanked twice for one day.
    """
    by_company: dict[str, list[Interview]] = {}
    for one in sorted(interviews, key=lambda one: (one.start, one.identity)):
        by_company.setdefault(_company_key(one), []).append(one)
    return [
        Application(tuple(rounds))
        for members in by_company.values()
        for chain in _by_role(members)
        for rounds in _split_after_outcome(chain, zone)
    ]


def related(interviews: Iterable[Interview], changed: Iterable[Interview]) -> list[Interview]:
    """
    Give those of *interviews* that could be in one application with any of *changed*.

    What is planned for the others does not depend on the change.
    """
    companies = {_company_key(one) for one in changed}
    return [one for one in interviews if _company_key(one) in companies]


def _company_key(interview: Interview) -> str:
    if interview.company:
        return "company:" + "".join(char for char in interview.company.casefold() if char.isalnum())
    addresses = sorted(person.email.casefold() for person in interview.interviewers if person.email)
    return f"person:{addresses[0]}" if addresses else f"event:{interview.identity}"


def _by_role(members: list[Interview]) -> list[list[Interview]]:
    """Part one company's rounds (by start) by role; see `applications` for those without one."""
    chains: dict[str, list[Interview]] = {}
    nameless: list[Interview] = []
    latest = ""
    for one in members:
        role = " ".join(one.role.casefold().split())
        if role:
            latest = role
            chains.setdefault(role, []).append(one)
            if nameless:
                chains[role] = [*nameless, *chains[role]]
                nameless = []
        elif latest:
            chains[latest].append(one)
        else:
            nameless.append(one)
    return [*chains.values(), *([nameless] if nameless else [])]


def _split_after_outcome(chain: list[Interview], zone: tzinfo) -> list[list[Interview]]:
    """Part a chain where a round begins after a final outcome had been seen."""
    parts: list[list[Interview]] = [[]]
    over_since: datetime | None = None
    last_day: date | None = None
    for one in sorted(chain, key=lambda one: (one.start, one.identity)):
        day = one.start.astimezone(zone).date()
        if over_since is not None and one.start > over_since and day != last_day:
            parts.append([])
            over_since = None
        parts[-1].append(one)
        last_day = day
        if one.outcome in FINAL_OUTCOMES and one.outcome_seen is not None:
            over_since = max(one.outcome_seen, one.end)
    return parts
