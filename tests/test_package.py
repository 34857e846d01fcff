"""What is installed: the wheel that `pip install .` makes, and the lock files that the Makefile installs from."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROGRAM = ("daemon", "integrations", "config")
#: What goes into the wheel beside the packages.
UNITS = {"systemd/afterword.service", "systemd/afterword@.service"}
SHARED = {
    "share/man/man1/afterword.1",
    "share/bash-completion/completions/afterword",
    "share/zsh/site-functions/_afterword",
    "share/fish/vendor_completions.d/afterword.fish",
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def program_files() -> set[str]:
    """Give all files of the program, code and data, by their path in the checkout."""
    return {
        path.relative_to(ROOT).as_posix()
        for folder in PROGRAM
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def pins(lock: str) -> dict[str, str]:
    """Give the versions that the lock file *lock* names with a hash, by package."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+).*\\\n    --hash=sha256:", text, re.MULTILINE))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of what it is made of, so that nothing is left in the checkout."""
    copy = tmp_path_factory.mktemp("checkout")
    copy_checkout(copy)
    return built_from(copy, copy)


def copy_checkout(place: Path) -> None:
    """Copy to *place* what packages are made of, and what must not get into them."""
    for name in (*PROGRAM, "systemd", "tests", "docs"):
        ignored = shutil.ignore_patterns("__pycache__", "node_modules", "corpus")
        shutil.copytree(ROOT / name, place / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE", "MANIFEST.in"):
        shutil.copy(ROOT / name, place)


def built_from(source: Path, place: Path) -> Path:
    """Build the wheel of *source*, a folder or an sdist, into *place*."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", place, source], check=True, capture_output=True)
    [built] = place.glob("afterword-*.whl")
    return built


def parts_of(wheel: Path) -> tuple[set[str], set[str]]:
    """Give what a wheel puts beside the packages of the environment, and what into its folders for everybody."""
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    shared = {name for name in names if ".data/data/" in name}
    return names - shared, {name.partition(".data/data/")[2] for name in shared}


def test_the_wheel_holds_the_program_and_nothing_else(wheel: Path) -> None:
    """Code, SQL, templates, lists, units, manual page and completions are in the wheel; tests are not."""
    assert parts_of(wheel) == (program_files() | UNITS, SHARED)


def test_the_sdist_holds_the_same_and_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """And nothing else of the repository: no test, no sample, no workflow."""
    copy_checkout(tmp_path / "checkout")
    command = [sys.executable, "-c", "from setuptools import build_meta; build_meta.build_sdist('..')"]
    subprocess.run(command, cwd=tmp_path / "checkout", check=True, capture_output=True)
    [sdist] = tmp_path.glob("afterword-*.tar.gz")

    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames() if not archive.getmember(name).isdir()}
    beside = {name for name in names if ".egg-info/" not in name}
    docs = {"docs/afterword.1", *(f"docs/completions/{one}" for one in ("afterword", "_afterword", "afterword.fish"))}
    metadata = {"LICENSE", "MANIFEST.in", "PKG-INFO", "README.md", "pyproject.toml", "setup.cfg"}
    assert beside == program_files() | UNITS | docs | metadata
    assert parts_of(built_from(sdist, tmp_path)) == parts_of(wheel)


def test_the_wheel_gives_the_command_and_its_licence(wheel: Path) -> None:
    """Installing it gives the command `afterword`, and the licence lies beside it."""
    with ZipFile(wheel) as archive:
        metadata = {
            name.partition("/")[2]: archive.read(name).decode() for name in archive.namelist() if "dist-info" in name
        }

    assert "afterword = daemon.cli.main:main" in metadata["entry_points.txt"]
    assert "License-Expression: MIT" in metadata["METADATA"]
    assert "Afterword contributors" in metadata["licenses/LICENSE"]


def test_the_wheel_works_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """What is in the wheel makes the notes and reminders of the demo: no template, list or SQL is missing from it."""
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    run = [sys.executable, "-m", "daemon.cli.main", "demo", "there"]

    subprocess.run(run, check=True, capture_output=True, cwd=tmp_path, env=environment)

    assert list(tmp_path.glob("there/mail/Drafts/cur/*"))
    assert list(tmp_path.glob("there/calendars/Interview follow-ups/*.ics"))


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_files_pin_every_dependency_with_hashes(lock: str) -> None:
    """Each dependency of pyproject.toml is pinned, with a hash, to a version that it allows."""
    wanted = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
    if "dev" in lock:
        wanted += [Requirement(text) for text in PROJECT["dependency-groups"]["dev"] if isinstance(text, str)]
    pinned = pins(lock)

    unmet = [str(one) for one in wanted if not one.specifier.contains(pinned.get(one.name.lower(), "0"))]

    assert unmet == []


def test_what_the_program_imports_is_a_dependency_of_its_own() -> None:
    """Each library that is imported is named in pyproject.toml, and each that is named there is imported."""
    spelling = {
        "dateutil": "python-dateutil",
        "google": "google-auth",
        "googleapiclient": "google-api-python-client",
    }
    sources = [path.read_text(encoding="utf-8") for folder in PROGRAM for path in (ROOT / folder).rglob("*.py")]
    nodes = [node for source in sources for node in ast.walk(ast.parse(source))]
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    roots = {module.partition(".")[0] for module in modules} - sys.stdlib_module_names - {*PROGRAM, "__future__"}
    imported = {spelling.get(root, root).replace("_", "-") for root in roots}

    named = {Requirement(text).name.lower() for text in PROJECT["project"]["dependencies"]}

    # tzdata is data: the standard library's zoneinfo reads it where the machine has no time zones.
    assert imported == named - {"tzdata"}


def test_the_lock_files_agree() -> None:
    """What a person runs is what the tests run with."""
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")

    assert run.items() <= dev.items()
