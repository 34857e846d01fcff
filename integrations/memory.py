"""
A calendar and a store in memory, with failures on order: for tests, simulations and dry runs.

They keep the same contracts as the real ones (`tests/contracts`). What a person or a broken network would do to those
is done to these by plain attributes: `store.items`, `store.faults`, `calendar.occurrences`, `calendar.error`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar

from daemon.domain.errors import ConflictError, IntegrationError, TemporaryError
from daemon.domain.item import Draft, Reminder
from daemon.domain.occurrence import Occurrence, Participation, TimeSpan
from daemon.ports import Found, Lost, Question, Reading, Unreadable

Content = TypeVar("Content", Draft, Reminder)


class Fault(Enum):
    """How a call fails."""

    #: The request never arrived: nothing was done.
    BEFORE = "before"
    #: It was done, and the answer was lost.
    AFTER = "after"


@dataclass
class Faults:
    """Which calls fail, counted from 1 over all methods that look or write."""

    at: dict[int, Fault] = field(default_factory=dict)
    #: What is raised; a `BaseException` such as `KeyboardInterrupt` plays a process that is killed.
    error: BaseException = field(default_factory=lambda: TemporaryError("memory", "This call was told to fail."))
    calls: int = 0

    def begin(self) -> Fault | None:
        """Count a call; raise if it shall not arrive, else give how it ends."""
        self.calls += 1
        fault = self.at.get(self.calls)
        if fault is Fault.BEFORE:
            raise self.error
        return fault

    def end(self, fault: Fault | None) -> None:
        """Raise if the answer of the call shall be lost."""
        if fault is Fault.AFTER:
            raise self.error


class MemoryStore(Generic[Content]):
    """A `Store` in a dict; *items* is what lies there, by name, free to be edited or deleted as a person would."""

    def __init__(self, name: str = "memory") -> None:
        self.name = name
        self.items: dict[str, Content] = {}
        self.faults = Faults()

    def find(self, name: str, ref: str = "", lost: Lost | None = None) -> Found | None:  # noqa: ARG002 - the port's
        """See `Store.find`."""
        fault = self.faults.begin()
        found = self._found(name)
        self.faults.end(fault)
        return found

    def create(self, content: Content, later: Collection[str] = ()) -> Found:
        """See `Store.create`."""
        fault = self.faults.begin()
        if not self.items.keys().isdisjoint((content.name, *later)):
            raise ConflictError(self.name, "Something of that name is there already.")
        return self._put(content, fault)

    def replace(self, name: str, found: Found, content: Content) -> Found:
        """See `Store.replace`."""
        fault = self.faults.begin()
        if self._untouched(name, found) is None:
            raise ConflictError(self.name, "It is no longer there.")
        return self._put(content, fault)

    def remove(self, name: str, found: Found) -> None:
        """See `Store.remove`."""
        fault = self.faults.begin()
        if self._untouched(name, found) is not None:
            del self.items[name]
        self.faults.end(fault)

    def remarks(self) -> Sequence[str]:
        """See `Store.remarks`."""
        return ()

    def reach(self) -> None:
        """See `Store.reach`."""
        self.faults.end(self.faults.begin())

    def close(self) -> None:
        """Nothing is held open."""

    def _put(self, content: Content, fault: Fault | None) -> Found:
        self.items[content.name] = content
        self.faults.end(fault)
        return Found(content.name, content.fingerprint(), f"memory:{content.name}")

    def _found(self, name: str) -> Found | None:
        content = self.items.get(name)
        return Found(name, content.fingerprint(), f"memory:{name}") if content else None

    def _untouched(self, name: str, found: Found) -> Found | None:
        current = self._found(name)
        if current is not None and current.fingerprint != found.fingerprint:
            raise ConflictError(self.name, "It was changed by somebody else.")
        return current


class MemoryCalendar:
    """
    A `CalendarSource` over *occurrences*; *error*, where set, is what every look at it raises.

    *free* holds the UIDs of events that are marked as free; the person is the guest with `is_self`.
    """

    def __init__(self, name: str = "memory", occurrences: Iterable[Occurrence] = ()) -> None:
        self.name = name
        self.occurrences = list(occurrences)
        self.free: set[str] = set()
        self.unreadable: list[Unreadable] = []
        self.error: IntegrationError | None = None

    def read(self, question: Question, changed: frozenset[str] | None = None) -> Reading:  # noqa: ARG002 - the port's
        """See `CalendarSource.read`. Untagged events are always given."""
        self._fail_if_told()
        in_sight = (
            one
            for one in self.occurrences
            if question.window.overlaps(one.start, one.end) or one.identity in question.wanted
        )
        events = len({one.uid for one in self.occurrences})
        busy = [
            TimeSpan(one.start, one.end)
            for one in (self.occurrences if question.busy else ())
            if self._takes_time(one) and question.window.overlaps(one.start, one.end)
        ]
        return Reading(tuple(in_sight), tuple(self.unreadable), events, tuple(busy))

    def find(self, event: str, identity: str) -> Occurrence | None:  # noqa: ARG002 - the port's signature
        """See `CalendarSource.find`."""
        self._fail_if_told()
        return next((one for one in self.occurrences if one.identity == identity), None)

    def _takes_time(self, one: Occurrence) -> bool:
        is_declined = any(guest.is_self and guest.participation is Participation.DECLINED for guest in one.attendees)
        is_off = one.is_cancelled or is_declined or one.uid in self.free
        return not is_off and not one.all_day and one.start < one.end

    def _fail_if_told(self) -> None:
        if self.error is not None:
            raise self.error
