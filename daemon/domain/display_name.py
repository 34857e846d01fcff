"""A display name taken to pieces: decoration off, `LAST, First` turned round, capitals made normal."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from daemon.domain.capitals import find_surname, is_latin, normal_case, normalised
from daemon.domain.display_words import JOBS as JOBS
from daemon.domain.display_words import LABELS, NO_NAME_AT_END, PRONOUNS, SHORT_NAMES
from daemon.domain.display_words import NO_NAME as NO_NAME
from daemon.domain.guest_address import bears_name
from daemon.domain.name_lists import (
    DROPPED_TITLES,
    GIVEN_NAMES,
    NICKNAMES,
    PARTICLES,
    SUFFIXES,
    TITLES,
)
from daemon.domain.text import fold, visible

_MARKED = re.compile(r"<\s*/?\s*[A-Za-z!?][^@]*$|<\s*/?\s*[A-Za-z!?][^<>@]*>|\{\{|\{%|\$\{|<%|://|\}\}")
_ADDRESS = re.compile(r"[<(\[]?[^\s<>()\[\]\"',;]+@[^\s<>()\[\]\"',;]+[>)\]]?")
_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]{1,40})[\"“”»]|(?<!\w)['‘`]([^'’‘`]{1,40})['’](?!\w)")
_ROUND = re.compile(r"[(（]([^()（）]{0,80})[)）]?")
_SQUARE = re.compile(r"\[[^\[\]]{0,80}\]?|\{[^{}]{0,80}\}?|【[^【】]{0,80}】?")
_PARTED = re.compile(
    r"\s*\|+\s*|\s+[–—·•~@:]\s+|\s+-+\s+|\s*/+\s*|\s+\\+\s+"
    r"|\s+@(?=\w)|\s+(?:via|from|at|c/o|on behalf of|über)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DisplayName:
    """A display name's parts, in normal capitals."""

    #: "Dr.", or "".
    title: str
    #: All words of the name, the given one first if `given` is known.
    words: tuple[str, ...]
    #: The words before the surname where the writing tells them apart (`LAST, First`, a capitalised SURNAME), else ().
    given: tuple[str, ...] = ()
    #: From quotes or brackets, or "".
    nickname: str = ""
    #: A name in Latin letters beside one in another script, or ().
    latin: tuple[str, ...] = ()


#: What a status adds to a name.
_AWAY = re.compile(r"\s\W*\b(?:OOO|PTO|out of office|on (?:parental )?leave|away until|im urlaub)\b.*$", re.IGNORECASE)
#: A title run together with the name, and dots or underscores in the place of spaces.
_TITLE_RUN_TOGETHER = re.compile(r"\b(dr|prof|mrs?|ms|mx|mme|dipl|ing|mag)\.(?=[^\W\d_]{2})", re.IGNORECASE)
_DOTTED = re.compile(r"(?<=[^\W\d_]{2})[._](?=[^\W\d_]{2})")


def take_apart(display: str, email: str = "") -> DisplayName | None:
    """Give the parts of *display* (as a calendar has it), or None if that is no person's name."""
    line = visible(display[:400]).strip().partition("\n")[0]
    line = " ".join(_AWAY.sub(" ", _ADDRESS.sub(" ", line)).split())
    if not line or _MARKED.search(line) or "<" in line:
        return None
    line = _DOTTED.sub(" ", _TITLE_RUN_TOGETHER.sub(r"\1. ", _without_label(line)))
    line, nickname, aside = _split_off_asides(line, email)
    words, given, title = _words_of(line, email)
    if not words:
        return None
    latin = tuple(word for word in words if is_latin(word))
    if len(latin) < len(words):
        aside_words = tuple(aside.split()) if is_latin(aside) else ()
        if not latin or len(latin) == 1:
            latin = aside_words
        return DisplayName(title, words, (), nickname if is_latin(nickname) else "", latin)
    return DisplayName(title, words, given, nickname)


def _without_label(line: str) -> str:
    """Cut `Interviewer: Jane` and `EXT Jane` down to the name; a colon elsewhere is no name's."""
    line = line.replace("::", " | ")
    label, colon, rest = line.partition(":")
    if colon and not re.search(r"\s:\s", line):
        line = rest.strip() if all(fold(word) in NO_NAME | JOBS | {"name"} for word in label.split()) else ""
    return re.sub(r"^(?:EXT(?:ERN(?:AL)?)?|External)[\s.:-]+(?=\w)", "", line)


def _split_off_asides(line: str, email: str) -> tuple[str, str, str]:
    """Part *line* into the name without quotes and brackets, the nickname among those, and a name in other letters."""
    nickname = aside = ""
    line = _SQUARE.sub(" ", line)
    whole = _QUOTED.fullmatch(line.strip())
    if whole:
        line = whole[1] or whole[2]
    for match in _QUOTED.finditer(line):
        content = (match[1] or match[2]).strip()
        if _is_word(content, 2):
            nickname = nickname or content
    line = _QUOTED.sub(" ", line)
    given = fold(line.rpartition(",")[2].strip().partition(" ")[0])
    for match in _ROUND.finditer(line):
        content = " ".join(match[1].split())
        has_surname = bool(re.match(r"\s*\w", line[match.end() :])) and "," not in line
        if not _is_word(content, 4) or _is_label(content, email):
            continue
        outside_is_latin = is_latin(_ROUND.sub(" ", line))
        if " " not in content and is_latin(content):
            similar = len(content) > 1 and given.startswith(fold(content)[:2])
            known = fold(content) in GIVEN_NAMES | NICKNAMES
            if has_surname or similar or known or not outside_is_latin:
                nickname = nickname or content
        elif not outside_is_latin:
            aside = aside or content
    line = _ROUND.sub(" ", line)
    if (nickname and not any(char.islower() for char in nickname) and len(nickname) > 2) or nickname.islower():
        nickname = normal_case(nickname)
    return " ".join(line.split()), nickname, aside


def _is_word(content: str, most: int) -> bool:
    words = content.split()
    return 0 < len(words) <= most and all(all(_is_letter(char) or char in "'’.-" for char in word) for word in words)


def _is_label(content: str, email: str) -> bool:
    """Say whether a bracket holds pronouns, a company or a job instead of a name."""
    words = [fold(word) for word in re.split(r"[\s/,]+", content)]
    if all(word in PRONOUNS for word in words) or any(word in LABELS | JOBS | NO_NAME for word in words):
        return True
    return is_company(content, email)


def is_company(name: str, email: str) -> bool:
    """Say whether *name* is no more than what the address's domain says."""
    labels = email.rpartition("@")[2].casefold().split(".")[:-1]
    return fold(name) in {fold(label) for label in labels} - {""}


def _words_of(line: str, email: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Give (all words, given words if told apart, title) of a name without asides; no words for what is no name."""
    head, _, tail = line.partition(",")
    if len(head.split()) > 1 and any(fold(word) in NO_NAME for word in tail.split()):
        # "Jane Doe, People Partner": who says what they are begins with the name.
        line = head
    parts = [part for part in _PARTED.split(line) if part and _may_be_name(part, email)]
    # "Jane Doe on behalf of Bob Roe" is whose address it is.
    line = next((part for part in parts if len(parts) > 1 and bears_name(email, part)), parts[0] if parts else "")
    line = "".join(
        char if _is_letter(char) or char in " ,.'’ʼ`-‐‑·・\u200c\u200d" else " " for char in line if _shows(char)
    )
    line = line.replace("‐", "-").replace("‑", "-").replace("`", "'")
    # What is left of an emoji: joiners and selectors without anything that they join.
    line = " ".join(word for word in line.split() if not all(_joins(char) for char in word))
    pieces = [
        piece.strip(" -.'’·") if piece.strip().endswith(("-", "'")) else _without_marks(piece)
        for piece in line.split(",")
    ]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return (), (), ""
    first, *others = pieces
    title, first_words = _without_titles(first.split())
    others = [
        piece for piece in others if not _is_credential(piece) and not _is_job(piece) and not is_company(piece, email)
    ]
    last_words = _without_suffixes(first_words, least=1 if others else 2)
    if others and last_words and not _is_given_first(last_words, others[0], email):
        other_title, given_words = _without_titles(others[0].split())
        given_words = _without_suffixes(given_words, least=1)
        if given_words and fold("".join(given_words)):
            title = title or other_title
            family = normalised(last_words, is_family=True)
            given_words = [
                word.capitalize() if word.isupper() and fold(word) in SHORT_NAMES else word for word in given_words
            ]
            moved = [word for word in given_words[1:] if word in PARTICLES]
            given = normalised([word for word in given_words if word not in moved])
            return _checked((*given, *moved, *family), given, title, email)
    words = _without_jobs(last_words)
    if not words:
        return (), (), ""
    if shouted := find_surname(words):
        start, stop = shouted
        rest = words[:start] + words[stop:]
        given = normalised(rest if start == 0 else words[:start])
        return _checked((*given, *normalised(words[start:stop], is_family=True)), given, title, email)
    return _checked(normalised(words), (), title, email)


def _without_marks(piece: str) -> str:
    """Take marks off both ends of *piece*; the apostrophe of `'t Hart` stays."""
    plain = piece.strip(" -'’·")
    return f"'{plain}" if plain[:2].lower() == "t " and piece.lstrip()[:1] in "'’" else plain


def _checked(
    words: tuple[str, ...], given: tuple[str, ...], title: str, email: str
) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    folded = [fold(word) for word in words]
    if any(word in NO_NAME for word in folded) or len(words) > 8 or not all(folded):
        return (), (), ""
    if len(words) > 1 and folded[-1] in NO_NAME_AT_END and folded[0] not in GIVEN_NAMES:
        return (), (), ""
    if is_company(" ".join(words), email) and not (len(words) > 1 and folded[0] in GIVEN_NAMES):
        return (), (), ""
    if any(_mixes_scripts(word) for word in words) or all(word in JOBS or word in DROPPED_TITLES for word in folded):
        return (), (), ""
    return words, given, title


def _joins(char: str) -> bool:
    return char in "\u200c\u200d" or unicodedata.category(char)[0] == "M"


def _shows(char: str) -> bool:
    """Emoji and symbols are decoration."""
    return unicodedata.category(char)[0] != "S" or char == "`"


def _is_letter(char: str) -> bool:
    return char.isalpha() or unicodedata.category(char)[0] == "M" or char == " "


def _mixes_scripts(word: str) -> bool:
    """Say whether a word has Latin letters among others: a look-alike, not a name."""
    # A modifier letter, such as the okina of Hawaii, goes with any script.
    letters = [char for char in word if char.isalpha() and unicodedata.category(char) != "Lm"]
    kinds = {unicodedata.name(char, "").startswith("LATIN") for char in letters}
    return len(kinds) > 1


def _may_be_name(part: str, email: str) -> bool:
    words = [fold(word) for word in re.split(r"[\s,]+", part)]
    known = [word for word in words if word]
    return (
        bool(known)
        and not any(word in NO_NAME for word in known)
        and not _is_job(part)
        and (not is_company(part, email) or known[0] in GIVEN_NAMES)
        and not all(word in PRONOUNS for word in known)
        and not any(char.isdigit() for char in known[0])
    )


def _without_titles(words: list[str]) -> tuple[str, list[str]]:
    title = ""
    while len(words) > 1:
        bare = fold(words[0])
        is_dotted = words[0].endswith(".")
        if bare in {"gen", "maj", "col", "lt", "sgt", "sr", "hon", "capt"} and not is_dotted:
            break
        if bare in TITLES:
            if not title:
                title = TITLES[bare] if is_dotted or not words[0][1:].islower() else words[0].capitalize()
            words = words[1:]
        elif title and bare == "em" and is_dotted:
            # Professor emeritus; without the dot it is Em Ray.
            words = words[1:]
        elif bare in DROPPED_TITLES and (is_dotted or "-" in words[0] or title or words[0].isupper()) and len(bare) > 1:
            words = words[1:]
        else:
            break
    return title, words


def _without_suffixes(words: list[str], least: int = 2) -> list[str]:
    """Take letters after the name off its end; `Jack Ma` and `Anna Do` keep their surnames."""
    while len(words) > least:
        word = words[-1]
        bare = fold(word)
        is_sure = "." in word[:-1] or (word.isupper() and not all(one.isupper() for one in words)) or len(bare) > 2
        if bare not in SUFFIXES or not (is_sure or bare in {"jr", "sr", "ii", "iv"}):
            break
        words = words[:-1]
    return words


def _without_jobs(words: list[str]) -> list[str]:
    """Take jobs and company labels such as `ACME-HR` off the end of a name."""
    while len(words) > 2 and (fold(words[-1]) in JOBS or _is_shouted_label(words[-1])):
        words = words[:-1]
    return words


def _is_shouted_label(word: str) -> bool:
    return word.isupper() and "-" in word and any(fold(part) in NO_NAME | JOBS for part in word.split("-"))


def _is_credential(piece: str) -> bool:
    return all(fold(word) in SUFFIXES for word in piece.split())


def _is_job(piece: str) -> bool:
    words = [fold(word) for word in piece.split()]
    return any(word in JOBS or word in NO_NAME for word in words) and not any(word in GIVEN_NAMES for word in words[:1])


def _is_given_first(words: list[str], after: str, email: str) -> bool:
    """Say whether `Jane Doe, Brightwater` is a name and something else, and not `Doe, Jane`."""
    given = fold(after.split()[0])
    local = email.partition("@")[0].casefold()
    if len(words) < 2 or given in GIVEN_NAMES or re.split(r"[._-]", local)[0] == given:
        return False
    return fold(words[0]) in GIVEN_NAMES and words[0][0].isupper() and not words[0].isupper()
