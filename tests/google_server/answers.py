"""A reply, and the errors that become one in Google's shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: A JSON object of the API.
Resource = dict[str, Any]

JSON_TYPE = "application/json; charset=UTF-8"
HTML_TYPE = "text/html; charset=UTF-8"

#: The canonical names that Gmail adds to an error (google.rpc.Code).
_STATUS_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    412: "FAILED_PRECONDITION",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


@dataclass(frozen=True)
class Reply:
    """What goes back over the wire."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def json_reply(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """Give *value* as JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Reply(status, body, {"Content-Type": JSON_TYPE, **(headers or {})})


def html_reply(page: str, status: int = 200) -> Reply:
    """Give an HTML page."""
    return Reply(status, page.encode(), {"Content-Type": HTML_TYPE})


def error_page(status: int, words: str) -> Reply:
    """Give the page that Google's front end shows where no API answers."""
    return html_reply(
        f"<!DOCTYPE html><html lang=en><title>Error {status}</title><p><b>{status}.</b> {words}</html>\n", status
    )


class ApiError(Exception):
    """A method's refusal. *reason* is what clients go by (`error.errors[0].reason`)."""

    def __init__(
        self,
        status: int,
        reason: str,
        message: str,
        *,
        domain: str = "global",
        headers: Mapping[str, str] | None = None,
        details: list[Resource] | None = None,
    ) -> None:
        super().__init__(f"{status} {reason}: {message}")
        self.status = status
        self.reason = reason
        self.message = message
        self.domain = domain
        self.headers = headers or {}
        self.details = details

    def reply(self, *, is_gmail: bool = False) -> Reply:
        """Give the error as both APIs write it; Gmail adds the canonical `status`, and so does whoever has details."""
        if self.status == 304:
            return Reply(304, b"", self.headers)
        entry = {"domain": self.domain, "reason": self.reason, "message": self.message}
        error: Resource = {"errors": [entry], "code": self.status, "message": self.message}
        if is_gmail or self.details:
            error["status"] = _STATUS_NAMES.get(self.status, "UNKNOWN")
        if self.details:
            error["details"] = self.details
        return json_reply({"error": error}, self.status, self.headers)


class Violation(Exception):
    """A request that no correct client makes; the words are for whoever reads the failing test."""


def bad_request(message: str, reason: str = "badRequest") -> ApiError:
    """Give the refusal of a request that cannot be right."""
    return ApiError(400, reason, message)


def not_found(message: str = "Not Found") -> ApiError:
    """Give the refusal of what is not there, or not for this user."""
    return ApiError(404, "notFound", message)
