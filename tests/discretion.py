"""
Nothing of anybody else's business is in a log (contract, promise 8): every log of every test is searched.

What the program logs inside a test is written down as the service would write it; what a program that a test started
has left in its log file is read at the test's end. Neither may hold an address, a token, or anything of a note's text.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from pathlib import Path

from daemon.domain.item import Draft
from daemon.domain.owed import Owed
from daemon.engine.compose import Composer
from daemon.logs import PlainFormatter

TEMPLATES = Path(__file__).parent.parent / "config" / "templates"

#: As Google's and the strict server's tokens and codes begin, and what introduces one in a header.
_TOKEN = re.compile(r"ya29\.|\b1//|\b4/[\w-]{20}|Bearer\s|access_token|refresh_token|client_secret")

#: Shorter pieces of a text could stand in a log by chance.
_TELLING = 25


class Listener(logging.Handler):
    """Takes down what is logged, and each note that is composed, until `check` is called."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(PlainFormatter())
        self._lines: list[str] = []
        self._notes: list[str] = []
        #: Log files of programs that the test started.
        self._files: list[Path] = []

    def begin(self) -> None:
        """Hear everything that is logged from here on."""
        logging.getLogger().addHandler(self)
        for package in ("daemon", "integrations", "config"):
            logging.getLogger(package).setLevel(logging.INFO)
        compose = Composer.note

        def note(composer: Composer, owed: Owed, name: str) -> Draft:
            draft = compose(composer, owed, name)
            self._notes.append(draft.text)
            return draft

        Composer.note = note  # type: ignore[assignment, method-assign]

    def emit(self, record: logging.LogRecord) -> None:
        """Take *record* down."""
        self._lines.append(self.format(record))

    def watch(self, path: Path) -> None:
        """Read the log file *path*, too."""
        self._files.append(path)

    def check(self) -> list[str]:
        """Say what was found in the logs that is nobody's business, and forget what was heard."""
        lines, notes, files = self._lines, self._notes, self._files
        self._lines, self._notes, self._files = [], [], []
        lines += [line for path in files if path.exists() for line in path.read_text(errors="replace").splitlines()]
        if not lines:
            return []
        return indiscretions("\n".join(dict.fromkeys(lines)), "\n".join(notes))


#: The one that hears everything; `tests/conftest.py` lets it begin.
LISTENER = Listener()


def indiscretions(log: str, notes: str = "") -> list[str]:
    """Say what in *log* is an address, a token, or text of *notes* or of the shipped templates."""
    found = [f"an address: {line}" for line in log.splitlines() if "@" in line or "%40" in line]
    found += [f"a token: {line}" for line in log.splitlines() if _TOKEN.search(line)]
    pieces = {*fragments(), *(piece.strip() for piece in re.split(r"[\n.!?]", notes))}
    return found + [f"text of a note: {piece}" for piece in pieces if len(piece) >= _TELLING and piece in log]


@cache
def fragments() -> frozenset[str]:
    """Give the pieces of the shipped templates that stand in notes as they are."""
    texts = (path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.j2"))
    pieces = (
        piece.strip() for text in texts for piece in re.split(r"\{[{%#].*?[}%#]\}|[\n.!?]", text, flags=re.DOTALL)
    )
    return frozenset(piece for piece in pieces if len(piece) >= _TELLING and " " in piece)
