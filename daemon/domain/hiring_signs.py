"""
Signs that the person is the one who interviews, where nobody said so.

Two strengths: what is only ever written for interviewers (a scorecard's address, a candidate of another name) is enough
alone; what could also be said to a candidate counts beside a colleague, on a calendar at work. The words are in
`hiring_words`.
"""

from __future__ import annotations

import re

from daemon.domain.guest_address import is_mine, plain_address
from daemon.domain.hiring_words import (
    CANDIDATE,
    CANDIDATE_IN_TITLE,
    FOR_INTERVIEWERS,
    INTERVIEWERS_TITLES,
    NOBODY,
    RATHER_FOR_INTERVIEWERS,
    RATHER_INTERVIEWERS_TITLE,
    STAFF_PAGE,
    YOU_INTERVIEW,
)
from daemon.domain.interview_lists import find_interview_lists
from daemon.domain.name_lists import GIVEN_NAMES, NICKNAMES
from daemon.domain.occurrence import Attendee, Occurrence
from daemon.domain.policy import Me
from daemon.domain.services import FREEMAIL, is_employer, is_of, is_room, is_service
from daemon.domain.text import fold, word_set
from daemon.domain.title_sense import is_role
from daemon.domain.title_words import SCAFFOLDING, STAGE_WORDS
from daemon.domain.titles import find_spelling

_GIVEN = GIVEN_NAMES | NICKNAMES
#: What is read of a description: no invitation for interviewers says it later.
_READ = 20_000


def find_hiring_sign(occurrence: Occurrence, title: str, text: str, me: Me) -> str:
    """
    Tell in words why the person seems to interview somebody else in *occurrence*, or give "".

    *title* and *text* are its title and description as a person sees them. A guess: the person's word beats it.
    """
    text = text[:_READ]
    for pattern, meaning in INTERVIEWERS_TITLES:
        if pattern.search(title):
            return f"its title reads like {meaning}"
    candidate = _other_candidate(title, text, occurrence, me)
    if candidate:
        return f"it names {candidate} as the candidate"
    if match := STAFF_PAGE.search(occurrence.description[:_READ]):
        return f"it links to {match[0].strip('/').split('/')[0]}, to a page that only interviewers can open"
    if match := FOR_INTERVIEWERS.search(text) or YOU_INTERVIEW.search(text):
        return f"its text speaks to interviewers: “{_quoted(match[0])}”"
    if any(_is_me(name, me) for one in find_interview_lists(text) if one.is_plural for name in one.names):
        return "you are on its list of interviewers"
    return _sign_at_work(occurrence, title, text, me)


def _sign_at_work(occurrence: Occurrence, title: str, text: str, me: Me) -> str:
    """Tell what makes it likely where a colleague takes part, or the person invites from an address at work."""
    people = [*occurrence.attendees, *([occurrence.organizer] if occurrence.organizer else [])]
    # Most invitations come from elsewhere, and are told from the rest by their domains alone.
    domains = {address.rpartition("@")[2].casefold() for address in (me.email, *me.aliases)}
    domains |= {_domain(one) for one in people if one.is_self}
    near = [one for one in people if one.email.rpartition("@")[2].casefold() in domains]
    mine = [one for one in near if one.is_self or is_mine(one.email, me)]
    domain = (mine[0].email if mine else me.email).rpartition("@")[2].casefold()
    is_own = occurrence.organizer is not None and occurrence.organizer in mine
    if not is_own and len(mine) == len(near):
        return ""
    if not is_employer(domain) or _is_named_after(domain, me):
        return ""
    others = [one for one in people if one not in mine and _is_human(one)]
    colleagues = [one for one in others if _domain(one) == domain]
    strangers = [one for one in occurrence.attendees if one in others and one not in colleagues]
    by_colleague = is_own or (occurrence.organizer is not None and _domain(occurrence.organizer) == domain)
    is_candidate = len(strangers) == 1 and is_of(_domain(strangers[0]), FREEMAIL)
    if is_candidate and by_colleague:
        return "its one guest from outside writes from free mail, and the invitation is from your own company"
    if not colleagues:
        return ""
    if match := RATHER_FOR_INTERVIEWERS.search(text):
        return f"a colleague takes part, and its text seems to speak to interviewers: “{_quoted(match[0])}”"
    if match := RATHER_INTERVIEWERS_TITLE.search(title):
        return f"a colleague takes part, and its title speaks of what interviewers do: “{_quoted(match[0])}”"
    named = (one.name for one in strangers if len(one.name.split()) > 1 and find_spelling(title, one.name[:60]))
    if name := next(named, "") or _named_in_title(title, colleagues, me):
        return f"a colleague takes part, and its title names {name}"
    return ""


def _other_candidate(title: str, text: str, occurrence: Occurrence, me: Me) -> str:
    """Give the candidate whom a line or the title names, if that is somebody else than the person."""
    for match in (*CANDIDATE.finditer(text), *CANDIDATE_IN_TITLE.finditer(title)):
        name = re.split(r"\s[–—-]\s|[(<|,;]\s?(?=[^\s]*@)|\s\(|\s\|", match[1])[0].strip(" .*_")
        words = [word for word in re.split(r"[\s,]+", name) if word]
        is_given = bool(words) and fold(words[0]) in _GIVEN
        if not is_given and (not 1 < len(words) < 5 or is_role(name) or any(_is_stage(word) for word in words)):
            continue
        if len(words) > 4 or any(fold(word) in NOBODY or not _starts_name(word) for word in words):
            continue
        if not _may_be_me(words, occurrence, me) and not any(is_mine(one, me) for one in match[1].split()):
            return name
    return ""


def _is_stage(word: str) -> bool:
    return word.lower().strip(".,") in STAGE_WORDS or word.lower() in SCAFFOLDING


def _may_be_me(words: list[str], occurrence: Occurrence, me: Me) -> bool:
    """Say whether *words* may be a name of the person: they share a word of it, or the beginning of one."""
    called = [me.name, *(one.name for one in occurrence.attendees if one.is_self or is_mine(one.email, me))]
    called += [re.sub(r"[._+-]+", " ", one.partition("@")[0]) for one in (me.email, *me.aliases)]
    own = {fold(word) for name in called for word in name.split()} - {""}
    if not own:
        return True
    if any(not word.isascii() and not fold(word).isascii() for word in words):
        # Written in other letters it may be the same name.
        return True
    return any(
        fold(word) in own or any(len(fold(word)) > 2 and _starts_alike(fold(word), one) for one in own)
        for word in words
    )


def _starts_alike(one: str, other: str) -> bool:
    """Say whether a name is the short form of the other, or is run together with more: Sam and Samantha."""
    return len(other) > 2 and (one.startswith(other) or other.startswith(one))


def _is_me(name: str, me: Me) -> bool:
    return bool(fold(me.name)) and fold(name) == fold(me.name)


def _starts_name(word: str) -> bool:
    return word[0].isupper() or (word[0].isalpha() and not word[0].islower())


def _named_in_title(title: str, colleagues: list[Attendee], me: Me) -> str:
    """Give the full name in *title* of somebody who is neither the person nor one of *colleagues*."""
    own = {fold(word) for name in (me.name, *(one.name for one in colleagues)) for word in name.split()}
    own |= {fold(word) for one in colleagues for word in re.split(r"[@._-]", one.email)}
    for match in re.finditer(r"\b([^\W\d_][\w'’-]+) ([^\W\d_](?:[\w'’-]+|\.))(?=$|\s?[,:|()\[\]/–—-])", title):
        given, surname = match[1], match[2]
        before = title[: match.start()].rstrip()
        is_alone = not before or not before[-1].isalnum() or before.rpartition(" ")[2].lower() in _BEFORE_NAME
        if fold(given) in _GIVEN and surname[0].isupper() and given[0].isupper() and is_alone:
            if {fold(given), fold(surname)} & own:
                continue
            return match[0].strip()
    return ""


_BEFORE_NAME = word_set("interview with entretien entrevista gespräch mit avec con candidate screen call")


def _is_named_after(domain: str, me: Me) -> bool:
    """Say whether *domain* bears the person's own name: nobody else works there."""
    label = fold(domain.partition(".")[0])
    return any(len(fold(word)) > 2 and fold(word) in label for word in me.name.split())


def _is_human(one: Attendee) -> bool:
    local, _, domain = one.email.casefold().rpartition("@")
    return bool(domain) and not (one.is_resource or is_service(domain) or is_room(local))


def _domain(one: Attendee) -> str:
    return plain_address(one.email).rpartition("@")[2].casefold()


def _quoted(text: str) -> str:
    return " ".join(text.split())[:60].strip(" .:;!?•*–—-")
