"""The consent: the page is asked for, the answer is received or pasted, the code becomes a login."""

from __future__ import annotations

import http.client
import json
import os
import socket
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from daemon.domain.errors import AuthorisationError, ConfigError, ServiceError, TemporaryError, UsageError
from integrations.google.consent import Consent, read_client
from integrations.google.scopes import DRAFTS, EVENTS, OWN_CALENDAR
from integrations.google.token import TokenFile
from tests.google_server.answers import Reply, html_reply, json_reply
from tests.google_server.faults import Break, Fault
from tests.google_server.server import GoogleServer

SCOPES = (EVENTS, OWN_CALENDAR, DRAFTS)
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
#: Nothing here takes long; what hangs is ended.
SOON = timedelta(seconds=30)


@pytest.fixture
def consent(server: GoogleServer) -> Iterator[Consent]:
    with Consent(server.oauth.client_config(), SCOPES, clock=lambda: NOON) as consent:
        yield consent


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture
def waiting(consent: Consent, pool: ThreadPoolExecutor) -> Future[str]:
    return pool.submit(consent.wait, SOON)


def visit(port: int, target: str, method: str = "GET") -> tuple[int, str]:
    """Ask the loopback address as a browser does, and give status and page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, target)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def query_of(address: str) -> str:
    return urlsplit(address).query


def granted_code(server: GoogleServer, consent: Consent, *untick: str) -> str:
    return consent.code_of(query_of(server.oauth.consent(consent.address, untick)))


# What is asked for


def test_the_address_asks_for_the_scopes_and_for_a_login_that_lasts(consent: Consent) -> None:
    """Exactly the scopes, offline, with consent each time, PKCE by S256, and the answer to this machine."""
    asked = parse_qs(query_of(consent.address))

    assert asked["scope"] == [" ".join(SCOPES)]
    assert asked["redirect_uri"] == [f"http://127.0.0.1:{consent.port}/"]
    assert (asked["access_type"], asked["prompt"], asked["response_type"]) == (["offline"], ["consent"], ["code"])
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 20
    assert "include_granted_scopes" not in asked


def test_a_port_may_be_named_and_is_free_again_at_once(server: GoogleServer) -> None:
    """A fixed port serves one login after the other."""
    with Consent(server.oauth.client_config(), SCOPES) as first, ThreadPoolExecutor(1) as pool:
        port = first.port
        code = pool.submit(first.wait, SOON)
        redirect = server.oauth.consent(first.address)
        status, _ = visit(port, f"/?{query_of(redirect)}")
        assert (status, bool(code.result())) == (200, True)

    with Consent(server.oauth.client_config(), SCOPES, port=port) as second:
        assert second.port == port


def test_a_port_that_is_taken_is_wrong_usage(server: GoogleServer) -> None:
    """It is told with the number, and with what to do."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(UsageError, match=f"Port {port} cannot be had: another program uses it"):
            Consent(server.oauth.client_config(), SCOPES, port=port)


# The answer


def test_the_browser_brings_the_code(server: GoogleServer, consent: Consent, waiting: Future[str]) -> None:
    """The person sees a page that says that the tab can be closed."""
    redirect = server.oauth.consent(consent.address)

    status, page = visit(consent.port, f"/?{query_of(redirect)}")

    assert status == 200
    assert "You can close this tab" in page
    assert waiting.result() == parse_qs(query_of(redirect))["code"][0]


def test_other_requests_are_not_the_answer(server: GoogleServer, consent: Consent, waiting: Future[str]) -> None:
    """A favicon, a bare visit, another path or method, another login's answer, noise: the right one still counts."""
    right = query_of(server.oauth.consent(consent.address))
    code = parse_qs(right)["code"][0]

    statuses = [
        visit(consent.port, "/favicon.ico")[0],
        visit(consent.port, "/")[0],
        visit(consent.port, f"/?code={code}")[0],
        visit(consent.port, f"/?{right}", "POST")[0],
        visit(consent.port, f"/elsewhere?{right}")[0],
        visit(consent.port, f"/?state=guessed&code={code}")[0],
        visit(consent.port, "/?state=guessed&error=access_denied")[0],
        visit(consent.port, "//[x")[0],
    ]
    with pytest.raises(ConnectionError):
        visit(consent.port, f"/?{'x' * 40_000}")
    assert not waiting.done()
    status, _ = visit(consent.port, f"/?{right}")

    assert statuses == [404, 404, 404, 404, 404, 400, 400, 400]
    assert (status, waiting.result()) == (200, code)


def test_a_connection_that_says_nothing_holds_up_nobody(
    server: GoogleServer, consent: Consent, waiting: Future[str]
) -> None:
    """Browsers open connections in advance; a request may come in pieces, and a caller may hang up."""
    line = f"GET /?{query_of(server.oauth.consent(consent.address))} HTTP/1.1\r\n\r\n".encode()

    with (
        socket.create_connection(("127.0.0.1", consent.port)),
        socket.create_connection(("127.0.0.1", consent.port)) as slow,
    ):
        socket.create_connection(("127.0.0.1", consent.port)).close()
        slow.sendall(line[:10])
        assert visit(consent.port, "/favicon.ico")[0] == 404
        slow.sendall(line[10:])

        assert waiting.result().startswith("4/")
        assert slow.recv(100).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_no_is_told(server: GoogleServer, consent: Consent, waiting: Future[str]) -> None:
    """Page and error say that access was not given."""
    redirect = server.oauth.consent(consent.address, deny=True)

    _, page = visit(consent.port, f"/?{query_of(redirect)}")

    assert "not given access" in page
    with pytest.raises(AuthorisationError, match="You did not allow it"):
        waiting.result()


def test_an_error_of_googles_is_told_by_its_code_only(consent: Consent) -> None:
    """What is no code is not repeated: it may come from anywhere."""
    state = parse_qs(query_of(consent.address))["state"][0]

    with pytest.raises(AuthorisationError, match=r"no access \(admin_policy_enforced\)"):
        consent.code_of(f"state={state}&error=admin_policy_enforced")
    with pytest.raises(AuthorisationError, match=r"no access\. docs"):
        consent.code_of(f"state={state}&error=call+0900-1234")


def test_waiting_ends(consent: Consent) -> None:
    """Where nobody answers, it is told with how long it was waited."""
    with pytest.raises(TemporaryError, match="No answer came"):
        consent.wait(timedelta(milliseconds=1))


# Pasting


class Paste:
    """A pipe into which a person pastes, and what they are told."""

    def __init__(self) -> None:
        self.descriptor, self._end = os.pipe()
        self.told: list[str] = []

    def say(self, text: str) -> None:
        os.write(self._end, text.encode())

    def end(self) -> None:
        os.close(self._end)

    def close(self) -> None:
        os.close(self.descriptor)


@pytest.fixture
def paste() -> Iterator[Paste]:
    paste = Paste()
    yield paste
    paste.close()


@pytest.mark.parametrize("form", ["{}\n", "  <{}>\r\n", "{}#\n", "{}"])
def test_the_whole_address_can_be_pasted(server: GoogleServer, consent: Consent, paste: Paste, form: str) -> None:
    """Also with blanks and brackets around it, and without a line's end."""
    redirect = server.oauth.consent(consent.address)
    paste.say(form.format(redirect))
    paste.end()

    assert consent.wait(SOON, paste.descriptor) == parse_qs(query_of(redirect))["code"][0]


@pytest.mark.parametrize("form", ["{}\n", "?{}\n"])
def test_its_query_is_enough(server: GoogleServer, consent: Consent, paste: Paste, form: str) -> None:
    """What follows the question mark, with or without that."""
    redirect = server.oauth.consent(consent.address)
    paste.say(form.format(query_of(redirect)))
    paste.end()

    assert consent.wait(SOON, paste.descriptor).startswith("4/")


def test_a_wrong_paste_is_told_and_asked_for_again(server: GoogleServer, consent: Consent, paste: Paste) -> None:
    """Nonsense, the page's own address, another login's answer: each with what is wrong; empty lines with nothing."""
    redirect = server.oauth.consent(consent.address)
    for line in ("", "what?", consent.address, redirect.replace("state=", "state=x"), redirect):
        paste.say(f"{line}\n")
    paste.end()

    consent.wait(SOON, paste.descriptor, paste.told.append)

    assert [text.partition(".")[0] for text in paste.told] == [
        "That is not the address to which Google's page sends the browser",
        "That is not the address to which Google's page sends the browser",
        "That address is the answer to another login",
    ]


def test_a_pasted_no_is_a_no(server: GoogleServer, consent: Consent, paste: Paste) -> None:
    """The address holds Google's word for it."""
    paste.say(server.oauth.consent(consent.address, deny=True))
    paste.end()

    with pytest.raises(AuthorisationError, match="You did not allow it"):
        consent.wait(SOON, paste.descriptor)


def test_the_end_of_the_input_changes_nothing(
    server: GoogleServer, consent: Consent, pool: ThreadPoolExecutor, paste: Paste
) -> None:
    """Without anybody to paste, the browser is waited for as before."""
    paste.end()
    waiting = pool.submit(consent.wait, SOON, paste.descriptor)

    visit(consent.port, f"/?{query_of(server.oauth.consent(consent.address))}")

    assert waiting.result().startswith("4/")


# The code becomes a login


def test_the_login_is_what_the_token_file_holds(server: GoogleServer, consent: Consent, tmp_path: Path) -> None:
    """google-auth's document with what was granted and when; it works, and can be refreshed."""
    document = consent.redeem(granted_code(server, consent))

    assert document.pop("token").startswith("ya29.")
    assert document.pop("refresh_token").startswith("1//")
    assert document == {
        "token_uri": f"{server.root}token",
        "client_id": server.oauth.client_id,
        "client_secret": server.oauth.client_secret,
        "scopes": sorted(SCOPES),
        "universe_domain": "googleapis.com",
        "account": "",
        "expiry": "2026-12-01T12:59:59Z",
        "granted_at": "2026-12-01T12:00:00Z",
    }
    token = TokenFile(tmp_path / "token.json", "personal")
    token.store({**document, "token": "x"})
    token.load()
    assert (token.granted(), token.granted_at()) == (frozenset(SCOPES), NOON)


def test_a_box_that_was_left_unticked_is_missing_from_it(server: GoogleServer, consent: Consent) -> None:
    """That is no error here, and it says what was granted, not what was asked for."""
    document = consent.redeem(granted_code(server, consent, OWN_CALENDAR))

    assert document["scopes"] == sorted((EVENTS, DRAFTS))


@pytest.mark.parametrize("before", [None, "", "0"])
def test_the_environment_stays_as_it_is(
    server: GoogleServer, consent: Consent, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    """What oauthlib takes from it is set for the moment of the request only."""
    for name in ("OAUTHLIB_RELAX_TOKEN_SCOPE", "OAUTHLIB_INSECURE_TRANSPORT"):
        if before is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, before)
    code = granted_code(server, consent)
    environment = dict(os.environ)

    consent.redeem(code)
    with pytest.raises(TemporaryError):
        consent.redeem(code)

    assert dict(os.environ) == environment


@pytest.mark.parametrize(
    ("reply", "kind", "told"),
    [
        (html_reply("<h1>Bad gateway</h1>", 502), TemporaryError, "could not answer"),
        (html_reply("<h1>Log in to the café's network</h1>", 200), TemporaryError, "could not answer"),
        (json_reply([]), TemporaryError, "could not answer"),
        (json_reply({"error": "internal_failure"}, 500), TemporaryError, r"\(internal_failure\)"),
        (json_reply({"error": "invalid_grant"}, 400), TemporaryError, "run out or been used"),
        (json_reply({"error": "invalid_client"}, 401), ConfigError, r"\(invalid_client\)"),
        (json_reply({"error": "deleted_client"}, 401), ConfigError, r"\(deleted_client\)"),
        (json_reply({"access_token": "a", "expires_in": 9}, 200), AuthorisationError, "no login that lasts"),
    ],
)
def test_what_the_login_service_says_is_translated(
    server: GoogleServer, consent: Consent, reply: Reply, kind: type[ServiceError], told: str
) -> None:
    """By what the person can do about it."""
    server.faults.add(Fault("reply", reply=reply), path="/token")

    with pytest.raises(kind, match=told):
        consent.redeem("4/code")


@pytest.mark.parametrize("how", [Break.CLOSE, Break.RESET, Break.TRUNCATE])
def test_a_broken_connection_is_a_matter_for_later(server: GoogleServer, consent: Consent, how: Break) -> None:
    """Nobody has logged in then."""
    server.faults.add(Fault("broken", ends=how), path="/token")

    with pytest.raises(TemporaryError):
        consent.redeem("4/code")


def test_a_login_service_out_of_reach_is_a_matter_for_later(server: GoogleServer, consent: Consent) -> None:
    """It is told as a matter of the network."""
    server.close()

    with pytest.raises(TemporaryError, match="cannot be reached"):
        consent.redeem("4/code")


# The client's file

INSTALLED = {
    "client_id": "1-a.apps.googleusercontent.com",
    "client_secret": "s",
    "auth_uri": "https://accounts.google.com/o/oauth2/auth",
    "token_uri": "https://oauth2.googleapis.com/token",
}


@pytest.mark.parametrize("document", [INSTALLED, {**INSTALLED, "token_uri": "http://127.0.0.1:9/token"}])
def test_a_desktop_client_is_read(tmp_path: Path, document: dict[str, str]) -> None:
    """As Google's console gives it, and one that names a server for tests on this machine."""
    path = tmp_path / "credentials.json"
    path.write_text(json.dumps({"installed": document}))

    assert read_client(path) == {"installed": document}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "there is no such file"),
        ("{", "not the JSON file"),
        ("\xff", "no OAuth client|not the JSON file"),
        ("[]", "no OAuth client of a desktop app"),
        ('{"type": "service_account"}', "no OAuth client of a desktop app"),
        (json.dumps({"web": INSTALLED}), 'has to be a "Desktop app"'),
        (json.dumps({"installed": {**INSTALLED, "client_secret": None}}), "`client_secret` is missing"),
        (json.dumps({"installed": {**INSTALLED, "auth_uri": "http://example.com/"}}), "`auth_uri` has to begin with"),
    ],
)
def test_another_file_is_told_with_what_to_do(tmp_path: Path, content: str | None, told: str) -> None:
    """Each message names the file and the guide."""
    path = tmp_path / "credentials.json"
    if content is not None:
        path.write_text(content, encoding="latin-1")

    with pytest.raises(ConfigError, match=told) as caught:
        read_client(path)

    assert str(path) in str(caught.value)
    assert "docs/google.md, step 5" in str(caught.value)


def test_a_folder_is_no_client(tmp_path: Path) -> None:
    """What cannot be read is told as such."""
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        read_client(tmp_path)
