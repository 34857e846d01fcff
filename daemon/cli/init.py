"""`afterword init`: a few questions, the commented configuration with the answers in it, and on to the first pass."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from daemon.cli.configuration_file import BACKENDS, Answers, write_configuration
from daemon.cli.init_questions import (
    USUAL_CALENDARS,
    USUAL_MAIL,
    Questions,
    calendars_in,
    checked,
    client_file,
    drafts_folder,
    first_there,
    folder_of_calendars,
    implied,
    names_given,
    one_of,
    own_country,
    own_name,
    own_zone,
    path_given,
    some_of,
)
from daemon.cli.output import is_terminal, say, screen
from daemon.cli.shell import Shell, pass_shell
from daemon.cli.words import listed
from daemon.domain.errors import ServiceError, UsageError

if TYPE_CHECKING:
    from config.model import Settings

#: The account that the default file has.
_ACCOUNT = "accounts.personal"


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
    ask = Questions(is_terminal(sys.stdin))
    if ask.is_answered:
        say(f"Enter takes what stands in brackets. The answers go to {file}.\n")
    place = ask(
        "Where are your calendar and mail? google, or local for files on this machine",
        "--backend",
        backend or implied(local=(calendars, maildir), google=(credentials,)),
        "google" if ask.is_answered and not first_there(USUAL_CALENDARS) else "local",
        lambda value: one_of(BACKENDS, value),
    )
    answers: dict[tuple[str, str], object] = {
        (_ACCOUNT, "name"): ask("Your name, as notes are signed", "--name", name, own_name(), checked(LINE_OR_EMPTY)),
        (_ACCOUNT, "email"): ask("Your e-mail address", "--email", email, None, checked(ADDRESS)),
        (_ACCOUNT, "timezone"): ask("Your time zone", "--timezone", timezone, own_zone(), checked(ZONE)),
    }
    land = ask(
        "Country whose public holidays count (none for none)",
        "--country",
        country,
        own_country(),
        lambda value: value if value == "none" else checked(COUNTRY)(value),
    )
    if land != "none":
        answers[(_ACCOUNT, "country")] = land
    if place == "local":
        answers |= _local_answers(ask, calendars, watch, maildir)
    else:
        answers |= _google_answers(ask, watch, credentials, file)
        if api_root:
            answers[("google", "api_root")] = api_root
    write_configuration(file, answers, BACKENDS[place])
    screen().line(f"Wrote {file}. Every setting is in it, with what it does.", "good")
    program = f"afterword --config {shell.config}" if shell.config else "afterword"
    if place == "local":
        _tell_what_next(program, ("sync --dry-run", "says what a pass would do; changes nothing"))
        return 0
    return _go_on_at_google(shell, ask, program)


def _local_answers(ask: Questions, calendars: str | None, watch: Sequence[str], maildir: str | None) -> Answers:
    folder = Path(
        ask(
            "Folder that holds your calendars",
            "--calendars",
            calendars,
            first_there(USUAL_CALENDARS),
            folder_of_calendars,
        )
    )
    there = calendars_in(folder.expanduser())
    if ask.is_answered and not watch:
        say(f"Calendars there: {listed(there)}")
    chosen = ask(
        "Calendars to watch, parted by commas",
        "--watch",
        ",".join(watch) or None,
        ",".join(there),
        lambda value: some_of(there, value),
    )
    mail = Path(ask("Folder that holds your mail", "--maildir", maildir, first_there(USUAL_MAIL), path_given))
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


def _google_answers(ask: Questions, watch: Sequence[str], credentials: str | None, file: Path) -> Answers:
    usual = file.parent / "credentials.json"
    answers: dict[tuple[str, str], object] = {}
    if watch:
        answers[(f"{_ACCOUNT}.calendar", "watch")] = list(watch)
    elif ask.is_answered:
        names = ask("Calendars to watch, by title, parted by commas", "--watch", None, "primary", names_given)
        answers[(f"{_ACCOUNT}.calendar", "watch")] = names.split(",")
    if ask.is_answered and credentials is None and not usual.exists():
        say(_GOOGLE_STEPS)
    chosen = ask("File of the OAuth client", "--credentials", credentials, str(usual), client_file)
    if Path(chosen) != usual:
        answers[("google", "credentials")] = chosen
    return answers


def _go_on_at_google(shell: Shell, ask: Questions, program: str) -> int:
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


def _tell_what_next(program: str, *first: tuple[str, str]) -> None:
    page = screen()
    page.line("")
    page.line("What next:")
    for command, does in (*first, ("sync", "makes one pass"), ("service install", "runs it in the background")):
        page.line(f"  {program} {command} ({does})")
