"""`afterword login` from both sides: a run of the program to talk with, and persons at browsers who consent."""

from __future__ import annotations

import http.client
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.google_account import GoogleAccount
from tests.google_server.server import GoogleServer
from tests.local_account import PROGRAM

_OF_A_SCREEN = {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER"}


def account_at(server: GoogleServer, folder: Path, names: Sequence[str] = ("personal",)) -> GoogleAccount:
    """Give accounts at *server*, with its OAuth client, that nobody has logged in yet."""
    return GoogleAccount(folder, server.root, server.oauth.client_config(), names)


def begin(account: GoogleAccount, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start the program, to be talked with, on a machine without a screen but for what *environment* says."""
    return subprocess.Popen(
        [*PROGRAM, *arguments],
        env={name: value for name, value in account.environment.items() if name not in _OF_A_SCREEN} | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def follow(redirect: str) -> str:
    """Go where Google sends the browser, and give the page there."""
    parts = urlsplit(redirect)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        return connection.getresponse().read().decode()
    finally:
        connection.close()


@dataclass
class Person:
    """Somebody at the browser, who leaves boxes unticked, or says no."""

    server: GoogleServer
    untick: Iterable[str] = ()
    deny: bool = False
    #: The scopes that each page asked for.
    asked: list[list[str]] = field(default_factory=list)

    def open(self, address: str) -> bool:
        """Do in the browser what `webbrowser.open` makes a person do."""
        scopes = parse_qs(urlsplit(address).query)["scope"][0].split()
        self.asked.append([scope.rpartition("/")[2] for scope in scopes])
        follow(self.server.oauth.consent(address, self.untick, deny=self.deny))
        return True


def browser_script(folder: Path) -> str:
    """Write a browser, a program of its own, that consents to everything; give what `BROWSER` holds to have it."""
    path = folder / "browser"
    path.write_text(
        f"#!{sys.executable}\n"
        "import sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parents[2])!r})\n"
        "from tests.cli.google_login import follow\n"
        "from tests.google_server.consent import walk_through\n"
        "follow(walk_through(sys.argv[1], frozenset(), deny=False))\n"
    )
    path.chmod(0o700)
    return f"{path} %s"
