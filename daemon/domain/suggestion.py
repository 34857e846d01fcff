"""Untagged events that look like interviews. Nothing is ever made for them: the person is only told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from daemon.domain.called_off import is_called_off
from daemon.domain.employer_domain import company_label
from daemon.domain.guest_address import is_mine, plain_address
from daemon.domain.hiring_signs import find_hiring_sign
from daemon.domain.lines import read_lines
from daemon.domain.occurrence import Attendee, Occurrence, Participation
from daemon.domain.policy import AccountPolicy, Me
from daemon.domain.services import APPLICANT_TRACKING, SCHEDULING, is_employer, is_machine, is_of, is_room, is_service
from daemon.domain.side import find_hiring
from daemon.domain.suggestion_words import (
    HIRING_STAGE,
    HIRING_TALK,
    INTERVIEW_SERVICES,
    JOB_MARK,
    NOT,
    OTHER_MEETING,
    ROLE_WORD,
    STAGE_ALONE,
    SURE,
    TALKS_WITH_RECRUITING,
)
from daemon.domain.tags import find_tag, hashtags
from daemon.domain.text import TEXT_LIMIT, TITLE_LIMIT, fold, one_line, to_text
from daemon.domain.title_sense import is_role
from daemon.domain.titles import plain_title, split_title, without

_CONNECTING = frozenset({"x", "and", "und", "et", "walkthrough", "gespräch"})
_HOST = re.compile(r"(?:https?://|\bpowered by )([a-z0-9.-]{3,100})", re.IGNORECASE)
_RECRUITING = APPLICANT_TRACKING | INTERVIEW_SERVICES
_PLAIN_SCHEDULING = SCHEDULING - INTERVIEW_SERVICES
_SERVICES = _RECRUITING | SCHEDULING
#: What is read of a description.
_READ = 20_000


def suggest(occurrence: Occurrence, account: AccountPolicy) -> str | None:
    """
    Tell in words why an untagged event looks like an interview, or give None.

    Never for one that is tagged, cancelled, declined, or in which the person seems to interview somebody else. Others
    must be there: a note to oneself is no interview, unless a recruiting service wrote it. A stage, a role or a link
    counts only where somebody from another company takes part and no colleague.
    """
    title = one_line(occurrence.title, TITLE_LIMIT)
    if occurrence.is_cancelled or is_called_off(title) or _has_declined(occurrence, account.me):
        return None
    text = to_text(occurrence.description)
    if find_tag(occurrence, title, text, account.tags) or NOT.search(title):
        return None
    tags = (*hashtags(title), *hashtags(text))
    if find_hiring(tags, read_lines(text), account.me) or find_hiring_sign(occurrence, title, text, account.me):
        return None
    return _by_service(occurrence, title, text, account.me) or _by_words(occurrence, title, account.me)


def _by_service(occurrence: Occurrence, title: str, text: str, me: Me) -> str | None:
    match = SURE.search(title)
    service = _service(occurrence)
    if match and service:
        return f"its title says “{match[0].strip()}”, and {service} is among its guests"
    if match and (_others(occurrence, me) or occurrence.guests_hidden):
        return f"its title says “{match[0].strip()}”"
    if service and is_of(service, _RECRUITING):
        return f"{service}, which companies recruit with, is among its guests"
    if OTHER_MEETING.search(title):
        return None
    linked = _linked(occurrence)
    arranged = service or (linked.scheduler if _is_with_strangers(occurrence, me) else "")
    if arranged and HIRING_TALK.search(f"{title}\n{text[:_READ]}"):
        return f"{arranged} arranged it, and its text speaks of an interview"
    if linked.recruiting and _is_with_strangers(occurrence, me):
        return f"it links to {linked.recruiting}, which companies recruit with"
    return None


def _by_words(occurrence: Occurrence, title: str, me: Me) -> str | None:
    """Tell by a title that only means a job where people of one other company, and no colleague, take part."""
    if not _is_with_strangers(occurrence, me):
        return None
    pieces = [piece.text for piece in split_title(plain_title(title)) if piece.lead in {"", "for"}]
    if JOB_MARK.search(title) and (job := next((piece for piece in pieces if is_role(piece)), "")):
        return f"its title names a job: “{job}”"
    role = next((piece for piece in pieces if is_role(piece, needs_noun=True)), "")
    # "Sales" is a meeting's word, and a role's.
    rest = title.replace(role, " ") if role else title
    if OTHER_MEETING.search(rest):
        return None
    if match := TALKS_WITH_RECRUITING.search(title):
        return f"its title says “{match[0].strip()}”"
    for match in ROLE_WORD.finditer(title):
        words = (match["role"] or match["after"]).split()
        if any(is_role(" ".join(words[start:]), needs_noun=True) for start in range(min(len(words), 6))):
            return f"its title speaks of a role: “{match[0].strip()}”"
    if role and HIRING_STAGE.search(rest):
        return f"its title names a stage and a role: “{role}”"
    if (match := STAGE_ALONE.search(title)) and _holds_only_names(occurrence, title, me):
        return f"its title names a stage of a hiring process: “{match[0].strip()}”"
    return None


def _holds_only_names(occurrence: Occurrence, title: str, me: Me) -> bool:
    """Say whether *title* is made of stages, and of the names of people and companies that take part."""
    people = _others(occurrence, me)
    labels = [company_label(domain) for one in people if (domain := _domain(one))]
    called = [word for name in (me.name, *(one.name[:60] for one in people)) for word in (name, *name.split())]
    rest = without(plain_title(title), [name for name in (*labels, *called) if len(name) > 1])
    return all(not piece.text or fold(piece.text) in _CONNECTING for piece in split_title(rest))


def _has_declined(occurrence: Occurrence, me: Me) -> bool:
    return any(
        guest.participation is Participation.DECLINED and (guest.is_self or _is_me(guest.email, me))
        for guest in occurrence.attendees
    )


def _others(occurrence: Occurrence, me: Me) -> list[Attendee]:
    return [guest for guest in occurrence.attendees if not guest.is_resource and not _is_me(guest.email, me)]


def _is_with_strangers(occurrence: Occurrence, me: Me) -> bool:
    """Say whether people of another company take part, and nobody of the person's own."""
    people = [*_others(occurrence, me), *([occurrence.organizer] if occurrence.organizer else [])]
    own = {address.rpartition("@")[2].casefold() for address in (me.email, *me.aliases)}
    domains = {_domain(one) for one in people if not one.is_self and not _is_me(one.email, me) and _is_human(one)}
    return not domains & own and any(domain and is_employer(domain) for domain in domains)


def _is_human(one: Attendee) -> bool:
    local, _, domain = one.email.casefold().rpartition("@")
    return not (is_service(domain) or is_room(local) or is_machine(local))


def _is_me(email: str, me: Me) -> bool:
    return is_mine(plain_address(email) or email, me)


def _domain(one: Attendee) -> str:
    return plain_address(one.email).rpartition("@")[2].casefold()


def _service(occurrence: Occurrence) -> str:
    """Give the domain of a recruiting or scheduling service among guests and organiser, or ""."""
    people = [*occurrence.attendees, *([occurrence.organizer] if occurrence.organizer else [])]
    for one in people:
        domain = _domain(one)
        if domain and is_of(domain, _SERVICES):
            return domain
    return ""


@dataclass(frozen=True, slots=True)
class _Linked:
    """The first recruiting system, and the first scheduler, that an event links to; "" for none."""

    recruiting: str
    scheduler: str


def _linked(occurrence: Occurrence) -> _Linked:
    recruiting = scheduler = ""
    # A link's target is no text.
    for source in (occurrence.location[:_READ], occurrence.description[: min(TEXT_LIMIT, _READ)]):
        for match in _HOST.finditer(source):
            host = match[1].casefold().strip(".-")
            if not recruiting and is_of(host, _RECRUITING):
                recruiting = host
            if not scheduler and is_of(host, _PLAIN_SCHEDULING):
                scheduler = host
    return _Linked(recruiting, scheduler)
