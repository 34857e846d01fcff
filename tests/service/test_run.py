"""`afterword run` as a real process on a local account."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.load import load
from daemon.wiring import hold_pass
from tests.local_account import BILL, LocalAccount, ended, event, until

SECOND = """
[accounts.second]
name = "Sam Lee"
email = "sam@example.com"
calendar = { backend = "local", path = "second-calendars", watch = ["work"] }
mailbox = { backend = "maildir", path = "second-mail" }
"""

#: The service, in which the calendar of the second account is at a server that never answers.
HANGING = """
import os, sys
from integrations.local.vdir import VdirCalendar
from daemon.service import main
read = VdirCalendar.read
def hang(self, *arguments):
    if "second-calendars" in self.folder():
        print("hangs", file=sys.stderr, flush=True)
        os.read(os.pipe()[0], 1)
    return read(self, *arguments)
VdirCalendar.read = hang
sys.exit(main())
"""

DELAY_0 = "[thank_you]\ndelay_minutes = 0"


@pytest.fixture
def account(tmp_path: Path) -> LocalAccount:
    """An account with one interview that is over."""
    account = LocalAccount(tmp_path)
    account.put("one", event("one", ended(), title="Interview: Backend Engineer at ACME #interview"))
    account.put("dentist", event("dentist", ended(), title="Dentist"))
    return account


@pytest.fixture
def service(account: LocalAccount) -> Iterator[subprocess.Popen[str]]:
    """The service, after its first pass; stopped at the end."""
    process = account.start("run")
    try:
        until(lambda: len(account.reminders()) == 3, "the first pass")
        yield process
    finally:
        process.kill()
        process.wait()


def test_it_does_what_is_due_and_ends_on_sigterm(account: LocalAccount, service: subprocess.Popen[str]) -> None:
    """A note in the drafts; SIGTERM ends it with status 0 within two seconds."""
    assert len(account.drafts()) == 1

    began = time.monotonic()
    service.send_signal(signal.SIGTERM)

    assert service.wait(timeout=10) == 0
    assert time.monotonic() - began < 2


@pytest.fixture
def second(account: LocalAccount) -> Path:
    """A second account's calendar, with one interview that is over; the account is not configured yet."""
    folder = account.folder / "second-calendars" / "work"
    folder.mkdir(parents=True)
    (folder / "two.ics").write_text(event("two", ended(), by=BILL, title="Phone screen #interview"), newline="")
    return folder


def second_notes(account: LocalAccount) -> list[Path]:
    """The second account's drafts."""
    return list((account.folder / "second-mail" / "Drafts" / "cur").glob("*"))


@pytest.mark.usefixtures("second")
def test_one_account_hangs_and_the_other_goes_on(account: LocalAccount) -> None:
    """The other's notes are written, at once when its folder changes; SIGTERM ends it with 0 within two seconds."""
    account.configure(SECOND)
    with (account.folder / "log.txt").open("a") as log:
        arguments = [sys.executable, "-c", HANGING, str(account.config)]
        process = subprocess.Popen(arguments, env=account.environment, stderr=log, stdout=log, text=True)
    try:
        until(lambda: "hangs" in account.log(), "the second account's pass")
        until(account.draft_files, "the first account's note")
        account.put("two", event("two", ended(), by=BILL, title="Phone screen #interview"))
        until(lambda: len(account.drafts()) == 2, "the first account's second note", 5)

        began = time.monotonic()
        process.send_signal(signal.SIGTERM)

        assert process.wait(timeout=10) == 0
        assert time.monotonic() - began < 2
        assert "stopped_in_the_middle_of_a_pass" in account.log()
        assert second_notes(account) == []
    finally:
        process.kill()
        process.wait()


def test_an_account_that_another_process_works_on_delays_no_other(account: LocalAccount, second: Path) -> None:
    """While a command is at work on one account, the other's notes are written."""
    account.configure(SECOND)
    settings = load(account.config, account.environment)
    with hold_pass(settings, timedelta(0), ["second"]):
        process = account.start("run")
        try:
            until(account.draft_files, "the first account's note")
            until(lambda: account.run("sync", "--account", "personal").returncode == 0, "the end of its pass")
            assert second_notes(account) == []
        finally:
            process.kill()
            process.wait()


def test_sighup_adds_an_account(account: LocalAccount, service: subprocess.Popen[str], second: Path) -> None:
    """Its notes are written, and its folder is watched beside the first's."""
    account.configure(SECOND)
    service.send_signal(signal.SIGHUP)
    until(lambda: second_notes(account), "the second account's note")

    (second / "three.ics").write_text(event("three", ended(), title="Call #interview"), newline="")
    until(lambda: len(second_notes(account)) == 2, "the second account's second note", 5)
    account.put("two", event("two", ended(), by=BILL, title="Phone screen #interview"))
    until(lambda: len(account.drafts()) == 2, "the first account's second note", 5)


@pytest.mark.usefixtures("service")
def test_a_changed_folder_is_answered_at_once(account: LocalAccount) -> None:
    """Dropped: a note. Edited: the note is replaced. Deleted: the reminders go, the note stays."""
    account.put("two", event("two", ended(), by=BILL, title="Phone screen #interview"))
    until(lambda: len(account.drafts()) == 2, "a note for the new interview", 2)

    text = event("two", ended(), by=BILL, title="Phone screen #interview", lines=["DESCRIPTION:notes: the fax machine"])
    account.put("two", text)
    until(lambda: any("fax machine" in str(note) for note in account.drafts()), "the note to be replaced", 2)

    reminders = len(account.reminders())
    (account.watched / "two.ics").unlink()
    until(lambda: len(account.reminders()) == reminders - 2, "follow-up and call to go", 2)
    assert len(account.drafts()) == 2


@pytest.mark.usefixtures("service")
def test_a_second_instance_says_so(account: LocalAccount) -> None:
    """Two services on one state folder: the second exits 2."""
    second = account.run("run")

    assert second.returncode == 2
    assert "Another Afterword" in second.stderr


def test_sighup_reads_the_configuration_again(account: LocalAccount, service: subprocess.Popen[str]) -> None:
    """A shorter delay makes the next note due."""
    account.put("two", event("two", ended(5), by=BILL, title="Phone screen #interview"))
    until(lambda: len(account.reminders()) == 5, "the follow-up and call of the second")
    assert len(account.drafts()) == 1

    account.configure("[thank_you]\ndelay_minutes = 0")
    service.send_signal(signal.SIGHUP)

    until(lambda: len(account.drafts()) == 2, "the note of the second")


def test_a_broken_configuration_on_sighup_changes_nothing(
    account: LocalAccount, service: subprocess.Popen[str]
) -> None:
    """It is told, and the old one stays in force."""
    account.config.write_text("[accounts")
    service.send_signal(signal.SIGHUP)
    until(lambda: "configuration_not_usable" in account.log(), "a word about it")

    account.put("two", event("two", ended(), by=BILL, title="Phone screen #interview"))

    until(lambda: len(account.drafts()) == 2, "the note of the second")


def test_a_note_is_written_when_its_hour_comes(tmp_path: Path) -> None:
    """Not at the next interval but at the instant it is due."""
    account = LocalAccount(tmp_path)
    account.configure(DELAY_0)
    due = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=4)
    account.put("one", event("one", due - timedelta(hours=1), title="Interview at ACME #interview"))
    process = account.start("run")
    try:
        until(account.draft_files, "the note", 15)
        assert datetime.now(UTC) >= due
    finally:
        process.kill()
        process.wait()


@pytest.mark.usefixtures("service")
def test_a_folder_that_comes_back_is_watched_again(account: LocalAccount) -> None:
    """It vanished: nothing is taken back. It came back: changes are noticed again."""
    away = account.watched.with_name("away")
    account.watched.rename(away)
    until(lambda: "nothing is taken back" in account.log(), "a word about it")
    assert len(account.reminders()) == 3

    away.rename(account.watched)
    account.put("two", event("two", ended(), by=BILL, title="Phone screen #interview"))

    until(lambda: len(account.drafts()) == 2, "the note of the second")


def test_the_log_holds_no_addresses_and_no_words_of_notes(
    account: LocalAccount, service: subprocess.Popen[str]
) -> None:
    """Promise 8."""
    service.send_signal(signal.SIGTERM)
    service.wait(timeout=10)

    log = account.log()
    assert "item_created" in log
    assert "@" not in log
    assert "Hi Jane" not in log
