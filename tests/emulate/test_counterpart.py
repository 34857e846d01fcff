"""emulate on its own, used with Google's libraries: what the tests of our adapters may take for granted about it."""

from __future__ import annotations

import base64
import json
import queue
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import google_auth_httplib2
import httplib2
import pytest
from google.auth.exceptions import RefreshError
from google.oauth2.credentials import Credentials
from google_auth_oauthlib.flow import InstalledAppFlow
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import HttpError

from tests.emulate import seed, server
from tests.emulate.browser import consenting_browser, require_chromium
from tests.emulate.server import Emulate

SCOPES = ["https://www.googleapis.com/auth/calendar.readonly", "https://www.googleapis.com/auth/gmail.compose"]
ANN = "ann@example.com"


class _Url:
    """A browser, as `webbrowser` knows it, that hands on what it is to open."""

    def __init__(self) -> None:
        self.opened: queue.Queue[str] = queue.Queue()

    def open(self, url: str, **_: object) -> bool:
        self.opened.put(url)
        return True


@pytest.fixture(autouse=True)
def _plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let oauthlib send its secrets without TLS: they do not leave the machine."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


def api(emulate: Emulate, name: str, version: str, credentials: Any) -> Any:
    """Give Google's client for an API, with all its addresses at emulate; to be closed."""
    document = json.loads(get_static_doc(name, version))
    document["rootUrl"] = emulate.root
    document["baseUrl"] = emulate.root + document["servicePath"]
    return build_from_document(document, credentials=credentials)


def logged_in(emulate: Emulate) -> Any:
    """Log Sam in by hand, without a browser."""
    flow = InstalledAppFlow.from_client_config(emulate.client_config(), SCOPES)
    flow.redirect_uri = "http://localhost/"
    url, state = flow.authorization_url(prompt="consent")
    sent_back = parse_qs(urlsplit(emulate.consent(url)).query)
    assert sent_back["state"] == [state]
    with flow.oauth2session:
        flow.fetch_token(code=sent_back["code"][0])
    return flow.credentials


def refresh(credentials: Any) -> None:
    """Exchange the refresh token for a new access token."""
    http = httplib2.Http()
    try:
        credentials.refresh(google_auth_httplib2.Request(http))
    finally:
        http.close()


def test_a_person_logs_in_on_the_consent_page_in_a_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """InstalledAppFlow opens the page, the person chooses an account there, and its data is what can be read."""
    require_chromium()
    browser = _Url()
    monkeypatch.setattr("webbrowser.get", lambda _: browser)
    accounts = {seed.SAM: "Sam Lee", ANN: "Ann Other"}

    with Emulate(tmp_path, accounts=accounts) as emulate, ThreadPoolExecutor() as pool:
        flow = InstalledAppFlow.from_client_config(emulate.client_config(), SCOPES)
        login = pool.submit(
            flow.run_local_server, port=0, authorization_prompt_message="", success_message="Done.", timeout_seconds=30
        )
        page = consenting_browser(browser.opened.get(timeout=30), email=ANN)
        credentials = login.result(timeout=30)
        flow.oauth2session.close()
        with api(emulate, "calendar", "v3", credentials) as service:
            calendars = service.calendarList().list().execute()["items"]

    assert page == "Done."
    assert credentials.refresh_token
    assert set(credentials.granted_scopes) == set(SCOPES)
    assert [each["id"] for each in calendars] == [ANN]


def test_a_refresh_token_gives_a_new_access_token(emulate: Emulate) -> None:
    """Credentials with the stored refresh token get an access token that works for the same account."""
    before = logged_in(emulate)
    stored = Credentials(  # type: ignore[no-untyped-call]
        None,
        refresh_token=before.refresh_token,
        token_uri=before.token_uri,
        client_id=before.client_id,
        client_secret=before.client_secret,
    )

    refresh(stored)

    assert stored.valid
    assert stored.token != before.token
    with api(emulate, "gmail", "v1", stored) as service:
        assert "drafts" in service.users().drafts().list(userId=seed.SAM).execute()


def test_a_revoked_refresh_token_gives_nothing(emulate: Emulate) -> None:
    """After its owner took the access back, a refresh is refused for good."""
    credentials = logged_in(emulate)

    emulate.revoke(credentials.refresh_token)

    with pytest.raises(RefreshError, match="invalid_grant") as caught:
        refresh(credentials)
    assert not caught.value.retryable


def test_seeded_calendars_and_events_are_listed(tmp_path: Path) -> None:
    """Calendars keep their description, events their times and people; more than a page of them comes whole."""
    noon = datetime(2026, 11, 2, 12, tzinfo=UTC)
    calendars = [seed.calendar("follow", "Interview follow-ups", description="Made by Afterword.")]
    events = [
        seed.event("talk", "Interview", noon, noon.replace(hour=13), attendees={"ann@acme.example": "Ann"}),
        seed.event("fair", "Job fair", date(2026, 11, 4), date(2026, 11, 6), location="Hall 1"),
        *(seed.event(f"n{n}", f"Call {n}", noon, noon, calendar_id="follow") for n in range(260)),
    ]

    with Emulate(tmp_path, calendars=calendars, events=events) as emulate:
        with api(emulate, "calendar", "v3", logged_in(emulate)) as service:
            own, follow = service.calendarList().list().execute()["items"]
            talk, fair = service.events().list(calendarId="primary").execute()["items"]
            first = service.events().list(calendarId="follow", maxResults=250).execute()
        read_back = emulate.events("follow")
        by_both_names = (emulate.events(), emulate.events(seed.SAM))

    assert own["primary"]
    assert follow["description"] == "Made by Afterword."
    assert talk["start"] == {"dateTime": "2026-11-02T12:00:00+00:00", "timeZone": "Europe/Berlin"}
    assert [each["email"] for each in talk["attendees"]] == ["ann@acme.example"]
    assert (fair["start"]["date"], fair["end"]["date"]) == ("2026-11-04", "2026-11-06")
    assert (len(first["items"]), len(read_back)) == (250, 260)
    assert by_both_names[0] == by_both_names[1]


def test_a_raw_draft_is_created_replaced_and_deleted(emulate: Emulate) -> None:
    """The draft keeps its identifier through a replacement, and its MIME is kept as it was sent."""
    first, second = note("Thank you."), note("Thank you very much, Zoë.")

    with api(emulate, "gmail", "v1", logged_in(emulate)) as service:
        drafts = service.users().drafts()
        made = drafts.create(userId="me", body=body_of(first)).execute()
        got = drafts.get(userId="me", id=made["id"], format="raw").execute()
        after_first = emulate.drafts()
        drafts.update(userId="me", id=made["id"], body=body_of(second)).execute()
        after_second = emulate.drafts()
        drafts.delete(userId="me", id=made["id"]).execute()
        with pytest.raises(HttpError) as gone:
            drafts.get(userId="me", id=made["id"]).execute()

    assert got["message"]["raw"] == body_of(first)["message"]["raw"]
    assert [(each.draft_id, each.mail.get_content()) for each in after_first] == [(made["id"], first.get_content())]
    assert [(each.draft_id, each.mail.get_content()) for each in after_second] == [(made["id"], second.get_content())]
    assert after_second[0].mail["X-Afterword"] == "a key"
    assert emulate.drafts() == []
    assert json.loads(gone.value.content)["error"]["errors"][0]["reason"] == "notFound"


def note(text: str) -> EmailMessage:
    """Give a note with a header of our own."""
    mail = EmailMessage()
    mail["To"] = "ann@acme.example"
    mail["Subject"] = "Thank you"
    mail["X-Afterword"] = "a key"
    mail.set_content(text)
    return mail


def body_of(mail: EmailMessage) -> dict[str, dict[str, str]]:
    """Give the body of a request that stores *mail*."""
    return {"message": {"raw": base64.urlsafe_b64encode(mail.as_bytes()).decode()}}


def test_a_draft_and_a_message_can_be_seeded(tmp_path: Path) -> None:
    """A message with the label DRAFT is a draft from the start; one without is none."""
    messages = [
        seed.message("ann@acme.example", "Your interview", "Hi Sam"),
        seed.message(seed.SAM, "Unfinished", "Dear", label_ids=["DRAFT"]),
    ]

    with Emulate(tmp_path, messages=messages) as emulate:
        drafts = emulate.drafts()

    assert [each.mail["Subject"] for each in drafts] == ["Unfinished"]


def test_without_emulate_a_test_is_skipped_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wanting is named, in the form that CI takes for an error."""
    monkeypatch.setattr(server, "_PROGRAM", tmp_path / "not there")

    with pytest.raises(pytest.skip.Exception, match=r"^emulate is not installed: .*npm"), Emulate(tmp_path):
        pass
