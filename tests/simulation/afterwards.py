"""What has to be there of an application after the notes: reminders, the drafts that ask, the contact that is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from daemon.domain.item import Draft, Kind, Reminder
from tests.simulation.applications import Application, Unsure, window
from tests.simulation.free_time import earliest, misplaced
from tests.simulation.law import Broken, Thing, addresses_of
from tests.simulation.lying import Lying
from tests.simulation.meeting import Meeting, address_of

if TYPE_CHECKING:
    from tests.simulation.world import World

#: There is one of these for an application, called after any of its rounds.
ONE_EACH = (Kind.FEEDBACK_CALL, Kind.KEEP_IN_TOUCH, Kind.FEEDBACK_REQUEST)


class Afterwards:
    """Judges one application after a pass in which nothing went wrong."""

    def __init__(self, world: World, lying: Lying) -> None:
        self.world = world
        self.lying = lying

    def check(self, app: Application, *, reads_all: bool) -> None:
        """Judge what follows the notes. Raises `Unsure`; what was judged before that stands."""
        things = self._things(app)
        if not app.standing:
            # What keeps in touch goes with the outcome only.
            for kind in (Kind.FOLLOW_UP, Kind.FEEDBACK_CALL, Kind.FOLLOW_UP_NOTE, Kind.FEEDBACK_REQUEST):
                for thing in things(kind):
                    self.lying.must_not_lie(thing, "no interview of the application is on")
            return
        # What is the person's stays where two processes turned out to be one. And a lost ledger cannot know after which
        # round the one that lies there was called.
        for kind in ONE_EACH:
            if sum(thing.lying is not None and not self.lying.is_left_alone(thing) for thing in things(kind)) > 1:
                raise Broken(f"there are two {kind} for one application with firm {app.rounds[0].company}")
        self._words_of_notes(app)
        unsure: list[Unsure] = []
        for judge in (self._follow_ups, self._call, self._touch, self._note, self._request):
            try:
                judge(app, things)
            except Unsure as error:
                unsure.append(error)
        if reads_all:
            self._names_the_draft(things)
        if unsure:
            raise unsure[0]

    def closed(self, app: Application) -> None:
        """Judge one that is closed: all that is untouched is gone, but for what is history."""
        for kind in Kind:
            for one, thing in self._all(app, kind):
                if kind is not Kind.PREPARE or one.start > self.world.clock:
                    self.lying.must_not_lie(thing, "the application is closed")

    def wants(self, app: Application, thing: Thing) -> bool | None:
        """Say whether *thing* is owed at this instant; None where that is not for this judge to say."""
        plans, clock = self.world.plans, self.world.clock
        if app.is_closed:
            return False
        if app.standing is None or thing.kind in (Kind.THANK_YOU, Kind.PREPARE, Kind.REVIEW):
            return None
        if thing.kind in ONE_EACH and any(one.counts for one in self._things(app)(thing.kind) if one is not thing):
            return None
        by = {Kind.FOLLOW_UP_NOTE: Kind.FOLLOW_UP, Kind.FEEDBACK_REQUEST: Kind.FEEDBACK_CALL}.get(thing.kind)
        if by and any(map(self.lying.is_thrown_away, self._things(app)(by))):
            return None
        if thing.kind is Kind.FOLLOW_UP and self._has_asked(thing.number) is not False:
            return None
        last = app.last
        is_last = last is not None and thing.number == last.number
        try:
            match thing.kind:
                case Kind.FOLLOW_UP:
                    return last is not None and is_last and app.is_waiting and last.end <= clock
                case Kind.FEEDBACK_CALL:
                    return bool(app.call_days(plans)) and (app.outcome == "rejected" or app.standing[-1].end <= clock)
                case Kind.KEEP_IN_TOUCH:
                    return None if last is None else bool(app.touch_series(plans))
                case Kind.FOLLOW_UP_NOTE:
                    moment = app.note_moment(plans)
                    return is_last and moment is not None and moment <= clock
                case _:
                    moments = app.request_moments(plans)
                    return bool(moments) and min(moments) <= clock
        except Unsure:
            return None

    def moments(self, app: Application, thing: Thing) -> list[datetime]:
        """Give when a draft that asks may be due; nothing for never. Raises `Unsure`."""
        if thing.kind is Kind.FEEDBACK_REQUEST:
            return app.request_moments(self.world.plans)
        moment = app.note_moment(self.world.plans)
        return [] if moment is None else [moment]

    # Reminders

    def _follow_ups(self, app: Application, things: Callable[[Kind], list[Thing]]) -> None:
        plans, clock = self.world.plans, self.world.clock
        assert app.last is not None
        is_owed = app.is_waiting
        for one, thing in zip(app.rounds, things(Kind.FOLLOW_UP), strict=True):
            if one is not app.last or not is_owed:
                self.lying.must_not_lie(thing, "the outcome is known, or another interview comes after")
            elif one.end <= clock:
                has_asked = self._has_asked(one.number)
                if has_asked is not False:
                    is_ahead = isinstance(thing.lying, Reminder) and thing.lying.start > clock
                    if has_asked and is_ahead and self.world.duties.reads_all:
                        self.lying.must_not_lie(thing, "the note that asks has left the drafts")
                    continue
                day = app.follow_up_day(plans)
                if clock < earliest(Kind.FOLLOW_UP, day, plans):
                    self.lying.must_lie(thing)
                    self._stands_on(thing, [day])

    def _has_asked(self, number: int) -> bool | None:
        """Say whether the person sent the note that asks after that round, or threw it away; None for perhaps."""
        note = self.world.law.thing(Kind.FOLLOW_UP_NOTE, number)
        if not self.lying.is_thrown_away(note):
            return False
        is_sure = note.is_touched and not note.was_misread and not note.is_orphan and note.made_at is not None
        end = self.world.meetings[number].end
        return True if is_sure and note.made_at is not None and note.made_at > end else None

    def _stands_on(self, thing: Thing, days: Sequence[date]) -> None:
        world = self.world
        if self.lying.is_left_alone(thing) or self.lying.may_be_misdated(thing):
            return
        assert isinstance(thing.lying, Reminder)
        busy = world.busy() if world.is_busy_known else []
        if wrong := misplaced(thing.kind, thing.lying.start, days, world.plans, busy):
            wanted = ", ".join(map(str, days))
            raise Broken(f"{thing} stands {wrong}: at {thing.lying.start}; its day is {wanted}, at {world.plans.at}")

    def _call(self, app: Application, things: Callable[[Kind], list[Thing]]) -> None:
        plans, clock = self.world.plans, self.world.clock
        calls = things(Kind.FEEDBACK_CALL)
        days = app.call_days(plans)
        if not days:
            for thing in calls:
                self.lying.must_not_lie(thing, "there was an offer, or the person withdrew")
            return
        if any(self.lying.is_left_alone(thing) for thing in calls):
            return
        if clock >= min(earliest(Kind.FEEDBACK_CALL, day, plans) for day in days):
            return
        found = next((thing for thing in calls if thing.lying is not None), None)
        is_rejected = app.outcome == "rejected"
        if found is None:
            assert app.last is not None
            if is_rejected or app.last.end <= clock:
                raise Broken(f"no feedback call for interview {app.last.number}, due on {days}")
            return
        self._stands_on(found, days)
        assert isinstance(found.lying, Reminder)
        if found.lying.is_tentative is is_rejected:
            raise Broken(f"{found} is {'tentative' if found.lying.is_tentative else 'confirmed'}")
        if is_rejected and not any(address in found.lying.description for address in self._addresses_met(app)):
            raise Broken(f"{found} does not say whom to call")

    def _touch(self, app: Application, things: Callable[[Kind], list[Thing]]) -> None:
        touches = things(Kind.KEEP_IN_TOUCH)
        if any(self.lying.is_left_alone(thing) for thing in touches):
            return
        series = app.touch_series(self.world.plans)
        if not series:
            for thing in touches:
                self.lying.must_not_lie(thing, "the contact is not to be kept, or another application goes on")
            return
        ahead = [[moment for moment in one if moment > self.world.clock] for one in series]
        if not all(ahead):
            return
        found = next((thing for thing in touches if thing.lying is not None), None)
        if found is None:
            raise Broken(f"nothing to keep in touch after interview {touches[-1].number}, due at {series}")
        assert isinstance(found.lying, Reminder)
        moments = [found.lying.start, *found.lying.also_at]
        is_right = any(
            moments == one[-len(moments) :] and len(moments) >= len(rest)
            for one, rest in zip(series, ahead, strict=True)
        )
        if not is_right and not self.lying.may_be_misdated(found):
            raise Broken(f"{found} stands at {moments} instead of {series}")

    # Drafts

    def _words_of_notes(self, app: Application) -> None:
        """A note to somebody who turned the person down is in other words than one while nothing is known."""
        if app.outcome not in ("", "rejected"):
            return
        is_rejected = app.outcome == "rejected"
        for one in app.rounds:
            for thing in self.world.law.notes_of(one.number):
                if thing.lying is None or self.lying.is_left_alone(thing) or not one.is_on:
                    continue
                assert isinstance(thing.lying, Draft)
                if thing.texts.get(not is_rejected) == thing.lying.text:
                    raise Broken(f"{thing} is in the same words whether the person is rejected or not")
                thing.texts[is_rejected] = thing.lying.text

    def _note(self, app: Application, things: Callable[[Kind], list[Thing]]) -> None:
        plans, clock = self.world.plans, self.world.clock
        moment = app.note_moment(plans)
        pairs = zip(app.rounds, things(Kind.FOLLOW_UP), things(Kind.FOLLOW_UP_NOTE), strict=True)
        for one, reminder, thing in pairs:
            if one is not app.last or moment is None or clock < moment:
                self.lying.must_not_lie(thing, f"nobody is to be asked how it stands, or not before {moment}")
                continue
            if clock <= moment + window(plans) and not self.lying.is_thrown_away(reminder):
                self.lying.must_lie(thing)
            self._is_to(thing, self._askable(app))
            self._is_made_rightly(thing, [moment], reminder)

    def _request(self, app: Application, things: Callable[[Kind], list[Thing]]) -> None:
        plans, clock = self.world.plans, self.world.clock
        requests = things(Kind.FEEDBACK_REQUEST)
        moments = app.request_moments(plans)
        if not moments or clock < min(moments):
            for thing in requests:
                self.lying.must_not_lie(thing, "nobody is to be asked for a call, or not yet")
            return
        found = [thing for thing in requests if thing.lying is not None and thing in self.world.law.fresh]
        for thing in found:
            for other in requests:
                if other is not thing and other.counts and not (other.is_orphan or other.was_misread):
                    raise Broken(f"{thing} is made, and {other} counts for the same application")
            for call in things(Kind.FEEDBACK_CALL):
                self._is_made_rightly(thing, moments, call)
        if any(map(self.lying.is_left_alone, requests)) or any(
            map(self.lying.is_thrown_away, things(Kind.FEEDBACK_CALL))
        ):
            return
        found = [thing for thing in requests if thing.lying is not None]
        for thing in found:
            self._is_to(thing, self._addresses_met(app))
        was_met = any(one.end <= clock for one in app.standing or ())
        if not found and was_met and max(moments) <= clock <= min(moments) + window(plans):
            raise Broken(f"no draft asks for the feedback call after interview {requests[-1].number}, due at {moments}")

    def _is_made_rightly(self, thing: Thing, moments: Sequence[datetime], reminder: Thing) -> None:
        """What this pass made is not made too late, nor beside a reminder that the person has thrown away."""
        law = self.world.law
        if thing.lying is None or thing not in law.fresh or thing.made_at is None:
            return
        if reminder in law.seen_thrown and reminder.lying is None and not reminder.is_orphan:
            raise Broken(f"{thing} is made, and the person had thrown the {reminder} away")
        if not min(moments) <= thing.made_at <= max(moments) + window(self.world.plans):
            raise Broken(f"{thing} is made at {thing.made_at}, and was due at {moments}")

    def _is_to(self, thing: Thing, allowed: set[str]) -> None:
        if thing.lying is None or self.lying.is_left_alone(thing):
            return
        assert isinstance(thing.lying, Draft)
        to = addresses_of(thing.lying)
        if len(thing.lying.to) != 1 or not to <= allowed:
            raise Broken(f"{thing} is to {sorted(to)} instead of one of {sorted(allowed)}")

    def _names_the_draft(self, things: Callable[[Kind], list[Thing]]) -> None:
        """A reminder whose hour is ahead links the draft that goes with it, as long as it lies there."""
        for kind, drafted in ((Kind.FOLLOW_UP, Kind.FOLLOW_UP_NOTE), (Kind.FEEDBACK_CALL, Kind.FEEDBACK_REQUEST)):
            drafts = [one for one in things(drafted) if one.lying is not None]
            if any(map(self.lying.is_left_alone, things(drafted))):
                continue
            for reminder in things(kind):
                if not isinstance(reminder.lying, Reminder) or self.lying.is_left_alone(reminder):
                    continue
                if reminder.lying.start <= self.world.clock:
                    continue
                told = reminder.lying.description
                if any(draft.lying and f"memory:{draft.lying.name}" not in told for draft in drafts):
                    raise Broken(f"{reminder} has no link to the {drafts[0]}")
                if not drafts and "memory:" in told:
                    raise Broken(f"{reminder} has a link to a draft that was taken back")

    # Who and what

    def _askable(self, app: Application) -> set[str]:
        """The recruiter of the last round, else of another, else whom the person met in it."""
        assert app.last is not None
        assert app.standing is not None
        if app.last.recruiter:
            return {address_of(app.last.recruiter)}
        if others := {address_of(one.recruiter) for one in app.standing if one.recruiter}:
            return others
        off = {address_of(one.recruiter) for one in app.rounds if one.recruiter}
        return off | set(map(address_of, app.last.people))

    def _addresses_met(self, app: Application) -> set[str]:
        return {address_of(person) for one in app.standing or () for person in one.people}

    def _things(self, app: Application) -> Callable[[Kind], list[Thing]]:
        return lambda kind: [self.world.law.thing(kind, one.number) for one in app.rounds]

    def _all(self, app: Application, kind: Kind) -> list[tuple[Meeting, Thing]]:
        """Give all of *kind* that was ever begun after its rounds, notes to whomever."""
        by_number = {one.number: one for one in app.rounds}
        return [
            (by_number[number], thing)
            for (of, number, _), thing in self.world.law.things.items()
            if of is kind and number in by_number
        ]
