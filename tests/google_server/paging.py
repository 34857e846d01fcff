"""Pages and sync tokens. A list's pages are cut from what it found at first, so that none skips or doubles."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.google_server.answers import ApiError, bad_request
from tests.google_server.discovery import Call

#: Parameters that say how an answer is written, not what is in it.
_FORM = {"alt", "fields", "key", "maxResults", "pageToken", "prettyPrint", "quotaUser", "userIp", "$.xgafv"}
#: What a request with a sync token may not say, and a list that is to give one neither [events.list.syncToken].
#: The window is an exception: the first request may have one.
_INCOMPATIBLE = {
    "iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin", "timeMax", "updatedMin",
}  # fmt: skip
_WINDOW = {"timeMin", "timeMax"}
#: What need not be the same in the first request and in one with its sync token.
_NOT_KEPT = frozenset({"syncToken", "showDeleted"} | _WINDOW)

#: Which list it is: the method, the path's values, and the parameters that matter.
Signature = tuple[Any, ...]


def signature(call: Call, *, without: frozenset[str] = frozenset()) -> Signature:
    """Give what has to be the same in every request of one list."""
    values = sorted((name, tuple(given)) for name, given in call.query.items() if name not in _FORM | without)
    return call.method.id, tuple(call.path.values()), tuple(values)


@dataclass(frozen=True)
class Rest:
    """What is left of a list."""

    signature: Signature
    items: Sequence[Any]
    #: The change up to which the list tells everything.
    change: int


@dataclass(frozen=True)
class Page:
    """A part of a list; of the two tokens, at most one is there."""

    items: Sequence[Any]
    next_page_token: str | None
    #: The change up to which the whole list tells everything; None where pages are left.
    change: int | None


class Pages:
    """The lists that somebody is in the middle of."""

    def __init__(self) -> None:
        self._rests: dict[str, Rest] = {}

    def rest(self, call: Call) -> Rest | None:
        """Give what is left of the list that the request's pageToken belongs to; None where it has none."""
        token = call.text("pageToken")
        if not token:
            return None
        rest = self._rests.get(token)
        if rest is None or rest.signature != signature(call):
            raise bad_request("Invalid page token value.", "invalid")
        return rest

    def start(self, call: Call, items: Sequence[Any], change: int = 0) -> Rest:
        """Begin a list."""
        return Rest(signature(call), items, change)

    def page(self, rest: Rest, size: int) -> Page:
        """Give the next *size* items, and a token for what comes after."""
        if len(rest.items) <= size:
            return Page(rest.items, None, rest.change)
        token = secrets.token_urlsafe(12)
        self._rests[token] = Rest(rest.signature, rest.items[size:], rest.change)
        return Page(rest.items[:size], token, None)


class SyncTokens:
    """The tokens from which a list can be brought up to date."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Signature, int]] = {}
        self._expired: set[str] = set()

    def expire(self) -> None:
        """Forget what was before now: every token given so far has to be answered with 410."""
        self._expired |= self._known.keys()
        self._known.clear()

    def issue(self, call: Call, change: int) -> str | None:
        """Give a token for the state after *change*; None where the list was filtered in a way that has no delta."""
        if _INCOMPATIBLE - _WINDOW & call.query.keys():
            return None
        token = secrets.token_urlsafe(12)
        self._known[token] = (signature(call, without=_NOT_KEPT), change)
        return token

    def since(self, call: Call) -> int | None:
        """Give the change up to which the client knows everything; None for a list from the beginning."""
        token = call.text("syncToken")
        if not token:
            return None
        if wrong := sorted(_INCOMPATIBLE & call.query.keys()):
            raise bad_request(f"Sync token cannot be used with {', '.join(wrong)}.")
        if call.text("showDeleted") == "false":
            raise bad_request("Sync token cannot be used with showDeleted set to false.")
        if token in self._expired:
            words = "Sync token is no longer valid, a full sync is required."
            raise ApiError(410, "fullSyncRequired", words, domain="calendar")
        if token not in self._known:
            raise bad_request("Invalid sync token value.", "invalid")
        known, change = self._known[token]
        if known != signature(call, without=_NOT_KEPT):
            raise bad_request("Sync token was given for a list with other parameters.", "invalid")
        return change
