"""`afterword init`: a few questions, the commented configuration with the answers in it, and on to the first pass."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from daemon.cli.output import is_terminal, say, screen
from daemon.cli.shell import Shell, pass_shell
from daemon.cli.words import listed
from daemon.domain.errors import ConfigError, ServiceError, UsageError

if TYPE_CHECKING:
    from config.checks import Check
    from config.model import Settings

#: The account that the default file has.
_ACCOUNT = "accounts.personal"

#: Values by table and key.
Answers = Mapping[tuple[str, str], object]

_TABLE = re.compile(r"\[([a-z_.]+)\]")
_KEY = re.compile(r"#?([a-z_]+) = ")

#: The back-ends of calendar and mailbox, by where the person says that they are.
_BACKENDS = {"google": ("google", "gmail"), "local": ("local", "maildir")}


@click.command()
@click.option("--backend", metavar="WHERE", help='Where calendar and mail are: "google", or "local" for files here.')
@click.option("--name", help="Your name, as notes are signed.")
@click.option("--email", metavar="ADDRESS", help="Your address.")
@click.option("--timezone", metavar="ZONE", help='Your time zone, such as "Europe/Berlin".')
@click.option("--country", metavar="CODE", help='Whose public holidays count: "DE", "US"; "none" for none.')
@click.option("--calendars", metavar="DIR", help="The folder that holds your calendars' folders.")
@click.option("--watch", metavar="NAME", multiple=True, help="A calendar to look for interviews in; repeatable.")
@click.option("--maildir", metavar="DIR", help="The folder that holds your mail folders.")
@click.option("--credentials", metavar="FILE", help="The OAuth client that you downloaded from Google.")
@click.option("--api-root", metavar="URL", hidden=True, help="Another root of Google's APIs, for tests.")
@click.option("--force", is_flag=True, help="Write over a configuration that is there.")
@pass_shell
def init(
    shell: Shell,
    backend: str | None,
    name: str | None,
    email: str | None,
    timezone: str | None,
    country: str | None,
    calendars: str | None,
    watch: tuple[str, ...],
    maildir: str | None,
    credentials: str | None,
    api_root: str | None,
    force: bool,
) -> int:
    """
    Ask a few questions and write the configuration.

    What is given as an option is not asked. At Google: the primary calendar or others, and Gmail's drafts; the login
    and a first dry run can follow at once. Local: calendars are folders of .ics files, as vdirsyncer and khal use
    them, and notes go to the drafts of a Maildir.
    """
    from config.checks import ADDRESS, COUNTRY, LINE_OR_EMPTY, ZONE
    from config.load import configuration_path

    file = shell.config.expanduser().absolute() if shell.config else configuration_path(os.environ)
    if file.exists() and not force:
        raise UsageError(f"There is a configuration already: {file}. Edit it, or say --force to write over it.")
    ask = _Questions(is_terminal(sys.stdin))
    if ask.is_answered:
        say(f"Enter takes what stands in brackets. The answers go to {file}.\n")
    place = ask(
        "Where are your calendar and mail? google, or local for files on this machine",
        "--backend",
        backend or _implied(local=(calendars, maildir), google=(credentials,)),
        "google" if ask.is_answered and not _first_there(_CALENDARS) else "local",
        lambda value: _one_of(_BACKENDS, value),
    )
    answers: dict[tuple[str, str], object] = {
        (_ACCOUNT, "name"): ask("Your name, as notes are signed", "--name", name, _own_name(), _checked(LINE_OR_EMPTY)),
        (_ACCOUNT, "email"): ask("Your e-mail address", "--email", email, None, _checked(ADDRESS)),
        (_ACCOUNT, "timezone"): ask("Your time zone", "--timezone", timezone, _own_zone(), _checked(ZONE)),
    }
    land = ask(
        "Country whose public holidays count (none for none)",
        "--country",
        country,
        _own_country(),
        lambda value: value if value == "none" else _checked(COUNTRY)(value),
    )
    if land != "none":
        answers[(_ACCOUNT, "country")] = land
    if place == "local":
        answers |= _local_answers(ask, calendars, watch, maildir)
    else:
        answers |= _google_answers(ask, watch, credentials, file)
        if api_root:
            answers[("google", "api_root")] = api_root
    write_configuration(file, answers, _BACKENDS[place])
    screen().line(f"Wrote {file}. Every setting is in it, with what it does.", "good")
    program = f"afterword --config {shell.config}" if shell.config else "afterword"
    if place == "local":
        _tell_what_next(program, ("sync --dry-run", "says what a pass would do; changes nothing"))
        return 0
    return _go_on_at_google(shell, ask, program)


def _local_answers(ask: _Questions, calendars: str | None, watch: Sequence[str], maildir: str | None) -> Answers:
    folder = Path(ask("Folder that holds your calendars", "--calendars", calendars, _first_there(_CALENDARS), _folder))
    there = calendars_in(folder.expanduser())
    if ask.is_answered and not watch:
        say(f"Calendars there: {listed(there)}")
    chosen = ask(
        "Calendars to watch, parted by commas",
        "--watch",
        ",".join(watch) or None,
        ",".join(there),
        lambda value: _some_of(there, value),
    )
    mail = Path(ask("Folder that holds your mail", "--maildir", maildir, _first_there(_MAIL), _path))
    return {
        (f"{_ACCOUNT}.calendar", "path"): str(folder),
        (f"{_ACCOUNT}.calendar", "watch"): chosen.split(","),
        (f"{_ACCOUNT}.mailbox", "path"): str(mail),
        (f"{_ACCOUNT}.mailbox", "drafts"): drafts_folder(mail.expanduser()),
    }


# At Google

_GOOGLE_STEPS = """
Afterword talks to Google by an OAuth client of your own. Making one takes some minutes, once; docs/google.md has each
step in full:
  1. At https://console.cloud.google.com make a project.
  2. Enable the Google Calendar API and the Gmail API in it.
  3. Google Auth Platform: give the app a name; audience "External".
  4. Publish the app, "In production": else a login lasts seven days.
  5. Make a client of the type "Desktop app" and download its JSON file.
"""


def _google_answers(ask: _Questions, watch: Sequence[str], credentials: str | None, file: Path) -> Answers:
    usual = file.parent / "credentials.json"
    answers: dict[tuple[str, str], object] = {}
    if watch:
        answers[(f"{_ACCOUNT}.calendar", "watch")] = list(watch)
    elif ask.is_answered:
        names = ask("Calendars to watch, by title, parted by commas", "--watch", None, "primary", _names)
        answers[(f"{_ACCOUNT}.calendar", "watch")] = names.split(",")
    if ask.is_answered and credentials is None and not usual.exists():
        say(_GOOGLE_STEPS)
    chosen = ask("File of the OAuth client", "--credentials", credentials, str(usual), _client_file)
    if Path(chosen) != usual:
        answers[("google", "credentials")] = chosen
    return answers


def _go_on_at_google(shell: Shell, ask: _Questions, program: str) -> int:
    """Offer what comes after the configuration, and say what is left to be done."""
    settings = shell.settings()
    left = [
        ("login", "asks for your consent at Google, in the browser"),
        ("sync --dry-run", "says what a pass would do; changes nothing"),
    ]
    status = 0
    if not settings.google.credentials.exists():
        if not ask.is_answered:
            say(_GOOGLE_STEPS)
        say(f"The OAuth client is not there yet. Put its file at {settings.google.credentials}.")
    elif ask.is_answered:
        try:
            status = _first_steps(settings, left)
        except ServiceError as error:
            say(f"Error: {error}")
            status = error.exit_status
    _tell_what_next(program, *left)
    return status


def _first_steps(settings: Settings, left: list[tuple[str, str]]) -> int:
    """Log in and make a first dry run, as far as the person wants to; what is done goes from *left*."""
    from daemon.cli.login import Manner, log_in
    from daemon.cli.sync import sync

    if not _agrees("Log in to Google now?"):
        return 0
    if status := log_in(settings, settings.accounts[0], Manner()):
        return status
    del left[0]
    if not _agrees("See what a first pass would do? It changes nothing."):
        return 0
    status = int(click.get_current_context().invoke(sync, dry_run=True))
    left.clear()
    return status


def _agrees(question: str) -> bool:
    try:
        return click.confirm(question, default=True, err=True)
    except click.Abort:
        # The configuration is written: whoever stops here has just not gone on.
        say("")
        return False


class _Questions:
    """Takes an answer from an option, else from the person, else from what is likely; and checks it."""

    def __init__(self, is_answered: bool) -> None:
        #: Somebody is there to ask.
        self.is_answered = is_answered

    def __call__(
        self, question: str, option: str, given: str | None, likely: str | None, check: Callable[[str], str]
    ) -> str:
        if given is None and self.is_answered:
            # Click asks again where the answer is no good.
            return str(click.prompt(question, default=likely, value_proc=check, err=True))
        if given is None and likely is None:
            raise UsageError(f"There is nobody to ask: give {option}. `afterword init --help` lists all options.")
        try:
            return check(likely or "" if given is None else given)
        except click.UsageError as error:
            raise UsageError(f"{option}: {error.message}") from error


def _checked(check: Check) -> Callable[[str], str]:
    """Give a function that lets pass what the configuration's own *check* lets pass."""
    from config.checks import Wrong

    def convert(value: str) -> str:
        try:
            check.convert(value.strip())
        except Wrong as wrong:
            _refuse(f"{wrong or 'That will not do.'} It must be {check.allowed}.")
        return value.strip()

    return convert


def _refuse(message: str) -> NoReturn:
    raise click.UsageError(message.strip())


def _folder(value: str) -> str:
    path = _path(value)
    if not Path(path).expanduser().is_dir():
        _refuse(f"There is no folder {path}.")
    if not calendars_in(Path(path).expanduser()):
        _refuse(f"There is no calendar in {path}: each calendar is a folder of its own in it.")
    return path


def _path(value: str) -> str:
    """Give a path that does not depend on where the command was called; what begins at home stays readable."""
    if not value.strip():
        _refuse("Name a folder.")
    return value if value.startswith("~") else str(Path(value).absolute())


def _one_of(known: Iterable[str], value: str) -> str:
    name = value.strip().lower()
    return name if name in known else _refuse(f"It must be {' or '.join(known)}.")


def _implied(*, local: Iterable[str | None], google: Iterable[str | None]) -> str | None:
    """Give the back-end that options make plain, None for neither."""
    if any(google):
        return "google"
    return "local" if any(local) else None


def _names(value: str) -> str:
    return ",".join(name.strip() for name in value.split(",") if name.strip()) or _refuse("Name at least one calendar.")


def _client_file(value: str) -> str:
    """Give a path at which there is an OAuth client, or nothing yet."""
    from integrations.google.consent import read_client

    path = _path(value)
    if Path(path).expanduser().exists():
        try:
            read_client(Path(path).expanduser())
        except ConfigError as error:
            _refuse(str(error))
    return path


def _some_of(there: Iterable[str], value: str) -> str:
    names = [name.strip() for name in value.split(",") if name.strip()]
    if unknown := [name for name in names if name not in there]:
        _refuse(f"There is no calendar {listed(unknown)}. There are: {listed(list(there))}.")
    return ",".join(names) or _refuse("Name at least one calendar.")


def calendars_in(folder: Path) -> list[str]:
    """Give the names of the calendars in *folder* that are not Afterword's own."""
    from config.model import LocalCalendarSettings

    own = next(field.default for field in fields(LocalCalendarSettings) if field.name == "reminders")
    if not folder.is_dir():
        return []
    return sorted(
        entry.name
        for entry in folder.iterdir()
        if entry.is_dir() and not entry.name.startswith(".") and entry.name != own
    )


def drafts_folder(mail: Path) -> str:
    """Give the name of the drafts folder in the Maildir *mail*: ".Drafts" where it is a Maildir++."""
    if (mail / "Drafts").is_dir():
        return "Drafts"
    return ".Drafts" if (mail / ".Drafts").is_dir() or (mail / "cur").is_dir() else "Drafts"


# What is likely

_CALENDARS = ("~/.calendars", "~/.local/share/vdirsyncer/calendars", "~/.local/share/calendars", "~/calendars")
_MAIL = ("~/Mail", "~/Maildir", "~/mail", "~/.mail", "~/.local/share/mail")


def _first_there(paths: Iterable[str]) -> str | None:
    return next((path for path in paths if Path(path).expanduser().is_dir()), None)


def _own_name() -> str:
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0]
    except KeyError:
        return ""


def _own_zone() -> str:
    from daemon.wiring import machine_zone

    return str(getattr(machine_zone(), "key", "UTC"))


def _own_country() -> str:
    """Give the country of the person's locale, "none" where it is not plain."""
    from config.checks import countries

    locale = os.environ.get("LC_ALL") or os.environ.get("LC_TIME") or os.environ.get("LANG") or ""
    country = locale.partition(".")[0].partition("_")[2]
    return country if country in countries() else "none"


# Writing


def write_configuration(file: Path, answers: Answers, backends: tuple[str, str] = _BACKENDS["local"]) -> None:
    """
    Write the default configuration for *backends* with *answers* to *file*, for the person's eyes only.

    Raises:
        ConfigError: It cannot be written, or what came out would not be accepted; what was there before still is.
    """
    from config.load import load
    from config.reference import default_file

    scratch = file.with_name(f".{file.name}.new")
    try:
        if not file.parent.exists():
            file.parent.mkdir(mode=0o700, parents=True)
        scratch.unlink(missing_ok=True)
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
            opened.write(filled_in(default_file(*backends), answers))
        load(scratch, os.environ)
        scratch.replace(file)
    except OSError as error:
        raise ConfigError([f"{file}: cannot be written: {error.strerror}."]) from error
    finally:
        scratch.unlink(missing_ok=True)


def filled_in(text: str, answers: Answers) -> str:
    """Give the commented configuration *text* with the values of *answers* in the places of the defaults."""
    from config.reference import toml

    table = ""
    lines = []
    for line in text.splitlines():
        if match := _TABLE.match(line):
            table = match[1]
        elif (match := _KEY.match(line)) and (table, match[1]) in answers:
            lines.append(f"{match[1]} = {toml(answers[(table, match[1])])}")
            continue
        lines.append(line)
    return "\n".join(lines) + "\n"


def _tell_what_next(program: str, *first: tuple[str, str]) -> None:
    page = screen()
    page.line("")
    page.line("What next:")
    for command, does in (*first, ("sync", "makes one pass"), ("run", "is the service")):
        page.line(f"  {program} {command} ({does})")
