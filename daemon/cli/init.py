"""`afterword init`: a few questions, then the commented default configuration with the answers in it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from daemon.cli.output import is_terminal, say, screen
from daemon.cli.shell import Shell, pass_shell
from daemon.cli.words import listed
from daemon.domain.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from config.checks import Check

#: The account that the default file has.
_ACCOUNT = "accounts.personal"

#: Values by table and key.
Answers = Mapping[tuple[str, str], object]

_TABLE = re.compile(r"\[([a-z_.]+)\]")
_KEY = re.compile(r"#?([a-z_]+) = ")


@click.command()
@click.option("--name", help="Your name, as notes are signed.")
@click.option("--email", metavar="ADDRESS", help="Your address.")
@click.option("--timezone", metavar="ZONE", help='Your time zone, such as "Europe/Berlin".')
@click.option("--country", metavar="CODE", help='Whose public holidays count: "DE", "US"; "none" for none.')
@click.option("--calendars", metavar="DIR", help="The folder that holds your calendars' folders.")
@click.option("--watch", metavar="NAME", multiple=True, help="A calendar to look for interviews in; repeatable.")
@click.option("--maildir", metavar="DIR", help="The folder that holds your mail folders.")
@click.option("--force", is_flag=True, help="Write over a configuration that is there.")
@pass_shell
def init(
    shell: Shell,
    name: str | None,
    email: str | None,
    timezone: str | None,
    country: str | None,
    calendars: str | None,
    watch: tuple[str, ...],
    maildir: str | None,
    force: bool,
) -> int:
    """
    Ask a few questions and write the configuration.

    What is given as an option is not asked. Calendars are folders of .ics files, as vdirsyncer and khal use them; notes
    go to the drafts of a Maildir.
    """
    from config.checks import ADDRESS, COUNTRY, LINE_OR_EMPTY, ZONE
    from config.load import configuration_path

    file = shell.config.expanduser().absolute() if shell.config else configuration_path(os.environ)
    if file.exists() and not force:
        raise UsageError(f"There is a configuration already: {file}. Edit it, or say --force to write over it.")
    ask = _Questions(is_terminal(sys.stdin))
    if ask.is_answered:
        say(f"Enter takes what stands in brackets. The answers go to {file}.\n")
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
    answers |= {
        (f"{_ACCOUNT}.calendar", "path"): str(folder),
        (f"{_ACCOUNT}.calendar", "watch"): chosen.split(","),
        (f"{_ACCOUNT}.mailbox", "path"): str(mail),
        (f"{_ACCOUNT}.mailbox", "drafts"): drafts_folder(mail.expanduser()),
    }
    write_configuration(file, answers)
    _tell_what_next(file, shell)
    return 0


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


def write_configuration(file: Path, answers: Answers) -> None:
    """
    Write the default configuration with *answers* to *file*, for the person's eyes only.

    Raises:
        ConfigError: It cannot be written, or what came out would not be accepted; what was there before still is.
    """
    from config.load import load

    default = files("config").joinpath("default.toml").read_text(encoding="utf-8")
    scratch = file.with_name(f".{file.name}.new")
    try:
        if not file.parent.exists():
            file.parent.mkdir(mode=0o700, parents=True)
        scratch.unlink(missing_ok=True)
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
            opened.write(filled_in(default, answers))
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


def _tell_what_next(file: Path, shell: Shell) -> None:
    option = f"--config {shell.config} " if shell.config else ""
    page = screen()
    page.line(f"Wrote {file}. Every setting is in it, with what it does.", "good")
    page.line("")
    page.line("What next:")
    page.line(f"  afterword {option}sync --dry-run (says what a pass would do; changes nothing)")
    page.line(f"  afterword {option}sync (makes one pass)")
    page.line(f"  afterword {option}run (is the service)")
