"""What is remembered between two looks: nothing changed costs nothing, and no change goes unseen."""

from __future__ import annotations

import os
import stat
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from daemon.domain.occurrence import TimeSpan
from daemon.domain.policy import TagRules
from daemon.ports import Question, Reading
from integrations.local import vdir
from integrations.local.files import read_content
from integrations.local.index import NO_SIGNATURE, RACY_NS, Index, Record, Tally, load, save, trusted
from integrations.local.vdir import VdirCalendar

NOW = datetime(2026, 11, 23, tzinfo=UTC)
#: A clock (nanoseconds) by which files just written are old enough to be trusted.
LATER = 4_000_000_000_000_000_000


def question(day: datetime = NOW, *wanted: str) -> Question:
    return Question(TimeSpan(day - timedelta(days=3), day + timedelta(days=60)), frozenset(wanted))


def ics(uid: str, *lines: str, title: str = "#interview", start: datetime = NOW) -> bytes:
    head = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"SUMMARY:{title}")
    return "\r\n".join((*head, *lines, "END:VEVENT", "END:VCALENDAR", "")).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with two interviews, one of them a series, and three other events."""
    path = tmp_path / "work"
    path.mkdir()
    (path / "single.ics").write_bytes(ics("single"))
    (path / "series.ics").write_bytes(ics("series", "RRULE:FREQ=WEEKLY"))
    for number in range(2):
        (path / f"lunch{number}.ics").write_bytes(ics(f"lunch{number}", title="Lunch"))
    double = ics("double", "END:VEVENT", "BEGIN:VEVENT", "UID:double2", "DTSTART:20261201T120000Z", title="Two")
    (path / "double.ics").write_bytes(double)
    return path


class Looks:
    """Which files are read, in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names: list[str] = []
        real = read_content

        def counting(folder: Path, href: str, status: os.stat_result) -> object:
            self.names.append(href)
            return real(folder, href, status)

        monkeypatch.setattr(vdir, "read_content", counting)

    def taken(self) -> list[str]:
        names, self.names = sorted(self.names), []
        return names


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    """Give the names of the files that are read."""
    return Looks(monkeypatch)


def calendar(folder: Path, rules: TagRules | None = None, zone: str = "UTC", now: int = LATER) -> VdirCalendar:
    return VdirCalendar(
        "work",
        folder,
        rules=rules or TagRules(),
        home=ZoneInfo(zone),
        index_path=folder.parent / "state" / "work.index",
        clock=lambda: now,
    )


def uids(reading: Reading) -> set[str]:
    return {one.uid for one in reading.occurrences}


def test_an_unchanged_folder_is_not_read_again(folder: Path, looks: Looks) -> None:
    """Neither by the same object nor by the next process is a single file opened, and the answer is the same."""
    source = calendar(folder)
    first = source.read(question())
    looks.taken()

    again = [source.read(question()), calendar(folder).read(question()), source.read(question(), frozenset())]

    assert again == [first] * 3
    assert looks.taken() == []
    assert (uids(first), first.events) == ({"single", "series"}, 6)


def test_only_changed_files_are_read(folder: Path, looks: Looks) -> None:
    """A new, a changed and a deleted file cost two looks."""
    calendar(folder).read(question())
    looks.taken()
    (folder / "lunch0.ics").write_bytes(ics("lunch0", title="#interview over lunch"))
    (folder / "new.ics").write_bytes(ics("new"))
    (folder / "single.ics").unlink()

    reading = calendar(folder).read(question())

    assert looks.taken() == ["lunch0.ics", "new.ics"]
    assert uids(reading) == {"series", "lunch0", "new"}
    assert reading.events == 6


def test_an_edit_in_place_that_keeps_size_and_time_is_seen(folder: Path) -> None:
    """Whoever sets the time of change back cannot set back when that was done."""
    source = calendar(folder)
    source.read(question())
    path = folder / "lunch1.ics"
    before = path.stat()

    path.write_bytes(path.read_bytes().replace(b"UID:lunch1", b"UID:dinner"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    reading = source.read(question(NOW, "dinner"))

    after = path.stat()
    assert (after.st_ino, after.st_size, after.st_mtime_ns) == (before.st_ino, before.st_size, before.st_mtime_ns)
    assert "dinner" in uids(reading)


def test_a_file_too_young_to_be_trusted_is_read_again(folder: Path, looks: Looks) -> None:
    """A change in the same instant as the look before would not show in its times."""
    changed = max(path.stat().st_ctime_ns for path in folder.iterdir())
    calendar(folder, now=changed + RACY_NS - 1).read(question())
    looks.taken()

    calendar(folder, now=changed + RACY_NS + 1).read(question())
    second = looks.taken()
    calendar(folder, now=changed + RACY_NS + 1).read(question())

    assert second
    assert looks.taken() == []


def test_a_file_is_trusted_two_seconds_after_its_last_change(folder: Path) -> None:
    """Not a nanosecond sooner."""
    status = (folder / "single.ics").stat()

    assert trusted(status, status.st_ctime_ns + RACY_NS - 1) == NO_SIGNATURE
    assert trusted(status, status.st_ctime_ns + RACY_NS) != NO_SIGNATURE


def test_days_pass_without_reading_again_until_the_horizon(folder: Path, looks: Looks) -> None:
    """The window moves for a month over what was read once; then the series is read again, the rest never."""
    source = calendar(folder)
    source.read(question())
    looks.taken()

    for day in range(30):
        reading = source.read(question(NOW + timedelta(days=day)))
        assert len([one for one in reading.occurrences if one.uid == "series"]) in (9, 10)
    assert looks.taken() == []

    reading = source.read(question(NOW + timedelta(days=40)))
    assert {"series"} == uids(reading)
    assert looks.taken() == ["series.ics"]


@pytest.mark.parametrize(
    "rules, zone",
    [
        (TagRules(hashtag="talk"), "UTC"),
        (TagRules(title_patterns=("x",)), "UTC"),
        (TagRules(calendars=frozenset({"work"})), "UTC"),
        (TagRules(), "Europe/Berlin"),
    ],
)
def test_another_question_starts_afresh(folder: Path, looks: Looks, rules: TagRules, zone: str) -> None:
    """What was read under other rules, or in another zone, is no answer."""
    calendar(folder).read(question())
    looks.taken()

    calendar(folder, rules, zone).read(question())

    assert len(looks.taken()) == 5


def test_the_order_of_a_set_of_rules_is_no_other_question(folder: Path, looks: Looks) -> None:
    """Sets have no order, and that of strings differs from process to process."""
    names = [f"calendar {number}" for number in range(50)]
    calendar(folder, TagRules(calendars=frozenset(names))).read(question())
    looks.taken()

    calendar(folder, TagRules(calendars=frozenset(reversed(names)))).read(question())

    assert looks.taken() == []


@pytest.mark.parametrize("damage", [b"", b"abc", b"\0" * 100, None])
def test_a_damaged_index_is_as_good_as_none(folder: Path, damage: bytes | None) -> None:
    """It may be cut, overwritten or deleted at any time."""
    first = calendar(folder).read(question())
    path = folder.parent / "state" / "work.index"
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)

    assert calendar(folder).read(question()) == first


def test_an_index_with_a_flipped_bit_is_not_believed(folder: Path, looks: Looks) -> None:
    """A checksum guards what a format cannot."""
    first = calendar(folder).read(question())
    looks.taken()
    path = folder.parent / "state" / "work.index"
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)

    assert calendar(folder).read(question()) == first
    assert len(looks.taken()) == 5


def test_the_index_is_the_persons_own(folder: Path) -> None:
    """It holds what stands in their calendar: file 0600, folder 0700, and no half-written file beside it."""
    calendar(folder).read(question())

    path = folder.parent / "state" / "work.index"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert os.listdir(path.parent) == ["work.index"]


def test_an_index_that_cannot_be_written_stops_nothing(folder: Path) -> None:
    """A full disk costs time, not interviews."""
    (folder.parent / "state").write_bytes(b"no folder")

    assert uids(calendar(folder).read(question())) == {"single", "series"}


def test_a_write_that_was_cut_short_leaves_nothing_for_long(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process leaves that was killed before the rename, the next one writes over."""
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda *_: pytest.fail("killed"))
        with pytest.raises(pytest.fail.Exception, match="killed"):
            calendar(folder).read(question())
    assert [one.name for one in (folder.parent / "state").iterdir()] == ["work.index.tmp"]

    calendar(folder).read(question())

    assert [one.name for one in (folder.parent / "state").iterdir()] == ["work.index"]


def test_an_unchanged_index_is_not_written_again(folder: Path) -> None:
    """A look that finds nothing new leaves the disk alone."""
    (folder / "nowhere.ics").symlink_to("/nonexistent")
    calendar(folder).read(question(NOW, "gone"))
    path = folder.parent / "state" / "work.index"
    before = path.stat().st_ino

    calendar(folder).read(question(NOW, "gone"))

    assert path.stat().st_ino == before


def test_without_a_place_for_the_index_the_object_itself_remembers(folder: Path, looks: Looks) -> None:
    """Commands that must change nothing read without leaving anything behind."""
    source = VdirCalendar("work", folder, rules=TagRules(), home=UTC, index_path=None, clock=lambda: LATER)
    source.read(question())
    looks.taken()

    source.read(question())

    assert looks.taken() == []
    assert os.listdir(folder.parent) == ["work"]


def test_what_is_wanted_in_vain_is_looked_for_once(folder: Path, looks: Looks) -> None:
    """A known interview that is gone does not cost a read of the whole folder in each pass."""
    source = calendar(folder)
    source.read(question())
    looks.taken()

    source.read(question(NOW, "gone"))
    assert looks.taken() == ["double.ics", "lunch0.ics", "lunch1.ics"]
    source.read(question(NOW, "gone"))
    calendar(folder).read(question(NOW, "gone"))
    assert source.find("gone", "gone") is None
    assert looks.taken() == []

    (folder / "back.ics").write_bytes(ics("gone", title="Lunch"))
    assert "gone" in uids(source.read(question(NOW, "gone")))


def test_an_interview_without_its_tag_stays_in_the_answer(folder: Path) -> None:
    """As long as its file exists, what was an interview is given as it is now."""
    source = calendar(folder)
    source.read(question())
    (folder / "single.ics").write_bytes(ics("single", title="Lunch"))

    for reading in (source.read(question()), calendar(folder).read(question())):
        assert [one.title for one in reading.occurrences if one.uid == "single"] == ["Lunch"]


def test_what_was_looked_for_in_vain_is_found_once_it_is_there(folder: Path, tmp_path: Path) -> None:
    """An event that comes after it was asked for, untagged, is given when it is asked for again."""
    calendar = VdirCalendar(
        "work", folder, rules=TagRules(), home=UTC, index_path=tmp_path / "index", clock=lambda: LATER
    )
    calendar.read(question(NOW, "late"))
    (folder / "late.ics").write_bytes(ics("late", title="Lunch"))

    calendar.read(question(), frozenset({"late.ics"}))
    reading = calendar.read(question(NOW, "late"))

    assert "late" in {one.identity for one in reading.occurrences}


def test_reading_everything_leaves_the_index_alone(folder: Path, looks: Looks) -> None:
    """`suggest` reads all files and remembers none."""
    source = calendar(folder)

    reading = source.read(Question(question().window, everything=True))

    assert uids(reading) == {"single", "series", "lunch0", "lunch1", "double", "double2"}
    assert not (folder.parent / "state").exists()


def test_many_changes_at_once_are_a_complete_look(folder: Path) -> None:
    """A sync tool that rewrites a whole folder is answered by listing it once."""
    source = calendar(folder)
    source.read(question())
    (folder / "single.ics").unlink()

    reading = source.read(question(), frozenset(f"{number}.ics" for number in range(1000)))

    assert uids(reading) == {"series"}


def test_a_tally_follows_changes_told_by_name() -> None:
    """Files that hold one event, several or none are counted right, however often they change."""
    tally = Tally()
    for name, events in (("a", 1), ("b", 3), ("c", 0), ("d", 1)):
        tally.add(name, events)

    for name, events, total in (("a", 0, 4), ("a", 0, 4), ("a", 2, 6), ("b", 1, 4), ("new", 1, 5), ("new", 0, 4)):
        tally.put(name, events)
        assert tally.total == total


def test_an_index_survives_its_file(tmp_path: Path) -> None:
    """What is saved is what is loaded, for the same question only."""
    index = Index(sought=frozenset({"x"}), records={"a": Record("a", 7, 1, frozenset({"u"}), days=(1, 2))})
    index.others.extend([1, -(2**63), 2**63 - 1])
    index.counts[1] = 3

    save(tmp_path / "index", "question", index)

    assert load(tmp_path / "index", "question") == index
    assert load(tmp_path / "index", "another") == Index()


class AnyChanges(RuleBasedStateMachine):
    """Whatever happens in a folder: a source that remembers gives what one gives that never saw it before."""

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
        uid=st.sampled_from(["one", "two"]),  # of its own for each file, as a vdir has it
        title=st.sampled_from(["#interview", "Lunch", "intervie"]),
        days=st.sampled_from([-400, 0, 70, 120]),
        extra=st.sampled_from(["X-A:1", "RRULE:FREQ=WEEKLY", "RRULE:FREQ=SECONDLY", "END:VEVENT\r\nBEGIN:VEVENT"]),
    )
    def write(self, name: str, uid: str, title: str, days: int, extra: str) -> None:
        content = ics(f"{name[0]} {uid}", extra, title=title, start=NOW + timedelta(days=days))
        (self.folder / ".new").write_bytes(content)
        (self.folder / ".new").replace(self.folder / name)
        self.changed.add(name)

    @rule(name=names)
    def delete(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)
        self.changed.add(name)

    @rule()
    def restart(self) -> None:
        self.source = calendar(self.folder)

    @rule(days=st.integers(0, 60))
    def wait(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(told=st.booleans(), wanted=st.lists(st.sampled_from(["a one", "a two", "b one", "a one/20261130T000000Z"])))
    def compare(self, told: bool, wanted: list[str]) -> None:
        asked = question(self.day, *wanted)
        fresh = VdirCalendar("work", self.folder, rules=TagRules(), home=UTC, index_path=None, clock=lambda: LATER)

        known = self.source.read(asked, frozenset(self.changed) if told else None)
        anew = fresh.read(asked)

        self.changed.clear()
        assert known.events == anew.events
        # Besides, it may give what once was an interview.
        tagged = {one for one in anew.occurrences if one.title == "#interview"}
        assert tagged <= set(known.occurrences)
        assert {one.title for one in set(known.occurrences) - tagged} <= {"Lunch", "intervie", ""}
        assert {one.identity for one in anew.occurrences} <= {one.identity for one in known.occurrences}
        assert set(anew.unreadable) <= set(known.unreadable)
        for identity in wanted:
            assert (self.source.find(identity, identity) is None) == (fresh.find(identity, identity) is None)

    def teardown(self) -> None:
        assert not list(Path(self.place.name).glob("**/*.tmp"))
        self.place.cleanup()


TestAnyChanges = AnyChanges.TestCase
TestAnyChanges.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
