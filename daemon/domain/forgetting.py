"""What of the ledger is forgotten, and when: whole applications, long after their last round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from daemon.domain.afterwards import OF_AN_APPLICATION
from daemon.domain.application import applications
from daemon.domain.interview import Interview
from daemon.domain.item import Item, Kind, State
from daemon.domain.planning import plan
from daemon.domain.policy import AccountPolicy


def outlived(
    interviews: Iterable[Interview], items: Mapping[str, Item], account: AccountPolicy, now: datetime
) -> frozenset[str]:
    """
    Give the identities of all rounds of the applications that are to be forgotten at *now*.

    Those whose last round ended longer ago than `Policy.keep`, and for which nothing is owed, under way, or ahead: the
    occurrences of a keep-in-touch count as ahead until the last one.
    """
    known = {one.identity: one for one in interviews}
    policy = account.policy
    old = [
        application
        for application in applications(known.values(), policy.zone)
        if all(one.end < now - policy.keep for one in application.rounds)
    ]
    if not old:
        return frozenset()
    owed = {intent.identity for intent in plan(known.values(), items, account, now).intents}
    months = max([policy.keep_in_touch_months, *(one.keep_in_touch_every or 0 for one in known.values())])
    longest = timedelta(days=31 * months * policy.keep_in_touch_times)
    busy = owed | {item.identity for item in items.values() if _is_open(item, longest, now)}
    return frozenset(
        one.identity
        for application in old
        if busy.isdisjoint(one.identity for one in application.rounds)
        for one in application.rounds
    )


def _is_open(item: Item, longest: timedelta, now: datetime) -> bool:
    """Say whether something is still to come of *item*."""
    if item.state is State.WRITING or item.is_in_doubt:
        return True
    reach = longest if item.kind is Kind.KEEP_IN_TOUCH else timedelta()
    return item.kind in OF_AN_APPLICATION and item.is_live and item.due + reach > now
