"""
From the person's shorthand to words for the reader: "she asked how I handled the delay" becomes "your question about
how I handled the delay". Conservative on purpose: what cannot become a sentence that is surely right is left out.

A line is read as one of these forms, and the language's template `thank_you/woven` makes the sentence:

    topic      something that was talked about, a noun phrase: "the move to follow-the-sun"
    told       something they told about, a noun phrase
    question   "your question about the winter closures"
    offer      "your offer to look at my next portfolio"
    clause     what follows "that": "you fire your own kiln at weekends"
    fact       the same, where nobody is glad of it: "you do not like microservices"
    promise    what the person owes, as a clause: "you asked for the link to my talk"
    own        a whole sentence of the person's: "I liked your approach to testing"
    owed       what the person was asked for or promised, a noun phrase: "the link to my talk"
    next       what comes next, a noun phrase: "the case study"
    point      anything else that is grammatical after a colon
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from daemon.domain.weave_english import FIRST_MARK, read_english
from daemon.domain.weave_owed import read_owed, read_step
from daemon.domain.weave_words import (
    ADDED_DEED,
    ASKED_ALOUD,
    ENGLISH_CONTENT,
    GROWN_TOGETHER,
    LANGUAGE_WORDS,
    MINUTES,
    MOST_WORDS_OF_A_STEP,
    NEW_THOUGHT,
    NO_STEP,
    OWED_OPENERS,
    PRIVATE,
    THIRD_PERSON_LEFT,
    TOPIC_OPENERS,
    WHEN,
)

#: Longer pieces are somebody's minutes, not a detail to mention.
MOST_WORDS = 26


@dataclass(frozen=True, slots=True)
class Woven:
    """A detail ready for the template: its form (see above) and its words, without a full stop."""

    form: str
    text: str


def allot(
    lines: Sequence[str],
    panel: Sequence[str],
    *,
    marked: Sequence[tuple[str, str]] = (),
    held: Sequence[int] = (),
    among: Mapping[str, Collection[int]] | None = None,
    fixed: Mapping[int, tuple[str, ...]] | None = None,
) -> tuple[tuple[str, ...], ...]:
    """
    Deal the `notes:` lines out to the people of *panel* (their names, in order): none goes to two of them.

    A line that names somebody is theirs, and so is one that is *marked* with their name; one whose mark fits nobody, or
    two, is nobody's. The others go round, first to those who have none, what they *held* before counted in, each
    *among* those who heard it. Nobody gets more than two. What is in a hand that is *fixed* stays there, and nothing is
    added.
    """
    among, fixed = among or {}, fixed or {}
    hands: list[list[str]] = [list(fixed.get(at, ())) for at in range(len(panel))]
    counts = list(held) or [0] * len(panel)
    taken = {line for hand in fixed.values() for line in hand}
    unnamed = []
    for mark, line in marked:
        called = [at for at, name in enumerate(panel) if is_called(mark, name)]
        if len(called) == 1 and called[0] not in fixed:
            hands[called[0]].append(line)
    for line in dict.fromkeys(line for line in lines if line not in taken):
        owner = next((at for at, name in enumerate(panel) if names_person(line, name)), None)
        if owner is None:
            unnamed.append(line)
        elif owner not in fixed:
            hands[owner].append(line)
    for line in unnamed:
        able = [at for at in sorted(among.get(line, range(len(hands)))) if at not in fixed]
        if able:
            hands[min(able, key=lambda at: len(hands[at]) + counts[at])].append(line)
    return tuple(tuple(hand[:2]) for hand in hands)


def is_called(words: str, name: str) -> bool:
    """Say whether *words*, such as "jane" or "Dr. Vogel", are a name by which somebody called *name* is known."""
    said = set(words.casefold().replace(".", " ").split())
    return bool(said) and said <= set(name.casefold().replace(".", " ").split())


def names_person(line: str, name: str) -> bool:
    """Say whether *line* speaks of the person called *name* by any part of it that is a name on its own."""
    return any(part in line and _whole(part).search(line) for part in _name_parts(name))


def weave(line: str, language: str, names: Sequence[str], *, others: Sequence[str] = ()) -> Woven | None:
    """
    Read one `notes:` line for a note in *language* to the people called *names*; None where it is better left out.

    Several *names* make it a note to all, in which nobody is "you" alone. *others* are people of the panel to whom the
    note does not go: what speaks of them is not for this reader.
    """
    if not _can_be_read(line, language, others):
        return None
    pieces = [piece for part in _parts(line) if not ASKED_ALOUD.match(part) and (piece := _tidy(part))]
    read = []
    for piece in pieces:
        if len(piece.split()) > MOST_WORDS or PRIVATE.search(piece) or not _speaks(piece, language):
            continue
        if language == "en":
            reading = read_english(_marked(piece, names), len(names) > 1)
            found = Woven(reading[0], _unmarked(reading[1], names)) if reading else None
        else:
            found = _read_other(piece, language, names)
        if found is not None:
            read.append(found)
    # A promise comes first: to forget it is worse than to send nothing.
    return next((one for one in read if one.form == "promise"), read[0] if read else None)


def _parts(line: str) -> list[str]:
    """Part a line where a new thought begins; who did the first deed of a sentence did those that are only added."""
    parts = []
    for sentence in re.split(r"\s*;\s*|(?<=[.!?])\s+|\s+[-–—]\s+", line):
        start, thoughts = 0, []
        for mark in NEW_THOUGHT.finditer(sentence):
            # "the CEO, Tom, founded it" is one thought.
            if not re.search(r",\s+[A-Z]\w+$", sentence[: mark.start()]):
                thoughts.append(sentence[start : mark.start()])
                start = mark.end()
        thoughts.append(sentence[start:])
        is_mine = thoughts[0].startswith("I ")
        parts += [f"I {one}" if at and is_mine and ADDED_DEED.match(one) else one for at, one in enumerate(thoughts)]
    return parts


def weave_owed(line: str, language: str, names: Sequence[str], *, others: Sequence[str] = ()) -> Woven | None:
    """Read one `asked:` line as `weave` reads a note: what is owed, or a question; None where it is left out."""
    if not _can_be_read(line, language, others) or not (piece := _short(line, language)):
        return None
    if language == "en":
        is_sure = not others or any(names_person(line, name) for name in names)
        reading = read_owed(_marked(piece, names), len(names) > 1, is_sure)
        return Woven(reading[0], _unmarked(reading[1], names)) if reading else None
    return _plain("owed", WHEN.sub("", OWED_OPENERS[language].sub("", piece)), language, names)


def weave_next(line: str, language: str, names: Sequence[str], *, others: Sequence[str] = ()) -> Woven | None:
    """Read one `next steps:` line: the first thing that comes next, where one may look forward to it in writing."""
    if not _can_be_read(line, language, others) or not (piece := _short(line, language)) or NO_STEP.search(piece):
        return None
    if language == "en":
        reading = read_step(_marked(piece, names))
        return Woven(reading[0], _unmarked(reading[1], names)) if reading and len(names) == 1 else None
    step = WHEN.sub("", re.split(r"\s*[,;/→]\s*|\s+(?:dann|puis|luego|después)\s+", piece)[0])
    return _plain("next", step, language, names) if len(step.split()) <= MOST_WORDS_OF_A_STEP else None


def _can_be_read(line: str, language: str, others: Sequence[str]) -> bool:
    """Say whether there are tables to read *line* by in *language*, and it speaks of none of *others*."""
    if language not in THIRD_PERSON_LEFT:
        return False  # A language of the person's own.
    return not any(names_person(line, other) for other in others)


def _short(line: str, language: str) -> str:
    """Give *line* as one clean piece, or "" where it has no place in a note."""
    piece = _tidy(re.split(r"\s*;\s*|(?<=[.!?])\s+", line)[0])
    is_fit = len(piece.split()) <= MOST_WORDS and not PRIVATE.search(piece) and _speaks(piece, language)
    return piece if is_fit else ""


def _plain(form: str, words: str, language: str, names: Sequence[str]) -> Woven | None:
    """Give *words* to stand after a colon, unless they are nothing, speak of somebody, or are fleeting."""
    words = words.strip(" ,")
    if not words or THIRD_PERSON_LEFT[language].search(words) or any(names_person(words, name) for name in names):
        return None
    return Woven(form, words)


def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")


def _marked(piece: str, names: Sequence[str]) -> str:
    """Put one character, of `NAME_MARKS`, where *piece* names one of the readers by any part of the name."""
    for at, name in enumerate(names):
        for part in sorted(_name_parts(name), key=len, reverse=True):
            if part in piece:
                piece = _whole(part).sub(chr(FIRST_MARK + at), piece)
    return piece


def _unmarked(text: str, names: Sequence[str]) -> str:
    for at, name in enumerate(names):
        first = next((part for part in name.split() if not part.endswith(".")), name)
        text = text.replace(chr(FIRST_MARK + at), first)
    return text


def _name_parts(name: str) -> list[str]:
    parts = [
        part for part in name.split() if len(part.rstrip(".")) > 2 and part[0].isupper() and not part.endswith(".")
    ]
    return [name, *parts] if name else []


def _tidy(piece: str) -> str:
    """Make one line of plain words of *piece*, or "" where something in it has no place in a note."""
    piece = re.sub(r"\s*\([^()]*\)", "", " ".join(piece.split())).replace("w/ ", "with ")
    piece = piece.strip(" -*•–—.,:!?…").replace("!", ",")
    if re.search(r"[\[\]{}<>|@#*_~=\\()]|://|www\.|[^\W\d]\.[^\W\d]{2,}/", piece) or not piece.isprintable():
        return ""
    return "" if any(ord(character) >= 0x2600 and not character.isalpha() for character in piece) else piece


def _speaks(piece: str, language: str) -> bool:
    """Say whether *piece* may stand in a note in *language*: none of the other languages fits it better."""
    words = re.findall(r"[^\W\d_]+", piece.casefold())
    fits = {code: sum(word in known for word in words) for code, known in LANGUAGE_WORDS.items()}
    if language == "en" or fits.get(language, 0) > 0:
        return fits.get(language, 0) >= max(fits.values())
    # No small word tells: German nouns stand with capitals, and what is frequent in English is no loan.
    is_small = language == "de" and piece.islower() and piece.isascii()
    return not max(fits.values()) and not is_small and not any(word in ENGLISH_CONTENT for word in words)


def _read_other(piece: str, language: str, names: Sequence[str]) -> Woven | None:
    """Read *piece* in a language whose grammar is not ours to bend: a topic after "about", or words after a colon."""
    for pattern, apart in GROWN_TOGETHER.get(language, ()):
        piece = pattern.sub(apart, piece)
    opener = TOPIC_OPENERS[language].match(piece)
    if opener is None and MINUTES[language].match(piece):
        return None
    rest = piece[opener.end() :] if opener else piece
    if THIRD_PERSON_LEFT[language].search(rest) or any(names_person(rest, name) for name in names):
        return None
    return Woven("topic" if opener else "point", rest)
