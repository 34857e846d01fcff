"""`afterword forget`: the bytes are gone, what was made stays, and nothing is made anew."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.factories import START
from tests.local_account import BILL, event


@pytest.fixture
def made(program: Program) -> Program:
    """Two applications with a note each; Initech's interview is a day younger."""
    program.account.put("acme", event("acme-1", START, title="Interview at ACME #interview"))
    program.account.put(
        "initech", event("initech-1", START + timedelta(hours=1), by=BILL, title="Phone screen at Initech #interview")
    )
    program.done("sync")
    return program


def everything_in(folder: Path) -> bytes:
    """All bytes of the ledger and its companions."""
    return b"".join(path.read_bytes() for path in folder.glob("ledger*"))


def test_what_was_known_is_gone_from_the_file_and_nothing_is_made_anew(made: Program) -> None:
    """The event is in sight still: the next pass passes it over."""
    before = [path.read_bytes() for path in made.account.draft_files()]
    assert b"jane.doe@acme.example" in everything_in(made.account.state)

    result = made.done("forget", "ACME", "--yes")
    synced = made.done("sync", "--json").document["accounts"][0]

    assert "Forgot 1 interview." in result.out
    assert "afterword undo" in result.out
    for trace in (b"acme", b"Jane", b"ACME"):
        assert trace not in everything_in(made.account.state)
    assert b"bill.lumbergh" in everything_in(made.account.state)
    assert synced["created"] == synced["removed"] == {"drafts": 0, "reminders": 0}
    assert [path.read_bytes() for path in made.account.draft_files()] == before
    assert {one["event"] for one in made.done("interviews", "--json").document["interviews"]} == {"initech-1"}
    assert "forgotten" in made.done("why", "acme-1").out


def test_a_tag_brings_it_back_and_what_lies_there_is_found(made: Program) -> None:
    """The person's word is the last."""
    made.done("forget", "ACME", "--yes")

    made.done("tag", "acme-1")
    synced = made.done("sync", "--json").document["accounts"][0]

    assert synced["found"]["drafts"] == 1
    assert synced["created"]["drafts"] == 0


def test_all_before_a_day_go(made: Program) -> None:
    """The day itself stays; a copy of the ledger, which knew of them, goes too."""
    copy = made.account.state / "ledger.sqlite.before-0003"
    copy.write_bytes(b"x")
    today, tomorrow = (START + timedelta(days=days) for days in (0, 1))

    none = made.done("forget", "--before", today.date().isoformat(), "--yes")
    both = made.done("forget", "--before", tomorrow.date().isoformat(), "--yes", "--json").document

    assert "nothing to forget" in none.out
    assert {one["application"] for one in both["forgotten"]} == {"ACME", "Initech"}
    assert both["copies_deleted"] == [str(copy)]
    assert not copy.exists()


@pytest.mark.parametrize(
    "arguments", [(), ("ACME", "--before", "2026-01-01"), ("nobody", "--yes"), ("--before", "May"), ("ACME",)]
)
def test_what_it_cannot_do_is_wrong_usage(made: Program, arguments: tuple[str, ...]) -> None:
    """Nothing named, both, nothing found, no day, and no word from the person."""
    before = everything_in(made.account.state)

    assert made.run("forget", *arguments).status == 2
    assert everything_in(made.account.state) == before


def test_a_no_changes_nothing(made: Program) -> None:
    """On a terminal it asks."""
    result = made.run("forget", "ACME", text="n\n", terminal=True)

    assert result.status == 0
    assert b"jane.doe@acme.example" in everything_in(made.account.state)
