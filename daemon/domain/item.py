"""Items: what Afterword owes or has made, the names they go by, and what is written for them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What an item is; the words are the contract's."""

    THANK_YOU = "thank_you"
    PREPARE = "prepare"
    REVIEW = "review"
    FOLLOW_UP = "follow_up"
    FEEDBACK_CALL = "feedback_call"
    KEEP_IN_TOUCH = "keep_in_touch"
    #: Asks how it stands, on the day of the follow-up; only where it is wanted.
    FOLLOW_UP_NOTE = "follow_up_note"
    #: Asks for the feedback call, on the day of its reminder; only where it is wanted.
    FEEDBACK_REQUEST = "feedback_request"

    @property
    def is_draft(self) -> bool:
        """A draft in the mailbox; all others are reminders in the calendar."""
        return self in _DRAFTS


_DRAFTS = frozenset({Kind.THANK_YOU, Kind.FOLLOW_UP_NOTE, Kind.FEEDBACK_REQUEST})


class State(StrEnum):
    """How far an item has come."""

    PLANNED = "planned"
    #: Claimed: something is being written, or was when the process died.
    WRITING = "writing"
    WRITTEN = "written"
    #: The person edited, moved, sent or deleted it: never changed, never made again.
    YOURS = "yours"
    #: Afterword took it back itself.
    REMOVED = "removed"
    #: The last try failed; there will be another.
    FAILED = "failed"


class Action(StrEnum):
    """What is to be done about an item."""

    CREATE = "create"
    UPDATE = "update"
    REMOVE = "remove"


def item_key(account: str, identity: str, kind: Kind, recipient: str = "") -> str:
    """
    Name an item for ever: by account, event identity, kind and recipient.

    Not by the start (a moved interview keeps its items) nor by the calendar (one invitation in two calendars has one
    of each). The digest keeps addresses out of logs and file names.
    """
    digest = hashlib.sha256("\n".join((account, identity, kind, recipient.casefold())).encode()).hexdigest()
    return f"{kind.value}-{digest[:24]}"


def item_name(key: str, generation: int) -> str:
    """
    Give the name under which an item can be found again at the server: 32 characters of `0-9a-f`.

    It is the left side of a draft's Message-ID and its file's name, the UID of a reminder and the base of its Google
    event id. A new *generation* (counted from 0) is an item made anew after Afterword itself took it back: servers
    remember the names of what was deleted.
    """
    return hashlib.sha256(f"{key}\n{generation}".encode()).hexdigest()[:32]


#: So many later generations are looked for where the ledger knows only of an earlier one.
LATER_GENERATIONS = 9


def digest_of(*facts: object) -> str:
    """Condense *facts* (values whose `repr` is stable) to 16 characters, to tell whether they changed."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Item:
    """An item as the ledger holds it. Times are aware, in UTC."""

    key: str
    account: str
    #: The interview it belongs to: its identity, and the id the person knows it by.
    identity: str
    event: str
    kind: Kind
    #: When it is due: a draft's hour of writing, a reminder's own time.
    due: datetime
    to: tuple[str, ...] = ()
    state: State = State.PLANNED
    generation: int = 0
    #: What is being done while `WRITING`.
    action: Action | None = None
    #: Digest of what it was made from; the plan compares it with what it would be made from now.
    facts: str = ""
    #: Fingerprint of what lies at the server as we wrote it.
    fingerprint: str = ""
    #: Fingerprint (and facts) of what is being written, while `WRITING`.
    claimed_fingerprint: str = ""
    claimed_facts: str = ""
    #: When that was begun. It stays for a while where nothing was found: the server may still be at work on it.
    claimed_at: datetime | None = None
    #: The adapter's own way to find it again quickly: a file's path, a draft id. Only a hint.
    ref: str = ""
    #: Where the person opens it, or "".
    link: str = ""
    made_at: datetime | None = None
    #: A note made later is late (contract, promise 5); None where nobody can tell, and for a reminder.
    deadline: datetime | None = None
    #: It was made after `deadline`, or that went by without it; and why, in sentences for the person.
    is_late: bool = False
    late_because: str = ""
    #: Why the last try failed, in words, since when all tries have, and when the next one may be made.
    error: str = ""
    failing_since: datetime | None = None
    attempts: int = 0
    retry_at: datetime | None = None
    #: Taken back by `afterword undo`: never made again.
    is_final: bool = False

    @property
    def name(self) -> str:
        """The name it has at the server; see `item_name`."""
        return item_name(self.key, self.generation)

    @property
    def is_in_doubt(self) -> bool:
        """Nothing came of its claim, as far as could be seen; what a server does late may still come to light."""
        return self.claimed_at is not None and self.state in (State.PLANNED, State.FAILED)

    @property
    def later_names(self) -> tuple[str, ...]:
        """The names that it has once it was made anew, as an earlier ledger may have known: see `Store.create`."""
        return tuple(item_name(self.key, self.generation + one) for one in range(1, LATER_GENERATIONS + 1))

    @property
    def is_live(self) -> bool:
        """It lies at the server and is still Afterword's to change."""
        return bool(self.fingerprint) and self.state in (State.WRITTEN, State.FAILED, State.WRITING)

    @property
    def lies_there(self) -> bool:
        """It lies at the server, whoever's it is by now; a `YOURS` item that is gone has no `ref`."""
        return self.is_live or (self.state is State.YOURS and bool(self.ref))

    def has_missed(self, deadline: datetime | None) -> bool:
        """Say whether it was noted that *deadline* went by without it, and it has not been made since."""
        return self.is_late and self.made_at is None and self.deadline == deadline

    @property
    def is_settled_matter(self) -> bool:
        """Something was begun under this key, or never shall be: another key would make it twice."""
        return self.is_final or self.state in (State.WRITING, State.WRITTEN, State.YOURS, State.FAILED)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address, as in a From or To field. An empty address is a person known by name only."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Thread:
    """The conversation that a note answers (RFC 5322, 3.6.4)."""

    #: The mail server's own name for it.
    id: str
    #: The Message-ID, in angle brackets, of the message that is answered, and the ids of those before it and itself.
    in_reply_to: str
    references: str
    #: What its messages are about, without "Re:".
    subject: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A note as it lies in the drafts (RFC 5322), independent of where that is."""

    #: Left side of the Message-ID; see `item_name`.
    name: str
    sender: Mailbox
    #: Only recipients that have an address.
    to: tuple[Mailbox, ...]
    subject: str
    #: Plain text, "\\n" between lines, no trailing blank line; paragraphs are parted by one empty line.
    text: str
    #: The same paragraphs as a fragment of HTML, or "" for none.
    html: str
    #: The Date field; aware, in the person's zone. Not part of the fingerprint.
    date: datetime
    #: What it answers; None for a note that begins a conversation. Its subject is in `subject` then.
    thread: Thread | None = None

    def fingerprint(self) -> str:
        """Condense what a person could have edited; white space at line ends does not count."""
        return digest_of(
            tuple(sorted(one.email.casefold() for one in self.to)),
            " ".join(self.subject.split()),
            tuple(line.rstrip() for line in self.text.strip().splitlines()),
        )


@dataclass(frozen=True, slots=True)
class Reminder:
    """An event in Afterword's own calendar, independent of where that is."""

    #: iCalendar UID; see `item_name`.
    name: str
    kind: Kind
    title: str
    #: Plain text, "\\n" between lines.
    description: str
    #: Aware, in the account's zone.
    start: datetime
    end: datetime
    is_tentative: bool = False
    #: Minutes before `start` at which a popup appears.
    popups: tuple[int, ...] = ()
    #: Starts of further occurrences (aware, account's zone); empty for a single reminder.
    also_at: tuple[datetime, ...] = ()
    location: str = ""

    def fingerprint(self) -> str:
        """Condense what a person could have edited or moved."""
        return digest_of(
            " ".join(self.title.split()),
            tuple(line.rstrip() for line in self.description.strip().splitlines()),
            self.start.timestamp(),
            self.end.timestamp(),
            self.is_tentative,
            tuple(moment.timestamp() for moment in self.also_at),
            self.location.strip(),
        )
