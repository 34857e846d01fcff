"""
Recruitment agencies: who writes for an employer and is none, and whom they write for.

An agency is told by a list of the larger ones (`agencies.tsv`, with where each is from), by a word of its trade at the
end of its domain, or by the invitation: "via Harrow", "for our client ACME".
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from daemon.domain.text import COMPANY_LIMIT, clean_value
from daemon.domain.title_sense import is_company_name
from daemon.domain.titles import find_spelling

#: Words of the trade at a domain's end; some end other firms' names too, which a title may name ("at Quarry Search").
_SURE = re.compile(
    r"(?:^|.{2}|-)(?:recruit(?:ment|ing|ers?)|staffing|headhunt(?:ing|ers?)|executive-?search|resourcing|"
    r"personal(?:beratung|vermittlung|dienstleistung(?:en)?|management|service)|zeitarbeit|jobagentur|"
    r"recrutement|interim|detachering|seleccion|reclutamiento)(?:-?(?:group|gmbh|ltd|uk|partners|agency|solutions))?$"
)
_LIKELY = re.compile(r"(?:.{3}talent|-search|-executives?|-talents?)(?:-?(?:group|partners))?$")
#: What is read of a description.
_READ = 20_000
_NAME = r"[A-ZÀ-ÖØ-Þ0-9][\w&.'’-]*(?: (?:[A-ZÀ-ÖØ-Þ0-9][\w&.'’-]*|&|of|and|und|de|la)){0,4}"
_CLIENT = re.compile(
    r"(?:\b(?i:interview|gespräch|entretien|entrevista|role|position|opportunity|vacancy|call|meeting|stelle|poste)"
    r"\s(?i:(?:here |is |will be )?(?:with|for|at|bei|für|chez|pour|con|en)"
    r"\s(?:my|our|the|unser(?:em|en)|notre|nuestro)\s(?:end )?(?:client|kunden?|mandanten?|cliente?))[,:]?\s"
    r"|\b(?i:on behalf of|im auftrag (?:von|der|des)|pour le compte de)"
    r"\s(?i:(?:our|my|unsere[ns]?|notre)\s(?:client|kunden?|mandanten?),?\s)"
    r"|^[ •*-]{0,4}(?i:(?:end )?client|employer|hiring company|arbeitgeber|kunde|mandant|employeur)\s?:\s?)"
    rf"(?P<name>{_NAME})",
    re.MULTILINE,
)
#: Without one of these there is nothing to look for.
_CLIENT_WORDS = ("client", "kunde", "mandant", "employer", "employeur", "hiring company", "arbeitgeber")
_THROUGH = (
    r"(?:(?:arranged|organi[sz]ed|hosted|sent|scheduled|set up|booked|facilitated)\s)?"
    r"(?:via|by|through|c/o|über|durch|par|vía)"
)


@lru_cache(maxsize=1)
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Give the labels that are an agency's under every suffix, and the whole domains."""
    lines = files("daemon.domain").joinpath("agencies.tsv").read_text(encoding="utf-8").splitlines()
    named = [line.split("\t")[0] for line in lines if line and not line.startswith("#")]
    return (
        frozenset(name.removesuffix(".*") for name in named if name.endswith(".*")),
        frozenset(name for name in named if not name.endswith(".*")),
    )


@lru_cache(maxsize=1024)
def is_agency(domain: str, label: str) -> bool:
    """Say whether *domain* (lower case) with the registrable *label* is an agency's, as far as it tells itself."""
    labels, domains = _known()
    return (
        label in labels
        or any(domain == one or domain.endswith(f".{one}") for one in domains)
        or _SURE.search(label) is not None
        or _LIKELY.search(label) is not None
    )


def without_go_between(title: str, label: str) -> tuple[str, bool]:
    """Give *title* without "via NAME" where NAME spells *label* or begins it; and whether it said so."""
    for match in re.finditer(rf"[(\[]?\s*(?<!\w){_THROUGH}\s(?=\S)", title, re.IGNORECASE):
        rest = title[match.end() :]
        span = next((span for name in _spelt(label) if (span := find_spelling(rest, name)) and span[0] == 0), None)
        if span is not None:
            after = rest[span[1] :].lstrip(" )]")
            return f"{title[: match.start()].rstrip()} {after}".strip(), True
    return title, False


def _spelt(label: str) -> list[str]:
    """Give *label* and what is left of it without the word of the trade."""
    short = _LIKELY.sub("", _SURE.sub("", label)).strip("-")
    return [label, *([short] if len(short) > 3 and short != label else [])]


def client_named(text: str) -> str:
    """Give the employer whom *text* (a description) names as a client of who writes, or ""."""
    text = text[:_READ]
    lowered = text.casefold()
    if not any(word in lowered for word in _CLIENT_WORDS):
        return ""
    for match in _CLIENT.finditer(text):
        name = re.split(r"[.!?](?:\s|$)", match["name"])[0].rstrip(".")
        name = clean_value(name, COMPANY_LIMIT)
        if name and is_company_name(name, "at", ()):
            return name
    return ""
