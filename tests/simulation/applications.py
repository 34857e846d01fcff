"""
How the rounds with one firm make applications, whose word on each holds, and what is owed then (contract, section 4).

Where the contract leaves more than one answer, or where what is known of it has more than one, `Unsure` is raised:
nothing is asked of that firm then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from daemon.domain.interview import Word
from tests.simulation.days import (
    DAY,
    business_day_from,
    business_days_after,
    last_day,
    months_after,
    standing_at,
    written_at,
)
from tests.simulation.meeting import Meeting
from tests.simulation.plans import Plans

#: After these a process is over.
OVER = ("rejected", "offer", "withdrew")
#: Every so many months, and so often, the contact is kept where no line says otherwise.
KEPT_EVERY, KEPT_TIMES = 3, 4


class Unsure(Exception):
    """More than one answer is right, or nobody can know which."""


@dataclass(frozen=True, slots=True)
class Said:
    """A word on an application: in an event or by a command."""

    #: "" says that nothing is known yet.
    outcome: str
    at: datetime
    #: The round that it was said of.
    bearer: Meeting
    is_command: bool = False
    closes: bool = False

    @property
    def is_final(self) -> bool:
        """It ends the application."""
        return self.closes or self.outcome in OVER


@dataclass(frozen=True, slots=True)
class Application:
    """The rounds of one process, by start, and the word that holds."""

    rounds: tuple[Meeting, ...]
    said: Said | None
    #: The rounds that are on and were seen in time; None where that is not sure.
    standing: tuple[Meeting, ...] | None
    #: The day on which the outcome became known, where it is "rejected"; the first, if it was said again.
    known: tuple[date, ...] = ()
    #: Another application with the firm goes on after the word.
    is_resumed: bool = False

    @property
    def outcome(self) -> str:
        """What became of it as far as is known; "" for nothing, or where it is closed."""
        return self.said.outcome if self.said and not self.said.closes else ""

    @property
    def is_closed(self) -> bool:
        """The person said that nothing more is wanted."""
        return self.said is not None and self.said.closes

    @property
    def numbers(self) -> frozenset[int]:
        """Its rounds by number."""
        return frozenset(one.number for one in self.rounds)

    @property
    def last(self) -> Meeting | None:
        """The round that it stands at. Raises `Unsure`."""
        if self.standing is None:
            raise Unsure("whether a round was seen in time")
        return self.standing[-1] if self.standing else None

    @property
    def is_waiting(self) -> bool:
        """Nobody knows yet what becomes of it after the last round."""
        if self.last is None or self.said is None or self.is_closed:
            return self.last is not None and not self.is_closed
        if self.outcome != "advanced":
            return not self.outcome
        if self.said.is_command and self.said.bearer.number != self.last.number and self.said.at >= self.last.start:
            raise Unsure("it was said of an earlier round after the last one had begun")
        return self.said.bearer.start < self.last.start

    def follow_up_day(self, plans: Plans) -> date:
        """Give the day on which to ask how it stands: by the date that they named, else some days later."""
        assert self.standing
        end = last_day(self.standing[-1], plans.zone)
        named = [one for one in self.rounds if one.decision and one.decision >= end]
        if named and named[-1] not in self.standing:
            raise Unsure("a round that is off names the day")
        if named:
            assert named[-1].decision
            return business_days_after(named[-1].decision, 1)
        return business_days_after(end, plans.follow_up_days)

    def call_days(self, plans: Plans) -> list[date]:
        """Give the days on which the feedback call may be; none where there is to be none."""
        if not self.standing or self.is_closed or self.outcome in ("offer", "withdrew"):
            return []
        if self.outcome == "rejected":
            return [business_days_after(one, plans.rejection_days) for one in self.known]
        return [business_days_after(self.follow_up_day(plans), plans.feedback_days)]

    def kept_every(self) -> int:
        """Give every so many months the contact is kept; 0 for not at all."""
        lines = [one for one in self.rounds if one.keep_every is not None]
        if lines and not (lines[-1].is_on and self.standing and lines[-1] in self.standing):
            raise Unsure("the line is in a round that is off")
        return KEPT_EVERY if not lines or lines[-1].keep_every is None else lines[-1].keep_every

    def touch_series(self, plans: Plans) -> list[list[datetime]]:
        """Give the series, each of which may be when the contact is kept; none where it is not."""
        if self.outcome != "rejected" or self.is_resumed or not (every := self.kept_every()):
            return []
        return [
            [
                standing_at(business_day_from(months_after(day, every * count)), plans)
                for count in range(1, KEPT_TIMES + 1)
            ]
            for day in self.known
        ]

    def note_moment(self, plans: Plans) -> datetime | None:
        """Give when a draft that asks how it stands is due, None for never."""
        if not (plans.has_follow_up_draft and self.last and self.is_waiting and not self.last.is_noshow):
            return None
        return written_at(self.follow_up_day(plans), plans)

    def request_moments(self, plans: Plans) -> list[datetime]:
        """Give when a draft that asks for the feedback call may be due; nothing for never."""
        if not (plans.has_feedback_draft and self.last and self.outcome == "rejected"):
            return []
        if len({one.is_noshow for one in self.standing or ()}) > 1:
            raise Unsure("which round counts of those to which the person came or did not")
        if self.last.is_noshow:
            return []
        return [written_at(day, plans) for day in self.call_days(plans)]


@dataclass(frozen=True, slots=True)
class Facts:
    """What `applications` needs of the world."""

    zone: tzinfo
    #: The person's last word by command on each event, by number.
    words: Mapping[int, Word]
    #: When the outcome of a round, as its event says it, became known.
    told_at: Callable[[Meeting], datetime]
    #: When a round was first seen.
    first_seen: Callable[[Meeting], datetime]
    #: The rounds of some that are on and were seen in time; None where that is not sure.
    standing: Callable[[Sequence[Meeting]], list[Meeting] | None]


def applications(rounds: Sequence[Meeting], facts: Facts) -> list[Application]:
    """Part all *rounds* with one firm, as they are known, into applications. Raises `Unsure`."""
    rounds = sorted(rounds, key=lambda one: (one.start, one.identity))
    if not _are_known_to_belong(rounds):
        raise Unsure("with which firm a round is")
    parts: list[list[Meeting]] = []
    for one in rounds:
        said = _word_that_holds(parts[-1], facts) if parts else None
        if not parts or (said and said.is_final and _opens_another(one, parts[-1], said, facts)):
            parts.append([])
        parts[-1].append(one)
    return [_application(part, parts, facts) for part in parts]


def _application(part: list[Meeting], parts: list[list[Meeting]], facts: Facts) -> Application:
    said = _word_that_holds(part, facts)
    standing = facts.standing(part)
    known: tuple[date, ...] = ()
    is_resumed = False
    if said and said.outcome == "rejected":
        begun = _begun(part, said, facts, lambda one: one.outcome == said.outcome)
        known = (begun.at.astimezone(facts.zone).date(),)
        is_resumed = any(one.is_on and one.start > begun.at for other in parts if other is not part for one in other)
    return Application(tuple(part), said, tuple(standing) if standing is not None else None, known, is_resumed)


def _are_known_to_belong(rounds: Sequence[Meeting]) -> bool:
    """Say whether each round that names no firm shares somebody with one that does."""
    named = {person for one in rounds if not one.is_nameless for person in one.people}
    return len(rounds) == 1 or all(named & set(one.people) for one in rounds if one.is_nameless)


def _words(part: Sequence[Meeting], facts: Facts) -> list[Said]:
    words = [Said(one.outcome, facts.told_at(one), one) for one in part if one.outcome]
    for one in part:
        word = facts.words.get(one.number)
        if word is not None:
            words.append(Said(str(word.outcome or ""), word.at, one, is_command=True, closes=word.closes))
    return words


def _word_that_holds(part: Sequence[Meeting], facts: Facts) -> Said | None:
    """Give the latest; one by a command that closes is not undone by what an event says."""
    words = _words(part, facts)
    commands = [one for one in words if one.is_command]
    if commands:
        last = max(commands, key=lambda one: one.at)
        if last.closes:
            return last
    if not words:
        return None
    latest = max(one.at for one in words)
    # By a clock that was wrong for a while, or at once, which one came last is not sure.
    found = [one for one in words if one.at >= latest - timedelta(minutes=1)]
    if len({(one.outcome, one.is_command) for one in found}) > 1:
        raise Unsure("which word was the last")
    return found[-1]


def _begun(part: Sequence[Meeting], said: Said, facts: Facts, belongs: Callable[[Said], bool]) -> Said:
    """Give the first of the last words that all *belong* together with the one that holds: again is no news."""
    first = said
    for one in sorted(_words(part, facts), key=lambda one: one.at, reverse=True):
        if one.at < said.at:
            if not belongs(one):
                break
            first = one
    return first


def _opens_another(one: Meeting, before: Sequence[Meeting], said: Said, facts: Facts) -> bool:
    """Say whether a round that comes after the end of a process begins a new one."""
    said = _begun(before, said, facts, lambda one: one.is_final)
    if one.start <= said.at or (not said.closes and one.start <= said.bearer.end):
        return False
    days = [said.at.astimezone(facts.zone).date(), *(round_.day(facts.zone) for round_ in before)]
    if one.day(facts.zone) <= max(days):
        raise Unsure("whether one on the same day belongs to it")
    return not said.closes or facts.first_seen(one) > said.at


def window(plans: Plans) -> timedelta:
    """Give how long after it is due a draft is written at the latest."""
    return max(plans.catch_up, DAY)
