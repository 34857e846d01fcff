"""What is owed, as a value: one item that should exist, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from daemon.domain.interview import Interview, Interviewer
from daemon.domain.item import Item, Kind, digest_of
from daemon.domain.letter import LetterFacts
from daemon.domain.note import NoteFacts


@dataclass(frozen=True, slots=True)
class Owed:
    """One item that should exist."""

    key: str
    kind: Kind
    #: The interview it hangs on.
    interview: Interview
    #: A draft's hour of writing, a reminder's own time; aware, UTC.
    due: datetime
    #: Not to be made before this.
    at: datetime
    #: In words for the person: why, and why then.
    reason: str
    #: Everything a reminder says; `facts` condenses it.
    says: tuple[object, ...] = ()
    #: What a draft is made from; None for a reminder.
    note: NoteFacts | LetterFacts | None = None
    #: A note made after this is late; None where nothing is.
    deadline: datetime | None = None
    #: Not to be made after this; None for no limit.
    until: datetime | None = None
    #: What it still waits for besides the clock, in words; such an item is announced but not made.
    waits_for: str = ""
    recipients: tuple[Interviewer, ...] = ()
    #: Everybody who was met for this application.
    panel: tuple[Interviewer, ...] = ()
    #: Identity and recipient in the keys that it would have, had it been begun for another round.
    other_keys: tuple[tuple[str, str], ...] = ()
    #: For a reminder: what its application is called, which may say more than its interview.
    company: str = ""
    role: str = ""
    #: The day by which they said that they would decide, as far as it still counts.
    decision_by: date | None = None
    #: Whom to write to or to call, the best first, and whom else where they cannot be reached.
    contacts: tuple[Interviewer, ...] = ()
    recruiters: tuple[Interviewer, ...] = ()
    #: The drafts that it is about: of a review the notes, of another the one that was written for it.
    drafts: tuple[Item, ...] = ()
    #: For a feedback call: the note that asks for it has left the drafts.
    has_asked: bool = False
    is_tentative: bool = False
    #: Later occurrences of a recurring reminder, UTC.
    also_at: tuple[datetime, ...] = ()
    #: For a review: the slot by which the interview was perhaps superseded.
    superseded_by: Interview | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """Those of the recipients, as far as they are known."""
        return tuple(person.email for person in self.recipients if person.email)

    @property
    def facts(self) -> str:
        """Digest of everything it says, to tell whether what was made still says it."""
        return self.note.digest() if self.note else digest_of(*self.says)


@dataclass(frozen=True, slots=True)
class Declined:
    """Something that somebody may expect and that is not owed, with the reason, for `afterword why`."""

    #: None stands for everything.
    kind: Kind | None
    interview: Interview
    reason: str
    #: What would have been made, where it is only too late for it.
    owed: Owed | None = None


def recipient_of(person: Interviewer) -> str:
    """What stands for *person* in a key: the address, or the name where no address is known."""
    return person.email.casefold() or f"name:{person.name.casefold()}"


def everybody(rounds: Iterable[Interview]) -> tuple[Interviewer, ...]:
    """Everybody who was met in *rounds*, once each, in the order of the invitations."""
    people: dict[str, Interviewer] = {}
    for one in rounds:
        for person in one.interviewers:
            people.setdefault(recipient_of(person), person)
    return tuple(people.values())
