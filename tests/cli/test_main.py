"""The command itself: what it lists, what it imports, how it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from daemon.cli import status
from daemon.cli.group import COMMANDS, LazyGroup, afterword
from tests.cli.program import Program
from tests.local_account import LocalAccount

_IMPORTED = """
import sys
from daemon.cli.main import main
status = main(sys.argv[1:])
sys.stdout.flush()
print(*sys.modules, file=sys.stderr)
sys.exit(status)
"""

#: What costs time or memory to import, beside the program's own parts.
HEAVY = {
    "apscheduler", "dateutil.rrule", "email", "holidays", "icalendar", "inotify_simple", "jinja2", "nameparser",
    "publicsuffixlist", "recurring_ical_events", "rich",
}  # fmt: skip


def modules_of(account: LocalAccount, *arguments: str) -> set[str]:
    """The modules that a run of the program, standard output being a pipe, has imported at its end."""
    done = subprocess.run(
        [sys.executable, "-c", _IMPORTED, *arguments],
        env=account.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stderr.split())


def ours(modules: set[str]) -> set[str]:
    """Those of them that are parts of the program."""
    return {name for name in modules if name.split(".")[0] in ("daemon", "integrations", "config")}


def test_the_version_imports_nothing(program: Program) -> None:
    """`--version` is answered before even Click is imported."""
    modules = modules_of(program.account, "--version")

    assert "click" not in modules
    assert ours(modules) == {"daemon", "daemon.cli", "daemon.cli.main"}


def test_help_imports_click_and_the_listing(program: Program) -> None:
    """`--help` imports no command, no settings, nothing heavy."""
    modules = modules_of(program.account, "--help")

    assert not modules & (HEAVY | {"sqlite3", "msgspec", "json", "logging"})
    assert {name for name in ours(modules) if name.startswith(("integrations", "config"))} == set()
    assert {name for name in ours(modules) if name.startswith("daemon.cli.")} == {
        "daemon.cli.main",
        "daemon.cli.group",
        "daemon.cli.shell",
    }


def test_status_imports_no_adapter_and_nothing_heavy(program: Program) -> None:
    """`status` needs the settings, the ledger and the plan; recognition, adapters and Rich stay out."""
    program.done("sync")

    modules = modules_of(program.account, "status")

    assert not modules & HEAVY
    assert not {name for name in ours(modules) if name.startswith("integrations.")}
    assert not modules & {"daemon.domain.recognise", "daemon.engine.account", "daemon.engine.observe", "config.notes"}


def test_the_listing_says_what_the_commands_say() -> None:
    """The summaries held as data are the first sentences of the commands' own help, cut nowhere."""
    context = click.Context(afterword)
    assert isinstance(afterword, LazyGroup)

    for name, entry in COMMANDS.items():
        command = afterword.get_command(context, name)

        assert command is not None
        assert command.name == name
        assert command.get_short_help_str(200).rstrip(".") == entry.summary.rstrip(".")
        assert len(entry.summary) <= 66


def test_help_lists_every_command(program: Program) -> None:
    """`--help` names each command with its summary, and goes to standard output."""
    result = program.done("--help")

    for name, entry in COMMANDS.items():
        assert f"  {name} " in result.out
        assert entry.summary in result.out


@pytest.mark.parametrize("arguments", [["--version"], ["--config", "nowhere.toml", "--version"]])
def test_the_version_is_told_wherever_it_is_asked_for(program: Program, arguments: list[str]) -> None:
    """`--version` alone takes the quick way, among other options the usual one; both say the same."""
    result = program.done(*arguments)

    assert result.out == "afterword 0.1.0\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Usage: afterword"),
        (["snyc"], "There is no command 'snyc'. Did you mean sync?"),
        (["xyzzy"], "There is no command 'xyzzy'."),
        (["sync", "--jsno"], "No such option"),
        (["--nonsense"], "No such option"),
        (["why"], "Missing argument"),
    ],
)
def test_wrong_usage_ends_with_2(program: Program, arguments: list[str], told: str) -> None:
    """What the command does not know is told on standard error, and nothing is done."""
    result = program.run(*arguments)

    assert (result.status, result.out) == (2, "")
    assert told in result.err


def test_without_a_configuration_the_way_to_one_is_told(program: Program) -> None:
    """A missing configuration ends with 2 and names `afterword init`."""
    program.account.config.unlink()

    for command in ("sync", "plan", "interviews", "status", "suggest", "run"):
        result = program.run(command)

        assert (result.status, result.out) == (2, "")
        assert result.err.startswith("Error: ")
        assert "afterword init" in result.err


def test_all_problems_of_a_configuration_are_told(program: Program) -> None:
    """A configuration with two mistakes ends with 2 and lists both, each with its key."""
    program.account.configure("[thank_you]", "delay_minutes = -1", "[review]", "enable = true")

    result = program.run("status")

    assert (result.status, result.out) == (2, "")
    assert "2 things have to be mended" in result.err
    assert "thank_you.delay_minutes" in result.err
    assert "review.enable" in result.err


def test_the_configuration_may_be_named(program: Program, tmp_path: Path) -> None:
    """`--config` wins over the environment."""
    other = LocalAccount(tmp_path / "other")
    other.config.write_text(other.config.read_text().replace("accounts.personal", "accounts.other"))

    result = program.done("--config", str(other.config), "status", "--json")

    assert [one["account"] for one in result.document["accounts"]] == ["other"]


def test_a_ledger_that_cannot_be_used_is_told(program: Program) -> None:
    """A corrupt ledger ends with 2, as nothing mends itself there; the file is kept as it is."""
    program.done("sync")
    ledger = program.account.state / "ledger.sqlite"
    ledger.write_bytes(b"This is no ledger." * 1000)

    result = program.run("status")

    assert (result.status, result.out) == (2, "")
    assert "ledger" in result.err
    assert ledger.read_bytes().startswith(b"This is no ledger.")


def test_an_interrupt_ends_with_130(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the command as shells expect, without a traceback."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(status, "plan", interrupted)

    result = program.run("status")

    assert (result.status, result.out, result.err) == (130, "", "")


def test_a_reader_that_has_seen_enough_is_no_error(program: Program) -> None:
    """`afterword --help | head -0` ends quietly: no traceback, no word on standard error."""
    run = subprocess.Popen(
        [sys.executable, "-c", "import sys; from daemon.cli.main import main; sys.exit(main())", "--help"],
        env=program.account.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    run.stdout.close()
    assert run.stderr is not None

    told = run.stderr.read()

    assert (run.wait(timeout=60), told) == (141, "")
    run.stderr.close()
