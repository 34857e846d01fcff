"""HTTP/1.1 on a socket: reads requests, writes answers, and breaks connections in the ways that were ordered."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.google_server.answers import Reply
from tests.google_server.faults import Break


@dataclass(frozen=True)
class Request:
    """What came over the wire."""

    method: str
    #: With the query.
    target: str
    #: Names in lower case.
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Outcome:
    """What is to go back, and how."""

    reply: Reply
    ends: Break | None = None
    #: Seconds before the answer, and between its bytes.
    wait: float = 0.0
    drip: float = 0.0


class Listener(ThreadingHTTPServer):
    """The open port; a thread for each connection."""

    daemon_threads = False  # so that closing waits for them
    request_queue_size = 64

    def __init__(self, port: int, answer: Callable[[Request], Outcome], broken: Callable[[str], None]) -> None:
        super().__init__(("127.0.0.1", port), _Connection)
        self.answer = answer
        self._broken = broken
        self.closing = threading.Event()
        self._connections: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), name="google-server")

    def start(self) -> None:
        """Take requests from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection, and wait for their threads."""
        self.closing.set()
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join()
        self.drop_connections()
        self.server_close()

    def drop_connections(self) -> None:
        """Close the connections that are open, as a peer does that has waited long enough."""
        with self._guard:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def drain(self) -> None:
        """Wait until every request of clients that are gone has had its effect. A client that stays is waited for."""
        with socket.create_connection(("127.0.0.1", self.server_address[1])) as last:
            # No request: the connection is ended, after all that were made before it have been taken.
            last.sendall(b"\r\n")
            last.recv(1)
        # Of the base class, which waits for them in the same way when the port is closed.
        for thread in list(vars(self)["_threads"]):
            thread.join()

    def opened(self, connection: socket.socket) -> None:
        """Remember a connection; one that comes while the server closes ends at once."""
        with self._guard:
            self._connections.add(connection)
        if self.closing.is_set():
            self.drop_connections()

    def closed(self, connection: socket.socket) -> None:
        """Forget a connection."""
        with self._guard:
            self._connections.discard(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass on what went wrong with the stand-in itself; a connection that the client closed is nothing."""
        if not isinstance(sys.exception(), OSError):
            self._broken(traceback.format_exc())


class _Connection(BaseHTTPRequestHandler):
    """One connection, for as many requests as the client likes."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Listener

    def setup(self) -> None:
        super().setup()
        self.server.opened(self.connection)

    def finish(self) -> None:
        self.server.closed(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:
            # The client died in the middle of its request.
            self.close_connection = True
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        outcome = self.server.answer(Request(self.command, self.path, headers, body))
        if outcome.wait and self.server.closing.wait(outcome.wait):
            self.close_connection = True
            return
        if outcome.ends in (Break.CLOSE, Break.RESET):
            self._end(is_reset=outcome.ends is Break.RESET)
            return
        head, content = self._head(outcome.reply), outcome.reply.body
        if outcome.ends is Break.TRUNCATE:
            self.wfile.write(head + content[: len(content) // 2])
            self._end()
        elif outcome.drip:
            self._drip(head, content, outcome.drip)
        else:
            self.wfile.write(head + content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815 - the base class looks for these names

    def _head(self, reply: Reply) -> bytes:
        """Give the status line and the headers."""
        headers = {"Date": self.date_time_string(), **reply.headers}
        if reply.status not in (204, 304):
            headers["Content-Length"] = str(len(reply.body))
        lines = [
            f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}",
            *(f"{k}: {v}" for k, v in headers.items()),
        ]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    def _drip(self, head: bytes, content: bytes, seconds: float) -> None:
        """Write the body byte by byte."""
        self.wfile.write(head)
        for index in range(len(content)):
            if self.server.closing.wait(seconds):
                self.close_connection = True
                return
            self.wfile.write(content[index : index + 1])

    def _end(self, *, is_reset: bool = False) -> None:
        """Close the connection at once, with a FIN or with an RST."""
        self.close_connection = True
        if is_reset:
            # Closing a socket that lingers for no time resets the connection (socket(7), SO_LINGER). Python's own close
            # would wait for the files made of it, and the base class would shut it down politely before.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.server.closed(self.connection)
            os.close(self.connection.detach())
        else:
            self.connection.shutdown(socket.SHUT_RDWR)
