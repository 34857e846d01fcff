"""Where reminders keep clear of what else is on the watched calendars (`reminders.avoid_busy`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from daemon.domain.item import Kind
from daemon.domain.occurrence import Occurrence, Participation
from tests.simulation.days import instant, standing_at
from tests.simulation.meeting import ME
from tests.simulation.plans import Plans

Span = tuple[datetime, datetime]
#: What keeps clear, and within which hours it begins.
HOURS = {Kind.FOLLOW_UP: (time(8), time(21)), Kind.FEEDBACK_CALL: (time(9), time(17))}
#: So long a reminder is.
LENGTH = timedelta(minutes=15)


def busy_of(occurrences: Iterable[Occurrence], free: Iterable[str] = ()) -> list[Span]:
    """Give when *occurrences* take up the person's time; those with the UIDs *free* do not."""
    free = set(free)
    return [
        (one.start, one.end)
        for one in occurrences
        if not (one.is_cancelled or one.all_day or one.uid in free or one.start >= one.end)
        and not any(guest.email == ME and guest.participation is Participation.DECLINED for guest in one.attendees)
    ]


def is_free(start: datetime, busy: Iterable[Span]) -> bool:
    """Say whether a reminder that begins at *start* lies over nothing."""
    return not any(begin < start + LENGTH and start < end for begin, end in busy)


def wanted_at(kind: Kind, day: date, plans: Plans) -> list[datetime]:
    """Give where it may stand as far as nothing is in the way: at the reminders' hour, brought into its own hours."""
    wanted = standing_at(day, plans)
    begin, end = (instant(day, hour, plans) for hour in HOURS[kind])
    if wanted < begin:
        # Nobody is called early; whether anything else is put off until the morning is nowhere said.
        return [begin] if kind is Kind.FEEDBACK_CALL else [begin, wanted]
    return [wanted] if wanted + LENGTH <= end else [end - LENGTH, end]


def earliest(kind: Kind, day: date, plans: Plans) -> datetime:
    """Give the instant from which on it may be too late to put it on *day*."""
    wanted = standing_at(day, plans)
    return min(wanted, instant(day, HOURS[kind][0], plans)) if plans.avoids_busy and kind in HOURS else wanted


def is_in_hours(kind: Kind, start: datetime, day: date, plans: Plans) -> bool:
    """Say whether *start* is where something of *kind* may be moved to on *day*."""
    begin, end = (instant(day, hour, plans) for hour in HOURS[kind])
    return begin <= start <= end


def misplaced(kind: Kind, start: datetime, days: Sequence[date], plans: Plans, busy: Sequence[Span]) -> str:
    """Say what is wrong with *start* for a reminder that is to stand on one of *days*, "" for nothing."""
    if not plans.avoids_busy:
        return "" if start in [standing_at(day, plans) for day in days] else "at another hour than is wanted"
    day = start.astimezone(plans.zone).date()
    if day not in days:
        return "on another day"
    if start == standing_at(day, plans) and is_free(start, busy):
        return ""  # It stood there before anything was to be kept clear of.
    if start not in wanted_at(kind, day, plans) and not is_in_hours(kind, start, day, plans):
        return "at an hour at which nobody is to be called" if kind is Kind.FEEDBACK_CALL else "at night"
    if is_free(start, busy):
        return ""
    begin, end = (instant(day, hour, plans) for hour in HOURS[kind])
    starts = [begin, *(ending for _, ending in busy if begin <= ending <= end - LENGTH)]
    if any(is_free(one, busy) for one in starts):
        return "over something else, and there is time on that day"
    return "" if start in wanted_at(kind, day, plans) else "over something else, and not at its own hour"
