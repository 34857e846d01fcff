"""Accounts at servers in memory that hang or fail when told to, and the real service over a real ledger."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.load import load
from config.model import Settings
from config.notes import TemplateNotes
from daemon.domain.item import Draft, Reminder
from daemon.domain.occurrence import Attendee, Participation
from daemon.engine.account import AccountEngine
from daemon.ledger.sqlite import SqliteLedger
from daemon.ports import Found, Ledger, Question, Reading
from daemon.service import Service
from daemon.wakeups import RELOAD
from integrations.memory import MemoryCalendar, MemoryStore
from tests import factories

_ACCOUNT = """
[accounts.{name}]
email = "sam@example.com"
calendar = {{ backend = "local", path = "{name}", watch = ["work"] }}
mailbox = {{ backend = "maildir", path = "{name}-mail" }}
"""


@dataclass
class Server:
    """Where one account's things lie. Each call at which *hangs* says so waits until `answer` is called."""

    name: str
    calendar: SlowCalendar = field(init=False)
    drafts: SlowDrafts = field(init=False)
    reminders: MemoryStore[Reminder] = field(default_factory=MemoryStore)
    #: "make", "read" or "write".
    hangs: str = ""
    #: Called each time before the calendar is read.
    on_read: Callable[[], object] = lambda: None
    #: For each reading, which files may have changed; None: any.
    readings: list[frozenset[str] | None] = field(default_factory=list)
    #: How often an engine was made.
    made: int = 0
    is_hanging: threading.Event = field(default_factory=threading.Event)
    _answered: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.calendar = SlowCalendar(self)
        self.drafts = SlowDrafts(self)

    def put(self, uid: str, end: datetime) -> None:
        """An hour with somebody of their own that is over at *end*, when the note is due."""
        interviewer = Attendee(f"{uid}@acme.example", uid.title(), Participation.ACCEPTED)
        interview = factories.occurrence(uid, start=end - timedelta(hours=1), end=end, attendees=(interviewer,))
        self.calendar.occurrences.append(interview)

    def reach(self, point: str) -> None:
        """Come to *point*, and hang if told so."""
        if self.hangs == point:
            self.is_hanging.set()
            self._answered.wait(60)

    def answer(self) -> None:
        """Hang no more."""
        self.hangs = ""
        self._answered.set()

    def engine(self, ledger: Ledger) -> AccountEngine:
        """Make an engine on it."""
        self.made += 1
        self.reach("make")
        account = replace(factories.account(thank_you_delay=timedelta(0)), account=self.name)
        return AccountEngine(account, [self.calendar], self.drafts, self.reminders, TemplateNotes(), ledger)


class SlowCalendar(MemoryCalendar):
    def __init__(self, server: Server) -> None:
        super().__init__("work")
        self._server = server

    def read(self, question: Question, changed: frozenset[str] | None = None) -> Reading:
        self._server.readings.append(changed)
        self._server.on_read()
        self._server.reach("read")
        return super().read(question, changed)


class SlowDrafts(MemoryStore[Draft]):
    def __init__(self, server: Server) -> None:
        super().__init__("mailbox")
        self._server = server

    def create(self, content: Draft, later: Collection[str] = ()) -> Found:
        self._server.reach("write")
        return super().create(content, later)


class Office:
    """The service on the accounts of its configuration; each has a `Server` of its name."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder = folder
        self.servers: dict[str, Server] = {}
        self.configure(*names)
        self.service = Service(self.settings(), self._config, self._environ)
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self.service.work, args=(self.ended.set,), daemon=True)

    @property
    def _config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def _environ(self) -> dict[str, str]:
        return {"AFTERWORD_STATE_DIR": str(self.folder / "state")}

    def configure(self, *names: str) -> None:
        """Write the configuration of the accounts called *names*."""
        self._config.write_text("".join(_ACCOUNT.format(name=name) for name in names))
        for name in names:
            self.servers.setdefault(name, Server(name))

    def settings(self) -> Settings:
        """Read the configuration."""
        return load(self._config, self._environ)

    @contextmanager
    def open_app(self, settings: Settings) -> Iterator[App]:
        """Stand in for `daemon.wiring.open_app`."""
        with contextlib.closing(SqliteLedger.open(settings.state_dir / "ledger.sqlite")) as ledger:
            yield App(self.servers, ledger)

    def start(self) -> None:
        """Start the service."""
        self._thread.start()

    def reload(self, *names: str) -> None:
        """Have the configuration read again, with the accounts called *names*."""
        self.configure(*names)
        self.service.wakes.put(RELOAD)

    def stop(self) -> None:
        """Let every server answer, and wait for the service's end."""
        for server in self.servers.values():
            server.answer()
        self.service.stop()
        self.join()

    def join(self) -> None:
        """Wait for the service's end."""
        self._thread.join(20)
        assert not self._thread.is_alive()


@dataclass
class App:
    """Stands in for `daemon.wiring.App`."""

    servers: dict[str, Server]
    ledger: Ledger

    def engines(self, account: str, *, must_know_zone: bool = False) -> list[AccountEngine]:
        return [self.servers[account].engine(self.ledger)]


def soon(seconds: float = 1) -> datetime:
    """An instant that comes in a moment."""
    return datetime.now(UTC) + timedelta(seconds=seconds)


def an_hour_ago() -> datetime:
    """An instant that is over."""
    return datetime.now(UTC) - timedelta(hours=1)
