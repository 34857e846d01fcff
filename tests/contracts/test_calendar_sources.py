"""The contract of `CalendarSource`, held by each adapter."""

from __future__ import annotations

import shutil
from datetime import UTC
from pathlib import Path

import pytest

from daemon.domain.errors import TemporaryError
from daemon.domain.occurrence import Occurrence
from daemon.domain.policy import TagRules
from integrations.local.vdir import VdirCalendar
from integrations.memory import MemoryCalendar
from tests.contracts.calendar_source import CalendarSourceContract, Event, Place

#: Clocks (nanoseconds) by which files just written are old enough to be trusted as unchanged, or too young.
LATER = 4_000_000_000_000_000_000
EARLIER = 0


class Folder:
    """A calendar in a folder, one file for each event, written as a sync tool does."""

    def __init__(self, path: Path, now: int) -> None:
        self.path = path / "work"
        self.path.mkdir()
        self._index = path / "state" / "work.index"
        self._now = now

    def source(self) -> VdirCalendar:
        return VdirCalendar(
            "work", self.path, rules=TagRules(), home=UTC, index_path=self._index, clock=lambda: self._now
        )

    def put(self, event: Event) -> str:
        lines = [
            "BEGIN:VCALENDAR",
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTART:{event.start:%Y%m%dT%H%M%SZ}",
            f"DTEND:{event.start + event.length:%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{event.title}",
            f"DESCRIPTION:{event.description}",
            "STATUS:CANCELLED" if event.is_cancelled else "STATUS:CONFIRMED",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
        temporary = self.path / ".new"
        temporary.write_text("\r\n".join(lines), encoding="utf-8")
        temporary.replace(self.path / f"{event.uid}.ics")
        return f"{event.uid}.ics"

    def remove(self, uid: str) -> str:
        (self.path / f"{uid}.ics").unlink()
        return f"{uid}.ics"

    def vanish(self) -> None:
        shutil.rmtree(self.path)


class Memory:
    """A calendar in memory."""

    def __init__(self, calendar: MemoryCalendar | None = None) -> None:
        self._calendar = calendar or MemoryCalendar("memory")

    def source(self) -> MemoryCalendar:
        return self._calendar

    def put(self, event: Event) -> str:
        occurrence = Occurrence(
            event=event.uid,
            uid=event.uid,
            calendar="memory",
            title=event.title,
            description=event.description,
            start=event.start,
            end=event.start + event.length,
            is_cancelled=event.is_cancelled,
        )
        self.remove(event.uid)
        self._calendar.occurrences.append(occurrence)
        return event.uid

    def remove(self, uid: str) -> str:
        self._calendar.occurrences = [one for one in self._calendar.occurrences if one.uid != uid]
        return uid

    def vanish(self) -> None:
        self._calendar.error = TemporaryError("memory", "out of reach")


class TestVdirCalendar(CalendarSourceContract):
    """A folder of iCalendar files."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Place:
        return Folder(tmp_path, LATER)


class TestVdirCalendarWithoutTrust(CalendarSourceContract):
    """The same while every file is too young to be trusted as unchanged."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Place:
        return Folder(tmp_path, EARLIER)


class TestMemoryCalendar(CalendarSourceContract):
    """The fake that other tests rely on."""

    @pytest.fixture
    def place(self) -> Place:
        return Memory()
