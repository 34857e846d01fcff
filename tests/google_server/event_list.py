"""Which events a list shows: windows, filters, the expansion of series, and what changed since a sync token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from tests.google_server.answers import bad_request
from tests.google_server.calendar_store import OneCalendar, Stored
from tests.google_server.discovery import Call
from tests.google_server.recurrence import instances
from tests.google_server.times import read_instant, write_stamp

#: Of a deleted series, only about six months of cancelled instances were seen to come back.
_TOMBSTONE_REACH = timedelta(days=91)


@dataclass(frozen=True)
class Wanted:
    """What a list asks for."""

    now: datetime
    lower: datetime | None = None
    upper: datetime | None = None
    #: Whether series are shown as their instances.
    is_expanded: bool = False
    shows_deleted: bool = False
    #: Only what changed after the change with this number.
    since: int | None = None
    updated_min: str | None = None
    ical_uid: str | None = None
    types: frozenset[str] = frozenset()
    #: ("private", "key", "value")
    properties: tuple[tuple[str, str, str], ...] = ()
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, call: Call, now: datetime, since: int | None) -> Self:
        """Read the parameters of events.list."""
        lower, upper = window(call)
        updated_min = write_stamp(read_instant(call.text("updatedMin"))) if call.text("updatedMin") else None
        return cls(
            now=now,
            lower=lower,
            upper=upper,
            is_expanded=call.flag("singleEvents"),
            # What was deleted belongs to every delta, the one by time included.
            shows_deleted=call.flag("showDeleted") or since is not None or updated_min is not None,
            since=since,
            updated_min=updated_min,
            ical_uid=call.text("iCalUID") or None,
            types=frozenset(call.all("eventTypes")),
            properties=tuple(_properties(call)),
            words=tuple(call.text("q").casefold().split()),
        )

    def in_window(self, stored: Stored) -> bool:
        """Say whether the event ends after the lower bound and starts before the upper one, both exclusive."""
        return (self.lower is None or stored.end > self.lower) and (self.upper is None or stored.start < self.upper)

    def fits(self, stored: Stored) -> bool:
        """Say whether the filters let the event pass, the window and deletion aside."""
        event = stored.resource
        return (
            (self.since is None or stored.change > self.since)
            and (self.updated_min is None or event["updated"] >= self.updated_min)
            and (self.ical_uid is None or event["iCalUID"] == self.ical_uid)
            and (not self.types or event.get("eventType", "default") in self.types)
            and all(
                event.get("extendedProperties", {}).get(part, {}).get(key) == value
                for part, key, value in self.properties
            )
            and (not self.words or all(word in _text_of(stored) for word in self.words))
        )


def window(call: Call) -> tuple[datetime | None, datetime | None]:
    """Read timeMin and timeMax."""
    lower, upper = (
        read_instant(call.text(name)).astimezone(UTC) if call.text(name) else None for name in ("timeMin", "timeMax")
    )
    if lower is not None and upper is not None and lower >= upper:
        raise bad_request("The specified time range is empty.", "timeRangeEmpty")
    return lower, upper


def _properties(call: Call) -> Iterator[tuple[str, str, str]]:
    for part in ("private", "shared"):
        for constraint in call.all(f"{part}ExtendedProperty"):
            key, sign, value = constraint.partition("=")
            if not sign:
                raise bad_request(f"{constraint!r} is not name=value.", "invalid")
            yield part, key, value


def _text_of(stored: Stored) -> str:
    """Give what a free search looks at."""
    event = stored.resource
    people = [*event.get("attendees", []), event.get("organizer", {})]
    names = (one.get(key, "") for one in people for key in ("displayName", "email"))
    return " ".join([*(event.get(key, "") for key in ("summary", "description", "location")), *names]).casefold()


def select(calendar: OneCalendar, wanted: Wanted) -> list[Stored]:
    """Give the events that a list shows, in a stable order: that of their making."""
    found: list[Stored] = []
    for stored in calendar.events.values():
        if stored.is_series:
            found += _series(calendar, stored, wanted) if wanted.fits(stored) else ()
        elif wanted.in_window(stored) and wanted.fits(stored) and _is_shown(calendar, stored, wanted):
            found.append(stored)
    return found


def _is_shown(calendar: OneCalendar, stored: Stored, wanted: Wanted) -> bool:
    """Say whether deletion hides an event that is no series."""
    if not stored.is_cancelled or wanted.shows_deleted:
        return True
    # Whoever expands series alone has to know which instances are off [events.list.showDeleted].
    master = calendar.events.get(stored.master or "")
    return not wanted.is_expanded and master is not None and not master.is_cancelled


def _series(calendar: OneCalendar, master: Stored, wanted: Wanted) -> Iterator[Stored]:
    """Yield a series, or its instances other than those that are kept on their own."""
    if master.is_cancelled and not wanted.shows_deleted:
        return
    if not wanted.is_expanded:
        if next(untouched(calendar, master, wanted.lower, wanted.upper), None) is not None:
            yield master
        return
    lower, upper = wanted.lower, wanted.upper
    if master.is_cancelled:
        lower, upper = lower or wanted.now - _TOMBSTONE_REACH, upper or wanted.now + _TOMBSTONE_REACH
    yield from untouched(calendar, master, lower, upper)


def untouched(
    calendar: OneCalendar, master: Stored, lower: datetime | None, upper: datetime | None
) -> Iterator[Stored]:
    """Yield the instances of a series that nobody has changed."""
    touched = calendar.exceptions.get(master.id, set())
    for resource in instances(master.resource, calendar.zone, lower, upper):
        if resource["id"] not in touched:
            yield calendar.instance(master, resource)


def ordered(found: list[Stored], order_by: str) -> list[Stored]:
    """Give the events in the order that was asked for."""
    if order_by == "startTime":
        return sorted(found, key=lambda stored: stored.start)
    if order_by == "updated":
        return sorted(found, key=lambda stored: str(stored.resource["updated"]))
    return found
