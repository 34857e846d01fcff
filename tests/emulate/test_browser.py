"""The person in the browser, at a page of the kind that asks for each scope: what is ticked, yes and no."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from selenium.common.exceptions import WebDriverException

from tests.emulate.browser import consenting_browser

SAM = "sam@example.com"
_PAGE = """<!doctype html><title>Consent</title>
<p>sam@example.com, do you agree?</p>
<form action="http://{elsewhere}/back">
<input type="checkbox" name="scope" value="calendar" checked> <input type="checkbox" name="scope" value="mail" checked>
<button id="deny" name="answer" value="no">No</button> <button id="allow" name="answer" value="yes">Yes</button>
</form>"""


class _Handler(BaseHTTPRequestHandler):
    """Shows the page, and what its form was sent with."""

    def do_GET(self) -> None:
        """Answer with the page, or with what its form was sent with; the query of the page says where to send it."""
        asked = urlsplit(self.path)
        text = str(parse_qs(asked.query)) if asked.path == "/back" else _PAGE.format(elsewhere=asked.query)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """Serve the page, and give its port on 127.0.0.1, which is that of localhost as well."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def closed_port() -> int:
    """Give a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


def test_scopes_that_are_unticked_are_not_granted(port: int) -> None:
    """The person agrees to all scopes but those that the test takes away."""
    page = f"http://127.0.0.1:{port}/?localhost:{port}"

    assert consenting_browser(page, email=SAM, untick=["mail"]) == "{'scope': ['calendar'], 'answer': ['yes']}"


def test_the_person_can_refuse(port: int) -> None:
    """With *deny* it is the other button that is pressed."""
    page = f"http://127.0.0.1:{port}/?localhost:{port}"

    assert consenting_browser(page, email=SAM, deny=True) == "{'scope': ['calendar', 'mail'], 'answer': ['no']}"


def test_being_sent_back_to_nobody_fails(port: int) -> None:
    """Where nobody listens, Chromium's own page about it is not taken for an answer."""
    page = f"http://127.0.0.1:{port}/?127.0.0.1:{closed_port()}"

    with pytest.raises((AssertionError, WebDriverException), match="ERR_CONNECTION_REFUSED"):
        consenting_browser(page, email=SAM)


def test_a_page_that_is_not_there_fails() -> None:
    """The same goes for the consent page itself."""
    with pytest.raises((AssertionError, WebDriverException), match="ERR_CONNECTION_REFUSED"):
        consenting_browser(f"http://127.0.0.1:{closed_port()}/", email=SAM)


def test_without_chromium_a_test_is_skipped_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wanting is named, in the form that CI takes for an error."""
    monkeypatch.setenv("PATH", "")

    with pytest.raises(pytest.skip.Exception, match=r"^chromium is not installed: there is no chromium "):
        consenting_browser("http://127.0.0.1/", email=SAM)
