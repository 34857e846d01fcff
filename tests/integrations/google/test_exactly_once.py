"""Whatever happens to any one request, and to the process after it: one of each, never two, never none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.google_server import faults
from tests.google_server.faults import Fault
from tests.integrations.google.world import PANEL, GoogleWorld

FAULTS: dict[str, Callable[[], Fault]] = {
    "never arrived": faults.close_before,
    "lost answer": faults.close_after,
    "reset after it was done": faults.reset_after,
    "reset before": faults.reset_before,
    "answer cut off": faults.truncated,
    "no JSON": faults.not_json,
    "503": faults.backend_error,
    "502 of a gateway": lambda: faults.backend_error(502, html=True),
    "404 of a gateway": faults.route_missing,
    "rate limit": faults.rate_limited,
    "too many": lambda: faults.too_many(2),
    "quota": faults.quota_exceeded,
    "not done, 401": faults.unauthorized,
}
ONE_EACH = dict.fromkeys(("Jane Doe <jane.doe@acme.example>", "Omar Haddad <omar@acme.example>"), 1)
AFTERWARDS = dict.fromkeys(("review", "follow_up", "feedback_call"), 1)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[GoogleWorld]:
    world = GoogleWorld(tmp_path)
    yield world
    world.close()


def each_request(world: GoogleWorld, fault: Callable[[], Fault]) -> Iterator[int]:
    """Order *fault* for the first request, then, as long as there are so many, for the second, and so on."""
    for number in range(60):
        world.server.clear_log()
        world.server.faults.add(fault(), skip=number)
        yield number
        if world.server.count() <= number:
            world.server.faults.clear()
            return
        world.server.faults.clear()
    raise AssertionError("a pass makes too many requests")


@pytest.mark.parametrize("name", FAULTS)
def test_one_of_each_is_made(tmp_path: Path, name: str) -> None:
    """Creating: drafts and reminders, in one calendar, whichever request fails."""
    number = 0
    while True:
        folder = tmp_path / str(number)
        folder.mkdir()
        world = GoogleWorld(folder)
        world.put_interview()
        world.server.faults.add(FAULTS[name](), skip=number)
        world.run()
        was_hit = world.server.count() > number
        world.server.faults.clear()

        world.run_until_quiet()

        assert world.drafts() == ONE_EACH, f"request {number}"
        assert world.reminders() == AFTERWARDS, f"request {number}"
        world.close()
        if not was_hit:
            return
        number += 1


@pytest.mark.parametrize("name", FAULTS)
def test_a_change_is_made_once(world: GoogleWorld, name: str) -> None:
    """Replacing drafts and moving reminders: whichever request fails, the new one lies there, alone."""
    world.put_interview()
    world.run_until_quiet()
    for number in each_request(world, FAULTS[name]):
        world.start()
        words = f"the migration number {number}"
        world.put_interview(description=f"#interview\nnotes: {words}\ndecision: 2027-01-{number % 20 + 4:02}")
        world.run()
        world.server.faults.clear()
        world.run_until_quiet()

        assert world.drafts() == ONE_EACH, f"request {number}"
        assert any(words in " ".join(text.split()) for text in world.texts()), f"request {number}"
        assert world.reminders() == AFTERWARDS, f"request {number}"


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_taken_back_goes_once_and_nothing_else(tmp_path: Path, name: str) -> None:
    """A cancelled interview takes its reminders along, whichever request fails; notes that were written stay."""
    number = 0
    while True:
        folder = tmp_path / str(number)
        folder.mkdir()
        world = GoogleWorld(folder)
        world.put_interview()
        world.run_until_quiet()
        world.put_interview(status="cancelled")
        world.start()
        world.server.clear_log()
        world.server.faults.add(FAULTS[name](), skip=number)
        world.run()
        was_hit = world.server.count() > number
        world.server.faults.clear()

        world.run_until_quiet()

        assert world.drafts() == ONE_EACH, f"request {number}"
        assert world.reminders() == {"review": 1}, f"request {number}"
        world.close()
        if not was_hit:
            return
        number += 1


def test_the_panel_is_thanked_in_the_first_pass(world: GoogleWorld) -> None:
    """Without any fault one pass does it all."""
    world.put_interview()

    report = world.run()

    assert not report.errors
    assert report.created.drafts == len(PANEL)
    assert world.drafts() == ONE_EACH
    assert world.reminders() == AFTERWARDS
