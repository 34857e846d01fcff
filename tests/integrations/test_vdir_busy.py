"""When a folder says that the person is busy: what is remembered of it, and that no change goes unseen."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from daemon.domain.errors import TemporaryError
from daemon.domain.occurrence import TimeSpan
from daemon.domain.policy import Me, TagRules
from daemon.ports import Question, Reading
from integrations.local import busy, vdir
from integrations.local.files import event_files, read_content
from integrations.local.index import RACY_NS
from integrations.local.vdir import VdirCalendar

NOW = datetime(2026, 11, 23, tzinfo=UTC)
DAY = timedelta(days=1)
#: A clock (nanoseconds) by which files just written are old enough to be trusted.
LATER = 4_000_000_000_000_000_000
ME = Me("Sam Lee", "sam@example.com")


def question(day: datetime = NOW, *, is_busy: bool = True) -> Question:
    return Question(TimeSpan(day - 3 * DAY, day + 60 * DAY), busy=is_busy)


def ics(uid: str, *lines: str, title: str = "Lunch", start: datetime = NOW) -> bytes:
    head = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"SUMMARY:{title}")
    return "\r\n".join((*head, "DURATION:PT1H", *lines, "END:VEVENT", "END:VCALENDAR", "")).encode()


def calendar(folder: Path, *, clock: Sequence[int] = (LATER,), has_index: bool = True) -> VdirCalendar:
    index = folder.parent / "state" / "work.index" if has_index else None
    return VdirCalendar("work", folder, rules=TagRules(), home=UTC, index_path=index, clock=lambda: clock[0], me=ME)


def spans(reading: Reading) -> list[tuple[datetime, datetime]]:
    return sorted((span.start, span.end) for span in reading.busy)


def starts(reading: Reading) -> list[datetime]:
    return [start for start, _ in spans(reading)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with an interview, a lunch, a series of three, what keeps nobody busy, and one long ago."""
    path = tmp_path / "work"
    path.mkdir()
    (path / "interview.ics").write_bytes(ics("interview", title="#interview"))
    (path / "lunch.ics").write_bytes(ics("lunch", start=NOW + DAY))
    (path / "series.ics").write_bytes(ics("series", "RRULE:FREQ=WEEKLY;COUNT=3", start=NOW + 2 * DAY))
    (path / "free.ics").write_bytes(ics("free", "TRANSP:TRANSPARENT"))
    (path / "old.ics").write_bytes(ics("old", start=NOW - 400 * DAY))
    return path


#: When that keeps busy.
STARTS = [NOW, NOW + DAY, NOW + 2 * DAY, NOW + 9 * DAY, NOW + 16 * DAY]


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the names of the files that are read, for whatever purpose, in order."""
    names: list[str] = []

    def counting(folder: Path, href: str, status: os.stat_result) -> object:
        names.append(href)
        return read_content(folder, href, status)

    monkeypatch.setattr(vdir, "read_content", counting)
    monkeypatch.setattr(busy, "read_content", counting)
    return names


def test_an_unchanged_folder_is_not_read_again(folder: Path, looks: list[str]) -> None:
    """Told that nothing changed or not: no file is opened, and the answer is the same."""
    source = calendar(folder)
    first = source.read(question())
    looks.clear()

    again = [source.read(question()), source.read(question(), frozenset()), source.read(question())]

    assert again == [first] * 3
    assert looks == []
    assert starts(first) == STARTS


def test_only_changed_files_are_read(folder: Path, looks: list[str]) -> None:
    """Once for what may be an interview and once for its times; told or not."""
    source = calendar(folder)
    source.read(question())
    for name, told in (("lunch", False), ("free", False), ("old", True), ("series", True)):
        (folder / f"{name}.ics").write_bytes(ics(name, start=NOW + 30 * DAY))
        looks.clear()

        source.read(question(), frozenset({f"{name}.ics"}) if told else None)

        assert looks == [f"{name}.ics"] * 2

    assert starts(source.read(question())) == [NOW, *[NOW + 30 * DAY] * 4]


def test_names_that_are_no_event_files_keep_nobody_busy(folder: Path) -> None:
    """What a sync tool writes before it renames, and what else lies there, told as changed."""
    source = calendar(folder)
    source.read(question())
    names = {".lunch.ics", "lunch.ics.tmp", "note.txt"}
    for name in names:
        (folder / name).write_bytes(ics(name, start=NOW + 5 * DAY))

    assert starts(source.read(question(), frozenset(names))) == starts(source.read(question())) == STARTS


def test_a_month_passes_without_reading_again(folder: Path, looks: list[str]) -> None:
    """The window moves over what was read once; when it leaves that, all is read anew, also if nothing changed."""
    (folder / "ahead.ics").write_bytes(ics("ahead", start=NOW + 80 * DAY))
    source = calendar(folder)
    source.read(question())
    looks.clear()

    passing = [starts(source.read(question(NOW + day * DAY), frozenset())) for day in range(36)]
    assert looks == []
    assert passing[:4] == [STARTS] * 4
    assert passing[19] == [NOW + 16 * DAY]
    assert passing[20] == []
    assert passing[21] == [NOW + 80 * DAY]

    assert starts(source.read(question(NOW + 36 * DAY), frozenset())) == [NOW + 80 * DAY]
    assert set(looks) >= {"ahead.ics", "free.ics", "lunch.ics", "old.ics"}
    looks.clear()
    assert starts(source.read(question(NOW + 37 * DAY), frozenset())) == [NOW + 80 * DAY]
    assert looks == []


def test_nothing_of_it_is_written_down(folder: Path) -> None:
    """The index on the disk is the same byte for byte, and the next process asks the files themselves."""
    calendar(folder).read(question(is_busy=False))
    path = folder.parent / "state" / "work.index"
    without = path.read_bytes()
    path.unlink()

    first = calendar(folder).read(question())

    assert path.read_bytes() == without
    assert calendar(folder).read(question()) == first
    assert path.read_bytes() == without


def test_an_answer_without_it_costs_what_it_did(folder: Path, looks: list[str]) -> None:
    """Whoever does not ask has no file read for it, neither at first nor when the index is known."""
    calendar(folder).read(question(is_busy=False))

    assert sorted(looks) == ["free.ics", "interview.ics", "lunch.ics", "old.ics", "series.ics"]
    looks.clear()

    calendar(folder).read(question(is_busy=False))

    assert looks == []


def test_what_cannot_be_read_is_told_as_before(folder: Path) -> None:
    """It keeps nobody busy, and hides nothing else."""
    (folder / "broken.ics").write_bytes(b"<html>")
    (folder / "cut.ics").write_bytes(ics("cut", start=NOW + 5 * DAY)[:-30])
    (folder / "folder.ics").mkdir()
    (folder / "nowhere.ics").symlink_to("/nonexistent")
    (folder / "large.ics").write_bytes(b"")
    os.truncate(folder / "large.ics", 20_000_000)

    without = calendar(folder, has_index=False).read(question(is_busy=False))
    asked = calendar(folder, has_index=False).read(question())

    assert {one.href for one in asked.unreadable} == {
        f"{name}.ics" for name in ("broken", "cut", "folder", "nowhere", "large")
    }
    assert replace(asked, busy=()) == without
    assert starts(asked) == STARTS


def test_a_file_that_may_not_be_read_for_now_is_tried_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fails once leaves no hole in the day."""

    def failing(folder: Path, href: str, status: os.stat_result) -> object:
        if href == "lunch.ics":
            raise OSError(5, "Input/output error")
        return read_content(folder, href, status)

    source = calendar(folder)
    with monkeypatch.context() as patch:
        patch.setattr(busy, "read_content", failing)
        assert starts(source.read(question())) == [start for start in STARTS if start != NOW + DAY]

    assert starts(source.read(question())) == STARTS


def test_a_file_too_young_to_be_trusted_is_read_again(folder: Path, looks: list[str]) -> None:
    """A change in the same instant as the look before would not show in its times."""
    written = [path.stat().st_ctime_ns for path in folder.iterdir()]
    clock = [min(written) + RACY_NS - 1]
    source = calendar(folder, clock=clock)
    source.read(question())
    looks.clear()

    clock[0] = max(written) + RACY_NS
    assert starts(source.read(question())) == STARTS
    assert sorted(looks) == sorted(2 * [path.name for path in folder.iterdir()])
    looks.clear()

    assert starts(source.read(question())) == STARTS
    assert looks == []


def test_a_listing_that_broke_off_is_no_answer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was known before it goes on to be known, and the next look is complete."""
    source = calendar(folder)
    source.read(question())
    (folder / "new.ics").write_bytes(ics("new", start=NOW + 5 * DAY))

    def breaking(folder: Path) -> Iterator[os.DirEntry[str]]:
        yield next(event_files(folder))
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(vdir, "event_files", breaking)
        with pytest.raises(TemporaryError):
            source.read(question())

    assert starts(source.read(question(), frozenset({"new.ics"}))) == sorted([*STARTS, NOW + 5 * DAY])


class AnyChanges(RuleBasedStateMachine):
    """Whatever happens in a folder: one who remembers is as busy as one who never saw it before."""

    @initialize()
    def begin(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name) / "work"
        self.folder.mkdir()
        self.source = calendar(self.folder)
        self.changed: set[str] = set()
        self.day = NOW

    names = st.sampled_from(["a.ics", "b.ics", "c.ics"])

    @rule(
        name=names,
        title=st.sampled_from(["#interview", "Lunch"]),
        days=st.sampled_from([-400, -5, 0, 1, 70, 98, 120]),
        extra=st.sampled_from(
            [
                *("X-A:1", "X-A:1", "TRANSP:TRANSPARENT", "STATUS:CANCELLED", "DTSTART:tomorrow", "END:VEVENT"),
                *("RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=SECONDLY"),
                "ATTENDEE;PARTSTAT=DECLINED:mailto:sam@example.com",
                "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:two\r\nDTSTART:20261207T100000Z\r\nDURATION:PT2H",
            ]
        ),
    )
    def write(self, name: str, title: str, days: int, extra: str) -> None:
        (self.folder / ".new").write_bytes(ics(name, extra, title=title, start=NOW + days * DAY))
        (self.folder / ".new").replace(self.folder / name)
        self.changed.add(name)

    @rule(name=names)
    def delete(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)
        self.changed.add(name)

    @rule(name=names, other=names)
    def rename(self, name: str, other: str) -> None:
        if (self.folder / name).exists():
            (self.folder / name).replace(self.folder / other)
            self.changed |= {name, other}

    @rule()
    def restart(self) -> None:
        self.source = calendar(self.folder)

    @rule(days=st.integers(-10, 60))
    def wait(self, days: int) -> None:
        self.day += days * DAY

    @rule(told=st.booleans(), is_busy=st.sampled_from([True, True, True, False]), everything=st.booleans())
    def compare(self, told: bool, is_busy: bool, everything: bool) -> None:
        asked = replace(question(self.day, is_busy=is_busy), everything=everything)
        fresh = calendar(self.folder, has_index=False)

        known = self.source.read(asked, frozenset(self.changed) if told else None)

        if not everything:
            self.changed.clear()
        assert spans(known) == spans(fresh.read(asked))
        assert all(asked.window.overlaps(start, end) for start, end in spans(known))

    def teardown(self) -> None:
        self.place.cleanup()


TestAnyChanges = AnyChanges.TestCase
TestAnyChanges.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
