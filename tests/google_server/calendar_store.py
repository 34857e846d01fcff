"""Calendars and their events. What was deleted stays as a tombstone; each change has a number, by which deltas go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from zoneinfo import ZoneInfo

from tests.google_server.answers import Resource, not_found
from tests.google_server.recurrence import find_instance
from tests.google_server.times import moment_of, write_stamp, zone_named


@dataclass(frozen=True, slots=True)
class Stored:
    """An event as it was after its last change. Its times are kept read, in UTC, since lists ask often."""

    resource: Resource
    start: datetime
    end: datetime
    #: The number of its last change.
    change: int
    #: A tombstone that tells no more than that something was here.
    is_bare: bool = False

    @property
    def id(self) -> str:
        """Give the event's id."""
        return str(self.resource["id"])

    @property
    def is_cancelled(self) -> bool:
        """Say whether the event is deleted or cancelled."""
        return bool(self.resource["status"] == "cancelled")

    @property
    def is_series(self) -> bool:
        """Say whether this is the master of a series."""
        return bool(self.resource.get("recurrence"))

    @property
    def master(self) -> str | None:
        """Give the id of the series that this is an instance of."""
        return self.resource.get("recurringEventId")


@dataclass
class OneCalendar:
    """A calendar, with the person's own settings of it."""

    id: str
    summary: str
    time_zone: str
    description: str = ""
    access_role: str = "owner"
    is_primary: bool = False
    #: Whether this client made it: all that the scope calendar.app.created lets one see.
    is_app_created: bool = False
    default_reminders: list[Resource] = field(default_factory=list)
    #: What calendarList.patch sets besides.
    settings: Resource = field(default_factory=dict)
    change: int = 0
    updated: str = ""
    events: dict[str, Stored] = field(default_factory=dict)
    #: Of each series, the ids of the instances that were changed or cancelled.
    exceptions: dict[str, set[str]] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """Give the calendar's zone."""
        return zone_named(self.time_zone)

    @property
    def is_writable(self) -> bool:
        """Say whether the person may change events."""
        return self.access_role in ("owner", "writer")

    def find(self, event_id: str) -> Stored | None:
        """Give an event, a tombstone, or an instance of a series that nobody has touched yet."""
        if event_id in self.events:
            return self.events[event_id]
        master = self.events.get(event_id.rpartition("_")[0])
        if master is None or not master.is_series:
            return None
        instance = find_instance(master.resource, self.zone, event_id)
        return None if instance is None else self.instance(master, instance)

    def instance(self, master: Stored, resource: Resource) -> Stored:
        """Give an untouched instance; it is as old as its series."""
        return Stored(resource, *self._times(resource), master.change, master.is_bare)

    def keep(self, resource: Resource, change: int, *, is_bare: bool) -> Stored:
        """Keep an event in the place of the one with its id."""
        stored = self.events[resource["id"]] = Stored(resource, *self._times(resource), change, is_bare)
        if stored.master:
            self.exceptions.setdefault(stored.master, set()).add(stored.id)
        return stored

    def set_zone(self, name: str) -> None:
        """Move the calendar to another zone: its days begin and end at other times."""
        self.time_zone = name
        for stored in list(self.events.values()):
            self.keep(stored.resource, stored.change, is_bare=stored.is_bare)

    def _times(self, resource: Resource) -> tuple[datetime, datetime]:
        start, end = (moment_of(resource[edge], self.zone).astimezone(UTC) for edge in ("start", "end"))
        return start, end


class CalendarStore:
    """All calendars of the account."""

    def __init__(self, account: str, now: Callable[[], datetime]) -> None:
        self._account = account
        self._now = now
        self._changes = count(1)
        self.calendars: dict[str, OneCalendar] = {}

    def calendar(self, calendar_id: str) -> OneCalendar:
        """Give a calendar; "primary" is another name of the account's. A refusal (404) where there is none."""
        found = self.calendars.get(self._account if calendar_id == "primary" else calendar_id)
        if found is None:
            raise not_found()
        return found

    def touch(self, calendar: OneCalendar) -> int:
        """Note that the calendar changed, and give the number of the change."""
        calendar.change = next(self._changes)
        calendar.updated = write_stamp(self._now())
        return calendar.change

    def put(self, calendar: OneCalendar, resource: Resource, *, is_bare: bool = False) -> Stored:
        """Keep an event in the place of the one with its id; it gets a new ETag, and `updated` (see `_stamps`)."""
        change = self.touch(calendar)
        old = calendar.events.get(resource["id"])
        full = resource | self._stamps(calendar, old, resource) | {"etag": f'"{3_000_000_000_000_000 + change}"'}
        return calendar.keep(full, change, is_bare=is_bare)

    def _stamps(self, calendar: OneCalendar, old: Stored | None, new: Resource) -> Resource:
        """Give `created` and `updated`. Changing only the reminders is no update [Event.updated]."""
        if old is None:
            return {"created": calendar.updated, "updated": calendar.updated}
        aside = ("reminders", "etag", "updated", "created")
        before, after = ({k: v for k, v in one.items() if k not in aside} for one in (old.resource, new))
        updated = old.resource["updated"] if before == after else calendar.updated
        return {"created": old.resource["created"], "updated": updated}

    def delete(self, calendar: OneCalendar, stored: Stored) -> None:
        """Make a tombstone of an event; those of a series take their changed instances with them."""
        self.put(calendar, stored.resource | {"status": "cancelled"}, is_bare=True)
        if stored.is_series:
            for event_id in sorted(calendar.exceptions.get(stored.id, ())):
                self.put(calendar, calendar.events[event_id].resource | {"status": "cancelled"}, is_bare=True)
