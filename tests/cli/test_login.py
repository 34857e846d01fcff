"""`afterword login`: the consent, in the browser or by an address that is carried to one."""

from __future__ import annotations

import json
import signal
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.load import load
from daemon.logins import logins_of
from daemon.wiring import open_app
from integrations.google.scopes import CALENDAR_LIST, DRAFTS, EVENTS, OWN_CALENDAR, READ_MAIL
from tests.cli.google_login import Person, account_at, begin, browser_script, follow
from tests.cli.program import Program
from tests.google_account import GoogleAccount, mode_of
from tests.google_server.server import GoogleServer
from tests.local_account import LocalAccount

NEEDED = (EVENTS, OWN_CALENDAR, DRAFTS)
NAMES = ["calendar.events.readonly", "calendar.app.created", "gmail.compose"]


@pytest.fixture
def server() -> Iterator[GoogleServer]:
    with GoogleServer() as server:
        yield server


@pytest.fixture
def sam(server: GoogleServer, tmp_path: Path) -> GoogleAccount:
    return account_at(server, tmp_path / "sam")


@pytest.fixture
def program(sam: GoogleAccount, monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(sam, monkeypatch)


@pytest.fixture
def person(server: GoogleServer, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody at a screen, in whose browser the program's pages open."""
    person = Person(server)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", person.open)
    return person


# By hand


def test_without_a_browser_the_address_is_carried_to_one(sam: GoogleAccount, server: GoogleServer) -> None:
    """On standard output there is the address and nothing else; how to forward the port is said beside it."""
    process = begin(sam, "login", "--no-browser")
    assert process.stdout
    address = process.stdout.readline().strip()

    redirect = server.oauth.consent(address)
    page = follow(redirect)
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out) == (0, "")
    assert "You can close this tab" in page
    port = redirect.partition("http://127.0.0.1:")[2].partition("/")[0]
    assert f"  ssh -L {port}:127.0.0.1:{port} " in err
    assert (mode_of(sam.token()), mode_of(sam.token().parent), mode_of(sam.state)) == (0o600, 0o700, 0o700)
    assert [path.name for path in sam.token().parent.iterdir()] == ["personal.json"]
    assert sam.login()["scopes"] == sorted(NEEDED)
    assert sam.login()["token_uri"] == f"{server.root}token"
    assert sam.login()["granted_at"]
    assert not [secret for secret in ("token", "refresh_token", "client_secret") if sam.login()[secret] in err]


def test_the_address_that_the_browser_ends_on_can_be_pasted(sam: GoogleAccount, server: GoogleServer) -> None:
    """Something else is told and asked for again."""
    process = begin(sam, "login", "personal", "--no-browser")
    assert process.stdout
    address = process.stdout.readline().strip()

    _, err = process.communicate(f"{address}\n{server.oauth.consent(address)}\n", timeout=60)

    assert process.returncode == 0
    assert "Paste it as a whole" in err
    assert sam.login()["scopes"] == sorted(NEEDED)


def test_without_a_screen_it_goes_by_hand(sam: GoogleAccount, server: GoogleServer) -> None:
    """Nobody has to know of --no-browser."""
    process = begin(sam, "login")
    assert process.stdout
    address = process.stdout.readline().strip()

    follow(server.oauth.consent(address))
    _, err = process.communicate(timeout=60)

    assert process.returncode == 0
    assert "ssh -L " in err


def test_a_browser_that_does_not_start_is_told(sam: GoogleAccount, server: GoogleServer) -> None:
    """The address follows on standard output."""
    process = begin(sam, "login", BROWSER="/bin/false %s")
    assert process.stdout
    address = process.stdout.readline().strip()

    follow(server.oauth.consent(address))
    _, err = process.communicate(timeout=60)

    assert process.returncode == 0
    assert "No browser could be opened." in err


def test_ctrl_c_ends_it_at_once(sam: GoogleAccount) -> None:
    """Nothing is written then."""
    process = begin(sam, "login", "--no-browser")
    assert process.stdout
    process.stdout.readline()

    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "Traceback" not in err
    assert not sam.token().exists()


# In the browser


def test_the_browser_opens_and_the_login_is_kept(sam: GoogleAccount) -> None:
    """A real run with a browser of its own: standard output stays empty, the rights are told in words."""
    process = begin(sam, "login", BROWSER=browser_script(sam.folder))

    out, err = process.communicate(timeout=60)

    assert (process.returncode, out) == (0, "")
    assert "read the events of your calendars (not change them)" in err
    assert "it has not verified the app" in err
    assert f"Logged in. The login is kept in {sam.token()}" in err
    assert mode_of(sam.token()) == 0o600


def test_it_asks_for_what_is_configured(program: Program, person: Person) -> None:
    """Three rights by default, and in words no more than these."""
    result = program.run("login")

    assert (result.status, result.out, person.asked) == (0, "", [NAMES])
    assert "read your mail" not in result.err
    assert "list of your calendars" not in result.err


@pytest.mark.parametrize(
    ("mailbox", "options"), [("threads = true", ()), ("", ("--signature",)), ("threads = true", ("--signature",))]
)
def test_reading_mail_is_asked_for_where_it_is_wanted(
    program: Program, sam: GoogleAccount, person: Person, mailbox: str, options: tuple[str, ...]
) -> None:
    """For threads, or for the signature."""
    sam.configure(mailbox=mailbox)

    result = program.run("login", *options)

    assert (result.status, person.asked) == (0, [[*NAMES, "gmail.readonly"]])
    assert "read your mail" in result.err


def test_a_right_that_was_had_is_asked_for_again(
    program: Program, sam: GoogleAccount, server: GoogleServer, person: Person
) -> None:
    """Who allowed the signature once keeps it."""
    sam.log_in(server, (*NEEDED, READ_MAIL))

    program.run("login")

    assert person.asked == [[*NAMES, "gmail.readonly"]]


def test_a_calendar_named_by_its_title_needs_the_list(program: Program, sam: GoogleAccount, person: Person) -> None:
    """Among the rights, in words too."""
    sam.configure(calendar='watch = ["primary", "Job hunt"]')

    result = program.run("login")

    assert person.asked == [[*NAMES[:2], "calendar.calendarlist.readonly", NAMES[2]]]
    assert "list of your calendars" in result.err


def test_a_new_login_takes_the_place_of_the_old(program: Program, sam: GoogleAccount, person: Person) -> None:
    """Also of a file that is damaged; the ledger forgets that the login was lost."""
    settings = load(sam.config, sam.environment)
    with open_app(settings) as app:
        app.ledger.put_setting("personal", "needs_login", "Google ended the login.")
    sam.token().parent.mkdir()
    sam.token().write_text("{")

    assert program.run("login").status == 0

    assert sam.login()["scopes"] == sorted(NEEDED)
    with open_app(settings) as app:
        assert app.ledger.get_setting("personal", "needs_login") == ""


# What was not allowed


def test_a_box_that_is_needed_is_named_and_the_old_login_stays(
    program: Program, sam: GoogleAccount, server: GoogleServer, person: Person
) -> None:
    """With what does not work without it; the exit status says that somebody has to log in."""
    sam.log_in(server, NEEDED)
    before = sam.token().read_bytes()
    person.untick = (OWN_CALENDAR, DRAFTS)

    result = program.run("login")

    assert result.status == 3
    assert "(calendar.app.created). Without it no reminder can be written." in result.err
    assert "(gmail.compose). Without it no note can be written." in result.err
    assert "the one from before stays as it is. Run `afterword login personal` again" in result.err
    assert sam.token().read_bytes() == before


def test_a_first_login_that_lacks_a_right_is_not_kept(program: Program, sam: GoogleAccount, person: Person) -> None:
    """There is none before and none after."""
    person.untick = (EVENTS,)

    result = program.run("login")

    assert (result.status, sam.token().exists()) == (3, False)
    assert "Without it no interview can be seen." in result.err


def test_without_a_right_that_can_be_spared_the_login_is_kept(
    program: Program, sam: GoogleAccount, person: Person
) -> None:
    """It says what is off, and how to have it."""
    person.untick = (READ_MAIL,)

    result = program.run("login", "--signature")

    assert result.status == 0
    assert "(gmail.readonly). Without it notes begin a thread of their own" in result.err
    assert "Everything else works." in result.err
    assert sam.login()["scopes"] == sorted(NEEDED)


def test_a_no_ends_with_3(program: Program, sam: GoogleAccount, person: Person) -> None:
    """Nothing is written."""
    person.deny = True

    result = program.run("login")

    assert (result.status, result.out, sam.token().exists()) == (3, "", False)
    assert "You did not allow it on Google's page." in result.err


def test_nobody_answers(program: Program, sam: GoogleAccount) -> None:
    """After the time that may be given the exit status is 1."""
    result = program.run("login", "--no-browser", "--timeout", "0.0001")

    assert (result.status, sam.token().exists()) == (1, False)
    assert "No answer came from Google's page" in result.err


def test_a_login_that_cannot_be_kept_is_told(
    program: Program, sam: GoogleAccount, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no login then."""

    def open_and_break(address: str) -> bool:
        sam.state.mkdir()
        (sam.state / "tokens").write_text("a file")
        return person.open(address)

    monkeypatch.setattr(webbrowser, "open", open_and_break)

    result = program.run("login")

    assert result.status == 1
    assert "The login cannot be kept" in result.err
    assert "Logged in" not in result.err


# Which accounts


def test_of_several_those_without_a_login_are_asked_for(
    program: Program, sam: GoogleAccount, server: GoogleServer, person: Person
) -> None:
    """One after the other; which are logged in already is told. By its name each can be asked for again."""
    sam.names = ["personal", "work", "side"]
    sam.configure()
    sam.log_in(server, NEEDED)

    result = program.run("login")
    again = program.run("login")
    named = program.run("login", "side")

    assert (result.status, again.status, named.status) == (0, 0, 0)
    assert "Logged in already: personal." in result.err
    assert "for the account 'work' (sam@example.com)" in result.err
    assert "Logged in already: personal, work and side." in again.err
    assert len(person.asked) == 3
    assert sorted(path.name for path in sam.token().parent.iterdir()) == ["personal.json", "side.json", "work.json"]


@pytest.mark.parametrize("lacks", ["a right", "life"])
def test_a_login_that_is_not_good_is_asked_for_again(
    program: Program, sam: GoogleAccount, server: GoogleServer, person: Person, lacks: str
) -> None:
    """One that lacks a right by now, and one that a pass found to be lost."""
    sam.names = ["personal", "work"]
    sam.configure()
    sam.log_in(server, NEEDED[:2] if lacks == "a right" else NEEDED)
    if lacks == "life":
        with open_app(load(sam.config, sam.environment)) as app:
            app.ledger.put_setting("personal", "needs_login", "Google ended the login.")

    result = program.run("login")

    assert (result.status, len(person.asked)) == (0, 2)


def test_two_token_files_are_two_logins(program: Program, sam: GoogleAccount, person: Person) -> None:
    """Each asks for the rights of its own part."""
    sam.configure(calendar='token = "calendar.json"', mailbox='token = "mail.json"')

    result = program.run("login")

    assert (result.status, person.asked) == (0, [NAMES[:2], NAMES[2:]])
    assert "login 2 of 2" in result.err
    assert json.loads((sam.folder / "mail.json").read_text())["scopes"] == [DRAFTS]
    assert mode_of(sam.folder / "calendar.json") == 0o600


def test_accounts_with_one_token_file_share_its_rights(sam: GoogleAccount) -> None:
    """Whichever of them logs in: neither takes away what the other needs."""
    sam.configure(
        '[accounts.work]\nemail = "work@example.com"',
        '[accounts.work.calendar]\nbackend = "google"\nwatch = ["Job hunt"]\ntoken = "shared.json"',
        '[accounts.work.mailbox]\nbackend = "maildir"\npath = "mail"',
        mailbox='token = "shared.json"',
    )
    settings = load(sam.config, sam.environment)

    by_account = {one.account: logins_of(settings, one) for one in settings.accounts}

    assert [(one.path.name, set(one.scopes)) for one in by_account["work"]] == [
        ("shared.json", {EVENTS, OWN_CALENDAR, CALENDAR_LIST, DRAFTS})
    ]
    assert [one.path.name for one in by_account["personal"]] == ["personal.json", "shared.json"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nobody"], "There is no account 'nobody'. The configuration has: personal."),
        (["personal"], "The account 'personal' needs no login"),
        ([], "No account needs a login"),
    ],
)
def test_an_account_without_google_is_wrong_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    """As is one that there is not."""
    local = Program(LocalAccount(tmp_path / "local"), monkeypatch)

    result = local.run("login", *arguments)

    assert (result.status, result.out) == (2, "")
    assert told in result.err


def test_without_a_client_it_says_where_to_make_one(program: Program, sam: GoogleAccount) -> None:
    """Before anything is asked; so for one of another kind."""
    (sam.folder / "credentials.json").unlink()
    missing = program.run("login")
    (sam.folder / "credentials.json").write_text('{"web": {}}')
    other = program.run("login")

    assert (missing.status, missing.out, other.status) == (2, "", 2)
    assert "there is no such file. docs/google.md, step 5" in missing.err
    assert "Desktop app" in other.err


def test_a_client_that_google_forgot_is_told(
    program: Program, sam: GoogleAccount, server: GoogleServer, person: Person
) -> None:
    """The code cannot be redeemed with another secret than Google's."""
    config = server.oauth.client_config()
    config["installed"]["client_secret"] = "old"
    (sam.folder / "credentials.json").write_text(json.dumps(config))

    result = program.run("login")

    assert (result.status, sam.token().exists()) == (2, False)
    assert "(invalid_client)" in result.err


def test_a_port_that_is_taken_is_told(program: Program, server: GoogleServer) -> None:
    """The stand-in sits on this one."""
    port = server.root.rpartition(":")[2].rstrip("/")

    result = program.run("login", "--no-browser", "--port", port)

    assert (result.status, result.out) == (2, "")
    assert f"Port {port} cannot be had" in result.err
