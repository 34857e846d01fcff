"""What somebody is called, and greeted by (notes on names and greetings). A wrong name is worse than none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from daemon.domain.capitals import is_initial, is_latin, normal_case
from daemon.domain.display_name import DisplayName, take_apart
from daemon.domain.display_words import NO_NAME
from daemon.domain.name_lists import (
    COMPOUND_FIRST,
    COMPOUND_SECOND,
    FAMILY_FIRST,
    FAMILY_OR_GIVEN,
    GIVEN_NAMES,
    GIVEN_TITLES,
    NAME_OPENERS,
    NICKNAMES,
    PARTICLES,
    PATRONYMIC_LINKS,
    SINGLE_NAMES,
)
from daemon.domain.name_order import find_order, may_follow_family_name
from daemon.domain.services import is_machine, is_team
from daemon.domain.text import NAME_LIMIT, fold, one_line

_LOCAL_NAME = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
#: What stands before the names of those who are not employed.
_STANDINGS = frozenset({"ext", "extern", "external", "contractor", "consultant", "temp", "freelance", "adm"})
_IBERIAN = re.compile(
    r".{3,}ez|garcia|gomes|silva|santos|ferreira|pereira|oliveira|costa|ruiz|diaz|moreno|torres|ramos|romero|reyes|ortiz|"
    r"ortuno|castro|vargas|rojas|medina|herrera|molina|navarro|delgado|morales|cruz|flores|rivera|vega|soto|silva|mendoza"
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name, cleaned."""

    #: As the person would write it, with a title in front if there is one; "" where unknown.
    full: str
    #: What follows "Hi": "Jane", "Dr. Vogel"; "" where that is not clear.
    greeting: str


NAMELESS = PersonName("", "")


@lru_cache(maxsize=2048)
def read_name(display: str, email: str) -> PersonName:
    """Read somebody's name from the display name in a calendar, or where that is none, from the address."""
    local = email.partition("@")[0].partition("+")[0].casefold()
    if _is_handle(display, local):
        return name_from_address(email)
    parts = take_apart(display, email)
    if parts is None:
        return name_from_address(email)
    greeting = _greeting(parts, local)
    full = " ".join((parts.title, *parts.words)).strip()
    if len(parts.words) == 1 and not parts.title and not greeting:
        # A lone surname, or a word that may be anything: the address knows better, or nobody does.
        other = name_from_address(email)
        return other if other.greeting else PersonName("", "")
    return PersonName(one_line(full, NAME_LIMIT), one_line(greeting, NAME_LIMIT))


def _is_handle(display: str, local: str) -> bool:
    """Say whether a display name only repeats what stands before the "@"."""
    plain = display.strip().strip("'\"")
    if not plain or any(char.isspace() for char in plain):
        return not plain
    if "@" in plain:
        return True
    is_spelt_out = any(ord(char) > 127 for char in plain)
    return plain.casefold() == local and not is_spelt_out and fold(plain) not in GIVEN_NAMES | SINGLE_NAMES


def _greeting(parts: DisplayName, local: str) -> str:
    words = parts.words
    if parts.title in GIVEN_TITLES:
        return f"{parts.title} {_given(parts, local) or ' '.join(words)}"
    if parts.title:
        return f"{parts.title} {_surname(parts, local)}"
    if parts.nickname:
        return parts.nickname
    if not all(is_latin(word) for word in words):
        if parts.latin:
            return _given(DisplayName("", parts.latin), local) or " ".join(parts.latin)
        return " ".join(words)
    given = _given(parts, local)
    return " ".join(words) if given is None else given


def _given(parts: DisplayName, local: str) -> str | None:
    """Give the name to greet by, "" if there is none, None if only the whole name is safe."""
    words = parts.words
    if len(words) == 1:
        return _only_name(words[0], local)
    if parts.given:
        family = fold(words[len(parts.given)]) if len(words) > len(parts.given) else ""
        is_eastern = family in FAMILY_FIRST | FAMILY_OR_GIVEN and len(parts.given) < 3
        return " ".join(parts.given) if is_eastern else _first_of(parts.given, has_surname=False)
    if is_initial(words[-1]) and len(words) == 2 and _is_directory_order(words, local):
        return ""
    if words[0].lower() in PARTICLES and (words[0].islower() or words[1].lower() in PARTICLES):
        return ""
    if words[0].lower() in PARTICLES and len(words) == 2 and fold(words[0]) not in GIVEN_NAMES:
        # "van Dijk", p.vandijk@: a surname alone.
        surname = fold("".join(words))
        if fold(local).rstrip("0123456789").endswith(surname) and re.split(r"[._]", local)[0] != fold(words[0]):
            return ""
    order = find_order(words, local)
    if order is None:
        return None
    return " ".join(words[order]) if order != slice(0, 1) else _first_of(words, has_surname=True)


def _is_directory_order(words: tuple[str, ...], local: str) -> bool:
    """Say whether `Whitlow D` is a surname and an initial, by an address such as dwhitlow@."""
    surname, initial = fold(words[0]), fold(words[1])
    return fold(local.rstrip("0123456789")) == initial + surname and surname not in GIVEN_NAMES


def _first_of(words: tuple[str, ...], has_surname: bool) -> str:
    """Give the given name at the beginning of *words*: one word, or a compound one whole."""
    folded = [fold(word) for word in words]
    for index, word in enumerate(folded):
        if index and word in PATRONYMIC_LINKS:
            return " ".join(words[:index])
    if is_initial(words[0]):
        rest = [word for word in (words[1:-1] if has_surname else words[1:]) if not is_initial(word)]
        return rest[0] if rest and rest[0].lower() not in PARTICLES else ""
    if folded[0] in NAME_OPENERS and len(words) > 1:
        return " ".join(words[: 3 if folded[1] in {"al", "el", "ul"} else 2])
    long_enough = len(words) > (2 if has_surname else 1)
    if long_enough and folded[0] in COMPOUND_FIRST and folded[1] in COMPOUND_SECOND:
        return " ".join(words[:2])
    return words[0]


def _only_name(word: str, local: str) -> str:
    """Greet by a single name, unless it may be a surname, initials, or what stands before the "@"."""
    if is_initial(word) or len(fold(word)) < 2:
        return ""
    tokens = [token for token in re.split(r"[._-]", local) if token]
    plain = fold(word)
    is_known = plain in GIVEN_NAMES | NICKNAMES | SINGLE_NAMES
    if len(tokens) > 1 and plain == fold(tokens[-1]) != fold(tokens[0]):
        return ""
    if len(tokens) == 1 and not is_known and plain != local and plain in {local[1:], local[:-1]}:
        return ""
    if plain in FAMILY_FIRST and not is_known:
        return ""
    if not is_known and is_latin(word) and fold(tokens[0] if tokens else "") != plain:
        # Nothing says that it is not the family's.
        return ""
    return word


def _surname(parts: DisplayName, local: str) -> str:
    """Give what follows a title: the surname, or the whole name where that cannot be told."""
    words = parts.words
    if parts.given:
        return " ".join(words[len(parts.given) :])
    if len(words) < 3:
        if len(words) == 1 or not is_latin("".join(words)):
            return " ".join(words)
        order = find_order(words, local)
        return " ".join(words) if order is None else words[0 if order == slice(1, 2) else 1]
    folded = [fold(word) for word in words]
    if find_order(words, local) != slice(0, 1) or any(word in PATRONYMIC_LINKS for word in folded):
        return " ".join(words)
    if _IBERIAN.fullmatch(folded[-2]) and not is_initial(words[-2]):
        return " ".join(words) if folded[-2] in COMPOUND_SECOND else " ".join(words[-2:])
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    return " ".join(words[start:])


def name_from_address(email: str) -> PersonName:
    """Read a name from an address where that is clear: `jane.doe@` gives Jane Doe, `jdoe@` and roles nothing."""
    local = email.partition("@")[0].partition("+")[0].casefold()
    if not local or is_machine(local) or is_team(local):
        return NAMELESS
    tokens = [token.strip("0123456789") for token in re.split(r"[._]+", local)]
    while len(tokens) > 2 and tokens[0] in _STANDINGS:
        tokens = tokens[1:]
    if len(tokens) == 1 and tokens[0].count("-") == 1:
        first, last = tokens[0].split("-")
        if first in GIVEN_NAMES and last not in GIVEN_NAMES:
            tokens = [first, last]
    if not all(_LOCAL_NAME.fullmatch(token) for token in tokens) or any(token in NO_NAME for token in tokens):
        return NAMELESS
    words = tuple(
        token if token in PARTICLES and index > 0 else normal_case(token) for index, token in enumerate(tokens)
    )
    given = fold(tokens[0])
    if len(tokens) == 1:
        return PersonName(words[0], words[0]) if given in GIVEN_NAMES else NAMELESS
    middle = [token for token in tokens[1:-1] if token not in PARTICLES and len(token) > 1]
    if len(given) < 2 or len(tokens) > 5 or len(middle) > 1 or not _is_surname(tokens[-1]):
        return NAMELESS
    if given in FAMILY_FIRST and given not in GIVEN_NAMES:
        return NAMELESS
    if not any(vowel in given for vowel in "aeiouyáéíóúäöüåøæ") or not _is_given_first(given, fold(tokens[-1])):
        return NAMELESS
    return PersonName(one_line(" ".join(words), NAME_LIMIT), words[0])


def _is_given_first(first: str, last: str) -> bool:
    """Say whether an address's words stand given name first, as far as lists of names can tell against it."""
    if last in GIVEN_NAMES and first not in GIVEN_NAMES | NICKNAMES:
        return False
    if first in FAMILY_FIRST | FAMILY_OR_GIVEN:
        # Li Wei and Kim Jiwoo have the family's first; Wei Zhang and Dan Moreno do not.
        return not may_follow_family_name(first, last)
    return True


def _is_surname(token: str) -> bool:
    return len(token) > 1 and not is_team(token) and not is_machine(token)
