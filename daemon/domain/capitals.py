"""Capitals in names: a SURNAME told by them, and names that are shouted or whispered put right."""

from __future__ import annotations

import re
import unicodedata

from daemon.domain.name_lists import FAMILY_FIRST, FAMILY_OR_GIVEN, PARTICLES
from daemon.domain.text import fold

_INITIALS = re.compile(r"(?:[^\W\d_]\.?[-\s]?){1,3}\.|[^\W\d_]")


def is_latin(text: str) -> bool:
    """Say whether *text* has letters, and none that is not Latin; modifier letters (the okina) go with any script."""
    letters = [char for char in text if char.isalpha() and (char.isascii() or unicodedata.category(char) != "Lm")]
    return bool(letters) and (text.isascii() or all(unicodedata.name(char, "").startswith("LATIN") for char in letters))


def is_initial(word: str) -> bool:
    """Say whether *word* is one or more initials: `J.`, `J`, `J.R.`."""
    return is_latin(word) and _INITIALS.fullmatch(word) is not None


def find_surname(words: list[str]) -> tuple[int, int] | None:
    """Give the place of a SURNAME in capitals among words that are not, or None."""
    places = [index for index, word in enumerate(words) if _is_shouted(word)]
    quiet = [word for word in words if not _is_shouted(word) and not is_initial(word) and word.lower() not in PARTICLES]
    if not places or not quiet or not all(is_latin(word) for word in words):
        return None
    start, stop = places[0], places[-1] + 1
    while start > 0 and words[start - 1].lower() in PARTICLES and words[start - 1].islower():
        start -= 1
    if stop - start != len(places) + sum(
        word.lower() in PARTICLES and not _is_shouted(word) for word in words[start:stop]
    ):
        return None
    return (start, stop) if start == 0 or stop == len(words) else None


def _is_shouted(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    if len(letters) < 2 or "." in word or not word.replace("ß", "").isupper():
        return False
    return len(letters) > 2 or fold(word) in FAMILY_FIRST | FAMILY_OR_GIVEN


def normalised(words: list[str] | tuple[str, ...], is_family: bool = False) -> tuple[str, ...]:
    """Give *words* in normal capitals; particles inside a name are written small if they were not told apart."""
    is_loud = all(not char.islower() for word in words for char in word) and sum(len(word) for word in words) > 2
    out = []
    for index, word in enumerate(words):
        inner = (index > 0 or is_family) and index < len(words) - 1
        if inner and word.lower() in PARTICLES and (is_loud or word.islower()):
            out.append(word.lower())
        elif word.islower() or (is_loud and not is_initial(word)) or (is_family and _is_shouted(word)):
            out.append(normal_case(word))
        else:
            out.append(word)
    return tuple(out)


def normal_case(word: str) -> str:
    """Give *word* with the capitals of a name: O'Neill, McKenzie, Anne-Marie, accents kept."""
    if any(char in "ŞĞİ" for char in word):
        # Turkish: the I without a dot, and the one with it.
        word = word.replace("I", "ı").replace("İ", "i")
    parts = re.split(r"([-'’ʼ.])", word.lower().replace("i̇", "i"))
    out = []
    for index, part in enumerate(parts):
        apostrophe = index > 1 and parts[index - 1] in "'’ʼ"
        if (apostrophe and len(part) < 3) or (
            part in {"al", "el"} and index == 0 and len(parts) > 1 and parts[1] == "-"
        ):
            out.append(part)
        elif len(part) > 3 and part.startswith("mc"):
            out.append("Mc" + part[2:3].upper() + part[3:])
        else:
            out.append(part[:1].upper() + part[1:])
    return "".join(out)
