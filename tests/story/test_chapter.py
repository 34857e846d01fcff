"""The book's chapter, told from the first invitation until the contact is kept, at each place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.google_server.clock import Clock
from tests.story.chapter import CHAPTER
from tests.story.folders import Folders
from tests.story.places import Place
from tests.story.somebody_elses import Emulated
from tests.story.strict import Strict
from tests.story.told import Telling


def tell(place: Place, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Telling:
    """Tell the whole chapter at *place*."""
    telling = Telling(place, Program(place.account, monkeypatch), clock)
    for step in CHAPTER:
        try:
            telling.tell(step)
        except Exception as error:
            error.add_note(f"This is the chapter's step of {step.at}.")
            raise
    return telling


def test_the_chapter_is_told_in_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With files alone, drafts and reminders are on each day what is written down, all of it and nothing else."""
    clock = Clock()

    tell(Folders(tmp_path / "sam", clock), clock, monkeypatch)


def test_the_chapter_is_told_at_the_strict_google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a Google that allows what its documents allow, it is the same; nothing is sent, nothing else written to."""
    clock = Clock()

    with Strict(tmp_path / "sam", clock) as place:
        tell(place, clock, monkeypatch)
        written_elsewhere = place.written_elsewhere()

    assert written_elsewhere == []


def test_the_chapter_is_told_at_somebody_elses_google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At emulate, with a go-between for what it does not know of events, it is the same."""
    clock = Clock()

    with Emulated(tmp_path, clock) as place:
        tell(place, clock, monkeypatch)
