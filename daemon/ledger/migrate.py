"""
Bring a ledger to this version: run the numbered SQL in `schema/` that it has not seen, after keeping a copy.

A ledger's version is the number of the last file run on it, in `PRAGMA user_version`; 0 is a new one. A file in
`schema/` is never changed once released; a change of the schema is a new file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

from daemon.domain.errors import LedgerRefused
from daemon.ledger.private import make_private

SCHEMA = Path(__file__).with_name("schema")


@cache
def steps_in(schema: Path) -> tuple[tuple[int, Path], ...]:
    """Give the numbered files of *schema* in order, with their numbers."""
    return tuple((int(path.name[:4]), path) for path in sorted(schema.glob("[0-9][0-9][0-9][0-9]_*.sql")))


def version_of(connection: sqlite3.Connection) -> int:
    """Give the number of the last migration that the ledger has seen; 0 for a new one."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def is_current(connection: sqlite3.Connection, name: str) -> bool:
    """
    Say whether the ledger *name* needs no migration. Changes nothing.

    Raises:
        LedgerRefused: A newer version wrote it, or it is another program's database.
    """
    latest = steps_in(SCHEMA)[-1][0]
    # One statement, so that both are from one moment: another process may be making the ledger just now.
    version, objects = connection.execute(
        "SELECT (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_master)"
    ).fetchone()
    if version > latest:
        raise LedgerRefused(
            f"The ledger {name} has version {version}; this Afterword knows versions up to {latest}. Nothing was "
            f"changed. Install the newer Afterword that wrote it, or put back the copy kept before its migration "
            f"(the file whose name ends in .before-{latest + 1:04d})."
        )
    if version == 0 and objects:
        raise LedgerRefused(
            f"{name} is a database, but not Afterword's. Nothing was changed. Move it away, or set AFTERWORD_STATE_DIR."
        )
    return bool(version == latest)


def migrate(connection: sqlite3.Connection, path: Path | None) -> None:
    """
    Bring the ledger of *connection*, which lies at *path* (None: in memory), to the latest version.

    All steps are one transaction: killed at any instant, the ledger has its old version or the new one. The copy of an
    existing ledger is made inside it, so that of two processes that start at once the second copies nothing that the
    first has changed. Calling it again does nothing.

    Raises:
        sqlite3.Error, OSError: Nothing was changed.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = version_of(connection)
        due = [(number, step) for number, step in steps_in(SCHEMA) if number > version]
        if due and version and path is not None:
            _keep_copy(path, path.with_name(f"{path.name}.before-{due[0][0]:04d}"))
        for number, step in due:
            for statement in _statements(step.read_text(encoding="utf-8")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of *script* one by one: `executescript` would end the transaction that it runs in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _keep_copy(ledger: Path, copy: Path) -> None:
    """Keep the ledger as it was last committed in *copy*; it has that name only once it is complete and on the disk."""
    part = copy.with_name(copy.name + ".part")
    part.unlink(missing_ok=True)
    make_private(part)
    # A connection of its own: it sees what was committed, not the transaction that is open beside it.
    with closing(sqlite3.connect(ledger)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
    descriptor = os.open(part, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    part.replace(copy)
