"""Untagged events that look like interviews. Nothing is ever made for them: the person is only told."""

from __future__ import annotations

import re

from daemon.domain.guest_address import is_mine, plain_address
from daemon.domain.lines import read_lines
from daemon.domain.occurrence import Occurrence
from daemon.domain.policy import AccountPolicy
from daemon.domain.services import APPLICANT_TRACKING, SCHEDULING, is_of
from daemon.domain.side import find_hiring
from daemon.domain.tags import find_tag, hashtags
from daemon.domain.text import TITLE_LIMIT, one_line, to_text

#: Titles that say it, in the languages of the notes.
_SURE = re.compile(
    r"\b(?:job|phone|video|onsite|technical|final|panel|coding|hiring manager|recruiter|first|second|third|\d(?:st|"
    r"nd|rd|th))"
    r"[ -](?:round[ -])?interview\b|\binterview (?:with|at|for|:|@)|\b(?:interview)\b|"
    r"\b(?:phone|recruiter|recruiting|technical|tech|hr|talent|initial|video|hiring manager)[ -]screen(?:ing)?\b|"
    r"\bhiring manager (?:call|chat|conversation|meeting)\b|\brecruiter (?:call|chat|intro)\b|\bscreening call\b|"
    r"\btake[- ]?home (?:debrief|review|interview)\b|\bvirtual on-?site\b|\bon-?site (?:loop|round)\b|"
    r"\bvorstellungsgespräch\b|\bbewerbungsgespräch\b|\bentretien (?:d['’]embauche|de recrutement)\b|"
    r"\bentrevista (?:de trabajo|con)\b",
    re.IGNORECASE,
)
#: What people have interviews' names in without being interviewed for a job.
_NOT = re.compile(
    r"\binterview(?:s|er|ers|ing|ee)?[ -](?:prep\w*|practi[cs]e|training|questions?|notes?|skills|guide|kit|debrief|"
    r"feedback|schedul\w+|"
    r"coaching|course|workshop|process|planning|tips|slots?|calibration|panel (?:sync|prep))\b|"
    r"\b(?:prep\w*|practi[cs]e|study|revise|research|plan|schedule|book|cancel|travel|train|flight|drive|"
    r"get ready)\b.{0,20}\binterview|"
    r"\b(?:mock|exit|stay|user|customer|podcast|radio|tv|press|media|research|journalist|expert|witness|police|visa|"
    r"school|nursery|"
    r"student|informational|candidate|practice)[ -]interview|\binterview(?:ing)? (?:candidate|candidates)\b|"
    r"\bdebrief\b.{0,20}\bcandidate\b|"
    r"\bafter (?:the )?interview\b|\bscorecard\b|\bdental|\bhealth screening\b|\bmovie screening\b|"
    r"\bfilm screening\b|\binterview (?:recap|"
    r"retro|review|reminder|outfit|suit)\b",
    re.IGNORECASE,
)
#: Descriptions written for the one who interviews.
_HIRING = re.compile(
    r"\bscore ?card\b|\binterview kit\b|\bsubmit (?:your )?feedback\b|\bfeedback form\b|^\s*candidate(?: name)?:|"
    r"\bresume of\b|"
    r"\bcandidate['’]s (?:resume|cv)\b",
    re.IGNORECASE | re.MULTILINE,
)


def suggest(occurrence: Occurrence, account: AccountPolicy) -> str | None:
    """
    Tell in words why an untagged event looks like an interview, or give None.

    Never for one that is tagged, cancelled, or in which the person seems to interview somebody else. Others must be
    there: a note to oneself is no interview, unless a recruiting service wrote it.
    """
    if occurrence.is_cancelled:
        return None
    title = one_line(occurrence.title, TITLE_LIMIT)
    text = to_text(occurrence.description)
    if find_tag(occurrence, title, text, account.tags):
        return None
    tags = (*hashtags(title), *hashtags(text))
    if find_hiring(tags, read_lines(text), account.me) or _HIRING.search(text) or _NOT.search(title):
        return None
    match = _SURE.search(title)
    service = _service(occurrence)
    others = [guest for guest in occurrence.attendees if not guest.is_resource and not _is_me(guest.email, account)]
    if match and service:
        return f"its title says “{match[0].strip()}”, and {service} is among its guests"
    if match and (others or occurrence.guests_hidden):
        return f"its title says “{match[0].strip()}”"
    if service and is_of(service, APPLICANT_TRACKING):
        return f"{service}, which companies recruit with, is among its guests"
    if service and re.search(
        r"\b(?:interview|recruit\w*|hiring|candidate|role|position)\b", f"{title}\n{text}", re.IGNORECASE
    ):
        return f"{service} arranged it, and its text speaks of an interview"
    return None


def _is_me(email: str, account: AccountPolicy) -> bool:
    return is_mine(plain_address(email) or email, account.me)


def _service(occurrence: Occurrence) -> str:
    """Give the domain of a recruiting or scheduling service among guests and organiser, or ""."""
    people = [*occurrence.attendees, *([occurrence.organizer] if occurrence.organizer else [])]
    for one in people:
        domain = plain_address(one.email).rpartition("@")[2].casefold()
        if domain and is_of(domain, APPLICANT_TRACKING | SCHEDULING):
            return domain
    return ""
