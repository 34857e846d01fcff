"""Whether a piece of a title reads like a role, a person or a company. In doubt it is none of them."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from daemon.domain.name_lists import GIVEN_NAMES, TITLES
from daemon.domain.text import fold, word_set
from daemon.domain.title_words import (
    BLOCKED,
    GERMAN_JOB,
    INTERVIEWER_JOBS,
    NO_ROLE,
    ROLE_ENDINGS,
    ROLE_NOUNS,
    ROLE_PHRASES,
    ROMANCE_JOB,
    SCAFFOLDING,
    STAGE_WORDS,
    TRADES,
)

#: Given names that are also words of roles.
_WORDS_TOO = word_set("art grant dean guy will bill drew page hope faith earl frank june april may mark carol ray")
#: Beside these, an ending says nothing: Gymnasium Elbufer.
_INSTITUTIONS = word_set("gymnasium schule klinik klinikum praxis apotheke kanzlei verlag stiftung verein universität")
_FIRST_NAMES = GIVEN_NAMES - _WORDS_TOO
_NO_NAME = STAGE_WORDS | SCAFFOLDING
#: What a company's name does not end with; trades block a role only.
_NO_END = BLOCKED - word_set("coffee tea hotel travel street hotels gym train event conference")
_HOSTILE = re.compile(r"[<>{}@#$%^*=\\\[\]|~\x00-\x1f]|://")
_PRONOUNS = word_set("he him his she her hers they them theirs er ihm sie ihr")
#: What people are and are called: with one word before it, it is a name.
_SURNAMES_TOO = word_set(
    "baker cook mason carpenter gardener farmer fisher brewer butcher potter porter judge painter cutter glazier "
    "tailor driver pilot captain guard warden ranger forester joiner singer dancer buyer writer packer keeper builder "
    "hand maid model host steward fellow master guide conductor counsel dyer smith fitter roofer barber page scribe"
)
#: Words that stand small in companies' names.
_SMALL = word_set("of and the for de la & et und y plc llc llp ltd inc gmbh ag kg se sa sas bv ab oy asa srl spa")


def title_words_of(text: str) -> list[str]:
    """Give the words of *text* in lower case."""
    return [word for word in re.split(r"[\s,.;:/&+()-]+", text.lower()) if word]


@lru_cache(maxsize=256)
def is_role(text: str, needs_noun: bool = False) -> bool:
    """Say whether *text* reads like what somebody is hired as, by a noun, else by its ending. In doubt it does not."""
    words = title_words_of(text)
    if not words or len(words) > 9 or len(text) > 90 or _HOSTILE.search(text) or INTERVIEWER_JOBS.fullmatch(text):
        return False
    if ROLE_PHRASES.search(text):
        return True
    begins_blocked = words[0] in BLOCKED and not (len(words) > 1 and words[0] in TRADES and words[-1] in ROLE_NOUNS)
    if begins_blocked or words[-1] in BLOCKED or is_person(text):
        return False
    if words[0] not in NO_ROLE and (GERMAN_JOB.fullmatch(words[0]) or ROMANCE_JOB.fullmatch(words[0])):
        return not needs_noun or len(words) > 1
    head = re.split(r",|\s(?:of|for|für|in|im|at|to|und|et|y|de|du|des|-)\s", text.lower())[0]
    last = (title_words_of(head) or words)[-1]
    if re.fullmatch(r"\d|i{1,3}|iv|v|l\d|jr|sr", last) and len(title_words_of(head)) > 1:
        last = title_words_of(head)[-2]
    if last in NO_ROLE and last not in ROLE_NOUNS:
        return False
    if any(word in ROLE_NOUNS for word in words):
        return True
    return not needs_noun and ROLE_ENDINGS.fullmatch(last) is not None and not _INSTITUTIONS & set(words)


def is_job(text: str) -> bool:
    """Say whether *text*, beside a person's name, is what that person does, or is called by: `she/her`."""
    plain = re.sub(r"\([^()]*\)?", " ", text)
    words = title_words_of(plain)
    if not words or is_person(" ".join(plain.split())):
        return False
    if all(word in _PRONOUNS for word in words):
        return True
    if len(words) == 2 and words[1] in _SURNAMES_TOO and plain.strip()[:1].isupper():
        return False
    return any(word in ROLE_NOUNS for word in words) or INTERVIEWER_JOBS.fullmatch(plain.strip()) is not None


def is_person(text: str) -> bool:
    """Say whether *text* may be a person's name: it begins with a given name, and says nothing else."""
    words = text.split()
    first = fold(words[0]) if words else ""
    return len(words) in (1, 2, 3) and first in _FIRST_NAMES and words[0][:1].isupper()


def is_company_name(text: str, lead: str, taken: Collection[str]) -> bool:
    """Say whether *text* reads like a company's name; *taken* are folded names of people. In doubt it does not."""
    words = text.split()
    lowered = title_words_of(text)
    if not lowered or len(words) > 5 or _HOSTILE.search(text) or not (words[0][0].isupper() or words[0][0].isdigit()):
        return False
    if not any(char.isalpha() for char in words[0]) or lowered[0] in BLOCKED or fold(words[0]) in TITLES:
        return False
    if lowered[-1] in _NO_END:
        return False
    if any(fold(word) in taken for word in words) or fold(text) in taken or (lead != "at" and is_person(text)):
        return False
    if all(word in _NO_NAME for word in lowered) or INTERVIEWER_JOBS.fullmatch(text):
        return False
    return not is_role(text) and all(word[0].isupper() or word[0].isdigit() or word in _SMALL for word in words)
