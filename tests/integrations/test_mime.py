from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import datetime
from email.header import decode_header, make_header
from email.utils import parseaddr
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.domain.address import ascii_address
from daemon.domain.item import Draft, Mailbox
from daemon.domain.note import as_html
from integrations.mime import fingerprint_of, message_id, to_bytes

DATE = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
NAME = "0123456789abcdef" * 2


def draft(text: str = "Hi Zoë,\n\nThank you – it was good.\n\nBest regards,\nSam", **changes: object) -> Draft:
    made = Draft(
        name=NAME,
        sender=Mailbox("Sam Lee", "sam@example.com"),
        to=(Mailbox("Zoë Müller, PhD", "zoe@acme.example"),),
        subject="Thank you – Data Analyst interview",
        text=text,
        html=as_html(text.split("\n\n")),
        date=DATE,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def written(one: Draft) -> bytes:
    return to_bytes(one, domain="example.com")


def read(data: bytes) -> email.message.EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, email.message.EmailMessage)
    return message


def is_one_clean_line(value: str) -> bool:
    return value == " ".join(value.split()) and value.isprintable()


lines = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
clean_lines = lines.filter(is_one_clean_line)


def test_a_reader_sees_what_the_draft_says() -> None:
    """Another implementation reads back names, subject, date and both bodies."""
    message = read(written(draft()))

    assert message["From"] == "Sam Lee <sam@example.com>"
    assert message["To"].addresses[0].display_name == "Zoë Müller, PhD"
    assert message["Subject"] == "Thank you – Data Analyst interview"
    assert message["Date"].datetime == DATE
    assert message["Date"].endswith("+0100")
    assert message["Message-ID"] == f"<{NAME}@example.com>"
    plain, html = message.iter_parts()
    assert plain.get_content() == draft().text + "\n"
    assert html.get_content() == draft().html + "\n"


def test_headers_stand_as_a_mail_program_writes_them() -> None:
    """There is nothing but the usual headers, in the usual order."""
    assert [name for name, _ in read(written(draft())).raw_items()] == [
        "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
    ]  # fmt: skip


def test_no_byte_tells_of_a_program() -> None:
    """No X- header, no User-Agent, no boundary in a library's style, no name of ours."""
    data = written(draft()).lower()

    for trace in (b"\nx-", b"user-agent", b"==--", b"--==", b"afterword", b"python"):
        assert trace not in data


def test_the_same_draft_gives_the_same_bytes() -> None:
    """Writing is deterministic."""
    assert written(draft()) == written(draft())


def test_lines_end_as_asked() -> None:
    """A Maildir's file has LF, the wire CRLF, and nothing else differs."""
    wire = to_bytes(draft(), domain="example.com", newline="\r\n")

    assert b"\r" not in written(draft())
    assert wire.count(b"\n") == wire.count(b"\r\n")
    assert wire.replace(b"\r\n", b"\n") == written(draft())
    assert fingerprint_of(wire) == draft().fingerprint()


def test_no_line_is_longer_than_78() -> None:
    """Long paragraphs, subjects and lists of names are folded (RFC 5322, 2.1.1)."""
    long = draft(
        "word " * 400,
        subject="A plain subject of many words " * 6,
        to=tuple(Mailbox(f"Ann-Kathrin Übermüller the {n}th", f"ann{n}@acme.example") for n in range(20)),
    )

    data = written(long)

    assert max(len(line) for line in data.split(b"\n")) <= 78
    assert len(read(data)["To"].addresses) == 20
    assert fingerprint_of(data) == long.fingerprint()


def test_without_addresses_there_is_no_to_line() -> None:
    """Somebody known by name only gets a draft that the person addresses."""
    assert "To" not in read(written(draft(to=(Mailbox("Jane", ""),))))


@pytest.mark.parametrize(
    "address", ["josé@acme.example", "a b@acme.example", "jane", "a@b@c", "x@\udcff", "a\n@b.example"]
)
def test_an_address_that_cannot_be_written_is_left_out(address: str) -> None:
    """It costs the To line, not the draft."""
    assert ascii_address(address) == ""
    assert "To" not in read(written(draft(to=(Mailbox("Jane", address),))))


def test_an_international_domain_is_written_in_idna_form() -> None:
    """RFC 5890: what stands in the header is ASCII."""
    assert ascii_address("jane@bücher.example") == "jane@xn--bcher-kva.example"
    assert message_id("ab", "bücher.example") == "ab@xn--bcher-kva.example"
    assert message_id("ab", "evil>\n.example") == "ab@localhost"


@given(name=lines, subject=lines, text=lines)
def test_no_text_makes_a_header_of_its_own(name: str, subject: str, text: str) -> None:
    """Whatever stands in names, subject and body, the headers are ours and each is there once."""
    hostile = f"{name}\r\nBcc: eve@evil.example\r\n\r\n{subject}"
    one = draft(
        text, subject=hostile, to=(Mailbox(hostile, "jane@acme.example"),), sender=Mailbox(hostile, "sam@example.com")
    )

    message = read(written(one))

    assert [key for key, _ in message.raw_items()] == [
        "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert [address.addr_spec for address in message["To"].addresses] == ["jane@acme.example"]


@given(name=clean_lines, subject=clean_lines, text=st.lists(lines, max_size=5).map("\n".join))
def test_what_is_written_is_read_back_untouched(name: str, subject: str, text: str) -> None:
    """Any words survive the way there and back: the fingerprint is the draft's."""
    one = draft(text, subject=subject, to=(Mailbox(name, "jane@acme.example"), Mailbox("", "Bob@acme.example")))

    assert fingerprint_of(written(one)) == one.fingerprint()
    assert fingerprint_of(written(replace(one, html=""))) == one.fingerprint()


@given(name=clean_lines)
def test_a_display_name_is_read_back_as_it_was(name: str) -> None:
    """Quotes, commas, accents, emoji and what looks like an encoded word all stay what they are."""
    one = draft(to=(Mailbox(name, "jane@acme.example"),))

    phrase, address = parseaddr(email.message_from_bytes(written(one))["To"])
    assert str(make_header(decode_header(phrase))) == name
    assert address == "jane@acme.example"


@pytest.mark.parametrize(
    "old, new",
    [
        (b"it was good", b"it was great"),
        (b"To: ", b"Cc: bob@acme.example\nTo: "),
        (b"To: ", b"Bcc: bob@acme.example\nTo: "),
        (b"zoe@acme.example", b"bob@acme.example"),
        (b"Subject: ", b"Subject: Re: "),
        (b"multipart/alternative", b"multipart/mixed"),
        (b"<p>Hi", b"<p><b>Dear</b>"),
        (b"<br>", b"<br><img>"),
        (b'text/html; charset="UTF-8"', b'text/html; charset="klingon"'),
        (b"text/html;", b"application/pdf;"),
        (b"text/plain;", b'text/plain; name="cv.txt";'),
    ],
)
def test_any_edit_changes_the_fingerprint(old: bytes, new: bytes) -> None:
    """Words, people, copies, attachments, formatting and structure are the person's touch."""
    data = written(draft())
    assert old in data

    assert fingerprint_of(data.replace(old, new)) != draft().fingerprint()


@given(data=st.binary(max_size=300))
def test_rubbish_has_a_fingerprint_that_equals_none(data: bytes) -> None:
    """Anything can be asked about; nothing but the draft is the draft."""
    assert fingerprint_of(data) != draft().fingerprint()


def test_a_server_may_add_headers_and_move_white_space() -> None:
    """What servers and sync tools do to a message is no edit."""
    data = b"Received: from somewhere\nX-TUID: 123\n" + written(draft()).replace(
        b"Best regards,\n", b"Best regards, =20\n"
    )

    assert fingerprint_of(data) == draft().fingerprint()
