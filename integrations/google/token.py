"""
What a login granted, in a file: google-auth's authorized-user JSON, readable by the person alone.

https://googleapis.dev/python/google-auth/latest/reference/google.oauth2.credentials.html. Two keys are Afterword's
own: `granted_at`, by which a login that Google ends after seven days is told from others, and `scopes` holds what was
granted, not what was asked for (`to_json` of the library keeps the latter).
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daemon.domain.errors import AuthorisationError, TemporaryError
from integrations import atomic

if TYPE_CHECKING:
    from google.oauth2.credentials import Credentials

#: Changes whenever the file does; None where there is none.
Stamp = tuple[int, int, int] | None


class TokenFile:
    """The file *path* with the login of the account called *account*."""

    def __init__(self, path: Path, account: str) -> None:
        self.path = path
        self.account = account
        self._document: dict[str, Any] = {}

    def stamp(self) -> Stamp:
        """Give what tells this content of the file from another."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def load(self) -> Credentials:
        """
        Read the file.

        Raises:
            AuthorisationError: There is none, or it holds no login; the person has to log in.
            TemporaryError: It cannot be read now.
        """
        from integrations.google.refresh import OnceRefreshed

        try:
            document = json.loads(self.path.read_bytes())
        except FileNotFoundError as error:
            raise self.needs_login("There is no login yet.") from error
        except OSError as error:
            raise TemporaryError("Google", f"The file {self.path} cannot be read: {error.strerror}.") from error
        except ValueError as error:
            raise self.needs_login(f"The file {self.path} is damaged.") from error
        if not isinstance(document, dict) or not (document.get("refresh_token") or document.get("token")):
            raise self.needs_login(f"The file {self.path} holds no login.")
        self._document = document
        # `from_authorized_user_info` would put Google's address in the place of `token_uri`. Without scopes: those
        # given here are asked for again at each refresh, and refused if they are more than what was granted.
        return OnceRefreshed(  # type: ignore[no-untyped-call] # half of google-auth has types
            document.get("token"),
            refresh_token=document.get("refresh_token"),
            token_uri=document.get("token_uri") or "https://oauth2.googleapis.com/token",
            client_id=document.get("client_id"),
            client_secret=document.get("client_secret"),
            expiry=_expiry(document.get("expiry")),
        )

    def granted(self) -> frozenset[str] | None:
        """Give the scopes that the loaded login has, None where the file does not say."""
        scopes = self._document.get("scopes")
        if isinstance(scopes, str):
            return frozenset(scopes.split())
        return frozenset(map(str, scopes)) if isinstance(scopes, list) and scopes else None

    def granted_at(self) -> datetime | None:
        """Give when the person consented (aware), where the file says."""
        with contextlib.suppress(KeyError, TypeError, ValueError):
            return _utc(datetime.fromisoformat(self._document["granted_at"]))
        return None

    def save(self, credentials: Credentials) -> bool:
        """
        Keep what a refresh has changed; False where it was not to be kept.

        A login that another process has put there since `load` stays: it is newer than what was refreshed.
        """
        if self._on_disk() != self._document:
            return False
        changed = {"token": credentials.token, "refresh_token": credentials.refresh_token}
        if credentials.expiry is not None:
            changed["expiry"] = _utc(credentials.expiry).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.store({**self._document, **changed})
        return True

    def store(self, document: Mapping[str, Any]) -> None:
        """
        Put a login into the file, 0600, in its folder, 0700: at every instant the old one or the new one is there.

        Raises:
            TemporaryError: It cannot be written (disk full, permission).
        """
        scratch = self.path.with_name(f".{self.path.name}.{os.getpid()}.tmp")
        try:
            atomic.make_folder(self.path.parent)
            atomic.write_over(self.path, json.dumps(document, indent=1).encode(), scratch=scratch)
        except OSError as error:
            why = f"The login cannot be kept in {self.path}: {error.strerror}. See to it, then log in again."
            raise TemporaryError("Google", why) from error
        self._document = dict(document)

    def needs_login(self, why: str) -> AuthorisationError:
        """Give the error that says *why*, and what to do."""
        return AuthorisationError("Google", f"{why} Run `afterword login {self.account}`.")

    def _on_disk(self) -> object:
        try:
            return json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return None


def _expiry(text: object) -> datetime | None:
    """Give `expiry` as google-auth wants it: naive, in UTC. What cannot be read counts as run out."""
    if not isinstance(text, str):
        return None
    try:
        return _utc(datetime.fromisoformat(text)).replace(tzinfo=None)
    except ValueError:
        return datetime(1970, 1, 1)  # noqa: DTZ001 - google-auth compares naive times in UTC


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
