"""How an event is shown: in which zone, with whose names, and what is left of one that was deleted."""

from __future__ import annotations

from datetime import tzinfo

from tests.google_server.answers import Resource
from tests.google_server.calendar_store import OneCalendar, Stored
from tests.google_server.times import shown_in, write_instant

#: What is seen of an event that is private, or busy time only.
_BUSY_FIELDS = {
    "kind", "etag", "id", "status", "htmlLink", "created", "updated", "start", "end", "iCalUID", "sequence",
    "recurrence", "recurringEventId", "originalStartTime", "transparency", "visibility", "eventType",
}  # fmt: skip
_TOMBSTONE_FIELDS = ("kind", "etag", "id", "status", "recurringEventId", "originalStartTime")


def show(
    stored: Stored,
    calendar: OneCalendar,
    zone: tzinfo,
    *,
    max_attendees: int | None = None,
    full_tombstones: bool = False,
) -> Resource:
    """Give an event as the API answers it, with its times in *zone*."""
    event = dict(stored.resource)
    if stored.is_bare and not full_tombstones:
        event = {name: event[name] for name in _TOMBSTONE_FIELDS if name in event}
    if "originalStartTime" in event:
        event["originalStartTime"] = shown_in(event["originalStartTime"], zone)
    if "start" not in event:
        return event
    for name, moment in (("start", stored.start), ("end", stored.end)):
        if "dateTime" in event[name]:
            event[name] = {**event[name], "dateTime": write_instant(moment.astimezone(zone))}
    if calendar.access_role == "freeBusyReader" or (
        calendar.access_role == "reader" and event.get("visibility") in ("private", "confidential")
    ):
        return {name: value for name, value in event.items() if name in _BUSY_FIELDS}
    _cut_guests(event, max_attendees)
    return event


def _cut_guests(event: Resource, max_attendees: int | None) -> None:
    """Leave only the person's own entry where there are too many, or where guests may not see each other."""
    guests = event.get("attendees", [])
    is_hidden = event.get("guestsCanSeeOtherGuests") is False and not event.get("organizer", {}).get("self")
    if is_hidden or (max_attendees is not None and len(guests) > max_attendees):
        event["attendees"] = [one for one in guests if one.get("self")]
        event["attendeesOmitted"] = True
        if not event["attendees"]:
            del event["attendees"]
