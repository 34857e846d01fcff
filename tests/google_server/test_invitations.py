"""What other people put into a calendar, and what a guest sees of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from googleapiclient.errors import HttpError

from tests.google_server.clients import refused
from tests.google_server.server import GoogleServer

TEN = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("Europe/Berlin"))
HOUR = timedelta(hours=1)


def get(calendar: Any, event_id: str, **parameters: Any) -> Any:
    """Read an event of the primary calendar."""
    return calendar.events().get(calendarId="primary", eventId=event_id, **parameters).execute()


def test_other_people_put_events_with_any_field(server: GoogleServer, calendar: Any) -> None:
    """put_event takes what an invitation has, and times of Python; the person's own entry is marked."""
    event_id = server.calendar.put_event(
        "primary",
        summary="Interview",
        start=TEN,
        end=TEN + HOUR,
        organizer={"email": "jo@acme.example"},
        attendees=[{"email": "sam@example.com"}, {"email": "jo@acme.example", "responseStatus": "accepted"}],
    )

    read = get(calendar, event_id)

    assert read["start"] == {"dateTime": "2026-11-02T10:00:00+01:00", "timeZone": "Europe/Berlin"}
    assert read["attendees"] == [
        {"email": "sam@example.com", "responseStatus": "needsAction", "self": True},
        {"email": "jo@acme.example", "responseStatus": "accepted", "organizer": True},
    ]


def test_the_same_uid_is_the_same_event(server: GoogleServer) -> None:
    """put_event with an iCalUID that is there already changes that event."""
    first = server.calendar.put_event("primary", iCalUID="x@y", summary="One", start=TEN, end=TEN + HOUR)
    second = server.calendar.put_event("primary", iCalUID="x@y", summary="Two", start=TEN, end=TEN + HOUR)

    assert first == second
    assert [one["summary"] for one in server.calendar.events("primary")] == ["Two"]


def test_a_field_that_google_does_not_know_is_a_mistake_of_the_test(server: GoogleServer) -> None:
    """put_event holds what it is given against the schema."""
    with pytest.raises(ValueError, match="no field sumary"):
        server.calendar.put_event("primary", sumary="Typo", start=TEN, end=TEN + HOUR)
    with pytest.raises(ValueError, match="timeRangeEmpty"):
        server.calendar.put_event("primary", start=TEN, end=TEN - HOUR)


def test_a_cancellation_by_the_organiser_keeps_its_fields(server: GoogleServer, calendar: Any) -> None:
    """What others cancel is shown with all its fields, other than what the person deletes."""
    times = {"start": date(2026, 11, 2), "end": date(2026, 11, 3)}
    event_id = server.calendar.put_event("primary", summary="Interview", status="cancelled", **times)

    listed = calendar.events().list(calendarId="primary").execute()
    read = get(calendar, event_id)

    assert listed["items"] == []
    assert (read["status"], read["summary"]) == ("cancelled", "Interview")


def test_guests_that_may_not_see_each_other_do_not(server: GoogleServer, calendar: Any) -> None:
    """With guestsCanSeeOtherGuests false, a guest sees only the own entry."""
    event_id = server.calendar.put_event(
        "primary",
        start=TEN,
        end=TEN + HOUR,
        organizer={"email": "jo@acme.example"},
        guestsCanSeeOtherGuests=False,
        attendees=[{"email": "sam@example.com"}, {"email": "ann@acme.example"}],
    )

    read = get(calendar, event_id)

    assert [one["email"] for one in read["attendees"]] == ["sam@example.com"]
    assert read["attendeesOmitted"] is True


def test_too_many_guests_are_left_out(server: GoogleServer, calendar: Any) -> None:
    """Where maxAttendees is exceeded, only the own entry is left."""
    guests = [{"email": f"{name}@acme.example"} for name in ("ann", "bo", "sam")] + [{"email": "sam@example.com"}]
    event_id = server.calendar.put_event("primary", start=TEN, end=TEN + HOUR, attendees=guests)

    cut, whole = (get(calendar, event_id, maxAttendees=most) for most in (3, 4))

    assert [one["email"] for one in cut["attendees"]] == ["sam@example.com"]
    assert cut["attendeesOmitted"] is True
    assert len(whole["attendees"]) == 4


def test_a_guest_does_not_set_what_is_shared(server: GoogleServer, calendar: Any) -> None:
    """The flags that all guests share are the organiser's."""
    event_id = server.calendar.put_event("primary", start=TEN, end=TEN + HOUR, organizer={"email": "jo@acme.example"})

    with pytest.raises(HttpError) as caught:
        calendar.events().patch(calendarId="primary", eventId=event_id, body={"guestsCanModify": True}).execute()

    assert refused(caught.value) == (403, "forbiddenForNonOrganizer")
