"""The reminders around one interview (contract, section 4: `prepare`, `review`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from daemon.domain import days
from daemon.domain.application import Application
from daemon.domain.basis import Basis
from daemon.domain.interview import Interview
from daemon.domain.item import Kind, State
from daemon.domain.owed import Owed


def prepare(basis: Basis, application: Application, one: Interview) -> Iterator[Owed]:
    """What to ask before the interview ends; nothing once it has begun."""
    if one.start <= basis.now:
        return
    if one.all_day:
        # "Before it starts" would be the middle of the night.
        due = days.instant(basis.day(one.start), basis.policy.quiet_until, basis.policy.zone)
        reason = "what to ask before it ends, on the morning of an all-day interview"
    else:
        due = one.start - basis.policy.prepare_before
        reason = f"what to ask before it ends, {days.minutes_in_words(basis.policy.prepare_before)} before it starts"
    yield basis.reminder(
        Kind.PREPARE,
        one,
        due,
        at=min(one.first_seen or basis.now, basis.now),
        reason=reason,
        facts=(due,),
        application=application,
    )


def review(
    basis: Basis, application: Application, one: Interview, notes: Sequence[Owed], newer: Interview | None
) -> Iterator[Owed]:
    """
    Read, add a line, send: as soon as the notes lie in the drafts, and until none is left there.

    *newer* is the slot by which *one* was perhaps superseded.
    """
    # Also those that are owed no more: the person may have edited one, and it has still to be sent or thrown away.
    turn = {note.key: number for number, note in enumerate(notes)}
    made = sorted(
        (item for item in basis.items_of(one, Kind.THANK_YOU) if item.made_at),
        key=lambda item: (turn.get(item.key, len(turn)), item.key),
    )
    lying = [item for item in made if item.lies_there]
    if made and not lying:
        return
    # One that Afterword took back is named no more; one that the person sent is, since that is no reason to write.
    named = tuple(item for item in made if item.state is not State.REMOVED)
    # What comes too late is not written, so it is not waited for.
    waiting = [
        note.at
        for note in notes
        if note.key not in {item.key for item in made} and (note.until is None or max(basis.now, note.at) <= note.until)
    ]
    if not made and not waiting:
        return
    begin = min((item.made_at for item in lying if item.made_at), default=None) or max(min(waiting), basis.now)
    newest = max((item.made_at for item in lying if item.made_at and item.made_at <= basis.now), default=None)
    existing = next(iter(basis.items_of(one, Kind.REVIEW)), None)
    # One that has had its hour calls nobody to a note that came after it.
    stays = existing is not None and existing.is_live and (newest is None or newest <= existing.due)
    due = days.outside_quiet_hours(
        days.next_minute(max(begin, basis.now)), basis.policy.quiet_from, basis.policy.quiet_until, basis.policy.zone
    )
    due = existing.due if existing and stays else basis.after_busy(due)
    says_newer = (newer.title, newer.start.astimezone(basis.policy.zone).isoformat()) if newer else ()
    owed = basis.reminder(
        Kind.REVIEW,
        one,
        due,
        at=begin,
        reason="the notes lie in the drafts: read, add a line, send",
        facts=(due, *says_newer),
        application=application,
        contacts=one.interviewers,
        waits_for="" if lying else "the notes to lie in the drafts",
        drafts=named,
    )
    yield replace(owed, superseded_by=newer)
