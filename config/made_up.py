"""Made-up facts of all situations that templates tell apart: to try the person's own templates before a note does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

from daemon.domain.interview import Interview, Interviewer, Outcome
from daemon.domain.item import Kind
from daemon.domain.letter import LetterFacts, compose_letter
from daemon.domain.note import NoteFacts, compose_note
from daemon.domain.policy import Me, Policy
from daemon.domain.reminder_words import DraftLink, ReminderFacts, compose_reminder

Case = tuple[str, Mapping[str, object]]

#: A Tuesday.
_START = datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
_END = _START + timedelta(hours=1)
_ME = Me("Sam Lee", "sam@example.com", signature="Sam Lee")

_JANE = Interviewer("jane.doe@acme.example", "Jane Doe", "Jane", "+1 202 555 0142")
_VOGEL = Interviewer("vogel@acme.example", "Dr. Anna Vogel", "Dr. Vogel")
_OMAR = Interviewer("omar@acme.example", "Omar Haddad", "Omar")
_IDA = Interviewer("ida@acme.example", "Ida Holm", "Ida")
_NAMELESS = Interviewer("talent@acme.example", "", "")
_PANEL = (_JANE, _OMAR, Interviewer("pia@acme.example", "Pia Roth", "Pia"), Interviewer("", "Ada Obi", "Ada"))
_TOM = Interviewer("tom@agency.example", "Tom Ray", "Tom")
_ANN = Interviewer("ann@agency.example", "Ann Poe", "Ann")

#: Company and role.
_KNOWN = (("ACME", "Backend Engineer"), ("ACME", ""), ("", "Backend Engineer"), ("", ""))

#: Words that `thank_you/woven` gets, by their form; see `daemon.domain.weave`.
_WOVEN = {
    "topic": "the move to event sourcing",
    "told": "the move to event sourcing",
    "question": "your question about the winter closures",
    "offer": "your offer to look at my portfolio",
    "clause": "you fire your own kiln at weekends",
    "fact": "you do not like microservices",
    "promise": "you asked for the link to my talk",
    "own": "I liked your approach to testing",
    "owed": "the link to my talk",
    "next": "the case study",
    "point": "event sourcing",
}


class _Recorder:
    """A port `Notes` that has no words, and keeps what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[Case] = []

    def render(self, template: str, language: str, facts: Mapping[str, object]) -> str:
        if template == "language":
            return language
        self.asked.append((template, facts))
        return "words"


def cases() -> Sequence[Case]:
    """Give templates ("thank_you/opening") with facts to fill them in with, as the notes hand them over, each once."""
    recorder = _Recorder()
    for note in _notes():
        compose_note(note, recorder, name="a", date=_END)
    for letter in _letters():
        compose_letter(letter, recorder, name="a", date=_END)
    for reminder in _reminders():
        compose_reminder(reminder, Policy(), recorder, name="a", start=_END)
    woven = [(name, facts) for name, facts in recorder.asked if name == "thank_you/woven"]
    # To one person, and to several.
    both = {bool(facts["several"]): (name, facts) for name, facts in woven}
    for (name, facts), (form, text) in product(both.values(), _WOVEN.items()):
        recorder.asked.append((name, {**facts, "form": form, "text": text}))
    seen: dict[str, Case] = {}
    for case in recorder.asked:
        seen.setdefault(repr(case), case)
    return tuple(seen.values())


def _notes() -> Iterator[NoteFacts]:
    plain = NoteFacts((_JANE,), _ME, "made up", _END, "ACME", "Backend Engineer", notes=("the move to streams",))
    for company, role in _KNOWN:
        known = replace(plain, company=company, role=role)
        yield from (replace(known, outcome=outcome) for outcome in (None, *Outcome))
        for stage in ("Phone call", "Take-home debrief", "Lunch with the team", "Recruiter screen"):
            yield replace(known, stage=stage)
        yield replace(known, is_recruiter=True)
        yield replace(known, is_recruiter=True, stage="Phone call")
        yield from (replace(known, is_recruiter=True, outcome=outcome) for outcome in Outcome)
    together = replace(plain, recipients=(_JANE, _OMAR))
    yield from (replace(together, outcome=outcome) for outcome in Outcome)
    yield from (replace(together, stage=stage) for stage in ("Take-home debrief", "Lunch with the team"))
    yield replace(together, is_recruiter=True)
    yield replace(together, company="", role="")
    for people in ((_VOGEL,), (_NAMELESS,), (_JANE, _OMAR), (_JANE, _IDA), _PANEL, (_JANE, _NAMELESS), (_VOGEL, _JANE)):
        yield replace(plain, recipients=people)


def _letters() -> Iterator[LetterFacts]:
    for kind, (company, role), is_recruiter, decision in product(
        (Kind.FOLLOW_UP_NOTE, Kind.FEEDBACK_REQUEST), _KNOWN, (False, True), (None, date(2026, 12, 8))
    ):
        yield LetterFacts(
            kind, _JANE, _ME, "made up", _START.date(), company, role, decision_by=decision, is_recruiter=is_recruiter
        )


def _reminders() -> Iterator[ReminderFacts]:
    interview = Interview("personal", "a", "a", "work", "Interview", _START, _END, interviewers=(_JANE,))
    full = replace(
        interview,
        location="Room 1",
        join_link="https://meet.example/a",
        decision_by=date(2026, 12, 8),
        notes=("the move to streams",),
    )
    bare = replace(interview, title="#interview", interviewers=())
    drafts = (DraftLink("Jane Doe", "https://mail.example/a"), DraftLink("", has_address=False))
    nobody: tuple[Interviewer, ...] = ()
    contacts = (
        *product((nobody, (_JANE,), (_OMAR,), (_VOGEL,), (_NAMELESS,), _PANEL), (nobody, (_TOM,), (_TOM, _ANN))),
        ((_TOM,), (_TOM,)),
    )
    for kind in (kind for kind in Kind if not kind.is_draft):
        plain = ReminderFacts(kind, full, _ME, (_JANE,), company="ACME", role="Backend Engineer")
        for one, (company, role), is_tentative in product((full, bare), _KNOWN, (False, True)):
            yield replace(
                plain,
                interview=one,
                company=company,
                role=role,
                is_tentative=is_tentative,
                event_link="https://calendar.example/a" if one is full else "",
            )
        for people, recruiters in contacts:
            yield replace(plain, interview=replace(full, recruiters=recruiters), people=people, recruiters=recruiters)
        for people, is_tentative, draft in product((nobody, (_JANE,), (_OMAR,), _PANEL), (False, True), drafts):
            yield replace(plain, people=people, is_tentative=is_tentative, draft=draft)
        for people in ((_JANE,), (_OMAR,)):  # With a number to call, and without.
            yield replace(plain, people=people, has_asked=True)
        for lying, company, newer in product((drafts, drafts[:1], drafts[1:]), ("ACME", ""), (None, full)):
            yield replace(plain, company=company, drafts=lying, superseded_by=newer)
