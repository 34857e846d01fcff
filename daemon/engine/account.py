"""One pass over one account."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from daemon.domain.application import related
from daemon.domain.errors import IntegrationError, ServiceError
from daemon.domain.forgetting import outlived
from daemon.domain.interview import Interview
from daemon.domain.item import Action, Item, State
from daemon.domain.occurrence import TimeSpan
from daemon.domain.planning import Intent, Plan, plan, removal
from daemon.domain.policy import AccountPolicy
from daemon.domain.upcoming import next_in_words, next_of
from daemon.engine.apply import FAILURES_IN_A_ROW, Applier, Shelf
from daemon.engine.clock import Clock, utc_now
from daemon.engine.compose import Composer
from daemon.engine.observe import Observer, Sight
from daemon.engine.overdue import overdue
from daemon.engine.report import Report
from daemon.events import Line
from daemon.ports import (
    LOGIN_LOST,
    CalendarSource,
    Conversations,
    DraftStore,
    Ledger,
    Memory,
    Notes,
    ReminderStore,
)

if TYPE_CHECKING:
    from daemon.engine.reword import Reworder

log = logging.getLogger(__name__)

#: A pass plans again after it has written, since what was written may make more possible (a review of the notes).
ROUNDS = 5

#: How often it is looked whether something is to be forgotten.
FORGETS_EVERY = timedelta(days=1)

#: For so long after its day an item is still looked at, to see whether the person touched it.
CHECKED_FOR = timedelta(days=60)


@dataclass(slots=True)
class Wishes:
    """How a pass is to be made."""

    #: By calendar, the only hrefs that may have changed since the last complete look; None: anything may have.
    changed: Mapping[str, frozenset[str]] | None = None
    #: Try again at once what failed before, instead of waiting until its time.
    impatient: bool = False
    #: Asked between two items: True ends the pass early, with nothing half done.
    should_stop: Callable[[], bool] = lambda: False
    #: Told, after each item, how many of how many are done.
    progress: Callable[[int, int], None] = lambda _done, _total: None


class AccountEngine:
    """Everything that is done for one account. Not to be used from two threads at once."""

    def __init__(
        self,
        account: AccountPolicy,
        sources: Sequence[CalendarSource],
        drafts: DraftStore,
        reminders: ReminderStore,
        notes: Notes,
        ledger: Ledger,
        clock: Clock = utc_now,
        *,
        conversations: Conversations | None = None,
        signature: Callable[[], str] | None = None,
        check_every: timedelta = timedelta(),
        reworder: Reworder | None = None,
    ) -> None:
        """
        Work with these adapters; for *conversations*, *signature* and *reworder* see `Composer`.

        What was made is looked at no more often than *check_every*, to see whether the person touched it: at servers
        that costs requests. Nothing depends on it but when a review goes; before anything is changed it is looked at.
        """
        self.account = account
        self.name = account.account
        self.sources = tuple(sources)
        self.composer = Composer(
            account, notes, clock, conversations=conversations, signature=signature, reworder=reworder
        )
        self._observer = Observer(account, sources)
        self._shelf = Shelf(drafts, reminders)
        self._ledger = ledger
        self._clock = clock
        self._applier = Applier(self.name, self._shelf, ledger, self.composer.compose, clock)
        self._memory: Memory | None = None
        self._memory_version = -1
        self._check_every = check_every
        self._checked_at: datetime | None = None
        #: When the person is busy, by the last look; see `Sight.busy`. Known to nobody else.
        self._busy: Sequence[TimeSpan] = ()
        self._forgot_at: datetime | None = None
        #: The last plan for everybody, with what it was made of and when; good as long as nothing new is known.
        self._plan_of: tuple[Memory, datetime, Plan] | None = None
        #: What `next_due` gave last.
        self._due_at: datetime | None = None
        #: What the ledger says of a lost login; None until it was asked.
        self._login_lost: str | None = None

    def recall(self) -> Memory:
        """Give what the ledger knows; read anew only if another process wrote to it."""
        version = self._ledger.data_version()
        if self._memory is None or version != self._memory_version:
            self._memory = self._ledger.recall(self.name)
            self._memory_version = version
        return self._memory

    def look(self, *, everything: bool = False) -> Sight:
        """Read the calendars and compare; changes nothing anywhere."""
        return self._observer.look(self.recall(), self._clock(), everything=everything)

    def plan(self, sight: Sight | None = None) -> Plan:
        """Give all that is to be done, now and later, from a fresh *sight* or from what the ledger knows."""
        memory = self.recall()
        interviews = memory.interviews if sight is None else sight.interviews
        busy = self._busy if sight is None else sight.busy
        return plan(interviews.values(), memory.items, self.account, self._clock(), busy)

    def run(self, wishes: Wishes | None = None) -> Report:
        """
        Make one pass: recover, read, look what was touched, then do all that is due.

        What goes wrong with one calendar, store or item is in the report and stops nothing else.

        Raises:
            LedgerError: Nothing can be done without the ledger; what was claimed is looked for by the next pass.
        """
        wishes = wishes or Wishes()
        report = Report(self.name)
        self.composer.begin_pass()
        try:
            self._recover(report)
            # `_read` overwrites when the calendars were read before, and what was known of an interview then.
            before = self.recall()
            news = self._read(wishes, report)
            if wishes.changed is None and (wishes.impatient or self._is_time_to_check()):
                self._check_touched(report)
            # A change in one file is answered without planning anew for everybody, unless something else is due.
            is_about_news = wishes.changed and (self._due_at is None or self._clock() < self._due_at)
            self._do_what_is_due(wishes, report, news if is_about_news else None, before)
            if wishes.changed is None or report.login_lost:
                self._note_login(report.login_lost)
            if wishes.changed is None and not report.errors:
                self._forget_what_is_outlived()
        except ServiceError:
            self._memory = None
            raise
        finally:
            self._shelf.close()
        report.warnings.extend(self._shelf.remarks())
        return report

    def reach(self) -> dict[str, IntegrationError | None]:
        """Look whether mailbox and reminders can be used, and give what is wrong with each; see `Store.reach`."""
        return {what: _error_of(look) for what, look in self._shelf.looks()}

    @property
    def login_lost(self) -> str:
        """Why the person has to log in again, as the last pass found; "" where they need not."""
        return self._login_lost or ""

    def close(self) -> None:
        """Let go of connections; the next call opens them again."""
        self._shelf.close()

    def next_due(self) -> datetime | None:
        """Give when the next thing can be done that cannot be done now; from what the ledger knows."""
        memory = self.recall()
        if self._plan_of is None or self._plan_of[0] is not memory:
            now = self._clock()
            self._plan_of = memory, now, plan(memory.interviews.values(), memory.items, self.account, now, self._busy)
        _, planned_at, answer = self._plan_of
        first = next_of(answer, planned_at)
        self._due_at = first.at if first else None
        return self._due_at

    def next_in_words(self) -> str:
        """Say what comes next, as `upcoming.next_in_words` does, by the plan that the last `next_due` went by."""
        if self._plan_of is None:
            return ""
        memory, planned_at, answer = self._plan_of
        return next_in_words(answer, memory.interviews, self.account.policy.zone, planned_at)

    def take_back(self, items: Sequence[Item], reason: str = "undo", *, for_good: bool = True) -> Report:
        """
        Take back *items*, for *reason*, as far as nobody has touched them.

        *for_good*: and never make them again, whatever the plan says (`afterword undo`).
        """
        report = Report(self.name)
        now = self._clock()
        for item in items:
            intent = removal(item, reason, now, is_final=for_good)
            settled = self._attempt(intent, report)
            if settled is not None and settled.state is State.REMOVED:
                report.count(Action.REMOVE, item.kind)
        self._shelf.close()
        return report

    # The steps of a pass

    def _recover(self, report: Report) -> None:
        """Find out what became of what was claimed when the last pass ended, or is in doubt since an earlier one."""
        in_doubt = [one for one in self._known_items() if one.is_in_doubt]
        for item in [one for one in self._known_items() if one.state is State.WRITING]:
            try:
                settled = self._applier.recover(item)
            except IntegrationError as error:
                report.failed.add(item.kind)
                report.note_error(error)
                if not item.error:
                    self._save([replace(item, error=error.message, failing_since=self._clock())])
                continue
            log.info(Line("item_recovered", key=settled.key, kind=settled.kind, state=settled.state))
            self._save([settled])
        for item in in_doubt:
            try:
                looked_at = self._applier.look_again(item)
            except IntegrationError as error:
                report.note_error(error)
                continue
            if looked_at != item:
                self._save([looked_at])

    def _read(self, wishes: Wishes, report: Report) -> list[Interview]:
        """Read the calendars, write down what is new, and give it, as it was and as it is."""
        memory = self.recall()
        sight = self._observer.look(memory, self._clock(), changed=wishes.changed)
        reads = [read for read in sight.reads if wishes.changed is None or read.error]
        if sight.news or reads:
            self._ledger.save_interviews(sight.news, reads, account=self.name)
        for identity, word in sight.mended_words.items():
            self._ledger.set_word(self.name, identity, word)
        self._memory = replace(
            memory,
            interviews=sight.interviews,
            words={**memory.words, **sight.mended_words},
            reads={**memory.reads, **{read.calendar: read for read in reads}},
        )
        self._busy = sight.busy
        report.events_read = sight.events_read
        report.interviews = len(sight.in_sight)
        report.warnings.extend(sight.warnings)
        for error in sight.errors:
            report.note_error(error)
        for one in sight.news:
            log.info(Line("interview_read", event=one.event, standing=one.standing))
        before = [memory.interviews[one.identity] for one in sight.news if one.identity in memory.interviews]
        return [*sight.news, *before]

    def _is_time_to_check(self) -> bool:
        # A clock that was put back counts as time.
        return self._checked_at is None or not timedelta() <= self._clock() - self._checked_at < self._check_every

    def _note_login(self, why: str) -> None:
        """Write down, for `status`, whether the person has to log in again."""
        if self._login_lost is None:
            self._login_lost = self._ledger.get_setting(self.name, LOGIN_LOST)
        if why != self._login_lost:
            self._ledger.put_setting(self.name, LOGIN_LOST, why)
            self._login_lost = why

    def _forget_what_is_outlived(self) -> None:
        """Once a day, forget the applications that are over for as long as the person wants them remembered."""
        now = self._clock()
        if self._forgot_at is not None and timedelta() <= now - self._forgot_at < FORGETS_EVERY:
            return
        self._forgot_at = now
        memory = self.recall()
        old = outlived(memory.interviews.values(), memory.items, self.account, now)
        if old:
            self._ledger.forget(self.name, old)
            self._memory = None
            log.info(Line("interviews_forgotten", count=len(old)))

    def _check_touched(self, report: Report) -> None:
        """Look at everything that was made: the person may have edited, moved, sent or deleted it."""
        self._checked_at = self._clock()
        since = self._checked_at - CHECKED_FOR
        changed = []
        failed: set[bool] = set()
        for item in self._known_items():
            if not item.lies_there or item.due < since or item.kind.is_draft in failed:
                continue
            try:
                checked = self._applier.check(item)
            except IntegrationError as error:
                failed.add(item.kind.is_draft)
                report.note_error(error)
                continue
            if checked != item:
                changed.append(checked)
                if checked.state is not item.state:
                    log.info(Line("item_yours", key=item.key, kind=item.kind))
        if changed:
            self._save(changed)

    def _do_what_is_due(self, wishes: Wishes, report: Report, news: Sequence[Interview] | None, before: Memory) -> None:
        """
        Plan, do, and plan again until nothing more can be done now; only for what *news* concerns, if given.

        *before* is what was known before this pass read the calendars.
        """
        tried: set[str] = set()
        failures = {True: 0, False: 0}
        for _ in range(ROUNDS):
            ready = [intent for intent in self._ready(wishes, news, before) if intent.key not in tried]
            if not ready:
                return
            # What reminders say depends on the notes that lie there: these come first, and then it is planned anew.
            ready = [intent for intent in ready if intent.kind.is_draft] or ready
            for done, intent in enumerate(ready):
                if wishes.should_stop():
                    return
                wishes.progress(done, len(ready))
                is_draft = intent.kind.is_draft
                if failures[is_draft] >= FAILURES_IN_A_ROW:
                    report.failed.add(intent.kind)
                    tried.add(intent.key)
                    continue
                settled = self._attempt(intent, report)
                if settled is None:
                    tried.add(intent.key)
                    failures[is_draft] += 1
                    continue
                failures[is_draft] = 0
                self._tell(intent, settled, report)
            wishes.progress(len(ready), len(ready))

    def _ready(self, wishes: Wishes, news: Sequence[Interview] | None, before: Memory) -> Sequence[Intent]:
        now = self._clock()
        answer = self._planned(wishes, news, now)
        late = overdue(answer, self.recall(), before, self.account.policy.zone, now)
        if late:
            self._save(late)
            for item in late:
                log.info(Line("item_overdue", key=item.key, kind=item.kind))
            answer = self._planned(wishes, news, now)
        return answer.ready(now)

    def _planned(self, wishes: Wishes, news: Sequence[Interview] | None, now: datetime) -> Plan:
        memory = self.recall()
        interviews = memory.interviews.values()
        items = memory.items
        if wishes.impatient:
            items = {key: replace(item, retry_at=None) if item.retry_at else item for key, item in items.items()}
        if news is not None:
            return plan(related(interviews, news), items, self.account, now, self._busy)
        answer = plan(interviews, items, self.account, now, self._busy)
        if not wishes.impatient:
            self._plan_of = memory, now, answer
        return answer

    def _attempt(self, intent: Intent, report: Report) -> Item | None:
        """Carry out one intent; None where it failed."""
        try:
            settled = self._applier.apply(intent)
        except IntegrationError as error:
            report.failed.add(intent.kind)
            report.note_error(error)
            log.warning(Line("item_failed", key=intent.key, kind=intent.kind, action=intent.action))
            # What the failure wrote down is in the ledger.
            self._memory = None
            return None
        self._remember([settled])
        return settled

    def _tell(self, intent: Intent, settled: Item, report: Report) -> None:
        """Count and log what was done."""
        if settled.state is State.YOURS:
            log.info(Line("item_yours", key=settled.key, kind=settled.kind))
            return
        if intent.action is Action.UPDATE and intent.item and settled.fingerprint == intent.item.fingerprint:
            return  # Other facts, same words: nothing was written.
        if self._applier.has_found:
            report.found.add(intent.kind)
            log.info(Line("item_found", key=settled.key, kind=settled.kind))
            return
        report.count(intent.action, intent.kind)
        if settled.is_late and intent.action is Action.CREATE:
            report.late += 1
        late = "yes" if settled.is_late else "no"
        log.info(Line(_DONE[intent.action], key=settled.key, kind=settled.kind, late=late, reason=intent.reason))

    # What is known, kept in step with the ledger

    def _known_items(self) -> list[Item]:
        return list(self.recall().items.values())

    def _save(self, items: Sequence[Item]) -> None:
        self._ledger.save_items(items)
        self._remember(items)

    def _remember(self, items: Sequence[Item]) -> None:
        memory = self.recall()
        self._memory = replace(memory, items={**memory.items, **{item.key: item for item in items}})


def _error_of(look: Callable[[], object]) -> IntegrationError | None:
    try:
        look()
    except IntegrationError as error:
        return error
    return None


_DONE = {Action.CREATE: "item_created", Action.UPDATE: "item_updated", Action.REMOVE: "item_removed"}
