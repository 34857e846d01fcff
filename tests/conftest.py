"""
What holds for every test: laws checked alike everywhere, nothing of the person's touched, no network, no silent skip.

A test that needs a program from outside is skipped with a reason that begins "NAME is not installed". The end of the
run names every skip. Where CI is set, a missing program is an error, unless ALLOW_MISSING names it ("mutt,notmuch").
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import loopback
from tests.discretion import LISTENER

IN_CI = os.environ.get("CI", "").casefold() in ("1", "true", "yes")
ALLOWED_MISSING = frozenset(re.findall(r"[\w.-]+", os.environ.get("ALLOW_MISSING", "")))
_NOT_INSTALLED = re.compile(r"(?:Skipped: )?([\w.-]+) is not installed")

# No deadline and no word on slowness: a machine busy with something else is no mistake of the program.
_COMMON = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("quick", _COMMON, max_examples=50)
# The same examples in every run, so that CI tells of the change it runs on and of nothing else.
settings.register_profile("ci", _COMMON, max_examples=50, derandomize=True, database=None)
settings.register_profile("long", _COMMON, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if IN_CI else "quick"))


def pytest_configure() -> None:
    """Shut the network, give the process the environment of no machine in particular, and hear what is logged."""
    sys.addaudithook(loopback.guard)
    LISTENER.begin()
    for name in [one for one in os.environ if one.startswith(("AFTERWORD_", "XDG_", "LC_"))]:
        del os.environ[name]
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "LINES", "NOTIFY_SOCKET", "WATCHDOG_USEC"):
        os.environ.pop(name, None)
    os.environ["LANG"] = "C.UTF-8"
    # Nobody's usual zone, and no whole hour: local time taken for UTC, or for the account's, shows at once.
    os.environ["TZ"] = "Asia/Kathmandu"
    time.tzset()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test, and every program it starts, an empty home: nothing of the person's is read or written."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    for name, place in {
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
        "XDG_RUNTIME_DIR": ".run",
    }.items():
        monkeypatch.setenv(name, str(folder / place))
    return folder


@pytest.fixture(autouse=True)
def discreet_log() -> Iterator[None]:
    """See to it that no log of the test, nor of a program that it started, tells what is nobody's business."""
    yield
    assert LISTENER.check() == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Make an error of a skip for a missing program, where everything has to be there."""
    report = yield
    missing = _NOT_INSTALLED.match(_reason(report)) if report.skipped else None
    if missing and IN_CI and missing[1] not in ALLOWED_MISSING:
        report.outcome = "failed"
        report.longrepr = (
            f"{missing[1]} is not installed, and CI has to have it. Install it, or allow it: ALLOW_MISSING={missing[1]}"
        )
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say loudly what was not checked, and after a failure how to have the same order again."""
    if terminalreporter.stats.get("failed") and (seed := terminalreporter.config.getoption("randomly_seed", None)):
        terminalreporter.line(f"The order of this run: --randomly-seed={seed}")
    skipped = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if skipped:
        terminalreporter.section(f"NOT CHECKED: {sum(skipped.values())} tests were skipped", red=True)
        for reason, count in sorted(skipped.items()):
            terminalreporter.line(f"{count:4} x {reason.removeprefix('Skipped: ')}")


def _reason(report: pytest.TestReport) -> str:
    """Give the reason for which a test was skipped."""
    # Of a skip, longrepr is (file, line, reason).
    return str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
