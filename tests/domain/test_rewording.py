from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.notes import TemplateNotes, languages
from daemon.domain.interview import Interviewer, Outcome
from daemon.domain.item import Draft, Kind
from daemon.domain.letter import SHAPES, LetterFacts, compose_letter
from daemon.domain.neutral_words import NEUTRAL
from daemon.domain.note import NoteFacts, compose_note
from daemon.domain.policy import Me
from daemon.domain.rewording import (
    MOST_CHARACTERS,
    difference,
    may_be_shown,
    paragraphs_of,
    parts_of,
    sentences_of,
    with_body,
)
from daemon.domain.told_words import language_of
from tests.style_check import problems

NOTES = TemplateNotes()
ENDED = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
JANE = Interviewer("jane.doe@acme.example", "Jane Doe", "Jane")
SAM = Me("Sam Lee", "sam@example.com", signature="Sam Lee\n+49 30 1234")

#: A note with what was said, a promise, a number and two names.
NOTE = (
    "Thank you for the conversation about the Backend Engineer role at ACME. I found it a good exchange, and a "
    "pleasant one as well.",
    "Your plan to move 12 services to Kubernetes with Priya Nair stayed with me. I will send the link to my talk on "
    "Tuesday.",
    "I am very interested in the role and would like to continue.",
)
KEPT = ("ACME", "Backend Engineer", "Priya Nair")
GOOD = (
    "I am grateful for our conversation about the Backend Engineer position at ACME. It was a good and pleasant "
    "exchange for me.",
    "Your plan to move 12 services to Kubernetes with Priya Nair stayed with me. On Tuesday I will send the link to "
    "my talk.",
    "The role interests me very much, and I would be glad to continue.",
)

GERMAN = (
    "vielen Dank für das Gespräch über die Stelle als Backend Engineer bei ACME. Unsere Unterhaltung hat mir Freude "
    "gemacht und mir einiges klarer werden lassen.",
    "Mein Interesse an der Stelle ist noch gewachsen, und über eine Fortsetzung würde ich mich freuen.",
    "Sollte noch etwas offen sein, beantworte ich es Ihnen gern.",
)
GOOD_GERMAN = (
    "herzlichen Dank für unser Gespräch über die Position als Backend Engineer bei ACME. Der Austausch hat mir viel "
    "Freude gemacht und mir einiges klarer werden lassen.",
    "Mein Interesse an der Stelle ist gewachsen, und ich würde mich über eine Fortsetzung sehr freuen.",
    "Sollte noch etwas offen sein, beantworte ich es Ihnen gern.",
)
FRENCH = (
    "Je tiens à vous remercier de notre entretien de mardi sur le poste de Backend Engineer chez ACME. J’ai apprécié "
    "notre discussion, qui m’a permis d’y voir plus clair.",
    "Mon intérêt pour ce poste s’est encore renforcé, et j’aimerais aller plus loin.",
    "Pour tout ce qui resterait à préciser, je vous répondrai avec plaisir.",
)
GOOD_FRENCH = (
    "Je vous remercie pour notre entretien de mardi sur le poste de Backend Engineer chez ACME. J’ai eu plaisir à cet "
    "échange, qui m’a permis d’y voir plus clair.",
    "Mon intérêt pour le poste s’est vraiment renforcé, et j’aimerais aller plus loin.",
    "Pour tout ce qui resterait à préciser, je vous répondrai volontiers.",
)


def changed(old: str, new: str, text: tuple[str, ...] = GOOD) -> list[str]:
    """Give the good rewording with one place spoilt."""
    assert any(old in part for part in text), old
    return [part.replace(old, new, 1) for part in text]


def composed(**changes: object) -> Draft:
    facts: dict[str, object] = {
        "recipients": (JANE,),
        "sender": SAM,
        "seed": "personal uid-1",
        "ended": ENDED,
        "company": "ACME",
        "role": "Backend Engineer",
    }
    return compose_note(NoteFacts(**{**facts, **changes}), NOTES, name="ab" * 16, date=ENDED)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("note", "answer"), [(NOTE, GOOD), (GERMAN, GOOD_GERMAN), (FRENCH, GOOD_FRENCH)], ids=["en", "de", "fr"]
)
def test_the_same_note_in_other_words_is_faithful(note: tuple[str, ...], answer: tuple[str, ...]) -> None:
    """Neutral words may be exchanged for others and sentences turned around."""
    assert note != answer
    assert difference(note, answer, KEPT) == ""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("ACME", "ACNE", "name"),
        ("ACME", "Acme", "name"),
        ("Priya Nair", "Priya", "name"),
        ("Priya Nair", "Nair and Priya", "name"),
        ("Kubernetes", "Nomad", "lost"),
        ("Kubernetes", "kubernetes", "spelling"),
        ("services", "databases", "lost"),
        ("12 services", "21 services", "number"),
        ("12 services", "services", "number"),
        ("On Tuesday", "On Monday", "lost"),
        ("On Tuesday I", "I", "lost"),
        ("the link", "the paper and the link", "added"),
        ("glad to continue", "glad to continue for $90", "characters"),
        ("glad to continue", "glad to continue in May", "added"),
        ("glad to continue", "glad to continue for free", "added"),
        ("glad to continue.", "glad to continue. Anna Berg was good too.", "added"),
        ("I will send", "I would send", "lost"),
        ("I will send", "I will not send", "added"),
        ("I would be glad", "I will be glad", "added"),
        ("I would be glad", "I can start and would be glad", "added"),
        ("my talk.", "my talk, which is attached.", "added"),
        ("to continue.", "to continue, looking forward to it.", "added"),
        ("to continue.", "to continue?", "question"),
        ("to continue.", "to continue!", "exclamation"),
        ("to continue.", "to continue today.", "fleeting"),
        ("to continue.", "to continue 🙂.", "characters"),
        ("to continue.", "to continue (really).", "characters"),
        ("to continue.", "to continue “really”.", "characters"),
        ("to continue.", "to continue – really.", "characters"),
        ("to continue.", "to continue - really.", "characters"),
        ("to continue.", "to **continue**.", "characters"),
        ("to continue.", "to con\u200btinue.", "characters"),
        ("to continue.", "to contin\u0435e.", "added"),
        ("to continue.", "to continue: https://evil.example/.", "characters"),
        ("to continue.", "to continue at evil.example.", "added"),
        ("to continue.", "to continue, write to jane at acme.", "added"),
        ("to continue.", "to  continue.", "seam"),
        ("to continue.", "to continue", "paragraphs"),
        ("to continue.", "to continue.\nSam", "paragraphs"),
        ("to continue.", "to continue. the role interests me.", "sentence"),
        ("I am grateful", "Here is the note: I am grateful", "characters"),
        ("I am grateful", "i am grateful", "sentence"),
        ("I am grateful", "I am passionate and grateful", "banned"),
        ("Your plan", "My plan", "person"),
        ("my talk", "your talk", "person"),
        ("pleasant exchange for me", "pleasant exchange for me, and worth", "idea"),
        ("The role interests me very much, and", "With that", "idea"),
        ("The role interests me very", "I was interested in the role very", "tense"),
        ("The role interests me very", "If the role interests me very", "tense"),
        ("interests me very much, and I would be", "interested me, and I wanted it and would be", "tense"),
        ("The role interests", "The other role interests", "added"),
        ("It was a good and pleasant exchange", "It would have been a good and pleasant exchange", "added"),
        ("services to Kubernetes", "services from Kubernetes", "added"),
        ("move 12 services to Kubernetes with Priya Nair", "move Priya Nair to 12 Kubernetes services", "order"),
        ("On Tuesday I will", "On Tuesday you will", "person"),
        ("glad to continue.", "glad to continue. It was a good and pleasant exchange for me.", "repeated"),
    ],
)
def test_what_is_another_note_is_told_by_its_reason(old: str, new: str, reason: str) -> None:
    """A name, number, day, promise or question that is lost, new or turned is refused, and a text nobody would send."""
    assert difference(NOTE, changed(old, new), KEPT) == reason


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("beantworte ich es", "beantworte ich es nicht"),
        ("Stelle ist", "Stelle bei Globex ist"),
        ("sehr freuen.", "sehr freuen. Ich werde am Montag anfangen."),
        ("Mein Interesse", "Ihr Interesse"),
        ("herzlichen Dank", "thank you"),
        ("würde mich", "kann mich"),
    ],
)
def test_german_is_held_to_the_same(old: str, new: str) -> None:
    """Negation, names, promises, persons and the language are held in German too."""
    assert difference(GERMAN, changed(old, new, GOOD_GERMAN), KEPT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("je vous répondrai", "je ne vous répondrai pas"),
        ("je vous répondrai", "je vous enverrai un devis et répondrai"),
        ("mardi", "jeudi"),
        ("chez ACME", "chez Globex"),
        ("Mon intérêt", "Votre intérêt"),
    ],
)
def test_french_is_held_to_the_same(old: str, new: str) -> None:
    """Negation, promises, days, names and persons are held in French too."""
    assert difference(FRENCH, changed(old, new, GOOD_FRENCH), KEPT)


def test_another_language_is_no_rewording() -> None:
    """A translation, however good, is refused."""
    assert difference(NOTE, GERMAN, KEPT)
    assert difference(GERMAN, FRENCH, KEPT)


def test_a_note_in_a_language_without_lists_is_left_alone() -> None:
    """Where a language is not known nothing can be compared, and no answer will do: not even the same text."""
    polish = ("Bardzo dziękuję za rozmowę o stanowisku.", "Jestem zainteresowany i chętnie porozmawiam ponownie.")

    assert difference(polish, polish) == "language"


@pytest.mark.parametrize("answer", [[], ["", ""], [*NOTE, "I am glad."], ["Thank you."], list(NOTE) * 4])
def test_paragraphs_and_words_stay_in_their_bounds(answer: list[str]) -> None:
    """No text, too short, too long or in too many paragraphs is refused."""
    assert difference(NOTE, answer) in ("paragraphs", "length")


def test_an_answer_without_end_is_not_looked_at() -> None:
    """What is far too long is refused before its words are counted."""
    assert difference(NOTE, ["a" * (MOST_CHARACTERS + 1)]) == "length"


def test_a_promise_that_the_note_makes_cannot_be_made_twice() -> None:
    """Facts are counted: the words of one promise do not pay for a second."""
    twice = changed("my talk.", "my talk. I will send the link to my talk.")

    assert difference(NOTE, twice, KEPT) == "added"


def test_a_name_is_one_also_where_nobody_says_so() -> None:
    """What stands side by side in capitals stays side by side, in its order."""
    assert difference(NOTE, GOOD) == ""
    assert difference(NOTE, changed("Priya Nair", "Nair Priya", NOTE)) == "name"
    assert difference(NOTE, changed("Priya Nair", "Priya and Nair", NOTE)) == "name"


def test_each_word_that_turns_a_sentence_stands_as_often_as_it_stood() -> None:
    """One "not" of two is as bad as none."""
    twice = changed("would like to continue.", "would like to continue. It was not easy, and not short.", NOTE)
    answer = [*GOOD[:2], f"{GOOD[2]} It was not easy, and short."]

    assert difference(twice, [*GOOD[:2], f"{GOOD[2]} It was not easy and not short."], KEPT) == ""
    assert difference(twice, answer, KEPT) == "turned"


def test_a_role_of_small_words_is_kept_letter_for_letter() -> None:
    """What is handed over as a name stands in the answer as it stood, though its words are all there."""
    old = changed("Backend Engineer role", "head of people operations role", NOTE)
    new = changed("Backend Engineer position", "head of operations people position")

    assert difference(old, new, ["head of people operations"]) == "name"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("outcome", [None, Outcome.REJECTED, Outcome.OFFER, Outcome.WITHDREW])
@pytest.mark.parametrize("notes", [(), ("asked for the link to my talk",)], ids=["bare", "woven"])
def test_every_shipped_note_is_parted_and_known(language: str, outcome: Outcome | None, notes: tuple[str, ...]) -> None:
    """Of each note the body is found, its language is known, and the note itself is faithful to itself."""
    for seed in "abcdefgh":
        draft = composed(language=language, outcome=outcome, notes=notes, seed=seed)
        parts = parts_of(draft)

        assert parts is not None
        assert language_of(parts.body) == language
        assert difference(parts.body, parts.body) == ""
        assert with_body(draft, parts, parts.body) == draft


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", SHAPES)
@pytest.mark.parametrize("is_recruiter", [True, False])
def test_so_is_every_shipped_letter(language: str, kind: Kind, is_recruiter: bool) -> None:
    """The notes that come after the thank-you are parted and known likewise."""
    for seed in "abcdefgh":
        facts = LetterFacts(
            kind, JANE, SAM, seed, ENDED.date(), "ACME", "Backend Engineer", None, is_recruiter, language
        )
        draft = compose_letter(facts, NOTES, name="ab" * 16, date=ENDED)
        parts = parts_of(draft)

        assert parts is not None
        assert language_of(parts.body) == language
        assert difference(parts.body, parts.body) == ""
        assert may_be_shown(parts.body)


def test_a_signature_with_empty_lines_is_no_part_of_the_body() -> None:
    """Greeting and signature stay outside of what is reworded, however the signature is laid out."""
    signature = "Best regards\n\nSam Lee\n\n+49 30 1234"
    parts = parts_of(composed(sender=replace(SAM, signature=signature)))

    assert parts is not None
    assert parts.ending == signature
    assert parts.greeting == "Hi Jane,"
    assert "1234" not in "".join(parts.body)


def test_a_draft_that_cannot_be_parted_for_certain_is_not_parted() -> None:
    """Where text and HTML differ, or there is none, nothing is guessed."""
    draft = composed()

    assert parts_of(replace(draft, html="")) is None
    assert parts_of(replace(draft, html=draft.html.replace("ACME", "Acme"))) is None
    assert parts_of(replace(draft, text="Hi", html="<p>Hi</p>")) is None


def test_other_words_stand_between_greeting_and_ending() -> None:
    """Text and HTML hold the new paragraphs, and everything else is as it was."""
    draft = composed()
    parts = parts_of(draft)
    assert parts is not None

    new = with_body(draft, parts, GOOD)

    assert new.text.split("\n\n")[1:-1] == list(GOOD)
    assert not list(problems(new, has_notes=True))
    assert replace(new, text=draft.text, html=draft.html) == draft


@pytest.mark.parametrize(
    "text",
    [
        "write to jane@acme.example",
        "see https://acme.example",
        "see www.acme.example",
        "call +49 (30) 123-4567",
        "call 030/1234567",
    ],
)
def test_a_body_with_an_address_is_shown_to_nobody(text: str) -> None:
    """Addresses, links and phone numbers of the person's own notes do not leave the machine."""
    assert not may_be_shown([NOTE[0], text])
    assert may_be_shown(NOTE)


def test_an_answer_is_read_as_paragraphs() -> None:
    """Line ends, edges and apostrophes are made alike; nothing else is mended."""
    assert paragraphs_of("\r\n A b.\r\n \r\nC d. \n", NOTE) == ("A b.", "C d.")
    assert paragraphs_of("J'ai.", FRENCH) == ("J’ai.",)
    assert paragraphs_of("", NOTE) == ("",)
    assert paragraphs_of("```\nA.\n```", NOTE) == ("```\nA.\n```",)


def test_sentences_are_compared_without_their_marks() -> None:
    """Two notes share a sentence also where it ends or is written otherwise."""
    assert sentences_of(["Thank you. It was good!"]) == sentences_of(["it was good.", "thank you!"])


# Laws

WORDS = sorted({word for part in (*NOTE, *GOOD) for word in re.findall(r"\w+", part)})
STRANGE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(STRANGE, st.integers(0, 400))
def test_no_text_can_be_put_in_that_says_something(strange: str, place: int) -> None:
    """Whatever is put into a faithful text is refused, unless it is made of neutral words and marks alone."""
    text = "\n\n".join(GOOD)
    place %= len(text) + 1
    answer = paragraphs_of(f"{text[:place]} {strange} {text[place:]}", NOTE)

    if not difference(NOTE, answer, KEPT):
        known = {word.casefold() for words in (NEUTRAL["en"].binding, *NEUTRAL["en"].ideas) for word in words}
        own = {word.casefold() for word in WORDS}
        assert {word.casefold() for word in re.findall(r"\w+", strange)} <= known | own
        assert not re.search(r"[\d@/<>{}\[\]?!\"“”:]", strange)


@given(st.data())
def test_no_fact_can_be_left_out(data: st.DataObject) -> None:
    """Any word that is not neutral can be taken out only at the price of being refused."""
    facts = ["Backend", "Engineer", "ACME", "12", "plan", "services", "Kubernetes", "Priya", "Nair", "will", "Tuesday"]
    gone = data.draw(st.sampled_from(facts))

    assert difference(NOTE, [re.sub(rf"\b{gone}\b ?", "", part) for part in GOOD], KEPT)


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(WORDS)), max_size=3))
def test_whatever_words_change_places_the_facts_are_those_of_the_note(changes: list[tuple[int, str]]) -> None:
    """A faithful text in which words were put in the place of others is refused, or holds the same facts, each once."""
    words = "\n\n".join(GOOD).split(" ")
    for place, word in changes:
        words[place % len(words)] = word
    answer = paragraphs_of(" ".join(words), NOTE)

    if not difference(NOTE, answer, KEPT):
        text = " ".join(answer)
        assert all(len(re.findall(rf"\b{one}\b", text)) == 1 for one in (*KEPT, "12", "Kubernetes", "Tuesday", "will"))


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    """Nothing that a server can say makes the comparison fail."""
    assert isinstance(difference(NOTE, paragraphs_of(text, NOTE), KEPT), str)
    assert isinstance(difference([text], [text]), str)
    assert isinstance(may_be_shown([text]), bool)
