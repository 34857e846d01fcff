"""The contract of `CalendarSource`, held by each adapter."""

from __future__ import annotations

import shutil
from datetime import UTC
from pathlib import Path

import pytest

from daemon.domain.errors import TemporaryError
from daemon.domain.occurrence import Attendee, Occurrence, Participation
from daemon.domain.policy import Me, TagRules
from integrations.local.vdir import VdirCalendar
from integrations.memory import MemoryCalendar
from tests.contracts.calendar_source import ME, WEEK, CalendarSourceContract, Event, Place

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
            "work",
            self.path,
            rules=TagRules(),
            home=UTC,
            index_path=self._index,
            clock=lambda: self._now,
            me=Me("Sam Lee", "sam.lee@example.org", (ME.title(),)),
        )

    def put(self, event: Event) -> str:
        form = ";VALUE=DATE:%Y%m%d" if event.is_all_day else ":%Y%m%dT%H%M%SZ"
        lines = [
            "BEGIN:VCALENDAR",
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTART{event.start:{form}}",
            f"DTEND{event.start + event.length:{form}}",
            *([f"RRULE:FREQ=WEEKLY;COUNT={event.weeks}"] if event.weeks > 1 else []),
            *(["TRANSP:TRANSPARENT"] if event.is_free else []),
            *([f"ATTENDEE;PARTSTAT=DECLINED:mailto:{ME}"] if event.is_declined else []),
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
        self.remove(event.uid)
        for start in (event.start + week * WEEK for week in range(event.weeks)):
            occurrence = Occurrence(
                event=event.uid,
                uid=event.uid,
                calendar="memory",
                title=event.title,
                description=event.description,
                start=start,
                end=start + event.length,
                recurrence_id=f"{start:%Y%m%dT%H%M%SZ}" if event.weeks > 1 else "",
                all_day=event.is_all_day,
                is_cancelled=event.is_cancelled,
                attendees=(Attendee(ME, participation=Participation.DECLINED, is_self=True),) * event.is_declined,
            )
            self._calendar.occurrences.append(occurrence)
        if event.is_free:
            self._calendar.free.add(event.uid)
        return event.uid

    def remove(self, uid: str) -> str:
        self._calendar.free.discard(uid)
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
