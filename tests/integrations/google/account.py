"""Sam's account at the strict Google server, and the adapters on it as the wiring makes them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from daemon.domain.policy import TagRules
from integrations.google.calendar import GoogleCalendar
from integrations.google.client import GoogleClient
from integrations.google.gmail import GmailDrafts
from integrations.google.own_calendar import OwnCalendar
from integrations.google.patience import Patience
from integrations.google.reminders import GoogleReminders
from integrations.google.scopes import DRAFTS, EVENTS, OWN_CALENDAR
from integrations.google.token import TokenFile
from tests.factories import BERLIN
from tests.google_server.server import GoogleServer

SAM = "sam@example.com"
OWN = "Interview follow-ups"
NEEDED = (EVENTS, OWN_CALENDAR, DRAFTS)


class Dict(dict[str, str]):
    """What adapters remember, in memory."""

    def get(self, name: str) -> str:  # type: ignore[override] # the port's: "" for nothing
        return super().get(name, "")

    def put(self, name: str, value: str) -> None:
        self[name] = value


@dataclass
class GoogleAccount:
    """The server, a login in a file below *folder*, and what adapters remember."""

    server: GoogleServer
    folder: Path
    scopes: Iterable[str] = NEEDED
    remembered: Dict = field(default_factory=Dict)
    #: Seconds that clients waited, each time.
    waited: list[float] = field(default_factory=list)
    clients: list[GoogleClient] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.log_in()

    @property
    def token(self) -> Path:
        return self.folder / "tokens" / "personal.json"

    def log_in(self, scopes: Iterable[str] | None = None) -> None:
        """Put a login into the file, as `afterword login` does."""
        self.token.parent.mkdir(mode=0o700, exist_ok=True)
        self.token.write_text(json.dumps(self.server.oauth.issue(scopes or self.scopes)))

    def client(self, time_out: float = 5) -> GoogleClient:
        """Give a client as a new process has it."""
        patience = Patience(self.waited.append, chance=lambda: 0.5)
        token = TokenFile(self.token, "personal")
        made = GoogleClient(
            token, self.server.root, patience=patience, clock=lambda: datetime.now(UTC), time_out=time_out
        )
        self.clients.append(made)
        return made

    def close(self) -> None:
        """Close the connections of all clients."""
        for client in self.clients:
            client.close()

    def source(self, name: str = "primary", rules: TagRules | None = None) -> GoogleCalendar:
        return GoogleCalendar(name, self.client(), rules=rules or TagRules(), home=BERLIN, remembered=self.remembered)

    def drafts(self) -> GmailDrafts:
        return GmailDrafts("Gmail", self.client(), SAM)

    def reminders(self) -> GoogleReminders:
        client = self.client()
        return GoogleReminders(OWN, client, OwnCalendar(client, OWN, "Europe/Berlin", self.remembered))

    def own_id(self) -> str:
        """Give the id of the calendar that was made for the reminders, "" for none."""
        return next((one for one, title in self.server.calendar.calendars().items() if title == OWN), "")
