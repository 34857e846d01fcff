"""Names that items have for ever, and the fingerprints by which a person's hand is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from daemon.domain.item import Draft, Kind, Mailbox, Reminder, item_key
from tests.factories import END, START

KEY = ("personal", "one", Kind.THANK_YOU, "jane.doe@acme.example")
JANE = Mailbox("Jane Doe", "jane.doe@acme.example")
NOTE = Draft("name", Mailbox("Sam Lee", "sam@example.com"), (JANE,), "Thank you", "Dear Jane,\n\nthank you.", "", END)
CALL = Reminder("name", Kind.FEEDBACK_CALL, "Call ACME", "What was missing?", START, END, also_at=(END,))
MINUTE = timedelta(minutes=1)


def test_a_key_tells_account_event_kind_and_recipient_apart() -> None:
    """None of these shares an item with another."""
    keys = {
        item_key(*KEY),
        item_key("work", *KEY[1:]),
        item_key("personal", "two", *KEY[2:]),
        item_key("personal", "one", Kind.REVIEW, KEY[3]),
        item_key(*KEY[:3], "omar@acme.example"),
    }

    assert len(keys) == 5


def test_a_key_is_the_same_however_an_address_is_written() -> None:
    """The next version of an invitation may write it in capitals: nobody is thanked twice for that."""
    assert item_key(*KEY) == item_key(*KEY[:3], "Jane.Doe@ACME.example")


@pytest.mark.parametrize(
    "changes",
    [
        {"to": ()},
        {"to": (JANE, Mailbox("", "omar@acme.example"))},
        {"to": (replace(JANE, email="jane@acme.example"),)},
        {"subject": "Thanks"},
        {"text": "Dear Jane,\n\nthank you, and until soon."},
        {"text": "Dear Jane,\nthank you."},
    ],
)
def test_whatever_a_person_edits_in_a_draft_shows(changes: dict[str, object]) -> None:
    """Recipients, subject and text: with another fingerprint it is theirs."""
    assert replace(NOTE, **changes).fingerprint() != NOTE.fingerprint()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Call them"},
        {"description": "What was missing? Ask Jane."},
        {"start": START + MINUTE},
        {"end": END + MINUTE},
        {"is_tentative": True},
        {"also_at": ()},
        {"location": "At home"},
    ],
)
def test_whatever_a_person_edits_in_a_reminder_shows(changes: dict[str, object]) -> None:
    """Words, times and place: with another fingerprint it is theirs."""
    assert replace(CALL, **changes).fingerprint() != CALL.fingerprint()  # type: ignore[arg-type]


def test_what_servers_and_programs_do_by_themselves_does_not_show() -> None:
    """Date, white space at the ends, capitals and names in addresses are nobody's hand."""
    kept = replace(
        NOTE,
        to=(Mailbox("", "Jane.Doe@ACME.example"),),
        subject=" Thank  you ",
        text="Dear Jane,  \n\nthank you.\n",
        date=END + MINUTE,
    )

    assert kept.fingerprint() == NOTE.fingerprint()
    assert replace(CALL, description="What was missing? \n", popups=(10,)).fingerprint() == CALL.fingerprint()
