"""Why interviews count as rounds of one application, or of two: in words, for `afterword why` and `applications`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from daemon.domain.application import Application, role_key
from daemon.domain.interview import Interview
from daemon.domain.same_company import company_key, people_met


def why_together(application: Application) -> dict[str, str]:
    """Give, by identity, why each round belongs to *application*; "" for the one that opens it."""
    reasons: dict[str, str] = {}
    for place, one in enumerate(application.rounds):
        before = application.rounds[:place]
        reasons[one.identity] = f"{_by_company(one, before)}; {_by_role(one, before)}" if before else ""
    return reasons


def why_apart(application: Application, others: Sequence[Application], zone: tzinfo) -> list[str]:
    """Give, for each of *others* that one might take for the same process as *application*, why it is another."""
    key = company_key(application.company)
    return [
        f"{_name_of(other)} is another application: {_difference(application, other, zone)}"
        for other in others
        if other is not application and key and company_key(other.company) == key
    ]


def _by_company(one: Interview, before: Sequence[Interview]) -> str:
    named = [other for other in before if other.company]
    if one.company:
        same = [other for other in named if company_key(other.company) == company_key(one.company)]
        if any(other.company == one.company for other in same):
            return f"the same company, {one.company}"
        if same:
            return f"the same company: {one.company} is {same[-1].company}, spelt another way"
        if any(other.domain == one.domain for other in named if one.domain):
            return f"the same company: they write from the same domain as those of {named[-1].company}"
    if shared := [other for other in before if people_met(one) & people_met(other)]:
        return f"you met one of the same people on {shared[-1].start.date().isoformat()}"
    return "they write from the same domain, or were met by the same people, as others of its rounds"


def _by_role(one: Interview, before: Sequence[Interview]) -> str:
    roles = [other.role for other in before if other.role]
    if not one.role:
        return "it names no role of its own" if roles else "no role is known"
    if not roles:
        return "the earlier ones name no role"
    return "the same role" if roles[-1] == one.role else f"the same role: {one.role} is {roles[-1]}"


def _name_of(application: Application) -> str:
    names = ", ".join(filter(None, (application.company, application.role)))
    return names or application.rounds[0].title


def _difference(one: Application, other: Application, zone: tzinfo) -> str:
    if one.role and other.role and role_key(one.role) != role_key(other.role):
        return "another role"
    earlier, later = sorted((one, other), key=lambda application: application.rounds[0].start)
    word = earlier.word
    began = later.rounds[0].start.astimezone(zone).date().isoformat()
    if word is None:
        return f"it began on {began}"
    over = "you closed the earlier one" if word.closes else f"the earlier one was over ({word.outcome})"
    return f"{over} before the interview on {began}"
