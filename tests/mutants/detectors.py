"""What may catch a mutant: simulated years, and tests. Each is run as a process of its own on a broken copy."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.mutants.copies import Copy
from tests.mutants.mutant import Mutant

#: Patience with one detector. pytest and `years` give up much sooner; this is for what they cannot end.
_PATIENCE_SECONDS = 1200
_FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)


class Unusable(Exception):
    """A detector did not run as one: a test file that is not there, say."""


@dataclass(frozen=True, slots=True)
class Catch:
    """How a mutant was caught."""

    #: The simulation's sentence, or the name of a test as pytest takes it.
    told: str
    by_simulation: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant."""

    mutant: Mutant
    catches: tuple[Catch, ...]
    seconds: float

    @property
    def lives(self) -> bool:
        """Nothing noticed."""
        return not self.catches

    @property
    def catching_tests(self) -> Iterator[str]:
        """The tests that noticed."""
        return (one.told for one in self.catches if "::" in one.told and not one.by_simulation)


def judge(mutant: Mutant, copy: Copy, years: int, *, everything: bool = False) -> Verdict:
    """
    Break *copy* by *mutant* and let its detectors look, the simulation first, up to the first that notices.

    With *everything* the tests look too where the simulation has noticed.

    Raises:
        Misplaced: The table does not fit the code.
        Unusable: A detector could not be run.
    """
    begun = time.monotonic()
    catches: list[Catch] = []
    with copy.broken_by(mutant):
        for catch in _looks(mutant, copy, years):
            if catch is not None:
                catches.append(catch)
                if not everything or not catch.by_simulation:
                    break
    return Verdict(mutant, tuple(catches), time.monotonic() - begun)


def _looks(mutant: Mutant, copy: Copy, years: int) -> Iterator[Catch | None]:
    if mutant.simulate:
        yield _simulate(copy, years)
    for group in mutant.tests:
        yield _test(copy, group)


def _simulate(copy: Copy, years: int) -> Catch | None:
    status, told = _run(copy, ["-m", "tests.mutants.years", "1", str(years)])
    return Catch(told.strip().rpartition("\n")[2], by_simulation=True) if status else None


def _test(copy: Copy, group: Sequence[str]) -> Catch | None:
    options = ["-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "--tb=no", "-rfE", "--timeout=60"]
    status, told = _run(copy, ["-m", "pytest", *options, *group])
    if status == 0:
        return None
    found = _FAILED.search(told)
    # 1: a test failed; 2: a file of tests could not even be imported; below 0: it took the process with it.
    if status > 2 or (status > 0 and not found):
        raise Unusable(f"pytest {' '.join(group)} ended with {status}:\n{told[-2000:]}")
    return Catch(found[1] if found else f"{told.strip() or 'nothing said'} (signal {-status})")


def _run(copy: Copy, arguments: Sequence[str]) -> tuple[int, str]:
    """Run Python on *copy* and give exit status and output; what does not end is ended, with all that it started."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=copy.folder,
        env=copy.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        told, _ = process.communicate(timeout=_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return -signal.SIGKILL, f"It does not end within {_PATIENCE_SECONDS} seconds: a hang"
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    return process.returncode, told
