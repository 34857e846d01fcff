"""Figures for a monitoring system: a file in the OpenMetrics text format, for the collector of a node exporter."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from daemon import __version__
from daemon.domain.item import State
from daemon.events import Line
from daemon.ports import NEVER, Memory

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

log = logging.getLogger(__name__)

#: This module is a part of the service: a new configuration is no new start.
STARTED_AT = time.time()

#: Read by whoever runs the node exporter, which is somebody else.
MODE = 0o644


@dataclass(frozen=True, slots=True)
class Figures:
    """How one account stands after a pass."""

    #: By kind and state in words, how many items there are.
    items: Mapping[tuple[str, str], int]
    late: int
    #: When each calendar was read last, in the order of their names; no name, which may be an address.
    reads: tuple[datetime | None, ...]
    next_due: datetime | None
    needs_login: bool
    interviews: int
    passed_at: datetime
    is_well: bool


def figures(memory: Memory, next_due: datetime | None, login_lost: str, now: datetime, *, is_well: bool) -> Figures:
    """Give the figures of an account of which *memory* is known; *is_well*: the pass came to its end."""
    items = Counter((item.kind.value, _state(item.state, bool(item.error))) for item in memory.items.values())
    return Figures(
        items=items,
        late=sum(item.is_late for item in memory.items.values()),
        reads=tuple(read.read_at if read.read_at > NEVER else None for _, read in sorted(memory.reads.items())),
        next_due=next_due,
        needs_login=bool(login_lost),
        interviews=sum(one.takes_place and one.end > now for one in memory.interviews.values()),
        passed_at=now,
        is_well=is_well,
    )


def _state(state: State, has_error: bool) -> str:
    return State.FAILED.value if state is State.WRITING and has_error else state.value


class MetricsFile:
    """The file, written anew after each pass of any account; to be used from any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._accounts: dict[str, Figures] = {}
        self._passes: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()
        self._problem = ""

    def after_pass(self, account: str, now: Figures) -> None:
        """Write the file with *now* for *account*. A file that cannot be written is told once, and stops nothing."""
        with self._lock:
            self._accounts[account] = now
            self._passes[account, "ok" if now.is_well else "failed"] += 1
            try:
                self._write()
            except OSError as error:
                problem = error.strerror or type(error).__name__
                if problem != self._problem:
                    log.warning(Line("metrics_not_written", reason=problem))
                self._problem = problem
            else:
                self._problem = ""

    def _write(self) -> None:
        from prometheus_client.openmetrics.exposition import generate_latest

        text: bytes = generate_latest(self._registry())  # type: ignore[no-untyped-call]
        scratch = self._path.with_name(f".{self._path.name}.tmp")
        scratch.unlink(missing_ok=True)
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, MODE)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, MODE)
            file.write(text)
        # No fsync: after a power cut the next pass writes it anew.
        scratch.replace(self._path)

    def _registry(self) -> CollectorRegistry:
        from prometheus_client import CollectorRegistry
        from prometheus_client.core import (
            CounterMetricFamily,
            GaugeMetricFamily,
            InfoMetricFamily,
            Metric,
        )

        families: list[Metric] = [
            InfoMetricFamily("afterword_build", "The version that runs.", value={"version": __version__})
        ]

        def gauge(name: str, text: str, labels: tuple[str, ...] = ("account",)) -> GaugeMetricFamily:
            family = GaugeMetricFamily(f"afterword_{name}", text, labels=labels)
            families.append(family)
            return family

        started = GaugeMetricFamily(
            "afterword_start_timestamp_seconds", "When the service was started.", value=STARTED_AT
        )
        families.append(started)
        items = gauge("items", "Drafts and reminders, by kind and state.", ("account", "kind", "state"))
        late = gauge("late_notes", "Notes that were not in the drafts within 24 hours.")
        reads = gauge("calendar_read_timestamp_seconds", "When a calendar was read last.", ("account", "calendar"))
        due = gauge("next_due_timestamp_seconds", "When something is due next.")
        login = gauge("needs_login", "1 where the person has to log in.")
        ahead = gauge("interviews_ahead", "Interviews that are to come or under way.")
        at = gauge("last_pass_timestamp_seconds", "When the last pass ended.")
        well = gauge("last_pass_ok", "1 where the last pass came to its end.")
        passes = CounterMetricFamily("afterword_passes", "Passes since the start.", labels=("account", "result"))
        families.append(passes)
        for account, one in sorted(self._accounts.items()):
            for (kind, state), count in sorted(one.items.items()):
                items.add_metric((account, kind, state), count)
            late.add_metric((account,), one.late)
            for number, read_at in enumerate(one.reads, 1):
                if read_at is not None:
                    reads.add_metric((account, str(number)), read_at.timestamp())
            if one.next_due is not None:
                due.add_metric((account,), one.next_due.timestamp())
            login.add_metric((account,), one.needs_login)
            ahead.add_metric((account,), one.interviews)
            at.add_metric((account,), one.passed_at.timestamp())
            well.add_metric((account,), one.is_well)
        for (account, result), count in sorted(self._passes.items()):
            passes.add_metric((account, result), count)

        class Collected:
            def collect(self) -> list[Metric]:
                return families

        registry = CollectorRegistry()
        registry.register(Collected())
        return registry
