from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.notes import TemplateNotes, languages
from daemon.domain.interview import Interview, Interviewer
from daemon.domain.item import Kind, Reminder
from daemon.domain.policy import Me, Policy
from daemon.domain.reminder_words import DraftLink, ReminderFacts, compose_reminder, label_of, people_to_contact

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 12, 2, 8, 30, tzinfo=UTC)
JANE = Interviewer("jane@acme.example", "Jane Doe", "Jane")
OLA = Interviewer("ola@acme.example", "Prof. Ola Dean", "Prof. Dean")
ME = Me("Noor Castellan", "noor@example.com")
INTERVIEW = Interview(
    account="personal",
    event="e",
    identity="i",
    calendar="work",
    title="Interview: Backend Engineer @ ACME #interview",
    start=datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
    end=datetime(2026, 11, 24, 11, 0, tzinfo=UTC),
    company="ACME",
    role="Backend Engineer",
    interviewers=(JANE,),
)
UNKNOWN = replace(INTERVIEW, company="", role="", title="[#INTERVIEW] Chat with Gareth, then lunch")
KINDS = [kind for kind in Kind if not kind.is_draft]


def composed(kind: Kind, interview: Interview = INTERVIEW, **changes: object) -> Reminder:
    given = {"me": ME, "people": (JANE,), "drafts": (DraftLink("Jane Doe"),), **changes}
    facts = ReminderFacts(kind, interview, **given)  # type: ignore[arg-type]
    return compose_reminder(facts, Policy(zone=BERLIN), TemplateNotes(), name="ab", start=START)


@pytest.mark.parametrize(
    "kind, title",
    [
        (Kind.PREPARE, "Prepare: ask how you did – ACME, Backend Engineer"),
        (Kind.REVIEW, "Read and send: thank-you to Jane Doe (ACME)"),
        (Kind.FOLLOW_UP, "Follow up: ACME, Backend Engineer"),
        (Kind.FEEDBACK_CALL, "Feedback call: ACME, Backend Engineer"),
        (Kind.KEEP_IN_TOUCH, "Keep in touch: Jane Doe (ACME)"),
    ],
)
def test_the_title_tells_all(kind: Kind, title: str) -> None:
    """What to do and about whom is read without opening it."""
    assert composed(kind).title == title


def test_a_tentative_one_says_so_in_words() -> None:
    """The condition stands first in the title, and the event is tentative."""
    reminder = composed(Kind.FEEDBACK_CALL, is_tentative=True)

    assert reminder.title == "If you were not selected: feedback call – ACME, Backend Engineer"
    assert reminder.is_tentative
    assert not composed(Kind.FEEDBACK_CALL).is_tentative


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "interview", [INTERVIEW, UNKNOWN, replace(UNKNOWN, title=""), replace(UNKNOWN, title="#interview")]
)
@pytest.mark.parametrize("people", [(), (JANE,), (JANE, OLA), (Interviewer("", "Jane", "Jane"),)])
@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_fact_leaves_no_seam(
    kind: Kind, people: tuple[Interviewer, ...], interview: Interview, language: str
) -> None:
    """Without company, role, title or people the sentences change; no gap shows, and the tag never does."""
    interview = replace(interview, interviewers=people)
    facts = ReminderFacts(kind, interview, replace(ME, language=language), people, (DraftLink(""), DraftLink("")))

    reminder = compose_reminder(facts, Policy(), TemplateNotes(), name="ab", start=START)

    text = f"{reminder.title}\n{reminder.description}"
    assert not re.search(r"[{}\[\]#]|None|  |\( ?\)|[:–] *\n*$|– *\n|: *,|\n\n\n", text), text
    assert reminder.title.strip() == reminder.title != ""
    assert len(reminder.title) < 90
    assert len(reminder.description) > 60


def test_prepare_says_what_to_ask_and_what_to_write_down() -> None:
    """Ask how you did, what comes next, who decides and by when; say that you will follow up; write it down."""
    text = composed(Kind.PREPARE).description

    for wanted in ("How did I do", "happens next", "who decides", "by when", "will follow up", "decision:", "notes:"):
        assert wanted in text


def test_review_links_each_draft() -> None:
    """Each note is named with its link; one without an address says what it needs."""
    reminder = composed(
        Kind.REVIEW,
        drafts=(DraftLink("Jane Doe", "https://mail.example/1"), DraftLink("Ola Dean", "", has_address=False)),
    )

    assert "Jane Doe: https://mail.example/1" in reminder.description
    assert "Ola Dean (in your drafts)" in reminder.description
    assert "needs one" in reminder.description
    assert reminder.title.startswith("Read and send: 2 thank-you notes")


@pytest.mark.parametrize(
    "language, words",
    [
        (
            "en",
            "This slot was perhaps superseded by ‘Chat with Gareth’ on Thursday 3 December, 10:30: "
            "throw the draft away if you do not speak until then.",
        ),
        (
            "de",
            "Dieser Termin wurde vielleicht ersetzt durch „Chat with Gareth“ am Donnerstag, 3. Dezember, 10:30 Uhr: "
            "Verwerfen Sie den Entwurf, wenn Sie erst dann miteinander sprechen.",
        ),
        (
            "fr",
            "Ce créneau a peut-être été remplacé par « Chat with Gareth » le jeudi 3 décembre à 10 h 30 : "
            "jetez le brouillon si c’est à ce moment-là que l’entretien a lieu.",
        ),
    ],
)
def test_review_names_the_slot_that_perhaps_superseded_this_one(language: str, words: str) -> None:
    """In the person's language and by the account's clock; the last words, after a blank line."""
    newer = replace(INTERVIEW, title="Chat with Gareth #interview", start=datetime(2026, 12, 3, 9, 30, tzinfo=UTC))
    reminder = composed(Kind.REVIEW, me=replace(ME, language=language), superseded_by=newer)

    assert reminder.description.endswith(f"\n\n{words}")
    assert reminder.title == composed(Kind.REVIEW, me=replace(ME, language=language)).title


def test_follow_up_recalls_the_date_they_gave() -> None:
    """The day stands in words, and in the words to copy, which ask for the timeline and greet by name."""
    dated = composed(Kind.FOLLOW_UP, replace(INTERVIEW, decision_by=date(2026, 12, 1))).description
    undated = composed(Kind.FOLLOW_UP, people=(OLA,)).description

    assert "by Tuesday, 1 December 2026" in dated
    assert "decide by 1 December, so I wanted to ask" in dated
    assert "Hi Jane,\n" in dated
    assert "on Tuesday, 24 November 2026" in undated
    assert "Dear Prof. Dean,\n" in undated
    assert "December" not in undated


@pytest.mark.parametrize("kind", [Kind.FEEDBACK_CALL, Kind.KEEP_IN_TOUCH])
def test_the_two_questions_are_asked(kind: Kind) -> None:
    """The book's two questions stand word for word where the contract wants them."""
    text = composed(kind).description

    assert "May I follow up with you from time to time?" in text
    assert "Do you know of anyone else who might be looking for someone with my skill set?" in text
    assert "Jane Doe, jane@acme.example" in text


def test_words_do_not_depend_on_the_hour() -> None:
    """A reminder that moves keeps its words; times are given in the account's zone."""
    one = composed(Kind.FOLLOW_UP)
    facts = ReminderFacts(Kind.FOLLOW_UP, INTERVIEW, ME, (JANE,), (DraftLink("Jane Doe"),))
    later = compose_reminder(
        facts, Policy(zone=BERLIN), TemplateNotes(), name="ab", start=START + timedelta(days=3), also_at=(START,)
    )

    assert (one.title, one.description) == (later.title, later.description)
    assert one.start.utcoffset() == timedelta(hours=1)
    assert one.end - one.start == Policy().reminder_length
    assert later.also_at[0].tzinfo is BERLIN


def test_the_recruiter_is_asked_first() -> None:
    """Who runs the process is written to, else those who were met."""
    assert people_to_contact(replace(INTERVIEW, recruiters=(OLA,))) == (OLA,)
    assert people_to_contact(INTERVIEW, (JANE, OLA, JANE)) == (JANE, OLA)


def test_a_label_is_company_and_role_or_the_title_without_its_tag() -> None:
    """Never the tag, never nothing where there is a title."""
    assert label_of(INTERVIEW) == "ACME, Backend Engineer"
    assert label_of(replace(INTERVIEW, role="")) == "ACME"
    assert label_of(UNKNOWN) == "Chat with Gareth, then lunch"


def test_its_length_is_the_same_where_the_clocks_are_changed() -> None:
    """A quarter of an hour from five to two, in the night in which two o'clock is three."""
    start = datetime(2026, 3, 29, 0, 55, tzinfo=UTC)
    facts = ReminderFacts(Kind.PREPARE, INTERVIEW, ME)

    reminder = compose_reminder(facts, Policy(zone=BERLIN), TemplateNotes(), name="ab", start=start)

    assert reminder.end.timestamp() - reminder.start.timestamp() == 15 * 60
