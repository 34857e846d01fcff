"""
Whether a note in other words is still the same note. Who reworded it is not trusted, and in doubt the answer is no.

What a note says is held by its words (`told_words.py`): those that are not neutral have to be in the new text, and no
others, so that nothing is added, named, promised or left out, as far as words tell. Then the rules of every note hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from daemon.domain.draft_words import as_html
from daemon.domain.item import Draft
from daemon.domain.neutral_words import NEUTRAL, Neutral
from daemon.domain.rubric import FLEETING, SEAMS, banned_phrases
from daemon.domain.told_words import language_of, numbers_of, other_words, words_of

#: What reference/notes.md asks of a thank-you: words without, and with, something to weave in.
BARE = range(35, 71)
WOVEN = range(50, 121)
#: So much shorter or longer may it become.
SHORTEST, LONGEST = 0.7, 1.2
MOST_PARAGRAPHS = 3
#: Longer answers are not looked at.
MOST_CHARACTERS = 4_000

_ALWAYS_ALLOWED = frozenset(" .,;!?'’")


@dataclass(frozen=True, slots=True)
class Parts:
    """A draft's text in its parts; `body` are the paragraphs between greeting and sign-off."""

    greeting: str
    body: tuple[str, ...]
    ending: str


def parts_of(draft: Draft) -> Parts | None:
    """
    Part *draft* in greeting, body and ending; None where that cannot be told for certain.

    The HTML tells where the ending begins: a signature may have empty lines of its own.
    """
    pieces = draft.text.split("\n\n")
    last = draft.html.count("<p>") - 1
    if last < 2:
        return None
    parts = Parts(pieces[0], tuple(pieces[1:last]), "\n\n".join(pieces[last:]))
    whole = [parts.greeting, *parts.body, parts.ending]
    is_told = draft.html == as_html(whole) and not any("\n" in one for one in parts.body)
    return parts if is_told else None


def with_body(draft: Draft, parts: Parts, body: Sequence[str]) -> Draft:
    """Give *draft*, parted in *parts*, with the paragraphs *body* between greeting and ending."""
    whole = [parts.greeting, *body, parts.ending]
    return replace(draft, text="\n\n".join(whole), html=as_html(whole))


def may_be_shown(body: Sequence[str]) -> bool:
    """Say whether *body* may be given to a stranger for rewording: it holds no address, link or phone number."""
    return not re.search(r"@|://|\bwww\.|\d(?:[ ()/.-]*\d){6}", "\n".join(body))


def paragraphs_of(answer: str, body: Sequence[str]) -> tuple[str, ...]:
    """Give the paragraphs of *answer*, with the apostrophes of *body*."""
    answer = unicodedata.normalize("NFC", answer.replace("\r\n", "\n").strip())
    if "’" in "".join(body) and "'" not in "".join(body):
        answer = answer.replace("'", "’")
    return tuple(one.strip(" ") for one in re.split(r"\n(?:[ \t]*\n)+", answer))


def sentences_of(body: Sequence[str]) -> frozenset[str]:
    """Give the sentences of *body*, in small letters, to tell whether two notes share one."""
    return frozenset(
        " ".join(word.text for word in words_of(one)).casefold()
        for part in body
        for one in re.split(r"(?<=[.!?])\s+", part)
    )


def difference(body: Sequence[str], new: Sequence[str], kept: Collection[str] = ()) -> str:
    """
    Say in one word in what *new* is not faithful to *body*, or no text to send; "" where it is the same note.

    Those of *kept* (company, role, names) that stand in *body* stand in *new* letter for letter.
    """
    old_text = unicodedata.normalize("NFC", "\n".join(body))
    language = language_of(body)
    if language is None:
        return "language"
    return next(_differences(old_text, list(new), NEUTRAL[language], kept), "")


def _differences(old_text: str, new: list[str], lists: Neutral, kept: Collection[str]) -> Iterator[str]:
    new_text = "\n".join(new)
    if len(new_text) > MOST_CHARACTERS:
        yield "length"
        return
    old, words = words_of(old_text), words_of(new_text)
    if not 1 <= len(new) <= MOST_PARAGRAPHS:
        yield "paragraphs"
    if not _is_of_length(len(old), len(words)):
        yield "length"
    yield from _ugly(old_text, new)
    for mark, name in (("?", "question"), ("!", "exclamation")):
        if new_text.count(mark) != old_text.count(mark):
            yield name
    if any(one in old_text and one not in new_text for one in kept if one):
        yield "name"
    if numbers_of(old_text) != numbers_of(new_text):
        yield "number"
    yield from other_words(old, words, lists)


def _is_of_length(old: int, new: int) -> bool:
    """Say whether *new* words are enough and not too many for a note that had *old*."""
    ranges = [one for one in (BARE, WOVEN) if old in one] or [range(old, old + 1)]
    # A note that fits both is held to both.
    low = max(one.start for one in ranges)
    high = min(one.stop - 1 for one in ranges)
    return max(low, SHORTEST * old) <= new <= min(high, LONGEST * old) or new == old


def _ugly(old_text: str, new: list[str]) -> Iterator[str]:
    """Say what of *new* nobody would send."""
    text = "\n".join(new)
    if any(not (one.lstrip("¿¡")[:1].isalnum() and one[-1] in ".?!") or "\n" in one for one in new):
        yield "paragraphs"
    strange = set("".join(new)) - set(old_text) - _ALWAYS_ALLOWED
    if any(not c.isalnum() and c != "-" for c in strange) or (re.search(r"(?<!\w)-|-(?!\w)", text)):
        yield "characters"
    if SEAMS.search(text):
        yield "seam"
    if banned_phrases(text):
        yield "banned"
    if any(one.casefold() not in old_text.casefold() for one in FLEETING.findall(text)):
        yield "fleeting"
    # In German the text goes on after the greeting's comma.
    if text[:1].isupper() != old_text[:1].isupper():
        yield "sentence"
    if any(one.islower() for one in re.findall(r"[.!?]\s+(\w)", text)):
        yield "sentence"
    said = [one for one in re.split(r"(?<=[.!?])\s+", text.casefold()) if one]
    if len(set(said)) < len(said):
        yield "repeated"
