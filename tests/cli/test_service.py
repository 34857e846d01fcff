"""`afterword service` where there is no systemd for the person, and what it says of a service that runs anyway."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from config.load import load
from daemon.cli import service_manager
from daemon.cli.unit_file import MARKER, NAME, quoted, unit_text
from daemon.wiring import hold_service
from tests.cli.program import Program


@pytest.fixture(autouse=True)
def no_systemd(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of this machine's systemd is asked."""
    monkeypatch.setenv("PATH", str(tmp_path))


def test_without_systemd_nothing_is_installed_and_another_way_is_told(program: Program, home: Path) -> None:
    """Exit status 1, the reason, and what to do instead: any supervisor, or cron, with the paths filled in."""
    result = program.run("service", "install")

    assert result.status == 1
    assert result.err == "Nothing was installed: there is no systemd on this machine.\n"
    assert f"--config {program.account.config} run\n" in result.out
    assert "*/5 * * * * " in result.out
    assert f"AFTERWORD_STATE_DIR={program.account.state}" in result.out
    assert not list(home.rglob(NAME))


def test_a_configuration_that_cannot_be_used_installs_nothing(program: Program) -> None:
    """It would only fail later, where nobody looks."""
    program.account.config.write_text("nonsense")

    assert program.run("service", "install").status == 2


def test_a_service_under_something_else_is_told(program: Program) -> None:
    """The lock says that it runs; exit status 0. Without one it is 1."""
    away = program.run("service", "status")
    with hold_service(load(program.account.config, program.account.environment)):
        there = program.run("service", "status")
        document = program.run("service", "status", "--json").document

    assert away.status == 1
    assert "does not run" in away.out
    assert there.status == 0
    assert "not under your systemd" in there.out
    assert document["running"] is True
    assert isinstance(document["process"], int)
    assert document["systemd"] is None
    assert document["no_systemd_because"] == "there is no systemd on this machine"


def test_uninstall_takes_away_only_what_install_wrote(program: Program, home: Path) -> None:
    """Also where systemd is gone meanwhile; the unit of somebody else stays, and it is said."""
    path = home / ".config" / "systemd" / "user" / NAME
    path.parent.mkdir(parents=True)
    path.write_text("[Service]\n")
    foreign = program.run("service", "uninstall")
    assert (foreign.status, path.exists()) == (1, True)
    assert "was not written by Afterword" in foreign.err

    path.write_text(f"{MARKER}\n[Service]\n")
    ours = program.run("service", "uninstall")
    again = program.run("service", "uninstall")

    assert (ours.status, path.exists()) == (0, False)
    assert (again.status, again.out) == (0, "The service is not installed; there is nothing to take away.\n")


def test_a_unit_of_somebody_else_is_not_written_over(
    program: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Install refuses before it does anything."""
    told: list[Sequence[str]] = []

    def systemctl(*arguments: str, seconds: float = 1) -> subprocess.CompletedProcess[str]:
        told.append(arguments)
        return subprocess.CompletedProcess(arguments, 0, "", "")

    monkeypatch.setattr(service_manager, "systemctl", systemctl)
    monkeypatch.setattr(service_manager, "why_not", lambda _environ: "")
    path = home / ".config" / "systemd" / "user" / NAME
    path.parent.mkdir(parents=True)
    path.write_text("[Service]\n")

    result = program.run("service", "install")

    assert result.status == 1
    assert "was not written by Afterword" in result.err
    assert path.read_text() == "[Service]\n"
    assert {arguments[0] for arguments in told} <= {"show-environment"}


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("/usr/bin/afterword", "/usr/bin/afterword"),
        ("/a b", '"/a b"'),
        ("100%", "100%%"),
        ("$HOME", "$$HOME"),
        ('say "hi"', '"say \\"hi\\""'),
        ("back\\slash", '"back\\\\slash"'),
        ("", '""'),
    ],
)
def test_words_are_quoted_as_systemd_reads_them(word: str, written: str) -> None:
    """No specifier and no variable comes of somebody's path."""
    assert quoted(word) == written


def test_a_newer_systemd_waits_longer_after_each_failure() -> None:
    """An older one would take the setting for a mistake; the shipped units are for every one."""
    plain, stepped = (unit_text(["/opt/afterword", "run"], {}, with_steps=newer) for newer in (False, True))

    assert "\nRestartSteps=" not in plain
    assert "\nRestartSec=1min\nRestartSteps=5\nRestartMaxDelaySec=15min\n" in stepped


def test_a_program_below_tmp_keeps_its_tmp() -> None:
    """With one of its own it would not find itself."""
    assert "\nPrivateTmp=yes\n" in unit_text(["/opt/afterword", "run"], {})
    assert "\nPrivateTmp=yes\n" not in unit_text(["/tmp/venv/bin/afterword", "run"], {})
    assert "\nPrivateTmp=yes\n" not in unit_text(["/opt/afterword", "run"], {"AFTERWORD_CONFIG": "/tmp/a/config.toml"})


def test_the_unit_starts_the_program_of_this_environment() -> None:
    """With what it has to be told, and nothing of the shipped placeholder."""
    text = unit_text(["/opt/x/afterword", "run"], {"AFTERWORD_CONFIG": "/etc/my config.toml"})

    assert text.startswith(MARKER)
    assert 'ExecStart=/opt/x/afterword run\nEnvironment="AFTERWORD_CONFIG=/etc/my config.toml"\n' in text
    assert "/usr/bin/afterword" not in text
