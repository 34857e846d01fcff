"""Messages, threads, the search box, the profile and the person's own address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.google_server.clients import scope, service
from tests.google_server.clock import Clock
from tests.google_server.server import GoogleServer


@pytest.fixture
def mail(server: GoogleServer, clock: Clock) -> dict[str, str]:
    """Put three messages and a draft into the mailbox, a day apart, and give their names by their ids."""
    gmail = server.gmail
    names = {
        gmail.put_message(
            {
                "from": "Ann Smith <ann@acme.example>",
                "to": "sam@example.com",
                "subject": "Interview on Tuesday",
                "message_id": "<1@acme.example>",
                "text": "Please bring your laptop.",
            },
            ("INBOX", "UNREAD"),
        ): "invitation"
    }
    clock.advance(timedelta(days=1))
    answer = {
        "from": "Sam Lee <sam@example.com>",
        "to": "ann@acme.example",
        "cc": "raj@acme.example",
        "subject": "Re: Interview on Tuesday",
        "in_reply_to": "<1@acme.example>",
        "references": "<1@acme.example>",
        "text": "I will.",
    }
    names[gmail.put_message(answer, ("SENT",))] = "answer"
    clock.advance(timedelta(days=1))
    names[gmail.put_message({"from": "win@spam.example", "subject": "You won", "text": "Laptop!"}, ("SPAM",))] = "spam"
    clock.advance(timedelta(days=1))
    draft_id = gmail.new_draft(b"To: raj@acme.example\r\nSubject: Thank you\r\n\r\nIt was a follow-up.\r\n", None)
    names[gmail.draft(draft_id).id] = "draft"
    return names


def found(client: Any, names: dict[str, str], **parameters: Any) -> list[str]:
    """Give the names of the messages that a list has."""
    answer = client.users().messages().list(userId="me", **parameters).execute()
    return [names[one["id"]] for one in answer.get("messages", [])]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["draft", "answer", "invitation"]),
        ("laptop", ["invitation"]),
        ("lap", []),
        ("in:anywhere laptop", ["spam", "invitation"]),
        ("from:ann@acme.example", ["invitation"]),
        ("from:acme.example", ["invitation"]),
        ("from:me", ["answer"]),
        ("to:acme.example", ["draft", "answer"]),
        ("cc:raj", ["answer"]),
        ('"bring your"', ["invitation"]),
        ('"your bring"', []),
        ("follow-up", ["draft"]),
        ('subject:"on tuesday"', ["answer", "invitation"]),
        ("subject:(interview tuesday)", ["answer", "invitation"]),
        ("subject:{thank monday}", ["draft"]),
        ("in:draft", ["draft"]),
        ("in:sent", ["answer"]),
        ("label:INBOX", ["invitation"]),
        ("is:unread", ["invitation"]),
        ("-in:drafts -in:sent", ["invitation"]),
        ("{in:sent in:drafts}", ["draft", "answer"]),
        ("in:sent OR in:drafts", ["draft", "answer"]),
        ("subject:tuesday (from:ann OR to:nobody)", ["invitation"]),
        ("-{in:sent in:drafts}", ["invitation"]),
        ("rfc822msgid:1@acme.example", ["invitation"]),
        ("rfc822msgid:<1@acme.example>", ["invitation"]),
        ("newer_than:2d", ["draft"]),
        ("older_than:2d in:inbox", ["invitation"]),
        ("after:2026/11/03 before:2026/11/05", ["answer"]),
        ("after:1793710000", ["draft"]),
    ],
)
def test_the_search_box_finds(gmail: Any, mail: dict[str, str], clock: Clock, query: str, expected: list[str]) -> None:
    """Operators, phrases, groups and negation; spam is found only where one looks for it."""
    clock.advance(timedelta(hours=1))

    assert found(gmail, mail, q=query) == expected


@pytest.mark.parametrize("query", ["has:attachment", "newer_than:soon", "(open", "in:sent)"])
def test_a_search_that_is_not_understood_is_a_violation(server: GoogleServer, gmail: Any, query: str) -> None:
    """Gmail would look for it as text, and the client would wonder."""
    with pytest.raises(HttpError, match="400"):
        gmail.users().messages().list(userId="me", q=query).execute()

    assert "q" in server.violations.pop()


def test_messages_are_listed_by_label(gmail: Any, mail: dict[str, str]) -> None:
    """All of the labelIds have to be there; the list is cut into pages."""
    first = gmail.users().messages().list(userId="me", maxResults=2).execute()
    second = gmail.users().messages().list(userId="me", maxResults=2, pageToken=first["nextPageToken"]).execute()

    assert found(gmail, mail, labelIds=["SENT"]) == ["answer"]
    assert found(gmail, mail, labelIds=["INBOX", "UNREAD"]) == ["invitation"]
    assert found(gmail, mail, labelIds=["SPAM"]) == ["spam"]
    assert [mail[one["id"]] for one in first["messages"] + second["messages"]] == ["draft", "answer", "invitation"]


def test_an_answer_joins_the_thread(gmail: Any, mail: dict[str, str]) -> None:
    """A thread has its messages in order, with the headers that one asks for."""
    listed = gmail.users().threads().list(userId="me", q="subject:tuesday").execute()["threads"]
    thread = (
        gmail.users()
        .threads()
        .get(userId="me", id=listed[0]["id"], format="metadata", metadataHeaders=["Message-ID", "references"])
        .execute()
    )

    headers = [[(one["name"], one["value"]) for one in each["payload"]["headers"]] for each in thread["messages"]]
    assert len(listed) == 1
    assert [mail[one["id"]] for one in thread["messages"]] == ["invitation", "answer"]
    assert headers == [[("Message-Id", "<1@acme.example>")], [("References", "<1@acme.example>")]]


def test_a_thread_that_is_not_there_is_not_found(gmail: Any) -> None:
    """404 for messages and threads that nobody knows."""
    for part in (gmail.users().messages(), gmail.users().threads()):
        with pytest.raises(HttpError, match="404"):
            part.get(userId="me", id="1234").execute()


def test_the_metadata_scope_sees_headers_only(server: GoogleServer, mail: dict[str, str]) -> None:
    """With gmail.metadata there is no search and no body, even where gmail.readonly was granted too."""
    (message_id,) = (one for one, name in mail.items() if name == "answer")

    with service(server, "gmail", [scope("gmail.metadata"), scope("gmail.readonly")]) as client:
        messages = client.users().messages()
        shown = messages.get(userId="me", id=message_id, format="metadata").execute()
        for request in (messages.list(userId="me", q="x"), messages.get(userId="me", id=message_id)):
            with pytest.raises(HttpError, match="Metadata scope"):
                request.execute()
        assert found(client, mail, labelIds=["SENT"]) == ["answer"]

    assert shown["payload"]["headers"]


def test_the_profile_tells_the_address(gmail: Any, mail: dict[str, str]) -> None:
    """The profile counts messages and threads."""
    profile = gmail.users().getProfile(userId="me").execute()

    assert (profile["emailAddress"], profile["messagesTotal"], profile["threadsTotal"]) == ("sam@example.com", 4, 3)
    assert profile["historyId"].isdigit()


def test_the_signature_belongs_to_the_address(server: GoogleServer, gmail: Any) -> None:
    """settings.sendAs has the person's name and signature."""
    server.gmail.signature = "<b>Sam</b>"

    listed = gmail.users().settings().sendAs().list(userId="me").execute()
    own = gmail.users().settings().sendAs().get(userId="me", sendAsEmail="sam@example.com").execute()
    with pytest.raises(HttpError, match="404"):
        gmail.users().settings().sendAs().get(userId="me", sendAsEmail="x@example.com").execute()

    assert listed == {"sendAs": [own]}
    assert (own["displayName"], own["signature"], own["isPrimary"]) == ("Sam Lee", "<b>Sam</b>", True)
