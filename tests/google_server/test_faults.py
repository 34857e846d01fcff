"""Everything that can be ordered to go wrong, as the client library and a bare connection see it."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from google.auth.exceptions import RefreshError
from googleapiclient.errors import HttpError

from tests.google_server import faults
from tests.google_server.clients import CALENDAR_SCOPES, refused, scope, service
from tests.google_server.faults import Fault
from tests.google_server.server import GoogleServer

RAW = {"message": {"raw": "U3ViamVjdDogeA0KDQo"}}


@pytest.fixture
def bare(server: GoogleServer) -> Iterator[http.client.HTTPConnection]:
    """Give a connection without a library that mends things."""
    connection = http.client.HTTPConnection(urlsplit(server.root).netloc, timeout=10)
    yield connection
    connection.close()


def post_draft(server: GoogleServer, connection: http.client.HTTPConnection) -> http.client.HTTPResponse:
    """Write a draft."""
    token = server.oauth.issue([scope("gmail.compose")])["token"]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", "/gmail/v1/users/me/drafts", json.dumps(RAW), headers)
    return connection.getresponse()


def create(gmail: Any) -> Any:
    """Write a draft with the library."""
    return gmail.users().drafts().create(userId="me", body=RAW).execute()


@pytest.mark.parametrize(
    ("fault", "status", "reason"),
    [
        (faults.bad_request(), 400, "badRequest"),
        (faults.rate_limited(), 403, "rateLimitExceeded"),
        (faults.rate_limited(reason="userRateLimitExceeded"), 403, "userRateLimitExceeded"),
        (faults.quota_exceeded(), 403, "quotaExceeded"),
        (faults.daily_limit(), 403, "dailyLimitExceeded"),
        (faults.insufficient(), 403, "insufficientPermissions"),
        (faults.not_configured(), 403, "accessNotConfigured"),
        (faults.domain_policy(), 403, "domainPolicy"),
        (faults.forbidden_for_non_organizer(), 403, "forbiddenForNonOrganizer"),
        (faults.not_found(), 404, "notFound"),
        (faults.conflict(), 409, "duplicate"),
        (faults.gone("fullSyncRequired"), 410, "fullSyncRequired"),
        (faults.gone("updatedMinTooLongAgo"), 410, "updatedMinTooLongAgo"),
        (faults.gone("deleted"), 410, "deleted"),
        (faults.condition_not_met(), 412, "conditionNotMet"),
        (faults.too_many(), 429, "rateLimitExceeded"),
        (faults.backend_error(500), 500, "backendError"),
        (faults.backend_error(503), 503, "backendError"),
    ],
)
def test_an_error_has_its_status_and_reason(
    server: GoogleServer, gmail: Any, fault: Fault, status: int, reason: str
) -> None:
    """Each error is in Google's shape, nothing was done, and the next request goes through."""
    server.faults.add(fault)

    with pytest.raises(HttpError) as caught:
        create(gmail)

    assert refused(caught.value) == (status, reason)
    assert server.gmail.drafts() == []
    assert create(gmail)["id"]


def test_an_error_has_the_shape_of_its_api(server: GoogleServer, calendar: Any, gmail: Any) -> None:
    """Gmail names the canonical status, Calendar does not; what has details has both."""
    server.faults.add(faults.not_found(), times=2)
    server.faults.add(faults.not_configured())

    bodies = []
    for request in (gmail.users().drafts().list(userId="me"), *[calendar.events().list(calendarId="primary")] * 2):
        with pytest.raises(HttpError) as caught:
            request.execute()
        bodies.append(json.loads(caught.value.content)["error"])

    assert [one.get("status") for one in bodies] == ["NOT_FOUND", None, "PERMISSION_DENIED"]
    assert bodies[2]["details"][0]["reason"] == "SERVICE_DISABLED"


@pytest.mark.parametrize("fault", [faults.rate_limited(7), faults.too_many(7)])
def test_a_limit_may_say_when_to_come_back(server: GoogleServer, gmail: Any, fault: Fault) -> None:
    """Retry-After is there where it was ordered."""
    server.faults.add(fault)

    with pytest.raises(HttpError) as caught:
        create(gmail)

    assert caught.value.resp["retry-after"] == "7"


@pytest.mark.parametrize(
    ("fault", "status"), [(faults.backend_error(502, html=True), 502), (faults.route_missing(), 404)]
)
def test_an_error_may_be_a_page(server: GoogleServer, gmail: Any, fault: Fault, status: int) -> None:
    """What a front end answers is HTML, and has no reason."""
    server.faults.add(fault)

    with pytest.raises(HttpError) as caught:
        create(gmail)

    assert caught.value.status_code == status
    assert caught.value.content.startswith(b"<!DOCTYPE html>")


def test_an_expired_token_is_mended_by_the_library(server: GoogleServer, gmail: Any) -> None:
    """After a 401, the library refreshes and repeats."""
    server.faults.add(faults.unauthorized())

    create(gmail)

    assert server.count("POST", "/token") == 1
    assert len(server.gmail.drafts()) == 1


def test_a_page_instead_of_an_answer_comes_as_text(server: GoogleServer, gmail: Any) -> None:
    """Where somebody else's network answers, the library gives a str and raises nothing."""
    server.faults.add(faults.not_json())

    assert "Wi-Fi" in create(gmail)
    assert server.gmail.drafts() == []


def test_any_status_can_be_ordered(server: GoogleServer, gmail: Any) -> None:
    """What has no name of its own is given by its number."""
    server.faults.add(faults.status(418, "short and stout"))

    with pytest.raises(HttpError, match="418"):
        create(gmail)


@pytest.mark.parametrize(
    ("fault", "error", "kept"),
    [
        (faults.close_before(), http.client.RemoteDisconnected, 0),
        (faults.close_after(), http.client.RemoteDisconnected, 1),
        (faults.reset_before(), ConnectionResetError, 0),
        (faults.reset_after(), ConnectionResetError, 1),
        (faults.slow(0.01, processed=False), http.client.RemoteDisconnected, 0),
    ],
)
def test_an_answer_is_lost(
    server: GoogleServer, bare: http.client.HTTPConnection, fault: Fault, error: type[Exception], kept: int
) -> None:
    """The connection ends without an answer; whether the draft is there is another matter."""
    server.faults.add(fault)

    with pytest.raises(error) as caught:
        post_draft(server, bare)

    assert type(caught.value) is error
    assert len(server.gmail.drafts()) == kept
    assert server.requests[-1].status == 0


def test_a_lost_answer_makes_the_library_post_again(server: GoogleServer, gmail: Any) -> None:
    """The library repeats a POST by itself when the connection was closed: one call, two drafts."""
    server.faults.add(faults.close_after(), when="POST", path="drafts")

    create(gmail)

    assert server.count("POST", "drafts") == len(server.gmail.drafts()) == 2


def test_an_answer_breaks_off(server: GoogleServer, bare: http.client.HTTPConnection) -> None:
    """Half of the body comes, though the header promised all of it."""
    server.faults.add(faults.truncated())

    answer = post_draft(server, bare)
    with pytest.raises(http.client.IncompleteRead):
        answer.read()

    assert len(server.gmail.drafts()) == 1


def test_a_slow_answer_comes_too_late(server: GoogleServer) -> None:
    """The client gives up; the draft is there. Closing the server ends the wait."""
    server.faults.add(faults.slow(60))

    with service(server, "gmail", [scope("gmail.compose")], timeout=0.05) as client, pytest.raises(TimeoutError):
        create(client)

    assert len(server.gmail.drafts()) == 1


def test_others_are_answered_while_one_waits(
    server: GoogleServer, bare: http.client.HTTPConnection, gmail: Any
) -> None:
    """A slow answer holds up nobody else."""
    order = server.faults.add(faults.slow(60), when="POST")
    waiting = threading.Thread(target=_post_and_forget, args=(server, bare))
    waiting.start()
    order.happened.wait()

    listed = gmail.users().drafts().list(userId="me").execute()
    server.close()
    waiting.join()

    assert listed["resultSizeEstimate"] == 1


def _post_and_forget(server: GoogleServer, connection: http.client.HTTPConnection) -> None:
    with pytest.raises((http.client.HTTPException, OSError)):
        post_draft(server, connection).read()


def test_a_dripping_answer_comes_in_the_end(server: GoogleServer, bare: http.client.HTTPConnection) -> None:
    """The body comes byte by byte, and is whole."""
    server.faults.add(faults.drip(0.0001))

    assert json.loads(post_draft(server, bare).read())["id"]


def test_a_list_may_be_empty_for_once(server: GoogleServer, calendar: Any, gmail: Any) -> None:
    """A full calendar or mailbox seems to hold nothing, once."""
    create(gmail)
    server.calendar.put_event("primary", start={"date": "2026-11-03"}, end={"date": "2026-11-04"})
    server.faults.add(faults.empty_list(), when="GET", times=2)

    def sizes() -> tuple[int, int]:
        drafts = gmail.users().drafts().list(userId="me").execute()
        return len(calendar.events().list(calendarId="primary").execute()["items"]), len(drafts.get("drafts", []))

    assert sizes() == (0, 0)
    assert sizes() == (1, 1)


def test_a_fault_waits_for_its_request(server: GoogleServer, gmail: Any) -> None:
    """Method, path, how often, and how many to let pass: all of it counts."""
    order = server.faults.add(faults.not_found(), when="POST", path="drafts", times=2, skip=1)

    gmail.users().drafts().list(userId="me").execute()
    statuses = []
    for _ in range(4):
        try:
            create(gmail)
            statuses.append(200)
        except HttpError as error:
            statuses.append(error.status_code)

    assert statuses == [200, 404, 404, 200]
    assert order.hits == 2


def test_a_fault_may_last_until_it_is_cleared(server: GoogleServer, gmail: Any) -> None:
    """With times=None, everything fails until `clear`."""
    server.faults.add(faults.backend_error(), times=None)

    for _ in range(3):
        with pytest.raises(HttpError, match="503"):
            create(gmail)
    server.faults.clear()

    assert create(gmail)["id"]


@pytest.mark.parametrize("fault", [faults.route_missing(), faults.bad_request()])
def test_the_token_endpoint_fails_too(server: GoogleServer, fault: Fault) -> None:
    """Faults reach /token; the library calls that a RefreshError."""
    with service(server, "calendar", CALENDAR_SCOPES) as client:
        server.oauth.expire_access_tokens()
        server.faults.add(fault, path="/token", times=None)
        with pytest.raises(RefreshError):
            client.events().list(calendarId="primary").execute()


def test_a_violation_counts_in_spite_of_a_fault(server: GoogleServer, gmail: Any) -> None:
    """A wrong request is wrong whatever else goes wrong with it; it uses up no fault."""
    order = server.faults.add(faults.backend_error())

    with pytest.raises(HttpError, match="400"):
        gmail.users().labels().list(userId="me", fields="nothing").execute()

    assert server.violations.pop()
    assert order.hits == 0


def test_a_connection_that_the_server_closed_is_opened_again(server: GoogleServer, gmail: Any) -> None:
    """Reading goes on after an idle connection was closed."""
    gmail.users().drafts().list(userId="me").execute()

    server.drop_connections()

    assert gmail.users().drafts().list(userId="me").execute()


def test_closing_is_quick_whatever_waits(clock: Any) -> None:
    """The server closes at once, with connections open and an answer held back."""
    with GoogleServer(now=clock) as server:
        connection = http.client.HTTPConnection(urlsplit(server.root).netloc, timeout=10)
        order = server.faults.add(faults.slow(60))
        waiting = threading.Thread(target=_post_and_forget, args=(server, connection))
        waiting.start()
        order.happened.wait()
        began = time.monotonic()
        server.close()
        seconds = time.monotonic() - began
        waiting.join()
        connection.close()

    assert seconds < 1
