"""
Durable drafts and reminders a second, against the floor measured in the same run.

The floor is what cannot be spared: composing the bytes, writing them to a scratch file, fsync, rename. Ours adds the
look for something of that name, the exclusive link, the sync of the folder and reading back what lies there. The two
take turns in small rounds, so that a busy machine slows both. Looking again (nothing has changed) is measured too.

    python -m tests.bench.bench_writing [--count N] [--folder DIR]

Ends with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from daemon.domain.item import Draft, Kind, Mailbox, Reminder, item_name
from daemon.ports import Store
from integrations import ical_write, mime
from integrations.local.maildir import MaildirDrafts
from integrations.local.reminders import ReminderFolder

ROUND = 25
GOAL = 0.5
MORNING = datetime(2026, 11, 27, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
PARAGRAPH = "Thank you for taking the time to talk about the team, the migration and what the first months look like."


def draft(number: int) -> Draft:
    """Give a note of usual length."""
    text = "\n\n".join(["Hi Jane,", *[PARAGRAPH * 2] * 4, "Sam Lee"])
    return Draft(
        name=item_name("draft", number),
        sender=Mailbox("Sam Lee", "sam@example.com"),
        to=(Mailbox("Jane Doe", f"jane{number}@acme.example"),),
        subject="Thank you – Backend Engineer",
        text=text,
        html="".join(f"<p>{one}</p>" for one in text.split("\n\n")),
        date=MORNING,
    )


def reminder(number: int) -> Reminder:
    """Give a reminder of usual length."""
    return Reminder(
        name=item_name("reminder", number),
        kind=Kind.FOLLOW_UP,
        title="Follow up: ACME, Backend Engineer",
        description="\n".join([PARAGRAPH] * 4),
        start=MORNING + timedelta(days=number % 300),
        end=MORNING + timedelta(days=number % 300, minutes=15),
        popups=(0,),
    )


def write_bare(folder: Path, name: str, data: bytes) -> None:
    """Write as little as a durable rename needs."""
    scratch = folder / f".{name}"
    with scratch.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    scratch.rename(folder / name)


def measure(
    what: str,
    count: int,
    contents: list[Draft] | list[Reminder],
    store: Store[Draft] | Store[Reminder],
    next_process: Store[Draft] | Store[Reminder],
    compose: Callable[[Draft | Reminder], bytes],
    floor: Path,
) -> bool:
    """Write all *contents* both ways, in turns; print the rates, and say whether the goal is met."""
    floor.mkdir()
    bare = ours = 0.0
    refs = []
    for content in contents[:1]:
        store.create(content)  # type: ignore[arg-type]  # makes the folder, imports what is needed
    for first in range(1, count, ROUND):
        part = contents[first : first + ROUND]
        start = time.perf_counter()
        for one in part:
            write_bare(floor, one.name, compose(one))
        middle = time.perf_counter()
        for one in part:
            refs.append((one.name, store.create(one).ref))  # type: ignore[arg-type]
        bare += middle - start
        ours += time.perf_counter() - middle
    start = time.perf_counter()
    for name, ref in refs:
        next_process.find(name, ref)
    again = time.perf_counter() - start
    rate, limit = len(refs) / ours, len(refs) / bare
    print(f"{what}: {rate:7.0f} a second, floor {limit:7.0f}, ratio {rate / limit:.2f} (goal {GOAL})")
    print(f"{what}: {again / len(refs) * 1e6:7.1f} µs for the next process to look at an unchanged one")
    return rate / limit >= GOAL


def main() -> int:
    """Run both; see the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--folder", type=Path, help="on the disk to measure; default: the system's for temporary files")
    options = parser.parse_args()
    now = datetime.now(UTC)

    def draft_bytes(content: Draft | Reminder) -> bytes:
        assert isinstance(content, Draft)
        return mime.to_bytes(content, domain="example.com")

    def reminder_bytes(content: Draft | Reminder) -> bytes:
        assert isinstance(content, Reminder)
        return ical_write.to_ical(content, now=now)

    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        root = Path(folder)

        def drafts() -> MaildirDrafts:
            return MaildirDrafts("mailbox", root / "mail", "Drafts", "example.com")

        def reminders() -> ReminderFolder:
            return ReminderFolder("calendar", root / "calendars", "reminders")

        numbers = range(options.count + 1)
        notes, calls = [draft(number) for number in numbers], [reminder(number) for number in numbers]
        met = [
            measure("drafts   ", options.count, notes, drafts(), drafts(), draft_bytes, root / "bare-notes"),
            measure("reminders", options.count, calls, reminders(), reminders(), reminder_bytes, root / "bare-calls"),
        ]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
