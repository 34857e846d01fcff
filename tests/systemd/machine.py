"""
A whole machine with systemd as its first process: an overlay of this machine's own root, booted in a container.

What is written there is gone with it. It needs root with CAP_SYS_ADMIN, and Debian's systemd-container.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: The program of the checkout, as an environment has it.
PROGRAM = Path(sys.executable).with_name("afterword")
#: Nobody's account here; the machine gets it before it boots.
USER, UID = "sam", 4711


class Machine:
    """A machine that runs; its root is at *root* on the outside, and *leader* its first process."""

    def __init__(self, root: Path, leader: int) -> None:
        self.root = root
        self._leader = leader

    def run(self, command: str, *, check: bool = True, seconds: float = 60) -> subprocess.CompletedProcess[str]:
        """Run *command* in its shell, as root."""
        inside = ["nsenter", "-t", str(self._leader), "-a", "/bin/bash", "-c", command]
        plain = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        done = subprocess.run(inside, env=plain, capture_output=True, text=True, timeout=seconds, check=False)
        assert not check or done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def as_user(self, command: str, *, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run *command* as the user, as from a login with a manager of their own."""
        known = {
            "HOME": f"/home/{USER}",
            "USER": USER,
            "XDG_RUNTIME_DIR": f"/run/user/{UID}",
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
        }
        environment = shlex.join(f"{name}={value}" for name, value in known.items())
        become = f"setpriv --reuid {UID} --regid {UID} --clear-groups env -i {environment}"
        return self.run(f"{become} /bin/bash -c {shlex.quote(command)}", check=check)

    def put(self, path: str, text: str, owner: str = USER) -> None:
        """Write a file, and give it and its new folders to *owner*."""
        place = self.root / path.lstrip("/")
        made = [one for one in (place, *place.parents) if not one.exists()]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        number = UID if owner == USER else 0
        for one in made:
            os.chown(one, number, number)

    def until(self, command: str, what: str, seconds: float = 30) -> str:
        """Wait until *command* succeeds, and give what it printed."""
        deadline = time.monotonic() + seconds
        while True:
            done = self.run(command, check=False)
            if done.returncode == 0:
                return done.stdout
            assert time.monotonic() < deadline, f"waited in vain for {what}: {done.stdout}{done.stderr}{self.log()}"
            threading.Event().wait(0.1)

    def log(self) -> str:
        """What its journal holds."""
        jobs = self.run("systemctl list-jobs --no-pager", check=False).stdout
        return self.run("journalctl --no-pager -o short -n 200", check=False).stdout + jobs


def why_not() -> str:
    """Say why no machine can be booted here, "" where one can."""
    if shutil.which("systemd-nspawn") is None:
        return "systemd-container is not installed"
    if os.geteuid() != 0 or subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        return "no machine can be booted: this needs root with CAP_SYS_ADMIN"
    return ""


@contextmanager
def booted(folder: Path) -> Iterator[Machine]:
    """Boot a machine whose changes lie in memory, below *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=True)
    root = folder / "root"
    process: subprocess.Popen[bytes] | None = None
    try:
        for name in ("up", "work", "root"):
            (folder / name).mkdir()
        layers = f"lowerdir=/,upperdir={folder / 'up'},workdir={folder / 'work'}"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, root], check=True)
        (root / "etc/machine-id").write_text("")
        add_user(root)
        # Only what every machine starts, and no network: this one may have servers, and a second be booted beside it.
        # Its /tmp is its own, and the checkout may lie in ours; so may the Python.
        seen = [f"--bind-ro={place}" for place in (ROOT, Path(sys.base_prefix))]
        command: list[str | Path] = [
            "systemd-nspawn",
            "-q",
            "--register=no",
            "--keep-unit",
            "--private-network",
            "-D",
            root,
            "--console=pipe",
            *seen,
            "--boot",
        ]
        with (folder / "boot.log").open("wb") as log:
            process = subprocess.Popen(
                [*command, "--", "--unit=basic.target"],
                env={**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        machine = Machine(root, leader_of(process, folder / "boot.log"))
        machine.until("systemctl is-system-running | grep -E 'running|degraded'", "the boot")
        machine.run("systemctl start systemd-logind")
        yield machine
    finally:
        if process is not None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()
            process.wait()
        subprocess.run(["umount", "--lazy", root], check=False, capture_output=True)
        subprocess.run(["umount", "--lazy", folder], check=False, capture_output=True)


def add_user(root: Path) -> None:
    """Give the machine at *root* the account of its user, with a home."""
    with (root / "etc/passwd").open("a") as file:
        file.write(f"{USER}:x:{UID}:{UID}::/home/{USER}:/bin/bash\n")
    with (root / "etc/group").open("a") as file:
        file.write(f"{USER}:x:{UID}:\n")
    with (root / "etc/shadow").open("a") as file:
        # No password opens it; without the line PAM lets nobody in.
        file.write(f"{USER}:*:19000:0:99999:7:::\n")
    # The Python of the tests may lie in root's home.
    (root / "root").chmod(0o755)
    home = root / "home" / USER
    home.mkdir(parents=True)
    os.chown(home, UID, UID)
    home.chmod(0o700)


def leader_of(process: subprocess.Popen[bytes], log: Path) -> int:
    """Give the first process of the machine that *process* boots."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        for child in children:
            if Path(f"/proc/{child}/comm").read_text().strip() in ("systemd", "init"):
                return int(child)
        assert process.poll() is None, f"the machine did not boot: {log.read_text()}"
        threading.Event().wait(0.05)
    raise AssertionError(f"the machine has no first process: {log.read_text()}")
