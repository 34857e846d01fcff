"""Business days and clock times in the account's zone."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dateutil.relativedelta import relativedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def is_business_day(day: date, holidays: AbstractSet[date]) -> bool:
    """Say whether *day* is no Saturday, no Sunday and no public holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def business_day_from(day: date, holidays: AbstractSet[date]) -> date:
    """Give *day* itself if it is a business day, else the next one."""
    while not is_business_day(day, holidays):
        day += ONE_DAY
    return day


def add_business_days(day: date, count: int, holidays: AbstractSet[date]) -> date:
    """Give the business day that is *count* of them after *day*; for 0 the first one from *day* on."""
    if count == 0:
        return business_day_from(day, holidays)
    for _ in range(count):
        day = business_day_from(day + ONE_DAY, holidays)
    return day


def add_months(day: date, months: int) -> date:
    """Give the same day of the month *months* later, or that month's last day."""
    return day + relativedelta(months=months)


def instant(day: date, clock: time, zone: tzinfo) -> datetime:
    """
    Give *clock* on *day* in *zone*, in UTC.

    A time that daylight saving skips is read with the offset before the gap, so it comes out an hour later on the
    clock; one that occurs twice is the first (PEP 495, fold=0).
    """
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def next_minute(moment: datetime) -> datetime:
    """Give *moment* if it is a whole minute, else the next one: calendars show no seconds."""
    whole = moment.replace(second=0, microsecond=0)
    return moment if whole == moment else whole + timedelta(minutes=1)


def outside_quiet_hours(moment: datetime, quiet_from: time, quiet_until: time, zone: tzinfo) -> datetime:
    """Give *moment*, or where it lies in the night from *quiet_from* on, the next *quiet_until*; in UTC."""
    local = moment.astimezone(zone)
    if local.time() >= quiet_from:
        return instant(local.date() + ONE_DAY, quiet_until, zone)
    if local.time() < quiet_until:
        return instant(local.date(), quiet_until, zone)
    return moment.astimezone(UTC)


def minutes_in_words(span: timedelta) -> str:
    """Give *span* as "1 minute", "15 minutes"."""
    minutes = int(span.total_seconds() // 60)
    return f"{minutes} minute" if minutes == 1 else f"{minutes} minutes"


def business_days_in_words(count: int) -> str:
    """Give "1 business day", "5 business days"."""
    return f"{count} business day" if count == 1 else f"{count} business days"
