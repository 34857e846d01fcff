"""What makes an event valid, beyond the types of its fields."""

from __future__ import annotations

import re
import uuid
from base64 import b32hexencode
from datetime import tzinfo

from tests.google_server.answers import ApiError, Resource, bad_request
from tests.google_server.recurrence import check_lines
from tests.google_server.times import moment_of, zone_named

#: Base32hex in lower case.
EVENT_ID = re.compile(r"[a-v0-9]{5,1024}")
_CHOICES = {
    "status": {"confirmed", "tentative", "cancelled"},
    "transparency": {"opaque", "transparent"},
    "visibility": {"default", "public", "private", "confidential"},
    "colorId": {str(number) for number in range(1, 12)},
    "eventType": {"birthday", "default", "focusTime", "fromGmail", "outOfOffice", "workingLocation"},
}
_RESPONSES = {"needsAction", "declined", "tentative", "accepted"}
#: Fields that only the organiser may set, and that clients send by default.
SHARED_FLAGS = {"anyoneCanAddSelf", "guestsCanInviteOthers", "guestsCanModify", "guestsCanSeeOtherGuests"}


def new_event_id() -> str:
    """Give an id as the server makes them."""
    return b32hexencode(uuid.uuid4().bytes).decode().lower().rstrip("=")


def check_event(event: Resource, zone: tzinfo) -> None:
    """Refuse an event that cannot be."""
    for name, choices in _CHOICES.items():
        if event.get(name, next(iter(choices))) not in choices:
            raise bad_request(f"Invalid value for: {name}: {event[name]!r}", "invalid")
    _check_times(event, zone)
    check_lines(event, zone)
    _check_reminders(event.get("reminders", {}))
    for guest in event.get("attendees", ()):
        if "@" not in guest.get("email", ""):
            raise bad_request("Missing attendee email.", "required")
        if guest.get("responseStatus", "accepted") not in _RESPONSES:
            raise bad_request(f"Invalid response status {guest['responseStatus']!r}.", "invalid")
    if "source" in event and not re.match(r"https?://", event["source"].get("url", "")):
        raise bad_request("The source's URL must be http or https.", "invalid")


def _check_times(event: Resource, zone: tzinfo) -> None:
    for name in ("start", "end"):
        when = event.get(name)
        if not when or not (when.get("date") or when.get("dateTime")):
            raise bad_request(f"Missing {name} time.", "required")
        if "date" in when and "dateTime" in when:
            raise bad_request(f"{name}: date and dateTime cannot both be set.", "invalid")
        if when.get("timeZone"):
            zone_named(when["timeZone"])
        if event.get("recurrence") and "dateTime" in when and not when.get("timeZone"):
            raise bad_request(f"Missing time zone definition for {name} time.", "required")
    if ("date" in event["start"]) != ("date" in event["end"]):
        raise bad_request("Start and end times must either both be date or both be dateTime.", "invalid")
    start, end = moment_of(event["start"], zone), moment_of(event["end"], zone)
    # The end of days is exclusive, so one day ends on the next.
    if end < start or ("date" in event["start"] and end == start):
        raise bad_request("The specified time range is empty.", "timeRangeEmpty")


def _check_reminders(reminders: Resource) -> None:
    overrides = reminders.get("overrides", [])
    if overrides and reminders.get("useDefault"):
        words = "Cannot specify both default reminders and overrides at the same time."
        raise ApiError(400, "cannotUseDefaultRemindersAndSpecifyOverride", words, domain="calendar")
    if len(overrides) > 5:
        raise bad_request("There can be at most 5 reminders.", "invalid")
    for one in overrides:
        if one.get("method") not in ("email", "popup"):
            raise bad_request(f"Invalid reminder method {one.get('method')!r}.", "invalid")
        if not 0 <= one.get("minutes", -1) <= 40320:
            raise bad_request("Reminder minutes must be from 0 to 40320.", "invalid")


def tidy_properties(event: Resource) -> Resource:
    """Give the event as it is stored: names of properties that are too long are dropped, long values cut."""
    if "extendedProperties" not in event:
        return event
    kept: Resource = {
        part: {key: value[:1024] for key, value in entries.items() if len(key) <= 44}
        for part, entries in event["extendedProperties"].items()
    }
    if sum(len(entries) for entries in kept.values()) > 300:
        raise bad_request("There can be at most 300 extended properties.", "invalid")
    return event | {"extendedProperties": kept}


def merged(old: Resource, changes: Resource) -> Resource:
    """Give *old* patched: objects are merged, null deletes, anything else takes the old one's place."""
    new = dict(old)
    for name, value in changes.items():
        if value is None:
            new.pop(name, None)
        elif isinstance(value, dict):
            new[name] = merged(old.get(name) or {}, value)
        else:
            new[name] = value
    return new
