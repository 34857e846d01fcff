"""
How long it takes from the rename of a new .ics to its durable draft, while `afterword run` is up (delay 0).

    python -m tests.bench.bench_drop [FILES] [DROPS]

The folder holds FILES events that are no interviews; a change in it costs no pass over them. The floor is what cannot
be left out: parsing the file, two ledger commits, and writing the draft durably, measured in this process. Goal: at
most 3 times the floor.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from daemon.domain.item import Item, Kind
from daemon.domain.occurrence import TimeSpan
from daemon.ledger.sqlite import SqliteLedger
from integrations.ical import parse
from integrations.local.maildir import MaildirDrafts
from tests.contracts.store import draft
from tests.local_account import LocalAccount, ended, event, until


def invitation(number: int) -> str:
    """An interview at a company of its own, so that each is an application of its own."""
    by = ("Jane Doe", f"jane.doe@company{number}.example")
    return event(f"drop-{number}", ended(5), by=by, title="Interview: Backend Engineer #interview")


def floor(folder: Path, rounds: int) -> float:
    """Seconds for parse + two commits + one durable draft; the median."""
    ledger = SqliteLedger.open(folder / "floor" / "ledger.sqlite")
    store = MaildirDrafts("floor", folder / "floor", "Drafts", "example.com")
    now = datetime.now(UTC)
    window = TimeSpan(now - timedelta(days=3), now + timedelta(days=60))
    times = []
    for number in range(rounds):
        data = invitation(number).encode()
        item = Item(f"key-{number}", "personal", "one", "one", Kind.THANK_YOU, now)
        note = draft(name=f"{number:032x}")
        began = time.perf_counter()
        parse(data, calendar="work", href="one.ics", window=window, home=UTC)
        ledger.save_items([item])
        store.create(note)
        ledger.save_items([replace(item, fingerprint="f")])
        times.append(time.perf_counter() - began)
    ledger.close()
    return statistics.median(times)


def drops(account: LocalAccount, count: int) -> float:
    """Seconds from rename to draft; the median."""
    times = []
    for number in range(count):
        known = len(account.draft_files())
        text = invitation(number)
        scratch = account.watched / ".next.tmp"
        scratch.write_text(text, newline="")
        began = time.perf_counter()
        scratch.rename(account.watched / f"drop-{number}.ics")
        while len(account.draft_files()) == known:
            assert time.perf_counter() - began < 10, "no draft within 10 s"
        times.append(time.perf_counter() - began)
        until(partial(has_reminders, account, 3 * (number + 1)), "the reminders of this drop")
    return statistics.median(times)


def has_reminders(account: LocalAccount, count: int) -> bool:
    """Say whether so many reminders lie there."""
    return len(account.reminders()) >= count


def main() -> None:
    """Print the figures."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as folder:
        account = LocalAccount(Path(folder))
        account.configure("[thank_you]\ndelay_minutes = 0")
        for number in range(files):
            other = event(f"other-{number}", ended(), title="Stand-up")
            (account.watched / f"other-{number}.ics").write_text(other, newline="")
        base = floor(Path(folder), 50)
        service = account.start("run")
        try:
            until(lambda: "started" in account.log(), "the start")
            (account.watched / "first.ics").write_text(invitation(10**6), newline="")
            until(lambda: len(account.reminders()) == 3, "the first note", 60)
            (account.watched / "first.ics").unlink()
            until(lambda: len(account.reminders()) == 1, "the first to be taken back")
            took = drops(account, count)
        finally:
            service.kill()
            service.wait()
    print(
        f"rename to durable draft beside {files} other events: {took * 1000:.1f} ms, {took / base:.1f} x the floor "
        f"({base * 1000:.1f} ms); goal 3"
    )


if __name__ == "__main__":
    main()
