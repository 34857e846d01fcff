"""Two passes at once, as real processes that start like any other."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.crash.matrix import Matrix
from tests.crash.nursery import Run
from tests.crash.shim import Fault
from tests.crash.world import World
from tests.local_account import PROGRAM, until

#: A pass waits so long for another (contract, section 7), and ends soon after.
LONGEST = 60


@dataclass
class Process:
    """A pass that is under way."""

    process: subprocess.Popen[str]

    def end(self) -> Run:
        """Wait for its end."""
        out, err = self.process.communicate(timeout=LONGEST)
        return Run(self.process.returncode, out, err)

    def wait_until_stopped(self) -> None:
        """Wait until it is stopped by a signal."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        until(lambda: stat.read_text().rpartition(")")[2].split()[0] == "T", "the process to be stopped")


@contextmanager
def started(world: World, library: Path, *faults: Fault | None) -> Iterator[list[Process]]:
    """Start a pass on *world* for each of *faults*, all at once; none outlives the block."""
    command = [*PROGRAM, "sync", "--json"]
    environments = [world.environment(fault) | {"LD_PRELOAD": str(library)} for fault in faults]
    processes = [
        subprocess.Popen(command, env=one, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for one in environments
    ]
    try:
        yield [Process(one) for one in processes]
    finally:
        for one in processes:
            one.kill()
            one.communicate()


def made(run: Run) -> int:
    """Count what a pass says that it wrote anew."""
    created = run.document["accounts"][0]["created"]
    return int(created["drafts"] + created["reminders"])


def problem(matrix: Matrix, library: Path) -> str:
    """Start two passes at once from the beginning of *matrix*, and say what is wrong with it; "" for nothing."""
    matrix.world.restore()
    with started(matrix.world, library, None, None) as both:
        runs = [one.end() for one in both]
    if any(run.status or run.err for run in runs):
        return str(runs)
    # All by one of them: the other waited.
    if 0 not in map(made, runs) or matrix.world.view() != matrix.after:
        return f"each made some: {runs}, or together they made something else: {matrix.world.view()}"
    return ""
