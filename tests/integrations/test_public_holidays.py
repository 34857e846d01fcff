"""Public holidays: worked out in a child process, kept in a file."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from daemon.domain.errors import RefusedError, TemporaryError
from integrations.public_holidays import public_holidays

ROOT = Path(__file__).parents[2]


def refuse_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every start of a process fail."""

    def fail(*_: object, **__: object) -> None:
        raise OSError("no processes")

    monkeypatch.setattr("integrations.public_holidays.subprocess.run", fail)


@pytest.mark.parametrize(
    "country, holiday, workday",
    [
        ("DE", date(2026, 10, 3), date(2026, 3, 8)),
        ("DE-BE", date(2026, 3, 8), date(2026, 6, 4)),
        ("US", date(2026, 11, 26), date(2026, 11, 27)),
        ("GB", date(2026, 4, 3), date(2026, 4, 7)),
        ("FR", date(2026, 7, 14), date(2026, 7, 15)),
    ],
)
def test_a_countrys_holidays_are_known(country: str, holiday: date, workday: date) -> None:
    """Each country has its own days, and a region more of them."""
    days = public_holidays(country, [2026], None)

    assert holiday in days
    assert workday not in days


def test_all_years_are_given(tmp_path: Path) -> None:
    """Years may come in any order and more than once."""
    days = public_holidays("US", [2027, 2026, 2026], tmp_path)

    assert {date(2026, 12, 25), date(2027, 12, 25)} <= days
    assert date(2028, 12, 25) not in days
    assert public_holidays("US", [], tmp_path) == frozenset()


def test_they_are_kept_in_a_private_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second call needs no process; the file has mode 0600 and nothing else is left behind."""
    first = public_holidays("DE", [2026], tmp_path)
    refuse_children(monkeypatch)

    assert public_holidays("DE", [2026], tmp_path) == first
    (kept,) = tmp_path.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_country_years_and_version_have_files_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another country, another year, or another version of the package is worked out anew."""
    for country, year in (("DE", 2026), ("DE-BE", 2026), ("DE", 2027)):
        public_holidays(country, [year], tmp_path)
    monkeypatch.setattr("importlib.metadata.version", lambda name: "999")
    public_holidays("DE", [2026], tmp_path)

    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize("content", [b"", b"{", b'["2026-13-01"]', b"3", b"[1]", b"\xff"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    """What was kept and cannot be read is worked out again."""
    first = public_holidays("DE", [2026], tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(content)

    assert public_holidays("DE", [2026], tmp_path) == first
    assert kept.read_bytes() != content


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """Where nothing can be kept the days are known all the same."""
    assert date(2026, 10, 3) in public_holidays("DE", [2026], tmp_path / "missing")


@pytest.mark.parametrize("country", ["XX", "DE-XX", "-", "", "--help"])
def test_an_unknown_country_is_refused(tmp_path: Path, country: str) -> None:
    """A country or region that is not known is an error that says what to change, and nothing is kept."""
    with pytest.raises(RefusedError, match="Change `country`"):
        public_holidays(country, [2026], tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_failed_process_is_an_error_for_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no process can be started, or it fails, the next try may do better."""
    refuse_children(monkeypatch)
    with pytest.raises(TemporaryError, match="no processes"):
        public_holidays("DE", [2026], tmp_path)

    broken = subprocess.CompletedProcess[bytes]([], 1, b"", b"Traceback\nImportError: no module\n")
    monkeypatch.setattr("integrations.public_holidays.subprocess.run", lambda *_, **__: broken)
    with pytest.raises(TemporaryError, match="ImportError: no module"):
        public_holidays("DE", [2026], tmp_path)


def test_the_package_is_not_imported_here(tmp_path: Path) -> None:
    """The process that asks stays without the package `holidays`."""
    script = (
        "import sys; from pathlib import Path; from integrations.public_holidays import public_holidays\n"
        "assert public_holidays('DE', [2026], Path(sys.argv[1])); sys.exit('holidays' in sys.modules)"
    )

    child = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )

    assert child.returncode == 0
