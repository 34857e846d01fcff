"""
What has to be there, and what must not, after a pass in which nothing went wrong (contract, section 4).

Where the contract leaves more than one answer, or where what is known could have been known at two times that lead to
different ones, nothing is asked of that application; `skipped` counts how often.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from daemon.domain.item import Draft, Item, Kind, Reminder, State
from tests.simulation.afterwards import Afterwards
from tests.simulation.applications import Application, Facts, Unsure, applications
from tests.simulation.days import DAY
from tests.simulation.law import EVERYBODY, NOTICED, Broken, Thing, addresses_of
from tests.simulation.lying import Lying
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
#: By so much the program's idea of when a pass began may differ from when a calendar answered.
PASS = timedelta(minutes=5)


class Duties:
    """Judges what lies there."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.judged = 0
        #: Why, and how often, nothing was asked of an application.
        self.skipped: Counter[str] = Counter()
        #: So often it was seen that a wake-up came, or had to come.
        self.woken = 0
        self.told_late = 0
        self.lying = Lying(world)
        self.afterwards = Afterwards(world, self.lying)
        #: The pass that is judged looked at everything, drafts and reminders too.
        self.reads_all = True
        #: The applications with each firm as they were after the last pass in which nothing went wrong, and when.
        self._sure: dict[int, tuple[datetime, list[Application]]] = {}

    def check(self, *, reads_all: bool) -> None:
        """Judge everything; *reads_all* says whether the pass looked at everything."""
        world = self.world
        self.reads_all = reads_all and not world.check_every
        items = world.memory().items
        self.lying.note_waiting(items)
        self._ledger_agrees(items)
        companies: dict[int, list[Meeting]] = {}
        for number in world.law.knowledge.versions:
            known = world.law.knowledge.surely(number)
            if self._is_remembered(known):
                companies.setdefault(known.company, []).append(known)
        self._sure.clear()
        for company, rounds in companies.items():
            if not all(map(self._is_followed, rounds)):
                continue
            try:
                if any(map(world.law.knowledge.is_doubtful, rounds)):
                    raise Unsure("which copy is to be believed")
                if not all(map(self._was_read_as_known, rounds)):
                    raise Unsure("what an event said last before it was gone")
                apps = applications(rounds, self._facts())
                self._sure[company] = world.now, apps
                for one in apps:
                    self._application(one)
                self.judged += len(apps)
            except Unsure as error:
                self.skipped[str(error)] += 1
        if self.reads_all:
            thrown = [one for one in world.law.things.values() if one.is_touched and one.lying is None]
            world.law.seen_thrown = [one for one in thrown if not one.was_misread]

    def sure_of(self, number: int) -> Application | None:
        """Give the application of a round as it was after the last pass, None where something happened since."""
        law = self.world.law
        company = self.world.meetings[number].company
        at, apps = self._sure.get(company, (self.world.now, []))
        if law.disturbed_at >= at or self.world.offset:
            return None
        for one in self.world.meetings.values():
            if one.company != company:
                continue
            if max(law.knowledge.news_of(one.number), law.knowledge.learnt_at.get(one.number, at)) >= at:
                return None
        return next((one for one in apps if number in one.numbers), None)

    def _was_read_as_known(self, one: Meeting) -> bool:
        """Say whether what an event that is gone said last was read while nothing went wrong."""
        found = self.world.memory().interviews.get(one.identity)
        return bool(one.is_meant and one.calendars) or found is None or str(found.outcome or "") == one.outcome

    def _is_remembered(self, one: Meeting) -> bool:
        """Say whether it is a round at all: what was never on, as far as the ledger tells, is nothing to remember."""
        was_on = one.is_on and one.number in self.world.law.knowledge.maybe_seen
        return was_on or one.identity in self.world.memory().interviews

    def _is_followed(self, one: Meeting) -> bool:
        """Say whether it is asked for, or was as long as anything happened to it."""
        world = self.world
        if one.end >= world.clock - FOLLOWED:
            return True
        if world.law.lost_at > one.end or world.law.knowledge.changed_at[one.number] > one.end + FOLLOWED / 2:
            return False
        # What came back when it was out of sight is not known to have.
        known = world.memory().interviews.get(one.identity)
        return known is not None and known.takes_place is one.is_on

    def _facts(self) -> Facts:
        knowledge, world = self.world.law.knowledge, self.world
        interviews = world.memory().interviews

        def told_at(one: Meeting) -> datetime:
            key = (one.number, one.outcome)
            sure = knowledge.surely_told.get(key, world.clock)
            first = knowledge.maybe_told.get(key)
            known = interviews.get(one.identity)
            if known is None or known.outcome_seen is None or known.outcome != one.outcome:
                if first is None or sure - first > PASS:
                    raise Unsure("when an outcome became known")
                return first
            if first is not None and not first - PASS <= known.outcome_seen <= sure + PASS:
                told = f"between {first} and {sure}"
                raise Broken(f"{key} is said to be known since {known.outcome_seen}, and became known {told}")
            return known.outcome_seen

        def first_seen(one: Meeting) -> datetime:
            known = interviews.get(one.identity)
            if known is None or known.first_seen is None:
                raise Unsure("when a round was first seen")
            return known.first_seen

        return Facts(world.plans.zone, world.words, told_at, first_seen, self._standing)

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
            if self.lying.is_left_alone(thing):
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

    def _application(self, app: Application) -> None:
        if app.is_closed:
            self.afterwards.closed(app)
            return
        for one in app.rounds:
            self._prepare(one)
        if app.standing is None:
            raise Unsure("whether a round was seen in time")
        self._notes(app.rounds, app.standing)
        if self.reads_all:
            for one in app.rounds:
                self._review(one)
        self.afterwards.check(app, reads_all=self.reads_all)

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
            if not knowledge.is_shown(one.number) and one.end >= self.world.clock - FOLLOWED:
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
            self.lying.must_not_lie(thing, "the interview is not on")
        elif one.start < clock + AHEAD:
            # One whose hour has come is left where it stands.
            due = one.start - timedelta(minutes=self.world.plans.prepare_minutes)
            self.lying.must_lie(thing, due if due > clock and not one.is_all_day else None)

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
        held_up = max(world.law.disturbed_at, *map(world.law.knowledge.news_of, numbers))
        rounds = [world.law.knowledge.surely(other) for other in numbers if other in world.law.knowledge.versions]
        rounds = [other for other in rounds if self._is_remembered(other)]
        same_day = [other for other in rounds if other.day(world.plans.zone) == one.day(world.plans.zone)]
        due = max(other.end for other in same_day) + world.plans.delay
        if held_up + NOTICED >= due or world.now < due + NOTICED:
            return
        if any(map(world.law.knowledge.is_doubtful, rounds)):
            return
        try:
            app = next((app for app in applications(rounds, self._facts()) if number in app.numbers), None)
        except Unsure:
            return
        if app is None or app.is_closed or app.standing is None:
            return
        self.lying.note_waiting(world.memory().items)
        self.woken += 1
        for other in app.standing:
            if other in same_day:
                self._is_thanked_for(other, app.rounds, app.standing)

    def _notes(self, rounds: Sequence[Meeting], standing: Sequence[Meeting]) -> None:
        law, clock = self.world.law, self.world.clock
        for one in standing:
            self._is_thanked_for(one, rounds, standing)
        for one in rounds:
            if one.is_on and (one in standing or one.end > clock):
                for thing in law.notes_of(one.number):
                    if thing.lying is not None and not self.lying.is_left_alone(thing):
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
            if any(self._thanks(thing, person) or self.lying.waits(thing) for thing in of_that_day):
                continue
            # With one note to all, it comes after the last of the day.
            last = max(other.end for other in visit)
            if last + plans.delay <= clock <= end + max(plans.catch_up, DAY):
                raise Broken(f"no note to {person} for interview {one.number}, which ended at {one.end}")

    def _thanks(self, thing: Thing, person: str) -> bool:
        """Say whether a note counts as one to *person*; whom one that is the person's own is to is their matter."""
        if thing.lying is None or thing.recipient != EVERYBODY or self.lying.is_left_alone(thing):
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
        if thing.is_touched or self.lying.waits(thing):
            return
        notes = self.world.law.notes_of(one.number)
        lying = [note for note in notes if note.lying is not None]
        if not lying or not self.world.plans.has_review:
            self.lying.must_not_lie(thing, "none of the drafts is left, or no review is wanted")
        elif not any(note.was_misread for note in notes) and one.end <= self.world.clock:
            self.lying.must_lie(thing)
            if isinstance(thing.lying, Reminder) and not self.lying.is_left_alone(thing):
                self._names_what_lies(thing, thing.lying, lying)

    def _names_what_lies(self, thing: Thing, review: Reminder, lying: Sequence[Thing]) -> None:
        """Each draft that lies there is linked, and none that Afterword took back."""
        named = set(_LINK.findall(review.description))
        for note in lying:
            assert note.lying is not None
            if note.lying.name not in named and not self.lying.is_left_alone(note):
                raise Broken(f"{thing} has no link to the {note}")
        for name in named:
            note = self.world.law.thing_called(name)
            lies_there = note.lying is not None and note.lying.name == name
            if not lies_there and not self.lying.is_left_alone(note):
                raise Broken(f"{thing} has a link to the {note}, which was taken back")
