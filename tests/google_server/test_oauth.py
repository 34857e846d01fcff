"""Consent, codes, tokens, and how they end."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google_auth_oauthlib.flow import Flow, InstalledAppFlow
from googleapiclient.errors import HttpError
from oauthlib.oauth2 import OAuth2Error

from tests.google_server.answers import Resource
from tests.google_server.clients import CALENDAR_SCOPES, credentials, refused, scope, service
from tests.google_server.clock import Clock
from tests.google_server.server import GoogleServer

SCOPES = [scope("calendar.app.created"), scope("gmail.compose")]


@pytest.fixture
def flow(server: GoogleServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Give the library's own flow for a desktop client."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the token's address is http here
    monkeypatch.setenv("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")
    flow = InstalledAppFlow.from_client_config(server.oauth.client_config(), SCOPES)
    flow.redirect_uri = "http://localhost:8080/"
    yield flow
    flow.oauth2session.close()


def auth_url(flow: Flow) -> str:
    """Give the address that the browser would open."""
    url, _ = flow.authorization_url(access_type="offline", prompt="consent")
    return str(url)


def code_in(redirect: str) -> str:
    """Give the code from the address that the browser is sent back to."""
    return parse_qs(urlsplit(redirect).query)["code"][0]


def post(server: GoogleServer, path: str, form: dict[str, str]) -> tuple[int, Resource]:
    """Post a form, and give the answer's status and JSON."""
    connection = http.client.HTTPConnection(urlsplit(server.root).netloc)
    try:
        connection.request("POST", path, urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def page(server: GoogleServer, **parameters: str) -> tuple[int, str]:
    """Open the consent page."""
    connection = http.client.HTTPConnection(urlsplit(server.root).netloc)
    try:
        connection.request("GET", f"/o/oauth2/v2/auth?{urlencode(parameters)}")
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def right(server: GoogleServer) -> dict[str, str]:
    """Give a request for consent that is as it should be."""
    return {
        "client_id": server.oauth.client_id,
        "redirect_uri": "http://127.0.0.1:9/",
        "response_type": "code",
        "scope": SCOPES[0],
        "code_challenge": "x" * 43,
        "code_challenge_method": "S256",
    }


def test_consent_gives_tokens(server: GoogleServer, flow: Any) -> None:
    """Page, code and exchange, with PKCE, lead to tokens for all that was asked, and the state comes back."""
    url = auth_url(flow)
    redirect = server.oauth.consent(url)
    flow.fetch_token(code=code_in(redirect))

    assert parse_qs(urlsplit(redirect).query)["state"] == parse_qs(urlsplit(url).query)["state"]
    assert flow.credentials.refresh_token
    assert sorted(flow.credentials.granted_scopes) == sorted(SCOPES)
    assert server.oauth.scopes_of({"authorization": f"Bearer {flow.credentials.token}"}) == set(SCOPES)


def test_a_scope_may_be_unticked(server: GoogleServer, flow: Any) -> None:
    """The tokens are good for what stayed ticked, and say so."""
    flow.fetch_token(code=code_in(server.oauth.consent(auth_url(flow), untick=[SCOPES[1]])))

    assert flow.credentials.granted_scopes == [SCOPES[0]]


@pytest.mark.parametrize(("untick", "deny"), [((), True), (SCOPES, False)])
def test_denial_is_told(server: GoogleServer, flow: Any, untick: list[str], deny: bool) -> None:
    """A no, or nothing ticked, sends the browser back with an error."""
    redirect = server.oauth.consent(auth_url(flow), untick, deny=deny)

    assert redirect.startswith("http://localhost:8080/?")
    assert parse_qs(urlsplit(redirect).query)["error"] == ["access_denied"]


def test_only_what_is_on_the_page_can_be_unticked(server: GoogleServer, flow: Any) -> None:
    """A test that unticks what was not asked for learns so."""
    with pytest.raises(ValueError, match="no box"):
        server.oauth.consent(auth_url(flow), untick=[scope("gmail.readonly")])


def test_the_page_has_a_box_for_each_scope_and_two_buttons(server: GoogleServer) -> None:
    """The page is one that a browser's driver can use."""
    status, text = page(server, **right(server) | {"scope": " ".join(SCOPES), "state": '"<'})

    assert status == 200
    assert text.count('type="checkbox"') == text.count(" checked>") == 2
    assert 'id="allow"' in text
    assert 'id="deny"' in text
    assert 'value="&quot;&lt;"' in text


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"client_id": "x"}, 401, "invalid_client"),
        ({"redirect_uri": "https://localhost/"}, 400, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://evil.example/"}, 400, "redirect_uri_mismatch"),
        ({"redirect_uri": "urn:ietf:wg:oauth:2.0:oob"}, 400, "redirect_uri_mismatch"),
        ({"response_type": "token"}, 400, "unsupported_response_type"),
        ({"code_challenge": ""}, 400, "PKCE"),
        ({"code_challenge_method": "plain"}, 400, "PKCE"),
        ({"scope": scope("gmail.everything")}, 400, "invalid_scope"),
    ],
)
def test_a_wrong_request_for_consent_is_refused(
    server: GoogleServer, wrong: dict[str, str], status: int, words: str
) -> None:
    """The person sees an error instead of the page."""
    answer = page(server, **right(server) | wrong)

    assert answer[0] == status
    assert words in answer[1]
    with pytest.raises(ValueError, match="no page to consent on"):
        server.oauth.consent(f"{server.root}o/oauth2/v2/auth?{urlencode(right(server) | wrong)}")


def test_a_code_is_good_once(server: GoogleServer, flow: Any) -> None:
    """The second exchange of a code is refused."""
    code = code_in(server.oauth.consent(auth_url(flow)))
    flow.fetch_token(code=code)

    with pytest.raises(OAuth2Error, match="invalid_grant"):
        flow.fetch_token(code=code)


def test_a_code_needs_its_verifier(server: GoogleServer, flow: Any) -> None:
    """PKCE: who cannot say what the challenge was made of gets nothing."""
    code = code_in(server.oauth.consent(auth_url(flow)))
    flow.code_verifier = "y" * 43

    with pytest.raises(OAuth2Error, match="invalid_grant"):
        flow.fetch_token(code=code)


def test_a_code_expires(server: GoogleServer, flow: Any, clock: Clock) -> None:
    """A code is good for some minutes."""
    code = code_in(server.oauth.consent(auth_url(flow)))
    clock.advance(timedelta(minutes=10))

    with pytest.raises(OAuth2Error, match="invalid_grant"):
        flow.fetch_token(code=code)


def test_without_offline_access_there_is_no_refresh_token(server: GoogleServer, flow: Any) -> None:
    """A refresh token is for who asks for offline access, and for consent."""
    url, _ = flow.authorization_url(access_type="online")

    flow.fetch_token(code=code_in(server.oauth.consent(url)))

    assert flow.credentials.refresh_token is None


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"refresh_token": "unknown"}, 400, "invalid_grant"),
        ({"scope": scope("gmail.readonly")}, 400, "invalid_scope"),
    ],
)
def test_the_token_endpoint_refuses(server: GoogleServer, form: dict[str, str], status: int, error: str) -> None:
    """Each refusal has the error that clients go by."""
    issued = server.oauth.issue(SCOPES)
    right_form = {name: issued[name] for name in ("client_id", "client_secret", "refresh_token")}

    answer = post(server, "/token", {"grant_type": "refresh_token", **right_form, **form})

    assert answer[0] == status
    assert answer[1]["error"] == error


def test_an_expired_token_is_refreshed(server: GoogleServer) -> None:
    """The library repeats the request with a new token; the old one gives 401 with a challenge."""
    with service(server, "calendar", CALENDAR_SCOPES) as client:
        server.oauth.expire_access_tokens()
        client.events().list(calendarId="primary").execute()

    assert [(one.path.rpartition("/")[2], one.status) for one in server.requests] == [
        ("events", 401),
        ("token", 200),
        ("events", 200),
    ]


def test_a_token_expires_by_the_clock(server: GoogleServer, clock: Clock) -> None:
    """After an hour of the server's time, a token is no longer good."""
    issued = server.oauth.issue(SCOPES)
    server.oauth.scopes_of({"authorization": f"Bearer {issued['token']}"})

    clock.advance(timedelta(hours=1))

    assert issued["expiry"] == "2026-11-02T13:00:00Z"
    with pytest.raises(Exception, match="authError"):
        server.oauth.scopes_of({"authorization": f"Bearer {issued['token']}"})


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer unknown"}, {"Authorization": "Basic eDp5"}])
def test_a_token_that_nobody_knows_is_refused(server: GoogleServer, header: dict[str, str]) -> None:
    """Without a good token there is 401, in Google's shape."""
    connection = http.client.HTTPConnection(urlsplit(server.root).netloc)
    connection.request("GET", "/calendar/v3/calendars/primary/events", headers=header)
    answer = connection.getresponse()
    error = json.loads(answer.read())["error"]
    connection.close()

    assert (answer.status, error["errors"][0]["reason"]) == (401, "authError")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.parametrize("error", ["invalid_grant", "invalid_client"])
def test_a_revoked_grant_is_over(server: GoogleServer, error: str) -> None:
    """Neither token works; the library tells the error and that trying again is no use."""
    with service(server, "calendar", CALENDAR_SCOPES) as client:
        server.oauth.revoke_all(error)
        with pytest.raises(RefreshError, match=error) as caught:
            client.events().list(calendarId="primary").execute()

    assert not caught.value.retryable


def test_a_client_may_give_its_grant_back(server: GoogleServer) -> None:
    """After /revoke, with either token, nothing of the grant is left; a second time is refused."""
    issued = server.oauth.issue(SCOPES)

    first = post(server, "/revoke", {"token": issued["token"]})
    second = post(server, "/revoke", {"token": issued["refresh_token"]})

    assert first == (200, {})
    assert (second[0], second[1]["error"]) == (400, "invalid_token")


def test_a_grant_may_shrink(server: GoogleServer) -> None:
    """After `narrow`, old and refreshed tokens are good for less, and a call beyond that is a violation."""
    with service(server, "calendar", CALENDAR_SCOPES) as client:
        server.oauth.narrow([scope("gmail.compose")])
        with pytest.raises(HttpError) as caught:
            client.events().list(calendarId="primary").execute()

    assert refused(caught.value) == (403, "insufficientPermissions")
    assert "ACCESS_TOKEN_SCOPE_INSUFFICIENT" in caught.value.content.decode()
    assert "calendar.events.list: none of its scopes was granted" in server.violations.pop()


@pytest.mark.parametrize("body", ["<html>down</html>", {"error": "admin_policy_enforced"}])
def test_refreshing_may_fail_for_a_while(server: GoogleServer, body: Resource | str) -> None:
    """The token endpoint answers as ordered until it is allowed to work again."""
    with service(server, "calendar", CALENDAR_SCOPES) as client:
        server.oauth.expire_access_tokens()
        server.oauth.refuse_refresh(400, body)
        with pytest.raises(RefreshError):
            client.events().list(calendarId="primary").execute()
        server.oauth.allow_refresh()
        client.events().list(calendarId="primary").execute()

    assert server.count("POST", "/token") == 2


def test_refresh_tokens_may_rotate(server: GoogleServer) -> None:
    """With `rotate`, each refresh gives another refresh token, and the old one is over."""
    server.oauth.rotate = True
    issued = server.oauth.issue(SCOPES)
    holder, late = credentials(issued), credentials(issued)

    holder.refresh(Request())  # type: ignore[no-untyped-call]

    assert holder.refresh_token != issued["refresh_token"]
    with pytest.raises(RefreshError, match="invalid_grant"):
        late.refresh(Request())  # type: ignore[no-untyped-call]


def test_only_known_scopes_are_issued(server: GoogleServer) -> None:
    """A test that misspells a scope learns so."""
    with pytest.raises(ValueError, match="knows no scope"):
        server.oauth.issue(["calendar.events"])


def test_other_addresses_lead_nowhere(server: GoogleServer) -> None:
    """What is neither an API nor OAuth is a page with 404."""
    connection = http.client.HTTPConnection(urlsplit(server.root).netloc)
    connection.request("GET", "/")
    answer = connection.getresponse()
    text = answer.read()
    connection.close()

    assert answer.status == 404
    assert text.startswith(b"<!DOCTYPE html>")
