"""calendars.* and calendarList.*, and which calendars a scope reaches."""

from __future__ import annotations

from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.google_server.clients import refused, scope, service
from tests.google_server.server import GoogleServer


def test_a_calendar_is_made_read_changed_and_deleted(server: GoogleServer, calendar: Any) -> None:
    """calendars.insert gives an id of the server's making; get, patch and delete go by it."""
    made = calendar.calendars().insert(body={"summary": "Follow-ups", "timeZone": "Europe/Paris"}).execute()
    changed = calendar.calendars().patch(calendarId=made["id"], body={"description": "Mine"}).execute()
    read = calendar.calendars().get(calendarId=made["id"]).execute()
    calendar.calendars().delete(calendarId=made["id"]).execute()

    assert made["id"].endswith("@group.calendar.google.com")
    assert (read["summary"], read["timeZone"], read["description"]) == ("Follow-ups", "Europe/Paris", "Mine")
    assert changed["etag"] != made["etag"]
    assert server.calendar.calendars() == {"sam@example.com": "sam@example.com"}


def test_a_calendar_needs_a_name(calendar: Any) -> None:
    """calendars.insert without a summary is refused."""
    with pytest.raises(HttpError) as caught:
        calendar.calendars().insert(body={"timeZone": "Europe/Berlin"}).execute()

    assert refused(caught.value) == (400, "required")


def test_primary_is_the_account(server: GoogleServer, calendar: Any) -> None:
    """The name "primary" and the account's address lead to the same calendar, which nobody can delete."""
    server.calendar.put_event(
        "sam@example.com", summary="Dentist", start={"date": "2026-11-03"}, end={"date": "2026-11-04"}
    )

    listed = calendar.events().list(calendarId="primary").execute()
    entry = calendar.calendarList().get(calendarId="primary").execute()
    with pytest.raises(HttpError) as caught:
        calendar.calendars().delete(calendarId="primary").execute()

    assert [one["summary"] for one in listed["items"]] == ["Dentist"]
    assert (entry["id"], entry["primary"], entry["accessRole"]) == ("sam@example.com", True, "owner")
    assert caught.value.status_code == 403


def test_the_list_has_every_calendar_in_pages(server: GoogleServer, calendar: Any) -> None:
    """calendarList.list goes through all calendars; a page is as long as asked."""
    for number in range(3):
        server.calendar.add_calendar(f"c{number}@group.calendar.google.com", f"Calendar {number}", access_role="reader")

    first = calendar.calendarList().list(maxResults=3).execute()
    second = calendar.calendarList().list(maxResults=3, pageToken=first["nextPageToken"]).execute()
    owned = calendar.calendarList().list(minAccessRole="owner").execute()

    assert len(first["items"]) == 3
    assert [one["summary"] for one in second["items"]] == ["Calendar 2"]
    assert "nextPageToken" not in second
    assert [one["id"] for one in owned["items"]] == ["sam@example.com"]


def test_default_reminders_are_set_in_the_list(calendar: Any) -> None:
    """calendarList.patch sets what the person wants of a calendar; a list of events carries the reminders."""
    reminders = [{"method": "popup", "minutes": 10}]

    calendar.calendarList().patch(calendarId="primary", body={"defaultReminders": reminders}).execute()

    assert calendar.events().list(calendarId="primary").execute()["defaultReminders"] == reminders


def test_a_deleted_calendar_is_not_found(server: GoogleServer, calendar: Any) -> None:
    """When the person deletes a calendar, its events are gone with it."""
    server.calendar.add_calendar("c@group.calendar.google.com", "Follow-ups")
    server.calendar.delete_calendar("c@group.calendar.google.com")

    with pytest.raises(HttpError) as caught:
        calendar.events().list(calendarId="c@group.calendar.google.com").execute()

    assert refused(caught.value) == (404, "notFound")


def test_app_created_reaches_only_what_the_app_made(server: GoogleServer) -> None:
    """With calendar.app.created, a client sees its own calendars, and no others of the same person."""
    server.calendar.add_calendar("mine@group.calendar.google.com", "Mine", app_created=True)
    server.calendar.add_calendar("other@group.calendar.google.com", "Somebody else's")

    with service(server, "calendar", [scope("calendar.app.created")]) as client:
        made = client.calendars().insert(body={"summary": "New"}).execute()
        for calendar_id in (made["id"], "mine@group.calendar.google.com"):
            client.events().list(calendarId=calendar_id).execute()
        for calendar_id in ("primary", "other@group.calendar.google.com"):
            with pytest.raises(HttpError, match="404"):
                client.events().list(calendarId=calendar_id).execute()


def test_owned_scopes_reach_only_what_the_person_owns(server: GoogleServer) -> None:
    """With calendar.events.owned.readonly, calendars of other people are not there."""
    server.calendar.add_calendar("team@group.calendar.google.com", "Team", access_role="writer")

    with service(server, "calendar", [scope("calendar.events.owned.readonly")]) as client:
        client.events().list(calendarId="primary").execute()
        with pytest.raises(HttpError, match="404"):
            client.events().list(calendarId="team@group.calendar.google.com").execute()


def test_a_reader_writes_nothing(server: GoogleServer, calendar: Any) -> None:
    """In a calendar that is only read, a write is refused."""
    server.calendar.add_calendar("team@group.calendar.google.com", "Team", access_role="reader")
    body = {"start": {"date": "2026-11-03"}, "end": {"date": "2026-11-04"}}

    with pytest.raises(HttpError) as caught:
        calendar.events().insert(calendarId="team@group.calendar.google.com", body=body).execute()

    assert refused(caught.value) == (403, "requiredAccessLevel")


def test_a_reader_does_not_see_what_is_private(server: GoogleServer, calendar: Any) -> None:
    """In a calendar that is only read, a private event has times and no words."""
    server.calendar.add_calendar("team@group.calendar.google.com", "Team", access_role="reader")
    server.calendar.put_event(
        "team@group.calendar.google.com",
        summary="Secret",
        visibility="private",
        start={"date": "2026-11-03"},
        end={"date": "2026-11-04"},
    )

    (shown,) = calendar.events().list(calendarId="team@group.calendar.google.com").execute()["items"]

    assert shown["start"] == {"date": "2026-11-03"}
    assert "summary" not in shown
