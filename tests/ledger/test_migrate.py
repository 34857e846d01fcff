"""Migrations: numbered, all or nothing, with a copy kept."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from daemon.domain.errors import LedgerError, LedgerRefused
from daemon.ledger import migrate as migrations
from daemon.ledger.sqlite import SqliteLedger
from tests.contracts.ledger import item

#: The version of today, and the next two.
TODAY = migrations.steps_in(migrations.SCHEMA)[-1][0]
NEXT, LATER = f"{TODAY + 1:04d}", f"{TODAY + 2:04d}"

ADDS_A_TABLE = """-- A comment; with a semicolon.
CREATE TABLE later (
    x TEXT DEFAULT ';'
);
INSERT INTO later VALUES ('a;b');
"""
BREAKS = "CREATE TABLE later (x);\nINSERT INTO missing VALUES (1);\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of today's version that holds one item."""
    path = tmp_path / "state" / "ledger.sqlite"
    with closing(SqliteLedger.open(path)) as ledger:
        ledger.save_items([item()])
    return path


def add_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, sql: str) -> None:
    """Make a schema folder that has the steps of today and one more, and let the program use it."""
    schema = tmp_path / "schema"
    if not schema.exists():
        schema.mkdir()
        for step in migrations.SCHEMA.glob("*.sql"):
            (schema / step.name).write_text(step.read_text())
    (schema / name).write_text(sql)
    migrations.steps_in.cache_clear()
    monkeypatch.setattr(migrations, "SCHEMA", schema)


def version_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return migrations.version_of(connection)


def names_in(path: Path) -> set[str]:
    return {one.name for one in path.parent.iterdir()}


def test_a_new_ledger_has_the_latest_version_and_no_copy(path: Path) -> None:
    """Nothing is kept of a ledger that did not exist."""
    assert version_in(path) == migrations.steps_in(migrations.SCHEMA)[-1][0]
    assert names_in(path) == {"ledger.sqlite"}


def test_the_steps_are_numbered_without_gaps() -> None:
    """The files in `schema/` count from 1, each number once."""
    numbers = [number for number, _ in migrations.steps_in(migrations.SCHEMA)]

    assert numbers == list(range(1, len(numbers) + 1))


def test_an_older_ledger_is_migrated_and_a_copy_kept(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger gets the new schema and keeps what it knows; the copy is the ledger before, and only the person's."""
    add_step(tmp_path, monkeypatch, f"{NEXT}_later.sql", ADDS_A_TABLE)

    with closing(SqliteLedger.open(path)) as ledger:
        assert set(ledger.recall("personal").items) == {item().key}

    copy = path.with_name(f"ledger.sqlite.before-{NEXT}")
    assert (version_in(path), version_in(copy)) == (TODAY + 1, TODAY)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT x FROM later").fetchall() == [("a;b",)]
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT key FROM items").fetchall() == [(item().key,)]


def test_opening_again_migrates_nothing(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger of the latest version is not copied again."""
    add_step(tmp_path, monkeypatch, f"{NEXT}_later.sql", ADDS_A_TABLE)
    SqliteLedger.open(path).close()
    path.with_name(f"ledger.sqlite.before-{NEXT}").unlink()

    SqliteLedger.open(path).close()

    assert names_in(path) == {"ledger.sqlite"}


def test_several_steps_are_one(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that is two versions behind gets both steps and leaves one copy, named by the first."""
    add_step(tmp_path, monkeypatch, f"{NEXT}_later.sql", ADDS_A_TABLE)
    add_step(tmp_path, monkeypatch, f"{LATER}_more.sql", "CREATE TABLE more (y);\n")

    SqliteLedger.open(path).close()

    assert version_in(path) == TODAY + 2
    assert names_in(path) == {"ledger.sqlite", f"ledger.sqlite.before-{NEXT}"}


def test_a_step_that_fails_leaves_the_ledger_as_it_was(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the step that fails nor those before it have taken place."""
    add_step(tmp_path, monkeypatch, f"{NEXT}_more.sql", "CREATE TABLE more (y);\n")
    add_step(tmp_path, monkeypatch, f"{LATER}_breaks.sql", BREAKS)

    with pytest.raises(LedgerRefused):
        SqliteLedger.open(path)

    assert version_in(path) == TODAY
    with closing(sqlite3.connect(path)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert not tables & {"more", "later"}


def test_without_a_copy_there_is_no_migration(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the copy cannot be made the ledger keeps its version, and that is told."""
    add_step(tmp_path, monkeypatch, f"{NEXT}_later.sql", ADDS_A_TABLE)
    (path.parent / f"ledger.sqlite.before-{NEXT}").mkdir()

    with pytest.raises(LedgerError, match="No copy"):
        SqliteLedger.open(path)

    assert version_in(path) == TODAY


def test_reading_an_older_ledger_changes_no_byte(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened to read only, an older ledger is migrated in memory: it can be read, and stays as it is."""
    add_step(tmp_path, monkeypatch, f"{NEXT}_later.sql", ADDS_A_TABLE)
    before = path.read_bytes()

    with closing(SqliteLedger.open(path, read_only=True)) as ledger:
        assert set(ledger.recall("personal").items) == {item().key}
        with pytest.raises(LedgerError, match="may not be written"):
            ledger.save_items([item()])

    assert path.read_bytes() == before
    assert names_in(path) == {"ledger.sqlite"}
