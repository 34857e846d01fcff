"""
What is remembered of a folder between two looks, so that an unchanged one costs a listing and nothing else.

A file that no tag rule can make an interview is remembered by its signature alone, eight bytes; the few others with
what was read from them. It is a cache: deleted, damaged, or made for another question, it is as good as empty.

The file: a CRC-32 (4 bytes, big-endian) of what follows, then msgpack of `_Stored`.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec

from daemon.domain.occurrence import Occurrence

#: Raised with every change to what is stored or how files are read.
FORMAT = 3
#: A file that changed this short a time before it was looked at may change again without its times showing it (git
#: calls such entries racy); its signature is not trusted.
RACY_NS = 2_000_000_000
#: A signature that no file has.
NO_SIGNATURE = 0


class Record(msgspec.Struct, array_like=True):
    """A file that holds, or once held, something to give: it stays one as long as the file exists."""

    href: str
    signature: int
    events: int
    uids: frozenset[str]
    #: Why it could not be read (in part), in words, or "".
    problem: str = ""
    #: First and last day (ordinals) where it certainly holds single events only.
    days: tuple[int, int] | None = None
    #: From when to when (UTC) `occurrences` is all there is; None while nothing was read.
    horizon: tuple[datetime, datetime] | None = None
    occurrences: tuple[Occurrence, ...] = ()
    #: Identities that were asked for by name when it was read.
    asked: frozenset[str] = frozenset()


@dataclass(slots=True)
class Index:
    """What is known of one folder."""

    #: Signatures of the files that hold nothing to give.
    others: array[int] = field(default_factory=lambda: array("q"))
    #: How many events they hold, where that is not one.
    counts: dict[int, int] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    #: Identities that were looked for in every file and not found in `others`.
    sought: frozenset[str] = frozenset()


class _Stored(msgspec.Struct, array_like=True):
    question: str
    others: bytes
    counts: dict[int, int]
    records: list[Record]
    sought: frozenset[str]


def signature(status: os.stat_result) -> int:
    """Condense what changes when a file does; edits in place that keep size and time of change show in ctime."""
    return hash((status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size))


def trusted(status: os.stat_result, looked_at_ns: int) -> int:
    """Give the signature by which a file looked at at *looked_at_ns* is known as unchanged, if it can be."""
    is_racy = max(status.st_mtime_ns, status.st_ctime_ns) > looked_at_ns - RACY_NS
    return NO_SIGNATURE if is_racy else signature(status)


def load(path: Path, question: str) -> Index:
    """Give what *path* holds for *question*, or an empty index."""
    try:
        data = path.read_bytes()
        if zlib.crc32(data[4:]) != int.from_bytes(data[:4]):
            return Index()
        stored = msgspec.msgpack.decode(memoryview(data)[4:], type=_Stored)
        others = array("q", stored.others)
    except (OSError, ValueError, msgspec.MsgspecError):
        return Index()
    if stored.question != question:
        return Index()
    return Index(others, stored.counts, {record.href: record for record in stored.records}, stored.sought)


def save(path: Path, question: str, index: Index) -> None:
    """
    Write *index* for *question*, whole or not at all; readable by the person only.

    Nothing is lost where that fails: the next look reads the files again.
    """
    stored = _Stored(question, index.others.tobytes(), index.counts, list(index.records.values()), index.sought)
    body = msgspec.msgpack.encode(stored)
    # One name, so that what a crash leaves is written over. Two that write at once may damage it: as good as empty.
    temporary = path.with_name(f"{path.name}.tmp")
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with open(temporary, "wb", opener=_private) as file:
                file.write(zlib.crc32(body).to_bytes(4))
                file.write(body)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class Tally:
    """
    How many events each of the other files holds, by name: for a change told by the kernel, which names only names.

    Eight bytes a file: names are remembered by their hash (of this process).
    """

    def __init__(self) -> None:
        self.total = 0
        self._ones = array("q")
        self._is_sorted = False
        self._counts: dict[int, int] = {}

    def add(self, name: str, events: int) -> None:
        """Count a file that was not counted before."""
        self.total += events
        if events == 1:
            self._ones.append(hash(name))
        elif events:
            self._counts[hash(name)] = events

    def put(self, name: str, events: int) -> None:
        """Count *events* for *name* from now on; 0 for a file that is gone or has a record of its own."""
        key = hash(name)
        before = self._counts.get(key)
        if before is None:
            before = int(self._has_one(key))
        self.total += events - before
        self._counts[key] = events

    def _has_one(self, key: int) -> bool:
        if not self._is_sorted:
            self._ones = array("q", sorted(self._ones))
            self._is_sorted = True
        at = bisect_left(self._ones, key)
        return at < len(self._ones) and self._ones[at] == key
