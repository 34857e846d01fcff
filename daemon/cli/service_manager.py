"""The person's own systemd: what it says of the service, and what it is told. Nothing here needs a configuration."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from daemon.cli.unit_file import NAME, PROBE

_SECONDS = 20
#: A start waits for READY, which the unit may take a minute and a half for.
_START_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Unit:
    """How the user's manager has the unit."""

    #: It knows a unit of that name.
    is_installed: bool
    is_enabled: bool
    is_active: bool
    #: In the manager's words: "active (running)", "failed (exit-code)".
    state: str
    #: When it became so, in the manager's words, "" where it never was.
    since: str
    restarts: int
    #: What the service said last of itself.
    status: str
    pid: int
    #: With what the last run ended.
    exit_status: int


def why_not(environ: Mapping[str, str]) -> str:
    """Say why there is no manager to talk to, "" where there is one."""
    if shutil.which("systemctl", path=environ.get("PATH")) is None:
        return "there is no systemd on this machine"
    if not Path("/run/systemd/system").is_dir():
        return "this machine was not started by systemd (a container, perhaps)"
    done = systemctl("show-environment")
    if done.returncode:
        return "there is no systemd for your user (log in on the machine itself or by SSH, not with su or sudo)"
    return ""


def systemctl(*arguments: str, seconds: float = _SECONDS) -> subprocess.CompletedProcess[str]:
    """Tell the user's manager; what it has to say is in the answer. It never asks and never pages."""
    return _call("systemctl", "--user", "--no-pager", "--no-ask-password", *arguments, seconds=seconds)


def restart() -> subprocess.CompletedProcess[str]:
    """Start the service, or start it anew, and wait until it is ready."""
    return systemctl("restart", NAME, seconds=_START_SECONDS)


def look() -> Unit:
    """Ask how the service is."""
    names = (
        "LoadState,ActiveState,SubState,Result,UnitFileState,StateChangeTimestamp,NRestarts,StatusText,MainPID,"
        "ExecMainStatus"
    )
    answer = systemctl("show", NAME, f"--property={names}")
    said = dict(line.partition("=")[::2] for line in answer.stdout.splitlines())
    detail = said.get("Result", "") if said.get("ActiveState") == "failed" else said.get("SubState", "")
    return Unit(
        is_installed=said.get("LoadState") == "loaded",
        is_enabled=said.get("UnitFileState", "").startswith("enabled"),
        is_active=said.get("ActiveState") in ("active", "reloading"),
        state=f"{said.get('ActiveState', 'unknown')} ({detail})",
        since=said.get("StateChangeTimestamp", ""),
        restarts=_number(said.get("NRestarts")),
        status=said.get("StatusText", ""),
        pid=_number(said.get("MainPID")),
        exit_status=_number(said.get("ExecMainStatus")),
    )


def version() -> int:
    """Give the version of the user's manager, 0 where it does not say."""
    words = systemctl("--version").stdout.split()
    return _number(words[1].split(".")[0].split("~")[0]) if len(words) > 1 else 0


def has_namespaces() -> bool:
    """Try whether what the unit's walls need works here: a program that does nothing is started behind them."""
    properties = [f"--property={setting}" for setting in PROBE]
    command = ("systemd-run", "--user", "--quiet", "--wait", "--collect", "--no-ask-password", *properties, "true")
    return _call(*command).returncode == 0


def lingers() -> bool | None:
    """Say whether the user's services run while they are not logged in; None where nobody knows."""
    answer = _call("loginctl", "show-user", getpass.getuser(), "--property=Linger")
    if answer.returncode:
        # Who is not logged in and does not linger is not known to logind.
        return None
    return answer.stdout.strip() == "Linger=yes"


def linger() -> bool:
    """Have the user's services run while they are not logged in; False where that was refused."""
    return _call("loginctl", "--no-ask-password", "enable-linger", getpass.getuser()).returncode == 0


def unit_path(environ: Mapping[str, str]) -> Path:
    """Give where the manager looks for the user's own units (systemd.unit(5)); its environment is not the shell's."""
    told = systemctl("show-environment")
    known = environ if told.returncode else dict(line.partition("=")[::2] for line in told.stdout.splitlines())
    home = known.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")  # noqa: PTH111 - a name, not yet a path
    return Path(home, "systemd", "user", NAME)


def _call(*command: str, seconds: float = _SECONDS) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - our own words, no shell
            command, capture_output=True, text=True, errors="replace", timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 127, "", str(error))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
