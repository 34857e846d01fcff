"""A Gmail mailbox: drafts, messages and threads, and what the person does with them in the web page."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cached_property
from itertools import count

from tests.google_server.answers import ApiError
from tests.google_server.mail_search import Searched, words_of

_REPLY = re.compile(r"^\s*(?:(?:re|aw|fwd?)\s*:\s*)+", re.IGNORECASE)
_CONTENT_HEADER = re.compile(rb"^content-[^\n]*\n(?:[ \t][^\n]*\n)*", re.IGNORECASE | re.MULTILINE)
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")


@dataclass(frozen=True)
class Message:
    """A message as it lies in the mailbox; changing one makes another, with its own id."""

    id: str
    thread_id: str
    labels: tuple[str, ...]
    #: Byte for byte as it came.
    raw: bytes
    #: By the server's clock.
    moment: datetime
    history_id: int

    @cached_property
    def parsed(self) -> EmailMessage:
        """Give the message with its headers decoded."""
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def message_id(self) -> str:
        """Give the Message-ID, or nothing."""
        return str(self.parsed.get("Message-ID", "")).strip()

    @property
    def subject(self) -> str:
        """Give the subject without its "Re:"."""
        return _REPLY.sub("", str(self.parsed.get("Subject", ""))).strip()

    @property
    def text(self) -> str:
        """Give what is to be read."""
        body = self.parsed.get_body(preferencelist=("plain", "html"))
        return str(body.get_content()) if body is not None else ""

    def searched(self, account: str) -> Searched:
        """Give what a search sees."""
        texts = {name: str(self.parsed.get(name, "")) for name in ("from", "to", "cc", "bcc", "subject")}
        words = {name: words_of(text) for name, text in (texts | {"text": self.text}).items()}
        return Searched(account, words, frozenset(self.labels), self.moment, self.message_id)

    def names(self, header: str) -> set[str]:
        """Give the Message-IDs that In-Reply-To or References names."""
        return set(_MESSAGE_ID.findall(str(self.parsed.get(header, ""))))


@dataclass
class Mailbox:
    """One account's mail. Reads as an API would, and acts as the person; both under the lock."""

    account: str
    name: str
    now: Callable[[], datetime]
    lock: threading.RLock
    #: HTML, of the person's own address.
    signature: str = ""
    #: Messages by id, in the order of their making.
    messages: dict[str, Message] = field(default_factory=dict)
    #: The message of each draft.
    draft_messages: dict[str, str] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _histories: count[int] = field(default_factory=lambda: count(1000))

    # What the person, or somebody else, does.

    def put_message(
        self,
        raw_or_fields: bytes | EmailMessage | Mapping[str, str],
        labels: Iterable[str] = ("INBOX",),
        thread_id: str | None = None,
    ) -> str:
        """
        Let a message arrive, and give its id.

        Of fields, `text` is the body, and the others are headers ("In-Reply-To" may be written in_reply_to). Without
        *thread_id* it joins the thread of a message that it answers.
        """
        raw = raw_or_fields if isinstance(raw_or_fields, bytes) else _composed(raw_or_fields)
        with self.lock:
            message = self.store(raw, tuple(labels), thread_id)
            if thread_id is None and (thread := self._answered_thread(message)):
                message = self._moved(message, thread)
            return message.id

    def edit_draft(
        self,
        draft_id: str,
        text: str | None = None,
        *,
        subject: str | None = None,
        to: str | None = None,
        html: str | None = None,
    ) -> str:
        """
        Change a draft as the web editor does, and give the id of its new message.

        The editor writes the message anew: headers of other programs (X-...) are lost, the Message-ID is Gmail's
        own. Another subject makes another thread.
        """
        with self.lock:
            old = self.draft(draft_id)
            new = self._rewritten(old)
            if subject is not None:
                del new["Subject"]
                new["Subject"] = subject
            if to is not None:
                del new["To"]
                new["To"] = to
            new.set_content(old.text if text is None else text)
            if html is not None:
                new.add_alternative(html, subtype="html")
            is_same = subject is None or _REPLY.sub("", subject).strip() == old.subject
            return self.replace_draft(draft_id, new.as_bytes(policy=policy.SMTP), old.thread_id if is_same else None).id

    def send_draft(self, draft_id: str) -> str:
        """Send a draft as the web page does, and give the id of the sent message: another, with another Message-ID."""
        with self.lock:
            old = self.draft(draft_id)
            new = self._rewritten(old)
            # The body stays as it is, with the headers that say how to read it.
            head, _, body = old.raw.replace(b"\r\n", b"\n").partition(b"\n\n")
            content = b"".join(_CONTENT_HEADER.findall(head + b"\n"))
            raw = new.as_bytes(policy=policy.SMTP).rstrip() + b"\n" + content + b"\n" + body
            sent = self.store(b"\r\n".join(raw.replace(b"\r\n", b"\n").split(b"\n")), ("SENT",), old.thread_id)
            self.delete_draft(draft_id)
            return sent.id

    def delete_draft(self, draft_id: str) -> None:
        """Discard a draft, for good."""
        with self.lock:
            del self.messages[self.draft_messages.pop(draft_id)]

    def drafts(self) -> list[tuple[str, EmailMessage]]:
        """Give the drafts with their ids, the oldest first."""
        with self.lock:
            return [(draft_id, self.messages[one].parsed) for draft_id, one in self.draft_messages.items()]

    def draft_raw(self, draft_id: str) -> bytes:
        """Give a draft byte for byte."""
        return self.draft(draft_id).raw

    def is_shown_in_thread(self, draft_id: str) -> bool:
        """
        Say whether Gmail shows the draft below the messages of its thread [Message.threadId].

        In-Reply-To and References have to name a message of the thread, and the subject has to be the thread's.
        """
        with self.lock:
            draft = self.draft(draft_id)
            others = [one for one in self.thread(draft.thread_id) if "DRAFT" not in one.labels]
            known = {one.message_id for one in others}
            return (
                bool(draft.names("In-Reply-To") & known)
                and bool(draft.names("References") & known)
                and any(draft.subject == one.subject for one in others)
            )

    # What the methods use.

    def draft(self, draft_id: str) -> Message:
        """Give a draft's message. KeyError where there is none."""
        return self.messages[self.draft_messages[draft_id]]

    def thread(self, thread_id: str) -> list[Message]:
        """Give a thread's messages in order; none where there is no such thread."""
        return [one for one in self.messages.values() if one.thread_id == thread_id]

    def new_draft(self, raw: bytes, thread_id: str | None) -> str:
        """Keep a new draft, and give its id."""
        message = self.store(raw, ("DRAFT",), thread_id)
        draft_id = f"r{next(self._numbers) + 7_000_000_000_000_000_000}"
        self.draft_messages[draft_id] = message.id
        return draft_id

    def replace_draft(self, draft_id: str, raw: bytes, thread_id: str | None) -> Message:
        """Put another message in the place of a draft's; the draft keeps its id."""
        message = self.store(raw, ("DRAFT",), thread_id)
        del self.messages[self.draft_messages[draft_id]]
        self.draft_messages[draft_id] = message.id
        return message

    def store(self, raw: bytes, labels: tuple[str, ...], thread_id: str | None) -> Message:
        """Keep a message, in a thread of its own where none is named. A refusal (404) for an unknown thread."""
        if thread_id is not None and not self.thread(thread_id):
            raise ApiError(404, "notFound", "Requested entity was not found.")
        message_id = f"{0x1900_0000_0000_0000 + next(self._numbers):016x}"
        message = Message(message_id, thread_id or message_id, labels, raw, self.now(), next(self._histories))
        self.messages[message_id] = message
        return message

    def _moved(self, message: Message, thread_id: str) -> Message:
        moved = Message(message.id, thread_id, message.labels, message.raw, message.moment, message.history_id)
        self.messages[message.id] = moved
        return moved

    def _answered_thread(self, message: Message) -> str | None:
        """Give the thread of a message that this one answers under the same subject."""
        named = message.names("In-Reply-To") | message.names("References")
        for one in self.messages.values():
            if one.id != message.id and one.message_id in named and one.subject == message.subject:
                return one.thread_id
        return None

    def _rewritten(self, old: Message) -> EmailMessage:
        """Give the headers that are left when Gmail's own programs write a message again."""
        new = EmailMessage()
        new["MIME-Version"] = "1.0"
        new["Date"] = format_datetime(self.now())
        new["Message-ID"] = f"<CA{next(self._numbers):06d}@mail.gmail.com>"
        new["From"] = f"{self.name} <{self.account}>"
        for name in ("To", "Cc", "Bcc", "Subject", "In-Reply-To", "References"):
            if name in old.parsed:
                new[name] = str(old.parsed[name])
        return new


def _composed(fields: EmailMessage | Mapping[str, str]) -> bytes:
    """Give the bytes of a message."""
    if isinstance(fields, EmailMessage):
        return fields.as_bytes(policy=policy.SMTP)
    message = EmailMessage()
    for name, value in fields.items():
        if name != "text":
            message[name.replace("_", "-").title()] = value
    message.set_content(fields.get("text", ""))
    return message.as_bytes(policy=policy.SMTP)
