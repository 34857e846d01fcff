"""events.list: windows, filters, order, pages, and what changed since a sync token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from googleapiclient.errors import HttpError

from tests.google_server.answers import Resource
from tests.google_server.clients import refused
from tests.google_server.clock import Clock
from tests.google_server.server import GoogleServer

TEN = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("Europe/Berlin"))
HOUR = timedelta(hours=1)


@pytest.fixture
def put(server: GoogleServer) -> Callable[..., str]:
    """Give a function that puts an event of an hour, from ten o'clock plus some hours, into the calendar."""

    def put(summary: str, hours: int = 0, **fields: Any) -> str:
        start = TEN + hours * HOUR
        return server.calendar.put_event(
            "primary", **({"summary": summary, "start": start, "end": start + HOUR} | fields)
        )

    return put


def listed(calendar: Any, **parameters: Any) -> Any:
    """List the primary calendar."""
    return calendar.events().list(calendarId="primary", **parameters).execute()


def names(answer: Any) -> list[str]:
    """Give what the events of a list are called; of a bare tombstone, its status."""
    return [one.get("summary", one["status"]) for one in answer["items"]]


def test_a_list_says_what_calendar_it_is(server: GoogleServer, calendar: Any) -> None:
    """Zone, name, role and default reminders come with each list."""
    server.calendar.add_calendar("sam@example.com", "Sam", "America/New_York", "Mine", primary=True)

    answer = listed(calendar)

    assert (answer["kind"], answer["summary"], answer["description"]) == ("calendar#events", "Sam", "Mine")
    assert (answer["timeZone"], answer["accessRole"], answer["defaultReminders"]) == ("America/New_York", "owner", [])
    assert answer["updated"] == "2026-11-02T12:00:00.000Z"


def test_the_window_is_open_at_both_ends(calendar: Any, put: Callable[..., str]) -> None:
    """The lower bound, timeMin, goes by the end and timeMax by the start, both exclusive."""
    for hours in range(5):
        put(str(10 + hours), hours)

    answer = listed(calendar, timeMin="2026-11-02T11:00:00+01:00", timeMax="2026-11-02T13:00:00.999+01:00")

    assert names(answer) == ["11", "12"]


def test_days_match_by_the_zone_of_the_calendar(server: GoogleServer, calendar: Any, put: Callable[..., str]) -> None:
    """An all-day event runs from midnight to midnight where the calendar is."""
    put("Day", start=date(2026, 11, 2), end=date(2026, 11, 3))

    before = listed(calendar, timeMin="2026-11-02T23:00:00Z")
    server.calendar.add_calendar("sam@example.com", "Sam", "America/New_York", primary=True)
    after = listed(calendar, timeMin="2026-11-02T23:00:00Z")

    assert (names(before), names(after)) == ([], ["Day"])


def test_an_empty_window_is_refused(calendar: Any) -> None:
    """The bound timeMin has to be before timeMax."""
    with pytest.raises(HttpError) as caught:
        listed(calendar, timeMin="2026-11-02T11:00:00Z", timeMax="2026-11-02T11:00:00Z")

    assert refused(caught.value) == (400, "timeRangeEmpty")


def test_a_window_without_an_offset_is_a_violation(server: GoogleServer, calendar: Any) -> None:
    """The offset is mandatory."""
    with pytest.raises(HttpError, match="400"):
        listed(calendar, timeMin="2026-11-02T11:00:00")

    assert "timeMin=2026-11-02T11:00:00: no RFC 3339 time with an offset" in server.violations.pop()


def test_pages_follow_each_other(calendar: Any, put: Callable[..., str]) -> None:
    """Every event is on one page, and the sync token on the last one only, whatever happens in between."""
    for number in range(5):
        put(str(number), number)

    first = listed(calendar, maxResults=2)
    put("late")
    second = listed(calendar, maxResults=2, pageToken=first["nextPageToken"])
    third = listed(calendar, maxResults=2, pageToken=second["nextPageToken"])
    delta = listed(calendar, syncToken=third["nextSyncToken"])

    assert [names(page) for page in (first, second, third, delta)] == [["0", "1"], ["2", "3"], ["4"], ["late"]]
    assert "nextSyncToken" not in first
    assert "nextPageToken" not in third


def test_the_client_goes_through_the_pages_by_itself(calendar: Any, put: Callable[..., str]) -> None:
    """list_next leads to the end."""
    for number in range(5):
        put(str(number))
    request = calendar.events().list(calendarId="primary", maxResults=2)

    found = []
    while request is not None:
        answer = request.execute()
        found += names(answer)
        request = calendar.events().list_next(request, answer)

    assert found == ["0", "1", "2", "3", "4"]


def test_a_page_has_250_events_and_never_more_than_2500(calendar: Any, put: Callable[..., str]) -> None:
    """The page's size has a default and a limit."""
    for number in range(260):
        put(str(number))

    assert len(listed(calendar)["items"]) == 250
    assert len(listed(calendar, maxResults=9999)["items"]) == 260


def test_a_page_token_belongs_to_its_list(calendar: Any, put: Callable[..., str]) -> None:
    """A token that is made up, or from a list with other parameters, is refused."""
    put("One")
    put("Two")
    token = listed(calendar, maxResults=1)["nextPageToken"]

    for parameters in ({"pageToken": "made up"}, {"pageToken": token, "singleEvents": True}):
        with pytest.raises(HttpError) as caught:
            listed(calendar, **parameters)
        assert refused(caught.value) == (400, "invalid")


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"iCalUID": "b@x"}, ["B"]),
        ({"eventTypes": ["default", "fromGmail"]}, ["A", "B", "D"]),
        ({"eventTypes": "focusTime"}, ["C"]),
        ({"privateExtendedProperty": "key=1"}, ["A"]),
        ({"sharedExtendedProperty": "key=1"}, ["B"]),
        ({"q": "acme ann"}, ["D"]),
        ({"showDeleted": True}, ["A", "B", "C", "D", "cancelled"]),
        ({"updatedMin": "2026-11-02T12:30:00Z"}, ["D", "cancelled"]),
        ({"orderBy": "updated"}, ["A", "B", "C", "D"]),
        ({"orderBy": "startTime", "singleEvents": True}, ["D", "C", "B", "A"]),
    ],
)
def test_a_list_is_filtered_and_ordered(
    server: GoogleServer,
    calendar: Any,
    clock: Clock,
    put: Callable[..., str],
    parameters: Resource,
    expected: list[str],
) -> None:
    """Each filter lets pass what it says; what was deleted is shown on request, or since a time."""
    put("A", 4, extendedProperties={"private": {"key": "1"}})
    put("B", 3, iCalUID="b@x", extendedProperties={"shared": {"key": "1"}})
    put("C", 2, eventType="focusTime")
    clock.advance(HOUR)
    put("D", 1, eventType="fromGmail", description="Acme", attendees=[{"email": "ann@x.example", "displayName": "Ann"}])
    server.calendar.delete_event("primary", put("E", 0))

    assert names(listed(calendar, **parameters)) == expected


def test_order_by_start_needs_single_events(calendar: Any) -> None:
    """A series has no one start to be ordered by."""
    with pytest.raises(HttpError) as caught:
        listed(calendar, orderBy="startTime")

    assert refused(caught.value) == (400, "badRequest")


def test_the_delta_tells_what_changed(server: GoogleServer, calendar: Any, put: Callable[..., str]) -> None:
    """From a sync token on: new, changed and deleted events, those outside the first window too, and nothing else."""
    put("Same")
    changed, deleted = put("Changed"), put("Deleted")
    token = listed(calendar, timeMin="2026-11-02T00:00:00Z", timeMax="2026-11-03T00:00:00Z")["nextSyncToken"]

    nothing = listed(calendar, syncToken=token)
    put("Far away", 1000)
    server.calendar.edit_event("primary", changed, summary="Changed!")
    server.calendar.delete_event("primary", deleted)
    delta = listed(calendar, syncToken=token)
    after = listed(calendar, syncToken=delta["nextSyncToken"])

    assert sorted(names(delta)) == ["Changed!", "Far away", "cancelled"]
    assert nothing["items"] == after["items"] == []


@pytest.mark.parametrize(
    "parameters",
    [
        {"iCalUID": "x"},
        {"orderBy": "updated"},
        {"privateExtendedProperty": "a=b"},
        {"q": "x"},
        {"sharedExtendedProperty": "a=b"},
        {"timeMin": "2026-11-02T00:00:00Z"},
        {"timeMax": "2026-11-02T00:00:00Z"},
        {"updatedMin": "2026-11-02T00:00:00Z"},
        {"showDeleted": False},
        {"singleEvents": True},
    ],
)
def test_a_sync_token_does_not_go_with_everything(calendar: Any, parameters: Resource) -> None:
    """Parameters that make no delta, hide deletions, or differ from the first request are refused."""
    token = listed(calendar)["nextSyncToken"]

    with pytest.raises(HttpError, match="400"):
        listed(calendar, syncToken=token, **parameters)


@pytest.mark.parametrize(
    "parameters",
    [{"orderBy": "updated"}, {"q": "x"}, {"privateExtendedProperty": "a=b"}, {"updatedMin": "2026-11-02T00:00:00Z"}],
)
def test_a_filtered_list_gives_no_sync_token(calendar: Any, parameters: Resource) -> None:
    """Where there can be no delta, there is no token."""
    assert "nextSyncToken" not in listed(calendar, **parameters)


def test_a_sync_token_expires(server: GoogleServer, calendar: Any, put: Callable[..., str]) -> None:
    """An old token is answered with 410, and a full list shows nothing of what was deleted since."""
    event_id = put("Deleted")
    token = listed(calendar)["nextSyncToken"]
    server.calendar.delete_event("primary", event_id)
    server.calendar.expire_sync_tokens()

    with pytest.raises(HttpError) as caught:
        listed(calendar, syncToken=token)
    full = listed(calendar)

    assert refused(caught.value) == (410, "fullSyncRequired")
    assert full["items"] == []
    assert listed(calendar, syncToken=full["nextSyncToken"])["items"] == []


def test_a_made_up_sync_token_is_refused(calendar: Any) -> None:
    """Only tokens that were given are known."""
    with pytest.raises(HttpError) as caught:
        listed(calendar, syncToken="made up")

    assert refused(caught.value) == (400, "invalid")


def test_ten_thousand_events_are_listed_in_pages(calendar: Any, put: Callable[..., str]) -> None:
    """A large calendar is gone through in four pages, and a window in it is found."""
    for number in range(10_000):
        put(str(number), number)

    window = listed(calendar, timeMin="2027-01-01T00:00:00Z", timeMax="2027-01-02T00:00:00Z")
    request, pages = calendar.events().list(calendarId="primary", maxResults=2500, fields="nextPageToken,items(id)"), []
    while request is not None:
        pages.append(request.execute())
        request = calendar.events().list_next(request, pages[-1])

    assert len(window["items"]) == 24
    assert [len(page["items"]) for page in pages] == [2500] * 4
