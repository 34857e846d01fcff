"""
Break the program in every way of the table: `python -m tests.mutants [NAME ...] [--jobs N] [--both]`.

A NAME is a part of a mutant's name, or of its file's. Exit status 1 where one lives; 2 where nothing could be told: the
table does not fit the code, or the program is broken without any mutant.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.copies import ROOT, Copy
from tests.mutants.detectors import Unusable, Verdict, judge
from tests.mutants.mutant import Misplaced, Mutant, all_mutants, chosen

#: Simulated years that a mutant has to survive.
YEARS = 40


def main() -> int:
    """Parse, break, tell."""
    parser = argparse.ArgumentParser(description="Mutants of the program, and what catches them.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a part of a mutant's name, or of its file's")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="mutants at a time")
    parser.add_argument("--years", type=int, default=YEARS, help="simulated years for each")
    parser.add_argument("--both", action="store_true", help="run the tests also where the simulation has caught one")
    args = parser.parse_args()
    mutants = chosen(all_mutants(), args.names)
    if not mutants:
        parser.error(f"no mutant's name contains {' or '.join(args.names)}")
    begun = time.monotonic()
    verdicts = []
    try:
        fit(mutants)
        with _copies(args.jobs) as on_a_copy:
            # What notices something has to be silent where nothing is broken: the years before, the tests that noticed
            # something (all of them would take too long) afterwards.
            if any(one.simulate for one in mutants):
                _must_be_silent(on_a_copy([_nothing()], args.years, False))
            for verdict in on_a_copy(mutants, args.years, args.both):
                verdicts.append(verdict)
                _tell(verdict)
            if tests := sorted({name for one in verdicts for name in one.catching_tests}):
                _must_be_silent(on_a_copy([_nothing(tests)], args.years, False))
    except (Misplaced, Unusable) as error:
        print(error, file=sys.stderr)
        return 2
    return _sum_up(verdicts, time.monotonic() - begun)


def _nothing(tests: Sequence[str] = ()) -> Mutant:
    """Give a mutant that breaks nothing, looked at by *tests*, or by the simulation."""
    return Mutant("nothing", "", "", (), not tests, (tuple(tests),) if tests else ())


def _must_be_silent(verdicts: Iterable[Verdict]) -> None:
    for verdict in verdicts:
        for catch in verdict.catches:
            raise Unusable(f"The program is broken without any mutant: {catch.told}")


def fit(mutants: Iterable[Mutant]) -> None:
    """Raise `Misplaced` where the table does not fit the code, with all that does not."""
    problems = []
    for one in mutants:
        try:
            one.broken((ROOT / one.file).read_text(encoding="utf-8"))
        except Misplaced as error:
            problems.append(str(error))
    if problems:
        raise Misplaced("\n".join(problems))


@contextmanager
def _copies(jobs: int) -> Iterator[Callable[[Sequence[Mutant], int, bool], Iterator[Verdict]]]:
    """Give what judges mutants, *jobs* at a time, in their order."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, ThreadPoolExecutor(jobs) as pool:
        free: SimpleQueue[Copy] = SimpleQueue()
        for number in range(jobs):
            free.put(Copy(Path(folder) / str(number)))

        def on_a_copy(mutants: Sequence[Mutant], years: int, everything: bool) -> Iterator[Verdict]:
            def one(mutant: Mutant) -> Verdict:
                copy = free.get()
                try:
                    return judge(mutant, copy, years, everything=everything)
                finally:
                    free.put(copy)

            return pool.map(one, mutants)

        yield on_a_copy


def _tell(verdict: Verdict) -> None:
    mutant = verdict.mutant
    print(f"{'LIVES ' if verdict.lives else 'caught'} {verdict.seconds:4.0f} s  {mutant.name}", flush=True)
    for catch in verdict.catches:
        print(f"{'simulation' if catch.by_simulation else 'test':>15}: {catch.told}", flush=True)
    if verdict.lives:
        print(f"{mutant.file:>15}: {mutant.hurts}", flush=True)


def _sum_up(verdicts: Sequence[Verdict], seconds: float) -> int:
    alive = [one.mutant for one in verdicts if one.lives]
    simulated = sum(one.mutant.simulate for one in verdicts)
    by_simulation = sum(any(catch.by_simulation for catch in one.catches) for one in verdicts)
    print(
        f"\n{len(verdicts)} mutants in {seconds:.0f} s: {len(verdicts) - len(alive)} caught, "
        f"{by_simulation} of them by the simulation, which looked at {simulated}"
    )
    for one in alive:
        print(f"LIVES: {one.name} ({one.file}): {one.hurts}")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
