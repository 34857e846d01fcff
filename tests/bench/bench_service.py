"""
What the service costs and how prompt it is: one account at Google (the strict server), one on folders.

    python -m tests.bench.bench_service [SECONDS]

Goals, over SECONDS (default 600) of doing nothing, beside a bare APScheduler process with Google's client loaded and a
job each minute, in the same run: at most 1.5 times its resident memory and 3 times its wake-ups. Ready within a second
of starting. A note is in the drafts within 2 seconds of its due instant. A month of virtual time, in which the clock
goes on by six hours at a time and an interview is held each day, leaves memory where it was.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench import google_memory
from tests.bench.bench_idle import cpu_ticks, resident, status
from tests.bench.bench_reading import Report
from tests.bench.google_account import plain_environment
from tests.bench.google_memory import running, sample_server
from tests.local_account import PROGRAM, event, until, utc_text
from tests.service.clock import HandClock, library
from tests.service.supervising import Manager, waits_for

MEMORY_GOAL, WAKE_GOAL, READY_GOAL, NOTE_GOAL = 1.5, 3.0, 1.0, 2.0
#: MiB that a month may leave behind: noise of the allocator.
MONTH_GOAL = 1.0

#: The floor: what a service of this kind is made of, and nothing more. It looks at the clock as often as ours.
FLOOR = google_memory.FLOOR.replace("seconds=3600", "seconds=60")

CONFIGURATION = """
[google]
api_root = "{root}"

[thank_you]
delay_minutes = 0

[accounts.personal]
name = "Sam Lee"
email = "sam@example.com"
timezone = "Europe/Berlin"
country = "DE-BE"
calendar = {{ backend = "google", watch = ["primary"] }}
mailbox = {{ backend = "gmail" }}

[accounts.local]
name = "Sam Lee"
email = "sam@example.com"
timezone = "Europe/Berlin"
calendar = {{ backend = "local", path = "calendars", watch = ["work"] }}
mailbox = {{ backend = "maildir", path = "mail" }}
"""


class Both:
    """The service on both accounts, in *folder*."""

    def __init__(self, folder: Path, root: str, login: dict[str, Any]) -> None:
        self.folder = folder
        self.watched = folder / "calendars" / "work"
        self.watched.mkdir(parents=True)
        (folder / "config.toml").write_text(CONFIGURATION.format(root=root))
        token = folder / "state" / "tokens" / "personal.json"
        token.parent.mkdir(mode=0o700, parents=True)
        token.write_text(json.dumps(login))

    def put(self, uid: str, end: datetime) -> None:
        """An hour on the local calendar that is over at *end*."""
        scratch = self.watched / f".{uid}"
        start = end - timedelta(hours=1)
        by = (f"Jane {uid.title()}", f"jane@{uid}.example")
        scratch.write_text(event(uid, start, by=by, title=f"Interview at {uid.title()} #interview"), newline="")
        scratch.rename(self.watched / f"{uid}.ics")

    def drafts(self) -> list[Path]:
        """The drafts on this machine."""
        return list((self.folder / "mail" / "Drafts" / "cur").glob("*"))

    def log(self) -> str:
        """What the service has logged."""
        return (self.folder / "log.txt").read_text()

    @contextmanager
    def service(self, patience: float = 0, **environ: str) -> Iterator[tuple[int, Manager, float]]:
        """Run it; gives the process id, its manager, and how many seconds it took until it was ready."""
        manager = Manager(self.folder / "notify", patience, ends=False)
        environment = plain_environment(
            AFTERWORD_CONFIG=str(self.folder / "config.toml"),
            AFTERWORD_STATE_DIR=str(self.folder / "state"),
            **environ,
        )
        began = time.monotonic()
        process = manager.start((*PROGRAM, "run"), environment, self.folder / "log.txt")
        try:
            until(waits_for(manager, "READY"), "READY", 60)
            ready = next(at for at, text in manager.told if "READY" in text) - began
            until(lambda: manager.values("STATUS"), "the first passes", 60)
            yield process.pid, manager, ready
        finally:
            manager.close()
            (self.folder / "notify").unlink()


def main() -> int:
    """Print the figures; 1 where a goal was missed."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600
    report = Report()
    with sample_server() as (root, login), tempfile.TemporaryDirectory(prefix="bench-service-") as folder:
        both = Both(Path(folder), root, login)
        both.put("acme", datetime.now(UTC) - timedelta(hours=2))
        with both.service() as (_, _, ready):
            until(both.drafts, "the local note", 60)
            report.judge(
                f"ready: {ready:.2f} s after starting, the first time (goal: {READY_GOAL:g})", ready <= READY_GOAL
            )
        idle(report, both, seconds)
        promptness(report, both)
    with sample_server() as (root, login), tempfile.TemporaryDirectory(prefix="bench-service-") as folder:
        a_month(report, Both(Path(folder), root, login), days=30)
    return int(report.missed > 0)


def idle(report: Report, both: Both, seconds: float) -> None:
    """Print what doing nothing costs."""
    with running(FLOOR) as floor, both.service(patience=600) as (pid, _, ready):
        time.sleep(5)
        before = [(status(one, "voluntary_ctxt_switches"), cpu_ticks(one)) for one in (floor, pid)]
        time.sleep(seconds)
        after = [(status(one, "voluntary_ctxt_switches"), cpu_ticks(one)) for one in (floor, pid)]
        report.judge(f"ready: {ready:.2f} s after starting (goal: {READY_GOAL:g})", ready <= READY_GOAL)
        least, ours = resident(floor), resident(pid)
        report.judge(
            f"resident: {ours:.1f} MiB, {ours / least:.2f} x APScheduler with Google's client ({least:.1f} MiB; goal "
            f"{MEMORY_GOAL:g})",
            ours / least <= MEMORY_GOAL,
        )
        (least_wakes, _), (wakes, ticks) = (
            (late[0] - early[0], late[1] - early[1]) for early, late in zip(before, after, strict=True)
        )
        report.judge(
            f"wake-ups: {wakes} in {seconds:.0f} s, {wakes / max(least_wakes, 1):.1f} x the floor ({least_wakes}; goal "
            f"{WAKE_GOAL:g}); CPU {ticks * 10} ms",
            wakes <= WAKE_GOAL * max(least_wakes, 1),
        )


def promptness(report: Report, both: Both, notes: int = 5) -> None:
    """Print how long after its due instant a note lies in the drafts."""
    waits = []
    with both.service() as (_, _, _):
        for number in range(notes):
            count = len(both.drafts())
            due = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)
            both.put(f"prompt{number}", due)
            until(lambda count=count: len(both.drafts()) > count, "a note", 30)  # type: ignore[misc]
            waits.append((datetime.now(UTC) - due).total_seconds())
    assert min(waits) >= 0, f"a note came early: {waits}"
    report.judge(
        f"note in the drafts: {min(waits):.2f} to {max(waits):.2f} s after its due instant (goal: {NOTE_GOAL:g})",
        max(waits) <= NOTE_GOAL,
    )


def a_month(report: Report, both: Both, days: int) -> None:
    """Print what so many days leave behind."""
    faketime = library()
    assert faketime is not None, "libfaketime is not installed"
    clock = HandClock(both.folder / "clock", faketime)
    began = datetime(2026, 12, 1, 6, tzinfo=UTC)
    clock.set(began)
    sizes = []
    with both.service(patience=0.9, **clock.environ) as (pid, _, _):
        for day in range(days):
            both.put(f"company{day}", began + timedelta(days=day, hours=5))
            for hours in (6, 12, 18, 24):
                jumps = both.log().count("clock_jumped")
                clock.set(began + timedelta(days=day, hours=hours))
                until(lambda jumps=jumps: both.log().count("clock_jumped") > jumps, "the jump", 30)  # type: ignore[misc]
            until(lambda day=day: len(both.drafts()) > day, f"the note of {utc_text(began)} + {day}", 30)  # type: ignore[misc]
            sizes.append(resident(pid))
    fifth = days // 5
    early, late = (sorted(part)[len(part) // 2] for part in (sizes[fifth : 2 * fifth], sizes[-fifth:]))
    report.judge(
        f"a month: {early:.1f} MiB in its second week, {late:.1f} MiB at its end, {late - early:+.2f} (goal: "
        f"{MONTH_GOAL:g}); {len(both.drafts())} notes",
        late - early <= MONTH_GOAL,
    )


if __name__ == "__main__":
    sys.exit(main())
