"""
Which adapters the settings of an account mean: a function for each back-end, called when an engine is made.

What a back-end needs is imported in its function: an account on local files never loads Google's libraries.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, assert_never
from zoneinfo import ZoneInfo

from config.model import (
    AccountSettings,
    GmailSettings,
    GoogleCalendarSettings,
    LocalCalendarSettings,
    MaildirSettings,
    Settings,
)
from daemon.domain.errors import IntegrationError
from daemon.domain.policy import AccountPolicy
from daemon.engine.clock import Clock
from daemon.logins import token_file
from daemon.ports import CalendarSource, Conversations, DraftStore, Ledger, ReminderStore

if TYPE_CHECKING:
    from daemon.engine.reword import Reworder
    from integrations.google.client import GoogleClient

#: At a server every look at what was made costs requests. A review goes so much later after the last note was sent.
CHECK_EVERY = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Backends:
    """What an engine works with; see `AccountEngine`."""

    sources: Sequence[CalendarSource]
    reminders: ReminderStore
    drafts: DraftStore
    conversations: Conversations | None = None
    signature: Callable[[], str] | None = None
    check_every: timedelta = timedelta()


class Builder:
    """
    Makes the adapters of *account*; one login at Google serves all of them that share its file.

    With *read_only* what adapters want to remember lasts as long as they do.
    """

    def __init__(
        self, settings: Settings, account: AccountSettings, ledger: Ledger, clock: Clock, *, read_only: bool
    ) -> None:
        self._settings = settings
        self._account = account
        self._clock = clock
        self._read_only = read_only
        kept = settings.state_dir / "calendars" / f"{account.account}.json"
        self._remembered = RememberedInLedger(ledger, account.account, read_only=read_only, kept=kept)
        self._clients: dict[Path, GoogleClient] = {}

    def backends(self, wishes: AccountPolicy) -> Backends:
        """Give the adapters for the account with these *wishes*; nothing is asked of a server yet."""
        sources, reminders = self._calendar(wishes)
        mailbox = self._account.mailbox
        is_remote = isinstance(self._account.calendar, GoogleCalendarSettings) or isinstance(mailbox, GmailSettings)
        check_every = CHECK_EVERY if is_remote else timedelta()
        match mailbox:
            case MaildirSettings():
                from integrations.local.maildir import MaildirDrafts

                domain = self._account.email.partition("@")[2]
                drafts = MaildirDrafts(mailbox.drafts, mailbox.path, mailbox.drafts, domain)
                return Backends(sources, reminders, drafts, check_every=check_every)
            case GmailSettings():
                from integrations.google.gmail import GmailDrafts
                from integrations.google.signature import GmailSignature
                from integrations.google.threads import GmailThreads

                client = self._client(mailbox)
                return Backends(
                    sources,
                    reminders,
                    GmailDrafts("Gmail", client, self._account.email),
                    conversations=GmailThreads(client) if mailbox.threads else None,
                    signature=GmailSignature(client, self._account.email) if self._account.signature is None else None,
                    check_every=check_every,
                )
            case _:
                assert_never(mailbox)

    def reworder(self) -> Reworder | None:
        """Give what says notes in other words, None where that is not wanted."""
        writer = self._settings.writer
        if not writer.url:
            return None
        from daemon.engine.reword import Reworder
        from integrations.writer.chat import ChatRewriter
        from integrations.writer.kept import RewordingFolder

        chat = ChatRewriter(
            writer.url,
            writer.model,
            seconds=writer.timeout_seconds,
            key_command=writer.key_command,
            key_file=writer.key_file,
        )
        digest = hashlib.sha256(self._account.account.encode()).hexdigest()[:16]
        kept = RewordingFolder(self._settings.state_dir / "reworded" / digest, read_only=self._read_only)
        return Reworder(chat, kept, self._clock)

    def calendar_zone(self, *, may_ask: bool, must_know: bool = False) -> tzinfo | None:
        """
        Give the zone of the account's calendar, None where none is known.

        It is asked for if need be and if *may_ask*, and remembered; a moved one holds from the next start on.

        Raises:
            IntegrationError: It could not be asked for, and *must_know*.
        """
        calendar = self._account.calendar
        if not isinstance(calendar, GoogleCalendarSettings):
            return None
        from integrations.google.remembered import zone_of

        name = self._remembered.get(zone_of(calendar.watch[0]))
        if not name and may_ask:
            from integrations.google.calendar import time_zone_of

            try:
                name = time_zone_of(calendar.watch[0], self._client(calendar), self._remembered)
            except IntegrationError:
                if must_know:
                    raise
                return None  # The pass will tell.
        try:
            return ZoneInfo(name) if name else None
        except (ValueError, KeyError):
            return None

    def _calendar(self, wishes: AccountPolicy) -> tuple[Sequence[CalendarSource], ReminderStore]:
        calendar, zone = self._account.calendar, wishes.policy.zone
        match calendar:
            case LocalCalendarSettings():
                from integrations.local.reminders import ReminderFolder
                from integrations.local.vdir import VdirCalendar

                folders = [
                    VdirCalendar(
                        name,
                        calendar.path / name,
                        rules=wishes.tags,
                        home=zone,
                        me=wishes.me,
                        index_path=None if self._read_only else self._index_path(calendar.path / name),
                    )
                    for name in calendar.watch
                ]
                own = ReminderFolder(calendar.reminders, calendar.path, calendar.reminders, clock=self._clock)
                return folders, own
            case GoogleCalendarSettings():
                from integrations.google.calendar import GoogleCalendar
                from integrations.google.own_calendar import OwnCalendar
                from integrations.google.reminders import GoogleReminders

                client = self._client(calendar)
                sources = [
                    GoogleCalendar(name, client, rules=wishes.tags, home=zone, remembered=self._remembered)
                    for name in calendar.watch
                ]
                made = OwnCalendar(client, calendar.reminders, getattr(zone, "key", "UTC"), self._remembered)
                return sources, GoogleReminders(calendar.reminders, client, made)
            case _:
                assert_never(calendar)

    def _client(self, part: GoogleCalendarSettings | GmailSettings) -> GoogleClient:
        from integrations.google.client import GoogleClient
        from integrations.google.token import TokenFile

        path = token_file(self._settings, self._account, part)
        if path not in self._clients:
            token = TokenFile(path, self._account.account)
            self._clients[path] = GoogleClient(token, self._settings.google.api_root, clock=self._clock)
        return self._clients[path]

    def _index_path(self, folder: Path) -> Path:
        digest = hashlib.sha256(f"{self._account.account}\n{folder.absolute()}".encode()).hexdigest()[:16]
        return self._settings.state_dir / "index" / digest


class RememberedInLedger:
    """
    `Remembered` in the settings that *ledger* keeps of *account*; with *read_only*, as long as this object lasts.

    The calendar of our own is written into the file *kept*, too: it cannot be found again without its id, and a ledger
    that was lost would make all that is in it a second time.
    """

    def __init__(self, ledger: Ledger, account: str, *, read_only: bool, kept: Path | None = None) -> None:
        self._ledger = ledger
        self._account = account
        self._read_only = read_only
        self._kept = kept
        self._for_now: dict[str, str] = {}

    def get(self, name: str) -> str:
        """See `Remembered.get`."""
        if name in self._for_now:
            return self._for_now[name]
        return self._ledger.get_setting(self._account, name) or self._in_file().get(name, "")

    def put(self, name: str, value: str) -> None:
        """See `Remembered.put`."""
        if self._read_only:
            self._for_now[name] = value
        elif self.get(name) != value or self._ledger.get_setting(self._account, name) != value:
            from integrations.google.remembered import is_of_reminders

            self._ledger.put_setting(self._account, name, value)
            if self._kept is not None and is_of_reminders(name):
                self._write_file(self._kept, {**self._in_file(), name: value})

    def _in_file(self) -> dict[str, str]:
        try:
            found = json.loads(self._kept.read_bytes()) if self._kept is not None else {}
        except (OSError, ValueError):
            return {}
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}

    @staticmethod
    def _write_file(path: Path, content: dict[str, str]) -> None:
        from integrations import atomic

        # It is a second copy: where it cannot be written, the ledger has to do.
        with contextlib.suppress(OSError):
            atomic.make_folder(path.parent)
            atomic.write_over(path, json.dumps(content).encode(), scratch=path.with_name(f".{path.name}.tmp"))
