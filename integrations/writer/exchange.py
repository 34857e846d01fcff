"""
One request and its answer by the standard library's client: no redirect, no second try, no proxy, and an end in time.

Time-outs of sockets count for each wait; a server that sends a byte now and then outlasts them all. So the exchange is
made on a thread of its own, and the connection is shut when its time is up, whatever it waits for.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

#: Bytes of an answer; a note has a thousand.
MOST = 256 * 1024
_PIECE = 16 * 1024


class TooLongError(ValueError):
    """The answer is longer than any that would be of use."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    body: bytes
    #: The server's clock, as its `Date` says, or "".
    date: str = ""


def get(url: str, headers: Mapping[str, str], seconds: float) -> Answer:
    """Ask for *url* as `post` does."""
    return _answered(_Exchange(url, None, headers, seconds), seconds)


def post(url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> Answer:
    """
    Post *body* to *url* and give the answer, of whatever status, within *seconds*.

    Raises:
        TimeoutError: Time was up before the answer was there in full.
        OSError, http.client.HTTPException, ValueError: There was no answer that can be read.
    """
    return _answered(_Exchange(url, body, headers, seconds), seconds)


def _answered(exchange: _Exchange, seconds: float) -> Answer:
    exchange.start()
    exchange.join(seconds)
    if exchange.is_alive():
        exchange.shut()
        raise TimeoutError("no answer in time")
    if exchange.error is not None:
        raise exchange.error
    assert exchange.answer is not None
    return exchange.answer


class _Exchange(threading.Thread):
    def __init__(self, url: str, body: bytes | None, headers: Mapping[str, str], seconds: float) -> None:
        # A look-up of a name cannot be ended: the thread ends by itself, and keeps no process alive.
        super().__init__(name="writer", daemon=True)
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname or "", parts.port, timeout=seconds)
        self._path, self._body, self._headers = parts.path, body, headers
        self._socket: socket.socket | None = None
        self._is_over = False
        self.answer: Answer | None = None
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.answer = self._exchanged()
        except Exception as error:  # handed on to who waits
            self.error = error
        finally:
            self._connection.close()

    def shut(self) -> None:
        """End it, whatever it waits for."""
        self._is_over = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                # Of the plain socket: what is encrypted on it belongs to the other thread.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def _exchanged(self) -> Answer:
        self._connection.connect()
        self._socket = self._connection.sock
        if self._is_over:
            raise TimeoutError("no answer in time")
        method = "GET" if self._body is None else "POST"
        self._connection.request(method, self._path, self._body, dict(self._headers))
        with self._connection.getresponse() as response:
            pieces, size = [], 0
            while piece := response.read1(_PIECE):
                pieces.append(piece)
                size += len(piece)
                if size > MOST:
                    raise TooLongError
            if response.length:
                raise http.client.IncompleteRead(b"", response.length)
            return Answer(response.status, b"".join(pieces), response.headers.get("Date", ""))
