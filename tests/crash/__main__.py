"""`make crash`: every fault at every write of every situation, in folders and at Google, with figures."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash import shim
from tests.crash.matrix import Case, Matrix
from tests.crash.nursery import Nursery
from tests.crash.shim import How
from tests.crash.situations import SITUATIONS
from tests.crash.together import problem
from tests.crash.world import opened

#: So many passes at once.
WORKERS = 2
#: So often two passes start at once.
ROUNDS = 20
#: So many of the cases that failed are told in full.
SHOWN = 10


@dataclass
class Tally:
    """What was tried in one situation."""

    name: str
    writes: int = 0
    cases: list[Case] = field(default_factory=list)

    @property
    def failed(self) -> list[Case]:
        """Give the cases in which something was wrong."""
        return [case for case in self.cases if case.problems]

    def line(self) -> str:
        """Give the figures."""
        hows = Counter(case.fault.how for case in self.cases)
        kills = hows[How.KILL] + hows[How.AFTER]
        full = hows[How.FULL] + hows[How.FULL_ON]
        return f"{self.name:30}{self.writes:7}{kills:7}{hows[How.TEAR]:7}{full:7}{len(self.failed):8}"


def main() -> int:
    """Try everything; 1 where something was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth case")
    parser.add_argument("--only", default="", metavar="TEXT", help='only situations such as "local noted"')
    options = parser.parse_args()
    if not shim.has_compiler():
        print(
            "cc is not installed: no write can be disturbed. Debian, Ubuntu: apt install gcc libc6-dev", file=sys.stderr
        )
        return 1
    began = time.monotonic()
    everything = [(backend, name) for backend in ("local", "google") for name in SITUATIONS]
    # Where the login may read the list of calendars, a calendar whose making had no answer is found again.
    everything.insert(0, ("google, list", "over"))
    chosen = [(backend, name) for backend, name in everything if options.only in f"{backend} {name}"]
    print(f"{'situation':30}{'writes':>7}{'kills':>7}{'torn':>7}{'full':>7}{'failed':>8}", flush=True)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WORKERS) as pool:
        library = shim.build(Path(folder))
        tallies = []
        for backend, name in chosen:
            place = Path(folder) / f"{backend} {name}".replace(" ", "-")
            parts = pool.map(
                lambda part, backend=backend, name=name, place=place: _part(
                    library, place / str(part), backend, name, options.every, part
                ),
                range(WORKERS),
            )
            tally = _together(f"{backend} {name}", list(parts))
            print(tally.line(), flush=True)
            tallies.append(tally)
        _sum_up(tallies, time.monotonic() - began)
        troubles = [] if options.only else _two_at_once(library, Path(folder))
    return int(bool(troubles) or any(tally.failed for tally in tallies))


def _two_at_once(library: Path, folder: Path) -> list[str]:
    """Start two passes at once, again and again, and say what went wrong."""
    troubles = []
    for backend in ("local", "google"):
        place = folder / f"{backend}-together"
        place.mkdir()
        with Nursery(library, place) as nursery, opened(backend, place, nursery) as world:
            matrix = Matrix(world, "over")
            troubles += [one for one in (problem(matrix, library) for _ in range(ROUNDS)) if one]
    print(f"Two at once: {ROUNDS} times in folders and {ROUNDS} times at Google; {len(troubles)} failed.")
    for one in troubles[:SHOWN]:
        print(f"\nFAILED: two at once: {one}")
    return troubles


def _part(library: Path, place: Path, backend: str, name: str, every: int, part: int) -> tuple[int, list[Case]]:
    """Try one worker's share of the cases."""
    place.mkdir(parents=True)
    with Nursery(library, place) as nursery, opened(backend, place, nursery) as world:
        matrix = Matrix(world, name)
        return len(matrix.writes), [matrix.case(fault) for fault in matrix.faults()[::every][part::WORKERS]]


def _together(name: str, parts: Sequence[tuple[int, list[Case]]]) -> Tally:
    return Tally(name, parts[0][0], [case for _, cases in parts for case in cases])


def _sum_up(tallies: Sequence[Tally], seconds: float) -> None:
    """Print what it came to, and what failed."""
    cases = [case for tally in tallies for case in tally.cases]
    total = Tally(f"{len(tallies)} situations", sum(tally.writes for tally in tallies), cases)
    left = {file.rpartition("/")[0] for case in cases for file in case.leftovers}
    print(f"{total.line()}\n{len(cases)} cases in {seconds:.0f} s; {len(total.failed)} failed.")
    if left:
        count = sum(bool(case.leftovers) for case in cases)
        print(f"After {count} of them a scratch file stayed that no reader looks at, in: {', '.join(sorted(left))}")
    failed = [(tally, case) for tally in tallies for case in tally.failed]
    for tally, case in failed[:SHOWN]:
        print(f"\nFAILED: {tally.name}, {case}")
    if len(failed) > SHOWN:
        print(
            f"\n... and {len(failed) - SHOWN} more: "
            + "; ".join(f"{one.name}, {it.fault}" for one, it in failed[SHOWN:])
        )


if __name__ == "__main__":
    sys.exit(main())
