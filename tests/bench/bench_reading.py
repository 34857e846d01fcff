"""
Reading a local calendar, against the floors measured in the same run and, on demand, against khal.

    python -m tests.bench.bench_reading [COUNT] [--rounds N] [--khal]

Each figure is the median of a few rounds, each round in a fresh process, the ones that are compared in turn; the page
cache is warm. The times are those of the look itself, the import of the iCalendar libraries included where it needs
them. The answers are compared with what the generator says is in the calendar. Ends with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

NOW = datetime(2026, 11, 22, tzinfo=UTC)
DAYS_BACK, DAYS_AHEAD = 3, 60
GENERATOR = Path(__file__).with_name("make_calendar.py")
#: Files younger than this are read again at the next look (`index.RACY_NS`).
UNTIL_TRUSTED = 2.2

#: With fewer files, what is done once (imports, the index file) is most of each figure.
JUDGED_FROM = 10_000

FIRST_GOAL, SAME_GOAL, CHANGED_GOAL, MEMORY_GOAL, GROWTH_GOAL = 10.0, 3.0, 1.25, 64.0, 1.3
KHAL_FIRST_GOAL, KHAL_SAME_GOAL = 25.0, 15.0


# In the fresh process.


def read_all_bytes(folder: Path) -> None:
    """Do nothing but read: the floor of a first pass."""
    for entry in os.scandir(folder):
        descriptor = os.open(entry.path, os.O_RDONLY)
        os.read(descriptor, 1_000_000)
        os.close(descriptor)


def look_at_all_times(folder: Path) -> None:
    """Do nothing but list and stat: the floor of a pass in which nothing changed."""
    for entry in os.scandir(folder):
        entry.stat()


def work(task: str, folder: Path, index: Path) -> dict[str, Any]:
    """Do *task* once; give its seconds, the peak of this process's memory in MiB, and the answer."""
    if task in ("bytes", "stat"):
        floor = read_all_bytes if task == "bytes" else look_at_all_times
        return {"seconds": seconds_of(lambda: floor(folder))}
    from daemon.domain.occurrence import TimeSpan
    from daemon.domain.policy import TagRules
    from daemon.domain.tags import find_tag
    from daemon.domain.text import TITLE_LIMIT, one_line, to_text
    from daemon.ports import Question, Reading
    from integrations.local.vdir import VdirCalendar

    rules = TagRules()
    window = TimeSpan(NOW - timedelta(days=DAYS_BACK), NOW + timedelta(days=DAYS_AHEAD))
    source = VdirCalendar("bench", folder, rules=rules, home=ZoneInfo("Europe/Berlin"), index_path=index)
    readings: list[Reading] = []
    seconds = seconds_of(lambda: readings.append(source.read(Question(window))))
    found = sorted(
        f"{one.uid} {one.start:%Y%m%dT%H%M%SZ}"
        for one in readings[0].occurrences
        if one.start >= window.start
        and find_tag(one, one_line(one.title, TITLE_LIMIT), to_text(one.description), rules)
    )
    return {"seconds": seconds, "memory": peak_memory(), "events": readings[0].events, "found": found}


def seconds_of(task: Callable[[], None]) -> float:
    """Measure *task* once."""
    started = time.perf_counter()
    task()
    return time.perf_counter() - started


def peak_memory() -> float:
    """Give the most memory that this process ever held, in MiB (`ru_maxrss` would count the parent's)."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


# In the process that compares.


@dataclass(frozen=True)
class Calendar:
    """A generated calendar, and what it holds in the window."""

    folder: Path
    index: Path
    events: int
    expected: list[str]


def generate(place: Path, count: int) -> Calendar:
    """Make a calendar of *count* events."""
    folder, manifest = place / f"calendar-{count}", place / f"manifest-{count}.json"
    generator("--now", NOW.isoformat(), "--manifest", str(manifest), str(count), str(folder))
    window = [f"{NOW + timedelta(days=days):%Y%m%dT%H%M%SZ}" for days in (-DAYS_BACK, DAYS_AHEAD)]
    expected = [
        f"{one['uid']} {start}"
        for one in json.loads(manifest.read_text(encoding="utf-8"))["interview_list"]
        for start in one["starts"]
        if window[0] <= start < window[1]
    ]
    return Calendar(folder, place / f"index-{count}", count, sorted(expected))


def generator(*arguments: str) -> None:
    """Run the generator of calendars."""
    subprocess.run([sys.executable, str(GENERATOR), *arguments], check=True, capture_output=True)


def measure(task: str, calendar: Calendar) -> dict[str, Any]:
    """Do *task* in a fresh process and check its answer."""
    command = [sys.executable, "-m", "tests.bench.bench_reading", "--task", task]
    done = subprocess.run(
        [*command, "--folder", str(calendar.folder), "--index", str(calendar.index)],
        check=True,
        capture_output=True,
        text=True,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    if "found" in result and (result["found"] != calendar.expected or result["events"] != calendar.events):
        sys.exit(f"{task}: the answer is wrong: {len(result['found'])} found, {len(calendar.expected)} expected")
    return result


def run_rounds(calendar: Calendar, rounds: int) -> dict[str, float]:
    """Give the median seconds of each case, and the peak memory of a first pass."""
    seconds: dict[str, list[float]] = {}
    memory = []

    def note(name: str, result: dict[str, Any]) -> None:
        seconds.setdefault(name, []).append(result["seconds"])

    measure("bytes", calendar)  # warms the cache
    for number in range(rounds):
        calendar.index.unlink(missing_ok=True)
        note("bytes", measure("bytes", calendar))
        first = measure("look", calendar)
        note("first", first)
        memory.append(first["memory"])
        generator("--change", "10", "--seed", str(100 + number), "0", str(calendar.folder))
        time.sleep(UNTIL_TRUSTED)
        before = calendar.index.read_bytes()
        for _ in range(3):  # in turn, each time from the index that does not know of the change
            note("stat", measure("stat", calendar))
            calendar.index.write_bytes(before)
            note("changed", measure("look", calendar))
            note("same", measure("look", calendar))
    return {name: statistics.median(values) for name, values in seconds.items()} | {"memory": max(memory)}


@contextmanager
def khal_for(calendar: Calendar, place: Path) -> Iterator[Callable[[], float]]:
    """Give a function that lists the calendar with khal and gives the seconds that took."""
    config = place / "khal.conf"
    config.write_text(
        f"[calendars]\n[[bench]]\npath = {calendar.folder}\n[sqlite]\npath = {place / 'khal.db'}\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n",
        encoding="utf-8",
    )
    first_day = f"{NOW - timedelta(days=DAYS_BACK):%Y-%m-%d}"
    khal = Path(sys.executable).with_name("khal")
    command = [str(khal), "-c", str(config), "list", first_day, f"{DAYS_BACK + DAYS_AHEAD}d"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(place), "XDG_DATA_HOME": str(place)}

    def listing() -> None:
        subprocess.run(command, check=True, capture_output=True, env=environment)

    yield lambda: seconds_of(listing)


class Report:
    """Lines of figures, and whether a goal was missed."""

    def __init__(self) -> None:
        self.missed = 0
        self.is_judging = True

    def line(self, what: str, seconds: float, floor: float, floor_name: str, goal: float) -> None:
        """Print one figure with its ratio to *floor*, which is to be at most *goal*."""
        ratio = seconds / floor
        self.judge(
            f"{what:<28}{seconds:9.3f} s  {ratio:6.2f} x {floor_name:<16} (goal: at most {goal:g})", ratio <= goal
        )

    def judge(self, text: str, is_met: bool) -> None:
        """Print *text* with a mark."""
        self.missed += self.is_judging and not is_met
        print(f"{'ok  ' if is_met else 'MISS'} {text}" if self.is_judging else f"     {text}", flush=True)


def compare(count: int, rounds: int, *, with_khal: bool) -> int:
    """Measure all cases and print the report; gives the exit status."""
    report = Report()
    with tempfile.TemporaryDirectory(prefix="bench-reading-") as name:
        place = Path(name)
        first = {}
        sizes = sorted({max(1_000, count // 100), max(1_000, count // 10), count})
        for size in sizes:
            calendar = generate(place, size)
            time.sleep(UNTIL_TRUSTED)
            figures = run_rounds(calendar, rounds)
            first[size] = figures["first"]
            print(f"{size} files, {len(calendar.expected)} interviews in sight, all found")
            print(f"     {'reading all bytes':<28}{figures['bytes']:9.3f} s")
            print(f"     {'scandir and stat':<28}{figures['stat']:9.3f} s")
            report.is_judging = size >= JUDGED_FROM
            report.line("first pass", figures["first"], figures["bytes"], "reading", FIRST_GOAL)
            report.line("nothing changed", figures["same"], figures["stat"], "scandir + stat", SAME_GOAL)
            report.line("ten files changed", figures["changed"], figures["same"], "nothing changed", CHANGED_GOAL)
            memory = figures["memory"]
            report.judge(f"{'peak memory, first pass':<28}{memory:9.1f} MiB", memory <= MEMORY_GOAL)
        for small, large in pairwise(sizes):
            growth = first[large] / first[small] / (large / small)
            report.judge(f"growth from {small} to {large}: {growth:.2f} times linear", growth <= GROWTH_GOAL)
        if with_khal:
            with khal_for(calendar, place) as khal:
                for what, ours, goal in (
                    ("first", figures["first"], KHAL_FIRST_GOAL),
                    ("cached", figures["same"], KHAL_SAME_GOAL),
                ):
                    theirs = khal()
                    text = f"khal, {what} listing{'':<10}{theirs:9.3f} s, {theirs / ours:.0f} times ours"
                    report.judge(f"{text} (goal at 100,000: at least {goal:g})", theirs / ours >= goal)
    return 1 if report.missed else 0


def main() -> int:
    """Parse the arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--khal", action="store_true", help="compare with khal too; minutes at 100,000 files")
    parser.add_argument("--task", choices=("bytes", "stat", "look"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.task:
        print(json.dumps(work(arguments.task, arguments.folder, arguments.index)))
        return 0
    return compare(arguments.count, arguments.rounds, with_khal=arguments.khal)


if __name__ == "__main__":
    sys.exit(main())
