"""The program killed, and the disk full, at some of its writes; `make crash` does it at every one."""

from __future__ import annotations

import pytest

from tests.crash.conftest import Opener
from tests.crash.matrix import Matrix
from tests.crash.shim import How
from tests.crash.world import World

#: Every so manieth fault of a situation is tried; a prime, so that all kinds of faults have their turn.
STRIDE = 97


@pytest.mark.parametrize(
    ("backend", "situation", "start"),
    [
        ("local", "over", 3),
        ("local", "noted", 13),
        ("local", "moved", 23),
        ("local", "asked", 28),
        ("local", "called, unsaid", 33),
        ("local", "saying rejected", 48),
        ("local", "closing, called", 53),
        ("google", "over", 8),
        ("google", "noted", 18),
        ("google", "forgotten", 38),
        ("google", "called", 58),
        ("google", "asked, rejected", 63),
        ("google", "closing", 68),
        ("google", "opening", 73),
        ("google, list", "over", 43),
    ],
)
def test_a_pass_that_was_disturbed_is_made_good_by_the_next(
    open_world: Opener, backend: str, situation: str, start: int
) -> None:
    """Exactly one of everything, in the words of a pass that was not disturbed; then there is nothing more to do."""
    matrix = Matrix(open_world(backend), situation)

    cases = [matrix.case(fault) for fault in matrix.faults()[start::STRIDE]]

    assert cases
    assert [str(case) for case in cases if case.problems] == []


def test_every_write_is_counted(local: World) -> None:
    """Ledger, lock, index, drafts and reminders, from the first folder to the last file that SQLite takes away."""
    matrix = Matrix(local, "over")

    places = {one.where.partition("/")[0] for one in matrix.writes}
    assert places == {"state", "mail", "calendars", "."}
    assert {one.call for one in matrix.writes} >= {
        "mkdir",
        "open",
        "write",
        "pwrite",
        "fsync",
        "link",
        "rename",
        "unlink",
    }
    assert {one.how for one in matrix.faults()} == {How.KILL, How.TEAR, How.FULL, How.FULL_ON}
    assert matrix.writes[-1].where == "state/ledger.sqlite-wal"
