"""Which event EVENT means: its id, or any part of a title that fits one event only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from daemon.cli.words import moment_in_words
from daemon.domain.errors import UsageError
from daemon.domain.interview import Interview
from daemon.domain.occurrence import Occurrence
from daemon.domain.text import TITLE_LIMIT, one_line

if TYPE_CHECKING:
    from daemon.engine.account import AccountEngine
    from daemon.engine.observe import Sight

#: So many candidates are listed; more are counted.
_LISTED = 12


@dataclass(frozen=True, slots=True)
class Subject:
    """One event of one account, as commands speak of it."""

    engine: AccountEngine
    event: str
    identity: str
    #: Cleaned, on one line.
    title: str
    start: datetime
    #: None where it is no interview.
    interview: Interview | None = None
    #: As the calendar has it; None where it is an interview, since that says all.
    occurrence: Occurrence | None = None


def of_interview(engine: AccountEngine, one: Interview) -> Subject:
    """Give an interview as a subject."""
    return Subject(engine, one.event, one.identity, one_line(one.title, TITLE_LIMIT), one.start, interview=one)


def known_interviews(engines: Sequence[AccountEngine]) -> list[Subject]:
    """Give the interviews that the ledger knows; no calendar is read."""
    return [of_interview(engine, one) for engine in engines for one in engine.recall().interviews.values()]


def subjects(engine: AccountEngine, sight: Sight) -> Iterator[Subject]:
    """Give all events of a *sight* of everything, each once: interviews first, then what is none."""
    given = set()
    for one in (*sight.interviews.values(), *sight.never_on):
        given.add(one.identity)
        yield of_interview(engine, one)
    for other in sight.others:
        if other.identity not in given:
            given.add(other.identity)
            title = one_line(other.title, TITLE_LIMIT)
            yield Subject(engine, other.event, other.identity, title, other.start, occurrence=other)


def resolve(text: str, candidates: Iterable[Subject], now: datetime) -> Subject | None:
    """
    Give the one of *candidates* that *text* means, None where it fits nothing.

    An id is taken before any title. Case and spacing of a title do not matter.

    Raises:
        UsageError: It fits more than one; they are listed.
    """
    fitting = fits(text, candidates)
    if len(fitting) > 1:
        raise UsageError(_several(text, fitting, now))
    return fitting[0] if fitting else None


def fits(text: str, candidates: Iterable[Subject]) -> list[Subject]:
    """Give all of *candidates* that *text* fits: the one with that id, else those with it in their title."""
    everything = list(candidates)
    if with_id := [one for one in everything if one.event == text]:
        return with_id
    part = _plain(text)
    return [one for one in everything if part and part in _plain(one.title)]


def nothing_fits(text: str) -> UsageError:
    """Give the error for an EVENT that is nowhere."""
    return UsageError(
        f"No event fits '{text}'. Give a part of its title, or its id; `afterword interviews` lists the interviews in "
        "sight, `afterword suggest` what may be one."
    )


def _several(text: str, fitting: Sequence[Subject], now: datetime) -> str:
    fitting = sorted(fitting, key=lambda one: (one.start, one.event))
    several_accounts = len({one.engine.name for one in fitting}) > 1
    lines = [f"'{text}' fits {len(fitting)} events. Say more of the title, or give an id:"]
    for one in fitting[:_LISTED]:
        when = moment_in_words(one.start, one.engine.account.policy.zone, now)
        account = f"  ({one.engine.name})" if several_accounts else ""
        lines.append(f"  {when}  {one.title}{account}\n      {one.event}")
    if len(fitting) > _LISTED:
        lines.append(f"  and {len(fitting) - _LISTED} more")
    return "\n".join(lines)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
