"""
A lane: one account's passes, one after the other, in a thread of their own.

An account at a server that is slow, refuses or hangs keeps its own lane busy and no other: lanes share the ledger, for
the length of a transaction, and nothing else. Whatever goes wrong in a pass ends that pass; the lane tries again.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from queue import SimpleQueue
from typing import Protocol

from config.model import Settings
from daemon.domain.errors import LedgerRefused
from daemon.engine.account import AccountEngine
from daemon.engine.clock import utc_now
from daemon.events import Line
from daemon.passes import Passes
from daemon.ports import Watchable
from daemon.wakeups import STOP, Wake, Wakes, take_all
from daemon.wiring import hold_pass

log = logging.getLogger(__name__)

#: How long a pass waits for a command that is at work on the same account.
WAIT_FOR_COMMAND = timedelta(seconds=30)

#: A pass under the configuration before that takes longer to end is worth a word.
_SHORT_SECONDS = 2.0


class Desk(Protocol):
    """Whom a lane tells how it stands; called from the lane's thread."""

    def begun(self) -> None:
        """Learn that a pass begins."""
        ...

    def passed(self, lane: Lane, engine: AccountEngine | None) -> None:
        """Learn that a pass has come to its end, well or not; *engine* made it, None if there is none to speak of."""
        ...

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

    *make* gives the account's engine, in the lane's thread; see `Passes` for when.
    """

    def __init__(self, account: str, settings: Settings, make: Callable[[], AccountEngine], desk: Desk) -> None:
        self.account = account
        #: The folders whose changes concern the account; known once there is an engine.
        self.folders: frozenset[str] = frozenset()
        self._make = make
        self._desk = desk
        self._wakes: Wakes = SimpleQueue()
        self._before: Lane | None = None
        self._is_stopping = False
        #: A pass has begun that has not come to its end.
        self._is_at_work = True
        #: When a pass, or one item of it, came to its end (monotonic clock).
        self._came_on = time.monotonic()
        hold = partial(hold_pass, settings, WAIT_FOR_COMMAND, [account])
        self._passes = Passes(account, self._taken_up, hold, utc_now, lambda: self._is_stopping, self._note_progress)
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

    def has_come_on(self, since: float) -> bool:
        """Say whether it has nothing to do, or something came to its end since *since* (monotonic clock)."""
        if not self._thread.is_alive():
            return self._is_stopping
        return not self._is_at_work or self._came_on > since

    @property
    def is_well(self) -> bool:
        """The last pass came to its end."""
        return not self._is_at_work

    def join(self, seconds: float | None = None) -> bool:
        """Wait until it has come to its end, if it was started, but no longer than *seconds*; say whether it has."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            if self._before is not None:
                if not self._before.join(_SHORT_SECONDS):
                    # The new configuration comes after it.
                    log.info(Line("pass_still_running", account=self.account))
                    self._before.join()
                self._before = None
            wake = Wake("started", None)
            while not self._is_stopping:
                self._is_at_work = True
                self._desk.begun()
                read_all = self._passes.reads_all(wake)
                moment = self._passes.answer(wake)
                # What failed as a whole is tried again, and still owes its end.
                self._is_at_work = not self._passes.has_ended
                self._desk.next_due(self, moment)
                self._desk.passed(self, self._passes.engine)
                if read_all:
                    _give_memory_back()
                wake = take_all(self._wakes, self._wakes.get())
        except LedgerRefused as error:
            self._desk.refused(error)
        finally:
            self._desk.over()

    def _note_progress(self) -> None:
        self._came_on = time.monotonic()

    def _taken_up(self) -> AccountEngine:
        """Give a new engine, after its folders are watched: no change shall fall between that and the first pass."""
        engine = self._make()
        folders = frozenset(one.folder() for one in engine.sources if isinstance(one, Watchable))
        if folders != self.folders:
            self.folders = folders
            self._desk.watch(self)
        return engine


def _give_memory_back() -> None:
    """
    After a look at everything, let go of what it needed: the service idles for hours.

    The C library is asked to return it to the system, where it can (malloc_trim(3), glibc).
    """
    gc.collect()
    with contextlib.suppress(AttributeError, OSError):
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)
