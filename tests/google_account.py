"""Accounts whose calendar and mailbox are at a Google of the tests, and the program run on them as a person would."""

from __future__ import annotations

import json
import stat
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.google_server.answers import ApiError
from tests.google_server.server import GoogleServer
from tests.google_server.wire import Listener, Outcome, Request
from tests.local_account import JANE, PROGRAM, LocalAccount

SAM = "sam@example.com"
OWN = "Interview follow-ups"
#: What a login of an account without further wishes has.
SCOPES = tuple(
    f"https://www.googleapis.com/auth/{name}"
    for name in ("calendar.events.readonly", "calendar.app.created", "gmail.compose")
)
CALENDAR_LIST = "https://www.googleapis.com/auth/calendar.calendarlist.readonly"
#: No screen, so that no browser opens.
_OF_A_SCREEN = {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER"}


@dataclass
class GoogleAccount(LocalAccount):
    """
    The accounts called *names*, all Sam's, below *folder*, at the Google whose root is *root*.

    *client* is the OAuth client, as Google's console lets one download it.
    """

    root: str
    client: Mapping[str, Any]
    names: Sequence[str] = ("personal",)
    #: None leaves it to the calendar.
    timezone: str | None = "Europe/Berlin"

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "credentials.json").write_text(json.dumps(self.client))
        self.configure()

    def configure(self, *tables: str, account: str = "", calendar: str = "", mailbox: str = "") -> None:
        """Write the configuration, with further *tables* and further lines for each account and its two parts."""
        lines = ["[google]", f'api_root = "{self.root}"']
        if self.timezone:
            account = f'timezone = "{self.timezone}"\n{account}'
        for name in self.names:
            lines += [f"[accounts.{name}]", 'name = "Sam Lee"', f'email = "{SAM}"', account]
            lines += [f"[accounts.{name}.calendar]", 'backend = "google"', calendar]
            lines += [f"[accounts.{name}.mailbox]", 'backend = "gmail"', mailbox]
        self.config.write_text("\n".join([*lines, *tables]) + "\n")

    def token(self, name: str = "personal") -> Path:
        """Give the file of an account's login."""
        return self.state / "tokens" / f"{name}.json"

    def login(self, name: str = "personal") -> dict[str, Any]:
        """Give what the file of an account's login holds."""
        document: dict[str, Any] = json.loads(self.token(name).read_text())
        return document

    def put_login(self, document: Mapping[str, Any], name: str = "personal") -> None:
        """Put a login into its file, as a program does that takes care: at no instant is it half there."""
        path = self.token(name)
        self.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        scratch = path.with_suffix(".new")
        scratch.touch(mode=0o600)
        scratch.write_text(json.dumps(document))
        scratch.rename(path)

    def log_in(self, server: GoogleServer, scopes: Iterable[str] = SCOPES, name: str = "personal") -> None:
        """Put a login at the strict *server* into its file, as `afterword login` does."""
        self.put_login(server.oauth.issue(scopes), name)

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Start the program, to be talked with, on a machine without a screen."""
        return subprocess.Popen(
            [*PROGRAM, *arguments],
            env={name: value for name, value in self.environment.items() if name not in _OF_A_SCREEN},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def mode_of(path: Path) -> int:
    """Give the permissions of *path*."""
    return stat.S_IMODE(path.stat().st_mode)


def invitation(
    start: datetime,
    *,
    minutes: int = 60,
    title: str = "Interview: Backend Engineer at ACME",
    description: str = "#interview",
    by: tuple[str, str] = JANE,
    **further: Any,
) -> dict[str, Any]:
    """Give the fields of an invitation *by* somebody to Sam, for `GoogleServer.calendar.put_event`."""
    name, address = by
    return {
        "summary": title,
        "description": description,
        "start": start,
        "end": start + timedelta(minutes=minutes),
        "organizer": {"email": address, "displayName": name},
        "attendees": [
            {"email": SAM, "self": True, "responseStatus": "accepted"},
            {"email": address, "displayName": name, "responseStatus": "accepted"},
        ],
        **further,
    }


def own_calendars(server: GoogleServer) -> list[str]:
    """Give the ids of the calendars that were made for reminders."""
    return [one for one, title in server.calendar.calendars().items() if title == OWN]


def reminders(server: GoogleServer) -> list[dict[str, Any]]:
    """Give the reminders that lie at *server*, by their start."""
    events = [event for one in own_calendars(server) for event in server.calendar.events(one)]
    return sorted(events, key=lambda event: str(event["start"]))


def kind_of(reminder: Mapping[str, Any]) -> str:
    """Give a reminder's kind, as it stands there for machines."""
    return str(reminder["extendedProperties"]["private"]["afterword"])


def kinds(server: GoogleServer) -> list[str]:
    """Give the kinds of the reminders that lie at *server*, in alphabetical order."""
    return sorted(kind_of(event) for event in reminders(server))


@dataclass
class Front:
    """
    One address for the *servers* of several accounts, as Google's is: whose token a request bears is who answers it.

    A configuration has one root for all accounts. Tokens are given by each server at its own address.
    """

    servers: Sequence[GoogleServer]
    root: str = field(init=False)
    #: Whose each token was that has worked once, so that a dead one comes to the same server.
    _known: dict[str, GoogleServer] = field(default_factory=dict)
    _broken: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = Listener(0, self._answer, self._broken.append)
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
        token = request.headers.get("authorization", "")
        for server in self.servers:
            with suppress(ApiError):
                server.oauth.scopes_of(request.headers)
                self._known[token] = server
                break
        return self._known.get(token, self.servers[0])._answer(request)
