"""The ledger on SQLite: the contract, and what only a file can do."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest

from daemon.domain.errors import LedgerError, LedgerRefused
from daemon.domain.interview import Interview
from daemon.domain.item import Item
from daemon.ledger.sqlite import SqliteLedger
from daemon.ledger.trouble import in_words
from daemon.ports import Memory, ReadRecord
from tests.contracts.ledger import NOON, LedgerContract, SharedLedgerContract, interview, item

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a ledger can lie; neither it nor its folder is there yet."""
    return tmp_path / "state" / "ledger.sqlite"


def bytes_in(folder: Path) -> dict[str, bytes]:
    """Give every file in *folder*."""
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def modes_in(folder: Path) -> dict[str, int]:
    """Give the permissions of every file in *folder*."""
    return {one.name: stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()}


class TestFile(SharedLedgerContract):
    @pytest.fixture
    def ledger(self, path: Path) -> Iterator[SqliteLedger]:
        with closing(SqliteLedger.open(path)) as ledger:
            yield ledger

    @pytest.fixture
    def beside(self, path: Path) -> Iterator[SqliteLedger]:
        with closing(SqliteLedger.open(path)) as ledger:
            yield ledger


class TestInMemory(LedgerContract):
    @pytest.fixture
    def ledger(self) -> Iterator[SqliteLedger]:
        with closing(SqliteLedger.in_memory()) as ledger:
            yield ledger


def test_it_is_there_again_after_closing(path: Path) -> None:
    """A ledger that is opened again knows what was saved before."""
    with closing(SqliteLedger.open(path)) as ledger:
        ledger.save_interviews([interview()], account="personal")

    with closing(SqliteLedger.open(path)) as ledger:
        assert ledger.recall("personal").interviews == {"one@example.com": interview()}


def test_only_the_person_can_read_it(path: Path) -> None:
    """With any umask the folder has mode 0700 and the file, its -wal and its -shm 0600."""
    before = os.umask(0)
    try:
        with closing(SqliteLedger.open(path)) as ledger:
            ledger.save_items([item()])
            modes = modes_in(path.parent)
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert modes == dict.fromkeys(("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"), 0o600)


def test_an_open_ledger_is_closed_to_others_again(path: Path) -> None:
    """A file whose mode was widened gets mode 0600 when it is opened."""
    SqliteLedger.open(path).close()
    path.chmod(0o644)

    SqliteLedger.open(path).close()

    assert modes_in(path.parent) == {"ledger.sqlite": 0o600}


def test_a_shared_folder_keeps_its_mode(tmp_path: Path) -> None:
    """A folder that holds something already is not closed; an empty one is."""
    shared, empty = tmp_path / "shared", tmp_path / "empty"
    for folder in (shared, empty):
        folder.mkdir()
        folder.chmod(0o755)
    (shared / "other").touch()

    for folder in (shared, empty):
        SqliteLedger.open(folder / "ledger.sqlite").close()

    assert [stat.S_IMODE(one.stat().st_mode) for one in (shared, empty)] == [0o755, 0o700]


def test_reading_a_missing_ledger_makes_nothing(path: Path) -> None:
    """Opened to read only, a ledger that does not exist is empty, and neither file nor folder is made."""
    with closing(SqliteLedger.open(path, read_only=True)) as ledger:
        assert ledger.recall("personal") == Memory()

    assert not path.parent.exists()


def test_reading_changes_no_byte(path: Path) -> None:
    """Opened to read only, a ledger gives what it knows and its file stays as it is, to the letter."""
    with closing(SqliteLedger.open(path)) as ledger:
        ledger.save_items([item()])
    before = bytes_in(path.parent)

    with closing(SqliteLedger.open(path, read_only=True)) as ledger:
        assert ledger.recall("personal").items == {item().key: item()}

    assert bytes_in(path.parent) == before


@pytest.mark.parametrize("exists", [True, False])
def test_a_reader_cannot_write(path: Path, exists: bool) -> None:
    """Opened to read only, a ledger refuses every write in words."""
    if exists:
        SqliteLedger.open(path).close()

    with closing(SqliteLedger.open(path, read_only=True)) as ledger:
        with pytest.raises(LedgerError, match="may not be written"):
            ledger.save_items([item()])
        with pytest.raises(LedgerError, match="may not be written"):
            ledger.set_tag("personal", "one", True)


def test_what_is_written_is_on_the_disk_when_the_call_returns(path: Path) -> None:
    """Each commit is awaited (FULL is 2), so that after a power cut no claim is missing for what was made."""
    with closing(SqliteLedger.open(path)) as ledger:
        told = [ledger._connection.execute(f"PRAGMA {one}").fetchone()[0] for one in ("journal_mode", "synchronous")]

    assert told == ["wal", 2]


def test_a_reader_reads_beside_a_writer(path: Path) -> None:
    """While a write is under way, a reader sees what was there before and does not wait."""
    with closing(SqliteLedger.open(path)) as ledger, closing(sqlite3.connect(path)) as writer:
        ledger.save_items([item()])
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM items")

        with closing(SqliteLedger.open(path, read_only=True)) as reader:
            assert set(reader.recall("personal").items) == {item().key}


def test_what_is_recalled_is_from_one_moment(path: Path) -> None:
    """What another process writes between two of the tables is in none of them."""
    with closing(SqliteLedger.open(path)) as ledger, closing(SqliteLedger.open(path)) as other:

        def meanwhile(statement: str) -> None:
            if "FROM items" in statement:
                other.save_items([item()])

        ledger._connection.set_trace_callback(meanwhile)

        assert ledger.recall("personal").items == {}
        assert set(other.recall("personal").items) == {item().key}


def test_saving_what_is_there_writes_nothing(path: Path) -> None:
    """Interviews and items that have not changed do not grow the log on the disk."""
    with closing(SqliteLedger.open(path)) as ledger:
        ledger.save_interviews([interview()], account="personal")
        ledger.save_items([item()])
        before = bytes_in(path.parent)["ledger.sqlite-wal"]

        ledger.save_interviews([interview()], account="personal")
        ledger.save_items([item()])

        assert bytes_in(path.parent)["ledger.sqlite-wal"] == before


def test_a_document_may_lack_what_later_versions_add(path: Path) -> None:
    """Fields that a document lacks have their defaults, and those that nobody knows any more are left out."""
    with closing(SqliteLedger.open(path)) as ledger:
        ledger.save_items([item()])
        with closing(sqlite3.connect(path, isolation_level=None)) as older:
            older.execute("UPDATE items SET document = json_set(json_remove(document, '$.attempts'), '$.odd', 1)")

        assert ledger.recall("personal").items == {item().key: item(attempts=0)}


def test_columns_show_the_documents(path: Path) -> None:
    """Each computed column is a field of the dataclass, so that the file can be read by hand."""
    names = {"starts": "start", "ends": "end"}
    with closing(SqliteLedger.open(path)) as ledger, closing(sqlite3.connect(path)) as hand:
        ledger.save_interviews([interview()], account="personal")
        ledger.save_items([item()])
        hand.row_factory = sqlite3.Row
        rows = [dict(hand.execute(f"SELECT * FROM {table}").fetchone()) for table in ("interviews", "items")]

    for row, kind in zip(rows, (Interview, Item), strict=True):
        del row["document"]
        assert {names.get(column, column) for column in row} <= {field.name for field in fields(kind)}
        assert None not in row.values()
    assert (rows[0]["starts"], rows[1]["state"]) == ("2026-11-26T12:00:00Z", "writing")


# Crashes and other processes.


def child(script: str, path: Path) -> subprocess.Popen[str]:
    """Run *script* in a process of its own; it has `ledger`, opened at *path*, and `item`."""
    start = (
        "import os, sys; from pathlib import Path; from daemon.ledger.sqlite import SqliteLedger\n"
        "from tests.contracts.ledger import item; ledger = SqliteLedger.open(Path(sys.argv[1]))\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", start + script, str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_what_was_saved_survives_a_kill(path: Path) -> None:
    """A process killed after `save_items` returned has left its row."""
    process = child("ledger.save_items([item()]); print('saved', flush=True); input()", path)
    assert process.stdout
    assert process.stdout.readline() == "saved\n"

    kill(process)

    with closing(SqliteLedger.open(path)) as ledger:
        assert set(ledger.recall("personal").items) == {item().key}


def test_a_kill_leaves_all_of_a_call_or_nothing(path: Path) -> None:
    """A process killed at any instant has left whole calls: here always fifty items, or none of them."""
    script = """
print('go', flush=True)
for batch in range(10_000):
    ledger.save_items([item(f'{number}@{batch}.example') for number in range(50)])
    print(batch, flush=True)
"""
    process = child(script, path)
    assert process.stdout
    seen = [process.stdout.readline() for _ in range(4)]

    kill(process)

    with closing(SqliteLedger.open(path)) as ledger:
        batches = [one.to[0].partition("@")[2] for one in ledger.recall("personal").items.values()]
    assert seen[-1] == "2\n"
    assert set(batches) >= {"0.example", "1.example", "2.example"}
    assert all(batches.count(batch) == 50 for batch in set(batches))


def test_processes_that_start_together_make_one_ledger(path: Path) -> None:
    """Four processes that open the same new ledger at once all succeed, and none loses what another wrote."""
    script = "for number in range(5): ledger.save_items([item(f'{number}@{os.getpid()}.example')])"
    processes = [child(script, path) for _ in range(4)]
    for process in processes:
        process.communicate()

    with closing(SqliteLedger.open(path)) as ledger:
        found = len(ledger.recall("personal").items)
    assert [process.returncode for process in processes] == [0] * 4
    assert found == 20


def test_a_failed_call_writes_nothing(path: Path) -> None:
    """An iterable that breaks off half-way leaves nothing of its call."""

    def broken() -> Iterator[Interview]:
        yield interview()
        raise RuntimeError("half-way")

    with closing(SqliteLedger.open(path)) as ledger:
        with pytest.raises(RuntimeError):
            ledger.save_interviews(broken(), account="personal")

        assert ledger.recall("personal") == Memory()


# Trouble, in words.


def test_a_locked_ledger_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that another program keeps is an error for now (exit 1), and nothing was written."""
    monkeypatch.setattr("daemon.ledger.sqlite._BUSY_SECONDS", 0.0)
    with closing(SqliteLedger.open(path)) as ledger, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="locked") as caught:
            ledger.save_items([item()])
        other.rollback()

        assert caught.value.exit_status == 1
        assert ledger.recall("personal") == Memory()


def test_a_full_disk_is_told_and_passes(path: Path) -> None:
    """With no page left a write is an error for now, leaves nothing, and succeeds once there is room."""
    with closing(SqliteLedger.open(path)) as ledger:
        pages = ledger._connection.execute("PRAGMA page_count").fetchone()[0]
        ledger._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LedgerError, match="the disk is full") as caught:
            ledger.save_items([item(f"{number}@a.example") for number in range(100)])
        assert caught.value.exit_status == 1
        assert ledger.recall("personal") == Memory()

        ledger._connection.execute("PRAGMA max_page_count = 1000000")
        ledger.save_items([item()])
        assert len(ledger.recall("personal").items) == 1


def test_no_room_beside_the_ledger_is_a_full_disk(path: Path) -> None:
    """SQLite calls it trouble of the disk when the file that its processes share cannot be made larger."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE

    with pytest.raises(LedgerError, match="the disk is full; make room"), in_words(str(path)):
        raise error


def test_a_state_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file where the state folder should be is an error that says what to do."""
    (tmp_path / "state").touch()

    with pytest.raises(LedgerError, match="AFTERWORD_STATE_DIR"):
        SqliteLedger.open(tmp_path / "state" / "ledger.sqlite")


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_ledger_is_refused_untouched(path: Path, read_only: bool) -> None:
    """A ledger that a newer version wrote is refused with both versions and what to do; no byte changes."""
    SqliteLedger.open(path).close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 999")
    before = bytes_in(path.parent)

    with pytest.raises(LedgerRefused, match=r"version 999.* up to \d+\..*newer Afterword") as caught:
        SqliteLedger.open(path, read_only=read_only)

    assert caught.value.exit_status == 2
    assert bytes_in(path.parent) == before


def test_another_programs_database_is_refused_untouched(path: Path) -> None:
    """An SQLite file with tables that are not ours is left alone."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE theirs (x)")
    before = bytes_in(path.parent)

    with pytest.raises(LedgerRefused, match="not Afterword's"):
        SqliteLedger.open(path)

    assert bytes_in(path.parent) == before


def overwrite(path: Path, start: int, length: int) -> None:
    data = bytearray(path.read_bytes())
    data[start : start + length] = b"\xa5" * length
    path.write_bytes(data)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_text("Dear diary\n" * 1000),
    "noise": lambda path: overwrite(path, 0, 4096),
    "cut": lambda path: os.truncate(path, 4096),
    "all but the header": lambda path: overwrite(path, 100, path.stat().st_size),
    "the last pages": lambda path: overwrite(path, 4096, path.stat().st_size),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
@pytest.mark.parametrize("read_only", [True, False])
def test_a_damaged_ledger_is_kept_and_told(path: Path, damage: Callable[[Path], object], read_only: bool) -> None:
    """Damage, found on opening or on reading, is an error that says how to mend it; the file stays as it is."""
    with closing(SqliteLedger.open(path)) as ledger:
        ledger.save_interviews([interview(str(number)) for number in range(50)], account="personal")
        ledger.save_items([item(f"{number}@a.example") for number in range(50)])
    damage(path)
    before = bytes_in(path.parent)

    with (
        pytest.raises(LedgerRefused, match=r"damaged.*aside.*adopted") as caught,
        closing(SqliteLedger.open(path, read_only=read_only)) as ledger,
    ):
        ledger.recall("personal")

    assert caught.value.exit_status == 2
    assert bytes_in(path.parent) == before


@pytest.mark.parametrize("document", ["{}", '{"key": 1}', "null"])
def test_a_document_that_cannot_be_read_is_damage(path: Path, document: str) -> None:
    """A row that is no interview or item any more is told as damage, not left out in silence."""
    with closing(SqliteLedger.open(path)) as ledger, closing(sqlite3.connect(path, isolation_level=None)) as other:
        ledger.save_items([item()])
        other.execute("UPDATE items SET document = ?", (document,))

        with pytest.raises(LedgerRefused, match="damaged"):
            ledger.recall("personal")


def test_several_threads_share_one_ledger(path: Path) -> None:
    """Each thread finds all that it wrote, whatever the others read and write through the same object meanwhile."""
    names = [f"account{number}" for number in range(4)]
    ready = threading.Barrier(len(names))

    def work(name: str) -> None:
        ready.wait(20)
        for number in range(25):
            ledger.save_interviews(
                [interview(f"{number}", account=name)], [ReadRecord("work", NOON, number)], account=name
            )
            ledger.save_items([item(key=f"{name}-{number}", account=name)])
            ledger.put_setting(name, "last", str(number))
            memory = ledger.recall(name)
            assert len(memory.interviews) == len(memory.items) == number + 1
            assert memory.reads["work"].events == number
            assert ledger.get_setting(name, "last") == str(number)

    with closing(SqliteLedger.open(path)) as ledger:
        before = ledger.data_version()
        with ThreadPoolExecutor(len(names)) as pool:
            for done in [pool.submit(work, name) for name in names]:
                done.result()

        # None of it was another process's doing.
        assert ledger.data_version() == before


def test_what_another_object_wrote_is_seen_by_every_thread(path: Path) -> None:
    """The number is another one afterwards, whichever thread asks for it."""
    with closing(SqliteLedger.open(path)) as ledger, closing(SqliteLedger.open(path)) as beside:
        before = ledger.data_version()
        beside.save_items([item()])

        with ThreadPoolExecutor(2) as pool:
            seen = [pool.submit(ledger.data_version).result() for _ in range(2)]

        assert before not in seen
