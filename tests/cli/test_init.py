"""`afterword init`: the commented default configuration with the answers in it."""

from __future__ import annotations

import json
import os
import pty
import select
import stat
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from config.load import load
from config.model import GmailSettings, GoogleCalendarSettings, LocalCalendarSettings, MaildirSettings
from daemon.cli.configuration_file import filled_in
from daemon.cli.init_questions import calendars_in, drafts_folder
from tests.cli.google_login import browser_script
from tests.cli.program import Program
from tests.google_server.server import GoogleServer
from tests.local_account import PROGRAM, LocalAccount


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
    assert isinstance(account.calendar, LocalCalendarSettings)
    assert isinstance(account.mailbox, MaildirSettings)
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
        [
            "at home",
            "",
            "Sam Lee",
            "no address",
            "sam@example.com",
            "",
            "Atlantis",
            "none",
            "",
            "nowhere",
            "work",
            "",
            "",
        ]
    )

    result = fresh.run("init", terminal=True, text=answers)

    (account,) = load(fresh.account.config, {}).accounts
    assert result.status == 0
    assert (account.name, account.email, account.country) == ("Sam Lee", "sam@example.com", None)
    assert account.timezone == "Asia/Kathmandu"
    assert isinstance(account.calendar, LocalCalendarSettings)
    assert isinstance(account.mailbox, MaildirSettings)
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


# At Google

GOOGLE = [
    "--backend", "google", "--name", "Sam Lee", "--email", "sam@example.com", "--timezone", "Europe/Berlin",
    "--country", "DE",
]  # fmt: skip


@pytest.fixture
def server() -> Iterator[GoogleServer]:
    with GoogleServer() as server:
        yield server


def test_options_answer_every_question_about_google(fresh: Program, tmp_path: Path, server: GoogleServer) -> None:
    """The file is for Google's back-ends, with all their keys; where nobody can be asked, the login is left to do."""
    client = tmp_path / "client.json"
    client.write_text(json.dumps(server.oauth.client_config()))

    result = fresh.done("init", *GOOGLE, "--watch", "primary", "--watch", "Job hunt", "--credentials", str(client))

    settings = load(fresh.account.config, {})
    (account,) = settings.accounts
    assert account.calendar == GoogleCalendarSettings(watch=("primary", "Job hunt"))
    assert account.mailbox == GmailSettings()
    assert settings.google.credentials == client
    assert "#threads = false" in fresh.account.config.read_text()
    assert [line.split(" (")[0] for line in result.out.splitlines()[-4:]] == [
        "  afterword login",
        "  afterword sync --dry-run",
        "  afterword sync",
        "  afterword service install",
    ]


def test_without_a_client_it_says_how_to_make_one(fresh: Program) -> None:
    """In short, and where its file goes; the configuration is written."""
    result = fresh.run("init", *GOOGLE)

    settings = load(fresh.account.config, {})
    assert result.status == 0
    assert settings.google.credentials == fresh.account.config.parent / "credentials.json"
    assert settings.accounts[0].calendar.watch == ("primary",)
    assert 'Publish the app, "In production"' in result.err
    assert f"Put its file at {settings.google.credentials}." in result.err


def test_a_client_that_will_not_do_is_refused(fresh: Program, tmp_path: Path) -> None:
    """Before anything is written; naming one is a word for Google."""
    client = tmp_path / "client.json"
    client.write_text('{"web": {}}')

    result = fresh.run("init", *GOOGLE[2:], "--credentials", str(client))

    assert (result.status, result.out) == (2, "")
    assert "--credentials: The OAuth client" in result.err
    assert not fresh.account.config.exists()


def test_questions_about_google_are_asked_on_a_terminal(fresh: Program) -> None:
    """The steps to a client are shown before its file is asked for; a file that is not there yet will do."""
    answers = ["google", "Sam Lee", "sam@example.com", "", "none", " primary , Job hunt ", ""]

    result = fresh.run("init", terminal=True, text="\n".join([*answers, ""]))

    settings = load(fresh.account.config, {})
    assert result.status == 0
    assert settings.accounts[0].calendar.watch == ("primary", "Job hunt")
    assert result.err.index("Make a client of the type") < result.err.index("File of the OAuth client")
    assert "Log in to Google now?" not in result.err
    assert "afterword login (" in result.out


@pytest.mark.parametrize("answer", ["n\n", ""])
def test_the_login_can_be_left_for_later(fresh: Program, server: GoogleServer, answer: str) -> None:
    """By a no, or by going away: the configuration is there, and what is left to do is said."""
    (fresh.account.config.parent / "credentials.json").write_text(json.dumps(server.oauth.client_config()))

    result = fresh.run("init", *GOOGLE, "--watch", "primary", terminal=True, text=f"\n{answer}")

    assert result.status == 0
    assert "Log in to Google now?" in result.err
    assert "afterword login (" in result.out
    assert load(fresh.account.config, {}).accounts[0].email == "sam@example.com"


class Talk:
    """A run of the program that a person at a terminal talks with."""

    def __init__(self, account: LocalAccount, *arguments: str, **environment: str) -> None:
        self._master, slave = pty.openpty()
        self._process = subprocess.Popen(
            [*PROGRAM, *arguments],
            env=account.environment | {"TERM": "xterm"} | environment,
            stdin=slave,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        os.close(slave)
        self.said = ""

    def answer(self, question: str, text: str) -> None:
        """Wait for *question* on standard error, and answer it."""
        assert self._process.stderr
        heard = ""
        while question not in heard:
            is_there, _, _ = select.select([self._process.stderr], [], [], 30)
            chunk = os.read(self._process.stderr.fileno(), 4096).decode() if is_there else ""
            assert chunk, f"{heard!r} came without {question!r}"
            heard += chunk
        self.said += heard
        os.write(self._master, f"{text}\n".encode())

    def end(self) -> tuple[int, str]:
        """Wait for the end, and give exit status and standard output."""
        try:
            out, err = self._process.communicate(timeout=60)
        finally:
            os.close(self._master)
        self.said += err.decode()
        return self._process.returncode, out.decode()


def test_it_leads_to_the_login_and_a_first_dry_run(fresh: Program, server: GoogleServer) -> None:
    """From nothing to what a pass would do, in one go: a real run, a real browser, an interview in the calendar."""
    account = fresh.account
    (account.config.parent / "credentials.json").write_text(json.dumps(server.oauth.client_config()))
    start = server.now() + timedelta(days=2)
    server.calendar.put_event(
        "primary",
        summary="Interview at ACME #interview",
        start={"dateTime": start.isoformat()},
        end={"dateTime": (start + timedelta(hours=1)).isoformat()},
        attendees=[{"email": "jane.doe@acme.example"}, {"email": "sam@example.com", "self": True}],
    )

    talk = Talk(account, "init", "--api-root", server.root, BROWSER=browser_script(account.folder))
    for question, text in {
        "Where are your calendar and mail?": "google",
        "Your name": "Sam Lee",
        "Your e-mail address": "sam@example.com",
        "Your time zone": "Europe/Berlin",
        "Country": "DE",
        "Calendars to watch": "",
        "File of the OAuth client": "",
        "Log in to Google now?": "",
        "See what a first pass would do?": "y",
    }.items():
        talk.answer(question, text)
    status, out = talk.end()

    assert (status, "Logged in." in talk.said) == (0, True)
    assert "a pass would" in out.lower()
    assert "ACME" in out
    assert [line.split(" (")[0] for line in out.splitlines()[-2:]] == [
        "  afterword sync",
        "  afterword service install",
    ]
    assert (account.state / "tokens" / "personal.json").exists()
    assert server.writes() == []


def test_a_login_that_fails_leaves_the_configuration(fresh: Program, server: GoogleServer) -> None:
    """The exit status is that of the login; what is left to do is said."""
    account = fresh.account
    config = server.oauth.client_config()
    config["installed"]["client_secret"] = "old"
    (account.config.parent / "credentials.json").write_text(json.dumps(config))

    talk = Talk(account, "init", *GOOGLE, "--watch", "primary", BROWSER=browser_script(account.folder))
    talk.answer("File of the OAuth client", "")
    talk.answer("Log in to Google now?", "y")
    status, out = talk.end()

    assert status == 2
    assert "(invalid_client)" in talk.said
    assert "afterword login (" in out
    assert account.config.exists()
