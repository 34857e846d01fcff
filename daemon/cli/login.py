"""`afterword login`: the consent at Google, in the browser or by an address that is carried to one."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from daemon.cli.output import is_terminal, say
from daemon.cli.shell import Shell, optional_account_argument, pass_shell
from daemon.cli.words import listed
from daemon.domain.errors import AuthorisationError, UsageError

if TYPE_CHECKING:
    from config.model import AccountSettings, Settings
    from daemon.logins import Login
    from integrations.google.consent import Consent
    from integrations.google.scopes import Right

#: How long the person has on Google's page, in minutes.
_TIME_OUT = 10


@dataclass(frozen=True, slots=True)
class Manner:
    """How the person wants to log in."""

    #: Open a browser here; else the address is printed.
    in_browser: bool = True
    #: Where Google's answer is waited for; 0 for a free port.
    port: int = 0
    time_out: timedelta = timedelta(minutes=_TIME_OUT)
    #: Ask for the right to read mail also where only the signature needs it.
    signature: bool = False


@click.command()
@optional_account_argument
@click.option("--no-browser", is_flag=True, help="Print the address, to be opened in a browser elsewhere.")
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="Wait for Google's answer on this port.")
@click.option("--signature", is_flag=True, help="Ask for the right to read mail too: for your Gmail signature.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, 24 * 60, min_open=True),
    metavar="MINUTES",
    default=_TIME_OUT,
    show_default=True,
    help="Give up after so long.",
)
@pass_shell
def login(
    shell: Shell, account: str | None, no_browser: bool, port: int | None, signature: bool, timeout: float
) -> int:
    """
    Log in to Google, in the browser or with --no-browser.

    Without ACCOUNT: the one that uses Google, or of several each without a good login. It asks for no more rights than
    what is configured needs, and says what each allows. Exit status: 3 where you did not allow what is needed.
    """
    settings = shell.settings()
    manner = Manner(not no_browser, port or 0, timedelta(minutes=timeout), signature)
    return max((log_in(settings, one, manner) for one in _chosen(settings, account)), default=0)


def log_in(settings: Settings, account: AccountSettings, manner: Manner) -> int:
    """
    Go through every login of *account* with the person, and give the exit status.

    Raises:
        ConfigError: The OAuth client cannot be used.
        AuthorisationError: The person said no.
        TemporaryError: Nobody answered, or Google cannot be reached.
    """
    from daemon.logins import logins_of
    from integrations.google.consent import read_client

    logins = logins_of(settings, account)
    client = read_client(settings.google.credentials)
    status = 0
    for number, one in enumerate(logins, 1):
        part = f", login {number} of {len(logins)}" if len(logins) > 1 else ""
        say(f"Log in to Google for the account '{account.account}' ({account.email}){part}.")
        status = max(status, _one_login(settings, one, client, manner))
    return status


def _chosen(settings: Settings, account: str | None) -> Sequence[AccountSettings]:
    """Give the accounts to log in; what is logged in already is told."""
    from daemon.logins import token_files

    by_name = {one.account: one for one in settings.accounts}
    if account is not None and account not in by_name:
        raise UsageError(f"There is no account '{account}'. The configuration has: {', '.join(by_name)}.")
    google = [one for one in settings.accounts if token_files(settings, one)]
    if account is not None:
        if by_name[account] not in google:
            raise UsageError(f"The account '{account}' needs no login: neither its calendar nor its mail is at Google.")
        return [by_name[account]]
    if not google:
        raise UsageError("No account needs a login: none has its calendar or its mail at Google.")
    if len(google) == 1:
        return google
    open_ones = [one for one in google if not _is_logged_in(settings, one)]
    if done := [one.account for one in google if one not in open_ones]:
        say(f"Logged in already: {listed(done)}. `afterword login {done[0]}` does it once more.")
    return open_ones


def _is_logged_in(settings: Settings, account: AccountSettings) -> bool:
    """Say whether *account* has every login with all its rights, as far as can be told from here."""
    from daemon.logins import logins_of
    from daemon.ports import LOGIN_LOST
    from daemon.wiring import open_app
    from integrations.google.scopes import missing

    with open_app(settings, read_only=True) as app:
        if app.ledger.get_setting(account.account, LOGIN_LOST):
            return False
    for one in logins_of(settings, account):
        is_there, granted = _granted_before(one)
        if not is_there or (granted is not None and missing(one.scopes, granted)):
            return False
    return True


def _granted_before(login_: Login) -> tuple[bool, Collection[str] | None]:
    """Say whether there is a login that can be read, and what it grants; None where it does not say."""
    from integrations.google.token import TokenFile

    token = TokenFile(login_.path, login_.account)
    try:
        token.load()
    except AuthorisationError:
        return False, None
    return True, token.granted()


def _one_login(settings: Settings, login_: Login, client: dict[str, object], manner: Manner) -> int:
    from daemon.ledger.private import private_folder
    from integrations.google.consent import Consent
    from integrations.google.scopes import missing
    from integrations.google.token import TokenFile

    scopes = _wanted(login_, manner)
    _tell_rights(scopes)
    with Consent(client, scopes, port=manner.port) as consent:
        code = consent.wait(manner.time_out, _invite(consent, manner), say)
        document = consent.redeem(code)
    lacking = missing(scopes, document["scopes"])
    _tell_lacking(lacking)
    again = f"Run `afterword login {login_.account}` again and tick its box"
    if any(not right.is_optional for right in lacking):
        kept = "the one from before stays as it is" if login_.path.exists() else "there is none now"
        say(f"So this login was not kept; {kept}. {again}.")
        return AuthorisationError.exit_status
    # The state folder may not be there yet, and is to be closed to others from the start.
    private_folder(settings.state_dir)
    TokenFile(login_.path, login_.account).store(document)
    _settle(settings, login_)
    if lacking:
        say(f"Everything else works. {again} to have that too.")
    say(f"Logged in. The login is kept in {login_.path}, for you alone.")
    return 0


def _wanted(login_: Login, manner: Manner) -> Sequence[str]:
    """Give what to ask for: what is configured, and the right to read mail where it was had or is wished for."""
    from integrations.google.scopes import DRAFTS, READ_MAIL, is_granted

    if DRAFTS not in login_.scopes or READ_MAIL in login_.scopes:
        return login_.scopes
    _, granted = _granted_before(login_)
    has_it = granted is not None and is_granted(READ_MAIL, granted)
    return (*login_.scopes, READ_MAIL) if has_it or manner.signature else login_.scopes


def _settle(settings: Settings, login_: Login) -> None:
    """Forget that the accounts whose login this is had lost it."""
    from daemon.logins import token_files
    from daemon.ports import LOGIN_LOST
    from daemon.wiring import open_app

    with open_app(settings) as app:
        for account in settings.accounts:
            name = account.account
            if login_.path in token_files(settings, account) and (why := app.ledger.get_setting(name, LOGIN_LOST)):
                app.ledger.put_setting(name, LOGIN_LOST, "")
                reads = app.ledger.recall(name).reads.values()
                mended = [replace(read, error="") for read in reads if read.error == why]
                app.ledger.save_interviews([], mended, account=name)


# What the person is told


def _tell_rights(scopes: Sequence[str]) -> None:
    from integrations.google.scopes import RIGHTS

    say("Afterword asks for the right to")
    for scope in scopes:
        say(f"  - {RIGHTS[scope].allows}")
    say(
        "Google's page says first that it has not verified the app: it is your own OAuth client. Go on with "
        '"Advanced" and "Go to ... (unsafe)", and tick every box. docs/google.md has it step by step.\n'
    )


def _tell_lacking(lacking: Sequence[Right]) -> None:
    for right in lacking:
        say(f"Not allowed: to {right.allows} ({_short(right)}). {right.without}")


def _short(right: Right) -> str:
    return right.scope.rpartition("/")[2]


def _invite(consent: Consent, manner: Manner) -> int | None:
    """Open the browser or say how to; and give the file descriptor from which an address may come, if any."""

    def by_hand() -> None:
        say("Open this address in a browser:\n")
        click.echo(consent.address)
        say(
            "\nIf that browser is on another machine, run this there first, so that it can reach this one:\n\n"
            f"  ssh -L {consent.port}:127.0.0.1:{consent.port} {_here()}\n\n"
            "Or without: at the end the browser cannot open an address that begins with "
            f"http://127.0.0.1:{consent.port}/. Copy that address, paste it here, and press Enter.\n"
        )

    opens = manner.in_browser and _has_browser()
    if opens:
        say(f"Your browser opens. If it does not, open this address in it:\n\n{consent.address}\n")
        _open(consent.address, by_hand)
    else:
        by_hand()
    say(f"Waiting for Google's answer, {manner.time_out.total_seconds() / 60:g} minutes at most ...")
    # What a script's standard input holds is for us only where pasting was spoken of.
    return _descriptor() if not opens or is_terminal(sys.stdin) else None


def _has_browser() -> bool:
    """Say whether a browser can open before the person's eyes."""
    if os.environ.get("BROWSER"):
        return True
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    # A text browser would take the terminal, and over SSH the browser would open on the other machine's screen.
    return sys.platform in ("darwin", "win32") and not os.environ.get("SSH_CONNECTION")


def _open(address: str, otherwise: Callable[[], None]) -> None:
    """Open *address*; *otherwise* where that turns out not to work. Some browsers return only when they are closed."""
    import threading
    import webbrowser

    def open_() -> None:
        try:
            has_opened = webbrowser.open(address)
        except (webbrowser.Error, OSError):
            has_opened = False
        if not has_opened:
            say("No browser could be opened.")
            otherwise()

    threading.Thread(target=open_, name="browser", daemon=True).start()


def _here() -> str:
    """Give this machine as one names it to ssh."""
    import getpass
    import socket

    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "you"
    return f"{user}@{socket.gethostname()}"


def _descriptor() -> int | None:
    try:
        return sys.stdin.fileno()
    except (io.UnsupportedOperation, AttributeError, ValueError):
        return None
