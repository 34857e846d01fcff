"""
The ledger's rates: `python -m tests.bench.bench_ledger [FOLDER]`. All figures of one run are of one disk.

Commits: one item a transaction through `save_items`, against bare commits of one row of the same size in WAL mode with
synchronous=FULL; in turns, so that a busy disk hurts both. Goal: at least 0.7 of the bare rate.
Recall: 10,000 interviews and 50,000 items. Goal: 0.3 s.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

from daemon.domain.interview import Evidence, Interview, Interviewer
from daemon.domain.item import Item, Kind, State, item_key
from daemon.ledger.sqlite import SqliteLedger

COMMITS = 200
ROUNDS = 7
INTERVIEWS = 10_000
ITEMS_EACH = 5
START = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def an_interview(number: int) -> Interview:
    """Give an interview of usual size."""
    uid = f"{number:08d}@calendar.example"
    return Interview(
        account="personal",
        event=uid,
        identity=uid,
        calendar="primary",
        title=f"Interview {number}: Backend Engineer at ACME #interview",
        start=START + timedelta(hours=number),
        end=START + timedelta(hours=number + 1),
        href=f"{uid}.ics",
        zone="Europe/Berlin",
        company="ACME",
        role="Backend Engineer",
        notes=("the migration of the billing system",),
        interviewers=(Interviewer("jane.doe@acme.example", "Jane Doe", "Jane"),),
        tagged_by="hashtag",
        evidence=(
            Evidence("tag", "#interview", "the hashtag in the title"),
            Evidence("company", "ACME", "the domain of jane.doe@acme.example"),
            Evidence("role", "Backend Engineer", "the title, before 'at'"),
        ),
        first_seen=START,
    )


def an_item(number: int, kind: Kind = Kind.THANK_YOU) -> Item:
    """Give an item as it is after it was written."""
    uid = f"{number:08d}@calendar.example"
    return Item(
        key=item_key("personal", uid, kind, "jane.doe@acme.example"),
        account="personal",
        identity=uid,
        event=uid,
        kind=kind,
        due=START + timedelta(hours=number),
        to=("jane.doe@acme.example",) if kind.is_draft else (),
        state=State.WRITTEN,
        facts="0123456789abcdef",
        fingerprint="fedcba9876543210",
        ref=f"{number:032x}.afterword:2,DS",
        made_at=START + timedelta(hours=number),
    )


def rate(commit: Callable[[int], object], numbers: count[int]) -> float:
    """Give commits a second over one round."""
    start = perf_counter()
    for _ in range(COMMITS):
        commit(next(numbers))
    return COMMITS / (perf_counter() - start)


def bench_commits(folder: Path) -> None:
    """Print the rate of `save_items` and its ratio to bare commits."""
    row = "x" * 700
    with (
        closing(SqliteLedger.open(folder / "commits.sqlite")) as ledger,
        closing(sqlite3.connect(folder / "bare.sqlite", isolation_level=None)) as bare,
    ):
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = FULL")
        bare.execute("CREATE TABLE rows (key INTEGER PRIMARY KEY, value TEXT)")

        def commit_bare(number: int) -> None:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO rows VALUES (?, ?)", (number, row))
            bare.execute("COMMIT")

        items = [an_item(number) for number in range(COMMITS * ROUNDS)]
        numbers, claims, settles = count(), count(), count()
        rounds = [
            (
                rate(commit_bare, numbers),
                rate(lambda number: ledger.save_items([replace(items[number], state=State.WRITING)]), claims),
                rate(lambda number: ledger.save_items([items[number]]), settles),
            )
            for _ in range(ROUNDS)
        ]
    bare_rate, claim_rate, settle_rate = (median(column) for column in zip(*rounds, strict=True))
    print(f"bare WAL commits         {bare_rate:8.0f} a second")
    print(f"save_items, a new item   {claim_rate:8.0f} a second   {claim_rate / bare_rate:.2f} of bare (goal 0.70)")
    print(f"save_items, the same one {settle_rate:8.0f} a second   {settle_rate / bare_rate:.2f} of bare (goal 0.70)")


def bench_recall(folder: Path) -> None:
    """Print how long saving and recalling a large ledger takes."""
    kinds = (Kind.THANK_YOU, Kind.PREPARE, Kind.REVIEW, Kind.FOLLOW_UP, Kind.FEEDBACK_CALL)
    interviews = [an_interview(number) for number in range(INTERVIEWS)]
    items = [an_item(number, kind) for number in range(INTERVIEWS) for kind in kinds]
    path = folder / "large.sqlite"
    with closing(SqliteLedger.open(path)) as ledger:
        for word in ("save", "save again, unchanged"):
            start = perf_counter()
            ledger.save_interviews(interviews, account="personal")
            ledger.save_items(items)
            print(f"{word:24} {perf_counter() - start:8.3f} s for {len(interviews)} interviews, {len(items)} items")
    for word in ("recall", "recall", "recall"):
        start = perf_counter()
        with closing(SqliteLedger.open(path, read_only=True)) as ledger:
            memory = ledger.recall("personal")
        print(f"open, {word:18} {perf_counter() - start:8.3f} s (goal 0.3)")
        assert (len(memory.interviews), len(memory.items)) == (len(interviews), len(items))
        del memory  # its end is no part of the next one's time


def main() -> None:
    """Run both in a folder of their own below the one given, or below the temporary folder."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as folder:
        bench_commits(Path(folder))
        bench_recall(Path(folder))


if __name__ == "__main__":
    main()
