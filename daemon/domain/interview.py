"""An interview: what recognition read from an occurrence, and what the ledger remembers of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Standing(StrEnum):
    """Whether an interview takes place, as far as the calendar says."""

    ACTIVE = "active"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    #: It lost its tag, or the person said `afterword untag`.
    UNTAGGED = "untagged"
    #: It is no longer in the calendar.
    DELETED = "deleted"
    #: The person interviews somebody else.
    HIRING = "hiring"


class Outcome(StrEnum):
    """What became of an application."""

    REJECTED = "rejected"
    OFFER = "offer"
    WITHDREW = "withdrew"
    ADVANCED = "advanced"


@dataclass(frozen=True, slots=True)
class Interviewer:
    """A human to thank. Everything is cleaned: one line, no markup, no invisible characters."""

    #: The address, or "" where only a name is known.
    email: str
    #: The name as the person would write it, title included; "" where unknown.
    name: str
    #: What follows "Hi": "Jane", "Dr. Vogel"; "" means that the note greets without a name.
    greeting: str
    #: The number to call, as it was written, or "" where none is known.
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why something was read as it was: for `afterword why`."""

    #: "tag", "interviewers", "company", "role", "outcome", "decision", "side", "thanks" ...
    about: str
    #: What was read, "" for nothing.
    value: str
    #: The rule and where it found it, in words: "the line `company:` of the description".
    rule: str


@dataclass(frozen=True, slots=True)
class Interview:
    """
    One interview as it stands now.

    Everything but `first_seen` and `outcome_seen` is read from the calendar anew in each pass; those two are the
    ledger's. Of `created` the ledger keeps the earliest that was read.
    """

    account: str
    event: str
    identity: str
    calendar: str
    title: str
    #: Aware, UTC. An all-day interview ends at the end of its day.
    start: datetime
    end: datetime
    standing: Standing = Standing.ACTIVE
    href: str = ""
    location: str = ""
    link: str = ""
    #: The link to join by, as `join_link.find_join_link` gives it, or "".
    join_link: str = ""
    all_day: bool = False
    zone: str = ""
    company: str = ""
    role: str = ""
    outcome: Outcome | None = None
    decision_by: date | None = None
    notes: tuple[str, ...] = ()
    #: A language tag from a `language:` line, "" for the account's.
    language: str = ""
    interviewers: tuple[Interviewer, ...] = ()
    recruiters: tuple[Interviewer, ...] = ()
    #: The guest list was hidden or cut when it was read: nothing follows from who is not on it.
    guests_hidden: bool = False
    #: Why nobody is thanked ("#noshow", "thanks: no"), or "".
    no_thanks: str = ""
    #: The rule that made it an interview: "hashtag", "category", "color", "calendar", "title pattern", "you".
    tagged_by: str = ""
    evidence: tuple[Evidence, ...] = ()
    #: By the calendar's word it was there by then; see `Occurrence.created`.
    created: datetime | None = None
    first_seen: datetime | None = None
    outcome_seen: datetime | None = None

    @property
    def takes_place(self) -> bool:
        """It is on, as far as is known."""
        return self.standing is Standing.ACTIVE
