"""Calendars, stores and a ledger that obey nature, and tell a witness what is done to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from daemon.domain.item import Draft, Item, Reminder
from daemon.domain.occurrence import Occurrence
from daemon.ledger.sqlite import SqliteLedger
from daemon.ports import Found, Lost, Question, Reading
from integrations.memory import MemoryCalendar, MemoryStore
from tests.simulation.nature import Blow, Nature, Place

Content = TypeVar("Content", Draft, Reminder)

#: By so much a list may lag behind what was written.
LAG = timedelta(minutes=1)


class Witness(Protocol):
    """Who is told of everything that Afterword does to a store."""

    def made(self, content: Draft | Reminder) -> None:
        """It was created."""
        ...

    def changed(self, before: Draft | Reminder, content: Draft | Reminder) -> None:
        """It was put in the place of what was there *before*."""
        ...

    def removed(self, content: Draft | Reminder) -> None:
        """It was taken back."""
        ...

    def forgotten(self, name: str) -> None:
        """The server lost it, which looks as if the person had deleted it."""
        ...

    def misread(self, name: str) -> None:
        """A list that lagged behind showed what lay there before."""
        ...


class SimulatedStore(MemoryStore[Content], Generic[Content]):
    """A store whose calls nature may strike."""

    def __init__(self, place: Place, nature: Nature, witness: Witness) -> None:
        super().__init__(place.value)
        self._place = place
        self._nature = nature
        self._witness = witness
        #: What lay there before the last write to each name, and when that was, for a list that lags behind.
        self._before: dict[str, tuple[datetime, Content | None]] = {}

    def find(self, name: str, ref: str = "", lost: Lost | None = None) -> Found | None:
        """See `Store.find`."""
        found = self._nature.blow(self._place)
        self._nature.before(self._place, found)
        if found is Blow.STALE and name in self._before:
            written_at, old = self._before[name]
            if self._nature.now() - written_at < LAG:
                self._witness.misread(name)
                return Found(name, old.fingerprint(), f"memory:{name}") if old else None
        answer = super().find(name, ref, lost)
        self._nature.after(self._place, found)
        return answer

    def create(self, content: Content, later: Collection[str] = ()) -> Found:
        """See `Store.create`."""

        def act() -> Found:
            made = MemoryStore.create(self, content, later)
            self._before[content.name] = self._nature.now(), None
            self._witness.made(content)
            return made

        return self._nature.write(self._place, act, lambda: self._forget(content.name))

    def replace(self, name: str, found: Found, content: Content) -> Found:
        """See `Store.replace`."""

        def act() -> Found:
            before = self.items.get(name)
            made = MemoryStore.replace(self, name, found, content)
            assert before is not None
            self._before[name] = self._nature.now(), before
            self._witness.changed(before, content)
            return made

        return self._nature.write(self._place, act)

    def remove(self, name: str, found: Found) -> None:
        """See `Store.remove`."""

        def act() -> None:
            before = self.items.get(name)
            MemoryStore.remove(self, name, found)
            if before is not None:
                self._before[name] = self._nature.now(), before
                self._witness.removed(before)

        self._nature.write(self._place, act)

    def _forget(self, name: str) -> None:
        if self.items.pop(name, None) is not None:
            self._witness.forgotten(name)


class SimulatedCalendar(MemoryCalendar):
    """A watched calendar whose answers nature may spoil; *shown* is told of each occurrence that was given."""

    def __init__(self, name: str, nature: Nature, shown: Callable[[str, Iterable[Occurrence]], None]) -> None:
        super().__init__(name)
        self._nature = nature
        self._shown = shown
        #: What it held before the last change, for a list that lags behind.
        self.earlier: list[Occurrence] = []

    def folder(self) -> str:
        """See `Watchable.folder`."""
        return f"/{self.name}"

    def read(self, question: Question, changed: frozenset[str] | None = None) -> Reading:
        """See `CalendarSource.read`."""
        found = self._nature.blow(Place.CALENDAR, self.name)
        self._nature.before(Place.CALENDAR, found)
        if found is Blow.EMPTY:
            return Reading()
        now = self.occurrences
        if found is Blow.STALE:
            self.occurrences = list(self.earlier)
        elif found is Blow.HALF:
            self.occurrences = now[::2]
        try:
            reading = super().read(question, changed)
        finally:
            self.occurrences = now
        self._shown(self.name, reading.occurrences)
        return reading

    def find(self, event: str, identity: str) -> Occurrence | None:
        """See `CalendarSource.find`."""
        found = self._nature.blow(Place.CALENDAR, self.name)
        self._nature.before(Place.CALENDAR, found)
        one = super().find(event, identity)
        self._shown(self.name, [one] if one else [])
        return one


class SimulatedLedger:
    """A ledger in a file; the process may die at each of its writes, and the disk be full."""

    def __init__(self, path: Path, nature: Nature) -> None:
        self._ledger = SqliteLedger.open(path)
        self._nature = nature

    def save_items(self, items: Sequence[Item]) -> None:
        """See `Ledger.save_items`."""
        self._write(lambda: self._ledger.save_items(items))

    def save_interviews(self, *told: Any, **named: Any) -> None:
        """See `Ledger.save_interviews`."""
        self._write(lambda: self._ledger.save_interviews(*told, **named))

    def _write(self, act: Callable[[], None]) -> None:
        found = self._nature.blow(Place.LEDGER)
        self._nature.before(Place.LEDGER, found)
        self._nature.ledger_writes += 1
        act()
        self._nature.after(Place.LEDGER, found)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)
