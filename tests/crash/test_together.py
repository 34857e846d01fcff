"""Two passes at once, as real processes: one of each thing, whoever comes first."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.crash.matrix import Matrix
from tests.crash.shim import Fault, How
from tests.crash.together import made, problem, started
from tests.crash.world import World


def number_of(matrix: Matrix, call: str, where: str) -> int:
    """Give the number of the first write of this kind."""
    return next(one.number for one in matrix.writes if one.call == call and one.where.startswith(where))


def test_two_that_start_together_make_one_of_each(world: World, library: Path) -> None:
    """The one waits for the other and finds all done."""
    matrix = Matrix(world, "over")

    assert [problem(matrix, library) for _ in range(2)] == ["", ""]


@pytest.mark.parametrize(
    ("call", "where"),
    [
        ("pwrite", "state/ledger.sqlite-journal"),  # in the first step of making the ledger
        ("pwrite", "state/pass-"),  # with the lock in its hands
        ("link", "mail/Drafts/cur/"),  # with a claim, and no draft
        ("rename", "calendars/Interview follow-ups"),  # with a calendar that has no name yet
    ],
)
def test_one_that_stands_still_in_the_middle_is_waited_for(local: World, library: Path, call: str, where: str) -> None:
    """A second pass begins while the first is stopped, and the first goes on: one of each."""
    matrix = Matrix(local, "over")
    local.restore()

    with started(local, library, Fault(How.STOP, number_of(matrix, call, where))) as (first,):
        first.wait_until_stopped()
        with started(local, library, None) as (second,):
            first.process.send_signal(signal.SIGCONT)
            runs = [first.end(), second.end()]

    assert [(run.status, run.err) for run in runs] == [(0, ""), (0, "")]
    assert [made(run) for run in runs] == [6, 0] or where.endswith("journal")
    assert sum(made(run) for run in runs) == 6
    assert local.view() == matrix.after


def test_one_that_stays_still_is_not_waited_for_for_ever(local: World, library: Path) -> None:
    """After ten seconds the second says who is in the way and ends with 1; the first, going on, does its work."""
    matrix = Matrix(local, "over")
    local.restore()

    with started(local, library, Fault(How.STOP, number_of(matrix, "link", "mail/Drafts/cur/"))) as (first,):
        first.wait_until_stopped()
        with started(local, library, None) as (second,):
            late = second.end()
        first.process.send_signal(signal.SIGCONT)
        done = first.end()

    assert late.status == 1
    assert f"Another Afterword (process {first.process.pid}) is working on" in late.err
    assert "waited 10 seconds" in late.err
    assert "Traceback" not in late.err
    assert (done.status, done.err, made(done)) == (0, "", 6)
    assert local.view() == matrix.after


def test_killed_while_another_waits(local: World, library: Path) -> None:
    """The one that waits takes the lock over from the dead and makes good what it left: one of each."""
    matrix = Matrix(local, "over")
    local.restore()
    # Numbers count from 1, so this is what comes after the link.
    rest = matrix.writes[number_of(matrix, "link", "mail/Drafts/cur/") :]
    unsettled = next(one for one in rest if "ledger" in one.where)

    with started(local, library, Fault(How.STOP, unsettled.number)) as (first,):
        first.wait_until_stopped()
        with started(local, library, None) as (second,):
            first.process.kill()
            run = second.end()

    assert (run.status, run.err, made(run)) == (0, "", 5)
    assert local.view() == matrix.after
