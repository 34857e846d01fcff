"""
The service: start, wake-ups, signals, shutdown.

One thread works (`_Worker`): it owns the ledger and makes the passes, one after the other. The main thread waits for
signals. Whatever is lost between two wake-ups costs time and never correctness: each pass starts from the ledger.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from types import FrameType

from config.load import load
from config.model import Settings
from daemon.domain.errors import BusyError, ConfigError, LedgerRefused, ServiceError, UsageError
from daemon.engine.account import AccountEngine, Wishes
from daemon.engine.clock import utc_now
from daemon.engine.report import Report
from daemon.ports import Watchable
from daemon.wakeups import RELOAD, STOP, Alarm, Wake, Watch, take_all
from daemon.wiring import App, hold_pass, hold_service, open_app

log = logging.getLogger(__name__)

#: A pass that does not end by itself after SIGTERM is left: its claims are looked for at the next start.
PATIENCE = timedelta(seconds=1.5)

#: After a pass that failed as a whole (the ledger is locked, the disk is full) the next one comes so much later.
AFTER_FAILURE = timedelta(minutes=1)

#: How long a pass waits for a command that is at work on the same state.
WAIT_FOR_COMMAND = timedelta(seconds=30)


def run(path: Path | None, environ: Mapping[str, str]) -> int:
    """
    Run until SIGTERM or SIGINT and give the exit status.

    SIGHUP reads the configuration again; one that cannot be used is told and the old one stays in force.

    Raises:
        ConfigError: The configuration cannot be used.
        UsageError: Another instance runs on the same state.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    settings = load(path, environ)
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(hold_service(settings))
        except BusyError as error:
            # Trying again would not help, so systemd shall not: RestartPreventExitStatus=2.
            raise UsageError(str(error)) from error
        worker = _Worker(settings, path, environ)
        finished = threading.Event()
        thread = threading.Thread(target=worker.work, args=(finished.set,), name="work", daemon=True)

        def stop(_signal: int, _frame: FrameType | None) -> None:
            worker.stop()
            finished.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGHUP, lambda _signal, _frame: worker.wakes.put(RELOAD))
        thread.start()
        finished.wait()
        thread.join(PATIENCE.total_seconds())
        if thread.is_alive():
            log.warning("stopped_in_the_middle_of_a_pass")
            logging.shutdown()
            os._exit(0)
    log.info("stopped")
    return worker.exit_status


class _Worker:
    """Makes a pass whenever something wakes it."""

    def __init__(self, settings: Settings, path: Path | None, environ: Mapping[str, str]) -> None:
        self.wakes: SimpleQueue[Wake] = SimpleQueue()
        self.exit_status = 0
        self._settings = settings
        self._path = path
        self._environ = environ
        self._stopping = False

    def stop(self) -> None:
        """End after the item that is being written; callable from a signal handler."""
        self._stopping = True
        self.wakes.put(STOP)

    def work(self, finished: Callable[[], None]) -> None:
        """Work until told to stop, with the configuration as it is each time around."""
        try:
            while not self._stopping:
                self._work_with(self._settings)
        except LedgerRefused as error:
            log.error("ledger_refused %s", error)
            self.exit_status = error.exit_status
        except Exception:
            log.exception("failed")
            self.exit_status = 1
        finally:
            finished()

    def _work_with(self, settings: Settings) -> None:
        """Work until told to stop or to read the configuration again."""
        with contextlib.ExitStack() as stack:
            app = stack.enter_context(open_app(settings))
            engines = app.engines()
            sources = {
                source.folder(): (engine, source.name)
                for engine in engines
                for source in engine.sources
                if isinstance(source, Watchable)
            }
            alarm = Alarm(self.wakes, timedelta(minutes=settings.sync.interval_minutes))
            watch = Watch(self.wakes, sources)
            watch.start()
            stack.callback(watch.stop)
            alarm.start()
            stack.callback(alarm.stop)
            log.info("started accounts=%d folders=%d", len(engines), len(sources))
            wake, special = Wake("started", None), None
            while special is None:
                if wake.changed is None:
                    watch.watch_again()
                alarm.at(self._pass(app, engines, wake))
                _give_memory_back(wake)
                first = self.wakes.get()
                if first is STOP or first is RELOAD:
                    special = first
                else:
                    wake, special = take_all(self.wakes, first, lambda one: one is STOP or one is RELOAD)
            if special is RELOAD:
                self._reload()

    def _pass(self, app: App, engines: Sequence[AccountEngine], wake: Wake) -> datetime | None:
        """Make a pass over each account and give when the next thing is due, None for nothing in sight."""
        try:
            with hold_pass(app.settings, WAIT_FOR_COMMAND):
                for engine in engines:
                    if self._stopping:
                        break
                    _log_report(engine.run(Wishes(changed=_changed_for(engine, wake), should_stop=self._should_stop)))
            return min((moment for engine in engines if (moment := engine.next_due()) is not None), default=None)
        except LedgerRefused:
            raise
        except ServiceError as error:
            log.warning("pass_failed %s", error)
            return utc_now() + AFTER_FAILURE

    def _should_stop(self) -> bool:
        return self._stopping

    def _reload(self) -> None:
        try:
            self._settings = load(self._path, self._environ)
            log.info("configuration_read_again")
        except ConfigError as error:
            log.error("configuration_not_usable the old one stays in force: %s", error)


def _changed_for(engine: AccountEngine, wake: Wake) -> dict[str, frozenset[str]] | None:
    """Give, by calendar of this account, which files changed."""
    if wake.changed is None:
        return None
    return {
        source.name: wake.changed[source.folder()]
        for source in engine.sources
        if isinstance(source, Watchable) and source.folder() in wake.changed
    }


def _log_report(report: Report) -> None:
    for text in (*report.errors, *report.warnings):
        log.warning("account=%s %s", report.account, text)
    if report.changed_anything or report.failed:
        log.info(
            "pass_done account=%s created=%d/%d updated=%d/%d removed=%d/%d failed=%d/%d",
            report.account,
            report.created.drafts,
            report.created.reminders,
            report.updated.drafts,
            report.updated.reminders,
            report.removed.drafts,
            report.removed.reminders,
            report.failed.drafts,
            report.failed.reminders,
        )


def _give_memory_back(wake: Wake) -> None:
    """After a look at everything, let go of what it needed: the service idles for hours."""
    if wake.changed is None:
        gc.collect()
        _trim()


def _trim() -> None:
    """Ask the C library to return freed memory to the system, where it can (malloc_trim(3), glibc)."""
    with contextlib.suppress(AttributeError, OSError):
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)


def main() -> int:
    """Run on the configuration file named on the command line; `afterword run` becomes this process."""
    try:
        return run(Path(sys.argv[1]), os.environ)
    except ServiceError as error:
        print(f"Error: {error}", file=sys.stderr)  # noqa: T201 - as every command tells its errors
        return error.exit_status


if __name__ == "__main__":
    sys.exit(main())
