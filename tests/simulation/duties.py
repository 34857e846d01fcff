"""
What has to be there, and what must not, after a pass in which nothing went wrong (contract, section 4).

Where the contract leaves more than one answer, or where what is known could have been known at two times that lead to
different ones, nothing is asked of that application; `skipped` counts how often.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from daemon.domain.item import Draft, Item, Kind, Reminder, State
from tests.simulation.law import (
    DAY,
    EVERYBODY,
    NOTICED,
    OVER,
    Broken,
    Thing,
    addresses_of,
    business_days_after,
    is_business_day,
    last_day,
    standing_at,
)
from tests.simulation.meeting import Meeting, address_of

if TYPE_CHECKING:
    from tests.simulation.world import World

#: After so long an interview is hardly asked for any more; nothing is judged a few days before.
FOLLOWED = timedelta(days=55)
#: Seen so long before it begins.
AHEAD = timedelta(days=60)
#: A note is there so long after it was due, if nothing held it up.
WOKEN = timedelta(hours=1)
#: A link to a draft in a store in memory.
_LINK = re.compile(r"\bmemory:([0-9a-f]{32})\b")
#: A failure may hold something up for so long, where the clock was ahead too.
LONGEST_WAIT = timedelta(hours=12)


class Duties:
    """Judges what lies there."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.judged = 0
        self.skipped = 0
        #: So often it was seen that a wake-up came, or had to come.
        self.woken = 0
        self.told_late = 0
        self._reads_all = True
        self._waiting: set[str] = set()

    def check(self, *, reads_all: bool) -> None:
        """Judge everything; *reads_all* says whether the pass looked at everything."""
        world = self.world
        self._reads_all = reads_all and not world.check_every
        items = world.memory().items
        self._note_waiting(items)
        self._ledger_agrees(items)
        companies: dict[int, list[Meeting]] = {}
        for number in world.law.knowledge.versions:
            known = world.law.knowledge.surely(number)
            companies.setdefault(known.company, []).append(known)
        for rounds in companies.values():
            if any(one.end < world.clock - FOLLOWED for one in rounds):
                continue
            if any(map(world.law.knowledge.is_doubtful, rounds)):
                self.skipped += 1
                continue
            self._application(sorted(rounds, key=lambda one: (one.start, one.identity)))

    # The ledger and the servers

    def _ledger_agrees(self, items: dict[str, Item] | object) -> None:
        law = self.world.law
        assert isinstance(items, dict)
        told: dict[str, Item] = {}
        for item in items.values():
            if item.state is State.WRITING:
                raise Broken(f"{law.thing_called(item.name)} is still claimed after a pass in which nothing went wrong")
            told[item.name] = item
        for thing in law.lying():
            assert thing.lying is not None
            found = told.get(thing.lying.name)
            if found is not None and found.is_live and found.fingerprint == thing.lying.fingerprint():
                # Nobody is taken to have touched it any more, and no lost ledger is missed.
                thing.was_misread = thing.is_orphan = False
            if found is not None:
                self._is_told_late(thing, found)
            if self._is_left_alone(thing):
                continue
            if found is None or not found.is_live:
                state = found.state if found else "unknown"
                raise Broken(f"{thing} lies there as it was written, and the ledger says {state}")
            if found.fingerprint != thing.lying.fingerprint():
                raise Broken(f"{thing} lies there with other words than the ledger says")

    def _is_told_late(self, thing: Thing, item: Item) -> None:
        """Judge promise 5; who cannot know when it was made, after a ledger was lost, says nothing."""
        if thing.made_at is None or thing.late_after is None or thing.is_orphan or thing.was_misread:
            return
        if abs(thing.made_at - thing.late_after) < timedelta(minutes=5):
            return
        self.told_late += 1
        is_late = thing.made_at > thing.late_after
        if item.is_late is not is_late:
            said = "late" if item.is_late else "in time"
            raise Broken(f"{thing} was made at {thing.made_at}, is late after {thing.late_after}, and is told {said}")
        if is_late and not item.late_because:
            raise Broken(f"{thing} is late, and nobody says why")

    # One application

    def _application(self, rounds: Sequence[Meeting]) -> None:
        standing = self._standing(rounds)
        for one in rounds:
            self._prepare(one)
        if standing is None:
            self.skipped += 1
            return
        self.judged += 1
        self._notes(rounds, standing)
        if self._reads_all:
            for one in rounds:
                self._review(one)
        self._afterwards(rounds, standing)

    def _standing(self, rounds: Sequence[Meeting]) -> list[Meeting] | None:
        """Give the rounds that are on and were seen in time; None where that is not sure."""
        knowledge, plans = self.world.law.knowledge, self.world.plans
        standing = []
        for one in rounds:
            if not one.is_on:
                continue
            latest = one.end + plans.catch_up
            if knowledge.maybe_seen.get(one.number, latest + DAY) > latest:
                if any(thing.counts for thing in self.world.law.things.values() if thing.number == one.number):
                    return None  # It was in time when something was begun for it.
                continue
            if not knowledge.is_shown(one.number):
                return None  # It came back when it was out of sight.
            if knowledge.surely_seen.get(one.number, latest + DAY) > latest:
                return None
            standing.append(one)
        return standing

    def _prepare(self, one: Meeting) -> None:
        clock = self.world.clock
        thing = self.world.law.thing(Kind.PREPARE, one.number)
        if one.start <= clock or (isinstance(thing.lying, Reminder) and thing.lying.start <= clock and not one.is_on):
            return
        if not one.is_on:
            self._must_not_lie(thing, "the interview is not on")
        elif one.start < clock + AHEAD:
            # One whose hour has come is left where it stands.
            due = one.start - timedelta(minutes=self.world.plans.prepare_minutes)
            self._must_lie(thing, due if due > clock and not one.is_all_day else None)

    # Notes

    def was_woken(self, number: int) -> None:
        """
        Judge, whether a pass was made or not, that the notes of an interview that was over came when they were due.

        To be asked `WOKEN` after that. Nothing is said where something may have held up the service.
        """
        world = self.world
        if world.offset or world.nature.outages or world.off_until is not None:
            return
        one = world.meetings[number]
        if number not in world.law.knowledge.versions or not one.is_on:
            return
        numbers = [other.number for other in world.meetings.values() if other.company == one.company]
        held_up = max(world.law.disturbed_at, *(world.law.knowledge.changed_at[other] for other in numbers))
        rounds = [world.law.knowledge.surely(other) for other in numbers if other in world.law.knowledge.versions]
        same_day = [other for other in rounds if other.day(world.plans.zone) == one.day(world.plans.zone)]
        due = max(other.end for other in same_day) + world.plans.delay
        if held_up + NOTICED >= due or world.now < due + NOTICED:
            return
        standing = self._standing(rounds)
        if standing is None or any(map(world.law.knowledge.is_doubtful, rounds)):
            return
        self._note_waiting(world.memory().items)
        self.woken += 1
        for other in standing:
            if other in same_day:
                self._is_thanked_for(other, rounds, standing)

    def _note_waiting(self, items: Mapping[str, Item]) -> None:
        clock = self.world.clock
        self._waiting = {
            one.name for one in items.values() if one.retry_at and clock < one.retry_at <= clock + LONGEST_WAIT
        }

    def _notes(self, rounds: Sequence[Meeting], standing: Sequence[Meeting]) -> None:
        law, clock = self.world.law, self.world.clock
        for one in standing:
            self._is_thanked_for(one, rounds, standing)
        for one in rounds:
            if one.is_on and (one in standing or one.end > clock):
                for thing in law.notes_of(one.number):
                    if thing.lying is not None and not self._is_left_alone(thing):
                        self._note_stays(thing, one, standing)

    def _is_thanked_for(self, one: Meeting, rounds: Sequence[Meeting], standing: Sequence[Meeting]) -> None:
        law, plans, clock = self.world.law, self.world.plans, self.world.clock
        if one.is_noshow:
            return
        day = one.day(plans.zone)
        visit = [other for other in standing if other.day(plans.zone) == day and not other.is_noshow]
        for person in one.people:
            end = max(other.end for other in visit if person in other.people)
            of_that_day = [
                thing
                for other in rounds
                if other.day(plans.zone) == day
                for thing in (law.thing(Kind.THANK_YOU, other.number, to) for to in (person, EVERYBODY))
            ]
            if any(self._thanks(thing, person) or self._waits(thing) for thing in of_that_day):
                continue
            # With one note to all, it comes after the last of the day.
            last = max(other.end for other in visit)
            if last + plans.delay <= clock <= end + max(plans.catch_up, DAY):
                raise Broken(f"no note to {person} for interview {one.number}, which ended at {one.end}")

    def _thanks(self, thing: Thing, person: str) -> bool:
        """Say whether a note counts as one to *person*; whom one that is the person's own is to is their matter."""
        if thing.lying is None or thing.recipient != EVERYBODY or self._is_left_alone(thing):
            return thing.counts
        assert isinstance(thing.lying, Draft)
        return address_of(person) in addresses_of(thing.lying)

    def _note_stays(self, thing: Thing, one: Meeting, standing: Sequence[Meeting]) -> None:
        plans, clock = self.world.plans, self.world.clock
        assert isinstance(thing.lying, Draft)
        if one.end > clock:
            raise Broken(f"{thing} lies there, and the interview is not over: it ends at {one.end}")
        day = one.day(plans.zone)
        visit = [other for other in standing if other.day(plans.zone) == day and not other.is_noshow]
        met = {person for other in visit for person in other.people}
        if not (met if thing.recipient == EVERYBODY else {thing.recipient} & met):
            raise Broken(f"{thing} lies there, and nobody of that name was met")
        is_over = max(other.end for other in visit) <= clock
        if thing.recipient == EVERYBODY and is_over and addresses_of(thing.lying) != set(map(address_of, met)):
            raise Broken(f"{thing} is to {addresses_of(thing.lying)} after a visit to {met}")
        if visit == [one] and len(one.people) == 1 and one.notes and one.notes.split()[-1] not in thing.lying.text:
            raise Broken(f"{thing} does not say what was talked about: {one.notes}")

    def _review(self, one: Meeting) -> None:
        thing = self.world.law.thing(Kind.REVIEW, one.number)
        if thing.is_touched or self._waits(thing):
            return
        notes = self.world.law.notes_of(one.number)
        lying = [note for note in notes if note.lying is not None]
        if not lying or not self.world.plans.has_review:
            self._must_not_lie(thing, "none of the drafts is left, or no review is wanted")
        elif not any(note.was_misread for note in notes):
            self._must_lie(thing)
            if isinstance(thing.lying, Reminder) and not self._is_left_alone(thing):
                self._names_what_lies(thing, thing.lying, lying)

    def _names_what_lies(self, thing: Thing, review: Reminder, lying: Sequence[Thing]) -> None:
        """Each draft that lies there is linked, and none that Afterword took back."""
        named = set(_LINK.findall(review.description))
        for note in lying:
            assert note.lying is not None
            if note.lying.name not in named and not self._is_left_alone(note):
                raise Broken(f"{thing} has no link to the {note}")
        for name in named:
            note = self.world.law.thing_called(name)
            lies_there = note.lying is not None and note.lying.name == name
            if not lies_there and not self._is_left_alone(note):
                raise Broken(f"{thing} has a link to the {note}, which was taken back")

    # After the note

    def _afterwards(self, rounds: Sequence[Meeting], standing: Sequence[Meeting]) -> None:
        law, plans, clock = self.world.law, self.world.plans, self.world.clock
        follow_ups = [law.thing(Kind.FOLLOW_UP, one.number) for one in rounds]
        calls = [law.thing(Kind.FEEDBACK_CALL, one.number) for one in rounds]
        touches = [law.thing(Kind.KEEP_IN_TOUCH, one.number) for one in rounds]
        if not standing:
            # What keeps in touch goes with the outcome only.
            for thing in (*follow_ups, *calls):
                self._must_not_lie(thing, "no interview of the application is on")
            return
        words = [one for one in rounds if one.outcome]
        if len(words) > 1 or (words and words[0] not in standing):
            self.skipped += 1
            return  # Which word holds is not for this judge to say.
        told = words[0] if words else None
        outcome = told.outcome if told else ""
        last = standing[-1]
        known = self._days_known(told) if told else []
        if told and outcome in OVER and any(self._is_later(other, told) for other in rounds):
            self.skipped += 1
            return  # What comes after the end of a process is a new one.
        # What is the person's stays where two processes turned out to be one. And a lost ledger cannot know after which
        # round the one that lies there was called.
        if sum(thing.lying is not None and not self._is_left_alone(thing) for thing in calls) > 1:
            raise Broken(f"two feedback calls for firm {rounds[0].company}")
        if sum(thing.lying is not None and not self._is_left_alone(thing) for thing in touches) > 1:
            raise Broken(f"two series to keep in touch with firm {rounds[0].company}")
        is_open = outcome not in OVER
        is_waiting = not outcome or (told is not None and told.start < last.start)
        day = self._follow_up_day(last)
        for thing, one in zip(follow_ups, rounds, strict=True):
            if one is not last or not is_open or not is_waiting:
                self._must_not_lie(thing, "the outcome is known, or another interview comes after")
            elif last.end <= clock:
                self._must_lie(thing, standing_at(day, plans), is_enough=clock < standing_at(day, plans))
        if outcome in ("offer", "withdrew"):
            days: list[date] = []
        elif outcome == "rejected":
            days = [business_days_after(one, plans.rejection_days) for one in known]
        else:
            days = [business_days_after(day, plans.feedback_days)]
        self._call(calls, days, is_open=is_open, is_over=last.end <= clock or outcome == "rejected")
        self._touch(touches, known if outcome == "rejected" else [])

    def _call(self, calls: Sequence[Thing], days: Sequence[date], *, is_open: bool, is_over: bool) -> None:
        plans, clock = self.world.plans, self.world.clock
        if any(thing.is_touched for thing in calls):
            return
        if not days:
            for thing in calls:
                self._must_not_lie(thing, "there was an offer, or the person withdrew")
            return
        moments = [standing_at(day, plans) for day in days]
        lying = next((thing for thing in calls if thing.lying is not None), None)
        if any(self._waits(thing) or thing.was_misread for thing in calls) or clock >= min(moments):
            return
        if lying is None:
            if is_over:
                raise Broken(f"no feedback call for interview {calls[-1].number}, due at {moments}")
            return
        assert isinstance(lying.lying, Reminder)
        if lying.lying.start not in moments and not self._may_be_misdated(lying):
            raise Broken(f"{lying} stands at {lying.lying.start} instead of {moments}")
        if lying.lying.is_tentative is not is_open:
            raise Broken(f"{lying} is {'tentative' if lying.lying.is_tentative else 'confirmed'}")

    def _touch(self, touches: Sequence[Thing], known: Sequence[date]) -> None:
        plans, clock = self.world.plans, self.world.clock
        if any(thing.is_touched or self._waits(thing) or thing.was_misread for thing in touches):
            return
        if not known:
            for thing in touches:
                self._must_not_lie(thing, "nobody was rejected")
            return
        firsts = [standing_at(_business_day_from(_months_after(day, 3)), plans) for day in known]
        if clock >= min(firsts):
            return
        lying = next((thing for thing in touches if thing.lying is not None), None)
        if lying is None:
            raise Broken(f"nothing to keep in touch after interview {touches[-1].number}, due at {firsts}")
        assert isinstance(lying.lying, Reminder)
        if lying.lying.start not in firsts and not self._may_be_misdated(lying):
            raise Broken(f"{lying} begins at {lying.lying.start} instead of {firsts}")

    def _days_known(self, told: Meeting) -> list[date]:
        """Give the days on which the outcome may have become known."""
        knowledge, zone = self.world.law.knowledge, self.world.plans.zone
        key = (told.number, told.outcome)
        sure = knowledge.surely_told.get(key, self.world.clock)
        first = knowledge.maybe_told.get(key, sure)
        days = {moment.astimezone(zone).date() for moment in (first, sure)}
        day = min(days)
        while (day := day + DAY) < max(days):
            days.add(day)
        return sorted(days)

    def _is_later(self, other: Meeting, told: Meeting) -> bool:
        key = (told.number, told.outcome)
        seen = self.world.law.knowledge.maybe_told.get(key, self.world.clock)
        return other is not told and other.start > min(seen, told.end)

    def _follow_up_day(self, last: Meeting) -> date:
        plans = self.world.plans
        end = last_day(last, plans.zone)
        if last.decision and last.decision >= end:
            return business_days_after(last.decision, 1)
        return business_days_after(end, plans.follow_up_days)

    # Lying there, or not

    def _waits(self, thing: Thing) -> bool:
        """A try that failed a short while ago holds it up."""
        from daemon.domain.item import item_key, item_name
        from tests.simulation.law import GENERATIONS
        from tests.simulation.world import ACCOUNT

        if not self._waiting:
            return False
        to = thing.recipient if thing.recipient in ("", EVERYBODY) else address_of(thing.recipient)
        key = item_key(ACCOUNT, self.world.meetings[thing.number].identity, thing.kind, to)
        return any(item_name(key, generation) in self._waiting for generation in range(GENERATIONS))

    def _may_be_misdated(self, thing: Thing) -> bool:
        """Where the clock is wrong, or was when it was written, its hour is no matter for this judge."""
        return thing.is_misdated or bool(self.world.offset)

    def _is_left_alone(self, thing: Thing) -> bool:
        """It is the person's, or taken for it, or a try that failed holds it up."""
        return thing.is_touched or thing.was_misread or self._waits(thing)

    def _must_not_lie(self, thing: Thing, why: str) -> None:
        if thing.lying is not None and not self._is_left_alone(thing):
            raise Broken(f"{thing} lies there, and {why}")

    def _must_lie(self, thing: Thing, start: datetime | None = None, *, is_enough: bool = True) -> None:
        """Ask for *thing*, at *start* where given; unless *is_enough*, what lies there is not judged either."""
        if self._is_left_alone(thing) or not is_enough:
            return
        if thing.lying is None:
            raise Broken(f"no {thing}" + (f", due at {start}" if start else ""))
        assert isinstance(thing.lying, Reminder)
        if start is not None and thing.lying.start.astimezone(UTC) != start and not self._may_be_misdated(thing):
            raise Broken(f"{thing} stands at {thing.lying.start} instead of {start}")


def _business_day_from(day: date) -> date:
    while not is_business_day(day):
        day += DAY
    return day


def _months_after(day: date, months: int) -> date:
    """Give the same day of the month, or the month's last."""
    year, month = divmod(day.month - 1 + months, 12)
    wanted = day.day
    while True:
        try:
            return date(day.year + year, month + 1, wanted)
        except ValueError:
            wanted -= 1
