"""The signature that Gmail would put below."""

from __future__ import annotations

import json
from typing import Any

import pytest

from daemon.domain.errors import TemporaryError
from integrations.google.client import GoogleClient
from integrations.google.scopes import READ_MAIL
from integrations.google.signature import GmailSignature
from tests.google_server import faults
from tests.integrations.google.account import NEEDED, SAM, GoogleAccount


@pytest.fixture
def reading(account: GoogleAccount) -> GoogleAccount:
    """Give the account with a login that may read mail."""
    account.log_in([*NEEDED, READ_MAIL])
    return account


def identities(client: GoogleClient, *answer: dict[str, Any]) -> None:
    """Let the mailbox have several addresses to send from."""
    client.call = lambda *_, **__: {"sendAs": list(answer)}  # type: ignore[method-assign]


@pytest.mark.parametrize(
    "html, text",
    [
        ("", ""),
        ("Sam Lee", "Sam Lee"),
        ("<div>Sam Lee<br>+49 30 1234</div>", "Sam Lee\n+49 30 1234"),
        (
            '<div dir="ltr"><div><b>Sam Lee</b></div><div><br></div><div>Engineer &amp; more</div></div>',
            "Sam Lee\nEngineer & more",
        ),
        ('<p>Sam</p>\n\n<p>  <a href="https://sam.example">sam.example</a>&nbsp;</p>', "Sam\nsam.example"),
        ("<img src='cid:logo'><br>", ""),
        ("<style>p {color: red}</style><p>Sam</p><script>x()</script>", "Sam"),
        ("  \n ", ""),
    ],
)
def test_it_is_given_in_lines(reading: GoogleAccount, html: str, text: str) -> None:
    """As a person sees it: no markup, no blank lines."""
    reading.server.gmail.signature = html

    assert GmailSignature(reading.client(), SAM)() == text


def test_it_is_read_once(reading: GoogleAccount) -> None:
    """Every note of a process has the same, for one small request."""
    reading.server.gmail.signature = "Sam"
    signature = GmailSignature(reading.client(), SAM)

    assert [signature() for _ in range(3)] == ["Sam"] * 3
    (request,) = reading.server.requests
    assert request.path.endswith("/settings/sendAs")
    assert request.query["fields"] == ["sendAs(sendAsEmail,signature,isDefault)"]


def test_none_is_asked_for_once_too(reading: GoogleAccount) -> None:
    """Having none is an answer."""
    signature = GmailSignature(reading.client(), SAM)

    assert [signature(), signature()] == ["", ""]
    assert reading.server.count() == 1


@pytest.mark.parametrize("is_silent", [False, True])
def test_without_the_right_nothing_is_asked(account: GoogleAccount, is_silent: bool) -> None:
    """Notes end with the name then; a file that does not say what it may is not tried either."""
    account.server.gmail.signature = "Sam"
    if is_silent:
        document = json.loads(account.token.read_text())
        account.token.write_text(json.dumps(document | {"scopes": None}))

    assert GmailSignature(account.client(), SAM)() == ""
    assert account.server.count() == 0


def test_a_right_that_came_later_is_used(account: GoogleAccount) -> None:
    """The person logged in again while the service runs: the next pass ends notes with it."""
    account.server.gmail.signature = "Sam"
    client = account.client()
    signature = GmailSignature(client, SAM)
    assert signature() == ""

    account.log_in([*NEEDED, READ_MAIL])
    client.close()

    assert signature() == "Sam"


def test_trouble_is_not_remembered(reading: GoogleAccount) -> None:
    """A note is not written without it because of an hour's trouble."""
    reading.server.gmail.signature = "Sam"
    signature = GmailSignature(reading.client(), SAM)
    reading.server.faults.add(faults.quota_exceeded())

    with pytest.raises(TemporaryError):
        signature()

    assert signature() == "Sam"


@pytest.mark.parametrize(
    "addresses, expected",
    [
        ([("sam.lee@example.org", True), ("SAM@example.com", False)], "SAM@example.com"),
        ([("a@example.org", False), ("b@example.org", True)], "b@example.org"),
        ([("a@example.org", False)], "a@example.org"),
        ([], ""),
    ],
)
def test_it_is_that_of_the_address(reading: GoogleAccount, addresses: list[tuple[str, bool]], expected: str) -> None:
    """Of several addresses, the account's; else the one that Gmail writes with by itself."""
    client = reading.client()
    answer = [{"sendAsEmail": one, "signature": one, "isDefault": True} if is_default
              else {"sendAsEmail": one, "signature": one} for one, is_default in addresses]  # fmt: skip
    identities(client, *answer)

    assert GmailSignature(client, SAM)() == expected
