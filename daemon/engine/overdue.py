"""Which notes have missed their 24 hours, and why; noted in the first pass after them, which alone can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo

from daemon.domain.interview import Interview
from daemon.domain.item import Action, Item, State
from daemon.domain.lateness import Change, Circumstances, why_late
from daemon.domain.planning import Plan
from daemon.ports import NEVER, Memory


def overdue(plan: Plan, memory: Memory, before: Memory, zone: tzinfo, now: datetime) -> list[Item]:
    """
    Give the notes of *plan* that have missed their deadline, with why, as far as *memory* does not hold that yet.

    *before* is what was known before the calendars were read by *now*: the last time before is among the reasons.
    """
    return [
        replace(
            item,
            is_late=True,
            late_because=why_late(_circumstances(item, memory, before, now), zone),
            # What was made before was taken back; this one was not.
            made_at=None,
        )
        for item in _owed(plan, memory)
        if item.deadline is not None
        and item.deadline < now
        and not ((known := memory.items.get(item.key)) and known.has_missed(item.deadline))
    ]


def _owed(plan: Plan, memory: Memory) -> Iterator[Item]:
    """Yield the notes that are not made, as items."""
    planned = [one.owed for one in plan.intents if one.action is Action.CREATE and one.owed]
    too_late = [one.owed for one in plan.declined if one.owed]
    for owed in (*planned, *too_late):
        if owed.deadline is None:
            continue
        one = owed.interview
        item = memory.items.get(owed.key) or Item(
            owed.key, one.account, one.identity, one.event, owed.kind, owed.due, owed.addresses
        )
        yield replace(item, due=owed.due, deadline=owed.deadline)
    # Of these the plan says nothing, as nobody knows yet whether they were written.
    for item in memory.items.values():
        if item.state is State.WRITING and item.action is Action.CREATE and item.identity in memory.interviews:
            yield item


def _circumstances(item: Item, memory: Memory, before: Memory, now: datetime) -> Circumstances:
    """Put together what is known of *item*, which has a deadline."""
    assert item.deadline is not None
    one = memory.interviews[item.identity]
    read = before.reads.get(one.calendar)
    return Circumstances(
        due=item.due,
        deadline=item.deadline,
        now=now,
        first_seen=one.first_seen or now,
        last_read=read.read_at if read and read.read_at > NEVER else None,
        read_error=read.error if read else "",
        change=_change(before.interviews.get(item.identity), one),
        failing_since=item.failing_since,
        error=item.error,
        said_at=one.word.at if one.word and not one.word.closes else None,
    )


def _change(before: Interview | None, one: Interview) -> Change | None:
    """Say what is new about *one*, None where it is new itself or nothing is."""
    if before is None or before == one:
        return None
    if not before.takes_place:
        return Change.RETURNED
    return Change.MOVED if before.end != one.end else Change.OTHER
