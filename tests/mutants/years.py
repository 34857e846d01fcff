"""
Simulated years up to the first that breaks the law: `python -m tests.mutants.years FIRST COUNT`.

The last line says what broke, and the exit status is 1 then.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

from tests.simulation.story import live

#: A year takes a second; one that takes so long does not end.
_ENDLESS_SECONDS = 90


def main() -> int:
    """Live the years from the seed *FIRST* on."""
    first, count = map(int, sys.argv[1:])
    for seed in range(first, first + count):

        def give_up(_signal: int, _frame: FrameType | None, seed: int = seed) -> None:
            # No exception: the service survives most of them.
            print(f"year {seed} does not end within {_ENDLESS_SECONDS} seconds: a hang", flush=True)
            os._exit(1)

        signal.signal(signal.SIGALRM, give_up)
        signal.alarm(_ENDLESS_SECONDS)
        if broken := live(seed).broken:
            print(f"year {seed}: {broken}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
