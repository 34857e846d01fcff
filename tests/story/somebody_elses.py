"""The third place: Google as somebody else wrote it (`tests.emulate`), and a go-between for what it does not know."""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import datetime
from email.policy import SMTP
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from integrations.google.own_calendar import MARK
from tests.cli.google_login import follow
from tests.demo_google.plain import PlainClient
from tests.emulate import seed
from tests.emulate.server import Emulate
from tests.google_account import OWN, SAM, GoogleAccount
from tests.story.go_between import GoBetween
from tests.story.places import COUNTRY, TABLES, Mail, Target, draft_target, mail_of
from tests.story.shape import Meeting, Reminder
from tests.story.strict import as_google, draft_link, reminder_of

_WATCHED, _OWN = "jobs", "own"
_MAIL = "/gmail/v1/users/me/drafts"


class Emulated:
    """emulate, with a go-between; the person uses other clients of it, and what lies there is read over HTTP."""

    events_have_links = True

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._now = now
        # emulate cannot make calendars, so the one for the reminders is there, as if its id were forgotten: it is found
        # again where the list of calendars may be read, as it may since the watched one is named by its title.
        calendars = [seed.calendar(_WATCHED, "Job hunt"), seed.calendar(_OWN, OWN, description=f"{MARK} Yours.")]
        self._emulate = Emulate(folder, calendars=calendars)
        self._folder = folder / "sam"
        self._stack = ExitStack()
        #: By a meeting's name.
        self._ids: dict[str, str] = {}

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(self._emulate)
            between = stack.enter_context(GoBetween(self._emulate.root))
            self.account = GoogleAccount(self._folder, between.root, self._emulate.client_config())
            self.account.configure(*TABLES, account=COUNTRY, calendar='watch = ["Job hunt"]')
            self._plain = PlainClient(between.root, f"read-back-{SAM}")
            self._log_in()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)

    def _log_in(self) -> None:
        """Go through `afterword login`."""
        process = self.account.begin("login", "--no-browser")
        try:
            assert process.stdout
            follow(self._emulate.consent(process.stdout.readline().strip()))
            _, said = process.communicate(timeout=60)
        finally:
            process.kill()
            process.wait()
        assert process.returncode == 0, said

    def put(self, meeting: Meeting) -> None:
        """See `Place.put`."""
        fields = as_google(meeting)
        for name in ("start", "end"):
            fields[name] = {"dateTime": fields[name].isoformat()}
        events = f"/calendar/v3/calendars/{_WATCHED}/events"
        if meeting.name in self._ids:
            self._ask("PATCH", f"{events}/{self._ids[meeting.name]}", fields)
        else:
            self._ids[meeting.name] = self._ask("POST", events, fields)["id"]

    def send(self, to: str) -> None:
        """See `Place.send`."""
        (found,) = [draft for draft in self._emulate.drafts() if to in str(draft.mail["To"])]
        self._ask("POST", f"{_MAIL}/send", {"id": found.draft_id})

    def edit(self, to: str, text: str) -> None:
        """See `Place.edit`."""
        (draft,) = [one for one in self._plain.drafts() if to in str(one.mail["To"])]
        draft.mail.clear_content()
        draft.mail.set_content(text)
        del draft.mail["Date"]
        draft.mail["Date"] = self._now()
        raw = base64.urlsafe_b64encode(draft.mail.as_bytes(policy=SMTP)).decode()
        self._ask("PUT", f"{_MAIL}/{draft.id}", {"message": {"raw": raw}})

    def drafts(self) -> Sequence[Mail]:
        """See `Place.drafts`."""
        return [mail_of(draft.mail) for draft in self._emulate.drafts()]

    def reminders(self) -> Sequence[Reminder]:
        """See `Place.reminders`. Kinds and further occurrences are what the go-between keeps; the rest is emulate's."""
        return [reminder_of(event) for event in self._plain.events(_OWN)]

    def links(self) -> Mapping[str, Target]:
        """See `Place.links`."""
        events = {event["id"]: event["htmlLink"] for event in self._plain.events(_WATCHED)}
        found = {events[one]: Target(f"<event {name}>") for name, one in self._ids.items()}
        drafts = self._emulate.drafts()
        return found | {draft_link(one.message_id): draft_target(mail_of(one.mail)) for one in drafts}

    def meetings(self) -> Sequence[str]:
        """See `Place.meetings`."""
        return list(self._ids)

    def event(self, name: str) -> str:
        """See `Place.event`."""
        return self._ids[name]

    def _ask(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """Ask as another client of Sam's."""
        headers = {"Authorization": f"Bearer {self._plain.token}", "Content-Type": "application/json"}
        with closing(http.client.HTTPConnection(urlsplit(self._plain.root).netloc, timeout=20)) as connection:
            connection.request(method, path, json.dumps(body), headers)
            answer = connection.getresponse()
            content = answer.read()
        assert answer.status == 200, content
        return json.loads(content)
