"""Which company an interview is with (contract, section 3)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from daemon.domain.agency import client_named, is_agency, without_go_between
from daemon.domain.employer_domain import company_label
from daemon.domain.interview import Evidence, Interviewer
from daemon.domain.lines import Lines
from daemon.domain.policy import Me
from daemon.domain.text import COMPANY_LIMIT, clean_value, fold, word_set
from daemon.domain.title_sense import is_company_name, is_role
from daemon.domain.titles import find_spelling, plain_title, split_title, without

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
_BEFORE_NAME = re.compile(
    r"\b(?:University|College|School|Museum|Bank|City|Borough|Diocese|Universität|Université|Universidad|Stadt) "
    r"(?:(?:of|de|für|von) )?$"
)
_AFTER_NAME = re.compile(
    r" (?:University|College|Hospitals?|Museum|Council|School|Academy|Trust|Library|Universität)\b"
)
_AMPERSAND = re.compile(r"(?<![\w&])[A-Z]{1,3}&[A-Z]{1,3}(?![\w&])")
#: What stands right before the employer itself, and words that only say that there is a client.
_AT_END = re.compile(r"(?:^|\s)(?:at|@|bei|chez|bij|en)\s*$", re.IGNORECASE)
_CLIENTS = re.compile(
    r"\b(?:end )?client(?:['’]s)?(?= (?:interview|call|meeting|round|stage|chat|conversation)\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Company:
    """Whom an interview is with."""

    evidence: Evidence
    #: The label of the one employer's domain ("acme") that all who could be theirs write from, or "".
    domain: str


def find_company(lines: Lines, interviewers: Iterable[Interviewer], title: str, me: Me, text: str = "") -> Evidence:
    """
    Tell the company: from its line, else from the addresses of those who are thanked, else from the title.

    Of several domains the one counts that the title names, else the majority's. An agency is not the company: its
    client is, if the title or *text* (the description) names one. `value` is "" where nothing tells it.
    """
    return read_company(lines, interviewers, title, me, text).evidence


def read_company(lines: Lines, interviewers: Iterable[Interviewer], title: str, me: Me, text: str = "") -> Company:
    """Give what `find_company` tells, and the employer's domain, which is never an agency's."""
    people = tuple(interviewers)
    labels, agencies = _labels(people)
    client = client_named(text) or client_named(title)
    for label in [*labels]:
        title, is_between = without_go_between(title, label)
        if is_between or (client and fold(client) != fold(label)):
            agencies[label] = agencies.get(label, False) or is_between
            del labels[label]
    for label in agencies:
        title, is_between = without_go_between(title, label)
        agencies[label] = agencies[label] or is_between
    title = plain_title(title)
    domain = next(iter(labels)) if len(labels) == 1 else ""
    if lines.company:
        return Company(Evidence("company", lines.company, "the line `company:` of the description"), domain)
    if not labels and agencies:
        return Company(_with_agency(agencies, client, title, people, me), "")
    return Company(_from_domains(labels, title, people, me), domain)


def _from_domains(labels: Counter[str], title: str, people: tuple[Interviewer, ...], me: Me) -> Evidence:
    for label in labels:
        if spelling := _spelling(title, label):
            return Evidence(
                "company", spelling, f"the address domain of {labels[label]} to thank, as the title spells it"
            )
    plain = fold(title)
    is_alike = any(fold(label)[:5] in plain or fold(label)[-5:] in plain for label in labels)
    named = _from_title(title, people, me) if is_alike or len(labels) != 1 else ""
    for label in labels:
        if spelling := _better_than(label, named):
            return Evidence("company", spelling, f"the title, which the address domain of {labels[label]} only adds to")
    if labels:
        (label, count), *others = labels.most_common()
        if not others or others[0][1] < count:
            return Evidence("company", _titled(label), f"the address domain of {count} to thank")
    if named:
        return Evidence("company", named, "the title")
    rule = "the people to thank come from several companies" if labels else "neither an address nor the title tells it"
    return Evidence("company", "", rule)


def _with_agency(
    agencies: Mapping[str, bool], client: str, title: str, people: tuple[Interviewer, ...], me: Me
) -> Evidence:
    """Tell the company where only people of *agencies* are thanked; those with True certainly are one here."""
    if client:
        return Evidence("company", client, "the description names it as the client of an agency")
    title = _CLIENTS.sub("", title)
    others = title
    for label, is_sure in agencies.items():
        span = find_spelling(title, label)
        if span is None:
            continue
        is_at = _AT_END.search(title[: span[0]]) is not None
        if not is_sure and is_at and (spelling := _spelling(title, label)):
            return Evidence("company", spelling, "the title names the agency itself as the employer")
        others = without(others, [label])
    if named := _from_title(others, people, me):
        return Evidence("company", named, "the title; the people to thank write from an agency")
    return Evidence("company", "", f"{_titled(next(iter(agencies)))} is an agency, and nothing names its client")


def _labels(people: Iterable[Interviewer]) -> tuple[Counter[str], dict[str, bool]]:
    """Give the labels of employers' domains, how often each, and those of agencies', none of them certain yet."""
    found: Counter[str] = Counter()
    agencies: dict[str, bool] = {}
    for one in people:
        domain = one.email.rpartition("@")[2].casefold()
        if not (label := company_label(domain)):
            continue
        if is_agency(domain, label):
            agencies.setdefault(label, False)
        else:
            found[label] += 1
    return found, agencies


def _spelling(title: str, label: str) -> str:
    """Give the company's name as the title spells it, or "" if the title does not name it."""
    for match in _AMPERSAND.finditer(title):
        if fold(match[0]) == label:
            return match[0]
    for name in (label, *_shorter(label)):
        span = find_spelling(title, name)
        if span is None:
            continue
        start, end = _whole(title, *span)
        spelt = clean_value(title[start:end], COMPANY_LIMIT)
        is_shouted = title.isupper()
        if spelt.islower() or is_shouted or not spelt:
            return _titled(name)
        return spelt
    return ""


def _better_than(label: str, named: str) -> str:
    """Give the company that the title names where a domain's *label* only adds to it: The Blue Heron, blueheronpub."""
    plain = fold(named)
    plain = plain.removeprefix("the") if named.lower().startswith("the ") else plain
    is_part = len(plain) > 4 and (fold(label).startswith(plain) or fold(label).endswith(plain))
    return named if is_part else ""


def _whole(title: str, start: int, end: int) -> tuple[int, int]:
    """Widen a name's place in *title* over what belongs to the names of institutions: University of Elm."""
    before, after = _BEFORE_NAME.search(title[:start]), _AFTER_NAME.match(title[end:])
    return (before.start() if before else start), (end + after.end() if after else end)


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
