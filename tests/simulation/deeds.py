"""
All that can happen in a year.

A deed holds everything that was drawn for it, so any part of a script can be played without the rest: that is how the
smallest failing one is found. One that has nothing to act on does nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from daemon.domain.interview import Outcome, Word
from daemon.domain.item import Draft, Kind, Reminder
from tests.simulation.law import Thing
from tests.simulation.meeting import CALENDARS, LAST_NAMES, SPELLINGS, Meeting, dentist
from tests.simulation.nature import FITS, Blow, Place
from tests.simulation.world import World

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
#: A Sunday; daylight saving begins and ends within the year that follows.
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that happens, at a true time (aware, UTC)."""

    at: datetime
    what: str
    #: Which interview it is about.
    number: int = 0
    #: Everything else about it is drawn from this.
    roll: int = 0
    #: For an invitation.
    meeting: Meeting | None = None

    def do(self, world: World) -> None:
        """Let it happen, and tell it."""
        told = DEEDS[self.what](world, self, Random(self.roll))
        if told:
            world.told.append(f"{self.at:%a %d %b %H:%M:%S} {told}")


Act = Callable[[World, Deed, Random], str]
DEEDS: dict[str, Act] = {}


def deed(act: Act) -> Act:
    """Enter *act* among what can happen, under its own name."""
    DEEDS[act.__name__] = act
    return act


# The calendar


@deed
def invited(world: World, this: Deed, roll: Random) -> str:
    """An invitation comes."""
    one = this.meeting
    assert one is not None
    world.put(one, roll)
    when = f"{one.start:%d %b %H:%M}-{one.end:%H:%M}"
    return f"interview {one.number} with {', '.join(one.people)} of firm {one.company} is put down for {when}"


@deed
def moved(world: World, this: Deed, roll: Random) -> str:
    """It is put to another time."""
    one = world.meetings.get(this.number)
    if one is None:
        return ""
    by = roll.choice([-7 * DAY, -DAY, -2 * HOUR, -30 * MINUTE, 30 * MINUTE, 2 * HOUR, DAY, 2 * DAY, 7 * DAY, 20 * DAY])
    world.change(this.number, roll, start=one.start + by, end=one.end + by)
    return f"interview {this.number} is moved to {one.start + by:%d %b %H:%M}-{one.end + by:%H:%M}"


@deed
def put_ahead(world: World, this: Deed, roll: Random) -> str:
    """It is put to some days from now, whenever it was."""
    one = world.meetings.get(this.number)
    if one is None:
        return ""
    start = (world.now + DAY * roll.randint(1, 9)).replace(hour=roll.randint(8, 16), minute=0, second=0, microsecond=0)
    world.change(this.number, roll, start=start, end=start + (one.end - one.start))
    return f"interview {this.number} is put off to {start:%d %b %H:%M}"


@deed
def stretched(world: World, this: Deed, roll: Random) -> str:
    """It takes longer, or ends earlier."""
    one = world.meetings.get(this.number)
    if one is None:
        return ""
    end = max(one.start + 15 * MINUTE, one.end + roll.choice([-30 * MINUTE, -15 * MINUTE, 30 * MINUTE, 3 * HOUR]))
    world.change(this.number, roll, end=end)
    return f"interview {this.number} now ends at {end:%d %b %H:%M}"


def _switch(name: str, value: object, words: str) -> None:
    def act(world: World, this: Deed, roll: Random) -> str:
        return f"interview {this.number} {words}" if world.change(this.number, roll, **{name: value}) else ""

    act.__name__ = words.replace(" ", "_").replace("'", "")
    deed(act)


_switch("is_cancelled", True, "is cancelled")
_switch("is_cancelled", False, "is on again")
_switch("is_declined", True, "is declined")
_switch("is_declined", False, "is accepted again")
_switch("is_tagged", False, "loses its tag")
_switch("is_tagged", True, "is tagged")
_switch("is_noshow", True, "was no show")
_switch("calendars", frozenset(), "is deleted")
_switch("calendars", frozenset({"work"}), "lies in work only")
_switch("calendars", frozenset({"private"}), "lies in private only")
_switch("calendars", frozenset(CALENDARS), "lies in both calendars")
_switch("is_all_day", True, "takes the whole day")
_switch("outcome", "", "has no outcome any more")
for _outcome in ("rejected", "offer", "withdrew", "advanced"):
    _switch("outcome", _outcome, f"brought {_outcome}")


@deed
def noted(world: World, this: Deed, roll: Random) -> str:
    """The person writes down what was talked about."""
    notes = f"the migration to Zork{roll.randint(10, 99)}"
    return f"notes on interview {this.number}: {notes}" if world.change(this.number, roll, notes=notes) else ""


@deed
def decided(world: World, this: Deed, roll: Random) -> str:
    """The person writes down when they will decide."""
    one = world.meetings.get(this.number)
    day = (one.end + DAY * roll.randint(-1, 14)).date() if one else None
    return f"interview {this.number}: decision by {day}" if world.change(this.number, roll, decision=day) else ""


@deed
def guests_changed(world: World, this: Deed, roll: Random) -> str:
    """Somebody joins, or does not come."""
    one = world.meetings.get(this.number)
    if one is None:
        return ""
    people = list(one.people)
    if len(people) > 1 and roll.random() < 0.5:
        people.pop(roll.randrange(len(people)))
    else:
        people = list(dict.fromkeys([*people, *people_of(one.company, 1, roll)]))
    world.change(this.number, roll, people=tuple(people))
    return f"interview {this.number} is now with {', '.join(people)}"


@deed
def duplicated(world: World, this: Deed, roll: Random) -> str:
    """A second invitation to the same comes, under a UID of its own; nobody takes the old one away."""
    one = world.meetings.get(this.number)
    number = this.number + 1000
    if one is None or number in world.meetings:
        return ""
    by = roll.choice([timedelta(), HOUR, DAY, 3 * DAY])
    world.put(replace(one, number=number, start=one.start + by, end=one.end + by, word=None), roll)
    return f"interview {this.number} comes again as {number}, {by} later"


@deed
def copy_differs(world: World, this: Deed, roll: Random) -> str:
    """The copy in the second calendar has none of the person's words, or is besides an older revision."""
    one = world.meetings.get(this.number)
    if one is None:
        return ""
    by = roll.choice([None, -7 * DAY, -DAY, -2 * HOUR, 2 * HOUR, DAY, 7 * DAY])
    stale = (one.start + by, one.end + by) if by else None
    # Of what is out of sight and was not known before, nobody knows that it is the later revision.
    if stale and not all(world.now - 2 * DAY < start < world.now + 50 * DAY for start in (one.start, stale[0])):
        stale = None
    world.change(this.number, roll, calendars=frozenset(CALENDARS), is_bare=True, stale=stale)
    how = f"as if it were on {stale[0]:%d %b %H:%M}" if stale else "bare"
    return f"interview {this.number} lies in both calendars, in private {how}"


@deed
def told(world: World, this: Deed, roll: Random) -> str:
    """The person says by a command whether it is one (`afterword tag`, `untag`)."""
    if this.number not in world.meetings:
        return ""
    word = roll.choice([True, True, False, None])
    world.say(this.number, word)
    world.change(this.number, roll, word=word)
    return f"the person says of interview {this.number}: {word}"


@deed
def respelt(world: World, this: Deed, roll: Random) -> str:
    """The line that names the firm is written another way, or taken out."""
    spelling = roll.randrange(len(SPELLINGS))
    words = SPELLINGS[spelling].format("N") or "nothing"
    return (
        f"interview {this.number} names the firm as {words}"
        if world.change(this.number, roll, spelling=spelling)
        else ""
    )


@deed
def recruiter_named(world: World, this: Deed, roll: Random) -> str:
    """The person writes down who arranged it, or takes that out."""
    one = world.meetings.get(this.number)
    who = f"Rita {LAST_NAMES[one.company]}" if one and roll.random() < 0.7 else ""
    return f"interview {this.number}: recruiter: {who}" if world.change(this.number, roll, recruiter=who) else ""


@deed
def keeping_said(world: World, this: Deed, roll: Random) -> str:
    """The person says in the event how often the contact is to be kept, or not at all, or takes that out."""
    every = roll.choice([None, 0, 0, 1, 2, 6])
    return (
        f"interview {this.number}: keep_in_touch: {every}" if world.change(this.number, roll, keep_every=every) else ""
    )


# Words by command


def _word(world: World, this: Deed, outcome: Outcome | None, *, closes: bool = False) -> str:
    """A command that names an event which Afterword has never seen is wrong usage."""
    if this.number not in world.meetings or this.number not in world.law.knowledge.versions:
        return ""
    world.say_word(this.number, Word(outcome, world.clock, closes))
    return f"the person says of interview {this.number}: {'closed' if closes else outcome or 'none'}"


@deed
def outcome_said(world: World, this: Deed, roll: Random) -> str:
    """`afterword outcome EVENT OUTCOME`."""
    outcome = roll.choice(
        [Outcome.REJECTED, Outcome.REJECTED, Outcome.REJECTED, Outcome.OFFER, Outcome.WITHDREW, Outcome.ADVANCED]
    )
    return _word(world, this, outcome)


@deed
def none_said(world: World, this: Deed, _roll: Random) -> str:
    """`afterword outcome EVENT none`."""
    return _word(world, this, None)


@deed
def closed(world: World, this: Deed, _roll: Random) -> str:
    """`afterword close EVENT`."""
    return _word(world, this, None, closes=True)


# What else is in the calendars


@deed
def got_busy(world: World, this: Deed, roll: Random) -> str:
    """Something comes onto the hour of a reminder that is ahead, or anywhere."""
    ahead = [
        thing.lying.start.astimezone(UTC)
        for thing in world.law.lying()
        if thing.kind in (Kind.FOLLOW_UP, Kind.FEEDBACK_CALL) and isinstance(thing.lying, Reminder)
    ]
    ahead = sorted(moment for moment in ahead if moment > world.now)
    moment = roll.choice(ahead) if ahead and roll.random() < 0.8 else world.now + DAY * 20 * roll.random()
    start = moment - MINUTE * roll.choice([0, 0, 10, 15, 60, 240])
    end = start + MINUTE * roll.choice([15, 30, 60, 480, 900])
    name = f"else-{roll.getrandbits(32)}"
    calendar = roll.choice(CALENDARS)
    shown = dentist(calendar, start, end, name)
    is_free = roll.random() < 0.15
    if is_free:
        world.calendars[calendar].free.add(shown.uid)
    world.put_else(calendar, shown.identity, shown, roll)
    return f"something {'free ' if is_free else ''}comes into {calendar}: {start:%d %b %H:%M}-{end:%d %b %H:%M}"


@deed
def got_free(world: World, _this: Deed, roll: Random) -> str:
    """Something else that is ahead goes out of the calendars."""
    found = [
        one
        for calendar in world.calendars.values()
        for one in calendar.occurrences
        if one.identity.startswith("else-") and one.end > world.now
    ]
    if not found:
        return ""
    one = roll.choice(sorted(found, key=lambda one: one.identity))
    world.put_else(one.calendar, one.identity, None, roll)
    return f"what was in {one.calendar} at {one.start:%d %b %H:%M} goes"


# Drafts and reminders


#: What is drafted beside the thanks.
_LETTERS = (Kind.FOLLOW_UP_NOTE, Kind.FEEDBACK_REQUEST)


def _pick(world: World, this: Deed, roll: Random, *, draft: bool) -> Thing | None:
    found = [one for one in world.law.lying() if one.kind.is_draft is draft and one.number == this.number]
    return roll.choice(sorted(found, key=str)) if found else None


def _pick_letter(world: World, this: Deed, roll: Random) -> Thing | None:
    """Give one after the interview, else one of another."""
    found = [one for one in world.law.lying() if one.kind in _LETTERS]
    found = [one for one in found if one.number == this.number] or found
    return roll.choice(sorted(found, key=str)) if found else None


@deed
def draft_edited(world: World, this: Deed, roll: Random) -> str:
    """The person puts words of their own into a draft."""
    return _edit(world, _pick(world, this, roll, draft=True), roll)


@deed
def letter_edited(world: World, this: Deed, roll: Random) -> str:
    """The same with one that asks how it stands, or for a call."""
    return _edit(world, _pick_letter(world, this, roll), roll)


def _edit(world: World, thing: Thing | None, roll: Random) -> str:
    if thing is None:
        return ""
    assert isinstance(thing.lying, Draft)
    mine = replace(thing.lying, text=f"{thing.lying.text}\n\nMy own words {roll.random()}")
    world.drafts.items[mine.name] = mine
    world.law.touched(mine.name, mine)
    world.notice(HOUR * roll.random())
    return f"the person edits the {thing}"


@deed
def draft_sent(world: World, this: Deed, roll: Random) -> str:
    """The person sends a draft, or deletes it: it is gone."""
    return _send(world, _pick(world, this, roll, draft=True), roll)


@deed
def letter_sent(world: World, this: Deed, roll: Random) -> str:
    """The same with one that asks how it stands, or for a call."""
    return _send(world, _pick_letter(world, this, roll), roll)


def _send(world: World, thing: Thing | None, roll: Random) -> str:
    if thing is None:
        return ""
    assert thing.lying is not None
    del world.drafts.items[thing.lying.name]
    world.law.touched(thing.lying.name, None)
    world.notice(HOUR * roll.random())
    return f"the person sends or deletes the {thing}"


@deed
def grows_prompt(world: World, _this: Deed, roll: Random) -> str:
    """From here on the person sends a draft that asks, or edits it, soon after it lies there."""

    def react(thing: Thing) -> None:
        what = (_send if roll.random() < 0.7 else _edit)(world, thing if thing.lying else None, roll)
        if what:
            world.told.append(f"{world.now:%a %d %b %H:%M:%S} {what}")

    world.on_letter = lambda thing: world.later(MINUTE * roll.uniform(5, 50), lambda: react(thing))
    return "the person becomes prompt"


@deed
def reminder_moved(world: World, this: Deed, roll: Random) -> str:
    """The person drags a reminder to another hour."""
    thing = _pick(world, this, roll, draft=False)
    if thing is None:
        return ""
    assert isinstance(thing.lying, Reminder)
    by = timedelta(hours=roll.choice([-3, 1, 5, 48]))
    mine = replace(thing.lying, start=thing.lying.start + by, end=thing.lying.end + by)
    world.reminders.items[mine.name] = mine
    world.law.touched(mine.name, mine)
    world.notice(HOUR * roll.random())
    return f"the person moves the {thing}"


@deed
def reminder_edited(world: World, this: Deed, roll: Random) -> str:
    """The person writes something into a reminder."""
    thing = _pick(world, this, roll, draft=False)
    if thing is None:
        return ""
    assert isinstance(thing.lying, Reminder)
    mine = replace(thing.lying, description=f"{thing.lying.description}\nRing {roll.random()}")
    world.reminders.items[mine.name] = mine
    world.law.touched(mine.name, mine)
    world.notice(HOUR * roll.random())
    return f"the person edits the {thing}"


@deed
def reminder_deleted(world: World, this: Deed, roll: Random) -> str:
    """The person deletes a reminder."""
    thing = _pick(world, this, roll, draft=False)
    if thing is None:
        return ""
    assert thing.lying is not None
    del world.reminders.items[thing.lying.name]
    world.law.touched(thing.lying.name, None)
    world.notice(HOUR * roll.random())
    return f"the person deletes the {thing}"


@deed
def all_reminders_deleted(world: World, _this: Deed, roll: Random) -> str:
    """The person deletes the calendar of reminders."""
    for name in list(world.reminders.items):
        del world.reminders.items[name]
        world.law.touched(name, None)
    world.notice(HOUR * roll.random())
    return "the person deletes all reminders"


@deed
def undone(world: World, this: Deed, _roll: Random) -> str:
    """The person takes back what was made for an interview (`afterword undo`)."""
    taken = world.undo(this.number)
    return f"the person takes back {', '.join(taken)}" if taken else ""


# The machine


@deed
def switched_off(world: World, _this: Deed, roll: Random) -> str:
    """The machine is off for a while, and starts anew."""
    span = roll.choice([20 * MINUTE, 5 * HOUR, 14 * HOUR, 30 * HOUR, 4 * DAY, 9 * DAY]) * (0.5 + roll.random())
    world.end_second()
    _be_off(world, span, world.restart)
    return f"the machine is switched off for {span}"


@deed
def suspended(world: World, _this: Deed, roll: Random) -> str:
    """The machine sleeps, and goes on where it was."""
    span = roll.choice([20 * MINUTE, 9 * HOUR, 30 * HOUR, 4 * DAY]) * (0.5 + roll.random())
    _be_off(world, span, lambda: world.notice(MINUTE * roll.random()))
    return f"the machine sleeps for {span}"


def _be_off(world: World, span: timedelta, then: Callable[[], object]) -> None:
    until = world.now + span
    world.off_until = max(until, world.off_until or until)

    def wake_up() -> None:
        if world.off_until is not None and world.off_until <= world.now:
            world.off_until = None
            world.law.disturb()
            then()

    world.later(span, wake_up)


@deed
def process_killed(world: World, _this: Deed, _roll: Random) -> str:
    """The process dies between two passes."""
    world.law.disturb()
    world.restart()
    return "the service is started anew"


@deed
def started_twice(world: World, _this: Deed, roll: Random) -> str:
    """The service runs twice for some days: each makes its passes between those of the other."""
    second = world.begin_second(Random(roll.random()))
    if second is None:
        return ""
    span = roll.choice([3 * HOUR, DAY, 3 * DAY, 9 * DAY]) * (0.5 + roll.random())

    def end() -> None:
        if world.second is second:
            world.told.append(f"{world.now:%a %d %b %H:%M:%S} the second instance is ended")
            world.end_second()

    world.later(span, end)
    return f"a second instance is started, for {span}"


@deed
def ledger_lost(world: World, _this: Deed, roll: Random) -> str:
    """The ledger is deleted, or a copy of an earlier day is put in its place."""
    copies = sorted(world.folder.glob("copy-*.sqlite"))
    copy = roll.choice(copies) if copies and roll.random() < 0.5 else None
    world.lose_ledger(copy)
    for number, one in list(world.meetings.items()):
        world.say(number, None)
        world.put(replace(one, word=None), roll)
    return "a copy of the ledger is put back" if copy else "the ledger is deleted"


@deed
def ledger_copied(world: World, _this: Deed, _roll: Random) -> str:
    """The person's backup takes a copy of the ledger."""
    world.copy_ledger()
    return "the ledger is copied"


@deed
def clock_jumped(world: World, _this: Deed, roll: Random) -> str:
    """The clock is wrong for a while."""
    offset = roll.choice([-20 * DAY, -2 * DAY, -3 * HOUR, -HOUR, HOUR, 5 * HOUR, 2 * DAY, 40 * DAY])
    span = roll.choice([5 * MINUTE, 3 * HOUR, 20 * HOUR])

    def put_right() -> None:
        world.offset = timedelta()
        world.law.disturb()
        world.notice(MINUTE)

    world.offset = offset
    world.law.disturb()
    world.notice(MINUTE)
    world.later(span, put_right)
    return f"the clock jumps by {offset} for {span}"


@deed
def reconfigured(world: World, _this: Deed, roll: Random) -> str:
    """The person changes the configuration."""
    changes: dict[str, object] = roll.choice(
        [
            {"zone": ZoneInfo(roll.choice(["America/New_York", "Asia/Tokyo", "Europe/Berlin", "Pacific/Auckland"]))},
            {"delay": timedelta(minutes=roll.choice([0, 15, 60, 600]))},
            {"catch_up": timedelta(days=roll.choice([0, 1, 3, 7]))},
            {"one_note": roll.random() < 0.5},
            {"has_review": roll.random() < 0.7},
            {"follow_up_days": roll.randint(2, 8)},
            {"feedback_days": roll.randint(1, 8)},
            {"at": time(roll.randint(7, 18), 30)},
            {"prepare_minutes": roll.choice([5, 15, 60])},
            {"has_follow_up_draft": roll.random() < 0.5},
            {"has_feedback_draft": roll.random() < 0.5},
            {"avoids_busy": roll.random() < 0.6},
        ]
    )
    world.plans = replace(world.plans, **changes)  # type: ignore[arg-type]
    world.law.disturb()
    world.restart_all()
    return "the configuration says " + ", ".join(f"{name} = {value}" for name, value in changes.items())


# Nature


@deed
def struck(world: World, _this: Deed, roll: Random) -> str:
    """Something befalls a call of the next pass in which something is done."""
    place = roll.choice(list(Place))
    kind = roll.choice(sorted(FITS[place], key=lambda one: one.name))
    number = 1 + int(roll.expovariate(0.35))
    world.nature.ordered.append((place, number, kind))
    world.law.disturb()
    return f"call {number} of the next pass to {place.value}: {kind.value}"


@deed
def out_of_reach(world: World, _this: Deed, roll: Random) -> str:
    """A server cannot be reached for a while."""
    place = roll.choice(list(Place))
    kind = Blow.LOGGED_OUT if place is not Place.LEDGER and roll.random() < 0.3 else Blow.REFUSED
    span = roll.choice([10 * MINUTE, 2 * HOUR, 12 * HOUR, 40 * HOUR]) * (0.5 + roll.random())
    if place is Place.LEDGER:
        span = min(span, 15 * MINUTE)

    def recovered() -> None:
        world.law.disturb()
        world.notice(6 * MINUTE)

    # Of the two watched calendars it is often one.
    name = roll.choice(CALENDARS) if place is Place.CALENDAR and roll.random() < 0.7 else ""
    world.nature.outages[name or place] = (world.now + span, kind)
    world.law.disturb()
    world.later(span, recovered)
    return f"{place.value} {name}: {kind.value}, for {span}"


# Who

_FIRST = ("Ada", "Boris", "Clara", "Dmitri", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Luca", "Mira", "Olga")


def people_of(company: int, count: int, roll: Random) -> tuple[str, ...]:
    """Draw *count* people of a firm; no two firms share one."""
    last = LAST_NAMES[company]
    return tuple(f"{first} {last}" for first in roll.sample(_FIRST, count))
