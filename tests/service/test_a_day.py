"""
A day of the real service on a clock that is moved by hand: the machine sleeps, the clock jumps ahead and back.

libfaketime moves what the process takes for the time of day; its monotonic clock goes on as it does while a machine
sleeps: hardly at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.local_account import BILL, JANE, PROGRAM, LocalAccount, event, until
from tests.service.clock import HandClock, library
from tests.service.supervising import Manager, waits_for

#: A Tuesday; Berlin is an hour ahead.
DAY = datetime(2026, 12, 1, tzinfo=UTC)
ANN = ("Ann Other", "ann.other@globex.example")

#: Heartbeats come three times in this many seconds: a jump is noticed with the next.
PATIENCE = 1.5


class Day:
    """Sam's account, the service on it, and its clock."""

    def __init__(self, folder: Path, faketime: Path) -> None:
        self.account = LocalAccount(folder / "sam")
        self.manager = Manager(folder / "notify", PATIENCE)
        self._clock = HandClock(folder / "clock", faketime)

    def set_clock(self, hour: int, minute: int, second: int = 0) -> None:
        """Let it be that time of the day, in UTC, from here on."""
        self._clock.set(DAY + timedelta(hours=hour, minutes=minute, seconds=second))

    def jump(self, hour: int, minute: int, second: int = 0) -> None:
        """Set the clock, and wait until the service has noticed."""
        before = self.account.log().count("clock_jumped")
        self.set_clock(hour, minute, second)
        until(lambda: self.account.log().count("clock_jumped") > before, "that the jump was noticed")

    def start(self) -> None:
        """Start the service."""
        environ = {**self.account.environment, **self._clock.environ}
        self.manager.start((*PROGRAM, "run"), environ, self.account.folder / "log.txt")
        until(waits_for(self.manager, "STATUS"), "the first pass")

    def notes_to(self, person: tuple[str, str]) -> int:
        """How many drafts to *person* lie there."""
        return sum(person[1] in str(draft["To"]) for draft in self.account.drafts())


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    """Two interviews, from ten to eleven and from one to two."""
    faketime = library()
    if faketime is None:
        pytest.skip("libfaketime is not installed")
    day = Day(tmp_path, faketime)
    for name, hour, person in (("one", 10, JANE), ("two", 13, BILL)):
        start = DAY + timedelta(hours=hour)
        day.account.put(name, event(name, start, by=person, title=f"Interview {name} #interview"))
    yield day
    day.manager.close()


def test_a_day_with_sleep_and_clock_jumps(day: Day) -> None:
    """Each note lies there once, soon after its hour or after the machine woke, whatever the clock does."""
    day.set_clock(8, 0)
    day.start()
    assert not day.account.drafts()

    # The lid is closed before the first interview, and opened half an hour after its note was due.
    day.jump(12, 30)
    until(lambda: day.notes_to(JANE) == 1, "the first note")

    # The clock turns out to be three hours ahead, is put back, and is right again at last.
    day.jump(9, 30)
    day.jump(12, 31)

    # The second note's hour comes by itself.
    day.jump(14, 59, 50)
    until(lambda: day.notes_to(BILL) == 1, "the second note")
    day.account.put("three", event("three", DAY + timedelta(hours=12), by=ANN, title="Phone screen #interview"))
    until(lambda: day.notes_to(ANN) == 1, "the note for what was put there late")

    # A night and a day later.
    day.jump(40, 0)
    signs = len(day.manager.values("WATCHDOG"))
    until(waits_for(day.manager, "WATCHDOG", signs + 3), "signs of life after all that")

    assert [day.notes_to(person) for person in (JANE, BILL, ANN)] == [1, 1, 1]
    assert len(day.account.drafts()) == 3
    assert not day.manager.was_ended.is_set()
    assert "pass_broke" not in day.account.log()
    assert "late=yes" not in day.account.log()
