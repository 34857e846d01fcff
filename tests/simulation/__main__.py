"""
Run years: `python -m tests.simulation [--seed N] [--years N] [--jobs N]`.

Each year has a seed of its own, from `--seed` on. Those that break the law are told as short stories, and the exit
status is 1.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.simulation.story import Outcome, live, tell

#: So many stories are worth reading at once.
STORIES = 5


def main() -> int:
    """Parse, run, tell."""
    parser = argparse.ArgumentParser(description="Simulated years of people who look for a job.")
    parser.add_argument("--seed", type=int, default=1, help="the first year's seed")
    parser.add_argument("--years", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--story", action="store_true", help="tell the whole year of the seed")
    args = parser.parse_args()
    say = partial(print, flush=True)
    if args.story:
        outcome = live(args.seed)
        say("\n".join(outcome.told), outcome.broken, sep="\n")
        return 1 if outcome.broken else 0
    begun = time.monotonic()
    seeds = range(args.seed, args.seed + args.years)
    broken: list[int] = []
    passes = writes = judged = 0
    skipped: Counter[str] = Counter()
    with ProcessPoolExecutor(args.jobs) as pool:
        results: list[Outcome] = []
        for seed, outcome in zip(seeds, pool.map(live, seeds, chunksize=8), strict=True):
            results.append(outcome)
            if outcome.broken:
                broken.append(seed)
                say(f"seed {seed}: {outcome.broken}")
        passes = sum(one.passes for one in results)
        writes = sum(one.writes for one in results)
        judged = sum(one.judged for one in results)
        skipped = sum((one.skipped for one in results), Counter())
    seconds = time.monotonic() - begun
    say(
        f"{args.years} person-years in {seconds:.0f} s on {args.jobs} processes: {args.years / seconds:.1f} a second; "
        f"{passes} passes, {writes} writes, {judged} applications judged, {skipped.total()} not"
    )
    for why, often in skipped.most_common():
        say(f"  {often} not: {why}")
    for seed in broken[:STORIES]:
        say("", tell(seed), sep="\n")
    if broken:
        say(f"\n{len(broken)} of {args.years} years broke the law. One again: make simulate YEARS=1 SEED={broken[0]}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
