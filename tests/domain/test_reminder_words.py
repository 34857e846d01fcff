from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.notes import TemplateNotes, languages
from daemon.domain.interview import Interview, Interviewer
from daemon.domain.item import Kind, Reminder
from daemon.domain.policy import Me, Policy
from daemon.domain.reminder_words import DraftLink, ReminderFacts, compose_reminder, label_of

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
CALLABLE = replace(JANE, phone="+49 30 1234567")
RITA = Interviewer("rita@agency.example", "Rita Ray", "Rita", phone="+49 40 7654321")
EVENT, DRAFT = "https://calendar.example/event/1", "https://mail.example/draft/1"
#: Words by which an outcome is marked: the only hashtags that a reminder holds.
MARKS = ("#rejected", "#offer", "#withdrew", "#advanced")
QUESTIONS = {
    "en": (
        "May I follow up with you from time to time?",
        "Do you know of anyone else who might be looking for someone with my skill set?",
    ),
    "de": (
        "Darf ich mich von Zeit zu Zeit bei Ihnen melden?",
        "Kennen Sie noch jemanden, der jemanden mit meinen Fähigkeiten suchen könnte?",
    ),
    "fr": (
        "Puis-je reprendre contact avec vous de temps en temps\N{NO-BREAK SPACE}?",
        "Connaissez-vous quelqu’un d’autre qui pourrait chercher une personne avec mes compétences\N{NO-BREAK SPACE}?",
    ),
    "es": (
        "¿Puedo ponerme en contacto con usted de vez en cuando?",
        "¿Conoce a alguien más que pudiera estar buscando a una persona con mis capacidades?",
    ),
}
#: How Jane is greeted in words to start from, and somebody without a name.
GREETINGS = [
    ("en", "Hi Jane,", "Hello,"),
    ("de", "Guten Tag Jane Doe,", "Guten Tag,"),
    ("fr", "Bonjour Jane,", "Bonjour,"),
    ("es", "Hola, Jane:", "Buenos días:"),
]
#: Spanish greets with a colon.
COLONS = {"Hola, Jane:", "Buenos días, Prof. Dean:", "Buenos días:"}
NO_NUMBER = {
    "en": " (no number: by mail)",
    "de": " (keine Nummer: per Mail)",
    "fr": " (pas de numéro\N{NO-BREAK SPACE}: par mail)",
    "es": " (sin número: por correo)",
}

FOLLOW_UP = """\
They said that they would decide by Tuesday, 1 December 2026.
If you have heard nothing, ask how their timeline stands, best in the thread that you have.

Write to:
- Jane Doe, +49 30 1234567, jane@acme.example

You noted: Jane asked about the migration

Words to start from:

Hi Jane,

Thank you again for our conversation about the Backend Engineer role at ACME. I had noted 1 December as the date for a \
decision, and wanted to ask how your timeline looks now.

I remain very interested in the role, and I am glad to send anything else that would help you.

Best regards,
Noor Castellan

Heard from them? Add #rejected, #offer, #withdrew or #advanced to the interview's event (or run afterword outcome).
The interview: https://calendar.example/event/1"""

TENTATIVE = """\
Only if ACME chose someone else. As long as nothing is decided, do not call.
Heard from them? Add #rejected, #offer, #withdrew or #advanced to the interview's event (or run afterword outcome).
The interview: https://calendar.example/event/1

Call one of them:
- Jane Doe, +49 30 1234567, jane@acme.example
- Prof. Ola Dean, ola@acme.example (no number: by mail)
Or ask the recruiter: Rita Ray, +49 40 7654321, rita@agency.example

Say first:
“Thank you for our conversation about the Backend Engineer role. I am not asking you to reconsider.
I would like to do better next time, and ten minutes of your advice would help. Is this a good moment?”

Then ask:
- What should I work on?
- How could I frame my résumé better?
- Which skills, experience or attitudes were missing?
- What came across well that I should keep doing?
- What would you work on first in my place?
Listen and write it down. Do not argue.

If they decline:
“I understand, and thank you all the same. Should two lines by mail be easier, I would be just as glad of them.”

At the end, say thank you, and ask these two:
- May I follow up with you from time to time?
- Do you know of anyone else who might be looking for someone with my skill set?

Afterwards, thank them by mail in two lines, and say what you will work on."""

CONFIRMED = """\
Es ist eine Absage geworden. Ein kurzer Anruf zeigt Ihnen, was beim nächsten Mal besser geht.

Rufen Sie an (Recruiting):
- Rita Ray, +49 40 7654321, rita@agency.example

Senden Sie zuerst diesen Entwurf, der um den Anruf bittet, oder rufen Sie gleich an: https://mail.example/draft/1

Sagen Sie zuerst:
„Vielen Dank für Ihre Hilfe bei meiner Bewerbung als Backend Engineer. An der Entscheidung möchte ich nicht rütteln.
Ich möchte es nur beim nächsten Mal besser machen, und zehn Minuten mit Ihrem Rat würden mir helfen. Passt es Ihnen \
gerade?“

Fragen Sie dann:
- Woran sollte ich arbeiten?
- Wie könnte ich meinen Lebenslauf besser gestalten?
- Welche Kenntnisse, Erfahrungen oder Haltungen haben gefehlt?
- Was ist gut angekommen, und was sollte ich beibehalten?
- Woran würden Sie an meiner Stelle zuerst arbeiten?
Hören Sie zu, und schreiben Sie mit. Widersprechen Sie nicht.

Wenn die Person es nicht weiß:
„Könnten Sie jemanden fragen, der beim Gespräch dabei war?“

Wenn es nicht geht:
„Das verstehe ich, und ich danke Ihnen trotzdem. Falls zwei Zeilen per Mail einfacher sind, freue ich mich genauso.“

Bedanken Sie sich am Ende, und fragen Sie diese zwei Dinge:
- Darf ich mich von Zeit zu Zeit bei Ihnen melden?
- Kennen Sie noch jemanden, der jemanden mit meinen Fähigkeiten suchen könnte?

Bedanken Sie sich danach per Mail in zwei Zeilen, und schreiben Sie, woran Sie arbeiten werden.

Das Gespräch: https://calendar.example/event/1"""


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


def test_a_follow_up_reads_as_a_person_would_want_it() -> None:
    """Why, to whom, what was noted, words ready to copy, and how to say what became of it."""
    interview = replace(INTERVIEW, decision_by=date(2026, 12, 1), notes=("Jane asked about the migration",))

    assert composed(Kind.FOLLOW_UP, interview, people=(CALLABLE,), event_link=EVENT).description == FOLLOW_UP


def test_a_tentative_call_reads_as_a_person_would_want_it() -> None:
    """Only for the case of a no; whom to call, what to say, what to ask, and how to end."""
    reminder = composed(
        Kind.FEEDBACK_CALL, people=(CALLABLE, OLA), recruiters=(RITA, OLA), event_link=EVENT, is_tentative=True
    )

    assert reminder.description == TENTATIVE


def test_a_confirmed_call_to_a_recruiter_reads_as_a_person_would_want_it() -> None:
    """In German, with the draft that asks for it; nobody thanks the recruiter for a conversation."""
    reminder = composed(
        Kind.FEEDBACK_CALL,
        me=replace(ME, language="de"),
        people=(),
        recruiters=(RITA,),
        event_link=EVENT,
        draft=DraftLink("Rita Ray", DRAFT),
    )

    assert reminder.description == CONFIRMED


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "interview",
    [
        INTERVIEW,
        replace(INTERVIEW, role="", decision_by=date(2026, 12, 1)),
        replace(INTERVIEW, company="", notes=("a", "b")),
        UNKNOWN,
        replace(UNKNOWN, title=""),
        replace(UNKNOWN, title="#interview", join_link="https://meet.example/1"),
    ],
)
@pytest.mark.parametrize(
    "people, recruiters",
    [
        ((), ()),
        ((JANE,), ()),
        ((JANE, OLA), (RITA,)),
        ((Interviewer("", "Jane", "Jane"),), (RITA, OLA)),
        ((Interviewer("jane@acme.example", "", "", "+49 30 1"),), (JANE,)),
        ((), (RITA,)),
        ((), (RITA, OLA)),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_fact_leaves_no_seam(
    kind: Kind,
    people: tuple[Interviewer, ...],
    recruiters: tuple[Interviewer, ...],
    interview: Interview,
    language: str,
) -> None:
    """Without company, role, title, people, links or draft the sentences change; no gap shows, nor the tag."""
    interview = replace(interview, interviewers=people, recruiters=recruiters)
    facts = ReminderFacts(kind, interview, replace(ME, language=language), people, (DraftLink(""), DraftLink("")))

    for is_tentative, has_asked, link, draft in itertools.product(
        (False, True), (False, True), ("", EVENT), (None, DraftLink("Jane"), DraftLink("", DRAFT, has_address=False))
    ):
        given = replace(facts, recruiters=recruiters, is_tentative=is_tentative, event_link=link, draft=draft)
        given = replace(given, has_asked=has_asked)
        reminder = compose_reminder(given, Policy(), TemplateNotes(), name="ab", start=START)

        text = re.sub("|".join(MARKS), "mark", f"{reminder.title}\n{reminder.description}")
        assert not re.search(r"[{}\[\]#<>]|None|  |\( ?\)|[:–] *\Z|– *\n|: *,|\n\n\n| \n|, *\n- |- *\n", text), text
        lines = text.split("\n")
        open_ended = [
            line for line, after in itertools.pairwise(lines) if line.endswith(":") and not after and line not in COLONS
        ]
        # Only the words to start from begin after a blank line.
        assert len(open_ended) == (1 if kind is Kind.FOLLOW_UP and draft is None else 0), text
        assert reminder.title.strip() == reminder.title != ""
        assert len(reminder.title) < 95
        assert len(reminder.description) > 60
        assert max(map(len, reminder.description.split("\n"))) < 220
        assert reminder.description.count(EVENT) == (1 if link and kind is not Kind.REVIEW else 0)
        assert reminder.description.count(DRAFT) == (
            1 if draft and draft.link and kind in (Kind.FOLLOW_UP, Kind.FEEDBACK_CALL) else 0
        )


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "kind, is_tentative, marks",
    [
        (Kind.FOLLOW_UP, False, 1),
        (Kind.FEEDBACK_CALL, True, 1),
        (Kind.FEEDBACK_CALL, False, 0),
        (Kind.KEEP_IN_TOUCH, False, 0),
        (Kind.PREPARE, False, 0),
        (Kind.REVIEW, False, 0),
    ],
)
def test_an_outcome_can_be_marked_from_a_phone(kind: Kind, is_tentative: bool, marks: int, language: str) -> None:
    """While it is open, one line has all the hashtags, and the next one leads to the event to write them into."""
    text = composed(kind, me=replace(ME, language=language), is_tentative=is_tentative, event_link=EVENT).description
    lines = text.split("\n")
    found = [at for at, line in enumerate(lines) if all(mark in line for mark in MARKS)]

    assert len(found) == marks
    assert all(EVENT in lines[at + 1] for at in found)
    assert all(text.count(mark) == marks for mark in MARKS)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("is_tentative", [False, True])
@pytest.mark.parametrize("kind", [Kind.FEEDBACK_CALL, Kind.KEEP_IN_TOUCH])
def test_the_two_questions_are_asked_once_each(kind: Kind, is_tentative: bool, language: str) -> None:
    """The book's two questions stand word for word, each on a line of its own, where the contract wants them."""
    reminder = composed(kind, me=replace(ME, language=language), is_tentative=is_tentative)

    for question in QUESTIONS[language]:
        assert reminder.description.count(question) == 1
        assert f"- {question}" in reminder.description.split("\n")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", [Kind.FOLLOW_UP, Kind.FEEDBACK_CALL, Kind.KEEP_IN_TOUCH])
def test_whoever_is_to_be_asked_is_listed_with_number_and_address(kind: Kind, language: str) -> None:
    """A line each: the name, the number where it is known, the address; whoever cannot be called is marked as such."""
    lines = composed(kind, me=replace(ME, language=language), people=(CALLABLE, OLA)).description.split("\n")

    assert "- Jane Doe, +49 30 1234567, jane@acme.example" in lines
    without = NO_NUMBER[language] if kind is Kind.FEEDBACK_CALL else ""
    assert f"- Prof. Ola Dean, ola@acme.example{without}" in lines


def test_the_words_for_a_confirmed_call_differ_from_the_tentative_ones() -> None:
    """One says that it was a no, the other what it is for; neither says both."""
    tentative = composed(Kind.FEEDBACK_CALL, is_tentative=True).description
    confirmed = composed(Kind.FEEDBACK_CALL).description

    assert tentative.startswith("Only if ACME chose someone else.")
    assert confirmed.startswith("You were not selected.")
    assert "Only if" not in confirmed
    assert "You were not selected" not in tentative


@pytest.mark.parametrize(
    "people, recruiters, location",
    [
        ((CALLABLE,), (RITA,), "+49 30 1234567"),
        ((CALLABLE, OLA), (), "+49 30 1234567"),
        ((CALLABLE, replace(OLA, phone=CALLABLE.phone)), (), "+49 30 1234567"),
        ((CALLABLE, replace(OLA, phone="+49 30 2")), (), ""),
        ((JANE,), (RITA,), ""),
        ((), (RITA,), "+49 40 7654321"),
        ((), (), ""),
    ],
)
@pytest.mark.parametrize("is_tentative", [False, True])
def test_the_place_of_a_call_is_its_number(
    is_tentative: bool, people: tuple[Interviewer, ...], recruiters: tuple[Interviewer, ...], location: str
) -> None:
    """Where only one is known, a phone offers to dial it; the recruiter's only where nobody was met."""
    reminder = composed(Kind.FEEDBACK_CALL, people=people, recruiters=recruiters, is_tentative=is_tentative)

    assert reminder.location == location


def test_only_a_call_and_the_preparation_have_a_place() -> None:
    """What is to be asked before the interview ends is asked where it takes place."""
    interview = replace(INTERVIEW, location="Torstrasse 1,\nBerlin")

    assert composed(Kind.PREPARE, interview, people=(CALLABLE,)).location == "Torstrasse 1, Berlin"
    for kind in (Kind.REVIEW, Kind.FOLLOW_UP, Kind.KEEP_IN_TOUCH):
        assert composed(kind, interview, people=(CALLABLE,)).location == ""


@pytest.mark.parametrize(
    "people, recruiters, lines",
    [
        ((JANE,), (JANE,), [
            "Call:", "- Jane Doe, jane@acme.example", "No number is known: ask by mail for ten minutes.",
        ]),
        ((CALLABLE,), (RITA, OLA), [
            "Call:", "- Jane Doe, +49 30 1234567, jane@acme.example", "Or ask a recruiter:",
            "- Rita Ray, +49 40 7654321, rita@agency.example",
            "- Prof. Ola Dean, ola@acme.example (no number: by mail)",
        ]),
        ((replace(JANE, email=""), OLA), (RITA,), [
            "Call one of them:", "- Jane Doe (no number)", "- Prof. Ola Dean, ola@acme.example (no number: by mail)",
            "Or ask the recruiter: Rita Ray, +49 40 7654321, rita@agency.example",
        ]),
        ((), (RITA,), ["Call the recruiter:", "- Rita Ray, +49 40 7654321, rita@agency.example"]),
        ((), (), ["Nobody is known by name: call whoever wrote to you about it."]),
    ],
)  # fmt: skip
def test_whom_to_call_are_those_who_were_met_else_a_recruiter(
    people: tuple[Interviewer, ...], recruiters: tuple[Interviewer, ...], lines: list[str]
) -> None:
    """Nobody stands there twice, and where no number is known, of them all or of one, the way is a mail."""
    interview = replace(INTERVIEW, interviewers=people, recruiters=recruiters)
    text = composed(Kind.FEEDBACK_CALL, interview, people=people, recruiters=recruiters).description

    assert text.split("\n\n")[1].split("\n") == lines


@pytest.mark.parametrize("kind, words", [(Kind.FOLLOW_UP, "Words to start from"), (Kind.FEEDBACK_CALL, "No number")])
@pytest.mark.parametrize(
    "draft, says",
    [
        (DraftLink("Jane Doe", DRAFT), [DRAFT]),
        (DraftLink("Jane Doe"), ["that asks for"]),
        (DraftLink("", DRAFT, has_address=False), [DRAFT, "needs an address"]),
    ],
)
def test_a_draft_that_lies_there_is_named_instead_of_words(
    draft: DraftLink, says: list[str], kind: Kind, words: str
) -> None:
    """With its link where there is one, and with what it lacks."""
    with_draft = composed(kind, draft=draft).description

    assert all(one in with_draft for one in says)
    assert words not in with_draft
    assert words in composed(kind).description


@pytest.mark.parametrize(
    "language, to_send, or_call",
    [
        ("en", "Send this first, which asks for the call", ", or call straight away"),
        ("de", "Senden Sie zuerst diesen Entwurf, der um den Anruf bittet", ", oder rufen Sie gleich an"),
        ("fr", "Envoyez d’abord ce brouillon qui demande cet appel", ", ou appelez directement"),
        ("es", "Envíe primero este borrador, que pide la llamada", ", o llame directamente"),
    ],
)
def test_only_who_has_a_number_is_called_straight_away(language: str, to_send: str, or_call: str) -> None:
    """Where a draft asks for the call, it goes first; without any number there is no other way."""
    me = replace(ME, language=language)
    draft = DraftLink("Jane Doe", DRAFT)
    colon = "\N{NO-BREAK SPACE}: " if language == "fr" else ": "

    for people, further in (((CALLABLE,), or_call), ((JANE,), "")):
        lines = composed(Kind.FEEDBACK_CALL, me=me, people=people, draft=draft).description.split("\n")
        assert f"{to_send}{further}{colon}{DRAFT}" in lines


@pytest.mark.parametrize(
    "language, people, says, says_not",
    [
        ("en", (CALLABLE,), ["you have asked", "call only if no answer comes"], "One short call"),
        ("en", (JANE,), ["you have asked", "by mail, but only once"], "for ten minutes."),
        ("de", (CALLABLE,), ["gebeten haben", "nur an, wenn keine Antwort kommt"], "Ein kurzer Anruf"),
        ("de", (JANE,), ["gebeten haben", "per Mail, aber nur einmal"], "um zehn Minuten."),
        ("fr", (CALLABLE,), ["vous avez demandé", "n’appelez que si aucune réponse ne vient"], "Un appel bref"),
        ("fr", (JANE,), ["vous avez demandé", "par mail, mais une seule fois"], "demandez dix minutes"),
        ("es", (CALLABLE,), ["ha pedido una llamada", "solo si no llega respuesta"], "Una llamada breve"),
        ("es", (JANE,), ["ha pedido una llamada", "por correo, pero solo una vez"], "pida diez minutos"),
    ],
)
def test_nobody_is_asked_for_a_call_twice(
    language: str, people: tuple[Interviewer, ...], says: list[str], says_not: str
) -> None:
    """Once the note that asks has left the drafts, its answer is waited for; whether it was sent is not claimed."""
    me = replace(ME, language=language)
    asked = composed(Kind.FEEDBACK_CALL, me=me, people=people, has_asked=True).description

    assert [one for one in says if one not in asked] == []
    assert says_not not in asked
    assert says_not in composed(Kind.FEEDBACK_CALL, me=me, people=people).description


@pytest.mark.parametrize("language, greeting, bare", GREETINGS)
def test_the_words_to_start_from_greet_whoever_comes_first(language: str, greeting: str, bare: str) -> None:
    """Of several to write to one of, the first is greeted by name; who has none is greeted without."""
    me = replace(ME, language=language)
    nameless = replace(JANE, name="", greeting="")

    assert greeting in composed(Kind.FOLLOW_UP, me=me, people=(JANE, OLA)).description.split("\n")
    assert bare in composed(Kind.FOLLOW_UP, me=me, people=(nameless, OLA)).description.split("\n")


@pytest.mark.parametrize(
    "kind, people, thanks",
    [
        (Kind.FOLLOW_UP, (JANE,), "our conversation about"),
        (Kind.FOLLOW_UP, (RITA,), "your help with my"),
        (Kind.FEEDBACK_CALL, (JANE,), "our conversation about"),
        (Kind.FEEDBACK_CALL, (), "your help with my"),
        # Met in another round than the one that the reminder hangs on.
        (Kind.FEEDBACK_CALL, (RITA,), "our conversation about"),
    ],
)
def test_a_recruiter_who_was_not_met_is_not_thanked_for_a_conversation(
    kind: Kind, people: tuple[Interviewer, ...], thanks: str
) -> None:
    """The words to say are true of whom they are said to; whoever is to be called was met, a recruiter or not."""
    interview = replace(INTERVIEW, recruiters=(RITA,))

    assert thanks in composed(kind, interview, people=people, recruiters=(RITA,)).description


@pytest.mark.parametrize("kind", KINDS)
def test_the_applications_company_and_role_win(kind: Kind) -> None:
    """A later round may say less than is known by then."""
    reminder = composed(kind, UNKNOWN, company="ACME", role="Backend Engineer")

    assert "ACME" in reminder.title
    assert "Gareth" not in f"{reminder.title}\n{reminder.description}"
    assert reminder.description == composed(kind, replace(UNKNOWN, company="ACME", role="Backend Engineer")).description


def test_prepare_has_the_link_to_join_by_and_the_event() -> None:
    """First of all, each on a line of its own; without them the questions come first."""
    interview = replace(INTERVIEW, join_link="https://meet.example/1")
    lines = composed(Kind.PREPARE, interview, event_link=EVENT).description.split("\n")

    assert lines[:3] == ["Join here: https://meet.example/1", f"The interview: {EVENT}", ""]
    assert composed(Kind.PREPARE).description.startswith("Before it ends, ask:")


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
    assert "I had noted 1 December as the date for a decision, and wanted to ask" in dated
    assert "Hi Jane,\n" in dated
    assert "on Tuesday, 24 November 2026" in undated
    assert "Dear Prof. Dean,\n" in undated
    assert "December" not in undated


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


def test_all_that_was_noted_stands_in_the_follow_up() -> None:
    """Whatever key it has, the person reads it as they wrote it."""
    interview = replace(
        INTERVIEW, notes=("tides",), notes_for=(("Jane", "she sails"),), next_steps=("case study",), asked=("slides",)
    )
    lines = composed(Kind.FOLLOW_UP, interview).description.split("\n")

    assert [line.removeprefix("You noted: ") for line in lines if line.startswith("You noted: ")] == [
        "tides", "Jane: she sails", "next steps: case study", "asked: slides",
    ]  # fmt: skip
