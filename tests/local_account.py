"""A complete local account in a folder, and the program run on it as a person would."""

from __future__ import annotations

import contextlib
import mailbox
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

from tests.discretion import LISTENER

PROGRAM = (sys.executable, "-c", "import sys; from daemon.cli.main import main; sys.exit(main())")


def utc_text(moment: datetime) -> str:
    """RFC 5545, 3.3.5, form 2."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


JANE = ("Jane Doe", "jane.doe@acme.example")
BILL = ("Bill Lumbergh", "bill.lumbergh@initech.example")


def event(
    uid: str,
    start: datetime,
    *,
    minutes: int = 60,
    title: str = "Interview",
    by: tuple[str, str] = JANE,
    lines: Sequence[str] = (),
) -> str:
    """An invitation *by* somebody to Sam, as a calendar program writes it; *lines* are further properties."""
    name, address = by
    properties = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//tests//EN",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        "DTSTAMP:20261101T000000Z",
        f"DTSTART:{utc_text(start)}",
        f"DTEND:{utc_text(start + timedelta(minutes=minutes))}",
        f"SUMMARY:{title}",
        f"ORGANIZER;CN={name}:mailto:{address}",
        f"ATTENDEE;CN={name};PARTSTAT=ACCEPTED:mailto:{address}",
        "ATTENDEE;CN=Sam Lee;PARTSTAT=ACCEPTED:mailto:sam@example.com",
        *lines,
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(properties) + "\r\n"


def ended(minutes: int = 90) -> datetime:
    """The start of an hour that ended *minutes* ago."""
    return datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=minutes + 60)


@dataclass
class LocalAccount:
    """Sam's account below *folder*."""

    folder: Path

    def __post_init__(self) -> None:
        self.watched.mkdir(parents=True, exist_ok=True)
        if not self.config.exists():
            self.configure()

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def watched(self) -> Path:
        return self.folder / "calendars" / "work"

    @property
    def reminders_folder(self) -> Path:
        return self.folder / "calendars" / "Interview follow-ups"

    def configure(self, *tables: str, account: str = "") -> None:
        """Write the configuration, with further *tables* and further lines for the account."""
        text = f"""
[accounts.personal]
name = "Sam Lee"
email = "sam@example.com"
timezone = "Europe/Berlin"
{account}

[accounts.personal.calendar]
backend = "local"
path = "calendars"
watch = ["work"]

[accounts.personal.mailbox]
backend = "maildir"
path = "mail"
"""
        self.config.write_text(text + "\n".join(tables))

    def put(self, name: str, text: str) -> Path:
        """Write a file as sync tools do: under another name, then renamed."""
        path = self.watched / f"{name}.ics"
        scratch = self.watched / f".{name}.tmp"
        scratch.write_text(text, newline="")
        scratch.rename(path)
        return path

    @property
    def environment(self) -> dict[str, str]:
        """The environment that the program runs in."""
        return {
            **os.environ,
            "AFTERWORD_CONFIG": str(self.config),
            "AFTERWORD_STATE_DIR": str(self.state),
            "PYTHONPATH": str(Path(__file__).parent.parent),
            "PYTHONWARNINGS": "error",
        }

    def run(self, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run the program and wait for its end."""
        return subprocess.run(
            [*PROGRAM, *arguments],
            env=self.environment,
            input=text,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start the program and let it run; its messages go to `log.txt`."""
        LISTENER.watch(self.folder / "log.txt")
        with (self.folder / "log.txt").open("a") as log:
            return subprocess.Popen([*PROGRAM, *arguments], env=self.environment, stderr=log, stdout=log, text=True)

    def log(self) -> str:
        """What a started program has said."""
        return (self.folder / "log.txt").read_text()

    def drafts(self) -> list[EmailMessage]:
        """The drafts, read by Python's own mailbox module; read again if one is replaced meanwhile."""
        for _ in range(10):
            with contextlib.suppress(KeyError, FileNotFoundError):
                return self._drafts()
        raise AssertionError("the drafts never stand still")

    def _drafts(self) -> list[EmailMessage]:
        folder = self.folder / "mail" / "Drafts"
        if not folder.is_dir():
            return []
        box = mailbox.Maildir(folder, factory=None, create=False)
        parser = BytesParser(policy=default)
        messages = []
        for key in sorted(box.keys()):
            message = parser.parsebytes(box.get_bytes(key))
            assert isinstance(message, EmailMessage)
            messages.append(message)
        return messages

    def draft_files(self) -> list[Path]:
        """The drafts' files."""
        return sorted((self.folder / "mail" / "Drafts" / "cur").glob("*"))

    def reminders(self) -> list[Path]:
        """The reminders' files."""
        return sorted(self.reminders_folder.glob("*.ics"))


def until(condition: Callable[[], object], what: str, seconds: float = 20) -> None:
    """Wait for *condition* to hold; fail, saying *what* was waited for, if it does not."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain for: {what}"
        pause.wait(0.01)
