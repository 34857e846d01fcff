"""A watched calendar: what travels, what is seen, what it costs, what its silence means."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from daemon.domain.errors import AuthorisationError, IntegrationError, RefusedError, TemporaryError
from daemon.domain.occurrence import Occurrence, TimeSpan
from daemon.domain.policy import TagRules
from daemon.ports import Question, Reading
from integrations.google.calendar import GoogleCalendar, time_zone_of
from integrations.google.events import FIELDS
from integrations.google.scopes import CALENDAR_LIST
from tests.factories import BERLIN
from tests.google_server import faults
from tests.google_server.answers import ApiError
from tests.google_server.faults import Fault
from tests.google_server.server import GoogleServer
from tests.integrations.google.account import NEEDED, SAM, GoogleAccount

WINDOW = TimeSpan(datetime(2026, 11, 20, tzinfo=UTC), datetime(2027, 1, 22, tzinfo=UTC))
NEW_YORK = ZoneInfo("America/New_York")
#: A Tuesday.
START = datetime(2026, 12, 1, 14, tzinfo=BERLIN)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TEAM = "team@group.calendar.google.com"


def put(server: GoogleServer, calendar: str = "primary", start: Any = START, **fields: Any) -> str:
    """Put an interview of an hour into a calendar; gives its id."""
    given = {"summary": "Interview at ACME #interview", "start": start} | fields
    if "end" not in given:
        given["end"] = start + HOUR
    return server.calendar.put_event(calendar, **given)


def weekly(server: GoogleServer, count: int = 4, **fields: Any) -> str:
    """Put a series of interviews, each Tuesday at 14:00 in Berlin; gives its id."""
    series = {"id": "series", "iCalUID": "series@acme.example", "recurrence": [f"RRULE:FREQ=WEEKLY;COUNT={count}"]}
    return put(server, **(series | fields))


def read(source: GoogleCalendar, *wanted: str, window: TimeSpan = WINDOW, **question: Any) -> Reading:
    return source.read(Question(window, frozenset(wanted), **question))


def by_identity(reading: Reading) -> dict[str, Occurrence]:
    assert len({one.identity for one in reading.occurrences}) == len(reading.occurrences)
    return {one.identity: one for one in reading.occurrences}


def one_of(reading: Reading) -> Occurrence:
    (one,) = reading.occurrences
    return one


# What travels


def test_only_what_is_used_travels(account: GoogleAccount) -> None:
    """Every request names its fields; a meeting's ids and pins, reminders and attachments stay where they are."""
    put(account.server, conferenceData={"conferenceId": "secret"}, hangoutLink="https://meet.google.com/x")
    weekly(account.server)
    source = account.source()

    read(source, "other@acme.example", "series@acme.example/20210105T130000Z")
    read(source)
    source.find("series", "series@acme.example")

    first = account.server.requests[0].query
    assert first["fields"] == [f"timeZone,nextPageToken,nextSyncToken,items({FIELDS})"]
    assert all("fields" in one.query for one in account.server.requests)
    assert not any(
        word in " ".join(one.query["fields"])
        for one in account.server.requests
        for word in ("conferenceId", "pin", "passcode", "reminders", "attachments", "extended", "creator", "*")
    )
    assert account.server.writes() == []


def test_the_first_list_asks_for_what_can_be_an_interview(account: GoogleAccount) -> None:
    """Occurrences, not series; events, not birthdays; deletions too; in the window and a little around it."""
    read(account.source())

    (request,) = account.server.requests[:1]
    asked = {name: values for name, values in request.query.items() if name != "fields"}
    assert asked == {
        "singleEvents": ["true"],
        "showDeleted": ["true"],
        "maxResults": ["2500"],
        "eventTypes": ["default", "fromGmail"],
        "timeMin": ["2026-11-19T00:00:00Z"],
        "timeMax": ["2027-01-24T00:00:00Z"],
        "alt": ["json"],
    }


def test_all_pages_are_read(account: GoogleAccount) -> None:
    """More events than fit into one answer: every interview among them is seen, all are counted."""
    for number in range(2510):
        is_interview = number in (0, 1250, 2499, 2500, 2509)
        put(
            account.server,
            id=f"event{number:05}",
            iCalUID=f"{number}@acme.example",
            summary="#interview" if is_interview else "Focus",
            start=START + timedelta(minutes=number),
        )
    source = account.source()

    reading = read(source)

    expected = {f"{number}@acme.example" for number in (0, 1250, 2499, 2500, 2509)}
    assert by_identity(reading).keys() == expected
    assert reading.events == 2510
    assert account.server.count("GET") == 2
    assert read(source) == reading
    assert account.server.count("GET") == 3


def test_a_page_may_be_empty_and_not_the_last(account: GoogleAccount) -> None:
    """Reading goes on as long as there is another page."""
    put(account.server)
    client = account.client()
    source = GoogleCalendar("primary", client, rules=TagRules(), home=BERLIN, remembered=account.remembered)
    call = client.call
    pages: Iterator[dict[str, Any]] = iter([{"nextPageToken": "x"}, {"nextPageToken": "y", "items": []}])
    tokens = []

    def paged(request: Any, *arguments: Any, **options: Any) -> dict[str, Any]:
        tokens.append("pageToken" in request.uri)
        page = next(pages, None)
        if page is None:
            request.uri = request.uri.replace("&pageToken=y", "")
            return call(request, *arguments, **options)
        return page

    client.call = paged  # type: ignore[method-assign]

    assert len(read(source).occurrences) == 1
    assert tokens == [False, True, True]


# What it costs


def test_an_idle_read_is_one_small_request(account: GoogleAccount) -> None:
    """As long as nothing changes, also where known interviews lie out of sight, or are gone."""
    old = put(account.server, start=START - 400 * DAY, iCalUID="old@acme.example")
    put(account.server, iCalUID="new@acme.example")
    weekly(account.server)
    source = account.source()
    wanted = ("old@acme.example", "new@acme.example", "gone@acme.example", "series@acme.example/20261201T130000Z")
    first = read(source, *wanted)
    account.server.clear_log()

    again = [read(source, *wanted) for _ in range(3)]

    assert again == [first] * 3
    assert old in {one.event for one in first.occurrences}
    assert account.server.count() == 3
    assert all("syncToken" in one.query and one.response_bytes < 100 for one in account.server.requests)


@pytest.mark.parametrize("change", ["new", "edited", "moved", "deleted", "another"])
def test_a_change_is_one_list_more(account: GoogleAccount, change: str) -> None:
    """Whatever changed, the list says how it is now; the read after it is idle again."""
    event = put(account.server, iCalUID="one@acme.example")
    other = put(account.server, iCalUID="other@acme.example", summary="Dentist")
    source = account.source()
    read(source)
    account.server.clear_log()
    match change:
        case "new":
            put(account.server, iCalUID="two@acme.example")
        case "edited":
            account.server.calendar.edit_event("primary", event, summary="#interview Globex")
        case "moved":
            account.server.calendar.edit_event("primary", event, start=START + DAY, end=START + DAY + HOUR)
        case "deleted":
            account.server.calendar.delete_event("primary", event)
        case _:
            account.server.calendar.edit_event("primary", other, summary="Dentist!")

    reading = read(source)
    changed = account.server.count()
    read(source)

    assert changed == 2
    assert account.server.count() == 3
    assert by_identity(reading) == by_identity(read(account.source()))


def test_a_change_while_nothing_is_in_sight_is_seen(account: GoogleAccount) -> None:
    """The token of an empty answer is not trusted with what is there."""
    put(account.server, start=START - 400 * DAY)
    source = account.source()
    assert read(source).occurrences == ()

    put(account.server, iCalUID="new@acme.example")

    assert one_of(read(source)).uid == "new@acme.example"


def test_a_change_far_away_is_seen_where_it_is_wanted(account: GoogleAccount) -> None:
    """An interview out of sight that is cancelled, or comes into sight, is known to have changed."""
    event = put(account.server, start=START + 400 * DAY, iCalUID="far@acme.example")
    source = account.source()
    assert read(source, "far@acme.example").occurrences[0].start == START + 400 * DAY

    account.server.calendar.edit_event("primary", event, start=START, end=START + HOUR)

    assert one_of(read(source, "far@acme.example")).start == START


def test_a_token_that_ran_out_costs_a_list(account: GoogleAccount) -> None:
    """410 means that everything is read anew, and no error."""
    put(account.server)
    source = account.source()
    first = read(source)
    account.server.calendar.expire_sync_tokens()
    put(account.server, iCalUID="new@acme.example")
    account.server.clear_log()

    second = read(source)

    assert [one.status for one in account.server.requests] == [410, 200]
    assert len(second.occurrences) == len(first.occurrences) + 1


def test_time_that_passes_costs_a_list_now_and_then(account: GoogleAccount) -> None:
    """The list reaches further than the window: two days of minutes cost one."""
    put(account.server, start=datetime(2027, 1, 22, 0, 30, tzinfo=UTC), iCalUID="ahead@acme.example")
    source = account.source()
    seen = []
    for minutes in range(0, 3 * 24 * 60, 60):
        passed = timedelta(minutes=minutes)
        window = TimeSpan(WINDOW.start + passed, WINDOW.end + passed)
        seen.append(len(read(source, window=window).occurrences))

    lists = [one for one in account.server.requests if "syncToken" not in one.query and "timeMin" in one.query]

    assert len(lists) == 2
    assert seen == [0] + [1] * (len(seen) - 1)


def test_a_window_that_moves_back_is_read_anew(account: GoogleAccount) -> None:
    """What comes into sight at its beginning is given, too."""
    put(account.server, start=START - 40 * DAY)
    source = account.source()
    assert read(source).occurrences == ()

    back = TimeSpan(WINDOW.start - 60 * DAY, WINDOW.end - 60 * DAY)

    assert len(read(source, window=back).occurrences) == 1


def test_what_is_wanted_a_little_out_of_sight_costs_nothing(account: GoogleAccount) -> None:
    """The list reaches out to it; to what is years away it does not, since that would list years."""
    put(account.server, start=START - 50 * DAY, iCalUID="near@acme.example")
    put(account.server, start=START - 900 * DAY, iCalUID="far@acme.example")
    put(account.server, iCalUID="here@acme.example")

    near = read(account.source(), "near@acme.example", reach=TimeSpan(START - 50 * DAY, WINDOW.end))
    near_cost = account.server.count()
    far = read(account.source(), "far@acme.example", reach=TimeSpan(START - 900 * DAY, WINDOW.end))

    assert by_identity(near).keys() == {"near@acme.example", "here@acme.example"}
    assert near_cost == 1
    assert by_identity(far).keys() == {"far@acme.example", "here@acme.example"}
    assert account.server.count() == 3
    assert account.server.requests[1].query["timeMin"] == ["2026-09-10T00:00:00Z"]


# What is seen


def test_a_series_gives_its_occurrences(account: GoogleAccount) -> None:
    """Moved ones at their new time under their old name; deleted ones not at all; the rest as the series says."""
    weekly(account.server)
    account.server.calendar.edit_event("primary", "series_20261208T130000Z", start=START + 8 * DAY, end=START + 9 * DAY)
    account.server.calendar.delete_event("primary", "series_20261215T130000Z")
    account.server.calendar.edit_event("primary", "series_20261222T130000Z", status="cancelled")

    seen = by_identity(read(account.source()))

    assert {name.rpartition("/")[2]: (one.start, one.is_cancelled) for name, one in seen.items()} == {
        "20261201T130000Z": (START, False),
        "20261208T130000Z": (START + 8 * DAY, False),
        "20261222T130000Z": (START + 21 * DAY, True),
    }
    assert all(one.uid == "series@acme.example" and one.zone == "Europe/Berlin" for one in seen.values())


def test_names_stay_over_moves(account: GoogleAccount) -> None:
    """Neither id nor identity depends on the time, of a single event or of an occurrence."""
    single = put(account.server)
    weekly(account.server)
    source = account.source()
    before = {(one.event, one.identity) for one in read(source).occurrences}

    for event in (single, "series_20261208T130000Z"):
        account.server.calendar.edit_event("primary", event, start=START + 10 * DAY, end=START + 11 * DAY)
    after = read(source).occurrences

    assert {(one.event, one.identity) for one in after} == before
    assert sum(one.start == START + 10 * DAY for one in after) == 2


def test_a_series_keeps_its_hour_through_daylight_saving(account: GoogleAccount) -> None:
    """Names of occurrences are in UTC, and differ by the hour."""
    autumn = datetime(2026, 10, 20, 14, tzinfo=BERLIN)
    weekly(account.server, start=autumn)

    window = TimeSpan(autumn, autumn + 60 * DAY)
    seen = by_identity(read(account.source(), window=window))

    assert sorted(name.rpartition("/")[2] for name in seen) == [
        "20261020T120000Z",
        "20261027T130000Z",
        "20261103T130000Z",
        "20261110T130000Z",
    ]


def test_an_all_day_event_is_a_day_of_the_account(account: GoogleAccount) -> None:
    """Also where the calendar has another zone."""
    account.server.calendar.add_calendar(SAM, SAM, "America/New_York", primary=True)
    put(account.server, start=date(2026, 12, 1), end=date(2026, 12, 2))

    one = one_of(read(account.source()))

    assert one.all_day
    assert one.start == datetime(2026, 12, 1, tzinfo=BERLIN)
    assert one.end == datetime(2026, 12, 2, tzinfo=BERLIN)


def test_a_time_without_a_zone_is_one_of_the_calendar(account: GoogleAccount) -> None:
    """Google knows no floating time; the calendar's zone is remembered for an account that has none set."""
    account.server.calendar.add_calendar(SAM, SAM, "America/New_York", primary=True)
    put(account.server, start={"dateTime": "2026-12-01T14:00:00"}, end={"dateTime": "2026-12-01T15:00:00"})

    one = one_of(read(account.source()))

    assert one.start == datetime(2026, 12, 1, 14, tzinfo=NEW_YORK)
    assert account.remembered == {"google zone primary": "America/New_York"}


def test_the_zone_of_a_calendar_can_be_asked_for(account: GoogleAccount) -> None:
    """One small request; it is remembered."""
    assert time_zone_of("primary", account.client(), account.remembered) == "Europe/Berlin"
    assert account.remembered == {"google zone primary": "Europe/Berlin"}
    assert account.server.count() == 1

    account.server.faults.add(faults.backend_error(), times=None)
    with pytest.raises(TemporaryError):
        time_zone_of("primary", account.client(), account.remembered)


def test_what_is_private_has_no_title(account: GoogleAccount) -> None:
    """In a calendar that others share, an event of which only the time is shown is an event all the same."""
    account.server.calendar.add_calendar(TEAM, "Team", access_role="reader")
    put(account.server, TEAM, visibility="private", attendees=[{"email": SAM}])
    rules = TagRules(calendars=frozenset({TEAM}))

    by_calendar = one_of(read(account.source(TEAM, rules)))
    by_tag = read(account.source(TEAM))

    assert (by_calendar.title, by_calendar.description, by_calendar.attendees) == ("", "", ())
    assert (by_tag.occurrences, by_tag.events) == ((), 1)


def test_guests_and_organizer_are_seen(account: GoogleAccount) -> None:
    """The person's own entry is marked, rooms are, answers are given; an organizer may be no guest."""
    put(
        account.server,
        organizer={"email": "hr@acme.example", "displayName": "HR"},
        attendees=[
            {"email": SAM, "responseStatus": "accepted"},
            {"email": "jane@acme.example", "displayName": "Jane Doe", "responseStatus": "declined"},
            {"email": "room@resource.calendar.google.com", "resource": True},
        ],
    )

    one = one_of(read(account.source()))

    assert [(guest.email, guest.is_self, guest.is_resource, guest.participation.value) for guest in one.attendees] == [
        (SAM, True, False, "accepted"),
        ("jane@acme.example", False, False, "declined"),
        ("room@resource.calendar.google.com", False, True, "needs-action"),
    ]
    assert one.organizer is not None
    assert (one.organizer.email, one.organizer.name) == ("hr@acme.example", "HR")
    assert not one.guests_hidden


def test_guests_that_are_kept_secret_are_told(account: GoogleAccount) -> None:
    """The list is cut: that nobody is on it means nothing."""
    guests = [{"email": SAM}, {"email": "jane@acme.example"}]
    put(account.server, organizer={"email": "hr@acme.example"}, attendees=guests, guestsCanSeeOtherGuests=False)

    one = one_of(read(account.source()))

    assert [guest.email for guest in one.attendees] == [SAM]
    assert one.guests_hidden


@pytest.mark.parametrize(
    "fields, rules",
    [
        ({"summary": "x", "description": "<p>&#35;Interview</p>"}, TagRules()),
        ({"summary": "x", "description": "<b>#</b>interview"}, TagRules()),
        ({"summary": "x", "colorId": "3"}, TagRules(colors=frozenset({"grape"}))),
        ({"summary": "x"}, TagRules(calendars=frozenset({"primary"}))),
        ({"summary": "Gespräch bei ACME"}, TagRules(title_patterns=("^gespräch",))),
        ({"summary": "x #job"}, TagRules(hashtag="job")),
    ],
)
def test_every_tag_is_seen(account: GoogleAccount, fields: dict[str, Any], rules: TagRules) -> None:
    """What is passed over is only what no rule makes an interview."""
    put(account.server, iCalUID="one@acme.example", **fields)
    put(account.server, "primary", iCalUID="two@acme.example", summary="Dentist", description="no tag & no colour")

    tagged = read(account.source(rules=rules))
    untagged = read(account.source())

    assert "one@acme.example" in by_identity(tagged)
    assert len(tagged.occurrences) == (2 if rules.calendars else 1)
    assert tagged.events == untagged.events == 2
    assert len(read(account.source(), everything=True).occurrences) == 2


@pytest.mark.parametrize("kind", ["birthday", "focusTime", "outOfOffice", "workingLocation"])
def test_what_is_no_meeting_is_no_interview(account: GoogleAccount, kind: str) -> None:
    """Google's other kinds of events are not even asked for, and not found by their id."""
    event = put(account.server, eventType=kind, iCalUID="one@acme.example")

    reading = read(account.source(), "one@acme.example")

    assert reading.occurrences == ()
    assert reading.events == 1
    assert account.source().find(event, "one@acme.example") is None


def test_an_event_that_gmail_made_is_seen(account: GoogleAccount) -> None:
    """An invitation that came by mail."""
    put(account.server, eventType="fromGmail")

    assert len(read(account.source()).occurrences) == 1


def test_everything_leaves_what_is_known_alone(account: GoogleAccount) -> None:
    """`suggest` reads all; the next pass of the service is as idle as before."""
    put(account.server, summary="Dentist")
    source = account.source()
    read(source)
    assert len(read(source, everything=True).occurrences) == 1
    account.server.clear_log()

    assert read(source).occurrences == ()
    assert account.server.count() == 1


def test_one_that_was_wanted_once_is_not_given_for_ever(account: GoogleAccount) -> None:
    """Out of sight and no longer asked for, it is not in the answer."""
    put(account.server, start=START - 400 * DAY, iCalUID="old@acme.example")
    source = account.source()

    assert len(read(source, "old@acme.example").occurrences) == 1
    assert read(source).occurrences == ()


# What is wanted, out of sight


@pytest.fixture
def long_ago(server: GoogleServer) -> datetime:
    """Fill 2024: a single event, series, a moved, a cancelled and a deleted occurrence, a deleted series."""
    then = datetime(2024, 3, 5, 14, tzinfo=BERLIN)
    put(server, start=then, id="single", iCalUID="single@acme.example", summary="untagged")
    put(server, start=then, id="slashed", iCalUID="odd/20240305@acme.example")
    put(server, start=then, id="looks", iCalUID="looks@acme.example/20240305T130000Z")
    weekly(server, start=then, count=8)
    server.calendar.edit_event("primary", "series_20240312T130000Z", start=then + 9 * DAY, end=then + 9 * DAY + HOUR)
    server.calendar.edit_event("primary", "series_20240319T130000Z", status="cancelled")
    server.calendar.delete_event("primary", "series_20240326T130000Z")
    days: dict[str, Any] = {
        "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=4"],
        "start": date(2024, 3, 5),
        "end": date(2024, 3, 6),
    }
    put(server, id="days00", iCalUID="days@acme.example", **days)
    put(server, id="gone00", iCalUID="gone@acme.example", start=then, recurrence=["RRULE:FREQ=WEEKLY;COUNT=4"])
    server.calendar.delete_event("primary", "gone00")
    return then


@pytest.mark.parametrize(
    "identity, event, days",
    [
        ("single@acme.example", "single", 0),
        ("odd/20240305@acme.example", "slashed", 0),
        ("looks@acme.example/20240305T130000Z", "looks", 0),
        ("series@acme.example/20240305T130000Z", "series_20240305T130000Z", 0),
        ("series@acme.example/20240312T130000Z", "series_20240312T130000Z", 9),
        # After clocks were put forward.
        ("series@acme.example/20240402T120000Z", "series_20240402T120000Z", 28),
    ],
)
def test_what_is_wanted_is_found_by_its_identity(
    account: GoogleAccount, long_ago: datetime, identity: str, event: str, days: int
) -> None:
    """A single event by its UID, an occurrence by UID and RECURRENCE-ID, wherever it was moved."""
    one = one_of(read(account.source(), identity))

    assert (one.identity, one.event) == (identity, event)
    assert one.start == (long_ago.replace(tzinfo=None) + days * DAY).replace(tzinfo=BERLIN)
    assert not one.is_cancelled


def test_an_occurrence_of_days_is_found(account: GoogleAccount, long_ago: datetime) -> None:
    """Its RECURRENCE-ID is a date."""
    one = one_of(read(account.source(), "days@acme.example/20240312"))

    assert one.all_day
    assert one.start == datetime(2024, 3, 12, tzinfo=BERLIN)
    assert one.event == "days00_20240312"


@pytest.mark.parametrize(
    "identity",
    [
        "never@acme.example",
        "never@acme.example/20240305T130000Z",
        "series@acme.example/20240306T130000Z",
        "series@acme.example/20240305",
        "series@acme.example/20240326T130000Z",
        "single@acme.example/20240305T130000Z",
        "days@acme.example/20240306",
        "days@acme.example/20240305T130000Z",
        "gone@acme.example/20240305T130000Z",
        "gone@acme.example",
        "",
        "/20240305",
        "x/99999999",
        "series@acme.example/20249999T990000Z",
    ],
)
def test_what_is_not_there_is_absent(account: GoogleAccount, long_ago: datetime, identity: str) -> None:
    """Other days, deleted occurrences, a deleted series, and nonsense are not given, and asked for once."""
    put(account.server, iCalUID="here@acme.example")
    source = account.source()

    assert by_identity(read(source, identity)).keys() == {"here@acme.example"}
    account.server.clear_log()
    assert by_identity(read(source, identity)).keys() == {"here@acme.example"}
    assert account.server.count() == 1


def test_a_series_is_no_occurrence(account: GoogleAccount, long_ago: datetime) -> None:
    """A single event that became a series goes on as the series' occurrences, not beside them."""
    source = account.source()

    assert read(source, "series@acme.example").occurrences == ()
    assert source.find("series", "series@acme.example") is None


def test_a_cancelled_occurrence_of_a_series_is_given_as_cancelled(account: GoogleAccount, long_ago: datetime) -> None:
    """An organiser's cancellation is news."""
    one = one_of(read(account.source(), "series@acme.example/20240319T130000Z"))

    assert one.is_cancelled


def test_a_long_uid_is_asked_for(account: GoogleAccount) -> None:
    """Other programs write UIDs of hundreds of characters."""
    uid = "040000008200E00074C5B7101A82E008" * 20
    put(account.server, start=START - 400 * DAY, iCalUID=uid)

    assert one_of(read(account.source(), uid)).uid == uid


# What is found


def test_an_event_is_found_wherever_it_is(account: GoogleAccount, long_ago: datetime) -> None:
    """By Google's id: single, occurrence, moved occurrence; in one request."""
    source = account.source()

    for event, identity in (
        ("single", "single@acme.example"),
        ("series_20240305T130000Z", "series@acme.example/20240305T130000Z"),
        ("series_20240312T130000Z", "series@acme.example/20240312T130000Z"),
        ("days00_20240312", "days@acme.example/20240312"),
    ):
        account.server.clear_log()
        found = source.find(event, identity)

        assert found is not None
        assert (found.event, found.identity) == (event, identity)
        assert account.server.count() == 1


@pytest.mark.parametrize("full_tombstones", [False, True])
def test_a_deleted_event_is_not_there(account: GoogleAccount, full_tombstones: bool) -> None:
    """What Google remembers of it is nothing, or that it was cancelled."""
    account.server.calendar.full_tombstones = full_tombstones
    event = put(account.server, iCalUID="one@acme.example")
    account.server.calendar.delete_event("primary", event)
    source = account.source()

    found = source.find(event, "one@acme.example")

    assert found is None or found.is_cancelled
    assert (found is not None) is full_tombstones
    assert not [one for one in read(source, "one@acme.example").occurrences if not one.is_cancelled]


def test_a_cancelled_event_is_found_cancelled(account: GoogleAccount) -> None:
    """An organiser's cancellation keeps its times."""
    event = put(account.server, iCalUID="one@acme.example", status="cancelled")

    found = account.source().find(event, "one@acme.example")

    assert found is not None
    assert found.is_cancelled


def test_an_event_under_another_id_is_found_by_its_uid(account: GoogleAccount) -> None:
    """An invitation that was imported again has another id, and is the same."""
    put(account.server, id="newone", iCalUID="one@acme.example", start=START - 400 * DAY)

    found = account.source().find("oldone", "one@acme.example")

    assert found is not None
    assert found.event == "newone"


def test_an_id_that_now_is_something_else_does_not_mislead(account: GoogleAccount) -> None:
    """The identity decides."""
    put(account.server, id="oneone", iCalUID="one@acme.example")
    put(account.server, id="twotwo", iCalUID="two@acme.example")

    found = account.source().find("oneone", "two@acme.example")

    assert found is not None
    assert found.event == "twotwo"
    assert account.source().find("oneone", "three@acme.example") is None


# What silence means


@pytest.mark.parametrize("question", ["read", "find", "wanted", "again"])
@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_calendar_that_is_gone_is_told_and_takes_nothing_back(
    account: GoogleAccount, question: str, status: int
) -> None:
    """Deleted, or no longer shared: an error that says so, and never "there is nothing"."""
    put(account.server, iCalUID="one@acme.example")
    source = account.source()
    if question == "again":
        read(source)
    refusal = ApiError(status, "forbidden" if status == 403 else "notFound", "no")
    account.server.faults.add(Fault("gone", error=refusal), times=None)

    def ask() -> object:
        if question == "find":
            return source.find("x", "one@acme.example")
        return read(source, *(["one@acme.example"] if question == "wanted" else []))

    with pytest.raises(TemporaryError, match="Google knows no such calendar") as caught:
        ask()

    assert "take it out of `watch`" in caught.value.message
    assert caught.value.integration == "primary"


def test_a_calendar_of_somebody_else_is_told(account: GoogleAccount) -> None:
    """An id that this login cannot see is no empty calendar."""
    for ask in (read, lambda source: source.find("x", "y")):
        with pytest.raises(TemporaryError, match="nobody@example"):
            ask(account.source("nobody@example.com"))


@pytest.mark.parametrize(
    "fault",
    [faults.bad_request(), faults.conflict(), faults.condition_not_met(), faults.status(304)],
    ids=lambda one: one.name,
)
def test_an_odd_answer_is_an_error_of_the_port(account: GoogleAccount, fault: Fault) -> None:
    """Whatever Google answers to a read, nothing follows from it."""
    account.server.faults.add(fault)

    with pytest.raises(IntegrationError):
        read(account.source())


def test_a_failed_read_is_made_up_for(account: GoogleAccount) -> None:
    """After any failure in the middle the next read gives all there is."""
    put(account.server, iCalUID="one@acme.example")
    put(account.server, iCalUID="old@acme.example", start=START - 400 * DAY)
    wanted = ("old@acme.example", "gone@acme.example")
    source = account.source()
    for number in range(3):
        put(account.server, iCalUID=f"new{number}@acme.example")
        order = account.server.faults.add(faults.quota_exceeded(), skip=number)
        while not order.hits:
            with suppress(TemporaryError):
                read(source, *wanted)

        assert by_identity(read(source, *wanted)) == by_identity(read(account.source(), *wanted))


def test_an_empty_calendar_is_empty(account: GoogleAccount) -> None:
    """Zero events; where something is wanted of it, after a second look."""
    assert read(account.source()) == Reading()
    assert account.server.count() == 1

    assert read(account.source(), "one@acme.example") == Reading()
    assert account.server.count() == 4


@pytest.mark.parametrize("in_sight", [True, False])
def test_an_empty_answer_is_no_empty_calendar(account: GoogleAccount, in_sight: bool) -> None:
    """200 with nothing in it, though there is something: a second look tells, and it is read once more."""
    put(account.server, iCalUID="one@acme.example", start=START if in_sight else START - 400 * DAY)
    account.server.faults.add(faults.empty_list())

    reading = read(account.source(), "one@acme.example")

    assert one_of(reading).uid == "one@acme.example"
    assert reading.events == 1


def test_an_answer_that_is_empty_twice_is_no_empty_calendar(account: GoogleAccount) -> None:
    """As long as one look finds something, the calendar is not taken for empty, though what was wanted is not seen."""
    put(account.server, iCalUID="one@acme.example")
    account.server.faults.add(faults.empty_list())
    account.server.faults.add(faults.empty_list(), skip=1, times=2)

    reading = read(account.source(), "one@acme.example")

    assert (reading.occurrences, reading.events) == ((), 1)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_an_empty_answer_is_not_believed_for_ever(account: GoogleAccount, times: int) -> None:
    """A later read sees what there is, also where nothing has changed since."""
    put(account.server, iCalUID="one@acme.example")
    source = account.source()
    account.server.faults.add(faults.empty_list(), times=times)
    for _ in range(times):
        read(source)

    assert one_of(read(source)).uid == "one@acme.example"


def test_nothing_but_empty_answers_reads_as_empty(account: GoogleAccount) -> None:
    """The engine is told 0, and holds it against what it knew."""
    put(account.server)
    account.server.faults.add(faults.empty_list(), times=None)

    assert read(account.source(), "one@acme.example") == Reading()


def test_a_calendar_whose_events_were_all_deleted_is_not_silent(account: GoogleAccount) -> None:
    """What was deleted on purpose is remembered by Google: that is no sudden emptiness."""
    event = put(account.server, iCalUID="one@acme.example")
    account.server.calendar.delete_event("primary", event)

    reading = read(account.source(), "one@acme.example")

    assert (reading.occurrences, reading.events) == ((), 1)


# By its title


@pytest.fixture
def titled(account: GoogleAccount) -> GoogleAccount:
    """Give an account with a calendar called "Job hunt", and a login that may read titles."""
    account.server.calendar.add_calendar(TEAM, "Job hunt")
    put(account.server, TEAM, iCalUID="team@acme.example")
    account.log_in([*NEEDED, CALENDAR_LIST])
    return account


@pytest.mark.parametrize("title", ["Job hunt", "job HUNT"])
def test_a_calendar_may_be_named_by_its_title(titled: GoogleAccount, title: str) -> None:
    """It is looked up once, and its id remembered for the processes to come."""
    first = one_of(read(titled.source(title)))
    again = one_of(read(titled.source(title)))

    assert first == again
    assert (first.uid, first.calendar) == ("team@acme.example", title)
    assert titled.server.count(path="calendarList") == 1
    assert titled.remembered[f"google calendar {title}"] == TEAM


def test_a_title_that_is_not_there_is_refused_with_those_that_are(titled: GoogleAccount) -> None:
    """The person sees what they could have meant, and no address."""
    with pytest.raises(RefusedError) as caught:
        read(titled.source("Job hutn"))

    assert caught.value.message == "There is no calendar of this title. There are: Job hunt."
    assert titled.server.count() == 1


def test_a_title_of_two_calendars_is_refused(titled: GoogleAccount) -> None:
    """Which one is meant, only the person knows."""
    titled.server.calendar.add_calendar("second@group.calendar.google.com", "Job hunt")

    with pytest.raises(RefusedError, match="2 calendars have this title: name the one you mean by its id"):
        read(titled.source("Job hunt"))


def test_a_title_needs_the_right_to_read_titles(account: GoogleAccount) -> None:
    """Without it no request is made, and the person is told what to run."""
    with pytest.raises(AuthorisationError) as caught:
        read(account.source("Job hunt"))

    assert "is named by its title" in caught.value.message
    assert caught.value.message.endswith("Run `afterword login personal`.")
    assert account.server.count() == 0


def test_an_id_needs_no_title(account: GoogleAccount) -> None:
    """`primary`, and what looks like an address, are used as they are."""
    for name in ("primary", SAM):
        read(account.source(name))

    assert account.server.count(path="calendarList") == 0
