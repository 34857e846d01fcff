"""
Reminders as iCalendar objects (RFC 5545), one to a file or CalDAV resource, and back.

Writing goes through icalendar's `Event`, so that escaping and folding are the library's; reading back gives the same
fingerprint as long as no person changed anything, whatever a sync tool did to order, DTSTAMP, SEQUENCE or alarms.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from daemon.domain.item import Kind, Reminder

_HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Afterword//Reminders//EN\r\n"
_TAIL = b"END:VCALENDAR\r\n"
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def to_ical(reminder: Reminder, *, now: datetime) -> bytes:
    """
    Write *reminder* as a VCALENDAR with one VEVENT: CRLF, folded, UTF-8, times in the reminder's zone.

    *now* (aware) is the DTSTAMP. What iCalendar cannot hold is left out as `as_written` says.
    """
    from icalendar import Alarm, Event, vDDDLists

    reminder = as_written(reminder)
    moments = (reminder.start, reminder.end, *reminder.also_at)
    zone = _zone_to_write(moments)
    start, end, *also_at = (moment.astimezone(zone) for moment in moments)
    event = Event()
    event.add("uid", reminder.name)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", reminder.title)
    if reminder.description:
        event.add("description", reminder.description)
    if reminder.location:
        event.add("location", reminder.location)
    event.add("dtstart", start)
    event.add("dtend", end)
    if also_at:
        # RDATE (3.8.5.2), not RRULE: each occurrence was moved to a business day of its own.
        event.add("rdate", vDDDLists(also_at))
    event.add("status", "TENTATIVE" if reminder.is_tentative else "CONFIRMED")
    # A reminder keeps nobody from inviting the person at that time (3.8.2.7).
    event.add("transp", "TRANSPARENT")
    event.add("x-afterword-kind", reminder.kind.value)
    for minutes in reminder.popups:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", reminder.title)
        alarm.add("trigger", timedelta(minutes=-minutes))
        event.add_component(alarm)

    timezone = _timezone(zone, min(moments).year, max(moments).year) if isinstance(zone, ZoneInfo) else b""
    written: bytes = event.to_ical()
    return _HEAD + timezone + written + _TAIL


def as_written(reminder: Reminder) -> Reminder:
    """
    Give *reminder* as `from_ical` will read it: without what iCalendar has no way to hold.

    That is control characters (RFC 5545, 3.1), parts of a second (3.3.12), and an occurrence said twice.
    """
    start = reminder.start.replace(microsecond=0)
    also_at = {moment.replace(microsecond=0) for moment in reminder.also_at} - {start}
    return replace(
        reminder,
        title=" ".join(_clean(reminder.title).split()),
        description=_clean(reminder.description),
        location=_clean(reminder.location).strip(),
        start=start,
        end=reminder.end.replace(microsecond=0),
        also_at=tuple(sorted(also_at)),
    )


def from_ical(data: bytes) -> Reminder:
    """
    Read a reminder back.

    Raises:
        ValueError: It cannot be read, or is no longer one of ours: several events, made all-day, cancelled, with a rule
            or with moved occurrences.
    """
    from icalendar import Calendar

    try:
        (event,) = Calendar.from_ical(data).events
        return _reminder(event)
    except Exception as error:  # foreign bytes make a parser fail in any way there is
        raise ValueError(f"not a reminder of ours: {type(error).__name__}") from error


def _reminder(event: Any) -> Reminder:
    """Read one VEVENT, an `icalendar.Event`; its properties are of thirty types, so any may turn out the wrong one."""
    status = str(event.get("STATUS", "")).upper()
    if status == "CANCELLED" or "RRULE" in event or "RECURRENCE-ID" in event:
        raise ValueError("the person has other plans with it")
    start, end = _moment(event.start), _moment(event.end)
    left_out = {_moment(value) for value in _moments(event, "EXDATE")}
    also_at = sorted({_moment(value) for value in _moments(event, "RDATE")} - left_out - {start})
    if start in left_out:
        raise ValueError("its first occurrence was deleted")
    return Reminder(
        name=str(event["UID"]),
        kind=Kind(str(event["X-AFTERWORD-KIND"])) if "X-AFTERWORD-KIND" in event else Kind.FOLLOW_UP,
        title=str(event.get("SUMMARY", "")),
        description=str(event.get("DESCRIPTION", "")),
        start=start,
        end=end,
        is_tentative=status == "TENTATIVE",
        popups=tuple(
            -int(alarm["TRIGGER"].dt.total_seconds()) // 60
            for alarm in event.walk("VALARM")
            if isinstance(alarm["TRIGGER"].dt, timedelta)
        ),
        also_at=tuple(also_at),
        location=str(event.get("LOCATION", "")),
    )


def _moments(event: Any, name: str) -> Iterator[object]:
    """Give all values of a property that is a list of times and may stand several times."""
    found = event.get(name, [])
    for line in found if isinstance(found, list) else [found]:
        for value in line.dts:
            yield value.dt


def _moment(value: object) -> datetime:
    """Refuse what is not an aware time: a day, a period, a floating time."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError("not a time in a zone")
    return value


def _clean(text: str) -> str:
    """Leave out control characters and half surrogates; every kind of line end becomes a plain one."""
    return _UNWRITABLE.sub("", "\n".join(text.splitlines()))


def _zone_to_write(moments: Sequence[datetime]) -> tzinfo:
    """
    Give the IANA zone that the times are written in, that of the first; else UTC.

    UTC too where a time lies in the hour that daylight saving repeats: local time cannot tell its second round.
    """
    zone = moments[0].tzinfo
    has_name = isinstance(zone, ZoneInfo) and zone.key and zone.key not in {"UTC", "Etc/UTC"}
    return zone if zone and has_name and not any(moment.fold for moment in moments) else UTC


@functools.lru_cache(maxsize=64)
def _timezone(zone: ZoneInfo, first: int, last: int) -> bytes:
    """
    Write the VTIMEZONE (3.6.5) that holds from the year *first* to the year *last*, from zoneinfo's transitions.

    Each onset stands alone, in local time before it (DTSTART with TZOFFSETFROM). icalendar 7.3 can do this too, but
    puts the onset into local time after it, an hour late in spring.
    """
    # A day more at either side: the year of a local time may be another one in UTC.
    begin, end = datetime(first - 1, 12, 31, tzinfo=UTC), datetime(last + 1, 1, 2, tzinfo=UTC)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone.key}", *_observance(zone, begin, begin)]
    before = begin
    while before < end:
        after = before + timedelta(days=1)
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            lines += _observance(zone, before, _onset(zone, before, after))
        before = after
    lines.append("END:VTIMEZONE")
    return "".join(f"{line}\r\n" for line in lines).encode()


def _onset(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """Find the minute between *before* and *after* (UTC) at which the zone's offset changes."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(minutes=1):
        middle = before + timedelta(minutes=(after - before) // timedelta(minutes=2))
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def _observance(zone: tzinfo, before: datetime, onset: datetime) -> list[str]:
    """Write what holds in *zone* from *onset* on (UTC); *before* is a time under the offset that held until then."""
    old, new = before.astimezone(zone), onset.astimezone(zone)
    word = "DAYLIGHT" if new.dst() else "STANDARD"
    local = onset.replace(tzinfo=None) + (old.utcoffset() or timedelta())
    return [
        f"BEGIN:{word}",
        f"DTSTART:{local:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{old:%z}",
        f"TZOFFSETTO:{new:%z}",
        f"TZNAME:{new:%Z}",
        f"END:{word}",
    ]
