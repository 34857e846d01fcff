"""`afterword demo`: a whole account to look at, that touches nothing of the person's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from daemon.cli.demo_data import sample_events
from tests.cli.program import NOW, Program
from tests.factories import BERLIN


@pytest.fixture
def here(program: Program, tmp_path: Path) -> Path:
    """The folder that the program is called in."""
    folder = tmp_path / "here"
    folder.mkdir()
    program.monkeypatch.chdir(folder)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_demo_shows_what_it_made_and_where_it_lies(program: Program, here: Path) -> None:
    """One run makes the account and a pass, shows each note and reminder, and names their files as seen from here."""
    out = program.done("demo").out

    drafts = list((here / "demo" / "mail" / "Drafts" / "cur").iterdir())
    reminders = list((here / "demo" / "calendars" / "Interview follow-ups").glob("*.ics"))
    assert len(list((here / "demo" / "calendars" / "work").glob("*.ics"))) == 6
    assert (len(drafts), len(reminders)) == (5, 10)
    assert "Wrote 5 drafts and 10 reminders." in out
    assert all(f"-> {draft.relative_to(here)}" in out for draft in drafts)
    assert all(greeting in out for greeting in ("Hi Priya,", "Hi Tomás,", "Hi Mei,", "Dear Dr. Vogel,"))
    assert "Reminders, in demo/calendars/Interview follow-ups" in out
    assert "an interview, but cancelled" in out
    assert "Feedback call: Brightwater, Site Reliability Engineer" in out
    assert "- Elena Costa, +44 20 7946 0123, elena.costa@brightwater.example" in out
    assert "Do you know of anyone else who might be looking for someone with my skill set?" in out
    assert "waiting; they decide by" in out
    assert "no interview: no tag" in out
    assert str(here) not in out


def test_the_demo_again_makes_nothing_new(program: Program, here: Path) -> None:
    """A second run leaves every file but the ledger's as it was, and says that nothing is new."""
    program.done("demo")
    before = files(here / "demo")
    out = program.done("demo", now=NOW + timedelta(hours=1)).out
    after = files(here / "demo")

    assert "Nothing new to do: everything that is due is there." in out
    assert "There from before: 5 drafts and 10 reminders." in out
    assert {name: data for name, data in after.items() if not name.startswith("state/")} == {
        name: data for name, data in before.items() if not name.startswith("state/")
    }


def test_the_demo_leaves_the_persons_own_alone(program: Program, here: Path, home: Path) -> None:
    """Neither the person's configuration nor their state is read or written, nor anything in their home."""
    program.account.config.write_text("this is no configuration")
    before = files(program.account.folder)

    program.done("demo", "elsewhere")

    assert files(program.account.folder) == before
    assert not program.account.state.exists()
    assert list(home.iterdir()) == []
    assert (here / "elsewhere" / "state" / "ledger.sqlite").exists()


def test_a_folder_that_holds_something_else_is_refused(program: Program, here: Path) -> None:
    """The demo moves into an empty folder, and into none that is anybody's."""
    (here / "mine").mkdir()
    (here / "mine" / "letter.txt").write_text("Dear Jane")
    (here / "empty").mkdir()

    refused = program.run("demo", "mine")

    assert (refused.status, refused.out) == (2, "")
    assert "holds something else than a demo" in refused.err
    assert files(here / "mine") == {"letter.txt": b"Dear Jane"}
    assert program.run("demo", "empty").status == 0


def test_a_folder_that_cannot_be_made_is_told(program: Program, here: Path) -> None:
    """A place where no folder can be is told with its name, without a traceback."""
    (here / "file").touch()

    result = program.run("demo", "file/demo")

    assert (result.status, result.out) == (1, "")
    assert result.err == f"Error: {here / 'file' / 'demo'}: Not a directory.\n"


def test_a_demo_that_broke_off_is_finished_by_the_next(program: Program, here: Path) -> None:
    """What is missing of it is made, what is there is kept."""
    program.done("demo")
    (here / "demo" / "config.toml").unlink()

    assert "There from before: 5 drafts and 10 reminders." in program.done("demo").out


def test_what_the_person_changes_in_the_demo_has_its_effect(program: Program, here: Path) -> None:
    """An event that is deleted is not made again, and its reminders go with the next run."""
    program.done("demo")
    (here / "demo" / "calendars" / "work" / "coming.ics").unlink()

    out = program.done("demo").out

    assert "Took back 1 reminder." in out
    assert not (here / "demo" / "calendars" / "work" / "coming.ics").exists()


def test_the_picture_holds_nothing_of_this_machine(program: Program, here: Path) -> None:
    """`--svg` draws the same into a file that is well-formed, names no folder of this machine and fetches nothing."""
    result = program.run("demo", "--svg", "demo.svg")

    picture = (here / "demo.svg").read_text()
    assert (result.status, result.out) == (0, "")
    assert ElementTree.fromstring(picture).tag.endswith("svg")
    assert "Dear&#160;Dr.&#160;Vogel" in picture
    assert str(here) not in picture
    assert "@font-face" not in picture
    assert "url(http" not in picture


@pytest.mark.parametrize("hour", range(24))
def test_the_samples_notes_are_due_whenever_the_demo_is_run(hour: int) -> None:
    """All interviews that are over ended more than an hour and less than a day ago, between 8 and 17 o'clock."""
    now = datetime(2026, 3, 29, hour, 17, tzinfo=UTC)

    over = [event for event in sample_events(now, BERLIN) if event.end < now]

    assert [event.uid for event in over] == ["rejected", "phone-screen", "panel"]
    for event in over:
        assert timedelta(minutes=60) < now - event.end < timedelta(hours=24)
        assert 8 <= event.start.astimezone(BERLIN).hour < event.end.astimezone(BERLIN).hour + 1 <= 18
    coming = [event for event in sample_events(now, BERLIN) if event.start > now]
    assert [event.uid for event in coming] == ["coming", "cancelled", "dentist"]
    assert coming[0].start.astimezone(BERLIN).weekday() < 5
