"""The stores in memory: the contract, and failures on order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from daemon.domain.errors import TemporaryError
from daemon.domain.item import Draft, Reminder
from daemon.ports import Store
from integrations.memory import Fault, MemoryStore
from tests.contracts.store import NAME, StoreContract, draft, reminder


@dataclass
class DraftsInMemory:
    store: MemoryStore[Draft] = field(default_factory=MemoryStore)

    def content(self, name: str = NAME, words: str = "As it was planned.") -> Draft:
        return draft(name, words)

    def reopen(self) -> Store[Draft]:
        return self.store

    def names(self) -> list[str]:
        return list(self.store.items)

    def edit(self, name: str) -> None:
        self.store.items[name] = replace(self.store.items[name], text="My own words.")

    def delete(self, name: str) -> None:
        del self.store.items[name]


@dataclass
class RemindersInMemory:
    store: MemoryStore[Reminder] = field(default_factory=MemoryStore)

    def content(self, name: str = NAME, words: str = "As it was planned.") -> Reminder:
        return reminder(name, words)

    def reopen(self) -> Store[Reminder]:
        return self.store

    def names(self) -> list[str]:
        return list(self.store.items)

    def edit(self, name: str) -> None:
        self.store.items[name] = replace(self.store.items[name], title="My own words")

    def delete(self, name: str) -> None:
        del self.store.items[name]


class TestDraftsInMemory(StoreContract[Draft]):
    @pytest.fixture
    def place(self) -> DraftsInMemory:
        return DraftsInMemory()


class TestRemindersInMemory(StoreContract[Reminder]):
    @pytest.fixture
    def place(self) -> RemindersInMemory:
        return RemindersInMemory()


def test_a_call_told_to_fail_before_does_nothing() -> None:
    """The n-th call raises, and nothing was written."""
    store: MemoryStore[Draft] = MemoryStore()
    store.faults.at = {2: Fault.BEFORE}

    assert store.find(NAME) is None
    with pytest.raises(TemporaryError):
        store.create(draft())

    assert store.items == {}
    assert store.find(NAME) is None


def test_a_lost_answer_leaves_what_was_done() -> None:
    """The n-th call raises after the work was done."""
    store: MemoryStore[Draft] = MemoryStore()
    store.faults.at = {1: Fault.AFTER, 3: Fault.AFTER}

    with pytest.raises(TemporaryError):
        store.create(draft())
    found = store.find(NAME)
    assert found is not None
    with pytest.raises(TemporaryError):
        store.remove(NAME, found)

    assert store.items == {}


def test_a_kill_can_be_played() -> None:
    """What is raised can be something that no error handling catches."""
    store: MemoryStore[Draft] = MemoryStore()
    store.faults.at = {1: Fault.AFTER}
    store.faults.error = KeyboardInterrupt()

    with pytest.raises(KeyboardInterrupt):
        store.create(draft())

    assert list(store.items) == [NAME]
