"""A server of OpenAI's kind on the loopback address that does what a script says: well, badly, slowly, maliciously."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Request:
    """What a client asked."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    #: Everything that went over the wire, for searching.
    raw: str

    @property
    def paragraphs(self) -> list[str]:
        """The note that it is about."""
        found = json.loads(self.body["messages"][1]["content"])["paragraphs"]
        assert isinstance(found, list)
        return found


Play = Callable[["Handler", Request], None]


@dataclass
class Writer:
    """The server as a test sees it; `play` answers each request."""

    url: str
    play: Play
    requests: list[Request] = field(default_factory=list)
    #: Set when the test is over, or a client has gone: what trickles ends.
    is_over: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the script."""

    writer: Writer

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        text = f"{self.path}\n{self.headers}\n{raw.decode()}"
        request = Request(self.path, dict(self.headers.items()), json.loads(raw), text)
        self.writer.requests.append(request)
        # A client may be gone, or may have had enough.
        with contextlib.suppress(OSError):
            self.writer.play(self, request)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(self, body: bytes, status: int = 200, content_type: str = "application/json", **headers: str) -> None:
        """Answer in full."""
        self.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def completion(text: object, **more: object) -> bytes:
    """Give a chat completion that says *text*, as Ollama does."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop", **more}
    return json.dumps({"id": "chatcmpl-1", "object": "chat.completion", "model": "m", "choices": [choice]}).encode()


def saying(*paragraphs: str) -> Play:
    """Say these paragraphs whatever is asked."""
    return lambda handler, _: handler.answer(completion("\n\n".join(paragraphs)))


def rewording(change: Callable[[Sequence[str]], Sequence[str]]) -> Play:
    """Say what *change* makes of the paragraphs that were asked for."""
    return lambda handler, request: handler.answer(completion("\n\n".join(change(request.paragraphs))))


def sending(body: bytes, status: int = 200, **headers: str) -> Play:
    """Send *body* with *status*."""
    return lambda handler, _: handler.answer(body, status, **headers)


def ending(head: bytes) -> Play:
    """Send *head* and close the connection."""

    def play(handler: Handler, _: Request) -> None:
        handler.wfile.write(head)

    return play


def trickling(head: bytes, piece: bytes) -> Play:
    """Send *head*, then *piece* again and again, for ever."""

    def play(handler: Handler, _: Request) -> None:
        handler.wfile.write(head)
        while not handler.writer.is_over.wait(0.02):
            handler.wfile.write(piece)
            handler.wfile.flush()

    return play


@contextlib.contextmanager
def serving(play: Play) -> Iterator[Writer]:
    """Serve for the length of the block."""
    writer = Writer("", play)
    handler = type("Scripted", (Handler,), {"writer": writer})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    writer.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield writer
    finally:
        writer.is_over.set()
        server.shutdown()
        thread.join()
        server.server_close()
