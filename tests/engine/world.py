"""A person with a calendar, a mailbox and a clock, all in memory, and the real engine over a real SQLite ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from config.notes import TemplateNotes
from daemon.domain.item import Draft, Item, Kind, Reminder, State
from daemon.domain.occurrence import Occurrence
from daemon.domain.policy import AccountPolicy
from daemon.engine.account import AccountEngine, Wishes
from daemon.engine.report import Report
from daemon.ledger.sqlite import SqliteLedger
from daemon.ports import Ledger, Memory
from integrations.memory import Fault, MemoryCalendar, MemoryStore
from tests.factories import END, account, occurrence


class Killed(BaseException):
    """The process died here."""


class FragileLedger:
    """A ledger whose n-th write kills the process, before or after it is on the disk."""

    def __init__(self, ledger: SqliteLedger) -> None:
        self._ledger = ledger
        self.at: dict[int, Fault] = {}
        self.writes = 0

    def save_items(self, items: Sequence[Item]) -> None:
        self.writes += 1
        fault = self.at.get(self.writes)
        if fault is Fault.BEFORE:
            raise Killed
        self._ledger.save_items(items)
        if fault is Fault.AFTER:
            raise Killed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)


class World:
    """One account; `now` is moved by hand. *beside* are calendars that are watched after the one called "work"."""

    def __init__(
        self,
        *occurrences: Occurrence,
        ledger: Path | None = None,
        policy: AccountPolicy | None = None,
        beside: Sequence[MemoryCalendar] = (),
    ) -> None:
        self.now: datetime = END + timedelta(hours=1)
        self.policy = policy or account()
        self.calendar = MemoryCalendar("work", occurrences)
        self.beside = list(beside)
        self.drafts: MemoryStore[Draft] = MemoryStore("mailbox")
        self.reminders: MemoryStore[Reminder] = MemoryStore("reminders")
        self.real_ledger = SqliteLedger.open(ledger) if ledger else SqliteLedger.in_memory()
        self.ledger = FragileLedger(self.real_ledger)
        self.start()

    def start(self) -> None:
        """Start the process anew: only ledger and servers remember anything."""
        ledger: Ledger = self.ledger
        self.engine = AccountEngine(
            self.policy,
            [self.calendar, *self.beside],
            self.drafts,
            self.reminders,
            TemplateNotes(),
            ledger,
            lambda: self.now,
        )

    def lose_ledger(self) -> None:
        """The ledger is deleted between two runs; what was made lies where it lay."""
        self.real_ledger.close()
        self.real_ledger = SqliteLedger.in_memory()
        self.ledger = FragileLedger(self.real_ledger)
        self.start()

    def run(self, after: timedelta = timedelta(), **wishes: Any) -> Report:
        """Let time pass, then make a pass."""
        self.now += after
        return self.engine.run(Wishes(**wishes))

    def run_killed(self) -> bool:
        """Make a pass that may be killed, then start anew; say whether it was."""
        try:
            self.engine.run(Wishes(impatient=True))
        except Killed:
            self.start()
            return True
        finally:
            self.ledger.at, self.drafts.faults.at, self.reminders.faults.at = {}, {}, {}
        return False

    def change(self, uid: str, **changes: Any) -> None:
        """The person changes an event."""
        self.calendar.occurrences = [
            replace(one, **changes) if one.uid == uid else one for one in self.calendar.occurrences
        ]

    def delete(self, uid: str) -> None:
        """The person deletes an event."""
        self.calendar.occurrences = [one for one in self.calendar.occurrences if one.uid != uid]

    def memory(self) -> Memory:
        """What the ledger holds."""
        return self.real_ledger.recall(self.policy.account)

    def items(self, kind: Kind) -> list[Item]:
        """The ledger's items of *kind*."""
        return [item for item in self.memory().items.values() if item.kind is kind]

    def state(self, kind: Kind) -> State:
        """The state of the only item of *kind*."""
        (item,) = self.items(kind)
        return item.state

    def kinds(self) -> list[Kind]:
        """The kinds of the reminders that lie in the calendar, sorted."""
        return sorted(one.kind for one in self.reminders.items.values())


def another_event() -> Occurrence:
    """An event that is no interview, so that a calendar is not empty."""
    return occurrence("dentist", title="Dentist", description="", attendees=())
