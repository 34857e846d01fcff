"""
Build the Debian package: `make deb` leaves build/afterword_VERSION_ARCH.deb.

The program and the libraries that requirements.lock pins lie in a folder of their own, /usr/lib/afterword. They are
taken from the environment that this runs in, which the Makefile installed from that file, by its hashes. Nothing is
fetched, neither now nor when the package is installed.
"""

from __future__ import annotations

import gzip
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parent.parent
LIBRARY = "usr/lib/afterword"

PROGRAM = f"""#!/bin/sh
# -P and -s: neither the current folder nor the user's own packages are looked at.
export PYTHONPATH=/{LIBRARY}
exec /usr/bin/python3 -P -s -m daemon.cli.main "$@"
"""

#: Compiled once, by root: users could not keep what Python compiles for them there.
POSTINST = f"""#!/bin/sh
set -e
if [ "$1" = configure ]; then
    /usr/bin/python3 -m compileall -q /{LIBRARY} >/dev/null || true
    if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
fi
"""
PRERM = f"""#!/bin/sh
set -e
find /{LIBRARY} -name __pycache__ -type d -prune -exec rm -rf {{}} +
"""
POSTRM = """#!/bin/sh
set -e
if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
"""

COPYRIGHT = """Afterword is copyright of its contributors, under the licence below (called MIT or Expat).
The libraries in /usr/lib/afterword keep their own licences, in their .dist-info folders.

"""


def main() -> int:
    """Build it, and print where it lies."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build"
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="afterword-deb-") as folder:
        print(built(Path(folder), place))
    return 0


def built(folder: Path, place: Path) -> Path:
    """Build the package in the empty *folder*, put it into *place*, and give its path."""
    tree = folder / "tree"
    wheel = wheel_of(folder)
    version = wheel.name.split("-")[1]
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
    lay_out(tree, wheel)
    (tree / "DEBIAN").mkdir()
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
    (tree / "DEBIAN/control").write_text(control(version, architecture, size))
    for name, text in {"postinst": POSTINST, "prerm": PRERM, "postrm": POSTRM}.items():
        write(tree / "DEBIAN" / name, text, 0o755)
    package = place / f"afterword_{version}_{architecture}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", str(tree), str(package)]
    subprocess.run(command, check=True, capture_output=True)
    return package


def wheel_of(folder: Path) -> Path:
    """Build the project's wheel, from a copy, so that nothing is left in the checkout."""
    copy = folder / "source"
    copy.mkdir()
    for name in ("daemon", "integrations", "config", "systemd", "docs"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "MANIFEST.in"):
        shutil.copy(ROOT / name, copy)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(copy)], check=True, capture_output=True)
    [wheel] = folder.glob("afterword-*.whl")
    return wheel


def lay_out(tree: Path, wheel: Path) -> None:
    """Put every file where it will lie."""
    library = tree / LIBRARY
    library.mkdir(parents=True)
    with ZipFile(wheel) as archive:
        archive.extractall(library)
    [data] = library.glob("*.data")
    shutil.copytree(data / "data" / "share", tree / "usr/share")
    shutil.rmtree(data)
    for name in locked():
        copy_distribution(name, library)
    units = library / "systemd"
    for unit, manager in (("afterword.service", "user"), ("afterword@.service", "system")):
        target = tree / "usr/lib/systemd" / manager / unit
        target.parent.mkdir(parents=True)
        shutil.copy(units / unit, target)
    compress(tree / "usr/share/man/man1/afterword.1")
    write(tree / "usr/bin/afterword", PROGRAM, 0o755)
    doc = tree / "usr/share/doc/afterword"
    doc.mkdir(parents=True)
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        shutil.copy(path, doc)
    (doc / "copyright").write_text(COPYRIGHT + (ROOT / "LICENSE").read_text())
    shutil.copy(ROOT / "CHANGELOG.md", doc / "changelog")
    compress(doc / "changelog")
    for path in tree.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
        elif path.parent.name != "bin":
            path.chmod(0o644)


def locked() -> list[str]:
    """Give the names that requirements.lock pins, but what only builds."""
    names = re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    return [name for name in names if name not in ("setuptools",)]


def copy_distribution(name: str, library: Path) -> None:
    """Copy an installed library; one for another platform is not installed, and is passed over."""
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        return
    for file in files:
        if ".." in file.parts or "__pycache__" in file.parts:
            continue
        target = library / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file.locate(), target)


def control(version: str, architecture: str, size: int) -> str:
    """Give what dpkg has to know. Compiled libraries fit one version of Python."""
    major, minor = sys.version_info[:2]
    assert sysconfig.get_platform().startswith("linux"), platform.platform()
    return (
        f"Package: afterword\nVersion: {version}\nArchitecture: {architecture}\nSection: mail\nPriority: optional\n"
        f"Maintainer: Afterword contributors <afterword@example.org>\nInstalled-Size: {size}\n"
        f"Depends: python3 (>= {major}.{minor}~), python3 (<< {major}.{minor + 1}), tzdata\n"
        "Recommends: libnotify-bin\n"
        "Description: thank-you notes in your drafts after every interview\n"
        " Afterword watches your calendar for interviews, leaves a thank-you note for each\n"
        " interviewer in your mail drafts within a day, and puts reminders for what comes\n"
        " after into a calendar of its own. It never sends anything.\n"
    )


def write(path: Path, text: str, mode: int) -> None:
    """Write a file with its mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def compress(path: Path) -> None:
    """Compress a file as Debian wants documentation: without name and time in it."""
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    path.unlink()


if __name__ == "__main__":
    raise SystemExit(main())
