"""Two accounts in one configuration: each command tells them apart."""

from __future__ import annotations

from shutil import copytree

import pytest

from tests.cli.program import Program

SECOND = """
[accounts.second]
name = "Sam Lee"
email = "sam.lee@example.org"
aliases = ["sam@example.com"]
timezone = "America/New_York"

[accounts.second.calendar]
backend = "local"
path = "second-calendars"
watch = ["work"]

[accounts.second.mailbox]
backend = "maildir"
path = "second-mail"
"""


@pytest.fixture
def both(program: Program) -> Program:
    """A second account, in New York, that was invited to the same."""
    program.account.configure(SECOND)
    copytree(program.account.watched, program.account.folder / "second-calendars" / "work")
    return program


def test_each_account_has_its_own_part_of_a_document(both: Program) -> None:
    """`sync`, `status`, `plan` and `interviews` name the account of everything, with times by its own clocks."""
    synced = both.done("sync", "--json").document
    status = both.done("status", "--json").document
    interviews = both.done("interviews", "--json").document["interviews"]
    items = both.done("plan", "--json").document["items"]

    assert [one["account"] for one in synced["accounts"]] == ["personal", "second"]
    assert [one["account"] for one in status["accounts"]] == ["personal", "second"]
    assert {(one["account"], one["start"]) for one in interviews if one["event"] == "acme-1"} == {
        ("personal", "2026-12-01T14:00:00+01:00"),
        ("second", "2026-12-01T08:00:00-05:00"),
    }
    assert {item["account"] for item in items} == {"personal", "second"}


@pytest.mark.parametrize("command", [["plan"], ["interviews"], ["status"], ["sync", "--dry-run"], ["sync"]])
def test_each_account_is_named_in_words(both: Program, command: list[str]) -> None:
    """A person reads whose what is."""
    out = both.done(*command).out

    assert out.index("personal") < out.index("second")


def test_one_account_alone_can_be_asked_for(both: Program) -> None:
    """`--account` leaves the others as they are."""
    document = both.done("sync", "--account", "second", "--json").document

    assert [one["account"] for one in document["accounts"]] == ["second"]
    assert (both.account.folder / "second-mail").exists()
    assert not (both.account.folder / "mail").exists()


def test_an_event_of_both_accounts_needs_the_account(both: Program) -> None:
    """One id in two calendars of two accounts fits twice; with `--account` it fits once."""
    several = both.run("why", "acme-1")
    one = both.done("why", "acme-1", "--account", "second", "--json").document

    assert several.status == 2
    assert "(personal)" in several.err
    assert "(second)" in several.err
    assert one["account"] == "second"


def test_undo_goes_through_all_accounts(both: Program) -> None:
    """Without EVENT and account everything that was made is taken back."""
    both.done("sync")

    out = both.done("undo", "--yes").out

    assert out.count("Took back 1 draft and 4 reminders.") == 2
    assert both.account.drafts() == []
