"""
The plan: the difference between what is owed and what has been made.

Pure: same interviews, items and moment, same plan; the order of input does not matter. After a plan has been carried
out, planning again gives nothing that could be done now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from daemon.domain.afterwards import OF_AN_APPLICATION
from daemon.domain.application import applications
from daemon.domain.basis import Basis
from daemon.domain.interview import Interview, Standing
from daemon.domain.item import Action, Item, Kind, State
from daemon.domain.occurrence import TimeSpan
from daemon.domain.owed import Declined, Owed
from daemon.domain.policy import AccountPolicy
from daemon.domain.retry import is_held_up
from daemon.domain.rules import CLOSED, owed_for

#: Why a note is not written any more.
TOO_LATE = "it is too late for it: catch_up_days have passed"


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing to do, with its reason. Times are aware, in UTC."""

    action: Action
    key: str
    identity: str
    event: str
    kind: Kind
    to: tuple[str, ...]
    #: A draft's hour of writing, a reminder's own time.
    due: datetime
    #: When to do it; in the past or `now` for what can be done at once.
    at: datetime
    reason: str
    #: What is to be made; None for a removal.
    owed: Owed | None = None
    #: What was made before, as the ledger has it.
    item: Item | None = None
    #: What it still waits for besides the clock, or "".
    waits_for: str = ""
    #: What is taken back shall never be made again.
    is_final: bool = False

    def is_ready(self, now: datetime) -> bool:
        """Say whether it can be done at *now*."""
        return self.at <= now and not self.waits_for


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, soonest first, and what is not done though somebody may expect it."""

    intents: tuple[Intent, ...]
    declined: tuple[Declined, ...]

    def ready(self, now: datetime) -> tuple[Intent, ...]:
        """Give what can be done at *now*; notes come first, since they are what must not be late."""
        ready = [intent for intent in self.intents if intent.is_ready(now)]
        return tuple(sorted(ready, key=lambda intent: not intent.kind.is_draft))


def plan(
    interviews: Iterable[Interview],
    items: Mapping[str, Item],
    account: AccountPolicy,
    now: datetime,
    busy: Sequence[TimeSpan] = (),
) -> Plan:
    """
    Compare what is owed for *interviews* with *items* (by key) and give what is to be done.

    *busy* is what else is on the watched calendars, where reminders are to keep clear of it (`Policy.avoid_busy`).
    Items of interviews that are not among *interviews* are left alone: silence is no order to remove.
    """
    known = {one.identity: one for one in interviews}
    basis = Basis(account, items, now, busy)
    intents: list[Intent] = []
    declined: list[Declined] = []
    owed_keys = set()
    reasons: dict[tuple[Kind | None, str], str] = {}
    for application in applications(known.values(), account.policy.zone):
        for owed in owed_for(basis, application):
            if isinstance(owed, Declined):
                declined.append(owed)
                about = application.rounds if owed.kind in OF_AN_APPLICATION else (owed.interview,)
                reasons.update({(owed.kind, one.identity): owed.reason for one in about})
                continue
            owed_keys.add(owed.key)
            answer = _towards(owed, items.get(owed.key), known, now)
            if isinstance(answer, Intent):
                intents.append(answer)
            elif answer is not None:
                declined.append(answer)
    for item in items.values():
        one = known.get(item.identity)
        if one is None or item.key in owed_keys or item.is_final:
            continue
        said = next(
            (
                reason
                for kind in (None, item.kind, _GOES_WITH.get(item.kind, item.kind))
                if (reason := reasons.get((kind, item.identity)))
            ),
            "",
        )
        reason = _reason_to_remove(item, one, said, now)
        if reason:
            intents.append(removal(item, reason, now))
    intents.sort(key=lambda intent: (intent.at, intent.due, intent.kind is Kind.REVIEW, intent.key))
    declined.sort(key=lambda one: (one.interview.start, one.interview.identity, one.kind or "", one.reason))
    return Plan(tuple(intents), tuple(declined))


def _towards(owed: Owed, item: Item | None, known: Mapping[str, Interview], now: datetime) -> Intent | Declined | None:
    """Give what is to be done so that *owed* exists, None where nothing is, or why it will not be made."""
    if item is not None:
        if item.state is State.WRITING:
            return None  # Nobody knows yet what became of the claim; recovery finds out first.
        if item.is_final:
            return Declined(owed.kind, owed.interview, "you took it back with `afterword undo`")
        if item.state is State.YOURS:
            return Declined(
                owed.kind, owed.interview, "it was made, and is yours: you edited, moved, sent or deleted it"
            )
        if item.is_live:
            return _adjustment(owed, item, known, now)
    if owed.until is not None and max(now, owed.at) > owed.until:
        return Declined(owed.kind, owed.interview, TOO_LATE, owed)
    at = max(owed.at, _not_before(item, owed.at, now)) if item is not None else owed.at
    return _making(Action.CREATE, owed, item, at, owed.reason)


def _adjustment(owed: Owed, item: Item, known: Mapping[str, Interview], now: datetime) -> Intent | None:
    """Give what is to be done about an item that was made and has not been touched."""
    at = _not_before(item, now, now)
    if owed.kind is Kind.THANK_YOU and known[item.identity].end > now:
        return removal(item, "the interview was moved: the note is written anew after its new end", now)
    if owed.kind in _LETTERS and owed.due > now:
        return removal(item, "its day has moved: it is written anew on that day", now)
    if owed.waits_for or item.facts == owed.facts:
        return None
    if owed.kind not in _OPEN_UNTIL_DONE and max((owed.due, *owed.also_at)) <= now and item.due <= now:
        return None
    return _making(Action.UPDATE, owed, item, at, f"what it says has changed; {owed.reason}")


def _not_before(item: Item, at: datetime, now: datetime) -> datetime:
    """Give when *item* may be tried again, *at* where nothing holds it up at *now*."""
    return item.retry_at if item.retry_at and is_held_up(item.retry_at, item.failing_since, now) else at


#: These are of use until somebody has acted; any other reminder whose hour has passed is history, whatever changes.
_OPEN_UNTIL_DONE = frozenset({Kind.THANK_YOU, Kind.REVIEW, Kind.FOLLOW_UP_NOTE, Kind.FEEDBACK_REQUEST})

#: The drafts that belong to a day, not to an interview's end.
_LETTERS = frozenset({Kind.FOLLOW_UP_NOTE, Kind.FEEDBACK_REQUEST})


def _making(action: Action, owed: Owed, item: Item | None, at: datetime, reason: str) -> Intent:
    return Intent(
        action=action,
        key=owed.key,
        identity=owed.interview.identity,
        event=owed.interview.event,
        kind=owed.kind,
        to=owed.addresses,
        due=owed.due,
        at=at,
        reason=reason,
        owed=owed,
        item=item,
        waits_for=owed.waits_for,
    )


def removal(item: Item, reason: str, now: datetime, *, is_final: bool = False) -> Intent:
    """Give the taking back of *item*, for *reason* (in words for the person)."""
    return Intent(
        action=Action.REMOVE,
        key=item.key,
        identity=item.identity,
        event=item.event,
        kind=item.kind,
        to=item.to,
        due=item.due,
        at=_not_before(item, now, now),
        reason=reason,
        item=item,
        is_final=is_final,
    )


#: Why an item goes, by what became of its interview.
_GONE = {
    Standing.CANCELLED: "the interview was cancelled",
    Standing.DECLINED: "you declined the interview",
    Standing.UNTAGGED: "the event no longer counts as an interview",
    Standing.DELETED: "the event is no longer in the calendar",
    Standing.HIRING: "you are the interviewer",
}


def _reason_to_remove(item: Item, one: Interview, said: str, now: datetime) -> str:
    """
    Say why an item that is no longer owed is taken back, or "" where it stays (contract, section 4).

    *said* is why the rules do not ask for it, as far as they told, or "".
    """
    if not item.is_live or item.state is State.WRITING:
        return ""
    if said == CLOSED and item.kind is not Kind.PREPARE:
        return said
    if item.kind is Kind.THANK_YOU:
        if one.standing is Standing.HIRING:
            return _GONE[one.standing]
        if not one.takes_place:
            return ""  # A note that was written stays.
        return one.no_thanks or "this person is not among the interviewers any more"
    if item.kind is Kind.PREPARE and one.start <= now:
        return ""
    if item.kind is Kind.REVIEW:
        return "none of the notes is left in the drafts, or no review is wanted any more"
    return said or _GONE.get(one.standing, "") or _SUPERSEDED.get(item.kind, "it is no longer needed")


#: A draft that comes later goes with its reminder, and for the same reason.
_GOES_WITH = {Kind.FOLLOW_UP_NOTE: Kind.FOLLOW_UP, Kind.FEEDBACK_REQUEST: Kind.FEEDBACK_CALL}

_SUPERSEDED = {
    Kind.FOLLOW_UP: "the outcome is known, or the next interview is on the calendar",
    Kind.FOLLOW_UP_NOTE: "no such note is wanted any more",
    Kind.FEEDBACK_CALL: "the outcome is known",
    Kind.FEEDBACK_REQUEST: "the outcome was taken back, or no such note is wanted any more",
    Kind.KEEP_IN_TOUCH: "the outcome was taken back",
}
