"""
When a request is tried again within a pass: a decision, and the one budget of waiting that a pass has.

https://developers.google.com/workspace/calendar/api/guides/quota: min(2^n + up to a second, a ceiling), at least a
second. What does not succeed within the budget is left to the next pass, whose time the engine decides.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta

#: How often a request is made at most.
TRIES = 4
CEILING = timedelta(seconds=32)
#: How long a pass waits for one account's servers in all, time-outs not counted.
BUDGET = timedelta(seconds=45)


class Patience:
    """The waiting of one pass; *sleep* takes seconds, *chance* gives 0 to 1."""

    def __init__(
        self, sleep: Callable[[float], None] = time.sleep, chance: Callable[[], float] = random.random
    ) -> None:
        self._sleep = sleep
        self._chance = chance
        self._left = BUDGET

    def renew(self) -> None:
        """Begin a new pass."""
        self._left = BUDGET

    def pause(self, span: timedelta) -> None:
        """Wait for *span*, whatever is left: for what takes time at the server."""
        self._sleep(span.total_seconds())

    def wait(self, tries: int, retry_after: timedelta | None = None) -> bool:
        """
        Wait before another try, *tries* having failed (from 1); False, at once, where there shall be none.

        What the server asked for (*retry_after*) is the least; where that is more than is left, it is not waited for.
        """
        pause = min(timedelta(seconds=2 ** (tries - 1) + self._chance()), CEILING)
        if retry_after is not None:
            # Jitter here too: everybody who was sent away was told the same.
            pause = max(pause, retry_after + timedelta(seconds=self._chance()))
        if tries >= TRIES or pause > self._left:
            return False
        self._left -= pause
        self._sleep(pause.total_seconds())
        return True
