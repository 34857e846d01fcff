"""A clock for a process of its own, moved by hand: libfaketime changes the time of day, not the monotonic clock."""

from __future__ import annotations

import importlib.util
from datetime import datetime
from pathlib import Path


def library() -> Path | None:
    """Give where the library is that moves the clock, None where it is not installed."""
    spec = importlib.util.find_spec("libfaketime")
    if spec is None or spec.origin is None:
        return None
    found = sorted(Path(spec.origin).parent.glob("vendor/libfaketime/src/libfaketime.so*"))
    return found[0] if found else None


class HandClock:
    """What a process takes for the time of day; it goes on by itself from where it was set."""

    def __init__(self, file: Path, faketime: Path) -> None:
        self._file = file
        #: What the process has to be started with.
        self.environ = {
            "LD_PRELOAD": str(faketime),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "TZ": "UTC",
        }

    def set(self, moment: datetime) -> None:
        """Let it be *moment* (aware, in UTC) from here on."""
        scratch = self._file.with_suffix(".new")
        scratch.write_text(f"@{moment:%Y-%m-%d %H:%M:%S}\n")
        scratch.rename(self._file)
