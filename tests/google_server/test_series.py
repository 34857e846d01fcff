"""Series: expansion, changed and cancelled instances, events.instances."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from googleapiclient.errors import HttpError

from tests.google_server.recurrence import MOST_INSTANCES
from tests.google_server.server import GoogleServer

TEN = datetime(2026, 10, 19, 10, tzinfo=ZoneInfo("Europe/Berlin"))  # a Monday; summer time ends on the 25th
HOUR = timedelta(hours=1)
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"


@pytest.fixture
def put(server: GoogleServer) -> Callable[..., str]:
    """Give a function that puts a series with these recurrence lines into the calendar."""

    def put(*lines: str, start: datetime | date = TEN, length: timedelta = HOUR, **fields: Any) -> str:
        recurrence = {"recurrence": list(lines)} if lines else {}
        return server.calendar.put_event(
            "primary", id="series", start=start, end=start + length, **recurrence, **fields
        )

    return put


def instances(calendar: Any, **parameters: Any) -> list[Any]:
    """List the primary calendar with its series expanded."""
    answer = calendar.events().list(calendarId="primary", singleEvents=True, **parameters).execute()
    return list(answer["items"])


def starts(events: list[Any]) -> list[str]:
    """Give where the events start."""
    return [one["start"].get("dateTime") or one["start"]["date"] for one in events]


def test_a_series_is_listed_as_one_or_expanded(calendar: Any, put: Callable[..., str]) -> None:
    """With singleEvents, there are instances instead of the master; all share its iCalUID."""
    put(WEEKLY, summary="Weekly")

    (master,) = calendar.events().list(calendarId="primary").execute()["items"]
    expanded = instances(calendar)

    assert master["recurrence"] == [WEEKLY]
    assert [one["id"] for one in expanded][:2] == ["series_20261019T080000Z", "series_20261026T090000Z"]
    assert {one["iCalUID"] for one in expanded} == {master["iCalUID"]}
    assert {one["recurringEventId"] for one in expanded} == {"series"}
    assert not any("recurrence" in one for one in expanded)


def test_the_hour_stays_through_the_change_of_the_clocks(calendar: Any, put: Callable[..., str]) -> None:
    """A series is counted on the clock of its own zone."""
    put(WEEKLY)

    expanded = instances(calendar)

    assert starts(expanded)[:2] == ["2026-10-19T10:00:00+02:00", "2026-10-26T10:00:00+01:00"]
    assert expanded[1]["originalStartTime"] == {
        "dateTime": "2026-10-26T10:00:00+01:00",
        "timeZone": "Europe/Berlin",
    }


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["RRULE:FREQ=WEEKLY;UNTIL=20261102T090000Z"], [19, 26, 2]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261101"], [19, 26]),
        ([WEEKLY, "EXDATE;TZID=Europe/Berlin:20261026T100000"], [19, 2, 9]),
        ([WEEKLY, "EXDATE:20261026T090000Z,20261102T090000Z"], [19, 9]),
        (["RDATE;TZID=Europe/Berlin:20261020T100000"], [19, 20]),
        (["RRULE:FREQ=DAILY;COUNT=4", "EXRULE:FREQ=DAILY;INTERVAL=2"], [20, 22]),
    ],
)
def test_every_line_of_the_recurrence_counts(
    calendar: Any, put: Callable[..., str], lines: list[str], days: list[int]
) -> None:
    """RRULE, RDATE, EXRULE and EXDATE, with UNTIL in its forms."""
    put(*lines)

    assert [int(start[8:10]) for start in starts(instances(calendar))] == days


def test_a_series_of_days(calendar: Any, put: Callable[..., str]) -> None:
    """Days have days as ids and starts."""
    put(
        "RRULE:FREQ=DAILY;UNTIL=20261104",
        "EXDATE;VALUE=DATE:20261103",
        start=date(2026, 11, 2),
        length=timedelta(days=1),
    )

    expanded = instances(calendar)

    assert starts(expanded) == ["2026-11-02", "2026-11-04"]
    assert [one["id"] for one in expanded] == ["series_20261102", "series_20261104"]
    assert expanded[0]["end"] == {"date": "2026-11-03"}


def test_an_endless_series_ends_with_the_window(calendar: Any, put: Callable[..., str]) -> None:
    """The bound timeMax ends the expansion; without it there are as many instances as were seen with Google."""
    put("RRULE:FREQ=DAILY")

    bounded = instances(calendar, timeMin="2030-01-01T00:00:00Z", timeMax="2030-01-03T00:00:00Z")
    unbounded = instances(calendar, maxResults=2500)

    assert len(bounded) == 2
    assert len(unbounded) == MOST_INSTANCES


def test_a_series_is_listed_where_an_instance_is(calendar: Any, put: Callable[..., str]) -> None:
    """The window of a list that does not expand looks at the instances too."""
    put(WEEKLY)

    inside = calendar.events().list(calendarId="primary", timeMin="2026-11-01T00:00:00Z").execute()
    outside = calendar.events().list(calendarId="primary", timeMin="2026-12-01T00:00:00Z").execute()

    assert (len(inside["items"]), len(outside["items"])) == (1, 0)


def test_a_moved_instance_keeps_its_identity(server: GoogleServer, calendar: Any, put: Callable[..., str]) -> None:
    """Its originalStartTime and id stay; the list shows it at its new time, once."""
    put(WEEKLY)
    server.calendar.edit_event("primary", "series_20261026T090000Z", start=TEN + 30 * HOUR, end=TEN + 31 * HOUR)

    expanded = instances(calendar, orderBy="startTime")
    alone = instances(calendar, timeMin="2026-10-20T00:00:00Z", timeMax="2026-10-22T00:00:00Z")

    assert starts(expanded)[1] == "2026-10-20T16:00:00+02:00"
    assert expanded[1]["originalStartTime"]["dateTime"] == "2026-10-26T10:00:00+01:00"
    assert [one["id"] for one in alone] == ["series_20261026T090000Z"]
    assert len(expanded) == 4


def test_an_instance_is_patched_and_deleted_by_its_id(calendar: Any, put: Callable[..., str]) -> None:
    """A client changes one instance, or cancels it, without touching the others."""
    put(WEEKLY, summary="Weekly")
    first, second = (
        {"calendarId": "primary", "eventId": f"series_{at}"} for at in ("20261019T080000Z", "20261026T090000Z")
    )

    patched = calendar.events().patch(**first, body={"summary": "Once"}).execute()
    calendar.events().delete(**second).execute()

    assert (patched["summary"], patched["recurringEventId"]) == ("Once", "series")
    assert calendar.events().get(**first).execute() == patched
    assert [one["summary"] for one in instances(calendar, orderBy="startTime")] == ["Once", "Weekly", "Weekly"]


def test_a_cancelled_instance_is_told_to_whoever_expands_alone(
    server: GoogleServer, calendar: Any, put: Callable[..., str]
) -> None:
    """Without singleEvents and showDeleted, cancelled instances are listed with what identifies them."""
    put(WEEKLY)
    server.calendar.delete_event("primary", "series_20261026T090000Z")

    _, cancelled = calendar.events().list(calendarId="primary").execute()["items"]

    assert cancelled["status"] == "cancelled"
    assert cancelled.keys() == {"kind", "etag", "id", "status", "recurringEventId", "originalStartTime"}
    assert len(instances(calendar)) == 3
    assert len(instances(calendar, showDeleted=True)) == 4


def test_a_deleted_series_takes_its_instances_along(
    server: GoogleServer, calendar: Any, put: Callable[..., str]
) -> None:
    """When a series is deleted, the delta has its instances as cancelled, the changed one too."""
    put(WEEKLY)
    server.calendar.edit_event("primary", "series_20261026T090000Z", summary="Changed")
    token = calendar.events().list(calendarId="primary", singleEvents=True).execute()["nextSyncToken"]

    server.calendar.delete_event("primary", "series")
    delta = instances(calendar, syncToken=token)

    assert instances(calendar) == []
    assert [one["status"] for one in delta] == ["cancelled"] * 4
    assert {one["recurringEventId"] for one in delta} == {"series"}


def test_a_changed_series_is_in_the_delta_with_every_instance(
    server: GoogleServer, calendar: Any, put: Callable[..., str]
) -> None:
    """A change of the master changes its instances; a change of one instance is that one's alone."""
    put(WEEKLY)
    token = calendar.events().list(calendarId="primary", singleEvents=True).execute()["nextSyncToken"]

    server.calendar.edit_event("primary", "series_20261026T090000Z", summary="Changed")
    one = instances(calendar, syncToken=token)
    server.calendar.edit_event("primary", "series", summary="All")
    every = instances(calendar, syncToken=token)

    assert [each["summary"] for each in one] == ["Changed"]
    assert sorted(each["summary"] for each in every) == ["All", "All", "All", "Changed"]


def test_others_put_an_exception(server: GoogleServer, calendar: Any, put: Callable[..., str]) -> None:
    """put_event with recurringEventId and originalStartTime changes that instance."""
    put(WEEKLY, iCalUID="x@y")
    original = TEN + timedelta(days=7)

    event_id = server.calendar.put_event(
        "primary",
        recurringEventId="series",
        originalStartTime=original,
        iCalUID="x@y",
        summary="Moved",
        start=original + HOUR,
        end=original + 2 * HOUR,
    )

    assert event_id == "series_20261026T090000Z"
    assert len(instances(calendar)) == 4


def test_instances_are_found_by_their_original_start(
    server: GoogleServer, calendar: Any, put: Callable[..., str]
) -> None:
    """events.instances gives a series' instances, all or that of one start; cancelled ones on request."""
    put(WEEKLY)
    server.calendar.edit_event("primary", "series_20261026T090000Z", start=TEN + 2 * HOUR, end=TEN + 3 * HOUR)
    server.calendar.delete_event("primary", "series_20261102T090000Z")

    def listed(**parameters: Any) -> list[str]:
        answer = calendar.events().instances(calendarId="primary", eventId="series", **parameters).execute()
        assert "nextSyncToken" not in answer
        return [one["id"][-16:-8] for one in answer["items"]]

    assert listed() == ["20261019", "20261026", "20261109"]
    assert listed(showDeleted=True) == ["20261019", "20261026", "20261102", "20261109"]
    assert listed(originalStart="2026-10-26T09:00:00Z") == ["20261026"]
    assert listed(timeMin="2026-10-27T00:00:00Z") == ["20261109"]


def test_only_a_series_has_instances(calendar: Any, put: Callable[..., str]) -> None:
    """events.instances of a single event, or with a start that is no time, is refused."""
    put()

    with pytest.raises(HttpError, match="400"):
        calendar.events().instances(calendarId="primary", eventId="series").execute()
    with pytest.raises(HttpError, match="404"):
        calendar.events().get(calendarId="primary", eventId="series_20261019T080000Z").execute()
