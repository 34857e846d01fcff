"""A person's calendar around now: two interviews that are over, one to come, one that was cancelled, and a dentist."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.google_server.answers import Resource
from tests.google_server.server import GoogleServer


def fill(server: GoogleServer) -> None:
    """Put the events into the account's primary calendar."""
    now = server.now().replace(minute=0, second=0, microsecond=0)
    own = {"email": server.account, "self": True, "responseStatus": "accepted"}
    put = server.calendar.put_event
    put(
        server.account,
        summary="Interview: Data Engineer (Acme)",
        description="<p>Round two. #interview</p><p>We talk about your pipeline.</p>",
        location="Acme GmbH, Torstraße 1, Berlin",
        organizer={"email": "jo.recruiter@acme.example", "displayName": "Jo Recruiter"},
        attendees=[
            own,
            _guest("ann.smith@acme.example", "Ann Smith"),
            _guest("raj.patel@acme.example", "Raj Patel"),
            {**_guest("c_room4@resource.calendar.google.com", "Room 4"), "resource": True},
        ],
        **_times(now - timedelta(hours=3), 60),
    )
    put(
        server.account,
        summary="Interview with Globex: Backend Engineer",
        description="#interview",
        organizer={"email": "maria.lopez@globex.example", "displayName": "María López"},
        attendees=[
            own,
            _guest("maria.lopez@globex.example", "María López"),
            {**_guest("tom.berg@globex.example", "Tom Berg"), "optional": True},
        ],
        **_times(now - timedelta(hours=7), 60),
    )
    put(
        server.account,
        summary="Final interview, Initech",
        description="#interview",
        organizer={"email": "peter@initech.example"},
        attendees=[own, _guest("peter@initech.example", "Peter Gibbons")],
        **_times(now + timedelta(days=7), 45),
    )
    put(
        server.account,
        summary="Interview: Umbrella",
        description="#interview",
        status="cancelled",
        organizer={"email": "hr@umbrella.example"},
        attendees=[own, _guest("hr@umbrella.example", "")],
        **_times(now - timedelta(hours=5), 30),
    )
    put(server.account, summary="Dentist", **_times(now + timedelta(days=1), 30))


def _guest(address: str, name: str) -> Resource:
    named = {"displayName": name} if name else {}
    return {"email": address, "responseStatus": "accepted", **named}


def _times(start: datetime, minutes: int) -> dict[str, datetime]:
    return {"start": start, "end": start + timedelta(minutes=minutes)}
