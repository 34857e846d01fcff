"""RFC 3339 and zones: what the APIs read, and how they write it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.google_server.answers import Resource, bad_request

_LOCAL = r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?"
INSTANT = re.compile(rf"{_LOCAL}(?:[Zz]|[+-]\d\d:\d\d)")
LOCAL = re.compile(_LOCAL)
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def read_instant(text: str) -> datetime:
    """Read an RFC 3339 time with its offset; fractions of a second are dropped. ValueError for anything else."""
    if not INSTANT.fullmatch(text):
        raise ValueError(f"{text!r} is no RFC 3339 time with an offset")
    return datetime.fromisoformat(text.upper()).replace(microsecond=0)


def write_instant(moment: datetime) -> str:
    """Write *moment* in its own zone, UTC as "Z"."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def write_stamp(moment: datetime) -> str:
    """Write *moment* as `created` and `updated` are written: UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo:
    """Give the zone of that IANA name; a refusal for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise bad_request(f"Invalid time zone definition: {name}.", "invalid") from None


def moment_of(when: Resource, zone: tzinfo) -> datetime:
    """
    Give the instant of an EventDateTime.

    A day begins at midnight in *zone*, the calendar's. A time without an offset is one in its own zone, or else in
    the calendar's: there are no floating times.
    """
    if "date" in when:
        return datetime.combine(date.fromisoformat(when["date"]), time(), zone)
    moment = datetime.fromisoformat(when["dateTime"].upper())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone_named(when["timeZone"]) if when.get("timeZone") else zone)
    return moment


def shown_in(when: Resource, zone: tzinfo) -> Resource:
    """Give an EventDateTime with its time converted to *zone*; its own zone's name stays."""
    if "date" in when:
        return {"date": when["date"]}
    return {**when, "dateTime": write_instant(moment_of(when, zone).astimezone(zone))}


def as_event_time(when: object) -> object:
    """Give a datetime or date of Python as an EventDateTime, for tests; anything else as it is."""
    if isinstance(when, datetime):
        if when.tzinfo is None:
            raise ValueError(f"{when} has no zone")
        own = {"timeZone": when.tzinfo.key} if isinstance(when.tzinfo, ZoneInfo) else {}
        return {"dateTime": write_instant(when), **own}
    if isinstance(when, date):
        return {"date": when.isoformat()}
    return when
