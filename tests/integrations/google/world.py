"""A whole account at the strict server: the real engine over the real adapters and a real ledger, at a set time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from config.notes import TemplateNotes
from daemon.backends import RememberedInLedger
from daemon.engine.account import AccountEngine, Wishes
from daemon.engine.report import Report
from daemon.ledger.sqlite import SqliteLedger
from integrations.google.calendar import GoogleCalendar
from integrations.google.client import GoogleClient
from integrations.google.gmail import GmailDrafts
from integrations.google.own_calendar import OwnCalendar
from integrations.google.patience import Patience
from integrations.google.reminders import GoogleReminders
from integrations.google.signature import GmailSignature
from integrations.google.threads import GmailThreads
from integrations.google.token import TokenFile
from tests.factories import END, START, account
from tests.google_server.server import GoogleServer
from tests.integrations.google.account import OWN, SAM, GoogleAccount

PANEL = (("jane.doe@acme.example", "Jane Doe"), ("omar@acme.example", "Omar Haddad"))
HOUR = timedelta(hours=1)


@dataclass
class GoogleWorld:
    """Sam, an interview, and the program; `now` is moved by hand and is the server's time too."""

    folder: Path
    now: datetime = END + HOUR
    server: GoogleServer = field(init=False)
    account: GoogleAccount = field(init=False)
    engine: AccountEngine = field(init=False)

    def __post_init__(self) -> None:
        self.server = GoogleServer(now=lambda: self.now)
        self.server.start()
        self.account = GoogleAccount(self.server, self.folder)
        self.ledger = SqliteLedger.open(self._ledger_file)
        self.start()

    @property
    def _ledger_file(self) -> Path:
        return self.folder / "ledger.sqlite"

    def start(self, **engine: Any) -> None:
        """Start the process anew: ledger, token file and servers alone remember anything."""
        policy = account()
        kept = self.folder / "calendars.json"
        remembered = RememberedInLedger(self.ledger, "personal", read_only=False, kept=kept)
        patience = Patience(lambda _seconds: None)
        client = GoogleClient(
            TokenFile(self.account.token, "personal"),
            self.server.root,
            patience=patience,
            clock=lambda: self.now,
            time_out=5,
        )
        self.account.clients.append(client)
        own = OwnCalendar(client, OWN, "Europe/Berlin", remembered)
        self.engine = AccountEngine(
            policy,
            [GoogleCalendar("primary", client, rules=policy.tags, home=policy.policy.zone, remembered=remembered)],
            GmailDrafts("Gmail", client, SAM),
            GoogleReminders(OWN, client, own),
            TemplateNotes(),
            self.ledger,
            lambda: self.now,
            conversations=GmailThreads(client),
            signature=GmailSignature(client, SAM),
            **engine,
        )

    def lose_ledger(self) -> None:
        """The ledger is deleted between two runs; the state folder still says which calendar is ours."""
        self.ledger.close()
        for file in self.folder.glob(f"{self._ledger_file.name}*"):
            file.unlink()
        self.ledger = SqliteLedger.open(self._ledger_file)
        self.start()

    def close(self) -> None:
        """End everything; a request that Google would refuse is an AssertionError."""
        self.account.close()
        self.ledger.close()
        self.server.close()
        self.server.check()

    def put_interview(self, **changes: Any) -> str:
        """Put the interview into Sam's calendar, or change it; gives its id."""
        fields: dict[str, Any] = {
            "id": "interview1",
            "iCalUID": "interview1@google.com",
            "summary": "Interview: Backend Engineer at ACME",
            "description": "#interview",
            "start": {"dateTime": START.astimezone(UTC).isoformat()},
            "end": {"dateTime": END.astimezone(UTC).isoformat()},
            "organizer": {"email": PANEL[0][0], "displayName": PANEL[0][1]},
            "attendees": [
                {"email": SAM, "responseStatus": "accepted"},
                *({"email": email, "displayName": name, "responseStatus": "accepted"} for email, name in PANEL),
            ],
        }
        return self.server.calendar.put_event("primary", **(fields | changes))

    def run(self, after: timedelta = timedelta(), **wishes: Any) -> Report:
        """Let time pass, then make a pass."""
        self.now += after
        return self.engine.run(Wishes(**{"impatient": True, **wishes}))

    def run_until_quiet(self) -> None:
        """Make passes, each in a new process, until there is nothing more to do."""
        for _ in range(6):
            self.start()
            if not (report := self.run(timedelta(minutes=5))).changed_anything and not report.errors:
                return
        raise AssertionError(f"it never comes to rest: {report.errors}")

    def drafts(self) -> Counter[str]:
        """Count the drafts by recipient."""
        return Counter(str(mail["To"]) for _, mail in self.server.gmail.drafts())

    def texts(self) -> list[str]:
        """Give the plain texts of the drafts."""
        bodies = (mail.get_body(("plain",)) for _, mail in self.server.gmail.drafts())
        return [body.get_content() for body in bodies if body is not None]

    def reminders(self) -> Counter[str]:
        """Count the reminders by kind, over all calendars that were made for them."""
        owns = [one for one, title in self.server.calendar.calendars().items() if title == OWN]
        events = [event for own in owns for event in self.server.calendar.events(own)]
        return Counter(event["extendedProperties"]["private"]["afterword"] for event in events)
