"""
Everything that can go wrong, split by what the caller does next.

    ServiceError
    ├── UsageError               the command named something that is not there, or not one thing: exit 2
    ├── ConfigError              the configuration has to be mended: exit 2
    ├── LedgerError              the ledger cannot be used now: exit 1
    │   └── LedgerRefused        the ledger cannot be used until a person acts (newer version, corrupt): exit 2
    ├── BusyError                another process works on this state: exit 1 (`run`: 2)
    └── IntegrationError         a calendar or mailbox did not do what was asked
        ├── TemporaryError       try again later: exit 1
        ├── AuthorisationError   a person has to log in again: exit 3
        ├── RefusedError         it will be refused again until a person changes something: exit 1
        └── ConflictError        what is there is not what we expected: somebody else was there first
            └── GoneError        it was there, and the person took it away

Messages are for the person: what failed, on what, what to do next. They hold no addresses, tokens or note text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta


class ServiceError(Exception):
    """Base of every error that Afterword raises on purpose; *exit_status* is what a command ends with."""

    exit_status = 1


class UsageError(ServiceError):
    """The command names something that does not exist or is not unique."""

    exit_status = 2


class ConfigError(ServiceError):
    """The configuration cannot be used; all its problems at once, each naming file, key and what is allowed."""

    exit_status = 2

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class LedgerError(ServiceError):
    """The ledger could not be read or written now (locked, disk full)."""


class LedgerRefused(LedgerError):
    """The ledger is left untouched until a person acts: it is corrupt, or a newer version wrote it."""

    exit_status = 2


class BusyError(ServiceError):
    """Another process is working on the same state."""


class IntegrationError(ServiceError):
    """A calendar or mailbox did not do what was asked of it; *integration* names it as the configuration does."""

    def __init__(self, integration: str, message: str) -> None:
        super().__init__(f"{integration}: {message}")
        self.integration = integration
        self.message = message


class TemporaryError(IntegrationError):
    """Out of reach, full or busy; worth another try, not before *retry_after* where the server said so."""

    def __init__(self, integration: str, message: str, retry_after: timedelta | None = None) -> None:
        super().__init__(integration, message)
        self.retry_after = retry_after


class AuthorisationError(IntegrationError):
    """The stored credentials are no longer accepted."""

    exit_status = 3


class RefusedError(IntegrationError):
    """The request is refused and would be again: a folder of that name is somebody else's, a scope is missing."""


class ConflictError(IntegrationError):
    """What is there is not what we expected: a write by compare-and-swap did not take place."""


class GoneError(ConflictError):
    """
    Something of that name was there once, and somebody else took it away.

    Only servers that remember the names of what was deleted can tell it from what was never there.
    """
