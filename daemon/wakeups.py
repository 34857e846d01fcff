"""
What wakes the service: the clock (APScheduler), a change in a watched folder (inotify), a signal.

Nothing here decides anything: each only says on a queue that there may be something to do.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from daemon.events import Line

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler
    from inotify_simple import Event, INotify

log = logging.getLogger(__name__)

#: How often the clock is looked at, at least. APScheduler waits on the monotonic clock, which stands still while the
#: machine sleeps and knows nothing of a changed wall clock (agronholm/apscheduler#794); and what it repeats it plans by
#: the wall clock, so that one which was put back by hours would keep it silent for hours.
HEARTBEAT = timedelta(seconds=60)

#: By so much of itself, at most, the time between two readings differs from the configured one, so that many
#: installations do not ask a server in step.
JITTER = 0.25

#: Wall and monotonic clock may drift apart by so much between two heartbeats before it counts as a jump.
JUMP = 5.0


@dataclass(frozen=True, slots=True)
class Wake:
    """Something may have to be done."""

    #: In words, for the log.
    cause: str
    #: By folder, the names of files that changed; None: anything may have, so read everything.
    changed: dict[str, frozenset[str]] | None = field(default_factory=dict)


READ_ALL = Wake("the time to read has come", None)

#: What is put on the queue. STOP and RELOAD are told apart by identity.
STOP = Wake("told to stop")
RELOAD = Wake("told to read the configuration again", None)

Wakes = SimpleQueue[Wake]


class Alarm:
    """Wakes at intervals and at the next due instant; and when the clock was found to have jumped."""

    def __init__(self, wakes: Wakes, interval: timedelta) -> None:
        self._wakes = wakes
        self._interval = interval
        self._offset = _clock_offset()
        self._scheduler = self._make_scheduler()

    def _make_scheduler(self) -> BackgroundScheduler:
        from apscheduler.executors.debug import DebugExecutor
        from apscheduler.schedulers.background import BackgroundScheduler

        return BackgroundScheduler(
            # A job only puts a word on a queue: no pool of threads is needed for that.
            executors={"default": DebugExecutor()},
            # The default grace of one second would drop what a suspended machine slept through.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
            timezone=UTC,
        )

    def start(self) -> None:
        """Begin to wake; the first interval begins now."""
        # APScheduler logs every job at INFO.
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._read_at_intervals()
        self._scheduler.start()

    def _read_at_intervals(self) -> None:
        seconds = self._interval.total_seconds()
        self._scheduler.add_job(
            # APScheduler's jitter only adds.
            self._wakes.put,
            "interval",
            [READ_ALL],
            seconds=seconds * (1 - JITTER),
            jitter=seconds * 2 * JITTER,
            id="read",
            replace_existing=True,
        )

    def at(self, moment: datetime | None) -> None:
        """Wake at *moment* (aware) instead of what was asked for before; None for not at all."""
        if moment is not None:
            self._scheduler.add_job(
                self._wakes.put, "date", [Wake("something is due")], run_date=moment, id="due", replace_existing=True
            )
        elif self._scheduler.get_job("due"):
            self._scheduler.remove_job("due")

    def stop(self) -> None:
        """Wake no more."""
        self._scheduler.shutdown(wait=False)

    def look_at_clock(self) -> None:
        """Wake where the clock has jumped since it was looked at last, or the machine has slept; to be called often."""
        offset = _clock_offset()
        if abs(offset - self._offset) > JUMP:
            log.info(Line("clock_jumped", seconds=round(offset - self._offset)))
            self._offset = offset
            self._wakes.put(Wake("the clock jumped, or the machine slept", None))
            self._read_at_intervals()
            self._scheduler.wakeup()


def _clock_offset() -> float:
    return time.time() - time.monotonic()


class Watch:
    """
    Wakes within an instant of a change in one of *folders*, and names the files.

    On machines without inotify it never wakes; the reading at intervals is enough to be right, if not as quick.
    """

    def __init__(self, wakes: Wakes, folders: Iterable[str]) -> None:
        self._wakes = wakes
        self._folders = tuple(folders)
        self._inotify = _open_inotify()
        self._watched: dict[int, str] = {}
        #: The folders that watched folders lie in, each with those that may come back in it.
        self._parents: dict[int, frozenset[str]] = {}
        self._stop_reader, self._stop_writer = os.pipe()
        self._thread = threading.Thread(target=self._listen, name="watch", daemon=True)

    def start(self) -> None:
        """Begin to watch. What changes from here on is told."""
        self.watch_again()
        if self._inotify is not None:
            self._thread.start()

    def watch_again(self) -> None:
        """Watch the folders that are there now; one that was gone may have come back."""
        if self._inotify is None:
            return
        from inotify_simple import flags

        mask = flags.CLOSE_WRITE | flags.MOVED_TO | flags.MOVED_FROM | flags.DELETE | flags.CREATE
        for folder in self._folders:
            try:
                self._watched[self._inotify.add_watch(folder, mask | flags.DELETE_SELF | flags.MOVE_SELF)] = folder
            except OSError as error:
                log.warning(Line("folder_not_watched", errno=error.errno))
        for parent in {str(Path(folder).parent) for folder in self._folders}:
            children = frozenset(Path(folder).name for folder in self._folders if str(Path(folder).parent) == parent)
            with contextlib.suppress(OSError):
                self._parents[self._inotify.add_watch(parent, flags.CREATE | flags.MOVED_TO | flags.ONLYDIR)] = children

    def stop(self) -> None:
        """Stop watching."""
        os.write(self._stop_writer, b".")
        if self._thread.is_alive():
            self._thread.join()
        if self._inotify is not None:
            self._inotify.close()
        os.close(self._stop_reader)
        os.close(self._stop_writer)

    def _listen(self) -> None:
        assert self._inotify is not None
        poll = select.poll()
        poll.register(self._inotify.fileno(), select.POLLIN)
        poll.register(self._stop_reader, select.POLLIN)
        while self._stop_reader not in [descriptor for descriptor, _ in poll.poll()]:
            wake = self._understand(self._inotify.read(timeout=0))
            if wake is not None:
                self._wakes.put(wake)

    def _understand(self, events: Iterable[Event]) -> Wake | None:
        """Say what *events* mean, None for nothing that matters."""
        from inotify_simple import flags

        changed: dict[str, set[str]] = {}
        for event in events:
            if event.mask & (flags.Q_OVERFLOW | flags.DELETE_SELF | flags.MOVE_SELF | flags.UNMOUNT | flags.IGNORED):
                return Wake("a watched folder is another one now", None)
            if event.name in self._parents.get(event.wd, ()):
                return Wake("a watched folder has come back", None)
            folder = self._watched.get(event.wd)
            if folder is None or not event.name.endswith(".ics") or event.name.startswith("."):
                continue
            if event.mask & flags.CREATE and not _is_complete(Path(folder, event.name)):
                continue  # It is being written: CLOSE_WRITE follows.
            changed.setdefault(folder, set()).add(event.name)
        if not changed:
            return None
        return Wake("a calendar changed", {folder: frozenset(names) for folder, names in changed.items()})


def _open_inotify() -> INotify | None:
    try:
        from inotify_simple import INotify
    except (ImportError, OSError):
        return None
    return INotify()


def _is_complete(path: Path) -> bool:
    """Say whether a file that has just come to be is whole: a link is, a file that somebody writes may not be."""
    try:
        return path.is_symlink() or path.stat().st_nlink > 1
    except OSError:
        return False


def take_all(wakes: Wakes, first: Wake) -> Wake:
    """Add what else waits on the queue to *first*, so that a burst of changes costs one pass."""
    changed: dict[str, frozenset[str]] | None = first.changed
    while not wakes.empty():
        wake = wakes.get()
        if changed is None or wake.changed is None:
            changed = None
        else:
            both = {**changed}
            for folder, names in wake.changed.items():
                both[folder] = both.get(folder, frozenset()) | names
            changed = both
    return Wake(first.cause, changed)
