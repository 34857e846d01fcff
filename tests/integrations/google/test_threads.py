"""The conversation that a note answers: the right one, or none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from daemon.domain.errors import TemporaryError
from daemon.domain.interview import Interviewer
from daemon.domain.item import Thread
from integrations.google.scopes import READ_MAIL
from integrations.google.threads import GmailThreads
from tests.contracts.store import draft
from tests.factories import JANE, OMAR, interview
from tests.google_server import faults
from tests.google_server.clock import Clock
from tests.google_server.server import GoogleServer
from tests.integrations.google.account import NEEDED, SAM, GoogleAccount
from tests.integrations.google.world import PANEL, GoogleWorld

ROSA = Interviewer("rosa@agency.example", "Rosa Roth", "Rosa")
TITLE = "Interview: Backend Engineer at ACME"
DAY = timedelta(days=1)


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
    """Give the account with a login that may read mail."""
    account = GoogleAccount(server, tmp_path)
    allow(account, *NEEDED, READ_MAIL)
    yield account
    account.close()


def allow(account: GoogleAccount, *scopes: str) -> None:
    account.token.write_text(json.dumps(account.server.oauth.issue(scopes, expires_in=10**9)))


def mail(
    account: GoogleAccount,
    sender: str = JANE.email,
    subject: str = "Interview at ACME",
    number: int = 1,
    *,
    to: str = SAM,
    answers: Sequence[int] = (),
    labels: Sequence[str] = ("INBOX",),
    **headers: str,
) -> str:
    """Let a mail arrive an hour after the last one, with the Message-ID <number@mail.example>; gives its thread."""
    clock = account.server.now
    assert isinstance(clock, Clock)
    clock.advance(timedelta(hours=1))
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = f"<{number}@mail.example>"
    if answers:
        message["In-Reply-To"] = f"<{answers[-1]}@mail.example>"
        message["References"] = " ".join(f"<{one}@mail.example>" for one in answers)
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Dear Sam, ...")
    gmail = account.server.gmail
    return gmail.messages[gmail.put_message(message, labels)].thread_id


def about(account: GoogleAccount, *recipients: str, recruiters: tuple[Interviewer, ...] = ()) -> Thread | None:
    asked = interview(recruiters=recruiters)
    return GmailThreads(account.client()).about(asked, recipients or [JANE.email])


# Which one


def test_a_conversation_with_an_interviewer_is_answered(account: GoogleAccount) -> None:
    """Its last message, under its subject without "Re:", with all that came before."""
    thread = mail(account)
    mail(account, f"Sam Lee <{SAM}>", "Re: Interview at ACME", 2, to=JANE.email, answers=[1], labels=["SENT"])
    mail(account, "Jane Doe <Jane.Doe@ACME.example>", "RE: Re: Interview at ACME", 3, answers=[1, 2])

    found = about(account)

    assert found == Thread(
        id=thread,
        in_reply_to="<3@mail.example>",
        references="<1@mail.example> <2@mail.example> <3@mail.example>",
        subject="Interview at ACME",
    )
    assert account.server.count() == 2


def test_the_note_stands_in_the_conversation(account: GoogleAccount) -> None:
    """Gmail shows it there: thread, headers and subject agree."""
    mail(account, subject="AW: Interview at ACME")
    found = about(account)
    assert found is not None

    account.drafts().create(replace(draft(), thread=found, subject=f"Re: {found.subject}"))

    ((draft_id, message),) = account.server.gmail.drafts()
    assert message["In-Reply-To"] == "<1@mail.example>"
    assert message["Subject"] == "Re: Interview at ACME"
    assert account.server.gmail.draft(draft_id).thread_id == found.id


def test_a_note_in_a_thread_is_shown_there(account: GoogleAccount) -> None:
    """By the rules of Gmail's page."""
    mail(account)
    mail(account, SAM, "Re: Interview at ACME", 2, to=JANE.email, answers=[1], labels=["SENT"])
    found = about(account)
    assert found is not None

    account.drafts().create(replace(draft(), thread=found, subject=f"Re: {found.subject}"))

    ((draft_id, _),) = account.server.gmail.drafts()
    assert account.server.gmail.is_shown_in_thread(draft_id)


def test_the_newest_fitting_one_is_answered(account: GoogleAccount) -> None:
    """By when its last message came, not by when it began."""
    old = mail(account, number=1)
    mail(account, subject="Interview, second round", number=2)
    mail(account, subject="Re: Interview at ACME", number=3, answers=[1])
    mail(account, subject="Lunch?", number=4)

    found = about(account)

    assert found is not None
    assert (found.id, found.in_reply_to) == (old, "<3@mail.example>")


def test_an_interviewer_goes_before_a_recruiter(account: GoogleAccount) -> None:
    """Though the recruiter wrote last."""
    theirs = mail(account, number=1)
    mail(account, ROSA.email, TITLE, 2)

    found = about(account, recruiters=(ROSA,))

    assert found is not None
    assert found.id == theirs


def test_a_recruiter_is_better_than_nobody(account: GoogleAccount) -> None:
    """Where no interviewer wrote about it."""
    mail(account, subject="Lunch?", number=1)
    theirs = mail(account, ROSA.email, TITLE, 2)

    found = about(account, recruiters=(ROSA,))

    assert found is not None
    assert found.id == theirs


@pytest.mark.parametrize("subject", ["Interview", "Interview at Globex", "Next steps", "Your application", ""])
def test_a_recruiter_may_be_talking_of_another_company(account: GoogleAccount, subject: str) -> None:
    """What does not name this one is not answered."""
    mail(account, ROSA.email, subject)

    assert about(account, recruiters=(ROSA,)) is None


@pytest.mark.parametrize("subject", ["Lunch?", "Invoice", "", "Re: Fwd:"])
def test_another_matter_is_not_answered(account: GoogleAccount, subject: str) -> None:
    """Nor is one without a subject."""
    mail(account, subject=subject)

    assert about(account) is None


def test_a_recipient_who_is_the_recruiter_is_asked_for_once(account: GoogleAccount) -> None:
    """Where nobody else is there to be thanked."""
    mail(account, ROSA.email, "Interview")

    assert about(account, ROSA.email, recruiters=(ROSA,)) is not None
    assert account.server.count(path="/threads") == 2


def test_an_invitation_is_a_conversation(account: GoogleAccount) -> None:
    """The mail that Google Calendar sent for the organizer."""
    subject = f"Invitation: {TITLE} @ Tue Dec 1, 2026 2pm - 3pm (CET) ({SAM})"
    mail(account, f"Jane Doe <{JANE.email}>", subject, Sender="Google Calendar <calendar-notification@google.com>")

    found = about(account)

    assert found is not None
    assert found.subject == subject


def test_somebody_who_got_a_copy_counts(account: GoogleAccount) -> None:
    """From, To and Cc are looked at."""
    mail(account, "hr@acme.example", Cc=f"Jane Doe <{JANE.email.upper()}>")

    assert about(account) is not None


@pytest.mark.parametrize("labels", [["SPAM"], ["TRASH"], ["DRAFT"], ["CHAT"]])
def test_what_is_no_mail_is_not_answered(account: GoogleAccount, labels: list[str]) -> None:
    """Spam, what was thrown away, what was never sent."""
    mail(account, labels=labels)

    assert about(account) is None


@pytest.mark.parametrize("label", ["SPAM", "TRASH", "DRAFT"])
def test_what_is_no_mail_in_a_conversation_is_passed_over(account: GoogleAccount, label: str) -> None:
    """The last mail that counts is answered; a draft of ours in it does not change that."""
    mail(account)
    mail(account, SAM, "Re: Interview at ACME", 2, to=JANE.email, answers=[1], labels=[label])

    found = about(account)

    assert found is not None
    assert found.in_reply_to == "<1@mail.example>"


def test_an_old_conversation_is_over(account: GoogleAccount, clock: Clock) -> None:
    """After ninety days of silence."""
    mail(account)
    clock.advance(89 * DAY)
    assert about(account) is not None

    clock.advance(2 * DAY)

    assert about(account) is None


def test_a_name_that_only_looks_like_the_address_is_not_them(account: GoogleAccount) -> None:
    """The search finds words anywhere in a field; the address itself decides."""
    mail(account, f'"{JANE.email}" <phisher@evil.example>')
    mail(account, "other@acme.example", number=2, to=f'"jane.doe@acme.example" <{SAM}>')

    assert about(account) is None


def test_a_message_without_an_id_cannot_be_answered(account: GoogleAccount) -> None:
    """Then the note begins a conversation of its own."""
    account.server.gmail.put_message({"From": JANE.email, "To": SAM, "Subject": "Interview", "text": "x"})

    assert about(account) is None


def test_a_subject_over_several_lines_is_one_line(account: GoogleAccount) -> None:
    """A header that is folded, or encoded, is read as what it says."""
    subject = "Interview für die Stelle „Backend Engineer“ bei der ACME GmbH in München, zweite Runde am Dienstag"
    mail(account, subject=f"AW: {subject}")

    found = about(account)

    assert found is not None
    assert found.subject == subject


def test_a_long_chain_of_references_stays_whole(account: GoogleAccount) -> None:
    """Each id once, in order, the answered one last; the draft stands in the conversation all the same."""
    mail(account, number=0)
    for number in range(1, 61):
        mail(account, subject="Re: Interview at ACME", number=number, answers=range(number))

    found = about(account)

    assert found is not None
    assert found.references.split() == [f"<{number}@mail.example>" for number in range(61)]
    account.drafts().create(replace(draft(), thread=found, subject=f"Re: {found.subject}"))
    ((draft_id, message),) = account.server.gmail.drafts()
    assert account.server.gmail.is_shown_in_thread(draft_id)
    assert str(message["References"]).split() == found.references.split()
    assert max(len(line) for line in account.server.gmail.draft_raw(draft_id).splitlines()) < 998


def test_odd_references_are_no_trouble(account: GoogleAccount) -> None:
    """Words, doubled ids, and what is no id; only ids go on."""
    mail(account, References="<a@x> nonsense <a@x>\r\n <b@x> (comment) <>".replace("\r\n", ""))

    found = about(account)

    assert found is not None
    assert found.references == "<a@x> <b@x> <1@mail.example>"


# What it costs, and may not


def test_without_the_right_nothing_is_asked(account: GoogleAccount) -> None:
    """Where mail may not be read, notes begin a conversation of their own."""
    mail(account)
    allow(account, *NEEDED)

    assert about(account, recruiters=(ROSA,)) is None
    assert account.server.count() == 0


def test_a_login_that_does_not_name_its_rights_is_tried(account: GoogleAccount) -> None:
    """A file that somebody else's program wrote may hold no scopes; the person asked for threads."""
    mail(account)
    document = json.loads(account.token.read_text())
    account.token.write_text(json.dumps(document | {"scopes": None}))

    assert about(account) is not None


def test_only_headers_travel(account: GoogleAccount) -> None:
    """No text of any mail is read."""
    mail(account)
    about(account)

    listed, read = account.server.requests
    assert listed.query["fields"] == ["threads(id)"]
    assert read.query["format"] == ["metadata"]
    assert read.query["metadataHeaders"] == ["Message-ID", "References", "Subject", "From", "To", "Cc"]
    assert read.query["fields"] == ["messages(id,labelIds,internalDate,payload(headers))"]


def test_ten_conversations_are_looked_at(account: GoogleAccount) -> None:
    """The newest ones: whoever writes to each other daily costs no more."""
    mail(account, number=99)
    for number in range(12):
        mail(account, subject=f"Matter {number}", number=number)

    assert about(account) is None
    assert account.server.count() == 11
    assert account.server.writes() == []


def test_one_that_was_deleted_meanwhile_is_passed_over(account: GoogleAccount) -> None:
    """Between the list and the look."""
    first = mail(account, number=1)
    mail(account, subject="Interview, again", number=2)
    account.server.faults.add(faults.not_found(), "GET", "/threads/")

    found = about(account)

    assert found is not None
    assert found.id == first


def test_trouble_is_no_answer(account: GoogleAccount) -> None:
    """Nothing follows from it: the note waits, it does not begin a conversation beside the one there is."""
    mail(account)
    for path in ("/threads", "/threads/"):
        account.server.faults.add(faults.quota_exceeded(), "GET", path)
        with pytest.raises(TemporaryError):
            about(account)

    assert about(account) is not None


@pytest.mark.parametrize(
    "address",
    ['x" OR from:boss@acme.example', "x} {from:boss@acme.example", "x (from:boss@acme.example)", "}{", '"'],
)
def test_an_address_cannot_ask_for_other_mail(account: GoogleAccount, address: str) -> None:
    """Somebody else's words in an invitation are no search of theirs."""
    mail(account, "boss@acme.example")

    assert about(account, address) is None


def test_a_large_panel_is_asked_for_in_part(account: GoogleAccount) -> None:
    """One note to forty people: the first of them are asked for, with an address that a request can have."""
    panel = [f"someone.with.a.long.name.{number}@a-long-domain-of-a-company.example" for number in range(40)]
    mail(account, panel[7])

    found = about(account, *panel)

    assert found is not None
    assert {one.method for one in account.server.requests} == {"GET"}


# All together


@pytest.fixture
def world(tmp_path: Path) -> Iterator[GoogleWorld]:
    world = GoogleWorld(tmp_path)
    world.account.log_in([*NEEDED, READ_MAIL])
    world.start()
    yield world
    world.close()


def test_a_pass_answers_the_conversation(world: GoogleWorld) -> None:
    """One interviewer wrote, the other did not: one note answers, the other begins; both end with the signature."""
    world.server.gmail.signature = "<div>Sam Lee<br><b>Engineer</b></div>"
    world.put_interview()
    mail_of_jane = {
        "From": f"Jane Doe <{PANEL[0][0]}>",
        "To": SAM,
        "Subject": "Your interview at ACME",
        "Message-ID": "<1@acme.example>",
        "text": "Dear Sam",
    }
    world.server.gmail.put_message(mail_of_jane)

    report = world.run()

    assert not report.errors
    drafts = {str(message["To"]): (draft_id, message) for draft_id, message in world.server.gmail.drafts()}
    to_jane, to_omar = (drafts[f"{name} <{email}>"] for email, name in PANEL)
    assert to_jane[1]["Subject"] == "Re: Your interview at ACME"
    assert to_jane[1]["In-Reply-To"] == to_jane[1]["References"] == "<1@acme.example>"
    assert world.server.gmail.is_shown_in_thread(to_jane[0])
    assert "In-Reply-To" not in to_omar[1]
    assert all(text.splitlines()[-2:] == ["Sam Lee", "Engineer"] for text in world.texts())
    assert world.server.count(path="sendAs") == 1
    world.run_until_quiet()
    assert world.drafts() == dict.fromkeys((f"{name} <{email}>" for email, name in PANEL), 1)


def test_a_note_that_lies_there_does_not_change_the_conversation(world: GoogleWorld) -> None:
    """Our own draft is no message to answer: later passes leave it as it is."""
    world.put_interview()
    world.server.gmail.put_message(
        {"From": PANEL[0][0], "To": SAM, "Subject": "Interview", "Message-ID": "<1@acme.example>", "text": "x"}
    )
    world.run_until_quiet()
    before = [world.server.gmail.draft_raw(draft_id) for draft_id, _ in world.server.gmail.drafts()]

    world.put_interview(description="#interview\nnotes: the migration")
    world.run_until_quiet()

    after = [world.server.gmail.draft_raw(draft_id) for draft_id, _ in world.server.gmail.drafts()]
    assert before != after
    assert all(b"In-Reply-To: <1@acme.example>" in raw for raw in after if b"jane" in raw.split(b"\r\n\r\n")[0])
    assert world.drafts() == dict.fromkeys((f"{name} <{email}>" for email, name in PANEL), 1)


def test_a_pass_without_the_right_makes_notes_of_their_own(tmp_path: Path) -> None:
    """Nothing is missing but the conversation."""
    world = GoogleWorld(tmp_path)
    world.put_interview()
    world.server.gmail.put_message(
        {"From": PANEL[0][0], "To": SAM, "Subject": "Interview", "Message-ID": "<1@acme.example>", "text": "x"}
    )

    report = world.run()

    assert not report.errors
    assert report.created.drafts == 2
    assert not any("In-Reply-To" in message for _, message in world.server.gmail.drafts())
    assert world.server.count(path="/threads") == world.server.count(path="sendAs") == 0
    world.close()


def test_trouble_with_the_mail_makes_the_note_later(world: GoogleWorld) -> None:
    """One of each in the end, in the conversation."""
    world.put_interview()
    world.server.gmail.put_message(
        {"From": PANEL[0][0], "To": SAM, "Subject": "Interview", "Message-ID": "<1@acme.example>", "text": "x"}
    )
    world.server.faults.add(faults.quota_exceeded(), "GET", "/threads", times=2)

    report = world.run()
    assert report.errors or report.failed.drafts

    world.run(timedelta(hours=13))
    world.run_until_quiet()
    assert world.drafts() == dict.fromkeys((f"{name} <{email}>" for email, name in PANEL), 1)
    assert OMAR.email in str(world.drafts())
