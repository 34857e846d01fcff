"""The adapters on somebody else's Google, as far as that goes; the contracts are held on the server of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from daemon.domain.errors import AuthorisationError, TemporaryError
from daemon.domain.item import Kind, Reminder
from daemon.domain.occurrence import TimeSpan
from daemon.domain.policy import TagRules
from daemon.ports import Question
from integrations import mime
from integrations.google.calendar import GoogleCalendar
from integrations.google.client import GoogleClient
from integrations.google.gmail import GmailDrafts
from integrations.google.own_calendar import MARK, OwnCalendar
from integrations.google.patience import Patience
from integrations.google.reminders import GoogleReminders
from integrations.google.scopes import CALENDAR_LIST, DRAFTS, EVENTS, OWN_CALENDAR
from integrations.google.signature import GmailSignature
from integrations.google.token import TokenFile
from tests.contracts.store import draft
from tests.emulate import seed
from tests.emulate.server import Emulate
from tests.factories import BERLIN, END, START
from tests.google_account import OWN, SAM
from tests.integrations.google.account import Dict

DRAFT = draft()
REMINDER = Reminder(
    name="0123456789abcdef0123456789abcdef",
    kind=Kind.FEEDBACK_CALL,
    title="If you were not selected: feedback call – ACME",
    description="Ask:\n- What came across well?",
    start=(END + timedelta(days=7)).astimezone(BERLIN),
    end=(END + timedelta(days=7, minutes=15)).astimezone(BERLIN),
    is_tentative=True,
)


class Place:
    """emulate with Sam's things, a login in a file, and clients as new processes have them."""

    def __init__(self, folder: Path) -> None:
        calendars = [seed.calendar("jobs", "Job hunt"), seed.calendar("own", OWN, description=MARK)]
        events = [
            seed.event("talk", "Interview #interview", START, END, calendar_id="jobs", attendees={SAM: "Sam Lee"}),
            seed.event("dentist", "Dentist", START, END, calendar_id="jobs"),
            seed.event("fair", "Career fair", START.date(), (END + timedelta(days=1)).date(), calendar_id="jobs"),
            seed.event("late", "#interview", START + timedelta(days=90), END + timedelta(days=90), calendar_id="jobs"),
        ]
        self.emulate = Emulate(folder, calendars=calendars, events=events)
        self.file = folder / "token.json"
        self.remembered = Dict()
        self.clients: list[GoogleClient] = []
        #: Seconds that clients waited, each time.
        self.waited: list[float] = []

    def log_in(self) -> None:
        """Put a login into the file: any code is redeemed by the one who knows its verifier, so one without is used."""
        scopes = " ".join((EVENTS, OWN_CALENDAR, CALENDAR_LIST, DRAFTS))
        query = f"client_id=afterword&redirect_uri=http://127.0.0.1:1/&response_type=code&scope={scopes}"
        sent_back = self.emulate.consent(f"{self.emulate.root}o/oauth2/v2/auth?{query.replace(' ', '+')}")
        code = sent_back.partition("code=")[2].partition("&")[0]
        form = {"grant_type": "authorization_code", "code": code, "client_id": "afterword"}
        answer = self.emulate._ask("POST", "/oauth2/token", form={**form, "redirect_uri": "http://127.0.0.1:1/"})
        tokens = json.loads(answer.body)
        document = {
            "token": tokens["access_token"],
            "refresh_token": tokens["refresh_token"],
            "token_uri": f"{self.emulate.root}oauth2/token",
            "client_id": "afterword",
            "client_secret": "none",
            "scopes": scopes.split(),
            "expiry": (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        TokenFile(self.file, "personal").store(document)

    def expire(self) -> None:
        """Let an hour pass for the access token."""
        self.file.write_text(json.dumps({**json.loads(self.file.read_text()), "expiry": "2026-01-01T00:00:00Z"}))

    @property
    def login(self) -> dict[str, str]:
        """What the file holds."""
        document: dict[str, str] = json.loads(self.file.read_text())
        return document

    def client(self) -> GoogleClient:
        """Give a client as a new process has it."""
        patience = Patience(self.waited.append, chance=lambda: 0.5)
        client = GoogleClient(TokenFile(self.file, "personal"), self.emulate.root, patience=patience)
        self.clients.append(client)
        return client

    def calendar(self, name: str = "Job hunt") -> GoogleCalendar:
        return GoogleCalendar(name, self.client(), rules=TagRules(), home=BERLIN, remembered=self.remembered)

    def drafts(self) -> GmailDrafts:
        return GmailDrafts("Gmail", self.client(), SAM)

    def reminders(self) -> GoogleReminders:
        client = self.client()
        return GoogleReminders(OWN, client, OwnCalendar(client, OWN, "Europe/Berlin", self.remembered))

    def mail(self) -> EmailMessage:
        """Give the one draft that lies there."""
        (draft,) = self.emulate.drafts()
        return draft.mail


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Sam is logged in."""
    place = Place(tmp_path)
    with place.emulate:
        place.log_in()
        yield place
        for client in place.clients:
            client.close()


WINDOW = Question(TimeSpan(START - timedelta(days=3), START + timedelta(days=60)))


# The calendar


def test_what_may_be_an_interview_is_listed(place: Place) -> None:
    """In the window, by the calendar's title; what carries no tag is counted, and given where everything is wanted."""
    calendar = place.calendar()

    tagged = calendar.read(WINDOW)
    again = calendar.read(WINDOW)
    everything = calendar.read(replace(WINDOW, everything=True))

    assert [one.event for one in tagged.occurrences] == ["talk"]
    assert tagged.events == 3
    assert again == tagged
    assert {one.event for one in everything.occurrences} == {"talk", "dentist", "fair"}
    (talk,) = tagged.occurrences
    assert (talk.start, talk.end, talk.title, talk.calendar) == (START, END, "Interview #interview", "Job hunt")
    assert [(one.email, one.is_self) for one in talk.attendees] == [(SAM, True)]


def test_what_keeps_busy_is_told_on_demand(place: Place) -> None:
    """Each timed event in the window, tagged or not, and no whole day; emulate tells of none that it is free."""
    calendar = place.calendar()

    asked = calendar.read(replace(WINDOW, busy=True))

    assert asked.busy == (TimeSpan(START, END),) * 2
    assert replace(asked, busy=()) == calendar.read(WINDOW) == place.calendar().read(WINDOW)


def test_a_calendar_that_is_not_there_is_silent(place: Place) -> None:
    """Its 404 has Google's reason, and nothing follows from it but a word to the person."""
    with pytest.raises(TemporaryError, match="Google knows no such calendar"):
        place.calendar("nobody@example.com").read(WINDOW)


def test_an_address_without_an_api_says_nothing_of_an_event(place: Place) -> None:
    """
    One event cannot be asked for at emulate: its 404 has no reason, as a gateway's has none.

    That is not taken for "the event is gone", on which reminders would be taken back.
    """
    with pytest.raises(TemporaryError, match="could not answer properly"):
        place.calendar().find("nowhere", "nowhere")

    assert len(place.waited) == 3


# Drafts


def test_a_draft_is_created_replaced_and_deleted(place: Place) -> None:
    """Each time it lies there byte for byte as we would write it, and each new process finds it."""
    other = draft(words="Thank you once more.")

    found = place.drafts().create(DRAFT)
    created = place.mail()
    place.drafts().replace(DRAFT.name, found, other)
    replaced = place.mail()
    looked_at = place.drafts().find(DRAFT.name, found.ref)
    searched = place.drafts().find(DRAFT.name)
    assert searched is not None
    place.drafts().remove(DRAFT.name, searched)

    assert created.as_bytes().split() == mime.to_bytes(DRAFT, domain="example.com", newline="\n").split()
    assert created["Message-ID"] == f"<{DRAFT.name}@example.com>"
    assert found.fingerprint == DRAFT.fingerprint()
    assert replaced.as_bytes().split() == mime.to_bytes(other, domain="example.com", newline="\n").split()
    assert searched.fingerprint == other.fingerprint()
    # emulate gives the replaced draft no other message id, as Google does, so it counts as what we knew.
    assert looked_at is not None
    assert looked_at.ref.split("\t")[1] == searched.ref.split("\t")[1]
    assert place.emulate.drafts() == []
    assert place.drafts().find(DRAFT.name, searched.ref) is None


def test_removing_what_is_gone_is_no_error(place: Place) -> None:
    """The second deletion is answered with 404, as Google does."""
    drafts = place.drafts()
    found = drafts.create(DRAFT)
    drafts.remove(DRAFT.name, found)

    drafts.remove(DRAFT.name, found)

    assert place.emulate.drafts() == []


# Reminders


def test_a_reminder_lies_in_the_calendar_that_was_found_again(place: Place) -> None:
    """The id is one of emulate's own; under that it is found, and deleted."""
    found = place.reminders().create(REMINDER)
    (event,) = place.emulate.events("own")
    looked_at = place.reminders().find(REMINDER.name, found.ref)
    place.reminders().remove(REMINDER.name, found)

    assert event["id"] != REMINDER.name
    assert (event["summary"], event["status"]) == (REMINDER.title, "tentative")
    assert datetime.fromisoformat(event["start"]["dateTime"]) == REMINDER.start
    assert event["description"] == REMINDER.description
    assert found.link == event["htmlLink"]
    assert looked_at == found
    assert place.emulate.events("own") == []
    assert place.remembered[f"google reminders {OWN}"] == "own"


# The login


def test_an_access_token_that_ran_out_is_refreshed_and_kept(place: Place) -> None:
    """Once: what comes after uses the new one."""
    place.expire()
    before = place.login["token"]

    place.calendar().read(WINDOW)
    after = place.login["token"]
    place.drafts().create(DRAFT)

    assert after != before
    assert place.login["token"] == after
    assert place.login["expiry"] > "2026-01-01"


def test_a_revoked_login_needs_the_person(place: Place) -> None:
    """For each adapter, and at once: nothing is tried again. Another login in the file mends it."""
    place.emulate.revoke(place.login["refresh_token"])
    place.expire()
    drafts = place.drafts()

    with pytest.raises(AuthorisationError, match="afterword login personal"):
        drafts.create(DRAFT)
    with pytest.raises(AuthorisationError, match="invalid_grant"):
        place.calendar().read(WINDOW)
    with pytest.raises(AuthorisationError):
        place.reminders().create(REMINDER)
    place.log_in()
    drafts.close()
    drafts.create(DRAFT)

    assert place.waited == []
    assert len(place.emulate.drafts()) == 1


def test_the_signature_is_not_asked_for_without_the_right(place: Place) -> None:
    """Anybody would be given it by emulate, but the file of the login says that it was not granted."""
    assert GmailSignature(place.client(), SAM)() == ""
