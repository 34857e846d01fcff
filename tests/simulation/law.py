"""
What Afterword may write and take away, judged at the instant at which it does it (contract, sections 4 and 5).

Judged is by what the program was shown, since it cannot know more: where several versions of an interview may be what
it knows (a list that lagged behind, a pass that was killed before it took anything down), one that allows the deed is
enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from daemon.domain.item import Draft, Kind, Reminder, item_key, item_name
from tests.simulation.applications import KEPT_TIMES, Unsure, window
from tests.simulation.days import DAY, is_business_day
from tests.simulation.free_time import HOURS, is_free, is_in_hours, wanted_at
from tests.simulation.knowledge import NEVER, Knowledge
from tests.simulation.meeting import Meeting, address_of

if TYPE_CHECKING:
    from tests.simulation.world import World

#: Recipient in the name of the one note to all.
EVERYBODY = "*"
#: So soon a service sees what changed.
NOTICED = timedelta(minutes=7)
#: An item may be made anew so often.
GENERATIONS = 12


class Broken(BaseException):
    """An invariant does not hold. No `Exception`: the service would survive it."""


@dataclass(slots=True, eq=False)
class Thing:
    """One item as the contract counts it: a kind, for an interview, and for a note whom it is to."""

    kind: Kind
    number: int
    recipient: str = ""
    #: What lies there, as it was written last.
    lying: Draft | Reminder | None = None
    #: The person edited, moved, sent or deleted it.
    is_touched: bool = False
    was_made: bool = False
    #: It was written while the clock was wrong.
    is_misdated: bool = False
    #: The ledger that knew of it was lost.
    is_orphan: bool = False
    #: A list that lagged behind may have told the program that somebody had touched it.
    was_misread: bool = False
    #: Of a note: when it was made by the machine's clock, and after when it is late; None where that is not sure.
    made_at: datetime | None = None
    late_after: datetime | None = None
    #: Of a note: its words when it was seen last, by whether the application was rejected.
    texts: dict[bool, str] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """It was made, and not taken back."""
        return self.lying is not None or self.is_touched

    def __str__(self) -> str:
        to = f" to {self.recipient}" if self.recipient else ""
        return f"{self.kind}{to} of interview {self.number}"


class Law:
    """Judges each write; keeps what lies where."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.knowledge = Knowledge(world)
        self.things: dict[tuple[Kind, int, str], Thing] = {}
        #: What happens just now was asked for by a pass that is over: it is not judged by what is known now.
        self.is_late = False
        #: True time of the last thing that could hold up the service.
        self.disturbed_at = world.now
        #: True time at which a ledger was lost last.
        self.lost_at = NEVER
        #: What was made since the pass that is under way, or ended last, began.
        self.fresh: list[Thing] = []
        #: What the person had thrown away by the end of a pass that looked at everything.
        self.seen_thrown: list[Thing] = []
        self._names: dict[str, Thing] = {}
        self._registered: set[tuple[int, str]] = set()

    # What there is

    def thing(self, kind: Kind, number: int, recipient: str = "") -> Thing:
        """Give the item of *kind* of interview *number*."""
        return self.things.setdefault((kind, number, recipient), Thing(kind, number, recipient))

    def notes_of(self, number: int) -> list[Thing]:
        """Give the notes that were ever begun for an interview."""
        return [one for (kind, of, _), one in self.things.items() if kind is Kind.THANK_YOU and of == number]

    def lying(self) -> Iterator[Thing]:
        """Give all that lies there."""
        return (one for one in self.things.values() if one.lying is not None)

    def thing_called(self, name: str) -> Thing:
        """Give what the contract calls *name*; a name that is nobody's breaks the law."""
        if name not in self._names:
            self._register()
        if name not in self._names:
            raise Broken(f"something is called {name}, which is no item's name")
        return self._names[name]

    def _register(self) -> None:
        """Work out the names of everything that may be made."""
        from tests.simulation.world import ACCOUNT

        for meeting in self.world.meetings.values():
            ever = {one for version in (*self.knowledge.of(meeting.number), meeting) for one in version.people}
            for recipient in ("", EVERYBODY, *ever):
                if (meeting.number, recipient) in self._registered:
                    continue
                self._registered.add((meeting.number, recipient))
                address = recipient if recipient in ("", EVERYBODY) else address_of(recipient)
                for kind in Kind:
                    if (kind is Kind.THANK_YOU) is not bool(recipient):
                        continue
                    key = item_key(ACCOUNT, meeting.identity, kind, address)
                    for generation in range(GENERATIONS):
                        self._names[item_name(key, generation)] = self.thing(kind, meeting.number, recipient)

    # What the person and the servers do

    def touched(self, name: str, content: Draft | Reminder | None) -> Thing:
        """The person edited or moved what is called *name*, or (None) sent or deleted it."""
        thing = self.thing_called(name)
        # Of what no ledger knew nobody can know that it is gone.
        thing.is_touched, thing.lying = content is not None or not thing.is_orphan, content
        return thing

    def forgotten(self, name: str) -> None:
        """See `Witness.forgotten`."""
        self._tell("(the server lost)", self.touched(name, None))

    def misread(self, name: str) -> None:
        """See `Witness.misread`."""
        self.thing_called(name).was_misread = True

    def ledger_lost(self) -> None:
        """
        What lies there may be left to the person from here on, since its words may be those of another day.

        Of what is gone nothing tells that it was there, so it may be made again.
        """
        self.knowledge.forget()
        self.lost_at = self.world.now
        self.disturb()
        for thing in self.things.values():
            thing.is_touched = thing.is_touched and thing.lying is not None
            thing.was_misread = thing.is_orphan = True
            thing.late_after = None

    def disturb(self) -> None:
        """Something happened that may hold up the service."""
        self.disturbed_at = self.world.now

    # What Afterword does

    def made(self, content: Draft | Reminder) -> None:
        """See `Witness.made`."""
        thing = self.thing_called(content.name)
        self._tell("made", thing, content)
        if thing.is_touched:
            raise Broken(f"{thing} is made again, and the person had touched it")
        if thing.lying is not None:
            raise Broken(f"{thing} is made although one lies there")
        if not self.is_late:
            self._judge_need(thing)
            if isinstance(content, Reminder):
                self._judge_reminder(thing, content)
            elif thing.kind is Kind.THANK_YOU:
                self._judge_note(thing, content)
            else:
                self._judge_letter(thing, content)
        self._written(thing, content)
        self.fresh.append(thing)
        if thing.kind in (Kind.FOLLOW_UP_NOTE, Kind.FEEDBACK_REQUEST) and self.world.on_letter:
            self.world.on_letter(thing)
        is_sure = not self.is_late and not self.world.offset
        thing.made_at = self.world.clock
        thing.late_after = self._late_after(thing) if is_sure and thing.kind is Kind.THANK_YOU else None
        thing.was_made = thing.was_made or thing.kind not in (Kind.FEEDBACK_CALL, Kind.KEEP_IN_TOUCH)

    def changed(self, before: Draft | Reminder, content: Draft | Reminder) -> None:
        """See `Witness.changed`."""
        thing = self.thing_called(content.name)
        self._tell("changed", thing, content)
        if thing.is_touched:
            raise Broken(f"{thing} is changed, and the person had touched it")
        if thing.lying is None or before.fingerprint() != thing.lying.fingerprint():
            raise Broken(f"{thing} is changed, and what lay there was not what had been written")
        if isinstance(content, Reminder) and not self.is_late:
            assert isinstance(before, Reminder)
            # One whose hour is past stays where it is, whatever else is changed in it; so does one that is free there.
            is_past = content.start <= self.world.clock
            has_its_place = self.world.plans.avoids_busy and thing.kind in HOURS
            if content.start != before.start or not (is_past or has_its_place):
                self._judge_time(thing, content)
        if isinstance(content, Draft) and not self.is_late and thing.kind is Kind.THANK_YOU:
            self._judge_recipients(thing, content)
        self._written(thing, content)

    def _written(self, thing: Thing, content: Draft | Reminder) -> None:
        thing.lying, thing.is_misdated = content, bool(self.world.offset)
        # What the program wrote last it knows, whatever it took it for before.
        thing.is_orphan = thing.was_misread = False

    def removed(self, content: Draft | Reminder) -> None:
        """See `Witness.removed`."""
        thing = self.thing_called(content.name)
        self._tell("took back", thing)
        if thing.is_touched:
            raise Broken(f"{thing} is taken back, and the person had touched it")
        thing.lying = None
        if self.is_late:
            return
        app = self.world.duties.sure_of(thing.number)
        if app and self.world.duties.afterwards.wants(app, thing):
            raise Broken(f"{thing} is taken back, and it is owed")
        if not self._may_go(thing):
            raise Broken(f"{thing} is taken back for no reason that the calendar gave")

    def _judge_need(self, thing: Thing) -> None:
        """What is made has to be owed, where it is sure what is."""
        app = self.world.duties.sure_of(thing.number)
        if app and self.world.duties.afterwards.wants(app, thing) is False:
            word = app.said and ("closed" if app.said.closes else app.said.outcome)
            raise Broken(f"{thing} is made, and it is not owed: the last word is {word}")

    # Drafts that ask

    def _judge_letter(self, thing: Thing, letter: Draft) -> None:
        plans, clock = self.world.plans, self.world.clock
        known = self.knowledge.of(thing.number)
        if not (plans.has_follow_up_draft if thing.kind is Kind.FOLLOW_UP_NOTE else plans.has_feedback_draft):
            raise Broken(f"{thing} is made, and no such draft is wanted")
        if thing.kind is Kind.FOLLOW_UP_NOTE and not any(
            one.is_on and not one.is_noshow and one.end <= clock for one in known
        ):
            raise Broken(f"{thing} is made; known of the interview is {_facts(known)}, the clock says {clock}")
        if "afterword" in f"{letter.subject} {letter.text}".casefold():
            raise Broken(f"{thing} says who wrote it")
        self._judge_recipients(thing, letter)
        self._judge_hour(thing)
        app = self.world.duties.sure_of(thing.number)
        if thing.kind is Kind.FEEDBACK_REQUEST and app:
            for number in app.numbers - {thing.number}:
                other = self.thing(thing.kind, number)
                if other.counts and not other.is_orphan:
                    raise Broken(f"{thing} is made, and {other} counts for the same application")

    def _judge_hour(self, thing: Thing) -> None:
        """Such a draft comes in the morning of its day, on the minute if nothing holds it up, or late, or never."""
        world = self.world
        app = world.duties.sure_of(thing.number)
        if app is None or thing.was_misread:
            return
        try:
            moments = world.duties.afterwards.moments(app, thing)
        except Unsure:
            return
        if not moments or not min(moments) <= world.clock <= max(moments) + window(world.plans):
            raise Broken(f"{thing} is made at {world.clock}, and was due at {moments}")
        if world.nature.outages or world.nature.struck:
            return
        numbers = [one.number for one in world.meetings.values() if one.number in app.numbers]
        held_up = max(self.disturbed_at, *map(self.knowledge.news_of, numbers))
        if thing.kind is Kind.FEEDBACK_REQUEST:
            # Rejected before the first of them was held: it thanks for no talk that lies ahead.
            held_up = max(held_up, min(world.meetings[number].known.end for number in numbers))
        if held_up + NOTICED < min(moments) and world.now > max(moments) + timedelta(minutes=1):
            raise Broken(f"{thing} was due at {moments}, nothing held it up, and it is made at {world.now}")

    # Notes

    def _judge_note(self, thing: Thing, note: Draft) -> None:
        plans, clock = self.world.plans, self.world.clock
        whole_day = max(plans.catch_up, DAY)
        known = self.knowledge.of(thing.number)
        if thing.recipient == EVERYBODY:
            # The one of a day may bear the name of a round that is off by now.
            days = {one.day(plans.zone) for one in known}
            known = [one for one in self._application(known) if one.day(plans.zone) in days]
        for one in known:
            wanted = one.people if thing.recipient == EVERYBODY else (thing.recipient,)
            if (
                one.is_on
                and not one.is_noshow
                and set(wanted) <= set(one.people) | self._met_that_day(one)
                and one.end + plans.delay <= clock <= one.end + whole_day
                and self._is_in_time(one)
            ):
                break
        else:
            raise Broken(f"{thing} is made; known of the interview is {_facts(known)}, the clock says {clock}")
        self._judge_recipients(thing, note)
        if "afterword" in f"{note.subject} {note.text}".casefold():
            raise Broken(f"{thing} says who wrote it")
        for other in self.same_visit(thing):
            if other.counts:
                raise Broken(f"{thing} is made, and {other} counts for the same day")
        self._judge_punctuality(thing)

    def _judge_recipients(self, thing: Thing, note: Draft) -> None:
        to = addresses_of(note)
        known = self.knowledge.of(thing.number)
        met = {person for one in known for person in (*one.people, *self._met_that_day(one))}
        allowed = met if thing.recipient == EVERYBODY else {thing.recipient}
        if thing.kind is not Kind.THANK_YOU:
            rounds = self._application(known)
            allowed = {person for one in rounds for person in (*one.people, one.recruiter) if person}
        if not to or not to <= set(map(address_of, allowed)) or len(to) != len(note.to):
            raise Broken(f"{thing} is to {[one.email for one in note.to]}")

    def _late_after(self, thing: Thing) -> datetime | None:
        """Give the end of 24 hours after the visit as far as it is known; None where several ends may be."""
        zone = self.world.plans.zone
        mine = self.knowledge.of(thing.number)
        ends = []
        for number, other in self.world.meetings.items():
            if other.company != mine[0].company or number not in self.knowledge.versions:
                continue
            known = self.knowledge.of(number)
            if len(known) != 1 or len(mine) != 1:
                return None
            one = known[0]
            if one.day(zone) != mine[0].day(zone) or not one.is_on or one.is_noshow:
                continue
            if not self._is_in_time(one):
                return None
            if thing.recipient in (EVERYBODY, *one.people):
                ends.append(one.end)
        return max(ends) + DAY if ends else None

    def _met_that_day(self, one: Meeting) -> set[str]:
        """Everybody who may have been met for the same application on the day of *one*."""
        zone = self.world.plans.zone
        return {
            person
            for number, other in self.world.meetings.items()
            if other.company == one.company
            for version in self.knowledge.of(number)
            if version.day(zone) == one.day(zone)
            for person in version.people
        }

    def same_visit(self, thing: Thing, *, surely: bool = True) -> Iterator[Thing]:
        """Give the other notes that thank the same person for the same application and day, or (not *surely*) may."""
        zone = self.world.plans.zone
        mine = self.knowledge.of(thing.number)
        days = {one.day(zone) for one in mine}
        for (kind, number, recipient), other in list(self.things.items()):
            if kind is not Kind.THANK_YOU or other is thing:
                continue
            theirs = self.knowledge.of(number)
            if not theirs or theirs[0].company != mine[0].company:
                continue
            their_days = {one.day(zone) for one in theirs}
            is_same_day = len(days) == 1 and their_days == days if surely else bool(days & their_days)
            if is_same_day and (EVERYBODY in (recipient, thing.recipient) or recipient == thing.recipient):
                if surely and EVERYBODY in (recipient, thing.recipient) and number != thing.number:
                    continue  # The style was changed between two visits of one day; who was met in which is not sure.
                yield other

    def _is_in_time(self, one: Meeting) -> bool:
        """Say whether it may have been seen before it was over for too long (promise 7), wherever it was put since."""
        if any(thing.was_made for (_, number, _), thing in self.things.items() if number == one.number):
            return True
        seen = self.knowledge.maybe_seen.get(one.number)
        return seen is not None and min(seen, self.world.clock) <= one.end + self.world.plans.catch_up

    def _judge_punctuality(self, thing: Thing) -> None:
        """A service that nothing holds up writes a note on the minute."""
        world = self.world
        meeting = world.meetings[thing.number]
        due = meeting.end + world.plans.delay
        held_up = [self.disturbed_at] + [
            self.knowledge.news_of(number)
            for number, other in world.meetings.items()
            if other.company == meeting.company
        ]
        if world.offset or world.nature.outages or world.nature.struck or max(held_up) + NOTICED >= due:
            return
        if world.now > due + timedelta(minutes=1):
            raise Broken(f"{thing} was due at {due}, nothing held it up, and it is made at {world.now}")

    # Reminders

    def _judge_reminder(self, thing: Thing, reminder: Reminder) -> None:
        clock, plans = self.world.clock, self.world.plans
        known = self.knowledge.of(thing.number)
        if thing.kind is Kind.PREPARE:
            allowed = any(one.is_on and one.start > clock for one in known)
        elif thing.kind is Kind.REVIEW:
            allowed = any(one.lying is not None for one in self.notes_of(thing.number)) and plans.has_review
        else:
            # The one of an application may be called after a round that is over or off.
            allowed = any(one.is_on for one in known) or thing.kind in (Kind.FEEDBACK_CALL, Kind.KEEP_IN_TOUCH)
            if thing.kind is Kind.FOLLOW_UP:
                allowed = any(one.is_on and one.end <= clock for one in known)
            if min((reminder.start, *reminder.also_at)) <= clock:
                raise Broken(f"{thing} is made to stand at {reminder.start}, which is over")
        if not allowed:
            raise Broken(f"{thing} is made; known of the interview is {_facts(known)}, the clock says {clock}")
        if thing.kind is not Kind.REVIEW and not any(self._is_in_time(one) for one in self._application(known)):
            raise Broken(f"{thing} is made for what was over when it was first seen")
        self._judge_time(thing, reminder)

    def _application(self, known: list[Meeting]) -> list[Meeting]:
        companies = {one.company for one in known}
        return [
            version
            for number, one in self.world.meetings.items()
            if one.company in companies
            for version in self.knowledge.of(number)
        ]

    def _judge_time(self, thing: Thing, reminder: Reminder) -> None:
        plans = self.world.plans
        local = reminder.start.astimezone(plans.zone)
        if thing.kind is Kind.PREPARE:
            span = timedelta(minutes=plans.prepare_minutes)
            # In UTC: of times that occur twice in their zone, Python calls no two equal (PEP 495).
            start = reminder.start.astimezone(UTC)
            known = self.knowledge.of(thing.number)
            if any(one.is_all_day and local.date() == one.day(plans.zone) for one in known):
                return  # Of a whole day, any hour of it will do.
            if not any(start == one.start - span for one in known):
                raise Broken(f"{thing} stands at {reminder.start}")
        elif thing.kind is Kind.REVIEW:
            # Where it stood in the night of another zone it is over.
            if reminder.start >= self.world.clock and not time(8) <= local.time() < time(21):
                raise Broken(f"{thing} stands at {local}, in the night")
        else:
            for moment in (reminder.start, *reminder.also_at):
                local = moment.astimezone(plans.zone)
                keeps_clear = plans.avoids_busy and thing.kind in HOURS
                is_right = self._has_made_way(thing, moment) if keeps_clear else local.time() == plans.at
                if not is_business_day(local.date()) or not is_right:
                    raise Broken(f"{thing} stands at {local}")
        if len(reminder.also_at) > (KEPT_TIMES - 1 if thing.kind is Kind.KEEP_IN_TOUCH else 0):
            raise Broken(f"{thing} stands {1 + len(reminder.also_at)} times")

    def _has_made_way(self, thing: Thing, moment: datetime) -> bool:
        """Say whether it stands at its own hour, or something else was ever there; nobody is called out of hours."""
        plans = self.world.plans
        start = moment.astimezone(UTC)
        day = start.astimezone(plans.zone).date()
        wanted = wanted_at(thing.kind, day, plans)
        # Its own hour may be over, where the settings were changed on the day.
        was_in_the_way = any(one <= self.world.clock or not is_free(one, self.world.ever_busy) for one in wanted)
        return start in wanted or (was_in_the_way and is_in_hours(thing.kind, start, day, plans))

    # Taking back

    def _may_go(self, thing: Thing) -> bool:
        clock, plans = self.world.clock, self.world.plans
        known = self.knowledge.of(thing.number)
        others = [one for one in self._application(known) if one.number != thing.number]
        is_flooded = not all(self._is_in_time(one) for one in known)
        words = [self.world.words[one.number] for one in (*known, *others) if one.number in self.world.words]
        if any(word.closes for word in words):
            return thing.kind is not Kind.PREPARE or any(one.start > clock or not one.is_on for one in known)
        if thing.kind in (Kind.FOLLOW_UP_NOTE, Kind.FEEDBACK_REQUEST):
            return True  # What is owed where it is sure was asked already.
        if thing.kind is Kind.THANK_YOU:
            # Two visits that have come to lie on one day are thanked for in one note.
            is_double = any(other.counts for other in self.same_visit(thing, surely=False))
            if thing.recipient == EVERYBODY:
                days = {one.day(plans.zone) for one in known}
                known = [*known, *(one for one in others if one.day(plans.zone) in days)]
            return (
                is_flooded
                or is_double
                or any(
                    one.is_on and (one.end > clock or one.is_noshow or not self._is_met(thing, one)) for one in known
                )
            )
        if thing.kind is Kind.REVIEW:
            return not plans.has_review or not any(one.lying is not None for one in self.notes_of(thing.number))
        if thing.kind is Kind.KEEP_IN_TOUCH:
            return (
                is_flooded
                or bool(words)
                or not all(one.outcome == "rejected" for one in known)
                or any(one.outcome or one.keep_every is not None or one.is_on for one in others)
                or any(one.keep_every is not None for one in known)
            )
        if is_flooded or not all(one.is_on for one in known):
            return True
        if thing.kind is Kind.PREPARE:
            return False
        outcomes = {one.outcome for one in (*known, *others)} | {str(word.outcome or "") for word in words}
        if thing.kind is Kind.FOLLOW_UP:
            note = self.thing(Kind.FOLLOW_UP_NOTE, thing.number)
            if note.lying is None and (note.is_touched or note.was_misread):
                return True  # The note that asks was sent, or thrown away.
            is_next = any(one.is_on and one.start >= mine.start for one in others for mine in known)
            return is_next or outcomes != {""}
        # One call an application: where two have become one application, one of the calls goes.
        is_double = any(
            kind is Kind.FEEDBACK_CALL and other.counts and other is not thing
            for (kind, number, _), other in self.things.items()
            if self.world.meetings[number].company == known[0].company
        )
        return is_double or not outcomes.isdisjoint({"offer", "withdrew"})

    def _is_met(self, thing: Thing, one: Meeting) -> bool:
        if thing.recipient == EVERYBODY:
            return bool(one.people)
        return thing.recipient in one.people

    def _tell(self, what: str, thing: Thing, content: Draft | Reminder | None = None) -> None:
        world = self.world
        when = f" for {content.start:%a %d %b %H:%M}" if isinstance(content, Reminder) else ""
        world.told.append(f"{world.now:%a %d %b %H:%M:%S}   Afterword {what} the {thing}{when}")


def addresses_of(note: Draft) -> set[str]:
    """Give whom it is to."""
    return {one.email for one in note.to}


def _facts(known: list[Meeting]) -> str:
    return (
        " or ".join(f"{one.start:%d %b %H:%M}-{one.end:%H:%M}{'' if one.is_on else ', off'}" for one in known)
        or "nothing"
    )
