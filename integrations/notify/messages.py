"""Telling the person something at addresses of Apprise's kind, or on the desktop."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

#: Apprise's plugins wait for seconds each; what takes longer is ended.
SECONDS = 30

#: The desktop, in the place of an address.
DESKTOP = "desktop:"


def has_desktop(environ: Mapping[str, str]) -> bool:
    """Say whether a message can pop up for whoever runs this: there is a session with a bus, and notify-send."""
    runtime = environ.get("XDG_RUNTIME_DIR")
    has_bus = bool(environ.get("DBUS_SESSION_BUS_ADDRESS")) or bool(runtime and Path(runtime, "bus").exists())
    return has_bus and shutil.which("notify-send", path=environ.get("PATH")) is not None


def tell(addresses: Sequence[str], title: str, text: str) -> list[bool]:
    """Tell it at each of *addresses*; gives for each whether it got there. Takes `SECONDS` at most, and never fails."""
    remote = [one for one in addresses if one != DESKTOP]
    delivered = dict(zip(remote, _by_apprise(remote, title, text), strict=True)) if remote else {}
    if DESKTOP in addresses:
        delivered[DESKTOP] = _on_desktop(title, text)
    return [delivered[one] for one in addresses]


def understood(addresses: Sequence[str]) -> list[bool]:
    """Say which of *addresses* Apprise understands; nothing is sent."""
    remote = [one for one in addresses if one != DESKTOP]
    known = dict(zip(remote, _by_apprise(remote, "", None), strict=True)) if remote else {}
    return [known.get(one, True) for one in addresses]


def _by_apprise(addresses: Sequence[str], title: str, text: str | None) -> list[bool]:
    message = json.dumps({"urls": list(addresses), "title": title, "text": text})
    try:
        # On standard input: what stands on a command line is seen by everybody.
        done = subprocess.run(
            [sys.executable, "-P", "-m", "integrations.notify.child"],
            input=message,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
        )
        answers = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return [False] * len(addresses)
    is_whole = isinstance(answers, list) and len(answers) == len(addresses)
    return [one is True for one in answers] if is_whole else [False] * len(addresses)


def _on_desktop(title: str, text: str) -> bool:
    command = ["notify-send", "--app-name=Afterword", "--icon=appointment-soon", title, text]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - no shell
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
