"""A reminder as Google Calendar holds it, and back."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.domain.item import Kind, Reminder
from integrations.google.reminder import TOUCHED, changes_of, event_of, fingerprint_of
from integrations.ical_write import as_written
from tests.contracts.store import NAME, reminder
from tests.factories import BERLIN

NEW_YORK = ZoneInfo("America/New_York")
SYDNEY = ZoneInfo("Australia/Sydney")
QUARTER = timedelta(minutes=15)


def fingerprint(event: dict[str, Any]) -> str:
    return fingerprint_of(event, has_exceptions=False)


def test_the_body_of_an_insertion() -> None:
    """Exactly this; nobody is invited, and nobody is kept from inviting."""
    assert event_of(reminder()) == {
        "id": NAME,
        "summary": "Feedback call: ACME, Backend Engineer; Zoë",
        "description": (
            "Call and ask.\n\n- What could I improve?\n- Which skills, or attitudes; were missing? \\n is no line"
        ),
        "location": "Café Zoë, Hauptstraße 1",
        "start": {"dateTime": "2026-11-27T09:30:00+01:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-11-27T09:45:00+01:00", "timeZone": "Europe/Berlin"},
        "status": "tentative",
        "recurrence": [],
        "transparency": "transparent",
        "reminders": {
            "useDefault": False,
            "overrides": [{"method": "popup", "minutes": 0}, {"method": "popup", "minutes": 10}],
        },
        "extendedProperties": {"private": {"afterword": "feedback_call"}},
    }


@pytest.mark.parametrize("kind", [kind for kind in Kind if not kind.is_draft])
def test_the_kind_stands_for_machines(kind: Kind) -> None:
    """In the contract's words."""
    assert event_of(reminder(kind=kind))["extendedProperties"] == {"private": {"afterword": kind.value}}


def test_a_confirmed_one_without_popups() -> None:
    """Tentative is a status; no popups are none, not the calendar's."""
    event = event_of(reminder(is_tentative=False, popups=()))

    assert event["status"] == "confirmed"
    assert event["reminders"] == {"useDefault": False, "overrides": []}


def test_a_change_names_what_a_fingerprint_is_made_of() -> None:
    """Popups, kind and transparency are given once; what the person does to them, or to colours, stays."""
    changes = changes_of(reminder())

    assert changes.keys() == {"summary", "description", "location", "start", "end", "status", "recurrence"}
    assert fingerprint({"id": NAME, **changes}) == reminder().fingerprint()


def test_a_recurring_one_names_its_occurrences() -> None:
    """By date and time on the clock at home, not by a rule: each is on a business day of its own."""
    also_at = (datetime(2027, 3, 1, 9, 30, tzinfo=BERLIN), datetime(2027, 6, 1, 9, 30, tzinfo=BERLIN))

    event = event_of(reminder(also_at=also_at))

    assert event["recurrence"] == ["RDATE;TZID=Europe/Berlin:20270301T093000,20270601T093000"]
    assert fingerprint(event) == reminder(also_at=also_at).fingerprint()


def test_a_recurring_one_in_utc_has_no_zone_to_name() -> None:
    """RDATE in UTC ends in Z."""
    start = datetime(2026, 12, 1, 9, tzinfo=UTC)
    also_at = (start + timedelta(days=90),)
    one = reminder(start=start, end=start + QUARTER, also_at=also_at)

    event = event_of(one)

    assert event["start"] == {"dateTime": "2026-12-01T09:00:00+00:00", "timeZone": "UTC"}
    assert event["recurrence"] == ["RDATE:20270301T090000Z"]
    assert fingerprint(event) == one.fingerprint()


@pytest.mark.parametrize("fold", [0, 1])
def test_the_hour_that_is_repeated_is_told_apart(fold: int) -> None:
    """When clocks are put back there are two of 2:30; both are written, and read back, as themselves."""
    twice = datetime(2027, 10, 31, 2, 30, fold=fold, tzinfo=BERLIN)
    one = reminder(also_at=(twice,))
    only = reminder(start=twice, end=twice + QUARTER)

    assert fingerprint(event_of(one)) == one.fingerprint()
    assert fingerprint(event_of(only)) == only.fingerprint()


@pytest.mark.parametrize(
    "change",
    [
        {"summary": "Call them"},
        {"summary": None},
        {"description": "My words"},
        {"description": None},
        {"location": "Elsewhere"},
        {"status": "confirmed"},
        {"start": {"dateTime": "2026-11-27T09:00:00+01:00", "timeZone": "Europe/Berlin"}},
        {"end": {"dateTime": "2026-11-27T10:00:00+01:00", "timeZone": "Europe/Berlin"}},
        {"start": {"date": "2026-11-27"}, "end": {"date": "2026-11-28"}},
        {"recurrence": ["RRULE:FREQ=WEEKLY"]},
        {"recurrence": ["RDATE;TZID=Europe/Berlin:20270301T093000", "EXDATE:20270301T083000Z"]},
        {"recurrence": ["RDATE;TZID=Europe/Berlin:20270301T093000"]},
        {"recurrence": ["RDATE;TZID=Mars/Olympus:20270301T093000"]},
        {"recurrence": ["RDATE;TZID=Europe:20270301T093000"]},
        {"recurrence": ["RDATE;VALUE=DATE:20270301"]},
        {"attendees": [{"email": "jane@acme.example"}]},
    ],
)
def test_what_the_person_changed_is_seen(change: dict[str, Any]) -> None:
    """Each change gives another fingerprint than what was written; what is no reminder any more has none."""
    event = {name: value for name, value in (event_of(reminder()) | change).items() if value is not None}

    assert fingerprint(event) != reminder().fingerprint()


@pytest.mark.parametrize(
    "change",
    [
        {"colorId": "3"},
        {"reminders": {"useDefault": True}},
        {"transparency": "opaque"},
        {"extendedProperties": {"private": {}}},
        {"extendedProperties": None},
        {"visibility": "private"},
        {"attendees": []},
        {"recurrence": None},
        {"summary": "  Feedback call:  ACME, Backend Engineer; Zoë "},
        # As Google gives it: in another zone, in UTC, with the end's own zone left out.
        {"start": {"dateTime": "2026-11-27T03:30:00-05:00", "timeZone": "Europe/Berlin"}},
        {"start": {"dateTime": "2026-11-27T08:30:00Z"}, "end": {"dateTime": "2026-11-27T08:45:00Z"}},
        {"kind": "calendar#event", "etag": '"1"', "sequence": 3, "organizer": {"self": True}},
    ],
)
def test_what_does_not_count_is_not_seen(change: dict[str, Any]) -> None:
    """Colours, popups, and how Google writes the same thing."""
    event = {name: value for name, value in (event_of(reminder()) | change).items() if value is not None}

    assert fingerprint(event) == reminder().fingerprint()


@pytest.mark.parametrize(
    "lines",
    [
        ["RDATE;TZID=Europe/Berlin:20270601T093000,20270301T093000"],
        ["RDATE;TZID=Europe/Berlin:20270301T093000", "RDATE;TZID=Europe/Berlin:20270601T093000"],
        ["RDATE:20270301T083000Z,20270601T073000Z"],
        ["RDATE;VALUE=DATE-TIME;TZID=Europe/Berlin:20270301T093000,20270601T093000"],
        ["RDATE;TZID=Europe/Berlin;VALUE=DATE-TIME:20270301T093000,20270601T093000"],
        ["RDATE;TZID=Europe/Berlin:20261127T093000,20270301T093000,20270601T093000"],
        ["RDATE;TZID=America/New_York:20270301T033000,20270601T033000"],
    ],
)
def test_the_same_occurrences_written_otherwise_are_the_same(lines: list[str]) -> None:
    """Order, lines, zone and the first occurrence named again make no difference."""
    also_at = (datetime(2027, 3, 1, 9, 30, tzinfo=BERLIN), datetime(2027, 6, 1, 9, 30, tzinfo=BERLIN))
    one = reminder(also_at=also_at)

    assert fingerprint(event_of(one) | {"recurrence": lines}) == one.fingerprint()


def test_an_occurrence_that_went_its_own_way_is_a_touch() -> None:
    """Whatever the series says itself."""
    assert fingerprint_of(event_of(reminder()), has_exceptions=True) == TOUCHED


TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
ZONES = st.sampled_from([BERLIN, NEW_YORK, SYDNEY, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Atlantic/Azores"), UTC])
SECONDS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda one: one.replace(microsecond=0))  # noqa: DTZ001


@st.composite
def reminders(draw: st.DrawFn) -> Reminder:
    """Any reminder of an account: all its times in one zone, those that exist there."""
    zone = draw(ZONES)
    moments = sorted(
        one.replace(tzinfo=UTC).astimezone(zone) for one in draw(st.lists(SECONDS, min_size=1, max_size=5))
    )
    start, *also_at = moments
    return Reminder(
        name=draw(st.from_regex(r"[0-9a-f]{32}", fullmatch=True)),
        kind=draw(st.sampled_from([kind for kind in Kind if not kind.is_draft])),
        title=draw(TEXT),
        description=draw(TEXT),
        start=start,
        end=start.astimezone(UTC).__add__(draw(st.timedeltas(timedelta(), timedelta(days=1)))).astimezone(zone),
        is_tentative=draw(st.booleans()),
        popups=tuple(draw(st.lists(st.integers(0, 40320), max_size=5))),
        also_at=tuple(also_at),
        location=draw(TEXT),
    )


@given(one=reminders())
def test_what_is_written_is_read_back(one: Reminder) -> None:
    """Whatever it says, in whatever zone, over any change of clocks: the fingerprint is that of what was written."""
    event = event_of(one)

    assert fingerprint(event) == as_written(one).fingerprint()
    assert fingerprint({"id": one.name, **changes_of(one)}) == fingerprint(event)


@given(one=reminders(), other=reminders())
def test_two_reminders_are_told_apart(one: Reminder, other: Reminder) -> None:
    """Equal fingerprints are equal reminders, as far as a person could see."""
    same = fingerprint(event_of(one)) == fingerprint(event_of(other))

    assert same == (as_written(one).fingerprint() == as_written(other).fingerprint())


@given(
    one=reminders(),
    name=st.sampled_from(["id", "start", "end", "recurrence", "attendees", "summary", "status"]),
    value=st.none()
    | st.integers()
    | st.text(max_size=5)
    | st.lists(st.text(max_size=5))
    | st.dictionaries(
        st.sampled_from(["date", "dateTime", "timeZone"]), st.none() | st.integers() | st.text(max_size=10)
    ),
)
def test_nothing_that_lies_there_breaks_it(one: Reminder, name: str, value: object) -> None:
    """What cannot be read is no reminder of ours."""
    event = copy.deepcopy(event_of(one))
    event[name] = value

    assert fingerprint(event)


def test_an_odd_event_is_touched() -> None:
    """Without times there is nothing of ours left."""
    assert fingerprint({"id": NAME, "status": "cancelled"}) == TOUCHED
    assert fingerprint({}) == TOUCHED
