"""Which part of an address's domain is an employer's name: the label before the public suffix."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from daemon.domain.services import PLATFORMS, is_employer

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=True)


@lru_cache(maxsize=4096)
def company_label(domain: str) -> str:
    """Give the label before the public suffix of *domain* ("acme" of mail.acme.co.uk), "" if it is no employer's."""
    domain = domain.casefold().strip(".")
    if not is_employer(domain) or "." not in domain:
        return ""
    above, _, platform = domain.partition(".")
    while "." in platform:
        if platform in PLATFORMS:
            # A tenant's name stands before a platform's domain: zornelbach.onmicrosoft.com.
            return above if any(char.isalpha() for char in above) else ""
        above, _, platform = platform.partition(".")
    if domain in PLATFORMS:
        return ""
    # Nobody has mail at a bare public suffix, so that two labels need no list.
    registered = domain if domain.count(".") == 1 else _suffixes().privatesuffix(domain)
    label = (registered or "").partition(".")[0]
    if label.startswith("xn--"):
        try:
            label = label.encode("ascii").decode("idna")
        except UnicodeError:
            return ""
    return label if any(char.isalpha() for char in label) else ""
