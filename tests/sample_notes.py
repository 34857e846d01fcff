"""The notes for sample events, made by the program's own reading, rules and composing: to be read, and to be tested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from config.notes import TemplateNotes
from daemon.domain.application import applications
from daemon.domain.basis import Basis
from daemon.domain.interview import Interview, Outcome
from daemon.domain.item import Draft, Kind, item_name
from daemon.domain.letter import LetterFacts, compose_letter
from daemon.domain.note import NoteFacts, compose_note
from daemon.domain.owed import Owed
from daemon.domain.policy import AccountPolicy
from daemon.domain.recognise import recognise
from daemon.domain.rules import owed_for
from tests import corpus
from tests.samples import NOW

NOTES = TemplateNotes()
#: The languages that there are shipped words for.
LANGUAGES = ("en", "de", "fr", "es")


@dataclass(frozen=True, slots=True)
class SampleNote:
    """One note with what it was made from."""

    #: The events that it is about, as samples or corpus have them.
    lines: tuple[dict[str, Any], ...]
    owed: Owed
    facts: NoteFacts | LetterFacts
    draft: Draft

    @property
    def kind(self) -> Kind:
        """What it is."""
        return self.owed.kind

    @property
    def about(self) -> str:
        """The samples' names, and who it is to."""
        who = ", ".join(person.name or person.email for person in self.owed.recipients)
        return f"{' '.join(line['id'] for line in self.lines)} {self.kind} to {who}"


def notes_for(
    lines: Iterable[dict[str, Any]], language: str, outcome: Outcome | None = None, *, is_of_its_own: bool = True
) -> Iterator[SampleNote]:
    """
    Yield the notes for *lines* in *language*, whatever these say of it: the thank-you and, with them, what is asked.

    With *outcome* each interview is taken to have had that one. Where an event *is_of_its_own* no other is of its
    application; else all are one person's.
    """
    read = [(line, account, one) for line in lines for account, one in _read(line, language, outcome)]
    for group in [[each] for each in read] if is_of_its_own else [read]:
        if group:
            yield from _notes(group)


def _read(line: dict[str, Any], language: str, outcome: Outcome | None) -> Iterator[tuple[AccountPolicy, Interview]]:
    account = corpus.account_of(line)
    policy = replace(account.policy, follow_up_draft=True, feedback_call_draft=True)
    account = replace(account, me=replace(account.me, language=language), policy=policy)
    one = recognise(corpus.as_occurrence(line), account)
    if one is not None and one.takes_place:
        outcome = outcome or one.outcome
        yield (
            account,
            replace(
                one,
                language="",
                outcome=outcome,
                first_seen=one.end - timedelta(days=1),
                outcome_seen=one.end + timedelta(hours=1) if outcome else None,
            ),
        )


def _notes(group: list[tuple[dict[str, Any], AccountPolicy, Interview]]) -> Iterator[SampleNote]:
    account = group[0][1]
    interviews = [one for _, _, one in group]
    basis = Basis(account, {}, max([NOW, *(one.end for one in interviews)]) + timedelta(days=1))
    for application in applications(interviews, account.policy.zone):
        for owed in owed_for(basis, application):
            if not isinstance(owed, Owed) or owed.note is None:
                continue
            met = {person.email or person.name for person in owed.recipients}
            lines = tuple(
                line
                for line, _, one in group
                if one in application.rounds
                and (
                    one.identity == owed.interview.identity
                    or (owed.kind is Kind.THANK_YOU and met & {each.email or each.name for each in one.interviewers})
                )
            )
            name, date = item_name(owed.key, 0), owed.due
            facts = owed.note
            if isinstance(facts, LetterFacts):
                yield SampleNote(lines, owed, facts, compose_letter(facts, NOTES, name=name, date=date))
            else:
                yield SampleNote(lines, owed, facts, compose_note(facts, NOTES, name=name, date=date))
