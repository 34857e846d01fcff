"""
Composing a reminder: a title that tells all on a phone, and a description in short plain lines.

Reminders speak to the person, in the account's language: whom to contact, why now, what they were told, which words
to use. The sentences are templates; the first line of each is the title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from daemon.domain.draft_words import TITLES, full_name, one_line
from daemon.domain.interview import Interview, Interviewer
from daemon.domain.item import Kind, Reminder
from daemon.domain.occurrence import require_aware
from daemon.domain.policy import Me, Policy
from daemon.domain.words import Notes


@dataclass(frozen=True, slots=True)
class DraftLink:
    """A draft that a review is about."""

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
    #: Whom to write to or to call, the best first; empty where nobody is known.
    people: tuple[Interviewer, ...] = ()
    #: For a review.
    drafts: tuple[DraftLink, ...] = ()
    is_tentative: bool = False
    #: For a review: the slot by which this one was perhaps superseded.
    superseded_by: Interview | None = None


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
    text = notes.render(f"reminders/{facts.kind.value}", facts.me.language, _values(facts, policy))
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
        location=one_line(facts.interview.location) if facts.kind is Kind.PREPARE else "",
    )


def people_to_contact(interview: Interview, panel: Sequence[Interviewer] = ()) -> tuple[Interviewer, ...]:
    """Give whom to ask how it stands: who runs the process, else who spoke with the person; one entry each."""
    found = interview.recruiters or tuple(panel) or interview.interviewers
    return tuple({(one.email.casefold() or one.name): one for one in found}.values())


def label_of(interview: Interview) -> str:
    """Name an interview in a few words: company and role, else its title without tags, else ""."""
    known = ", ".join(filter(None, (one_line(interview.company), one_line(interview.role))))
    return known or title_of(interview)


def title_of(interview: Interview) -> str:
    """Give an interview's title without tags."""
    untagged = re.sub(r"[(\[]?#[\w-]+[)\]]?,?", "", one_line(interview.title))
    return re.sub(r"\s{2,}", " ", untagged).strip(" -–—|:,")


def _values(facts: ReminderFacts, policy: Policy) -> dict[str, object]:
    interview, newer = facts.interview, facts.superseded_by
    return {
        "label": label_of(interview),
        "organisation": one_line(interview.company),
        "company": one_line(interview.company),
        "role": one_line(interview.role),
        "day": interview.start.astimezone(policy.zone).date(),
        "decision": interview.decision_by,
        "lines": [one_line(line) for line in interview.notes],
        "people": [
            {
                "name": one_line(one.name),
                "email": one_line(one.email),
                "greeting": one_line(one.greeting),
                "full_name": full_name(one, one_line(one.greeting)),
                "titled": bool(TITLES.match(one.greeting)),
            }
            for one in facts.people
        ],
        "drafts": [{"who": one_line(one.who), "link": one_line(one.link)} for one in facts.drafts],
        "lacks_address": any(not one.has_address for one in facts.drafts),
        "tentative": facts.is_tentative,
        "sender": one_line(facts.me.name),
        "newer": {"title": title_of(newer), "start": newer.start.astimezone(policy.zone)} if newer else None,
    }
