"""Why a note is late: every cause by itself, and which goes before which."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from daemon.domain.lateness import Change, Circumstances, why_late
from tests.factories import BERLIN, END, START

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

#: Known for a week, read five minutes ago, and yet not written 30 hours after its end. Times in Berlin: END is 15:00.
BASE = Circumstances(
    due=END + HOUR,
    deadline=END + DAY,
    now=END + 30 * HOUR,
    first_seen=START - 7 * DAY,
    last_read=END + 30 * HOUR - 5 * MINUTE,
)

OFF: dict[str, Any] = {"last_read": END}
REFUSED: dict[str, Any] = {"failing_since": END + HOUR, "error": "The mailbox is full."}
SEEN_NOW: dict[str, Any] = {"first_seen": END + 30 * HOUR}
UNREADABLE: dict[str, Any] = {"last_read": END, "read_error": "the folder is gone"}

WAS_REFUSED = "From Tue 1 Dec, 16:00 on every try failed: The mailbox is full."
WAS_OFF = "Afterword did not run between Tue 1 Dec, 15:00 and Wed 2 Dec, 21:00."
NOT_LOOKED = "Afterword did not look at its calendar between Tue 1 Dec, 15:00 and Wed 2 Dec, 21:00."
NOT_READ = "Its calendar could not be read between Tue 1 Dec, 15:00 and Wed 2 Dec, 21:00: the folder is gone."
TAGGED_LATE = "It was tagged, or came onto the calendar, too late: it was first seen on Wed 2 Dec, 21:00."
MOVED = "The interview was moved too late: when it ended is known since Wed 2 Dec, 21:00."


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({}, "Why is not known."),
        (REFUSED, WAS_REFUSED),
        (OFF, WAS_OFF),
        (REFUSED | OFF, f"{WAS_REFUSED} {WAS_OFF}"),
        (SEEN_NOW, TAGGED_LATE),
        (SEEN_NOW | {"first_seen": END + 29 * HOUR}, TAGGED_LATE.replace("21:00", "20:00")),
        (SEEN_NOW | {"last_read": None}, "Its calendar was read for the first time on Wed 2 Dec, 21:00."),
        (SEEN_NOW | OFF, NOT_LOOKED),
        (SEEN_NOW | UNREADABLE, NOT_READ),
        ({"change": Change.MOVED}, MOVED),
        ({"change": Change.RETURNED}, "It counts as an interview again only since Wed 2 Dec, 21:00."),
        (
            {"change": Change.OTHER},
            "No such note was owed before the event was changed; that was seen on Wed 2 Dec, 21:00.",
        ),
        # What was changed while nobody looked may have been changed in time.
        ({"change": Change.MOVED} | OFF, NOT_LOOKED),
        ({"change": Change.MOVED} | UNREADABLE, NOT_READ),
        # Notes were added to the event, say; that is no reason where the mailbox refused all the time.
        ({"change": Change.OTHER} | REFUSED, WAS_REFUSED),
        # An unreadable calendar keeps back no note for an interview that is known.
        (UNREADABLE, WAS_OFF.replace("15:00", "16:00")),
        (UNREADABLE | REFUSED, WAS_REFUSED),
        # A refusal after the deadline, and a gap that does not reach it, explain nothing.
        (REFUSED | {"failing_since": END + 25 * HOUR}, "Why is not known."),
        ({"last_read": END + 25 * HOUR}, "Why is not known."),
        # Nor do the five minutes between two passes.
        ({"now": END + DAY + MINUTE, "last_read": END + DAY - 4 * MINUTE}, "Why is not known."),
    ],
)
def test_why_a_note_is_late(facts: dict[str, Any], why: str) -> None:
    """Each cause has its sentence; several stand in their order."""
    assert why_late(replace(BASE, **facts), BERLIN) == why


@pytest.mark.parametrize(
    "error",
    ["The mailbox is full. It will be tried again.", "The mailbox is full. Run `afterword login personal`."],
)
def test_what_follows_from_an_error_is_not_repeated(error: str) -> None:
    """The reason is read when that has long been done."""
    assert why_late(replace(BASE, **(REFUSED | {"error": error})), BERLIN) == WAS_REFUSED
