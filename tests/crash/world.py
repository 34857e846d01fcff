"""
What the program works on: Sam's account, in folders or at the strict Google, at a time that stands still.

A world can be kept and brought back, so that every disturbed pass begins with the same one. Everything that came of
a pass is its *view*: what two runs have in common if they did the same.
"""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.crash import shim
from tests.crash.nursery import Nursery, Run
from tests.crash.shim import Fault, Write
from tests.google_account import CALENDAR_LIST, SAM, SCOPES, GoogleAccount, invitation, kind_of, mode_of, own_calendars
from tests.google_server.server import GoogleServer
from tests.local_account import BILL, JANE, LocalAccount, event

#: A Tuesday, so far ahead that no file is as new as the clock says, whenever this runs.
START = datetime(2037, 12, 1, 13, tzinfo=UTC)
#: Half past five in the afternoon in Berlin.
NOW = START + timedelta(hours=3, minutes=30)

PIA = ("Pia Roth", "pia.roth@acme.example")
TAG = ("CATEGORIES:INTERVIEW",)
TITLE = "Interview: Backend Engineer at ACME"

View = Mapping[str, Any]


class World(ABC):
    """Sam's account below *folder*, and the program on it, forked by *nursery*."""

    account: LocalAccount
    #: What the program may say in a pass after one that was disturbed.
    excuse = "-"

    def __init__(self, folder: Path, nursery: Nursery) -> None:
        self.now = NOW
        #: How much later the person tries again after a pass that was disturbed.
        self.pause = timedelta(minutes=1)
        #: What two passes may tell differently of an item in this situation.
        self.unsure: tuple[str, ...] = ()
        self._nursery = nursery
        self._journal = folder / "journal"
        self._kept = folder / "kept"

    # What happens in the world

    @abstractmethod
    def tell(self, start: datetime, description: str = "#interview", *, is_cancelled: bool = False) -> None:
        """Put the hour with Jane and Pia into the calendar, or change it."""

    @abstractmethod
    def edit_draft(self, address: str) -> None:
        """Let the person add a line to the draft for *address*."""

    def lose_ledger(self) -> None:
        """Delete the ledger."""
        for file in self.account.state.glob("ledger.sqlite*"):
            file.unlink()

    # The program

    def run(self, *arguments: str, fault: Fault | None = None) -> Run:
        """Run the program, and let *fault* happen to it."""
        return self._nursery.run(arguments, self.environment(fault))

    def sync(self, fault: Fault | None = None) -> Run:
        """Make a pass."""
        return self.run("sync", "--json", fault=fault)

    def environment(self, fault: Fault | None = None) -> dict[str, str]:
        """Give the variables for a run of the program at the world's time."""
        orders = shim.orders(self.account.folder, self._journal, self.now, fault)
        settings = {
            "PYTHONDONTWRITEBYTECODE": "1",
            # At the world's time Google's library finds this Python too old.
            "PYTHONWARNINGS": "error,ignore::FutureWarning",
        }
        return shim.without_orders(self.account.environment) | settings | orders

    def writes(self) -> list[Write]:
        """Give what the last run wrote."""
        return shim.read(self._journal, self.account.folder)

    # What came of it

    def view(self) -> View:
        """Give everything that came of it."""
        status = self.run("status", "--json")
        assert status.status == 0, status
        items = [
            {name: value for name, value in item.items() if name not in (*_varying(item["kind"], "due"), *self.unsure)}
            for item in status.document["accounts"][0]["items"]
        ]
        return {
            "watched": self.watched(),
            "drafts": self.drafts(),
            "reminders": self.reminders(),
            "items": sorted(items, key=json.dumps),
        }

    @abstractmethod
    def watched(self) -> Sequence[object]:
        """Give the watched calendar, to the letter."""

    @abstractmethod
    def drafts(self) -> Sequence[tuple[str, str]]:
        """Give for each draft its recipients and all that it says, sorted."""

    @abstractmethod
    def reminders(self) -> Sequence[object]:
        """Give all that each reminder says, sorted."""

    def problems(self) -> Iterator[str]:
        """Say what is wrong whatever was done: files that others may read, and for each backend its own."""
        for path in self._made():
            mode = mode_of(path)
            if mode != (0o700 if path.is_dir() else 0o600):
                yield f"{path.name} has mode {mode:o}"

    def dead_links(self) -> Iterator[str]:
        """Say which drafts a reminder leads to that are not there; where names do not change, none does."""
        yield from ()

    def spare_calendars(self) -> int:
        """Count the calendars of our own besides one."""
        return 0

    @abstractmethod
    def changed_things(self) -> Sequence[str]:
        """Say what the last run changed besides its own notes."""

    def _changed_files(self) -> list[str]:
        return [
            f"{one.call} {one.where}"
            for one in self.writes()
            if not one.is_sent and one.changes and one.where.partition("/")[0] != "state"
        ]

    def leftovers(self) -> Sequence[str]:
        """Name the files that no reader looks at and that are of no use any more."""
        return sorted(
            str(path.relative_to(self.account.folder))
            for path in self._made()
            if path.is_file() and (path.suffix == ".tmp" or path.parent.name == "tmp" or ".new" in path.parent.name)
        )

    def _made(self) -> Iterator[Path]:
        """Give all folders and files that the program made."""
        yield from _below(self.account.state)

    # Keeping it

    def keep(self) -> None:
        """Keep the world as it is."""
        shutil.rmtree(self._kept, ignore_errors=True)
        shutil.copytree(self.account.folder, self._kept, symlinks=True)
        self._kept_now = self.now

    def restore(self) -> None:
        """Bring back the world that was kept."""
        shutil.rmtree(self.account.folder)
        shutil.copytree(self._kept, self.account.folder, symlinks=True)
        self.now = self._kept_now


class LocalWorld(World):
    """Calendars in a vdir, drafts in a Maildir."""

    def __init__(self, folder: Path, nursery: Nursery) -> None:
        super().__init__(folder, nursery)
        self.account = LocalAccount(folder / "sam")
        self.account.put(
            "initech",
            event("initech-1", START + timedelta(days=7), title="Interview at Initech", by=BILL, lines=TAG),
        )
        self.account.put("haircut", event("haircut-1", START + timedelta(days=1), title="Haircut"))

    def tell(self, start: datetime, description: str = "#interview", *, is_cancelled: bool = False) -> None:
        """See `World.tell`."""
        pia = f"ATTENDEE;CN={PIA[0]};PARTSTAT=ACCEPTED:mailto:{PIA[1]}"
        text = description.replace("\n", "\\n")
        lines = [pia, f"DESCRIPTION:{text}", *(["STATUS:CANCELLED"] if is_cancelled else [])]
        self.account.put("acme", event("acme-1", start, title=TITLE, lines=lines))

    def edit_draft(self, address: str) -> None:
        """See `World.edit_draft`. As an editor does: the file is written anew."""
        (file,) = (one for one in self.account.draft_files() if address in one.read_text())
        scratch = file.parents[1] / "tmp" / "editor"
        scratch.write_text(
            file.read_text().replace("\n\nBest", "\n\nP.S. Hello!\n\nBest").replace("Thank", "Thanks. Thank")
        )
        scratch.chmod(0o600)
        scratch.rename(file)

    def watched(self) -> Sequence[object]:
        """See `World.watched`."""
        return [(one.name, one.read_bytes()) for one in sorted(self.account.watched.iterdir())]

    def drafts(self) -> Sequence[tuple[str, str]]:
        """See `World.drafts`. With the file's folder and name; the Date is when it was written."""
        box = self.account.folder / "mail" / "Drafts"
        return sorted(
            (f"{part}/{file.name}", re.sub(r"(?m)^Date: .*\n", "", file.read_text()))
            for part in ("new", "cur")
            for file in (box / part).glob("*")
        )

    def reminders(self) -> Sequence[object]:
        """See `World.reminders`. With the file's name; the DTSTAMP is when it was written."""
        folder = self.account.reminders_folder
        return sorted(
            (one.name, _VARYING_LINES.sub("", one.read_text()))
            for one in (folder.iterdir() if folder.exists() else ())
            if one.name[0] != "."
        )

    def changed_things(self) -> Sequence[str]:
        """See `World.changed_things`."""
        return self._changed_files()

    def _made(self) -> Iterator[Path]:
        yield from super()._made()
        yield from _below(self.account.folder / "mail")
        for folder in self.account.folder.glob("calendars/*Interview follow-ups*"):
            yield from _below(folder)


class GoogleWorld(World):
    """Calendar and mailbox at *server*, which stands at the world's time; *scopes* are the login's."""

    account: GoogleAccount

    def __init__(self, folder: Path, nursery: Nursery, *, may_list: bool = False) -> None:
        super().__init__(folder, nursery)
        self.server = GoogleServer(account=SAM, now=lambda: self.now)
        self.account = GoogleAccount(folder / "sam", self.server.root, self.server.oauth.client_config())
        if not may_list:
            self.excuse = _MADE_ONCE_MORE
        self.account.log_in(self.server, (*SCOPES, CALENDAR_LIST) if may_list else SCOPES)
        initech = invitation(START + timedelta(days=7), title="Interview at Initech", by=BILL)
        self.server.calendar.put_event("primary", id="initech1", **initech)
        haircut = invitation(START + timedelta(days=1), title="Haircut", description="")
        self.server.calendar.put_event("primary", id="haircut1", **haircut)

    def tell(self, start: datetime, description: str = "#interview", *, is_cancelled: bool = False) -> None:
        """See `World.tell`."""
        guests = [{"email": SAM, "self": True, "responseStatus": "accepted"}] + [
            {"email": address, "displayName": name, "responseStatus": "accepted"} for name, address in (JANE, PIA)
        ]
        fields = invitation(start, title=TITLE, description=description.replace("\n", "<br>")) | {"attendees": guests}
        status = "cancelled" if is_cancelled else "confirmed"
        self.server.calendar.put_event("primary", id="acme1", **fields, status=status)

    def edit_draft(self, address: str) -> None:
        """See `World.edit_draft`."""
        (draft,) = (one for one, message in self.server.gmail.drafts() if address in str(message["To"]))
        self.server.gmail.edit_draft(draft, "Thanks!")

    def run(self, *arguments: str, fault: Fault | None = None) -> Run:
        """Run the program, and wait until all that it asked for has had its effect."""
        self.server.clear_log()
        run = super().run(*arguments, fault=fault)
        self.server.drain()
        return run

    def watched(self) -> Sequence[object]:
        """See `World.watched`."""
        return sorted(json.dumps(one, sort_keys=True) for one in self.server.calendar.events("primary"))

    def drafts(self) -> Sequence[tuple[str, str]]:
        """See `World.drafts`."""
        return sorted((str(message["To"]), _text(message)) for _, message in self.server.gmail.drafts())

    def reminders(self) -> Sequence[object]:
        """See `World.reminders`. What the server counts and stamps is left out, and the numbers in links."""
        found = [
            {name: value for name, value in event.items() if name not in _varying(kind_of(event), "start", "end")}
            for calendar in own_calendars(self.server)
            for event in self.server.calendar.events(calendar)
        ]
        return sorted(_DRAFT_ID.sub("DRAFT", json.dumps(one, sort_keys=True)) for one in found)

    def problems(self) -> Iterator[str]:
        """See `World.problems`."""
        yield from super().problems()
        yield from self.server.violations

    def dead_links(self) -> Iterator[str]:
        """See `World.dead_links`."""
        mailbox = self.server.gmail
        lying = {mailbox.draft(one).id for one, _ in mailbox.drafts()}
        named = {one for calendar in own_calendars(self.server) for event in self.server.calendar.events(calendar)
                 for one in _DRAFT_ID.findall(json.dumps(event))}  # fmt: skip
        if named - lying:
            yield f"a reminder leads to drafts that are not there: {named - lying}"

    def spare_calendars(self) -> int:
        """See `World.spare_calendars`."""
        own = own_calendars(self.server)
        empty = [one for one in own if not self.server.calendar.events(one)]
        return max(len(empty), len(own) - 1, 0)

    def changed_things(self) -> Sequence[str]:
        """See `World.changed_things`."""
        # What Google refused (an event's id that it has seen) changed nothing.
        sent = [f"{one.method} {one.path}" for one in self.server.writes() if one.status < 400]
        return [*sent, *self._changed_files()]

    def keep(self) -> None:
        """See `World.keep`."""
        super().keep()
        self._kept_server = copy.deepcopy(self._state())

    def restore(self) -> None:
        """See `World.restore`. The server goes on counting where it was, so no number comes twice."""
        super().restore()
        state = copy.deepcopy(self._kept_server)
        mailbox = self.server.gmail
        self.server.calendar._store.calendars, mailbox.messages, mailbox.draft_messages = state

    def _state(self) -> tuple[Any, ...]:
        mailbox = self.server.gmail
        return self.server.calendar._store.calendars, mailbox.messages, mailbox.draft_messages


def _varying(kind: str, *times: str) -> tuple[str, ...]:
    """
    Name what two passes may leave differently of an item or event of *kind*, whose *times* are called so.

    A server counts and stamps; a link names what it counted. A review stands at when the notes were there.
    """
    stamps = (
        "made_at",
        "deadline",
        "link",
        "etag",
        "updated",
        "created",
        "htmlLink",
        "sequence",
        "creator",
        "organizer",
    )
    return stamps + (times if kind == "review" else ())


#: The same in iCalendar.
_VARYING_LINES = re.compile(r"^DTSTAMP:.*\n|^DT(?:START|END).*\n(?=(?:.*\n)*X-AFTERWORD-KIND:review)", re.MULTILINE)
#: Google has no way to look for a calendar whose making had no answer, unless the login may read the list of calendars.
_MADE_ONCE_MORE = (
    "Note: Interview follow-ups: the calendar was made once more, since the answer to the first try was lost. If there "
    "is a second one of this title, without anything in it, delete that.\n"
)
#: As the stand-in numbers messages.
_DRAFT_ID = re.compile(r"\b19[0-9a-f]{14}\b")


def _text(message: EmailMessage) -> str:
    """Give all that a draft says, without the date."""
    del message["Date"]
    return message.as_string()


def _below(folder: Path) -> Iterator[Path]:
    """Give *folder* and all that is in it."""
    if folder.exists():
        yield folder
        for place, folders, files in os.walk(folder):
            yield from (Path(place) / name for name in (*folders, *files))


@contextmanager
def opened(backend: str, folder: Path, nursery: Nursery) -> Iterator[World]:
    """
    Give a new world below *folder*; at its end, what Google would have refused is an error.

    *backend* is "local", "google", or "google, list": with a login that may read the list of calendars.
    """
    if backend == "local":
        yield LocalWorld(folder, nursery)
        return
    world = GoogleWorld(folder, nursery, may_list=backend == "google, list")
    with world.server:
        yield world
