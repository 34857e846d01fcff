"""
A draft as the bytes of a message (RFC 5322, 2045-2047), and what of such bytes a person could have edited.

The message looks like one from a mail program: no X- header, no name of a library in a boundary or Message-ID. It is
the same for the same draft, byte for byte. Whatever stands in names and subjects, a header is one header.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import Header, decode_header, make_header
from email.message import Message
from email.utils import format_datetime, getaddresses
from html.parser import HTMLParser

from daemon.domain.address import ascii_address, ascii_domain
from daemon.domain.item import Draft, Mailbox, digest_of

#: RFC 5322, 2.1.1: lines should not be longer; the limit that counts is 998.
LINE = 78
#: RFC 5322, 3.2.3 `atext` and spaces: a display name of these needs no quotes.
_PLAIN_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?: [A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*")
#: A message id; a foreign one may hold anything but what would end it or the header.
_ID = re.compile(r"<[!-;=?-~]{1,900}>")
#: A fingerprint does not depend on the date.
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
_TAGS_OF_OURS = frozenset({"html", "head", "meta", "body", "p", "br"})


def to_bytes(draft: Draft, *, domain: str, newline: str = "\n") -> bytes:
    r"""
    Write *draft* as a message whose Message-ID ends in *domain*, that of the person's address.

    *newline* is "\\n" as files in a Maildir have it, or "\\r\\n" as on the wire (RFC 5322, 2.3). A recipient whose
    address cannot be written in ASCII is left out of To; without recipients there is no To line.
    """
    recipients = [written for one in draft.to if (written := _mailbox(one, "To"))]
    fields = [
        ("From", _mailbox(draft.sender, "From")),
        ("To", _listed(recipients)),
        ("Subject", _text(draft.subject, "Subject")),
        ("Date", format_datetime(draft.date)),
        ("Message-ID", f"<{message_id(draft.name, domain)}>"),
        ("In-Reply-To", _ids(draft.thread.in_reply_to) if draft.thread else ""),
        ("References", _ids(draft.thread.references) if draft.thread else ""),
        ("MIME-Version", "1.0"),
    ]
    header = "".join(f"{name}: {value}\n" for name, value in fields if value)
    if draft.html:
        boundary = hashlib.sha256(f"boundary\n{draft.name}".encode()).hexdigest()[:28]
        parts = (_part(draft.text, "plain"), _part(draft.html, "html"))
        body = f'Content-Type: multipart/alternative; boundary="{boundary}"\n\n'
        body += "".join(f"--{boundary}\n{part}\n" for part in parts) + f"--{boundary}--\n"
    else:
        body = _part(draft.text, "plain")
    return (header + body).replace("\n", newline).encode("ascii")


def message_id(name: str, domain: str) -> str:
    """Give the Message-ID, without its angle brackets, of the draft called *name* (`item_name`)."""
    return f"{name}@{ascii_domain(domain) or 'localhost'}"


def fingerprint_of(data: bytes) -> str:
    """
    Give `Draft.fingerprint()` of the message *data*: equal to the draft's as long as nobody has edited it.

    White space and headers that a person does not write do not count. An attachment, a Cc, a Bcc, words in the HTML
    that are not in the text, formatting, another structure, or what cannot be read give a fingerprint that equals none.
    """
    try:
        return _fingerprint(data)
    except (ValueError, LookupError, AttributeError):
        # `email` reads anything, but what it read may name an unknown charset or hold no text where there should be.
        return digest_of("edited", hashlib.sha256(data).hexdigest())


def _fingerprint(data: bytes) -> str:
    message = message_from_bytes(data)
    text = _text_of(message)
    copies = [value for name in ("Cc", "Bcc") for value in message.get_all(name, []) if str(value).strip()]
    lines = [str(value) for value in message.get_all("To", []) if str(value).strip()]
    to = [address for _, address in getaddresses(lines)]
    if copies or not all(to):
        raise ValueError("addressed otherwise than by us")
    subject = str(make_header(decode_header(message.get("Subject", ""))))
    return Draft(
        name="",
        sender=Mailbox("", ""),
        to=tuple(Mailbox("", address) for address in to),
        subject=subject,
        text=text,
        html="",
        date=_NO_DATE,
    ).fingerprint()


def _text_of(message: Message) -> str:
    """Give the plain text of *message* if it is built as ours are and its HTML says the same; else ValueError."""
    if message.get_content_type() == "text/plain":
        return _content(message)
    parts = message.get_payload()
    if message.get_content_type() != "multipart/alternative" or not isinstance(parts, list):
        raise ValueError("another structure")
    both = [part for part in parts if isinstance(part, Message)]
    if [part.get_content_type() for part in both] != ["text/plain", "text/html"]:
        raise ValueError("another structure")
    text = _content(both[0])
    shown = _Shown(_content(both[1]))
    if shown.words() != text.split() or not shown.tags <= _TAGS_OF_OURS:
        raise ValueError("the HTML was edited")
    return text


def _content(part: Message) -> str:
    if part.get_filename() is not None or part.get_content_disposition() == "attachment":
        raise ValueError("an attachment")
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        raise ValueError("no text")
    return payload.decode(part.get_content_charset("us-ascii"))


class _Shown(HTMLParser):
    """What a reader sees of HTML, and which tags it has."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self._text: list[str] = []
        self.feed(markup)
        self.close()

    def words(self) -> list[str]:
        return "".join(self._text).split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        # Every tag of ours ends a line.
        self.tags.add(tag)
        self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._text.append(" ")

    def handle_data(self, data: str) -> None:
        self._text.append(data)


def _part(text: str, subtype: str) -> str:
    """
    Give a text part with its own header.

    Quoted-printable (RFC 2045, 6.7) whatever the text: paragraphs are single lines, longer than any line may be.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    encoded = binascii.b2a_qp(lines.encode("utf-8", "replace"), istext=True).decode("ascii")
    return f'Content-Type: text/{subtype}; charset="UTF-8"\nContent-Transfer-Encoding: quoted-printable\n\n{encoded}'


def _mailbox(mailbox: Mailbox, field: str) -> str:
    """Write a name and an address (RFC 5322, 3.4); "" where the address cannot be written."""
    address = ascii_address(mailbox.email)
    if not address:
        return ""
    name = _clean(mailbox.name)
    if not name:
        return address
    if not name.isascii() or "=?" in name:
        # RFC 2047, 5 (3): encoded words instead of a phrase; inside quotes they would not be decoded.
        name = _encoded(name, field)
    elif not _PLAIN_PHRASE.fullmatch(name):
        name = '"{}"'.format(re.sub(r'(["\\])', r"\\\1", name))
    last_line = name.rsplit("\n", 1)[-1]
    gap = "\n " if len(field) + 2 + len(last_line) + len(address) + 4 > LINE else " "
    return f"{name}{gap}<{address}>"


def _listed(mailboxes: list[str]) -> str:
    """Join mailboxes, each on a line of its own where one would not hold them all."""
    line = ", ".join(mailboxes)
    return line if len("To: ") + len(line) <= LINE and "\n" not in line else ",\n ".join(mailboxes)


def _ids(value: str) -> str:
    """Write message ids, each on a line of its own (RFC 5322, 3.6.4); what is none is left out."""
    return "\n ".join(_ID.findall(value))


def _text(value: str, field: str) -> str:
    """Write unstructured text (RFC 5322, 2.2.1): as it is, or as encoded words where it is not plain ASCII."""
    value = _clean(value)
    if not value.isascii() or "=?" in value:
        return _encoded(value, field)
    return Header(value, "us-ascii", maxlinelen=LINE, header_name=field).encode()


def _encoded(value: str, field: str) -> str:
    words = Header(value, "utf-8", maxlinelen=LINE - 2, header_name=field).encode()
    return words.replace("=?utf-8?q?", "=?UTF-8?Q?").replace("=?utf-8?b?", "=?UTF-8?B?")


def _clean(value: str) -> str:
    """Make one line of *value*: no control character can end a header or hide in one."""
    value = value.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(" " if ord(one) < 0x20 or 0x7F <= ord(one) < 0xA0 else one for one in value).split())
