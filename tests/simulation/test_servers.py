"""Servers that nature leaves alone keep the contracts of the ports; those it strikes do what the blow says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.domain.errors import ConflictError, LedgerError, TemporaryError
from daemon.domain.item import Draft, Reminder
from daemon.domain.occurrence import TimeSpan
from daemon.ports import Ledger, Question, Reading
from tests.contracts.calendar_source import CalendarSourceContract
from tests.contracts.calendar_source import Place as CalendarPlace
from tests.contracts.ledger import LedgerContract, item
from tests.contracts.store import NAME, StoreContract, draft
from tests.contracts.test_calendar_sources import Memory
from tests.contracts.test_memory_store import DraftsInMemory, RemindersInMemory
from tests.simulation.deeds import BEGIN
from tests.simulation.meeting import dentist
from tests.simulation.nature import Blow, Killed, Nature, Place
from tests.simulation.servers import SimulatedCalendar, SimulatedLedger, SimulatedStore


class Unmoved:
    """A witness that judges nothing."""

    def made(self, content: Draft | Reminder) -> None:
        """It was created."""

    def changed(self, before: Draft | Reminder, content: Draft | Reminder) -> None:
        """It was changed."""

    def removed(self, content: Draft | Reminder) -> None:
        """It was taken back."""

    def forgotten(self, name: str) -> None:
        """It was lost."""

    def misread(self, name: str) -> None:
        """It was shown as it was."""


class Weather:
    """Nature, and what it has put off."""

    def __init__(self) -> None:
        self.later: list[Callable[[], object]] = []
        self.now = BEGIN
        self.nature = Nature(self._wait, self._put_off, lambda: None, lambda: self.now)

    def _wait(self, span: timedelta) -> None:
        self.now += span

    def _put_off(self, _span: timedelta, act: Callable[[], object]) -> None:
        self.later.append(act)

    def order(self, place: Place, blow: Blow) -> None:
        """Strike the next call to *place*."""
        self.nature.begin_pass()
        self.nature.ordered = [(place, 1, blow)]

    def drafts(self) -> SimulatedStore[Draft]:
        """A mailbox in it."""
        return SimulatedStore(Place.DRAFTS, self.nature, Unmoved())

    def reminders(self) -> SimulatedStore[Reminder]:
        """A calendar of reminders in it."""
        return SimulatedStore(Place.REMINDERS, self.nature, Unmoved())

    def calendar(self) -> SimulatedCalendar:
        """A watched calendar in it."""
        return SimulatedCalendar("memory", self.nature, lambda _name, _shown: None)


class TestSimulatedDrafts(StoreContract[Draft]):
    """A mailbox in fair weather."""

    @pytest.fixture
    def place(self) -> DraftsInMemory:
        return DraftsInMemory(Weather().drafts())


class TestSimulatedReminders(StoreContract[Reminder]):
    """A calendar of reminders in fair weather."""

    @pytest.fixture
    def place(self) -> RemindersInMemory:
        return RemindersInMemory(Weather().reminders())


class TestSimulatedCalendar(CalendarSourceContract):
    """A watched calendar in fair weather."""

    @pytest.fixture
    def place(self) -> CalendarPlace:
        return Memory(Weather().calendar())


class TestSimulatedLedger(LedgerContract):
    """The ledger in fair weather."""

    @pytest.fixture
    def ledger(self, tmp_path: Path) -> Iterator[Ledger]:
        ledger: Ledger = SimulatedLedger(tmp_path / "ledger.sqlite", Weather().nature)
        yield ledger
        ledger.close()


def test_a_write_that_is_refused_or_killed_before_does_nothing() -> None:
    """Neither an error nor a dead process leaves anything at the server."""
    weather = Weather()
    store = weather.drafts()
    for blow, error in ((Blow.REFUSED, TemporaryError), (Blow.KILLED_BEFORE, Killed)):
        weather.order(Place.DRAFTS, blow)
        with pytest.raises(error):
            store.create(draft())
        assert not store.items


def test_a_lost_answer_or_a_late_death_leaves_what_was_written() -> None:
    """It lies there, and nobody was told."""
    for blow, error in ((Blow.ANSWER_LOST, TemporaryError), (Blow.KILLED_AFTER, Killed)):
        weather = Weather()
        store = weather.drafts()
        weather.order(Place.DRAFTS, blow)
        with pytest.raises(error):
            store.create(draft())
        assert NAME in store.items


def test_what_is_done_later_is_done_under_the_same_conditions() -> None:
    """A creation that comes to be worked on when the name is taken conflicts, as it would have at once."""
    weather = Weather()
    store = weather.drafts()
    weather.order(Place.DRAFTS, Blow.DONE_LATER)
    with pytest.raises(TemporaryError):
        store.create(draft())
    assert not store.items
    (act,) = weather.later
    store.create(draft())

    with pytest.raises(ConflictError):
        act()


def test_what_is_forgotten_was_there() -> None:
    """The server says yes, and has lost it a while after."""
    weather = Weather()
    store = weather.drafts()
    weather.order(Place.DRAFTS, Blow.FORGOTTEN)
    store.create(draft())
    assert NAME in store.items

    weather.later[0]()

    assert not store.items


def test_an_old_answer_is_one_from_before_the_last_write() -> None:
    """For a minute after a write a list may not know of it."""
    weather = Weather()
    store = weather.drafts()
    store.create(draft())
    weather.order(Place.DRAFTS, Blow.STALE)
    assert store.find(NAME) is None

    weather.now += timedelta(minutes=5)
    weather.order(Place.DRAFTS, Blow.STALE)
    assert store.find(NAME) is not None


def test_a_calendar_can_be_empty_halved_or_old() -> None:
    """What it answers, and that it was struck, are two things: nobody is told."""
    weather = Weather()
    calendar = weather.calendar()
    calendar.occurrences = [dentist(name, BEGIN, BEGIN + timedelta(hours=1)) for name in ("one", "two")]
    question = Question(TimeSpan(BEGIN - timedelta(days=1), BEGIN + timedelta(days=1)))

    def read(blow: Blow) -> Reading:
        weather.order(Place.CALENDAR, blow)
        return calendar.read(question)

    assert read(Blow.EMPTY) == Reading()
    assert len(read(Blow.HALF).occurrences) == 1
    assert not read(Blow.STALE).occurrences
    assert len(calendar.read(question).occurrences) == 2


def test_a_full_disk_is_an_error_of_the_ledger(tmp_path: Path) -> None:
    """Nothing of that call is written."""
    weather = Weather()
    ledger = SimulatedLedger(tmp_path / "ledger.sqlite", weather.nature)
    weather.order(Place.LEDGER, Blow.REFUSED)

    with pytest.raises(LedgerError):
        ledger.save_items([item()])

    assert not ledger.recall("personal").items
    ledger.close()
