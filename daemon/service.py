"""
The service: start, wake-ups, signals, shutdown.

Each account has a lane, a thread that makes its passes (`daemon.lanes`). One more thread hands each wake-up on to the
lanes that it concerns; it makes no pass itself, so no account waits for another. The main thread waits for signals.
Whatever is lost between two wake-ups costs time and never correctness: each pass starts from the ledger.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from types import FrameType

from config.load import load
from config.model import Settings
from daemon.domain.errors import BusyError, LedgerRefused, ServiceError, UsageError
from daemon.engine.account import AccountEngine
from daemon.engine.clock import utc_now
from daemon.lanes import Lane
from daemon.wakeups import RELOAD, STOP, Alarm, Wake, Wakes, Watch
from daemon.wiring import App, hold_service, open_app

log = logging.getLogger(__name__)

#: A pass that does not end by itself after SIGTERM is left: its claims are looked for at the next start.
PATIENCE = timedelta(seconds=1.5)

#: M_ARENA_MAX in glibc's malloc.h.
_ARENA_MAX = -8


def run(path: Path | None, environ: Mapping[str, str]) -> int:
    """
    Run until SIGTERM or SIGINT and give the exit status.

    SIGHUP reads the configuration again. Lanes of the old one end after the item that they are writing, and those of
    the new one start at once; only where a pass under the old configuration hangs, that account's new lane waits until
    it has ended, and no other does. A configuration that cannot be used is told, and the old one stays in force.

    Raises:
        ConfigError: The configuration cannot be used.
        UsageError: Another instance runs on the same state.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    _share_one_heap()
    settings = load(path, environ)
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(hold_service(settings))
        except BusyError as error:
            # Trying again would not help, so systemd shall not: RestartPreventExitStatus=2.
            raise UsageError(str(error)) from error
        service = Service(settings, path, environ)
        finished = threading.Event()
        thread = threading.Thread(target=service.work, args=(finished.set,), name="work", daemon=True)

        def stop(_signal: int, _frame: FrameType | None) -> None:
            service.stop()
            finished.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGHUP, lambda _signal, _frame: service.wakes.put(RELOAD))
        thread.start()
        finished.wait()
        thread.join(PATIENCE.total_seconds())
        if thread.is_alive():
            log.warning("stopped_in_the_middle_of_a_pass")
            logging.shutdown()
            os._exit(service.exit_status)
    log.info("stopped")
    return service.exit_status


class Service:
    """Hands wake-ups on to the lanes of the configuration that is in force."""

    def __init__(self, settings: Settings, path: Path | None, environ: Mapping[str, str]) -> None:
        self.wakes: Wakes = SimpleQueue()
        self.exit_status = 0
        self._settings = settings
        self._path = path
        self._environ = environ
        #: The last one is in force; lanes of those before it have not all come to their end.
        self._crews: list[Crew] = []

    def stop(self) -> None:
        """End every lane after the item that it is writing; callable from a signal handler."""
        self.wakes.put(STOP)

    def work(self, finished: Callable[[], None]) -> None:
        """Work until told to stop. *finished* is called once all lanes are told; then they are waited for."""
        try:
            self._take_up(self._settings)
            while (wake := self.wakes.get()) is not STOP:
                if wake is RELOAD:
                    self._reload()
                else:
                    self._crews[-1].hand_on(wake)
        except LedgerRefused as error:
            self._refused(error)
        except Exception:
            log.exception("failed")
            self.exit_status = 1
        finally:
            with contextlib.ExitStack() as stack:
                stack.callback(finished)
                for crew in self._crews:
                    crew.retire()
        for crew in self._crews:
            crew.join()

    def _take_up(self, settings: Settings) -> None:
        """Put *settings* in force, in the place of those before."""
        crew = Crew(settings, self.wakes, self._refused)
        before: dict[str, Lane] = {}
        for old in self._crews:
            old.retire()
            before.update(old.lanes)
        self._crews = [*(old for old in self._crews if not old.is_over), crew]
        crew.start(before)

    def _reload(self) -> None:
        try:
            self._take_up(load(self._path, self._environ))
            log.info("configuration_read_again")
        except LedgerRefused:
            raise
        except ServiceError as error:
            log.error("configuration_not_usable the old one stays in force: %s", error)

    def _refused(self, error: LedgerRefused) -> None:
        log.error("ledger_refused %s", error)
        self.exit_status = error.exit_status
        self.stop()


class Crew:
    """
    The lanes of one configuration, by account, and what wakes them: one alarm, one watch.

    The ledger is closed by the last lane that comes to its end, which may be long after the crew has retired.
    """

    def __init__(self, settings: Settings, wakes: Wakes, refused: Callable[[LedgerRefused], None]) -> None:
        self.refused = refused
        self._stack = contextlib.ExitStack()
        app = self._stack.enter_context(open_app(settings))
        self.lanes = {
            name: Lane(name, settings, partial(_engine_of, app, name), self)
            for name in (one.account for one in settings.accounts)
        }
        self._alarm = Alarm(wakes, timedelta(minutes=settings.sync.interval_minutes))
        self._wakes = wakes
        self._watch: Watch | None = None
        self._watching = threading.Lock()
        #: Guards what stands below; lanes call from their threads.
        self._lock = threading.Lock()
        self._due: dict[Lane, datetime] = {}
        self._running = len(self.lanes)
        self._is_retired = False

    @property
    def is_over(self) -> bool:
        """All its lanes have come to their end."""
        return not self._running

    def start(self, before: Mapping[str, Lane]) -> None:
        """Begin to work, each lane after the one of the same account in *before*, which was stopped."""
        self._alarm.start()
        log.info("started accounts=%d", len(self.lanes))
        for name, lane in self.lanes.items():
            lane.start(before.get(name))

    def hand_on(self, wake: Wake) -> None:
        """Wake the lanes that *wake* concerns."""
        everybody: Iterable[Lane] = self.lanes.values()
        if wake.changed is None:
            with self._watching:
                if self._watch is not None:
                    self._watch.watch_again()
            concerned = everybody
        elif wake.changed:
            concerned = [lane for lane in everybody if not lane.folders.isdisjoint(wake.changed)]
        else:
            concerned = self._whose_time_has_come()
        for lane in concerned:
            lane.wake(wake)

    def retire(self) -> None:
        """Stop waking, and end every lane after the item that it is writing. Calling it again does nothing."""
        with self._lock:
            if self._is_retired:
                return
            self._is_retired = True
        with self._watching:
            if self._watch is not None:
                self._watch.stop()
        self._alarm.stop()
        for lane in self.lanes.values():
            lane.stop()

    def join(self) -> None:
        """Wait until all lanes have come to their end."""
        for lane in self.lanes.values():
            lane.join()

    # The lanes' desk

    def next_due(self, lane: Lane, moment: datetime | None) -> None:
        """See `Desk.next_due`."""
        with self._lock:
            self._due.pop(lane, None)
            if moment is not None:
                self._due[lane] = moment
            self._set_alarm()

    def watch(self, lane: Lane) -> None:  # noqa: ARG002 - whichever it is, there is one watch for all
        """See `Desk.watch`."""
        with self._watching:
            if self._is_retired:
                return
            folders = sorted(folder for one in self.lanes.values() for folder in one.folders)
            before, self._watch = self._watch, Watch(self._wakes, folders)
            self._watch.start()
            # Only now: what changed meanwhile is told twice rather than not at all.
            if before is not None:
                before.stop()
        log.info("watching folders=%d", len(folders))

    def over(self) -> None:
        """See `Desk.over`."""
        with self._lock:
            self._running -= 1
            is_last = not self._running
        if is_last:
            self._stack.close()

    def _whose_time_has_come(self) -> list[Lane]:
        """Give the lanes in which something is due; the alarm is set for the others."""
        now = utc_now()
        with self._lock:
            lanes = [lane for lane, moment in self._due.items() if moment <= now]
            for lane in lanes:
                del self._due[lane]
            self._set_alarm()
        return lanes

    def _set_alarm(self) -> None:
        """Ask to be woken when the first of the lanes has something due: there is one alarm for all."""
        if not self._is_retired:
            self._alarm.at(min(self._due.values(), default=None))


def _engine_of(app: App, account: str) -> AccountEngine:
    (engine,) = app.engines(account, must_know_zone=True)
    return engine


def _share_one_heap() -> None:
    """
    Let all threads allocate from one heap (mallopt(3), glibc), before there are any.

    A heap for each would keep what its thread's largest pass left in pieces. Python's threads take turns anyway.
    """
    with contextlib.suppress(AttributeError, OSError):
        import ctypes

        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def main() -> int:
    """Run on the configuration file named on the command line; `afterword run` becomes this process."""
    try:
        return run(Path(sys.argv[1]), os.environ)
    except ServiceError as error:
        print(f"Error: {error}", file=sys.stderr)  # noqa: T201 - as every command tells its errors
        return error.exit_status


if __name__ == "__main__":
    sys.exit(main())
