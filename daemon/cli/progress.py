"""A bar for a pass that takes longer than a second, on a terminal only."""

from __future__ import annotations

import sys
from threading import Lock, Timer
from types import TracebackType
from typing import TYPE_CHECKING

from daemon.cli.output import is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress

SHOWN_AFTER_SECONDS = 1.0


class PassBar:
    """
    Shows on standard error how far a pass has come, from the first second on; gone when the `with` block ends.

    Where nobody looks it does nothing and imports nothing.
    """

    def __init__(self) -> None:
        self._done: int = 0
        self._total: int | None = None
        self._progress: Progress | None = None
        self._is_over = False
        self._lock = Lock()
        self._timer = Timer(SHOWN_AFTER_SECONDS, self._show)
        self._timer.daemon = True

    def __enter__(self) -> PassBar:
        if is_terminal(sys.stderr):
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._is_over = True
            if self._progress is not None:
                self._progress.stop()

    def tell(self, done: int, total: int) -> None:
        """Say that *done* of *total* items are done; see `Wishes.progress`."""
        with self._lock:
            self._done, self._total = done, total
            if self._progress is not None:
                self._update()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        with self._lock:
            if self._is_over:
                return
            self._progress = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._progress.add_task("Reading the calendars", total=None)
            self._progress.start()
            self._update()

    def _update(self) -> None:
        assert self._progress is not None
        if self._total is not None:
            task = self._progress.task_ids[0]
            self._progress.update(
                task, description="Writing notes and reminders", completed=self._done, total=self._total
            )
