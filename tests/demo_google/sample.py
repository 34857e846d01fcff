"""The events of `make demo`, as the strict stand-in and as emulate take them: the story is the same."""

from __future__ import annotations

from typing import Any

from daemon.cli.demo_data import ME, SampleEvent
from tests.emulate import seed

_ROOM = "@resource.calendar.google.com"


def as_google(one: SampleEvent) -> dict[str, Any]:
    """Give the fields of *one* for `GoogleServer.calendar.put_event`."""
    fields: dict[str, Any] = {
        "iCalUID": f"{one.uid}@sample.example",
        "summary": one.title,
        "start": one.start,
        "end": one.end,
        "status": "cancelled" if one.is_cancelled else "confirmed",
    }
    if one.lines:
        # As Google's editor writes it.
        fields["description"] = "<br>".join(one.lines)
    if one.location:
        fields["location"] = one.location
    if one.guests:
        fields["organizer"] = {"displayName": one.organizer[0], "email": one.organizer[1]}
        fields["attendees"] = [_guest(*person) for person in (ME, *one.guests)]
    return fields


def as_seed(one: SampleEvent, calendar_id: str) -> seed.Seed:
    """Give *one* for emulate's seed."""
    return seed.event(
        one.uid,
        one.title,
        one.start,
        one.end,
        calendar_id=calendar_id,
        attendees={address: name for name, address in (ME, *one.guests)} if one.guests else {},
        description="<br>".join(one.lines),
        location=one.location,
        status="cancelled" if one.is_cancelled else "confirmed",
    )


def _guest(name: str, address: str) -> dict[str, Any]:
    guest: dict[str, Any] = {"email": address, "displayName": name, "responseStatus": "accepted"}
    if address == ME[1]:
        guest["self"] = True
    if address.endswith(_ROOM):
        guest["resource"] = True
    return guest
