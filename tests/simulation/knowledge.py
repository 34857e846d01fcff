"""What the program may know of each interview, and since when: it cannot be judged by more than it was shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from daemon.domain.occurrence import Occurrence
from tests.simulation.meeting import Meeting
from tests.simulation.nature import Blow, Place

if TYPE_CHECKING:
    from tests.simulation.world import World

Key = TypeVar("Key")

#: Long before everything.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Knowledge:
    """What the program may know of each interview, and since when."""

    world: World
    #: By number, the versions that may be what it knows; the last shown comes last.
    versions: dict[int, list[Meeting]] = field(default_factory=dict)
    #: The process's clock when it was first shown as one that is on; and when it surely was taken down.
    maybe_seen: dict[int, datetime] = field(default_factory=dict)
    surely_seen: dict[int, datetime] = field(default_factory=dict)
    #: The same for an outcome, by number and outcome.
    maybe_told: dict[tuple[int, str], datetime] = field(default_factory=dict)
    surely_told: dict[tuple[int, str], datetime] = field(default_factory=dict)
    #: As it was read last: of what is no interview any more, or deleted, nothing new is known.
    as_read: dict[int, Meeting] = field(default_factory=dict)
    #: True time of the last change of each.
    changed_at: dict[int, datetime] = field(default_factory=dict)
    #: The same, of the person's last word on it by a command.
    said_at: dict[int, datetime] = field(default_factory=dict)
    #: The same, of when the program was shown something new of it.
    learnt_at: dict[int, datetime] = field(default_factory=dict)
    _shown_now: set[int] = field(default_factory=set)
    #: Those of them that were shown by the calendar whose copies are believed first.
    _believed_now: set[int] = field(default_factory=set)
    #: Those whose copy in "private" was believed when they were shown last.
    _doubtful: set[int] = field(default_factory=set)
    _was_work_read: bool = False

    def begin_pass(self) -> None:
        """A pass begins."""
        self._shown_now.clear()
        self._believed_now.clear()
        self._was_work_read = False

    def shown(self, calendar: str, occurrences: Iterable[Occurrence]) -> None:
        """A calendar gave *occurrences*."""
        clock = self.world.clock
        self._was_work_read = self._was_work_read or calendar == "work"
        for version in self.world.versions(occurrences):
            number = version.number
            if calendar == "work":
                self._believed_now.add(number)
                self._doubtful.discard(number)
            elif self._is_no_word(number) or (number in self._believed_now and not self._is_order_lost()):
                self._shown_now.add(number)
                continue
            else:
                self._doubtful.add(number)
            self._shown_now.add(number)
            if not version.is_meant and number in self.as_read:
                # Of what is no interview any more nothing else is read.
                version = replace(self.as_read[number], is_tagged=version.is_tagged, word=version.word)
            known = self.versions.setdefault(number, [])
            if version not in known:
                known.append(version)
                self.learnt_at[number] = self.world.now
            if version.is_on:
                _keep_first(self.maybe_seen, number, clock)
            # An old answer may make it known once more.
            for key in [key for key in self.surely_told if key[0] == number and key[1] != version.outcome]:
                del self.surely_told[key]
            if version.outcome and version.is_meant and number in self.maybe_seen:
                _keep_first(self.maybe_told, (number, version.outcome), clock)

    def _is_order_lost(self) -> bool:
        """An old answer may lack the revision by which a copy goes before that in the other calendar."""
        return (Place.CALENDAR, Blow.STALE) in self.world.nature.struck

    def _is_no_word(self, number: int) -> bool:
        """A copy in "private" does not speak for one that was known to lie in a calendar that cannot be read now."""
        if self._was_work_read or (Place.CALENDAR, Blow.EMPTY) in self.world.nature.struck:
            return False
        return number in self.surely_seen and all("work" in one.calendars for one in self.versions[number])

    def settle(self) -> None:
        """A pass ended in which nothing went wrong: what it knows is the truth."""
        clock = self.world.clock
        for number in self.versions:
            truth = self.world.meetings[number]
            self.versions[number] = [truth if truth.is_meant and truth.calendars else self.surely(number)]
            if truth.is_on and number in self._shown_now:
                _keep_first(self.surely_seen, number, clock)
                _keep_first(self.maybe_seen, number, clock)
            if truth.is_meant and truth.calendars:
                self.as_read[number] = truth
            if not truth.is_meant or number not in self._shown_now or number not in self.surely_seen:
                continue
            for told in (self.maybe_told, self.surely_told):
                for key in [key for key in told if key[0] == number and key[1] != truth.outcome]:
                    del told[key]
            if truth.outcome:
                _keep_first(self.surely_told, (number, truth.outcome), clock)

    def surely(self, number: int) -> Meeting:
        """Give what is known of it after a pass in which nothing went wrong."""
        truth = self.world.meetings[number]
        known = self.as_read.get(number, truth)
        return replace(known, is_tagged=truth.is_tagged, word=truth.word, calendars=truth.calendars)

    def news_of(self, number: int) -> datetime:
        """Give the true time of the last change of it, or word on it."""
        return max(self.changed_at[number], self.said_at.get(number, NEVER))

    def is_shown(self, number: int) -> bool:
        """Say whether the pass that is under way, or ended last, was shown the interview."""
        return number in self._shown_now

    def is_doubtful(self, one: Meeting) -> bool:
        """Say whether of two copies that differ the one that is not to be believed was the only one that was shown."""
        return one.is_bare and one.number in self._doubtful

    def forget(self) -> None:
        """The ledger is lost, or an older one: since when the program knows anything is not sure any more."""
        for times in (self.surely_seen, self.surely_told):
            times.clear()
        self.maybe_told = dict.fromkeys(self.maybe_told, NEVER)

    def of(self, number: int) -> list[Meeting]:
        """Give the versions of an interview that the program may go by; that it was deleted is seen at any time."""
        truth = self.world.meetings[number]
        return [*self.versions.get(number, ()), *(() if truth.calendars else (self.surely(number),))]


def _keep_first(times: dict[Key, datetime], key: Key, moment: datetime) -> None:
    times[key] = min(times.get(key, moment), moment)
