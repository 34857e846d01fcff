"""Days and hours by the contract, section 4, worked out without the program's own arithmetic."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from tests.simulation.meeting import Meeting
from tests.simulation.plans import HOLIDAYS, Plans

DAY = timedelta(days=1)
#: Drafts that are due on a day lie there from this hour on, or from that of the reminders if it is earlier.
MORNING = time(8)


def is_business_day(day: date) -> bool:
    """No Saturday, no Sunday, no public holiday."""
    return day.isoweekday() < 6 and day not in HOLIDAYS


def business_days_after(day: date, count: int) -> date:
    """Give the *count*-th business day after *day*."""
    while count:
        day += DAY
        count -= is_business_day(day)
    return day


def business_day_from(day: date) -> date:
    """Give *day*, or the first business day after it."""
    while not is_business_day(day):
        day += DAY
    return day


def months_after(day: date, months: int) -> date:
    """Give the same day of the month, or the month's last."""
    year, month = divmod(day.month - 1 + months, 12)
    wanted = day.day
    while True:
        try:
            return date(day.year + year, month + 1, wanted)
        except ValueError:
            wanted -= 1


def instant(day: date, at: time, plans: Plans) -> datetime:
    """Give a local hour in UTC."""
    return datetime.combine(day, at, plans.zone).astimezone(UTC)


def standing_at(day: date, plans: Plans) -> datetime:
    """Give the instant at which reminders stand on *day*."""
    return instant(day, plans.at, plans)


def written_at(day: date, plans: Plans) -> datetime:
    """Give the instant from which on a draft that is due on *day* lies there."""
    return instant(day, min(plans.at, MORNING), plans)


def last_day(one: Meeting, zone: tzinfo) -> date:
    """Give the day on which it ends."""
    return max(one.start, one.end - timedelta(seconds=1)).astimezone(zone).date()
