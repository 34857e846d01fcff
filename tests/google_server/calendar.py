"""Google Calendar: who answers which method, and what the person or other people do by hand."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.google_server import schema
from tests.google_server.answers import ApiError, Resource, Violation
from tests.google_server.calendar_methods import CalendarMethods
from tests.google_server.calendar_store import CalendarStore, OneCalendar, Stored
from tests.google_server.discovery import Call, document
from tests.google_server.event_methods import EventMethods
from tests.google_server.event_rules import check_event, new_event_id
from tests.google_server.event_view import show
from tests.google_server.paging import Pages, SyncTokens
from tests.google_server.recurrence import instance_id
from tests.google_server.times import as_event_time, moment_of


class Calendar:
    """
    The calendars of one account.

    The helpers act as the person in Google's own programs, or as an organiser elsewhere: they need no token, and are
    not bound by the rules for clients. What they are given is held against the schema all the same.
    """

    def __init__(
        self, account: str, name: str, time_zone: str, now: Callable[[], datetime], lock: threading.RLock
    ) -> None:
        self.account = account
        self._lock = lock
        self._store = CalendarStore(account, now)
        self._tokens = SyncTokens()
        self._lists = CalendarMethods(account, self._store, Pages())
        self._events = EventMethods(account, name, now, self._store, Pages(), self._tokens)
        self._store.calendars[account] = OneCalendar(account, account, time_zone, is_primary=True)
        self._store.touch(self._store.calendars[account])

    def call(self, call: Call) -> Resource | None:
        """Answer a method."""
        method = self._lists.methods.get(call.method.id) or self._events.methods.get(call.method.id)
        if method is None:
            raise Violation(f"{call.method.id}: the stand-in does not play this method")
        return method(call)

    @property
    def full_tombstones(self) -> bool:
        """Say whether deleted events are shown with all their fields, not only with what is guaranteed."""
        return self._events.full_tombstones

    @full_tombstones.setter
    def full_tombstones(self, value: bool) -> None:
        self._events.full_tombstones = value

    def expire_sync_tokens(self) -> None:
        """Answer every sync token given so far with 410 from now on."""
        with self._lock:
            self._tokens.expire()

    def add_calendar(
        self,
        calendar_id: str,
        summary: str,
        time_zone: str = "Europe/Berlin",
        description: str = "",
        *,
        primary: bool = False,
        access_role: str = "owner",
        app_created: bool = False,
    ) -> None:
        """
        Add a calendar, or change what one is called and its zone.

        *app_created* says that this client made it: with the scope calendar.app.created it sees no other.
        """
        if primary != (calendar_id == self.account):
            raise ValueError(f"the primary calendar's id is {self.account}")
        with self._lock:
            calendar = OneCalendar(
                calendar_id, summary, time_zone, description, access_role, primary, is_app_created=app_created
            )
            if old := self._store.calendars.get(calendar_id):
                calendar.events, calendar.exceptions = old.events, old.exceptions
                calendar.set_zone(time_zone)
            self._store.calendars[calendar_id] = calendar
            self._store.touch(calendar)

    def delete_calendar(self, calendar_id: str) -> None:
        """Delete a calendar with all that is in it."""
        with self._lock:
            del self._store.calendars[self._store.calendar(calendar_id).id]

    def calendars(self) -> dict[str, str]:
        """Give the names of all calendars by their ids."""
        with self._lock:
            return {one.id: one.summary for one in self._store.calendars.values()}

    def put_event(self, calendar_id: str, **fields: Any) -> str:
        """
        Put an event into a calendar, and give its id.

        It takes the place of the event with its id, or of the one with its iCalUID (and originalStartTime); that is
        an edit. *start*, *end* and *originalStartTime* may be a datetime or date of Python. With status "cancelled" it
        is an organiser's cancellation: it keeps all its fields.
        """
        event: Resource = {name: as_event_time(value) for name, value in fields.items()}
        schemas = document("calendar", "v3")["schemas"]
        if problems := list(schema.problems(event, {"$ref": "Event"}, schemas)):
            raise ValueError("; ".join(problems))
        with self._lock:
            calendar = self._store.calendar(calendar_id)
            event_id = event.get("id") or self._same(calendar, event) or self._new_id(calendar, event)
            old = calendar.events.get(event_id)
            known = {
                name: old.resource[name] for name in ("iCalUID", "creator", "organizer", "sequence") if old is not None
            }
            organiser = {"email": self.account}
            own: Resource = self._events.defaults(calendar, event_id) | {"creator": organiser, "organizer": organiser}
            event = own | known | event
            for role in ("creator", "organizer"):
                event[role] = self._with_self(event[role])
            return self._put(calendar, event).id

    def edit_event(self, calendar_id: str, event_id: str, **changes: Any) -> Resource:
        """Change fields of an event or of one instance, as the person or the organiser does; None takes one away."""
        with self._lock:
            calendar = self._store.calendar(calendar_id)
            event = dict(self._find(calendar, event_id).resource)
            for name, value in changes.items():
                event[name] = as_event_time(value)
                if value is None:
                    del event[name]
            return self._shown(calendar, self._put(calendar, event))

    def delete_event(self, calendar_id: str, event_id: str) -> None:
        """Delete an event, a series, or one instance."""
        with self._lock:
            calendar = self._store.calendar(calendar_id)
            self._store.delete(calendar, self._find(calendar, event_id))

    def event(self, calendar_id: str, event_id: str) -> Resource:
        """Give an event with all its fields, also a deleted one. KeyError where there never was one."""
        with self._lock:
            calendar = self._store.calendar(calendar_id)
            return self._shown(calendar, self._find(calendar, event_id))

    def events(self, calendar_id: str) -> list[Resource]:
        """Give the events that are neither deleted nor cancelled; series as such, with their changed instances."""
        with self._lock:
            calendar = self._store.calendar(calendar_id)
            return [self._shown(calendar, one) for one in calendar.events.values() if not one.is_cancelled]

    def _find(self, calendar: OneCalendar, event_id: str) -> Stored:
        found = calendar.find(event_id)
        if found is None:
            raise KeyError(event_id)
        return found

    def _put(self, calendar: OneCalendar, event: Resource) -> Stored:
        """Keep an event whose fields need not come from a client."""
        event = self._events.with_own_marks(event)
        try:
            check_event(event, calendar.zone)
        except ApiError as error:
            raise ValueError(str(error)) from error
        return self._store.put(calendar, event)

    def _same(self, calendar: OneCalendar, event: Resource) -> str | None:
        """Give the id of the event that has the same iCalUID, and is the same instance if it is one."""
        if "iCalUID" not in event:
            return None
        return next((one.id for one in calendar.events.values() if self._is_same(calendar, one.resource, event)), None)

    def _is_same(self, calendar: OneCalendar, one: Resource, other: Resource) -> bool:
        originals = [moment_of(it["originalStartTime"], calendar.zone) if "originalStartTime" in it else None
                     for it in (one, other)]  # fmt: skip
        return bool(one["iCalUID"] == other["iCalUID"]) and originals[0] == originals[1]

    def _new_id(self, calendar: OneCalendar, event: Resource) -> str:
        """Give a new event its id: that of the instance, where it is one."""
        if "recurringEventId" not in event:
            return new_event_id()
        original = moment_of(event["originalStartTime"], calendar.zone)
        is_day = "date" in event["originalStartTime"]
        return instance_id(event["recurringEventId"], original.replace(tzinfo=None) if is_day else original)

    def _with_self(self, person: Resource) -> Resource:
        return {**person, "self": True} if person.get("email") == self.account else person

    def _shown(self, calendar: OneCalendar, stored: Stored) -> Resource:
        return show(stored, calendar, calendar.zone, full_tombstones=True)
