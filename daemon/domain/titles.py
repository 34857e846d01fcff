"""An interview's title taken to pieces: what is left after mail noise, tags, people's names and stages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from daemon.domain.text import fold, one_line
from daemon.domain.title_sense import is_role
from daemon.domain.title_stages import without_stage
from daemon.domain.title_words import (
    FOR,
    INVITATION_TAIL,
    MAIL_NOISE,
    RECRUITERS_ROLE,
    REMARK,
    SPLITTERS,
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
#: Numbers of requisitions: R-102934, REQ 4711, (JR0048213), Job ID: 12345.
_REQUISITION = re.compile(
    r"(?<![\w-])(?:(?:job|req(?:uisition)?|ref(?:erence)?|position|posting|vacancy|stellen?)?[ .-]?"
    r"(?:id|no|nr|number|ref|req)\.?\s?[:#]?\s?[A-Z]{0,4}[-_]?\d{3,}|"
    r"(?:REQ|RQ|JR|JOB|REF|ID|VAC|JO|R)[-_ #]{0,2}\d{4,}|#\s?\d{4,}|\d{5,}(?=\s*(?:[)\]|:–-]|$))|^\d{5,})(?![\w])",
    re.IGNORECASE,
)
#: Emoji, arrows and boxes: decoration, or marks between pieces. Marks of trade just go.
_TRADE_MARKS = re.compile("[™®©℠]")
#: Marks between pieces. Titles hold no control characters any more.
_PART, _WITH, _FOR, _OPEN, _WHO = "\x01", "\x02", "\x03", "\x04", "\x05"
_WITHIN = frozenset({"für", "pour", "para"})
_VIA = frozenset({"via", "through", "über"})
_AT = frozenset({"at", "@", "bei", "chez", "from", "bij"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a title between two marks."""

    #: Cleaned of stages and scaffolding at both ends.
    text: str
    #: "with" (with, at, by: a company or an interviewer), "at", "for" (a role mostly), or "".
    lead: str
    #: There was a stage in it.
    has_stage: bool


@lru_cache(maxsize=64)
def plain_title(title: str) -> str:
    """Give a title (on one line) without what mail programs and calendars add, and without hashtags."""
    title = one_line(title.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"), 300)
    title = re.sub(r"(?<![\w@])@(?=\w)", "@ ", re.sub(r"\b[Ii]nterviewers?\s?:", " with ", title))
    title = _CLOCK.sub(_PART, INVITATION_TAIL.sub("", MAIL_NOISE.sub("", _without_decoration(title))))
    return _REQUISITION.sub(_PART, REMARK.sub(_PART, _TAG.sub(_PART, title))).strip()


def _without_decoration(title: str) -> str:
    """Put a mark in the place of each emoji or symbol; those of trade and letters' accents go without one."""
    if title.isascii():
        return title
    title = _TRADE_MARKS.sub("", title)
    return "".join(_PART if unicodedata.category(char) in {"So", "Cs"} else char for char in title).replace(
        "\ufe0f", ""
    )


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
    return frozenset(
        {
            fold(name),
            fold(name.replace("&", " and ")),
            fold(re.sub(r"[\s-]and[\s-]", " ", name)),
            fold(_written_out(name)),
        }
        - {""}
    )


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


def without(title: str, names: Iterable[str], is_people: bool = False) -> str:
    """
    Put a mark in the place of each of *names* in *title*, as often as it stands there.

    With *is_people* they are those of others: what follows in brackets or after a comma is their job then.
    """
    mark = _WHO if is_people else _PART
    for name in names:
        for _ in range(4):
            span = find_spelling(title, name)
            if span is None:
                break
            rest = _FIRM.sub("", title[span[1] :])
            title = f"{title[: span[0]]}{mark}{rest}"
    return title


def split_title(title: str) -> list[Piece]:
    """Part a plain title into its pieces, stages taken away."""
    if " " not in title.strip():
        title = re.sub(r"[-_/]", _PART, title)
    title = SPLITTERS.sub(lambda match: _OPEN if match[0].strip() in {"(", "["} else _PART, title)
    pieces: list[Piece] = []
    follows_person = is_bracket = False
    before = ""
    for chunk in re.split(f"([{_PART}{_OPEN}{_WHO}])", title):
        if chunk == _WHO:
            follows_person, is_bracket = True, False
        elif chunk == _OPEN:
            follows_person, is_bracket = follows_person or before == "with", True
        elif chunk == _PART:
            follows_person, is_bracket, before = False, False, ""
        elif chunk.strip():
            # A bracket or comma after a person tells of that person.
            is_aside = follows_person and (is_bracket or chunk.lstrip().startswith(","))
            found = _parts(chunk, "with" if is_aside else "")
            before = found[-1].lead if found[-1].text else ""
            follows_person = is_bracket = False
            pieces.extend(found)
    return pieces


def _split_at_for(match: re.Match[str]) -> str:
    """Put a mark in the place of a "for", unless it is inside of a role: Elektroniker für Betriebstechnik."""
    before = re.split(f"[{_WITH}]", match.string[: match.start()])[-1].strip()
    return match[0] if match[0] in _WITHIN and is_role(without_stage(before)[0]) else _FOR


def _parts(chunk: str, lead: str) -> list[Piece]:
    """Part a chunk before each "with" and "for"; what comes first has *lead*."""
    pieces = []
    marked = FOR.sub(_split_at_for, WITH.sub(lambda match: f"{_WITH}{match[0].lower()} ", chunk))
    for part in re.split(f"(?=[{_WITH}{_FOR}])", marked):
        text = part
        if part.startswith(_WITH):
            word, _, text = part[1:].partition(" ")
            lead = "at" if word in _AT else "via" if word in _VIA else "with"
        elif part.startswith(_FOR):
            lead, text = "for", part[1:]
        text, has_stage = (
            (text.strip(), False) if lead == "for" and RECRUITERS_ROLE.fullmatch(text.strip()) else without_stage(text)
        )
        pieces.append(Piece(text, lead, has_stage))
    return pieces
