"""What one pass looks at, tries, and writes down besides items."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import pytest

from config.notes import TemplateNotes
from daemon.domain.errors import AuthorisationError, TemporaryError
from daemon.domain.item import Draft, Kind, State
from daemon.engine.account import AccountEngine
from daemon.engine.apply import FAILURES_IN_A_ROW
from daemon.ports import LOGIN_LOST, Found, Lost
from integrations.memory import Fault, MemoryStore
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


@pytest.mark.parametrize("given, used", [("Sam\nwith a telephone", "Sam\nwith a telephone"), ("", "Sam Lee")])
def test_a_note_ends_with_the_signature_of_the_mailbox(given: str, used: str) -> None:
    """Where it has none, with that of the account."""
    world = World(occurrence(), another_event())
    AccountEngine(
        world.policy,
        [world.calendar],
        world.drafts,
        world.reminders,
        TemplateNotes(),
        world.real_ledger,
        lambda: world.now,
        signature=lambda: given,
    ).run()

    (note,) = world.drafts.items.values()
    assert note.text.endswith(f"\n{used}")


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


def test_a_server_that_asks_for_peace_has_it_and_success_clears_the_failure() -> None:
    """The next try is no sooner than it asked for; after it nothing is left of the failure."""
    world = World(occurrence(), another_event())
    world.drafts.faults.at = {1: Fault.BEFORE}
    world.drafts.faults.error = TemporaryError("mailbox", "Too much.", 10 * MINUTE)

    world.run()
    (note,) = world.items(Kind.THANK_YOU)
    assert note.retry_at == world.now + 10 * MINUTE
    assert (note.attempts, note.error) == (1, "Too much.")

    world.run(10 * MINUTE)
    (note,) = world.items(Kind.THANK_YOU)
    assert (note.state, note.attempts, note.error) == (State.WRITTEN, 0, "")
    assert note.retry_at is note.failing_since is None


def test_a_replacement_whose_answer_was_lost_is_still_ours() -> None:
    """What lies there is what we wrote, and the next change is woven in."""
    world = World(occurrence(), another_event())
    world.run()
    world.change("one", description="#interview\nnotes: the migration")
    # Looked at twice before it is written.
    world.drafts.faults.at = {world.drafts.faults.calls + 3: Fault.AFTER}
    world.run(MINUTE)
    assert ["the migration" in one.text for one in world.drafts.items.values()] == [True]

    world.run(5 * MINUTE)
    assert world.state(Kind.THANK_YOU) is State.WRITTEN

    world.change("one", description="#interview\nnotes: the team")
    world.run(5 * MINUTE)
    assert ["the team" in one.text for one in world.drafts.items.values()] == [True]


def test_a_removal_whose_answer_was_lost_is_not_the_persons() -> None:
    """After the new end of an interview that was moved, its note is written anew."""
    world = World(occurrence(), another_event())
    world.run()
    world.change("one", start=START + DAY, end=END + DAY)
    world.drafts.faults.at = {world.drafts.faults.calls + 3: Fault.AFTER}
    world.run(MINUTE)
    assert world.drafts.items == {}

    world.run(5 * MINUTE)
    assert world.state(Kind.THANK_YOU) is State.REMOVED

    world.run(DAY)
    assert len(world.drafts.items) == 1


class Renaming(MemoryStore[Draft]):
    """A mailbox that puts a name of its own in the place of ours, and knows a lost draft by what it says."""

    def create(self, content: Draft, later: Collection[str] = ()) -> Found:
        try:
            return super().create(content, later)
        finally:
            self.items[f"theirs-{len(self.items)}"] = self.items.pop(content.name)

    def find(self, name: str, ref: str = "", lost: Lost | None = None) -> Found | None:
        told = {content.fingerprint(): other for other, content in self.items.items()}
        return super().find(told.get(lost.fingerprint, name) if lost else ref or name)


def test_a_store_is_told_what_was_lost() -> None:
    """So it can find a draft whose name the server has changed, and no second one is written."""
    world = World(occurrence(), another_event())
    world.drafts = Renaming("mailbox")
    world.start()
    world.drafts.faults.at = {1: Fault.AFTER}

    world.run()
    world.run(5 * MINUTE)

    assert list(world.drafts.items) == ["theirs-0"]
    assert world.state(Kind.THANK_YOU) is State.WRITTEN


def test_every_try_has_the_same_name() -> None:
    """What the server does late of the first one is then no second draft, but the one of that name."""
    world = World(occurrence(), another_event())
    world.drafts.faults.at = {1: Fault.BEFORE}
    world.run()
    (failed,) = world.items(Kind.THANK_YOU)

    world.run(5 * MINUTE)

    assert failed.attempts == 1
    assert list(world.drafts.items) == [failed.name]
