"""
What two texts tell, compared by their words: those that are not neutral (`neutral_words.py`) are facts.

Nothing is understood, and nothing has to be: a fact that is missing, new or spelt otherwise is a difference.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from daemon.domain.neutral_words import NEUTRAL, Neutral

#: Of a text's words so many have to be neutral ones of a language for it to be in that language.
ENOUGH = 0.4

#: So often may a sentence go back to what was said before: a clause may change its place.
TURNS = 1
#: So many words are looked at behind a person for what is said of them.
NEAR = 4

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?]\s+$")
#: English contractions, so that a word that turns a sentence is found; and what never was, as one word.
_CONTRACTIONS = (
    (re.compile(r"\b(ca)n't\b", re.IGNORECASE), r"\1n not"),
    (re.compile(r"\b(wo)n't\b", re.IGNORECASE), "will not"),
    (re.compile(r"\b(cannot)\b", re.IGNORECASE), "can not"),
    (re.compile(r"n't\b", re.IGNORECASE), " not"),
    (re.compile(r"'ll\b", re.IGNORECASE), " will"),
    (re.compile(r"'m\b", re.IGNORECASE), " am"),
    (re.compile(r"'re\b", re.IGNORECASE), " are"),
    (re.compile(r"'ve\b", re.IGNORECASE), " have"),
    (re.compile(r"'d\b", re.IGNORECASE), " would"),
    (re.compile(r"\bwould have\b", re.IGNORECASE), "would-have"),
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands."""

    text: str
    #: It begins a sentence: its capital says nothing.
    is_first: bool
    #: Nothing but a space or a hyphen parts it from the word before.
    is_joined: bool

    @property
    def forms(self) -> frozenset[str]:
        """The word as it is written, and as it would be within a sentence."""
        plain = not self.text[1:] or self.text[1:].islower()
        return frozenset({self.text, self.text[0].lower() + self.text[1:]} if self.is_first and plain else {self.text})


def language_of(body: Sequence[str]) -> str | None:
    """Give the language that *body* is in, as far as there are lists for it; None where that is not plain."""
    words = words_of("\n".join(body))
    if not words:
        return None
    shares = {code: sum(_is_neutral(word, lists) for word in words) / len(words) for code, lists in NEUTRAL.items()}
    best, second = sorted(shares.values(), reverse=True)[:2]
    return max(shares, key=lambda code: shares[code]) if best >= ENOUGH and best > second else None


def words_of(text: str) -> list[Word]:
    """Give the words of *text*, contractions written out."""
    text = text.replace("’", "'")
    for pattern, full in _CONTRACTIONS:
        text = pattern.sub(full, text)
    words: list[Word] = []
    end = 0
    for found in _WORD.finditer(text):
        between = text[end : found.start()]
        is_first = not words or "\n" in between or bool(_SENTENCE_END.search(between))
        words.append(Word(found.group(), is_first, between in (" ", "'", "-", " & ") and not is_first))
        end = found.end()
    return words


def numbers_of(text: str) -> list[str]:
    """Give what has a digit in it, in order."""
    return [one.strip(".,;:!?()'’") for one in text.split() if any(c.isdigit() for c in one)]


def other_words(old: Sequence[Word], new: Sequence[Word], lists: Neutral) -> Iterator[str]:
    """Say what words the note has lost or gained that are not neutral, or in another number or spelling."""
    facts, told = _facts(old, lists), _facts(new, lists)
    had, has = (Counter(one.text.casefold() for one in words) for words in (facts, told))
    if had.keys() - has.keys():
        yield "lost"
    if any(count > had[word] for word, count in has.items()):
        yield "added"
    if any(had[word] != has[word] for word in had if word in lists.counted):
        yield "turned"
    spellings = frozenset().union(*(one.forms for one in facts))
    if not all(one.forms & spellings for one in told):
        yield "spelling"
    if any(_turns(facts, _facts(sentence, lists)) > TURNS for sentence in _sentences(new)):
        yield "order"
    if _runs(old, lists) != _runs(new, lists):
        yield "name"
    if _ideas(old, lists) != _ideas(new, lists):
        yield "idea"
    if _turned(old, new, lists):
        yield "person"
    if _undercut(new, lists) - _undercut(old, lists):
        yield "tense"


def _turned(old: Sequence[Word], new: Sequence[Word], lists: Neutral) -> bool:
    """Say whether something that one of both persons said, did or has is now the other's."""

    def who(words: Sequence[Word]) -> dict[str, set[bool]]:
        found: dict[str, set[bool]] = {}
        for place, person in enumerate(words):
            # "I would" and "you would" say nothing yet.
            told = itertools.takewhile(lambda one: not one.is_first, words[place + 1 : place + 1 + NEAR])
            word = next((one.text.casefold() for one in told if one.text not in lists.binding), "")
            for is_first, names in ((True, lists.first), (False, lists.second)):
                if word and person.forms & names:
                    found.setdefault(word, set()).add(is_first)
        return found

    before = who(old)
    return any(word in before and persons - before[word] for word, persons in who(new).items())


def _turns(old: Sequence[Word], sentence: Sequence[Word]) -> int:
    """Give how often the words of *sentence*, all of which *old* has, go back in the order of *old*."""
    order = [one.text.casefold() for one in old]
    turns = at = 0
    for word in (one.text.casefold() for one in sentence):
        if word not in order[at:]:
            turns, at = turns + 1, 0
        at = order.index(word, at) + 1 if word in order[at:] else at
    return turns


def _undercut(words: Sequence[Word], lists: Neutral) -> set[tuple[int, str]]:
    """Give the words by which something is over or in doubt, each with the lasting idea (interest) of its sentence."""
    lasting = {lists.idea_of(word) for word in lists.lasting}
    return {
        (idea, word.text.casefold())
        for sentence in _sentences(words)
        for idea in _ideas(sentence, lists) & lasting
        for word in sentence
        if word.forms & lists.over
    }


def _facts(words: Sequence[Word], lists: Neutral) -> list[Word]:
    return [word for word in words if not _is_neutral(word, lists)]


def _is_neutral(word: Word, lists: Neutral) -> bool:
    return any(form in lists.binding or lists.idea_of(form) is not None for form in word.forms)


def _sentences(words: Sequence[Word]) -> list[list[Word]]:
    sentences: list[list[Word]] = []
    for word in words:
        if word.is_first or not sentences:
            sentences.append([])
        sentences[-1].append(word)
    return sentences


def _ideas(words: Sequence[Word], lists: Neutral) -> set[int]:
    found = (lists.idea_of(form) for word in words for form in word.forms if form not in lists.binding)
    return {one for one in found if one is not None}


def _runs(words: Sequence[Word], lists: Neutral) -> set[str]:
    """Give what is written in capitals side by side: whole names, titles, companies."""
    runs: list[list[str]] = []
    for word in words:
        if not word.text[0].isupper() or _is_neutral(word, lists):
            runs.append([])
        elif word.is_joined and runs:
            runs[-1].append(word.text)
        else:
            runs.append([word.text])
    return {" ".join(one) for one in runs if len(one) > 1}
