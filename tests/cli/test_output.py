"""What is printed, on a terminal and elsewhere."""

from __future__ import annotations

import io
import json
import sys

import pytest
from rich.console import Console

from daemon.cli import progress
from daemon.cli.output import PlainScreen, Screen, Styled, clean, print_json, screen
from daemon.cli.progress import PassBar
from daemon.cli.screen_rich import RichScreen
from tests.local_account import until

HOSTILE = "Interview \x1b[31mred\x1b[0m [bold]at[/bold] ACME\u202e\x07\x00"


def fill(page: Screen) -> None:
    page.heading("Reminders")
    page.line("Two are there.", "good")
    page.table(["When", "What"], [["today", Styled("Prepare", "good")], ["tomorrow", HOSTILE]])
    page.table(["When", "What"], [])
    page.panel("Note to Jane", "Hi Jane,\n\n  indented", "drafts/1")


def test_plain_output_is_aligned_and_without_colours(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody looks, a table is its columns in step; parts are parted by an empty line; nothing is drawn."""
    fill(PlainScreen())

    assert capsys.readouterr().out.splitlines() == [
        "Reminders",
        "Two are there.",
        "When      What",
        "today     Prepare",
        "tomorrow  Interview [31mred[0m [bold]at[/bold] ACME",
        "",
        "Note to Jane",
        "    Hi Jane,",
        "",
        "      indented",
        "  -> drafts/1",
    ]


def test_a_terminal_gets_colours_and_frames() -> None:
    """On a terminal Rich draws; markup in what a stranger wrote stays text, and its escapes are gone."""
    drawn = io.StringIO()
    fill(RichScreen(Console(file=drawn, force_terminal=True, width=100, highlight=False, color_system="standard")))

    text = drawn.getvalue()
    assert "\x1b[32m" in text
    assert "╭" in text
    assert "[bold]at[/bold]" in text
    assert "\x1b[31m" not in text
    assert "\x07" not in text


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR set a terminal gets no colours."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    drawn = io.StringIO()
    monkeypatch.setattr(drawn, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", drawn)

    page = screen()
    page.line("Two are there.", "good")

    assert isinstance(page, RichScreen)
    assert drawn.getvalue() == "Two are there.\n"


def test_a_pipe_and_a_dumb_terminal_get_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rich is for terminals that can show what it draws."""
    assert isinstance(screen(), PlainScreen)

    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")

    assert isinstance(screen(), PlainScreen)


def test_cleaning_keeps_indentation_only() -> None:
    """Lines keep how far they are in; what a terminal could take for a command goes."""
    assert clean("  a\x1b[2J\tb\n\n   \n c") == "  a[2J b\n\n\n c"


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "ascii"])
def test_json_is_json_in_every_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the output cannot hold a letter, JSON escapes it: it can be read back in any case."""
    written = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", written)

    print_json({"name": "Zoë 李"})

    written.flush()
    data = written.buffer.getvalue()
    assert json.loads(data.decode(encoding)) == {"name": "Zoë 李"}


def test_a_long_pass_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """After its first second a pass shows a bar to somebody who looks; it is gone when the pass ends."""
    stderr = io.StringIO()
    monkeypatch.setattr(stderr, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "SHOWN_AFTER_SECONDS", 0)

    with PassBar() as bar:
        until(lambda: "Reading the calendars" in stderr.getvalue(), "the bar")
        bar.tell(2, 5)
        until(lambda: "2/5" in stderr.getvalue(), "the count")

    assert "Writing notes and reminders" in stderr.getvalue()
    # The cursor is shown again, the line erased.
    assert stderr.getvalue().endswith("\x1b[?25h\r\x1b[1A\x1b[2K")


def test_a_pass_that_nobody_looks_at_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard error is no terminal, there is no bar, however long the pass."""
    stderr = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setattr(progress, "SHOWN_AFTER_SECONDS", 0)

    with PassBar() as bar:
        bar.tell(2, 5)

    assert stderr.getvalue() == ""
