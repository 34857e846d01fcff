"""Locks that die with their process: one at a time, or several together."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.domain.errors import BusyError
from daemon.ledger.lock import hold, hold_all

ROOT = Path(__file__).parents[2]

HOLDER = """
import sys
from pathlib import Path
from daemon.ledger.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the lock file can lie; its folder is not there yet."""
    return tmp_path / "state" / "lock"


def holder(path: Path) -> subprocess.Popen[str]:
    """Give another process that holds *path* until it is told a line, or dies."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_told_who_holds_it(path: Path) -> None:
    """While another process holds the lock it cannot be had; the message names that process and the folder."""
    process = holder(path)

    with pytest.raises(BusyError, match=rf"process {process.pid}\b.*{path.parent}"), hold(path):
        pass

    process.communicate("\n")


def test_it_is_free_after_the_block(path: Path) -> None:
    """The lock can be had again, by anybody, once the block has ended, also with an error."""
    with pytest.raises(RuntimeError), hold(path):
        raise RuntimeError

    holder(path).communicate("\n")
    with hold(path):
        pass


def test_it_dies_with_its_process(path: Path) -> None:
    """A process that was killed holds nothing, although its number may still stand in the file."""
    process = holder(path)

    process.kill()
    process.communicate()

    with hold(path):
        assert path.read_text() == str(os.getpid())


def test_it_is_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that becomes free within the wait is had."""
    process = holder(path)
    naps = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        process.communicate("\n")

    monkeypatch.setattr("daemon.ledger.lock.time.sleep", nap)
    with hold(path, timedelta(seconds=10)):
        pass

    assert naps == [0.05]


def test_the_wait_has_an_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that stays held for the whole wait is told, with the time that was waited."""
    clock = [0.0]
    monkeypatch.setattr("daemon.ledger.lock.time.monotonic", lambda: clock[0])
    monkeypatch.setattr("daemon.ledger.lock.time.sleep", lambda seconds: clock.__setitem__(0, clock[0] + seconds))

    with hold(path), pytest.raises(BusyError, match="waited 10 seconds"), hold(path, timedelta(seconds=10)):
        pass

    assert clock[0] == pytest.approx(10)


def test_several_are_held_in_one_order(path: Path) -> None:
    """Two threads that want the same locks, named the other way round, both come to an end."""
    locks = {path.with_name("a"): "the first", path.with_name("b"): "the second"}
    backwards = dict(reversed(locks.items()))
    both_ready = threading.Barrier(2)
    held = []

    def take(wanted: dict[Path, str]) -> None:
        both_ready.wait(20)
        for _ in range(20):
            with hold_all(wanted, timedelta(seconds=20)):
                held.append(wanted)

    threads = [threading.Thread(target=take, args=(wanted,)) for wanted in (locks, backwards)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert held.count(locks) == 40


def test_none_of_several_is_held_if_one_is_not_free(path: Path) -> None:
    """The message names the one that was in the way, and the others can be had."""
    first, second = path.with_name("a"), path.with_name("b")

    with hold(second):
        with (
            pytest.raises(BusyError, match="working on the second"),
            hold_all({first: "the first", second: "the second"}),
        ):
            pass
        holder(first).communicate("\n")


def test_the_wait_for_several_is_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was waited for the first lock is not waited again for the second."""
    first, second = path.with_name("a"), path.with_name("b")
    clock = [0.0]
    in_the_way = ExitStack()
    in_the_way.enter_context(hold(first))

    def nap(seconds: float) -> None:
        clock[0] += seconds
        if clock[0] > 7:
            in_the_way.close()

    monkeypatch.setattr("daemon.ledger.lock.time.monotonic", lambda: clock[0])
    monkeypatch.setattr("daemon.ledger.lock.time.sleep", nap)
    wanted = {first: "the first", second: "the second"}
    with (
        hold(second),
        pytest.raises(BusyError, match="the second; waited 10 s"),
        hold_all(wanted, timedelta(seconds=10)),
    ):
        pass

    assert clock[0] == pytest.approx(10)


def test_only_the_person_can_read_the_file(path: Path) -> None:
    """The folder has mode 0700 and the lock file 0600; the file stays."""
    with hold(path):
        pass

    assert (path.parent.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)
    assert path.read_text() == ""


def test_a_full_disk_keeps_nobody_from_the_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number in the file is for a message only: without room for it the lock is held all the same."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "pwrite", full)

    with hold(path), pytest.raises(BusyError, match="Another Afterword is working"), hold(path):
        pass
