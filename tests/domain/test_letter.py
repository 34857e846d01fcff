from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.notes import TemplateNotes, languages
from daemon.domain.interview import Interviewer
from daemon.domain.item import Draft, Kind
from daemon.domain.letter import SHAPES, LetterFacts, compose_letter
from daemon.domain.policy import Me
from tests.style_check import problems, words

NOTES = TemplateNotes()
NOW = datetime(2026, 12, 2, 9, 30, tzinfo=UTC)
JANE = Interviewer("jane@acme.example", "Jane Doe", "Jane")
ME = Me("Noor Castellan", "noor@example.com", signature="Noor Castellan\n+44 20 7946 0000")
KINDS = (Kind.FOLLOW_UP_NOTE, Kind.FEEDBACK_REQUEST)
LENGTHS = {Kind.FOLLOW_UP_NOTE: (40, 80), Kind.FEEDBACK_REQUEST: (60, 110)}
COMBINATIONS = [
    {"company": company, "role": role, "decision_by": decision, "is_recruiter": is_recruiter, "recipient": recipient}
    for company, role in (
        ("ACME", "Backend Engineer"),
        ("Marlow Bank Group", "Senior Canal Operations Manager"),
        ("ACME", ""),
        ("", "Nurse"),
        ("", ""),
    )
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


#: What no letter may say, in any of the languages, besides what no note may: reproach, guilt, appeal, doubt.
NEVER = {
    Kind.FOLLOW_UP_NOTE: (
        "any update", "did i get", "still waiting", "not heard", "last email", "other offer", "deadline", "feedback",
        "nichts gehört", "warte", "frist", "anderes angebot", "sans nouvelles", "relance", "attends", "autre offre",
        "noticias", "no he recibido", "sigo a la espera", "otra oferta", "reclam",
    ),
    Kind.FEEDBACK_REQUEST: (
        "why", "not chosen", "appeal", "unfortunately", "disappoint", "on file", "in touch", "from time to time",
        "anyone else", "interested in the role", "warum", "wieso", "leider", "enttäusch", "von zeit zu zeit",
        "kennen sie", "pourquoi", "malheureusement", "déçu", "de temps en temps", "connaissez-vous", "por qué",
        "lamentablemente", "por desgracia", "decepcion", "de vez en cuando", "conoce a", "me sigue interesando",
    ),
}  # fmt: skip
#: What each letter is for, in each language.
SAYS = {
    (Kind.FOLLOW_UP_NOTE, "en"): ("timeline", "24 November", "role"),
    (Kind.FOLLOW_UP_NOTE, "de"): ("Zeitplan", "24. November", "Stelle"),
    (Kind.FOLLOW_UP_NOTE, "fr"): ("calendrier", "24 novembre", "poste"),
    (Kind.FOLLOW_UP_NOTE, "es"): ("plazos", "24 de noviembre", "puesto"),
    (Kind.FEEDBACK_REQUEST, "en"): ("accept", "ten ", "two lines by mail", "résumé", "skills or attitudes", "decision"),
    (Kind.FEEDBACK_REQUEST, "de"): ("zehn ", "zwei zeilen per mail", "Lebenslauf", "oder Haltungen", "Entscheidung"),
    (Kind.FEEDBACK_REQUEST, "fr"): ("accept", "dix ", "deux lignes", "mon CV", "compétences ou attitudes", "mail"),
    (Kind.FEEDBACK_REQUEST, "es"): ("acept", "diez ", "dos líneas", "mi currículum", "conocimientos o actitudes"),
}
INTEREST = r"interest|take on the role|interess|übernehmen|intér|attire|prendrais|inter[eé]s|asumiría|atrae"
MANY = [str(seed) for seed in range(40)]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("given", COMBINATIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_may_be_sent(kind: Kind, given: dict[str, object], language: str) -> None:
    """Whatever is known, each wording passes the rubric's rules for every note, has its length and blames nobody."""
    low, high = LENGTHS[kind]
    for seed in MANY:
        draft = composed(kind, seed=seed, language=language, **given)

        assert [one for one in problems(draft) if not one.endswith(" words")] == [], draft.text
        assert low <= words(draft) <= high, draft.text
        assert [one for one in NEVER[kind] if one in f"{draft.subject}\n{draft.text}".casefold()] == [], draft.text
        assert re.search("(?i)follow-up", draft.subject) is None


@pytest.mark.parametrize("language", languages())
# Whom it is to is in the greeting alone.
@pytest.mark.parametrize("given", COMBINATIONS[::2])
@pytest.mark.parametrize("kind", KINDS)
def test_no_choice_of_wordings_is_too_short_or_too_long(kind: Kind, given: dict[str, object], language: str) -> None:
    """Each sentence has four wordings or more; the shortest of all together, and the longest, are within the length."""
    values = {
        **given,
        "known": bool(given["company"] or given["role"]),
        "decision": given["decision_by"],
        "recruiter": given["is_recruiter"],
        "met_on": date(2026, 11, 24),
    }
    found = [
        [line for line in NOTES.render(f"{kind.value}/{slot}", language, values).splitlines() if line]
        for slot in {slot for shape in SHAPES[kind] for paragraph in shape for slot in paragraph}
    ]
    counts = [[len(re.findall(r"[^\W_]+(?:[-’'][^\W_]+)*", line)) for line in lines] for lines in found]
    low, high = LENGTHS[kind]

    assert min(len(set(lines)) for lines in found) >= 4
    assert low <= sum(map(min, counts)) <= sum(map(max, counts)) <= high


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_what_it_is_for(kind: Kind, language: str) -> None:
    """A follow-up asks for their timeline; the request accepts, asks for minutes or lines, and says what about."""
    for seed in MANY:
        draft = composed(kind, seed=seed, language=language)

        assert [one for one in SAYS[kind, language] if one.casefold() not in draft.text.casefold()] == [], draft.text
        assert all(one in draft.text for one in ("Backend Engineer", "ACME")), draft.text


@pytest.mark.parametrize(
    "language, day", [("en", "1 December"), ("de", "1. Dezember"), ("fr", "1er décembre"), ("es", "1 de diciembre")]
)
def test_a_follow_up_recalls_the_date_they_gave(language: str, day: str) -> None:
    """Once, as a date; without one no other day than that of the conversation is named."""
    for seed in MANY:
        assert composed(Kind.FOLLOW_UP_NOTE, seed=seed, language=language).text.count(day) == 1
        assert day not in composed(Kind.FOLLOW_UP_NOTE, seed=seed, language=language, decision_by=None).text
        assert day not in composed(Kind.FEEDBACK_REQUEST, seed=seed, language=language).text


@pytest.mark.parametrize("language", languages())
def test_a_follow_up_says_once_that_the_person_is_interested(language: str) -> None:
    """Restated, not pressed."""
    for seed in MANY:
        text = composed(Kind.FOLLOW_UP_NOTE, seed=seed, language=language).text.casefold()
        sentences = re.split(r"(?<=[.?]) |\n\n", text)

        assert len([one for one in sentences if re.search(INTEREST, one)]) == 1, text


@pytest.mark.parametrize(
    "language, acceptance",
    [("en", "accept"), ("de", r"akzeptiere|respektiere"), ("fr", r"accept"), ("es", r"(?i)\bacept")],
)
@pytest.mark.parametrize("is_recruiter", [False, True])
def test_a_request_accepts_the_decision_in_its_first_sentence(
    is_recruiter: bool, language: str, acceptance: str
) -> None:
    """Before anything is asked."""
    for seed in MANY:
        draft = composed(Kind.FEEDBACK_REQUEST, seed=seed, language=language, is_recruiter=is_recruiter)
        first = re.split(r"(?<=[a-zé])\. ", draft.text.split("\n\n")[1])[0]

        assert re.search(acceptance, first), draft.text


@pytest.mark.parametrize(
    "language, ours",
    [
        ("en", r"\bour\b|with me|with you"),
        ("de", r"\bunser|mit mir|mit Ihnen"),
        ("fr", r"notre|avec moi"),
        ("es", r"nuestra|conmigo"),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_recruiter_who_was_not_met_is_thanked_for_their_help(kind: Kind, language: str, ours: str) -> None:
    """There was no conversation with them to thank for."""
    for seed in MANY:
        draft = composed(kind, seed=seed, language=language, is_recruiter=True)

        assert re.search(ours, f"{draft.subject}\n{draft.text}") is None, draft.text


@pytest.mark.parametrize(
    "language, others",
    [
        ("en", "one of the"),
        ("de", "jemand aus dem Gespräch"),
        ("fr", "l’une des personnes"),
        ("es", "alguna de las personas"),
    ],
)
def test_a_recruiter_is_asked_whether_an_interviewer_could_tell(language: str, others: str) -> None:
    """They may not know themselves; somebody who was met is asked alone."""
    for seed in MANY:
        request = {"seed": seed, "language": language}
        assert others in composed(Kind.FEEDBACK_REQUEST, is_recruiter=True, **request).text
        assert others not in composed(Kind.FEEDBACK_REQUEST, **request).text


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", KINDS)
def test_two_applications_do_not_get_the_same_letter(kind: Kind, language: str) -> None:
    """The seed chooses each sentence: of forty letters nearly all differ, and no sentence is in half of them."""
    texts = [composed(kind, seed=seed, language=language).text for seed in MANY]
    used = [one for text in texts for one in set(re.split(r"(?<=[.?]) |\n\n", text)[1:-1])]

    assert len(set(texts)) >= 36
    assert max(used.count(one) for one in used) < 20


def test_the_same_facts_give_the_same_letter() -> None:
    """Nothing but the facts decides the words."""
    assert composed(Kind.FOLLOW_UP_NOTE) == composed(Kind.FOLLOW_UP_NOTE)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "recipient, to, greeting",
    [
        (JANE, ["jane@acme.example"], "Hi Jane,"),
        (Interviewer("", "Jane Doe", "Jane"), [], "Hi Jane,"),
        (Interviewer("jane@bücher.example", "", ""), ["jane@xn--bcher-kva.example"], "Hello,"),
        (Interviewer("a@acme.example", "Dr. Anna Vogel", "Dr. Vogel"), ["a@acme.example"], "Dear Dr. Vogel,"),
    ],
)
def test_a_letter_is_addressed_as_a_thank_you_is(
    kind: Kind, recipient: Interviewer, to: list[str], greeting: str
) -> None:
    """To the one recipient, or to nobody where no address is known; greeted by name where that is known."""
    draft = composed(kind, recipient=recipient)

    assert [one.email for one in draft.to] == to
    assert draft.text.split("\n\n")[0] == greeting
    assert draft.date == NOW
    assert draft.name == "ab" * 16


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "signature, ending",
    [
        ("", r"(?:Best|Kind|With)[a-z ]+,\nNoor Castellan"),
        ("Noor\n+44", r"(?:Best|Kind|With)[a-z ]+,\nNoor\n\+44"),
        ("Warm regards,\nNoor", r"Warm regards,\nNoor"),
    ],
)
def test_a_letter_is_signed_once(kind: Kind, signature: str, ending: str) -> None:
    """One sign-off, then the person's own lines."""
    for seed in MANY:
        draft = composed(kind, seed=seed, sender=replace(ME, signature=signature))

        assert re.fullmatch(ending, draft.text.split("\n\n")[-1])


@pytest.mark.parametrize(
    "changes, subjects",
    [
        ({}, "Backend Engineer"),
        ({"role": ""}, "ACME"),
        ({"role": "", "company": ""}, "Following up on our conversation"),
        ({"role": "Senior Principal Distinguished Staff Engineer for Everything"}, "Following up on our conversation"),
    ],
)
def test_a_subject_names_the_best_that_is_known(changes: dict[str, object], subjects: str) -> None:
    """The role, else the company, else the conversation; a role that is too long is left out rather than cut."""
    assert all(subjects in composed(Kind.FOLLOW_UP_NOTE, seed=seed, **changes).subject for seed in MANY)


@pytest.mark.parametrize("kind", KINDS)
def test_the_digest_follows_what_the_letter_says(kind: Kind) -> None:
    """Every fact that changes words changes it; seed and number do not, nor a date that the letter does not name."""
    base = facts(kind)
    changes: list[dict[str, object]] = [
        {"company": "Oxbow"}, {"role": "Pilot"}, {"language": "de"}, {"met_on": date(2026, 11, 25)},
        {"is_recruiter": True}, {"recipient": replace(JANE, greeting="Jan")}, {"sender": replace(ME, signature="N.")},
    ]  # fmt: skip
    same = replace(base, seed="other", recipient=replace(JANE, phone="+49 30 1234567"))

    assert base.digest() == same.digest()
    assert len({base.digest(), *(replace(base, **one).digest() for one in changes)}) == len(changes) + 1  # type: ignore[arg-type]
    assert (base.digest() == replace(base, decision_by=None).digest()) is (kind is Kind.FEEDBACK_REQUEST)
    assert facts(Kind.FOLLOW_UP_NOTE).digest() != facts(Kind.FEEDBACK_REQUEST).digest()


@pytest.mark.parametrize("kind", sorted(set(Kind) - set(KINDS)))
def test_only_two_kinds_are_letters(kind: Kind) -> None:
    """Facts for anything else are a mistake that is told at once."""
    with pytest.raises(ValueError, match="is no letter"):
        facts(kind)


HOSTILE = st.text(st.characters(codec="utf-8"), max_size=120) | st.sampled_from(
    ["{{ 7*7 }}", "a\r\nBcc: x@y.example", "{% raw %}", "\u202eevil", "Acme\0", "#interview", "A" * 400]
)


@given(kind=st.sampled_from(KINDS), company=HOSTILE, role=HOSTILE, name=HOSTILE, language=st.sampled_from(languages()))
def test_no_text_of_a_stranger_breaks_a_letter(kind: Kind, company: str, role: str, name: str, language: str) -> None:
    """Whatever the calendar holds, the letter has its form: one-line header values, no braces, no markup."""
    recipient = Interviewer("someone@acme.example", name, name)
    draft = composed(kind, company=company, role=role, recipient=recipient, language=language)

    assert not re.search(r"[{}<>\[\]@#\x00\r]|://", draft.text)
    assert "\n" not in draft.subject + "".join(to.name for to in draft.to)
    assert len(draft.subject) < 60
