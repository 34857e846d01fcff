"""events.*: list, instances, get, insert, update, patch, delete."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from tests.google_server.answers import ApiError, Resource, bad_request, not_found
from tests.google_server.calendar_methods import check_if_match, check_if_none_match, covered
from tests.google_server.calendar_store import CalendarStore, OneCalendar, Stored
from tests.google_server.discovery import Call
from tests.google_server.event_list import Wanted, ordered, select, untouched, window
from tests.google_server.event_rules import (
    EVENT_ID,
    SHARED_FLAGS,
    check_event,
    merged,
    new_event_id,
    tidy_properties,
)
from tests.google_server.event_view import show
from tests.google_server.paging import Pages, Rest, SyncTokens
from tests.google_server.times import moment_of, zone_named

#: What a client's update cannot change.
_KEPT = (
    "id",
    "kind",
    "iCalUID",
    "creator",
    "organizer",
    "recurringEventId",
    "originalStartTime",
    "htmlLink",
    "eventType",
)
_MOST_RESULTS = 2500


class EventMethods:
    """The methods, by their ids."""

    def __init__(
        self,
        account: str,
        name: str,
        now: Callable[[], datetime],
        store: CalendarStore,
        pages: Pages,
        tokens: SyncTokens,
    ) -> None:
        self._account = account
        self._name = name
        self._now = now
        self._store = store
        self._pages = pages
        self._tokens = tokens
        self.full_tombstones = False
        self.methods: dict[str, Callable[[Call], Resource | None]] = {
            "calendar.events.list": self._list,
            "calendar.events.instances": self._instances,
            "calendar.events.get": self._get,
            "calendar.events.insert": self._insert,
            "calendar.events.update": self._update,
            "calendar.events.patch": self._patch,
            "calendar.events.delete": self._delete,
        }

    def defaults(self, calendar: OneCalendar, event_id: str) -> Resource:
        """Give what an event has before anybody says more."""
        organiser: Resource = {"email": self._account, "displayName": self._name, "self": True}
        if not calendar.is_primary:
            organiser = {"email": calendar.id, "displayName": calendar.summary, "self": True}
        return {
            "kind": "calendar#event",
            "id": event_id,
            "status": "confirmed",
            "htmlLink": f"https://www.google.com/calendar/event?eid={event_id[:40]}",
            "creator": {"email": self._account, **({"self": True} if calendar.is_primary else {})},
            "organizer": organiser,
            "iCalUID": f"{event_id}@google.com",
            "sequence": 0,
            "reminders": {"useDefault": True},
            "eventType": "default",
        }

    def with_own_marks(self, event: Resource) -> Resource:
        """Mark the person's own entry among the guests, and the organiser's."""
        if "attendees" not in event:
            return event
        guests = []
        for guest in event["attendees"]:
            marks: Resource = {"responseStatus": "needsAction"}
            if guest.get("email") == self._account:
                marks["self"] = True
            if guest.get("email") == event["organizer"].get("email"):
                marks["organizer"] = True
            guests.append(marks | guest)
        return event | {"attendees": guests}

    # Reading.

    def _calendar(self, call: Call) -> OneCalendar:
        calendar = self._store.calendar(call.path["calendarId"])
        if not covered(call, calendar):
            raise not_found()
        return calendar

    def _list(self, call: Call) -> Resource:
        calendar = self._calendar(call)
        if call.text("orderBy") == "startTime" and not call.flag("singleEvents"):
            raise bad_request("The requested ordering is not available for the particular query.")
        since = self._tokens.since(call)
        rest = self._pages.rest(call)
        if rest is None:
            found = ordered(select(calendar, Wanted.of(call, self._now(), since)), call.text("orderBy"))
            rest = self._pages.start(call, found, calendar.change)
        return self._page(call, calendar, rest, with_token=True)

    def _instances(self, call: Call) -> Resource:
        calendar = self._calendar(call)
        master = self._stored(calendar, call)
        if not master.is_series:
            raise bad_request("Instances are there of recurring events only.", "invalid")
        rest = self._pages.rest(call)
        if rest is None:
            wanted = Wanted(self._now(), *window(call), shows_deleted=call.flag("showDeleted"))
            rest = self._pages.start(call, self._instances_of(calendar, master, wanted, call.text("originalStart")))
        return self._page(call, calendar, rest, with_token=False)

    def _instances_of(self, calendar: OneCalendar, master: Stored, wanted: Wanted, original_start: str) -> list[Stored]:
        """Give the instances of a series, changed ones among them, by their original start."""
        touched = [calendar.events[event_id] for event_id in calendar.exceptions.get(master.id, ())]
        found = [one for one in touched if wanted.in_window(one)]
        if not master.is_cancelled or wanted.shows_deleted:
            found += untouched(calendar, master, wanted.lower, wanted.upper)
        if not wanted.shows_deleted:
            found = [one for one in found if not one.is_cancelled]
        if original_start:
            form = "date" if len(original_start) == 10 else "dateTime"
            try:
                asked = moment_of({form: original_start}, calendar.zone)
            except ValueError:
                raise bad_request("Invalid value for: originalStart", "invalid") from None
            found = [one for one in found if self._original(calendar, one) == asked]
        return sorted(found, key=lambda one: self._original(calendar, one))

    def _original(self, calendar: OneCalendar, stored: Stored) -> datetime:
        return moment_of(stored.resource["originalStartTime"], calendar.zone)

    def _page(self, call: Call, calendar: OneCalendar, rest: Rest, *, with_token: bool) -> Resource:
        """Give a page of events, in the calendar's own frame."""
        page = self._pages.page(rest, min(call.number("maxResults", 250), _MOST_RESULTS))
        answer: Resource = {
            "kind": "calendar#events",
            "etag": f'"p{calendar.change}"',
            "summary": calendar.summary,
            "description": calendar.description,
            "updated": calendar.updated,
            "timeZone": call.text("timeZone", calendar.time_zone),
            "accessRole": calendar.access_role,
            "defaultReminders": calendar.default_reminders,
            "items": [self._shown(call, calendar, stored) for stored in page.items],
        }
        if page.next_page_token:
            answer["nextPageToken"] = page.next_page_token
        elif with_token and page.change is not None and (token := self._tokens.issue(call, page.change)):
            answer["nextSyncToken"] = token
        return answer

    def _get(self, call: Call) -> Resource:
        calendar = self._calendar(call)
        stored = self._stored(calendar, call)
        check_if_none_match(call, stored.resource["etag"])
        return self._shown(call, calendar, stored)

    def _stored(self, calendar: OneCalendar, call: Call) -> Stored:
        stored = calendar.find(call.path["eventId"])
        if stored is None:
            raise not_found()
        return stored

    def _shown(self, call: Call, calendar: OneCalendar, stored: Stored) -> Resource:
        zone: tzinfo = zone_named(call.text("timeZone")) if call.text("timeZone") else calendar.zone
        most = call.number("maxAttendees", 0) or None
        return show(stored, calendar, zone, max_attendees=most, full_tombstones=self.full_tombstones)

    # Writing.

    def _writable(self, call: Call) -> OneCalendar:
        calendar = self._calendar(call)
        if not calendar.is_writable:
            words = "You need to have writer access to this calendar."
            raise ApiError(403, "requiredAccessLevel", words, domain="calendar")
        return calendar

    def _insert(self, call: Call) -> Resource:
        calendar = self._writable(call)
        event_id = call.body.get("id")
        if event_id is not None and "iCalUID" in call.body:
            raise bad_request("Only one of id and iCalUID may be given.", "invalid")
        if event_id is not None and not EVENT_ID.fullmatch(event_id):
            raise bad_request("Invalid resource id value.", "invalid")
        if call.body.get("eventType") == "fromGmail":
            raise bad_request("Events from Gmail cannot be created.", "invalid")
        # The ids of deleted events stay taken.
        if event_id in calendar.events:
            raise ApiError(409, "duplicate", "The requested identifier already exists.")
        new = self.defaults(calendar, event_id or new_event_id()) | call.body
        return self._keep(call, calendar, new, None)

    def _update(self, call: Call) -> Resource:
        calendar = self._writable(call)
        old = self._to_change(call, calendar)
        kept = {name: old.resource[name] for name in _KEPT if name in old.resource}
        # Whoever does not speak of the status does not revive a deleted event.
        status = old.resource["status"] if old.is_cancelled else "confirmed"
        new = {"status": status, "reminders": {"useDefault": True}, **call.body, **kept}
        return self._keep(call, calendar, {"sequence": old.resource["sequence"], **new}, old)

    def _patch(self, call: Call) -> Resource:
        calendar = self._writable(call)
        old = self._to_change(call, calendar)
        kept = {name: old.resource[name] for name in _KEPT if name in old.resource}
        return self._keep(call, calendar, merged(old.resource, call.body) | kept, old)

    def _to_change(self, call: Call, calendar: OneCalendar) -> Stored:
        """Give the event to change, where the client may and means this version."""
        old = self._stored(calendar, call)
        check_if_match(call, old.resource["etag"])
        if SHARED_FLAGS & call.body.keys() and not old.resource["organizer"].get("self"):
            words = "Shared properties can only be changed by the organizer of the event."
            raise ApiError(403, "forbiddenForNonOrganizer", words, domain="calendar")
        for name in ("id", "iCalUID", "recurringEventId", "originalStartTime", "eventType"):
            if name in call.body and call.body[name] != old.resource.get(name):
                raise bad_request(f"{name} cannot be changed.", "invalid")
        return old

    def _keep(self, call: Call, calendar: OneCalendar, new: Resource, old: Stored | None) -> Resource:
        check_event(new, calendar.zone)
        new = self.with_own_marks(tidy_properties(new))
        if old is not None and any(new.get(k) != old.resource.get(k) for k in ("start", "end", "recurrence")):
            new["sequence"] = max(new["sequence"], old.resource["sequence"] + 1)
        if new["status"] == "cancelled":
            stored = self._store.put(calendar, new)
            self._store.delete(calendar, stored)
            return self._shown(call, calendar, calendar.events[stored.id])
        return self._shown(call, calendar, self._store.put(calendar, new))

    def _delete(self, call: Call) -> None:
        calendar = self._writable(call)
        stored = self._stored(calendar, call)
        if stored.is_cancelled:
            raise ApiError(410, "deleted", "Resource has been deleted")
        check_if_match(call, stored.resource["etag"])
        self._store.delete(calendar, stored)
