"""
Runs of the program, each a process of its own that was forked from one that has imported everything already.

This file is both ends: as a program it reads an order a line (JSON) and answers each with the exit status.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import io
import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from daemon.cli.main import main as program
from tests.crash import shim
from tests.local_account import LocalAccount, ended, event

#: What is imported at Google only; a pass in folders brings the rest.
_IMPORTS = (
    "integrations.google.calendar", "integrations.google.client", "integrations.google.gmail",
    "integrations.google.refresh", "integrations.google.reminders",
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """A run that is over; *status* is negative where a signal ended it."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The JSON document on standard output."""
        return json.loads(self.out)


class Nursery:
    """Forks the program, under the library *library*; its files lie in *folder*. Used in a with statement."""

    def __init__(self, library: Path, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            env={
                **shim.without_orders(os.environ),
                "LD_PRELOAD": str(library),
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._process.communicate()

    def run(self, arguments: Sequence[str], environment: Mapping[str, str]) -> Run:
        """Run the program and wait for its end."""
        out, err = self._folder / "out", self._folder / "err"
        order = {
            "arguments": list(arguments), "environment": dict(environment), "out": str(out), "err": str(err)
        }  # fmt: skip
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(order)}\n")
        self._process.stdin.flush()
        status = self._process.stdout.readline()
        assert status, "the process that forks the program has ended; standard error says why"
        return Run(int(status), out.read_text(), err.read_text())


def main() -> None:
    """Answer orders until there are no more."""
    _warm_up()
    library = ctypes.CDLL(None)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _live(json.loads(line), library)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _warm_up() -> None:
    """Make a pass on an account that is thrown away, so that modules are imported and templates compiled."""
    for name in _IMPORTS:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        sam = LocalAccount(Path(folder) / "sam")
        lines = ["DESCRIPTION:#interview #rejected\\nnotes: the move to event sourcing"]
        sam.put("acme", event("acme-1", ended(), title="Interview: Backend Engineer at ACME", lines=lines))
        os.environ.update(sam.environment)
        for command in ("sync", "status"):
            assert program([command, "--json"]) == 0


def _live(order: Mapping[str, Any], library: ctypes.CDLL) -> None:
    """Be the program, to its end."""
    os.environ.update(order["environment"])
    for descriptor, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, order["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, order["err"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        os.dup2(os.open(path, flags, 0o600), descriptor)
    status = 1
    try:
        library.crash_arm()
        status = program(order["arguments"])
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
