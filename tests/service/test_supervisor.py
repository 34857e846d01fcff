"""What `afterword run` tells a service manager: a real socket, the real process."""

from __future__ import annotations

import signal
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from daemon.supervisor import Supervisor
from tests.local_account import PROGRAM, LocalAccount, ended, event, until
from tests.service.supervising import Manager, waits_for

#: The service, whose calendar lies at a server that never answers once the file `hang` is there.
HANGING = """
import os, pathlib, sys
from integrations.local.vdir import VdirCalendar
from daemon.service import main
read = VdirCalendar.read
def hang(self, *arguments):
    if pathlib.Path("hang").exists():
        os.read(os.pipe()[0], 1)
    return read(self, *arguments)
VdirCalendar.read = hang
sys.exit(main())
"""


@pytest.fixture
def account(tmp_path: Path) -> LocalAccount:
    """An account with one interview that ended half an hour ago: its note is due in another half."""
    account = LocalAccount(tmp_path / "sam")
    account.put("one", event("one", ended(30), title="Interview: Backend Engineer at ACME #interview"))
    return account


@pytest.fixture
def managers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Manager]]:
    """Give a manager; it is closed at the end."""
    # The path of a socket has to be short.
    monkeypatch.chdir(tmp_path)
    opened = []

    def new(patience: float = 0) -> Manager:
        opened.append(Manager(Path("notify"), patience))
        return opened[-1]

    yield new
    for one in opened:
        one.close()


def start(manager: Manager, account: LocalAccount, *command: str) -> None:
    """Start the service under *manager*, from the folder of its socket."""
    manager.start(command or (*PROGRAM, "run"), account.environment, account.folder / "log.txt")


def test_it_says_that_it_is_ready_what_is_next_and_that_it_stops(
    account: LocalAccount, managers: Callable[..., Manager]
) -> None:
    """READY comes once, STATUS names what is next with company and hour, STOPPING before the end."""
    manager = managers()
    start(manager, account)
    until(waits_for(manager, "STATUS"), "the status")
    assert manager._process is not None
    manager._process.send_signal(signal.SIGTERM)
    assert manager._process.wait(10) == 0
    until(waits_for(manager, "STOPPING"), "the last word")

    assert manager.values("READY") == ["1"]
    status = manager.values("STATUS")[-1]
    assert status.startswith("next: thank-you note for ACME ")
    assert " at " in status
    assert "@" not in status
    assert "WATCHDOG=1" not in manager.lines()


def test_reading_the_configuration_again_is_said_and_ended(
    account: LocalAccount, managers: Callable[..., Manager]
) -> None:
    """SIGHUP gives RELOADING with the time, then READY, also where the new configuration cannot be used."""
    manager = managers()
    start(manager, account)
    until(waits_for(manager, "STATUS"), "the first pass")
    assert manager._process is not None

    manager._process.send_signal(signal.SIGHUP)
    until(waits_for(manager, "READY", 2), "the second READY")
    account.config.write_text("nonsense")
    manager._process.send_signal(signal.SIGHUP)
    until(waits_for(manager, "READY", 3), "the third READY")

    said = [line for line in manager.lines() if line in ("READY=1", "RELOADING=1")]
    assert said == ["READY=1", "RELOADING=1", "READY=1", "RELOADING=1", "READY=1"]
    assert all(value.isdecimal() for value in manager.values("MONOTONIC_USEC"))


def test_an_idle_service_gives_signs_of_life(account: LocalAccount, managers: Callable[..., Manager]) -> None:
    """Passes that come to their end feed the watchdog, for longer than it would wait."""
    manager = managers(1)
    start(manager, account)

    until(waits_for(manager, "WATCHDOG", 8), "two and a half times its patience")

    assert not manager.was_ended.is_set()


def test_a_server_that_never_answers_ends_it(account: LocalAccount, managers: Callable[..., Manager]) -> None:
    """No pass comes to its end, so no sign of life is given, and the manager ends the service."""
    manager = managers(1)
    start(manager, account, sys.executable, "-c", HANGING, str(account.config))
    until(waits_for(manager, "WATCHDOG", 3), "signs of life")

    Path("hang").touch()
    account.put("two", event("two", ended(), title="Phone screen #interview"))

    assert manager.was_ended.wait(20)
    assert manager._process is not None
    assert manager._process.wait(10) == -signal.SIGABRT


def test_a_ledger_that_stays_locked_ends_it(account: LocalAccount, managers: Callable[..., Manager]) -> None:
    """What cannot be written down is no pass: the manager ends a service that waits for somebody else's lock."""
    manager = managers(2)
    start(manager, account)
    until(waits_for(manager, "STATUS"), "the first pass")
    until(waits_for(manager, "WATCHDOG", 2), "signs of life")

    with sqlite3.connect(account.state / "ledger.sqlite", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        account.put("two", event("two", ended(), title="Phone screen at Globex #interview"))

        assert manager.was_ended.wait(30)


def test_without_a_manager_nothing_is_said(tmp_path: Path) -> None:
    """Where NOTIFY_SOCKET is not set, or somebody else is meant by it, no sign of life is owed."""
    for_another = {"NOTIFY_SOCKET": str(tmp_path / "none"), "WATCHDOG_USEC": "1000000", "WATCHDOG_PID": "1"}

    alone, other = Supervisor({}), Supervisor(for_another)
    for one in (alone, other):
        one.ready()
        one.alive()

    assert alone.patience is None
    assert other.patience is None
    assert for_another == {}


def test_a_status_is_told_once_and_an_abstract_socket_is_known(tmp_path: Path) -> None:
    """The same line twice is one message; a name that begins with @ is one of the abstract kind."""
    name = f"@afterword-{tmp_path.name}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ours:
        ours.bind("\0" + name[1:])
        ours.settimeout(5)
        supervisor = Supervisor({"NOTIFY_SOCKET": name})

        supervisor.status("next: a thing\nin two lines")
        supervisor.status("next: a thing in two lines")
        supervisor.alive()

        assert ours.recv(100) == b"STATUS=next: a thing in two lines"
        assert ours.recv(100) == b"WATCHDOG=1"
