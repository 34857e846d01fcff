"""The Debian package: built, installed on a copy of this machine, used, removed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.systemd.machine import why_not

ROOT = Path(__file__).parents[2]


def why_not_here() -> str:
    """Say why it cannot be tried here, "" where it can."""
    if shutil.which("dpkg-deb") is None:
        return "dpkg is not installed"
    if not Path("/usr/bin/python3").exists():
        return "python3 is not installed"
    version = subprocess.run(
        ["/usr/bin/python3", "-c", "import sys; print(*sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    if [int(one) for one in version] != list(sys.version_info[:2]):
        return f"the system's Python is another one ({'.'.join(version)}) than that of the tests"
    return why_not()


pytestmark = [pytest.mark.skipif(bool(why_not_here()), reason=why_not_here() or "none"), pytest.mark.timeout(240)]


class Copy:
    """The files of this machine, with changes that are gone afterwards."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, command: str, *, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run *command* there, as a user's shell would, in a home of its own."""
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/srv/home", "LANG": "C.UTF-8"}
        inside = ["chroot", str(self.root), "/bin/sh", "-c", f"cd /srv/home && {command}"]
        done = subprocess.run(inside, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert not check or done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Copy]:
    """A copy of this machine, without a network interface's use: nothing is fetched."""
    place = tmp_path / "copy"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], check=True)
    root = place / "root"
    try:
        for name in ("up", "work", "root"):
            (place / name).mkdir()
        layers = f"lowerdir=/,upperdir={place / 'up'},workdir={place / 'work'}"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, root], check=True)
        # /dev and /proc are places to mount on there, and empty.
        subprocess.run(["mount", "--bind", "/dev", root / "dev"], check=True)
        (root / "srv/home").mkdir(parents=True)
        yield Copy(root)
    finally:
        for one in (root / "dev", root, place):
            subprocess.run(["umount", "--lazy", one], check=False, capture_output=True)


def test_it_is_installed_used_and_removed_without_a_trace(copy: Copy, tmp_path: Path) -> None:
    """With units, manual page and completions in their places; nothing is enabled, and no network is needed."""
    built = subprocess.run(
        [sys.executable, ROOT / "distribution" / "deb.py", tmp_path], capture_output=True, text=True, check=True
    )
    package = Path(built.stdout.strip())
    assert package.name.startswith("afterword_")
    shutil.copy(package, copy.root / "srv/home")

    copy.run(f"unshare --net dpkg -i {package.name}")

    assert copy.run("afterword --version").stdout.startswith("afterword ")
    assert "A sample calendar" in copy.run("unshare --net afterword demo there").stdout
    assert list((copy.root / "srv/home/there/mail/Drafts/cur").iterdir())
    files = copy.run("dpkg -L afterword").stdout.splitlines()
    for wanted in (
        "/usr/share/man/man1/afterword.1.gz",
        "/usr/share/bash-completion/completions/afterword",
        "/usr/lib/systemd/user/afterword.service",
        "/usr/lib/systemd/system/afterword@.service",
        "/usr/share/doc/afterword/copyright",
    ):
        assert wanted in files, wanted
    assert not [name for name in files if "/tests" in name and "/usr/lib/afterword/tests" in name]
    # A machine may put authorities of its own into the list of certificates.
    differing = copy.run("dpkg --verify afterword").stdout.splitlines()
    assert [line for line in differing if not line.endswith("certifi/cacert.pem")] == []
    assert not list((copy.root / "etc/systemd").rglob("afterword*"))

    copy.run("dpkg -r afterword")

    left = [path for path in files if path.startswith(("/usr/lib/afterword", "/usr/bin/afterword")) and len(path) > 8]
    assert not [path for path in left if os.path.lexists(f"{copy.root}{path}")]
    assert copy.run("afterword --version", check=False).returncode == 127
