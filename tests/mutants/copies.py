"""Copies of the checkout: one mutant at a time is put into one, and taken out again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.mutants.mutant import Mutant

ROOT = Path(__file__).parents[2]
_COPIED = ("daemon", "integrations", "config", "systemd", "docs", "tests", "pyproject.toml")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "node_modules", ".*")
#: Compiled by the content of the files, not by their times: two mutants of one file may have one size and one second.
_COMPILED = ("daemon", "integrations", "config")


class Copy:
    """A copy of the checkout in *folder*, which is made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._scratch = folder.with_name(f"{folder.name}-scratch")
        folder.mkdir()
        self._scratch.mkdir()
        for name in _COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, folder / name, ignore=_LEFT_OUT)
            else:
                shutil.copy(ROOT / name, folder)
        self._run("-m", "compileall", "-q", "--invalidation-mode", "checked-hash", *_COMPILED, compiles=True)
        self._run("-c", _IS_RUN)

    @property
    def environment(self) -> Mapping[str, str]:
        """What makes a process run the copy: the package is installed in place, so the checkout is in the way."""
        return {
            # Where this is run by pytest itself, its words to its workers are not for those that are started here.
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
            "PYTHONPATH": str(self.folder),
            # Of its own: two runs of pytest at a time clear away each other's.
            "TMPDIR": str(self._scratch),
            "PYTHONDONTWRITEBYTECODE": "1",
            # The same in every run: the order of sets, and the examples of the laws.
            "PYTHONHASHSEED": "0",
            "HYPOTHESIS_PROFILE": "ci",
        }

    @contextmanager
    def broken_by(self, mutant: Mutant) -> Iterator[None]:
        """
        Have *mutant* in the copy for the length of the block.

        Raises:
            Misplaced: The table does not fit the code.
        """
        if not mutant.file:
            yield
            return
        path = self.folder / mutant.file
        text = path.read_text(encoding="utf-8")
        path.write_text(mutant.broken(text), encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(text, encoding="utf-8")

    def _run(self, *arguments: str, compiles: bool = False) -> None:
        environment = {name: value for name, value in self.environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
        subprocess.run(
            [sys.executable, *arguments], cwd=self.folder, env=environment if compiles else self.environment, check=True
        )


#: Fails unless what is imported lies in the folder that it is run in.
_IS_RUN = """
import pathlib, daemon, integrations, config, tests.simulation.world
for module in (daemon, integrations, config, tests.simulation.world):
    assert pathlib.Path(module.__file__).is_relative_to(pathlib.Path.cwd()), module.__file__
"""
