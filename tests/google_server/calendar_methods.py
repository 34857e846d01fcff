"""calendars.* and calendarList.*: which calendars there are, and how the person sees them."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from tests.google_server.answers import ApiError, Resource, bad_request, not_found
from tests.google_server.calendar_store import CalendarStore, OneCalendar
from tests.google_server.discovery import Call
from tests.google_server.event_rules import merged
from tests.google_server.paging import Pages
from tests.google_server.times import zone_named

#: What calendarList.patch may set, besides the default reminders.
_SETTINGS = {"backgroundColor", "colorId", "foregroundColor", "hidden", "selected", "summaryOverride"}
_ROLES = ("freeBusyReader", "reader", "writer", "owner")


def covered(call: Call, calendar: OneCalendar) -> bool:
    """
    Say whether one of the token's scopes reaches this calendar.

    calendar.app.created reaches those that the client made, "owned" scopes those that the user owns. Nothing here is
    public, and who may see busy times only sees nothing.
    """
    for scope in call.scopes & call.method.scopes:
        if scope.endswith("calendar.app.created"):
            reaches = calendar.is_app_created
        elif ".owned" in scope:
            reaches = calendar.access_role == "owner"
        else:
            reaches = not scope.endswith((".freebusy", ".public.readonly"))
        if reaches:
            return True
    return False


def check_if_match(call: Call, etag: str) -> None:
    """Refuse a write that was meant for another version."""
    if call.headers.get("if-match", "*") not in ("*", etag):
        raise ApiError(412, "conditionNotMet", "Precondition Failed")


def check_if_none_match(call: Call, etag: str) -> None:
    """Answer a reader that has this version already."""
    if call.headers.get("if-none-match") == etag:
        raise ApiError(304, "notModified", "Not Modified", headers={"ETag": etag})


class CalendarMethods:
    """The methods, by their ids."""

    def __init__(self, account: str, store: CalendarStore, pages: Pages) -> None:
        self._account = account
        self._store = store
        self._pages = pages
        self.methods: dict[str, Callable[[Call], Resource | None]] = {
            "calendar.calendars.insert": self._insert,
            "calendar.calendars.get": self._get,
            "calendar.calendars.patch": self._patch,
            "calendar.calendars.delete": self._delete,
            "calendar.calendarList.list": self._list,
            "calendar.calendarList.get": self._entry,
            "calendar.calendarList.patch": self._patch_entry,
        }

    def _calendar(self, call: Call) -> OneCalendar:
        calendar = self._store.calendar(call.path["calendarId"])
        if not covered(call, calendar):
            raise not_found()
        return calendar

    def _insert(self, call: Call) -> Resource:
        if not call.body.get("summary"):
            raise bad_request("Missing summary.", "required")
        calendar = OneCalendar(
            id=f"c_{secrets.token_hex(32)}@group.calendar.google.com",
            summary=call.body["summary"],
            time_zone=zone_named(call.body.get("timeZone", "UTC")).key,
            description=call.body.get("description", ""),
            is_app_created=True,
        )
        self._store.calendars[calendar.id] = calendar
        self._store.touch(calendar)
        return self._shown(calendar)

    def _get(self, call: Call) -> Resource:
        shown = self._shown(self._calendar(call))
        check_if_none_match(call, shown["etag"])
        return shown

    def _patch(self, call: Call) -> Resource:
        calendar = self._owned(call)
        shown = self._shown(calendar)
        check_if_match(call, shown["etag"])
        new = merged(shown, call.body)
        calendar.summary, calendar.description = new.get("summary", ""), new.get("description", "")
        calendar.set_zone(zone_named(new.get("timeZone", "UTC")).key)
        self._store.touch(calendar)
        return self._shown(calendar)

    def _delete(self, call: Call) -> None:
        calendar = self._owned(call)
        if calendar.is_primary:
            raise ApiError(403, "forbidden", "The primary calendar cannot be deleted.")
        check_if_match(call, self._shown(calendar)["etag"])
        del self._store.calendars[calendar.id]

    def _owned(self, call: Call) -> OneCalendar:
        calendar = self._calendar(call)
        if calendar.access_role != "owner":
            raise ApiError(403, "requiredAccessLevel", "You need to have owner access to this calendar.")
        return calendar

    def _list(self, call: Call) -> Resource:
        if "syncToken" in call.query:
            raise bad_request("The stand-in gives no sync tokens for the list of calendars.", "invalid")
        lowest = _ROLES.index(call.text("minAccessRole", "freeBusyReader"))
        rest = self._pages.rest(call) or self._pages.start(
            call,
            [
                self._as_entry(one)
                for one in self._store.calendars.values()
                if _ROLES.index(one.access_role) >= lowest
                and (call.flag("showHidden") or not one.settings.get("hidden"))
            ],
        )
        page = self._pages.page(rest, min(call.number("maxResults", 100), 250))
        answer: Resource = {"kind": "calendar#calendarList", "etag": '"p1"', "items": list(page.items)}
        if page.next_page_token:
            answer["nextPageToken"] = page.next_page_token
        return answer

    def _entry(self, call: Call) -> Resource:
        entry = self._as_entry(self._calendar(call))
        check_if_none_match(call, entry["etag"])
        return entry

    def _patch_entry(self, call: Call) -> Resource:
        calendar = self._calendar(call)
        check_if_match(call, self._as_entry(calendar)["etag"])
        if {"backgroundColor", "foregroundColor"} & call.body.keys() and not call.flag("colorRgbFormat"):
            raise bad_request("Colours need colorRgbFormat=true.", "invalid")
        calendar.default_reminders = call.body.get("defaultReminders", calendar.default_reminders)
        calendar.settings = merged(calendar.settings, {k: v for k, v in call.body.items() if k in _SETTINGS})
        self._store.touch(calendar)
        return self._as_entry(calendar)

    def _shown(self, calendar: OneCalendar) -> Resource:
        """Give the calendar as such."""
        shown: Resource = {
            "kind": "calendar#calendar",
            "etag": f'"{calendar.change}"',
            "id": calendar.id,
            "summary": calendar.summary,
            "timeZone": calendar.time_zone,
            "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
        }
        if calendar.description:
            shown["description"] = calendar.description
        if not calendar.is_primary and calendar.access_role == "owner":
            shown["dataOwner"] = self._account
        return shown

    def _as_entry(self, calendar: OneCalendar) -> Resource:
        """Give the calendar as it stands in the person's list."""
        entry = self._shown(calendar) | {
            "kind": "calendar#calendarListEntry",
            "accessRole": calendar.access_role,
            "defaultReminders": calendar.default_reminders,
            "colorId": "1",
            "selected": True,
            **calendar.settings,
        }
        return entry | {"primary": True} if calendar.is_primary else entry
