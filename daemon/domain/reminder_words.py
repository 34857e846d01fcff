"""
Composing a reminder: a title that tells all on a phone, and a description in short plain lines.

Reminders speak to the person, in the account's language: whom to contact, why now, what they were told, which words
to use. The sentences are templates; the first line of each is the title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from daemon.domain.draft_words import TITLES, full_name, one_line
from daemon.domain.interview import Interview, Interviewer
from daemon.domain.item import Kind, Reminder
from daemon.domain.occurrence import require_aware
from daemon.domain.policy import Me, Policy
from daemon.domain.words import Notes


@dataclass(frozen=True, slots=True)
class DraftLink:
    """A draft that a reminder is about."""

    #: Whom it is to: a name, else an address, else "".
    who: str
    #: Where the person opens it, or "".
    link: str = ""
    has_address: bool = True


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """All that a reminder's words are made from."""

    kind: Kind
    interview: Interview
    me: Me
    #: Whom to write to or to call, the best first; empty where nobody is known. For a feedback call: who was met.
    people: tuple[Interviewer, ...] = ()
    #: For a review.
    drafts: tuple[DraftLink, ...] = ()
    is_tentative: bool = False
    #: For a review: the slot by which this one was perhaps superseded.
    superseded_by: Interview | None = None
    #: The application's; where they are not "" they win over the interview's own.
    company: str = ""
    role: str = ""
    #: Where the interview's event opens, or "".
    event_link: str = ""
    #: For a follow-up and a feedback call: the note that lies in the drafts for it.
    draft: DraftLink | None = None
    #: For a feedback call: that note has left the drafts, so it was asked for by mail.
    has_asked: bool = False
    #: For a feedback call: whom to ask besides `people`, or instead where nobody was met.
    recruiters: tuple[Interviewer, ...] = ()


def compose_reminder(
    facts: ReminderFacts,
    policy: Policy,
    notes: Notes,
    *,
    name: str,
    start: datetime,
    also_at: Sequence[datetime] = (),
) -> Reminder:
    """
    Write the reminder called *name* (`item_name`) that stands at *start* (aware), and again at each of *also_at*.

    The same facts give the same words; its own times appear in no sentence, so moving a reminder does not change them.
    """
    require_aware(start, "start")
    start = start.astimezone(policy.zone)
    text = notes.render(f"reminders/{facts.kind.value}", facts.me.writes_in(), _values(facts, policy))
    title, _, description = text.partition("\n")
    return Reminder(
        name=name,
        kind=facts.kind,
        title=title,
        description=description.strip("\n"),
        start=start,
        # In UTC: a quarter of an hour on the clock is another span where the clocks are changed.
        end=(start.astimezone(UTC) + policy.reminder_length).astimezone(policy.zone),
        is_tentative=facts.is_tentative,
        popups=policy.popups,
        also_at=tuple(moment.astimezone(policy.zone) for moment in also_at),
        location=_location(facts),
    )


def label_of(interview: Interview) -> str:
    """Name an interview in a few words: company and role, else its title without tags, else ""."""
    known = ", ".join(filter(None, (one_line(interview.company), one_line(interview.role))))
    return known or title_of(interview)


def title_of(interview: Interview) -> str:
    """Give an interview's title without tags."""
    untagged = re.sub(r"[(\[]?#[\w-]+[)\]]?,?", "", one_line(interview.title))
    return re.sub(r"\s{2,}", " ", untagged).strip(" -–—|:,")


def _location(facts: ReminderFacts) -> str:
    """Give where it takes place: the interview's own place, or for a call the number, where there is only one."""
    if facts.kind is Kind.PREPARE:
        return one_line(facts.interview.location)
    if facts.kind is not Kind.FEEDBACK_CALL:
        return ""
    numbers = {one_line(one.phone) for one in facts.people or facts.recruiters} - {""}
    return numbers.pop() if len(numbers) == 1 else ""


def _values(facts: ReminderFacts, policy: Policy) -> dict[str, object]:
    newer = facts.superseded_by
    interview = replace(
        facts.interview,
        company=one_line(facts.company or facts.interview.company),
        role=one_line(facts.role or facts.interview.role),
    )
    people = {_who(one) for one in facts.people}
    return {
        "label": label_of(interview),
        "company": interview.company,
        "role": interview.role,
        "day": interview.start.astimezone(policy.zone).date(),
        "decision": interview.decision_by,
        "lines": [one_line(line) for line in interview.noted],
        "people": [_person(one) for one in facts.people],
        "recruiters": [_person(one) for one in facts.recruiters if _who(one) not in people],
        "unmet": _are_unmet(facts),
        "numbers": any(one.phone.strip() for one in (*facts.people, *facts.recruiters)),
        "drafts": [_draft(one) for one in facts.drafts],
        "draft": _draft(facts.draft) if facts.draft else None,
        "lacks_address": any(not one.has_address for one in (*facts.drafts, *filter(None, [facts.draft]))),
        "event_link": one_line(facts.event_link),
        "join_link": one_line(interview.join_link),
        "asked": facts.has_asked,
        "tentative": facts.is_tentative,
        "sender": one_line(facts.me.name),
        "newer": {"title": title_of(newer), "start": newer.start.astimezone(policy.zone)} if newer else None,
    }


def _are_unmet(facts: ReminderFacts) -> bool:
    """Say whether those to ask were met in no interview: there was no conversation to thank them for."""
    if not facts.people:
        return bool(facts.recruiters)
    if facts.kind is Kind.FEEDBACK_CALL:
        # They were met, in this round or another.
        return False
    recruiters = {_who(one) for one in (*facts.interview.recruiters, *facts.recruiters)}
    return {_who(one) for one in facts.people} <= recruiters - {_who(one) for one in facts.interview.interviewers}


def _who(person: Interviewer) -> str:
    return person.email.casefold() or person.name


def _person(person: Interviewer) -> dict[str, object]:
    name, email, phone = one_line(person.name), one_line(person.email), one_line(person.phone)
    greeting = one_line(person.greeting)
    return {
        "name": name,
        "email": email,
        "phone": phone,
        "contact": ", ".join(filter(None, (name, phone, email))),
        "greeting": greeting,
        "full_name": full_name(person, greeting),
        "titled": bool(TITLES.match(greeting)),
    }


def _draft(draft: DraftLink) -> dict[str, str]:
    return {"who": one_line(draft.who), "link": one_line(draft.link)}
