"""Reminders in Google Calendar: written once, changed by version, the person's once touched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from daemon.domain.errors import ConflictError, GoneError, RefusedError, TemporaryError
from daemon.domain.item import Kind, Reminder, item_name
from daemon.ports import Found
from integrations.google import reminders as module
from integrations.google.reminder import FIELDS, event_of
from integrations.google.reminders import GoogleReminders
from tests.contracts.store import MORNING, NAME, OTHER, reminder
from tests.factories import BERLIN
from tests.google_server import faults
from tests.google_server.answers import Resource
from tests.google_server.faults import Fault
from tests.integrations.google.account import GoogleAccount

AGAIN = (datetime(2027, 3, 1, 9, 30, tzinfo=BERLIN), datetime(2027, 6, 1, 9, 30, tzinfo=BERLIN))
#: The occurrence on 1 March, as Google names it.
SECOND = f"{NAME}_20270301T083000Z"


@pytest.fixture
def store(account: GoogleAccount) -> GoogleReminders:
    return account.reminders()


def keep_in_touch() -> Reminder:
    return reminder(kind=Kind.KEEP_IN_TOUCH, also_at=AGAIN, is_tentative=False)


def event(account: GoogleAccount, name: str = NAME) -> Resource:
    return account.server.calendar.event(account.own_id(), name)


def edit(account: GoogleAccount, name: str = NAME, **changes: Any) -> None:
    account.server.calendar.edit_event(account.own_id(), name, **changes)


def found(store: GoogleReminders, ref: str = "", name: str = NAME) -> Found:
    """Give what lies there, which is there."""
    what = store.find(name, ref)
    assert what is not None
    return what


# What is written


def test_an_insertion_is_what_the_contract_wants(account: GoogleAccount, store: GoogleReminders) -> None:
    """Under the item's name, for nobody but the person, with nothing sent to anybody."""
    created = store.create(reminder())

    (request,) = account.server.requests.matching("POST", "/events")
    assert request.body == event_of(reminder())
    assert request.query["sendUpdates"] == ["none"]
    assert request.query["fields"] == [FIELDS]
    kept = event(account)
    assert kept["id"] == NAME
    assert kept["extendedProperties"] == {"private": {"afterword": "feedback_call"}}
    assert kept["transparency"] == "transparent"
    assert "attendees" not in kept
    assert created.link == kept["htmlLink"]


def test_a_reminder_may_recur(account: GoogleAccount, store: GoogleReminders) -> None:
    """One event with its occurrences, each at the same hour at home, winter and summer."""
    created = store.create(keep_in_touch())

    assert created.fingerprint == keep_in_touch().fingerprint()
    assert account.reminders().find(NAME, created.ref) == created
    window = {"timeMin": "2026-11-01T00:00:00Z", "singleEvents": True, "fields": "items(start)"}
    client = account.client()
    starts = client.call(client.calendar.events().list(calendarId=account.own_id(), **window), "x")["items"]
    moments = [datetime.fromisoformat(one["start"]["dateTime"]) for one in starts]
    assert sorted(moments) == [MORNING, *AGAIN]
    assert {one.astimezone(BERLIN).hour for one in moments} == {9}


def test_every_change_names_its_version(account: GoogleAccount, store: GoogleReminders) -> None:
    """If-Match on each patch and each deletion; nobody is told."""
    one = store.create(reminder())
    for words in ("Second.", "Third."):
        one = store.replace(NAME, one, reminder(words=words))
    store.remove(NAME, one)

    writes = [request for request in account.server.writes() if request.method in ("PATCH", "DELETE")]
    etags = [request.headers["if-match"] for request in writes]
    assert [request.method for request in writes] == ["PATCH", "PATCH", "DELETE"]
    assert len(set(etags)) == 3
    assert all(
        request.query["sendUpdates"] == ["none"] for request in account.server.requests.matching(path="/events/")
    )


def test_a_change_moves_it(account: GoogleAccount, store: GoogleReminders) -> None:
    """Words, times, state and occurrences; to recurring and back."""
    created = store.create(reminder())

    recurring = store.replace(NAME, created, keep_in_touch())
    assert event(account)["recurrence"] == ["RDATE;TZID=Europe/Berlin:20270301T093000,20270601T093000"]
    assert event(account)["status"] == "confirmed"
    single = store.replace(
        NAME, recurring, reminder(start=MORNING + timedelta(days=1), end=MORNING + timedelta(days=2))
    )

    assert found(account.reminders(), single.ref) == single
    assert not event(account).get("recurrence")


def test_what_the_person_set_besides_stays(account: GoogleAccount, store: GoogleReminders) -> None:
    """A colour, other popups, a note of their own in another program's property: a change leaves them."""
    created = store.create(reminder())
    own = {"useDefault": False, "overrides": [{"method": "email", "minutes": 30}]}
    edit(account, colorId="11", reminders=own, visibility="private")

    replaced = store.replace(NAME, created, reminder(words="Anew."))

    kept = event(account)
    assert (kept["colorId"], kept["reminders"], kept["visibility"]) == ("11", own, "private")
    assert kept["description"].startswith("Anew.")
    assert found(account.reminders(), replaced.ref) == replaced


# Versions


@pytest.mark.parametrize("action", ["replace", "remove"])
def test_another_version_with_the_same_words_is_ours(
    account: GoogleAccount, store: GoogleReminders, action: str
) -> None:
    """412 because of a colour: it is looked at, and done."""
    created = store.create(reminder())
    edit(account, colorId="11")
    account.server.clear_log()

    if action == "replace":
        store.replace(NAME, created, reminder(words="Anew."))
        assert event(account)["description"].startswith("Anew.")
    else:
        store.remove(NAME, created)
        assert event(account)["status"] == "cancelled"

    assert [one.status for one in account.server.requests] == [412, 200, 200, 200 if action == "replace" else 204]


@pytest.mark.parametrize("action", ["replace", "remove"])
def test_another_version_with_other_words_is_theirs(
    account: GoogleAccount, store: GoogleReminders, action: str
) -> None:
    """412 because of words: it stays as the person left it."""
    created = store.create(reminder())
    edit(account, summary="Call Zoë")
    before = event(account)

    with pytest.raises(ConflictError) as caught:
        store.replace(NAME, created, reminder(words="Anew.")) if action == "replace" else store.remove(NAME, created)

    assert not isinstance(caught.value, GoneError)
    assert event(account) == before


@pytest.mark.parametrize("action", ["replace", "remove"])
def test_a_version_that_never_stays_is_left_alone(account: GoogleAccount, store: GoogleReminders, action: str) -> None:
    """Somebody changes it each time: after three tries it is theirs."""
    created = store.create(reminder())
    method = "PATCH" if action == "replace" else "DELETE"
    account.server.faults.add(faults.condition_not_met(), method, times=None)

    with pytest.raises(ConflictError):
        store.replace(NAME, created, reminder(words="Anew.")) if action == "replace" else store.remove(NAME, created)

    assert account.server.count(method) == 3


def test_a_name_that_is_taken_is_a_conflict(account: GoogleAccount, store: GoogleReminders) -> None:
    """409, and it is there: of this process, another, or a ledger that was lost. Nothing is written."""
    store.create(reminder())
    before = event(account)

    for one in (store, account.reminders()):
        with pytest.raises(ConflictError) as caught:
            one.create(reminder(words="Anew."))
        assert not isinstance(caught.value, GoneError)

    assert event(account) == before


@pytest.mark.parametrize("who", ["the person", "us"])
def test_a_name_that_was_deleted_is_gone(account: GoogleAccount, store: GoogleReminders, who: str) -> None:
    """409, and it is not there: Google remembers the names of what was deleted."""
    created = store.create(reminder())
    if who == "us":
        store.remove(NAME, created)
    else:
        account.server.calendar.delete_event(account.own_id(), NAME)

    for one in (store, account.reminders()):
        with pytest.raises(GoneError):
            one.create(reminder())

    assert account.server.calendar.events(account.own_id()) == []


@pytest.mark.parametrize("fault", [None, faults.gone("deleted"), faults.not_found()])
def test_removing_what_is_gone_is_done(account: GoogleAccount, store: GoogleReminders, fault: Fault | None) -> None:
    """410 is success, and 404 too."""
    created = store.create(reminder())
    if fault is not None:
        account.server.faults.add(fault, "DELETE")
    else:
        account.server.calendar.delete_event(account.own_id(), NAME)

    store.remove(NAME, created)

    assert account.server.count("DELETE") == 1


# Lost answers


def test_an_insertion_whose_answer_was_lost_is_there_once(account: GoogleAccount, store: GoogleReminders) -> None:
    """It is repeated under its id: Google says that it knows it, and so does the error."""
    account.server.faults.add(faults.close_after(), "POST", "/events")

    with pytest.raises(ConflictError):
        store.create(reminder())

    assert found(store).fingerprint == reminder().fingerprint()
    assert len(account.server.calendar.events(account.own_id())) == 1


@pytest.mark.parametrize("fault", [faults.close_before, faults.close_after, faults.backend_error, faults.truncated])
def test_a_change_without_an_answer_is_looked_for(
    account: GoogleAccount, store: GoogleReminders, fault: Callable[[], Fault]
) -> None:
    """It is made once, not repeated; what lies there says whether it was done, in the same process too."""
    created = store.create(reminder())
    anew = reminder(words="Anew.")
    account.server.faults.add(fault(), "PATCH")

    with pytest.raises(TemporaryError):
        store.replace(NAME, created, anew)

    now = found(store, created.ref)
    was_done = event(account)["description"].startswith("Anew.")
    assert account.server.count("PATCH") == 1
    assert now.fingerprint == (anew.fingerprint() if was_done else created.fingerprint)
    assert now == found(account.reminders(), created.ref)


# The person's


@pytest.mark.parametrize(
    "change",
    [
        {"summary": "Call Zoë"},
        {"description": None},
        {"location": "At home"},
        {"start": MORNING + timedelta(days=3), "end": MORNING + timedelta(days=3, minutes=15)},
        {"end": MORNING + timedelta(hours=1)},
        {"start": MORNING.date(), "end": MORNING.date() + timedelta(days=1)},
        {"attendees": [{"email": "jane@acme.example"}]},
        {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=3"]},
        {"status": "confirmed"},
    ],
    ids=lambda change: " ".join(change),
)
@pytest.mark.parametrize("when", ["next pass", "next process"])
def test_what_the_person_changed_is_theirs(
    account: GoogleAccount, store: GoogleReminders, change: dict[str, Any], when: str
) -> None:
    """Edited, moved, made all-day, with somebody invited: seen at the next look, never overwritten."""
    created = store.create(reminder())
    store.find(NAME, created.ref)
    edit(account, **change)
    left = event(account)
    store.close()
    now = account.reminders() if when == "next process" else store

    seen = found(now, created.ref)

    assert seen.fingerprint != created.fingerprint
    with pytest.raises(ConflictError):
        now.replace(NAME, created, reminder(words="Anew."))
    with pytest.raises(ConflictError):
        now.remove(NAME, created)
    assert event(account) == left


def test_what_changes_within_a_pass_is_not_overwritten(account: GoogleAccount, store: GoogleReminders) -> None:
    """The list of the pass answers; but what is written is written to the version that it knew."""
    created = store.create(reminder())
    assert store.find(NAME, created.ref) == created
    edit(account, summary="Call Zoë")
    left = event(account)

    assert store.find(NAME, created.ref) == created
    with pytest.raises(ConflictError):
        store.replace(NAME, created, reminder(words="Anew."))

    assert event(account) == left
    assert found(store, created.ref).fingerprint != created.fingerprint


@pytest.mark.parametrize("how", ["moved", "renamed", "deleted"])
def test_an_occurrence_of_its_own_is_a_touch(account: GoogleAccount, store: GoogleReminders, how: str) -> None:
    """One of several was moved or deleted: the whole is the person's, though the series itself is as it was."""
    created = store.create(keep_in_touch())
    assert found(store, created.ref) == created
    if how == "deleted":
        account.server.calendar.delete_event(account.own_id(), SECOND)
    elif how == "moved":
        edit(account, SECOND, start=AGAIN[0] + timedelta(days=1), end=AGAIN[0] + timedelta(days=1, minutes=15))
    else:
        edit(account, SECOND, summary="Write to them")
    store.close()

    for one in (store, account.reminders()):
        assert found(one, created.ref).fingerprint != created.fingerprint
        assert found(one).fingerprint != created.fingerprint


def test_a_deleted_one_is_gone(account: GoogleAccount, store: GoogleReminders) -> None:
    """In the next pass and the next process, with and without its ref."""
    created = store.create(reminder())
    store.create(reminder(OTHER))
    account.server.calendar.delete_event(account.own_id(), NAME)
    store.close()

    for one in (store, account.reminders()):
        assert one.find(NAME, created.ref) is None
        assert one.find(NAME) is None
        assert one.find(OTHER) is not None


def test_a_colour_is_no_touch(account: GoogleAccount, store: GoogleReminders) -> None:
    """The same words under another version: ours, and the ref brought up to date."""
    created = store.create(reminder())
    edit(account, colorId="11")
    store.close()

    now = found(store, created.ref)

    assert now.fingerprint == created.fingerprint
    assert now.ref != created.ref
    account.server.clear_log()
    store.replace(NAME, now, reminder(words="Anew."))
    assert account.server.count() == 1


def test_what_is_no_reminder_of_ours_in_our_calendar_stays(account: GoogleAccount, store: GoogleReminders) -> None:
    """The person may put events of their own there."""
    store.create(reminder())
    theirs = account.server.calendar.put_event(account.own_id(), summary="Mine", start=MORNING, end=MORNING)
    store.close()

    store.remove(NAME, found(store))

    assert [one["id"] for one in account.server.calendar.events(account.own_id())] == [theirs]


# What it costs


def test_a_pass_lists_once(account: GoogleAccount, store: GoogleReminders) -> None:
    """However many reminders are looked for; and later passes list what has changed."""
    names = [item_name(f"follow_up-{number}", 0) for number in range(20)]
    refs = {name: store.create(reminder(name)).ref for name in names}
    fresh = account.reminders()
    account.server.clear_log()

    for _ in range(3):
        assert all(fresh.find(name, refs[name]) for name in names)
        fresh.close()

    queries = [one.query for one in account.server.requests]
    assert len(queries) == 3
    assert ["syncToken" in query for query in queries] == [False, True, True]
    assert account.server.requests[2].response_bytes < 100


def test_a_change_is_all_that_travels(account: GoogleAccount, store: GoogleReminders) -> None:
    """One of many was edited, another deleted: the list of changes holds those two."""
    names = [item_name(f"follow_up-{number}", 0) for number in range(20)]
    refs = {name: store.create(reminder(name)).ref for name in names}
    store.find(names[0], refs[names[0]])
    edit(account, names[3], summary="Mine")
    account.server.calendar.delete_event(account.own_id(), names[4])
    store.close()
    account.server.clear_log()

    seen = {name: store.find(name, refs[name]) for name in names if name != names[4]}

    assert account.server.count() == 1
    assert account.server.requests[0].response_bytes < 2000
    changed = [name for name, one in seen.items() if one is None or one.fingerprint != reminder(name).fingerprint()]
    assert changed == [names[3]]
    assert store.find(names[4], refs[names[4]]) is None


def test_a_token_that_ran_out_costs_a_list(account: GoogleAccount, store: GoogleReminders) -> None:
    """410: everything is listed anew, with what was deleted in between."""
    created = store.create(reminder())
    other = store.create(reminder(OTHER))
    store.find(NAME, created.ref)
    account.server.calendar.delete_event(account.own_id(), OTHER)
    account.server.calendar.expire_sync_tokens()
    store.close()

    assert store.find(NAME, created.ref) == created
    assert store.find(OTHER, other.ref) is None
    store.close()
    assert store.find(NAME, created.ref) == created


def test_all_pages_are_read(account: GoogleAccount, store: GoogleReminders, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of several pages is one list."""
    names = [item_name(f"follow_up-{number}", 0) for number in range(7)]
    for name in names:
        store.create(reminder(name))
    monkeypatch.setattr(module, "_PAGE", 3)
    fresh = account.reminders()
    account.server.clear_log()

    assert all(fresh.find(name) for name in names)
    assert account.server.count() == 3


def test_a_list_that_lags_behind_takes_nothing_back(account: GoogleAccount, store: GoogleReminders) -> None:
    """What is not on it is asked for by itself before it counts as gone."""
    created = store.create(reminder())
    account.server.faults.add(faults.empty_list(), "GET", "/events")

    assert account.reminders().find(NAME, created.ref) == created

    account.server.faults.add(faults.empty_list(), "GET", "/events", times=None)
    assert account.reminders().find(NAME) == created


@pytest.mark.parametrize("fault", [faults.quota_exceeded, faults.bad_request, faults.not_configured])
def test_a_list_that_fails_says_nothing(
    account: GoogleAccount, store: GoogleReminders, fault: Callable[[], Fault]
) -> None:
    """Nothing is gone because of it, and the next look asks again."""
    created = store.create(reminder())
    fresh = account.reminders()
    account.server.faults.add(fault(), "GET")

    with pytest.raises((TemporaryError, RefusedError)):
        fresh.find(NAME, created.ref)

    assert fresh.find(NAME, created.ref) == created


def test_a_look_that_fails_says_nothing(account: GoogleAccount, store: GoogleReminders) -> None:
    """The event itself cannot be asked for: it is not gone."""
    account.reminders().create(reminder(OTHER))
    fresh = account.reminders()
    fresh.find(OTHER)
    account.server.faults.add(faults.quota_exceeded(), "GET", NAME)

    with pytest.raises(TemporaryError):
        fresh.find(NAME)


def test_a_ref_of_another_item_is_no_hint(account: GoogleAccount, store: GoogleReminders) -> None:
    """Nothing is changed or deleted by it."""
    store.create(reminder())
    other = store.create(reminder(OTHER))

    with pytest.raises(ConflictError):
        store.replace(NAME, other, reminder(words="Anew."))
    with pytest.raises(ConflictError):
        store.remove(NAME, Found("nonsense", other.fingerprint))

    assert len(account.server.calendar.events(account.own_id())) == 2


def test_only_our_calendar_is_written_to(account: GoogleAccount, store: GoogleReminders) -> None:
    """Every write of all this goes to the one that was made."""
    one = store.create(reminder())
    one = store.replace(NAME, one, reminder(words="Anew."))
    store.remove(NAME, one)

    own = account.own_id()
    paths = {request.path for request in account.server.writes()}
    assert paths == {
        "/calendar/v3/calendars",
        f"/calendar/v3/calendars/{own}/events",
        f"/calendar/v3/calendars/{own}/events/{NAME}",
    }
