from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from daemon.domain.occurrence import Attendee, Occurrence, Participation
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
        "Telefoninterview Nordlicht",
        "Superday – Acme",
        "Entretien téléphonique Velours",
        "Entrevista con Solera",
        "Colloquio di lavoro Acme",
        "Teacher interview",
        "Working student interview",
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
        "Interview with the Vampire",
        "Mortgage interview",
        "Flatmate interview",
        "Parent interview",
        "Citizenship interview",
        "Kundeninterview Acme",
        "Entretien annuel",
        "Entretien chaudière",
        "[Hold] Interview panel",
        "Interview swap",
        "Canceled: Interview with Acme",
        "Panel discussion: Designer and client",
        "Call with the sales manager",
        "Design review",
        "Project Manager call",
        "Demo call with recruiter tool vendor",
        "Film night: The Final Round",
        "Final round of golf",
        "Case study on pricing",
        "Doctor screening",
        "Tenancy interview",
        "Interview for my thesis",
    ],
)
def test_what_only_sounds_like_an_interview_is_not(title: str) -> None:
    """Preparation, research and other interviews stay out."""
    assert suggest(event(title, JANE), ACCOUNT) is None


@pytest.mark.parametrize(
    "title, reason",
    [
        ("Acme – Payroll Clerk – Final round", "its title names a stage and a role: “Payroll Clerk”"),
        ("Acme: Sales Manager, 2nd round", "its title names a stage and a role: “Sales Manager”"),
        ("Chat with the hiring manager (Acme)", "its title says “Chat with the hiring manager”"),
        (
            "Talk about the Payroll Clerk position",
            "its title speaks of a role: “Talk about the Payroll Clerk position”",
        ),
        ("Noor <> Jane (Acme, Analyst role)", "its title speaks of a role: “Analyst role”"),
        ("Technical round 2", "its title names a stage of a hiring process: “Technical round”"),
        ("Acme – Final round", "its title names a stage of a hiring process: “Final round”"),
        ("Noor / Jane: take-home", "its title names a stage of a hiring process: “take-home”"),
        ("Zweitgespräch Acme", "its title names a stage of a hiring process: “Zweitgespräch”"),
        ("Kennenlernen – Buchhalterin (m/w/d)", "its title names a job: “Buchhalterin”"),
    ],
)
def test_a_stage_or_a_role_is_enough_among_strangers(title: str, reason: str) -> None:
    """People of one other company: a colleague, or somebody on free mail alone, makes it something else."""
    colleague, friend = Attendee("ida@example.com"), Attendee("fictional.jo.for.testing.only@gmail.com")

    assert suggest(event(title, JANE), ACCOUNT) == reason
    assert suggest(event(title, JANE, colleague), ACCOUNT) is None
    assert suggest(event(title, friend), ACCOUNT) is None


@pytest.mark.parametrize(
    "description, host",
    [
        ("Your guide: https://hire.goodtime.io/candidate-guide/1", "hire.goodtime.io"),
        ("<a href='https://app.ashbyhq.com/candidate-portal/1'>portal</a>", "app.ashbyhq.com"),
        ("https://www.hackerrank.com/interview/1", "www.hackerrank.com"),
        ("https://coderpad.io/1", "coderpad.io"),
    ],
)
def test_a_candidates_page_is_enough_among_strangers(description: str, host: str) -> None:
    """Recruiting systems are linked to by nobody else; the reason names the one."""
    reason = suggest(event("Noor <> Jane", JANE, description=description), ACCOUNT)

    assert reason is not None
    assert host in reason
    assert suggest(event("Noor <> Ida", Attendee("ida@example.com"), description=description), ACCOUNT) is None


def test_a_scheduler_that_is_only_named_needs_words_too() -> None:
    """Calendly writes into the description what the event is called."""
    text = "Event Name: {}\n\nPowered by Calendly.com"

    assert suggest(event("Noor and Jane", JANE, description=text.format("Recruiter intro")), ACCOUNT) is not None
    assert suggest(event("Noor and Jane", JANE, description=text.format("Coffee")), ACCOUNT) is None


def test_what_the_person_declined_is_not_suggested() -> None:
    """They know of it, and do not go."""
    guests = (Attendee(NOOR.email, participation=Participation.DECLINED), JANE)
    occurrence = Occurrence("e", "e@x", "work", "Interview", "", START, START, attendees=guests)

    assert suggest(occurrence, ACCOUNT) is None


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
