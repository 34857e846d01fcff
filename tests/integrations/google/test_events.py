"""An event as Google gives it, as an occurrence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from daemon.domain.occurrence import Attendee, Occurrence, Participation
from integrations.google.events import COLORS, FIELDS, moment_of, occurrence_of, recurrence_id_of
from tests.factories import BERLIN

LONDON = ZoneInfo("Europe/London")
INTERVIEW: dict[str, Any] = {
    "id": "abc123",
    "iCalUID": "abc123@google.com",
    "status": "confirmed",
    "eventType": "default",
    "summary": "Interview at ACME",
    "description": "<b>#interview</b>",
    "location": "Berlin",
    "start": {"dateTime": "2026-12-01T14:00:00+01:00", "timeZone": "Europe/Berlin"},
    "end": {"dateTime": "2026-12-01T15:00:00+01:00", "timeZone": "Europe/Berlin"},
    "htmlLink": "https://www.google.com/calendar/event?eid=x",
}


def occurrence(**changes: Any) -> Occurrence:
    """Give the interview with *changes* as an occurrence; None takes a field away."""
    event = {name: value for name, value in (INTERVIEW | changes).items() if value is not None}
    found = occurrence_of(event, calendar="work", home=BERLIN, calendar_zone=LONDON)
    assert found is not None
    return found


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def test_an_event_is_given_as_it_is() -> None:
    """Nothing is cleaned or judged; times are in UTC."""
    assert occurrence() == Occurrence(
        event="abc123",
        uid="abc123@google.com",
        calendar="work",
        title="Interview at ACME",
        description="<b>#interview</b>",
        start=utc(2026, 12, 1, 13),
        end=utc(2026, 12, 1, 14),
        location="Berlin",
        zone="Europe/Berlin",
        link="https://www.google.com/calendar/event?eid=x",
    )


@pytest.mark.parametrize("name", ["summary", "description", "location", "htmlLink", "iCalUID", "end", "status"])
def test_what_is_missing_is_empty(name: str) -> None:
    """A private event in somebody else's calendar has no title; what has no end ends where it begins."""
    one = occurrence(**{name: None})

    assert one.event == "abc123"
    assert one.uid == ("abc123" if name == "iCalUID" else "abc123@google.com")
    assert (one.title, one.description, one.location, one.link).count("") == (
        name in ("summary", "description", "location", "htmlLink")
    )
    assert one.end == (one.start if name == "end" else utc(2026, 12, 1, 14))


@pytest.mark.parametrize(
    "facts, conference",
    [
        (
            {
                "hangoutLink": "https://meet.google.com/x",
                "conferenceData": {
                    "entryPoints": [
                        {"entryPointType": "phone", "uri": "tel:+491234"},
                        {"entryPointType": "video", "uri": "https://zoom.us/j/1"},
                    ]
                },
            },
            "https://zoom.us/j/1",
        ),
        ({"hangoutLink": "https://meet.google.com/x"}, "https://meet.google.com/x"),
        ({"conferenceData": {"entryPoints": [{"entryPointType": "phone", "uri": "tel:1"}, None]}}, ""),
        ({"conferenceData": {"entryPoints": "none"}}, ""),
        ({"conferenceData": None}, ""),
    ],
)
def test_the_link_to_join_by_is_that_of_the_video(facts: dict[str, Any], conference: str) -> None:
    """Of whatever service Google knows, else Google's own."""
    assert occurrence(**facts).conference == conference


@pytest.mark.parametrize(
    "created, moment",
    [
        ("2026-11-20T11:00:00.000+01:00", utc(2026, 11, 20, 10)),
        ("2026-11-20T10:00:00.000Z", utc(2026, 11, 20, 10)),
        ("1900-01-01T12:00:00.000Z", None),
        ("0000-12-29T00:00:00.000Z", None),
        ("2026-11-20T10:00:00", None),
        (None, None),
    ],
)
def test_when_it_was_made_is_told_in_utc(created: str | None, moment: datetime | None) -> None:
    """What stands for "unknown" is no time."""
    assert occurrence(created=created).created == moment


@pytest.mark.parametrize("sequence, read", [(None, 0), (3, 3), (-1, 0), ("3", 0), (1.5, 0)])
def test_the_sequence_is_a_number_from_0_on(sequence: object, read: int) -> None:
    """What is none is 0."""
    assert occurrence(sequence=sequence).sequence == read


@pytest.mark.parametrize("is_mine, sequence", [(True, 0), (False, 3)])
def test_only_an_organizers_cancellation_is_a_revision(is_mine: bool, sequence: int) -> None:
    """What was deleted in its own calendar may have been moved to another one."""
    organizer = {"email": "jane@acme.example", "self": is_mine}

    assert occurrence(status="cancelled", organizer=organizer, sequence=3).sequence == sequence


def test_a_tombstone_has_no_time() -> None:
    """Of a deleted event only the id is sure to be there: it is no occurrence."""
    tombstone = {"id": "abc123", "status": "cancelled"}
    instance = tombstone | {"recurringEventId": "x", "originalStartTime": {"dateTime": "2026-12-01T09:00:00Z"}}

    for event in (tombstone, instance):
        assert occurrence_of(event, calendar="work", home=BERLIN, calendar_zone=UTC) is None


def test_a_cancelled_event_with_its_times_is_cancelled() -> None:
    """An organiser's cancellation keeps all it had."""
    assert occurrence(status="cancelled").is_cancelled
    assert not occurrence(status="tentative").is_cancelled


# When


@pytest.mark.parametrize(
    "start, end, first, last",
    [
        ("2026-12-01", "2026-12-02", utc(2026, 11, 30, 23), utc(2026, 12, 1, 23)),
        ("2026-12-01", "2026-12-03", utc(2026, 11, 30, 23), utc(2026, 12, 2, 23)),
        # The day on which clocks are put forward has 23 hours, the one on which they are put back 25.
        ("2026-03-29", "2026-03-30", utc(2026, 3, 28, 23), utc(2026, 3, 29, 22)),
        ("2026-10-25", "2026-10-26", utc(2026, 10, 24, 22), utc(2026, 10, 25, 23)),
        # Not to be trusted: an end that is not after the start.
        ("2026-12-01", "2026-12-01", utc(2026, 11, 30, 23), utc(2026, 12, 1, 23)),
        ("2026-12-01", "2026-11-01", utc(2026, 11, 30, 23), utc(2026, 12, 1, 23)),
        ("2026-12-01", "soon", utc(2026, 11, 30, 23), utc(2026, 12, 1, 23)),
    ],
)
def test_an_all_day_event_is_days_of_the_account(start: str, end: str, first: datetime, last: datetime) -> None:
    """From midnight to midnight at home, the end exclusive, whatever zone the calendar has; it has none itself."""
    one = occurrence(start={"date": start}, end={"date": end})

    assert (one.start, one.end, one.all_day, one.zone) == (first, last, True, "")


@pytest.mark.parametrize(
    "start, moment, zone",
    [
        ({"dateTime": "2026-12-01T14:00:00Z"}, utc(2026, 12, 1, 14), ""),
        ({"dateTime": "2026-12-01T14:00:00.250Z"}, utc(2026, 12, 1, 14, 0, 0, 250000), ""),
        ({"dateTime": "2026-12-01T09:00:00-05:00"}, utc(2026, 12, 1, 14), ""),
        # The offset counts; the zone is the event's own, in which it is not always shown.
        (
            {"dateTime": "2026-12-01T14:00:00+01:00", "timeZone": "America/New_York"},
            utc(2026, 12, 1, 13),
            "America/New_York",
        ),
        ({"dateTime": "2026-12-01T14:00:00", "timeZone": "Asia/Tokyo"}, utc(2026, 12, 1, 5), "Asia/Tokyo"),
        # There is no floating time: it is one of the calendar.
        ({"dateTime": "2026-07-01T14:00:00"}, utc(2026, 7, 1, 13), ""),
        ({"dateTime": "2026-07-01T14:00:00", "timeZone": "Mars/Olympus"}, utc(2026, 7, 1, 13), "Mars/Olympus"),
        ({"dateTime": "2026-07-01T14:00:00", "timeZone": "Europe"}, utc(2026, 7, 1, 13), "Europe"),
        ({"dateTime": "2026-07-01T14:00:00", "timeZone": "../etc/passwd"}, utc(2026, 7, 1, 13), "../etc/passwd"),
        ({"dateTime": "2026-07-01T14:00:00", "timeZone": 5}, utc(2026, 7, 1, 13), ""),
    ],
)
def test_a_time_is_an_instant(start: dict[str, Any], moment: datetime, zone: str) -> None:
    """With its offset, else in its own zone, else in the calendar's."""
    one = occurrence(start=start, end={"dateTime": "2027-01-01T00:00:00Z"})

    assert (one.start, one.zone, one.all_day) == (moment, zone, False)


def test_an_end_before_the_start_is_no_end() -> None:
    """An occurrence never ends before it begins."""
    one = occurrence(end={"dateTime": "2026-12-01T10:00:00+01:00"})

    assert one.end == one.start


@pytest.mark.parametrize(
    "start",
    [
        None,
        {},
        "2026-12-01",
        {"dateTime": "soon"},
        {"dateTime": None},
        {"date": "2026-13-01"},
        {"date": None},
        {"dateTime": "0001-01-01T00:00:00+10:00"},
        {"dateTime": "9999-12-31T23:00:00-10:00"},
        {"date": "0001-01-01"},
        {"date": "9999-12-31"},
    ],
)
def test_what_has_no_time_that_can_be_read_is_no_occurrence(start: object) -> None:
    """Also what lies before the first and after the last day that can be counted, in the zone at home."""
    event = INTERVIEW | {"start": start, "end": start}

    for home in (ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Niue")):
        found = occurrence_of(event, calendar="work", home=home, calendar_zone=UTC)
        assert found is None or found.start.year in (1, 9999)


# Which one


@pytest.mark.parametrize(
    "original, expected",
    [
        ({"dateTime": "2026-12-01T10:00:00+01:00", "timeZone": "Europe/Berlin"}, "20261201T090000Z"),
        ({"dateTime": "2026-12-01T09:00:00Z"}, "20261201T090000Z"),
        ({"date": "2026-12-01"}, "20261201"),
        ({"dateTime": "soon"}, ""),
        ({}, ""),
        (None, ""),
        ("2026-12-01", ""),
    ],
)
def test_an_occurrence_of_a_series_is_named_by_its_original_start(original: object, expected: str) -> None:
    """Moving it does not change its name."""
    event = INTERVIEW | {"recurringEventId": "abc", "originalStartTime": original}
    moved = event | {"start": {"dateTime": "2026-12-03T10:00:00Z"}}

    assert recurrence_id_of(event) == recurrence_id_of(moved) == expected


def test_a_single_event_has_no_recurrence_id() -> None:
    """It is named by its UID alone."""
    assert occurrence().identity == "abc123@google.com"
    assert recurrence_id_of(INTERVIEW | {"originalStartTime": {"date": "2026-12-01"}}) == ""


def test_identity_and_id_stay_over_a_move() -> None:
    """A series' occurrence keeps both, wherever it goes."""
    instance = {
        "id": "abc123_20261201T090000Z",
        "recurringEventId": "abc123",
        "originalStartTime": {"dateTime": "2026-12-01T10:00:00+01:00"},
    }

    before = occurrence(**instance)
    after = occurrence(**instance, start={"date": "2026-12-24"}, end={"date": "2026-12-25"})

    assert before.identity == after.identity == "abc123@google.com/20261201T090000Z"
    assert before.event == after.event == "abc123_20261201T090000Z"


# Who


def test_guests_are_given_as_they_stand() -> None:
    """The person, a room, who declined, the organizer among them or not."""
    guests = [
        {"email": "sam@example.com", "self": True, "responseStatus": "accepted"},
        {"email": "jane@acme.example", "displayName": "Jane Doe", "responseStatus": "tentative", "organizer": True},
        {"email": "room@resource.calendar.google.com", "displayName": "Room 1", "resource": True},
        {"email": "omar@acme.example", "responseStatus": "declined"},
        {"displayName": "Nobody's address"},
        {"email": "new@acme.example", "responseStatus": "somethingNew"},
    ]

    one = occurrence(attendees=guests, organizer={"email": "hr@acme.example", "displayName": "HR"})

    assert one.attendees == (
        Attendee("sam@example.com", "", Participation.ACCEPTED, is_self=True),
        Attendee("jane@acme.example", "Jane Doe", Participation.TENTATIVE),
        Attendee("room@resource.calendar.google.com", "Room 1", is_resource=True),
        Attendee("omar@acme.example", "", Participation.DECLINED),
        Attendee("", "Nobody's address"),
        Attendee("new@acme.example", "", Participation.NEEDS_ACTION),
    )
    assert one.organizer == Attendee("hr@acme.example", "HR")
    assert not one.guests_hidden


@pytest.mark.parametrize(
    "fields, is_hidden",
    [
        ({}, False),
        ({"attendeesOmitted": True}, True),
        ({"guestsCanSeeOtherGuests": False}, True),
        ({"guestsCanSeeOtherGuests": False, "organizer": {"email": "a@b.example"}}, True),
        ({"guestsCanSeeOtherGuests": False, "organizer": {"email": "sam@example.com", "self": True}}, False),
        ({"guestsCanSeeOtherGuests": True}, False),
        ({"attendeesOmitted": True, "organizer": {"self": True}}, True),
        ({"attendeesOmitted": False}, False),
    ],
)
def test_guests_that_are_not_shown_are_told(fields: dict[str, Any], is_hidden: bool) -> None:
    """Nothing follows then from who is not on the list; one's own list is never hidden from oneself."""
    assert occurrence(**fields).guests_hidden is is_hidden


@pytest.mark.parametrize("number, name", [("3", "grape"), ("11", "tomato"), ("1", "lavender"), ("12", ""), ("", "")])
def test_a_colour_has_the_name_that_the_person_sees(number: str, name: str) -> None:
    """Google's eleven; an unknown one has none, like no colour at all."""
    assert occurrence(colorId=number).color == name
    assert len(COLORS) == len(set(COLORS.values())) == 11


# Whatever comes

SCALARS: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(
        ["2026-12-01", "9999-12-31", "0001-01-01", "2026-12-01T10:00:00Z", "2026-12-01T10:00:00", "cancelled", "Europe"]
    )
    | st.datetimes().map(lambda one: one.isoformat())
    | st.datetimes(timezones=st.just(timezone(timedelta(hours=-9)))).map(lambda one: one.isoformat())
)
KEYS = st.sampled_from(
    ["id", "email", "date", "dateTime", "timeZone", "self", "resource", "displayName", "responseStatus"]
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=6
)
NAMES = [
    *FIELDS.split("(")[0].split(","),
    "attendeesOmitted",
    "guestsCanSeeOtherGuests",
    "organizer",
    "colorId",
    "htmlLink",
    "sequence",
    "transparency",
]
EVENTS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=10)


@given(
    event=EVENTS,
    home=st.sampled_from([BERLIN, UTC, ZoneInfo("Pacific/Kiritimati")]),
)
@example(event={"start": {"dateTime": "2026-12-01T10:00:00Z"}, "attendees": 5}, home=BERLIN)
@example(event={"start": {"dateTime": "2026-12-01T10:00:00Z"}, "organizer": [1]}, home=BERLIN)
@example(event={"start": {"dateTime": "2026-12-01T10:00:00", "timeZone": "Europe"}}, home=BERLIN)
@example(event={"start": {"date": "9999-12-31"}}, home=BERLIN)
@example(
    event={
        "start": {"date": "2026-12-01"},
        "recurringEventId": "x",
        "originalStartTime": {"dateTime": "0001-01-01T00:00:00+10:00"},
    },
    home=BERLIN,
)
def test_nothing_that_google_may_give_breaks_it(event: dict[str, Any], home: ZoneInfo) -> None:
    """It is an occurrence, or none."""
    found = occurrence_of(event, calendar="work", home=home, calendar_zone=BERLIN)

    assert found is None or found.start <= found.end


@given(when=st.dictionaries(st.sampled_from(["date", "dateTime", "timeZone"]), VALUES))
def test_a_moment_is_aware_or_none(when: dict[str, Any]) -> None:
    """Whatever stands there."""
    moment = moment_of(when, BERLIN)

    assert moment is None or moment.tzinfo is not None
