"""
The program itself on somebody else's Google: login in a browser, notes, reminders, and the end of the login.

An event cannot be changed at emulate (it knows no update, and gives what is inserted an id of its own), nor can it be
asked for one event; what follows from a changed, moved or deleted one is shown on the server of our own.
"""

from __future__ import annotations

import http.client
import json
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from integrations.google.own_calendar import MARK
from tests.cli.google_login import follow
from tests.emulate import seed
from tests.emulate.browser import consenting_browser, require_chromium
from tests.emulate.server import Draft, Emulate
from tests.google_account import CALENDAR_LIST, OWN, SAM, SCOPES, GoogleAccount, mode_of

LONG_AGO = "2026-01-01T00:00:00Z"
GUESTS = {"jane.doe@acme.example": "Jane Doe", "omar@acme.example": "Omar Haddad", SAM: "Sam Lee"}


@pytest.fixture
def emulate(tmp_path: Path) -> Iterator[Emulate]:
    """
    Sam's calendar "Job hunt" with an interview that is over and one to come, and a calendar that Afterword has lost.

    emulate cannot make calendars, so the one for the reminders is there as if Afterword had made it and forgotten its
    id. It is found again by its title where the list of calendars may be read, as it may since "Job hunt" is a title.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    calendars = [seed.calendar("jobs", "Job hunt"), seed.calendar("own", OWN, description=f"{MARK} Yours to rename.")]
    events = [
        seed.event(
            "acme",
            "Interview: Backend Engineer at ACME",
            now - timedelta(hours=3),
            now - timedelta(hours=2),
            calendar_id="jobs",
            attendees=GUESTS,
            # A note has a line of its own, which no other note to the same company has.
            description="<p>#interview</p><p>notes: the move to event sourcing</p><p>notes: pairing on Fridays</p>",
        ),
        seed.event(
            "initech",
            "Interview: Data Engineer at Initech #interview",
            now + timedelta(days=3),
            now + timedelta(days=3, hours=1),
            calendar_id="jobs",
            attendees={"bill@initech.example": "Bill Lumbergh", SAM: "Sam Lee"},
        ),
        seed.event("dentist", "Dentist", now, now + timedelta(hours=1), calendar_id="jobs"),
        seed.event("elsewhere", "Interview #interview", now - timedelta(hours=3), now, attendees=GUESTS),
    ]
    with Emulate(tmp_path, calendars=calendars, events=events) as running:
        yield running


@pytest.fixture
def sam(emulate: Emulate, tmp_path: Path) -> GoogleAccount:
    """The configuration; nobody has logged in yet."""
    account = GoogleAccount(tmp_path / "sam", emulate.root, emulate.client_config())
    account.configure(calendar='watch = ["Job hunt"]')
    return account


def log_in(sam: GoogleAccount, emulate: Emulate, *, in_browser: bool = False) -> tuple[str, str]:
    """Go through `afterword login --no-browser`; give the text of the last page, if in a browser, and what was said."""
    process = sam.begin("login", "--no-browser")
    try:
        assert process.stdout
        address = process.stdout.readline().strip()
        page = consenting_browser(address, email=SAM) if in_browser else follow(emulate.consent(address))
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, out) == (0, ""), err
    return page, err


def done(sam: GoogleAccount, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program, and see to it that nothing went wrong."""
    result = sam.run(*arguments)
    assert (result.returncode, result.stderr) == (0, ""), result
    return result


def synced(sam: GoogleAccount) -> Any:
    """Make a pass, and give what it did."""
    (account,) = json.loads(done(sam, "sync", "--json").stdout)["accounts"]
    return account


def expire(sam: GoogleAccount) -> None:
    """Let an hour pass for the access token."""
    sam.put_login({**sam.login(), "expiry": LONG_AGO})


def status(sam: GoogleAccount) -> Any:
    """Give how the account stands."""
    (account,) = json.loads(done(sam, "status", "--json").stdout)["accounts"]
    return account


def text_of(draft: Draft) -> str:
    """Give what is to be read in a draft."""
    body = draft.mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_from_the_login_in_a_browser_to_notes_and_reminders(emulate: Emulate, sam: GoogleAccount) -> None:
    """Chromium on emulate's page is sent back to the program; a pass writes what is due, and another nothing more."""
    require_chromium()

    page, said = log_in(sam, emulate, in_browser=True)
    first = synced(sam)
    drafts, reminders = emulate.drafts(), emulate.events("own")
    second = done(sam, "sync").stdout

    assert page == "Google's answer has arrived. You can close this tab and go back to the terminal."
    assert (mode_of(sam.token()), mode_of(sam.token().parent), mode_of(sam.state)) == (0o600, 0o700, 0o700)
    assert sam.login()["scopes"] == sorted([*SCOPES, CALENDAR_LIST])
    assert not [secret for secret in ("token", "refresh_token", "client_secret") if sam.login()[secret] in said]

    assert (first["events_read"], first["interviews"]) == (3, 2)
    assert first["created"] == {"drafts": 2, "reminders": 4}
    assert {each.mail["To"]: each.mail["From"] for each in drafts} == {
        "Jane Doe <jane.doe@acme.example>": "Sam Lee <sam@example.com>",
        "Omar Haddad <omar@acme.example>": "Sam Lee <sam@example.com>",
    }
    texts = {str(each.mail["To"]).partition(" ")[0]: text_of(each) for each in drafts}
    assert all(text.startswith(f"Hi {name},") for name, text in texts.items())
    assert "event sourcing" in texts["Jane"]
    assert "pairing on Fridays" in texts["Omar"]
    assert not [each for each in drafts if "afterword" in each.mail.as_string().casefold()]
    assert [(each["summary"].partition(":")[0], each["status"]) for each in reminders] == [
        ("Read and send", "confirmed"),
        ("Prepare", "confirmed"),
        ("Follow up", "confirmed"),
        ("If you were not selected", "tentative"),
    ]
    assert all(f"compose={each.message_id}" in reminders[0]["description"] for each in drafts)
    assert [each["attendees"] for each in reminders] == [[]] * 4

    assert second.splitlines()[1] == "Nothing new to do: everything that is due is there."
    assert [each.mail.as_bytes() for each in emulate.drafts()] == [each.mail.as_bytes() for each in drafts]
    assert emulate.events("own") == reminders
    # Promise 2: nothing else was written.
    assert sorted(each["id"] for each in emulate.events("jobs")) == ["acme", "dentist", "initech"]
    assert [each["id"] for each in emulate.events()] == ["elsewhere"]
    assert len(emulate.calendars()) == 3


def test_an_access_token_that_ran_out_is_refreshed(emulate: Emulate, sam: GoogleAccount) -> None:
    """The next pass gets another for the refresh token, and keeps it in the file, for the person alone."""
    log_in(sam, emulate)
    before = sam.login()
    expire(sam)

    first = synced(sam)
    after = sam.login()
    second = synced(sam)

    assert (first["created"]["drafts"], second["created"]["drafts"]) == (2, 0)
    assert after["token"] != before["token"]
    assert after["expiry"] > LONG_AGO
    unchanged = before.keys() - {"token", "expiry"}
    assert {name: after[name] for name in unchanged} == {name: before[name] for name in unchanged}
    # What is good is kept: it is not asked for a second time.
    assert sam.login() == after
    assert mode_of(sam.token()) == 0o600


def test_a_revoked_login_is_told_until_the_person_logs_in_again(emulate: Emulate, sam: GoogleAccount) -> None:
    """`sync` ends with 3, `status` says so; after another login everything goes on, and nothing is made twice."""
    log_in(sam, emulate)
    synced(sam)
    drafts = [each.draft_id for each in emulate.drafts()]
    emulate.revoke(sam.login()["refresh_token"])
    expire(sam)

    refused = sam.run("sync")
    lost = status(sam)
    _, said = log_in(sam, emulate)
    found = status(sam)["needs_login"]
    again = synced(sam)

    assert refused.returncode == 3
    assert "Google does not accept the login any more (invalid_grant)" in refused.stderr
    assert "Log in again: afterword login personal" in refused.stderr
    assert lost["needs_login"] is True
    assert "`afterword login personal`" in lost["attention"][0]
    assert "Logged in." in said
    assert found is False
    assert (again["interviews"], again["errors"]) == (2, [])
    assert again["created"] == again["removed"] == {"drafts": 0, "reminders": 0}
    assert [each.draft_id for each in emulate.drafts()] == drafts
    assert len(emulate.events("own")) == 4
    assert status(sam)["attention"] == []


def test_an_event_that_comes_later_has_its_note_with_the_next_pass(emulate: Emulate, sam: GoogleAccount) -> None:
    """What somebody else's client inserts is read; what was made before is left as it is."""
    log_in(sam, emulate)
    synced(sam)
    now = datetime.now(UTC).replace(microsecond=0)
    body = {
        "summary": "Phone screen with Globex #interview",
        "start": {"dateTime": (now - timedelta(hours=2)).isoformat()},
        "end": {"dateTime": (now - timedelta(hours=1, minutes=30)).isoformat()},
        "attendees": [{"email": "ann@globex.example", "displayName": "Ann Other"}, {"email": SAM}],
    }
    with closing(http.client.HTTPConnection("127.0.0.1", emulate.port, timeout=20)) as connection:
        headers = {"Authorization": "Bearer anyone", "Content-Type": "application/json"}
        connection.request("POST", "/calendar/v3/calendars/jobs/events", json.dumps(body), headers)
        inserted = json.loads(connection.getresponse().read())

    third = synced(sam)
    interviews = json.loads(done(sam, "interviews", "--json").stdout)["interviews"]

    assert third["created"] == {"drafts": 1, "reminders": 3}
    assert third["updated"] == third["removed"] == {"drafts": 0, "reminders": 0}
    assert "Ann Other <ann@globex.example>" in [each.mail["To"] for each in emulate.drafts()]
    assert {one["event"] for one in interviews} == {"acme", "initech", inserted["id"]}
