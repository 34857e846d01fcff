"""What `afterword doctor` finds: each thing that was looked at, how it stands, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How grave a finding is."""

    OK = "ok"
    #: Works, but may not for long, or not all of it.
    WARNING = "warning"
    #: Has to be mended.
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and how it stands."""

    what: str
    level: Level
    #: A sentence.
    message: str
    #: What the person does about it, "" for nothing.
    mend: str = ""
    #: "" for what concerns all accounts.
    account: str = ""
    #: How long it took to find out, where a server was asked.
    milliseconds: int | None = None
