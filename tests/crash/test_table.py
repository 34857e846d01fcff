"""ARCHITECTURE.md, "When it stops halfway": each line as a case, on the real program and real files."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from daemon.domain.item import Action, Item, Kind, State
from daemon.ledger import migrate as migrations
from daemon.ledger.sqlite import SqliteLedger
from tests.contracts.ledger import item
from tests.crash import shim
from tests.crash.matrix import Matrix
from tests.crash.shim import Fault, How, Write
from tests.crash.world import NOW, World

DRAFT = "mail/Drafts/cur/"
SCRATCH = "mail/Drafts/tmp/"
LEDGER = "state/ledger.sqlite"
JANE = "jane.doe@acme.example"
ROOT = Path(__file__).parents[2]


def first(writes: Sequence[Write], call: str, where: str, after: Write | None = None) -> Write:
    """Give the first write of this kind, after another."""
    return next(
        one
        for one in writes
        if one.call == call and one.where.startswith(where) and (not after or one.number > after.number)
    )


def stop(matrix: Matrix, how: How, write: Write) -> None:
    """Make the pass that stops at *write*."""
    matrix.world.restore()
    run = matrix.world.sync(Fault(how, write.number))
    assert run.status == -9, run


def note(world: World) -> Item | None:
    """Give what the ledger holds of the note to Jane."""
    with closing(SqliteLedger.open(world.account.state / "ledger.sqlite", read_only=True)) as ledger:
        items = ledger.recall("personal").items.values()
    return next((one for one in items if one.kind is Kind.THANK_YOU and one.to == (JANE,)), None)


def state(world: World) -> tuple[State, Action | None] | None:
    """Give where the note to Jane stands in the ledger."""
    found = note(world)
    return (found.state, found.action) if found else None


def drafts_for_jane(world: World) -> list[str]:
    """Give what the drafts to Jane say."""
    return [text for _, text in world.drafts() if JANE in text]


def next_pass(matrix: Matrix) -> list[str]:
    """Make the next pass, see to it that it ends where an undisturbed one does, and give the files that it changed."""
    run = matrix.world.sync()
    changed = list(matrix.world.changed_things())
    assert (run.status, run.err) == (0, ""), run
    assert matrix.world.view() == matrix.after
    return changed


def touches(changed: Sequence[str], place: str) -> bool:
    """Say whether something below *place* was changed."""
    return any(place in one for one in changed)


def test_before_the_claim(local: World) -> None:
    """Nothing is there, in the ledger or in the drafts; the next pass plans the note again."""
    matrix = Matrix(local, "over")
    folder = first(matrix.writes, "mkdir", "mail")
    # The claim is the commit before the first folder of the mailbox: these pages, then fsync.
    commit = [one for one in matrix.writes[: folder.number - 1] if one.where.startswith(LEDGER)]
    begin = next(one for one in reversed(commit[:-1]) if one.call == "fsync")

    stop(matrix, How.KILL, first(matrix.writes, "pwrite", LEDGER, begin))

    assert note(local) is None
    assert drafts_for_jane(local) == []
    assert touches(next_pass(matrix), DRAFT)


def test_after_the_claim_of_something_new(local: World) -> None:
    """There is a claim, and nothing of that name; the next pass frees the claim and writes the note."""
    matrix = Matrix(local, "over")

    stop(matrix, How.KILL, first(matrix.writes, "mkdir", "mail"))

    assert state(local) == (State.WRITING, Action.CREATE)
    assert drafts_for_jane(local) == []
    assert touches(next_pass(matrix), DRAFT)


def test_after_the_claim_of_a_change(local: World) -> None:
    """There is a claim, and the old draft of that name; the next pass frees the claim and replaces the draft."""
    matrix = Matrix(local, "noted")

    stop(matrix, How.KILL, first(matrix.writes, "rename", DRAFT))

    assert state(local) == (State.WRITING, Action.UPDATE)
    assert drafts_for_jane(local) == [text for _, text in matrix.before["drafts"] if JANE in text]
    assert touches(next_pass(matrix), DRAFT)


@pytest.mark.parametrize(
    ("situation", "call", "action"), [("over", "link", Action.CREATE), ("noted", "rename", Action.UPDATE)]
)
def test_after_the_write(local: World, situation: str, call: str, action: Action) -> None:
    """There is a claim, and what it says lies there; the next pass settles it and leaves the draft alone."""
    matrix = Matrix(local, situation)
    written = [one for one in matrix.writes if one.call == call and one.where.startswith(DRAFT)][:2]

    stop(matrix, How.KILL, first(matrix.writes, "pwrite", LEDGER, written[0] if call == "link" else written[1]))

    assert state(local) == (State.WRITING, action)
    assert drafts_for_jane(local) == [text for _, text in matrix.after["drafts"] if JANE in text]
    kept = note(local)
    assert kept
    assert not touches(next_pass(matrix), kept.name)


def test_after_a_removal(local: World) -> None:
    """There is a claim, and nothing of that name; the next pass settles it."""
    matrix = Matrix(local, "moved")

    stop(matrix, How.KILL, first(matrix.writes, "pwrite", LEDGER, first(matrix.writes, "unlink", DRAFT)))

    assert state(local) == (State.WRITING, Action.REMOVE)
    assert drafts_for_jane(local) == []
    next_pass(matrix)


@pytest.mark.parametrize("situation", ["over", "noted"])
def test_anywhere_and_the_person_was_faster(local: World, situation: str) -> None:
    """What lies there is neither the old nor the new: it is the person's, and stays as it is."""
    matrix = Matrix(local, situation)
    draft = first(matrix.writes, "link" if situation == "over" else "rename", DRAFT)
    stop(matrix, How.KILL, first(matrix.writes, "pwrite", LEDGER, draft))
    local.edit_draft(JANE)
    edited = drafts_for_jane(local)

    run = local.sync()

    assert (run.status, run.err) == (0, "")
    assert state(local) == (State.YOURS, None)
    assert drafts_for_jane(local) == edited


@pytest.mark.parametrize("how", [How.KILL, How.TEAR])
def test_before_the_ledgers_own_write(local: World, how: How) -> None:
    """Killed before a page of a commit, or in the middle of it: the ledger is as it was before the commit."""
    matrix = Matrix(local, "over")
    # The commit that settles the note: until it is whole, the claim stands.
    begin = first(matrix.writes, "pwrite", LEDGER, first(matrix.writes, "link", DRAFT))
    page = next(one for one in matrix.writes[begin.number :] if one.call == "pwrite" and one.bytes == 4096)

    stop(matrix, how, page)

    assert state(local) == (State.WRITING, Action.CREATE)
    kept = note(local)
    assert kept
    assert not touches(next_pass(matrix), kept.name)


@pytest.mark.parametrize("how", [How.KILL, How.TEAR])
def test_while_a_file_was_written(local: World, how: How) -> None:
    """There is a scratch file, empty or half, that no reader of a Maildir looks at; it is written anew and goes."""
    matrix = Matrix(local, "over")

    stop(matrix, how, first(matrix.writes, "write", SCRATCH))

    assert len(local.leftovers()) == 1
    assert local.drafts() == []
    assert touches(next_pass(matrix), DRAFT)
    assert local.leftovers() == []


def test_while_a_reminder_was_written(local: World) -> None:
    """The scratch file of a reminder is hidden from readers of a vdir; it is written anew and goes."""
    matrix = Matrix(local, "over")
    scratch = "calendars/Interview follow-ups/."

    stop(matrix, How.TEAR, first(matrix.writes, "write", scratch))

    assert len(local.leftovers()) == 1
    assert local.account.reminders() == []
    assert touches(next_pass(matrix), "Interview follow-ups")
    assert local.leftovers() == []


# A migration. There is none yet after the first, so that one is tried that a later version might have.

OPENING = """
import sys
from contextlib import closing
from pathlib import Path
from daemon.ledger import migrate, sqlite

migrate.SCHEMA = Path(sys.argv[1])
with closing(sqlite.SqliteLedger.open(Path(sys.argv[2]))):
    pass
"""


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    """Give the steps of today, and one more that makes a table and fills it from the items."""
    schema = tmp_path / "schema"
    schema.mkdir()
    for step in migrations.SCHEMA.glob("*.sql"):
        (schema / step.name).write_text(step.read_text())
    (schema / "0099_later.sql").write_text("CREATE TABLE later (key TEXT);\nINSERT INTO later SELECT key FROM items;\n")
    return schema


def opened(library: Path, schema: Path, path: Path, fault: Fault | None = None) -> tuple[int, list[Write]]:
    """Let a process open the ledger at *path*, and give its exit status and what it wrote."""
    journal = path.parents[1] / "journal"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LD_PRELOAD": str(library)}
    orders = shim.orders(path.parent, journal, NOW, fault)
    run = subprocess.run([sys.executable, "-c", OPENING, str(schema), str(path)], env=environment | orders, check=False)
    return run.returncode, shim.read(journal, path.parent)


def in_ledger(path: Path) -> tuple[int, int]:
    """Give a ledger's version, and how many items it holds."""
    with closing(sqlite3.connect(path)) as connection:
        return migrations.version_of(connection), connection.execute("SELECT count(*) FROM items").fetchone()[0]


def old_ledgers(tmp_path: Path) -> Iterator[Path]:
    """Give, again and again, a ledger of today's version that holds an item."""
    for number in range(10_000):
        path = tmp_path / str(number) / "state" / "ledger.sqlite"
        with closing(SqliteLedger.open(path)) as ledger:
            ledger.save_items([item()])
        yield path


def test_in_a_ledger_migration(library: Path, schema: Path, tmp_path: Path) -> None:
    """
    The ledger has its old version or the new one, with all that is in it; the next one to open it migrates.

    A copy that bears its name is whole, and of the old version.
    """
    ledgers = old_ledgers(tmp_path)
    old = migrations.steps_in(migrations.SCHEMA)[-1][0]
    path = next(ledgers)
    status, writes = opened(library, schema, path)
    assert (status, in_ledger(path)) == (0, (99, 1))
    kills = [Fault(How.KILL, one.number) for one in writes if one.changes]
    tears = [Fault(How.TEAR, one.number) for one in writes if one.bytes > 1]

    for fault in (kills + tears)[::11]:
        path = next(ledgers)
        copy = path.with_name(f"{path.name}.before-0099")
        assert opened(library, schema, path, fault)[0] == -9
        # Looked at elsewhere: to look is to mend.
        elsewhere = Path(shutil.copytree(path.parent, path.parents[1] / "elsewhere"))
        assert in_ledger(elsewhere / path.name) in {(old, 1), (99, 1)}
        assert not copy.exists() or in_ledger(elsewhere / copy.name) == (old, 1)

        assert opened(library, schema, path)[0] == 0
        assert in_ledger(path) == (99, 1)
        assert in_ledger(copy) == (old, 1)
        assert {one.name for one in path.parent.iterdir()} == {path.name, copy.name}, fault
