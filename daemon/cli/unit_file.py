"""The user unit as `afterword service install` writes it: the shipped one, for the environment that it is run from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import daemon

#: The shipped units; beside the packages in a checkout as in an installed wheel.
UNITS = Path(daemon.__file__).parent.parent / "systemd"

NAME = "afterword.service"

#: How a unit begins that may be written over.
MARKER = "# Written by `afterword service install`, which writes it anew; changes belong into `systemctl --user edit`."

_WALLS = re.compile(r"\n# walls: begin\n.*?\n# walls: end\n", re.DOTALL)

#: How much longer it waits after each failure, from systemd 254 on.
STEPS_SINCE = 254
_STEPS = "RestartSteps=5\nRestartMaxDelaySec=15min"

#: What tries out whether the walls hold: a setting for each kind of namespace that they need.
PROBE = (
    "PrivateUsers=yes",
    "ProtectSystem=full",
    "PrivateTmp=yes",
    "ProtectProc=invisible",
    "PrivateDevices=yes",
    "ProtectHostname=yes",
    "ProtectKernelTunables=yes",
)


def unit_text(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    with_walls: bool = True,
    with_steps: bool = False,
) -> str:
    """
    Give the unit that starts *command* with *environment* added to what the user's manager has.

    *with_steps* for a manager of systemd 254 or newer: after each failure it waits longer.
    """
    text = (UNITS / NAME).read_text(encoding="utf-8")
    if not with_walls:
        text = _WALLS.sub("\n# There are no namespaces for users on this system, so there are no walls.\n", text)
    if with_steps:
        text = text.replace("\nRestartSec=1min\n", f"\nRestartSec=1min\n{_STEPS}\n")
    if any(re.match(r"/(?:var/)?tmp/", word) for word in (*command, *environment.values())):
        # It lies there itself, and would not see itself.
        text = text.replace("\nPrivateTmp=yes\n", "\n# Not here: it was installed in there.\n#PrivateTmp=yes\n")
    if re.search(r"[\"'\\$]", command[0]):
        # systemd takes no such name for a program, but for a word that env(1) is given.
        command = ["/usr/bin/env", *command]
    lines = [f"ExecStart={' '.join(map(quoted, command))}"]
    lines += [f"Environment={quoted(f'{name}={value}', is_command=False)}" for name, value in environment.items()]
    return f"{MARKER}\n\n" + re.sub(r"^ExecStart=.*$", lambda _: "\n".join(lines), text, flags=re.MULTILINE)


def quoted(word: str, *, is_command: bool = True) -> str:
    """Give *word* as systemd reads it as one (systemd.service(5), systemd.syntax(7)): no specifier, no variable."""
    word = word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("%", "%%")
    if is_command:
        word = word.replace("$", "$$")
    return word if word and re.fullmatch(r"[\w./=:@%$+-]+", word) else f'"{word}"'


def is_ours(path: Path) -> bool:
    """Say whether the unit file *path*, which is there, was written by us."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").startswith(MARKER)
    except OSError:
        return False
