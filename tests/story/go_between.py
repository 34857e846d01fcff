"""
Plays, in front of emulate, what of Google it does not know.

emulate (0.12.2) lists, inserts and deletes events. It has no `get` and no `patch`, gives each event an id of its own,
and drops iCalUID, recurrence and extended properties. The message of a draft that is replaced keeps its id there; at
Google it gets another, by which one sees that somebody has edited the draft. Here an event is patched, and a draft
replaced, by deleting it there and making what it is to be; what emulate drops, and the id by which the program knows
it, is kept here. All the rest, the login among it, is emulate's own answer.
"""

from __future__ import annotations

import http.client
import json
import re
import threading
from contextlib import closing
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

from tests.google_server.answers import ApiError, Reply, Resource, json_reply, not_found
from tests.google_server.wire import Listener, Outcome, Request

_EVENTS = re.compile(r"(?P<list>/calendar/v3/calendars/[^/]+/events)(?:/(?P<id>[^/]+))?")
_DRAFTS = re.compile(r"(?P<list>/gmail/v1/users/me/drafts)(?:/(?P<id>(?!send$)[^/]+))?")
#: What emulate drops of an event.
_DROPPED = ("id", "iCalUID", "recurrence", "extendedProperties")
#: What emulate makes up itself, and cannot be told.
_ITS_OWN = {"id", "etag", "kind", "htmlLink", "created", "updated"}
#: Passed on: an answer that is packed could not be read here.
_HEADERS = ("authorization", "content-type")


class GoBetween:
    """A port in front of the Google whose root is *behind*; used in a with statement."""

    def __init__(self, behind: str) -> None:
        self._behind = urlsplit(behind).netloc
        self._broken: list[str] = []
        self._listener = Listener(0, self._answer, self._broken.append)
        self._lock = threading.Lock()
        #: By emulate's id: what is shown of the event in place of, or beside, what emulate has.
        self._kept: dict[str, Resource] = {}
        #: Every id that was ever shown.
        self._used: set[str] = set()
        #: The id of a draft that was replaced, as it is shown, by emulate's.
        self._drafts: dict[str, str] = {}
        self.root = f"http://127.0.0.1:{self._listener.server_address[1]}/"

    def __enter__(self) -> Self:
        self._listener.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._listener.stop()
        assert not self._broken, self._broken

    def _answer(self, request: Request) -> Outcome:
        url = urlsplit(request.target)
        with self._lock:
            try:
                if match := _EVENTS.fullmatch(url.path):
                    return Outcome(self._about_events(request, match["list"], unquote(match["id"] or ""), url.query))
                if match := _DRAFTS.fullmatch(url.path):
                    return Outcome(self._about_drafts(request, match["list"], unquote(match["id"] or ""), url.query))
                return Outcome(self._ask(request, request.method, request.target, request.body))
            except ApiError as error:
                return Outcome(error.reply())

    def _about_drafts(self, request: Request, path: str, draft_id: str, query: str) -> Reply:
        emulates = next((real for real, shown in self._drafts.items() if shown == draft_id), draft_id)
        target = f"{path}/{emulates}" if draft_id else path
        if request.method == "PUT":
            gone = self._ask(request, "DELETE", target, b"")
            if gone.status != 204:
                return gone
            self._drafts.pop(emulates, None)
            made = self._json(request, "POST", path, json.loads(request.body))
            self._drafts[made["id"]] = draft_id
            return json_reply(self._shown_draft(made))
        reply = self._ask(request, request.method, f"{target}?{query}", request.body)
        if request.method != "GET" or reply.status != 200:
            return reply
        found = json.loads(reply.body)
        if draft_id:
            return json_reply(self._shown_draft(found))
        return json_reply({**found, "drafts": [self._shown_draft(one) for one in found.get("drafts", [])]})

    def _shown_draft(self, draft: Resource) -> Resource:
        return {**draft, "id": self._drafts.get(draft["id"], draft["id"])}

    def _about_events(self, request: Request, path: str, event_id: str, query: str) -> Reply:
        body: Resource = json.loads(request.body or b"{}")
        match request.method, bool(event_id):
            case "GET", False:
                return json_reply(self._list(request, path, query))
            case "POST", False:
                return json_reply(self._insert(request, path, body))
            case "GET", True:
                return json_reply(self._shown(self._named(request, path, event_id)))
            case "PATCH", True:
                return json_reply(self._patch(request, path, event_id, body))
            case "DELETE", True:
                self._delete(request, path, self._named(request, path, event_id))
                return Reply(204)
        raise AssertionError(f"nobody plays {request.method} {request.target}")

    def _list(self, request: Request, path: str, query: str) -> Resource:
        page: Resource = self._json(request, "GET", f"{path}?{query}")
        items = [self._shown(event) for event in page["items"]]
        # emulate passes over what it does not know to search by.
        wanted = parse_qs(query).get("iCalUID")
        return {**page, "items": [one for one in items if not wanted or one["iCalUID"] in wanted]}

    def _insert(self, request: Request, path: str, body: Resource) -> Resource:
        if body.get("id") in self._used:
            raise ApiError(409, "duplicate", "The requested identifier already exists.")
        made = self._json(request, "POST", path, body)
        kept = {name: body[name] for name in _DROPPED if name in body}
        shown_id = kept.setdefault("id", made["id"])
        kept.setdefault("iCalUID", f"{shown_id}@google.com")
        self._kept[made["id"]] = {**kept, "etag": '"1"', "htmlLink": made["htmlLink"]}
        self._used.add(shown_id)
        return self._shown(made)

    def _patch(self, request: Request, path: str, event_id: str, body: Resource) -> Resource:
        old = self._named(request, path, event_id)
        kept = self._kept[old["id"]]
        self._delete(request, path, old)
        made = self._json(request, "POST", path, {**{k: v for k, v in old.items() if k not in _ITS_OWN}, **body})
        changed = {name: body[name] for name in _DROPPED if name in body}
        self._kept[made["id"]] = {**kept, **changed, "etag": f'"{int(kept["etag"].strip(chr(34))) + 1}"'}
        return self._shown(made)

    def _delete(self, request: Request, path: str, event: Resource) -> None:
        wanted = request.headers.get("if-match", "*")
        if wanted not in ("*", self._kept[event["id"]]["etag"]):
            raise ApiError(412, "conditionNotMet", "Precondition Failed")
        reply = self._ask(request, "DELETE", f"{path}/{event['id']}", b"")
        assert reply.status == 204, reply
        del self._kept[event["id"]]

    def _named(self, request: Request, path: str, event_id: str) -> Resource:
        """Give the event that is shown with that id, as emulate has it."""
        events = self._json(request, "GET", f"{path}?maxResults=250")["items"]
        found: Resource | None = next((one for one in events if self._shown(one)["id"] == event_id), None)
        if found is None:
            raise not_found()
        return found

    def _shown(self, event: Resource) -> Resource:
        return {**event, **self._kept[event["id"]]}

    def _json(self, request: Request, method: str, target: str, body: Resource | None = None) -> Any:
        reply = self._ask(request, method, target, b"" if body is None else json.dumps(body).encode())
        if reply.status != 200:
            raise ApiError(reply.status, "fromEmulate", reply.body.decode(errors="replace"))
        return json.loads(reply.body)

    def _ask(self, request: Request, method: str, target: str, body: bytes) -> Reply:
        """Ask emulate in the name of who asks here."""
        headers = {name: request.headers[name] for name in _HEADERS if name in request.headers}
        with closing(http.client.HTTPConnection(self._behind, timeout=20)) as connection:
            connection.request(method, target, body=body or None, headers=headers)
            answer = connection.getresponse()
            content = answer.read()
            kind = answer.getheader("Content-Type")
        return Reply(answer.status, content, {"Content-Type": kind} if kind else {})
