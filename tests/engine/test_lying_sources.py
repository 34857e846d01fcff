"""Calendars that do not tell the truth, for a pass or for good, and what a person finds afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from daemon.domain.errors import TemporaryError
from daemon.domain.item import Kind, State
from daemon.domain.occurrence import Attendee, Occurrence, Participation
from daemon.ports import Question, Reading, Unreadable
from integrations.memory import MemoryCalendar
from tests.engine.world import World, another_event
from tests.factories import BERLIN, END, START, account, occurrence

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
AFTERWARDS = [Kind.FEEDBACK_CALL, Kind.FOLLOW_UP, Kind.REVIEW]
ME = Attendee("sam@example.com", "Sam Lee", Participation.ACCEPTED)
JANE = Attendee("jane.doe@acme.example", "Jane Doe", Participation.ACCEPTED)
OMAR = Attendee("omar.haddad@acme.example", "Omar Haddad", Participation.ACCEPTED)
PIA = Attendee("pia.roth@acme.example", "Pia Roth", Participation.ACCEPTED)


class HalfPage(MemoryCalendar):
    """A calendar whose list leaves out the events named in *unlisted*; asked for by id they are there."""

    unlisted: frozenset[str] = frozenset()

    def read(self, question: Question, changed: frozenset[str] | None = None) -> Reading:
        reading = super().read(question, changed)
        return replace(reading, occurrences=tuple(one for one in reading.occurrences if one.uid not in self.unlisted))


def made(world: World) -> tuple[object, ...]:
    """What a person would find: drafts and reminders, to the letter."""
    return dict(world.drafts.items), dict(world.reminders.items)


def recipients(world: World) -> list[str]:
    """Whom the drafts are to, sorted."""
    return sorted(one.email for draft in world.drafts.items.values() for one in draft.to)


def review_of(world: World, event: str) -> str:
    """What the review of *event* says."""
    (item,) = (one for one in world.items(Kind.REVIEW) if one.event == event)
    return world.reminders.items[item.name].description


# A calendar that is suddenly empty, or half there


@pytest.mark.parametrize("at", [START - DAY, END + HOUR, END + DAY])
def test_an_emptied_calendar_takes_nothing_back_and_makes_nothing_twice(at: datetime) -> None:
    """Gone for three passes and a restart, then back: nothing was done."""
    world = World(occurrence(), another_event())
    world.now = at
    world.run()
    before, events = made(world), world.calendar.occurrences

    world.calendar.occurrences = []
    for _ in range(3):
        report = world.run(MINUTE)
        assert report.warnings
        assert not report.changed_anything
    world.start()
    world.run(MINUTE)
    world.calendar.occurrences = events
    report = world.run(MINUTE)

    assert not report.changed_anything
    assert not report.warnings
    assert made(world) == before


def test_a_note_is_written_though_the_calendar_was_emptied() -> None:
    """What was known is still true while the calendar says nothing."""
    world = World(occurrence())
    world.now = START - HOUR
    world.run()

    world.calendar.occurrences = []
    world.now = END + HOUR
    world.run()

    assert recipients(world) == [JANE.email]


def test_half_a_page_takes_nothing_back() -> None:
    """What is missing in the list is asked for by its id, and is there."""
    calendar = HalfPage("private", [replace(one, calendar="private") for one in (occurrence(), another_event())])
    world = World(another_event(), beside=[calendar])
    world.run()
    before = made(world)

    calendar.unlisted = frozenset({"one"})
    report = world.run(MINUTE)

    assert not report.changed_anything
    assert made(world) == before


@pytest.mark.parametrize("lie", ["it is empty", "it does not answer", "half of it is missing", "the file is broken"])
@pytest.mark.parametrize("words", ["#interview", "#interview #rejected"])
def test_a_draft_that_came_later_outlives_a_calendar_that_lies(words: str, lie: str) -> None:
    """The one that asks how it stands, and the one that asks for the call: a week later, for three passes."""
    wishes = account(follow_up_draft=True, feedback_call_draft=True, after_rejection_business_days=5)
    calendar = HalfPage("private", [replace(one, calendar="private") for one in (occurrence(description=words),)])
    calendar.occurrences.append(replace(another_event(), calendar="private"))
    world = World(another_event(), beside=[calendar], policy=wishes)
    world.run()
    world.now = datetime(2026, 12, 8, 8, 30, tzinfo=BERLIN)
    world.run()
    before, events = made(world), calendar.occurrences
    assert len(world.drafts.items) == 2

    match lie:
        case "it is empty":
            calendar.occurrences = []
        case "it does not answer":
            calendar.error = TemporaryError("private", "It did not answer.")
        case "half of it is missing":
            calendar.unlisted = frozenset({"one"})
        case _:
            calendar.occurrences = events[1:]
            calendar.unreadable = [Unreadable("one.ics", "It ends in the middle.")]
    for _ in range(3):
        world.run(MINUTE)
        assert made(world) == before
    calendar.occurrences, calendar.unreadable, calendar.error = events, [], None
    calendar.unlisted = frozenset()
    world.run(MINUTE)

    assert made(world) == before


# An event that vanishes for a pass and comes back, as where a sync tool deletes a file and creates it anew


def vanish(world: World, passes: int = 1, uid: str = "one") -> None:
    """Take the event away for *passes* passes, put it back, and make one more."""
    events = world.calendar.occurrences
    world.delete(uid)
    for _ in range(passes):
        world.run(MINUTE)
    world.calendar.occurrences = events
    world.run(MINUTE)


@pytest.mark.parametrize("times", [1, 3])
def test_what_comes_back_has_one_of_everything_again(times: int) -> None:
    """The draft stayed and is not doubled; the reminders went and are made again, once each."""
    world = World(occurrence(), another_event())
    world.run()
    before = {one.kind: replace(one, name="") for one in world.reminders.items.values()}
    drafts = dict(world.drafts.items)

    for _ in range(times):
        vanish(world)

    assert world.kinds() == AFTERWARDS
    assert {one.kind: replace(one, name="") for one in world.reminders.items.values()} == before
    assert world.drafts.items == drafts
    assert not world.run(HOUR).changed_anything


def test_what_comes_back_a_week_later_has_one_of_everything_again() -> None:
    """A sync tool deletes the file and creates it anew on the day of the follow-up: reminders and draft are back."""
    world = World(occurrence(), another_event(), policy=account(follow_up_draft=True))
    world.run()
    world.now = datetime(2026, 12, 8, 8, 30, tzinfo=BERLIN)
    world.run()
    before = sorted(draft.text for draft in world.drafts.items.values())

    vanish(world)

    assert world.kinds() == AFTERWARDS
    assert sorted(draft.text for draft in world.drafts.items.values()) == before


def test_what_vanishes_before_it_begins_is_prepared_and_thanked_for_once() -> None:
    """Gone and back the day before, and gone again in the very pass in which the note was due."""
    world = World(occurrence(), another_event())
    world.now = START - DAY
    world.run()
    vanish(world)
    assert world.kinds() == [Kind.PREPARE]

    world.now = END + HOUR - MINUTE
    vanish(world)
    world.run(HOUR)

    assert recipients(world) == [JANE.email]
    assert Counter(world.kinds()) == Counter([*AFTERWARDS, Kind.PREPARE])


@pytest.mark.parametrize("kind", AFTERWARDS)
def test_a_reminder_that_the_person_touched_stays_theirs(kind: Kind) -> None:
    """Edited before its event vanished: it lies there as they left it, and no other beside it."""
    world = World(occurrence(), another_event())
    world.run()
    (name,) = (one.name for one in world.reminders.items.values() if one.kind is kind)
    world.reminders.items[name] = replace(world.reminders.items[name], title="Mine")

    vanish(world)

    assert world.reminders.items[name].title == "Mine"
    assert world.kinds() == AFTERWARDS
    assert world.state(kind) is State.YOURS


@pytest.mark.parametrize("kind", AFTERWARDS)
def test_a_reminder_that_the_person_deleted_is_not_made_again(kind: Kind) -> None:
    """Deleted before its event vanished; the others come back."""
    world = World(occurrence(), another_event())
    world.run()
    world.reminders.items = {name: one for name, one in world.reminders.items.items() if one.kind is not kind}

    vanish(world)

    assert world.kinds() == [one for one in AFTERWARDS if one is not kind]


def test_a_note_that_was_sent_while_its_event_was_gone_is_not_written_again() -> None:
    """Nor is there a review of it any more."""
    world = World(occurrence(), another_event())
    world.run()
    events = world.calendar.occurrences
    world.delete("one")
    world.run(MINUTE)
    world.drafts.items.clear()

    world.calendar.occurrences = events
    world.run(MINUTE)

    assert not world.drafts.items
    assert world.kinds() == [Kind.FEEDBACK_CALL, Kind.FOLLOW_UP]


def test_an_outcome_outlives_a_pass_without_its_event() -> None:
    """When it became known stays what it was, and so do the reminders' days."""
    world = World(occurrence(description="#interview\noutcome: rejected"), another_event())
    world.run()
    before = sorted((one.kind, one.start, one.also_at) for one in world.reminders.items.values())

    vanish(world, passes=2)
    world.run(3 * DAY)

    assert sorted((one.kind, one.start, one.also_at) for one in world.reminders.items.values()) == before


# Copies of one invitation on two calendars


def copy(one: Occurrence, **changes: Any) -> Occurrence:
    """The same invitation on the calendar called "private"."""
    return replace(one, **{"calendar": "private", "event": "private-copy", **changes})


def two_calendars(**changes: object) -> tuple[World, MemoryCalendar]:
    """The invitation on "work", and a copy with *changes* on "private"; nothing run yet."""
    other = [replace(another_event(), uid="private-dentist", event="private-dentist", calendar="private")]
    private = MemoryCalendar("private", [copy(occurrence(), **changes), *other])
    return World(occurrence(), another_event(), beside=[private]), private


DECLINED = (replace(ME, participation=Participation.DECLINED), JANE)


def test_two_copies_are_one_interview() -> None:
    """One of each, and nothing to do afterwards."""
    world, _ = two_calendars()
    report = world.run()

    assert report.interviews == 1
    assert recipients(world) == [JANE.email]
    assert world.kinds() == AFTERWARDS
    assert not world.run(MINUTE).changed_anything


@pytest.mark.parametrize("which", ["work", "private"])
@pytest.mark.parametrize("fate", ["deleted", "cancelled", "declined"])
def test_one_copy_that_stands_is_enough(which: str, fate: str) -> None:
    """Whichever of the two goes; a missed note is worse than one too many."""
    world, private = two_calendars()
    world.now = START - DAY
    world.run()
    calendar = world.calendar if which == "work" else private

    if fate == "deleted":
        calendar.occurrences = [one for one in calendar.occurrences if one.uid != "one"]
    else:
        changes: dict[str, Any] = {"is_cancelled": True} if fate == "cancelled" else {"attendees": DECLINED}
        calendar.occurrences = [replace(one, **changes) if one.uid == "one" else one for one in calendar.occurrences]
    world.run(MINUTE)
    assert world.kinds() == [Kind.PREPARE]
    world.now = END + HOUR
    world.run()

    assert recipients(world) == [JANE.email]
    assert not world.run(MINUTE).changed_anything


def test_copies_that_are_both_gone_are_gone() -> None:
    """Deleted on one, cancelled on the other."""
    world, private = two_calendars()
    world.now = START - DAY
    world.run()

    world.delete("one")
    private.occurrences = [replace(one, is_cancelled=one.uid == "one") for one in private.occurrences]
    world.run(MINUTE)
    world.now = END + HOUR
    world.run()

    assert not world.drafts.items
    assert not world.reminders.items


@pytest.mark.parametrize("moved", ["work", "private"])
def test_copies_that_differ_do_not_flap(moved: str) -> None:
    """Moved on one calendar, stale on the other: one answer, pass for pass, in whatever order events are listed."""
    world, private = two_calendars()
    world.now = START - DAY
    world.run()
    calendar = world.calendar if moved == "work" else private
    later: dict[str, Any] = {"start": START + DAY, "end": END + DAY}
    calendar.occurrences = [replace(one, **later) if one.uid == "one" else one for one in calendar.occurrences]
    world.run(MINUTE)
    before = made(world)

    for _ in range(3):
        world.calendar.occurrences.reverse()
        private.occurrences.reverse()
        world.start()
        assert not world.run(MINUTE).changed_anything

    assert made(world) == before
    world.now = END + DAY + HOUR
    world.run()
    assert recipients(world) == [JANE.email]
    assert not world.run(MINUTE).changed_anything


@pytest.mark.parametrize("stale", ["work", "private"])
def test_the_copy_with_the_later_sequence_says_when(stale: str) -> None:
    """Moved by its organizer, stale on one of the calendars: what was made moves, and stays there pass for pass."""
    world, private = two_calendars()
    world.now = START - DAY
    world.run()
    calendar = private if stale == "work" else world.calendar
    later: dict[str, Any] = {"start": START + DAY, "end": END + DAY, "sequence": 1}
    calendar.occurrences = [replace(one, **later) if one.uid == "one" else one for one in calendar.occurrences]

    world.run(MINUTE)
    (known,) = world.memory().interviews.values()
    assert (known.start, known.calendar) == (START + DAY, calendar.name)
    world.start()
    assert not world.run(MINUTE).changed_anything
    world.now = END + HOUR
    world.run()
    assert not world.drafts.items
    world.run(DAY)
    assert recipients(world) == [JANE.email]


@pytest.mark.parametrize("stale", ["work", "private"])
@pytest.mark.parametrize("fate", [{"is_cancelled": True}, {"attendees": DECLINED}])
def test_a_stale_copy_does_not_outvote_a_later_sequence(stale: str, fate: dict[str, Any]) -> None:
    """Cancelled by its organizer, or declined by the person as it is now; the stale copy still stands."""
    world, private = two_calendars()
    world.now = START - DAY
    world.run()
    calendar = private if stale == "work" else world.calendar
    calendar.occurrences = [
        replace(one, **fate, sequence=1) if one.uid == "one" else one for one in calendar.occurrences
    ]

    world.run(MINUTE)
    world.now = END + HOUR
    world.run()

    assert not world.drafts.items
    assert not world.reminders.items


@pytest.mark.parametrize("tagged", ["work", "private"])
def test_a_copy_without_a_tag_never_outvotes_one_with_it(tagged: str) -> None:
    """A tag may be the person's own on one calendar, whose copy is then the one that counts."""
    world, private = two_calendars()
    calendar = private if tagged == "work" else world.calendar
    calendar.occurrences = [replace(one, description="", sequence=1) for one in calendar.occurrences]

    world.run()

    (known,) = world.memory().interviews.values()
    assert known.calendar == tagged
    assert recipients(world) == [JANE.email]


def test_a_stale_copy_does_not_speak_while_the_calendar_of_the_later_one_cannot_be_read() -> None:
    """Out of reach for a pass and a restart: nothing moves."""
    world, private = two_calendars(start=START + DAY, end=END + DAY, sequence=1)
    world.now = START - DAY
    world.run()
    before = made(world)

    private.error = TemporaryError("private", "The server is out of reach.")
    assert not world.run(MINUTE).changed_anything
    world.start()
    assert not world.run(MINUTE).changed_anything
    private.error = None
    assert not world.run(MINUTE).changed_anything

    assert made(world) == before


def test_a_later_sequence_waits_for_a_calendar_that_cannot_be_read() -> None:
    """Which revision lies there cannot be told; once it is read, the later one counts."""
    world, private = two_calendars()
    world.now = START - DAY
    world.run()
    changes: dict[str, Any] = {"is_cancelled": True, "sequence": 1}
    private.occurrences = [replace(one, **changes) if one.uid == "one" else one for one in private.occurrences]

    world.calendar.error = TemporaryError("work", "The server is out of reach.")
    assert not world.run(MINUTE).changed_anything
    world.calendar.error = None
    world.run(MINUTE)

    assert not world.reminders.items


#: What only the person's own calendar says, and a bare copy of the invitation does not.
WORDS_OF_ONES_OWN = "#interview\nnotes: Kafka and its queues\noutcome: rejected\ndecision: 2026-12-18"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"start": START + 7 * DAY, "end": END + 7 * DAY}, id="another time"),
        pytest.param({"is_cancelled": True}, id="cancelled"),
        pytest.param({"description": "#interview"}, id="without the person's words"),
        pytest.param({"attendees": (ME, JANE)}, id="fewer guests"),
    ],
)
@pytest.mark.parametrize("what", ["calendar", "file"])
def test_a_copy_does_not_speak_for_what_cannot_be_read(what: str, changes: dict[str, Any]) -> None:
    """An outage, or a damaged file: a copy elsewhere that says something else changes and takes back nothing."""
    world, private = two_calendars()
    world.change("one", description=WORDS_OF_ONES_OWN, attendees=(ME, JANE, OMAR))
    private.occurrences = [replace(private.occurrences[0], **changes), *private.occurrences[1:]]
    world.run()
    before, events = made(world), world.calendar.occurrences

    if what == "file":
        world.delete("one")
        world.calendar.unreadable = [Unreadable("one.ics", "is no iCalendar file")]
    else:
        world.calendar.error = TemporaryError("work", "The server is out of reach.")
    report = world.run(MINUTE)
    assert not report.changed_anything
    assert report.interviews == 1
    world.calendar.occurrences, world.calendar.unreadable, world.calendar.error = events, [], None
    assert not world.run(MINUTE).changed_anything

    assert made(world) == before


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"is_cancelled": True}, id="cancelled"),
        pytest.param({"attendees": DECLINED}, id="declined"),
        pytest.param({"description": ""}, id="untagged"),
        pytest.param({"description": "#interview"}, id="without the person's words"),
        pytest.param({"attendees": (ME, JANE)}, id="fewer guests"),
        pytest.param({"start": START + 7 * DAY, "end": END + 7 * DAY}, id="ahead again"),
    ],
)
def test_a_copy_takes_nothing_back_for_a_calendar_that_is_suddenly_empty(changes: dict[str, Any]) -> None:
    """What it lacks was perhaps never in it; for three passes and a restart."""
    world, private = two_calendars()
    facts: dict[str, Any] = {"description": WORDS_OF_ONES_OWN, "attendees": (ME, JANE, OMAR)}
    world.change("one", **facts)
    private.occurrences = [replace(private.occurrences[0], **{**facts, **changes}), *private.occurrences[1:]]
    world.run()
    before, events = made(world), world.calendar.occurrences

    world.calendar.occurrences = []
    for _ in range(3):
        report = world.run(MINUTE)
        assert not report.changed_anything
        assert report.interviews == 1
    world.start()
    assert not world.run(MINUTE).changed_anything
    world.calendar.occurrences = events
    assert not world.run(MINUTE).changed_anything

    assert made(world) == before


def test_the_only_event_of_a_calendar_may_move_to_another_and_to_another_day() -> None:
    """The calendar that it left is suddenly empty; what is read elsewhere counts all the same."""
    world, private = two_calendars(start=START + DAY, end=END + DAY)
    events, private.occurrences = private.occurrences, private.occurrences[1:]
    world.calendar.occurrences = [one for one in world.calendar.occurrences if one.uid == "one"]
    world.now = START - DAY
    world.run()

    world.calendar.occurrences, private.occurrences = [], events
    world.run(MINUTE)
    world.now = END + HOUR
    world.run()
    assert not world.drafts.items
    world.run(DAY)

    assert recipients(world) == [JANE.email]


# An event that is moved from one calendar to another


@pytest.mark.parametrize("between", ["at once", "in both for a pass", "in neither for a pass"])
@pytest.mark.parametrize("at", [START - DAY, END + HOUR])
def test_an_event_that_changes_calendars_keeps_what_was_made(between: str, at: datetime) -> None:
    """The identity is the UID's, not the calendar's."""
    world, private = two_calendars()
    with_copy = private.occurrences
    private.occurrences = with_copy[1:]
    world.now = at
    world.run()
    drafts, kinds = dict(world.drafts.items), world.kinds()

    if between != "in neither for a pass":
        private.occurrences = with_copy
    if between == "in both for a pass":
        world.run(MINUTE)
    world.delete("one")
    world.run(MINUTE)
    private.occurrences = with_copy
    world.run(MINUTE)

    assert world.drafts.items == drafts
    assert world.kinds() == kinds
    (known,) = world.memory().interviews.values()
    assert known.calendar == "private"
    assert known.takes_place
    world.now = END + 2 * HOUR
    world.run()
    assert recipients(world) == [JANE.email]
    assert not world.run(MINUTE).changed_anything


# One block that covers a day of interviews

MORNING = START - 4 * HOUR  # 10:00 in Berlin
MIDNIGHT = datetime(2026, 12, 1, tzinfo=BERLIN)


def slots(tag: str = "#interview") -> tuple[Occurrence, ...]:
    """Jane at 10, Omar at 11, Pia at 12, an hour each."""
    return tuple(
        occurrence(
            f"slot-{turn}",
            description=tag,
            attendees=(ME, person),
            start=MORNING + turn * HOUR,
            end=MORNING + (turn + 1) * HOUR,
        )
        for turn, person in enumerate((JANE, OMAR, PIA))
    )


def block(tag: str = "#interview", **changes: Any) -> Occurrence:
    """All three, from 10 to 14 in Berlin."""
    facts = {"attendees": (ME, JANE, OMAR, PIA), "start": MORNING, "end": MORNING + 4 * HOUR, **changes}
    return occurrence("block", title="Onsite: Backend Engineer at ACME", description=tag, **facts)


ALL_DAY: dict[str, Any] = {"all_day": True, "start": MIDNIGHT, "end": MIDNIGHT + DAY}
EVERYBODY = [JANE.email, OMAR.email, PIA.email]


def live_through(world: World, until: datetime) -> dict[str, datetime]:
    """Make a pass every half hour from the morning on; give when each person's note appeared. None goes again."""
    world.now = MORNING - HOUR
    appeared: dict[str, datetime] = {}
    while world.now < until:
        world.run(HOUR / 2)
        for email in recipients(world):
            appeared.setdefault(email, world.now)
        assert len(recipients(world)) == len(appeared)
    return appeared


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(
    "events, ends",
    [
        pytest.param((block(), *slots()), [MORNING + 4 * HOUR] * 3, id="block and slots"),
        pytest.param((block(), *slots("")), [MORNING + 4 * HOUR] * 3, id="block alone"),
        pytest.param((block(""), *slots()), [MORNING + HOUR, MORNING + 2 * HOUR, MORNING + 3 * HOUR], id="slots alone"),
        pytest.param(
            (block(attendees=(ME,)), *slots()),
            [MORNING + HOUR, MORNING + 2 * HOUR, MORNING + 3 * HOUR],
            id="a block with nobody, and slots",
        ),
        pytest.param((block(**ALL_DAY), *slots()), [MIDNIGHT + DAY] * 3, id="all-day block and slots"),
    ],
)
def test_a_day_of_interviews_brings_one_note_for_each_person(
    events: tuple[Occurrence, ...], ends: list[datetime], backwards: bool
) -> None:
    """An hour after the end of the last that has that person, and never a second one."""
    world = World(*(reversed(events) if backwards else events), another_event())

    appeared = live_through(world, MORNING + DAY)

    assert appeared == dict(zip(EVERYBODY, [end + HOUR for end in ends], strict=True))


@pytest.mark.parametrize("noted_in", ["block", "slot-0"])
def test_the_persons_notes_are_woven_in_from_block_or_slot(noted_in: str) -> None:
    """Wherever they wrote them down."""
    world = World(block(**ALL_DAY), *slots(), another_event())
    world.change(noted_in, description="#interview\nnotes: the on-call rota")

    live_through(world, MORNING + DAY)

    texts = {draft.to[0].email: draft.text for draft in world.drafts.items.values()}
    assert "on-call rota" in texts[JANE.email]


def test_a_block_that_is_tagged_after_the_notes_were_written_brings_no_second_ones() -> None:
    """The notes of that day count for it."""
    world = World(block(""), *slots(), another_event())
    live_through(world, MORNING + 5 * HOUR)
    drafts = dict(world.drafts.items)

    world.change("block", description="#interview")
    world.run(DAY)

    assert world.drafts.items.keys() == drafts.keys()


# A reschedule that came as a second invitation

ROOM = {"location": "https://zoom.us/j/123"}


def second_invitation(**changes: object) -> Occurrence:
    """Made before the first began; for the day after tomorrow."""
    facts = {"start": START + 2 * DAY, "end": END + 2 * DAY, "created": START - 2 * DAY, **ROOM, **changes}
    return occurrence("two", **facts)


def rescheduled(**changes: object) -> World:
    """The old slot is over, and the second invitation lies beside it."""
    return World(occurrence(created=START - 3 * DAY, **ROOM), second_invitation(**changes), another_event())


WORDS = "perhaps superseded by ‘Interview: Backend Engineer at ACME’ on Thursday 3 December, 14:00"


def test_the_old_slot_gets_its_note_and_the_review_says_perhaps() -> None:
    """The words are there from the first, and stay, also once the new slot is over."""
    world = rescheduled()
    world.run()

    assert recipients(world) == [JANE.email]
    assert WORDS in review_of(world, "one")
    assert not world.run(HOUR).changed_anything
    world.now = END + 2 * DAY + HOUR
    world.run()
    assert recipients(world) == [JANE.email] * 2
    assert WORDS in review_of(world, "one")
    assert "perhaps" not in review_of(world, "two")


@pytest.mark.parametrize(
    "fate", [{"is_cancelled": True}, {"attendees": DECLINED}, {"description": ""}, {"location": ""}]
)
def test_the_words_go_when_nothing_supersedes_it_any_more(fate: dict[str, object]) -> None:
    """The new slot is off, or turns out to be something else; the review stays."""
    world = rescheduled()
    world.run()

    world.change("two", **fate)
    world.run(MINUTE)

    assert "perhaps" not in review_of(world, "one")
    assert not world.run(MINUTE).changed_anything


def test_the_words_go_when_the_old_slot_is_deleted() -> None:
    """The person tidied up: the note that was written stays, and its review with it."""
    world = rescheduled()
    world.run()

    world.delete("one")
    world.run(MINUTE)

    assert recipients(world) == [JANE.email]
    assert "perhaps" not in review_of(world, "one")


def test_the_words_follow_the_new_slot() -> None:
    """It is moved once more; then its second invitation comes late, to a review that lies there already."""
    world = World(occurrence(created=START - 3 * DAY, **ROOM), another_event())
    world.run()
    assert "perhaps" not in review_of(world, "one")

    world.calendar.occurrences.append(second_invitation())
    world.run(MINUTE)
    assert WORDS in review_of(world, "one")
    world.change("two", start=START + 3 * DAY, end=END + 3 * DAY)
    world.run(MINUTE)
    assert "on Friday 4 December, 14:00" in review_of(world, "one")


def test_a_review_that_the_person_touched_is_left_alone() -> None:
    """Whatever comes to light afterwards."""
    world = rescheduled(location="")
    world.run()
    (name,) = (one.name for one in world.reminders.items.values() if one.kind is Kind.REVIEW)
    world.reminders.items[name] = mine = replace(world.reminders.items[name], title="Mine")

    world.change("two", **ROOM)
    world.run(MINUTE)

    assert world.reminders.items[name] == mine


def test_a_stamp_that_changes_with_each_export_changes_nothing() -> None:
    """What was there once was there; also after the person edits the old event, days later."""
    world = rescheduled()
    world.run()
    before = made(world)

    for uid in ("one", "two"):
        world.change(uid, created=world.now)
    report = world.run(MINUTE)

    assert not report.changed_anything
    assert made(world) == before


def test_a_change_in_one_file_gives_the_same_words_as_a_look_at_all() -> None:
    """The answer does not depend on how much was read."""
    world = rescheduled()
    world.run()

    world.change("two", start=START + 3 * DAY, end=END + 3 * DAY)
    world.run(MINUTE, changed={"work": frozenset({"two.ics"})})
    assert "on Friday 4 December, 14:00" in review_of(world, "one")

    assert not world.run(MINUTE).changed_anything
