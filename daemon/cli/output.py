"""
What commands print: results to standard output, words about them to standard error.

A screen shows headings, lines, tables and panels. The one here is plain text without colours, for pipes and files;
on a terminal `screen()` gives the one of `screen_rich`, which costs its import only there.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import click

from daemon.domain.text import visible


class Styled(NamedTuple):
    """A cell with a meaning that a terminal shows as a colour: "good", "bad", "quiet" or "strong"."""

    text: str
    style: str = ""


Cell = str | Styled


class Screen(Protocol):
    """Where results are shown. Any text may hold anything that a stranger wrote into an invitation."""

    def heading(self, text: str) -> None:
        """Begin a part, parted from what stands before it."""
        ...

    def line(self, text: str, style: str = "") -> None:
        """Show a line or paragraph."""
        ...

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """Show *rows* under their *columns*; without rows, nothing."""
        ...

    def panel(self, title: str, text: str, below: str = "") -> None:
        """Show *text*, of several lines, as something of its own; *below* it, where it lies."""
        ...


class PlainScreen:
    """A screen for pipes and files: no colours, no frames, nothing cut."""

    def __init__(self) -> None:
        self._is_first = True

    def heading(self, text: str) -> None:
        """See `Screen.heading`."""
        self._part()
        click.echo(_one(text))

    def line(self, text: str, style: str = "") -> None:  # noqa: ARG002 - plain text has one style
        """See `Screen.line`."""
        self._is_first = False
        click.echo(clean(text))

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """See `Screen.table`."""
        if not rows:
            return
        self._is_first = False
        lines = [list(columns), *([_one(text_of(cell)) for cell in row] for row in rows)]
        widths = [max(len(line[at]) for line in lines) for at in range(len(columns))]
        for line in lines:
            click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())

    def panel(self, title: str, text: str, below: str = "") -> None:
        """See `Screen.panel`."""
        self._part()
        click.echo(_one(title))
        for line in clean(text).split("\n"):
            click.echo(f"    {line}".rstrip())
        if below:
            click.echo(f"  -> {_one(below)}")

    def _part(self) -> None:
        if not self._is_first:
            click.echo()
        self._is_first = False


def text_of(cell: Cell) -> str:
    """Give a cell's text."""
    return cell.text if isinstance(cell, Styled) else cell


def _one(text: str) -> str:
    return " ".join(visible(text).split())


def clean(text: str) -> str:
    """Give *text* without what a terminal could take for a command; lines keep their indentation."""
    lines = (line.partition(line.lstrip(" "))[:2] if line.strip() else ("", "") for line in text.split("\n"))
    return "\n".join(indent + visible(rest) for indent, rest in lines)


def screen() -> Screen:
    """Give the screen that fits where standard output goes."""
    if not is_terminal(sys.stdout):
        return PlainScreen()
    from daemon.cli.screen_rich import RichScreen

    return RichScreen()


def is_terminal(stream: object) -> bool:
    """Say whether a person looks at *stream*."""
    isatty = getattr(stream, "isatty", None)
    return bool(isatty and isatty()) and os.environ.get("TERM") != "dumb"


def print_json(document: object) -> None:
    """Print *document* as the one JSON document of a run."""
    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(document, indent=2, ensure_ascii=not is_utf8))


def say(text: str) -> None:
    """Tell the person something that is no result: on standard error."""
    click.echo(clean(text), err=True)
