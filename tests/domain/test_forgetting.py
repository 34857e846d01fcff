"""What is forgotten in time, and what is not yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from daemon.domain.forgetting import outlived
from daemon.domain.interview import Outcome
from daemon.domain.item import Item, Kind, State
from daemon.domain.planning import plan
from daemon.domain.tombstone import tombstone
from tests.factories import END, START, account, interview

YEAR = timedelta(days=365)
DAY = timedelta(days=1)


def item(kind: Kind = Kind.FOLLOW_UP, due: datetime = END, state: State = State.WRITTEN) -> Item:
    return Item(f"{kind}-1", "personal", "one", "one", kind, due, state=state, fingerprint="f", ref="r")


def test_an_application_is_forgotten_a_year_after_its_last_round() -> None:
    """Not a moment before; all its rounds together."""
    rounds = (interview("one"), interview("two", start=START + DAY, end=END + DAY))

    assert outlived(rounds, {}, account(), END + DAY + YEAR) == frozenset()
    assert outlived(rounds, {}, account(), END + DAY + YEAR + timedelta(seconds=1)) == {"one", "two"}


def test_the_person_may_want_less() -> None:
    """`privacy.keep_days`."""
    assert outlived([interview()], {}, account(keep=90 * DAY), END + 91 * DAY) == {"one"}


def test_what_is_still_to_come_keeps_all_of_it() -> None:
    """A reminder that stands ahead, a keep-in-touch with occurrences to come, a write that is under way."""
    now = END + YEAR + DAY
    ahead = item(due=now + DAY)
    claimed = item(state=State.WRITING)
    rejected = interview(outcome=Outcome.REJECTED, outcome_seen=END + 10 * DAY)
    intents = plan([rejected], {}, account(), END + 11 * DAY).intents
    [owed] = [one for one in intents if one.kind is Kind.KEEP_IN_TOUCH]
    assert owed.owed is not None
    touch = replace(item(Kind.KEEP_IN_TOUCH, due=owed.due), key=owed.key, facts=owed.owed.facts)

    for one in (ahead, claimed):
        assert outlived([interview()], {one.key: one}, account(), now) == frozenset(), one.kind
    assert outlived([rejected], {touch.key: touch}, account(), now) == frozenset()
    assert outlived([rejected], {touch.key: touch}, account(), END + 3 * YEAR) == {"one"}
    assert outlived([interview()], {"x": replace(item(), state=State.YOURS)}, account(), now) == {"one"}


def test_an_outcome_that_just_became_known_is_worked_off_first() -> None:
    """What is owed is made before anything is forgotten."""
    late = interview(outcome=Outcome.REJECTED, outcome_seen=END + YEAR)

    assert outlived([late], {}, account(), END + YEAR + DAY) == frozenset()


def test_a_tombstone_tells_nothing() -> None:
    """It differs by account and event, and neither stands in it."""
    stones = {tombstone(name, event) for name in ("a", "b") for event in ("one", "two")}

    assert len(stones) == 4
    assert all(len(stone) == 32 and stone.isalnum() for stone in stones)
