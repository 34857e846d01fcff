"""Requests: what is tried again, what is told to whom, what a pass waits for."""

from __future__ import annotations

import json
import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from daemon.domain.errors import AuthorisationError, IntegrationError, RefusedError, TemporaryError
from integrations.google.client import GoogleClient, StatusError
from integrations.google.patience import BUDGET, Patience
from integrations.google.scopes import CALENDAR_LIST, DRAFTS, EVENTS, READ_MAIL
from integrations.google.token import TokenFile
from tests.google_server import faults
from tests.google_server.answers import ApiError, Reply
from tests.google_server.faults import Fault
from tests.google_server.server import GoogleServer
from tests.integrations.google.account import OWN, SAM, GoogleAccount

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
OWN_ID = "own@group.calendar.google.com"
#: Seconds between four tries, with a chance of a half.
FOUR_TRIES = [1.5, 2.5, 4.5]
#: An empty calendar.
NOTHING: dict[str, Any] = {"items": []}


@dataclass(frozen=True)
class Way:
    """A way to ask for something: by reading, by a write that may not be repeated, and by one that may."""

    method: str
    path: str
    ask: Callable[[GoogleClient], dict[str, Any]]


def read(client: GoogleClient) -> dict[str, Any]:
    return client.call(client.calendar.events().list(calendarId="primary", fields="items(id)"), "work")


def write(client: GoogleClient) -> dict[str, Any]:
    body = {"message": {"raw": "U3ViamVjdDogeA0KDQo"}}
    return client.call(client.gmail.users().drafts().create(userId="me", body=body, fields="id"), "Gmail")


def insert(client: GoogleClient) -> dict[str, Any]:
    when = {"dateTime": "2026-12-01T10:00:00Z"}
    body = {"id": "0123456789abcdef", "summary": "x", "start": when, "end": when}
    request = client.calendar.events().insert(calendarId=OWN_ID, body=body, sendUpdates="none", fields="id")
    return client.call(request, "Reminders", may_repeat=True)


GET = Way("GET", "/calendars/primary/events", read)
POST = Way("POST", "/drafts", write)
INSERT = Way("POST", "/calendars/own@", insert)
WAYS = pytest.mark.parametrize("way", [GET, POST, INSERT], ids=["reading", "writing", "inserting"])


@pytest.fixture(autouse=True)
def own_calendar(server: GoogleServer) -> None:
    server.calendar.add_calendar(OWN_ID, OWN, app_created=True)


def client_at(account: GoogleAccount, now: datetime | Callable[[], datetime], root: str = "") -> GoogleClient:
    """Give a client whose clock says *now*."""
    client = GoogleClient(
        TokenFile(account.token, "personal"),
        root or account.server.root,
        patience=Patience(account.waited.append, chance=lambda: 0.5),
        clock=now if callable(now) else lambda: now,
        time_out=5,
    )
    account.clients.append(client)
    return client


def failure(account: GoogleAccount, way: Way, fault: Fault | None = None) -> IntegrationError:
    """Ask, with *fault* in each answer, and give the error."""
    if fault is not None:
        account.server.faults.add(fault, way.method, way.path, times=None)
    with pytest.raises(IntegrationError) as caught:
        way.ask(account.client(time_out=0.5 if fault and fault.wait else 5))
    return caught.value


# The table of errors


@WAYS
@pytest.mark.parametrize(
    "fault",
    [
        faults.rate_limited(),
        faults.rate_limited(reason="userRateLimitExceeded"),
        faults.too_many(),
        faults.status(429, "slow down"),
    ],
    ids=["403 rate", "403 user's rate", "429", "429 of a gateway"],
)
def test_too_fast_is_tried_again_whatever_it_was(account: GoogleAccount, way: Way, fault: Fault) -> None:
    """Nothing was done, so that a write may be repeated too: four times, then it is left to the next pass."""
    error = failure(account, way, fault)

    assert type(error) is TemporaryError
    assert account.server.count(way.method, way.path) == 4
    assert account.waited == FOUR_TRIES
    assert "Google asks to slow down" in error.message


@WAYS
@pytest.mark.parametrize(
    "fault",
    [
        *(faults.backend_error(status) for status in (500, 502, 503, 504)),
        faults.backend_error(503, html=True),
        faults.backend_error(502, html=True),
        faults.status(408),
        faults.status(400, "<html>"),
        faults.status(403, "<html>"),
        faults.route_missing(),
        faults.not_json(),
        Fault("latin-1", reply=Reply(200, "Grüezi".encode("latin-1"), {"Content-Type": "text/html"})),
        Fault("a list", reply=Reply(200, b"[]", {"Content-Type": "application/json"})),
        Fault("half", reply=Reply(200, b'{"items": [{"id', {"Content-Type": "application/json"})),
        Fault("odd error", reply=Reply(500, b'{"error": {"message": 5}}', {"Content-Type": "application/json"})),
        Fault("deep", reply=Reply(500, b"[" * 50_000, {"Content-Type": "application/json"})),
        Fault("moved", reply=Reply(302, b"", {"Location": "http://portal.example/"})),
        faults.truncated(),
        faults.close_before(),
        faults.close_after(),
        faults.reset_before(),
        faults.reset_after(),
    ],
    ids=lambda one: (
        f"{one.name} {one.reply.status if one.reply else one.error.status if one.error else ''}"
        if isinstance(one, Fault)
        else one
    ),
)
def test_trouble_is_tried_again_where_that_does_no_harm(account: GoogleAccount, way: Way, fault: Fault) -> None:
    """Reading, and inserting under an id of ours, four times; another write once, since it may have been done."""
    error = failure(account, way, fault)

    assert type(error) is TemporaryError
    assert error.message.endswith("It will be tried again.")
    assert account.server.count(way.method, way.path) == (1 if way is POST else 4)
    assert account.waited == ([] if way is POST else FOUR_TRIES)


@WAYS
def test_a_server_that_is_slow_is_trouble(account: GoogleAccount, way: Way) -> None:
    """The time-out ends the wait; the request may have been processed."""
    error = failure(account, way, faults.slow(60))

    assert type(error) is TemporaryError
    assert account.server.count(way.method, way.path) == (1 if way is POST else 4)


@WAYS
@pytest.mark.parametrize(
    "fault, hours", [(faults.quota_exceeded(), 3), (faults.daily_limit(), 12)], ids=["quota", "daily limit"]
)
def test_a_limit_of_hours_is_not_waited_for(account: GoogleAccount, way: Way, fault: Fault, hours: int) -> None:
    """It is asked once, and handed on for hours later."""
    error = failure(account, way, fault)

    assert isinstance(error, TemporaryError)
    assert error.retry_after == timedelta(hours=hours)
    assert account.server.count(way.method, way.path) == 1
    assert account.waited == []


@WAYS
@pytest.mark.parametrize(
    "fault, said",
    [
        (faults.bad_request(), "Google refused it (400 badRequest)."),
        (faults.not_configured(), "enable the Google Calendar API"),
        (faults.domain_policy(), "The administrator of your Google Workspace"),
        (faults.forbidden_for_non_organizer(), "Google refused it (403 forbiddenForNonOrganizer)."),
    ],
    ids=lambda one: one.name if isinstance(one, Fault) else "",
)
def test_what_is_refused_is_not_tried_again(account: GoogleAccount, way: Way, fault: Fault, said: str) -> None:
    """The error says what a person can do, if anything."""
    error = failure(account, way, fault)

    assert type(error) is RefusedError
    assert said in error.message
    assert account.server.count(way.method, way.path) == 1
    assert account.waited == []


@WAYS
@pytest.mark.parametrize(
    "fault, status, reason",
    [
        (faults.status(304), 304, ""),
        (Fault("forbidden", error=ApiError(403, "forbidden", "Forbidden")), 403, "forbidden"),
        (Fault("role", error=ApiError(403, "requiredAccessLevel", "Writer")), 403, "requiredAccessLevel"),
        (faults.not_found(), 404, "notFound"),
        (faults.conflict(), 409, "duplicate"),
        (Fault("conflict", error=ApiError(409, "conflict", "Conflict")), 409, "conflict"),
        (faults.gone("fullSyncRequired"), 410, "fullSyncRequired"),
        (faults.gone("updatedMinTooLongAgo"), 410, "updatedMinTooLongAgo"),
        (faults.gone("deleted"), 410, "deleted"),
        (faults.condition_not_met(), 412, "conditionNotMet"),
    ],
    ids=lambda one: one.name if isinstance(one, Fault) else "",
)
def test_what_depends_on_the_question_is_for_the_caller(
    account: GoogleAccount, way: Way, fault: Fault, status: int, reason: str
) -> None:
    """Status and reason are handed on, after one request."""
    error = failure(account, way, fault)

    assert isinstance(error, StatusError)
    assert (error.status, error.reason) == (status, reason)
    assert account.server.count(way.method, way.path) == 1


@WAYS
def test_a_right_that_is_missing_needs_a_login(account: GoogleAccount, way: Way) -> None:
    """The person is told what to run, and nothing more is asked in this pass."""
    error = failure(account, way, faults.insufficient())

    assert isinstance(error, AuthorisationError)
    assert error.message == (
        "The login lacks a right that is needed (403 insufficientPermissions). Run `afterword login personal`."
    )
    assert account.server.count(way.method, way.path) == 1


@WAYS
def test_a_token_that_is_never_accepted_needs_a_login(account: GoogleAccount, way: Way) -> None:
    """The library refreshes it twice; then a person has to act."""
    error = failure(account, way, faults.unauthorized())

    assert isinstance(error, AuthorisationError)
    assert "Run `afterword login personal`." in error.message
    assert account.server.count(way.method, way.path) == 3
    assert account.server.count("POST", "/token") == 2
    assert account.waited == []


@WAYS
def test_what_passes_is_done(account: GoogleAccount, way: Way) -> None:
    """A limit that is over at the third try is not even told."""
    account.server.faults.add(faults.rate_limited(), way.method, way.path, times=2)

    way.ask(account.client())

    assert account.server.count(way.method, way.path) == 3
    assert account.waited == FOUR_TRIES[:2]


def test_an_insertion_that_was_done_is_told_by_its_second_try(account: GoogleAccount) -> None:
    """The first answer was lost; Google knows the id, and the caller is told so."""
    account.server.faults.add(faults.close_after(), "POST", INSERT.path)

    error = failure(account, INSERT)

    assert isinstance(error, StatusError)
    assert error.status == 409
    assert len(account.server.calendar.events(OWN_ID)) == 1


def test_a_broken_connection_does_not_break_the_next_request(account: GoogleAccount) -> None:
    """After a request that failed in any way the next one needs no second try."""
    client = account.client()
    for fault in (faults.close_after(), faults.reset_after(), faults.truncated(), faults.backend_error(html=True)):
        account.server.faults.add(fault, "POST", "/drafts")
        with pytest.raises(TemporaryError):
            write(client)

        assert write(client)["id"]

    assert account.waited == []


def test_an_empty_answer_is_nothing(account: GoogleAccount) -> None:
    """What was deleted answers with 204 and no body."""
    client = account.client()
    draft = write(client)["id"]

    assert client.call(client.gmail.users().drafts().delete(userId="me", id=draft), "Gmail") == {}


# How long is waited


@WAYS
def test_retry_after_in_seconds_is_kept_to(account: GoogleAccount, way: Way) -> None:
    """At least that long, and a little more."""
    failure(account, way, faults.too_many(7))

    assert account.waited == [7.5, 7.5, 7.5]


def test_retry_after_as_a_date_is_kept_to(account: GoogleAccount) -> None:
    """The date counts from the clock's now."""
    when = {"Retry-After": format_datetime(NOON + timedelta(seconds=20), usegmt=True)}
    account.server.faults.add(Fault("later", error=ApiError(503, "backendError", "Later", headers=when)), "GET")
    client = client_at(account, NOON)

    read(client)

    assert account.waited == [20.5]


@WAYS
@pytest.mark.parametrize("fault", [faults.too_many(60), faults.rate_limited(60)], ids=["429", "403"])
def test_a_long_retry_after_is_handed_on(account: GoogleAccount, way: Way, fault: Fault) -> None:
    """What does not fit into the pass is for a later one; this one does not wait."""
    error = failure(account, way, fault)

    assert isinstance(error, TemporaryError)
    assert error.retry_after == timedelta(minutes=1)
    assert account.waited == []
    assert account.server.count(way.method, way.path) == 1


def test_a_service_that_asks_for_peace_has_it(account: GoogleAccount) -> None:
    """Until the time that it named nothing more is asked of it, whatever is to be done; the other one is."""
    account.server.faults.add(faults.too_many(60), "POST", "/drafts")
    times = [NOON]
    client = client_at(account, lambda: times[-1])
    with pytest.raises(TemporaryError):
        write(client)

    times.append(NOON + timedelta(seconds=20))
    with pytest.raises(TemporaryError) as caught:
        write(client)
    assert caught.value.retry_after == timedelta(seconds=40)
    assert account.server.count("POST", "/drafts") == 1
    assert read(client) == NOTHING

    times.append(NOON + timedelta(seconds=61))
    write(client)
    assert account.server.count("POST", "/drafts") == 2


def test_a_write_in_trouble_hands_on_what_the_server_asked_for(account: GoogleAccount) -> None:
    """It is not repeated, and not asked about before."""
    when = {"Retry-After": "5"}

    error = failure(account, POST, Fault("later", error=ApiError(503, "backendError", "Later", headers=when)))

    assert isinstance(error, TemporaryError)
    assert error.retry_after == timedelta(seconds=5)


def test_a_pass_waits_no_longer_than_its_budget(account: GoogleAccount) -> None:
    """Then each failure is told at once, until the next pass begins."""
    client = account.client()
    account.server.faults.add(faults.backend_error(), "GET", times=None)

    for _ in range(12):
        with pytest.raises(TemporaryError):
            read(client)
    spent = sum(account.waited)
    client.close()
    with pytest.raises(TemporaryError):
        read(client)

    assert BUDGET.total_seconds() - 1.5 < spent <= BUDGET.total_seconds()
    assert account.waited[-3:] == FOUR_TRIES
    assert sum(account.waited) == spent + sum(FOUR_TRIES)


# Nobody there


@WAYS
def test_a_refused_connection_is_tried_again(account: GoogleAccount, way: Way) -> None:
    """Nothing was asked of the server, so that a write may be repeated too."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        root = f"http://127.0.0.1:{taken.getsockname()[1]}/"
    client = client_at(account, datetime.now(UTC), root)

    with pytest.raises(TemporaryError, match=r"work|Gmail|Reminders") as caught:
        way.ask(client)

    assert caught.value.message == "Google cannot be reached. It will be tried again."
    assert account.waited == FOUR_TRIES


@WAYS
def test_a_host_that_cannot_be_looked_up_is_tried_again(
    account: GoogleAccount, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that wakes up, or is offline, has no names at first."""

    def no_names(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    client = account.client()
    monkeypatch.setattr(socket, "getaddrinfo", no_names)

    with pytest.raises(TemporaryError, match="Google cannot be reached"):
        way.ask(client)

    assert account.server.count() == 0
    assert account.waited == FOUR_TRIES


@WAYS
def test_a_connection_that_was_closed_while_idle_costs_no_write(account: GoogleAccount, way: Way) -> None:
    """Closing at the end of a pass opens a new one for the next."""
    client = account.client()
    read(client)
    client.close()
    account.server.drop_connections()

    way.ask(client)

    assert account.server.count(way.method, way.path) == (2 if way is GET else 1)
    assert account.waited == []


# The login


def test_a_token_that_ran_out_is_refreshed_before_it_is_used(account: GoogleAccount) -> None:
    """The file says when it runs out: no request is made with it."""
    account.token.write_text(json.dumps(account.server.oauth.issue(account.scopes, expires_in=-10)))

    read(account.client())

    assert [(one.method, one.path, one.status) for one in account.server.requests] == [
        ("POST", "/token", 200),
        ("GET", "/calendar/v3/calendars/primary/events", 200),
    ]


@WAYS
def test_a_token_that_is_refused_is_refreshed_and_used(account: GoogleAccount, way: Way) -> None:
    """401, a new token, and the request once more: it was refused before it was looked at."""
    account.server.oauth.expire_access_tokens()

    way.ask(account.client())

    assert [one.status for one in account.server.requests] == [401, 200, 200]
    assert account.server.count(way.method, way.path) == 2


def test_a_refresh_asks_for_no_scopes(account: GoogleAccount) -> None:
    """A list of them would be refused as soon as it is wider than what was granted."""
    account.server.oauth.expire_access_tokens()
    asked = []
    answer = account.server.oauth.answer

    def listening(method: str, path: str, query: Any, headers: Any, body: bytes) -> Reply:
        asked.append(body)
        return answer(method, path, query, headers, body)

    account.server.oauth.answer = listening  # type: ignore[method-assign]
    read(account.client())

    assert len(asked) == 1
    assert b"scope" not in asked[0]


@WAYS
@pytest.mark.parametrize(
    "code", ["invalid_grant", "invalid_client", "deleted_client", "invalid_scope", "unauthorized_client"]
)
def test_a_login_that_ended_needs_a_login(account: GoogleAccount, way: Way, code: str) -> None:
    """The person is told what to run; the token endpoint is asked once."""
    account.server.oauth.revoke_all(code)

    error = failure(account, way)

    assert isinstance(error, AuthorisationError)
    assert code in error.message
    assert error.message.endswith("Run `afterword login personal`.")
    assert account.server.count("POST", "/token") == 1
    assert account.waited == []


@pytest.mark.parametrize("code", ["invalid_client", "deleted_client"])
def test_a_client_that_is_unknown_is_told_so(account: GoogleAccount, code: str) -> None:
    """Another login with the same client would not help: the words lead to the guide."""
    account.server.oauth.revoke_all(code)

    error = failure(account, GET)

    assert "Google does not know the OAuth client" in error.message
    assert "docs/google.md" in error.message


@pytest.mark.parametrize(
    "age, is_seven_days", [(timedelta(days=6, hours=1), True), (timedelta(days=7), True), (timedelta(days=9), False)]
)
def test_a_login_of_seven_days_is_told_from_others(account: GoogleAccount, age: timedelta, is_seven_days: bool) -> None:
    """It ended because the client is still being tested: publishing it is what helps."""
    document = json.loads(account.token.read_text())
    account.token.write_text(json.dumps(document | {"granted_at": (NOON - age).isoformat()}))
    account.server.oauth.revoke_all()

    with pytest.raises(AuthorisationError) as caught:
        read(client_at(account, NOON))

    assert ("after seven days" in caught.value.message) is is_seven_days
    assert ("Publish it" in caught.value.message) is is_seven_days


@pytest.mark.parametrize("granted_at", [None, 5, "", "yesterday", "2026-11-24T12:00:00"])
def test_an_odd_time_of_consent_is_no_error(account: GoogleAccount, granted_at: object) -> None:
    """The login is lost all the same, and that is what is told."""
    document = json.loads(account.token.read_text())
    account.token.write_text(json.dumps(document | {"granted_at": granted_at}))
    account.server.oauth.revoke_all()

    with pytest.raises(AuthorisationError, match=r"Run `afterword login personal`\."):
        read(client_at(account, NOON))


@WAYS
@pytest.mark.parametrize(
    "status, body",
    [
        (503, "<html>unavailable</html>"),
        (503, {"error": "internal_failure"}),
        (503, {"error": {"code": 503, "message": "backend error"}}),
        (500, {}),
        (429, {"error": "rate_limited"}),
        (400, {"error": "temporarily_unavailable"}),
        (400, {"error": "something_new"}),
        (404, "<html>not found</html>"),
        (200, "<html>Welcome to the Wi-Fi</html>"),
        (200, {}),
        (200, {"access_token": None}),
    ],
)
def test_trouble_at_the_token_endpoint_is_no_lost_login(
    account: GoogleAccount, way: Way, status: int, body: dict[str, Any] | str
) -> None:
    """It may pass, and nothing was asked of the API: tried four times, one request each, within the budget."""
    account.server.oauth.expire_access_tokens()
    account.server.oauth.refuse_refresh(status, body)
    before = account.token.read_bytes()

    error = failure(account, way)

    assert type(error) is TemporaryError
    assert error.message == "Google's login service could not answer. It will be tried again."
    assert account.server.count("POST", "/token") == 4
    assert account.waited == FOUR_TRIES
    assert account.token.read_bytes() == before

    account.server.oauth.allow_refresh()
    way.ask(account.client())


@pytest.mark.parametrize("fault", [faults.close_before(), faults.reset_before(), faults.slow(60), faults.truncated()])
def test_a_token_endpoint_that_does_not_answer_is_no_lost_login(account: GoogleAccount, fault: Fault) -> None:
    """Each try makes one request, and ends in its time."""
    account.server.oauth.expire_access_tokens()
    account.server.faults.add(fault, "POST", "/token", times=None)

    with pytest.raises(TemporaryError, match="login service"):
        read(account.client(time_out=0.3))

    assert account.server.count("POST", "/token") == 4


def test_a_token_endpoint_that_is_not_there_is_no_lost_login(account: GoogleAccount) -> None:
    """A closed port, as after a resume without a network."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        gone = f"http://127.0.0.1:{taken.getsockname()[1]}/token"
    document = json.loads(account.token.read_text())
    account.token.write_text(json.dumps(document | {"token_uri": gone}))
    account.server.oauth.expire_access_tokens()

    error = failure(account, POST)

    assert type(error) is TemporaryError
    assert account.waited == FOUR_TRIES


def test_a_token_with_nothing_to_refresh_it_by_needs_a_login(account: GoogleAccount) -> None:
    """A login without a refresh token, or without its client, ends with its access token."""
    whole = json.loads(account.token.read_text())
    for missing in ("refresh_token", "client_id", "client_secret"):
        account.token.write_text(json.dumps({name: value for name, value in whole.items() if name != missing}))
        account.server.oauth.expire_access_tokens()

        with pytest.raises(AuthorisationError, match=r"Run `afterword login personal`\."):
            read(account.client())


def test_a_lost_login_is_asked_for_once_a_pass(account: GoogleAccount) -> None:
    """Everything else in the pass is told the same without a request; the next pass asks again."""
    client = account.client()
    account.server.oauth.revoke_all()

    for ask in (read, write, insert, read):
        with pytest.raises(AuthorisationError, match="invalid_grant"):
            ask(client)
    with pytest.raises(AuthorisationError):
        client.may(DRAFTS)
    once = account.server.count("POST", "/token")
    client.close()
    with pytest.raises(AuthorisationError):
        read(client)

    assert once == 1
    assert account.server.count("POST", "/token") == 2


def test_a_new_login_is_picked_up_at_the_next_pass(account: GoogleAccount) -> None:
    """The person logged in meanwhile: the service goes on by itself."""
    client = account.client()
    account.server.oauth.revoke_all()
    with pytest.raises(AuthorisationError):
        read(client)

    account.log_in()
    with pytest.raises(AuthorisationError):
        read(client)
    client.close()

    assert read(client) == NOTHING


def test_a_login_that_came_later_is_picked_up(account: GoogleAccount) -> None:
    """There is no file at first, then a damaged one, then a login."""
    login = account.token.read_bytes()
    client = account.client()
    account.token.unlink()
    with pytest.raises(AuthorisationError, match="There is no login yet"):
        read(client)
    for content in (b"", b"{", b"[]", b"{}", b'"text"'):
        account.token.write_bytes(content)
        client.close()
        with pytest.raises(AuthorisationError, match=r"damaged|holds no login"):
            read(client)

    account.token.write_bytes(login)
    client.close()

    assert read(client) == NOTHING
    assert account.server.count() == 1


def test_a_login_that_another_process_wrote_during_a_refresh_is_picked_up(account: GoogleAccount) -> None:
    """It is not overwritten by what was refreshed, and is used from the next pass on."""
    client = account.client()
    read(client)
    account.log_in([*account.scopes, READ_MAIL])
    newer = account.token.read_bytes()
    account.server.oauth.expire_access_tokens()

    read(client)

    assert account.token.read_bytes() == newer
    client.close()
    assert client.surely_may(READ_MAIL)


def test_a_refreshed_token_is_used_by_the_next_process(account: GoogleAccount) -> None:
    """It is in the file; nobody refreshes again, also where refresh tokens change with each use."""
    account.server.oauth.rotate = True
    account.server.oauth.expire_access_tokens()
    read(account.client())
    account.server.clear_log()

    read(account.client())
    account.server.oauth.expire_access_tokens()
    read(account.client())

    assert account.server.count("POST", "/token") == 1


def test_a_token_that_cannot_be_kept_is_used_all_the_same(
    account: GoogleAccount, caplog: pytest.LogCaptureFixture
) -> None:
    """A full or read-only disk costs another refresh in the next process, no more."""
    client = account.client()
    read(client)
    account.server.oauth.expire_access_tokens()
    # A folder stands where the scratch file should be.
    (account.token.parent / f".personal.json.{os.getpid()}.tmp").mkdir()

    assert read(client) == NOTHING
    assert read(client) == NOTHING

    assert [one.getMessage().split()[0] for one in caplog.records] == ["token_not_kept"]
    assert account.server.count("POST", "/token") == 1


@pytest.mark.parametrize(
    "scopes, may, surely",
    [
        ([EVENTS], False, False),
        ([EVENTS, READ_MAIL], True, True),
        (["https://mail.google.com/"], True, True),
        (["https://www.googleapis.com/auth/gmail.modify"], True, True),
    ],
)
def test_rights_are_those_of_the_file(account: GoogleAccount, scopes: list[str], may: bool, surely: bool) -> None:
    """A wider right includes a narrower one."""
    account.log_in(scopes)

    client = account.client()

    assert (client.may(READ_MAIL), client.surely_may(READ_MAIL)) == (may, surely)


def test_a_file_that_names_no_rights_may_have_all(account: GoogleAccount) -> None:
    """Google says what is missing; but what is optional is not tried on the chance."""
    document = json.loads(account.token.read_text())
    unsaid: list[Any] = [None, [], 5]
    for scopes in unsaid:
        account.token.write_text(json.dumps(document | {"scopes": scopes}))
        client = account.client()

        assert client.may(CALENDAR_LIST)
        assert not client.surely_may(CALENDAR_LIST)


def test_rights_may_be_written_as_one_text(account: GoogleAccount) -> None:
    """As RFC 6749 has them, and some tools keep them."""
    document = json.loads(account.token.read_text())
    account.token.write_text(json.dumps(document | {"scopes": f"{EVENTS} {DRAFTS}"}))

    client = account.client()

    assert client.surely_may(EVENTS)
    assert not client.may(READ_MAIL)


# What is told


@pytest.mark.parametrize(
    "fault",
    [
        faults.bad_request(),
        faults.unauthorized(),
        faults.insufficient(),
        faults.domain_policy(),
        faults.not_found(),
        faults.backend_error(),
        faults.backend_error(502, html=True),
        faults.not_json(),
        faults.close_after(),
        faults.truncated(),
        Fault("tells all", error=ApiError(403, "forbidden", f"Delegation denied for {SAM}")),
    ],
    ids=lambda one: one.name,
)
def test_errors_and_logs_tell_no_secret(account: GoogleAccount, caplog: pytest.LogCaptureFixture, fault: Fault) -> None:
    """No token, address, request or note is in a message or a log record, not even when debugging."""
    caplog.set_level(logging.DEBUG)
    account.server.calendar.put_event(
        "primary",
        summary="Interview at ACME",
        description="very private",
        start={"dateTime": "2026-12-01T10:00:00Z"},
        end={"dateTime": "2026-12-01T11:00:00Z"},
    )
    client = account.client()
    words = []
    requests: list[Callable[[], object]] = [
        lambda: client.call(client.calendar.events().list(calendarId=SAM, iCalUID="secret-uid"), "work"),
        lambda: write(client),
        lambda: client.call(client.gmail.users().threads().list(userId="me", q=f"from:{SAM}"), "Gmail"),
    ]
    for ask in requests:
        account.server.faults.add(fault, times=None)
        with pytest.raises(IntegrationError) as caught:
            ask()
        account.server.faults.clear()
        client.close()
        words.append(str(caught.value))
    account.server.violations.clear()

    told = "\n".join([*words, *(one.getMessage() for one in caplog.records), caplog.text])

    for secret in (SAM, "sam%40example", "ya29.", "1//", "secret-uid", "very private", "U3ViamVjd", "GOCSPX"):
        assert secret not in told


def test_a_lost_login_tells_no_secret(account: GoogleAccount, caplog: pytest.LogCaptureFixture) -> None:
    """Nor does a refresh, whether it is refused, fails, or goes well."""
    caplog.set_level(logging.DEBUG)
    client = account.client()
    words = []
    answers: list[tuple[int, dict[str, Any] | str]] = [
        (503, {"error": f"{SAM} 1//x"}),
        (400, {"error": "invalid_grant", "error_description": SAM}),
        (200, f"<html>{SAM}</html>"),
    ]
    for status, body in answers:
        account.server.oauth.expire_access_tokens()
        account.server.oauth.refuse_refresh(status, body)
        with pytest.raises(IntegrationError) as caught:
            read(client)
        words.append(str(caught.value))
        client.close()
    account.server.oauth.allow_refresh()
    read(client)

    told = "\n".join([*words, *(one.getMessage() for one in caplog.records), caplog.text])

    for secret in (SAM, "ya29.", "1//", "GOCSPX"):
        assert secret not in told


def test_the_roots_of_both_services_are_googles(account: GoogleAccount) -> None:
    """Without another root in the configuration, requests lead to Google, with TLS."""
    client = GoogleClient(TokenFile(account.token, "personal"))

    assert client.calendar.events().list(calendarId="primary").uri.startswith("https://www.googleapis.com/calendar/v3/")
    assert client.gmail.users().drafts().list(userId="me").uri.startswith("https://gmail.googleapis.com/gmail/v1/")


def test_a_root_may_be_written_without_a_slash(account: GoogleAccount) -> None:
    """It is the same root."""
    assert read(client_at(account, NOON, account.server.root.rstrip("/"))) == NOTHING
