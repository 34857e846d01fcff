"""
One account's passes, one after the other: what each reads, what follows when one fails, when the next thing is due.

No thread, and no clock of its own: `daemon.lanes` calls it from the thread of an account, `tests/simulation` on a clock
that is moved by hand.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from daemon.domain.errors import IntegrationError, LedgerRefused, ServiceError
from daemon.engine.account import AccountEngine, Wishes
from daemon.engine.clock import Clock
from daemon.engine.report import Report
from daemon.events import Line
from daemon.ports import Watchable
from daemon.wakeups import Wake

log = logging.getLogger(__name__)

#: After a pass that failed as a whole (the ledger is locked, the disk is full) the next one comes so much later.
AFTER_FAILURE = timedelta(minutes=1)


class Passes:
    """
    Makes the passes of *account* while holding its lock, which *hold* gives.

    *make* gives the account's engine; it may ask a server. It is called for the first pass, and again after one that
    broke through a mistake in the program, since what that engine remembers may be half of something.
    """

    def __init__(
        self,
        account: str,
        make: Callable[[], AccountEngine],
        hold: Callable[[], AbstractContextManager[None]],
        clock: Clock,
        should_stop: Callable[[], bool] = lambda: False,
        came_on: Callable[[], None] = lambda: None,
    ) -> None:
        """
        Make passes until *should_stop* says so: that is asked before each, and between two items.

        *came_on* is called after each item, and when a pass has come to its end. That a server was out of reach is
        such an end; that the ledger could not be used, or another process did not let go of the account, is none.
        """
        self._account = account
        self._make = make
        self._hold = hold
        self._clock = clock
        self._should_stop = should_stop
        self._came_on = came_on
        self._engine: AccountEngine | None = None
        #: The last pass did not come to its end, so what woke it was not answered: the next one reads everything.
        self._is_behind = True
        self._has_ended = False

    @property
    def has_ended(self) -> bool:
        """The last pass came to its end, if only to learn that a server is out of reach."""
        return self._has_ended

    @property
    def engine(self) -> AccountEngine | None:
        """What made the last pass, None before the first one and after a mistake in the program."""
        return self._engine

    def reads_all(self, wake: Wake) -> bool:
        """Say whether a pass for *wake* reads everything, not only what changed."""
        return self._is_behind or wake.changed is None

    def answer(self, wake: Wake) -> datetime | None:
        """
        Make a pass for *wake* and give when the next thing is due (aware), None for nothing in sight.

        Whatever goes wrong ends the pass and is logged; then the next is due after `AFTER_FAILURE`.

        Raises:
            LedgerRefused: Nothing can be done before a person acts.
        """
        reads_all = self.reads_all(wake)
        self._is_behind = True
        self._has_ended = False
        try:
            with self._hold():
                if self._should_stop():
                    return None
                if self._engine is None:
                    self._engine = self._make()
                changed = None if reads_all else _changed_for(self._engine, wake)
                wishes = Wishes(changed=changed, should_stop=self._should_stop, progress=lambda *_: self._came_on())
                _log_report(self._engine.run(wishes))
            moment = self._engine.next_due()
        except LedgerRefused:
            raise
        except Exception as error:
            self._tell(error)
            if isinstance(error, IntegrationError):
                self._note_end()
            return self._clock() + AFTER_FAILURE
        self._is_behind = False
        self._note_end()
        return moment

    def _note_end(self) -> None:
        self._has_ended = True
        self._came_on()

    def _tell(self, error: Exception) -> None:
        """Log what ended a pass; after a mistake in the program, do without the engine that made it."""
        if isinstance(error, ServiceError):
            log.warning(Line("pass_failed", account=self._account, error=error))
            return
        self._engine = None
        # Where it happened, and not what the exception says: that may be an address, or words of a note (promise 8).
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error(Line("pass_broke", account=self._account, error=type(error).__name__, where=where))
        log.debug(Line("pass_broke", account=self._account), exc_info=error)


def _changed_for(engine: AccountEngine, wake: Wake) -> dict[str, frozenset[str]]:
    """Give, by calendar of this account, which files changed."""
    changed = wake.changed or {}
    return {
        source.name: changed[source.folder()]
        for source in engine.sources
        if isinstance(source, Watchable) and source.folder() in changed
    }


def _log_report(report: Report) -> None:
    for text in report.errors:
        log.warning(Line("pass_error", account=report.account, error=text))
    for text in report.warnings:
        log.warning(Line("pass_warning", account=report.account, warning=text))
    if report.changed_anything or report.failed:
        counts = {
            f"{kind}_{what}": getattr(count, kind)
            for what, count in (
                ("created", report.created),
                ("updated", report.updated),
                ("removed", report.removed),
                ("failed", report.failed),
            )
            for kind in ("drafts", "reminders")
            if getattr(count, kind)
        }
        log.info(Line("pass_done", account=report.account, **counts))
