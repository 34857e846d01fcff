"""The program run in the test's own process, at a time of the test's choosing."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from daemon.cli.main import main
from tests.local_account import LocalAccount

#: Half past four in London, half past five in Berlin: two and a half hours after `factories.END`, a Tuesday.
NOW = datetime(2026, 12, 1, 16, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Result:
    """What one run gave."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


@dataclass
class Program:
    """Runs `afterword` on *account*."""

    account: LocalAccount
    monkeypatch: pytest.MonkeyPatch

    def run(self, *arguments: str, now: datetime = NOW, text: str = "", terminal: bool = False) -> Result:
        """Run with *arguments*, *text* on standard input; *terminal*: somebody is there to be asked."""
        streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2)]
        stdin = io.StringIO(text)
        if terminal:
            self.monkeypatch.setattr(stdin, "isatty", lambda: True)
        # The instant alone: given a zone, time_machine would make it this machine's.
        with self.monkeypatch.context() as patch, time_machine.travel(now.timestamp()):
            patch.setattr(sys, "stdout", streams[0])
            patch.setattr(sys, "stderr", streams[1])
            patch.setattr(sys, "stdin", stdin)
            patch.setenv("AFTERWORD_CONFIG", str(self.account.config))
            patch.setenv("AFTERWORD_STATE_DIR", str(self.account.state))
            status = main(arguments)
            for stream in streams:
                stream.flush()
        out, err = (stream.buffer.getvalue().decode() for stream in streams)
        return Result(status, out, err)

    def done(self, *arguments: str, **how: Any) -> Result:
        """Run as `run`, and see to it that nothing went wrong."""
        result = self.run(*arguments, **how)
        assert (result.status, result.err) == (0, ""), result
        return result
