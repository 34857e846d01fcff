"""What every rule builds on: the account's wishes, what has been made, the moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from daemon.domain import days
from daemon.domain.interview import Interview, Interviewer
from daemon.domain.item import Item, Kind, item_key
from daemon.domain.owed import Owed, recipient_of
from daemon.domain.policy import AccountPolicy, Policy


class Basis:
    """One account at one moment; *items* are all of its items by key."""

    def __init__(self, account: AccountPolicy, items: Mapping[str, Item], now: datetime) -> None:
        self.account = account
        self.policy: Policy = account.policy
        self.items = items
        self.now = now
        self._by_identity: dict[str, list[Item]] = {}
        for item in items.values():
            self._by_identity.setdefault(item.identity, []).append(item)

    # Reminders

    def reminder_on(
        self,
        kind: Kind,
        one: Interview,
        day: date,
        *,
        at: datetime,
        reason: str,
        key: str = "",
        facts: tuple[object, ...] = (),
        is_tentative: bool = False,
        panel: tuple[Interviewer, ...] = (),
        known_since: datetime | None = None,
    ) -> Owed:
        """
        Give a reminder that stands on business day *day*.

        Where that hour has passed before the reminder could be made, it stands at the next such hour instead: one in
        the past would never be seen. Its facts hold the day it was meant for, so that it does not move again. One that
        has had its hour stays where it stood, unless what makes it say something else is *known_since* then.
        """
        meant = days.instant(day, self.policy.reminders_at, self.policy.zone)
        owed = self.reminder(
            kind, one, meant, at=at, reason=reason, key=key, facts=facts, is_tentative=is_tentative, panel=panel
        )
        existing = self.items.get(owed.key)
        if existing and existing.is_live and existing.facts == owed.facts:
            return replace(owed, due=existing.due)
        if meant > self.now:
            return owed
        had_its_hour = existing is not None and existing.is_live and existing.due <= self.now
        if existing and had_its_hour and (known_since is None or known_since <= existing.due):
            return replace(owed, due=existing.due)  # What it would say now is no matter any more.
        today = self.day(self.now)
        due = days.instant(
            days.business_day_from(today, self.policy.holidays), self.policy.reminders_at, self.policy.zone
        )
        if due <= self.now:
            tomorrow = days.business_day_from(today + days.ONE_DAY, self.policy.holidays)
            due = days.instant(tomorrow, self.policy.reminders_at, self.policy.zone)
        return replace(owed, due=due, until=meant + self.policy.catch_up)

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
        waits_for: str = "",
        drafts: tuple[Item, ...] = (),
        is_tentative: bool = False,
        also_at: tuple[datetime, ...] = (),
        panel: tuple[Interviewer, ...] = (),
    ) -> Owed:
        """Give a reminder that stands at *due*; *facts* are what it says beside what each says of its interview."""
        me = self.account.me
        said = (one.title, one.company, one.role, one.location, one.notes, one.decision_by, me.language, me.name)
        met = tuple(sorted(map(recipient_of, (*(panel or one.interviewers), *one.recruiters))))
        return Owed(
            key=key or item_key(self.account.account, one.identity, kind),
            kind=kind,
            interview=one,
            due=due,
            at=at,
            reason=reason,
            says=(due, *said, *met, *facts, is_tentative, self.policy.reminder_length, self.policy.popups),
            waits_for=waits_for,
            drafts=drafts,
            is_tentative=is_tentative,
            also_at=also_at,
            panel=panel or one.interviewers,
        )

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

    def items_of(self, one: Interview, kind: Kind | None = None) -> list[Item]:
        """Give the items that belong to *one*: those of *kind*, or all."""
        return [item for item in self._by_identity.get(one.identity, ()) if kind is None or item.kind is kind]

    # Days

    def day(self, moment: datetime) -> date:
        """Give the day of *moment* in the account's zone."""
        return moment.astimezone(self.policy.zone).date()

    def last_day(self, one: Interview) -> date:
        """The day on which it ends; one that ends at midnight ended the day before."""
        return self.day(max(one.start, one.end - timedelta(seconds=1)))
