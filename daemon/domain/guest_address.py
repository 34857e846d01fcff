"""Addresses as guest lists and lines have them: which are plain, and which are the person's own."""

from __future__ import annotations

import re
from functools import lru_cache

from daemon.domain.address import ascii_domain
from daemon.domain.policy import Me
from daemon.domain.text import fold

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
#: Longer ones are refused by every server (RFC 5321, 4.5.3.1).
_ADDRESS_LIMIT = 254
_GOOGLE = frozenset({"gmail.com", "googlemail.com"})


@lru_cache(maxsize=1024)
def plain_address(email: str) -> str:
    """Give *email* if it is one plain address (an international domain in ASCII), else ""."""
    email = email.strip()
    if email[:7].lower() == "mailto:":
        email = email[7:]
    if not email.isascii():
        local, _, domain = email.rpartition("@")
        email = f"{local}@{ascii_domain(domain)}"
    return email if len(email) <= _ADDRESS_LIMIT and _ADDRESS.fullmatch(email) else ""


def is_mine(email: str, me: Me) -> bool:
    """Say whether *email* is one of the person's, also with a `+tag`, or with other dots at Google."""
    if me.is_me(email):
        return True
    plain = _mailbox(email)
    return plain != email.casefold() and any(_mailbox(one) == plain for one in (me.email, *me.aliases))


def bears_name(email: str, name: str) -> bool:
    """Say whether *email* is one that companies make of *name*, letter for letter: jdoe@, doe.jane@, janed@."""
    words = [letters for word in re.sub(r"\([^()]*\)?", " ", name).split() if (letters := _letters(fold(word)))]
    local = email.partition("@")[0].partition("+")[0].casefold()
    plain = _letters(fold(local))
    if not words or len(plain) < 2:
        return False
    given, surname = words[0], "".join(words[1:]) or words[0]
    if len(words) == 1:
        return given == _letters(re.split(r"[._-]", local)[0])
    last = words[-1]
    forms = {given, *(one for family in (surname, last) for one in _forms(given, family))}
    return plain in forms


def _forms(given: str, family: str) -> tuple[str, ...]:
    return (family, given + family, family + given, given[0] + family, family + given[0], given + family[0])


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalpha())


def _mailbox(email: str) -> str:
    local, _, domain = email.casefold().rpartition("@")
    local = local.partition("+")[0]
    if domain in _GOOGLE:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"
