"""The rubric for notes as a program: what is wrong with a draft, in words; nothing where it may be sent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from daemon.domain.item import Draft
from daemon.domain.note import as_html
from daemon.domain.rubric import FLEETING, SEAMS, banned_phrases


def paragraphs(draft: Draft) -> list[str]:
    """Give the paragraphs between greeting and sign-off."""
    return draft.text.split("\n\n")[1:-1]


def sentences(draft: Draft) -> list[str]:
    """Give the sentences between greeting and sign-off, titles such as "Dr." not ending one."""
    return [one for part in paragraphs(draft) for one in re.split(r"(?<=[^.A-Z][.!?])\s+(?=[¿¡]?[^\W\da-zäöüß])", part)]


def words(draft: Draft) -> int:
    """Count the words between greeting and sign-off."""
    return sum(len(re.findall(r"[^\W_]+(?:[-’'][^\W_]+)*", part)) for part in paragraphs(draft))


def problems(draft: Draft, *, has_notes: bool = False, own_words: str = "") -> Iterator[str]:
    """Say what is wrong with *draft*; *own_words* are the person's, in which anything fleeting is theirs."""
    body = "\n".join(paragraphs(draft))
    low, high = (50, 120) if has_notes else (35, 70)
    if not low <= words(draft) <= high:
        yield f"{words(draft)} words"
    if not 1 <= len(paragraphs(draft)) <= 3:
        yield "two or three paragraphs are enough"
    if any(len(part.split("\n")) > 1 for part in paragraphs(draft)):
        yield "a paragraph is broken into lines"
    yield from (f"banned: {phrase}" for phrase in banned_phrases(f"{draft.subject}\n{draft.text}"))
    for found in (FLEETING.search(body.replace(own_words, "") if own_words else body), SEAMS.search(body)):
        if found:
            yield f"{found.group()!r} in the text"
    if SEAMS.search(draft.subject) or not draft.subject or len(draft.subject) >= 60:
        yield f"subject: {draft.subject!r}"
    if draft.text.count("!") > 1:
        yield "more than one exclamation mark"
    if draft.text != draft.text.strip() or any(line != line.strip() for line in draft.text.split("\n")):
        yield "white space at an edge"
    if not all(part[-1] in ".?!" for part in paragraphs(draft)):
        yield "a paragraph does not end with a full stop"
    if not all(one.lstrip("¿¡")[0].isupper() for one in sentences(draft)[1:]):
        yield "a sentence does not begin with a capital"
    if draft.html != as_html(draft.text.split("\n\n")):
        yield "the HTML says something else"
