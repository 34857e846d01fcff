"""Promise 5: a note is in time up to 24 hours after the interview's end, and a late one says why."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import pytest

from daemon.domain.errors import TemporaryError
from daemon.domain.item import Draft, Item, Kind, State
from daemon.domain.occurrence import Attendee
from daemon.domain.policy import Style
from daemon.ports import Found
from integrations.memory import Fault
from tests.engine.world import World, another_event
from tests.factories import END, START, account, occurrence

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
OFTEN = timedelta(minutes=30)

OMAR = Attendee("omar@acme.example", "Omar Haddad")


def note_of(world: World) -> Item:
    (note,) = world.items(Kind.THANK_YOU)
    return note


def refuse(world: World) -> None:
    """Let the mailbox refuse everything."""
    world.drafts.faults.at = dict.fromkeys(range(1, 10_000), Fault.BEFORE)


def accept(world: World) -> None:
    world.drafts.faults.at = {}


def run_until(world: World, hours: float) -> int:
    """Make a pass every half hour until *hours* after the interview's end; give how many notes were late."""
    late = 0
    while world.now < END + hours * HOUR:
        late += world.run(OFTEN).late
    return late


@pytest.mark.parametrize(("after", "is_late"), [(DAY, False), (DAY + SECOND, True)])
def test_a_note_is_late_a_second_after_24_hours(after: timedelta, is_late: bool) -> None:
    """The hours count from the interview's end, not from when the note was due."""
    world = World(occurrence())
    world.now = END + after

    report = world.run()

    note = note_of(world)
    assert (note.is_late, bool(note.late_because), report.late) == (is_late, is_late, int(is_late))
    assert (note.deadline, note.made_at) == (END + DAY, END + after)


@pytest.mark.parametrize("is_known", [True, False])
def test_afterword_did_not_run(is_known: bool) -> None:
    """Off for 30 hours: it says from when to when, and of an interview that it knew, that this is why."""
    world = World(another_event(), *[occurrence()] * is_known)
    world.now = END
    world.run()
    world.calendar.occurrences = [another_event(), occurrence()]

    report = world.run(30 * HOUR)

    what = "did not run" if is_known else "did not look at its calendar"
    assert note_of(world).late_because == f"Afterword {what} between Tue 1 Dec, 15:00 and Wed 2 Dec, 21:00."
    assert report.late == 1


def test_the_mailbox_refused() -> None:
    """It is told as late once its hours have run out, counted when it is made, and keeps its reason."""
    world = World(occurrence())
    refuse(world)
    world.run()
    failing = run_until(world, 25)
    overdue = note_of(world)

    accept(world)
    made = run_until(world, 30)

    why = "From Tue 1 Dec, 16:00 on every try failed: This call was told to fail."
    note = note_of(world)
    assert (failing, made) == (0, 1)
    assert (overdue.is_late, overdue.late_because, overdue.error != "") == (True, why, True)
    assert (note.is_late, note.late_because, note.state) == (True, why, State.WRITTEN)
    assert (note.error, note.failing_since) == ("", None)


def test_refused_and_then_off() -> None:
    """Both causes are told, the first one first."""
    world = World(occurrence())
    refuse(world)
    world.run()

    accept(world)
    world.run(30 * HOUR)

    assert note_of(world).late_because == (
        "From Tue 1 Dec, 16:00 on every try failed: This call was told to fail. "
        "Afterword did not run between Tue 1 Dec, 16:00 and Wed 2 Dec, 22:00."
    )


def test_tagged_late() -> None:
    """The event was there all the time, without a tag."""
    world = World(occurrence(description=""), another_event())
    run_until(world, 30)

    world.change("one", description="#interview")
    world.run(OFTEN)

    why = "It was tagged, or came onto the calendar, too late: it was first seen on Wed 2 Dec, 21:30."
    assert note_of(world).late_because == why


def test_the_calendar_could_not_be_read() -> None:
    """Unreadable for 30 hours: from when to when, and what was wrong."""
    world = World(another_event())
    world.run()
    world.calendar.error = TemporaryError("work", "The folder is gone.")
    run_until(world, 30)

    world.calendar.error = None
    world.calendar.occurrences.append(occurrence())
    world.run(OFTEN)

    why = "Its calendar could not be read between Tue 1 Dec, 16:00 and Wed 2 Dec, 21:30: The folder is gone."
    assert note_of(world).late_because == why


def test_an_unreadable_calendar_is_no_reason_where_the_interview_was_known() -> None:
    """While it could not be read, Afterword was off too: a note for what it knew waited for that alone."""
    world = World(occurrence())
    world.now = START
    world.run()
    world.calendar.error = TemporaryError("work", "The folder is gone.")
    world.run(OFTEN)

    world.now = END + 30 * HOUR
    world.run()

    assert note_of(world).late_because == "Afterword did not run between Tue 1 Dec, 16:00 and Wed 2 Dec, 21:00."


def test_switched_on_late() -> None:
    """The first pass of all comes after the 24 hours."""
    world = World(occurrence())
    world.now = END + 30 * HOUR

    world.run()

    assert note_of(world).late_because == "Its calendar was read for the first time on Wed 2 Dec, 21:00."


@pytest.mark.parametrize(
    ("before", "why"),
    [
        (
            {"start": START + 5 * DAY, "end": END + 5 * DAY},
            "The interview was moved too late: when it ended is known since Wed 2 Dec, 21:30.",
        ),
        ({"is_cancelled": True}, "It counts as an interview again only since Wed 2 Dec, 21:30."),
        (
            {"description": "#interview\nthanks: no"},
            "No such note was owed before the event was changed; that was seen on Wed 2 Dec, 21:30.",
        ),
    ],
)
def test_changed_late(before: dict[str, object], why: str) -> None:
    """The interview was known in time, but not that somebody was to be thanked for it then."""
    world = World(occurrence(), another_event())
    world.now = START - DAY
    world.run()
    world.change("one", **before)
    world.run(OFTEN)
    world.now = END
    run_until(world, 30)
    assert not world.drafts.items

    world.change("one", description="#interview", start=START, end=END, is_cancelled=False)
    world.run(OFTEN)

    assert note_of(world).late_because == why


def test_a_note_that_is_rewritten_later_does_not_become_late() -> None:
    """Nor does it when its interview is said to have ended earlier."""
    world = World(occurrence())
    world.now = END + DAY
    world.run()

    world.change("one", end=END - OFTEN, description="#interview\nnotes: the on-call rota")
    report = world.run(DAY)

    note = note_of(world)
    assert (report.updated.drafts, report.late, note.is_late, note.late_because) == (1, 0, False, "")
    assert note.made_at == END + DAY


@pytest.mark.parametrize(("after", "is_late"), [(HOUR, False), (30 * HOUR, True)])
def test_written_anew_after_a_move_it_is_measured_by_the_new_end(after: timedelta, is_late: bool) -> None:
    """It was late the first time; the second time it is what it is then."""
    world = World(occurrence())
    world.run(30 * HOUR)
    world.change("one", start=START + 5 * DAY, end=END + 5 * DAY)
    world.run(HOUR)
    assert not world.drafts.items

    world.now = END + 5 * DAY + after
    report = world.run()

    note = note_of(world)
    assert (note.is_late, report.late, note.deadline) == (is_late, int(is_late), END + 6 * DAY)
    assert ("did not run" in note.late_because) is is_late
    assert note.made_at == world.now


def test_a_deadline_that_moved_away_is_not_missed() -> None:
    """It was overdue, and then the interview was put off: what was noted counts no more."""
    world = World(occurrence())
    refuse(world)
    world.run()
    run_until(world, 25)
    assert note_of(world).is_late

    accept(world)
    world.change("one", start=START + 2 * DAY, end=END + 2 * DAY)
    late = run_until(world, 50)

    assert (late, note_of(world).is_late, note_of(world).late_because) == (0, False, "")


@pytest.mark.parametrize(("after", "is_late"), [(DAY, False), (DAY + SECOND, True)])
def test_one_note_to_all_is_measured_by_the_last_round(after: timedelta, is_late: bool) -> None:
    """Two rounds on a day, one note: its hours count from the end of the second."""
    second = occurrence("two", start=END, end=END + HOUR, attendees=(OMAR,))
    world = World(occurrence(), second, policy=account(style=Style.ONE_NOTE))
    world.now = END + HOUR + after

    report = world.run()

    assert (note_of(world).is_late, report.late) == (is_late, int(is_late))


def test_a_note_that_is_never_made_says_why_too() -> None:
    """Off for longer than catch_up_days: nothing is written, and that is noted once."""
    world = World(occurrence())
    world.now = START
    world.run()

    report = world.run(5 * DAY)
    missed = note_of(world)
    world.run(5 * DAY)

    assert (report.created.drafts, report.late) == (0, 0)
    assert (missed.state, missed.made_at, missed.is_late) == (State.PLANNED, None, True)
    assert missed.late_because == "Afterword did not run between Tue 1 Dec, 14:00 and Sun 6 Dec, 14:00."
    assert note_of(world) == missed


def test_a_note_whose_answer_was_lost_is_as_old_as_its_claim() -> None:
    """Written in time and killed then: looked at 30 hours later, it was in time, and its review is still to come."""
    world = World(occurrence())
    world.ledger.at = {2: Fault.BEFORE}
    assert world.run_killed()
    assert len(world.drafts.items) == 1

    report = world.run(30 * HOUR)

    note = note_of(world)
    assert (note.state, note.is_late, note.made_at, report.late) == (State.WRITTEN, False, END + HOUR, 0)
    (review,) = world.items(Kind.REVIEW)
    assert review.due >= world.now


def test_a_note_that_is_found_after_the_ledger_was_lost_is_not_called_late() -> None:
    """Nobody knows when it was made."""
    world = World(occurrence())
    world.run()
    lost = World(occurrence())
    lost.drafts, lost.reminders = world.drafts, world.reminders
    lost.start()

    report = lost.run(30 * HOUR)

    assert (note_of(lost).state, note_of(lost).is_late, report.late) == (State.WRITTEN, False, 0)


def test_hours_that_run_out_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begun in time, written a second too late."""
    world = World(occurrence())
    world.now = END + DAY
    create = world.drafts.create

    def slow(content: Draft, later: Collection[str]) -> Found:
        world.now += SECOND
        return create(content, later)

    monkeypatch.setattr(world.drafts, "create", slow)
    world.run()

    assert note_of(world).late_because == "Its 24 hours ran out while it was being written."


def test_killed_in_the_middle_and_then_out_of_reach() -> None:
    """What became of the claim cannot be found out for 30 hours: that is the reason, and the note is failed so long."""
    world = World(occurrence())
    world.ledger.at = {1: Fault.AFTER}
    assert world.run_killed()
    refuse(world)
    run_until(world, 30)
    assert (note_of(world).state, note_of(world).error) == (State.WRITING, "This call was told to fail.")

    accept(world)
    world.run(HOUR)

    assert note_of(world).state is State.WRITTEN
    why = "From Tue 1 Dec, 16:30 on every try failed: This call was told to fail."
    assert note_of(world).late_because == why
