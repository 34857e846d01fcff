"""When the events of a file take up somebody's time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from daemon.domain.occurrence import TimeSpan
from daemon.domain.policy import Me
from integrations.ical import MOST_OCCURRENCES, IcalError, busy, parse
from integrations.ical_text import TIME_PROPERTIES, decode, take_apart, unfold
from tests.integrations.test_ical_cases import CALENDARS, HOME, WINDOW, reversed_components

SAM = Me("Sam Lee", "Sam.Lee@gmail.com", aliases=("sam@example.com", "sam@xn--bcher-kva.example"))
SERIES = ("DTSTART:20261201T090000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3")


def days(*lines: str, me: Me | None = SAM) -> list[int]:
    """Give the days of December on which an event with *lines*, at 9:00 if they say nothing else, keeps *me* busy."""
    given = " ".join(lines)
    times = () if "DTSTART" in given else ("DTSTART:20261201T090000Z", "DTEND:20261201T100000Z")
    text = "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:one", *times, *lines, "END:VEVENT", "END:VCALENDAR"))
    spans = busy(text.encode(), href="one.ics", window=WINDOW, home=UTC, me=me)
    return sorted(span.start.day for span in spans)


@pytest.mark.parametrize("turned", [False, True], ids=["as it is", "reversed"])
@pytest.mark.parametrize("path", sorted(CALENDARS.glob("*.ics")), ids=lambda path: path.stem)
def test_busy_is_what_a_full_parse_gives_with_times(path: Path, turned: bool) -> None:
    """The occurrences that are not cancelled, not all-day and of some length, whatever the file went through."""
    data = reversed_components(path.read_bytes()) if turned else path.read_bytes()
    try:
        given = parse(data, calendar="work", href=path.name, window=WINDOW, home=HOME).occurrences
    except IcalError:
        given = ()

    spans = busy(data, href=path.name, window=WINDOW, home=HOME, me=None)

    timed = [one for one in given if not one.is_cancelled and not one.all_day and one.end > one.start]
    assert sorted((one.start, one.end) for one in spans) == sorted((one.start, one.end) for one in timed)
    assert all(one.start.tzinfo is UTC and one.end.tzinfo is UTC for one in spans)


@pytest.mark.parametrize(
    "line, is_busy",
    [
        ("X-A:1", True),
        ("TRANSP:OPAQUE", True),
        ("TRANSP:TRANSPARENT", False),
        ("transp;x=y: transparent ", False),
        ("TRANSP:TRANSPAR\r\n ENT", False),
        ("BEGIN:VALARM\r\nTRANSP:TRANSPARENT\r\nEND:VALARM", True),
        ("DESCRIPTION:x\\nTRANSP:TRANSPARENT", True),
        ("STATUS:TENTATIVE", True),
        ("STATUS:CANCELLED", False),
        ("DTSTART:20261201T090000Z", False),
        ("DTSTART;VALUE=DATE:20261201", False),
        ("DTSTART:20261201T090000Z\r\nDURATION:PT0S", False),
        ("DTSTART:20261201T090000Z\r\nDURATION:PT15M", True),
        ("DTSTART:20260101T090000Z\r\nDURATION:PT15M", False),
    ],
)
def test_an_event_keeps_busy_unless_it_says_otherwise(line: str, is_busy: bool) -> None:
    """OPAQUE is the default (3.8.2.7); free, cancelled, whole days and mere moments do not."""
    assert days(line) == ([1] if is_busy else [])


@pytest.mark.parametrize(
    "line, is_busy",
    [
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:sam@example.com", False),
        ("ATTENDEE;PARTSTAT=declined:MAILTO:SAM@Example.com", False),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:samlee+jobs@gmail.com", False),
        ("ATTENDEE;PARTSTAT=DECLINED;EMAIL=sam@example.com:urn:uuid:1", False),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:sam@bücher.example", False),
        ("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:sam@example.com", True),
        ("ATTENDEE;PARTSTAT=TENTATIVE:mailto:sam@example.com", True),
        ("ATTENDEE:mailto:sam@example.com", True),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:jane@example.com", True),
        ("ATTENDEE;PARTSTAT=DECLINED:sam", True),
    ],
)
def test_what_the_person_declined_keeps_them_free(line: str, is_busy: bool) -> None:
    """By any of their addresses, however it is written; what others decline is no matter."""
    other = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:joe@example.com"

    assert days(other, line) == ([1] if is_busy else [])
    assert days(other, line, me=None) == [1]


@pytest.mark.parametrize(
    "lines, expected",
    [
        ((), [1, 8, 15]),
        (("EXDATE:20261208T090000Z",), [1, 15]),
        (("RDATE:20261203T090000Z",), [1, 3, 8, 15]),
        (("TRANSP:TRANSPARENT",), []),
    ],
)
def test_a_series_keeps_busy_each_time(lines: tuple[str, ...], expected: list[int]) -> None:
    """As its rule, its additions and its exceptions say."""
    assert days(*SERIES, *lines) == expected


@pytest.mark.parametrize(
    "changed, expected",
    [
        (("DTSTART:20261209T090000Z", "DURATION:PT1H"), [1, 9, 15]),
        (("DTSTART:20261208T090000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT"), [1, 15]),
        (("DTSTART:20261208T090000Z", "DURATION:PT1H", "STATUS:CANCELLED"), [1, 15]),
        (("DTSTART:20261208T090000Z", "DURATION:PT1H", "ATTENDEE;PARTSTAT=DECLINED:mailto:sam@example.com"), [1, 15]),
        (("DTSTART;VALUE=DATE:20261208",), [1, 15]),
        (("DTSTART:20280101T090000Z", "DURATION:PT1H"), [1, 15]),
    ],
)
@pytest.mark.parametrize("series", [(), ("TRANSP:TRANSPARENT",)])
def test_an_occurrence_that_was_changed_speaks_for_itself(
    changed: tuple[str, ...], expected: list[int], series: tuple[str, ...]
) -> None:
    """Moved, freed or declined alone: the others stay as the series has them."""
    override = ("END:VEVENT", "BEGIN:VEVENT", "UID:one", "RECURRENCE-ID:20261208T090000Z", *changed)

    found = days(*SERIES, *series, *override)

    assert found == ([day for day in expected if day not in (1, 15)] if series else expected)


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=DAILY;BYMONTH=13", ""])
def test_what_cannot_be_counted_keeps_nobody_busy(rule: str) -> None:
    """Only what was changed by itself stands, as it does for a full parse."""
    series = ("DTSTART:20261201T090000Z", "DURATION:PT1H", f"RRULE:{rule}")
    override = ("RECURRENCE-ID:20261208T090000Z", "DTSTART:20261209T090000Z", "DURATION:PT1H")

    assert days(*series) == []
    assert days(*series, "END:VEVENT", "BEGIN:VEVENT", "UID:one", *override) == [9]


def test_an_event_that_cannot_be_read_hides_no_other() -> None:
    """One without a start, and one whose start is no time, beside one that is good."""
    broken = ("BEGIN:VEVENT", "UID:two", "DTSTART:tomorrow", "DTEND:20261203T100000Z", "END:VEVENT")

    assert days("END:VEVENT", *broken, "BEGIN:VEVENT", "UID:three", "DTSTART:20261204T090000Z", "DURATION:PT1H") == [4]


def test_what_is_no_calendar_keeps_nobody_busy() -> None:
    """Also where an event stands in it."""
    event = b"BEGIN:VEVENT\nUID:one\nDTSTART:20261201T090000Z\nDURATION:PT1H\nEND:VEVENT\n"

    assert busy(event, href="one.ics", window=WINDOW, home=UTC, me=None) == ()


def test_no_occurrence_in_sight_is_left_out() -> None:
    """However many there are: a limit would leave the end of the window free."""
    assert len(days("DTSTART:20261101T000000Z", "DURATION:PT30M", "RRULE:FREQ=HOURLY")) == 63 * 24 > MOST_OCCURRENCES


def test_a_floating_event_is_meant_at_home() -> None:
    """9:00 without a zone is 9:00 in Berlin."""
    data = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261201T090000\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n"
    start = datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("Europe/Berlin"))

    spans = busy(data, href="one.ics", window=WINDOW, home=ZoneInfo("Europe/Berlin"), me=None)

    assert spans == (TimeSpan(start, start + timedelta(hours=1)),)


def test_what_an_event_is_about_is_not_even_parsed() -> None:
    """Of other events only the times are looked at: no title, text or place, and of people the guest list alone."""
    parts = take_apart(decode(unfold((CALENDARS / "words_of_all_kinds.ics").read_bytes())), TIME_PROPERTIES)

    names = {line.partition(":")[0].partition(";")[0] for event in parts.events for line in event.splitlines()}
    assert names <= TIME_PROPERTIES | {"BEGIN", "END"}
    assert not names & {"SUMMARY", "DESCRIPTION", "LOCATION", "ORGANIZER", "URL", "CATEGORIES"}
