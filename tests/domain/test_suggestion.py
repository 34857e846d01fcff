from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from daemon.domain.occurrence import Attendee, Occurrence
from daemon.domain.policy import AccountPolicy, Me, TagRules
from daemon.domain.suggestion import suggest
from tests.samples import as_occurrence, load_samples, sample_account

ACCOUNT = AccountPolicy("personal", Me("Noor Castellan", "noor.castellan@example.com"))
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOOR = Attendee("noor.castellan@example.com")
JANE = Attendee("jane.doe@acme.example", "Jane Doe")
LEVER = Attendee("no-reply@hire.lever.co")


def event(title: str, *guests: Attendee, description: str = "", **more: Any) -> Occurrence:
    return Occurrence("e", "e@x", "work", title, description, START, START, attendees=(NOOR, *guests), **more)


@pytest.mark.parametrize(
    "title",
    [
        "Interview with Acme",
        "Acme – Backend Engineer – Phone Screen",
        "Recruiter Screen | Noor Castellan",
        "Hiring Manager Call",
        "Technical screening",
        "Take-home debrief",
        "Virtual onsite",
        "Vorstellungsgespräch bei Nordlicht",
        "Entretien d'embauche",
        "2nd interview",
    ],
)
def test_a_title_that_speaks_of_an_interview_is_suggested(title: str) -> None:
    """With another person there, and with the words that were seen."""
    reason = suggest(event(title, JANE), ACCOUNT)

    assert reason is not None
    assert "title" in reason


@pytest.mark.parametrize(
    "title",
    [
        "Interview prep",
        "Prepare for interview",
        "Mock interview with Jane",
        "Interview questions",
        "Interviewing workshop",
        "Customer interview: Jane",
        "User interviews",
        "Podcast interview",
        "Exit interview",
        "Train to interview",
        "Team sync",
        "Film screening",
        "Onsite",
        "Coffee with Jane",
        "Dentist",
    ],
)
def test_what_only_sounds_like_an_interview_is_not(title: str) -> None:
    """Preparation, research and other interviews stay out."""
    assert suggest(event(title, JANE), ACCOUNT) is None


def test_a_recruiting_service_among_the_guests_is_enough() -> None:
    """Greenhouse and the like invite to nothing else."""
    reason = suggest(event("Noor and Jane", JANE, LEVER), ACCOUNT)

    assert reason is not None
    assert "hire.lever.co" in reason


def test_a_scheduling_service_needs_words_too() -> None:
    """Calendly arranges dentists as well."""
    guest = Attendee("x@calendly.com")

    assert suggest(event("Jane and Noor", JANE, guest), ACCOUNT) is None
    assert suggest(event("Jane and Noor", JANE, guest, description="About the role"), ACCOUNT) is not None


def test_a_note_to_oneself_is_not_suggested() -> None:
    """Without anybody else it needs a recruiting service, or a hidden guest list."""
    assert suggest(event("Interview"), ACCOUNT) is None
    assert suggest(event("Interview", guests_hidden=True), ACCOUNT) is not None


def test_tagged_cancelled_and_hiring_events_are_not_suggested() -> None:
    """Nothing is suggested that is known already, or that is no interview of the person's."""
    assert suggest(event("Interview #interview", JANE), ACCOUNT) is None
    assert suggest(event("Interview", JANE, categories=("interview",)), ACCOUNT) is None
    assert suggest(event("Interview", JANE, is_cancelled=True), ACCOUNT) is None
    assert suggest(event("Interview #hiring", JANE), ACCOUNT) is None
    assert suggest(event("Interview", JANE, description="Submit your scorecard here"), ACCOUNT) is None
    assert suggest(event("Interview", JANE, description="Candidate: Riley Sandoval"), ACCOUNT) is None


def test_another_hashtag_leaves_the_usual_one_without_meaning() -> None:
    """What the configured rules do not tag may be suggested."""
    account = AccountPolicy("personal", ACCOUNT.me, TagRules(hashtag="talk"))

    assert suggest(event("Interview #interview", JANE), account) is not None


def test_the_untagged_interview_of_the_samples_is_suggested_and_the_lookalike_is_not() -> None:
    """Workday's invitation is; a catch-up full of look-alike tags is not."""
    reasons = {sample["id"]: suggest(as_occurrence(sample), sample_account()) for sample in load_samples()}

    assert [name for name, reason in reasons.items() if reason] == ["s009"]
