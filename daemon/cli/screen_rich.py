"""The screen of a terminal, on Rich. Imported only where a person looks."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from daemon.cli.output import Cell, Styled, clean

_STYLES = {"good": "green", "bad": "bold red", "quiet": "dim", "strong": "bold"}
#: Columns that are not broken into lines.
_WHOLE = frozenset({"When", "State"})
#: Longer lines are hard to read, however wide the window is.
_WIDEST_PANEL = 96


class RichScreen:
    """See `output.Screen`; *console* is Rich's, which honours NO_COLOR and the terminal's width."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False)
        self._is_first = True

    def heading(self, text: str) -> None:
        """See `Screen.heading`."""
        self._part()
        self._console.print(_text(text, "strong"))

    def line(self, text: str, style: str = "") -> None:
        """See `Screen.line`."""
        self._is_first = False
        self._console.print(_text(text, style))

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """See `Screen.table`."""
        if not rows:
            return
        self._is_first = False
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
        for column in columns:
            # Dates and kinds are read as a whole; anything else may be long, and is never cut.
            table.add_column(column, overflow="fold", no_wrap=column in _WHOLE)
        for row in rows:
            table.add_row(*(_cell(cell) for cell in row))
        self._console.print(table)

    def panel(self, title: str, text: str, below: str = "") -> None:
        """See `Screen.panel`."""
        self._part()
        self._console.print(
            Panel(
                _text(text),
                title=_text(title, "strong"),
                title_align="left",
                subtitle=_text(below, "quiet") if below else None,
                subtitle_align="left",
                border_style="cyan",
                box=box.ROUNDED,
                padding=(0, 1),
                width=min(self._console.width, _WIDEST_PANEL),
            )
        )

    def _part(self) -> None:
        if not self._is_first:
            self._console.print()
        self._is_first = False


def _text(text: str, style: str = "") -> Text:
    """Give *text* as it is: Rich's own markup in it means nothing."""
    return Text(clean(text), style=_STYLES.get(style, ""))


def _cell(cell: Cell) -> Text:
    if isinstance(cell, Styled):
        return _text(cell.text, cell.style)
    return _text(cell)
