"""The library that counts a program's writes and disturbs one of them (`shim.c`): built, ordered, and read."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")


class How(StrEnum):
    """What happens at a write."""

    KILL = "kill"
    AFTER = "after"
    TEAR = "tear"
    FULL = "full"
    FULL_ON = "full-on"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that happens at the write number *at*, counted from 1."""

    how: How
    at: int

    def __str__(self) -> str:
        return f"{self.how} at {self.at}"


@dataclass(frozen=True, slots=True)
class Write:
    """A line of the journal."""

    number: int
    call: str
    bytes: int
    #: A path, or "socket".
    where: str

    @property
    def is_sent(self) -> bool:
        """It went to a server."""
        return self.where == "socket"

    @property
    def changes(self) -> bool:
        """It changed something: killed before an fsync is as good as killed before what comes next."""
        return self.call != "fsync"

    @property
    def can_fill(self) -> bool:
        """It needs room on a disk."""
        return not self.is_sent and self.call not in ("unlink", "chmod")


def has_compiler() -> bool:
    """Say whether the library can be built."""
    return shutil.which("cc") is not None


def build(folder: Path) -> Path:
    """Compile the library into *folder* and give its file."""
    library = folder / "shim.so"
    command = ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True)
    return library


def orders(root: Path, journal: Path, now: datetime, fault: Fault | None) -> dict[str, str]:
    """Give the variables by which the library counts what is written below *root*, and lets *fault* happen."""
    journal.unlink(missing_ok=True)
    variables = {
        "CRASH_ROOT": str(root.resolve()),
        "CRASH_JOURNAL": str(journal),
        "CRASH_NOW": str(int(now.timestamp())),
    }
    return variables | ({"CRASH_FAULT": fault.how, "CRASH_AT": str(fault.at)} if fault else {})


def without_orders(environment: Mapping[str, str]) -> dict[str, str]:
    """Give *environment* as it is for a process that nothing was ordered for."""
    return {name: value for name, value in environment.items() if not name.startswith("CRASH_")}


def read(journal: Path, root: Path) -> list[Write]:
    """Give the journal's lines; paths below *root* are relative."""
    writes = []
    for line in journal.read_text().splitlines() if journal.exists() else ():
        number, call, size, where = line.split(" ", 3)
        place = where if where == "socket" else os.path.relpath(where, root.resolve())
        writes.append(Write(int(number), call, int(size), place))
    return writes
