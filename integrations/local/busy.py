"""
When the files of a folder say that the person is busy, so that an unchanged file is read once a month.

Known in this process's memory only, and of an event nothing but its times: a file that takes up none is its signature,
eight bytes; one that does is the hash of its name, the signature and the spans.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from daemon.domain.occurrence import TimeSpan
from daemon.domain.policy import Me
from integrations import ical
from integrations.local.files import Gone, Wish, is_event_file, read_content
from integrations.local.index import NO_SIGNATURE, signature, trusted
from integrations.local.sieve import day_span


@dataclass(frozen=True, slots=True)
class _Times:
    """A file that takes up time."""

    signature: int
    spans: tuple[TimeSpan, ...]


@dataclass(slots=True)
class _Known:
    """What is known of all files."""

    #: The window, and more, for which they were read.
    wish: Wish
    #: Signatures of the files that take up no time.
    others: array[int] = field(default_factory=lambda: array("q"))
    #: The others, by the hash (of this process) of their names.
    times: dict[int, _Times] = field(default_factory=dict)

    def covers(self, window: TimeSpan) -> bool:
        """Say whether all of *window* was asked for."""
        return self.wish.horizon.start <= window.start and window.end <= self.wish.horizon.end


class BusyTimes:
    """What is remembered of the folder *path* in which *me*, where that is known, is busy; see `ical.busy`."""

    def __init__(self, path: Path, *, home: tzinfo, me: Me | None, clock: Callable[[], int]) -> None:
        self._path = path
        self._home = home
        self._me = me
        self._clock = clock
        self._known: _Known | None = None

    def is_known(self, window: TimeSpan) -> bool:
        """Say whether all files were looked at for *window*, so that those that have changed since are enough."""
        return self._known is not None and self._known.covers(window)

    def watching(self, entries: Iterable[os.DirEntry[str]], window: TimeSpan) -> Iterator[os.DirEntry[str]]:
        """
        Give *entries*, all files of the folder, and look at each after it was taken.

        Whoever takes them asks for their times anyway; one listing serves both. It counts once all were taken.
        """
        before = self._known
        if before is None or not before.covers(window):
            before = _Known(Wish(window, frozenset()))
        known = set(before.others)
        after = _Known(before.wish)
        looked_at = self._clock()
        keep = after.others.append
        for entry in entries:
            yield entry
            try:
                status = entry.stat()
            except OSError:
                continue  # told by the one who takes them
            key = signature(status)
            if key in known:
                keep(key)
            elif (times := before.times.get(name := hash(entry.name))) and times.signature == key:
                after.times[name] = times
            else:
                self._look(after, entry.name, status, looked_at)
        self._known = after

    def look_at(self, changed: Iterable[str]) -> None:
        """Look at the files named *changed* again."""
        known = self._known
        assert known is not None
        for name in filter(is_event_file, changed):
            known.times.pop(hash(name), None)
            looked_at = self._clock()
            with suppress(OSError):
                self._look(known, name, (self._path / name).stat(), looked_at)

    def within(self, window: TimeSpan) -> Iterator[TimeSpan]:
        """Give what of it is in sight."""
        for times in self._known.times.values() if self._known else ():
            for span in times.spans:
                if window.overlaps(span.start, span.end):
                    yield span

    def _look(self, known: _Known, name: str, status: os.stat_result, looked_at: int) -> None:
        """Read a new or changed file and remember what came of it; one that cannot be read now is tried again."""
        key = trusted(status, looked_at)
        try:
            spans = self._spans(name, status, known.wish)
        except (Gone, OSError):
            return
        except ical.IcalError:
            spans = ()
        if spans:
            known.times[hash(name)] = _Times(key, spans)
        elif key != NO_SIGNATURE:
            known.others.append(key)

    def _spans(self, name: str, status: os.stat_result, wish: Wish) -> tuple[TimeSpan, ...]:
        content = read_content(self._path, name, status)
        days = day_span(content.lowered) if content.is_whole else None
        if days and not wish.may_show(days):
            return ()
        return ical.busy(content.data, href=name, window=wish.horizon, home=self._home, me=self._me)
