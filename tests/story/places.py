"""
Where the story takes place: folders, and the strict Google of our own; `somebody_elses` has a third.

Each place does what the person does there, and reads back what lies there as another program would: Python's own mail
parser, the icalendar library, plain HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any, NamedTuple, Protocol, Self

import icalendar

from tests.demo_google.plain import PlainClient, PlainDraft
from tests.google_account import OWN, SAM, GoogleAccount, own_calendars
from tests.google_server.server import GoogleServer
from tests.local_account import LocalAccount
from tests.story.chapter import BERLIN, Meeting, Person, Reminder, at, written

ME: Person = ("Sam Lee", SAM)
#: Both drafts that come later are wanted.
TABLES = ("[follow_up]", "draft = true", "[feedback_call]", "draft = true")
COUNTRY = 'country = "DE"'


@dataclass(frozen=True)
class Mail:
    """A draft as it was found."""

    to: str
    subject: str
    when: str
    text: str


class Target(NamedTuple):
    """What a link leads to: in the words of `texts.txt`, and what else tells it from others."""

    words: str
    subject: str = ""


class Place(Protocol):
    """What a place can do for the story."""

    #: Whether a program that shows an event gives it an address.
    events_have_links: bool

    @property
    def account(self) -> LocalAccount:
        """The person's account."""
        ...

    def put(self, meeting: Meeting) -> None:
        """Have the event on the watched calendar, in the place of any of its name."""
        ...

    def send(self, to: str) -> None:
        """Send the draft to that address."""
        ...

    def edit(self, to: str, text: str) -> None:
        """Write the draft to that address anew."""
        ...

    def drafts(self) -> Sequence[Mail]:
        """Give all drafts that lie there."""
        ...

    def reminders(self) -> Sequence[Reminder]:
        """Give all reminders that lie there; *text* is all of the description."""
        ...

    def links(self) -> Mapping[str, Target]:
        """Give what each link leads to."""
        ...

    def meetings(self) -> Sequence[str]:
        """Give the names of the meetings that were put there."""
        ...

    def event(self, name: str) -> str:
        """Give the id of the meeting called *name*, as commands take it."""
        ...


def mail_of(message: EmailMessage) -> Mail:
    """Read a draft."""
    body = message.get_body(("plain",))
    assert body is not None
    text = str(body.get_content()).replace("\r\n", "\n").strip("\n")
    to = ", ".join(map(_written, message["To"].addresses)) if message["To"] else ""
    return Mail(to, str(message["Subject"]), written(message["Date"].datetime), text)


def _written(address: Address) -> str:
    """Write an address without the quotes that a header needs."""
    return f"{address.display_name} <{address.addr_spec}>"


def draft_target(mail: Mail) -> Target:
    """Give what a link to a draft leads to."""
    return Target(f"<draft to {mail.to.partition(' <')[0]}>", mail.subject)


# Folders


class Folders:
    """The local back-end; the person uses programs that write files as vdirsyncer and mutt do."""

    events_have_links = False

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._now = now
        self.account = LocalAccount(folder)
        self.account.configure(*TABLES, account=COUNTRY)

    def put(self, meeting: Meeting) -> None:
        """See `Place.put`."""
        calendar = icalendar.Calendar()
        calendar.add("version", "2.0")
        calendar.add("prodid", "-//tests//EN")
        event = icalendar.Event()
        event.add("uid", self.event(meeting.name))
        event.add("dtstamp", at("Mon 15 Mar 2027 08:00"))
        event.add("dtstart", at(meeting.start))
        event.add("dtend", at(meeting.start) + timedelta(minutes=meeting.minutes))
        event.add("summary", meeting.title)
        event.add("description", "\n".join(meeting.description))
        if meeting.guests:
            event.add("organizer", _person(meeting.by))
            for person in (*meeting.guests, ME):
                event.add("attendee", _person(person))
        calendar.add_component(event)
        self.account.put(meeting.name, calendar.to_ical().decode())

    def send(self, to: str) -> None:
        """See `Place.send`."""
        file, _ = self._draft(to)
        sent = file.parents[2] / "Sent" / "cur"
        sent.mkdir(parents=True, exist_ok=True)
        file.rename(sent / file.name.replace("D", ""))

    def edit(self, to: str, text: str) -> None:
        """See `Place.edit`."""
        file, message = self._draft(to)
        message.clear_content()
        message.set_content(text)
        del message["Date"]
        message["Date"] = self._now()
        file.write_bytes(message.as_bytes())

    def drafts(self) -> Sequence[Mail]:
        """See `Place.drafts`."""
        return [mail_of(message) for _, message in self._messages()]

    def _messages(self) -> Iterator[tuple[Path, EmailMessage]]:
        for file in self.account.draft_files():
            message = BytesParser(policy=default).parsebytes(file.read_bytes())
            assert isinstance(message, EmailMessage)
            yield file, message

    def _draft(self, to: str) -> tuple[Path, EmailMessage]:
        (found,) = [(file, message) for file, message in self._messages() if to in str(message["To"])]
        return found

    def reminders(self) -> Sequence[Reminder]:
        """See `Place.reminders`."""
        return [_reminder_in(file.read_bytes()) for file in self.account.reminders()]

    def links(self) -> Mapping[str, Target]:
        """See `Place.links`; the file of an event has none (RFC 2392 gives one to a message)."""
        messages = [message for _, message in self._messages()]
        return {f"mid:{str(one['Message-ID']).strip('<>')}": draft_target(mail_of(one)) for one in messages}

    def meetings(self) -> Sequence[str]:
        """See `Place.meetings`."""
        return [file.stem for file in self.account.watched.glob("*.ics")]

    def event(self, name: str) -> str:
        """See `Place.event`."""
        return f"{name}@calendar.example"


def _person(person: Person) -> icalendar.vCalAddress:
    name, address = person
    value = icalendar.vCalAddress(f"mailto:{address}")
    value.params["CN"] = name
    value.params["PARTSTAT"] = "ACCEPTED"
    return value


def _reminder_in(data: bytes) -> Reminder:
    event: Any
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    also: list[datetime] = [one.dt for one in event["RDATE"].dts] if "RDATE" in event else []
    start: datetime = event.decoded("DTSTART")
    return Reminder(
        kind=str(event["X-AFTERWORD-KIND"]),
        when=written(start),
        title=str(event["SUMMARY"]),
        text=str(event.get("DESCRIPTION", "")),
        is_tentative=str(event["STATUS"]) == "TENTATIVE",
        also=tuple(map(written, sorted(also))),
        location=str(event.get("LOCATION", "")),
    )


# Google


class Strict:
    """The strict Google of our own; the person uses Google's pages, and what lies there is read over HTTP."""

    events_have_links = True

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self.server = GoogleServer(now=now)
        self.account = GoogleAccount(folder, self.server.root, self.server.oauth.client_config())
        self.account.configure(*TABLES, account=COUNTRY)
        self._stack = ExitStack()
        #: By a meeting's name.
        self._ids: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._stack.enter_context(self.server)
        self.account.log_in(self.server)
        scopes = [f"https://www.googleapis.com/auth/{name}" for name in ("calendar.readonly", "gmail.readonly")]
        # It reads for years.
        self._plain = PlainClient(self.server.root, self.server.oauth.issue(scopes, expires_in=1e9)["token"])
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)

    def put(self, meeting: Meeting) -> None:
        """See `Place.put`."""
        self._ids[meeting.name] = self.server.calendar.put_event("primary", **as_google(meeting))

    def send(self, to: str) -> None:
        """See `Place.send`."""
        self.server.gmail.send_draft(self._draft(to).id)

    def edit(self, to: str, text: str) -> None:
        """See `Place.edit`."""
        self.server.gmail.edit_draft(self._draft(to).id, text)

    def drafts(self) -> Sequence[Mail]:
        """See `Place.drafts`."""
        return [mail_of(draft.mail) for draft in self._plain.drafts()]

    def _draft(self, to: str) -> PlainDraft:
        (found,) = [draft for draft in self._plain.drafts() if to in str(draft.mail["To"])]
        return found

    def reminders(self) -> Sequence[Reminder]:
        """See `Place.reminders`."""
        own = [one for one, title in self._plain.calendars().items() if title == OWN]
        return [reminder_of(event) for one in own for event in self._plain.events(one)]

    def links(self) -> Mapping[str, Target]:
        """See `Place.links`."""
        events = {event["id"]: event["htmlLink"] for event in self._plain.events("primary")}
        found = {events[one]: Target(f"<event {name}>") for name, one in self._ids.items()}
        with self.server.lock:
            messages = dict(self.server.gmail.draft_messages)
        return found | {draft_link(messages[one.id]): draft_target(mail_of(one.mail)) for one in self._plain.drafts()}

    def meetings(self) -> Sequence[str]:
        """See `Place.meetings`."""
        return list(self._ids)

    def event(self, name: str) -> str:
        """See `Place.event`."""
        return self._ids[name]

    def written_elsewhere(self) -> Sequence[str]:
        """Give the paths that were written to and are neither a draft's nor the calendar's that Afterword made."""
        (own,) = own_calendars(self.server)
        allowed = re.compile(
            rf"/calendar/v3/calendars(?:/{re.escape(own)}/events.*)?|/gmail/v1/users/me/drafts(?:/\w+)?"
        )
        return [one.path for one in self.server.writes() if not allowed.fullmatch(one.path)]


def as_google(meeting: Meeting) -> dict[str, Any]:
    """Give the fields of *meeting* for Google; its description as Google's editor writes it."""
    start = at(meeting.start)
    fields: dict[str, Any] = {
        "iCalUID": f"{meeting.name}@calendar.example",
        "summary": meeting.title,
        "description": "<br>".join(meeting.description),
        "start": start,
        "end": start + timedelta(minutes=meeting.minutes),
    }
    if meeting.guests:
        fields["organizer"] = _google_person(meeting.by)
        people = map(_google_person, (*meeting.guests, ME))
        fields["attendees"] = [{**one, "responseStatus": "accepted"} for one in people]
    return fields


def _google_person(person: Person) -> dict[str, str]:
    name, address = person
    return {"displayName": name, "email": address}


def reminder_of(event: Mapping[str, Any]) -> Reminder:
    """Read a reminder from Google's form of an event."""
    also = [moment for line in event.get("recurrence", []) for moment in line.partition(":")[2].split(",")]
    moments = sorted(datetime.strptime(one, "%Y%m%dT%H%M%S").replace(tzinfo=BERLIN) for one in also)
    return Reminder(
        kind=event["extendedProperties"]["private"]["afterword"],
        when=written(datetime.fromisoformat(event["start"]["dateTime"])),
        title=event["summary"],
        text=event.get("description", ""),
        is_tentative=event["status"] == "tentative",
        also=tuple(map(written, moments)),
        location=event.get("location", ""),
    )


def draft_link(message_id: str) -> str:
    """Give the address at which Gmail shows the draft whose message that is."""
    return f"https://mail.google.com/mail/?authuser={SAM}#drafts?compose={message_id}"
