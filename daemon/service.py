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
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType

from config.load import load
from config.model import Settings
from daemon import logs
from daemon.domain.errors import BusyError, LedgerRefused, ServiceError, UsageError
from daemon.engine.account import AccountEngine
from daemon.engine.clock import utc_now
from daemon.events import Line
from daemon.lanes import Lane
from daemon.metrics import MetricsFile, figures
from daemon.supervisor import Supervisor
from daemon.telling import Teller
from daemon.wakeups import HEARTBEAT, RELOAD, STOP, Alarm, Wake, Wakes, Watch
from daemon.wiring import App, hold_service, open_app

# By its name: the service is run as a program, and `__name__` is "__main__" then.
log = logging.getLogger("daemon.service")

#: A pass that does not end by itself after SIGTERM is left: its claims are looked for at the next start.
PATIENCE = timedelta(seconds=1.5)

#: So many signs of life are given in the time in which the supervisor waits for one.
SIGNS_OF_LIFE = 3

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
    supervisor = Supervisor(os.environ)
    _share_one_heap()
    settings = load(path, environ)
    logs.set_up(settings.log, environ)
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(hold_service(settings))
        except BusyError as error:
            # Trying again would not help, so systemd shall not: RestartPreventExitStatus=2.
            raise UsageError(str(error)) from error
        service = Service(settings, path, environ, supervisor)
        finished = threading.Event()
        thread = threading.Thread(target=service.work, args=(finished.set,), name="work", daemon=True)

        def stop(_signal: int, _frame: FrameType | None) -> None:
            supervisor.stopping()
            service.stop()
            finished.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGHUP, lambda _signal, _frame: service.wakes.put(RELOAD))
        thread.start()
        finished.wait()
        thread.join(PATIENCE.total_seconds())
        if thread.is_alive():
            log.warning(Line("stopped_in_the_middle_of_a_pass"))
            logging.shutdown()
            os._exit(service.exit_status)
    log.info(Line("stopped"))
    return service.exit_status


class Service:
    """Hands wake-ups on to the lanes of the configuration that is in force."""

    def __init__(
        self,
        settings: Settings,
        path: Path | None,
        environ: Mapping[str, str],
        supervisor: Supervisor | None = None,
    ) -> None:
        self.wakes: Wakes = SimpleQueue()
        self.exit_status = 0
        self._supervisor = supervisor or Supervisor({})
        #: The last sign of life, and the next look at whether all is alive (monotonic clock).
        self._signed_at = self._beats_at = time.monotonic()
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
            self._crews[-1].teller.started()
            while (wake := self._next_wake()) is not STOP:
                if wake is RELOAD:
                    self._reload()
                else:
                    self._crews[-1].hand_on(wake)
            self._crews[-1].teller.stopped()
        except LedgerRefused as error:
            self._refused(error)
        except Exception:
            log.exception(Line("failed"))
            self.exit_status = 1
        finally:
            with contextlib.ExitStack() as stack:
                stack.callback(finished)
                for crew in self._crews:
                    crew.retire()
        for crew in self._crews:
            crew.join()

    def _next_wake(self) -> Wake:
        """Wait for a wake-up, and see meanwhile, at each heartbeat, how clock and lanes are."""
        while True:
            left = self._beats_at - time.monotonic()
            if left <= 0:
                self._beats_at = time.monotonic() + _heartbeat(self._supervisor)
                self._crews[-1].look_at_clock()
                self._give_sign_of_life()
                continue
            try:
                # It waits on the monotonic clock, so that no change of the time of day makes it longer.
                return self.wakes.get(timeout=left)
            except Empty:
                continue

    def _take_up(self, settings: Settings) -> None:
        """Put *settings* in force, in the place of those before."""
        crew = Crew(settings, self.wakes, self._refused, self._supervisor)
        before: dict[str, Lane] = {}
        for old in self._crews:
            old.retire()
            before.update(old.lanes)
        self._crews = [*(old for old in self._crews if not old.is_over), crew]
        crew.start(before)

    def _reload(self) -> None:
        self._supervisor.reloading()
        try:
            settings = load(self._path, self._environ)
            logs.set_up(settings.log, self._environ)
            self._take_up(settings)
            log.info(Line("configuration_read_again"))
        except LedgerRefused:
            raise
        except ServiceError as error:
            # The old one stays in force.
            log.error(Line("configuration_not_usable", error=error))
            self._supervisor.ready()

    def _give_sign_of_life(self) -> None:
        """Give the supervisor one, unless a lane hangs: then the supervisor ends the service and starts it anew."""
        if self._supervisor.patience is None:
            return
        now = time.monotonic()
        if all(lane.has_come_on(self._signed_at) for crew in self._crews for lane in crew.lanes.values()):
            self._signed_at = now
            self._supervisor.alive()

    def _refused(self, error: LedgerRefused) -> None:
        log.error(Line("ledger_refused", error=error))
        self.exit_status = error.exit_status
        self.stop()


class Crew:
    """
    The lanes of one configuration, by account, and what wakes them: one alarm, one watch.

    The ledger is closed by the last lane that comes to its end, which may be long after the crew has retired.
    """

    def __init__(
        self,
        settings: Settings,
        wakes: Wakes,
        refused: Callable[[LedgerRefused], None],
        supervisor: Supervisor,
    ) -> None:
        self.refused = refused
        self._supervisor = supervisor
        self._stack = contextlib.ExitStack()
        app = self._stack.enter_context(open_app(settings))
        self.teller = Teller(settings, app.ledger)
        self._metrics = MetricsFile(settings.metrics.file) if settings.metrics.file else None
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
        #: What comes next in each lane, and when; in words.
        self._next: dict[Lane, tuple[datetime, str]] = {}
        #: The accounts whose login was lost.
        self._locked_out: set[str] = set()
        self._has_begun = False
        self._running = len(self.lanes)
        self._is_retired = False

    @property
    def is_over(self) -> bool:
        """All its lanes have come to their end."""
        return not self._running

    def start(self, before: Mapping[str, Lane]) -> None:
        """Begin to work, each lane after the one of the same account in *before*, which was stopped."""
        self._alarm.start()
        log.info(Line("started", accounts=len(self.lanes)))
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

    def look_at_clock(self) -> None:
        """See `Alarm.look_at_clock`."""
        self._alarm.look_at_clock()

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
        self.teller.close()
        for lane in self.lanes.values():
            lane.stop()

    def join(self) -> None:
        """Wait until all lanes have come to their end."""
        for lane in self.lanes.values():
            lane.join()

    # The lanes' desk

    def begun(self) -> None:
        """See `Desk.begun`."""
        with self._lock:
            is_first, self._has_begun = not self._has_begun, True
        if is_first:
            self._supervisor.ready()

    def passed(self, lane: Lane, engine: AccountEngine | None) -> None:
        """See `Desk.passed`."""
        try:
            self._tell_of(lane, engine)
        except Exception as error:
            # What is told of a pass shall not end the lane; the next pass tries again.
            log.warning(Line("not_told", account=lane.account, error=type(error).__name__))
        with self._lock:
            self._next.pop(lane, None)
            self._locked_out.discard(lane.account)
            if engine is not None and lane in self._due:
                self._next[lane] = self._due[lane], engine.next_in_words()
            if engine is not None and engine.login_lost:
                self._locked_out.add(lane.account)
            _, words = min(self._next.values(), default=(None, ""))
            locked_out = sorted(self._locked_out)
        parts = [f"login needed: {', '.join(locked_out)}"] if locked_out else []
        self._supervisor.status("; ".join([*parts, f"next: {words}" if words else "nothing is coming up"]))

    def next_due(self, lane: Lane, moment: datetime | None) -> None:
        """See `Desk.next_due`."""
        with self._lock:
            self._due.pop(lane, None)
            if moment is not None:
                self._due[lane] = moment
            self._set_alarm()

    def _tell_of(self, lane: Lane, engine: AccountEngine | None) -> None:
        """Tell whoever wants to know how the account stands after a pass."""
        if engine is not None:
            memory = engine.recall()
            self.teller.after_pass(lane.account, memory, engine.login_lost)
            if self._metrics is not None:
                with self._lock:
                    due = self._due.get(lane)
                well = lane.is_well
                self._metrics.after_pass(lane.account, figures(memory, due, engine.login_lost, utc_now(), is_well=well))

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
        log.info(Line("watching", folders=len(folders)))

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


def _heartbeat(supervisor: Supervisor) -> float:
    """Give, in seconds, how often to look whether all is alive."""
    usual = HEARTBEAT.total_seconds()
    return usual if supervisor.patience is None else min(usual, supervisor.patience / SIGNS_OF_LIFE)


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
