"""Which company an interview is with (contract, section 3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from daemon.domain.interview import Evidence, Interviewer
from daemon.domain.lines import Lines
from daemon.domain.policy import Me
from daemon.domain.services import is_employer
from daemon.domain.text import COMPANY_LIMIT, clean_value, fold, word_set
from daemon.domain.title_sense import is_company_name, is_role
from daemon.domain.titles import find_spelling, plain_title, split_title, without

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

#: What companies put around their name to get a domain; dropped only where the title spells the rest.
_AFFIXES = ("get", "try", "use", "join", "go", "my", "the", "with", "team", "we", "hello", "meet")
_ENDINGS = (
    "hq",
    "app",
    "inc",
    "corp",
    "group",
    "io",
    "ai",
    "tech",
    "labs",
    "careers",
    "jobs",
    "online",
    "global",
    "co",
    "gmbh",
    "ltd",
)
_SERVICES = word_set(
    "zoom teams skype webex meet googlemeet greenhouse lever ashby goodtime calendly workday modernloop gem us you me "
    "them phone"
)


def find_company(lines: Lines, interviewers: Iterable[Interviewer], title: str, me: Me) -> Evidence:
    """
    Tell the company: from its line, else from the addresses of those who are thanked, else from the title.

    Of several domains the one counts that the title names, else the majority's. `value` is "" where nothing tells it.
    """
    if lines.company:
        return Evidence("company", lines.company, "the line `company:` of the description")
    people = tuple(interviewers)
    title = plain_title(title)
    labels = _labels(people)
    for label in labels:
        if spelling := _spelling(title, label):
            return Evidence(
                "company", spelling, f"the address domain of {labels[label]} to thank, as the title spells it"
            )
    if labels:
        (label, count), *others = labels.most_common()
        if not others or others[0][1] < count:
            return Evidence("company", _titled(label), f"the address domain of {count} to thank")
    if named := _from_title(title, people, me):
        return Evidence("company", named, "the title")
    rule = "the people to thank come from several companies" if labels else "neither an address nor the title tells it"
    return Evidence("company", "", rule)


def employers_domain(interviewers: Iterable[Interviewer]) -> str:
    """Give the label of the one employer's domain ("acme") that all *interviewers* with one write from, or ""."""
    labels = _labels(interviewers)
    return next(iter(labels)) if len(labels) == 1 else ""


def _labels(people: Iterable[Interviewer]) -> Counter[str]:
    return Counter(label for one in people if (label := company_label(one.email.rpartition("@")[2])))


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
    # Nobody has mail at a bare public suffix, so that two labels need no list.
    registered = domain if domain.count(".") == 1 else _suffixes().privatesuffix(domain)
    label = (registered or "").partition(".")[0]
    if label.startswith("xn--"):
        try:
            label = label.encode("ascii").decode("idna")
        except UnicodeError:
            return ""
    return label if any(char.isalpha() for char in label) else ""


def _spelling(title: str, label: str) -> str:
    """Give the company's name as the title spells it, or "" if the title does not name it."""
    for name in (label, *_shorter(label)):
        span = find_spelling(title, name)
        if span is None:
            continue
        spelt = clean_value(title[span[0] : span[1]], COMPANY_LIMIT)
        is_shouted = title.isupper()
        if spelt.islower() or is_shouted or not spelt:
            return _titled(name)
        return spelt
    return ""


def _shorter(label: str) -> list[str]:
    plain = label.replace("-", "")
    names = [plain[len(affix) :] for affix in _AFFIXES if plain.startswith(affix)]
    names += [plain[: -len(ending)] for ending in _ENDINGS if plain.endswith(ending)]
    return [name for name in names if len(name) > 3]


def _titled(label: str) -> str:
    """Give a domain's label as a name: "windmill-row" is Windmill Row, without vowels it is an abbreviation."""
    words = [word for word in label.replace("_", "-").split("-") if word]
    if len(words) == 1 and len(label) < 5 and not any(vowel in label for vowel in "aeiouy"):
        return label.upper()
    small = {"and", "of", "the", "de", "und", "for"}
    named = [word if index and word in small else word[:1].upper() + word[1:] for index, word in enumerate(words)]
    return clean_value(" ".join(named), COMPANY_LIMIT)


def _from_title(title: str, people: tuple[Interviewer, ...], me: Me) -> str:
    """Give the company that *title* names, "" where it names none or could name two."""
    names = [one.name for one in people if one.name] + [me.name]
    taken = {fold(word) for name in names for word in name.split()} | _SERVICES
    pieces = split_title(without(title, names))
    for leads in (("at",), ("with",)):
        for piece in pieces:
            named = piece.text.partition(",")[0].strip()
            if piece.lead in leads and is_company_name(named, piece.lead, taken):
                return clean_value(named, COMPANY_LIMIT)
    is_shaped = len(pieces) > 1 or any(piece.has_stage for piece in pieces)
    for piece, after in pairwise(pieces):
        if piece.text and after.lead == "for" and after.text and not is_role(after.text):
            # "Center for Paper History" is one name, and where it ends cannot be told.
            return ""
    plain = [piece for piece in pieces if not piece.lead and piece.text and not is_role(piece.text)]
    if is_shaped and len(plain) == 1 and is_company_name(plain[0].text, "", taken):
        return clean_value(plain[0].text, COMPANY_LIMIT)
    return ""
