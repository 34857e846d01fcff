"""`GoogleServer`: what tests open, and who answers which path."""

from __future__ import annotations

import dataclasses
import json
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

from tests.google_server import mask
from tests.google_server.answers import ApiError, Reply, Violation, bad_request, error_page, json_reply
from tests.google_server.calendar import Calendar
from tests.google_server.discovery import Call, read_call
from tests.google_server.faults import Faults, insufficient_permissions
from tests.google_server.gmail import Gmail
from tests.google_server.log import Record, RequestLog
from tests.google_server.oauth import OAuth
from tests.google_server.wire import Listener, Outcome, Request


class GoogleServer:
    """
    Google's servers for one account, on 127.0.0.1.

    Used in a with statement, which ends with an AssertionError where a request broke the discovery documents. The
    account has its primary calendar from the start, and an empty mailbox. *now* gives the server's time.
    """

    def __init__(
        self,
        *,
        account: str = "sam@example.com",
        name: str = "Sam Lee",
        time_zone: str = "Europe/Berlin",
        port: int = 0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.account = account
        self.now = now
        #: Guards all state: one request, or one of a test's helpers, at a time.
        self.lock = threading.RLock()
        #: What no correct client asks for, in words. A test that provokes it on purpose clears the list.
        self.violations: list[str] = []
        self.requests = RequestLog()
        self.faults = Faults()
        self._listener = Listener(port, self._answer, self.violations.append)
        self.root = f"http://127.0.0.1:{self._listener.server_address[1]}/"
        self.calendar = Calendar(account, name, time_zone, now, self.lock)
        self.gmail = Gmail(account, name, now, self.lock)
        self.oauth = OAuth(self.root, account, now, self.lock)

    def start(self) -> None:
        """Take requests, until `close`."""
        self._listener.start()

    def close(self) -> None:
        """End every connection and close the port; a second time does nothing."""
        self._listener.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()
        if error is None:
            self.check()

    def check(self) -> None:
        """Raise an AssertionError that names every violation so far."""
        if self.violations:
            raise AssertionError("\n".join(["Requests that Google would refuse:", *self.violations]))

    def count(self, method: str | None = None, path: str | None = None) -> int:
        """Count the requests with this method, and *path* somewhere in theirs."""
        return len(self.requests.matching(method, path))

    def writes(self) -> list[Record]:
        """Give the requests to an API that could change something."""
        return self.requests.writes()

    def clear_log(self) -> None:
        """Forget the requests so far."""
        self.requests.clear()

    def drop_connections(self) -> None:
        """Close the connections that are open; the next request needs a new one."""
        self._listener.drop_connections()

    def drain(self) -> None:
        """Wait until what clients asked for that are gone (killed, say) has had its effect."""
        self._listener.drain()

    def _answer(self, request: Request) -> Outcome:
        """Write the request down, see what is to go wrong, and answer."""
        url = urlsplit(request.target)
        query = parse_qs(url.query, keep_blank_values=True)
        record = Record(
            request.method, unquote(url.path), query, request.headers, len(request.body), _json_of(request.body)
        )
        with self.lock:
            self.requests.append(record)
            outcome = self._outcome(request, record, url.path)
        if outcome.ends is None:
            record.status, record.response_bytes = outcome.reply.status, len(outcome.reply.body)
        return outcome

    def _outcome(self, request: Request, record: Record, path: str) -> Outcome:
        is_gmail = record.path.startswith("/gmail/")
        call: Call | None = None
        try:
            # A wrong request is wrong whatever else goes wrong with it.
            if record.is_api:
                call = read_call(record.method, path, record.query, record.headers, request.body)
            fault = self.faults.take(record.method, record.path)
            if fault is None:
                return Outcome(self._process(request, record, call))
            reply = self._process(request, record, call) if fault.is_processed else fault.reply or Reply()
            if fault.error is not None:
                reply = fault.error.reply(is_gmail=is_gmail)
            if fault.is_emptied and reply.status == 200:
                reply = fault.empty(reply)
            return Outcome(reply, fault.ends, fault.wait, fault.drip)
        except Violation as violation:
            return Outcome(self._refuse(violation, is_gmail=is_gmail))

    def _process(self, request: Request, record: Record, call: Call | None) -> Reply:
        """Do what the request asks for."""
        is_gmail = record.path.startswith("/gmail/")
        try:
            if call is not None:
                return self._call(call)
            return self.oauth.answer(record.method, record.path, record.query, record.headers, request.body)
        except ApiError as error:
            return error.reply(is_gmail=is_gmail)
        except Violation as violation:
            return self._refuse(violation, is_gmail=is_gmail)
        except Exception:
            self.violations.append(f"{record.method} {record.path}: this server broke\n{traceback.format_exc()}")
            return error_page(500, "The stand-in itself is at fault.")

    def _call(self, call: Call) -> Reply:
        """Call a method of an API in the name of whom the token stands for."""
        scopes = self.oauth.scopes_of(call.headers)
        if not scopes & call.method.scopes:
            has = ", ".join(sorted(scopes)) or "none"
            self.violations.append(f"{call.method.id}: none of its scopes was granted (granted: {has})")
            raise insufficient_permissions()
        api = self.gmail if call.method.id.startswith("gmail.") else self.calendar
        value = api.call(dataclasses.replace(call, scopes=scopes))
        if value is None:
            return Reply(204)
        headers = {"ETag": value["etag"]} if "etag" in value else {}
        return json_reply(value if call.fields is None else mask.apply(call.fields, value), headers=headers)

    def _refuse(self, violation: Violation, *, is_gmail: bool) -> Reply:
        self.violations.append(str(violation))
        return bad_request(f"Violation: {violation}", "invalid").reply(is_gmail=is_gmail)


def _json_of(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
