"""The JSON documents of the contract's section 7: times are ISO 8601 in the account's zone, what is unknown is null."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from daemon.domain.interview import Interview, Interviewer
from daemon.domain.item import Action, Draft, Item, State
from daemon.domain.lateness import past_error
from daemon.domain.planning import Intent, Plan

if TYPE_CHECKING:
    from daemon.engine.report import Count, Report

Document = dict[str, object]


def iso(moment: datetime, zone: tzinfo) -> str:
    """Give *moment* with the offset of *zone*, to the second."""
    return moment.astimezone(zone).isoformat(timespec="seconds")


def iso_or_null(moment: datetime | None, zone: tzinfo) -> str | None:
    """Give *moment* as `iso` does, null for none."""
    return None if moment is None else iso(moment, zone)


def interview_document(one: Interview, zone: tzinfo) -> Document:
    """Give an interview and what was read from it."""
    return {
        "account": one.account,
        "event": one.event,
        "calendar": one.calendar,
        "title": one.title,
        "start": iso(one.start, zone),
        "end": iso(one.end, zone),
        "company": one.company or None,
        "role": one.role or None,
        "outcome": one.told.outcome.value if one.told and one.told.outcome else None,
        "decision_by": one.decision_by.isoformat() if one.decision_by else None,
        "notes": list(one.notes),
        "notes_for": [{"name": name, "note": note} for name, note in one.notes_for],
        "next_steps": list(one.next_steps),
        "asked": list(one.asked),
        "keep_in_touch_every": one.keep_in_touch_every,
        "language": one.language or None,
        "interviewers": [person_document(person) for person in one.interviewers],
        "recruiters": [person_document(person) for person in one.recruiters],
        "no_thanks": one.no_thanks or None,
        "tagged_by": one.tagged_by,
    }


def person_document(person: Interviewer) -> Document:
    """Give an interviewer; what is not known of one is null."""
    known: Document = {
        "name": person.name or None,
        "email": person.email or None,
        "greeting": person.greeting or None,
    }
    # Few have a number; where there is none the document is the contract's to the letter.
    return {**known, "phone": person.phone} if person.phone else known


def intent_document(intent: Intent, account: str, titles: Mapping[str, str], zone: tzinfo) -> Document:
    """Give a planned item; *titles* are the interviews' by identity."""
    return {
        "key": intent.key,
        "account": account,
        "event": intent.event,
        "title": titles.get(intent.identity),
        "kind": intent.kind.value,
        "to": list(intent.to),
        "due": iso(intent.due, zone),
        "action": intent.action.value,
        "reason": intent.reason,
        "write_at": iso(intent.at, zone),
        "waits_for": intent.waits_for or None,
    }


def count_document(count: Count) -> Document:
    """Give drafts and reminders, counted apart."""
    return {"drafts": count.drafts, "reminders": count.reminders}


def report_document(report: Report) -> Document:
    """Give what a pass did."""
    return {
        "account": report.account,
        "events_read": report.events_read,
        "interviews": report.interviews,
        "created": count_document(report.created),
        "found": count_document(report.found),
        "updated": count_document(report.updated),
        "removed": count_document(report.removed),
        "failed": count_document(report.failed),
        "late": report.late,
        "errors": list(report.errors),
        "warnings": list(report.warnings),
    }


def state_of(item: Item) -> State:
    """Say how far *item* has come; a claim whose write failed counts as failed, not as being written."""
    return State.FAILED if item.state is State.WRITING and item.error else item.state


def keys_too_late(plan: Plan) -> frozenset[str]:
    """Give the keys of what *plan* will not make any more, for the only reason that it is too late."""
    return frozenset(declined.owed.key for declined in plan.declined if declined.owed)


def items_with_planned(items: Iterable[Item], plan: Plan, account: str) -> list[Item]:
    """
    Give *items* and what *plan* would make, soonest first, a note before the reminder of it.

    What was planned once and is not any more, and was never made, is left out; it has failed where it is late, or was
    tried, and is only too late now.
    """
    by_key = {intent.key: intent for intent in plan.intents if intent.action is Action.CREATE}
    too_late = keys_too_late(plan)
    items = [_given_up(item) if item.key in too_late else item for item in items]
    shown = {
        item.key: item
        for item in items
        if item.fingerprint
        or item.state in (State.WRITING, State.YOURS, State.REMOVED)
        or item.key in by_key
        or (item.key in too_late and item.state is State.FAILED)
    }
    for key, intent in by_key.items():
        known = shown.get(key)
        if known is not None and state_of(known) is State.FAILED:
            continue
        item = Item(
            key=key,
            account=account,
            identity=intent.identity,
            event=intent.event,
            kind=intent.kind,
            due=intent.due,
            to=intent.to,
            deadline=intent.owed.deadline if intent.owed else None,
        )
        if known is not None and known.has_missed(item.deadline):
            item = replace(item, is_late=True, late_because=known.late_because)
        shown[key] = item
    return sorted(shown.values(), key=lambda item: (item.due, not item.kind.is_draft, item.key))


def _given_up(item: Item) -> Item:
    """Give *item*, which it is too late for, as one that is not tried again."""
    state = State.FAILED if item.is_late else item.state
    return replace(item, state=state, error=past_error(item.error) if item.error else "")


def item_document(item: Item, zone: tzinfo) -> Document:
    """Give an item as `status` tells it."""
    return {
        "key": item.key,
        "kind": item.kind.value,
        "event": item.event,
        "state": state_of(item).value,
        "due": iso(item.due, zone),
        "to": list(item.to),
        "link": item.link or None,
        "deadline": iso_or_null(item.deadline, zone),
        "made_at": iso_or_null(item.made_at, zone),
        "late": item.is_late,
        "late_because": item.late_because or None,
        "error": item.error or None,
    }


def note_document(draft: Draft) -> Document:
    """Give a note as it would lie in the drafts."""
    return {
        "from": draft.sender.email,
        "to": [one.email for one in draft.to],
        "subject": draft.subject,
        "text": draft.text,
        "html": draft.html or None,
    }
