from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from daemon.domain.interview import Standing
from daemon.domain.occurrence import Attendee, Occurrence
from daemon.domain.policy import AccountPolicy, Me, TagRules
from daemon.domain.recognise import MAY_BE_HIRING, recognise

HOME = Me("Noor Castellan", "noor.castellan@example.com", ("noor.castellan@hollin.example",))
ACCOUNT = AccountPolicy("personal", HOME, TagRules(title_patterns=(".",)))
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOOR = Attendee("noor.castellan@example.com", "Noor Castellan", is_self=True)
NOOR_AT_WORK = Attendee("noor.castellan@hollin.example", "Noor Castellan", is_self=True)
JANE = Attendee("jane.doe@acme.example", "Jane Doe")
COLLEAGUE = Attendee("ida.brandt@hollin.example", "Ida Brandt")
RILEY = Attendee("fictional.riley.for.testing.only@gmail.com", "Riley Sandoval")


def event(title: str, text: str, *guests: Attendee, **more: Any) -> Occurrence:
    return Occurrence("e", "e@x", "work", title, text, START, START + timedelta(hours=1), attendees=guests, **more)


def standing(title: str, text: str, *guests: Attendee, **more: Any) -> Standing:
    interview = recognise(event(title, text, *guests, **more), ACCOUNT)
    assert interview is not None
    return interview.standing


@pytest.mark.parametrize(
    "text",
    [
        "https://app3.greenhouse.io/guides/12/people/34?application_id=5",
        "<a href='https://hollin.greenhouse.io/scorecards/12'>open</a>",
        "https://hire.lever.co/candidates/0a1b",
        "https://hire.eu.lever.co/interviews/0a1b",
        "https://app.ashbyhq.com/interview-briefings/0a1b",
        "https://hollin.workable.com/backend/jobs/1/candidate/2",
        "https://hollin.personio.de/recruiting/applicants/1",
        "https://app.teamtailor.com/companies/x/candidates/1",
        "https://hollin.bamboohr.com/hiring/candidates/1",
        "https://www.smartrecruiters.com/app/people/1/review",
    ],
)
def test_a_page_for_the_employers_people_is_for_who_interviews(text: str) -> None:
    """Nobody sends a candidate there."""
    assert standing("Interview", text, NOOR, JANE) is Standing.HIRING


@pytest.mark.parametrize(
    "text",
    [
        "https://boards.greenhouse.io/acme/jobs/1",
        "https://my.greenhouse.io/applications",
        "https://job-boards.greenhouse.io/acme/jobs/1",
        "https://jobs.lever.co/acme/1",
        "https://app.ashbyhq.com/candidate-portal/1",
        "https://jobs.ashbyhq.com/acme/1",
        "https://acme.workable.com/jobs/1",
        "https://acme.jobs.personio.de/job/1",
        "https://career.acme.example/jobs/1",
        "https://acme.bamboohr.com/careers/1",
        "https://jobs.smartrecruiters.com/Acme/1",
        "https://hire.goodtime.io/candidate-guide/1",
        "https://www.hackerrank.com/interview/1",
    ],
)
def test_a_page_for_candidates_of_the_same_system_is_not(text: str) -> None:
    """Boards, portals and guides are the candidate's."""
    assert standing("Interview", text, NOOR, JANE) is Standing.ACTIVE


@pytest.mark.parametrize(
    "text",
    [
        "Please complete your scorecard within a day.",
        "- Submit the scorecard after the call",
        "Scorecard: link below",
        "Interview Kit",
        "Rate the candidate on craft and values",
        "The candidate’s résumé is attached",
        "You are scheduled to interview Riley for the Editor role.",
        "Candidate: Riley Sandoval",
        "* Candidate Name: Riley Sandoval (external)",
        "Applicant: Sandoval, Riley",
        "Bewerberin: Riley Sandoval",
        "Candidat : Riley Sandoval",
        "Interviewers: Ida Brandt, Noor Castellan",
    ],
)
def test_words_for_who_interviews_are_enough(text: str) -> None:
    """Also where no colleague is on the guest list."""
    assert standing("Interview", text, NOOR, JANE) is Standing.HIRING


@pytest.mark.parametrize(
    "text",
    [
        "We score the candidate on craft",
        "Panel: Jane Doe, Noor Castellan",
        "Our interviewers fill out a scorecard afterwards.",
        "Your interview kit for candidates: what to expect",
        "You are interviewing with Jane Doe.",
        "You are scheduled to interview for the Editor role.",
        "You will be interviewing on Monday.",
        "Candidate: Noor Castellan",
        "Candidate: Castellan, N.",
        "Candidate: Noora Castellan-Reyes",
        "Candidate: 卡斯特兰 努尔",
        "Candidate: noor.castellan@example.com",
        "Candidate ID: 4711",
        "Candidate: Please bring a photo",
        "Candidate: Platform Engineer",
        "Candidate: Final Round",
        "Candidate guide: https://acme.example/guide",
        "Dear candidate, rate your experience: https://survey.example",
        "Please leave feedback about our process.",
        "Interviewers: Jane Doe",
        "Resume: please bring one",
        "Participants: Jane Doe, Noor Castellan",
    ],
)
def test_words_for_a_candidate_are_not(text: str) -> None:
    """How interviewers work may be told to a candidate, and a line may name the person, also cut short."""
    assert standing("Interview", text, NOOR, JANE) is Standing.ACTIVE


@pytest.mark.parametrize(
    "title",
    [
        "[Hold] Interview panel",
        "HOLD: Interview loop",
        "ACME debrief",
        "Interview debrief – Riley",
        "Interviewer calibration",
        "Shadow interview",
        "Reverse shadow: interview debrief",
        "Interview block",
        "Interviewer training",
        "Pre-brief for the interview loop",
        "Hiring committee sync",
        "Interview: candidate: Riley Sandoval",
    ],
)
def test_titles_of_interviewers_among_themselves(title: str) -> None:
    """Holds, debriefs, calibrations, shadows and blocks are no interview of the person's."""
    assert standing(title, "", NOOR, JANE) is Standing.HIRING


@pytest.mark.parametrize(
    "title",
    [
        "Take-home debrief – ACME",
        "Case study debrief with ACME",
        "Debrief of your solution",
        "Debrief call with recruiter",
        "Interview availability – ACME",
        "Interview: Calibration Technician at ACME",
        "Interview: Hold Master, ACME Shipping",
        "Holden interview",
        "Shadow day at ACME",
        "Interview with Shadow Robot",
        "Interview with ACME (Colm shadowing)",
        "Candidate interview: Noor Castellan",
        "Interview with the hiring committee",
        "Interview with Riley Sandoval",
        "Hiring manager interview",
    ],
)
def test_titles_of_the_persons_own_interviews(title: str) -> None:
    """A debrief of the candidate's own work, a role or a company that sounds like it."""
    assert standing(title, "", NOOR, JANE) is Standing.ACTIVE


@pytest.mark.parametrize(
    "guests, organizer, side",
    [
        ((NOOR_AT_WORK, RILEY), NOOR_AT_WORK, Standing.HIRING),
        ((NOOR_AT_WORK, RILEY, COLLEAGUE), COLLEAGUE, Standing.HIRING),
        ((NOOR_AT_WORK, RILEY), RILEY, Standing.ACTIVE),
        ((NOOR_AT_WORK, JANE), NOOR_AT_WORK, Standing.ACTIVE),
        ((NOOR_AT_WORK, COLLEAGUE), COLLEAGUE, Standing.ACTIVE),
        ((NOOR, RILEY), RILEY, Standing.ACTIVE),
        (
            (Attendee("fictional.noor.for.testing.only@gmail.com", is_self=True), RILEY),
            Attendee("fictional.noor.for.testing.only@gmail.com", is_self=True),
            Standing.ACTIVE,
        ),
        (
            (Attendee("me@castellan.example", is_self=True), RILEY),
            Attendee("me@castellan.example", is_self=True),
            Standing.ACTIVE,
        ),
    ],
)
def test_a_guest_on_free_mail_whom_ones_company_invites_is_a_candidate(
    guests: tuple[Attendee, ...], organizer: Attendee, side: Standing
) -> None:
    """It takes an address at work, which free mail and a domain of one's own name are not."""
    assert standing("Interview", "", *guests, organizer=organizer) is side


@pytest.mark.parametrize(
    "title, text, side",
    [
        ("Interview", "Feedback form: https://forms.example/1", Standing.HIRING),
        ("Interview", "Resume: https://files.example/1.pdf", Standing.HIRING),
        ("Interview", "Bewertungsbogen bitte ausfüllen", Standing.HIRING),
        ("Interview: Peter Sandoval", "", Standing.HIRING),
        ("Interview", "Scorecards are due tomorrow", Standing.HIRING),
        ("Interview", "Feedback due within 24h", Standing.HIRING),
        ("Interview prep: who asks what", "", Standing.HIRING),
        ("Hiring committee – Editor", "", Standing.HIRING),
        ("Calibration: Backend", "", Standing.HIRING),
        ("Interview: Ida Brandt", "", Standing.ACTIVE),
        ("Interview – Data team", "", Standing.ACTIVE),
        ("Interview: Noor Castellan", "", Standing.ACTIVE),
    ],
)
def test_beside_a_colleague_less_is_enough(title: str, text: str, side: Standing) -> None:
    """Words that could be a candidate's too count where somebody of the person's own company takes part."""
    assert standing(title, text, NOOR_AT_WORK, COLLEAGUE, organizer=COLLEAGUE) is side
    assert standing(title, text, NOOR, JANE, organizer=JANE) is Standing.ACTIVE


def test_a_stranger_whom_the_title_names_beside_a_colleague_is_a_candidate() -> None:
    """Whatever domain they write from."""
    stranger = Attendee("x@elsewhere.example", "Quirin Dahl")

    assert standing("Editor: Quirin Dahl", "", NOOR_AT_WORK, COLLEAGUE, stranger) is Standing.HIRING
    assert standing("Editor: Quirin Dahl", "", NOOR_AT_WORK, stranger, organizer=stranger) is Standing.ACTIVE


def test_a_hashtag_wins_with_a_warning() -> None:
    """It was put into this one event by hand; the warning says what speaks against it."""
    interview = recognise(event("ACME debrief #interview", "", NOOR, JANE), ACCOUNT)

    assert interview is not None
    assert interview.takes_place
    assert [(one.value, one.rule) for one in interview.evidence if one.about == "warning"] == [
        (MAY_BE_HIRING, "its title reads like a debrief")
    ]


def test_the_persons_word_settles_it() -> None:
    """After `afterword tag` nobody is asked again; `why` still shows the doubt."""
    interview = recognise(event("ACME debrief #interview", "", NOOR, JANE), ACCOUNT, word=True)

    assert interview is not None
    assert interview.takes_place
    assert [one.about for one in interview.evidence if "debrief" in one.rule] == ["side"]


@pytest.mark.parametrize("more", [{"categories": ("interview",)}, {"color": "grape"}, {"calendar": "Interviews"}])
def test_what_tags_many_events_at_once_gives_way(more: dict[str, Any]) -> None:
    """A category, a colour and a calendar are no word on this one event."""
    rules = TagRules(colors=frozenset({"grape"}), calendars=frozenset({"Interviews"}))
    occurrence = Occurrence(
        **{
            "event": "e", "uid": "e@x", "calendar": "work", "title": "ACME debrief", "description": "",
            "start": START, "end": START, "attendees": (NOOR, JANE), **more,
        }
    )  # fmt: skip

    interview = recognise(occurrence, AccountPolicy("personal", HOME, rules))

    assert interview is not None
    assert interview.standing is Standing.HIRING
    assert [one.about for one in interview.evidence][:2] == ["tag", "side"]
