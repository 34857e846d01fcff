"""
When a recurring event takes place: RRULE and RDATE (RFC 5545, 3.8.5) within a span, with bounded work.

The counting is done by recurring-ical-events and dateutil. Both go through a rule from its beginning, and a rule that
never matches through all years to 9999; what would take them longer than a moment is refused here, in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from daemon.domain.occurrence import TimeSpan

#: Steps from the beginning of a rule to the end of the span; a daily rule of 130 years, an hourly one of five.
_MOST_STEPS = 50_000
#: Occurrences on one day by BYHOUR, BYMINUTE and BYSECOND.
_MOST_A_DAY = 48
_STEP = {
    "HOURLY": timedelta(hours=1),
    "DAILY": timedelta(days=1),
    "WEEKLY": timedelta(days=7),
    "MONTHLY": timedelta(days=28),
    "YEARLY": timedelta(days=365),
}
#: With the short frequencies these parts can keep a rule from ever matching, which only the year 9999 would show.
_ONLY_IN_LONG_RULES = ("BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYEASTER")


class UnreadableRule(ValueError):
    """A recurrence that is not counted out; the message says why, in words that follow "the event"."""


def starts(
    rules: Sequence[Mapping[str, Any]],
    extra: Iterable[date | datetime | tuple[Any, Any]],
    first: date | datetime,
    span: TimeSpan,
    home: tzinfo,
) -> list[tuple[date | datetime, timedelta | None]]:
    """
    Give the starts within *span*, of the type and in the zone of *first*, with their own length where RDATE has one.

    *rules* are icalendar's `vRecur`, *extra* the RDATEs, *first* is DTSTART: a date, a floating time (meant in
    *home*) or an aware one. Exceptions (EXDATE) and overrides are the caller's.

    Raises:
        UnreadableRule: A rule is broken, or would take too long to count out.
    """
    import recurring_ical_events
    from icalendar import Calendar, Event, vDDDLists, vDDDTypes

    for rule in rules:
        _refuse_endless(rule, _instant(first, home), span.end)
    skeleton = Event()
    skeleton["UID"] = "series"
    skeleton["DTSTART"] = vDDDTypes(first)
    skeleton["RRULE"] = [_with_whole_last_day(rule, first) for rule in rules]
    skeleton["RDATE"] = [vDDDLists([moment]) for moment in extra]
    calendar = Calendar()
    calendar.add_component(skeleton)
    low, high = span.start, span.end
    if not isinstance(first, datetime) or first.tzinfo is None:
        low, high = (moment.astimezone(home).replace(tzinfo=None) for moment in (low, high))
    try:
        found = recurring_ical_events.of(calendar).between(low, high)
    except Exception as error:  # hostile rules make the two libraries raise nearly anything
        raise UnreadableRule(f"has a recurrence rule that cannot be read ({error})") from error
    own_length = timedelta(0) if isinstance(first, datetime) else timedelta(days=1)
    result: list[tuple[date | datetime, timedelta | None]] = []
    for event in found:
        start, length = event["DTSTART"].dt, event["DTEND"].dt - event["DTSTART"].dt
        result.append((start, None if length == own_length else length))
    return result


def _instant(moment: date | datetime, home: tzinfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=home)
    return (moment if moment.tzinfo else moment.replace(tzinfo=home)).astimezone(UTC)


def _refuse_endless(rule: Mapping[str, Any], first: datetime, until: datetime) -> None:
    """Raise `UnreadableRule` for a rule that would take long to count out."""
    frequency = str(_one(rule, "FREQ", "")).upper()
    if frequency in ("SECONDLY", "MINUTELY"):
        raise UnreadableRule(f"recurs every {frequency[:-2].lower()}, more often than Afterword reads")
    if frequency not in _STEP:
        raise UnreadableRule("has a recurrence rule without a frequency")
    interval = max(1, int(_one(rule, "INTERVAL", 1)))
    parts = {name.upper(): values if isinstance(values, list) else [values] for name, values in rule.items()}
    a_day = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        a_day *= len(parts.get(name, ())) or 1
    if a_day > _MOST_A_DAY or (until - first) / _STEP[frequency] / interval > _MOST_STEPS:
        raise UnreadableRule("recurs more often than Afterword counts")
    if any(not 1 <= int(month) <= 12 for month in parts.get("BYMONTH", ())):
        raise UnreadableRule("has a recurrence rule with a month that does not exist")
    if frequency in ("MONTHLY", "YEARLY"):
        return
    never = any(abs(int(day)) > 28 or interval > 1 for day in parts.get("BYMONTHDAY", ()))
    if never or any(name in parts for name in _ONLY_IN_LONG_RULES):
        raise UnreadableRule(f"has a {frequency.lower()} recurrence rule with parts that Afterword does not read")


def _with_whole_last_day(rule: Mapping[str, Any], first: date | datetime) -> Any:
    """Give *rule* with an UNTIL that is a day, where 3.3.10 asks for a time, meaning the end of that day."""
    from icalendar import vRecur

    until = _one(rule, "UNTIL", None)
    if not isinstance(first, datetime) or not isinstance(until, date) or isinstance(until, datetime):
        return rule
    last = datetime.combine(until, time.max.replace(microsecond=0), first.tzinfo)
    return vRecur({**rule, "UNTIL": [last.astimezone(UTC) if last.tzinfo else last]})


def _one(rule: Mapping[str, Any], name: str, default: object) -> Any:
    value = rule.get(name, default)
    return value[0] if isinstance(value, list) else value
