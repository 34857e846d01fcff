"""Reminders as iCalendar: the same again when read back, whatever stands in them, in any zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Timezone

from daemon.domain.item import Kind, Reminder
from integrations.ical_write import as_written, from_ical, to_ical
from tests.contracts.store import BERLIN, MORNING, NAME, reminder

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "UTC"]

texts = st.text(st.characters(codec=None), max_size=200) | st.sampled_from(
    [
        "\\n",
        "\\\\n;,:\"'",
        "{{ 7*7 }}",
        "a\r\nBEGIN:VEVENT\r\nEND:VCALENDAR",
        "\x00\u2028\x85\u202e",
        "ß" * 300,
        " \t x \t ",
    ]
)
moments = st.builds(
    lambda zone, at, fold: at.replace(tzinfo=ZoneInfo(zone), fold=fold),
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 2), datetime(2040, 12, 30)),  # noqa: DTZ001 - the zone comes with `replace`
    st.integers(0, 1),
)


@st.composite
def reminders(draw: st.DrawFn) -> Reminder:
    """Give any reminder whose times are in one zone, as the account's are."""
    start = draw(moments)
    later = st.integers(1, 400).map(lambda days: start + timedelta(days=days))
    return Reminder(
        name=NAME,
        kind=draw(st.sampled_from([kind for kind in Kind if not kind.is_draft])),
        title=draw(texts),
        description=draw(texts),
        start=start,
        end=start + timedelta(minutes=draw(st.integers(1, 120))),
        is_tentative=draw(st.booleans()),
        popups=tuple(draw(st.lists(st.integers(0, 10_000), max_size=3))),
        also_at=tuple(draw(st.lists(later, max_size=4))),
        location=draw(texts),
    )


@settings(deadline=None)
@given(reminders())
def test_what_was_written_is_read_back(given_one: Reminder) -> None:
    """Any reminder reads back as it was written, with its kind and popups, under the same fingerprint."""
    read = from_ical(to_ical(given_one, now=NOW))

    assert read.fingerprint() == as_written(given_one).fingerprint()
    assert (read.name, read.kind, read.popups) == (given_one.name, given_one.kind, given_one.popups)


@settings(deadline=None)
@given(reminders())
def test_what_was_written_is_well_formed(given_one: Reminder) -> None:
    """One event and no more, CRLF line ends alone, no line over 75 bytes, no control character (RFC 5545, 3.1)."""
    data = to_ical(given_one, now=NOW)

    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert not any(byte < 0x20 and byte != 0x09 for line in lines for byte in line)
    assert len(Calendar.from_ical(data).events) == 1


def test_ordinary_reminders_are_written_as_they_are() -> None:
    """Nothing is left out of text that a template makes, so the plan's fingerprint is that of the file."""
    also_at = (MORNING + timedelta(days=90),)

    assert as_written(reminder(also_at=also_at)).fingerprint() == reminder(also_at=also_at).fingerprint()


def test_a_reminder_says_what_machines_want_to_know() -> None:
    """Its kind, its status, that it blocks no time, and a popup at each of its minutes."""
    lines = to_ical(reminder(), now=NOW).decode().split("\r\n")

    for line in (
        f"UID:{NAME}",
        "DTSTAMP:20261126T120000Z",
        "DTSTART;TZID=Europe/Berlin:20261127T093000",
        "DTEND;TZID=Europe/Berlin:20261127T094500",
        "STATUS:TENTATIVE",
        "TRANSP:TRANSPARENT",
        "X-AFTERWORD-KIND:feedback_call",
        "TRIGGER:-PT10M",
    ):
        assert line in lines
    assert lines.count("BEGIN:VALARM") == 2
    assert "STATUS:CONFIRMED" in to_ical(reminder(is_tentative=False), now=NOW).decode()


@pytest.mark.parametrize("zone", ZONES[:-1])
@pytest.mark.parametrize("year", [2026, 2031])
def test_the_time_zone_written_says_what_the_time_zone_database_says(zone: str, year: int) -> None:
    """A reader that knows only the VTIMEZONE computes the same instants, all year round."""
    here = ZoneInfo(zone)
    start = datetime(year, 1, 1, 9, 30, tzinfo=here)
    data = to_ical(
        reminder(start=start, end=start + timedelta(minutes=15), also_at=(start.replace(month=12),)), now=NOW
    )
    (component,) = Calendar.from_ical(data).walk("VTIMEZONE")
    assert isinstance(component, Timezone)
    own = component.to_tz(lookup_tzid=False)

    for day in range(365):
        local = start.replace(tzinfo=None) + timedelta(days=day)
        assert local.replace(tzinfo=own).utcoffset() == local.replace(tzinfo=here).utcoffset(), local


def test_the_hour_that_daylight_saving_repeats_is_written_in_utc() -> None:
    """Local time cannot tell the second round of that hour from the first."""
    second_round = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)

    data = to_ical(reminder(start=second_round, end=second_round + timedelta(minutes=15)), now=NOW)

    assert b"DTSTART:20261025T013000Z" in data
    assert b"VTIMEZONE" not in data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff\xfe",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        to_ical(reminder(), now=NOW)[:-40],
        to_ical(reminder(), now=NOW).replace(b"DTSTART;TZID=Europe/Berlin:20261127T093000", b"DTSTART:soon"),
        to_ical(reminder(), now=NOW).replace(b"END:VEVENT", b"END:VEVENT\r\nBEGIN:VEVENT\r\nEND:VEVENT"),
        to_ical(reminder(also_at=(MORNING + timedelta(days=9),)), now=NOW).replace(
            b"STATUS:", b"EXDATE:20261127T083000Z\r\nSTATUS:"
        ),
    ],
)
def test_what_is_no_reminder_of_ours_is_refused(data: bytes) -> None:
    """Whatever is wrong with the bytes, it is a ValueError."""
    with pytest.raises(ValueError, match="not a reminder of ours"):
        from_ical(data)
