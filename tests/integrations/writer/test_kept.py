from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from integrations.writer.kept import KEPT_FOR, RewordingFolder

NOTE = ("Thank you.", "Grüße: “ja”.")


def test_what_was_kept_is_there_for_the_next_process(tmp_path: Path) -> None:
    """It lies in a file that only the person can read, and nothing else is left in the folder."""
    folder = tmp_path / "reworded" / "account"

    assert RewordingFolder(folder).put("abc", NOTE)

    assert RewordingFolder(folder).get("abc") == NOTE
    assert [path.name for path in folder.iterdir()] == ["abc.json"]
    assert (folder / "abc.json").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"[]", b"[1]", b'"Thank you."', b"\xff", b"[" * 100_000])
def test_what_cannot_be_read_counts_as_none(tmp_path: Path, content: bytes) -> None:
    """A spoilt file is asked for anew, and written over."""
    (tmp_path / "abc.json").write_bytes(content)
    kept = RewordingFolder(tmp_path)

    assert kept.get("abc") is None
    assert kept.put("abc", NOTE)
    assert kept.get("abc") == NOTE


def test_what_cannot_be_written_is_said_and_raises_nothing(tmp_path: Path) -> None:
    """A file in the folder's place makes keeping impossible."""
    (tmp_path / "reworded").write_text("")

    assert not RewordingFolder(tmp_path / "reworded").put("abc", NOTE)
    assert RewordingFolder(tmp_path / "reworded").get("abc") is None


def test_a_look_alone_writes_nothing(tmp_path: Path) -> None:
    """Read-only, it is kept as long as the object, and what lies in the folder can be read."""
    RewordingFolder(tmp_path).put("old", NOTE)
    kept = RewordingFolder(tmp_path, read_only=True)

    assert kept.put("new", NOTE)
    assert kept.get("new") == kept.get("old") == NOTE
    assert [path.name for path in tmp_path.iterdir()] == ["old.json"]


def test_what_is_too_old_to_be_of_use_is_let_go(tmp_path: Path) -> None:
    """It is text of the person's notes: after four months none of it is needed any more."""
    kept = RewordingFolder(tmp_path)
    for name in ("old", "young"):
        kept.put(name, NOTE)
    long_ago = time.time() - KEPT_FOR.total_seconds() - 60
    os.utime(tmp_path / "old.json", (long_ago, long_ago))

    kept.put("new", NOTE)

    assert sorted(path.stem for path in tmp_path.glob("*.json")) == ["new", "young"]
