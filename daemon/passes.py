"""
One account's passes, one after the other: what each reads, what follows when one fails, when the next thing is due.

No thread, and no clock of its own: `daemon.lanes` calls it from the thread of an account, `tests/simulation` on a clock
that is moved by hand.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from daemon.domain.errors import LedgerRefused, ServiceError
from daemon.engine.account import AccountEngine, Wishes
from daemon.engine.clock import Clock
from daemon.engine.report import Report
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
    ) -> None:
        """Make passes until *should_stop* says so: that is asked before each, and between two items."""
        self._account = account
        self._make = make
        self._hold = hold
        self._clock = clock
        self._should_stop = should_stop
        self._engine: AccountEngine | None = None
        #: The last pass did not come to its end, so what woke it was not answered: the next one reads everything.
        self._is_behind = True

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
        try:
            with self._hold():
                if self._should_stop():
                    return None
                if self._engine is None:
                    self._engine = self._make()
                changed = None if reads_all else _changed_for(self._engine, wake)
                _log_report(self._engine.run(Wishes(changed=changed, should_stop=self._should_stop)))
            moment = self._engine.next_due()
        except LedgerRefused:
            raise
        except Exception as error:
            self._tell(error)
            return self._clock() + AFTER_FAILURE
        self._is_behind = False
        return moment

    def _tell(self, error: Exception) -> None:
        """Log what ended a pass; after a mistake in the program, do without the engine that made it."""
        if isinstance(error, ServiceError):
            log.warning("pass_failed account=%s %s", self._account, _without_addresses(str(error)))
            return
        self._engine = None
        # Where it happened, and not what the exception says: that may be an address, or words of a note (promise 8).
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("pass_broke account=%s error=%s\n%s", self._account, type(error).__name__, where)
        log.debug("pass_broke account=%s", self._account, exc_info=error)


def _changed_for(engine: AccountEngine, wake: Wake) -> dict[str, frozenset[str]]:
    """Give, by calendar of this account, which files changed."""
    changed = wake.changed or {}
    return {
        source.name: changed[source.folder()]
        for source in engine.sources
        if isinstance(source, Watchable) and source.folder() in changed
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
