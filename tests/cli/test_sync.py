"""`afterword sync`: one pass, what it says, and its exit status."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from config.load import load
from config.model import Settings
from daemon.cli import shell
from daemon.domain.errors import AuthorisationError, LedgerError, LedgerRefused, ServiceError
from daemon.engine.account import AccountEngine
from daemon.engine.report import Report
from daemon.ledger.lock import hold
from daemon.wiring import hold_pass
from integrations.local.vdir import VdirCalendar
from tests.cli.program import NOW, Program
from tests.local_account import until

ACCOUNT_KEYS = {
    "account", "events_read", "interviews", "created", "found", "updated", "removed", "failed", "late", "errors",
    "warnings",
}  # fmt: skip


SECOND = """
[accounts.second]
name = "Sam Lee"
email = "sam.lee@example.org"
aliases = ["sam@example.com"]
timezone = "America/New_York"
calendar = { backend = "local", path = "second-calendars", watch = ["work"] }
mailbox = { backend = "maildir", path = "second-mail" }
"""


@pytest.fixture
def both(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """A second account with the same interviews; nobody waits for a lock."""
    monkeypatch.setattr(shell, "WAIT_FOR_PASS", timedelta(0))
    program.account.configure(SECOND)
    copytree(program.account.watched, program.account.folder / "second-calendars" / "work")
    return program


def settings_of(program: Program) -> Settings:
    """The configuration as the program reads it."""
    return load(program.account.config, {"AFTERWORD_STATE_DIR": str(program.account.state)})


def notes(program: Program, mailbox: str = "second-mail") -> list[Path]:
    """The drafts in a mailbox."""
    return list((program.account.folder / mailbox / "Drafts" / "cur").glob("*"))


def test_a_pass_is_one_json_document(program: Program) -> None:
    """`sync --json` prints what the contract's section 7 names, and drafts and reminders are counted apart."""
    result = program.done("sync", "--json")

    (account,) = result.document["accounts"]
    assert set(result.document) == {"accounts"}
    assert set(account) == ACCOUNT_KEYS
    assert account["account"] == "personal"
    assert (account["events_read"], account["interviews"]) == (3, 2)
    # A note, the reminder to read it, a follow-up, a feedback call; and what to ask at Initech.
    assert account["created"] == {"drafts": 1, "reminders": 4}
    assert account["updated"] == account["removed"] == account["failed"] == {"drafts": 0, "reminders": 0}
    assert (account["late"], account["errors"], account["warnings"]) == (0, [], [])
    assert len(program.account.drafts()) == 1


def test_a_pass_is_told_in_sentences(program: Program) -> None:
    """Without --json a person reads what was made, and then that there is nothing left to do."""
    first = program.done("sync")
    second = program.done("sync")

    assert first.out.splitlines() == [
        "Looked at 3 events; 2 interviews are in sight.",
        "Wrote 1 draft and 4 reminders.",
    ]
    assert second.out.splitlines()[1] == "Nothing new to do: everything that is due is there."


def test_what_a_lost_ledger_had_made_is_told_as_found(program: Program) -> None:
    """Nothing is written, so nothing is said to have been."""
    program.done("sync")
    for path in program.account.state.glob("*.sqlite*"):
        path.unlink()

    (report,) = program.done("sync", "--json").document["accounts"]

    assert report["created"] == {"drafts": 0, "reminders": 0}
    assert report["found"] == {"drafts": 1, "reminders": 4}
    for path in program.account.state.glob("*.sqlite*"):
        path.unlink()
    out = program.done("sync").out
    assert "Wrote" not in out
    assert "Found 1 draft and 4 reminders that lay there already." in out


def test_a_late_note_is_told_as_late(program: Program) -> None:
    """A note that comes more than 24 hours after the interview is counted in both forms."""
    late = NOW + timedelta(days=1)

    result = program.done("sync", now=late)

    assert "1 note came later than 24 hours after the interview." in result.out


def test_a_dry_run_makes_nothing(program: Program) -> None:
    """`--dry-run` says in the same form what a pass would make, with reasons, and leaves nothing behind."""
    rehearsed = program.done("sync", "--dry-run", "--json").document
    made = (program.account.drafts(), program.account.reminders(), program.account.state.exists())
    done = program.done("sync", "--json").document

    assert rehearsed["dry_run"] is True
    (would,) = rehearsed["accounts"]
    items = would.pop("items")
    assert would == done["accounts"][0]
    assert [item["kind"] for item in items].count("thank_you") == 1
    assert all(item["reason"] for item in items)
    assert made == ([], [], False)


def test_a_dry_run_is_told_with_reasons(program: Program) -> None:
    """A person reads what would be done, for which interview, and why."""
    result = program.done("sync", "--dry-run")

    assert "A pass would write 1 draft and 4 reminders." in result.out
    assert "A thank-you note, 60 minutes after the interview ended." in result.out


def test_an_unknown_account_is_wrong_usage(program: Program) -> None:
    """`--account` with a name that is not in the configuration is told, with the names that are, and ends with 2."""
    for arguments in (["sync"], ["sync", "--dry-run"], ["plan"], ["interviews"], ["status"], ["suggest"]):
        result = program.run(*arguments, "--account", "nobody")

        assert (result.status, result.out) == (2, "")
        assert "no account 'nobody'" in result.err
        assert "personal" in result.err


def test_a_pass_beside_another_says_so(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process works on the state, a pass gives up after its wait, with 1, and a dry run does not care."""
    monkeypatch.setattr(shell, "WAIT_FOR_PASS", timedelta(0))

    with hold_pass(settings_of(program), timedelta(0)):
        result = program.run("sync")
        rehearsed = program.run("sync", "--dry-run")

    assert (result.status, result.out) == (1, "")
    assert "Another Afterword" in result.err
    assert "the account 'personal'" in result.err
    assert rehearsed.status == 0


def test_a_pass_waits_ten_seconds_for_another() -> None:
    """The contract's wait is what the program uses."""
    assert timedelta(seconds=10) == shell.WAIT_FOR_PASS
    assert hold.__module__ == "daemon.ledger.lock"


def test_a_calendar_that_is_gone_ends_with_1(program: Program) -> None:
    """A watched folder that vanished is told on standard error; what was made before stays."""
    program.done("sync")
    program.account.watched.rename(program.account.folder / "elsewhere")

    result = program.run("sync", "--json")

    (account,) = result.document["accounts"]
    assert result.status == 1
    assert account["errors"]
    assert account["removed"] == {"drafts": 0, "reminders": 0}
    assert result.err.startswith("Problem: work: ")
    assert len(program.account.drafts()) == 1


def test_a_broken_file_is_only_worth_a_note(program: Program) -> None:
    """A file that cannot be read is named, hides no other, and nothing is left undone because of it."""
    program.account.put("broken", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:#interview\r\n")

    result = program.run("sync", "--json")

    (account,) = result.document["accounts"]
    assert result.status == 0
    assert len(account["warnings"]) == 1
    assert "broken.ics" in result.err
    assert account["created"]["drafts"] == 1


def test_what_could_not_be_written_ends_with_1_and_is_tried_again(program: Program) -> None:
    """A mail folder that is a file is told with what is missing; once it is mended the next pass writes the note."""
    mail = program.account.folder / "mail"
    mail.write_text("no folder")

    failed = program.run("sync", "--json")
    mail.unlink()
    mended = program.done("sync", "--json")

    assert failed.status == 1
    assert failed.document["accounts"][0]["failed"] == {"drafts": 1, "reminders": 0}
    assert "Problem: Drafts: " in failed.err
    assert "Not done yet: 1 draft. The next pass tries again." in failed.err
    assert mended.document["accounts"][0]["created"]["drafts"] == 1


def test_a_lost_login_ends_with_3(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the person must log in again, every command that reads the calendars says so by its exit status."""

    def refuse(self: VdirCalendar, *arguments: object) -> None:
        raise AuthorisationError(self.name, "the login has expired")

    monkeypatch.setattr(VdirCalendar, "read", refuse)

    statuses = {
        command[0]: program.run(*command).status
        for command in (["sync"], ["sync", "--dry-run"], ["plan"], ["interviews"], ["suggest"])
    }

    assert set(statuses.values()) == {3}
    assert "Log in again" in program.run("sync").err


# Several accounts


def before_each_pass(monkeypatch: pytest.MonkeyPatch, do: Callable[[str], None]) -> None:
    """Call *do* with the account's name before a pass over it reads anything."""
    run = AccountEngine.run

    def wrapped(self: AccountEngine, *arguments: Any) -> Report:
        do(self.name)
        return run(self, *arguments)

    monkeypatch.setattr(AccountEngine, "run", wrapped)


@pytest.mark.parametrize(("slow", "mailbox"), [("personal", "second-mail"), ("second", "mail")])
def test_accounts_are_passed_over_side_by_side(
    both: Program, slow: str, mailbox: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One account hangs until the other is done; what was done is told in the configuration's order."""

    def hang(name: str) -> None:
        if name == slow:
            until(lambda: notes(both, mailbox), "the other account's note")

    before_each_pass(monkeypatch, hang)

    accounts = both.done("sync", "--json").document["accounts"]

    assert [one["account"] for one in accounts] == ["personal", "second"]
    assert [one["created"] for one in accounts] == [{"drafts": 1, "reminders": 4}] * 2


@pytest.mark.parametrize(("busy", "free"), [("personal", "second"), ("second", "personal")])
def test_an_account_that_is_busy_keeps_no_other(both: Program, busy: str, free: str) -> None:
    """It is told as that account's error, with 1; the other is synced."""
    with hold_pass(settings_of(both), timedelta(0), [busy]):
        result = both.run("sync", "--json")
        in_words = both.run("sync")

    by_name = {one["account"]: one for one in result.document["accounts"]}
    assert (result.status, in_words.status) == (1, 1)
    assert by_name[free]["created"]["drafts"] == 1
    assert by_name[free]["errors"] == []
    assert set(by_name[busy]) == ACCOUNT_KEYS
    assert "the account" in by_name[busy]["errors"][0]
    assert f"is working on the account '{busy}'" in in_words.err
    # Nothing is said of events that nobody looked at.
    assert in_words.out.startswith(f"{free}: Looked at 3 events")
    assert f"{busy}:" not in in_words.out


def test_another_account_is_not_waited_for(both: Program) -> None:
    """Beside a pass of one account, the other's is made, its interviews are tagged, and its notes taken back."""
    with hold_pass(settings_of(both), timedelta(0), ["personal"]):
        both.done("sync", "--account", "second")
        both.done("tag", "haircut", "--account", "second")
        both.done("undo", "--yes")
        refused = both.run("sync", "--account", "personal")

    assert notes(both) == []
    assert refused.status == 1


def test_undo_goes_on_after_an_account_that_is_busy(both: Program) -> None:
    """What lies at the other is taken back; the busy one is told, with 1."""
    both.done("sync")

    with hold_pass(settings_of(both), timedelta(0), ["personal"]):
        result = both.run("undo", "--yes")

    assert result.status == 1
    assert "the account 'personal'" in result.err
    assert (len(notes(both, "mail")), len(notes(both))) == (1, 0)


@pytest.mark.parametrize(("error", "status"), [(LedgerError("locked"), 1), (AuthorisationError("mail", "expired"), 3)])
def test_what_ends_one_pass_ends_no_other(
    both: Program, error: ServiceError, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is that account's error, with its exit status."""

    def fail(name: str) -> None:
        if name == "personal":
            raise error

    before_each_pass(monkeypatch, fail)

    result = both.run("sync", "--json")

    first, second = result.document["accounts"]
    assert result.status == status
    assert first["errors"] == [str(error)]
    assert second["created"] == {"drafts": 1, "reminders": 4}


def test_a_refused_ledger_is_told_as_itself(both: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be done for any account: the command ends with 2, as with one account."""

    def refuse(_name: str) -> None:
        raise LedgerRefused("damaged")

    before_each_pass(monkeypatch, refuse)

    result = both.run("sync", "--json")

    assert (result.status, result.out) == (2, "")
    assert "damaged" in result.err
