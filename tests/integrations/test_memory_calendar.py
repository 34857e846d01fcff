"""The calendar in memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from daemon.domain.errors import TemporaryError
from daemon.domain.occurrence import Occurrence, TimeSpan
from daemon.ports import Question
from integrations.memory import MemoryCalendar

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
DAY = TimeSpan(NOON - timedelta(hours=12), NOON + timedelta(hours=12))


def occurrence(uid: str, start: datetime, recurrence_id: str = "") -> Occurrence:
    return Occurrence(uid, uid, "memory", "Interview", "", start, start + timedelta(hours=1), recurrence_id)


def test_it_gives_what_is_in_sight_and_what_is_asked_for() -> None:
    """Occurrences outside the window are left out unless their identity is wanted; all events are counted."""
    today, later, series = (
        occurrence("a", NOON),
        occurrence("b", NOON + timedelta(days=9)),
        occurrence("c", NOON + timedelta(days=9), "20261205T120000Z"),
    )
    calendar = MemoryCalendar("work", [today, later, series])

    assert calendar.read(Question(DAY)).occurrences == (today,)
    assert calendar.read(Question(DAY, frozenset({series.identity}))).occurrences == (today, series)
    assert calendar.read(Question(DAY)).events == 3


def test_one_occurrence_is_found_wherever_it_is() -> None:
    """By its identity, or not at all once it is gone."""
    later = occurrence("b", NOON + timedelta(days=900))
    calendar = MemoryCalendar("work", [later])

    assert calendar.find(later.event, later.identity) == later
    calendar.occurrences.clear()
    assert calendar.find(later.event, later.identity) is None


def test_it_can_be_out_of_reach() -> None:
    """The error that was set is raised by every look."""
    calendar = MemoryCalendar("work", [occurrence("a", NOON)])
    calendar.error = TemporaryError("work", "It is out of reach.")

    with pytest.raises(TemporaryError):
        calendar.read(Question(DAY))
    with pytest.raises(TemporaryError):
        calendar.find("a", "a")
