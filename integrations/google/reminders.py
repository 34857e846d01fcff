"""
Reminders as events in Google Calendar, in a calendar of Afterword's own (`own_calendar.py`).

An event's id is the item's name, so an insertion may be repeated: Google refuses an id that it has seen, also of what
was deleted since. Every change names the version that it is made to (If-Match); at 412 what lies there is looked at.
What lies there is listed once a pass, and after the first time only what has changed since.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from daemon.domain.errors import ConflictError, GoneError, IntegrationError, RefusedError
from daemon.domain.item import Reminder
from daemon.ports import Found, Lost
from integrations.google.client import GoogleClient, StatusError
from integrations.google.own_calendar import OwnCalendar
from integrations.google.ref import Ref
from integrations.google.reminder import FIELDS, changes_of, event_of, fingerprint_of

_PAGE = 2500
_CANCELLED = "cancelled"


class GoogleReminders:
    """The `Store` of reminders; *name* is what messages call the calendar."""

    def __init__(self, name: str, client: GoogleClient, own: OwnCalendar) -> None:
        self._name = name
        self._client = client
        self._own = own
        #: What lies in the calendar, by event id; None until it was listed.
        self._listed: _Listed | None = None

    def find(self, name: str, ref: str = "", lost: Lost | None = None) -> Found | None:  # noqa: ARG002 - ids last
        """See `Store.find`. Within a pass it is the list of that pass that answers; writing is safe all the same."""
        known = Ref.of(ref, name)
        calendar = known.place if known else self._own.known_id()
        if not calendar:
            return None
        listed = self._list() if calendar == self._own.known_id() else None
        event_id = known.id if known else name
        event = listed.events.get(event_id) if listed else None
        # A list may lag behind: "gone" is said only by the event itself.
        event = event or self._get(calendar, event_id)
        if event is None:
            return None
        has_exceptions = listed is not None and event_id in listed.with_exceptions
        if known and known.version == event.get("etag") and not has_exceptions:
            return known.found()
        return _found(name, calendar, event, fingerprint_of(event, has_exceptions=has_exceptions))

    def create(self, content: Reminder, later: Collection[str] = ()) -> Found:
        """See `Store.create`. Where the first name was never used, no later one was."""
        calendar = self._own.ready_id()
        try:
            event = self._insert(calendar, content, later)
        except StatusError as error:
            if error.status not in (403, 404, 410) or self._own.is_there(calendar):
                raise
            # The person deleted the calendar. What was in it is theirs; this is new.
            calendar = self._own.made_anew()
            self._listed = None
            event = self._insert(calendar, content, later)
        return self._written(calendar, event, content)

    def replace(self, name: str, found: Found, content: Reminder) -> Found:
        """See `Store.replace`. What a fingerprint is not made of, such as a colour, stays as the person has it."""
        events = self._client.calendar.events()

        def patch(ref: Ref) -> Any:
            return events.patch(
                calendarId=ref.place, eventId=ref.id, body=changes_of(content), sendUpdates="none", fields=FIELDS
            )

        ref, event = self._write(name, found, patch)
        if event is None:
            raise ConflictError(self._name, "The reminder is no longer there.")
        return self._written(ref.place, event, content)

    def remove(self, name: str, found: Found) -> None:
        """See `Store.remove`."""
        events = self._client.calendar.events()

        def delete(ref: Ref) -> Any:
            return events.delete(calendarId=ref.place, eventId=ref.id, sendUpdates="none")

        ref, _ = self._write(name, found, delete)
        if self._listed:
            self._listed.events.pop(ref.id, None)

    def reach(self) -> None:
        """See `Store.reach`. A calendar that was deleted, or never made, will be made."""
        if calendar := self._own.known_id():
            self._own.is_there(calendar)
        else:
            self._own.refuse_namesake()

    def remarks(self) -> Sequence[str]:
        """See `Store.remarks`."""
        told, self._own.remarks = self._own.remarks, []
        return told

    def close(self) -> None:
        """See `Store.close`; the next pass asks what has changed."""
        if self._listed:
            self._listed.is_fresh = False
        self._own.is_in_doubt = False
        self._client.close()

    # Writing

    def _insert(self, calendar: str, content: Reminder, later: Collection[str]) -> dict[str, Any]:
        request = self._client.calendar.events().insert(
            calendarId=calendar, body=event_of(content), sendUpdates="none", fields=FIELDS
        )
        try:
            return self._client.call(request, self._name, may_repeat=True)
        except StatusError as error:
            if error.status != 409:
                raise
            self._forget_list()
            listed = self._list()
            is_listed = listed is not None and not listed.events.keys().isdisjoint((content.name, *later))
            if not is_listed and self._get(calendar, content.name) is None:
                raise GoneError(self._name, "The reminder was made once and deleted since.") from error
            raise ConflictError(self._name, "A reminder of that name is there already.") from error

    def _write(self, name: str, found: Found, request_for: Any) -> tuple[Ref, dict[str, Any] | None]:
        """
        Make the request for the version that *found* names; give the answer, None where the event has gone.

        Raises:
            ConflictError: It is not as *found* says any more.
        """
        ref = Ref.of(found.ref, name)
        if ref is None:
            raise ConflictError(self._name, "The reminder is not where it was.")
        for _ in range(3):
            try:
                return ref, self._client.call(request_for(ref), self._name, headers={"If-Match": ref.version})
            except StatusError as error:
                if error.status in (404, 410):
                    return ref, None
                if error.status != 412:
                    raise
            except IntegrationError:
                self._forget_list()
                raise
            # Another version: the same words with another colour, say, or other words?
            self._forget_list()
            event = self._get(ref.place, ref.id)
            if event is None:
                return ref, None
            listed = self._list() if ref.place == self._own.known_id() else None
            has_exceptions = listed is not None and ref.id in listed.with_exceptions
            if fingerprint_of(event, has_exceptions=has_exceptions) != found.fingerprint:
                break
            ref = ref._replace(version=str(event.get("etag", "")))
        raise ConflictError(self._name, "The reminder was changed by somebody else.")

    def _written(self, calendar: str, event: dict[str, Any], content: Reminder) -> Found:
        if self._listed and self._listed.calendar == calendar:
            self._listed.events[event["id"]] = event
        return _found(content.name, calendar, event, content.fingerprint())

    # Looking

    def _get(self, calendar: str, name: str) -> dict[str, Any] | None:
        """Give the event itself; None where it, or its calendar, was deleted."""
        request = self._client.calendar.events().get(calendarId=calendar, eventId=name, fields=FIELDS)
        try:
            event = self._client.call(request, self._name)
        except StatusError as error:
            if error.status in (404, 410) or (error.status == 403 and not self._own.is_there(calendar)):
                return None
            raise
        return None if event.get("status") == _CANCELLED else event

    def _list(self) -> _Listed | None:
        """Give what lies in our calendar, up to date as of this pass; None where the calendar is gone."""
        calendar = self._own.known_id()
        if self._listed is None or self._listed.calendar != calendar:
            self._listed = _Listed(calendar)
        if self._listed.is_fresh:
            return self._listed
        try:
            self._bring_up_to_date(self._listed)
        except RefusedError as error:
            if self._listed.sync_token and not (isinstance(error, StatusError) and error.status in (403, 404)):
                # The token is too old (https://developers.google.com/workspace/calendar/api/guides/sync): once more.
                self._listed = _Listed(calendar)
                self._bring_up_to_date(self._listed)
            elif isinstance(error, StatusError) and not self._own.is_there(calendar):
                self._own.tell_gone()
                self._listed = None
            else:
                raise
        return self._listed

    def _bring_up_to_date(self, listed: _Listed) -> None:
        """Add what has changed since the last time; everything, the first time."""
        options = {"syncToken": listed.sync_token} if listed.sync_token else {}
        token, changed = None, []
        while True:
            request = self._client.calendar.events().list(
                calendarId=listed.calendar,
                **options,
                maxResults=_PAGE,
                showDeleted=True,
                pageToken=token,
                fields=f"nextPageToken,nextSyncToken,items({FIELDS})",
            )
            page = self._client.call(request, self._name)
            changed += page.get("items", [])
            token = page.get("nextPageToken")
            if not token:
                break
        for event in changed:
            listed.take(event)
        listed.sync_token = str(page.get("nextSyncToken", ""))
        listed.is_fresh = True

    def _forget_list(self) -> None:
        self._listed = None


class _Listed:
    """What lies in the calendar of id *calendar*."""

    def __init__(self, calendar: str) -> None:
        self.calendar = calendar
        self.events: dict[str, dict[str, Any]] = {}
        #: Reminders of which an occurrence was moved or deleted by itself.
        self.with_exceptions: set[str] = set()
        self.sync_token = ""
        self.is_fresh = False

    def take(self, event: dict[str, Any]) -> None:
        """Put in what *event* says, deletions too."""
        if series := event.get("recurringEventId"):
            self.with_exceptions.add(str(series))
        elif event.get("status") == _CANCELLED:
            self.events.pop(event["id"], None)
        else:
            self.events[event["id"]] = event


def _found(name: str, calendar: str, event: dict[str, Any], fingerprint: str) -> Found:
    link = str(event.get("htmlLink", ""))
    return Ref(name, calendar, str(event["id"]), str(event.get("etag", "")), fingerprint, link).found()
