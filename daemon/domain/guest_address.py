"""Addresses as guest lists and lines have them: which are plain, and which are the person's own."""

from __future__ import annotations

import re

from daemon.domain.address import ascii_domain
from daemon.domain.policy import Me

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
#: Longer ones are refused by every server (RFC 5321, 4.5.3.1).
_ADDRESS_LIMIT = 254
_GOOGLE = frozenset({"gmail.com", "googlemail.com"})


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


def _mailbox(email: str) -> str:
    local, _, domain = email.casefold().rpartition("@")
    local = local.partition("+")[0]
    if domain in _GOOGLE:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"
