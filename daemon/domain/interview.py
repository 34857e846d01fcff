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


#: Why nobody is thanked where the person did not come, as they write it.
NO_SHOW = "#noshow"

#: After these an application is over; what comes later with the same company is a new one.
FINAL_OUTCOMES = frozenset({Outcome.REJECTED, Outcome.OFFER, Outcome.WITHDREW})


@dataclass(frozen=True, slots=True)
class Word:
    """What the person said of an application, in an event or by a command."""

    #: None says that nothing is known yet, whatever was said before.
    outcome: Outcome | None
    #: When it was seen or said first; aware, UTC.
    at: datetime
    #: It is closed (`afterword close`): nothing is owed any more.
    closes: bool = False

    @property
    def is_final(self) -> bool:
        """The application is over."""
        return self.closes or self.outcome in FINAL_OUTCOMES


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

    Everything but `first_seen`, `outcome_seen` and `word` is read from the calendar anew in each pass; those are the
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
    #: The company is the person's own word, from a line.
    is_company_said: bool = False
    #: The one employer's domain that all whose company it could be write from, as its label ("acme"), or "".
    domain: str = ""
    role: str = ""
    #: As the event says it; `told` has the person's last word.
    outcome: Outcome | None = None
    decision_by: date | None = None
    notes: tuple[str, ...] = ()
    #: Every so many months the contact is kept after a rejection, by a line; 0 for not at all, None for the setting.
    keep_in_touch_every: int | None = None
    #: A language tag from a `language:` line, "" where there is none.
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
    #: The person's last word by command on the application that this is a round of.
    word: Word | None = None
    #: `notes for NAME:` lines, each with the name; `next steps:` lines; `asked:` lines, what the person owes somebody.
    notes_for: tuple[tuple[str, str], ...] = ()
    next_steps: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    #: Whoever is thanked for want of an interviewer is a guest: the talk was with them.
    is_with_recruiter: bool = False
    #: The tag of the language that the invitation is plainly in, or "".
    written_in: str = ""

    @property
    def noted(self) -> tuple[str, ...]:
        """All that the person noted of the talk, for their own eyes: each line as they wrote it."""
        return (
            *self.notes,
            *(f"{name}: {note}" for name, note in self.notes_for),
            *(f"next steps: {one}" for one in self.next_steps),
            *(f"asked: {one}" for one in self.asked),
        )

    @property
    def takes_place(self) -> bool:
        """It is on, as far as is known."""
        return self.standing is Standing.ACTIVE

    @property
    def written(self) -> Word | None:
        """What its event says of its application."""
        return Word(self.outcome, self.outcome_seen or self.end) if self.outcome else None

    @property
    def told(self) -> Word | None:
        """The last word on its application that this round bears; what was closed by a command is opened by one."""
        written = self.written
        if self.word is None or (written and written.at > self.word.at and not self.word.closes):
            return written
        return self.word
