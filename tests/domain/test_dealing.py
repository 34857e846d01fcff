from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from daemon.domain.application import applications
from daemon.domain.basis import Basis
from daemon.domain.dealing import Said
from daemon.domain.interview import Interview, Interviewer
from daemon.domain.item import Item, State
from daemon.domain.note import NoteFacts
from daemon.domain.owed import Owed
from daemon.domain.policy import AccountPolicy, Me
from daemon.domain.thanking import thank_yous

ACCOUNT = AccountPolicy("personal", Me("Sam Lee", "sam@example.com"))
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
ANN, BOB, CY = (Interviewer(f"{name.lower()}@acme.example", f"{name} Poe", name) for name in ("Ann", "Bob", "Cyd"))
PANEL = Interview(
    "personal",
    "e",
    "e",
    "work",
    "Panel",
    START,
    START + timedelta(hours=1),
    company="ACME",
    interviewers=(ANN, BOB, CY),
)

Lines = dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]


def owed(*rounds: Interview, items: dict[str, Item] | None = None) -> list[Owed]:
    basis = Basis(ACCOUNT, items or {}, START + timedelta(hours=3))
    (application,) = applications(rounds, ACCOUNT.policy.zone)
    return [one for one in thank_yous(basis, application, application.rounds) if isinstance(one, Owed)]


def hands(notes: list[Owed]) -> Lines:
    """Give what is in whose note."""
    return {
        one.recipients[0].greeting: (one.note.lines(), one.note.owed(), one.note.steps())
        for one in notes
        if isinstance(one.note, NoteFacts)
    }


def made(one: Owed, state: State = State.YOURS, facts: str | None = None) -> Item:
    """Give the note *one* as an item that was made, and that the person touched."""
    return Item(
        one.key, "personal", one.interview.identity, "e", one.kind, one.due, state=state, facts=facts or one.facts
    )


def test_each_line_is_in_one_note() -> None:
    """In the order of the people; who has nothing comes first."""
    said = replace(PANEL, notes=("tides", "Cyd sails"), asked=("the slides",), next_steps=("case study",))

    assert hands(owed(said)) == {
        "Ann": (("tides",), (), ("case study",)),
        "Bob": ((), ("the slides",), ()),
        "Cyd": (("Cyd sails",), (), ()),
    }


@pytest.mark.parametrize("is_known", [True, False], ids=["as it was", "of other facts"])
def test_a_line_that_was_added_is_in_a_note_that_can_still_be_written_anew(is_known: bool) -> None:
    """What was in a note before the person touched it stays theirs; where nobody can tell, all may have been."""
    before = replace(PANEL, notes=("tides",))
    ann = owed(before)[0]
    item = made(ann, facts=None if is_known else "something else")

    after = hands(owed(replace(before, notes=("tides", "Ann sails", "locks", "weirs")), items={item.key: item}))

    if is_known:
        assert after == {"Ann": (("tides",), (), ()), "Bob": (("locks",), (), ()), "Cyd": (("weirs",), (), ())}
    else:
        assert after["Ann"][0] == ("Ann sails", "weirs")
    assert sum(hand[0].count("tides") for hand in after.values()) == 1


def test_a_touched_note_without_lines_gets_none() -> None:
    """It was sent before anything was noted: the first line goes to the next person."""
    ann = owed(PANEL)[0]
    items = {ann.key: made(ann)}

    after = hands(owed(replace(PANEL, notes=("tides",), asked=("the slides",)), items=items))

    assert after == {"Ann": ((), (), ()), "Bob": (("tides",), (), ()), "Cyd": ((), ("the slides",), ())}


def test_a_line_that_everybody_is_too_late_for_changes_nothing() -> None:
    """Where all notes are the person's by now, none of them is another one because of it."""
    notes = owed(PANEL)
    items = {one.key: made(one) for one in notes}

    assert [one.key for one in owed(replace(PANEL, notes=("tides",)), items=items)] == [one.key for one in notes]


def test_a_line_of_one_round_is_for_those_who_were_there() -> None:
    """Of two rounds on a day each line is dealt among its own round's people, and none is lost between them."""
    first = replace(PANEL, identity="a", event="a", interviewers=(ANN, BOB), notes=("tides",))
    second = replace(
        PANEL,
        identity="b", event="b", start=START + timedelta(hours=1), end=START + timedelta(hours=2),
        interviewers=(BOB, CY), notes=("locks", "weirs"),
    )  # fmt: skip

    assert {who: hand[0] for who, hand in hands(owed(first, second)).items()} == {
        "Ann": ("tides",),
        "Bob": ("locks",),
        "Cyd": ("weirs",),
    }


def test_what_was_said_before_is_told_latest_first() -> None:
    """Lines are added at the end."""
    states = Said(notes=("a", "b"), asked=("c",)).earlier()

    assert states[0] == Said(notes=("a", "b"), asked=("c",))
    assert states[-1] == Said()
    assert len(states) == 6
