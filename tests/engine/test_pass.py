"""What one pass looks at, tries, and writes down besides items."""

from __future__ import annotations

from datetime import timedelta

from config.notes import TemplateNotes
from daemon.domain.errors import AuthorisationError
from daemon.domain.item import Kind, State
from daemon.engine.account import AccountEngine
from daemon.engine.apply import FAILURES_IN_A_ROW
from daemon.ports import LOGIN_LOST
from integrations.memory import Fault
from tests.engine.world import World, another_event
from tests.factories import END, START, occurrence

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def test_a_corrected_company_is_seen_by_the_application_that_it_leaves() -> None:
    """Told of the one changed file, the pass follows up on the round that is now the last of the old company."""
    world = World(occurrence(), occurrence("two", start=START + 3 * DAY, end=END + 3 * DAY))
    world.run()
    assert world.items(Kind.FOLLOW_UP) == []

    world.change("two", description="#interview\ncompany: Another")
    world.run(changed={"work": frozenset({"two.ics"})})

    assert [item.identity for item in world.items(Kind.FOLLOW_UP)] == ["one"]


def test_a_clock_that_was_ahead_does_not_keep_it_from_looking() -> None:
    """What was made is looked at every so often, and at once where the last look seems to be yet to come."""
    world = World(occurrence(), another_event())
    engine = AccountEngine(
        world.policy,
        [world.calendar],
        world.drafts,
        world.reminders,
        TemplateNotes(),
        world.real_ledger,
        lambda: world.now,
        check_every=20 * MINUTE,
    )
    engine.run()
    world.now += 30 * DAY
    engine.run()
    world.now -= 30 * DAY
    world.drafts.items.clear()

    engine.run()

    assert world.state(Kind.THANK_YOU) is State.YOURS


def test_a_store_that_is_out_of_reach_is_not_asked_for_every_item() -> None:
    """With many items, a pass would wait for each; the next pass tries the others."""
    world = World(*(occurrence(f"round {number}", end=END - number * MINUTE) for number in range(9)), another_event())
    world.reminders.faults.at = dict.fromkeys(range(1, 100), Fault.BEFORE)

    report = world.run()

    assert report.failed.reminders
    assert world.reminders.faults.calls == FAILURES_IN_A_ROW


def test_a_lost_login_is_written_down_until_it_is_there_again() -> None:
    """So `status` can say, beside a service that waits for it, that the person has to log in."""
    world = World(occurrence(), another_event())
    world.drafts.faults.at = {1: Fault.BEFORE}
    world.drafts.faults.error = AuthorisationError("mailbox", "The login ran out.")

    world.run()
    assert world.real_ledger.get_setting("personal", LOGIN_LOST) == "The login ran out."

    world.run(5 * MINUTE)
    assert world.real_ledger.get_setting("personal", LOGIN_LOST) == ""
