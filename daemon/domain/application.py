"""Applications: the interviews with one company (and one role, where known) are the rounds of one process."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from functools import lru_cache

from daemon.domain.interview import Interview, Interviewer, Outcome, Word
from daemon.domain.same_company import by_company, by_possible_company, people_met
from daemon.domain.text import fold


@dataclass(frozen=True, slots=True)
class Application:
    """The rounds of one process, by start; those that do not take place are among them."""

    rounds: tuple[Interview, ...]
    #: The first interview of another application with this company that begins after the last word on this one.
    resumed_by: Interview | None = None

    @property
    def standing_rounds(self) -> tuple[Interview, ...]:
        """The rounds that take place or took place."""
        return tuple(one for one in self.rounds if one.takes_place)

    @property
    def company(self) -> str:
        """The company as the person spelt it last, else as it was read last; "" where it is unknown."""
        said = (one.company for one in reversed(self.rounds) if one.is_company_said)
        return next(said, "") or next((one.company for one in reversed(self.rounds) if one.company), "")

    @property
    def role(self) -> str:
        """The role as it was read last; "" where it is unknown."""
        return next((one.role for one in reversed(self.rounds) if one.role), "")

    @property
    def recruiters(self) -> tuple[Interviewer, ...]:
        """Who runs the process, by the person's word: those of the last round that names any."""
        return next((one.recruiters for one in reversed(self.standing_rounds) if one.recruiters), ())

    @property
    def outcome(self) -> Outcome | None:
        """What the latest word on it says, None while nothing is known."""
        return self.word.outcome if self.word else None

    @property
    def outcome_seen(self) -> datetime | None:
        """When that was said first, if only the same has been said since; None while nothing is known."""
        word = self.word
        if word is None or word.outcome is None:
            return None
        return self.begun(lambda other: other.outcome is word.outcome)[0].at

    def begun(self, belongs: Callable[[Word], bool]) -> tuple[Word, Interview]:
        """Give the first of the last words that all *belong* together with the latest, and its round; there is one."""
        latest = self._last
        assert latest is not None
        words = [(word, one) for one in self.rounds for word in (one.written, one.word) if word]
        first = latest
        for said in sorted((said for said in words if _said(said) < _said(latest)), key=_said, reverse=True):
            if not belongs(said[0]):
                break
            first = said
        return first

    @property
    def is_closed(self) -> bool:
        """The person closed it (`afterword close`)."""
        return self.word is not None and self.word.closes

    @property
    def word(self) -> Word | None:
        """The latest word on it."""
        last = self._last
        return last[0] if last else None

    @property
    def told(self) -> Interview | None:
        """The round that bears the latest word."""
        last = self._last
        return last[1] if last else None

    @property
    def _last(self) -> tuple[Word, Interview] | None:
        """The latest word and its round; what was closed by a command is opened by one, and by nothing else."""
        commands = [(one.word, one) for one in self.rounds if one.word]
        newest = max(commands, key=_said, default=None)
        if newest and newest[0].closes:
            return newest
        spoken = [(one.written, one) for one in self.rounds if one.written]
        spoken += [said for said in commands if not said[0].closes]
        return max(spoken, key=_said, default=None)


def applications(interviews: Iterable[Interview], zone: tzinfo) -> list[Application]:
    """
    Group *interviews* into applications; the order of input does not matter.

    Of one company's rounds (`by_company`) those belong together whose roles are the same or of which one is unknown: a
    round without a role joins an earlier process of that company that is not over, one in which the same people were
    met or else the nearest; where there is none, the next. A round after a final word opens a new application, but none
    on the same day in *zone* as the round before it: nobody is thanked twice for one day. Nor does a round that was on
    the calendar when its application was closed.
    """
    found = []
    for members in by_company(interviews):
        parts = [Application(tuple(part)) for chain in _by_role(members) for part in _split_after_word(chain, zone)]
        found += [_with_later(one, parts) for one in parts] if len(parts) > 1 else parts
    return found


def related(interviews: Iterable[Interview], changed: Iterable[Interview]) -> list[Interview]:
    """
    Give those of *interviews* that could be in one application with any of *changed*, as it was or is.

    What is planned for the others does not depend on the change.
    """
    everything = list(interviews)
    stand_ins = {f"{one.identity}\n{number}": one for number, one in enumerate(changed)}
    named = [replace(one, identity=name) for name, one in stand_ins.items()]
    parts = by_possible_company([*everything, *named])
    kept = {one.identity for part in parts if any(one.identity in stand_ins for one in part) for one in part}
    kept.update(one.identity for one in stand_ins.values())
    return [one for one in everything if one.identity in kept]


_GENDERS = re.compile(r"(?i)[(\[]?\b(?:[mfwdxh](?:/[mfwdxhi]){1,3}|all genders?)\b[)\]]?|[*:_](?:in|innen)\b")
_SAME_WORDS = {
    "sr": "senior", "jr": "junior", "eng": "engineer", "dev": "developer", "mgr": "manager", "swe": "softwareengineer",
    "ii": "2", "iii": "3",
}  # fmt: skip


@lru_cache(maxsize=4096)
def role_key(role: str) -> str:
    """Give what the spellings of one role have in common ("Sr. Back-end Engineer (m/w/d)" is seniorbackendengineer)."""
    words = (fold(word) for word in re.findall(r"[^\W_]+", _GENDERS.sub(" ", role)))
    return "".join(_SAME_WORDS.get(word, word) for word in words) or fold(role)


def _by_role(members: Sequence[Interview]) -> list[list[Interview]]:
    """Part one company's rounds (by start) by role; see `applications` for those without one."""
    chains: dict[str, list[Interview]] = {}
    nameless: list[Interview] = []
    latest = ""
    for one in members:
        role = role_key(one.role) if one.role else ""
        if role:
            latest = role
            chains.setdefault(role, []).append(one)
            if nameless:
                chains[role] = [*nameless, *chains[role]]
                nameless = []
        elif latest:
            chains[_process_of(one, chains, latest)].append(one)
        else:
            nameless.append(one)
    return [*chains.values(), *([nameless] if nameless else [])]


def _process_of(one: Interview, chains: Mapping[str, Sequence[Interview]], latest: str) -> str:
    """Give the role of the process that *one*, which names none, goes on with; *latest* is that of the last round."""
    still_open = {role for role, chain in chains.items() if not _opens_anew(one, Application(tuple(chain)))}
    people = people_met(one)
    known = [role for role in still_open if any(people & people_met(other) for other in chains[role])]
    among = known or still_open or {latest}
    return latest if latest in among else max(among, key=lambda role: (_when(chains[role][-1]), role))


def _split_after_word(chain: Sequence[Interview], zone: tzinfo) -> list[list[Interview]]:
    """Part a chain (by start) where a round opens a new application."""
    parts: list[list[Interview]] = [[]]
    with_word: list[Interview] = []
    last_day: date | None = None
    for one in chain:
        day = one.start.astimezone(zone).date()
        if with_word and day != last_day and _opens_anew(one, Application(tuple(with_word))):
            parts.append([])
            with_word = []
        parts[-1].append(one)
        with_word += [one] if one.told else []
        last_day = day
    return parts


def _opens_anew(one: Interview, before: Application) -> bool:
    """Say whether *one*, on a later day, comes after *before* was over."""
    if before.word is None or not before.word.is_final:
        return False
    # What is said of it later, once more or otherwise, takes nothing along that came in between.
    word, told = before.begun(lambda other: other.is_final)
    if word.closes:
        return one.start > word.at and (one.first_seen is None or one.first_seen > word.at)
    return one.start > max(word.at, told.end)


def _with_later(one: Application, others: Sequence[Application]) -> Application:
    """Give *one* with the interview by which the person is in touch with that company again."""
    word = one.word
    if word is None:
        return one
    since = one.outcome_seen or word.at
    later = [round_ for other in others if other is not one for round_ in other.standing_rounds]
    return replace(one, resumed_by=next((two for two in sorted(later, key=_when) if two.start > since), None))


def _said(said: tuple[Word, Interview]) -> tuple[datetime, bool, datetime]:
    """Order words by when they were said; of two of one moment, that by command is the later."""
    word, one = said
    return word.at, word is one.word, one.start


def _when(one: Interview) -> tuple[datetime, str]:
    return one.start, one.identity
