"""A watched folder with everything in it that does not belong there: told by name, and nothing else is lost."""

from __future__ import annotations

import errno
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daemon.domain.errors import TemporaryError
from daemon.domain.occurrence import TimeSpan
from daemon.domain.policy import TagRules
from daemon.ports import Question, Reading
from integrations.local.files import LARGEST_FILE
from integrations.local.vdir import VdirCalendar

QUESTION = Question(TimeSpan(datetime(2026, 11, 20, tzinfo=UTC), datetime(2027, 1, 22, tzinfo=UTC)))
EVERYTHING = Question(QUESTION.window, everything=True)


def ics(uid: str = "good", *lines: str, title: str = "#interview ACME") -> bytes:
    head = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", f"UID:{uid}", "DTSTART:20261201T100000Z", f"SUMMARY:{title}")
    return "\r\n".join((*head, *lines, "END:VEVENT", "END:VCALENDAR", "")).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with one good interview."""
    path = tmp_path / "work"
    path.mkdir()
    (path / "good.ics").write_bytes(ics())
    return path


def calendar(folder: Path, rules: TagRules | None = None) -> VdirCalendar:
    index_path = folder.parent / "work.index"
    return VdirCalendar("work", folder, rules=rules or TagRules(), home=UTC, index_path=index_path)


def told(reading: Reading) -> dict[str, str]:
    return {one.href: one.reason for one in reading.unreadable}


def uids(reading: Reading) -> list[str]:
    return sorted(one.uid for one in reading.occurrences)


@pytest.mark.parametrize("question", [QUESTION, EVERYTHING], ids=["tagged", "everything"])
@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "no iCalendar file"),
        (b"\0" * 5000, "no iCalendar file"),
        (b"<html>Please log in</html>", "no iCalendar file"),
        (os.urandom(5000).replace(b"BEGIN", b""), "no iCalendar file"),
        (ics()[:-30], "cut off"),
        (ics("bad").replace(b"DTSTART:2026", b"DTSTART:soon"), "no start"),
        (ics("bad", "RRULE:FREQ=SECONDLY"), "every second"),
        (ics("bad", "RRULE:FREQ=DAILY;COUNT=many"), "recurrence rule"),
    ],
)
def test_a_broken_file_is_told_and_hides_no_other(folder: Path, content: bytes, words: str, question: Question) -> None:
    """The reason says what is wrong, at the first look and later."""
    (folder / "bad.ics").write_bytes(content)
    source = calendar(folder)

    readings = [source.read(question), source.read(question), calendar(folder).read(question)]

    for reading in readings:
        assert list(told(reading)) == ["bad.ics"]
        assert words in told(reading)["bad.ics"]
        assert "good" in uids(reading)


def test_a_file_of_50_mb_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told by name, without a look inside."""
    with (folder / "huge.ics").open("wb") as file:
        file.write(ics("huge"))
        file.truncate(50_000_000)
    opened: list[str] = []
    real_open = os.open

    def noting(path: str, *rest: int) -> int:
        opened.append(str(path))
        return real_open(path, *rest)

    monkeypatch.setattr(os, "open", noting)

    reading = calendar(folder).read(QUESTION)

    assert "larger than 10 MB" in told(reading)["huge.ics"]
    assert uids(reading) == ["good"]
    assert any("good" in path for path in opened)
    assert not any("huge" in path for path in opened)


def test_a_file_of_many_megabytes_is_read(folder: Path) -> None:
    """A calendar exported as one file is a calendar."""
    events = b"".join(ics(f"{number}")[17:-15] for number in range(200))
    (folder / "export.ics").write_bytes(b"BEGIN:VCALENDAR\r\n" + events + b"END:VCALENDAR\r\n")

    reading = calendar(folder).read(QUESTION)

    assert reading.events == 201
    assert len(reading.occurrences) == 201
    assert LARGEST_FILE < 50_000_000


def test_links_in_circles_are_told(folder: Path) -> None:
    """A link to itself, to nowhere and to the folder stop nothing; one to a file is that file."""
    (folder / "circle.ics").symlink_to("circle.ics")
    (folder / "nowhere.ics").symlink_to("/nonexistent/file")
    (folder / "up.ics").symlink_to("..")
    (folder / "down").symlink_to(".")
    outside = folder.parent / "outside"
    outside.write_bytes(ics("linked"))
    (folder / "linked.ics").symlink_to(outside)

    for question in (QUESTION, EVERYTHING):
        reading = calendar(folder).read(question)

        assert uids(reading) == ["good", "linked"]
        assert "link" in told(reading)["circle.ics"]
        assert "link" in told(reading)["nowhere.ics"]
        assert "folder" in told(reading)["up.ics"]


def test_folders_and_pipes_are_not_opened(folder: Path) -> None:
    """A folder named like an event is told, and a pipe does not make the program wait for ever."""
    (folder / "folder.ics").mkdir()
    os.mkfifo(folder / "pipe.ics")

    reading = calendar(folder).read(QUESTION)

    assert "is a folder" in told(reading)["folder.ics"]
    assert "no ordinary file" in told(reading)["pipe.ics"]
    assert uids(reading) == ["good"]


def test_other_files_are_none_of_its_business(folder: Path) -> None:
    """Hidden files, other suffixes and sub-folders are passed over without a word."""
    for name in (".hidden.ics", "good.ics.tmp", "notes.txt", "color", "displayname"):
        (folder / name).write_bytes(ics("other"))
    (folder / "sub").mkdir()
    (folder / "sub" / "below.ics").write_bytes(ics("below"))
    source = calendar(folder)

    reading = source.read(QUESTION)

    assert (uids(reading), reading.unreadable, reading.events) == (["good"], (), 1)
    changed = frozenset({".hidden.ics", "notes.txt", "sub", "sub/below.ics", "../work.index"})
    assert source.read(QUESTION, changed) == reading


@pytest.mark.parametrize(
    "error, words",
    [
        (PermissionError(errno.EACCES, "Permission denied"), "chmod"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
    ],
)
def test_a_file_that_cannot_be_opened_now_is_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    """It is told while that lasts, and read as soon as it can be, though nothing about the file changed."""
    (folder / "locked.ics").write_bytes(ics("locked"))
    source = calendar(folder)
    real_open = os.open

    def refusing(path: str, *rest: int, **more: int) -> int:
        if "locked" in str(path):
            raise error
        return real_open(path, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refusing)
        locked = source.read(QUESTION)
    unlocked = source.read(QUESTION)

    assert words in told(locked)["locked.ics"]
    assert uids(locked) == ["good"]
    assert (uids(unlocked), unlocked.unreadable) == (["good", "locked"], ())


def test_an_interview_that_became_unreadable_is_told_by_its_file(folder: Path) -> None:
    """Its href is what the interview is known by: nothing is taken back on account of it."""
    source = calendar(folder)
    (before,) = source.read(QUESTION).occurrences

    (folder / "good.ics").write_bytes(ics()[:40])
    reading = source.read(QUESTION)

    assert list(told(reading)) == [before.href]
    assert reading.events == 1


def test_a_folder_that_vanished_is_out_of_reach(folder: Path) -> None:
    """It is an error that names the folder, never an empty calendar."""
    source = calendar(folder)
    source.read(QUESTION)
    folder.rename(folder.parent / "elsewhere")

    for changed in (None, frozenset({"good.ics"})):
        with pytest.raises(TemporaryError, match=str(folder)):
            source.read(QUESTION, changed)


def test_a_folder_that_is_a_file_is_out_of_reach(tmp_path: Path) -> None:
    """So is one that never was a folder."""
    (tmp_path / "work").write_bytes(ics())

    with pytest.raises(TemporaryError, match="cannot be read"):
        calendar(tmp_path / "work").read(QUESTION)


@pytest.mark.parametrize("name", ["\u202ebidi.ics", "{{ 7*7 }}.ics", "a\nb.ics", "ü" * 100 + ".ics", " .ics"])
def test_names_of_any_kind_are_only_names(folder: Path, name: str) -> None:
    """A file is read whatever its name, and known again by the next process."""
    (folder / name).write_bytes(ics("named"))

    for source in (calendar(folder), calendar(folder)):
        reading = source.read(QUESTION)
        assert uids(reading) == ["good", "named"]
        assert source.find("named", "named") is not None


def test_a_name_that_is_no_text_is_told(folder: Path) -> None:
    """Such a name could be neither shown nor stored."""
    (folder / os.fsdecode(b"\xff.ics")).write_bytes(ics("named"))

    for question in (QUESTION, EVERYTHING):
        reading = calendar(folder).read(question)
        assert "rename" in told(reading)["\ufffd.ics"]
        assert uids(reading) == ["good"]


def test_a_long_description_costs_no_more_than_its_length(folder: Path) -> None:
    """100 kB in which a tag seems to begin at every letter are looked through in no time."""
    for number, piece in enumerate(("#", "#i", "#inte", "<", "&#", "#<b>", "\\n ", "#inter\\,")):
        (folder / f"{number}.ics").write_bytes(ics(f"{number}", "DESCRIPTION:" + piece * (100_000 // len(piece))))

    started = time.process_time()
    reading = calendar(folder, TagRules(title_patterns=("^offer",))).read(QUESTION)

    assert len(reading.occurrences) == 9
    assert time.process_time() - started < 5
