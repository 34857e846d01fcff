"""What all drafts have in common: clean names, a greeting that is right or nameless, one signature, the HTML."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping, Sequence

from daemon.domain.address import ascii_address
from daemon.domain.interview import Interviewer
from daemon.domain.item import Mailbox
from daemon.domain.policy import Me
from daemon.domain.words import Notes

SUBJECT_BELOW = 60
LONGEST_NAME = LONGEST_COMPANY = 60
LONGEST_ROLE = 80

TITLES = re.compile(r"(?:Dr|Prof|Mr|Mrs|Ms|Mx|Herr|Frau|Professor|Doctor|Sir|Dame|Rev)\b")
CLOSINGS = re.compile(
    r"(?i)(?:(?:best|kind|warm) |kindest |many )?(?:regards|wishes|thanks|cheers|sincerely|yours)|"
    r"(?:viele|beste|herzliche|freundliche) grüße|mit freundlichen|(?:bien )?cordialement|"
    r"(?:cordiales )?saludos|un (?:cordial )?saludo|(?:cordial|atenta)mente"
)


def wordings(notes: Notes, template: str, language: str, facts: Mapping[str, object]) -> list[str]:
    """Give the ways of saying it that *template* has for *facts*: its lines."""
    return [line for line in notes.render(template, language, facts).splitlines() if line]


def offset(seed: str, slot: str, count: int, position: int = 0) -> int:
    """Point to one of *count* wordings: elsewhere for each *seed* and *slot*, and one further for each *position*."""
    start = int.from_bytes(hashlib.sha256(f"{seed}\n{slot}".encode()).digest()[:4], "big")
    return (start + position) % count if count else 0


def short_subject(lines: Sequence[str], start: int) -> str:
    """Give the first of *lines* from *start* on, round, that is short enough; the last is for when none is."""
    *special, general = lines
    turned = special[start:] + special[:start]
    return next((line for line in turned if len(line) < SUBJECT_BELOW), general)


def greeting(people: Sequence[Interviewer], notes: Notes, language: str) -> str:
    """Greet *people* by name where all names are known, else without any."""
    names = [clean_name(one.greeting, LONGEST_NAME) for one in people]
    values = {
        "names": names if all(names) else [],
        "full_names": [full_name(one, name) for one, name in zip(people, names, strict=True)],
        "titled": any(TITLES.match(name) for name in names),
        "several": len(people) > 1,
    }
    return wordings(notes, "thank_you/greeting", language, values)[0]


def ending(sender: Me, signoff: str) -> str:
    """Give *signoff* and signature; a signature that begins with a sign-off of its own keeps that."""
    signature = [line.strip() for line in sender.signature.strip().splitlines()]
    if signature and signature[0].rstrip() == "--":
        signature = signature[1:]
    signature = signature or [one_line(sender.name)]
    if CLOSINGS.match(signature[0]):
        return "\n".join(signature)
    return "\n".join(filter(None, (signoff, *signature)))


def from_mailbox(sender: Me) -> Mailbox:
    """Give whom a draft is from."""
    return Mailbox(one_line(sender.name), sender.email)


def to_mailboxes(people: Sequence[Interviewer]) -> tuple[Mailbox, ...]:
    """Give whom a draft is to: those whose address can be written in a header."""
    return tuple(Mailbox(one_line(one.name), address) for one in people if (address := ascii_address(one.email)))


def as_html(paragraphs: Sequence[str]) -> str:
    """Show *paragraphs* of plain text as HTML, and nothing more."""
    return "\n".join("<p>" + "<br>\n".join(html.escape(one, quote=False).split("\n")) + "</p>" for one in paragraphs)


def clean_name(value: str, longest: int) -> str:
    """Make a name fit for a sentence: one line, no brackets; "" where it holds what no name holds, or is too long."""
    value = one_line(re.sub(r"\s*[(\[][^()\[\]]*[)\]]", "", value)).strip(" ,;:-–—|/")
    if re.search(r"[<>{}\[\]()@|\\`~#*_]|://|\bwww\.", value) or len(value) > longest:
        return ""
    return value


def full_name(person: Interviewer, greeting: str) -> str:
    """Give the whole name where it only adds to *greeting*: languages with a formal address greet by it."""
    whole = clean_name(person.name, LONGEST_NAME)
    return whole if whole.startswith(f"{greeting} ") and "," not in whole else greeting


def clean_role(value: str) -> str:
    """Make a role fit to stand before the word "role": as `clean_name`, and without that word of its own."""
    return re.sub(r"(?i)\s+(?:role|position|job|vacancy)$", "", clean_name(value, LONGEST_ROLE))


def one_line(value: str) -> str:
    """Give *value* on one line: what cannot be seen counts as a space, and one space is enough."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())
