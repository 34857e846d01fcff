"""The notes for samples and corpus, as the program writes them: they may be sent, and say nothing of their own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest

from config.sandbox import FOLDER
from daemon.domain.interview import Outcome
from daemon.domain.letter import LetterFacts
from daemon.domain.text import fold
from tests import corpus, samples
from tests.notes_page.__main__ import OUTCOMES, faults_of, main
from tests.sample_notes import LANGUAGES, NOTES, SampleNote, notes_for

#: Of the corpus every so many lines are taken, others for each language and outcome.
EVERY = 4


def lines_for(language: str, outcome: Outcome | None) -> list[dict[str, Any]]:
    """Give all samples and a part of the corpus."""
    start = LANGUAGES.index(language) * len(Outcome) + (list(Outcome).index(outcome) if outcome else 4)
    return [*samples.load_samples(), *list(corpus.load_corpus())[start % EVERY :: EVERY]]


def all_notes(language: str, outcome: Outcome | None) -> Iterator[SampleNote]:
    yield from notes_for(lines_for(language, outcome), language, outcome)


@lru_cache(maxsize=4)
def vocabulary(language: str) -> frozenset[str]:
    """Give the words that stand in the templates of *language* themselves."""
    texts = (path.read_text(encoding="utf-8") for path in (FOLDER / language).rglob("*.j2"))
    return frozenset(fold(word) for text in texts for word in words_of(text))


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


@pytest.mark.parametrize("outcome", [None, *Outcome])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_note_for_a_sample_may_be_sent(language: str, outcome: Outcome | None) -> None:
    """Of each kind, in each language and situation, no rule of the rubric is broken."""
    found = [(note.about, faults) for note in all_notes(language, outcome) if (faults := faults_of(note))]

    assert found == []


@pytest.mark.parametrize("outcome", [None, *Outcome])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_a_note_is_invented(language: str, outcome: Outcome | None) -> None:
    """Each word is one of the language's templates or of the event; numbers are its days'."""
    invented = []
    for note in all_notes(language, outcome):
        facts = note.facts
        event = json.dumps([line["event"] for line in note.lines], ensure_ascii=False)
        # How names and domains are spelled is for the tests of what is read; here they are known as they were read.
        read = (facts.company, *(one.name for one in note.owed.panel))
        known = fold("".join(words_of(re.sub(r"\\n|\\u00[0-9a-f]{2}", "", event) + " ".join(read))))
        mine = vocabulary(language) | {fold(word) for word in words_of(facts.sender.name)}
        body = note.draft.text.split("\n\n")[:-1]
        for word in words_of("\n".join((note.draft.subject, *body))):
            # "fires" of the event is "fire" to the reader.
            if fold(word) not in mine and fold(word).removesuffix("s") not in known:
                invented.append((note.about, word))
        days = (facts.met_on, facts.decision_by) if isinstance(facts, LetterFacts) else (facts.ended.date(),)
        numbers = {str(day.day) for day in days if day}
        said = event + NOTES.render("language", language, {})
        invented += [
            (note.about, number)
            for number in re.findall(r"\d+", "\n".join(body))
            if number not in numbers and number not in said
        ]

    assert invented == []


def test_the_vocabulary_of_the_templates_is_no_list_of_everything() -> None:
    """What tells an invented word from one of the templates would find one."""
    for language in LANGUAGES:
        assert 500 < len(vocabulary(language)) < 3000
        assert not vocabulary(language) & {"roadmap", "berlin", "kubernetes", "lockkeeper", "inga"}


def test_the_notes_page_holds_every_note(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """On one page that fetches nothing and runs nothing, whatever an invitation holds."""
    page = tmp_path / "build" / "notes.html"

    assert main([str(page), "--language", "es"]) == 0
    text = page.read_text(encoding="utf-8")
    assert "notes in" in capsys.readouterr().out
    assert "alert(1)" in text
    assert "<script" not in text
    assert not re.search(r"(?:src|href)=\"(?!#)", text)
    for outcome in OUTCOMES:
        for note in notes_for(samples.load_samples(), "es", outcome, is_of_its_own=False):
            assert note.draft.html.split("\n")[1] in text
