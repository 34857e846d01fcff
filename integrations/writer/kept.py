"""The port `Rewordings` in a folder: a file for each note, 0600, beside the ledger and not in it, to outlast it."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from integrations import atomic

#: So long after it was settled no note is written anew any more: its draft was sent, or is not looked at again.
KEPT_FOR = timedelta(days=120)


class RewordingFolder:
    """What came of rewording lies in *folder*; with *read_only* it is kept as long as this object lasts."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._folder = folder
        self._read_only = read_only
        self._for_now: dict[str, tuple[str, ...]] = {}

    def get(self, key: str) -> tuple[str, ...] | None:
        """See `Rewordings.get`. A file that cannot be read counts as none."""
        if key in self._for_now:
            return self._for_now[key]
        try:
            found = json.loads(self._path(key).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        is_whole = isinstance(found, list) and bool(found) and all(isinstance(one, str) for one in found)
        return tuple(found) if is_whole else None

    def put(self, key: str, paragraphs: Sequence[str]) -> bool:
        """See `Rewordings.put`."""
        if self._read_only:
            self._for_now[key] = tuple(paragraphs)
            return True
        path = self._path(key)
        try:
            atomic.make_folder(path.parent)
            self._clear(path.parent)
            data = json.dumps(list(paragraphs), ensure_ascii=False).encode()
            atomic.write_over(path, data, scratch=path.with_name(f".{path.name}.tmp"))
        except (OSError, ValueError):
            return False
        return True

    @staticmethod
    def _clear(folder: Path) -> None:
        """Let go of what is too old to be of use: it is text of the person's notes."""
        oldest = time.time() - KEPT_FOR.total_seconds()
        for path in folder.glob("*.json"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"
