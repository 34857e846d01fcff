"""What goes wrong on order: errors as Google words them, and connections that break."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from tests.google_server.answers import ApiError, Reply, Resource, error_page, html_reply, json_reply


class Break(Enum):
    """How a connection ends without a whole answer."""

    CLOSE = "closed without an answer"
    RESET = "reset (RST)"
    TRUNCATE = "closed in the middle of the body"


@dataclass(frozen=True)
class Fault:
    """
    One thing that goes wrong.

    Of `error` and `reply`, at most one is given: it takes the place of the answer. `is_processed` says whether the
    request has its effect all the same.
    """

    name: str
    error: ApiError | None = None
    reply: Reply | None = None
    is_processed: bool = False
    ends: Break | None = None
    #: Seconds before the answer; closing the server ends the wait.
    wait: float = 0.0
    #: Seconds between single bytes of the body.
    drip: float = 0.0
    is_emptied: bool = False

    def empty(self, answer: Reply) -> Reply:
        """Give a list's answer as if nothing were in it."""
        value: Resource = json.loads(answer.body)
        for name in ("drafts", "messages", "threads", "nextPageToken"):
            value.pop(name, None)
        if "items" in value:
            value["items"] = []
        if "resultSizeEstimate" in value:
            value["resultSizeEstimate"] = 0
        return json_reply(value, answer.status)


@dataclass
class Order:
    """A fault that waits for its requests."""

    fault: Fault
    when: str | None
    path: str | None
    #: None is for ever.
    times: int | None
    skip: int
    hits: int = 0
    #: Set when it has happened, so that a test can wait for it.
    happened: threading.Event = field(default_factory=threading.Event)

    def takes(self, method: str, path: str) -> bool:
        """Say whether this request is one to fail, and count it."""
        if self.when not in (None, method) or (self.path is not None and self.path not in path) or self.times == 0:
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times = None if self.times is None else self.times - 1
        self.hits += 1
        self.happened.set()
        return True


class Faults:
    """The faults on order; the one that was ordered first comes first."""

    def __init__(self) -> None:
        self._orders: list[Order] = []

    def add(
        self, fault: Fault, when: str | None = None, path: str | None = None, times: int | None = 1, skip: int = 0
    ) -> Order:
        """
        Let *fault* happen to the next *times* requests with method *when* and *path* in theirs, after *skip* others.

        *times* None is until `clear`. The order is given back; its `hits` tell how often it happened.
        """
        order = Order(fault, when, path, times, skip)
        self._orders.append(order)
        return order

    def clear(self) -> None:
        """Let everything go right again."""
        self._orders.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """Give the fault that happens to this request, used up by one."""
        return next((order.fault for order in self._orders if order.takes(method, path)), None)


def _refusal(
    status: int, reason: str, message: str, *, domain: str = "global", retry_after: float | None = None
) -> Fault:
    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
    return Fault(reason, error=ApiError(status, reason, message, domain=domain, headers=headers))


def rate_limited(
    retry_after: float | None = None,
    reason: Literal["rateLimitExceeded", "userRateLimitExceeded"] = "rateLimitExceeded",
) -> Fault:
    """Too fast, said with 403."""
    return _refusal(403, reason, "Rate Limit Exceeded", domain="usageLimits", retry_after=retry_after)


def too_many(retry_after: float | None = None) -> Fault:
    """Too fast, said with 429."""
    message = "Too many concurrent requests for user."
    return _refusal(429, "rateLimitExceeded", message, domain="usageLimits", retry_after=retry_after)


def quota_exceeded() -> Fault:
    """The user has done too much of something; hours pass."""
    return _refusal(403, "quotaExceeded", "Calendar usage limits exceeded.", domain="usageLimits")


def daily_limit() -> Fault:
    """The cap that the project's owner set."""
    return _refusal(403, "dailyLimitExceeded", "Daily Limit Exceeded", domain="usageLimits")


def insufficient() -> Fault:
    """The scope was not granted. (The server says so by itself too, and counts it a violation.)"""
    return Fault("insufficientPermissions", error=insufficient_permissions())


def insufficient_permissions() -> ApiError:
    """Give the refusal for a token without the scope."""
    return ApiError(
        403,
        "insufficientPermissions",
        "Request had insufficient authentication scopes.",
        headers={"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="insufficient_scope"'},
        details=[_error_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT")],
    )


def not_configured() -> Fault:
    """The API is not switched on in the project."""
    message = "API has not been used in project 1234 before or it is disabled."
    details = [_error_info("SERVICE_DISABLED")]
    return Fault(
        "accessNotConfigured",
        error=ApiError(403, "accessNotConfigured", message, domain="usageLimits", details=details),
    )


def _error_info(reason: str) -> Resource:
    return {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}


def domain_policy() -> Fault:
    """The administrator blocks the app."""
    return _refusal(403, "domainPolicy", "The domain administrators have disabled Gmail apps.")


def forbidden_for_non_organizer() -> Fault:
    """A shared field was set on a guest's copy."""
    message = "Shared properties can only be changed by the organizer of the event."
    return _refusal(403, "forbiddenForNonOrganizer", message, domain="calendar")


def backend_error(status: int = 503, *, html: bool = False) -> Fault:
    """Google itself is at fault; a front end says it in HTML."""
    if html:
        return Fault("backendError", reply=error_page(status, "The server encountered a temporary error."))
    return _refusal(status, "backendError", "Backend Error")


def bad_request() -> Fault:
    """The request is said to be wrong."""
    return _refusal(400, "badRequest", "Bad Request")


def unauthorized() -> Fault:
    """The token is said to be no longer good."""
    challenge = {"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"'}
    return Fault("authError", error=ApiError(401, "authError", "Invalid Credentials", headers=challenge))


def not_found() -> Fault:
    """It is not there, says the API."""
    return _refusal(404, "notFound", "Not Found")


def route_missing() -> Fault:
    """No API answers at this address: 404 without a reason, in HTML."""
    return Fault("route missing", reply=error_page(404, "The requested URL was not found on this server."))


def conflict() -> Fault:
    """The id is taken."""
    return _refusal(409, "duplicate", "The requested identifier already exists.")


def gone(reason: Literal["fullSyncRequired", "updatedMinTooLongAgo", "deleted"]) -> Fault:
    """410, for one of its reasons."""
    return _refusal(410, reason, "Gone", domain="calendar")


def condition_not_met() -> Fault:
    """The ETag is old."""
    return _refusal(412, "conditionNotMet", "Precondition Failed")


def status(code: int, body: str = "", content_type: str = "text/plain") -> Fault:
    """Give any status, with any body."""
    return Fault(f"status {code}", reply=Reply(code, body.encode(), {"Content-Type": content_type}))


def not_json() -> Fault:
    """200 with a page: somebody else's network wants a log-in."""
    return Fault("not JSON", reply=html_reply("<!DOCTYPE html><title>Welcome to the Wi-Fi</title>"))


def close_before() -> Fault:
    """The request is read, nothing is done, the connection is closed."""
    return Fault("closed before", ends=Break.CLOSE)


def close_after() -> Fault:
    """The request has its effect, and the answer is lost."""
    return Fault("closed after", is_processed=True, ends=Break.CLOSE)


def reset_before() -> Fault:
    """The request is read, nothing is done, the connection is reset."""
    return Fault("reset before", ends=Break.RESET)


def reset_after() -> Fault:
    """The request has its effect, and the connection is reset."""
    return Fault("reset after", is_processed=True, ends=Break.RESET)


def truncated() -> Fault:
    """The request has its effect; half of the answer comes."""
    return Fault("truncated", is_processed=True, ends=Break.TRUNCATE)


def slow(seconds: float, *, processed: bool = True) -> Fault:
    """The answer takes its time; where nothing was processed, there is none in the end."""
    return Fault("slow", is_processed=processed, wait=seconds, ends=None if processed else Break.CLOSE)


def drip(seconds: float) -> Fault:
    """The body comes byte by byte, so that no single read takes long."""
    return Fault("drip", is_processed=True, drip=seconds)


def empty_list() -> Fault:
    """200, with nothing in the list."""
    return Fault("empty list", is_processed=True, is_emptied=True)
