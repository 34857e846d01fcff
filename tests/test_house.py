"""Rules of the house that no other tool holds: how tests are written, what files may name, what the program imports."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROGRAM = ("daemon", "integrations", "config")

#: What the domain may import besides itself and the standard library: helpers without I/O.
PURE_HELPERS = {"dateutil", "publicsuffixlist"}
#: Modules that send mail or talk to a mail server's sending side. Afterword never sends.
SENDING = {"smtplib", "aiosmtplib", "smtpd", "aiosmtpd", "apprise", "yagmail"}

# Written in parts, so that this file does not name what it looks for.
_HOSTS = ("py" + "pi.org", "python" + "hosted.org", "np" + "mjs.", "deb.deb" + "ian.org", "crates" + ".io")
HOST = re.compile("|".join(re.escape(host) for host in _HOSTS))
#: Folders of a certain machine: of its root user, a mount, a package index.
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:root|work|opt/(?:pypi|wheels)|home/(?!sam\b)\w+)/")


@cache
def tracked_files() -> tuple[Path, ...]:
    """Give all files that git knows and that are there."""
    names = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], check=True, capture_output=True, text=True).stdout
    return tuple(path for name in names.split("\0") if name and (path := ROOT / name).is_file())


def trees(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    """Yield each Python file below *folders* with its syntax tree."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the full name of each module that *tree* imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def text_of(path: Path) -> str:
    """Give a file's text; what is no text (a picture) gives what can be read of it."""
    return path.read_bytes().decode("utf-8", "replace")


def test_every_test_says_what_it_shows() -> None:
    """Each test function has a docstring that states the behaviour as a fact."""
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in trees("tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_no_test_sleeps() -> None:
    """A test waits for what it waits for, and never for a while; only measurements may."""
    sleepers = [
        f"{path}:{node.lineno}"
        for path, tree in trees("tests")
        for node in ast.walk(tree)
        if path.parts[1] != "bench" and isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "sleep"
    ]

    assert sleepers == []


def test_no_file_names_a_package_registry() -> None:
    """The files hold no package registry's host: where packages come from is the machine's own setting."""
    named = [str(path.relative_to(ROOT)) for path in tracked_files() if HOST.search(text_of(path))]

    assert named == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    """The files hold no absolute path of the machine that they were written on."""
    own = re.compile(f"{MACHINE_PATH.pattern}|{re.escape(str(ROOT))}(?![\\w-])")
    named = [str(path.relative_to(ROOT)) for path in tracked_files() if own.search(text_of(path))]

    assert named == []


def test_the_domain_imports_pure_helpers_only() -> None:
    """Values and decisions need the standard library, each other, and a few libraries without I/O."""
    allowed = sys.stdlib_module_names | PURE_HELPERS
    foreign = [
        f"{path}: {name}"
        for path, tree in trees("daemon/domain")
        for name in imported(tree)
        if name.split(".")[0] not in allowed and not f"{name}.".startswith("daemon.domain.")
    ]

    assert foreign == []


def test_the_program_cannot_send_mail() -> None:
    """No module imports anything that sends mail: Afterword writes drafts, and nothing else."""
    senders = {
        f"{path}: {name.split('.')[0]}"
        for path, tree in trees(*PROGRAM)
        for name in imported(tree)
        if name.split(".")[0] in SENDING
    }

    # Messages to the person themselves: what of it sends mail is switched off there, of which tests/service has a test.
    assert senders == {"integrations/notify/child.py: apprise"}


def test_every_part_of_the_program_has_its_place_in_the_arrows() -> None:
    """Each module and folder of daemon/ stands in a layer of the import contract: none escapes it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = " ".join(settings["tool"]["importlinter"]["contracts"][0]["layers"])
    parts = {
        path.stem for path in (ROOT / "daemon").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }

    assert parts - {"__init__"} == set(re.findall(r"daemon\.(\w+)", layers))
