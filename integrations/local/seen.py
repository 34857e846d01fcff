"""
What files hold, without reading again those that the file system says are the same.

What was read is remembered in the object and, for the next process, in the ref that goes into the ledger: path, stamp,
fingerprint and link, parted by tabs. So a pass over hundreds of unchanged items parses none of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from daemon.ports import Found


def path_in(ref: str) -> str:
    """Give the path that *ref* begins with, "" for none; anything may stand there."""
    return ref.partition("\t")[0]


class SeenFiles:
    """
    The files below *folder*; *read* gives the fingerprint and the link of a file's bytes.

    Only for looking: a stamp does not tell two edits within one tick of the file system's clock (some milliseconds)
    apart, so what is about to be overwritten is read anew.
    """

    def __init__(self, folder: Path, read: Callable[[bytes], tuple[str, str]]) -> None:
        self._folder = folder
        self._read = read
        self._found: dict[str, Found] = {}

    def look(self, path: str, ref: str = "") -> Found:
        """Tell what lies at *path*, by memory or *ref* where it has not changed. FileNotFoundError where it is gone."""
        stamp = _stamp((self._folder / path).stat())
        for known in (self._found[path].ref if path in self._found else "", ref):
            match known.split("\t"):
                case [known_path, known_stamp, fingerprint, link] if (known_path, known_stamp) == (path, stamp):
                    return Found(known, fingerprint, link)
        return self.look_anew(path)

    def look_anew(self, path: str) -> Found:
        """Read what lies at *path*, whatever is remembered. FileNotFoundError where it is gone."""
        with (self._folder / path).open("rb") as file:
            stamp = _stamp(os.fstat(file.fileno()))
            fingerprint, link = self._read(file.read())
        return self._remember(path, stamp, fingerprint, link)

    def written(self, path: str, fingerprint: str, link: str = "") -> Found:
        """Remember what was just written to *path*: reading it back would say the same and cost as much as writing."""
        return self._remember(path, _stamp((self._folder / path).stat()), fingerprint, link)

    def forget(self, path: str) -> None:
        """Spare the memory: the file is gone."""
        self._found.pop(path, None)

    def _remember(self, path: str, stamp: str, fingerprint: str, link: str) -> Found:
        self._found[path] = Found("\t".join((path, stamp, fingerprint, link)), fingerprint, link)
        return self._found[path]


def _stamp(status: os.stat_result) -> str:
    """Condense what changes whenever a file does: edited in place, replaced, or renamed."""
    return f"{status.st_ino:x}.{status.st_mtime_ns:x}.{status.st_ctime_ns:x}.{status.st_size:x}"
