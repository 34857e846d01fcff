"""
Which logins an account needs: the file that each lies in, and the rights that what is configured asks for.

`status` uses it: nothing of Google's is imported here, and no part of `integrations` for an account without Google.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.model import AccountSettings, GmailSettings, GoogleCalendarSettings, Settings


@dataclass(frozen=True, slots=True)
class Login:
    """One consent of the person's at Google, for all that lies in one token file."""

    #: The account's name in the configuration.
    account: str
    #: The token file; it need not exist.
    path: Path
    #: What is asked for, in the order in which it is told.
    scopes: tuple[str, ...]


def logins_of(settings: Settings, account: AccountSettings) -> tuple[Login, ...]:
    """
    Give the logins of *account*, none where it has no back-end of Google's.

    Calendar and mailbox with the same token file are one login, as are accounts: it has the rights for all of them.
    """
    own = {path for path, _ in _parts(settings, account)}
    wanted: dict[Path, dict[str, None]] = {}
    for one in settings.accounts:
        for path, part in _parts(settings, one):
            if path in own:
                wanted.setdefault(path, {}).update(dict.fromkeys(_scopes(part)))
    return tuple(Login(account.account, path, tuple(scopes)) for path, scopes in wanted.items())


def token_files(settings: Settings, account: AccountSettings) -> tuple[Path, ...]:
    """Give the files of the logins of *account*; they need not exist."""
    return tuple(dict.fromkeys(path for path, _ in _parts(settings, account)))


def token_file(settings: Settings, account: AccountSettings, part: GoogleCalendarSettings | GmailSettings) -> Path:
    """Give the token file of one back-end, *part*, of *account*."""
    return part.token or settings.state_dir / "tokens" / f"{account.account}.json"


def _parts(
    settings: Settings, account: AccountSettings
) -> Iterator[tuple[Path, GoogleCalendarSettings | GmailSettings]]:
    for part in (account.calendar, account.mailbox):
        if isinstance(part, GoogleCalendarSettings | GmailSettings):
            yield token_file(settings, account, part), part


def _scopes(part: GoogleCalendarSettings | GmailSettings) -> tuple[str, ...]:
    from integrations.google.scopes import scopes_for_calendar, scopes_for_mailbox

    if isinstance(part, GoogleCalendarSettings):
        return scopes_for_calendar(part.watch)
    return scopes_for_mailbox(read_mail=part.threads)
