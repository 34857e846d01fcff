"""Completion in a real bash, the manual page, and the files that packages install."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from daemon.cli.group import COMMANDS
from daemon.cli.manual import ROOT, WRITTEN
from tests.cli.program import Program
from tests.factories import START
from tests.local_account import PROGRAM, LocalAccount, event

BASH = """
afterword() {{ {program} "$@"; }}
eval "$(afterword completion bash)"
COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_afterword_completion {command}
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def completed(account: LocalAccount, *words: str) -> list[str]:
    """What bash offers for the last of *words*."""
    command = account.folder / "afterword"
    command.write_text(f"#!/bin/sh\nexec {PROGRAM[0]} {PROGRAM[1]} '{PROGRAM[2]}' \"$@\"\n")
    command.chmod(0o755)
    text = BASH.format(program=command, command=command, words=" ".join(f"'{word}'" for word in ("afterword", *words)))
    done = subprocess.run(["bash", "-c", text], env=account.environment, capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_bash_completes_commands_words_accounts_and_events(program: Program) -> None:
    """Events by id, from the ledger alone: no server is asked, and no title breaks into words."""
    program.account.put("acme", event("acme-1", START, title="Interview at ACME #interview"))
    program.done("sync")

    assert completed(program.account, "st") == ["status"]
    assert completed(program.account, "service", "") == ["install", "status", "uninstall"]
    assert completed(program.account, "outcome", "x", "re") == ["rejected"]
    assert completed(program.account, "sync", "--account", "") == ["personal"]
    assert completed(program.account, "why", "ac") == ["acme-1"]


def test_a_broken_configuration_completes_nothing_and_says_nothing(program: Program) -> None:
    """A shell shows whatever is printed there in the middle of a line."""
    program.account.config.write_text("nonsense")

    assert completed(program.account, "why", "") == []
    assert completed(program.account, "stat") == ["status"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(program: Program, shell: str) -> None:
    """The one that packages install is the same."""
    names = {"bash": "afterword", "zsh": "_afterword", "fish": "afterword.fish"}

    out = program.done("completion", shell).out

    assert "_AFTERWORD_COMPLETE" in out
    assert out.strip() == (ROOT / "docs" / "completions" / names[shell]).read_text().strip()


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_the_written_files_are_up_to_date(name: str) -> None:
    """`make reference` would change nothing."""
    assert (ROOT / name).read_text(encoding="utf-8") == WRITTEN[name]()


def test_the_manual_names_every_command() -> None:
    """With its arguments and options."""
    text = WRITTEN["docs/afterword.1"]()

    for name in COMMANDS:
        assert f'.SS "afterword {name}' in text.replace(r"\-", "-"), name


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_the_manual_is_clean_for_groff(tmp_path: Path) -> None:
    """No macro, no escape that groff does not know."""
    done = subprocess.run(
        ["groff", "-man", "-ww", "-z", "-Tutf8", ROOT / "docs" / "afterword.1"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stderr == ""
