"""When a calendar at Google says that the person is busy: what travels for it, what it costs, what counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from daemon.domain.occurrence import TimeSpan
from daemon.ports import Question, Reading
from integrations.google.calendar import GoogleCalendar
from integrations.google.events import BUSY_FIELDS, busy_span
from tests.factories import BERLIN
from tests.integrations.google.account import SAM, GoogleAccount
from tests.integrations.google.test_calendar import DAY, HOUR, START, TEAM, WINDOW, put, weekly
from tests.integrations.google.test_events import EVENTS, INTERVIEW, LONDON

KINDS = {"default": True, "fromGmail": True, "focusTime": True, "outOfOffice": True}
NO_KINDS = {"birthday": False, "workingLocation": False}


def read(source: GoogleCalendar, *, window: TimeSpan = WINDOW, is_busy: bool = True, **further: Any) -> Reading:
    return source.read(Question(window, busy=is_busy, **further))


def starts(reading: Reading) -> list[datetime]:
    return sorted(span.start for span in reading.busy)


def span_of(**changes: Any) -> TimeSpan | None:
    """Give when the interview with *changes* keeps busy; None takes a field away."""
    event = {name: value for name, value in (INTERVIEW | changes).items() if value is not None}
    return busy_span(event, calendar_zone=LONDON)


# What travels


def test_it_is_one_field_and_two_kinds_of_events_more(account: GoogleAccount) -> None:
    """Asked in the same list, with no other right and no other call; without the question nothing of it is asked."""
    put(account.server)
    source = account.source()

    read(source)
    read(source)
    read(account.source(), is_busy=False)

    first, probe, without = account.server.requests
    assert first.query["fields"] == [f"timeZone,nextPageToken,nextSyncToken,items({BUSY_FIELDS})"]
    for request in (first, probe):
        assert request.query["eventTypes"] == ["default", "fromGmail", "focusTime", "outOfOffice"]
    assert without.query["eventTypes"] == ["default", "fromGmail"]
    assert "transparency" not in without.query["fields"][0]


# What it costs


def test_an_idle_read_is_one_small_request(account: GoogleAccount) -> None:
    """As long as nothing changes the times are known."""
    put(account.server, summary="Dentist")
    weekly(account.server, summary="Lunch")
    source = account.source()
    first = read(source)
    account.server.clear_log()

    again = [read(source) for _ in range(3)]

    assert again == [first] * 3
    assert len(first.busy) == 5
    assert account.server.count() == 3
    assert all("syncToken" in one.query and one.response_bytes < 100 for one in account.server.requests)


def test_a_list_that_was_made_without_it_is_made_once_more(account: GoogleAccount) -> None:
    """The one with it serves both questions from then on."""
    put(account.server, summary="Dentist")
    source = account.source()
    without = read(source, is_busy=False)
    account.server.clear_log()

    asked = read(source)
    lists = account.server.count()
    after = [read(source, is_busy=False), read(source)]

    assert lists == 1
    assert account.server.count() == 3
    assert (starts(asked), without.busy) == ([START], ())
    assert after == [without, asked]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", ["new", "freed", "moved", "deleted"])
def test_a_change_is_one_list_more(account: GoogleAccount, kind: str, change: str) -> None:
    """Of an event of any kind that keeps busy, though it can be no interview."""
    put(account.server, summary="Dentist")
    event = put(account.server, summary="Lunch", eventType=kind, start=START + DAY)
    source = account.source()
    assert starts(read(source)) == [START, START + DAY]
    account.server.clear_log()
    match change:
        case "new":
            put(account.server, summary="Lunch", eventType=kind, start=START + 2 * DAY)
        case "freed":
            account.server.calendar.edit_event("primary", event, transparency="transparent")
        case "moved":
            account.server.calendar.edit_event("primary", event, start=START + 3 * DAY, end=START + 3 * DAY + HOUR)
        case _:
            account.server.calendar.delete_event("primary", event)

    reading = read(source)

    expected = {"new": [0, 1, 2], "freed": [0], "moved": [0, 3], "deleted": [0]}[change]
    assert starts(reading) == [START + days * DAY for days in expected]
    assert account.server.count() == 2
    assert starts(read(source)) == starts(reading)
    assert account.server.count() == 3


def test_all_pages_are_read(account: GoogleAccount) -> None:
    """More events than fit into one answer keep busy, each at its time."""
    times = [START + timedelta(minutes=number) for number in range(2510)]
    for number, start in enumerate(times):
        put(account.server, id=f"event{number:05}", summary="Focus", start=start)

    assert starts(read(account.source())) == times
    assert account.server.count("GET") == 2


def test_it_holds_for_what_is_in_sight(account: GoogleAccount) -> None:
    """The list reaches further, in both directions; the answer does not."""
    for days in (-1, 0, 1):
        put(account.server, summary="Dentist", start=WINDOW.start + days * DAY - HOUR)
        put(account.server, summary="Dentist", start=WINDOW.end + days * DAY)
    source = account.source()
    reach = TimeSpan(WINDOW.start - 50 * DAY, WINDOW.end)

    later = TimeSpan(WINDOW.start + DAY, WINDOW.end + DAY)
    inside = [WINDOW.start + DAY - HOUR, WINDOW.end - DAY]
    assert starts(read(source, reach=reach)) == inside
    assert starts(read(source, window=later, reach=reach)) == [WINDOW.end - DAY, WINDOW.end]
    assert sum("timeMin" in one.query for one in account.server.requests) == 1


# What counts


@pytest.mark.parametrize("kind, is_busy", [*KINDS.items(), *NO_KINDS.items()])
def test_some_kinds_of_events_take_up_time(account: GoogleAccount, kind: str, is_busy: bool) -> None:
    """Focus time and absence do, birthdays and places of work do not; of interviews and counts nothing changes."""
    put(account.server, iCalUID="one@acme.example")
    put(account.server, eventType=kind, start=START + DAY)

    reading = read(account.source())
    everything = read(account.source(), everything=True)

    assert starts(reading) == starts(everything) == [START, START + DAY][: 1 + is_busy]
    assert replace(reading, busy=()) == read(account.source(), is_busy=False)
    assert replace(everything, busy=()) == read(account.source(), is_busy=False, everything=True)


def test_each_occurrence_of_a_series_counts_for_itself(account: GoogleAccount) -> None:
    """Moved, freed, declined, cancelled, deleted, or as the series has it."""
    weekly(account.server, count=6, attendees=[{"email": SAM, "responseStatus": "accepted"}])
    change = account.server.calendar.edit_event
    change("primary", "series_20261208T130000Z", start=START + 8 * DAY, end=START + 8 * DAY + HOUR)
    change("primary", "series_20261215T130000Z", transparency="transparent")
    change("primary", "series_20261222T130000Z", attendees=[{"email": SAM, "responseStatus": "declined"}])
    change("primary", "series_20261229T130000Z", status="cancelled")
    account.server.calendar.delete_event("primary", "series_20270105T130000Z")

    assert starts(read(account.source())) == [START, START + 8 * DAY]


@pytest.mark.parametrize(
    "answer, is_busy", [("accepted", True), ("tentative", True), ("needsAction", True), ("declined", False)]
)
@pytest.mark.parametrize("secret", [False, True])
def test_only_the_persons_own_no_frees_them(account: GoogleAccount, answer: str, is_busy: bool, secret: bool) -> None:
    """Others may decline; the person's own answer is seen where the guest list is not."""
    guests = [{"email": "jane@acme.example", "responseStatus": "declined"}, {"email": SAM, "responseStatus": answer}]
    put(
        account.server,
        organizer={"email": "hr@acme.example"},
        attendees=guests,
        guestsCanSeeOtherGuests=not secret,
    )

    assert starts(read(account.source())) == ([START] if is_busy else [])


@pytest.mark.parametrize("role", ["reader", "freeBusyReader"])
def test_an_event_of_which_only_the_time_is_shown_keeps_busy(account: GoogleAccount, role: str) -> None:
    """That is what it is shown for, unless it is marked as free."""
    account.server.calendar.add_calendar(TEAM, "Team", access_role=role)
    put(account.server, TEAM, visibility="private")
    put(account.server, TEAM, visibility="private", start=START + DAY, transparency="transparent")

    assert starts(read(account.source(TEAM))) == [START]


def test_days_and_moments_keep_nobody_busy(account: GoogleAccount) -> None:
    """Whole days say what kind of day it is; what has no length takes no time."""
    put(account.server, start=date(2026, 12, 1), end=date(2026, 12, 2))
    put(account.server, end=START)

    assert read(account.source()).busy == ()


@pytest.mark.parametrize(
    "changes, is_busy",
    [
        ({}, True),
        ({"transparency": "opaque"}, True),
        ({"transparency": "transparent"}, False),
        ({"status": "tentative"}, True),
        ({"status": "cancelled"}, False),
        ({"eventType": "somethingNew"}, False),
        ({"eventType": None}, True),
        ({"recurrence": ["RRULE:FREQ=DAILY"]}, False),
        ({"attendees": [{"self": True, "responseStatus": "declined"}]}, False),
        ({"attendees": [{"self": True, "responseStatus": "accepted"}]}, True),
        ({"attendees": [{"email": SAM, "responseStatus": "declined"}]}, True),
        ({"attendees": "nobody"}, True),
        ({"end": None}, False),
        ({"start": None}, False),
        ({"end": {"dateTime": "2026-12-01T13:00:00+01:00"}}, False),
    ],
)
def test_an_event_keeps_busy_unless_it_says_otherwise(changes: dict[str, Any], is_busy: bool) -> None:
    """What is missing frees nobody, but a time; what is unknown may be anything, and keeps nobody from a call."""
    start = datetime(2026, 12, 1, 14, tzinfo=BERLIN)

    assert span_of(**changes) == (TimeSpan(start, start + HOUR) if is_busy else None)


def test_a_time_without_a_zone_is_one_of_the_calendar() -> None:
    """Google knows no floating time; the span is in UTC."""
    span = span_of(start={"dateTime": "2026-07-01T14:00:00"}, end={"dateTime": "2026-07-01T15:00:00"})

    assert span is not None
    assert span.start == datetime(2026, 7, 1, 14, tzinfo=LONDON)
    assert span.start.utcoffset() == span.end.utcoffset() == timedelta(0)


@given(event=EVENTS)
def test_nothing_that_google_may_give_breaks_it(event: dict[str, Any]) -> None:
    """It takes up some time, or none."""
    span = busy_span(event, calendar_zone=BERLIN)

    assert span is None or span.start < span.end
