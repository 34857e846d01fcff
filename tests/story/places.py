"""
What a place has to do for the story: what the person does there, and what lies there, read as another program would.

`folders`, `strict` and `somebody_elses` are the places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from typing import NamedTuple, Protocol

from tests.google_account import SAM
from tests.local_account import LocalAccount
from tests.story.shape import Meeting, Person, Reminder, written

ME: Person = ("Sam Lee", SAM)
#: Both drafts that come later are wanted.
TABLES = ("[follow_up]", "draft = true", "[feedback_call]", "draft = true")
COUNTRY = 'country = "DE"'


@dataclass(frozen=True)
class Mail:
    """A draft as it was found."""

    to: str
    subject: str
    when: str
    text: str


class Target(NamedTuple):
    """What a link leads to: in the words of `texts.txt`, and what else tells it from others."""

    words: str
    subject: str = ""


class Place(Protocol):
    """What a place can do for the story."""

    #: Whether a program that shows an event gives it an address.
    events_have_links: bool

    @property
    def account(self) -> LocalAccount:
        """The person's account."""
        ...

    def put(self, meeting: Meeting) -> None:
        """Have the event on the watched calendar, in the place of any of its name."""
        ...

    def send(self, to: str) -> None:
        """Send the draft to that address."""
        ...

    def edit(self, to: str, text: str) -> None:
        """Write the draft to that address anew."""
        ...

    def drafts(self) -> Sequence[Mail]:
        """Give all drafts that lie there."""
        ...

    def reminders(self) -> Sequence[Reminder]:
        """Give all reminders that lie there; *text* is all of the description."""
        ...

    def links(self) -> Mapping[str, Target]:
        """Give what each link leads to."""
        ...

    def meetings(self) -> Sequence[str]:
        """Give the names of the meetings that were put there."""
        ...

    def event(self, name: str) -> str:
        """Give the id of the meeting called *name*, as commands take it."""
        ...


def mail_of(message: EmailMessage) -> Mail:
    """Read a draft."""
    body = message.get_body(("plain",))
    assert body is not None
    text = str(body.get_content()).replace("\r\n", "\n").strip("\n")
    to = ", ".join(map(_written, message["To"].addresses)) if message["To"] else ""
    return Mail(to, str(message["Subject"]), written(message["Date"].datetime), text)


def _written(address: Address) -> str:
    """Write an address without the quotes that a header needs."""
    return f"{address.display_name} <{address.addr_spec}>"


def draft_target(mail: Mail) -> Target:
    """Give what a link to a draft leads to."""
    return Target(f"<draft to {mail.to.partition(' <')[0]}>", mail.subject)
