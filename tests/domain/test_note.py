from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.notes import TemplateNotes, languages
from daemon.domain.interview import Interviewer, Outcome
from daemon.domain.item import Draft
from daemon.domain.note import NoteFacts, compose_note
from daemon.domain.policy import Me
from tests.style_check import problems, sentences, words

NOTES = TemplateNotes()
ENDED = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
ME = Me("Noor Castellan", "noor@example.com", signature="Noor Castellan\n+44 20 7946 0000")
PANEL = (
    "Inga Sorvino", "Dashiell Mora", "Freya Lund", "Owain Rees", "María José Pérez", "Zhang Wei", "Ada Obi", "Ben Okri",
)  # fmt: skip


def person(name: str = "Jane Doe", greeting: str | None = None, email: str = "someone@acme.example") -> Interviewer:
    return Interviewer(email, name, name.split(" ")[0] if greeting is None else greeting)


def facts(**changes: object) -> NoteFacts:
    given: dict[str, object] = {
        "recipients": (person(),),
        "sender": ME,
        "seed": "personal uid-1",
        "ended": ENDED,
        "company": "Lockkeeper",
        "role": "Canal Operations Manager",
    }
    return NoteFacts(**{**given, **changes})  # type: ignore[arg-type]


def composed(one: NoteFacts) -> Draft:
    return compose_note(one, NOTES, name="ab" * 16, date=ENDED)


def siblings(count: int = 8, /, **changes: object) -> list[Draft]:
    """Compose the notes to a panel of *count*."""
    names = PANEL[:count]
    return [
        composed(
            facts(
                recipients=(person(name),),
                position=at,
                panel=tuple(other for other in names if other != name),
                **changes,
            )
        )
        for at, name in enumerate(names)
    ]


SITUATIONS: dict[str, dict[str, object]] = {
    "ordinary": {},
    "call": {"stage": "Phone screen"},
    "recruiter screen": {"stage": "Recruiter screen"},
    "passing on": {"is_recruiter": True},
    "debrief": {"stage": "Take-home debrief"},
    "lunch": {"stage": "Lunch with the team"},
    "rejected": {"outcome": Outcome.REJECTED},
    "offer": {"outcome": Outcome.OFFER},
    "withdrew": {"outcome": Outcome.WITHDREW},
    "advanced": {"outcome": Outcome.ADVANCED},
    "rejected, passing on": {"outcome": Outcome.REJECTED, "is_recruiter": True},
    "withdrew, passing on": {"outcome": Outcome.WITHDREW, "is_recruiter": True},
    "offer, passing on": {"outcome": Outcome.OFFER, "is_recruiter": True},
}
KNOWN = {
    "both": {},
    "company": {"role": ""},
    "role": {"company": ""},
    "neither": {"company": "", "role": ""},
}


SLOTS = ("opening", "appreciation", "interest", "close")


def wordings(slot: str, language: str, situation: str, known: str) -> list[str]:
    """Give all ways of saying *slot* in that situation, with what is known there."""
    one = facts(**SITUATIONS[situation], **KNOWN[known])
    values = {
        "company": one.company,
        "role": one.role,
        "known": bool(one.company or one.role),
        "talk": "call" if one.talk() == "call" else "conversation",
        "situation": one.situation(),
        "ended": ENDED,
        "unmet": one.is_unmet(),
        "several": False,
    }
    return [line for line in NOTES.render(f"thank_you/{slot}", language, values).splitlines() if line]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_note_may_be_sent(language: str, situation: str, known: str) -> None:
    """In every situation, with whatever is known, each wording passes the rubric's rules."""
    for seed in range(6):
        for draft in siblings(seed=str(seed), language=language, **SITUATIONS[situation], **KNOWN[known]):
            assert not list(problems(draft)), draft.text


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_two_of_eight_siblings_share_a_sentence(language: str, situation: str, known: str) -> None:
    """Colleagues compare notes: beyond greeting and sign-off nothing is said twice."""
    notes = siblings(language=language, **SITUATIONS[situation], **KNOWN[known])

    for one, other in itertools.combinations(notes, 2):
        assert not set(sentences(one)) & set(sentences(other))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_choice_of_wordings_is_too_short_or_too_long(language: str, situation: str, known: str) -> None:
    """Each slot has eight wordings or more, and its shortest together, and its longest, are within the length."""
    found = {slot: wordings(slot, language, situation, known) for slot in SLOTS}
    counts = [
        sorted(len(re.findall(r"[^\W_]+(?:[-’'][^\W_]+)*", one)) for one in lines) for lines in found.values() if lines
    ]

    assert [slot for slot, lines in found.items() if lines and len(set(lines)) < 8] == []
    assert 35 <= sum(each[0] for each in counts) <= sum(each[-1] for each in counts) <= 70


@pytest.mark.parametrize("language", languages())
def test_a_recruiters_screen_is_appreciated_in_words_of_its_own(language: str) -> None:
    """It was practical: nobody is thanked for thoughts that were not exchanged there."""
    screen = wordings("appreciation", language, "recruiter screen", "both")

    assert len(set(screen)) >= 8
    assert not set(screen) & set(wordings("appreciation", language, "ordinary", "both"))


def test_the_same_facts_give_the_same_note() -> None:
    """Nothing but the facts decides the words."""
    assert composed(facts()) == composed(facts())


def test_interviews_differ_in_their_words() -> None:
    """Notes of different interviews do not all sound alike."""
    assert len({composed(facts(seed=str(seed))).text for seed in range(20)}) >= 15


@pytest.mark.parametrize("language", languages())
def test_every_name_in_a_note_is_from_the_facts(language: str) -> None:
    """What a note says is the same whoever it is about, names aside: nothing is made up."""
    one = composed(facts(language=language)).text
    other = composed(
        facts(language=language, recipients=(person("Odile Brun"),), company="Velvetine", role="Pattern Cutter")
    ).text

    assert other == one.replace("Jane Doe", "Odile Brun").replace("Jane", "Odile").replace(
        "Lockkeeper", "Velvetine"
    ).replace("Canal Operations Manager", "Pattern Cutter")


@pytest.mark.parametrize(
    "people, greeting",
    [
        ((person("Jane Doe"),), "Hi Jane,"),
        ((person("Dr. Anna Vogel", "Dr. Vogel"),), "Dear Dr. Vogel,"),
        ((person("", ""),), "Hello,"),
        ((person("{{ 7*7 }}", "{{ 7*7 }}"),), "Hello,"),
        ((person("Jane Doe"), person("Bob Ellison")), "Hi Jane and Bob,"),
        ((person("Jane Doe"), person("Bob Ellison"), person("Ann Lee")), "Hi Jane, Bob and Ann,"),
        ((person("Jane Doe"), person("", "")), "Hello all,"),
        (tuple(person(name) for name in PANEL[:4]), "Hello all,"),
    ],
)
def test_a_greeting_is_right_or_has_no_name(people: tuple[Interviewer, ...], greeting: str) -> None:
    """First names by "Hi", titles by "Dear", more than three or an unknown one together."""
    assert composed(facts(recipients=people)).text.split("\n\n")[0] == greeting


def test_the_signature_stands_once() -> None:
    """One sign-off, then the person's own lines."""
    ending = composed(facts()).text.split("\n\n")[-1].split("\n")

    assert ending[0] in {"Best regards,", "Kind regards,", "Thanks again,"}
    assert ending[1:] == ["Noor Castellan", "+44 20 7946 0000"]


@pytest.mark.parametrize(
    "signature, ending",
    [
        ("", r"(Best|Kind|Thanks) \w+,\nNoor Castellan"),
        ("-- \nNoor", r"(Best|Kind|Thanks) \w+,\nNoor"),
        ("Warm regards,\nNoor", r"Warm regards,\nNoor"),
    ],
)
def test_a_signature_is_taken_as_it_is_meant(signature: str, ending: str) -> None:
    """Without one the name signs; one that has its own sign-off gets no second."""
    draft = composed(facts(sender=replace(ME, signature=signature)))

    assert re.fullmatch(ending, draft.text.split("\n\n")[-1])


def test_a_line_about_one_person_is_in_their_note_alone() -> None:
    """What Dashiell asked is Dashiell's, in the second person; nobody else reads of it."""
    notes = siblings(4, notes=("Dashiell asked about the winter closures",))

    assert ["winter closures" in one.text for one in notes] == [False, True, False, False]
    assert "your question about the winter closures" in notes[1].text.replace("Your", "your")


def test_each_line_goes_to_one_person() -> None:
    """Lines that name nobody are dealt out, none of them twice."""
    lines = ("we talked about the move to Rust", "we talked about incident reviews")

    texts = [one.text for one in siblings(4, notes=lines)]

    assert sum("the move to Rust" in text for text in texts) == 1
    assert sum("incident reviews" in text for text in texts) == 1
    assert not any("the move to Rust" in text and "incident reviews" in text for text in texts)


@pytest.mark.parametrize(
    "line, told",
    [
        ("she asked how I handled the delay", "question about how I handled the delay"),
        ("Jane fires her own kiln at weekends", "you fire your own kiln at weekends"),
        ("she offered to look at my next portfolio", "your offer to look at my next portfolio"),
        ("asked for the link to my talk", "you asked for the link to my talk"),
    ],
)
def test_what_was_talked_about_is_woven_in(line: str, told: str) -> None:
    """A note of the person's becomes a sentence to the reader, and the note stays short."""
    for seed in range(12):
        draft = composed(facts(notes=(line,), seed=str(seed)))
        assert told in draft.text.replace("Your", "your")
        assert not list(problems(draft, has_notes=True, own_words="at weekends"))


@pytest.mark.parametrize(
    "line", ["her salary is 90k", "{{ 7*7 }}", "<script>alert(1)</script>", "https://x.example", "x@y.example", "📎📎"]
)
def test_what_does_not_belong_in_a_note_changes_nothing(line: str) -> None:
    """Private matters, markup and links leave no trace."""
    assert composed(facts(notes=(line,))) == composed(facts())


def test_a_rejection_is_accepted_and_asks_for_nothing() -> None:
    """After a no there is no restated interest."""
    for draft in siblings(outcome=Outcome.REJECTED):
        assert not re.search(r"interested|next step|take this further|keen", draft.text)


def test_a_subject_stays_short_whatever_the_role() -> None:
    """Under sixty characters: a long role is left out rather than cut."""
    draft = composed(facts(role="Senior Principal Distinguished Staff Engineer for Everything"))

    assert draft.subject == "Thank you for our conversation"


@pytest.mark.parametrize("language", languages())
def test_a_subject_begins_with_a_capital(language: str) -> None:
    """Also where the person wrote the role in lower case."""
    assert all(one.subject[0].isupper() for one in siblings(role="night editor", language=language))


def test_only_people_with_an_address_are_written_to() -> None:
    """A name alone is greeted, and the To line stays empty."""
    draft = composed(facts(recipients=(person(email=""),)))

    assert draft.to == ()
    assert draft.text.startswith("Hi Jane,")


def test_an_international_domain_is_written_as_mail_has_it() -> None:
    """What is in To is what lies in the mailbox, so that the draft is known again there."""
    draft = composed(facts(recipients=(person(email="jane@bücher.example"), person(email="josé@acme.example"))))

    assert [one.email for one in draft.to] == ["jane@xn--bcher-kva.example"]


def test_an_unknown_language_falls_back_to_english() -> None:
    """A note is never half in one language."""
    assert composed(facts(language="tlh")) == composed(facts())


def test_the_digest_follows_what_the_note_says() -> None:
    """Every fact that changes words changes it; the seed and another's line do not."""
    base = facts(panel=("Bob Ellison",), notes=("Bob asked about tides",))
    changes: list[dict[str, object]] = [
        {"company": "Oxbow"}, {"role": "Pilot"}, {"language": "de"}, {"position": 1}, {"outcome": Outcome.REJECTED},
        {"notes": ("she asked about tides",)}, {"recipients": (person("Jan Doe"),)}, {"stage": "Phone screen"},
        {"sender": replace(ME, signature="N.")}, {"is_recruiter": True}, {"ended": datetime(2026, 11, 25, tzinfo=UTC)},
    ]  # fmt: skip

    assert base.digest() == replace(base, seed="other", notes=()).digest()
    assert len({base.digest(), *(replace(base, **change).digest() for change in changes)}) == len(changes) + 1  # type: ignore[arg-type]


def test_a_number_to_call_changes_no_note() -> None:
    """A phone that becomes known leaves an untouched draft alone: no note says it."""
    called = facts(recipients=(replace(person(), phone="+49 30 1234567"),))

    assert called.digest() == facts().digest()
    assert composed(called) == composed(facts())


HOSTILE = st.text(st.characters(codec="utf-8"), max_size=120) | st.sampled_from(
    ["{{ 7*7 }}", "a\r\nBcc: x@y.example", "{% raw %}", "\u202eevil", "Acme\0", "#interview", "A" * 400]
)


@given(company=HOSTILE, role=HOSTILE, name=HOSTILE, line=HOSTILE, language=st.sampled_from(languages()))
def test_no_text_of_a_stranger_breaks_a_note(company: str, role: str, name: str, line: str, language: str) -> None:
    """Whatever the calendar holds, the note has its form: one-line header values, no braces, no markup."""
    one = facts(
        company=company, role=role, recipients=(person(name, name),), notes=(line,), stage=role, language=language,
        asked=(line,), next_steps=(line,), notes_for=((name, line),),
    )  # fmt: skip

    draft = composed(one)

    assert not re.search(r"[{}<>\[\]@#\x00\r]|://", draft.text)
    assert "\n" not in draft.subject + "".join(to.name for to in draft.to)
    assert len(draft.subject) < 60
    assert 20 <= words(draft) <= 150 or not draft.text.isascii()


def test_a_note_for_one_person_is_in_no_other() -> None:
    """What was talked about with Freya is in her note only, whoever else has none."""
    drafts = siblings(3, notes_for=(("Freya", "she asked how I handled the delay"),))

    assert ["handled the delay" in draft.text for draft in drafts] == [False, False, True]


def test_what_was_asked_for_comes_before_what_was_talked_about() -> None:
    """A promise is the first detail of a note, and stands in no sibling's."""
    one = composed(facts(asked=("the link to my talk",), notes=("the move to streams",))).text
    drafts = siblings(3, asked=("the link to my talk",))

    assert 0 < one.index("the link to my talk") < one.index("the move to streams")
    assert sum("the link to my talk" in draft.text for draft in drafts) == 1


@pytest.mark.parametrize(
    "changes, is_said",
    [
        ({}, True),
        ({"stage": "Recruiter screen"}, True),
        ({"is_recruiter": True}, True),
        ({"outcome": Outcome.REJECTED}, False),
        ({"outcome": Outcome.OFFER}, False),
    ],
)
def test_what_comes_next_is_looked_forward_to_while_it_is_open(changes: dict[str, object], is_said: bool) -> None:
    """Once in a panel; not after an outcome, and nobody asks then what comes next."""
    for seed in range(12):
        draft = composed(facts(next_steps=("case study next week",), seed=str(seed), **changes))
        assert ("the case study" in draft.text) is is_said
        assert not (is_said and re.search("what comes next|how the process goes on", draft.text))
    assert sum("the case study" in draft.text for draft in siblings(4, next_steps=("case study",), **changes)) <= 1


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_note_with_all_that_was_noted_may_be_sent(language: str, situation: str) -> None:
    """A promise, a detail and the next step together still make a short note, in each language and situation."""
    lines = {
        "en": ("the link to my talk", "the move to streams", "case study"),
        "de": ("den Link zu meinem Vortrag", "Gespräch über den Umzug nach Kubernetes", "die Fallstudie"),
        "fr": ("le lien vers mon exposé", "nous avons parlé de la migration", "une étude de cas"),
        "es": ("el enlace a mi charla", "hablamos de la migración", "el caso práctico"),
    }[language]
    for seed, known in itertools.product(range(12), KNOWN.values()):
        changes = {**SITUATIONS[situation], **known, "seed": str(seed), "language": language}
        every = composed(facts(asked=lines[:1], notes=lines[1:2], next_steps=lines[2:], **changes))
        noted = composed(facts(notes=lines[1:2], **changes))
        assert not list(problems(every, has_notes=True)), every.text
        assert not list(problems(noted, has_notes=True)), noted.text


@pytest.mark.parametrize(
    "stage, met, situation",
    [
        ("Phone screen", True, "recruiter"),
        ("Intro call with Rita", True, "recruiter"),
        ("Kennenlerngespräch", True, "recruiter"),
        ("Phone screen", False, "passing_on"),
        ("Onsite at ACME", True, "passing_on"),
    ],
)
def test_a_recruiters_own_call_is_no_reason_to_thank_others(stage: str, met: bool, situation: str) -> None:
    """Who is a guest of a first talk alone held it; who only arranged an interview is asked to pass thanks on."""
    assert facts(stage=stage, is_recruiter=True, is_with_recruiter=met).situation() == situation


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("outcome", [None, Outcome.REJECTED, Outcome.WITHDREW, Outcome.OFFER])
def test_nobody_is_thanked_for_a_talk_that_was_not_with_them(language: str, outcome: Outcome | None) -> None:
    """Who only arranged the interview is thanked for that, whatever became of it."""
    ours = {
        "en": r"\bour\b|with me|with you|speak with|talk", "de": r"\bunser|mit mir|mit Ihnen (?:zu )?(?:ge)?sproch",
        "fr": r"\bnotre|avec moi|avec vous", "es": r"\bnuestra|que hablara|conmigo",
    }  # fmt: skip
    for seed, known in itertools.product(range(16), KNOWN.values()):
        text = composed(facts(is_recruiter=True, outcome=outcome, language=language, seed=str(seed), **known)).text
        opening = re.split(r"(?<=[a-zé])\. ", text.split("\n\n")[1])[0]
        assert not re.search(ours[language], opening), text


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("count", range(2, 9))
def test_panels_of_any_size_read_as_written_by_hand(count: int, situation: str, language: str) -> None:
    """Of two to eight siblings no two share a sentence or begin with the same three words; all stays as it is."""
    for seed, known in itertools.product(range(3), KNOWN.values()):
        notes = siblings(count, seed=str(seed), language=language, **SITUATIONS[situation], **known)
        said = [sentence for draft in notes for sentence in sentences(draft)]
        beginnings = [tuple(draft.text.split("\n\n")[1].split()[:3]) for draft in notes]

        assert len(set(said)) == len(said)
        assert len(set(beginnings)) == count, beginnings
        assert notes == siblings(count, seed=str(seed), language=language, **SITUATIONS[situation], **known)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_note_to_all_may_be_sent(language: str, situation: str, known: str) -> None:
    """It passes the same rules, and Spanish speaks to several people as to several."""
    for seed in range(8):
        both = (person("Jane Doe"), person("Inés Roe"))
        given = {**SITUATIONS[situation], **KNOWN[known], "seed": str(seed), "language": language}
        draft = composed(facts(recipients=both, **given))

        assert not list(problems(draft)), draft.text
        assert not re.search(r"\busted\b|\b[Ll]e (?:agra|do|de|ru|pe|ha)|[Dd]ígame|\bdedicó\b", draft.text), draft.text


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("known", KNOWN)
def test_a_lunch_is_not_called_an_interview(language: str, known: str) -> None:
    """Neither in the subject nor in the text: nothing speaks of questions or of an assessment."""
    for draft in siblings(language=language, **SITUATIONS["lunch"], **KNOWN[known]):
        assert not re.search(r"(?i)interview|entretien|entrevista|vorstellungs", draft.subject + draft.text), draft.text
