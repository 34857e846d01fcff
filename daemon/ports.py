"""
What the engine needs of the world. The docstrings are the contract; `tests/contracts` holds every adapter to it.

All times in and out are aware. Methods raise only `daemon.domain.errors.IntegrationError` and its kinds (the ledger:
`LedgerError`); adapters translate at their border and chain the cause. Nothing of one account is called
from two threads at once; the ledger serves those of all accounts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, TypeVar, runtime_checkable

from daemon.domain.interview import Interview, Word
from daemon.domain.item import Draft, Item, Reminder, Thread
from daemon.domain.occurrence import Occurrence, TimeSpan
from daemon.domain.words import Notes as Notes


@dataclass(frozen=True, slots=True)
class Question:
    """What of a calendar is wanted."""

    #: In sight; an occurrence belongs if it overlaps.
    window: TimeSpan
    #: Identities (`Occurrence.identity`) to give in any case, tagged or not, in sight or not, if they are still there.
    wanted: frozenset[str] = frozenset()
    #: When what is wanted begins at the earliest and ends at the latest, as far as is known; a hint for a source that
    #: pays for each thing it is asked for out of sight.
    reach: TimeSpan | None = None
    #: Give untagged events too. Otherwise a source may leave out what no tag rule can make an interview.
    everything: bool = False
    #: Tell in `Reading.busy` when the person is busy.
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something in a calendar that could not be read: where (a file's name), and why, in words for the person."""

    href: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one look at a calendar gave. Occurrences are in no set order, and cancelled ones are among them."""

    occurrences: tuple[Occurrence, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    #: How many events the calendar holds, in sight or not, tagged or not, as far as they were looked at; 0 only where
    #: it is empty, or nothing was wanted of it and nothing is in sight.
    events: int = 0
    #: Where asked for: when in sight the person is busy, by events of any kind that take up their time: not cancelled,
    #: not declined, not marked as free (TRANSP:TRANSPARENT), not all-day. In no set order; may overlap.
    busy: tuple[TimeSpan, ...] = ()


class CalendarSource(Protocol):
    """One watched calendar. Never written to."""

    #: As the configuration's `watch` names it.
    name: str

    def read(self, question: Question, changed: frozenset[str] | None = None) -> Reading:
        """
        Give all occurrences that *question* asks for.

        *changed* names the only hrefs that may have changed since this object's last complete read; None means
        anything may have. The answer is complete either way. A resource that cannot be read is told in
        `Reading.unreadable` and hides no other.

        Raises:
            TemporaryError: The calendar is out of reach or gone; nothing follows from its silence.
            AuthorisationError: The stored credentials are no longer accepted.
        """
        ...

    def find(self, event: str, identity: str) -> Occurrence | None:
        """
        Give one occurrence by its id, wherever and whenever it is, or None where it no longer exists.

        Asked for a known interview that the last `read` did not show, before it is taken for deleted. Raises as `read`.
        """
        ...


@runtime_checkable
class Watchable(Protocol):
    """A calendar whose changes can be noticed at once: it lies in a folder of this machine."""

    def folder(self) -> str:
        """Give the folder's absolute path; the names of changed files in it are what `read(changed=...)` takes."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """Something of ours at the server, as it lies there now."""

    #: The adapter's hint for finding it again quickly.
    ref: str
    #: `Draft.fingerprint()` or `Reminder.fingerprint()` of what lies there now.
    fingerprint: str
    #: Where the person opens it, or "".
    link: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """A write whose answer was lost: what may lie at the server under another name than was asked for."""

    #: Of what was written.
    fingerprint: str
    #: When it was begun, aware: nothing older can be it.
    since: datetime


Content = TypeVar("Content", Draft, Reminder, contravariant=True)


class Store(Protocol[Content]):
    """
    Where items lie. Every write names what it is about, so that it can be found again after a lost answer.

    All of it is safe against a person working in the same place: nothing that is not as we left it is overwritten.
    """

    def find(self, name: str, ref: str = "", lost: Lost | None = None) -> Found | None:
        """
        Look for the item called *name* (`item_name`), first where *ref* says; None where it is not there.

        *lost* tells what a write may have left there, for servers that put another Message-ID in the place of ours.

        What the person moved out of our folder or calendar, sent or deleted is not there. What lies there but can no
        longer be read as one of our items has a fingerprint that equals none.

        Raises:
            TemporaryError, AuthorisationError: It could not be looked for; nothing follows.
        """
        ...

    def create(self, content: Content, later: Collection[str] = ()) -> Found:
        """
        Write *content* under `content.name`, durably: it is still there after a power cut.

        *later* are further names under which the same may lie there, if an earlier ledger knew of it.

        Raises:
            ConflictError: Something of one of these names is there already; nothing was written.
            GoneError: It was there, and the person deleted it; nothing was written.
            TemporaryError: It may or may not have been written; look with `find` before trying again.
            RefusedError: The place is not ours to write to (see the message).
        """
        ...

    def replace(self, name: str, found: Found, content: Content) -> Found:
        """
        Put *content* (of the same name) in the place of the item, if that still has *found*'s fingerprint.

        At every instant either the old or the new one is there in full. Raises as `create`; ConflictError where it was
        touched or is gone.
        """
        ...

    def remove(self, name: str, found: Found) -> None:
        """Delete the item if it still has *found*'s fingerprint. Being gone already is no error; else as `replace`."""
        ...

    def remarks(self) -> Sequence[str]:
        """Give, once, what the person should know of what was found or done since this was asked last; no addresses."""
        ...

    def reach(self) -> None:
        """
        Look whether the place is there and may be used, as far as looking can tell; changes nothing.

        Raises:
            TemporaryError, AuthorisationError: It is out of reach; the login is not accepted.
            RefusedError: It is not ours to write to.
        """
        ...

    def close(self) -> None:
        """Let go of connections; the next call opens them again."""
        ...


class Conversations(Protocol):
    """The person's mail, as far as it may be read: what of it is about an interview."""

    def about(self, interview: Interview, recipients: Sequence[str]) -> Thread | None:
        """
        Give the conversation about *interview* that a note to the addresses *recipients* should answer, None for none.

        One with a recipient goes before one with the interview's recruiters. Where mail may not be read: None.

        Raises:
            TemporaryError, AuthorisationError: It could not be looked for; nothing follows.
        """
        ...


class Rewriter(Protocol):
    """Says a note in other words, such as a language model does. What it gives is not to be trusted."""

    def reword(self, paragraphs: Sequence[str]) -> str:
        """
        Give *paragraphs* in other words, parted by empty lines, within a time that has an end.

        Raises:
            TemporaryError: There was no answer, or none in time.
            AuthorisationError: The key is missing or not accepted.
            RefusedError: There was an answer, and it is of no use.
        """
        ...


class Rewordings(Protocol):
    """What came of rewording, for good: the same note gives the same words."""

    def get(self, key: str) -> tuple[str, ...] | None:
        """Give the paragraphs that were kept under *key*, None for none. Raises nothing."""
        ...

    def put(self, key: str, paragraphs: Sequence[str]) -> bool:
        """Keep *paragraphs* under *key*, durably, and say whether that was possible. Raises nothing."""
        ...


DraftStore = Store[Draft]
ReminderStore = Store[Reminder]


#: Stands for a calendar that could not be read yet.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """How the last look at a calendar went."""

    calendar: str
    #: When it was read last; `NEVER` for not yet.
    read_at: datetime
    #: Events it held then; tells a suddenly empty calendar.
    events: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """All that the ledger knows of one account."""

    interviews: Mapping[str, Interview] = field(default_factory=dict)  #: by identity
    items: Mapping[str, Item] = field(default_factory=dict)  #: by key
    #: The person's own word by `tag` and `untag`, by identity: True for an interview, False for none.
    tags: Mapping[str, bool] = field(default_factory=dict)
    #: The person's last word by `outcome` and `close`, by the identity of the event that it was said of.
    words: Mapping[str, Word] = field(default_factory=dict)
    reads: Mapping[str, ReadRecord] = field(default_factory=dict)  #: by calendar
    #: What stands for the events that were forgotten (`tombstone.tombstone`).
    forgotten: frozenset[str] = frozenset()


#: The setting of an account that says why the person has to log in again, "" where they need not.
LOGIN_LOST = "needs_login"


class Ledger(Protocol):
    """
    The durable record. Every method that writes is one transaction, on the disk when it returns.

    Raises `LedgerError` when it is locked or the disk is full: nothing of that call was written then.
    """

    def recall(self, account: str) -> Memory:
        """Give all that is known of *account*."""
        ...

    def save_interviews(
        self, interviews: Iterable[Interview], reads: Iterable[ReadRecord] = (), *, account: str
    ) -> None:
        """Write down what was read: interviews by (account, identity), reads by (account, calendar)."""
        ...

    def save_items(self, items: Sequence[Item]) -> None:
        """Write down items by key: to claim, to settle."""
        ...

    def set_tag(self, account: str, identity: str, is_interview: bool | None) -> None:
        """Write down the person's own word on an event; None takes it back."""
        ...

    def set_word(self, account: str, identity: str, word: Word) -> None:
        """Write down the person's word on the application that an event belongs to, in the place of an earlier one."""
        ...

    def forget(self, account: str, identities: Collection[str]) -> None:
        """Delete all that is known of these events, so that none of it can be read from the file; keep tombstones."""
        ...

    def get_setting(self, account: str, name: str) -> str:
        """Give something an adapter remembers (the reminder calendar's id), "" where nothing was written down."""
        ...

    def put_setting(self, account: str, name: str, value: str) -> None:
        """Remember something for an adapter."""
        ...

    def data_version(self) -> int:
        """
        Give a number that is another one than before once another process has written to the ledger.

        Own writes leave it as it is: as long as it stays the same, what was recalled, with one's own writes, is true.
        """
        ...

    def close(self) -> None:
        """Close the file."""
        ...
