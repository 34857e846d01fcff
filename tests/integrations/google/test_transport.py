"""HTTP to Google: asked once, within a time, of the right servers, and never to send."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from http.client import IncompleteRead
from urllib.parse import quote, urlsplit

import httplib2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.google import transport
from integrations.google.transport import GuardedHttp, NotReachedError, SendingError, _sends
from tests.contracts.store import draft
from tests.google_server import faults
from tests.google_server.answers import Reply
from tests.google_server.faults import Break, Fault
from tests.google_server.server import GoogleServer
from tests.integrations.google.account import GoogleAccount

DRAFTS = "gmail/v1/users/me/drafts"
HEADERS = {"Content-Type": "application/json"}


@pytest.fixture
def http(server: GoogleServer) -> Iterator[GuardedHttp]:
    http = GuardedHttp([server.root], 5)
    yield http
    http.close()


@pytest.fixture
def plain() -> Iterator[httplib2.Http]:
    http = httplib2.Http(timeout=5)
    yield http
    http.close()


@pytest.fixture
def closed_port() -> int:
    """Give a port of this machine on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def headers(account: GoogleAccount) -> dict[str, str]:
    token = account.server.oauth.issue(account.scopes)["token"]
    return HEADERS | {"Authorization": f"Bearer {token}"}


BODY = '{"message": {"raw": "U3ViamVjdDogeA0KDQo"}}'


# Asked once


def test_plain_httplib2_posts_a_second_time(account: GoogleAccount, plain: httplib2.Http) -> None:
    """What this is about: two drafts of one request, and the caller saw one success."""
    account.server.faults.add(faults.close_after(), "POST", "/drafts")

    answer, _ = plain.request(account.server.root + DRAFTS, "POST", body=BODY, headers=headers(account))

    assert answer.status == 200
    assert account.server.count("POST", "/drafts") == 2
    assert len(account.server.gmail.drafts()) == 2


@pytest.mark.parametrize("fault, made", [(faults.close_before, 0), (faults.close_after, 1)])
def test_a_request_without_an_answer_goes_out_once(
    account: GoogleAccount, http: GuardedHttp, plain: httplib2.Http, fault: Callable[[], Fault], made: int
) -> None:
    """The caller is told that there was no answer; plain httplib2 asks the same server again."""
    server = account.server
    server.faults.add(fault(), "POST", "/drafts")

    with pytest.raises(ConnectionResetError):
        http.request(server.root + DRAFTS, "POST", body=BODY, headers=headers(account))

    assert server.count("POST", "/drafts") == 1
    assert len(server.gmail.drafts()) == made

    server.clear_log()
    server.faults.add(fault(), "POST", "/drafts")
    plain.request(server.root + DRAFTS, "POST", body=BODY, headers=headers(account))
    assert server.count("POST", "/drafts") == 2


@pytest.mark.parametrize("fault", [faults.close_before, faults.close_after])
def test_a_token_is_asked_for_once(
    server: GoogleServer, http: GuardedHttp, plain: httplib2.Http, fault: Callable[[], Fault]
) -> None:
    """A refresh that was lost is not made a second time: where refresh tokens rotate, the second would be refused."""
    for asked, client in ((1, http), (2, plain)):
        server.clear_log()
        server.faults.add(fault(), "POST", "/token")

        try:
            client.request(f"{server.root}token", "POST", body="grant_type=refresh_token")
        except ConnectionResetError:
            assert client is http

        assert server.count("POST", "/token") == asked


def test_an_answer_that_is_cut_off_is_an_error(account: GoogleAccount, http: GuardedHttp) -> None:
    """It is not asked for again, and the next request goes through on a new connection."""
    server = account.server
    server.faults.add(faults.truncated(), "POST", "/drafts")

    with pytest.raises(IncompleteRead):
        http.request(server.root + DRAFTS, "POST", body=BODY, headers=headers(account))

    assert server.count("POST", "/drafts") == 1
    assert http.request(server.root + DRAFTS, "GET", headers=headers(account))[0].status == 200
    assert server.count() == 2


def test_a_kept_connection_that_was_closed_meanwhile_is_asked_once(account: GoogleAccount, http: GuardedHttp) -> None:
    """A request that writes fails on it, or is processed once; the one after it goes through."""
    server = account.server
    http.request(server.root + DRAFTS, "GET", headers=headers(account))
    server.drop_connections()

    with pytest.raises(OSError):
        http.request(server.root + DRAFTS, "POST", body=BODY, headers=headers(account))
    answer, _ = http.request(server.root + DRAFTS, "POST", body=BODY, headers=headers(account))

    assert answer.status == 200
    assert len(server.gmail.drafts()) == 1


# Within a time


def test_a_server_that_does_not_answer_is_not_waited_for(server: GoogleServer) -> None:
    """The wait for an answer ends with a time-out, at an API and at the token endpoint."""
    http = GuardedHttp([server.root], 0.2)
    for path in (DRAFTS, "token"):
        server.faults.add(faults.slow(60), None, path)

        with pytest.raises(TimeoutError):
            http.request(server.root + path, "POST", body="{}", headers=HEADERS)

        assert server.count(path=path) == 1
    http.close()
    server.violations.clear()


def test_a_server_that_takes_no_connection_was_not_reached(closed_port: int) -> None:
    """A refused connection is told apart from a lost answer: nothing can have been done."""
    root = f"http://127.0.0.1:{closed_port}/"

    with pytest.raises(NotReachedError):
        GuardedHttp([root], 1).request(root, "POST", body="{}")


def test_a_server_that_does_not_speak_tls_was_not_reached(server: GoogleServer) -> None:
    """A handshake that fails comes before any request, too."""
    root = server.root.replace("http://", "https://")

    with pytest.raises(NotReachedError):
        GuardedHttp([root], 5).request(root + DRAFTS, "POST", body="{}")

    assert server.count() == 0


# The right servers


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_a_redirect_is_not_followed(server: GoogleServer, http: GuardedHttp, code: int, method: str) -> None:
    """It is an answer like any other: a captive portal leads nowhere."""
    elsewhere = {"Location": f"{server.root}elsewhere"}
    server.faults.add(Fault("redirect", reply=Reply(code, b"moved", elsewhere)), method)

    answer, _ = http.request(f"{server.root}token", method, body=None if method == "GET" else "{}")

    assert answer.status == code
    assert server.count() == 1
    assert server.count(path="/elsewhere") == 0


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1:{port}/calendar/v3/x",
        "http://localhost:{port}/calendar/v3/x",
        "http://127.0.0.1/calendar/v3/x",
        "http://127.0.0.1:1/calendar/v3/x",
        "http://127.0.0.1:{port}@evil.example/calendar/v3/x",
        "http://evil.example/127.0.0.1:{port}/",
        "https://gmail.googleapis.com/gmail/v1/users/me/drafts",
        "ftp://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "",
    ],
)
def test_other_servers_are_refused(server: GoogleServer, http: GuardedHttp, address: str) -> None:
    """Scheme, host and port must be those of a root; nothing is looked up, no connection is opened."""
    with pytest.raises(SendingError, match="does not name"):
        http.request(address.format(port=urlsplit(server.root).port))

    assert server.count() == 0
    assert http.connections == {}


def test_google_is_reached_at_its_own_addresses_only() -> None:
    """A port that is the scheme's own may be left out; the scheme must be the root's."""
    http = GuardedHttp(["https://gmail.googleapis.com/"])

    with pytest.raises(SendingError):
        http.request("http://gmail.googleapis.com/")
    with pytest.raises(SendingError):
        http.request("https://gmail.googleapis.com.evil.example/")
    with pytest.raises(SendingError, match="sends mail"):
        http.request("https://gmail.googleapis.com:443/gmail/v1/users/me/drafts/send")


# Never to send

SENDING = [
    "gmail/v1/users/me/drafts/send",
    "gmail/v1/users/me/messages/send",
    "upload/gmail/v1/users/me/drafts/send",
    "upload/gmail/v1/users/me/messages/send?uploadType=multipart",
    "resumable/upload/gmail/v1/users/me/messages/send",
    "gmail/v1/users/me/messages/send?alt=json",
    "gmail/v1/users/me/messages/send#x",
    "gmail/v1/users/me/messages/send/",
    "gmail/v1/users/me/messages//send",
    "gmail/v1/users/me/messages/%73end",
    "gmail/v1/users/me/messages/%2573%2565nd",
    "gmail/v1/users/me/messages%2Fsend",
    "gmail/v1/users/me/messages/SEND",
    "gmail/v1/users/me/messages/Send",
    "gmail/v1/users/me/messages:send",
    "gmail/v1/users/me/messages/send:now",
    "gmail/v1/users/me/messages/send;v=1",
    "gmail/v1/users/me/messages/send%20",
]


@pytest.mark.parametrize("path", SENDING)
@pytest.mark.parametrize("method", ["POST", "PUT", "GET"])
def test_an_address_that_sends_is_refused(server: GoogleServer, http: GuardedHttp, path: str, method: str) -> None:
    """However it is written, it is stopped before a connection is opened."""
    with pytest.raises(SendingError, match="sends mail"):
        http.request(server.root + path, method)

    assert server.count() == 0
    assert http.connections == {}


def test_a_batch_is_refused(server: GoogleServer, http: GuardedHttp) -> None:
    """A batch names what it asks for in its body, where an address that sends would not be seen."""
    for path in ("batch/gmail/v1", "batch", "Batch/Gmail/v1", "%62atch/gmail/v1"):
        with pytest.raises(SendingError):
            http.request(server.root + path, "POST")

    assert server.count() == 0


@pytest.mark.parametrize(
    "path",
    [
        "gmail/v1/users/me/settings/sendAs",
        "gmail/v1/users/me/settings/sendAs/sam%40example.com",
        "gmail/v1/users/me/drafts/sender",
        "gmail/v1/users/me/drafts?q=send",
        "calendar/v3/calendars/send%40example.com/events",
        "calendar/v3/calendars/batch%40example.com/events",
        "calendar/v3/calendars/primary/events?sendUpdates=none",
    ],
)
def test_other_addresses_are_not_taken_for_one_that_sends(path: str) -> None:
    """Settings, and the names of calendars and drafts, are no sending."""
    assert not _sends(f"http://127.0.0.1/{path}")


@given(
    before=st.sampled_from(["gmail/v1/users/me/drafts/", "upload/gmail/v1/users/me/messages/", "", "a/b/"]),
    letters=st.tuples(
        *(st.sampled_from([one, one.upper(), f"%{ord(one):02x}", f"%25{ord(one):02X}"]) for one in "send")
    ),
    joint=st.sampled_from(["", "/", "%2f", "//", ":"]),
    after=st.sampled_from(["", "/", "?a=b", "#c", ":d", "/e", "%2F", "?send", ";f", "%20"]),
)
def test_every_spelling_sends(before: str, letters: tuple[str, ...], joint: str, after: str) -> None:
    """Case, encoding, doubled slashes and what follows make no difference."""
    assert _sends(f"https://gmail.googleapis.com/{before}{joint}{''.join(letters)}{after}")


@given(st.text(max_size=30))
def test_what_is_no_segment_of_its_own_does_not_send(name: str) -> None:
    """A letter more before or after makes another word; and nothing that is written there breaks the check."""
    assert not _sends(f"https://gmail.googleapis.com/gmail/v1/users/me/drafts/x{quote('send', safe='')}")
    assert _sends(f"https://gmail.googleapis.com/{quote(name, safe='')}/send")
    _sends(f"https://gmail.googleapis.com/gmail/v1/users/me/drafts/{quote(name)}")


def test_the_client_of_the_drafts_cannot_send(account: GoogleAccount) -> None:
    """What the library builds for sending is stopped, also with a login that may send."""
    client = account.client()
    drafts = account.drafts()
    drafts._client = client
    drafts.create(draft())
    account.server.clear_log()
    users = client.gmail.users()

    for request in (
        users.drafts().send(userId="me", body={"id": account.server.gmail.drafts()[0][0]}),
        users.messages().send(userId="me", body={"raw": "U3ViamVjdDogeA0KDQo"}),
    ):
        with pytest.raises(SendingError):
            client.call(request, "Gmail")

    assert account.server.count() == 0
    assert len(account.server.gmail.drafts()) == 1


def test_a_library_that_opens_its_own_connection_reaches_nobody(account: GoogleAccount) -> None:
    """The services are built with HTTP that knows no server: only `call` gives a request one."""
    client = account.client()

    with pytest.raises(SendingError):
        client.gmail.users().drafts().list(userId="me").execute()
    with pytest.raises(SendingError):
        client.calendar.events().list(calendarId="primary").execute()

    assert account.server.count() == 0


def test_a_connection_ends_as_ordered(account: GoogleAccount, http: GuardedHttp) -> None:
    """A reset is an error, too, and no second request."""
    account.server.faults.add(Fault("reset", is_processed=True, ends=Break.RESET), "POST", "/drafts")

    with pytest.raises(OSError):
        http.request(account.server.root + DRAFTS, "POST", body=BODY, headers=headers(account))

    assert account.server.count("POST", "/drafts") == 1


def test_a_body_that_drips_in_is_given_up(
    account: GoogleAccount, http: GuardedHttp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each wait is short enough, but not all of them together."""
    monkeypatch.setattr(transport, "LONGEST", 0.1)
    account.server.faults.add(faults.drip(0.05), "GET", "/drafts")

    with pytest.raises(TimeoutError):
        http.request(account.server.root + DRAFTS, headers=headers(account))
