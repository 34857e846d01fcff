"""
HTTP to Google: httplib2 with what a program that must do things once needs.

- A request goes out once. httplib2 sends a second one by itself when the server closes without an answer, POST or not;
  our connections turn that into an error.
- Every wait for the network has a time-out.
- It talks to the configured roots and the token endpoint only, follows no redirect (a captive portal's), and refuses
  any address that sends mail: the right to write drafts includes the right to send them, so our code has to hold that.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

import httplib2

#: Seconds for each wait for the network; a request may have several.
TIME_OUT = 30.0


#: Seconds for the body of an answer, all its waits together.
LONGEST = 90.0
_PIECE = 64 * 1024


class NotReachedError(OSError):
    """The server was not reached: nothing was asked of it."""


class SendingError(RuntimeError):
    """Something would have sent mail, or talked to a stranger. A fault of the program, stopped before it did harm."""


class _InTime(http.client.HTTPResponse):
    """An answer whose body has to arrive within `LONGEST`, however many pieces it comes in."""

    def read(self, amt: int | None = None) -> bytes:
        """
        Read the body; see `http.client.HTTPResponse.read`.

        Raises:
            TimeoutError: It came too slowly: each wait was short enough, but not all of them together.
        """
        if amt is not None:
            return super().read(amt)
        deadline = time.monotonic() + LONGEST
        pieces = []
        while piece := self.read1(_PIECE):
            pieces.append(piece)
            if time.monotonic() > deadline:
                raise TimeoutError("the answer came too slowly")
        body = b"".join(pieces)
        if self.length:
            raise http.client.IncompleteRead(body, self.length)
        # Nothing is left to come; this ends the answer, so that the connection can be used again.
        return body + super().read()


class _AskOnce:
    """Mixed into a connection: what httplib2 takes as leave to ask again becomes an error that it hands on."""

    response_class = _InTime

    def connect(self) -> None:
        try:
            super().connect()  # type: ignore[misc] # of the connection class that this is mixed into
        except OSError as error:
            raise NotReachedError(error.errno, str(error) or type(error).__name__) from error

    def getresponse(self) -> http.client.HTTPResponse:
        try:
            response: http.client.HTTPResponse = super().getresponse()  # type: ignore[misc]
        except (http.client.BadStatusLine, http.client.ResponseNotReady) as error:
            raise ConnectionResetError(f"no answer ({type(error).__name__})") from error
        return response


class _PlainConnection(_AskOnce, httplib2.HTTPConnectionWithTimeout):  # type: ignore[misc] # httplib2 has no types
    pass


class _SecureConnection(_AskOnce, httplib2.HTTPSConnectionWithTimeout):  # type: ignore[misc]
    pass


_CONNECTIONS = {"http": _PlainConnection, "https": _SecureConnection}


class GuardedHttp(httplib2.Http):  # type: ignore[misc] # httplib2 has no types
    """httplib2's `Http` for the servers of *roots* (addresses of which scheme, host and port count) and no others."""

    def __init__(self, roots: Iterable[str], time_out: float = TIME_OUT) -> None:
        super().__init__(timeout=time_out)
        self.follow_redirects = False
        self._servers = {_server(root) for root in roots}

    def request(self, uri: str, *arguments: Any, **options: Any) -> Any:
        """
        Make one request; see `httplib2.Http.request`.

        Raises:
            SendingError: *uri* sends mail, or is no address of Google's.
            NotReachedError: No connection came about.
            OSError, http.client.HTTPException, httplib2.HttpLib2Error: It may or may not have been done.
        """
        if _sends(uri):
            raise SendingError("Afterword never sends: a request to an address that sends mail was stopped.")
        if _server(uri) not in self._servers:
            raise SendingError("A request to a server that the configuration does not name was stopped.")
        options["connection_type"] = _CONNECTIONS[urlsplit(uri).scheme]
        try:
            return super().request(uri, *arguments, **options)
        except Exception:
            # httplib2 keeps a connection that broke while it wrote or read, and the next request would fail on it.
            self.close()
            raise


def _sends(uri: str) -> bool:
    """
    Say whether *uri* is one of Gmail's addresses that send: a segment of its path is `send`, however written.

    A batch counts too: what it asks for stands in its body, where nobody would see it.
    """
    path = urlsplit(uri).path
    while (plain := unquote(path)) != path:
        path = plain
    segments = [one.partition(";")[0].strip().casefold() for one in path.replace(":", "/").split("/")]
    return "send" in segments or next(filter(None, segments), "") == "batch"


def _server(uri: str) -> tuple[str, str, int | None]:
    parts = urlsplit(uri)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)
