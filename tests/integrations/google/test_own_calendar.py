"""The calendar that is made for the reminders: made once, found again, never taken for somebody else's."""

from __future__ import annotations

import pytest

from daemon.domain.errors import RefusedError, TemporaryError
from daemon.domain.item import item_name
from integrations.google.own_calendar import MARK, OwnCalendar
from integrations.google.scopes import CALENDAR_LIST
from tests.contracts.store import NAME, OTHER, reminder
from tests.google_server import faults
from tests.google_server.answers import ApiError
from tests.google_server.clients import CALENDAR_SCOPES, service
from tests.google_server.faults import Fault
from tests.integrations.google.account import NEEDED, OWN, GoogleAccount

SETTING = f"google reminders {OWN}"
THEIRS = "theirs@group.calendar.google.com"


@pytest.fixture
def listing(account: GoogleAccount) -> GoogleAccount:
    """Give the account with a login that may read the list of calendars, too."""
    account.log_in([*NEEDED, CALENDAR_LIST])
    return account


def own(account: GoogleAccount) -> OwnCalendar:
    """Give it as a new process has it."""
    return OwnCalendar(account.client(), OWN, "Europe/Berlin", account.remembered)


def owns(account: GoogleAccount) -> list[str]:
    """Give the ids of all calendars of that title."""
    return [one for one, title in account.server.calendar.calendars().items() if title == OWN]


def rename(account: GoogleAccount, calendar: str, title: str, *, for_me: bool = False) -> None:
    """Give a calendar another title, as the person does."""
    with service(account.server, "calendar", CALENDAR_SCOPES) as client:
        if for_me:
            client.calendarList().patch(calendarId=calendar, body={"summaryOverride": title}).execute()
        else:
            client.calendars().patch(calendarId=calendar, body={"summary": title}).execute()
    account.server.clear_log()


def test_nothing_is_made_by_looking(account: GoogleAccount) -> None:
    """It is made with the first reminder, and not before."""
    assert own(account).known_id() == ""
    assert account.reminders().find(NAME) is None
    assert account.server.count() == 0


def test_it_is_made_once(account: GoogleAccount) -> None:
    """With its title, its zone and words on what it is; later processes know its id."""
    first = own(account).ready_id()
    again = own(account).ready_id()

    (request,) = account.server.requests
    assert first == again == owns(account)[0]
    assert request.body.keys() == {"summary", "description", "timeZone"}
    assert (request.body["summary"], request.body["timeZone"]) == (OWN, "Europe/Berlin")
    assert MARK in request.body["description"]
    assert account.remembered == {SETTING: first}


def test_it_is_ours_whatever_the_person_calls_it(listing: GoogleAccount) -> None:
    """Renamed, it is still the one that reminders are written to."""
    listing.reminders().create(reminder(NAME))
    calendar = listing.own_id()
    rename(listing, calendar, "Follow-ups")

    listing.reminders().create(reminder(OTHER))

    assert len(listing.server.calendar.events(calendar)) == 2
    assert len(listing.server.calendar.calendars()) == 2


def test_it_is_found_again_by_its_mark(listing: GoogleAccount) -> None:
    """A ledger that was lost costs no second calendar, where the list may be read."""
    calendar = own(listing).ready_id()
    listing.remembered.clear()

    assert own(listing).ready_id() == calendar
    assert listing.remembered == {SETTING: calendar}
    assert len(owns(listing)) == 1


def test_it_is_found_again_by_the_persons_own_title_for_it(listing: GoogleAccount) -> None:
    """A title that holds in their list alone counts, too."""
    calendar = own(listing).ready_id()
    rename(listing, calendar, "Something else")
    rename(listing, calendar, OWN, for_me=True)
    listing.remembered.clear()

    assert own(listing).ready_id() == calendar


def test_another_one_of_ours_is_another(listing: GoogleAccount) -> None:
    """Two accounts of one mailbox, with two titles, have a calendar each."""
    first = own(listing).ready_id()

    second = OwnCalendar(listing.client(), "Second", "Europe/Berlin", listing.remembered).ready_id()

    assert first != second


@pytest.mark.parametrize("role", ["owner", "writer", "reader"])
def test_a_calendar_of_that_title_that_others_made_is_told(listing: GoogleAccount, role: str) -> None:
    """It stays as it is; the person chooses another title, or renames it."""
    listing.server.calendar.add_calendar(THEIRS, OWN, access_role=role)

    with pytest.raises(RefusedError, match="that Afterword did not make") as caught:
        listing.reminders().create(reminder())

    assert caught.value.integration == OWN
    assert "choose another title for `reminders`" in caught.value.message
    assert listing.server.writes() == []
    assert listing.server.calendar.events(THEIRS) == []


def test_a_calendar_with_our_mark_that_is_somebody_elses_is_not_taken(listing: GoogleAccount) -> None:
    """Another person who uses Afterword shared theirs: only an owner's is ours."""
    listing.server.calendar.add_calendar(THEIRS, OWN, description=MARK, access_role="writer")

    with pytest.raises(RefusedError):
        listing.reminders().create(reminder())

    assert listing.server.writes() == []


def test_ours_is_taken_though_there_is_a_namesake(listing: GoogleAccount) -> None:
    """Whichever the list names first."""
    calendar = own(listing).ready_id()
    listing.server.calendar.add_calendar(THEIRS, OWN)
    listing.remembered.clear()

    assert own(listing).ready_id() == calendar


def test_without_the_list_a_namesake_is_not_written_to(account: GoogleAccount) -> None:
    """Google does not even show it: one of our own is made beside it."""
    account.server.calendar.add_calendar(THEIRS, OWN)

    account.reminders().create(reminder())

    assert account.server.calendar.events(THEIRS) == []
    ours = next(one for one in owns(account) if one != THEIRS)
    assert len(account.server.calendar.events(ours)) == 1
    assert account.server.count(path="calendarList") == 0


@pytest.mark.parametrize("fault", [faults.close_after(), faults.reset_after(), faults.truncated()])
def test_a_lost_answer_is_made_up_for_where_the_list_may_be_read(listing: GoogleAccount, fault: Fault) -> None:
    """The calendar was made and is found; until then nothing is taken for its id."""
    listing.server.faults.add(fault, "POST", "/calendars")
    with pytest.raises(TemporaryError):
        own(listing).ready_id()

    assert listing.remembered == {SETTING: "making"}
    assert own(listing).known_id() == ""
    assert listing.reminders().find(NAME) is None
    assert own(listing).ready_id() == owns(listing)[0]
    assert len(owns(listing)) == 1


def test_a_lost_answer_costs_an_empty_calendar_where_it_may_not(account: GoogleAccount) -> None:
    """Nothing was written to the first; that there may be a second is told, once."""
    account.server.faults.add(faults.close_after(), "POST", "/calendars")
    with pytest.raises(TemporaryError):
        own(account).ready_id()

    store = account.reminders()
    store.create(reminder())
    calendar = own(account).ready_id()

    assert len(owns(account)) == 2
    assert [len(account.server.calendar.events(one)) for one in owns(account)].count(0) == 1
    assert account.remembered == {SETTING: calendar}
    assert [remark.partition(":")[0] for remark in store.remarks()] == [OWN]
    assert not store.remarks()


def test_a_lost_answer_is_not_made_up_for_in_the_same_pass(account: GoogleAccount) -> None:
    """The second reminder of a pass waits for the next one: with each try there could be another calendar."""
    account.server.faults.add(faults.close_after(), "POST", "/calendars")
    store = account.reminders()

    for name in (NAME, OTHER):
        with pytest.raises(TemporaryError):
            store.create(reminder(name))
    assert len(owns(account)) == 1

    store.close()
    store.create(reminder())
    assert len(owns(account)) == 2


@pytest.mark.parametrize("fault", [faults.close_before(), faults.backend_error(), faults.not_json()])
def test_a_request_that_was_lost_makes_none(listing: GoogleAccount, fault: Fault) -> None:
    """The next try makes one."""
    listing.server.faults.add(fault, "POST", "/calendars")
    with pytest.raises(TemporaryError):
        own(listing).ready_id()
    assert owns(listing) == []

    own(listing).ready_id()

    assert len(owns(listing)) == 1


def test_a_list_that_cannot_be_read_makes_nothing(listing: GoogleAccount) -> None:
    """There could be one of ours on it."""
    listing.server.faults.add(faults.quota_exceeded(), "GET", "/calendarList")

    with pytest.raises(TemporaryError):
        own(listing).ready_id()

    assert listing.server.writes() == []
    assert listing.remembered == {}


def test_one_that_was_deleted_is_made_anew_with_the_next_reminder(account: GoogleAccount) -> None:
    """What was in it is gone and stays gone; the new one holds the new reminder alone, and is made once."""
    store = account.reminders()
    created = store.create(reminder(NAME))
    account.server.calendar.delete_calendar(account.own_id())

    for one in (store, account.reminders()):
        one.close()
        assert one.find(NAME, created.ref) is None
    assert owns(account) == []
    store.create(reminder(OTHER))
    account.reminders().create(reminder(item_name("third", 0)))

    assert len(owns(account)) == 1
    assert {one["id"] for one in account.server.calendar.events(account.own_id())} == {OTHER, item_name("third", 0)}
    assert account.reminders().find(NAME, created.ref) is None


def test_another_clients_calendar_is_as_good_as_deleted(account: GoogleAccount) -> None:
    """With a new OAuth client Google hides what the old one made: a new one is made, the old one stays."""
    account.server.calendar.add_calendar(THEIRS, OWN)
    account.remembered.put(SETTING, THEIRS)

    assert account.reminders().find(NAME) is None
    account.reminders().create(reminder())

    assert account.server.calendar.events(THEIRS) == []
    assert account.remembered[SETTING] != THEIRS


def test_a_refusal_of_one_event_makes_no_new_calendar(account: GoogleAccount) -> None:
    """The calendar is asked for by itself before it counts as deleted."""
    store = account.reminders()
    store.create(reminder(NAME))
    account.server.faults.add(Fault("odd", error=ApiError(404, "notFound", "Not Found")), "POST", "/events")

    with pytest.raises(RefusedError):
        store.create(reminder(OTHER))

    assert len(owns(account)) == 1


@pytest.mark.parametrize("status, is_there", [(403, False), (404, False), (410, False)])
def test_whether_it_is_there_is_asked(account: GoogleAccount, status: int, is_there: bool) -> None:
    """Other answers than those three say nothing."""
    calendar = own(account).ready_id()
    assert own(account).is_there(calendar)
    account.server.faults.add(Fault("x", error=ApiError(status, "forbidden" if status == 403 else "notFound", "x")))

    assert own(account).is_there(calendar) is is_there

    account.server.faults.add(faults.condition_not_met())
    with pytest.raises(RefusedError):
        own(account).is_there(calendar)
    account.server.faults.add(faults.quota_exceeded())
    with pytest.raises(TemporaryError):
        own(account).is_there(calendar)
