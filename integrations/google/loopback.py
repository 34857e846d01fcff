"""
Waits for the browser to be sent back to a port of this machine, or for the person to paste where it was sent.

The library's own server (`InstalledAppFlow.run_local_server`) is not used: it takes any request for the answer, a
favicon's too, prints by itself, and cannot read a pasted address at the same time.
"""

from __future__ import annotations

import contextlib
import errno
import os
import selectors
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from daemon.domain.errors import AuthorisationError, UsageError

#: What a request of a browser may be long at most; an answer of Google's has some 600 bytes.
_MOST = 32 * 1024

#: Gives the code in the query of an address; LookupError for no answer at all, ValueError for another request's,
#: AuthorisationError where the answer is no.
ReadAnswer = Callable[[str], str]


def listen(port: int) -> socket.socket:
    """
    Listen on *port* of the loopback address; 0 for a free one.

    Raises:
        UsageError: It cannot be had.
    """
    try:
        # With SO_REUSEADDR on POSIX systems: else a fixed port could not be had for a minute after the last login.
        return socket.create_server(("127.0.0.1", port))
    except OSError as error:
        why = {errno.EADDRINUSE: "another program uses it", errno.EACCES: "it may not be used"}
        reason = why.get(error.errno or 0) or error.strerror
        raise UsageError(f"Port {port} cannot be had: {reason}. Name another with --port, or none.") from error


def wait_for(
    read_answer: ReadAnswer,
    listener: socket.socket,
    time_out: timedelta,
    pasted: int | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> str | None:
    """
    Give the code that *read_answer* finds in what comes to *listener*, None where nothing does in time.

    *pasted* is a file descriptor from which the address that the browser was sent back to is read, too, a line at a
    time; what is wrong with a line is told by *tell*, and its end changes nothing.

    Raises:
        AuthorisationError: The answer is no.
    """
    deadline = time.monotonic() + time_out.total_seconds()
    # Not poll or epoll: a terminal on macOS, and a file, cannot be waited for with these.
    with selectors.SelectSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        if pasted is not None:
            port = listener.getsockname()[1]
            selector.register(pasted, selectors.EVENT_READ, _Pasted(pasted, read_answer, port, tell))
        try:
            while (left := deadline - time.monotonic()) > 0:
                for key, _ in selector.select(left):
                    if key.fileobj is listener:
                        _accept(listener, selector, read_answer)
                    elif (code := key.data.read()) is not None:
                        return str(code)
                    elif key.data.is_over:
                        selector.unregister(key.fileobj)
        finally:
            for key in list(selector.get_map().values()):
                if isinstance(key.data, _Visit):
                    key.data.close()
    return None


class _Pasted:
    """Lines that the person pastes."""

    def __init__(self, descriptor: int, read_answer: ReadAnswer, port: int, tell: Callable[[str], None]) -> None:
        self._descriptor = descriptor
        self._read_answer = read_answer
        self._port = port
        self._tell = tell
        self._rest = b""
        self.is_over = False

    def read(self) -> str | None:
        """Read what is there, and give the code if that completes it."""
        try:
            chunk = os.read(self._descriptor, 4096)
        except OSError:
            chunk = b""
        self.is_over = not chunk
        # A last line may lack its end.
        *lines, self._rest = (self._rest + (chunk or b"\n")).split(b"\n")
        for line in lines:
            if (code := self._code_of(line.decode(errors="replace"))) is not None:
                return code
        return None

    def _code_of(self, line: str) -> str | None:
        # A terminal may have broken the address, a mail program may have put it into brackets.
        text = "".join(line.split()).strip("<>\"'")
        if not text:
            return None
        try:
            return self._read_answer(text.partition("?")[2].partition("#")[0] or text)
        except LookupError:
            self._tell(
                "That is not the address to which Google's page sends the browser. It begins with "
                f"http://127.0.0.1:{self._port}/ and holds `state` and `code`. Paste it as a whole."
            )
        except ValueError:
            self._tell("That address is the answer to another login. Paste the one that belongs to the address above.")
        return None


class _Visit:
    """A connection of the browser's: one request, one answer."""

    def __init__(self, connection: socket.socket, read_answer: ReadAnswer) -> None:
        self._connection = connection
        self._read_answer = read_answer
        self._request = b""
        self.is_over = False

    def read(self) -> str | None:
        """Read what is there, answer if that completes the request, and give the code if it brings one."""
        try:
            chunk = self._connection.recv(4096)
        except BlockingIOError:
            return None
        except OSError:
            chunk = b""
        self._request += chunk
        is_whole = b"\r\n\r\n" in self._request
        if chunk and not is_whole and len(self._request) < _MOST:
            # A browser opens connections in advance that say nothing for long.
            return None
        self.is_over = True
        try:
            return self._answer() if is_whole else None
        finally:
            self.close()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _answer(self) -> str | None:
        method, _, rest = self._request.partition(b"\r\n")[0].decode("latin-1").partition(" ")
        try:
            address = urlsplit(rest.partition(" ")[0])
            if method != "GET" or address.path != "/":
                raise LookupError
            code = self._read_answer(address.query)
        except LookupError:
            self._say("404 Not Found", "There is nothing here.")
        except ValueError:
            self._say("400 Bad Request", "This is the answer to another login than the one that waits for it.")
        except AuthorisationError:
            self._say("200 OK", "Afterword was not given access. You can close this tab.")
            raise
        else:
            self._say("200 OK", "Google's answer has arrived. You can close this tab and go back to the terminal.")
            return code
        return None

    def _say(self, status: str, text: str) -> None:
        page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Afterword</title><p>{text}</p></html>\n'
        head = (
            f"HTTP/1.1 {status}",
            "Content-Type: text/html; charset=utf-8",
            f"Content-Length: {len(page)}",
            # What stands in the address bar is nobody else's business.
            "Cache-Control: no-store",
            "Referrer-Policy: no-referrer",
            "Connection: close",
        )
        with contextlib.suppress(OSError):
            self._connection.settimeout(5)
            self._connection.sendall("\r\n".join((*head, "", page)).encode())
            self._connection.shutdown(socket.SHUT_WR)


def _accept(listener: socket.socket, selector: selectors.BaseSelector, read_answer: ReadAnswer) -> None:
    with contextlib.suppress(OSError):
        connection, _ = listener.accept()
        connection.setblocking(False)
        selector.register(connection, selectors.EVENT_READ, _Visit(connection, read_answer))
