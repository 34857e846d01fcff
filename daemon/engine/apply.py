"""
One item at a time: claim it in the ledger, write it at the server, settle it in the ledger.

Whatever happens between two of these steps, the next pass finds the claim and looks for the item by its name before
anything else is done about it. There is no other guard against doubles, and none is needed.

    it stopped         the next pass finds                          and does
    before the claim   nothing                                      plans it again
    after the claim    a claim; at the server nothing, or the old   frees the claim and plans it again
    after the write    a claim; at the server what it says          settles it
    after a removal    a claim; at the server nothing               settles it
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar, assert_never

from daemon.domain.errors import AuthorisationError, ConflictError, GoneError, IntegrationError, TemporaryError
from daemon.domain.item import LATER_GENERATIONS, Action, Draft, Item, Reminder, State, item_key, item_name
from daemon.domain.lateness import RAN_OUT
from daemon.domain.owed import Owed
from daemon.domain.planning import Intent
from daemon.domain.retry import next_try
from daemon.ports import DraftStore, Found, Ledger, Lost, ReminderStore

Answer = TypeVar("Answer")

#: So long after its claim was found void an item is looked for again: a server may work on a request after its client
#: gave up.
DOUBTED_FOR = timedelta(minutes=15)

#: A store that failed so often in a row is left alone for the rest of the pass.
FAILURES_IN_A_ROW = 2


class Shelf:
    """Both stores behind one face: drafts go to the mailbox, everything else to the calendar."""

    def __init__(self, drafts: DraftStore, reminders: ReminderStore) -> None:
        self._drafts = drafts
        self._reminders = reminders

    def find(self, item: Item) -> Found | None:
        """Look for *item*; see `Store.find`."""
        lost = None
        if item.claimed_at is not None:
            lost = Lost(item.claimed_fingerprint, item.claimed_at)
        if item.kind.is_draft:
            return self._drafts.find(item.name, item.ref, lost)
        return self._reminders.find(item.name, item.ref, lost)

    def holds(self, item: Item, names: Iterable[str]) -> bool:
        """Say whether anything of *item*'s sort lies there under one of *names*."""
        find = self._drafts.find if item.kind.is_draft else self._reminders.find
        return any(find(name) for name in names)

    def create(self, item: Item, content: Draft | Reminder, others: Iterable[str] = ()) -> Found:
        """Write *content* of *item*, unless something lies under one of *others* either; see `Store.create`."""
        names = (*item.later_names, *others)
        if isinstance(content, Draft):
            return self._drafts.create(content, names)
        return self._reminders.create(content, names)

    def replace(self, item: Item, found: Found, content: Draft | Reminder) -> Found:
        """Put *content* in the place of *item*; see `Store.replace`."""
        if isinstance(content, Draft):
            return self._drafts.replace(item.name, found, content)
        return self._reminders.replace(item.name, found, content)

    def remove(self, item: Item, found: Found) -> None:
        """Take *item* away; see `Store.remove`."""
        if item.kind.is_draft:
            self._drafts.remove(item.name, found)
        else:
            self._reminders.remove(item.name, found)

    def remarks(self) -> list[str]:
        """Give what the person should know of both; see `Store.remarks`."""
        return [*self._drafts.remarks(), *self._reminders.remarks()]

    def looks(self) -> tuple[tuple[str, Callable[[], None]], ...]:
        """Give, by what a person calls them, how to look whether both are there; see `Store.reach`."""
        return ("drafts", self._drafts.reach), ("reminders", self._reminders.reach)

    def close(self) -> None:
        """Let go of connections."""
        self._drafts.close()
        self._reminders.close()


class Applier:
    """Carries out intents for one account; *compose* gives what an item says, *clock* an aware now."""

    def __init__(
        self,
        account: str,
        shelf: Shelf,
        ledger: Ledger,
        compose: Callable[[Owed, str], Draft | Reminder],
        clock: Callable[[], datetime],
    ) -> None:
        self._account = account
        self._shelf = shelf
        self._ledger = ledger
        self._compose = compose
        self._clock = clock
        #: What was to be made last lay there already.
        self.has_found = False

    def recover(self, item: Item) -> Item:
        """
        Find out what became of the claimed *item* and give it settled (not yet saved).

        Raises:
            IntegrationError: It could not be looked for; the claim stands.
        """
        found = self._shelf.find(item)
        if found is not None and found.fingerprint == item.claimed_fingerprint and item.action is not Action.REMOVE:
            return self._written(item, found, item.claimed_at)
        if found is None:
            if item.action is Action.CREATE:
                state = State.FAILED if item.error else State.PLANNED
                return replace(item, state=state, action=None)
            if item.action is Action.REMOVE:
                return _taken_back(item)
            return _given_up(item, None)
        if found.fingerprint == item.fingerprint:
            return replace(
                item,
                state=State.WRITTEN,
                action=None,
                is_final=False,
                ref=found.ref,
                claimed_fingerprint="",
                claimed_facts="",
                claimed_at=None,
            )
        return _given_up(item, found)

    def look_again(self, item: Item) -> Item:
        """Give *item*, which is in doubt, with what has come of its claim meanwhile. Raises as `recover`."""
        assert item.claimed_at is not None
        found = self._shelf.find(item)
        if found is not None and found.fingerprint == item.claimed_fingerprint:
            return self._written(replace(item, action=Action.CREATE), found, item.claimed_at)
        if found is not None:
            return _given_up(self._made_before(item), found)
        if timedelta() <= self._clock() - item.claimed_at < DOUBTED_FOR:
            return item
        return replace(item, claimed_fingerprint="", claimed_facts="", claimed_at=None)

    def check(self, item: Item) -> Item:
        """Give *item* as it lies at the server now: as it was, or the person's. Raises as `recover`."""
        found = self._shelf.find(item)
        if found is None or (item.state is State.WRITTEN and found.fingerprint != item.fingerprint):
            return _given_up(item, found)
        return item if found.ref == item.ref else replace(item, ref=found.ref, link=found.link)

    def apply(self, intent: Intent) -> Item:
        """
        Carry out *intent* and give the item as it is settled in the ledger.

        Raises:
            IntegrationError: It could not be done now. The ledger holds the error and when to try again.
            LedgerError: The ledger could not be written; whatever was claimed is looked for by the next pass.
        """
        self.has_found = False
        match intent.action:
            case Action.CREATE:
                return self._create(intent)
            case Action.UPDATE:
                return self._update(intent)
            case Action.REMOVE:
                return self._remove(intent)
            case _:
                assert_never(intent.action)

    def _create(self, intent: Intent) -> Item:
        assert intent.owed is not None
        item = intent.item or Item(
            key=intent.key,
            account=self._account,
            identity=intent.identity,
            event=intent.event,
            kind=intent.kind,
            due=intent.due,
        )
        if not item.has_missed(intent.owed.deadline):
            item = replace(item, is_late=False, late_because="")
        if item.state is State.REMOVED:
            item = replace(item, generation=item.generation + 1, made_at=None, attempts=0)
        item = replace(item, deadline=intent.owed.deadline)
        content = self._composed(item, intent.owed)
        others = [
            item_name(item_key(self._account, identity, item.kind, recipient), generation)
            for identity, recipient in intent.owed.other_keys
            for generation in range(LATER_GENERATIONS)
        ]
        claim = self._claim(item, intent, content)
        try:
            found = self._shelf.create(claim, content, others)
        except GoneError:
            # It was made before, and the person has deleted it since; only the ledger did not learn of it.
            return self._settle(_given_up(self._made_before(claim), None))
        except ConflictError as conflict:
            # The ledger was lost, or an answer was: what lies there under one of our names is what we made.
            claim = replace(claim, generation=self._guarded(claim, lambda: self._lying_generation(item)))
            existing = self._guarded(claim, lambda: self._shelf.find(claim))
            if existing is None and self._guarded(claim, lambda: self._shelf.holds(claim, others)):
                # A ledger that was lost had begun it for another round of the day.
                return self._settle(_given_up(self._made_before(claim), None))
            if existing is None:
                raise self._failed(claim, conflict) from conflict
            if existing.fingerprint != claim.claimed_fingerprint:
                return self._settle(_given_up(self._made_before(claim), existing))
            self.has_found = True
            return self._settle(self._written(self._made_before(claim), existing))
        except IntegrationError as error:
            raise self._failed(claim, error) from error
        return self._settle(self._written(claim, found))

    def _update(self, intent: Intent) -> Item:
        assert intent.owed is not None
        assert intent.item is not None
        item = intent.item
        found = self._guarded(item, lambda: self._shelf.find(item))
        if found is None or found.fingerprint != item.fingerprint:
            return self._settle(_given_up(item, found))
        content = self._composed(item, intent.owed)
        if content.fingerprint() == item.fingerprint:
            # Other facts, same words: nothing to write.
            same = replace(item, facts=intent.owed.facts, due=intent.due, to=intent.to)
            return self._settle(_without_error(same))
        claim = self._claim(item, intent, content)
        try:
            written = self._shelf.replace(claim, found, content)
        except ConflictError:
            return self._settle(_given_up(claim, self._guarded(claim, lambda: self._shelf.find(claim))))
        except IntegrationError as error:
            raise self._failed(claim, error) from error
        return self._settle(self._written(claim, written))

    def _remove(self, intent: Intent) -> Item:
        assert intent.item is not None
        item = intent.item
        found = self._guarded(item, lambda: self._shelf.find(item))
        if found is None or found.fingerprint != item.fingerprint:
            return self._settle(_given_up(item, found))
        claim = replace(item, state=State.WRITING, action=Action.REMOVE, is_final=intent.is_final)
        self._ledger.save_items([claim])
        try:
            self._shelf.remove(claim, found)
        except ConflictError:
            return self._settle(_given_up(claim, self._guarded(claim, lambda: self._shelf.find(claim))))
        except IntegrationError as error:
            raise self._failed(claim, error) from error
        return self._settle(_taken_back(claim))

    def _composed(self, item: Item, owed: Owed) -> Draft | Reminder:
        """Say it in words; what has to be asked for that may fail, and the failure is written down."""
        try:
            return self._compose(owed, item.name)
        except IntegrationError as error:
            raise self._failed(item, error) from error

    def _claim(self, item: Item, intent: Intent, content: Draft | Reminder) -> Item:
        """Write down, durably, what is about to be written."""
        assert intent.owed is not None
        claim = replace(
            item,
            state=State.WRITING,
            action=intent.action,
            due=intent.due,
            to=intent.to,
            claimed_fingerprint=content.fingerprint(),
            claimed_facts=intent.owed.facts,
            claimed_at=self._clock(),
        )
        self._ledger.save_items([claim])
        return claim

    def _settle(self, item: Item) -> Item:
        self._ledger.save_items([item])
        return item

    def _made_before(self, claim: Item) -> Item:
        """Give *claim* as made at a time that nobody knows: whether that was late was told then."""
        return replace(claim, made_at=self._clock(), deadline=None, is_late=False, late_because="")

    def _written(self, claim: Item, found: Found, at: datetime | None = None) -> Item:
        """Give *claim* as it was written, now or at *at*."""
        if claim.action is Action.CREATE:
            claim = _made(claim, claim.made_at or at or self._clock())
        return _without_error(
            replace(
                claim,
                state=State.WRITTEN,
                action=None,
                fingerprint=found.fingerprint,
                facts=claim.claimed_facts,
                claimed_fingerprint="",
                claimed_facts="",
                claimed_at=None,
                ref=found.ref,
                link=found.link,
            )
        )

    def _lying_generation(self, item: Item) -> int:
        """Look for *item*, not claimed, as it is and as it was made anew; give the generation that lies there."""
        generations = range(item.generation, item.generation + LATER_GENERATIONS + 1)
        bare = replace(item, claimed_at=None)
        return next((one for one in generations if self._shelf.find(replace(bare, generation=one))), item.generation)

    def _guarded(self, item: Item, look: Callable[[], Answer]) -> Answer:
        """Look for *item*; a failure is written down."""
        try:
            return look()
        except IntegrationError as error:
            raise self._failed(item, error) from error

    def _failed(self, item: Item, error: IntegrationError) -> IntegrationError:
        """Write down that *item* could not be written now; a claim stands, since the write may have taken place."""
        item = replace(item, failing_since=item.failing_since or self._clock())
        if isinstance(error, AuthorisationError):
            # Nothing is wrong with the item: once the person has logged in, the next pass may try at once.
            self._ledger.save_items([replace(item, error=error.message, retry_at=None)])
            return error
        attempts = item.attempts + 1
        retry_after = error.retry_after if isinstance(error, TemporaryError) else None
        retry_at = next_try(attempts, self._clock(), retry_after)
        self._ledger.save_items([replace(item, attempts=attempts, error=error.message, retry_at=retry_at)])
        return error


def _made(claim: Item, at: datetime) -> Item:
    """Give *claim* as made *at*, in time or late."""
    if claim.deadline is None or at <= claim.deadline:
        return replace(claim, made_at=at, is_late=False, late_because="")
    return replace(claim, made_at=at, is_late=True, late_because=claim.late_because or RAN_OUT)


def _without_error(item: Item) -> Item:
    return replace(item, error="", failing_since=None, attempts=0, retry_at=None)


def _taken_back(item: Item) -> Item:
    """Give *item* as one that Afterword removed."""
    return _without_error(replace(item, state=State.REMOVED, action=None, fingerprint="", ref="", link="", facts=""))


def _given_up(item: Item, found: Found | None) -> Item:
    """Give *item* as the person's; *found* is what lies there now, None where it was sent, moved or deleted."""
    return _without_error(
        replace(
            item,
            state=State.YOURS,
            action=None,
            is_final=False,
            ref=found.ref if found else "",
            # What was sent or deleted keeps its link: a review that names it is no reason to write anything.
            link=found.link if found else item.link,
            claimed_fingerprint="",
            claimed_facts="",
            claimed_at=None,
        )
    )
