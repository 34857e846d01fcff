"""Real cases: each file of tests/data/calendars, as it is and with its components the other way round."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from daemon.domain.occurrence import Attendee, Occurrence, Participation, TimeSpan
from integrations.ical import Contents, IcalError, parse
from integrations.ical_text import decode, uids, unfold

CALENDARS = Path(__file__).parent.parent / "data" / "calendars"
WINDOW = TimeSpan(datetime(2026, 11, 20, tzinfo=UTC), datetime(2027, 1, 22, tzinfo=UTC))
HOME = ZoneInfo("Europe/Berlin")
ONE = "one@example.com"

#: What each file holds in the window: recurrence id or "", start and end in UTC.
SPANS = {
    "zone_with_vtimezone": ["", "12-01 09:00", "12-01 10:00"],
    "zone_without_vtimezone": ["", "12-01 15:00", "12-01 16:00"],
    "zone_by_its_windows_name": ["", "12-01 09:00", "12-01 10:00"],
    "zone_name_in_quotes": ["", "12-01 04:30", "12-01 05:30"],
    "zone_of_the_files_own": ["", "12-01 05:00", "12-01 06:00"],
    "zone_of_the_files_own_with_the_same_name": ["", "12-01 13:00", "12-01 14:00"],
    "zone_that_nobody_knows": ["", "12-01 09:00", "12-01 10:00"],
    "zone_with_a_vendor_prefix": ["", "12-01 10:00", "12-01 11:00"],
    "zone_definition_that_changes_every_second": ["", "12-01 09:00", "12-01 10:00"],
    "utc": ["", "12-01 10:00", "12-01 11:00"],
    "floating": ["", "12-01 09:00", "12-01 10:00"],
    "floating_series": [
        *("20261201T100000", "12-01 09:00", "12-01 10:00"),
        *("20261202T100000", "12-02 09:00", "12-02 10:00"),
    ],
    "all_day": ["", "11-30 23:00", "12-01 23:00"],
    "all_day_without_end": ["", "11-30 23:00", "12-01 23:00"],
    "all_day_that_ends_when_it_starts": ["", "11-30 23:00", "12-01 23:00"],
    "all_day_series_with_override": [
        *("20261201", "11-30 23:00", "12-01 23:00"),
        *("20261208", "12-09 23:00", "12-10 23:00"),
    ],
    "duration_instead_of_end": ["", "12-01 09:00", "12-01 10:30"],
    "no_end_at_all": ["", "12-01 09:00", "12-01 09:00"],
    "end_before_start": ["", "12-01 09:00", "12-01 09:00"],
    "end_in_another_zone": ["", "12-01 09:00", "12-01 10:00"],
    "weekly_across_daylight_saving": [
        *("20261122T150000Z", "11-22 15:00", "11-22 16:00"),
        *("20261129T150000Z", "11-29 15:00", "11-29 16:00"),
    ],
    "until_is_a_day": [
        *("20261201T090000Z", "12-01 09:00", "12-01 10:00"),
        *("20261208T090000Z", "12-08 09:00", "12-08 10:00"),
    ],
    "rdate_and_exdate": [
        *("20261201T090000Z", "12-01 09:00", "12-01 10:00"),
        *("20261203T090000Z", "12-03 09:00", "12-03 10:00"),
        *("20261210T140000Z", "12-10 14:00", "12-10 15:00"),
        *("20261212T090000Z", "12-12 09:00", "12-12 12:00"),
    ],
    "exdate_is_a_day": [
        *("20261201T090000Z", "12-01 09:00", "12-01 10:00"),
        *("20261203T090000Z", "12-03 09:00", "12-03 10:00"),
    ],
    "override_moved_into_sight": ["20270608T080000Z", "12-03 13:00", "12-03 14:00"],
    "override_moved_out_of_sight": [
        *("20261201T090000Z", "12-01 09:00", "12-01 10:00"),
        *("20261215T090000Z", "12-15 09:00", "12-15 10:00"),
    ],
    "override_cancelled": [
        *("20261201T090000Z", "12-01 09:00", "12-01 10:00"),
        *("20261208T090000Z", "12-08 09:00", "12-08 10:00"),
    ],
    "override_named_in_utc": [
        *("20261201T090000Z", "12-01 09:00", "12-01 10:00"),
        *("20261208T090000Z", "12-09 09:00", "12-09 10:00"),
    ],
    "override_named_by_its_day": [
        *("20261201T090000Z", "12-01 09:00", "12-01 10:00"),
        *("20261208T090000Z", "12-09 09:00", "12-09 10:00"),
    ],
    "override_without_its_series": ["20261208T090000Z", "12-09 09:00", "12-09 10:00"],
    "override_in_two_versions": [
        *("20261201T090000Z", "12-01 09:00", "12-01 10:00"),
        *("20261208T090000Z", "12-09 09:00", "12-09 10:00"),
    ],
    "override_of_this_and_future": [
        *("20261201T090000Z", "12-01 09:00", "12-01 10:00"),
        *("20261208T090000Z", "12-08 12:00", "12-08 12:30"),
        *("20261215T090000Z", "12-15 12:00", "12-15 12:30"),
    ],
    "series_that_cannot_be_counted": ["20261202T090000Z", "12-02 11:00", "12-02 12:00"],
    "series_with_broken_rule": [],
    "method_request": ["", "12-01 09:00", "12-01 10:00"],
    "method_cancel": ["", "12-01 09:00", "12-01 10:00"],
    "line_feeds_only": ["", "12-01 09:00", "12-01 10:00"],
    "old_mac_line_ends": ["", "12-01 09:00", "12-01 10:00"],
    "doubled_carriage_returns": ["", "12-01 09:00", "12-01 10:00"],
    "folded_inside_a_character": ["", "12-01 09:00", "12-01 10:00"],
    "bom_utf_8": ["", "12-01 09:00", "12-01 10:00"],
    "bom_utf_16": ["", "12-01 09:00", "12-01 10:00"],
    "utf_16_without_bom": ["", "12-01 09:00", "12-01 10:00"],
    "windows_1252": ["", "12-01 09:00", "12-01 10:00"],
    "nuls": ["", "12-01 09:00", "12-01 10:00"],
    "daily_for_ten_years": [
        moment
        for month, day in ((11, 24), (12, 1), (12, 8), (12, 15), (12, 22), (12, 29))
        for moment in (
            f"2026{month}{day:02}T090000Z",
            f"{month}-{day:02} 09:00",
            f"{month}-{day:02} 10:00",
        )
    ]
    + [
        moment
        for day in (5, 12, 19)
        for moment in (f"202701{day:02}T090000Z", f"01-{day:02} 09:00", f"01-{day:02} 10:00")
    ],
    "alarm_with_its_own_description": ["", "12-01 09:00", "12-01 10:00"],
    "people_of_all_kinds": ["", "12-01 09:00", "12-01 10:00"],
    "words_of_all_kinds": ["", "12-01 09:00", "12-01 10:00"],
    "html_description_of_outlook": ["", "12-01 09:00", "12-01 10:00"],
    "cut_off": ["", "12-01 09:00", "12-01 10:00"],
    "no_events": [],
}

TITLES = {
    "folded_inside_a_character": "Gespräch über Gänsefüßchen, Größe und Übermut: ÄÖÜäöüßÄÖÜäöüß #interview",
    "doubled_carriage_returns": "A title that is long enough to be folded by whoever wrote it: #interview",
    "bom_utf_8": "Gespräch #interview",
    "bom_utf_16": "Gespräch #interview",
    "utf_16_without_bom": "Gespräch #interview",
    "windows_1252": "Gespräch – #interview",
    "nuls": "#interview Backend",
    "words_of_all_kinds": "Round 2; ACME, Berlin",
}

_COMPONENT = re.compile(r"^BEGIN:(?:VEVENT|VTIMEZONE)\n.*?^END:(?:VEVENT|VTIMEZONE)\n", re.MULTILINE | re.DOTALL)


def content(name: str) -> bytes:
    return (CALENDARS / f"{name}.ics").read_bytes()


def reversed_components(data: bytes) -> bytes:
    text = decode(unfold(data))
    components = _COMPONENT.findall(text)
    return _COMPONENT.sub(lambda _: components.pop(), text).encode()


def read(data: bytes, name: str = "case") -> Contents:
    return parse(data, calendar="work", href=f"{name}.ics", window=WINDOW, home=HOME)


def only(name: str) -> Occurrence:
    (occurrence,) = read(content(name), name).occurrences
    return occurrence


def spans(contents: Contents) -> list[str]:
    ordered = sorted(contents.occurrences, key=lambda one: one.recurrence_id)
    return list(itertools.chain.from_iterable(map(span, ordered)))


def span(one: Occurrence) -> tuple[str, str, str]:
    return one.recurrence_id, f"{one.start:%m-%d %H:%M}", f"{one.end:%m-%d %H:%M}"


@pytest.mark.parametrize("turned", [False, True], ids=["as it is", "reversed"])
@pytest.mark.parametrize("name", SPANS)
def test_each_case_is_read_as_a_person_would_read_it(name: str, turned: bool) -> None:
    """Identities and times come out right, whatever the order of the components."""
    data = content(name)

    contents = read(reversed_components(data) if turned else data, name)

    assert spans(contents) == SPANS[name]
    assert {one.uid for one in contents.occurrences} <= {ONE}
    assert all(one.event == one.identity for one in contents.occurrences)


def test_every_file_of_the_folder_is_a_case() -> None:
    """No file lies about untested."""
    others = {"no_uid", "several_events_one_without_start", "not_a_calendar", "empty"}

    assert {path.stem for path in CALENDARS.glob("*.ics")} == set(SPANS) | others


@pytest.mark.parametrize("name", TITLES)
def test_text_survives_encodings_and_folds(name: str) -> None:
    """A title is what was written, whatever the bytes went through."""
    assert only(name).title == TITLES[name]


@pytest.mark.parametrize(
    "name, zone",
    [
        ("zone_by_its_windows_name", "Europe/Berlin"),
        ("zone_with_a_vendor_prefix", "Europe/Lisbon"),
        ("zone_of_the_files_own", ""),
        ("zone_that_nobody_knows", "Europe/Berlin"),
        ("utc", ""),
        ("floating", ""),
        ("all_day", ""),
    ],
)
def test_the_events_own_zone_is_kept_by_its_iana_name(name: str, zone: str) -> None:
    """A zone without an IANA name, UTC, floating and all-day times have none."""
    assert only(name).zone == zone


def test_all_day_is_told() -> None:
    """Only a DTSTART that is a date makes an event all-day."""
    assert only("all_day").all_day
    assert not only("floating").all_day


@pytest.mark.parametrize(
    "name, cancelled",
    [("method_cancel", [True]), ("method_request", [False]), ("override_cancelled", [False, True])],
)
def test_cancellations_are_told(name: str, cancelled: list[bool]) -> None:
    """An event is cancelled by its STATUS or by the METHOD of its file."""
    ordered = sorted(read(content(name)).occurrences, key=lambda one: one.start)

    assert [one.is_cancelled for one in ordered] == cancelled


def test_an_event_without_uid_is_named_after_its_file() -> None:
    """The identity of such an event is the file's name without its suffix."""
    assert only("no_uid").identity == "no_uid"


def test_events_without_uid_in_one_file_are_told_apart() -> None:
    """The first is named after the file, the others also by their place in it."""
    event = b"BEGIN:VEVENT\nDTSTART:20261201T100000Z\nEND:VEVENT\n"
    data = b"BEGIN:VCALENDAR\n" + 2 * event + b"END:VCALENDAR\n"

    contents = read(data, "case")

    assert {one.identity for one in contents.occurrences} == {"case", "case-2"}
    assert uids(data, "case.ics", 2) == {"case", "case-2"}


def test_one_broken_event_hides_no_other() -> None:
    """Events that cannot be read are told by number; the others of the file are there."""
    contents = read(content("several_events_one_without_start"))

    assert {one.uid for one in contents.occurrences} == {ONE, "three@example.com"}
    assert contents.events == 4
    assert [problem[:7] for problem in contents.problems] == ["event 2", "event 4"]


@pytest.mark.parametrize(
    "name, words",
    [
        ("cut_off", "cut off"),
        ("series_that_cannot_be_counted", "every second"),
        ("series_with_broken_rule", "recurrence rule"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(name: str, words: str) -> None:
    """Each problem says what is wrong."""
    (problem,) = read(content(name)).problems

    assert words in problem


@pytest.mark.parametrize("name", ["not_a_calendar", "empty"])
def test_what_is_no_calendar_is_refused(name: str) -> None:
    """A login page that was saved as .ics, or an empty file, is an error with words."""
    with pytest.raises(IcalError, match="no iCalendar file"):
        read(content(name))


def test_people_are_read_with_all_that_matters() -> None:
    """Names, addresses, answers, rooms and groups, whether `mailto:` is there or not."""
    occurrence = only("people_of_all_kinds")

    assert occurrence.organizer == Attendee("ada@acme.example", "Lovelace, Ada")
    assert occurrence.attendees == (
        Attendee("jane@acme.example", "Jane Doe", Participation.ACCEPTED),
        Attendee("room1@acme.example", "Room 1", Participation.ACCEPTED, is_resource=True),
        Attendee("panel@acme.example", "", Participation.TENTATIVE, is_group=True),
        Attendee("zoe@acme.example", "Zoë", Participation.DECLINED),
        Attendee("k@acme.example", "K"),
        Attendee("plain@acme.example"),
        Attendee("", "Nameless"),
    )


def test_words_are_unescaped() -> None:
    """Title, description, place, categories and link are what the person wrote."""
    occurrence = only("words_of_all_kinds")

    assert occurrence.description == "company: ACME\nnotes: tea\\coffee"
    assert occurrence.location == "Hauptstraße 7, Berlin"
    assert occurrence.categories == ("work", "Interview", "a, b")
    assert occurrence.link == "https://meet.example/abc"
    assert not occurrence.is_cancelled


@pytest.mark.parametrize(
    "line, conference",
    [
        ("CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://zoom.us/j/1", "https://zoom.us/j/1"),
        ("CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+491234", ""),
        ("X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij", "https://meet.google.com/abc-defg-hij"),
        ("X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/1", "https://teams.microsoft.com/l/1"),
        ("X-GOOGLE-CONFERENCE:", ""),
        ("COMMENT:none", ""),
    ],
)
def test_the_calendars_own_word_for_the_meeting_is_read(line: str, conference: str) -> None:
    """RFC 7986 has one property for it, Google and Microsoft others; a number to dial is no link."""
    (one,) = read(event_with(line)).occurrences

    assert one.conference == conference


@pytest.mark.parametrize(
    "lines, created",
    [
        (("CREATED:20261120T100000Z", "DTSTAMP:20261201T000000Z"), datetime(2026, 11, 20, 10, tzinfo=UTC)),
        (("DTSTAMP:20261201T000000Z",), datetime(2026, 12, 1, tzinfo=UTC)),
        (("CREATED:19000101T120000Z", "DTSTAMP:20261201T000000Z"), datetime(2026, 12, 1, tzinfo=UTC)),
        (("CREATED:00001231T000000Z", "DTSTAMP:19700101T000000Z"), None),
        (("CREATED:yesterday",), None),
        ((), None),
    ],
)
def test_when_it_was_made_is_read(lines: tuple[str, ...], created: datetime | None) -> None:
    """CREATED, else the stamp; a year that stands for "unknown" is no time."""
    (one,) = read(event_with(*lines)).occurrences

    assert one.created == created


@pytest.mark.parametrize(
    "lines, sequence",
    [
        ((), 0),
        (("SEQUENCE:3",), 3),
        (("SEQUENCE:2147483647",), 2**31 - 1),
        (("SEQUENCE:2147483648",), 0),
        (("SEQUENCE:-1",), 0),
        (("SEQUENCE:three",), 0),
        (("SEQUENCE:",), 0),
        (("SEQUENCE:1.5",), 0),
        (("SEQUENCE:" + "9" * 30,), 0),
        (("SEQUENCE:" + "9" * 5000,), 0),
    ],
)
def test_the_sequence_is_read(lines: tuple[str, ...], sequence: int) -> None:
    """What is no whole number, below 0 or out of iCalendar's range is 0."""
    (one,) = read(event_with(*lines)).occurrences

    assert one.sequence == sequence
    assert type(one.sequence) is int


def test_an_occurrence_that_was_changed_has_a_sequence_of_its_own() -> None:
    """The others have that of their series."""
    series = ["UID:one", "DTSTART:20261201T090000Z", "RRULE:FREQ=DAILY;COUNT=2", "SEQUENCE:1"]
    changed = ["UID:one", "DTSTART:20261202T120000Z", "RECURRENCE-ID:20261202T090000Z", "SEQUENCE:2"]
    events = [line for event in (series, changed) for line in ("BEGIN:VEVENT", *event, "END:VEVENT")]

    found = read("\r\n".join(["BEGIN:VCALENDAR", *events, "END:VCALENDAR", ""]).encode()).occurrences

    assert sorted((one.start.day, one.sequence) for one in found) == [(1, 1), (2, 2)]


def event_with(*lines: str) -> bytes:
    """An event with further properties."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:u", "DTSTART:20261201T130000Z", "SUMMARY:s")
    return "\r\n".join((*head, *lines, "END:VEVENT", "END:VCALENDAR", "")).encode()


def test_an_alarms_description_is_not_the_events() -> None:
    """What stands in a VALARM is passed over."""
    assert only("alarm_with_its_own_description").description == "The event's own"


def test_outlooks_html_stands_in_for_a_missing_description() -> None:
    """X-ALT-DESC is read where there is no DESCRIPTION."""
    assert "<p>#interview, with <b>Jane</b></p>" in only("html_description_of_outlook").description
