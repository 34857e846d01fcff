"""An interview's title taken to pieces: what is left after mail noise, tags, people's names and stages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from daemon.domain.name_lists import GIVEN_NAMES
from daemon.domain.text import fold, one_line, word_set
from daemon.domain.title_words import (
    BLOCKED,
    FOR,
    INTERVIEWER_JOBS,
    INVITATION_TAIL,
    LEADING_KINDS,
    LEADING_KINDS_IN_PHRASES,
    MAIL_NOISE,
    NO_ROLE,
    REMARK,
    ROLE_ENDINGS,
    ROLE_NOUNS,
    SCAFFOLDING,
    SPLITTERS,
    STAGE,
    STAGE_WORDS,
    WITH,
)

_TAG = re.compile(r"#[\w-]+")
_CLOCK = re.compile(
    r"\b\d{1,2}(?::\d{2})?\s?(?:am|pm|uhr)\b|\b\d{1,2}[:.]\d{2}(?:\s?[-–]\s?\d{1,2}[:.]\d{2})?\b|"
    r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"})
_FIRM = re.compile(
    r"^[\s,]*(?:inc|corp|corporation|ltd|limited|llc|llp|plc|gmbh|ag|se|kg|bv|b\.v|sa|sas|s\.a|ab|oy|asa|co)\b\.?|"
    r"^['’]s\b",
    re.IGNORECASE,
)
#: Given names that are also words of roles.
_WORDS_TOO = word_set("art grant dean guy will bill drew page hope faith earl frank june april may mark carol ray")
#: Marks between pieces. Titles hold no control characters any more.
_PART, _WITH, _FOR = "\x01", "\x02", "\x03"
_HOSTILE = re.compile(r"[<>{}@#$%^*=\\\[\]|~]|://")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a title between two marks."""

    #: Cleaned of stages and scaffolding at both ends.
    text: str
    #: "with" (with, at, by: a company or an interviewer), "at", "for" (a role mostly), or "".
    lead: str
    #: There was a stage in it.
    has_stage: bool


def plain_title(title: str) -> str:
    """Give a title (on one line) without what mail programs and calendars add, and without hashtags."""
    title = one_line(title.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"), 300)
    title = _CLOCK.sub(_PART, INVITATION_TAIL.sub("", MAIL_NOISE.sub("", title)))
    return REMARK.sub(_PART, _TAG.sub(_PART, title)).strip()


def find_spelling(title: str, name: str) -> tuple[int, int] | None:
    """Give where in *title* stand the words that spell *name*, whatever its case, spaces, hyphens and accents."""
    wanted = _spellings(name)
    if not wanted:
        return None
    beginnings = {one[0] for one in wanted}
    longest = max(map(len, wanted))
    words = _worded(title)
    for index, (start, _, plain, umlauted) in enumerate(words):
        if plain[:1] not in beginnings and umlauted[:1] not in beginnings:
            continue
        if plain[-1:] == "s" and plain[:-1] in wanted and title[start + len(plain) - 1 :][:1] in "'’":
            return start, start + len(plain) - 1
        so_far = so_far_umlauted = ""
        for _, end, word, umlauted_word in words[index : index + 8]:
            so_far += word
            so_far_umlauted += umlauted_word
            if so_far in wanted or so_far_umlauted in wanted:
                return start, end
            if len(so_far) > longest:
                break
    return None


@lru_cache(maxsize=1024)
def _spellings(name: str) -> frozenset[str]:
    """Give *name* folded, with and without its "and"s, and with its umlauts written out."""
    return frozenset({fold(name), fold(re.sub(r"[\s-]and[\s-]", " ", name)), fold(_written_out(name))} - {""})


@lru_cache(maxsize=64)
def _worded(title: str) -> tuple[tuple[int, int, str, str], ...]:
    """Give each word of *title*: where it starts and ends, folded, and folded with umlauts written out."""
    return tuple(
        (match.start(), match.end(), "and", "and")
        if match[0] == "&"
        else (match.start(), match.end(), fold(match[0]), fold(_written_out(match[0])))
        for match in _WORD.finditer(title)
    )


def _written_out(text: str) -> str:
    return text if text.isascii() else text.lower().translate(_UMLAUTS)


def without(title: str, names: Iterable[str]) -> str:
    """Put a mark in the place of each of *names* in *title*, as often as it stands there."""
    for name in names:
        for _ in range(4):
            span = find_spelling(title, name)
            if span is None:
                break
            rest = _FIRM.sub("", title[span[1] :])
            title = f"{title[: span[0]]}{_PART}{rest}"
    return title


def split_title(title: str) -> list[Piece]:
    """Part a plain title into its pieces, stages taken away."""
    title = SPLITTERS.sub(_PART, title)
    pieces = []
    for chunk in title.split(_PART):
        marked = FOR.sub(_FOR, WITH.sub(lambda match: f"{_WITH}{match[0].lower()} ", chunk))
        for part in re.split(f"(?=[{_WITH}{_FOR}])", marked):
            lead, text = "", part
            if part.startswith(_WITH):
                word, _, text = part[1:].partition(" ")
                lead = "at" if word in {"at", "@", "bei", "chez"} else "with"
            elif part.startswith(_FOR):
                lead, text = "for", part[1:]
            text, has_stage = _without_stage(text)
            pieces.append(Piece(text, lead, has_stage))
    return pieces


def _without_stage(text: str) -> tuple[str, bool]:
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
            if is_first and (kind in LEADING_KINDS or (len(words) > 1 and kind in LEADING_KINDS_IN_PHRASES)):
                text, has_stage = text[match.end() :], True
                break
        if text == before:
            break
    words = _words(text)
    if words and all(word in STAGE_WORDS or word.isdigit() for word in words):
        return "", True
    return text, has_stage


def _trim(text: str) -> str:
    words = text.strip(" \t,.;:!?/&+-–—'’\"“”").split()
    while words and words[0].lower().strip(",.;:") in SCAFFOLDING:
        if fold(words[0]) in {"interview", "entretien", "entrevista"}:
            break
        words = words[1:]
    while words and words[-1].lower().strip(",.;:") in SCAFFOLDING and not STAGE.fullmatch(words[-1]):
        words = words[:-1]
    return " ".join(words).strip(" \t,.;:!?/&+-–—'’\"“”")


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,.;:/&+()-]+", text.lower()) if word]


def is_role(text: str, needs_noun: bool = False) -> bool:
    """Say whether *text* reads like what somebody is hired as, by a noun, else by its ending. In doubt it does not."""
    words = _words(text)
    if not words or len(words) > 9 or len(text) > 90 or _HOSTILE.search(text) or INTERVIEWER_JOBS.fullmatch(text):
        return False
    if words[0] in BLOCKED or words[-1] in BLOCKED or is_person(text):
        return False
    head = re.split(r",|\s(?:of|for|in|at|to|und|et|y|de|du|des|-)\s", text.lower())[0]
    last = (_words(head) or words)[-1]
    if re.fullmatch(r"\d|i{1,3}|iv|v|l\d|jr|sr", last) and len(_words(head)) > 1:
        last = _words(head)[-2]
    if last in NO_ROLE and last not in ROLE_NOUNS:
        return False
    return any(word in ROLE_NOUNS for word in words) or (not needs_noun and ROLE_ENDINGS.fullmatch(last) is not None)


def is_person(text: str) -> bool:
    """Say whether *text* may be a person's name: it begins with a given name, and says nothing else."""
    words = text.split()
    first = fold(words[0]) if words else ""
    return len(words) in (1, 2, 3) and first in GIVEN_NAMES - _WORDS_TOO and words[0][:1].isupper()


def is_company_name(text: str, lead: str, taken: Collection[str]) -> bool:
    """Say whether *text* reads like a company's name; *taken* are folded names of people. In doubt it does not."""
    words = text.split()
    lowered = _words(text)
    if not lowered or len(words) > 5 or _HOSTILE.search(text) or not (words[0][0].isupper() or words[0][0].isdigit()):
        return False
    if not any(char.isalpha() for char in words[0]) or any(word in BLOCKED for word in lowered):
        return False
    if any(fold(word) in taken for word in words) or fold(text) in taken or (lead != "at" and is_person(text)):
        return False
    if all(word in STAGE_WORDS | SCAFFOLDING for word in lowered) or INTERVIEWER_JOBS.fullmatch(text):
        return False
    small = {"of", "and", "the", "for", "de", "la", "&", "et", "und", "y"}
    return not is_role(text) and all(word[0].isupper() or word[0].isdigit() or word in small for word in words)
