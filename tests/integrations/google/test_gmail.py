"""Drafts in Gmail: made once, found again, the person's once touched, and nothing but drafts."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from daemon.domain.errors import ConflictError, TemporaryError
from daemon.domain.item import Draft, Mailbox, Thread, item_name
from daemon.ports import Found, Lost
from integrations.google import gmail as module
from integrations.google.gmail import GmailDrafts
from tests.contracts.store import NAME, OTHER, draft
from tests.google_server import faults
from tests.google_server.clock import Clock
from tests.google_server.faults import Fault
from tests.google_server.server import GoogleServer
from tests.integrations.google.account import SAM, GoogleAccount

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock: Clock) -> Iterator[GoogleServer]:
    """Give the server at a time that passes when told to; logins last for years by the wall clock."""
    with GoogleServer(now=clock) as server:
        yield server


@pytest.fixture
def account(server: GoogleServer, tmp_path: Path) -> Iterator[GoogleAccount]:
    account = GoogleAccount(server, tmp_path)
    document = server.oauth.issue(account.scopes, expires_in=10**9)
    account.token.write_text(json.dumps(document))
    yield account
    account.close()


@pytest.fixture
def store(account: GoogleAccount) -> GmailDrafts:
    return account.drafts()


def only(account: GoogleAccount) -> tuple[str, EmailMessage]:
    """Give the one draft, with its id."""
    (one,) = account.server.gmail.drafts()
    return one


def found(store: GmailDrafts, ref: str = "", lost: Lost | None = None, name: str = NAME) -> Found:
    """Give what lies there, which is there."""
    what = store.find(name, ref, lost)
    assert what is not None
    return what


def own_draft(account: GoogleAccount, number: int = 0, **headers: str) -> str:
    """Let the person begin a mail of their own; gives its id."""
    mail = EmailMessage()
    mail["Message-ID"] = f"<CAown{number}@mail.gmail.com>"
    mail["To"] = "friend@example.org"
    mail["Subject"] = f"Dinner {number}"
    for name, value in headers.items():
        header = name.replace("_", "-")
        del mail[header]
        mail[header] = value
    mail.set_content(f"On day {number}?")
    return account.server.gmail.new_draft(mail.as_bytes(policy=policy.SMTP), None)


def gets(account: GoogleAccount) -> list[str]:
    """Give the form of each draft that was asked for by itself."""
    return [one.query["format"][0] for one in account.server.requests.matching("GET", "/drafts/")]


def lost_since(clock: Clock, before: timedelta = timedelta(), content: Draft | None = None) -> Lost:
    return Lost((content or draft()).fingerprint(), clock() - before)


# What is written


def test_a_draft_is_a_plain_message(account: GoogleAccount, store: GmailDrafts) -> None:
    """Nothing in it shows that a program wrote it, and every line ends as on the wire."""
    store.create(draft())

    draft_id, _ = only(account)
    raw = account.server.gmail.draft_raw(draft_id)
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail.keys() == ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]
    assert mail["Message-ID"] == f"<{NAME}@example.com>"
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    for trace in (b"afterword", b"python", b"localhost", b"127.0.0.1", b"=====", b"\nX-"):
        assert trace not in raw.lower().replace(b"\nx-", b"\nX-")


def test_the_request_names_the_message_and_nothing_else(account: GoogleAccount, store: GmailDrafts) -> None:
    """Base64url, and the thread where it answers one."""
    thread = Thread("18f", "<a@acme.example>", "<a@acme.example>", "Interview")
    message = {"Message-ID": "<a@acme.example>", "Subject": "Interview", "From": "jane@acme.example", "text": "x"}
    real = account.server.gmail.put_message(message)
    store.create(draft())
    store.create(replace(draft(OTHER), thread=replace(thread, id=real), subject="Re: Interview"))

    first, second = (one.body for one in account.server.requests.matching("POST", "/drafts"))
    assert first.keys() == {"message"}
    assert first["message"].keys() == {"raw"}
    assert base64.urlsafe_b64decode(first["message"]["raw"]).startswith(b"From: Sam Lee <sam@example.com>\r\n")
    assert second["message"].keys() == {"raw", "threadId"}
    assert second["message"]["threadId"] == real
    assert account.server.gmail.is_shown_in_thread(account.server.gmail.drafts()[1][0])


def test_a_link_opens_the_draft(account: GoogleAccount, store: GmailDrafts) -> None:
    """In the right one of several accounts, by the id of the message as it is now."""
    created = store.create(draft())
    replaced = store.replace(NAME, created, draft(words="Anew."))

    message = account.server.gmail.draft(only(account)[0]).id
    assert created.link.startswith(f"https://mail.google.com/mail/?authuser={SAM}#drafts?compose=")
    assert replaced.link == f"https://mail.google.com/mail/?authuser={SAM}#drafts?compose={message}"


def test_a_draft_stays_the_same_draft(account: GoogleAccount, store: GmailDrafts) -> None:
    """Replacing it keeps its id; whoever has it open sees the new words."""
    created = store.create(draft())
    before, _ = only(account)

    store.replace(NAME, created, draft(words="Anew."))

    after, mail = only(account)
    assert before == after
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Anew." in body.get_content()


def test_nothing_but_drafts_is_asked_for(account: GoogleAccount, store: GmailDrafts) -> None:
    """Whatever happens, no other method of Gmail is called, and nothing is sent."""
    one = store.create(draft())
    one = store.replace(NAME, one, draft(words="Anew."))
    store.find(NAME, one.ref)
    store.close()
    account.server.faults.add(faults.close_after(), "POST", "/drafts")
    with pytest.raises(TemporaryError):
        store.create(draft(OTHER))
    store.find(OTHER, "", Lost("x", account.server.now()))
    store.remove(NAME, one)

    paths = {one.path for one in account.server.requests}
    assert all(path.startswith("/gmail/v1/users/me/drafts") for path in paths)
    assert not any("send" in path for path in paths)
    assert not any("SENT" in one.labels for one in account.server.gmail.messages.values())


# Whose it is now


def test_an_untouched_draft_costs_no_look(account: GoogleAccount, store: GmailDrafts) -> None:
    """Its message has the id that we know: the list says so."""
    refs = {name: store.create(draft(name)).ref for name in (NAME, OTHER)}
    fresh = account.drafts()
    account.server.clear_log()

    for name, ref in refs.items():
        assert found(fresh, ref, name=name).ref == ref

    assert account.server.count() == 1
    assert gets(account) == []


def test_a_draft_that_was_saved_again_unchanged_is_ours(account: GoogleAccount, store: GmailDrafts) -> None:
    """Opened and closed in the web page: another message, the same words. The ref is brought up to date."""
    created = store.create(draft())
    account.server.gmail.edit_draft(only(account)[0])
    store.close()
    account.server.clear_log()

    now = found(store, created.ref)

    assert now.fingerprint == created.fingerprint
    assert now.ref != created.ref
    assert gets(account) == ["raw"]
    assert found(store, now.ref) == now
    assert gets(account) == ["raw"]
    replaced = store.replace(NAME, created, draft(words="Anew."))
    assert found(account.drafts(), replaced.ref) == replaced


@pytest.mark.parametrize(
    "change",
    [
        {"text": "My own words."},
        {"subject": "Thanks!"},
        {"to": "jane@acme.example"},
        {"to": "zoe@acme.example, jane@acme.example, boss@acme.example"},
        {"html": "<p>Dear <b>Zoë</b></p>"},
    ],
    ids=lambda change: " ".join(change),
)
@pytest.mark.parametrize("when", ["this pass", "next pass", "next process"])
def test_what_the_person_changed_is_theirs(
    account: GoogleAccount, store: GmailDrafts, change: dict[str, str], when: str
) -> None:
    """Words, subject, recipients: seen at the next look, and never overwritten or taken away."""
    created = store.create(draft())
    store.find(NAME, created.ref)
    draft_id, _ = only(account)
    account.server.gmail.edit_draft(draft_id, **change)
    left = account.server.gmail.draft_raw(draft_id)
    now = account.drafts() if when == "next process" else store
    if when != "this pass":
        now.close()
        assert found(now, created.ref).fingerprint != created.fingerprint

    with pytest.raises(ConflictError):
        now.replace(NAME, created, draft(words="Anew."))
    with pytest.raises(ConflictError):
        now.remove(NAME, created)

    assert account.server.gmail.draft_raw(draft_id) == left
    assert found(now, created.ref).fingerprint != created.fingerprint


@pytest.mark.parametrize("how", ["sent", "deleted"])
def test_what_was_sent_or_deleted_is_gone(account: GoogleAccount, store: GmailDrafts, how: str) -> None:
    """The server tells no difference; it is not made again, and what was sent stays as it was sent."""
    created = store.create(draft())
    draft_id, _ = only(account)
    if how == "sent":
        account.server.gmail.send_draft(draft_id)
    else:
        account.server.gmail.delete_draft(draft_id)
    store.close()
    messages = dict(account.server.gmail.messages)

    for one in (store, account.drafts()):
        assert one.find(NAME, created.ref) is None
        assert one.find(NAME) is None
        with pytest.raises(ConflictError):
            one.replace(NAME, created, draft(words="Anew."))
        one.remove(NAME, created)

    assert account.server.gmail.messages == messages
    assert account.server.writes()[1:] == []


@pytest.mark.parametrize("action", ["replace", "remove"])
def test_it_is_looked_at_before_it_is_changed(account: GoogleAccount, store: GmailDrafts, action: str) -> None:
    """Gmail knows no condition: the draft itself is asked for just before, whatever a list said."""
    created = store.create(draft())
    account.server.clear_log()

    if action == "replace":
        store.replace(NAME, created, draft(words="Anew."))
    else:
        store.remove(NAME, created)

    assert [one.method for one in account.server.requests] == ["GET", "PUT" if action == "replace" else "DELETE"]


@pytest.mark.parametrize("action", ["replace", "remove"])
def test_one_that_goes_in_between_is_gone(account: GoogleAccount, store: GmailDrafts, action: str) -> None:
    """Sent in the instant between the look and the write."""
    created = store.create(draft())
    account.server.faults.add(faults.not_found(), "PUT" if action == "replace" else "DELETE")

    if action == "replace":
        with pytest.raises(ConflictError):
            store.replace(NAME, created, draft(words="Anew."))
    else:
        store.remove(NAME, created)


def test_a_list_that_lags_behind_takes_nothing_back(account: GoogleAccount, store: GmailDrafts) -> None:
    """What is not on it is asked for by itself before it counts as gone."""
    created = store.create(draft())
    account.server.faults.add(faults.empty_list(), "GET", times=None)

    assert found(account.drafts(), created.ref) == created


def test_a_ref_of_another_item_is_no_hint(account: GoogleAccount, store: GmailDrafts) -> None:
    """Nothing is changed or deleted by it."""
    store.create(draft())
    other = store.create(draft(OTHER, "Other words."))

    for ref in (other.ref, "nonsense", ""):
        with pytest.raises(ConflictError):
            store.replace(NAME, Found(ref, other.fingerprint), draft(words="Anew."))
        store.remove(NAME, Found(ref, other.fingerprint))

    assert len(account.server.gmail.drafts()) == 2


# Lost answers


@pytest.mark.parametrize(
    "fault, made",
    [
        (faults.close_before, 0),
        (faults.close_after, 1),
        (faults.reset_after, 1),
        (faults.truncated, 1),
        (faults.backend_error, 0),
        (faults.not_json, 0),
    ],
)
def test_a_draft_whose_answer_was_lost_is_found(
    account: GoogleAccount, store: GmailDrafts, clock: Clock, fault: Callable[[], Fault], made: int
) -> None:
    """It is asked for once; by its Message-ID it is found, in the same process and in the next."""
    account.server.faults.add(fault(), "POST", "/drafts")

    with pytest.raises(TemporaryError):
        store.create(draft())

    assert account.server.count("POST", "/drafts") == 1
    assert len(account.server.gmail.drafts()) == made
    for one in (store, account.drafts()):
        for lost in (None, lost_since(clock)):
            seen = one.find(NAME, "", lost)
            assert (seen is not None) == bool(made)
            assert seen is None or seen.fingerprint == draft().fingerprint()


def test_it_is_not_made_twice_by_asking_twice(account: GoogleAccount, store: GmailDrafts) -> None:
    """Also by a program that lost its memory: what is there is a conflict."""
    account.server.faults.add(faults.close_after(), "POST", "/drafts")
    with pytest.raises(TemporaryError):
        store.create(draft())

    for one in (store, account.drafts()):
        one.close()
        with pytest.raises(ConflictError):
            one.create(draft())

    assert len(account.server.gmail.drafts()) == 1


def test_a_list_that_lags_behind_a_lost_answer_is_asked_again(
    account: GoogleAccount, store: GmailDrafts, clock: Clock
) -> None:
    """A draft that the first list does not show yet is found by the second, and not written again."""
    account.server.faults.add(faults.close_after(), "POST", "/drafts")
    with pytest.raises(TemporaryError):
        store.create(draft())
    store.close()
    account.server.faults.add(faults.empty_list(), "GET", "/drafts")

    assert store.find(NAME, "", lost_since(clock)) is not None
    assert account.waited == [2]


def another_message_id(account: GoogleAccount) -> str:
    """Let the server put a Message-ID of its own in the place of ours; gives the draft's id."""
    draft_id, _ = only(account)
    account.server.gmail.edit_draft(draft_id)
    assert NAME not in account.server.gmail.draft_raw(draft_id).decode("ascii", "replace")
    return draft_id


def test_one_that_the_server_renamed_is_found_by_what_it_says(
    account: GoogleAccount, store: GmailDrafts, clock: Clock
) -> None:
    """Same recipients, subject and text, made since: that is it."""
    own_draft(account, 1)
    begun = clock()
    account.server.faults.add(faults.close_after(), "POST", "/drafts")
    with pytest.raises(TemporaryError):
        store.create(draft())
    own = {own_id for own_id, mail in account.server.gmail.drafts() if "Dinner" in mail["Subject"]}
    (draft_id,) = {one for one, _ in account.server.gmail.drafts()} - own
    account.server.gmail.edit_draft(draft_id)
    clock.advance(5 * MINUTE)
    fresh = account.drafts()

    assert fresh.find(NAME) is None
    now = found(fresh, lost=Lost(draft().fingerprint(), begun))
    assert draft_id in now.ref
    assert found(account.drafts(), now.ref) == now
    fresh.replace(NAME, now, draft(words="Anew."))
    assert len(account.server.gmail.drafts()) == 2


def test_one_from_before_is_not_taken(account: GoogleAccount, clock: Clock) -> None:
    """The person wrote the same to the same people some time ago: it is theirs. Clocks may differ by minutes."""
    account.drafts().create(draft())
    another_message_id(account)
    written = clock()

    assert account.drafts().find(NAME, "", Lost(draft().fingerprint(), written + 61 * MINUTE)) is None
    assert account.drafts().find(NAME, "", Lost(draft().fingerprint(), written + 59 * MINUTE)) is not None


@pytest.mark.parametrize(
    "change",
    [{"text": "Other words."}, {"subject": "Thanks"}, {"to": "jane@acme.example"}],
    ids=lambda one: " ".join(one),
)
def test_one_that_says_something_else_is_not_taken(
    account: GoogleAccount, clock: Clock, change: dict[str, str]
) -> None:
    """Made since, and in part the same: it may be the person's own."""
    account.drafts().create(draft())
    draft_id, _ = only(account)
    account.server.gmail.edit_draft(draft_id, **change)

    assert account.drafts().find(NAME, "", lost_since(clock)) is None


def test_another_item_of_the_same_words_is_not_taken(account: GoogleAccount, clock: Clock) -> None:
    """It bears its own name."""
    account.drafts().create(draft(OTHER))

    assert account.drafts().find(NAME, "", lost_since(clock)) is None


def test_a_draft_that_was_edited_after_its_answer_was_lost_is_theirs(
    account: GoogleAccount, store: GmailDrafts, clock: Clock
) -> None:
    """In the same process it is still known by its id: it is found, touched, and not made again."""
    account.server.faults.add(faults.close_after(), "POST", "/drafts")
    with pytest.raises(TemporaryError):
        store.create(draft())
    found(store, lost=lost_since(clock))
    account.server.gmail.edit_draft(only(account)[0], "My own words.")
    store.close()

    assert found(store, lost=lost_since(clock)).fingerprint != draft().fingerprint()
    with pytest.raises(ConflictError):
        store.create(draft())


@pytest.mark.parametrize("fault", [faults.close_before, faults.close_after, faults.backend_error, faults.truncated])
def test_a_change_without_an_answer_is_looked_for(
    account: GoogleAccount, store: GmailDrafts, fault: Callable[[], Fault]
) -> None:
    """It is made once; what lies there says whether it was done."""
    created = store.create(draft())
    anew = draft(words="Anew.")
    account.server.faults.add(fault(), "PUT")

    with pytest.raises(TemporaryError):
        store.replace(NAME, created, anew)

    was_done = b"Anew." in account.server.gmail.draft_raw(only(account)[0])
    now = found(store, created.ref)
    assert account.server.count("PUT") == 1
    assert now.fingerprint == (anew if was_done else draft()).fingerprint()
    assert found(account.drafts(), created.ref) == now


@pytest.mark.parametrize("fault", [faults.close_before, faults.close_after, faults.backend_error])
def test_a_removal_without_an_answer_can_be_made_again(
    account: GoogleAccount, store: GmailDrafts, fault: Callable[[], Fault]
) -> None:
    """Gone is gone."""
    created = store.create(draft())
    account.server.faults.add(fault(), "DELETE")
    with pytest.raises(TemporaryError):
        store.remove(NAME, created)

    store.remove(NAME, created)

    assert account.server.gmail.drafts() == []
    assert store.find(NAME, created.ref) is None


# Among other drafts


def test_the_persons_own_drafts_stay_as_they_are(account: GoogleAccount, store: GmailDrafts, clock: Clock) -> None:
    """Whatever is made, found, replaced and removed beside them; also where they look a little like ours."""
    own = [own_draft(account, number) for number in range(3)]
    own.append(own_draft(account, 3, Message_ID=f"<{'a' * 32}@example.com>"))
    own.append(own_draft(account, 4, Message_ID=f"<{NAME}@acme.example>"))
    own.append(own_draft(account, 5, Message_ID=f"<x{NAME}@example.com>"))
    own.append(own_draft(account, 6, Subject=f"{NAME}@example.com"))
    before = {one: account.server.gmail.draft_raw(one) for one in own}

    assert store.find(NAME, "", lost_since(clock)) is None
    created = store.create(draft())
    assert found(account.drafts()) == created
    replaced = store.replace(NAME, created, draft(words="Anew."))
    store.remove(NAME, replaced)

    assert {one: account.server.gmail.draft_raw(one) for one, _ in account.server.gmail.drafts()} == before


def test_a_draft_that_gmail_made_strange_is_no_error(account: GoogleAccount, store: GmailDrafts, clock: Clock) -> None:
    """One without headers worth the name, or without a Message-ID, is passed over."""
    for raw in (b"Subject: x\r\n\r\n", b"Message-ID: nonsense\r\n\r\nx", b"X: y\r\n\r\n\xff\xfe"):
        account.server.gmail.new_draft(raw, None)

    assert store.find(NAME, "", lost_since(clock)) is None
    store.create(draft())
    assert found(account.drafts()).fingerprint == draft().fingerprint()


def test_a_big_mailbox_is_looked_through_once(account: GoogleAccount, store: GmailDrafts) -> None:
    """Before the first draft the newest two hundred are looked at; after that, only what is new."""
    for number in range(230):
        own_draft(account, number)
    names = [item_name(f"thank_you-{number}", 0) for number in range(4)]

    costs = []
    for name in names:
        account.server.clear_log()
        store.create(draft(name))
        costs.append(account.server.count("GET"))
        store.close()
    own_draft(account, 999)
    account.server.clear_log()
    store.create(draft(OTHER))

    assert costs[0] == 201
    # The list, and what was made meanwhile pushes nothing out of sight.
    assert all(cost <= 2 for cost in costs[1:])
    assert account.server.count("GET") <= 3
    assert set(gets(account)) <= {"metadata"}


def test_ours_is_found_behind_many_others(account: GoogleAccount, store: GmailDrafts) -> None:
    """By its ref in one request; without it each draft is asked for its headers, once."""
    created = store.create(draft())
    for number in range(30):
        own_draft(account, number)
    fresh = account.drafts()
    account.server.clear_log()

    assert found(fresh, created.ref) == created
    with_ref = account.server.count()
    assert found(fresh) == created
    without = account.server.count()
    fresh.close()
    assert found(fresh) == created

    assert with_ref == 1
    assert without == 1 + 31 + 1
    assert account.server.count() == without + 2


def test_only_headers_travel_when_looking(account: GoogleAccount, store: GmailDrafts) -> None:
    """Nobody's text is read to find out whose draft it is."""
    own_draft(account)
    store.find(NAME)

    (request,) = account.server.requests.matching("GET", "/drafts/")
    assert request.query["format"] == ["metadata"]
    assert request.query["fields"] == ["id,message(id,threadId,internalDate,payload(headers))"]


def test_all_pages_are_read(account: GoogleAccount, store: GmailDrafts, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of several pages is one list."""
    created = store.create(draft())
    for number in range(7):
        own_draft(account, number)
    monkeypatch.setattr(module, "_PAGE", 3)
    fresh = account.drafts()
    account.server.clear_log()

    assert found(fresh, created.ref) == created
    assert account.server.count() == 3


def test_a_list_is_good_until_something_is_written(account: GoogleAccount, store: GmailDrafts) -> None:
    """A pass lists once; after a write of ours the next look lists anew."""
    created = store.create(draft())
    account.server.clear_log()

    for _ in range(3):
        store.find(NAME, created.ref)
    looked = account.server.count()
    replaced = store.replace(NAME, created, draft(words="Anew."))
    store.find(NAME, replaced.ref)
    store.find(OTHER, "")

    lists = [one for one in account.server.requests if one.path.endswith("/drafts") and one.method == "GET"]
    assert looked == 1
    assert len(lists) == 2


def test_a_recipient_without_an_address_has_a_draft_all_the_same(account: GoogleAccount, store: GmailDrafts) -> None:
    """There is no To line; it is found and ours like any other."""
    content = replace(draft(), to=())
    created = store.create(content)

    _, mail = only(account)
    assert "To" not in mail
    assert found(account.drafts()) == created
    account.server.gmail.edit_draft(only(account)[0], to="zoe@acme.example")
    assert found(account.drafts(), created.ref).fingerprint != created.fingerprint


def test_a_persons_own_domain_is_that_of_the_message_id(account: GoogleAccount) -> None:
    """Also one that is not written in ASCII."""
    store = GmailDrafts("Gmail", account.client(), "sam@bücher.example")

    created = store.create(replace(draft(), sender=Mailbox("Sam", "sam@bücher.example")))

    assert only(account)[1]["Message-ID"] == f"<{NAME}@xn--bcher-kva.example>"
    assert found(store) == created


def test_an_answer_that_cannot_be_read_is_trouble(account: GoogleAccount, store: GmailDrafts) -> None:
    """It is not taken for an edit: nothing follows from it."""
    created = store.create(draft())
    account.server.gmail.edit_draft(only(account)[0])
    client = account.client()
    broken = GmailDrafts("Gmail", client, SAM)
    call = client.call

    def without_raw(request: Any, *arguments: Any, **options: Any) -> dict[str, Any]:
        answer = call(request, *arguments, **options)
        if "format=raw" in request.uri:
            answer["message"]["raw"] = "A"
        return answer

    client.call = without_raw  # type: ignore[method-assign]

    with pytest.raises(TemporaryError, match="cannot be read"):
        broken.find(NAME, created.ref)
