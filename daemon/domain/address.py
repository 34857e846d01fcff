"""Addresses as a header may hold them (RFC 5322, 3.4.1): in ASCII, with the domain in IDNA form."""

from __future__ import annotations

import re

#: RFC 5322, 3.4.1 `dot-atom` on the left; on the right what DNS allows. Quoted local parts are not worth their risk.
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*@[A-Za-z0-9.\-]+")


def ascii_address(address: str) -> str:
    """Give *address* as a header may hold it, its domain in IDNA form; "" where it has no such form."""
    local, at, domain = address.strip().rpartition("@")
    written = f"{local}@{ascii_domain(domain)}"
    return written if at and _ADDRESS.fullmatch(written) else ""


def ascii_domain(domain: str) -> str:
    """Give *domain* in IDNA form; "" where it has none."""
    try:
        written = domain.strip().encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return written if re.fullmatch(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*", written) else ""
