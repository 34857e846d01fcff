"""Whom to thank, when, and in how many notes (contract, section 4: `thank_you`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from daemon.domain import days
from daemon.domain.application import Application
from daemon.domain.basis import Basis
from daemon.domain.dealing import Said, deal
from daemon.domain.interview import Interview, Interviewer, Outcome
from daemon.domain.item import Kind, State, item_key
from daemon.domain.note import NoteFacts
from daemon.domain.owed import Declined, Owed, everybody, recipient_of
from daemon.domain.policy import Style
from daemon.domain.services import is_team

#: A note is in time up to this long after the interview's end (contract, promise 5).
IN_TIME = timedelta(hours=24)

#: The recipient in the key of the one note to all.
EVERYBODY = "*"


def thank_yous(basis: Basis, application: Application, rounds: Sequence[Interview]) -> Iterator[Owed | Declined]:
    """One note for each person and day, or one for all of them."""
    outcome = application.outcome
    visits: dict[date, list[Interview]] = {}
    for one in rounds:
        if one.no_thanks:
            yield Declined(Kind.THANK_YOU, one, one.no_thanks)
        elif not one.interviewers:
            yield Declined(Kind.THANK_YOU, one, "nobody is known who could be thanked")
        else:
            visits.setdefault(basis.day(one.start), []).append(one)
    for day, visit in visits.items():
        # A note that was begun for another round of this day counts, even if that round was cancelled since.
        same_day = [one for one in application.rounds if basis.day(one.start) == day]
        panel = everybody(visit)
        begun_as_one = basis.existing_key(same_day, Kind.THANK_YOU, EVERYBODY)
        begun_each = [basis.existing_key(same_day, Kind.THANK_YOU, recipient_of(person)) for person in panel]
        # Keep to the style that a visit's notes were begun in: a changed setting must not thank anybody twice.
        as_one = begun_as_one or (basis.policy.style is Style.ONE_NOTE and not any(begun_each))
        if as_one:
            yield _thank_you(basis, outcome, visit, begun_as_one, EVERYBODY, panel, panel, same_day)
            continue
        each = []
        for person, begun in zip(panel, begun_each, strict=True):
            met_in = [one for one in visit if recipient_of(person) in map(recipient_of, one.interviewers)]
            each.append(_thank_you(basis, outcome, met_in, begun, recipient_of(person), (person,), panel, same_day))
        yield from _dealt(basis, visit, each) if len(each) > 1 else each


def _dealt(basis: Basis, visit: Sequence[Interview], each: Sequence[Owed]) -> list[Owed]:
    """
    Give the notes of a visit with the lines that fall to each.

    What was in a note before the person touched it is told by its digest, and stays there; a line that was added since
    goes to somebody whose note can still be written anew. Where the digest tells nothing, any line counts as said.
    """
    facts = sorted((one.note for one in each if isinstance(one.note, NoteFacts)), key=lambda one: one.position)
    said = Said(
        tuple(dict.fromkeys(note for one in visit for note in one.notes)),
        tuple(dict.fromkeys(note for one in visit for note in one.notes_for)),
        tuple(dict.fromkeys(asked for one in visit for asked in one.asked)),
        tuple(dict.fromkeys(step for one in visit for step in one.next_steps)),
    )
    if said == Said():
        return list(each)
    panel = [one.recipients[0].name or one.recipients[0].greeting for one in facts]
    among: dict[str, set[int]] = {}
    for one in visit:
        there = set(map(recipient_of, one.interviewers))
        present = {note.position for note in facts if recipient_of(note.recipients[0]) in there}
        for line in (*one.notes, *one.asked, *one.next_steps):
            among.setdefault(line, set()).update(present)
    dealt = deal(said, panel, among=among)
    items = {one.note.position: basis.items.get(one.key) for one in each if isinstance(one.note, NoteFacts)}
    theirs = {at: item for at, item in items.items() if item and (item.is_final or item.state is State.YOURS)}
    if 0 < len(theirs) < len(facts):
        earlier = [deal(before, panel, among=among) for before in said.earlier()]
        fixed = {
            at: next((one[at] for one in earlier if replace(facts[at], dealt=one).digest() == item.facts), dealt[at])
            for at, item in theirs.items()
        }
        dealt = deal(said, panel, among=among, fixed=fixed)
    return [
        replace(one, note=replace(one.note, dealt=dealt)) if isinstance(one.note, NoteFacts) else one for one in each
    ]


def _thank_you(
    basis: Basis,
    outcome: Outcome | None,
    visit: Sequence[Interview],
    begun: tuple[str, Interview] | None,
    recipient: str,
    people: tuple[Interviewer, ...],
    panel: tuple[Interviewer, ...],
    same_day: Sequence[Interview],
) -> Owed:
    last = max(visit, key=lambda one: (one.end, one.identity))
    key, anchor = begun or (item_key(basis.account.account, last.identity, Kind.THANK_YOU, recipient), last)
    at = last.end + basis.policy.thank_you_delay
    return Owed(
        key=key,
        kind=Kind.THANK_YOU,
        interview=anchor,
        due=at,
        at=at,
        deadline=last.end + IN_TIME,
        until=last.end + max(basis.policy.catch_up, IN_TIME),
        reason=f"a thank-you note, {days.minutes_in_words(basis.policy.thank_you_delay)} after the interview ended",
        note=_note(basis, outcome, visit, last, anchor, people, panel),
        recipients=people,
        panel=panel,
        other_keys=tuple(
            (one.identity, to)
            for one in same_day
            for to in (EVERYBODY, *map(recipient_of, people))
            if (one, to) != (anchor, recipient)
        ),
    )


def _note(
    basis: Basis,
    outcome: Outcome | None,
    visit: Sequence[Interview],
    last: Interview,
    anchor: Interview,
    people: tuple[Interviewer, ...],
    panel: tuple[Interviewer, ...],
) -> NoteFacts:
    """Give what a note is made from. Siblings stand in one order, whatever the order of the guest list."""
    me = basis.account.me
    siblings = sorted(panel, key=recipient_of)
    recruiters = {recipient_of(one) for round_ in visit for one in round_.recruiters}
    return NoteFacts(
        recipients=people,
        sender=me,
        seed=f"{basis.account.account} {anchor.company or anchor.identity} {basis.day(last.start)}",
        ended=max(last.start, last.end - timedelta(seconds=1)).astimezone(basis.policy.zone),
        company=anchor.company,
        role=anchor.role,
        notes=tuple(dict.fromkeys(note for one in visit for note in one.notes)),
        panel=tuple(one.name or one.greeting for one in siblings if one not in people),
        language=me.writes_in(anchor.language, anchor.written_in),
        position=siblings.index(people[0]),
        stage=anchor.title,
        is_recruiter=all(recipient_of(one) in recruiters or is_team(one.email.partition("@")[0]) for one in people),
        outcome=outcome,
        notes_for=tuple(dict.fromkeys(note for one in visit for note in one.notes_for)),
        next_steps=tuple(dict.fromkeys(step for one in visit for step in one.next_steps)),
        asked=tuple(dict.fromkeys(asked for one in visit for asked in one.asked)),
        is_with_recruiter=last.is_with_recruiter,
    )
