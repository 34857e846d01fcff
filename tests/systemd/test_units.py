"""The shipped units as systemd's own checker and rating see them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from daemon.cli.unit_file import UNITS, unit_text

SYSTEM, USER = "afterword@.service", "afterword.service"
#: Exposure in tenths, as systemd-analyze rates it. What is left of the user unit's is what no user manager can take.
AT_MOST = {SYSTEM: 15, USER: 20}

pytestmark = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")


@pytest.fixture(params=[SYSTEM, USER])
def unit(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A shipped unit, with a program that is there."""
    name: str = request.param
    program = tmp_path / "afterword"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    text = (UNITS / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(text.replace("/usr/bin/afterword", str(program)))
    return tmp_path / name


def analyze(unit: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run systemd-analyze on *unit*."""
    whose = ["--user"] if unit.name == USER else []
    environment = {"PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(unit.parent), "LANG": "C.UTF-8"}
    command = ["systemd-analyze", *whose, *arguments, f"./{unit.name}"]
    return subprocess.run(command, cwd=unit.parent, env=environment, capture_output=True, text=True, check=False)


def test_it_verifies_clean(unit: Path) -> None:
    """No unknown key, no wrong value: without the option an unknown key would only warn."""
    done = analyze(unit, "verify", "--man=no", "--recursive-errors=no")

    assert (done.returncode, done.stderr) == (0, "")


def test_it_is_hardened(unit: Path) -> None:
    """The rating stays below its limit."""
    done = analyze(unit, "--offline=yes", f"--threshold={AT_MOST[unit.name]}", "security")

    assert done.returncode == 0, done.stdout[-300:]


def test_every_setting_has_its_reason(unit: Path) -> None:
    """Above each setting, or each group of one kind, stands a comment."""
    for group in re.split(r"\n\n|\n(?=#)", unit.read_text().partition("[Service]")[2].partition("[Install]")[0]):
        assert "=" not in group or "#" in group, group


def test_an_installed_unit_verifies_clean(tmp_path: Path) -> None:
    """With odd characters in its paths, with its walls and without."""
    program = tmp_path / 'a "b" $c %d' / "afterword"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for with_walls in (True, False):
        path = tmp_path / USER
        environment = {"AFTERWORD_CONFIG": f"{program.parent}/config.toml"}
        path.write_text(unit_text([str(program), "run"], environment, with_walls=with_walls))

        done = analyze(path, "verify", "--man=no", "--recursive-errors=no")

        assert (done.returncode, done.stderr) == (0, "")
        assert ("PrivateUsers=yes" in path.read_text()) is with_walls
