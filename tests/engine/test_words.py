"""Words by command: heard by whichever pass comes next, wherever their interview is and whatever the clock showed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from daemon.domain.application import applications
from daemon.domain.errors import TemporaryError
from daemon.domain.interview import Interview, Outcome, Word
from daemon.domain.item import Kind
from daemon.domain.occurrence import Attendee
from daemon.ledger.sqlite import SqliteLedger
from daemon.ports import Unreadable
from integrations.memory import Fault
from tests.engine.world import World, another_event
from tests.factories import BERLIN, END, START, account, occurrence

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
#: The morning of the follow-up, when its draft is due.
MORNING = datetime(2026, 12, 8, 8, 30, tzinfo=BERLIN)

REJECTED, OFFER, ADVANCED = Outcome.REJECTED, Outcome.OFFER, Outcome.ADVANCED
TENTATIVE = sorted([Kind.REVIEW, Kind.FOLLOW_UP, Kind.FEEDBACK_CALL])
AFTER_NO = sorted([Kind.REVIEW, Kind.FEEDBACK_CALL, Kind.KEEP_IN_TOUCH])


@pytest.fixture
def world() -> World:
    """A world in which the note was written."""
    world = World(occurrence(), another_event())
    world.run()
    return world


def say(
    world: World, outcome: Outcome | None, *, of: str = "one", closes: bool = False, ahead: timedelta = timedelta()
) -> None:
    """The person gives a command, which is a process of its own; its clock may be *ahead*."""
    world.real_ledger.set_word("personal", of, Word(outcome, world.now + ahead, closes))
    world.start()


def write(world: World, words: str, of: str = "one") -> None:
    """The person writes it into the event."""
    world.change(of, description=f"#interview {words}")


def outcomes(world: World) -> list[Outcome | None]:
    """Give the outcome of each application."""
    return [one.outcome for one in applications(world.memory().interviews.values(), BERLIN)]


def interview(world: World, identity: str = "one") -> Interview:
    """Give an interview as the ledger has it."""
    return world.memory().interviews[identity]


# Whose word counts


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("event offer, command rejected", REJECTED),
        ("command offer, event rejected", REJECTED),
        ("command rejected, command offer", OFFER),
        ("event rejected, command none", None),
        ("event rejected, command none, event rejected", None),
        ("event rejected, command none, event offer", OFFER),
        ("event rejected, command none, event none, event rejected", REJECTED),
        ("command rejected, event offer, command rejected", REJECTED),
        ("command rejected, event offer, event none", REJECTED),
        ("command close, event rejected", None),
        ("command close, command none, event rejected", REJECTED),
        ("event rejected, command close, command rejected", REJECTED),
    ],
)
def test_the_latest_word_counts_in_the_event_or_by_command(world: World, words: str, expected: Outcome | None) -> None:
    """Each is followed by a pass. What stands in the event already is no new word when another pass reads it."""
    for one in words.split(", "):
        where, what = one.split()
        outcome = None if what in ("none", "close") else Outcome(what)
        if where == "event":
            write(world, f"#{outcome}" if outcome else "")
        else:
            say(world, outcome, closes=what == "close")
        world.run(HOUR)

    assert outcomes(world) == [expected]
    assert not world.run(HOUR).changed_anything


def two_rounds() -> World:
    """A world in which the first round was yesterday, and the second an hour ago."""
    world = World(occurrence(), replace(occurrence("two"), start=START + DAY, end=END + DAY), another_event())
    world.run()
    world.run(DAY)
    return world


def test_what_was_closed_by_one_round_is_opened_by_another() -> None:
    """Both are of one application."""
    world = two_rounds()
    say(world, None, closes=True, of="one")
    world.run(HOUR)
    closed = world.kinds()
    say(world, None, of="two")
    world.run(HOUR)

    assert closed == [Kind.PREPARE]
    assert {Kind.FOLLOW_UP, Kind.FEEDBACK_CALL} <= set(world.kinds())


@pytest.mark.parametrize("of", ["one", "two"])
def test_what_is_written_after_it_was_opened_counts_in_each_round(of: str) -> None:
    """It was closed by the first round and opened by the second; then the outcome is noted in one of their events."""
    world = two_rounds()
    say(world, None, closes=True, of="one")
    world.run(HOUR)
    say(world, None, of="two")
    world.run(HOUR)

    write(world, "#rejected", of)
    world.run(HOUR)

    assert outcomes(world) == [REJECTED]


# How it is heard


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[tuple[World, SqliteLedger]]:
    """A world whose service runs on, and the ledger as a command opens it."""
    path = tmp_path / "state" / "ledger.sqlite"
    world = World(occurrence(), another_event(), ledger=path)
    world.run()
    other = SqliteLedger.open(path)
    yield world, other
    other.close()
    world.real_ledger.close()


@pytest.mark.parametrize("changed", [None, {"work": frozenset({"dentist.ics"})}], ids=["whole pass", "another file"])
def test_a_service_that_runs_on_hears_it(
    serving: tuple[World, SqliteLedger], changed: dict[str, frozenset[str]] | None
) -> None:
    """The pass that comes next hears it, though it is about a file that has nothing to do with it."""
    world, other = serving
    other.set_word("personal", "one", Word(REJECTED, world.now))

    world.run(MINUTE, changed=changed)

    assert world.kinds() == AFTER_NO


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(None, id="whole pass"),
        pytest.param(
            {"work": frozenset({"dentist.ics"})},
            id="another file",
            marks=pytest.mark.xfail(reason="a pass about one file plans for what it read anew, and this is no news"),
        ),
    ],
)
def test_a_service_that_runs_on_does_what_follows_though_the_command_wrote_it_down_everywhere(
    serving: tuple[World, SqliteLedger], changed: dict[str, frozenset[str]] | None
) -> None:
    """The command keeps the interview with its word, so that `status` knows it; that makes it no old news."""
    world, other = serving
    world.engine.next_due()
    word = Word(REJECTED, world.now)
    other.set_word("personal", "one", word)
    other.save_interviews([replace(interview(world), word=word)], account="personal")

    world.run(MINUTE, changed=changed)

    assert world.kinds() == AFTER_NO


def test_a_word_said_to_one_account_is_not_heard_by_another(world: World) -> None:
    """The same event may be on the calendars of two."""
    world.real_ledger.set_word("work", "one", Word(REJECTED, world.now))
    world.start()

    world.run(HOUR)

    assert world.kinds() == TENTATIVE


def test_what_could_not_be_taken_back_when_it_was_closed_is_by_the_next_pass(world: World) -> None:
    """The servers do not answer while the command runs."""
    say(world, None, closes=True)
    world.drafts.faults.at = dict.fromkeys(range(1, 100), Fault.BEFORE)
    world.reminders.faults.at = dict.fromkeys(range(1, 100), Fault.BEFORE)
    report = world.engine.take_back(list(world.memory().items.values()), "closed", for_good=False)
    assert report.exit_status == 1
    assert len(world.drafts.items) == 1

    world.drafts.faults.at, world.reminders.faults.at = {}, {}
    world.run(HOUR)

    assert world.drafts.items == {}
    assert world.kinds() == []


# Where its interview is


def far_away(world: World) -> None:
    """More than two months pass, so that no calendar is asked for it any more."""
    world.now = END + 70 * DAY
    world.run()


def not_answering(world: World) -> None:
    """The calendar cannot be read."""
    world.calendar.error = TemporaryError("work", "It did not answer.")


def not_to_be_read(world: World) -> None:
    """Its file is half written."""
    world.calendar.occurrences = [another_event()]
    world.calendar.unreadable = [Unreadable("one.ics", "It ends in the middle.")]


def suddenly_empty(world: World) -> None:
    """Nothing is left in the calendar, all at once."""
    world.calendar.occurrences = []


def tidied_away(world: World) -> None:
    """The event was deleted."""
    world.delete("one")
    world.run(HOUR)


@pytest.mark.parametrize("where", [far_away, not_answering, not_to_be_read, suddenly_empty, tidied_away])
def test_a_word_is_heard_wherever_the_interview_is(world: World, where: Callable[[World], None]) -> None:
    """It is said of what the ledger knows: keeping in touch follows, but where the event is gone for good."""
    where(world)

    say(world, REJECTED)
    world.run(HOUR)
    after_no = world.kinds()
    say(world, OFFER)
    world.run(HOUR)

    kept = Kind.KEEP_IN_TOUCH in after_no
    # With no round of it on any calendar nothing new is begun.
    assert kept is (where is not tidied_away)
    assert Kind.KEEP_IN_TOUCH not in world.kinds()
    assert outcomes(world) == [OFFER]


@pytest.mark.parametrize("when", [not_answering, suddenly_empty])
def test_a_closed_application_goes_though_its_calendar_cannot_be_read(
    world: World, when: Callable[[World], None]
) -> None:
    """It is the person's word and not the calendar's silence that takes it back."""
    when(world)

    say(world, None, closes=True)
    world.run(HOUR)

    assert (world.kinds(), world.drafts.items) == ([], {})


def test_a_word_waits_for_its_event_to_appear() -> None:
    """It was said of an event that no pass has seen yet; the first that does hears it too."""
    world = World(another_event())
    world.run()
    say(world, OFFER)
    world.run(MINUTE)
    assert not world.memory().interviews

    world.calendar.occurrences.append(occurrence())
    world.run(MINUTE)

    assert outcomes(world) == [OFFER]
    assert world.kinds() == [Kind.REVIEW]
    assert not world.run(HOUR).changed_anything


def test_a_word_waits_for_an_event_that_was_cancelled_from_the_first() -> None:
    """What does not take place is not remembered, but what was said of it is."""
    world = World(occurrence(is_cancelled=True), another_event())
    world.run()
    say(world, ADVANCED)
    world.run(MINUTE)

    world.change("one", is_cancelled=False)
    world.run(MINUTE)

    assert outcomes(world) == [ADVANCED]


# What the clock showed


def test_a_word_said_while_the_clock_was_ahead_counts_from_when_it_is_heard(world: World) -> None:
    """The call after the rejection is two business days from the day on which the clock was right again."""
    say(world, REJECTED, ahead=30 * DAY)
    world.run(MINUTE)

    (call,) = (one for one in world.reminders.items.values() if one.kind is Kind.FEEDBACK_CALL)
    assert call.start == datetime(2026, 12, 3, 9, 30, tzinfo=BERLIN)
    assert interview(world).told == Word(REJECTED, world.now)
    assert not world.run(HOUR).changed_anything


def test_nothing_moves_when_the_clock_comes_to_where_it_was_ahead(world: World) -> None:
    """Ten days later it shows what it showed when the word was said: that is no new word."""
    say(world, REJECTED, ahead=10 * DAY)
    world.run(MINUTE)
    heard = interview(world).told
    stood = {one.kind: one.start for one in world.reminders.items.values()}

    world.run(11 * DAY)

    assert interview(world).told == heard
    assert {one.kind: one.start for one in world.reminders.items.values()} == stood


def test_a_word_said_while_the_clock_was_ahead_does_not_come_back(world: World) -> None:
    """An offer that was noted since is the later word, also once the clock has come to where it was."""
    say(world, REJECTED, ahead=10 * DAY)
    world.run(MINUTE)
    write(world, "#offer")
    world.run(DAY)
    assert outcomes(world) == [OFFER]

    world.run(10 * DAY)

    assert outcomes(world) == [OFFER]


def test_a_round_after_a_closing_with_the_clock_ahead_is_a_new_application(world: World) -> None:
    """It is seen and held after the word was heard, though the clock showed a later day when it was said."""
    say(world, None, closes=True, ahead=30 * DAY)
    world.run(MINUTE)

    world.calendar.occurrences.append(replace(occurrence("two"), start=START + WEEK, end=END + WEEK))
    world.run(HOUR)

    assert len(outcomes(world)) == 2
    assert world.kinds() == [Kind.PREPARE]


def test_a_word_said_while_the_clock_was_behind_is_the_earlier_one(world: World) -> None:
    """Nobody can tell that it was said later than what stands in the event; said again, it counts."""
    world.run(DAY)
    write(world, "#offer")
    world.run(HOUR)
    say(world, REJECTED, ahead=-DAY)
    world.run(HOUR)
    before = outcomes(world)

    say(world, REJECTED)
    world.run(HOUR)

    assert (before, outcomes(world)) == ([OFFER], [REJECTED])


# The drafts that come later


def test_no_draft_thanks_for_a_conversation_that_lies_ahead() -> None:
    """They say no while a second round is still on the calendar, and the person says so by that round."""
    wishes = account(feedback_call_draft=True)
    bill = Attendee("bill@acme.example", "Bill Lumbergh")
    second = replace(occurrence("two", attendees=(bill,)), start=START + 14 * DAY, end=END + 14 * DAY)
    world = World(occurrence(), second, another_event(), policy=wishes)
    world.run()
    say(world, REJECTED, of="two")
    world.run(HOUR)

    world.now = datetime(2026, 12, 3, 8, 30, tzinfo=BERLIN)
    world.run()

    (request,) = (one for one in world.drafts.items.values() if one.name == world.items(Kind.FEEDBACK_REQUEST)[0].name)
    assert "15 December" not in request.text
    assert "1 December" in request.text
    assert [one.email for one in request.to] == ["jane.doe@acme.example"]
