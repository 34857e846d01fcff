"""Durable writes: the order of system calls, what a crash leaves, and file systems that cannot do everything."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from daemon.domain.errors import TemporaryError
from integrations import atomic

Write = Callable[..., None]


@pytest.fixture(params=[atomic.write_new, atomic.write_over])
def write(request: pytest.FixtureRequest) -> Write:
    """Give each way of writing."""
    found: Write = request.param
    return found


def calls_of(monkeypatch: pytest.MonkeyPatch, action: Callable[[], None]) -> list[str]:
    """List the system calls that matter for durability, in order, that *action* makes."""
    seen: list[str] = []

    def note(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def call(*args: object, **options: object) -> object:
            what = name
            if name == "fsync":
                what = "sync folder" if stat.S_ISDIR(os.fstat(args[0]).st_mode) else "sync file"  # type: ignore[arg-type]
            seen.append(what)
            return real(*args, **options)

        return call

    for name in ("fsync", "link", "rename"):
        monkeypatch.setattr(os, name, note(name))
    action()
    monkeypatch.undo()
    return seen


def test_content_is_synced_before_it_takes_its_name_and_the_name_after(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No power cut leaves an empty or missing file after the call returned."""
    calls = calls_of(monkeypatch, lambda: write(tmp_path / "a", b"data", scratch=tmp_path / "s"))

    assert calls[0] == "sync file"
    assert calls[1] in {"link", "rename"}
    assert calls[2:] == ["sync folder"]


def test_a_file_is_for_its_owner_alone_and_leaves_no_scratch(tmp_path: Path, write: Write) -> None:
    """Written 0600, in full, however long, with nothing beside it."""
    data = os.urandom(3_000_000)

    write(tmp_path / "a", data, scratch=tmp_path / "s")

    assert (tmp_path / "a").read_bytes() == data
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there stays, with and without hard links on that disk."""

    def no_links(*args: object, **options: object) -> None:
        raise PermissionError(errno.EPERM, "not here")

    (tmp_path / "a").write_bytes(b"theirs")

    with pytest.raises(FileExistsError):
        atomic.write_new(tmp_path / "a", b"ours", scratch=tmp_path / "s")
    monkeypatch.setattr(os, "link", no_links)
    with pytest.raises(FileExistsError):
        atomic.write_new(tmp_path / "a", b"ours", scratch=tmp_path / "s")

    assert (tmp_path / "a").read_bytes() == b"theirs"
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_a_disk_without_hard_links_is_written_to_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FAT and some mounts have none: there the file is renamed into its place."""

    def no_links(*args: object, **options: object) -> None:
        raise PermissionError(errno.EPERM, "not here")

    monkeypatch.setattr(os, "link", no_links)

    atomic.write_new(tmp_path / "a", b"ours", scratch=tmp_path / "s")

    assert (tmp_path / "a").read_bytes() == b"ours"
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("leave", [Path.touch, lambda path: path.symlink_to("a"), lambda path: path.hardlink_to("a")])
def test_a_leftover_scratch_is_cleared_away_and_never_written_through(
    tmp_path: Path, write: Write, leave: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file, a link or a second name of something else under the scratch name: the something else stays as it is."""
    monkeypatch.chdir(tmp_path)
    Path("a").write_bytes(b"theirs")
    leave(Path("s"))

    write(Path("b"), b"ours", scratch=Path("s"))

    assert Path("a").read_bytes() == b"theirs"
    assert Path("b").read_bytes() == b"ours"
    assert sorted(os.listdir()) == ["a", "b"]


@pytest.mark.parametrize("call", ["open", "fsync"])
def test_a_failed_write_leaves_what_was_there(
    tmp_path: Path, write: Write, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the content is safe nothing has its name, and the scratch is gone."""

    def fail(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    (tmp_path / "a").write_bytes(b"theirs")
    monkeypatch.setattr(os, call, fail)

    with pytest.raises(OSError):
        write(tmp_path / "a", b"ours", scratch=tmp_path / "s")

    monkeypatch.undo()
    assert (tmp_path / "a").read_bytes() == b"theirs"
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_a_disk_that_is_really_full_is_told(tmp_path: Path) -> None:
    """The kernel's own ENOSPC, from /dev/full, becomes words and no path."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("/dev/full is not there: a really full disk is not shown")

    with pytest.raises(TemporaryError) as caught, atomic.in_words("mailbox", "The draft could not be written"):
        full.write_bytes(b"x")

    assert str(caught.value) == (
        "mailbox: The draft could not be written: the disk is full; make room. It will be tried again."
    )
    assert isinstance(caught.value.__cause__, OSError)


def test_an_error_without_words_of_its_own_is_told_in_the_systems(tmp_path: Path) -> None:
    """Every OSError becomes a TemporaryError, also one that nobody thought of."""
    with pytest.raises(TemporaryError, match="device or resource busy"), atomic.in_words("mailbox", "It failed"):
        raise OSError(errno.EBUSY, "busy")
    with pytest.raises(TemporaryError, match="error"), atomic.in_words("mailbox", "It failed"):
        raise OSError("no number")


def test_removing_twice_is_no_error(tmp_path: Path) -> None:
    """Gone is gone."""
    (tmp_path / "a").touch()

    atomic.remove(tmp_path / "a")
    atomic.remove(tmp_path / "a")

    assert list(tmp_path.iterdir()) == []


def test_folders_are_made_for_their_owner_alone_with_what_is_above(tmp_path: Path) -> None:
    """Missing parents are made 0700 too; what is there keeps its permissions."""
    tmp_path.chmod(0o755)

    atomic.make_folder(tmp_path / "a" / "b")
    atomic.make_folder(tmp_path / "a" / "b")

    assert [stat.S_IMODE(one.stat().st_mode) for one in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")] == [
        0o755,
        0o700,
        0o700,
    ]


def test_a_file_where_a_folder_should_be_is_an_error(tmp_path: Path) -> None:
    """It is not taken for the folder, and stays."""
    (tmp_path / "a").write_text("mine")

    with pytest.raises(NotADirectoryError):
        atomic.make_folder(tmp_path / "a")
    with pytest.raises(NotADirectoryError):
        atomic.make_folder(tmp_path / "a" / "b")
