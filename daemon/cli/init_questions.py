"""What `init` asks: from an option, from the person, from what is likely; and what it takes for an answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from daemon.cli.words import listed
from daemon.domain.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from config.checks import Check


class Questions:
    """Takes an answer from an option, else from the person, else from what is likely; and checks it."""

    def __init__(self, is_answered: bool) -> None:
        #: Somebody is there to ask.
        self.is_answered = is_answered

    def __call__(
        self, question: str, option: str, given: str | None, likely: str | None, check: Callable[[str], str]
    ) -> str:
        """
        Give the answer to *question*: *given* by *option*, else the person's, else *likely*; as *check* lets it pass.

        Raises:
            UsageError: What was given is no good, or nothing was, nothing is likely and nobody is there.
        """
        if given is None and self.is_answered:
            # Click asks again where the answer is no good.
            return str(click.prompt(question, default=likely, value_proc=check, err=True))
        if given is None and likely is None:
            raise UsageError(f"There is nobody to ask: give {option}. `afterword init --help` lists all options.")
        try:
            return check(likely or "" if given is None else given)
        except click.UsageError as error:
            raise UsageError(f"{option}: {error.message}") from error


def checked(check: Check) -> Callable[[str], str]:
    """Give a function that lets pass what the configuration's own *check* lets pass."""
    from config.checks import Wrong

    def convert(value: str) -> str:
        try:
            check.convert(value.strip())
        except Wrong as wrong:
            refuse(f"{wrong or 'That will not do.'} It must be {check.allowed}.")
        return value.strip()

    return convert


def refuse(message: str) -> NoReturn:
    """Say that an answer is no good; Click asks again, where somebody is there."""
    raise click.UsageError(message.strip())


def folder_of_calendars(value: str) -> str:
    """Let pass a folder that holds calendars."""
    path = path_given(value)
    if not Path(path).expanduser().is_dir():
        refuse(f"There is no folder {path}.")
    if not calendars_in(Path(path).expanduser()):
        refuse(f"There is no calendar in {path}: each calendar is a folder of its own in it.")
    return path


def path_given(value: str) -> str:
    """Give a path that does not depend on where the command was called; what begins at home stays readable."""
    if not value.strip():
        refuse("Name a folder.")
    return value if value.startswith("~") else str(Path(value).absolute())


def one_of(known: Iterable[str], value: str) -> str:
    """Let pass one of the words *known*, in capitals or not."""
    name = value.strip().lower()
    return name if name in known else refuse(f"It must be {' or '.join(known)}.")


def implied(*, local: Iterable[str | None], google: Iterable[str | None]) -> str | None:
    """Give the back-end that options make plain, None for neither."""
    if any(google):
        return "google"
    return "local" if any(local) else None


def names_given(value: str) -> str:
    """Let pass names parted by commas, one at least."""
    return ",".join(name.strip() for name in value.split(",") if name.strip()) or refuse("Name at least one calendar.")


def client_file(value: str) -> str:
    """Give a path at which there is an OAuth client, or nothing yet."""
    from integrations.google.consent import read_client

    path = path_given(value)
    if Path(path).expanduser().exists():
        try:
            read_client(Path(path).expanduser())
        except ConfigError as error:
            refuse(str(error))
    return path


def some_of(there: Iterable[str], value: str) -> str:
    """Let pass names parted by commas that are all among *there*."""
    names = [name.strip() for name in value.split(",") if name.strip()]
    if unknown := [name for name in names if name not in there]:
        refuse(f"There is no calendar {listed(unknown)}. There are: {listed(list(there))}.")
    return ",".join(names) or refuse("Name at least one calendar.")


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

USUAL_CALENDARS = ("~/.calendars", "~/.local/share/vdirsyncer/calendars", "~/.local/share/calendars", "~/calendars")
USUAL_MAIL = ("~/Mail", "~/Maildir", "~/mail", "~/.mail", "~/.local/share/mail")


def first_there(paths: Iterable[str]) -> str | None:
    """Give the first of *paths* that is a folder, None for none."""
    return next((path for path in paths if Path(path).expanduser().is_dir()), None)


def own_name() -> str:
    """Give the person's name as the system knows it, "" where it does not."""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0]
    except KeyError:
        return ""


def own_zone() -> str:
    """Give the machine's zone by its IANA name."""
    from daemon.wiring import machine_zone

    return str(getattr(machine_zone(), "key", "UTC"))


def own_country() -> str:
    """Give the country of the person's locale, "none" where it is not plain."""
    from config.checks import countries

    locale = os.environ.get("LC_ALL") or os.environ.get("LC_TIME") or os.environ.get("LANG") or ""
    country = locale.partition(".")[0].partition("_")[2]
    return country if country in countries() else "none"
