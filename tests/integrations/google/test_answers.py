"""What an answer that is no success means."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from integrations.google.answers import Answer, Meaning, in_words, understand

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
HTML = b"<!DOCTYPE html><title>Error</title>"


def body(*reasons: str, details: tuple[str, ...] = (), status: str = "") -> bytes:
    """Give an error in Google's shape."""
    error: dict[str, Any] = {"message": "words of theirs with sam@example.com"}
    if reasons:
        error["errors"] = [{"domain": "global", "reason": one, "message": "m"} for one in reasons]
    if details:
        error["details"] = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": one} for one in details]
    if status:
        error["status"] = status
    return json.dumps({"error": error}).encode()


def meaning(status: int, content: bytes) -> Meaning:
    return understand(status, {}, content, NOW).meaning


@pytest.mark.parametrize(
    "status, reason, expected",
    [
        (400, "badRequest", Meaning.REFUSED),
        (400, "invalid", Meaning.REFUSED),
        (400, "required", Meaning.REFUSED),
        (400, "timeRangeEmpty", Meaning.REFUSED),
        (401, "authError", Meaning.LOGIN),
        (403, "rateLimitExceeded", Meaning.SLOW_DOWN),
        (403, "userRateLimitExceeded", Meaning.SLOW_DOWN),
        (403, "quotaExceeded", Meaning.USED_UP),
        (403, "dailyLimitExceeded", Meaning.USED_UP),
        (403, "insufficientPermissions", Meaning.LOGIN),
        (403, "accessNotConfigured", Meaning.REFUSED),
        (403, "domainPolicy", Meaning.REFUSED),
        (403, "forbiddenForNonOrganizer", Meaning.REFUSED),
        (403, "forbidden", Meaning.STATUS),
        (403, "requiredAccessLevel", Meaning.STATUS),
        (403, "somethingNew", Meaning.REFUSED),
        (404, "notFound", Meaning.STATUS),
        (408, "timeout", Meaning.TROUBLE),
        (409, "duplicate", Meaning.STATUS),
        (409, "conflict", Meaning.STATUS),
        (410, "fullSyncRequired", Meaning.STATUS),
        (410, "updatedMinTooLongAgo", Meaning.STATUS),
        (410, "deleted", Meaning.STATUS),
        (412, "conditionNotMet", Meaning.STATUS),
        (413, "uploadTooLarge", Meaning.REFUSED),
        (429, "rateLimitExceeded", Meaning.SLOW_DOWN),
        (429, "userRateLimitExceeded", Meaning.SLOW_DOWN),
        (429, "somethingNew", Meaning.SLOW_DOWN),
        (429, "quotaExceeded", Meaning.USED_UP),
        (500, "backendError", Meaning.TROUBLE),
        (501, "notImplemented", Meaning.TROUBLE),
        (502, "backendError", Meaning.TROUBLE),
        (503, "backendError", Meaning.TROUBLE),
        (504, "backendError", Meaning.TROUBLE),
    ],
)
def test_the_table_of_googles_errors(status: int, reason: str, expected: Meaning) -> None:
    """Status and reason decide."""
    answer = understand(status, {}, body(reason), NOW)

    assert (answer.status, answer.reason, answer.meaning) == (status, reason, expected)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 408, 409, 410, 412, 500, 502, 503, 504, 302, 307])
def test_a_page_of_a_gateway_is_trouble(status: int) -> None:
    """HTML says nothing of what was asked for, whatever its status: nothing is gone, nothing is refused."""
    assert meaning(status, HTML) is Meaning.TROUBLE
    assert meaning(status, b"") is Meaning.TROUBLE


def test_not_modified_has_no_body() -> None:
    """304 is the caller's, and 429 asks to wait, with and without a body."""
    assert meaning(304, b"") is Meaning.STATUS
    assert meaning(429, HTML) is Meaning.SLOW_DOWN


@pytest.mark.parametrize(
    "content, reason, expected",
    [
        (body(details=("ACCESS_TOKEN_SCOPE_INSUFFICIENT",)), "ACCESS_TOKEN_SCOPE_INSUFFICIENT", Meaning.LOGIN),
        (body(details=("SERVICE_DISABLED",)), "SERVICE_DISABLED", Meaning.REFUSED),
        (body(details=("RATE_LIMIT_EXCEEDED",)), "RATE_LIMIT_EXCEEDED", Meaning.SLOW_DOWN),
        (
            body("insufficientPermissions", details=("ACCESS_TOKEN_SCOPE_INSUFFICIENT",)),
            "insufficientPermissions",
            Meaning.LOGIN,
        ),
        (body("unknown", details=("RATE_LIMIT_EXCEEDED",)), "RATE_LIMIT_EXCEEDED", Meaning.SLOW_DOWN),
        (body(status="PERMISSION_DENIED"), "PERMISSION_DENIED", Meaning.REFUSED),
    ],
)
def test_newer_answers_say_it_in_their_details(content: bytes, reason: str, expected: Meaning) -> None:
    """The classic reason comes first, the details' is known too, the canonical status is the last resort."""
    answer = understand(403, {}, content, NOW)

    assert (answer.reason, answer.meaning) == (reason, expected)


@pytest.mark.parametrize(
    "text, seconds",
    [
        ("0", 0),
        ("7", 7),
        (" 120 ", 120),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90),
        ("Tue, 01 Dec 2026 13:01:30 +0100", 90),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), 0),
        ("9" * 30, 3600),
        ("9" * 5000, 3600),
        ("Fri, 01 Dec 2928 12:00:00 GMT", 3600),
    ],
)
def test_retry_after_is_read(text: str, seconds: int) -> None:
    """Seconds, or a date; never more than an hour, whoever writes it."""
    answer = understand(503, {"retry-after": text}, HTML, NOW)

    assert answer.retry_after == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "soon", "-5", "1.5", "²", "Tue, 99 Dec 2026", "1 Jan 2026 00:00:00 +" + "9" * 30])
def test_what_is_no_retry_after_is_none(text: str) -> None:
    """It is as if it were not there."""
    assert understand(503, {"retry-after": text}, b"", NOW).retry_after is None


def test_limits_of_hours_are_waited_for_in_hours() -> None:
    """Where Google does not say how long, hours pass; where it does, that counts."""
    abuse = understand(403, {}, body("quotaExceeded"), NOW)
    daily = understand(403, {}, body("dailyLimitExceeded"), NOW)
    said = understand(403, {"retry-after": "60"}, body("quotaExceeded"), NOW)

    assert abuse.retry_after == timedelta(hours=3)
    assert daily.retry_after == timedelta(hours=12)
    assert said.retry_after == timedelta(minutes=1)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["error", "errors", "details", "reason", "status", "message"]), inner)
    ),
    max_leaves=12,
)
BODIES = (
    st.binary(max_size=60)
    | JSON.map(lambda one: json.dumps(one).encode())
    | JSON.map(lambda one: json.dumps({"error": one}).encode())
)


@given(status=st.integers(100, 999), header=st.text(max_size=40), content=BODIES)
@example(status=403, header="", content=b"[" * 100_000)
@example(status=403, header="", content=b'{"error": {"errors": [{"reason": "a"}], "details": null}}')
@example(status=503, header="1 Jan 1 00:00:00 +2359", content=b"")
def test_nothing_that_is_answered_breaks_it(status: int, header: str, content: bytes) -> None:
    """Any bytes are understood as something, and can be said in words that end."""
    answer = understand(status, {"retry-after": header}, content, NOW)

    assert answer.status == status
    assert answer.retry_after is None or timedelta() <= answer.retry_after <= timedelta(hours=12)
    assert in_words(answer).endswith(".")


@pytest.mark.parametrize(
    "status, reason, said",
    [
        (429, "rateLimitExceeded", "Google asks to slow down (429 rateLimitExceeded)."),
        (403, "quotaExceeded", "Google's limit for this is used up (403 quotaExceeded)."),
        (503, "backendError", "Google could not answer properly (503 backendError)."),
        (403, "insufficientPermissions", "The login lacks a right that is needed (403 insufficientPermissions)."),
        (401, "authError", "Google does not accept the login any more (401 authError)."),
        (403, "accessNotConfigured", "enable the Google Calendar API and the Gmail API"),
        (403, "SERVICE_DISABLED", "enable the Google Calendar API and the Gmail API"),
        (403, "domainPolicy", "The administrator of your Google Workspace does not allow the app"),
        (400, "badRequest", "Google refused it (400 badRequest)."),
        (404, "notFound", "Google refused it (404 notFound)."),
    ],
)
def test_it_is_said_in_words(status: int, reason: str, said: str) -> None:
    """What happened, and what the person can do; none of what Google wrote itself."""
    words = in_words(understand(status, {}, body(reason), NOW))

    assert said in words
    assert "sam@example.com" not in words


def test_a_status_without_a_reason_is_said_alone() -> None:
    """There are no empty brackets, and no doubled space."""
    assert in_words(Answer(502, "", Meaning.TROUBLE)) == (
        "Google could not answer properly (502). It will be tried again."
    )
