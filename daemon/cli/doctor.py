"""`afterword doctor`: whether all that a pass needs is there and works, and how to mend what does not."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from daemon.cli.doctor_machine import of_machine
from daemon.cli.documents import Document
from daemon.cli.finding import Finding, Level
from daemon.cli.output import Screen, print_json, screen
from daemon.cli.shell import Shell, account_option, json_option, pass_shell
from daemon.cli.words import counted
from daemon.domain.errors import AuthorisationError, ConfigError, IntegrationError, ServiceError, UsageError
from daemon.logins import Login, logins_of
from daemon.ports import NEVER

if TYPE_CHECKING:
    from config.model import AccountSettings, Settings
    from daemon.engine.account import AccountEngine

#: From this age on a login is told to end after seven days, should the OAuth client not be published.
_OLD_FOR_TESTING = timedelta(days=5)
#: A service that slept with the machine is given time to wake.
_MAY_BE_LATE = timedelta(minutes=30)
#: What is due is told by the clock: one that is further off than this makes it early or late.
_CLOCK_MAY_BE_OFF = timedelta(minutes=2)


@click.command()
@account_option
@json_option
@pass_shell
def doctor(shell: Shell, account: str | None, as_json: bool) -> int:
    """
    Check whether all is well, and say how to mend what is not.

    Looks at the configuration, files and their permissions, logins and their rights, and asks each server; nothing is
    changed anywhere. Exit status: 1 where something has to be mended.
    """
    findings = list(_findings(shell, account))
    if as_json:
        print_json({"findings": [_document(one) for one in findings]})
    else:
        _show(screen(), findings)
    return int(any(one.level is Level.PROBLEM for one in findings))


def _findings(shell: Shell, account: str | None) -> Iterator[Finding]:
    try:
        settings = shell.settings()
    except ConfigError as error:
        for problem in error.problems:
            yield Finding("configuration", Level.PROBLEM, problem, "Correct it in the file.")
        return
    chosen = [one for one in settings.accounts if account in (None, one.account)]
    if not chosen:
        names = ", ".join(one.account for one in settings.accounts)
        raise UsageError(f"There is no account '{account}'. The configuration has: {names}.")
    yield Finding(
        "configuration", Level.OK, f"{settings.path} is in order: {counted(len(settings.accounts), 'account')}."
    )
    yield from _own_templates(settings)
    yield from _state_folder(settings.state_dir)
    yield from of_machine(settings, shell.now())
    for one in chosen:
        for found in _of_account(shell, settings, one):
            yield replace(found, account=one.account)


def _of_account(shell: Shell, settings: Settings, account: AccountSettings) -> Iterator[Finding]:
    folders = list(_folders(account))
    yield from folders
    logins = logins_of(settings, account)
    if logins:
        yield from _client(settings, logins)
    usable = True
    for login in logins:
        found = list(_login(login, shell.now()))
        usable &= all(one.level is not Level.PROBLEM for one in found)
        yield from found
    if not usable:
        # Each server would say the same again.
        return
    for login in logins:
        yield from _clock(login, shell.now())
    try:
        with shell.looking() as app:
            (engine,) = app.engines(account.account)
            yield from _last_pass(engine, settings, shell.now())
            # What is not there cannot be asked; that what is there can be used need not be said twice.
            wanting = {one.what for one in folders if one.level is Level.PROBLEM}
            told = {one.what for one in folders}
            said = set()
            for one in reach(engine, shell.now()):
                # A lost login is the same trouble everywhere.
                if one.what not in (told if one.level is Level.OK else wanting) and (one.message, one.mend) not in said:
                    yield one
                if one.level is Level.PROBLEM:
                    said.add((one.message, one.mend))
    except ServiceError as error:
        yield Finding("ledger", Level.PROBLEM, str(error), "Do what the message says.")


# On this machine


def _own_templates(settings: Settings) -> Iterator[Finding]:
    """Try the templates of the person's own in all situations; silent where there are none."""
    from config.own_templates import entries_of, folder_beside

    folder = folder_beside(settings.path)
    if not entries_of(folder):
        return
    from config.own_words import try_out

    trial = try_out(folder)
    what = "own templates"
    for problem in trial.problems:
        mend = "Correct, rename or delete it (the shipped words stand in); docs/templates.md has all names and facts."
        yield Finding(what, Level.WARNING, str(problem), mend)
    if not trial.problems:
        yield Finding(what, Level.OK, f"{counted(trial.used, 'file')} in {folder} can be used in every situation.")


def _state_folder(folder: Path) -> Iterator[Finding]:
    what = "state folder"
    if not os.path.lexists(folder):
        yield Finding(what, Level.OK, f"{folder} is not there yet; the first pass makes it.")
    elif not folder.is_dir():
        yield Finding(what, Level.PROBLEM, f"{folder} is no folder.", "Move it away, or set AFTERWORD_STATE_DIR.")
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(what, Level.PROBLEM, f"{folder} cannot be written to.", f"chmod u+rwx {folder}")
    else:
        yield from _closed(what, folder, 0o700)


def _closed(what: str, path: Path, mode: int) -> Iterator[Finding]:
    """Tell whether *path*, which is there, is closed to others: it has no right that *mode* lacks."""
    has = stat.S_IMODE(path.stat().st_mode)
    if has & ~mode:
        yield Finding(what, Level.WARNING, f"Others may use {path} (mode {has:04o}).", f"chmod {mode:o} {path}")
    else:
        yield Finding(what, Level.OK, f"{path} is open to you alone.")


def _folders(account: AccountSettings) -> Iterator[Finding]:
    """Look at the folders that hold calendars and mail on this machine."""
    from config.model import LocalCalendarSettings, MaildirSettings

    calendar, mailbox = account.calendar, account.mailbox
    if isinstance(calendar, LocalCalendarSettings):
        for name in calendar.watch:
            found = _folder(f"calendar {name}", calendar.path / name, os.R_OK | os.X_OK, "path` or `watch")
            if found.level is not Level.OK:
                yield found
        own = calendar.path / calendar.reminders
        yield _folder("reminders", own if own.exists() else calendar.path, os.R_OK | os.W_OK | os.X_OK, "path")
    if isinstance(mailbox, MaildirSettings):
        drafts = mailbox.path / mailbox.drafts
        place = drafts if drafts.exists() else mailbox.path
        yield _folder("drafts", place, os.R_OK | os.W_OK | os.X_OK, "path")


def _folder(what: str, path: Path, needed: int, key: str) -> Finding:
    if not path.is_dir():
        return Finding(what, Level.PROBLEM, f"There is no folder {path}.", f"Make it, or correct `{key}`.")
    if not os.access(path, needed):
        may = "written to" if needed & os.W_OK else "read"
        letters = "rwx" if needed & os.W_OK else "rx"
        return Finding(what, Level.PROBLEM, f"{path} cannot be {may}.", f"chmod u+{letters} {path}")
    return Finding(what, Level.OK, f"{path} is there.")


# Logins


def _client(settings: Settings, logins: Sequence[Login]) -> Iterator[Finding]:
    from integrations.google.consent import read_client

    what = "OAuth client"
    path = settings.google.credentials
    try:
        read_client(path)
    except ConfigError as error:
        # A login that is there works without it.
        level = Level.WARNING if all(os.access(one.path, os.F_OK) for one in logins) else Level.PROBLEM
        yield Finding(what, level, str(error), "Make one, or correct `google.credentials`; the next login needs it.")
    else:
        yield Finding(what, Level.OK, f"{path} is that of a desktop app.")


def _login(login: Login, now: datetime) -> Iterator[Finding]:
    """Look at a login as its file has it: whether it is there, closed to others, sufficient, and how old."""
    from integrations.google.client import TESTING_LASTS
    from integrations.google.scopes import RIGHTS, missing
    from integrations.google.token import TokenFile

    what, again = "login", f"afterword login {login.account}"
    token = TokenFile(login.path, login.account)
    try:
        token.load()
    except AuthorisationError as error:
        yield Finding(what, Level.PROBLEM, _without_advice(error, login.account), again)
        return
    except IntegrationError as error:
        yield Finding(what, Level.PROBLEM, error.message, f"chmod 600 {login.path}")
        return
    yield from _closed("login file", login.path, 0o600)
    if login.path.parent.name == "tokens":
        yield from _closed("login folder", login.path.parent, 0o700)
    granted = token.granted()
    if granted is None:
        yield Finding(what, Level.OK, "Its file does not say which rights it has.")
    else:
        lacking = missing(login.scopes, granted)
        for right in lacking:
            level = Level.WARNING if right.is_optional else Level.PROBLEM
            yield Finding(
                what,
                level,
                f"The right to {right.allows} is missing ({right.scope.rpartition('/')[2]}). {right.without}",
                f"{again}, and tick its box",
            )
        if not lacking:
            names = ", ".join(RIGHTS[scope].scope.rpartition("/")[2] for scope in login.scopes)
            yield Finding(what, Level.OK, f"It has every right that is needed: {names}.")
    granted_at = token.granted_at()
    if granted_at is not None and _OLD_FOR_TESTING <= now - _aware(granted_at) < TESTING_LASTS:
        days = (now - _aware(granted_at)).days
        yield Finding(
            what,
            Level.WARNING,
            f"It is {counted(days, 'day')} old. If the publishing status of your OAuth client is "
            '"Testing", Google ends it after seven.',
            f"Publish the client (docs/google.md, step 4), then {again}",
        )


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


# Servers


def _clock(login: Login, now: datetime) -> Iterator[Finding]:
    """Compare this machine's clock with that of the login service; silent where it does not answer."""
    from email.utils import parsedate_to_datetime

    import httplib2

    from integrations.google.token import TokenFile
    from integrations.google.transport import GuardedHttp

    address = TokenFile(login.path, login.account).load().token_uri
    server = GuardedHttp((address,), time_out=10)
    try:
        answer: Any = server.request(address)[0]
        there = _aware(parsedate_to_datetime(answer["date"]))
    except (OSError, KeyError, TypeError, ValueError, httplib2.HttpLib2Error):
        return
    finally:
        server.close()
    off = now - there
    if abs(off) > _CLOCK_MAY_BE_OFF:
        much = counted(round(abs(off) / timedelta(minutes=1)), "minute")
        yield Finding(
            "clock",
            Level.PROBLEM,
            f"This machine's clock is {much} {'fast' if off > timedelta() else 'slow'}.",
            "Set it, best by a time service: timedatectl set-ntp true",
        )
    else:
        yield Finding("clock", Level.OK, "It is right, by Google's.")


def reach(engine: AccountEngine, now: datetime) -> Iterator[Finding]:
    """Ask each place that *engine* works with whether it can be used."""
    from daemon.domain.occurrence import TimeSpan
    from daemon.ports import Question

    today = Question(TimeSpan(now - timedelta(days=1), now + timedelta(days=1)))
    for source in engine.sources:
        what = f"calendar {source.name}"
        began = time.perf_counter()
        try:
            reading = source.read(today)
        except IntegrationError as error:
            yield replace(_out_of_reach(what, error, engine.name), milliseconds=_since(began))
            continue
        took = _since(began)
        if reading.unreadable:
            first = reading.unreadable[0]
            much = counted(len(reading.unreadable), "entry", "entries")
            message = f"It can be read but for {much}, such as {first.href}: {first.reason}"
            mend = "Mend or delete it; an interview in it is not seen."
            yield Finding(what, Level.WARNING, message, mend, milliseconds=took)
        else:
            yield Finding(what, Level.OK, "It can be read.", milliseconds=took)
    began = time.perf_counter()
    for what, wrong in engine.reach().items():
        found = _out_of_reach(what, wrong, engine.name) if wrong else Finding(what, Level.OK, "They can be written.")
        yield replace(found, milliseconds=_since(began))
        began = time.perf_counter()


def _since(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)


def _last_pass(engine: AccountEngine, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Tell when the account was looked after last; a while without that is for whoever believes that it is."""
    reads = [read.read_at for read in engine.recall().reads.values() if read.read_at > NEVER]
    if not reads:
        yield Finding("last pass", Level.OK, "There was none yet; `afterword sync` makes one.")
        return
    ago = now - max(reads)
    minutes = counted(max(round(ago / timedelta(minutes=1)), 0), "minute")
    if ago > timedelta(minutes=2 * settings.sync.interval_minutes) + _MAY_BE_LATE:
        yield Finding(
            "last pass",
            Level.WARNING,
            f"The calendars were read {minutes} ago, and are to be every {settings.sync.interval_minutes}.",
            "See to it that the service runs: afterword service status",
        )
    else:
        yield Finding("last pass", Level.OK, f"The calendars were read {minutes} ago.")


def _out_of_reach(what: str, error: IntegrationError, account: str) -> Finding:
    if isinstance(error, AuthorisationError):
        return Finding(what, Level.PROBLEM, _without_advice(error, account), f"afterword login {account}")
    return Finding(what, Level.PROBLEM, error.message, "Do what the message says, or see to the network.")


def _without_advice(error: AuthorisationError, account: str) -> str:
    """Give what went wrong without what to do, which is told beside it."""
    return error.message.removesuffix(f" Run `afterword login {account}`.")


# What is shown


def _document(one: Finding) -> Document:
    return {
        "account": one.account or None,
        "what": one.what,
        "level": one.level.value,
        "message": one.message,
        "mend": one.mend or None,
        "milliseconds": one.milliseconds,
    }


_STYLES = {Level.OK: "good", Level.WARNING: "strong", Level.PROBLEM: "bad"}


def _show(page: Screen, findings: Sequence[Finding]) -> None:
    account = ""
    for one in findings:
        if one.account != account:
            account = one.account
            page.heading(account)
        took = f" ({one.milliseconds} ms)" if one.milliseconds is not None else ""
        page.line(f"{one.level.value}: {one.what}: {one.message}{took}", _STYLES[one.level])
        if one.mend:
            page.line(f"  -> {one.mend}")
    count = sum(one.level is Level.PROBLEM for one in findings)
    warnings = sum(one.level is Level.WARNING for one in findings)
    page.line("")
    if count:
        page.line(f"{counted(count, 'thing')} {'has' if count == 1 else 'have'} to be mended.", "bad")
    elif warnings:
        page.line(f"Nothing has to be mended; {counted(warnings, 'warning')}.", "good")
    else:
        page.line("All is well.", "good")
