"""What the server saw: a record for each request, written down before anything is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass
class Record:
    """One request. The answer's part is filled in when it has been given."""

    method: str
    #: Without the query, and not percent-encoded: a calendar is found by its id.
    path: str
    query: dict[str, list[str]]
    #: Names in lower case.
    headers: dict[str, str]
    body_length: int
    #: What the body says, or None where it is no JSON.
    body: Any
    #: 0 where no answer was given.
    status: int = 0
    response_bytes: int = 0

    @property
    def is_api(self) -> bool:
        """Say whether the request is one to Calendar or Gmail."""
        return self.path.startswith(("/calendar/", "/gmail/"))


class RequestLog(list[Record]):
    """All requests in the order in which they came."""

    def matching(self, method: str | None = None, path: str | None = None) -> list[Record]:
        """Give the requests with this method, and *path* somewhere in theirs."""
        return [one for one in list(self) if method in (None, one.method) and (path is None or path in one.path)]

    def writes(self) -> list[Record]:
        """Give the requests to an API that could change something."""
        return [one for one in list(self) if one.is_api and one.method != "GET"]
