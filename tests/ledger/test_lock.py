"""The lock on a state folder."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.domain.errors import BusyError
from daemon.ledger.lock import hold

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


def test_only_the_person_can_read_the_file(path: Path) -> None:
    """The folder has mode 0700 and the lock file 0600; the file stays."""
    with hold(path):
        pass

    assert (path.parent.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)
    assert path.read_text() == ""
