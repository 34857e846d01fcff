"""The ledger is deleted: what lies at Google is adopted under whatever name it has by then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from daemon.domain.item import Item, Kind, State
from tests.factories import END, START
from tests.integrations.google.world import GoogleWorld

HOUR = timedelta(hours=1)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[GoogleWorld]:
    world = GoogleWorld(tmp_path)
    yield world
    world.close()


def at(start: datetime, end: datetime) -> dict[str, Any]:
    """Give the fields of an event from *start* to *end*."""
    times = {"start": start, "end": end}
    return {name: {"dateTime": moment.astimezone(UTC).isoformat()} for name, moment in times.items()}


def lying(world: GoogleWorld) -> list[object]:
    """Give all that lies in the drafts and the reminders, down to versions."""
    own = world.account.own_id()
    return [*(draft for draft, _ in world.server.gmail.drafts()), *world.server.calendar.events(own)]


def item(world: GoogleWorld, kind: Kind) -> Item:
    """Give the first item of *kind* in the ledger."""
    return next(one for one in world.ledger.recall("personal").items.values() if one.kind is kind)


def test_what_was_made_anew_is_not_made_twice(world: GoogleWorld) -> None:
    """Notes that were written anew after the interview was put off, with their reminders."""
    world.put_interview()
    world.run_until_quiet()
    world.put_interview(**at(START + 4 * HOUR, END + 4 * HOUR))
    world.run_until_quiet()
    world.now = END + 5 * HOUR
    world.run_until_quiet()
    before = lying(world)
    assert item(world, Kind.THANK_YOU).generation == 1
    world.lose_ledger()

    world.run_until_quiet()

    assert lying(world) == before
    assert item(world, Kind.THANK_YOU).state is State.WRITTEN


def test_a_reminder_that_was_made_anew_is_adopted(world: GoogleWorld) -> None:
    """Google would say of its first name that it was deleted; that was not the person."""
    world.now = START - timedelta(days=2)
    for words in ("#interview", "", "#interview"):
        world.put_interview(description=words)
        world.run_until_quiet()
    before = lying(world)
    assert item(world, Kind.PREPARE).generation == 1
    world.lose_ledger()

    world.run_until_quiet()

    assert lying(world) == before
    assert item(world, Kind.PREPARE).state is State.WRITTEN


def test_what_the_person_deleted_since_is_not_made_again(world: GoogleWorld) -> None:
    """None of its names lies there, and the first one was used."""
    world.now = START - timedelta(days=2)
    for words in ("#interview", "", "#interview"):
        world.put_interview(description=words)
        world.run_until_quiet()
    world.server.calendar.delete_event(world.account.own_id(), item(world, Kind.PREPARE).name)
    world.lose_ledger()

    world.run_until_quiet()

    assert lying(world) == []
    assert item(world, Kind.PREPARE).state is State.YOURS


def test_a_new_ledger_costs_no_request(world: GoogleWorld) -> None:
    """Of what was never made, no further name is asked for."""
    world.put_interview()

    world.run()

    gets = [one for one in world.server.requests if one.method == "GET" and "/events/" in one.path]
    assert gets == []
