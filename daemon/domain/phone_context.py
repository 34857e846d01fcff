"""
What the words around a telephone number say of it: that it leads into a meeting, that it is the person's own, or whose.

The words are those of English, German, French and Spanish invitations. What is not understood leads to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from daemon.domain.display_name import JOBS, NO_NAME
from daemon.domain.phone import Number, without_labels
from daemon.domain.text import fold, word_set

_URL = re.compile(r"\b(?:[a-z][a-z0-9+.-]{0,20}://|www\.)\S+", re.IGNORECASE)

#: Beside, or right above or below a number with these words one dials into a meeting.
_CODES = re.compile(
    r"\b(?:pin|pass ?codes?|passwor[dt]|access codes?|meeting[ -]?(?:id|number|no)|conference[ -]?(?:id|code)|dial|"
    r"dial(?:ling|ing|-?in)|one[ -]tap|(?:join|call in|participate) by (?:tele)?phone|toll|sip|bridge|kenncode|einwahl|"
    r"einwählen|besprechungs-id|konferenz-id|code d'accès|id de réunion|par téléphone)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:zoom|webex|teams|skype|google meet|meet\.google|gotomeeting|bluejeans|whereby|ringcentral|conference|"
    r"konferenz|conférence|webinar|join|fax)\b",
    re.IGNORECASE,
)
#: The number on such a line is the person's own.
_YOURS = re.compile(
    r"\b(?:(?:call|phone|ring|reach|contact|text|dial)(?:ing)? you|give you a (?:call|ring)|your (?:\w+ )?(?:phone|"
    r"mobile|cell|number|telephone|tel)|invitees?|candidates?|applicants?|attendees?|bewerber(?:in)?|kandidat(?:in)?|"
    r"(?:ruft|wir rufen|wird|werden) (?:sie|dich)\b|(?:sie|dich) (?:\w+ ){0,5}an(?:ge)?rufen|"
    r"ihre[rn]? (?:\w+ )?(?:telefon|handy|mobil|ruf|nummer)\w*|deine[rn]? \w*nummer|"
    r"vous (?:appel|contact|joindr)\w*|t'appel\w*|(?:votre|ton) (?:numéro|téléphone|portable)|candidate?|"
    r"(?:llamar|contactar)\w* (?:a|al|con) usted|(?:tu|su) (?:número|teléfono|móvil))",
    re.IGNORECASE,
)
_ID_BEFORE = re.compile(
    r"\b(?:req(?:uisition)?|id|ref(?:erence)?|job|no|nr|ticket|case|code|room|order|invoice|vat|iban|hrb|suite|floor|zip)"
    r"[.:# ]{0,3}$",
    re.IGNORECASE,
)

#: Words that may stand between a name and its number, "T +49 ..." among them; after an address also "or".
_LEADS = word_set(
    "at on under via by is can be reached reach reachable available directly unter erreichbar ist tel per au sous "
    "joignable en al t m p c"
)
_OR = word_set("or oder ou o and und")
#: Not the person, but somebody or something near them.
_NEAR = word_set(
    "reception receptionist assistant assistants office desk switchboard support helpdesk hotline emergency security "
    "empfang zentrale sekretariat pforte accueil room conference meeting zoom teams guest unknown none anonymous user "
    "your the our you und and us my"
)
_JOB = (JOBS | NO_NAME | word_set("head of leiter leiterin chef responsable")) - _NEAR
_PARTS = re.compile(r"[,;:|()<>\[\]/•·–—]|(?:^|\s)-+(?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def without_links(line: str) -> str:
    """Give *line* with a mark for each link; that one leads to a meeting is worth knowing."""
    return _URL.sub(_link_word, line)


def _link_word(match: re.Match[str]) -> str:
    return " zoom " if _MEETING.search(match[0]) else " \x00 "


def is_not_theirs(line: str) -> bool:
    """Say whether the numbers of *line* are the person's own, or lead into a meeting."""
    return bool(_CODES.search(line) or _MEETING.search(line) or _YOURS.search(line) or ",," in line)


def has_codes(line: str) -> bool:
    """Say whether *line* tells how to dial into a meeting: a number right above or below leads there too."""
    return bool(_CODES.search(line))


def is_yours(text: str) -> bool:
    """Say whether *text* says that the person will be called, or gives their number."""
    return bool(_YOURS.search(text))


def is_id(line: str, number: Number) -> bool:
    """Say whether the word before *number* calls it something else: a requisition, a room, a case."""
    is_plain = not number.is_labelled and not number.text.lstrip("(").startswith("+")
    return is_plain and bool(_ID_BEFORE.search(line[max(0, number.start - 30) : number.start]))


def leads(between: str, email: str, *, is_address: bool) -> bool:
    """
    Say whether *between*, from a name (or their address) to a number, leads from the one to the other.

    That do labels, "at", and what the person is: a job, or the company that the domain of *email* names.
    """
    between = without_labels(between)
    if "@" in between or re.search(r"[.!?]\s*[^\W\d_]", between) or any(char.isdigit() for char in between):
        return False
    links = _LEADS | _OR if is_address else _LEADS
    what_they_are = _JOB | _domain(email)
    for index, part in enumerate(_PARTS.split(between)):
        words = [fold(word) for word in _WORD.findall(part)]
        is_lead = all(word in links for word in words)
        is_job = index > 0 and len(words) <= 6 and not _NEAR & set(words) and bool(what_they_are & set(words))
        if not (is_lead or is_job):
            return False
    return True


def _domain(email: str) -> frozenset[str]:
    return frozenset(fold(label) for label in email.rpartition("@")[2].split("."))


def may_name_another(line: str, email: str) -> bool:
    """
    Say whether *line* may be about somebody else than the owner of *email*: a name, or prose.

    A name is two to four words with capitals among which there is no job and no company.
    """
    words = _WORD.findall(line)
    if not 1 < len(words) <= 4 or any(char.isdigit() for char in line):
        return len(words) > 8
    return words[0][0].isupper() and not (_JOB | _domain(email)) & {fold(word) for word in words}


def is_bare(line: str, found: Sequence[Number]) -> bool:
    """Say whether *line* holds nothing but the numbers *found* in it and words that announce one."""
    rest, at = "", 0
    for number in found:
        rest, at = f"{rest} {line[at : number.start]}", number.end
    return all(fold(word) in _LEADS for word in re.findall(r"\w+", without_labels(f"{rest} {line[at:]}")))


def is_anothers(line: str, number: Number) -> bool:
    """Say whether brackets behind *number* give it to somebody or something near: `030 1234567 (reception)`."""
    match = re.match(r" ?[(\[]([^()\[\]]{0,80})", line[number.end :])
    return bool(match and _NEAR & {fold(word) for word in _WORD.findall(match[1])})


def is_before_name(line: str, number: Number, start: int, end: int) -> bool:
    """Say whether *line* is `+49 30 1234567 (Jane Doe)`, where the name stands from *start* to *end*."""
    if not is_bare(line[: number.start], ()):
        return False
    return line[number.end : start].strip() in {"(", "-", "–", "—"} and line[end:].strip() in {"", ")", "."}
