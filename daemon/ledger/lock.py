"""One process at a time works on a state folder: a lock that the kernel lets go of when the process dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from daemon.domain.errors import BusyError
from daemon.ledger.private import open_private

_POLL_SECONDS = 0.05


@contextmanager
def hold(path: Path, wait: timedelta = timedelta(0)) -> Iterator[None]:
    """
    Hold the lock file *path* for the length of the `with` block, after waiting for it no longer than *wait*.

    The file stays where it is afterwards: deleting it would let two processes lock two files of one name. It holds the
    number of the process that has the lock, for the message only; the lock itself is flock(2), so a process that was
    killed has let go of it.

    Raises:
        BusyError: Another process still holds it.
        LedgerError: The file cannot be made.
    """
    descriptor = open_private(path)
    try:
        _wait_for(descriptor, path, wait)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, path: Path, wait: timedelta) -> None:
    until = time.monotonic() + wait.total_seconds()
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            left = until - time.monotonic()
            if left <= 0:
                raise BusyError(_busy(descriptor, path, wait)) from None
            time.sleep(min(_POLL_SECONDS, left))
        else:
            return


def _busy(descriptor: int, path: Path, wait: timedelta) -> str:
    pid = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
    who = f"Another Afterword (process {pid})" if pid.isdecimal() else "Another Afterword"
    waited = f"; waited {wait.total_seconds():g} seconds for it" if wait else ""
    return f"{who} is working on {path.parent}{waited}. Try again when it is done, or stop it first."
