"""A free quarter of an hour on a day: where a reminder stands when it is to keep clear of other events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from daemon.domain.days import next_minute
from daemon.domain.occurrence import TimeSpan


def is_free(start: datetime, length: timedelta, busy: Iterable[TimeSpan]) -> bool:
    """Say whether nothing of *busy* lies between *start* (aware) and *length* after it."""
    return _in_the_way(start, length, busy) is None


def free_slot(wanted: datetime, length: timedelta, within: TimeSpan, busy: Iterable[TimeSpan]) -> datetime:
    """
    Give the first free start from *wanted* on so that *length* fits into *within*, else the first of that day.

    Where nothing is free, or *length* does not fit, it is *wanted*, brought into *within*.
    """
    spans = sorted((one for one in busy if one.overlaps(within.start, within.end)), key=lambda one: one.start)
    wanted = max(within.start, min(wanted, within.end - length))
    for first in (wanted, within.start):
        found = next(_free_from(first, length, within.end, spans), None)
        if found is not None:
            return found
    return wanted


def _free_from(start: datetime, length: timedelta, end: datetime, busy: Iterable[TimeSpan]) -> Iterator[datetime]:
    while start + length <= end:
        obstacle = _in_the_way(start, length, busy)
        if obstacle is None:
            yield start
            return
        start = next_minute(obstacle.end)


def _in_the_way(start: datetime, length: timedelta, busy: Iterable[TimeSpan]) -> TimeSpan | None:
    """Give what ends last of all that lies in the way."""
    there = (one for one in busy if one.start < start + length and one.end > start)
    return max(there, key=lambda one: one.end, default=None)
