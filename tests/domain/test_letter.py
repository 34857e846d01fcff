from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from config.notes import TemplateNotes
from daemon.domain.interview import Interviewer
from daemon.domain.item import Draft, Kind
from daemon.domain.letter import LetterFacts, compose_letter
from daemon.domain.policy import Me
from tests.style_check import problems, words

LANGUAGES = ("en",)
NOTES = TemplateNotes()
NOW = datetime(2026, 12, 2, 9, 30, tzinfo=UTC)
JANE = Interviewer("jane@acme.example", "Jane Doe", "Jane")
ME = Me("Noor Castellan", "noor@example.com", signature="Noor Castellan\n+44 20 7946 0000")
KINDS = (Kind.FOLLOW_UP_NOTE, Kind.FEEDBACK_REQUEST)
LENGTHS = {Kind.FOLLOW_UP_NOTE: (40, 80), Kind.FEEDBACK_REQUEST: (60, 110)}
COMBINATIONS = [
    {"company": company, "role": role, "decision_by": decision, "is_recruiter": is_recruiter, "recipient": recipient}
    for company in ("ACME", "")
    for role in ("Backend Engineer", "")
    for decision in (date(2026, 12, 1), None)
    for is_recruiter in (False, True)
    for recipient in (JANE, Interviewer("team@acme.example", "", ""))
]


def facts(kind: Kind, **changes: object) -> LetterFacts:
    given: dict[str, object] = {
        "recipient": JANE,
        "sender": ME,
        "seed": "personal acme",
        "met_on": date(2026, 11, 24),
        "company": "ACME",
        "role": "Backend Engineer",
        "decision_by": date(2026, 12, 1),
    }
    return LetterFacts(kind, **{**given, **changes})  # type: ignore[arg-type]


def composed(kind: Kind, **changes: object) -> Draft:
    return compose_letter(facts(kind, **changes), NOTES, name="ab" * 16, date=NOW)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("given", COMBINATIONS, ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_may_be_sent(kind: Kind, given: dict[str, object], language: str) -> None:
    """Whatever is known, each wording passes the rubric's rules for every note, and its own length."""
    low, high = LENGTHS[kind]
    for seed in range(40):
        draft = composed(kind, seed=str(seed), language=language, **given)

        assert [one for one in problems(draft) if not one.endswith(" words")] == [], draft.text
        assert low <= words(draft) <= high, draft.text
