"""events.get, insert, update, patch and delete; versions, tombstones, and what makes an event valid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.google_server.answers import Resource
from tests.google_server.clients import refused
from tests.google_server.clock import Clock
from tests.google_server.server import GoogleServer

DAY: Resource = {"start": {"date": "2026-11-03"}, "end": {"date": "2026-11-04"}}


def insert(calendar: Any, **fields: Any) -> Any:
    """Insert an event into the primary calendar."""
    return calendar.events().insert(calendarId="primary", body=DAY | fields).execute()


def get(calendar: Any, event_id: str, **parameters: Any) -> Any:
    """Read an event of the primary calendar."""
    return calendar.events().get(calendarId="primary", eventId=event_id, **parameters).execute()


def with_header(request: Any, name: str, value: str) -> Any:
    """Send a request with one header more."""
    request.headers[name] = value
    return request.execute()


def test_an_inserted_event_has_what_the_server_adds(calendar: Any) -> None:
    """The answer to an insert is the whole event, with id, iCalUID, ETag, times and people."""
    made = insert(calendar, summary="Follow up")

    assert made == get(calendar, made["id"])
    assert made["iCalUID"] == f"{made['id']}@google.com"
    assert (made["status"], made["sequence"], made["eventType"]) == ("confirmed", 0, "default")
    assert (made["created"], made["updated"]) == ("2026-11-02T12:00:00.000Z", "2026-11-02T12:00:00.000Z")
    assert made["creator"] == {"email": "sam@example.com", "self": True}
    assert made["organizer"] == {"email": "sam@example.com", "displayName": "Sam Lee", "self": True}


@pytest.mark.parametrize("event_id", ["abcd", "ABCDE", "abcdw", "with-hyphen", "a" * 1025])
def test_an_id_outside_base32hex_is_refused(calendar: Any, event_id: str) -> None:
    """A client's id has 5 to 1024 characters, a to v and digits."""
    with pytest.raises(HttpError) as caught:
        insert(calendar, id=event_id)

    assert refused(caught.value) == (400, "invalid")


def test_an_id_is_given_once_even_after_deletion(calendar: Any) -> None:
    """The id of an event stays taken: by a live one, and by one that was deleted."""
    insert(calendar, id="abcde")
    with pytest.raises(HttpError) as first:
        insert(calendar, id="abcde")
    calendar.events().delete(calendarId="primary", eventId="abcde").execute()
    with pytest.raises(HttpError) as second:
        insert(calendar, id="abcde")

    assert refused(first.value) == refused(second.value) == (409, "duplicate")


def test_id_and_uid_are_not_both_given(calendar: Any) -> None:
    """An insert may say the id or the iCalUID."""
    with pytest.raises(HttpError, match="400"):
        insert(calendar, id="abcde", iCalUID="x@y")

    assert insert(calendar, iCalUID="x@y")["iCalUID"] == "x@y"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"end": None}, "required"),
        ({"end": {"date": "2026-11-03"}}, "timeRangeEmpty"),
        ({"end": {"dateTime": "2026-11-03T10:00:00Z"}}, "invalid"),
        ({"end": {"date": "2026-11-04", "dateTime": "2026-11-03T10:00:00Z"}}, "invalid"),
        ({"start": {"date": "2026-11-03", "timeZone": "Europe/Atlantis"}}, "invalid"),
        ({"colorId": "12"}, "invalid"),
        ({"status": "done"}, "invalid"),
        ({"attendees": [{"displayName": "Ann"}]}, "required"),
        ({"eventType": "fromGmail"}, "invalid"),
        ({"source": {"title": "x", "url": "file:///x"}}, "invalid"),
        ({"recurrence": ["DTSTART:20261103"]}, "invalid"),
        ({"recurrence": ["RRULE:FREQ=SOMETIMES"]}, "invalid"),
        ({"reminders": {"useDefault": False, "overrides": [{"method": "popup", "minutes": 50000}]}}, "invalid"),
        ({"reminders": {"useDefault": False, "overrides": [{"method": "sms", "minutes": 5}]}}, "invalid"),
        ({"reminders": {"useDefault": False, "overrides": [{"method": "popup", "minutes": 5}] * 6}}, "invalid"),
        (
            {"reminders": {"useDefault": True, "overrides": [{"method": "popup", "minutes": 5}]}},
            "cannotUseDefaultRemindersAndSpecifyOverride",
        ),
    ],
)
def test_an_event_that_cannot_be_is_refused(calendar: Any, fields: Resource, reason: str) -> None:
    """Each rule of events has its refusal."""
    body = {name: value for name, value in (DAY | fields).items() if value is not None}

    with pytest.raises(HttpError) as caught:
        calendar.events().insert(calendarId="primary", body=body).execute()

    assert refused(caught.value) == (400, reason)


def test_a_timed_series_needs_a_zone(calendar: Any) -> None:
    """A recurring event at a time of day says in which zone that is."""
    times = {"start": {"dateTime": "2026-11-03T10:00:00Z"}, "end": {"dateTime": "2026-11-03T11:00:00Z"}}

    with pytest.raises(HttpError) as caught:
        insert(calendar, **times, recurrence=["RRULE:FREQ=DAILY"])

    assert refused(caught.value) == (400, "required")


def test_times_are_shown_in_the_zone_of_the_calendar(calendar: Any) -> None:
    """The offset is the calendar's, or that of the parameter; the event's own zone keeps its name."""
    zone = "America/New_York"
    made = insert(
        calendar,
        start={"dateTime": "2026-11-03T09:00:00", "timeZone": zone},
        end={"dateTime": "2026-11-03T10:00:00", "timeZone": zone},
    )

    in_utc = get(calendar, made["id"], timeZone="UTC")

    assert made["start"] == {"dateTime": "2026-11-03T15:00:00+01:00", "timeZone": zone}
    assert in_utc["start"] == {"dateTime": "2026-11-03T14:00:00Z", "timeZone": zone}


def test_a_time_without_offset_and_zone_is_one_of_the_calendar(calendar: Any) -> None:
    """There are no floating times."""
    made = insert(calendar, start={"dateTime": "2026-11-03T09:00:00"}, end={"dateTime": "2026-11-03T10:00:00"})

    assert made["start"] == {"dateTime": "2026-11-03T09:00:00+01:00"}


def test_long_extended_properties_are_dropped_or_cut(calendar: Any) -> None:
    """A name of more than 44 characters is dropped, a value of more than 1024 is cut, and nobody says so."""
    made = insert(calendar, extendedProperties={"private": {"k" * 45: "x", "key": "v" * 2000}})

    assert made["extendedProperties"] == {"private": {"key": "v" * 1024}}


def test_patch_merges_and_update_replaces(calendar: Any) -> None:
    """PATCH merges maps, and null deletes; PUT leaves what it says, and what only the server sets."""
    first = insert(calendar, summary="One", location="Here", extendedProperties={"private": {"a": "1", "b": "2"}})
    body = {"location": None, "extendedProperties": {"private": {"b": None, "c": "3"}}}

    patched = calendar.events().patch(calendarId="primary", eventId=first["id"], body=body).execute()
    replaced = calendar.events().update(calendarId="primary", eventId=first["id"], body=DAY).execute()

    assert patched["extendedProperties"] == {"private": {"a": "1", "c": "3"}}
    assert patched["summary"] == "One"
    assert "location" not in patched
    assert not {"summary", "extendedProperties"} & replaced.keys()
    assert (replaced["iCalUID"], replaced["created"]) == (first["iCalUID"], first["created"])


def test_patching_days_into_times_needs_null(calendar: Any) -> None:
    """Maps are merged, so the old date has to be deleted when a time takes its place."""
    made = insert(calendar)
    times = {"start": {"dateTime": "2026-11-03T10:00:00Z"}, "end": {"dateTime": "2026-11-03T11:00:00Z"}}

    with pytest.raises(HttpError, match="400"):
        calendar.events().patch(calendarId="primary", eventId=made["id"], body=times).execute()
    right = {name: value | {"date": None} for name, value in times.items()}
    patched = calendar.events().patch(calendarId="primary", eventId=made["id"], body=right).execute()

    assert patched["start"] == {"dateTime": "2026-11-03T11:00:00+01:00"}


def test_every_change_makes_a_new_version(server: GoogleServer, calendar: Any, clock: Clock) -> None:
    """The ETag changes with each change; `updated` does too, but not when only reminders changed."""
    made = insert(calendar)
    clock.advance(timedelta(hours=1))

    body = {"reminders": {"useDefault": False}}
    reminded = calendar.events().patch(calendarId="primary", eventId=made["id"], body=body).execute()
    edited = server.calendar.edit_event("primary", made["id"], summary="Mine")

    assert len({made["etag"], reminded["etag"], edited["etag"]}) == 3
    assert reminded["updated"] == made["updated"]
    assert edited["updated"] == "2026-11-02T13:00:00.000Z"


def test_a_write_to_an_old_version_is_refused(server: GoogleServer, calendar: Any) -> None:
    """If-Match with another ETag gives 412, for patch, update and delete; with the right one it goes through."""
    made = insert(calendar)
    edited = server.calendar.edit_event("primary", made["id"], summary="Mine")
    place = {"calendarId": "primary", "eventId": made["id"]}

    requests = [
        calendar.events().patch(**place, body={"summary": "Yours"}),
        calendar.events().update(**place, body=DAY),
        calendar.events().delete(**place),
    ]
    for request in requests:
        with pytest.raises(HttpError) as caught:
            with_header(request, "If-Match", made["etag"])
        assert refused(caught.value) == (412, "conditionNotMet")
    patched = with_header(calendar.events().patch(**place, body={"summary": "Ours"}), "If-Match", edited["etag"])

    assert patched["summary"] == "Ours"


def test_reading_a_known_version_gives_304(server: GoogleServer, calendar: Any) -> None:
    """If-None-Match with the ETag of now spares the answer."""
    made = insert(calendar)
    request = calendar.events().get(calendarId="primary", eventId=made["id"])

    with pytest.raises(HttpError) as caught:
        with_header(request, "If-None-Match", made["etag"])

    assert caught.value.status_code == 304
    assert server.requests[-1].response_bytes == 0


def test_a_deleted_event_leaves_a_tombstone(server: GoogleServer, calendar: Any) -> None:
    """What is deleted can be read, but little is left of it; deleting it again gives 410."""
    made = insert(calendar, summary="Follow up")
    request = calendar.events().delete(calendarId="primary", eventId=made["id"])

    request.execute()
    tombstone = get(calendar, made["id"])
    with pytest.raises(HttpError) as caught:
        request.execute()
    server.calendar.full_tombstones = True
    full = get(calendar, made["id"])

    assert tombstone.keys() == {"kind", "id", "status", "etag"}
    assert tombstone["status"] == "cancelled"
    assert refused(caught.value) == (410, "deleted")
    assert full["summary"] == "Follow up"


@pytest.mark.parametrize("method", ["update", "patch"])
def test_a_deleted_event_is_revived_by_its_status(calendar: Any, method: str) -> None:
    """A write that says status "confirmed" brings a deleted event back; one that does not leaves it deleted."""
    made = insert(calendar)
    calendar.events().delete(calendarId="primary", eventId=made["id"]).execute()
    write = getattr(calendar.events(), method)

    silent = write(calendarId="primary", eventId=made["id"], body=DAY | {"summary": "Back"}).execute()
    revived = write(
        calendarId="primary", eventId=made["id"], body=DAY | {"status": "confirmed", "summary": "Back"}
    ).execute()

    assert silent["status"] == "cancelled"
    assert (revived["status"], revived["summary"]) == ("confirmed", "Back")


def test_what_was_never_there_is_not_found(calendar: Any) -> None:
    """404 comes with its reason."""
    with pytest.raises(HttpError) as caught:
        get(calendar, "never")

    assert refused(caught.value) == (404, "notFound")


def test_moving_an_event_raises_its_sequence(calendar: Any) -> None:
    """Another time is another revision (RFC 5545, 3.8.7.4); other words are not."""
    made = insert(calendar)
    body: Resource = {"start": {"date": "2026-11-05"}, "end": {"date": "2026-11-06"}}

    renamed = calendar.events().patch(calendarId="primary", eventId=made["id"], body={"summary": "x"}).execute()
    moved = calendar.events().patch(calendarId="primary", eventId=made["id"], body=body).execute()

    assert (renamed["sequence"], moved["sequence"]) == (0, 1)


def test_what_cannot_change_is_refused(calendar: Any) -> None:
    """An event keeps its id and iCalUID."""
    made = insert(calendar)

    for body in ({"id": "other"}, {"iCalUID": "other"}):
        with pytest.raises(HttpError, match="cannot be changed"):
            calendar.events().patch(calendarId="primary", eventId=made["id"], body=body).execute()
