"""
Simulated years up to the first that breaks the law: `python -m tests.mutants.years FIRST COUNT`.

The last line says what broke, and the exit status is 1 then.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType

from tests.simulation.story import live

#: A year takes a second; one that takes so long does not end.
_ENDLESS_SECONDS = 90


class Endless(BaseException):
    """A hang. No `Exception`: the service would survive it."""


def main() -> int:
    """Live the years from the seed *FIRST* on."""
    first, count = map(int, sys.argv[1:])
    signal.signal(signal.SIGALRM, _give_up)
    for seed in range(first, first + count):
        signal.alarm(_ENDLESS_SECONDS)
        if broken := live(seed).broken:
            print(f"year {seed}: {broken.splitlines()[0]}")
            return 1
    return 0


def _give_up(_signal: int, _frame: FrameType | None) -> None:
    raise Endless(f"a year does not end within {_ENDLESS_SECONDS} seconds: a hang")


if __name__ == "__main__":
    sys.exit(main())
