"""Shows what the program said, and what was read back, as `afterword demo` shows things."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from daemon.cli.demo_data import SampleEvent
from daemon.cli.output import Cell, Screen, Styled
from daemon.cli.words import counted, listed, moment_in_words, span_in_words
from tests.demo_google.plain import PlainDraft


class WrongError(Exception):
    """Something is not as it should be."""


def check(holds: object, what: str) -> None:
    """Raise a WrongError that says *what* should hold, unless it does."""
    if not holds:
        raise WrongError(what)


def show_calendar(page: Screen, events: Sequence[SampleEvent], zone: tzinfo, now: datetime) -> None:
    """Show the sample events."""
    rows: list[list[Cell]] = []
    for one in sorted(events, key=lambda one: one.start):
        tags = " ".join(re.findall(r"#\w+", " ".join(one.lines)))
        state = "cancelled" if one.is_cancelled else tags or "no tag"
        guests = listed([name for name, _ in one.guests])
        rows.append([span_in_words(one.start, one.end, zone, now), one.title, guests, Styled(state, "quiet")])
    page.table(["When", "Event", "Guests", ""], rows)


def show_run(page: Screen, result: subprocess.CompletedProcess[str]) -> None:
    """Show what a command said; it must have ended well."""
    is_well = result.returncode == 0 and not result.stderr
    check(is_well, f"the command ended with {result.returncode} and said: {result.stderr}")
    for line in result.stdout.splitlines():
        page.line(line, "good")


def show_drafts(page: Screen, drafts: Sequence[PlainDraft]) -> None:
    """Show each draft in full."""
    for draft in drafts:
        header = "\n".join(f"{name}: {draft.mail[name]}" for name in ("From", "To", "Subject"))
        page.panel(f"Note to {draft.to}", f"{header}\n\n{draft.text}", f"draft {draft.id}")


def show_reminders(page: Screen, events: Sequence[dict[str, Any]], zone: tzinfo, now: datetime) -> None:
    """Show when each reminder is, and its title."""
    rows: list[list[Cell]] = [
        [moment_in_words(datetime.fromisoformat(event["start"]["dateTime"]), zone, now), event["summary"]]
        for event in events
    ]
    page.table(["When", "Title"], rows)


def in_numbers(drafts: Sequence[PlainDraft], reminders: Sequence[dict[str, Any]]) -> str:
    """Say how many there are."""
    return f"{counted(len(drafts), 'draft')} and {counted(len(reminders), 'reminder')}"
