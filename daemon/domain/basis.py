"""What every rule builds on: the account's wishes, what has been made, the moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from daemon.domain import days
from daemon.domain.application import Application
from daemon.domain.busy import free_slot, is_free
from daemon.domain.interview import Interview, Interviewer
from daemon.domain.item import Item, Kind, State, item_key
from daemon.domain.occurrence import TimeSpan
from daemon.domain.owed import Owed, recipient_of
from daemon.domain.policy import AccountPolicy, Policy


class Basis:
    """
    One account at one moment.

    *items* are all of its items by key; *busy* is what else is on the watched calendars, as far as it is known.
    """

    def __init__(
        self, account: AccountPolicy, items: Mapping[str, Item], now: datetime, busy: Sequence[TimeSpan] = ()
    ) -> None:
        self.account = account
        self.busy = busy
        self.policy: Policy = account.policy
        self.items = items
        self.now = now
        self._by_identity: dict[str, dict[Kind, list[Item]]] = {}
        for item in items.values():
            self._by_identity.setdefault(item.identity, {}).setdefault(item.kind, []).append(item)

    # Reminders

    def reminder_on(self, day: date, owed: Owed, known_since: datetime | None = None) -> Owed:
        """
        Give the reminder *owed* as it stands on business day *day*, at a free hour where that is wanted.

        Where that hour has passed before the reminder could be made, it stands at the next such hour instead: one in
        the past would never be seen. Its facts hold the day it was meant for, so that it does not move again. One that
        has had its hour stays where it stood, unless what makes it say something else is *known_since* then.
        """
        meant = days.instant(day, self.policy.reminders_at, self.policy.zone)
        existing = self.items.get(owed.key)
        live = existing if existing and existing.is_live else None
        if live:
            as_it_stands = self._placed(owed, meant, live.due)
            if live.facts == as_it_stands.facts and (live.due <= self.now or self._may_stay(live)):
                return as_it_stands
        # One that made way on its day may still be to come when the hour it was meant for is over.
        made_way = live is not None and live.due > self.now and self.day(live.due) == day
        wanted = live.due if live and made_way and meant <= self.now else meant
        if wanted > self.now:
            slot = self._slot(owed.kind, wanted, live)
            if slot > self.now or (live and slot == live.due):
                return self._placed(owed, meant, slot)
        if live and live.due <= self.now and (known_since is None or known_since <= live.due):
            return self._placed(owed, meant, live.due)  # What it would say now is no matter any more.
        today = self.day(self.now)
        due = days.instant(
            days.business_day_from(today, self.policy.holidays), self.policy.reminders_at, self.policy.zone
        )
        if due <= self.now or self._slot(owed.kind, due, None) <= self.now:
            tomorrow = days.business_day_from(today + days.ONE_DAY, self.policy.holidays)
            due = days.instant(tomorrow, self.policy.reminders_at, self.policy.zone)
        slot = self._slot(owed.kind, due, live)
        return replace(self._placed(owed, meant, slot), until=meant + self.policy.catch_up)

    def reminder(
        self,
        kind: Kind,
        one: Interview,
        due: datetime,
        *,
        at: datetime,
        reason: str,
        key: str = "",
        facts: tuple[object, ...] = (),
        application: Application | None = None,
        contacts: tuple[Interviewer, ...] = (),
        decision_by: date | None = None,
        other_keys: tuple[tuple[str, str], ...] = (),
        waits_for: str = "",
        drafts: tuple[Item, ...] = (),
        has_asked: bool = False,
        is_tentative: bool = False,
        also_at: tuple[datetime, ...] = (),
    ) -> Owed:
        """
        Give a reminder that hangs on *one* and stands at *due*.

        *facts* are what it says beside what each says of its interview, and of its *application* where it is about
        more than one round.
        """
        me = self.account.me
        company, role = (application.company, application.role) if application else (one.company, one.role)
        recruiters = application.recruiters if application else one.recruiters
        said = (one.title, company, role, one.location, one.link, one.join_link, one.noted, decision_by)
        people = tuple((recipient_of(person), person.name, person.phone) for person in (*contacts, *recruiters))
        wishes = (me.writes_in(), me.name, self.policy.reminder_length, self.policy.popups)
        return Owed(
            key=key or item_key(self.account.account, one.identity, kind),
            kind=kind,
            interview=one,
            due=due,
            at=at,
            reason=reason,
            says=(
                *said,
                *people,
                *((item.key, item.link) for item in drafts),
                *facts,
                has_asked,
                is_tentative,
                *wishes,
            ),
            other_keys=other_keys,
            waits_for=waits_for,
            company=company,
            role=role,
            decision_by=decision_by,
            contacts=contacts,
            recruiters=recruiters,
            drafts=drafts,
            has_asked=has_asked,
            is_tentative=is_tentative,
            also_at=also_at,
            panel=one.interviewers,
        )

    # Free hours

    def _placed(self, owed: Owed, meant: datetime, due: datetime) -> Owed:
        """Give *owed* at *due*; a free hour that is another than the one *meant* is a fact of its own."""
        hours = (meant, due) if self.policy.avoid_busy and due != meant else (meant,)
        return replace(owed, due=due, says=(*hours, *owed.says))

    def _slot(self, kind: Kind, wanted: datetime, live: Item | None) -> datetime:
        """Give the free hour for a reminder on the day of *wanted*: where it stands already, if it can stay there."""
        if not self.policy.avoid_busy:
            return wanted
        within = self._hours(kind, self.day(wanted))
        if live and self.day(live.due) == self.day(wanted) and self._may_stay(live):
            return live.due
        earliest = days.next_minute(self.now + timedelta(seconds=1))
        if within.start < earliest <= within.end - self.policy.reminder_length:
            within = TimeSpan(earliest, within.end)
        return free_slot(wanted, self.policy.reminder_length, within, self.busy)

    def after_busy(self, moment: datetime) -> datetime:
        """Give *moment*, or the end of what else is going on then, if that is on the same day."""
        hours = self._hours(Kind.REVIEW, self.day(moment))
        if not self.policy.avoid_busy or moment > hours.end - self.policy.reminder_length:
            return moment
        within = TimeSpan(moment, hours.end)
        return free_slot(moment, self.policy.reminder_length, within, self.busy)

    def _hours(self, kind: Kind, day: date) -> TimeSpan:
        """Give the hours of *day* in which a reminder of *kind* may stand: for a call those in which people answer."""
        policy = self.policy
        if kind is Kind.FEEDBACK_CALL:
            first, last = policy.calls_from, policy.calls_until
        else:
            first, last = min(policy.quiet_until, policy.reminders_at), policy.quiet_from
        return TimeSpan(days.instant(day, first, policy.zone), days.instant(day, last, policy.zone))

    def _may_stay(self, item: Item) -> bool:
        """Say whether a reminder keeps clear of everything where it stands, and is within its hours."""
        if not self.policy.avoid_busy:
            return True
        length, within = self.policy.reminder_length, self._hours(item.kind, self.day(item.due))
        return within.start <= item.due <= within.end - length and is_free(item.due, length, self.busy)

    # What is there already

    def existing_key(
        self, rounds: Iterable[Interview], kind: Kind, recipient: str = ""
    ) -> tuple[str, Interview] | None:
        """Give the key of the item that was begun for one of *rounds*, and that round."""
        for one in rounds:
            begun = [item.key for item in self.items_of(one, kind) if item.is_settled_matter]
            # Most have none: no name needs to be worked out for them.
            if begun and (key := item_key(self.account.account, one.identity, kind, recipient)) in begun:
                return key, one
        return None

    def lying(self, key: str) -> tuple[Item, ...]:
        """Give the item called *key* if it lies at the server, whoever's it is by now."""
        item = self.items.get(key)
        return (item,) if item is not None and item.lies_there else ()

    def is_gone(self, key: str, since: datetime | None = None) -> bool:
        """
        Say whether the person sent, moved or deleted the item called *key*, or took it back for good.

        One that was for a day before *since* does not count.
        """
        item = self.items.get(key)
        if item is None or (since is not None and item.due < since):
            return False
        return item.is_final or (item.state is State.YOURS and not item.lies_there)

    def items_of(self, one: Interview, kind: Kind | None = None) -> list[Item]:
        """Give the items that belong to *one*: those of *kind*, or all."""
        by_kind = self._by_identity.get(one.identity, {})
        return [item for items in by_kind.values() for item in items] if kind is None else by_kind.get(kind, [])

    # Days

    def day(self, moment: datetime) -> date:
        """Give the day of *moment* in the account's zone."""
        return moment.astimezone(self.policy.zone).date()

    def last_day(self, one: Interview) -> date:
        """The day on which it ends; one that ends at midnight ended the day before."""
        return self.day(max(one.start, one.end - timedelta(seconds=1)))
