"""Stages of a process and scaffolding taken off a piece of a title, so that company or role is left."""

from __future__ import annotations

import re
from functools import lru_cache

from daemon.domain.text import fold
from daemon.domain.title_sense import title_words_of
from daemon.domain.title_words import (
    LEADING_KINDS,
    LEADING_KINDS_IN_PHRASES,
    LONGER_ROLE_BEGINNINGS,
    NO_ROLE,
    ROLE_BEGINNINGS,
    ROLE_NOUNS,
    SCAFFOLDING,
    SHORT_ROLES,
    STAGE,
    STAGE_WORDS,
)

#: An article before the word for a job: "le poste de".
_ARTICLE = re.compile(r"^\s*(?:le|la|el|un|une|una)\s(?=(?:poste|puesto|emploi|rôle|vacante)\b)", re.IGNORECASE)
#: The dot of .NET, which is no mark between words.
_DOT_NAME = re.compile(r"(?<!\S)\.(?=[A-Z]{2})")
#: What ends a stage for certain, where more words that are stages elsewhere follow.
_SPOKEN = re.compile(r"\b(?:interviews?|entretien|entrevista|gespräch|vorstellungsgespräch)\s(?=\w)", re.IGNORECASE)
_ROUND = re.compile(r"r\d{1,2}")


@lru_cache(maxsize=256)
def without_stage(text: str) -> tuple[str, bool]:
    """Take stages and scaffolding off both ends of *text*; say whether there was a stage."""
    has_stage = False
    for _ in range(6):
        before = text
        text = _trim(text)
        for match in STAGE.finditer(text):
            words = match[0].lower().split()
            kind = re.sub(r"[\s\d#/]+(?:of)?[\s\d/]*$", "", match[0].lower()).rpartition(" ")[2]
            is_last = not text[match.end() :].strip(" .,!?&+-")
            is_first = not text[: match.start()].strip()
            if is_last:
                text, has_stage = text[: match.start()], True
                break
            spoken = _SPOKEN.search(match[0]) if is_first else None
            if spoken and _begins_role(text[match.start() + spoken.end() :].split()):
                # "2nd interview Call Centre Agent": the call is the role's.
                text, has_stage = text[match.start() + spoken.end() :], True
                break
            if is_first and (kind in LEADING_KINDS or (len(words) > 1 and kind in LEADING_KINDS_IN_PHRASES)):
                text, has_stage = text[match.end() :], True
                break
        if text == before:
            break
    words = title_words_of(text)
    is_office = len(words) > 2 and words[0] in {"vp", "svp", "evp"} and words[1] == "of"
    if (
        words
        and not is_office
        and all(word in STAGE_WORDS or word.isdigit() or _ROUND.fullmatch(word) for word in words)
    ):
        return "", True
    return text, has_stage


def _begins_role(words: list[str]) -> bool:
    """Say whether scaffolding is part of a role: `Stage Technician`, `Process Engineer`, `Call Centre Agent`."""
    plain = [word.lower().strip(",.;:") for word in words]
    while plain and (plain[-1] in STAGE_WORDS or plain[-1] in SCAFFOLDING):
        plain.pop()
    if len(plain) < 2:
        return False
    if len(plain) > 2 and plain[0] in {"test", "case", "product", "design"} and plain[-1] in ROLE_NOUNS:
        return True
    if f"{plain[0]} {plain[1]}" in LONGER_ROLE_BEGINNINGS:
        return 2 < len(plain) < 6 and any(word in ROLE_NOUNS for word in plain)
    if " ".join(plain) in SHORT_ROLES:
        return True
    return len(plain) == 2 and plain[0] in ROLE_BEGINNINGS and plain[1] in ROLE_NOUNS and plain[1] not in NO_ROLE


def _trim(text: str) -> str:
    text = _ARTICLE.sub("", _DOT_NAME.sub("\x06", text))
    words = text.strip(" \t,.;:!?/&+-–—'’\"“”").split()
    while words and words[0].lower().strip(",.;:") in SCAFFOLDING:
        if fold(words[0]) in {"interview", "entretien", "entrevista"} or _begins_role(words):
            break
        words = words[1:]
    while words and words[-1].lower().strip(",.;:") in SCAFFOLDING and not STAGE.fullmatch(words[-1]):
        words = words[:-1]
    return " ".join(words).strip(" \t,.;:!?/&+-–—'’\"“”").replace("\x06", ".")
