"""The local back-end: folders with a file for each event and message."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import icalendar

from tests.local_account import LocalAccount
from tests.story.places import COUNTRY, ME, TABLES, Mail, Target, draft_target, mail_of
from tests.story.shape import Meeting, Person, Reminder, at, written


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
