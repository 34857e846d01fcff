"""
Write what the program writes for every sample event, in every language, onto one page (or as text).

`python -m tests.notes_page [FILE] [--text] [--language CODE] [--corpus]`. Whoever changes a template reads it.
"""

from __future__ import annotations

import argparse
import html
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from daemon.domain.interview import Outcome
from daemon.domain.item import Kind
from daemon.domain.letter import LetterFacts
from tests import corpus, samples
from tests.sample_notes import LANGUAGES, SampleNote, notes_for
from tests.style_check import problems, words

#: What is shown of each sample: as it is, and as if these had been answered.
OUTCOMES = (None, Outcome.REJECTED)

STYLE = """
:root { color-scheme: light dark; --edge: #8886; --quiet: #777; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 84rem; margin: 2rem auto; padding: 0 1rem; }
h2 { border-top: 1px solid var(--edge); padding-top: 1rem; margin-top: 2.5rem; }
section { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 1.5rem; margin: 1.2rem 0; }
.mail { border: 1px solid var(--edge); border-radius: 6px; padding: .8rem 1rem; }
.quiet, dt { color: var(--quiet); } dl { margin: 0; } dd { margin: 0 0 .4rem 1rem; overflow-wrap: anywhere; }
.wrong { color: #c00; } nav a { margin-right: 1rem; }
""".strip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page and say how many notes are on it, and what the style check has against any of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.notes_page", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=Path("build/notes.html"))
    parser.add_argument("--text", action="store_true", help="plain text instead of HTML; FILE may be -")
    parser.add_argument("--language", choices=LANGUAGES, action="append", help="only this one; repeatable")
    parser.add_argument("--corpus", action="store_true", help="the corpus of invitations instead of the samples")
    given = parser.parse_args(arguments)

    lines = list(corpus.load_corpus()) if given.corpus else samples.load_samples()
    notes = {
        language: [
            note
            for outcome in OUTCOMES
            for note in notes_for(lines, language, outcome, is_of_its_own=given.corpus)
            # The thank-you after a no is shown as such once; the other letter is only written then.
            if outcome is None or note.kind is not Kind.FOLLOW_UP_NOTE
        ]
        for language in given.language or LANGUAGES
    }
    text = "\n".join(_as_text(notes) if given.text else _as_page(notes)) + "\n"
    if str(given.file) == "-":
        sys.stdout.write(text)
        return 0
    given.file.parent.mkdir(parents=True, exist_ok=True)
    given.file.write_text(text, encoding="utf-8")
    faults = [fault for each in notes.values() for note in each for fault in faults_of(note)]
    count = sum(map(len, notes.values()))
    print(f"{count} notes in {given.file}; the style check has {len(faults) or 'nothing'} against them.")
    return 1 if faults else 0


def faults_of(note: SampleNote) -> list[str]:
    """Give what the style check has against *note*."""
    if isinstance(note.facts, LetterFacts):
        low, high = (40, 80) if note.kind is Kind.FOLLOW_UP_NOTE else (60, 110)
        found = [one for one in problems(note.draft) if not one.endswith(" words")]
        return found + ([] if low <= words(note.draft) <= high else [f"{words(note.draft)} words"])
    lines = note.facts.lines() + note.facts.owed() + note.facts.steps()
    with_notes = list(problems(note.draft, has_notes=True, own_words=" ".join(lines))) if lines else None
    without = list(problems(note.draft))
    # A line that is left out leaves a note without.
    return without if with_notes is None else min(with_notes, without, key=len)


def facts_of(note: SampleNote) -> Iterator[tuple[str, str]]:
    """Yield what *note* was made from, each with its name."""
    for line in note.lines:
        yield line["id"], line["event"].get("summary", "")
    facts = note.facts
    yield "company, role", f"{facts.company or '–'}, {facts.role or '–'}"
    if isinstance(facts, LetterFacts):
        yield "met on", facts.met_on.isoformat()
        yield "decision by", facts.decision_by.isoformat() if facts.decision_by else "–"
        yield "to a recruiter", "yes" if facts.is_recruiter else "no"
        return
    yield "ended", f"{facts.ended:%A %Y-%m-%d %H:%M}"
    yield "situation, talk", f"{facts.situation() or 'ordinary'}, {facts.talk()}"
    yield "siblings", ", ".join(facts.panel) or "–"
    for key, said in (("notes", facts.lines()), ("asked", facts.owed()), ("next steps", facts.steps())):
        if said:
            yield key, " | ".join(said)


def _to(note: SampleNote) -> str:
    return ", ".join(f"{one.name} <{one.email}>" if one.name else one.email for one in note.draft.to) or "(nobody yet)"


def _as_text(notes: dict[str, list[SampleNote]]) -> Iterator[str]:
    for language, each in notes.items():
        yield f"===== {language} ====="
        for note in each:
            yield f"\n--- {note.about}"
            yield from (f"    {key}: {value}" for key, value in facts_of(note))
            yield from (f"    WRONG: {fault}" for fault in faults_of(note))
            yield f"To: {_to(note)}\nSubject: {note.draft.subject}\n\n{note.draft.text}"


def _as_page(notes: dict[str, list[SampleNote]]) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Every sample's notes</title><style>{STYLE}</style></head><body>"
    yield "<h1>Every sample's notes</h1><nav>"
    yield from (f'<a href="#{language}">{language}: {len(each)}</a>' for language, each in notes.items())
    yield "</nav>"
    for language, each in notes.items():
        yield f'<h2 id="{language}">{language}</h2>'
        for note in each:
            yield f"<h3>{html.escape(note.about)}</h3><section>"
            yield f'<div class="mail" lang="{language}"><div class="quiet">To: {html.escape(_to(note))}</div>'
            yield f"<div>Subject: <b>{html.escape(note.draft.subject)}</b></div>{note.draft.html}</div><div><dl>"
            yield from (f"<dt>{html.escape(key)}</dt><dd>{html.escape(value)}</dd>" for key, value in facts_of(note))
            yield f"<dt>words</dt><dd>{words(note.draft)}</dd></dl>"
            yield from (f'<p class="wrong">{html.escape(fault)}</p>' for fault in faults_of(note))
            yield "</div></section>"
    yield "</body></html>"


if __name__ == "__main__":
    sys.exit(main())
