"""The strict Google of our own (`tests.google_server`), and how Google writes things."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from tests.demo_google.plain import PlainClient, PlainDraft
from tests.google_account import OWN, SAM, GoogleAccount, own_calendars
from tests.google_server.server import GoogleServer
from tests.story.places import COUNTRY, ME, TABLES, Mail, Target, draft_target, mail_of
from tests.story.shape import BERLIN, Meeting, Person, Reminder, at, written


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
