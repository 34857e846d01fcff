from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.domain.interview import Interview
from daemon.domain.language import find_written_in
from daemon.domain.occurrence import Attendee, Occurrence
from daemon.domain.policy import AccountPolicy, Me
from daemon.domain.recognise import recognise
from tests import corpus, samples

GERMAN = (
    "Guten Tag Noor,\nvielen Dank für Ihr Interesse an der Stelle. Wir freuen uns auf das Gespräch mit Ihnen und "
    "möchten Sie gerne näher kennenlernen. Bitte geben Sie uns kurz Bescheid, wenn der Termin für Sie nicht passt."
)
ENGLISH = (
    "Hi Noor,\nthank you for your interest in the role. We are looking forward to our conversation and would like to "
    "hear more about your work. Please let us know if this time does not suit you."
)
FRENCH = (
    "Bonjour Noor,\nmerci pour votre intérêt pour le poste. Nous sommes heureux de vous rencontrer et nous vous "
    "prions de nous dire si ce créneau ne vous convient pas. L’entretien sera mené par une personne de notre équipe."
)
SPANISH = (
    "Hola, Noor:\ngracias por su interés en el puesto. Nos alegra mucho poder hablar con usted y nos gustaría conocer "
    "más sobre su trabajo. Por favor, díganos si esta hora no le viene bien; la entrevista será con una persona "
    "del equipo."
)
TEXTS = {"de": GERMAN, "en": ENGLISH, "fr": FRENCH, "es": SPANISH}


def read(description: str, language: str = "", title: str = "Interview #interview") -> Interview:
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    occurrence = Occurrence(
        "e", "e@x", "work", title, description, start, start + timedelta(hours=1),
        attendees=(Attendee("noor@example.com"), Attendee("jane.doe@acme.example", "Jane Doe")),
    )  # fmt: skip
    account = AccountPolicy("personal", Me("Noor Castellan", "noor@example.com", language=language))
    interview = recognise(occurrence, account)
    assert interview is not None
    return interview


@pytest.mark.parametrize("language", TEXTS)
def test_a_whole_invitation_tells_its_language(language: str) -> None:
    """Frequent small words do, whatever the title is in."""
    assert find_written_in("Backend Engineer – Interview", TEXTS[language]) == language


@pytest.mark.parametrize(
    "title, text",
    [
        ("Gespräch mit der Leitung", ""),
        ("Entretien", "Merci de votre intérêt pour le poste."),
        ("Interview", f"{GERMAN}\n\n{ENGLISH}"),
        ("Interview", "Jane Van Der Berg, Maria de la Cruz, Anna Am Ende, Juan del Rio, Otto von Stein " * 3),
        ("Interview", "notes: " + GERMAN.replace("\n", " ")),
        ("Interview", "https://acme.example/der/die/das/und/ist/sind " * 30),
        ("Interview", "1200 3400 5600 " * 20),
    ],
    ids=["a title", "one sentence", "two languages", "names", "the person's own line", "links", "numbers"],
)
def test_what_is_not_plain_tells_none(title: str, text: str) -> None:
    """Short and mixed texts, names, links and the person's own words are no evidence."""
    assert find_written_in(title, text) == ""


@pytest.mark.parametrize(
    "description, account, language, rule",
    [
        (f"language: fr\n{GERMAN}", "es", "fr", "the line `language:` of the description"),
        (GERMAN, "es", "es", "the account's `language`"),
        (GERMAN, "", "de", "the invitation is plainly in it"),
        ("", "", "en", "nothing names one, and the invitation is not plainly in another"),
        (f"language: of love\n{GERMAN}", "", "de", "the invitation is plainly in it"),
    ],
)
def test_the_line_the_account_the_invitation_and_english_name_the_language(
    description: str, account: str, language: str, rule: str
) -> None:
    """In this order, and it is told which of them did."""
    interview = read(description, account)
    told = [one for one in interview.evidence if one.about == "language"]

    me = Me("Noor Castellan", "noor@example.com", language=account)
    assert me.writes_in(interview.language, interview.written_in) == language
    assert (told[-1].value, told[-1].rule) == (language, rule)


def test_no_english_invitation_passes_for_another() -> None:
    """Of samples and corpus all that is written without an accent is English, or in no language plainly."""
    texts = (
        (line["id"], line["event"].get("summary", ""), line["event"].get("description", ""))
        for line in [*samples.load_samples(), *corpus.load_corpus()]
    )
    found = [(one, find_written_in(title, text)) for one, title, text in texts if not re.search("[à-ÿ]", title + text)]

    assert len(found) > 500
    assert [(one, code) for one, code in found if code not in {"", "en"}] == []


@given(title=st.text(max_size=60), text=st.text(max_size=400))
def test_any_text_is_in_a_language_or_in_none(title: str, text: str) -> None:
    """Whatever somebody typed."""
    assert find_written_in(title, text) in {"", "en", "de", "fr", "es", "it", "nl", "pt"}
