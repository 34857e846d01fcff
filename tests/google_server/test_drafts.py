"""Drafts: what clients write, what the person does with it, and what is to be seen afterwards."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.google_server.clients import refused
from tests.google_server.clock import Clock
from tests.google_server.server import GoogleServer

RAW = (
    b"To: ann@acme.example\r\nSubject: =?utf-8?q?Thank_you=2C_Zo=C3=AB?=\r\nX-Afterword: key\r\n"
    b"Message-ID: <own@afterword.example>\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: 8bit\r\n\r\nDear Ann,  \r\nit was g\xc3\xb6\xc3\xb6d.\r\n"
)


def encoded(raw: bytes) -> str:
    """Give base64url."""
    return urlsafe_b64encode(raw).decode()


def create(gmail: Any, raw: bytes = RAW, **message: str) -> Any:
    """Write a draft."""
    body = {"message": {"raw": encoded(raw)} | message}
    return gmail.users().drafts().create(userId="me", body=body).execute()


def get(gmail: Any, draft_id: str, form: str = "full") -> Any:
    """Read a draft."""
    return gmail.users().drafts().get(userId="me", id=draft_id, format=form).execute()


def draft_list(gmail: Any, **parameters: Any) -> Any:
    """List the drafts."""
    return gmail.users().drafts().list(userId="me", **parameters).execute()


def test_writing_a_draft_gives_its_ids(gmail: Any) -> None:
    """The answer to drafts.create has ids and the label, and not the message."""
    made = create(gmail)

    message = made["message"]
    assert made.keys() == {"id", "message"}
    assert message == {"id": message["id"], "threadId": message["id"], "labelIds": ["DRAFT"]}


@pytest.mark.parametrize("padding", ["", "=" * (-len(RAW) % 3)])
def test_a_draft_is_kept_byte_for_byte(server: GoogleServer, gmail: Any, padding: str) -> None:
    """What was written comes back unchanged, with base64's padding or without."""
    body = {"message": {"raw": encoded(RAW).rstrip("=") + padding}}
    made = gmail.users().drafts().create(userId="sam@example.com", body=body).execute()

    read = get(gmail, made["id"], "raw")

    assert urlsafe_b64decode(read["message"]["raw"]) == RAW
    assert server.gmail.draft_raw(made["id"]) == RAW
    assert "payload" not in read["message"]


@pytest.mark.parametrize("raw", [b"", b"\r\nno header", b"Dear Ann, hello"])
def test_a_draft_that_is_no_message_is_refused(server: GoogleServer, gmail: Any, raw: bytes) -> None:
    """An empty or unreadable message is not kept."""
    with pytest.raises(HttpError) as caught:
        create(gmail, raw)

    assert refused(caught.value) == (400, "invalidArgument")
    assert server.gmail.drafts() == []


def test_a_draft_without_a_message_is_refused(gmail: Any) -> None:
    """There has to be something to keep."""
    with pytest.raises(HttpError) as caught:
        gmail.users().drafts().create(userId="me", body={"message": {}}).execute()

    assert refused(caught.value) == (400, "invalidArgument")


def test_a_draft_is_read_in_four_forms(gmail: Any, clock: Clock) -> None:
    """Each form of drafts.get has its parts; all tell when the message was made."""
    made = create(gmail)

    minimal, metadata, full, raw = (
        get(gmail, made["id"], form)["message"] for form in ("minimal", "metadata", "full", "raw")
    )

    headers = {one["name"]: one["value"] for one in metadata["payload"]["headers"]}
    assert not {"payload", "raw"} & minimal.keys()
    assert {one["internalDate"] for one in (minimal, metadata, full, raw)} == {"1793620800000"}
    assert headers["Subject"] == "Thank you, Zoë"
    assert "body" not in metadata["payload"]
    assert urlsafe_b64decode(full["payload"]["body"]["data"]) == RAW.partition(b"\r\n\r\n")[2]


def test_a_message_of_several_parts_is_shown_with_them(gmail: Any) -> None:
    """The payload is a tree of parts, with their ids."""
    raw = (
        b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nHi\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Hi</p>\r\n--b--\r\n"
    )

    payload = get(gmail, create(gmail, raw)["id"])["message"]["payload"]

    assert payload["mimeType"] == "multipart/alternative"
    assert [(one["partId"], one["mimeType"]) for one in payload["parts"]] == [("0", "text/plain"), ("1", "text/html")]


def test_an_update_makes_a_new_message(server: GoogleServer, gmail: Any) -> None:
    """The draft keeps its id; the message gets another one, and the old one is gone."""
    made = create(gmail)
    body = {"message": {"raw": encoded(b"Subject: New\r\n\r\nNew\r\n")}}

    updated = gmail.users().drafts().update(userId="me", id=made["id"], body=body).execute()
    with pytest.raises(HttpError) as caught:
        gmail.users().messages().get(userId="me", id=made["message"]["id"]).execute()

    assert updated["id"] == made["id"]
    assert updated["message"]["id"] != made["message"]["id"]
    assert refused(caught.value) == (404, "notFound")
    assert [message["Subject"] for _, message in server.gmail.drafts()] == ["New"]


def test_deletion_is_for_good(gmail: Any) -> None:
    """After drafts.delete the draft is not found, by any method."""
    place = {"userId": "me", "id": create(gmail)["id"]}

    gmail.users().drafts().delete(**place).execute()

    drafts = gmail.users().drafts()
    update = drafts.update(**place, body={"message": {"raw": encoded(RAW)}})
    for request in (drafts.get(**place), drafts.delete(**place), update):
        with pytest.raises(HttpError) as caught:
            request.execute()
        assert refused(caught.value) == (404, "notFound")


def test_the_list_has_the_newest_first_and_only_ids(gmail: Any) -> None:
    """The list tells ids, message ids and threads, in pages."""
    made = [create(gmail) for _ in range(3)]

    first = draft_list(gmail, maxResults=2)
    second = draft_list(gmail, maxResults=2, pageToken=first["nextPageToken"])

    newest = made[2]["message"]
    assert first["drafts"][0] == {"id": made[2]["id"], "message": {"id": newest["id"], "threadId": newest["threadId"]}}
    assert [one["id"] for one in first["drafts"] + second["drafts"]] == [one["id"] for one in reversed(made)]
    assert "nextPageToken" not in second


def test_an_empty_list_is_not_even_there(gmail: Any) -> None:
    """Where there are no drafts, the answer has no `drafts`."""
    assert draft_list(gmail) == {"resultSizeEstimate": 0}


def test_a_page_has_100_drafts_and_never_more_than_500(server: GoogleServer, gmail: Any) -> None:
    """The page's size has a default and a limit."""
    for _ in range(501):
        server.gmail.new_draft(RAW, None)

    assert len(draft_list(gmail)["drafts"]) == 100
    assert len(draft_list(gmail, maxResults=1000)["drafts"]) == 500


def test_the_index_of_the_search_may_lag(server: GoogleServer, gmail: Any, clock: Clock) -> None:
    """Where the index lags, a new draft is in the list and is not found by q."""
    server.gmail.search_lag = timedelta(minutes=1)
    create(gmail)

    found_at_once = draft_list(gmail, q="to:ann@acme.example")
    clock.advance(timedelta(minutes=2))
    found_later = draft_list(gmail, q="to:ann@acme.example")

    assert found_at_once["resultSizeEstimate"] == 0
    assert len(draft_list(gmail)["drafts"]) == len(found_later["drafts"]) == 1


def test_the_web_editor_writes_a_draft_anew(server: GoogleServer, gmail: Any) -> None:
    """An edit keeps draft and thread; message id and Message-ID are new, headers of other programs are lost."""
    made = create(gmail)

    message_id = server.gmail.edit_draft(made["id"], "My own words.\n", html="<p>My own words.</p>")

    ((draft_id, edited),) = server.gmail.drafts()
    read = get(gmail, made["id"], "minimal")["message"]
    assert draft_id == made["id"]
    assert read["id"] == message_id != made["message"]["id"]
    assert read["threadId"] == made["message"]["threadId"]
    assert (edited["To"], edited["Subject"], edited["X-Afterword"]) == ("ann@acme.example", "Thank you, Zoë", None)
    assert edited["Message-ID"] != "<own@afterword.example>"
    body = edited.get_body(preferencelist=("plain",))
    assert body is not None
    assert body.get_content().splitlines() == ["My own words."]


def test_another_subject_makes_another_thread(server: GoogleServer, gmail: Any) -> None:
    """When the person changes the subject, the draft leaves its thread."""
    made = create(gmail)

    server.gmail.edit_draft(made["id"], subject="Hello", to="raj@acme.example")

    read = get(gmail, made["id"], "metadata")["message"]
    headers = {one["name"]: one["value"] for one in read["payload"]["headers"]}
    assert read["threadId"] != made["message"]["threadId"]
    assert (headers["Subject"], headers["To"]) == ("Hello", "raj@acme.example")


def test_sending_leaves_a_message_and_no_draft(server: GoogleServer, gmail: Any) -> None:
    """The sent message has the draft's thread and words, and another id and Message-ID."""
    made = create(gmail)

    sent_id = server.gmail.send_draft(made["id"])

    sent = gmail.users().messages().get(userId="me", id=sent_id).execute()
    headers = {one["name"]: one["value"] for one in sent["payload"]["headers"]}
    assert server.gmail.drafts() == []
    assert (sent["labelIds"], sent["threadId"]) == (["SENT"], made["message"]["threadId"])
    assert headers["Message-ID"].endswith("@mail.gmail.com>")
    assert headers["From"] == "Sam Lee <sam@example.com>"
    assert "X-Afterword" not in headers
    assert "gööd" in urlsafe_b64decode(sent["payload"]["body"]["data"]).decode()


def test_a_discarded_draft_is_gone(server: GoogleServer, gmail: Any) -> None:
    """What the person discards is neither a draft nor a message."""
    made = create(gmail)

    server.gmail.delete_draft(made["id"])

    with pytest.raises(HttpError) as caught:
        get(gmail, made["id"])
    assert refused(caught.value) == (404, "notFound")
    assert gmail.users().messages().list(userId="me").execute() == {"resultSizeEstimate": 0}


def test_a_draft_joins_only_a_thread_that_exists(server: GoogleServer, gmail: Any) -> None:
    """A threadId that nobody has is refused."""
    with pytest.raises(HttpError) as caught:
        create(gmail, threadId="19ffffffffffffff")

    assert refused(caught.value) == (404, "notFound")
    assert server.gmail.drafts() == []


@pytest.mark.parametrize(
    ("headers", "is_shown"),
    [
        ("Subject: Re: Interview\r\nIn-Reply-To: <a@acme>\r\nReferences: <0@acme> <a@acme>", True),
        ("Subject: AW: Re: interview\r\nIn-Reply-To: <a@acme>\r\nReferences: <a@acme>", False),
        ("Subject: Thank you\r\nIn-Reply-To: <a@acme>\r\nReferences: <a@acme>", False),
        ("Subject: Re: Interview\r\nReferences: <a@acme>", False),
        ("Subject: Re: Interview\r\nIn-Reply-To: <a@acme>", False),
        ("Subject: Re: Interview\r\nIn-Reply-To: <b@acme>\r\nReferences: <b@acme>", False),
    ],
)
def test_a_reply_is_shown_in_its_thread_under_three_conditions(
    server: GoogleServer, gmail: Any, headers: str, is_shown: bool
) -> None:
    """Thread, references and subject have to agree; else the draft is in the thread's data and nobody sees it."""
    fields = {"from": "ann@acme.example", "subject": "Interview", "message_id": "<a@acme>", "text": "See you."}
    message_id = server.gmail.put_message(fields)

    made = create(gmail, f"{headers}\r\n\r\nThanks\r\n".encode(), threadId=message_id)

    thread = gmail.users().threads().get(userId="me", id=message_id, format="minimal").execute()
    assert server.gmail.is_shown_in_thread(made["id"]) is is_shown
    assert [one["labelIds"] for one in thread["messages"]] == [["INBOX"], ["DRAFT"]]


def test_another_persons_mailbox_is_closed(gmail: Any) -> None:
    """The userId is "me" or the account's address."""
    with pytest.raises(HttpError, match="Delegation denied"):
        gmail.users().drafts().list(userId="ann@acme.example").execute()
