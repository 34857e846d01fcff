"""
A reminder as Google Calendar holds it, and back. Pure.

https://developers.google.com/workspace/calendar/api/v3/reference/events. Reading back gives the same fingerprint as
long as no person changed anything; colours, popups and what Google adds by itself do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from daemon.domain.item import Kind, Reminder
from integrations.google.events import moment_of
from integrations.ical_write import as_written

#: Where the kind stands for machines (contract, section 7).
KIND_PROPERTY = "afterword"

#: What of an event of ours is read back.
FIELDS = (
    "id,etag,status,summary,description,location,start,end,recurrence,recurringEventId,attendees(email),htmlLink,"
    "extendedProperties(private)"
)

#: The fingerprint of what is no reminder of ours any more; equals none.
TOUCHED = "touched"

_RDATE = re.compile(r"RDATE(?:;VALUE=DATE-TIME)?(?:;TZID=(?P<zone>[^:;]+))?(?:;VALUE=DATE-TIME)?:(?P<moments>[\dTZ,]+)")


def event_of(reminder: Reminder) -> dict[str, Any]:
    """
    Give the event to insert. Its id is the reminder's name, whose letters (0-9, a-f) Google allows in an id.

    Nobody is invited, and it keeps nobody from inviting the person at that time.
    """
    return {
        "id": reminder.name,
        **changes_of(reminder),
        "transparency": "transparent",
        "reminders": {
            # The calendar's own defaults are the person's, and none while it is new.
            "useDefault": False,
            "overrides": [{"method": "popup", "minutes": minutes} for minutes in reminder.popups],
        },
        "extendedProperties": {"private": {KIND_PROPERTY: reminder.kind.value}},
    }


def changes_of(reminder: Reminder) -> dict[str, Any]:
    """Give what is patched to make another reminder of an event: all that a fingerprint is made of, nothing else."""
    reminder = as_written(reminder)
    zone = _zone(reminder.start.tzinfo)
    return {
        "summary": reminder.title,
        "description": reminder.description,
        "location": reminder.location,
        "start": {"dateTime": reminder.start.isoformat(), "timeZone": zone},
        "end": {"dateTime": reminder.end.isoformat(), "timeZone": zone},
        "status": "tentative" if reminder.is_tentative else "confirmed",
        # RDATE (RFC 5545, 3.8.5.2), no rule: each occurrence was moved to a business day of its own.
        "recurrence": [_rdate(reminder.also_at, zone)] if reminder.also_at else [],
    }


def fingerprint_of(event: Mapping[str, Any], *, has_exceptions: bool) -> str:
    """
    Give `Reminder.fingerprint()` of what lies there; `TOUCHED` where it is no longer built as ours are.

    *has_exceptions*: an occurrence of it was moved or deleted by itself.
    """
    try:
        return TOUCHED if has_exceptions else _reminder(event).fingerprint()
    except (KeyError, TypeError, ValueError):
        return TOUCHED


def _reminder(event: Mapping[str, Any]) -> Reminder:
    """Read an event back. Raises KeyError, TypeError or ValueError where it is not one of ours any more."""
    if event.get("attendees"):
        raise ValueError("somebody was invited")
    start, end = moment_of(event["start"], UTC), moment_of(event["end"], UTC)
    if start is None or end is None:
        raise ValueError("made all-day")
    return Reminder(
        name=str(event["id"]),
        kind=Kind.FOLLOW_UP,  # no part of the fingerprint
        title=str(event.get("summary", "")),
        description=str(event.get("description", "")),
        start=start,
        end=end,
        is_tentative=event.get("status") == "tentative",
        also_at=tuple(sorted(set(_moments(event.get("recurrence") or [])) - {start})),
        location=str(event.get("location", "")),
    )


def _moments(recurrence: Sequence[str]) -> Iterator[datetime]:
    for line in recurrence:
        match = _RDATE.fullmatch(line)
        if match is None:
            raise ValueError("it recurs by a rule of the person's")
        for text in match["moments"].split(","):
            if text.endswith("Z"):
                yield datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            else:
                try:
                    zone = ZoneInfo(match["zone"] or "UTC")
                except (ZoneInfoNotFoundError, OSError) as error:
                    raise ValueError("an unknown zone") from error
                yield datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=zone)


def _zone(zone: tzinfo | None) -> str:
    """Give the IANA name by which Google is to keep the time; recurring events must have one."""
    return zone.key if isinstance(zone, ZoneInfo) and zone.key else "UTC"


def _rdate(moments: Sequence[datetime], zone: str) -> str:
    # In UTC where local time cannot tell the second round of the hour that daylight saving repeats.
    if zone == "UTC" or any(moment.fold for moment in moments):
        return "RDATE:" + ",".join(moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for moment in moments)
    there = ZoneInfo(zone)
    return f"RDATE;TZID={zone}:" + ",".join(moment.astimezone(there).strftime("%Y%m%dT%H%M%S") for moment in moments)
