"""The instances of a series: what RRULE, RDATE, EXRULE and EXDATE lines give (RFC 5545, 3.8.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import cast

from dateutil.rrule import rrule, rruleset, rrulestr

from tests.google_server.answers import Resource, bad_request
from tests.google_server.times import moment_of, write_instant, zone_named

#: How many instances an endless series has where no window ends it. Google's own horizon is not documented; a daily
#: series was seen to give 730.
MOST_INSTANCES = 730

_LINE = re.compile(r"(RRULE|EXRULE|RDATE|EXDATE)((?:;[^:;=]+=[^:;]+)*):(.+)", re.IGNORECASE)
_UNTIL = re.compile(r"UNTIL=(\d{8})(T\d{6})?(Z)?", re.IGNORECASE)


def check_lines(resource: Resource, zone: tzinfo) -> None:
    """Refuse recurrence lines that cannot be read."""
    for line in resource.get("recurrence", ()):
        if not _LINE.fullmatch(line):
            raise bad_request(f"Invalid recurrence rule: {line}.", "invalid")
    if resource.get("recurrence"):
        next(starts(resource, zone), None)


def starts(resource: Resource, zone: tzinfo) -> Iterator[datetime]:
    """
    Yield where the instances of a series start, in order.

    Timed ones are counted on the clock of the series' own zone, so that an hour stays the same through a change to
    summer time. Those of days have no zone.
    """
    is_all_day = "date" in resource["start"]
    own = zone if is_all_day else _own_zone(resource, zone)
    first = moment_of(resource["start"], zone).astimezone(own)
    first = first.replace(tzinfo=None) if is_all_day else first
    rules = rruleset()
    try:
        for line in resource["recurrence"]:
            _add(rules, line, first)
    except ValueError as error:
        raise bad_request(f"Invalid recurrence rule ({error}).", "invalid") from None
    yield from rules


def _own_zone(resource: Resource, zone: tzinfo) -> tzinfo:
    name = resource["start"].get("timeZone")
    return zone_named(name) if name else zone


def _add(rules: rruleset, line: str, first: datetime) -> None:
    """Add one line. ValueError where it makes no sense."""
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(line)
    name = match[1].upper()
    if name in ("RRULE", "EXRULE"):
        rule = cast(rrule, rrulestr(_with_right_until(match[3], first), dtstart=first))
        (rules.rrule if name == "RRULE" else rules.exrule)(rule)
        if name == "RRULE":
            return
    else:
        own = dict(part.split("=", 1) for part in match[2].upper().split(";") if part)
        for text in match[3].split(","):
            moment = _read_moment(text, match[2] if "TZID" in own else "", first)
            (rules.rdate if name == "RDATE" else rules.exdate)(moment)
    if name == "RDATE":
        rules.rdate(first)


def _with_right_until(rule: str, first: datetime) -> str:
    """Give UNTIL the form that goes with the start: UTC for a time with a zone, none for a day."""

    def right(match: re.Match[str]) -> str:
        if first.tzinfo is None:
            return f"UNTIL={match[1]}T235959"
        if match[3]:
            return match.group()
        local = datetime.strptime(match[1] + (match[2] or "T235959"), "%Y%m%dT%H%M%S").replace(tzinfo=first.tzinfo)
        return f"UNTIL={local.astimezone(UTC):%Y%m%dT%H%M%SZ}"

    return _UNTIL.sub(right, rule)


def _read_moment(text: str, parameters: str, first: datetime) -> datetime:
    """Read a date or time of RDATE and EXDATE, in the form of the start."""
    digits = text.strip().upper()
    moment = datetime.strptime(digits[:15].rstrip("Z"), "%Y%m%dT%H%M%S" if "T" in digits else "%Y%m%d")  # noqa: DTZ007
    if first.tzinfo is None:
        return datetime.combine(moment.date(), time())
    if digits.endswith("Z"):
        return moment.replace(tzinfo=UTC).astimezone(first.tzinfo)
    named = re.search(r"TZID=([^;]+)", parameters, re.IGNORECASE)
    if "T" not in digits:
        moment = datetime.combine(moment.date(), first.time())
    return moment.replace(tzinfo=zone_named(named[1]) if named else first.tzinfo).astimezone(first.tzinfo)


def instances(
    resource: Resource, zone: tzinfo, lower: datetime | None = None, upper: datetime | None = None
) -> Iterator[Resource]:
    """Yield the instances of a series that end after *lower* and start before *upper*, in order."""
    length = _length(resource, zone)

    def in_window() -> Iterator[datetime]:
        for start in starts(resource, zone):
            moment = start if start.tzinfo else start.replace(tzinfo=zone)
            if upper is not None and moment >= upper:
                return
            if lower is None or moment + length > lower:
                yield start

    for start in islice(in_window(), MOST_INSTANCES if upper is None else None):
        yield _instance(resource, start, length)


def find_instance(resource: Resource, zone: tzinfo, event_id: str) -> Resource | None:
    """Give the instance of that id."""
    match = re.fullmatch(r"(\d{8})(?:T(\d{6})Z)?", event_id.removeprefix(f"{resource['id']}_"))
    if match is None:
        return None
    try:
        form = "%Y%m%d%H%M%S"
        about = datetime.strptime(match[1] + (match[2] or "000000"), form).replace(tzinfo=UTC)
    except ValueError:
        return None
    near = instances(resource, zone, about - timedelta(days=2), about + timedelta(days=2))
    return next((one for one in near if one["id"] == event_id), None)


def _length(resource: Resource, zone: tzinfo) -> timedelta:
    if "date" in resource["start"]:
        return date.fromisoformat(resource["end"]["date"]) - date.fromisoformat(resource["start"]["date"])
    own = _own_zone(resource, zone)
    first, last = (moment_of(resource[edge], zone).astimezone(own) for edge in ("start", "end"))
    return last.replace(tzinfo=None) - first.replace(tzinfo=None)


def _instance(resource: Resource, start: datetime, length: timedelta) -> Resource:
    """Give the series' own event on another day."""
    if start.tzinfo is None:
        begins: Resource = {"date": f"{start:%Y-%m-%d}"}
        ends: Resource = {"date": f"{start + length:%Y-%m-%d}"}
    else:
        begins = {**resource["start"], "dateTime": write_instant(start)}
        ends = {**resource["end"], "dateTime": write_instant(start + length)}
    single = {key: value for key, value in resource.items() if key != "recurrence"}
    return single | {
        "id": instance_id(resource["id"], start),
        "recurringEventId": resource["id"],
        "originalStartTime": begins,
        "start": begins,
        "end": ends,
    }


def instance_id(master: str, start: datetime) -> str:
    """Give the id of the instance that starts then (a datetime without a zone is a day)."""
    if start.tzinfo is None:
        return f"{master}_{start:%Y%m%d}"
    return f"{master}_{start.astimezone(UTC):%Y%m%dT%H%M%SZ}"
