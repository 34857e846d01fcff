"""
A calendar that is a folder with an iCalendar file for each event (a vdir, as vdirsyncer and khal use): only read.

    every file ──signature known?──► nothing to do                                  index.py
               └─read, the cheap look──► nothing to give: only its signature kept   sieve.py
                                      └─full parse──► kept with what it gave        files.py, ical.py

Where it is asked when the person is busy, the same listing serves busy.py, which keeps nothing on the disk.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from daemon.domain.errors import TemporaryError
from daemon.domain.occurrence import Occurrence, TimeSpan
from daemon.domain.policy import Me, TagRules
from daemon.ports import Question, Reading, Unreadable
from integrations.ical import IcalError
from integrations.local.busy import BusyTimes
from integrations.local.files import (
    Gone,
    Wish,
    event_files,
    is_event_file,
    printable,
    read_content,
    read_record,
    unreadable,
)
from integrations.local.index import FORMAT, NO_SIGNATURE, Index, Record, Tally, load, save, signature, trusted
from integrations.local.sieve import Sieve

#: From this many changed files on, the whole folder is looked at.
_MANY = 500


class VdirCalendar:
    """One folder of `*.ics` files as a `CalendarSource` and `Watchable`."""

    def __init__(
        self,
        name: str,
        path: Path,
        *,
        rules: TagRules,
        home: tzinfo,
        index_path: Path | None,
        clock: Callable[[], int] = time.time_ns,
        me: Me | None = None,
    ) -> None:
        """
        Read the folder *path*; what is known of it is kept in *index_path*, or in this object alone.

        What *me* has declined keeps nobody busy.
        """
        self.name = name
        self._path = path
        self._home = home
        self._index_path = index_path
        self._clock = clock
        self._sieve = Sieve(rules, name)
        self._question = _digest(FORMAT, sys.version_info[:2], str(path.absolute()), name, str(home), rules)
        self._index: Index | None = None
        self._tally = Tally()
        #: What was in sight at the last read.
        self._window: TimeSpan | None = None
        #: The index differs from what `save` wrote last.
        self._is_altered = False
        self._me = me
        #: Only while it is asked for.
        self._busy: BusyTimes | None = None

    def folder(self) -> str:
        """Give the folder's absolute path."""
        return str(self._path.absolute())

    def read(self, question: Question, changed: frozenset[str] | None = None) -> Reading:
        """Give what the port asks for; see `daemon.ports.CalendarSource.read`."""
        if not question.busy:
            self._busy = None
            return self._read(question, changed, None)
        if self._busy is None:
            self._busy = BusyTimes(self._path, home=self._home, me=self._me, clock=self._clock)
        reading = self._read(question, changed, self._busy)
        return replace(reading, busy=tuple(self._busy.within(question.window)))

    def _read(self, question: Question, changed: frozenset[str] | None, busy: BusyTimes | None) -> Reading:
        """Give all but the busy times, and bring *busy* up to date."""
        wish = Wish(question.window, question.wanted)
        if question.everything:
            return _reading(self._all_records(wish, self._entries_for(busy, wish)), question, 0)
        self._window = question.window
        is_complete = self._index is None or changed is None or len(changed) > _MANY
        if busy is not None:
            is_complete = is_complete or not busy.is_known(question.window)
        index = self._look_at_all(wish, busy) if is_complete else self._look_at(changed or (), wish)
        if busy is not None and not is_complete:
            busy.look_at(changed or ())
        self._seek(index, wish)
        reading = self._answer(index, question, wish)
        if self._is_altered and self._index_path and is_complete:
            save(self._index_path, self._question, index)
            self._is_altered = False
        return reading

    def find(self, event: str, identity: str) -> Occurrence | None:
        """Give one occurrence wherever it is; see `daemon.ports.CalendarSource.find`."""
        now = datetime.fromtimestamp(self._clock() / 1e9, UTC)
        wish = Wish(self._window or TimeSpan(now, now), frozenset((identity or event,)))
        index = self._index or self._look_at_all(wish)
        # What was known is looked at again: it may have changed since.
        index = self._look_at([record.href for record in _holders(index, wish)], wish)
        self._seek(index, wish)
        current = (self._current(index, record, wish) for record in _holders(index, wish))
        found = (one for record in current if record for one in record.occurrences)
        return next((one for one in found if one.identity in wish.wanted), None)

    # Looking: which files are there, and which of them have changed.

    def _look_at_all(self, wish: Wish, busy: BusyTimes | None = None) -> Index:
        """Bring what is known, and *busy*, up to date with the folder."""
        before = self._index
        if before is None:
            before = load(self._index_path, self._question) if self._index_path else Index()
        known = set(before.others)
        # While nothing is known every file is read, and what is wanted looked for on the way.
        after = Index(sought=before.sought & wish.wanted if known else wish.wanted)
        tally = Tally()
        looked_at = self._clock()
        keep, count, new = after.others.append, tally.add, 0
        for entry in self._entries_for(busy, wish):
            name = entry.name
            try:
                status = entry.stat()
            except OSError as error:
                self._keep(after, unreadable(name, error, is_link=entry.is_symlink(), before=before.records.get(name)))
                continue
            key = signature(status)
            if key in known:
                keep(key)
                events = before.counts.get(key, 1)
                if events != 1:
                    after.counts[key] = events
                count(name, events)
            elif (record := before.records.get(name)) and record.signature == key:
                after.records[name] = record
            else:
                new -= len(after.others)
                count(name, self._look(after, name, status, looked_at, wish, record))
                new += len(after.others)
        is_same = new == 0 and len(after.others) == len(before.others) and after.records == before.records
        self._is_altered |= not is_same or after.sought != before.sought
        self._index, self._tally = after, tally
        return after

    def _look_at(self, changed: Iterable[str], wish: Wish) -> Index:
        """Bring what is known up to date with the files named *changed*."""
        index = self._index
        assert index is not None
        if not self._path.is_dir():
            raise self._gone("it is no folder any more")
        for name in filter(is_event_file, changed):
            record = index.records.pop(name, None)
            looked_at, path = self._clock(), self._path / name
            try:
                status = path.stat()
            except OSError as error:
                self._keep(index, unreadable(name, error, is_link=path.is_symlink(), before=record))
                self._tally.put(name, 0)
            else:
                self._tally.put(name, self._look(index, name, status, looked_at, wish, record))
            self._is_altered = True
        return index

    def _look(
        self, index: Index, name: str, status: os.stat_result, looked_at: int, wish: Wish, before: Record | None
    ) -> int:
        """
        Read a new or changed file and remember what came of it; *before* is the record it had.

        A file that had one keeps one: an interview that lost its tag is to be seen as that, not as deleted. Gives how
        many events it holds where it has no record.
        """
        key = trusted(status, looked_at)
        try:
            content = read_content(self._path, name, status)
        except Gone:
            return 0
        except OSError as error:
            self._keep(index, unreadable(name, error, before=before))
            return 0
        except IcalError as error:
            self._keep(index, Record(printable(name), key, 0, before.uids if before else frozenset(), str(error)))
            return 0
        is_candidate = (
            before is not None
            or self._sieve.may_hold_interview(content.lowered, content.unfolded)
            or (wish.by_uid and bool(wish.named(content.uids)))
        )
        events = content.events
        if is_candidate or not content.is_whole:
            record = read_record(content, key, wish, calendar=self.name, home=self._home)
            if is_candidate or record.problem:
                self._keep(index, record)
                return 0
            events = record.events
        if index.sought:
            # It was looked for before this file held it: it may be looked for again.
            index.sought -= Wish(wish.window, frozenset(index.sought)).named(content.uids)
        if key != NO_SIGNATURE:
            index.others.append(key)
            if events != 1:
                index.counts[key] = events
        return events

    def _seek(self, index: Index, wish: Wish) -> None:
        """Look through all other files for what is wanted and in no file with a record, once for each identity."""
        known = {uid for record in index.records.values() for uid in record.uids}
        missing = wish.wanted - index.sought - wish.named(known)
        if not missing:
            return
        search = Wish(wish.window, missing)
        for entry in self._entries():
            if entry.name in index.records:
                continue
            looked_at = self._clock()
            try:
                status = entry.stat()
                content = read_content(self._path, entry.name, status)
            except (Gone, OSError, IcalError):
                continue  # the next look tells it
            if search.named(content.uids):
                key = trusted(status, looked_at)
                self._keep(index, read_record(content, key, wish, calendar=self.name, home=self._home))
                self._tally.put(entry.name, 0)
                index.others = array("q", (other for other in index.others if other != signature(status)))
        index.sought |= missing
        self._is_altered = True

    # Answering: from what is known, reading again only what was read for another time.

    def _answer(self, index: Index, question: Question, wish: Wish) -> Reading:
        """Put the answer together."""
        current = [record for old in list(index.records.values()) if (record := self._current(index, old, wish))]
        return _reading(current, question, self._tally.total)

    def _current(self, index: Index, record: Record, wish: Wish) -> Record | None:
        """Give *record* with all that is asked of it: as it is, or read again; None where its file has gone."""
        if record.problem and record.horizon is None:
            return record
        covers = record.horizon and record.horizon[0] <= wish.window.start and wish.window.end <= record.horizon[1]
        if covers or (record.days is not None and not wish.may_show(record.days)):
            missing = wish.named(record.uids) - record.asked
            if not missing or missing <= {one.identity for one in record.occurrences}:
                return record
        self._look_at([record.href], wish)
        return index.records.get(record.href)

    def _all_records(self, wish: Wish, entries: Iterable[os.DirEntry[str]]) -> Iterator[Record]:
        """Read every file that can be in sight, tagged or not; nothing of it is remembered."""
        for entry in entries:
            try:
                content = read_content(self._path, entry.name, entry.stat())
            except Gone:
                continue
            except OSError as error:
                if record := unreadable(entry.name, error, is_link=entry.is_symlink()):
                    yield record
            except IcalError as error:
                yield Record(printable(entry.name), NO_SIGNATURE, 0, frozenset(), str(error))
            else:
                yield read_record(content, NO_SIGNATURE, wish, calendar=self.name, home=self._home)

    def _keep(self, index: Index, record: Record | None) -> None:
        if record:
            index.records[record.href] = record

    def _entries(self) -> Iterator[os.DirEntry[str]]:
        """Give the event files; a folder that cannot be listed is a `TemporaryError`."""
        try:
            yield from event_files(self._path)
        except OSError as error:
            raise self._gone(error.strerror or str(error)) from error

    def _entries_for(self, busy: BusyTimes | None, wish: Wish) -> Iterator[os.DirEntry[str]]:
        """Give the event files, one after the other, to *busy* too."""
        return self._entries() if busy is None else busy.watching(self._entries(), wish.window)

    def _gone(self, why: str) -> TemporaryError:
        return TemporaryError(self.name, f"the folder {self._path} cannot be read ({why}); nothing is taken back")


def _reading(records: Iterable[Record], question: Question, other_events: int) -> Reading:
    """Put an answer together from *records*, and from how many events there are besides."""
    found: list[Occurrence] = []
    problems = []
    events = other_events
    for record in records:
        events += record.events
        if record.problem:
            problems.append(Unreadable(record.href, record.problem))
        for one in record.occurrences:
            if question.window.overlaps(one.start, one.end) or one.identity in question.wanted:
                found.append(one)
    return Reading(tuple(found), tuple(problems), events)


def _holders(index: Index, wish: Wish) -> list[Record]:
    """Give the records of files that may hold what is wanted."""
    return [record for record in index.records.values() if wish.named(record.uids)]


def _digest(*facts: object) -> str:
    """Condense what the index depends on; sets are put in order first."""
    stable = [
        (sorted(fact.calendars), fact.hashtag, fact.title_patterns) if isinstance(fact, TagRules) else fact
        for fact in facts
    ]
    return hashlib.sha256(repr(stable).encode()).hexdigest()[:32]
