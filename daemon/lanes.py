"""
A lane: one account's passes, one after the other, in a thread of their own.

An account at a server that is slow, refuses or hangs keeps its own lane busy and no other: lanes share the ledger, for
the length of a transaction, and nothing else. Whatever goes wrong in a pass ends that pass; the lane tries again.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import re
import threading
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from queue import SimpleQueue
from typing import Protocol

from config.model import Settings
from daemon.domain.errors import LedgerRefused, ServiceError
from daemon.engine.account import AccountEngine, Wishes
from daemon.engine.clock import utc_now
from daemon.engine.report import Report
from daemon.ports import Watchable
from daemon.wakeups import STOP, Wake, Wakes, take_all
from daemon.wiring import hold_pass

log = logging.getLogger(__name__)

#: After a pass that failed as a whole (the ledger is locked, the disk is full) the next one comes so much later.
AFTER_FAILURE = timedelta(minutes=1)

#: How long a pass waits for a command that is at work on the same account.
WAIT_FOR_COMMAND = timedelta(seconds=30)

#: A pass under the configuration before that takes longer to end is worth a word.
_SHORT_SECONDS = 2.0


class Desk(Protocol):
    """Whom a lane tells how it stands; called from the lane's thread."""

    def next_due(self, lane: Lane, moment: datetime | None) -> None:
        """Take down when *lane* next has something to do (aware), None for nothing in sight; told after each pass."""
        ...

    def watch(self, lane: Lane) -> None:
        """Watch the lane's folders, which are known now; what changes in them from here on wakes it."""
        ...

    def refused(self, error: LedgerRefused) -> None:
        """Learn that nothing can be done for any account until a person acts."""
        ...

    def over(self) -> None:
        """Learn that a lane has come to its end, and uses nothing any more."""
        ...


class Lane:
    """
    Makes the passes of *account*: one when it starts, then one whenever something wakes it, until it is stopped.

    *make* gives the account's engine, in the lane's thread: it may ask a server. It is called again after a pass that
    broke through a mistake in the program, since what that engine remembers may be half of something.
    """

    def __init__(self, account: str, settings: Settings, make: Callable[[], AccountEngine], desk: Desk) -> None:
        self.account = account
        #: The folders whose changes concern the account; known once there is an engine.
        self.folders: frozenset[str] = frozenset()
        self._settings = settings
        self._make = make
        self._desk = desk
        self._wakes: Wakes = SimpleQueue()
        self._engine: AccountEngine | None = None
        self._before: Lane | None = None
        self._is_stopping = False
        #: The last pass did not come to its end, so what woke it was not answered: the next one reads everything.
        self._is_behind = True
        self._thread = threading.Thread(target=self._work, name=f"lane {account}", daemon=True)

    def start(self, before: Lane | None = None) -> None:
        """Begin, as soon as *before*, a lane of the same account that was stopped, has come to its end."""
        self._before = before
        self._thread.start()

    def wake(self, wake: Wake) -> None:
        """Make a pass for *wake*, after the one that is under way; what comes until then costs one pass together."""
        self._wakes.put(wake)

    def stop(self) -> None:
        """End after the item that is being written."""
        self._is_stopping = True
        self._wakes.put(STOP)

    def join(self, seconds: float | None = None) -> bool:
        """Wait until it has come to its end, if it was started, but no longer than *seconds*; say whether it has."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            if self._before is not None:
                if not self._before.join(_SHORT_SECONDS):
                    log.info("pass_still_running account=%s the new configuration comes after it", self.account)
                    self._before.join()
                self._before = None
            wake = Wake("started", None)
            while not self._is_stopping:
                if self._is_behind:
                    wake = Wake(wake.cause, None)
                self._desk.next_due(self, self._pass(wake))
                _give_memory_back(wake)
                wake, _ = take_all(self._wakes, self._wakes.get(), lambda _wake: False)
        finally:
            self._desk.over()

    def _pass(self, wake: Wake) -> datetime | None:
        """Make a pass and give when the next thing is due, None for nothing in sight."""
        self._is_behind = True
        try:
            with hold_pass(self._settings, WAIT_FOR_COMMAND, [self.account]):
                if self._is_stopping:
                    return None
                engine = self._made()
                wishes = Wishes(changed=_changed_for(engine, wake), should_stop=lambda: self._is_stopping)
                _log_report(engine.run(wishes))
            moment = engine.next_due()
        except LedgerRefused as error:
            self._desk.refused(error)
            return None
        except Exception as error:
            self._tell(error)
            return utc_now() + AFTER_FAILURE
        self._is_behind = False
        return moment

    def _made(self) -> AccountEngine:
        """Give the engine, made if there is none."""
        if self._engine is None:
            engine = self._make()
            folders = frozenset(one.folder() for one in engine.sources if isinstance(one, Watchable))
            if folders != self.folders:
                self.folders = folders
                # Before the first pass reads them, so that no change falls between the two.
                self._desk.watch(self)
            self._engine = engine
        return self._engine

    def _tell(self, error: Exception) -> None:
        """Log what ended a pass; after a mistake in the program, do without the engine that made it."""
        if isinstance(error, ServiceError):
            log.warning("pass_failed account=%s %s", self.account, _without_addresses(str(error)))
            return
        self._engine = None
        # Where it happened, and not what the exception says: that may be an address, or words of a note (promise 8).
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("pass_broke account=%s error=%s\n%s", self.account, type(error).__name__, where)
        log.debug("pass_broke account=%s", self.account, exc_info=error)


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
        log.warning("account=%s %s", report.account, _without_addresses(text))
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


def _without_addresses(text: str) -> str:
    """Give *text* for the log, in which no address stands (promise 8): a calendar may be called by one."""
    return re.sub(r"[^\s@]+@[^\s@:]+", "(address)", text)


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
