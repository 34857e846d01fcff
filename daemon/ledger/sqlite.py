"""
The port `Ledger` on SQLite.

In WAL mode with synchronous=FULL a commit is one append and one fsync, and it is on the disk when it returns
(https://www.sqlite.org/pragma.html#pragma_synchronous). Commands read beside a service that writes.
"""

from __future__ import annotations

import gc
import sqlite3
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from daemon.domain.errors import LedgerError
from daemon.domain.interview import Interview, Outcome, Word
from daemon.domain.item import Item
from daemon.domain.occurrence import require_aware
from daemon.domain.tombstone import tombstone
from daemon.ledger.migrate import is_current, migrate
from daemon.ledger.private import make_private
from daemon.ledger.trouble import damaged, in_words
from daemon.ports import Memory, ReadRecord

#: How long a write waits for another process's write to end.
_BUSY_SECONDS = 5.0

# The conditions spare the disk: what is there already, to the letter, is not written again.
_SAVE_INTERVIEW = """
    INSERT INTO interviews (account, identity, document) VALUES (?, ?, ?)
    ON CONFLICT (account, identity) DO UPDATE SET document = excluded.document WHERE document <> excluded.document
"""
_SAVE_ITEM = """
    INSERT INTO items (key, account, document) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET document = excluded.document WHERE document <> excluded.document
"""
_SAVE_READ = "INSERT OR REPLACE INTO reads (account, calendar, read_at, events, error) VALUES (?, ?, ?, ?, ?)"
_SAVE_TAG = "INSERT OR REPLACE INTO tags (account, identity, is_interview) VALUES (?, ?, ?)"
_SAVE_WORD = "INSERT OR REPLACE INTO words (account, identity, outcome, closes, said_at) VALUES (?, ?, ?, ?, ?)"
_SAVE_FORGOTTEN = "INSERT OR IGNORE INTO forgotten (account, digest) VALUES (?, ?)"
_SAVE_SETTING = "INSERT OR REPLACE INTO settings (account, name, value) VALUES (?, ?, ?)"

_ITEM_TIMES = ("due", "claimed_at", "made_at", "deadline", "failing_since", "retry_at")

_INTERVIEW_TIMES = ("start", "end", "created", "first_seen", "outcome_seen")

_Timed = TypeVar("_Timed", Interview, Item, ReadRecord, Word)


class SqliteLedger:
    """
    A ledger in one file; see the port for what each method promises.

    Several threads may use one object: a call waits until those of the others have ended, so each is one transaction
    for them as for other processes. What any of them writes is an own write: `data_version` stays.
    """

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection = connection
        #: For messages: the path, or that it is in memory.
        self._name = name
        # Reentrant, so that a call within a call is an error of SQLite's, which is told, and no standstill.
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> SqliteLedger:
        """
        Open the ledger at *path*, made or migrated as needed.

        With *read_only* nothing is changed or made: a missing ledger is an empty one in memory, one of an older
        version is migrated in memory, and writing raises `LedgerError`.

        Raises:
            LedgerError: It cannot be used now: locked, not permitted, the disk is full.
            LedgerRefused: It is damaged, no ledger, or a newer version wrote it; the file is left as it is.
        """
        name = str(path)
        if not read_only:
            # Made here for its mode, which SQLite gives to its -wal and -shm too.
            make_private(path)
        elif _is_missing(path):
            return cls.in_memory(read_only=True)
        with in_words(name):
            connection = _connect(f"{path.absolute().as_uri()}?mode=rw")
            try:
                current = is_current(connection, name)
                if read_only:
                    if not current:
                        connection = _copy_in_memory(connection)
                        migrate(connection, None)
                    connection.execute("PRAGMA query_only = ON")
                else:
                    _use_wal(connection)
                    connection.execute("PRAGMA synchronous = FULL")
                    if not current:
                        migrate(connection, path)
            except OSError as error:
                connection.close()
                raise LedgerError(f"No copy of the ledger {name} can be kept: {error}. Nothing was changed.") from error
            except BaseException:
                connection.close()
                raise
        return cls(connection, name)

    @classmethod
    def in_memory(cls, *, read_only: bool = False) -> SqliteLedger:
        """Give an empty ledger that lasts as long as the process."""
        connection = _connect("file::memory:")
        migrate(connection, None)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        return cls(connection, "in memory")

    def recall(self, account: str) -> Memory:
        """Give all that is known of *account*."""
        # Imported here: it costs a third of what the rest of this module's imports cost together.
        from msgspec import DecodeError
        from msgspec.json import Decoder

        interview, item = Decoder(Interview).decode, Decoder(Item).decode
        try:
            with self._reading(), _no_collection():
                return Memory(
                    {one.identity: one for one in map(interview, self._documents("interviews", account))},
                    {one.key: one for one in map(item, self._documents("items", account))},
                    {identity: bool(word) for identity, word in self._rows("tags", "identity, is_interview", account)},
                    {
                        identity: Word(Outcome(outcome) if outcome else None, datetime.fromisoformat(at), bool(closes))
                        for identity, outcome, closes, at in self._rows(
                            "words", "identity, outcome, closes, said_at", account
                        )
                    },
                    {
                        calendar: ReadRecord(calendar, datetime.fromisoformat(read_at), events, error)
                        for calendar, read_at, events, error in self._rows(
                            "reads", "calendar, read_at, events, error", account
                        )
                    },
                    frozenset(digest for (digest,) in self._rows("forgotten", "digest", account)),
                )
        except (DecodeError, ValueError, TypeError) as error:
            raise damaged(self._name, str(error)) from error

    def save_interviews(
        self, interviews: Iterable[Interview], reads: Iterable[ReadRecord] = (), *, account: str
    ) -> None:
        """Write down what was read: interviews by (account, identity), reads by (account, calendar)."""
        from msgspec.json import Encoder

        encode = Encoder().encode
        with self._writing() as connection:
            connection.executemany(
                _SAVE_INTERVIEW,
                ((account, one.identity, encode(_in_utc(one, *_INTERVIEW_TIMES)).decode()) for one in interviews),
            )
            connection.executemany(
                _SAVE_READ,
                (
                    (account, one.calendar, _in_utc(one, "read_at").read_at.isoformat(), one.events, one.error)
                    for one in reads
                ),
            )

    def save_items(self, items: Sequence[Item]) -> None:
        """Write down items by key: to claim, to settle."""
        from msgspec.json import Encoder

        encode = Encoder().encode
        with self._writing() as connection:
            connection.executemany(
                _SAVE_ITEM,
                ((one.key, one.account, encode(_in_utc(one, *_ITEM_TIMES)).decode()) for one in items),
            )

    def set_tag(self, account: str, identity: str, is_interview: bool | None) -> None:
        """Write down the person's own word on an event; None takes it back."""
        with self._writing() as connection:
            if is_interview is None:
                connection.execute("DELETE FROM tags WHERE account = ? AND identity = ?", (account, identity))
            else:
                connection.execute(_SAVE_TAG, (account, identity, is_interview))

    def set_word(self, account: str, identity: str, word: Word) -> None:
        """Write down the person's word on the application that an event belongs to, in the place of an earlier one."""
        at = _in_utc(word, "at").at.isoformat()
        with self._writing() as connection:
            connection.execute(_SAVE_WORD, (account, identity, word.outcome or "", word.closes, at))

    def forget(self, account: str, identities: Collection[str]) -> None:
        """
        Delete all that is known of these events, so that none of it can be read from the file; keep tombstones.

        The file is written anew without what was deleted. Where another process reads just then, that is done by the
        next call: the rows are gone all the same.
        """
        with self._writing() as connection:
            for identity in identities:
                connection.execute("DELETE FROM interviews WHERE account = ? AND identity = ?", (account, identity))
                connection.execute("DELETE FROM items WHERE account = ? AND identity = ?", (account, identity))
                connection.execute("DELETE FROM tags WHERE account = ? AND identity = ?", (account, identity))
                connection.execute("DELETE FROM words WHERE account = ? AND identity = ?", (account, identity))
                connection.execute(_SAVE_FORGOTTEN, (account, tombstone(account, identity)))
        with self._alone() as connection, suppress(sqlite3.OperationalError):
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def get_setting(self, account: str, name: str) -> str:
        """Give something an adapter remembers, "" where nothing was written down."""
        with self._alone() as connection:
            row = connection.execute(
                "SELECT value FROM settings WHERE account = ? AND name = ?", (account, name)
            ).fetchone()
        return row[0] if row else ""

    def put_setting(self, account: str, name: str, value: str) -> None:
        """Remember something for an adapter."""
        with self._writing() as connection:
            connection.execute(_SAVE_SETTING, (account, name, value))

    def data_version(self) -> int:
        """Give a number that is another one once another process (or ledger object) has written."""
        with self._alone() as connection:
            version: int = connection.execute("PRAGMA data_version").fetchone()[0]
        return version

    def close(self) -> None:
        """Close the file. Calling it again does nothing."""
        with self._alone() as connection:
            connection.close()

    def _documents(self, table: str, account: str) -> Iterator[str]:
        return (document for (document,) in self._rows(table, "document", account))

    def _rows(self, table: str, columns: str, account: str) -> sqlite3.Cursor:
        # Both names are this module's own words.
        return self._connection.execute(f"SELECT {columns} FROM {table} WHERE account = ?", (account,))  # noqa: S608

    @contextmanager
    def _alone(self) -> Iterator[sqlite3.Connection]:
        """Keep the other threads of this process out for the length of the block."""
        with self._lock, in_words(self._name):
            yield self._connection

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Make one transaction of the block, so that all that it reads is from one moment."""
        with self._alone() as connection:
            connection.execute("BEGIN")
            try:
                yield
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Make one transaction of the block: all of it is on the disk afterwards, or, with an error, nothing."""
        with self._alone() as connection:
            # IMMEDIATE takes the write lock now: a transaction that starts by reading may not wait for it later.
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # SQLite has rolled back by itself after some errors, such as a full disk.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise


@contextmanager
def _no_collection() -> Iterator[None]:
    """
    Keep the garbage collector from going over tens of thousands of new objects again and again: twice as fast.

    It is switched for the whole process, so two threads must not do this at once: the second could leave it off.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _connect(uri: str) -> sqlite3.Connection:
    # Transactions are begun by hand. Each account's passes run in a thread of their own; `_alone` parts them.
    return sqlite3.connect(uri, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=True)


def _is_missing(path: Path) -> bool:
    try:
        return not path.exists()
    except OSError as error:
        raise LedgerError(f"The ledger {path} cannot be looked for: {error.strerror}.") from error


def _use_wal(connection: sqlite3.Connection) -> None:
    """
    Put a new ledger into WAL mode, in which it stays; for others this does nothing.

    SQLite does not wait at this one statement while another process, which opens the same new ledger, holds a lock.
    """
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _copy_in_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    with closing(connection):
        copy = _connect("file::memory:")
        connection.backup(copy)
    return copy


def _in_utc(record: _Timed, *names: str) -> _Timed:
    """Give *record* with the times called *names* in UTC; a naive one is refused."""
    changes = {}
    for name in names:
        moment = getattr(record, name)
        if moment is not None and moment.tzinfo is not UTC:
            require_aware(moment, name)
            changes[name] = moment.astimezone(UTC)
    return replace(record, **changes) if changes else record
