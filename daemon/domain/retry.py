"""When to try again after a failure: a decision; the service does the waiting."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)

#: No server is waited for longer: Gmail's limits of a day.
LONGEST_ASKED = timedelta(hours=12)


def next_try(attempts: int, now: datetime, retry_after: timedelta | None = None) -> datetime:
    """
    Give when something that failed for the *attempts*-th time (from 1) may be tried again.

    Waits double from `FIRST_WAIT` to `LONGEST_WAIT`; what the server asked for (*retry_after*) is the least.
    """
    wait: timedelta = min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
    return now + max(wait, retry_after or timedelta())


def is_held_up(retry_at: datetime | None, failing_since: datetime | None, now: datetime) -> bool:
    """
    Say whether something that may be tried again at *retry_at* has to wait for that.

    What was taken down while the clock was ahead holds nothing up once the clock is right.
    """
    if retry_at is None or (failing_since is not None and failing_since > now):
        return False
    return now < retry_at <= now + LONGEST_ASKED
