"""When to try again after a failure: a decision; the service does the waiting."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


def next_try(attempts: int, now: datetime, retry_after: timedelta | None = None) -> datetime:
    """
    Give when something that failed for the *attempts*-th time (from 1) may be tried again.

    Waits double from `FIRST_WAIT` to `LONGEST_WAIT`; what the server asked for (*retry_after*) is the least.
    """
    wait: timedelta = min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
    return now + max(wait, retry_after or timedelta())
