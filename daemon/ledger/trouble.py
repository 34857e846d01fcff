"""What SQLite's errors mean for the person, and how to mend them (https://www.sqlite.org/rescode.html)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from daemon.domain.errors import LedgerError, LedgerRefused

#: The primary result code is the low byte of an extended one.
_PRIMARY = 0xFF

#: It is there, and will be again when somebody else is done or has made room. An extended code goes before a primary.
_FOR_NOW = {
    sqlite3.SQLITE_BUSY: "another program holds it locked; it is tried again",
    sqlite3.SQLITE_LOCKED: "another program holds it locked; it is tried again",
    sqlite3.SQLITE_FULL: "the disk is full; make room",
    sqlite3.SQLITE_READONLY: "it may not be written; see to its permissions and its folder's",
    # SQLite does not say whether a file beside it could not be made for want of room.
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; see to its permissions, its folder's, and whether the disk is full",
    sqlite3.SQLITE_PERM: "it may not be opened; see to its permissions and its folder's",
    sqlite3.SQLITE_IOERR: "the disk did not read or write it; see whether the disk is full or damaged",
    # The small file beside the ledger that all who have it open share could not be made larger.
    sqlite3.SQLITE_IOERR_SHMSIZE: "the disk is full; make room",
    sqlite3.SQLITE_IOERR_SHMOPEN: "the disk is full; make room",
    sqlite3.SQLITE_NOMEM: "there is no memory left",
}


def damaged(name: str, detail: str) -> LedgerRefused:
    """Say that the ledger *name* can no longer be read, and how to go on without it."""
    return LedgerRefused(
        f"The ledger {name} is damaged ({detail}). It is kept as it is. To mend this: stop Afterword, move the file "
        f"and its -wal and -shm aside, and run `afterword sync`; what lies in the drafts and reminders is found again "
        f"and adopted."
    )


@contextmanager
def in_words(name: str) -> Iterator[None]:
    """
    Turn what goes wrong with the ledger *name* into words.

    Raises:
        LedgerError: It cannot be used now: locked, the disk is full, not permitted.
        LedgerRefused: It is no ledger, or damaged. What SQLite does not explain is taken for that too: a statement of
            ours that fails on a sound ledger would fail in every test.
    """
    try:
        yield
    except sqlite3.Error as error:
        # Python's own errors, such as text that is not UTF-8, have no code.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        reason = _FOR_NOW.get(code) or _FOR_NOW.get(code & _PRIMARY)
        if reason is None:
            raise damaged(name, str(error)) from error
        raise LedgerError(f"The ledger {name} cannot be used now: {reason} ({error}).") from error
