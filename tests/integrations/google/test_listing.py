"""Which calendar a name means."""

from __future__ import annotations

from contextlib import suppress

import pytest

from daemon.domain.errors import IntegrationError, RefusedError, TemporaryError
from daemon.ports import Question
from integrations.google.listing import all_calendars, calendar_id
from integrations.google.scopes import CALENDAR_LIST, is_calendar_id
from tests.contracts.calendar_source import HOUR, IN_SIGHT, WINDOW
from tests.google_server import faults
from tests.google_server.clients import CALENDAR_SCOPES, service
from tests.google_server.server import GoogleServer
from tests.integrations.google.account import NEEDED, SAM, GoogleAccount

HUNT = "hunt@group.calendar.google.com"
OTHER = "other@group.calendar.google.com"


@pytest.fixture(autouse=True)
def calendars(account: GoogleAccount) -> None:
    """Add a calendar called "Job hunt", and let the login read titles."""
    account.server.calendar.add_calendar(HUNT, "Job hunt")
    account.log_in([*NEEDED, CALENDAR_LIST])


def call_it(server: GoogleServer, calendar: str, title: str) -> None:
    """Give a calendar another title in the person's own list, as they do in Google Calendar."""
    with service(server, "calendar", CALENDAR_SCOPES) as client:
        client.calendarList().patch(calendarId=calendar, body={"summaryOverride": title}).execute()
    server.clear_log()


@pytest.mark.parametrize(
    "name, is_id", [("primary", True), (SAM, True), (HUNT, True), ("Primary", False), ("Job hunt", False), ("", False)]
)
def test_an_id_is_told_from_a_title(name: str, is_id: bool) -> None:
    """What holds an @ is an id, and so is `primary`."""
    assert is_calendar_id(name) is is_id


def test_a_title_is_looked_up_once(account: GoogleAccount) -> None:
    """What was found is remembered, by the next process too."""
    first = calendar_id("Job hunt", account.client(), account.remembered)
    again = calendar_id("Job hunt", account.client(), account.remembered)

    assert first == again == HUNT
    assert account.server.count() == 1


def test_a_title_whose_calendar_has_gone_is_looked_up_anew(account: GoogleAccount) -> None:
    """The pass after the one that met with its absence reads the calendar that has the title now."""
    source = account.source("Job hunt")
    source.read(Question(WINDOW))
    account.server.calendar.delete_calendar(HUNT)
    account.server.calendar.add_calendar(OTHER, "Job hunt")
    account.server.calendar.put_event(OTHER, summary="#interview", start=IN_SIGHT, end=IN_SIGHT + HOUR)

    with pytest.raises(TemporaryError):
        source.read(Question(WINDOW))

    assert len(source.read(Question(WINDOW)).occurrences) == 1


def test_a_calendar_stays_itself_when_it_is_renamed(account: GoogleAccount) -> None:
    """What was meant is the calendar, not its title."""
    calendar_id("Job hunt", account.client(), account.remembered)
    account.server.calendar.add_calendar(HUNT, "Done with it")
    account.server.calendar.add_calendar(OTHER, "Job hunt")

    assert calendar_id("Job hunt", account.client(), account.remembered) == HUNT


def test_the_title_that_the_person_sees_counts(account: GoogleAccount) -> None:
    """Their own name for somebody else's calendar, and its owner's too."""
    account.server.calendar.add_calendar(OTHER, "hr-loop-7", access_role="reader")
    call_it(account.server, OTHER, "Interviews")

    assert calendar_id("Interviews", account.client(), account.remembered) == OTHER
    assert calendar_id("hr-loop-7", account.client(), account.remembered) == OTHER


def test_the_exact_title_goes_first(account: GoogleAccount) -> None:
    """Case is forgiven only where there is no doubt."""
    account.server.calendar.add_calendar(OTHER, "JOB HUNT")

    assert calendar_id("Job hunt", account.client(), account.remembered) == HUNT
    assert calendar_id("JOB HUNT", account.client(), account.remembered) == OTHER
    with pytest.raises(RefusedError, match="2 calendars have this title"):
        calendar_id("job hunt", account.client(), account.remembered)
    assert "google calendar job hunt" not in account.remembered


def test_all_pages_are_read(account: GoogleAccount) -> None:
    """Whoever follows hundreds of calendars has theirs found on the last page."""
    for number in range(255):
        account.server.calendar.add_calendar(f"c{number:03}@group.calendar.google.com", f"Calendar {number:03}")

    found = calendar_id("Calendar 254", account.client(), account.remembered)

    assert found == "c254@group.calendar.google.com"
    assert account.server.count(path="calendarList") == 2
    assert len(list(all_calendars(account.client(), "x"))) == 257


def test_a_title_that_is_not_there_is_told_with_those_that_are(account: GoogleAccount) -> None:
    """Sorted, without addresses: the person's own calendar is called by theirs."""
    account.server.calendar.add_calendar(OTHER, "Birthdays", access_role="reader")

    with pytest.raises(RefusedError) as caught:
        calendar_id("Hunting", account.client(), account.remembered)

    assert caught.value.integration == "Hunting"
    assert caught.value.message == "There is no calendar of this title. There are: Birthdays, Job hunt."
    assert account.remembered == {}


def test_where_no_calendar_has_a_title_it_says_so(account: GoogleAccount) -> None:
    """There is only the person's own, whose title is their address."""
    account.server.calendar.delete_calendar(HUNT)

    with pytest.raises(RefusedError, match="There are: none with a title"):
        calendar_id("Job hunt", account.client(), account.remembered)


def test_only_what_is_used_travels(account: GoogleAccount) -> None:
    """No colours, no reminders."""
    calendar_id("Job hunt", account.client(), account.remembered)

    (request,) = account.server.requests
    assert request.query["fields"] == ["nextPageToken,items(id,summary,summaryOverride,description,accessRole,primary)"]


def test_a_failure_is_not_remembered(account: GoogleAccount) -> None:
    """After a list that failed, or was empty by mistake, the next look finds it."""
    for fault in (faults.quota_exceeded(), faults.empty_list(), faults.backend_error()):
        account.server.faults.add(fault, times=4 if fault.error and fault.error.status == 503 else 1)
        with suppress(IntegrationError):
            calendar_id("Job hunt", account.client(), account.remembered)
        account.server.faults.clear()

        assert account.remembered == {}
        assert calendar_id("Job hunt", account.client(), account.remembered) == HUNT
        account.remembered.clear()


def test_trouble_is_temporary(account: GoogleAccount) -> None:
    """It is told under the calendar's name."""
    account.server.faults.add(faults.quota_exceeded())

    with pytest.raises(TemporaryError, match=r"^Job hunt: "):
        calendar_id("Job hunt", account.client(), account.remembered)
