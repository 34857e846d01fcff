"""What a pass did, for the log, the commands and their exit status."""

from __future__ import annotations

from dataclasses import dataclass, field

from daemon.domain.errors import AuthorisationError, ServiceError
from daemon.domain.item import Action, Kind


@dataclass(slots=True)
class Count:
    """Drafts and reminders, counted apart."""

    drafts: int = 0
    reminders: int = 0

    def add(self, kind: Kind) -> None:
        """Count one item of *kind*."""
        if kind.is_draft:
            self.drafts += 1
        else:
            self.reminders += 1

    def __bool__(self) -> bool:
        return bool(self.drafts or self.reminders)


@dataclass(slots=True)
class Report:
    """What one pass over one account did. Error texts are for the person; they hold no addresses and no note text."""

    account: str
    events_read: int = 0
    interviews: int = 0
    created: Count = field(default_factory=Count)
    #: What lay there already when it was to be made: the ledger was lost, or an answer was.
    found: Count = field(default_factory=Count)
    updated: Count = field(default_factory=Count)
    removed: Count = field(default_factory=Count)
    failed: Count = field(default_factory=Count)
    #: Notes that were made later than 24 hours after their interview's end.
    late: int = 0
    #: What could not be done now, and is tried again.
    errors: list[str] = field(default_factory=list)
    #: What is worth telling though nothing is undone because of it: a file that cannot be read.
    warnings: list[str] = field(default_factory=list)
    #: Why the person has to log in again, "" where they need not.
    login_lost: str = ""

    def count(self, action: Action, kind: Kind) -> None:
        """Count one thing done."""
        {Action.CREATE: self.created, Action.UPDATE: self.updated, Action.REMOVE: self.removed}[action].add(kind)

    def note_error(self, error: ServiceError) -> None:
        """Keep what *error* says, once."""
        if isinstance(error, AuthorisationError):
            self.login_lost = self.login_lost or error.message
        if str(error) not in self.errors:
            self.errors.append(str(error))

    @property
    def needs_login(self) -> bool:
        """The person has to log in again."""
        return bool(self.login_lost)

    @property
    def changed_anything(self) -> bool:
        """Something was made, changed or taken back."""
        return bool(self.created or self.updated or self.removed)

    @property
    def exit_status(self) -> int:
        """3 where the person must log in again, 1 where something could not be done now, else 0."""
        if self.needs_login:
            return AuthorisationError.exit_status
        return 1 if self.errors or self.failed else 0
