"""Finding, reading and checking the configuration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

from config.load import configuration_path, load, state_path
from config.model import LocalCalendarSettings, MaildirSettings
from daemon.domain.errors import ConfigError
from daemon.domain.policy import Style

ACCOUNT = """
[accounts.personal]
email = "sam@example.com"
[accounts.personal.calendar]
backend = "local"
path = "calendars"
[accounts.personal.mailbox]
backend = "maildir"
path = "Mail"
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Give a function that writes a configuration file."""

    def write(text: str) -> Path:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def problems_of(path: Path) -> tuple[str, ...]:
    """Give the problems of *path*, each without the file's name, with which each has to begin."""
    with pytest.raises(ConfigError) as caught:
        load(path, {})
    assert caught.value.exit_status == 2
    assert all(problem.startswith(f"{path}: ") for problem in caught.value.problems)
    return tuple(problem.removeprefix(f"{path}: ") for problem in caught.value.problems)


# What is read.


def test_the_shortest_file_has_all_defaults(write: Write, tmp_path: Path) -> None:
    """An address and two back-ends are enough; all else has the contract's defaults."""
    settings = load(write(ACCOUNT), {"AFTERWORD_STATE_DIR": str(tmp_path / "state")})

    account = settings.accounts[0]
    assert (settings.path, settings.state_dir) == (tmp_path / "config.toml", tmp_path / "state")
    assert (account.account, account.name, account.email, account.aliases) == ("personal", "", "sam@example.com", ())
    assert (account.timezone, account.country, account.language, account.signature) == (None, None, None, None)
    assert account.calendar == LocalCalendarSettings(
        path=tmp_path / "calendars", watch=("primary",), reminders="Interview follow-ups"
    )
    assert account.mailbox == MaildirSettings(path=tmp_path / "Mail", drafts="Drafts")
    assert (settings.interviews.hashtag, settings.interviews.title_patterns) == ("interview", ())
    assert settings.thank_you.delay_minutes == 60
    assert (settings.thank_you.catch_up_days, settings.thank_you.style) == (3, Style.PER_PERSON)
    assert (settings.prepare.minutes_before, settings.review.enabled) == (15, True)
    assert (settings.follow_up.business_days, settings.feedback_call.business_days) == (5, 5)
    assert settings.feedback_call.after_rejection_business_days == 2
    assert (settings.keep_in_touch.every_months, settings.keep_in_touch.times) == (3, 4)
    assert (settings.reminders.at, settings.reminders.minutes) == (time(9, 30), 15)
    assert (settings.reminders.popup_minutes, settings.sync.interval_minutes) == ((0,), 5)
    assert settings.google.credentials == tmp_path / "credentials.json"


def test_every_key_can_be_given(write: Write) -> None:
    """What is given replaces the default."""
    settings = load(
        write("""
[accounts.work]
name = "Sam Lee"
email = "sam@example.com"
aliases = ["sam.lee@example.org"]
timezone = "Europe/Berlin"
country = "de-be"
language = "pt-BR"
signature = "Sam\\n+49"
[accounts.work.calendar]
backend = "local"
path = "/calendars"
watch = ["primary", "Interviews"]
reminders = "Mine"
[accounts.work.mailbox]
backend = "maildir"
path = "/mail"
drafts = ".Drafts"
[interviews]
hashtag = "#Job-Talk"
colors = ["Grape"]
interview_calendars = ["Interviews"]
title_patterns = ['^Interview\\b']
[thank_you]
delay_minutes = 0
catch_up_days = 7
style = "one_note"
[review]
enabled = false
[reminders]
at = 08:15:00
popup_minutes = []
[google]
credentials = "/c.json"
api_root = "http://127.0.0.1:4002/"
"""),
        {},
    )

    account = settings.accounts[0]
    assert (account.account, account.name, account.aliases) == ("work", "Sam Lee", ("sam.lee@example.org",))
    assert (account.timezone, account.country, account.language) == ("Europe/Berlin", "DE-BE", "pt-BR")
    assert account.signature == "Sam\n+49"
    assert isinstance(account.calendar, LocalCalendarSettings)
    assert isinstance(account.mailbox, MaildirSettings)
    assert account.calendar.watch == ("primary", "Interviews")
    assert (account.calendar.path, account.calendar.reminders) == (Path("/calendars"), "Mine")
    assert account.mailbox.drafts == ".Drafts"
    assert (settings.interviews.hashtag, settings.interviews.colors) == ("Job-Talk", ("grape",))
    assert settings.interviews.interview_calendars == ("Interviews",)
    assert (settings.thank_you.delay_minutes, settings.thank_you.style) == (0, Style.ONE_NOTE)
    assert (settings.review.enabled, settings.reminders.at) == (False, time(8, 15))
    assert settings.reminders.popup_minutes == ()
    assert (settings.google.credentials, settings.google.api_root) == (Path("/c.json"), "http://127.0.0.1:4002/")


@pytest.mark.parametrize("name", ["Jean\u00a0Paul", "Zoë \U0001f469\u200d\U0001f4bb", "O'Neil", ""])
def test_names_may_hold_any_letter(write: Write, name: str) -> None:
    """Hard spaces, joined emoji and apostrophes can be in a name; it may also be left empty."""
    settings = load(write(with_account(account=f'name = "{name}"')), {})

    assert settings.accounts[0].name == name


def test_accounts_keep_their_order(write: Write) -> None:
    """Accounts come in the order of the file."""
    text = "".join(
        ACCOUNT.replace("personal", name).replace('"calendars"', f'"calendars-{name}"') for name in ("zoe", "adam")
    )

    assert [account.account for account in load(write(text), {}).accounts] == ["zoe", "adam"]


def test_the_home_folder_is_expanded(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """`~` stands for the home folder in every path."""
    monkeypatch.setenv("HOME", "/home/sam")

    settings = load(write(ACCOUNT.replace('"Mail"', '"~/Mail"')), {"AFTERWORD_STATE_DIR": "~/state"})

    mailbox = settings.accounts[0].mailbox
    assert isinstance(mailbox, MaildirSettings)
    assert mailbox.path == Path("/home/sam/Mail")
    assert settings.state_dir == Path("/home/sam/state")


def test_a_byte_order_mark_and_other_line_ends_are_read(tmp_path: Path) -> None:
    """Files that Windows' editors write are read."""
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf" + ACCOUNT.replace("\n", "\r\n").encode())

    assert load(path, {}).accounts[0].email == "sam@example.com"


def test_the_environment_names_file_and_state(write: Write, tmp_path: Path) -> None:
    """Without a file named, `AFTERWORD_CONFIG` names it; one that is named goes first."""
    path = write(ACCOUNT)

    assert load(None, {"AFTERWORD_CONFIG": str(path)}).path == path
    assert load(path, {"AFTERWORD_CONFIG": "/nowhere"}).path == path


def test_else_they_lie_in_the_users_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without variables of ours the user's folders for configuration and state hold them."""
    monkeypatch.setattr("platformdirs.user_config_path", lambda name, appauthor: tmp_path / "config" / name)
    monkeypatch.setattr("platformdirs.user_state_path", lambda name, appauthor: tmp_path / "state" / name)

    assert configuration_path({"AFTERWORD_CONFIG": ""}) == tmp_path / "config" / "afterword" / "config.toml"
    assert state_path({}) == tmp_path / "state" / "afterword"


# Files that cannot be read.


def test_a_missing_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    """The message says where it looked and which command writes the file."""
    (problem,) = problems_of(tmp_path / "config.toml")

    assert "afterword init" in problem


def test_a_folder_instead_of_a_file_is_told(tmp_path: Path) -> None:
    """What cannot be read is told with the reason."""
    (problem,) = problems_of(tmp_path)

    assert problem.startswith("cannot be read: Is a directory")


@pytest.mark.parametrize(
    "text, told",
    [
        ("a = 1\nb = \n", "line 2"),
        ('[accounts.a]\nemail = "x\n', "line 2"),
        ("[a]\n[a]\n", "line 2"),
        ("a = 1\na = 2\n", "line 2"),
        ("a = " + "[" * 5000, "not TOML"),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(write: Write, text: str, told: str) -> None:
    """A syntax error is told with line and column."""
    (problem,) = problems_of(write(text))

    assert told in problem


def test_other_encodings_are_told_with_their_line(tmp_path: Path) -> None:
    """A file that is not UTF-8 is told with the line."""
    path = tmp_path / "config.toml"
    path.write_bytes(b'# 1\n# 2\nname = "J\xfcrgen"\n')

    (problem,) = problems_of(path)

    assert problem == "line 3 is not UTF-8. Save the file as UTF-8."


# Keys and values that are not allowed.


def with_account(**lines: str) -> str:
    """Give the shortest file with *lines* added to the account, the calendar and the mailbox."""
    text = ACCOUNT
    for table, added in lines.items():
        head = "[accounts.personal]\n" if table == "account" else f"[accounts.personal.{table}]\n"
        text = text.replace(head, head + added + "\n")
    return text


@pytest.mark.parametrize(
    "text, where, told",
    [
        ("[thank_you]\ndelay_minutes = -1", "thank_you.delay_minutes", "found -1; allowed: a whole number from 0"),
        ("[thank_you]\ndelay_minutes = 1441", "thank_you.delay_minutes", "to 1440"),
        ("[thank_you]\ndelay_minutes = true", "thank_you.delay_minutes", "found true; allowed: a whole number"),
        ("[thank_you]\ndelay_minutes = 1.0", "thank_you.delay_minutes", "found 1.0;"),
        ('[thank_you]\ndelay_minutes = "60"', "thank_you.delay_minutes", 'found "60";'),
        ("[thank_you]\ncatch_up_days = -1", "thank_you.catch_up_days", "from 0"),
        ('[thank_you]\nstyle = "per-person"', "thank_you.style", '"one_note". Did you mean "per_person"?'),
        ("[thank_you]\nstyle = []", "thank_you.style", "found []; allowed:"),
        ("[thank_you]\ndelay_minuets = 1", "thank_you.delay_minuets", 'unknown key. Did you mean "delay_minutes"?'),
        ("[thank_you]\ndelay = 1", "thank_you.delay", 'Did you mean "delay_minutes"?'),
        ("[thank_you]\nqqq = 1", "thank_you.qqq", "unknown key. Known here: delay_minutes, catch_up_days, style."),
        ("[thanks]\n", "thanks", "unknown key"),
        ("thank_you = 3", "thank_you", "found 3; allowed: a table, [thank_you]."),
        ("[[thank_you]]\ndelay_minutes = 1", "thank_you", "allowed: a table"),
        ("[prepare]\nminutes_before = -5", "prepare.minutes_before", "found -5"),
        ("[review]\nenabled = 1", "review.enabled", "found 1; allowed: true or false."),
        ("[follow_up]\nbusiness_days = -1", "follow_up.business_days", "found -1"),
        ("[feedback_call]\nbusiness_days = -1", "feedback_call.business_days", "found -1"),
        ("[keep_in_touch]\nevery_months = 0", "keep_in_touch.every_months", "from 1"),
        ('[reminders]\nat = "25:00"', "reminders.at", 'found "25:00"; allowed: a time of day'),
        ('[reminders]\nat = "9:30"', "reminders.at", 'found "9:30"'),
        ("[reminders]\nat = 930", "reminders.at", "found 930"),
        ("[reminders]\npopup_minutes = [0, -1]", "reminders.popup_minutes", "Entry 2 is not a whole number"),
        ("[reminders]\npopup_minutes = 0", "reminders.popup_minutes", "found 0; allowed: a list"),
        ("[reminders]\npopup_minutes = [1, 2, 3, 4, 5, 6]", "reminders.popup_minutes", "at most 5"),
        ("[sync]\ninterval_minutes = 0", "sync.interval_minutes", "found 0"),
        ('[interviews]\nhashtag = "my tag"', "interviews.hashtag", 'found "my tag"; allowed: one word'),
        ('[interviews]\nhashtag = "##x"', "interviews.hashtag", "allowed: one word"),
        ('[interviews]\nhashtag = "Rejected"', "interviews.hashtag", "means something else"),
        ('[interviews]\ncolors = ["grap"]', "interviews.colors", 'Entry 1 is not one of Google'),
        ('[interviews]\ncolors = ["grap"]', "interviews.colors", 'Did you mean "grape"?'),
        ('[interviews]\ntitle_patterns = ["(a"]', "interviews.title_patterns", "no regular expression: missing )"),
        ('[interviews]\ntitle_patterns = [""]', "interviews.title_patterns", "match every title"),
        ('[interviews]\ninterview_calendars = ["jobs"]', "interviews.interview_calendars", "no account watches"),
        ('[google]\napi_root = "ftp://x/"', "google.api_root", "https://"),
        ('[google]\ncredentials = ""', "google.credentials", "allowed: a path"),
    ],
)  # fmt: skip
def test_impossible_values_are_told(write: Write, text: str, where: str, told: str) -> None:
    """A key that is unknown or whose value is not allowed is the one problem, told by its whole name."""
    (problem,) = problems_of(write(f"{text}\n{ACCOUNT}"))

    assert problem.startswith(f"{where}: ")
    assert told in problem


@pytest.mark.parametrize(
    "lines, where, told",
    [
        ({"account": 'timezone = "Mars/Base"'}, "timezone", 'found "Mars/Base"; allowed: a time zone'),
        ({"account": 'timezone = "Europe/Berlim"'}, "timezone", 'Did you mean "Europe/Berlin"?'),
        ({"account": 'timezone = "../../etc/passwd"'}, "timezone", "allowed: a time zone"),
        ({"account": 'timezone = "Europe"'}, "timezone", "allowed: a time zone"),
        ({"account": 'country = "XX"'}, "country", "No public holidays are known"),
        ({"account": 'country = "Germany"'}, "country", "No public holidays are known"),
        ({"account": 'country = "DE-XX"'}, "country", "The regions known of DE: BB, BE,"),
        ({"account": 'country = ""'}, "country", "the two letters of a country"),
        ({"account": 'language = "english language"'}, "language", "a language tag"),
        ({"account": 'name = "Sam\\nLee"'}, "name", "a text of one line"),
        ({"account": 'signature = "a\\u0000b"'}, "signature", "NUL"),
        ({"account": "aliases = 'a@b.example'"}, "aliases", "a list of e-mail addresses"),
        ({"account": "aliases = ['a@b.example', 'nobody']"}, "aliases", "Entry 2 is not an e-mail address"),
        ({"account": "aliases = ['SAM@example.com']"}, "aliases", "an address twice"),
        ({"account": "aliases = ['a@b.example', 'A@b.example']"}, "aliases", "an address twice"),
        ({"account": 'calender = "x"'}, "calender", 'Did you mean "calendar"?'),
        ({"calendar": 'watch = []'}, "calendar.watch", "at least 1"),
        ({"calendar": 'watch = ["a/b"]'}, "calendar.watch", "Entry 1 is not the plain name of a folder"),
        ({"calendar": 'watch = [".."]'}, "calendar.watch", "Entry 1 is not the plain name of a folder"),
        ({"calendar": 'watch = ["a", "a"]'}, "calendar.watch", "Entry 2 is there twice"),
        ({"calendar": 'reminders = "a/b"'}, "calendar.reminders", "the plain name of a folder"),
        ({"calendar": 'reminders = "Primary"'}, "calendar.reminders", "also in `watch`"),
        ({"calendar": 'drafts = "x"'}, "calendar.drafts", "unknown key. Known here: path, watch, reminders."),
        ({"mailbox": 'drafts = ""'}, "mailbox.drafts", "the plain name of a folder"),
        ({"mailbox": 'draft = "x"'}, "mailbox.draft", 'Did you mean "drafts"?'),
    ],
)  # fmt: skip
def test_impossible_accounts_are_told(write: Write, lines: dict[str, str], where: str, told: str) -> None:
    """A problem of an account is told by its whole name, `accounts.NAME` and on."""
    (problem,) = problems_of(write(with_account(**lines)))

    assert problem.startswith(f"accounts.personal.{where}: ")
    assert told in problem


@pytest.mark.parametrize(
    "old, new, where, told",
    [
        ('email = "sam@example.com"', "", "accounts.personal.email", "is missing; allowed: an e-mail address"),
        ('path = "Mail"', "", "accounts.personal.mailbox.path", "is missing; allowed: a path"),
        ('backend = "local"', "", "accounts.personal.calendar.backend", 'is missing; allowed: "local", "google"'),
        ('"local"', '"locl"', "accounts.personal.calendar.backend", 'found "locl"; allowed: "local", '),
        ('"local"', '"maildir"', "accounts.personal.calendar.backend", 'found "maildir"; allowed: "local", '),
        ('"local"', "3", "accounts.personal.calendar.backend", "found 3; allowed:"),
        ("[accounts.personal.mailbox]", "[google]", "accounts.personal.mailbox", "is missing. Add a table"),
        ("[accounts.personal.", '[accounts."a/b".', 'accounts."a/b"', "letters, digits, _ and -"),
        ("[accounts.personal]", "[accounts]", "accounts.email", "allowed: a table, [accounts.email]"),
    ],
)  # fmt: skip
def test_what_an_account_needs_is_told(write: Write, old: str, new: str, where: str, told: str) -> None:
    """What has no default has to be given, in the place where it belongs."""
    problems = problems_of(write(ACCOUNT.replace(old, new)))

    assert any(problem.startswith(f"{where}: ") and told in problem for problem in problems)


@pytest.mark.parametrize("text", ["", "[accounts]\n", "[sync]\ninterval_minutes = 5\n"])
def test_a_file_without_accounts_is_told(write: Write, text: str) -> None:
    """There has to be an account."""
    (problem,) = problems_of(write(text))

    assert problem.startswith("accounts: there is none.")


@pytest.mark.parametrize(
    "address",
    ["sam", "sam@", "@example.com", "sam lee@example.com", "sam@example", "Sam <sam@example.com>", "a@b.c\n", "a@-b.c"],
)  # fmt: skip
def test_what_is_no_address_is_told_without_repeating_it(write: Write, address: str) -> None:
    """An address that is none is an error; no message holds what was given as an address."""
    (problem,) = problems_of(write(ACCOUNT.replace("sam@example.com", address.replace("\n", "\\n"))))

    assert problem == 'accounts.personal.email: allowed: an e-mail address such as "sam@example.com".'


@pytest.mark.parametrize("address", ["sam@example.com", "sam.o'neil+jobs@mail.example.co.uk", "jürgen@müller.example"])
def test_usual_addresses_are_read(write: Write, address: str) -> None:
    """Tags, apostrophes and letters beyond ASCII can be in an address."""
    assert load(write(ACCOUNT.replace("sam@example.com", address)), {}).accounts[0].email == address


@pytest.mark.parametrize(
    "backend, kind, keys",
    [
        ("caldav", "calendar", 'url = "https://x/"\nusername = "u"\npassword_command = "p"\npassword_file = "f"'),
        ("imap", "mailbox", 'host = "h"\nport = 993\nsecurity = "tls"\nusername = "u"\ndrafts = ""'),
    ],
)  # fmt: skip
def test_later_back_ends_are_refused_in_words(write: Write, backend: str, kind: str, keys: str) -> None:
    """A back-end that is not built yet is known, with its keys; the one problem says that it comes later."""
    works, path = ("local", "calendars") if kind == "calendar" else ("maildir", "Mail")
    working = '"local", "google"' if kind == "calendar" else '"maildir", "gmail"'
    text = ACCOUNT.replace(f'backend = "{works}"\npath = "{path}"', f'backend = "{backend}"\n{keys}')

    (problem,) = problems_of(write(text))

    assert problem == (
        f'accounts.personal.{kind}.backend: found "{backend}", which comes in a later version of Afterword; '
        f"works in this one: {working}."
    )


@pytest.mark.parametrize(
    "calendar, told",
    [
        ('path = "calendars"', "accounts.second.calendar.watch: found \"primary\", which accounts.personal uses too"),
        ('path = "./x/../calendars"\nwatch = ["b"]\nreminders = "primary"', "accounts.second.calendar.reminders"),
    ],
)  # fmt: skip
def test_accounts_cannot_share_a_calendar(write: Write, calendar: str, told: str) -> None:
    """One calendar in two accounts would be thanked for twice."""
    second = ACCOUNT.replace("personal", "second").replace('path = "calendars"', calendar)

    problems = problems_of(write(ACCOUNT + second))

    assert problems[0].startswith(told)


def test_accounts_can_share_a_folder_of_calendars(write: Write) -> None:
    """Two accounts may look at different calendars of one folder."""
    second = ACCOUNT.replace("personal", "second").replace(
        'path = "calendars"', 'path = "calendars"\nwatch = ["work"]\nreminders = "Work follow-ups"'
    )

    assert len(load(write(ACCOUNT + second), {}).accounts) == 2


def test_all_problems_are_told_at_once(write: Write) -> None:
    """Nothing is given up early: problems in every part of the file are told together."""
    text = with_account(account='country = "XX"\nnick = "S"', calendar='watch = "primary"')
    problems = problems_of(write(f"typo = 1\n{text}\n[sync]\ninterval_minutes = 0\n[reminders]\nat = 1\n"))

    assert [problem.partition(":")[0] for problem in problems] == [
        "typo",
        "accounts.personal.nick",
        "accounts.personal.country",
        "accounts.personal.calendar.watch",
        "reminders.at",
        "sync.interval_minutes",
    ]


def test_long_values_are_cut(write: Write) -> None:
    """What was found is shown up to a bearable length."""
    (problem,) = problems_of(write(f'{ACCOUNT}\n[reminders]\nat = "{"x" * 10_000}"\n'))

    assert len(problem) < 200


def test_a_path_may_lie_among_the_credentials_of_the_unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`$CREDENTIALS_DIRECTORY` is where systemd lays them, plain or encrypted; by hand it leads nowhere."""
    config = tmp_path / "config.toml"
    config.write_text(ACCOUNT + '[writer]\nkey_file = "$CREDENTIALS_DIRECTORY/writer-key"\n')
    given = tmp_path / "credentials"
    given.mkdir()

    def key_file() -> Path | None:
        return load(config, {"AFTERWORD_STATE_DIR": str(tmp_path)}).writer.key_file

    assert key_file() == tmp_path / "$CREDENTIALS_DIRECTORY" / "writer-key"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(given))
    (given / "writer-key.encrypted").touch()
    assert key_file() == given / "writer-key.encrypted"
    (given / "writer-key").touch()
    assert key_file() == given / "writer-key"
