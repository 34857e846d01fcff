"""One process at a time works on an account, one service on a state folder: locks that die with their process."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from daemon.domain.errors import BusyError
from daemon.ledger.private import open_private

_POLL_SECONDS = 0.05


def hold(path: Path, wait: timedelta = timedelta(0)) -> AbstractContextManager[None]:
    """Hold the lock file *path* as `hold_all` does, for the folder that it lies in."""
    return hold_all({path: str(path.parent)}, wait)


@contextmanager
def hold_all(locks: Mapping[Path, str], wait: timedelta = timedelta(0)) -> Iterator[None]:
    """
    Hold all lock files of *locks* for the length of the `with` block; what each stands for is its value, in words.

    They are waited for no longer than *wait* together, and in the order of their paths: so two processes that want the
    same ones never wait for each other. Two threads of one process exclude each other as two processes do.

    The files stay where they are afterwards: deleting one would let two processes lock two files of one name. Each
    holds the number of the process that has the lock, for the message only; the lock itself is flock(2), so a process
    that was killed has let go of it.

    Raises:
        BusyError: Another process still holds one of them; none is held then.
        LedgerError: A file cannot be made.
    """
    until = time.monotonic() + wait.total_seconds()
    with ExitStack() as stack:
        for path in sorted(locks):
            stack.enter_context(_hold_one(path, locks[path], wait, until))
        yield


@contextmanager
def _hold_one(path: Path, what: str, wait: timedelta, until: float) -> Iterator[None]:
    descriptor = open_private(path)
    try:
        _wait_for(descriptor, what, wait, until)
        _sign(descriptor, str(os.getpid()))
        try:
            yield
        finally:
            _sign(descriptor, "")
    finally:
        os.close(descriptor)


def _sign(descriptor: int, who: str) -> None:
    # For the message only: that the disk is full is told by whoever has something of use to write.
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, who.encode(), 0)


def _wait_for(descriptor: int, what: str, wait: timedelta, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            left = until - time.monotonic()
            if left <= 0:
                raise BusyError(_busy(descriptor, what, wait)) from None
            time.sleep(min(_POLL_SECONDS, left))
        else:
            return


def _busy(descriptor: int, what: str, wait: timedelta) -> str:
    pid = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
    who = f"Another Afterword (process {pid})" if pid.isdecimal() else "Another Afterword"
    waited = f"; waited {wait.total_seconds():g} seconds for it" if wait else ""
    return f"{who} is working on {what}{waited}. Try again when it is done, or stop it first."


def holder(path: Path) -> int | None:
    """
    Give the number of the process that holds the lock file *path*, 0 where it does not say; None where nobody does.

    Nothing is made, and nobody's lock is disturbed: a shared lock is tried for and let go at once.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        pid = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
        return int(pid) if pid.isdecimal() else 0
    finally:
        os.close(descriptor)
    return None
