"""`afterword init`: the commented default configuration with the answers in it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from config.load import load
from daemon.cli.init import calendars_in, drafts_folder, filled_in
from tests.cli.program import Program


@pytest.fixture
def fresh(program: Program, home: Path) -> Program:
    """The program before there is a configuration, and a home with two calendars and a Maildir."""
    program.account.config.unlink()
    for folder in (".calendars/private", ".calendars/work", ".calendars/Interview follow-ups", ".calendars/.hidden"):
        (home / folder).mkdir(parents=True)
    (home / "Maildir" / "cur").mkdir(parents=True)
    return program


ANSWERS = [
    "--name", "Sam Lee", "--email", "sam@example.com", "--timezone", "Europe/Berlin", "--country", "DE",
    "--calendars", "~/.calendars", "--watch", "work", "--maildir", "~/Maildir",
]  # fmt: skip


def test_options_answer_every_question(fresh: Program, home: Path) -> None:
    """With all answers as options nothing is asked, and the file is one that the program accepts."""
    result = fresh.done("init", *ANSWERS)

    settings = load(fresh.account.config, {})
    (account,) = settings.accounts
    assert (account.name, account.email, account.timezone, account.country) == (
        "Sam Lee",
        "sam@example.com",
        "Europe/Berlin",
        "DE",
    )
    assert (account.calendar.path, account.calendar.watch) == (home / ".calendars", ("work",))
    assert (account.mailbox.path, account.mailbox.drafts) == (home / "Maildir", ".Drafts")
    assert "sync --dry-run" in result.out


def test_the_file_is_the_persons_and_explains_itself(fresh: Program, tmp_path: Path) -> None:
    """A folder that is made is open to nobody else, nor is the file; every other setting is in it, as a comment."""
    file = tmp_path / "new" / "deeper" / "config.toml"

    fresh.done("--config", str(file), "init", *ANSWERS)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "#delay_minutes = 60" in file.read_text()
    assert 'email = "sam@example.com"\n' in file.read_text()
    assert [path.name for path in file.parent.iterdir()] == ["config.toml"]


def test_questions_are_asked_on_a_terminal(fresh: Program, home: Path) -> None:
    """Enter takes what is likely; an answer that will not do is asked for again, with what is allowed."""
    answers = "\n".join(
        ["Sam Lee", "no address", "sam@example.com", "", "Atlantis", "none", "", "nowhere", "work", "", ""]
    )

    result = fresh.run("init", terminal=True, text=answers)

    (account,) = load(fresh.account.config, {}).accounts
    assert result.status == 0
    assert (account.name, account.email, account.country) == ("Sam Lee", "sam@example.com", None)
    assert account.timezone == "Asia/Kathmandu"
    assert (account.calendar.path, account.calendar.watch) == (home / ".calendars", ("work",))
    assert account.mailbox.path == home / "Maildir"
    assert "It must be" in result.err
    assert "Calendars there: private and work" in result.err
    assert "There is no calendar nowhere" in result.err
    assert "Your e-mail address" not in result.out


def test_what_was_likely_is_taken_where_nobody_can_be_asked(fresh: Program) -> None:
    """Without a terminal only what has no likely answer must be given."""
    result = fresh.done("init", "--email", "sam@example.com")

    (account,) = load(fresh.account.config, {}).accounts
    assert account.calendar.watch == ("private", "work")
    assert "Wrote " in result.out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "--email"),
        (["--email", "nobody"], "--email: "),
        (["--email", "sam@example.com", "--timezone", "Mars/Olympus"], "--timezone: "),
        (["--email", "sam@example.com", "--country", "XX"], "--country: "),
        (["--email", "sam@example.com", "--calendars", "~/nowhere"], "There is no folder ~/nowhere."),
        (["--email", "sam@example.com", "--calendars", "~/Maildir/cur"], "There is no calendar in "),
        (
            ["--email", "sam@example.com", "--watch", "party"],
            "There is no calendar party. There are: private and work.",
        ),
    ],
)
def test_an_answer_that_will_not_do_ends_with_2(fresh: Program, options: list[str], told: str) -> None:
    """Given as an option, it is told with the option's name, and nothing is written."""
    result = fresh.run("init", *options)

    assert (result.status, result.out) == (2, "")
    assert told in result.err
    assert not fresh.account.config.exists()


def test_a_configuration_that_is_there_is_kept(fresh: Program) -> None:
    """Only --force writes over it."""
    fresh.account.config.write_text("# mine\n")

    refused = fresh.run("init", *ANSWERS)
    kept = fresh.account.config.read_text()
    forced = fresh.run("init", *ANSWERS, "--force")

    assert (refused.status, refused.out) == (2, "")
    assert "--force" in refused.err
    assert kept == "# mine\n"
    assert forced.status == 0
    assert load(fresh.account.config, {}).accounts[0].email == "sam@example.com"


def test_breaking_off_writes_nothing(fresh: Program) -> None:
    """The end of the input at a question leaves no file behind."""
    result = fresh.run("init", terminal=True, text="Sam Lee\n")

    assert result.status == 130
    assert not fresh.account.config.exists()


def test_names_are_quoted_as_toml_wants(fresh: Program) -> None:
    """Quotes and backslashes in an answer are data."""
    name = 'Sam "the \\ Lee" Lee'

    fresh.done("init", *ANSWERS[2:], "--name", name)

    assert load(fresh.account.config, {}).accounts[0].name == name


def test_only_the_named_table_is_filled_in() -> None:
    """A key of the same name in another table stays a comment, as does an example in a description."""
    text = '# path = "no"\n[a]\n#path = "~/x"\n[b]\n#path = "~/x"\n'

    assert filled_in(text, {("b", "path"): "y"}) == '# path = "no"\n[a]\n#path = "~/x"\n[b]\npath = "y"\n'


def test_the_drafts_folder_follows_the_kind_of_maildir(tmp_path: Path) -> None:
    """A Maildir++ has `.Drafts`, others `Drafts`; one that is there wins."""
    assert drafts_folder(tmp_path) == "Drafts"
    (tmp_path / "cur").mkdir()
    assert drafts_folder(tmp_path) == ".Drafts"
    (tmp_path / "Drafts").mkdir()
    assert drafts_folder(tmp_path) == "Drafts"


def test_files_are_no_calendars(tmp_path: Path) -> None:
    """Calendars are folders; a folder that is not there has none."""
    (tmp_path / "one.ics").touch()
    (tmp_path / "work").mkdir()

    assert calendars_in(tmp_path) == ["work"]
    assert calendars_in(tmp_path / "nowhere") == []
