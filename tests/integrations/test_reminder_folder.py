"""Reminders in a vdir collection: the contract, whose folder it is, and what khal and sync tools make of it."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daemon.domain.errors import ConflictError, RefusedError, TemporaryError
from daemon.domain.item import Reminder
from integrations import ical_write
from integrations.local import seen
from integrations.local.reminders import ReminderFolder
from tests.contracts.store import BERLIN, NAME, OTHER, SharedStoreContract, reminder

FOLDER = "Interview follow-ups"
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
KHAL = shutil.which("khal", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")


@dataclass
class CollectionPlace:
    """A collection, and what calendar programs and sync tools do in it."""

    root: Path

    def __post_init__(self) -> None:
        self.store = self.reopen()
        self.folder = self.root / FOLDER

    def content(self, name: str = NAME, words: str = "As it was planned.") -> Reminder:
        return reminder(name, words)

    def reopen(self) -> ReminderFolder:
        return ReminderFolder("calendar of 'personal'", self.root, FOLDER, clock=lambda: NOW)

    def files(self) -> list[Path]:
        """List the events as vdir tells readers to: no hidden names, only `.ics`."""
        return sorted(one for one in self.folder.glob("*.ics") if not one.name.startswith("."))

    def names(self) -> list[str]:
        found = (re.search(rb"^UID:(\S+)\r$", file.read_bytes(), re.MULTILINE) for file in self.files())
        return [one[1].decode() for one in found if one]

    def file_of(self, name: str) -> Path:
        return next(file for file in self.files() if f"UID:{name}".encode() in file.read_bytes())

    def change(self, name: str, old: bytes, new: bytes) -> None:
        file = self.file_of(name)
        data = file.read_bytes()
        assert old in data
        file.write_bytes(data.replace(old, new))

    def edit(self, name: str) -> None:
        self.change(name, b"As it was planned", b"As I have planned")

    def delete(self, name: str) -> None:
        self.file_of(name).unlink()

    def deface(self, name: str) -> None:
        self.file_of(name).write_bytes(b"BEGIN:VCALENDAR\r\n\x00\xff" + b"UID:" + name.encode())

    def rename(self, name: str) -> None:
        """As a sync tool does that names files after its server's hrefs."""
        self.file_of(name).rename(self.folder / "server-0815.ics")


@pytest.fixture
def place(tmp_path: Path) -> CollectionPlace:
    """Give a collection that is not there yet, in a calendar folder that is."""
    (tmp_path / "calendars").mkdir()
    return CollectionPlace(tmp_path / "calendars")


class TestReminderFolder(SharedStoreContract[Reminder]):
    pass


def test_the_collection_is_made_with_the_first_reminder(place: CollectionPlace) -> None:
    """It has vdir's `displayname` and `color`, our marker, and one file for the reminder; nobody else may read it."""
    place.store.create(reminder())

    assert [one.name for one in place.root.iterdir()] == [FOLDER]
    assert sorted(one.name for one in place.folder.iterdir()) == [".afterword", f"{NAME}.ics", "color", "displayname"]
    assert (place.folder / "displayname").read_text() == FOLDER
    assert re.fullmatch("#[0-9A-F]{6}", (place.folder / "color").read_text())
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in place.folder.iterdir()} == {0o600}


def test_looking_makes_no_collection(place: CollectionPlace) -> None:
    """Only writing makes it."""
    assert place.store.find(NAME) is None
    assert list(place.root.iterdir()) == []


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch, lambda path: path.symlink_to("nowhere")])
def test_a_folder_that_afterword_did_not_make_is_never_used(
    place: CollectionPlace, make: Callable[[Path], None]
) -> None:
    """It is refused, whatever its name, with what to do about it; nothing is found in it and it stays as it is."""
    make(place.folder)

    with pytest.raises(RefusedError, match=r"did not make.*Rename it, or choose another name for `reminders`"):
        place.store.create(reminder())

    assert place.store.find(NAME) is None
    assert [one.name for one in place.root.iterdir()] == [FOLDER]
    assert not place.folder.is_dir() or list(place.folder.iterdir()) == []


def test_a_reminder_in_a_foreign_folder_is_not_touched(place: CollectionPlace) -> None:
    """Where our marker is gone, a file of our name is not ours to change."""
    created = place.store.create(reminder())
    (place.folder / ".afterword").unlink()

    assert place.store.find(NAME, created.ref) is None
    place.store.remove(NAME, created)
    with pytest.raises(ConflictError):
        place.store.replace(NAME, created, reminder(words="Anew."))
    with pytest.raises(RefusedError):
        place.store.create(reminder(OTHER))
    assert place.names() == [NAME]


def test_a_deleted_collection_is_made_anew_for_what_is_new(place: CollectionPlace) -> None:
    """The person deleted it: what was in it is gone, and the next reminder gets a new collection."""
    created = place.store.create(reminder())
    shutil.rmtree(place.folder)

    assert place.store.find(NAME, created.ref) is None
    place.store.create(reminder(OTHER))
    assert place.names() == [OTHER]


@pytest.mark.parametrize("stop_at", range(1, 11))
def test_a_crash_while_making_the_collection_is_no_hindrance(
    place: CollectionPlace, monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    """Stopped at any sync, nothing half-made is seen under the collection's name, and the next try makes it."""
    calls = 0

    def stop(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == stop_at:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        place.store.create(reminder())
    monkeypatch.undo()
    assert not place.folder.exists() or (place.folder / ".afterword").is_file()

    if place.store.find(NAME) is None:
        place.store.create(reminder())
    assert place.names() == [NAME]
    assert [one.name for one in place.root.iterdir()] == [FOLDER]


def test_the_calendars_out_of_reach_say_nothing_of_a_reminder(place: CollectionPlace) -> None:
    """Where the whole calendar folder is gone (not mounted, say), a reminder is not taken for deleted."""
    created = place.store.create(reminder())
    shutil.rmtree(place.root)

    with pytest.raises(TemporaryError, match=r"calendar folder is gone.*`path`"):
        place.store.find(NAME, created.ref)


def test_what_sync_tools_do_is_no_touch(place: CollectionPlace) -> None:
    """Another DTSTAMP, added properties, dropped alarms, UTC times, no CR at line ends: the fingerprint stays."""
    created = place.store.create(reminder())
    file = place.file_of(NAME)
    text = file.read_text()
    text = re.sub("DTSTAMP:.*", "DTSTAMP:20270101T000000Z\nCREATED:20270101T000000Z\nSEQUENCE:3", text)
    text = re.sub("DTSTART.*", "DTSTART:20261127T083000Z", text)
    text = re.sub("DTEND.*", "DURATION:PT15M", text)
    text = re.sub("BEGIN:VALARM.*END:VALARM\n", "X-MOZ-LASTACK:20270101T000000Z\n", text, flags=re.DOTALL)
    text = re.sub("BEGIN:VTIMEZONE.*END:VTIMEZONE\n", "", text, flags=re.DOTALL)
    file.write_text(text, newline="\n")

    for store in (place.store, place.reopen()):
        found = store.find(NAME, created.ref)
        assert found is not None
        assert found.fingerprint == created.fingerprint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"T093000", b"T103000"),
        (b"STATUS:TENTATIVE", b"STATUS:CONFIRMED"),
        (b"STATUS:TENTATIVE", b"STATUS:CANCELLED"),
        (b"SUMMARY:Feedback", b"SUMMARY:My feedback"),
        (b"LOCATION:Caf", b"LOCATION:The caf"),
        (b"STATUS:TENTATIVE", b"STATUS:TENTATIVE\r\nRRULE:FREQ=DAILY"),
        (b"DTSTART;TZID=Europe/Berlin:20261127T093000", b"DTSTART;VALUE=DATE:20261127"),
        (b"DTSTART;TZID=Europe/Berlin:20261127T093000", b"DTSTART:20261127T093000"),
    ],
)
def test_what_a_person_does_is_a_touch(place: CollectionPlace, old: bytes, new: bytes) -> None:
    """Moved, confirmed, cancelled, renamed, repeated or made all-day: another fingerprint."""
    created = place.store.create(reminder())
    place.change(NAME, old, new)

    found = place.store.find(NAME, created.ref)

    assert found is not None
    assert found.fingerprint != created.fingerprint


def test_an_edit_within_a_tick_of_the_file_systems_clock_is_not_overwritten(
    place: CollectionPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stamp does not show it, so what is about to be replaced or removed is read anew."""
    monkeypatch.setattr(seen, "_stamp", lambda _status: "the same")
    created = place.store.create(place.content())
    place.edit(NAME)

    with pytest.raises(ConflictError):
        place.store.replace(NAME, created, place.content(words="Anew."))
    with pytest.raises(ConflictError):
        place.store.remove(NAME, created)

    assert b"As I have planned" in place.file_of(NAME).read_bytes()


def test_what_is_no_event_any_more_is_not_taken_for_one_that_nothing_is_known_of(place: CollectionPlace) -> None:
    """Its fingerprint equals none, not even that of an item that was never written."""
    place.store.create(reminder())
    place.deface(NAME)

    found = place.reopen().find(NAME)

    assert found is not None
    assert found.fingerprint not in ("", reminder().fingerprint())


def test_a_reminder_with_further_occurrences_keeps_them(place: CollectionPlace) -> None:
    """All of them make the fingerprint; deleting one of them is a touch."""
    also_at = tuple(datetime(2027, month, 1, 9, 30, tzinfo=BERLIN) for month in (3, 6, 9))
    created = place.store.create(reminder(also_at=also_at))
    assert created.fingerprint == reminder(also_at=also_at).fingerprint()

    place.change(NAME, b"STATUS:", b"EXDATE;TZID=Europe/Berlin:20270601T093000\r\nSTATUS:")

    found = place.store.find(NAME)
    assert found is not None
    assert found.fingerprint == reminder(also_at=(also_at[0], also_at[2])).fingerprint()


def test_a_leftover_of_a_crash_is_never_written_into(place: CollectionPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scratch name left behind as a second name of the finished file does not let the next write through to it."""
    created = place.store.create(reminder())
    scratch = place.folder / f".{NAME}.ics.tmp"
    scratch.hardlink_to(place.folder / f"{NAME}.ics")

    def fail(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(TemporaryError, match="disk is full"):
        place.store.replace(NAME, created, reminder(words="Anew."))
    monkeypatch.undo()

    found = place.reopen().find(NAME)
    assert found is not None
    assert found.fingerprint == created.fingerprint
    assert not scratch.exists()


def test_an_unchanged_reminder_is_not_read_again_by_the_next_process(
    place: CollectionPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ref says which file was read when: a pass over unchanged reminders parses none."""
    created = place.store.create(reminder())
    monkeypatch.setattr(ical_write, "from_ical", None)

    assert place.reopen().find(NAME, created.ref) == created


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EIO])
def test_a_collection_that_cannot_be_written_is_told(
    place: CollectionPlace, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """A read-only, forbidden, full or broken disk is a TemporaryError that names the calendar; nothing is there."""
    place.store.create(reminder(OTHER))

    def fail(*args: object, **options: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(TemporaryError, match=rf"calendar of 'personal': .*'{FOLDER}'.*tried again"):
        place.store.create(reminder())
    monkeypatch.undo()

    assert place.names() == [OTHER]


@pytest.mark.skipif(not KHAL, reason="khal is not installed: reading with it is not shown")
def test_khal_shows_the_reminders(place: CollectionPlace, tmp_path: Path) -> None:
    """The program khal lists a reminder at its local time, and each of its further occurrences."""
    summer = datetime(2027, 7, 1, 9, 30, tzinfo=BERLIN)
    place.store.create(reminder(also_at=(summer,)))
    config = tmp_path / "khal.conf"
    config.write_text(
        f"""
        [calendars]
        [[all]]
        path = {place.root}/*
        type = discover
        [locale]
        timeformat = %H:%M
        dateformat = %Y-%m-%d
        longdateformat = %Y-%m-%d
        datetimeformat = %Y-%m-%d %H:%M
        longdatetimeformat = %Y-%m-%d %H:%M
        local_timezone = Europe/Berlin
        default_timezone = Europe/Berlin
        [sqlite]
        path = {tmp_path}/khal.db
        """
    )

    def list_day(day: str) -> str:
        done = subprocess.run(
            [str(KHAL), "-c", str(config), "list", "--format", "{calendar}|{start}|{end}|{title}|{status}", day, "1d"],
            check=True,
            timeout=60,
            capture_output=True,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"},
        )
        return done.stdout.decode()

    line = "|{0} 09:30|{0} 09:45|Feedback call: ACME, Backend Engineer; Zoë|TENTATIVE"
    assert FOLDER + line.format("2026-11-27") in list_day("2026-11-27")
    assert FOLDER + line.format("2027-07-01") in list_day("2027-07-01")
