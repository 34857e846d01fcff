"""The ledger is deleted, or an old one put back: what lies there is adopted under whatever name it has by then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from daemon.domain.interview import Outcome, Word
from daemon.domain.item import Draft, Kind, Reminder, State
from daemon.domain.policy import Style
from daemon.ledger.sqlite import SqliteLedger
from integrations.memory import Fault
from tests.engine.world import FragileLedger, World, another_event
from tests.factories import BERLIN, END, START, account, occurrence

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def lying(world: World) -> dict[str, Draft | Reminder]:
    """Give what lies in the mailbox and the calendar, by name."""
    return {**world.drafts.items, **world.reminders.items}


def put_off(times: int = 1) -> World:
    """Give an interview that was put off so often after its note was written: what followed from it was made anew."""
    world = World(occurrence(), another_event())
    world.run()
    for day in range(1, times + 1):
        world.change("one", start=START + day * DAY, end=END + day * DAY)
        world.run(HOUR)
        world.run(DAY)
    return world


def on_again() -> World:
    """Give a coming interview that lost its tag and was given it again."""
    world = World(occurrence(), another_event())
    world.now = START - 2 * DAY
    world.run()
    for words in ("", "#interview"):
        world.change("one", description=words)
        world.run(HOUR)
    return world


def asked() -> World:
    """Give an interview of yesterday, after which it is asked today how it stands: reminder and draft."""
    world = World(occurrence(), another_event(), policy=account(follow_up_draft=True, follow_up_business_days=1))
    world.run()
    world.now = datetime(2026, 12, 2, 8, 30, tzinfo=BERLIN)
    world.run()
    assert world.state(Kind.FOLLOW_UP_NOTE) is State.WRITTEN
    return world


def called(days: int = 0) -> World:
    """Give an interview after which the person was not selected, and asks for a call so many business days later."""
    wishes = account(feedback_call_draft=True, after_rejection_business_days=days)
    world = World(occurrence(description="#interview #rejected"), another_event(), policy=wishes)
    world.run()
    if days:
        world.now = datetime(2026, 12, 1 + days, 8, 30, tzinfo=BERLIN)
        world.run()
    assert world.state(Kind.FEEDBACK_REQUEST) is State.WRITTEN
    return world


def say(world: World, outcome: Outcome | None, *, closes: bool = False) -> None:
    """The person says it by a command, and the next pass hears it."""
    world.real_ledger.set_word("personal", "one", Word(outcome, world.now, closes))
    world.start()
    world.run()


def doubled(world: World) -> list[Kind]:
    """Give the kinds of which more than one reminder lies there."""
    return [kind for kind, count in Counter(world.kinds()).items() if count > 1]


def test_what_was_made_anew_is_not_made_twice() -> None:
    """The note and the reminders of an interview that was put off have other names than the first time."""
    world = put_off()
    before = lying(world)
    assert world.items(Kind.THANK_YOU)[0].generation == 1
    world.lose_ledger()

    report = world.run()

    assert not report.errors
    assert not report.changed_anything
    assert (report.found.drafts, report.found.reminders) == (1, 3)
    assert lying(world) == before
    assert {item.name for item in world.memory().items.values()} <= before.keys()
    assert {item.state for item in world.memory().items.values()} == {State.WRITTEN}


def test_a_reminder_alone_is_adopted() -> None:
    """Nothing else is there yet of an interview that is still to come."""
    world = on_again()
    before = lying(world)
    assert world.items(Kind.PREPARE)[0].generation == 1
    world.lose_ledger()

    world.run(HOUR)

    assert lying(world) == before
    assert world.state(Kind.PREPARE) is State.WRITTEN


def test_what_was_adopted_is_still_kept_up_to_date() -> None:
    """It is moved with the interview, and taken back with it."""
    world = on_again()
    (name,) = world.reminders.items
    world.lose_ledger()
    world.run(HOUR)

    world.change("one", start=START + DAY, end=END + DAY)
    world.run(HOUR)
    assert [one.start.astimezone(START.tzinfo) for one in world.reminders.items.values()] != [START]
    assert list(world.reminders.items) == [name]
    world.delete("one")
    world.run(HOUR)
    assert world.reminders.items == {}


def test_it_may_have_been_made_anew_several_times() -> None:
    """Only the last one lies there."""
    world = put_off(times=4)
    before = lying(world)
    assert world.items(Kind.THANK_YOU)[0].generation == 4
    world.lose_ledger()

    world.run(HOUR)

    assert lying(world) == before


def test_what_the_person_edited_is_theirs() -> None:
    """It stays as it is, and counts as the person's; no other is made."""
    world = put_off()
    (name,) = world.drafts.items
    world.drafts.items[name] = replace(world.drafts.items[name], text="My own words.")
    before = dict(world.drafts.items)
    world.lose_ledger()

    world.run(HOUR)

    assert world.drafts.items == before
    assert world.state(Kind.THANK_YOU) is State.YOURS


def test_an_old_ledger_is_as_good_as_none() -> None:
    """One that was put back from a copy, made while the reminder was taken back for the first time."""
    world = World(occurrence(), another_event())
    world.now = START - 2 * DAY
    world.run()
    world.change("one", description="")
    world.run(HOUR)
    old = world.memory()
    for words in ("#interview", "", "#interview"):
        world.change("one", description=words)
        world.run(HOUR)
    before = lying(world)
    assert world.items(Kind.PREPARE)[0].generation == 2
    world.real_ledger = SqliteLedger.in_memory()
    world.real_ledger.save_interviews(old.interviews.values(), old.reads.values(), account="personal")
    world.real_ledger.save_items(list(old.items.values()))
    world.ledger = FragileLedger(world.real_ledger)
    world.start()

    world.run(HOUR)

    assert lying(world) == before
    assert world.state(Kind.PREPARE) is State.WRITTEN


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("number", range(1, 13))
@pytest.mark.parametrize("given", [put_off, asked, called])
def test_a_crash_in_between_changes_nothing(given: Callable[[], World], number: int, fault: Fault) -> None:
    """Whatever write to the new ledger the process dies of, in the end the same lies there."""
    world = given()
    before = lying(world)
    world.lose_ledger()
    world.ledger.at = {number: fault}

    while world.run_killed():
        pass
    world.run(HOUR)

    assert lying(world) == before
    assert world.state(Kind.THANK_YOU) is State.WRITTEN


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("number", range(1, 9))
@pytest.mark.parametrize("given", [put_off, asked, called])
def test_a_lost_answer_changes_nothing(given: Callable[[], World], number: int, fault: Fault) -> None:
    """Whatever call of a store fails, in the end the same lies there."""
    world = given()
    before = lying(world)
    world.lose_ledger()
    for store in (world.drafts, world.reminders):
        store.faults.at = {store.faults.calls + number: fault}

    for _ in range(3):
        world.run(HOUR)

    assert lying(world) == before
    assert world.state(Kind.THANK_YOU) is State.WRITTEN


def test_a_note_begun_for_another_round_of_the_day_is_found_though_the_ledger_is_lost() -> None:
    """A second round on the same day came after the note; a new ledger would begin it for that one."""
    world = World(occurrence(), another_event())
    world.run()
    later = replace(occurrence("two"), start=START + timedelta(minutes=30), end=END + timedelta(minutes=30))
    world.calendar.occurrences.append(later)
    world.run(timedelta(hours=1))
    assert len(world.drafts.items) == 1

    world.lose_ledger()
    world.run(timedelta(hours=1))

    assert len(world.drafts.items) == 1


def test_notes_to_each_are_found_by_a_new_ledger_that_would_write_one_to_all() -> None:
    """The style was changed while the ledger was lost: who has a draft already gets no second one."""
    world = World(occurrence(), another_event())
    world.run()
    world.lose_ledger()
    world.policy = account(style=Style.ONE_NOTE)
    world.start()

    world.run()

    assert len(world.drafts.items) == 1


# The drafts that come later, and words by command


@pytest.mark.parametrize(("given", "kind"), [(asked, Kind.FOLLOW_UP_NOTE), (called, Kind.FEEDBACK_REQUEST)])
def test_a_draft_that_came_later_is_adopted(given: Callable[[], World], kind: Kind) -> None:
    """Nothing is written, and it is still kept up to date."""
    world = given()
    before = lying(world)
    world.lose_ledger()

    report = world.run()

    assert not report.errors
    assert not report.changed_anything
    assert lying(world) == before
    assert world.state(kind) is State.WRITTEN
    (name,) = (item.name for item in world.items(kind))
    (one,) = world.calendar.occurrences[:1]
    world.change("one", description=f"{one.description}\ncompany: Acme Labs")
    world.run(HOUR)
    assert "Acme Labs" in world.drafts.items[name].text


@pytest.mark.parametrize(("given", "kind"), [(asked, Kind.FOLLOW_UP_NOTE), (called, Kind.FEEDBACK_REQUEST)])
def test_a_draft_that_came_later_and_was_edited_is_theirs(given: Callable[[], World], kind: Kind) -> None:
    """It stays as it is, though an offer would have taken it back."""
    world = given()
    (name,) = (item.name for item in world.items(kind))
    world.drafts.items[name] = replace(world.drafts.items[name], text="My own words.")
    world.lose_ledger()
    world.run()

    world.change("one", description="#interview #offer")
    world.run(HOUR)

    assert world.state(kind) is State.YOURS
    assert world.drafts.items[name].text == "My own words."


def test_a_request_whose_day_comes_once_more_is_not_written_twice() -> None:
    """To a new ledger the rejection became known a day later; the request lies there already on that day."""
    world = called(days=1)
    before = dict(world.drafts.items)
    world.lose_ledger()
    world.run()
    waiting = dict(world.drafts.items)

    world.run(2 * DAY)

    assert before == waiting == world.drafts.items
    assert doubled(world) == []
    assert world.state(Kind.FEEDBACK_REQUEST) is State.WRITTEN


@pytest.mark.parametrize("given", [asked, called])
def test_a_ledger_that_is_lost_long_after_the_interview_leaves_everything_as_it_is(given: Callable[[], World]) -> None:
    """It is over for more than catch_up_days, so nothing is owed any more; what lies there is unknown, and stays."""
    world = given()
    before = lying(world)
    world.lose_ledger()

    world.run(5 * DAY)
    world.run(30 * DAY)

    assert lying(world) == before
    assert world.memory().items == {}


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_by_command_is_forgotten_and_doubles_nothing(outcome: Outcome) -> None:
    """It is asked about again; said again, everything is as it was before."""
    world = World(occurrence(), another_event())
    world.run()
    say(world, outcome)
    before = lying(world)
    world.lose_ledger()

    world.run()
    forgotten, twice = lying(world), doubled(world)
    say(world, outcome)

    assert {one.kind for one in forgotten.values() if isinstance(one, Reminder)} >= {Kind.FOLLOW_UP, Kind.FEEDBACK_CALL}
    assert before.keys() <= forgotten.keys()
    assert len(world.drafts.items) == 1
    assert (twice, doubled(world)) == ([], [])
    assert lying(world) == before


def test_a_closing_that_was_forgotten_opens_the_application_again() -> None:
    """What was taken back is made once more, within catch_up_days; closed again, it goes again."""
    world = World(occurrence(), another_event())
    world.run()
    before = {one.kind for one in world.reminders.items.values()}
    say(world, None, closes=True)
    assert lying(world) == {}
    world.lose_ledger()

    world.run()
    again, twice = {one.kind for one in world.reminders.items.values()}, doubled(world)
    say(world, None, closes=True)

    assert (again, twice) == (before, [])
    assert lying(world) == {}


def test_a_closing_that_was_forgotten_long_after_the_interview_brings_nothing_back() -> None:
    """Nothing is owed any more for what was over when it is seen first."""
    world = World(occurrence(), another_event())
    world.run()
    say(world, None, closes=True)
    world.lose_ledger()

    world.run(5 * DAY)

    assert lying(world) == {}


def test_a_call_begun_for_an_earlier_round_is_not_made_twice() -> None:
    """There is one for the whole application, whichever round it was begun for."""
    world = World(occurrence(), another_event())
    world.run()
    world.calendar.occurrences.append(replace(occurrence("two"), start=START + DAY, end=END + DAY))
    world.run(HOUR)
    world.run(DAY)
    assert doubled(world) == [Kind.REVIEW]
    world.lose_ledger()

    world.run()

    assert Counter(world.kinds())[Kind.FEEDBACK_CALL] == 1
