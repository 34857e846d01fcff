"""The story on the strict stand-in: a pass, another, and a third after the person had a say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from daemon.cli.demo_data import SampleEvent, sample_events
from daemon.cli.output import Cell, Screen
from tests.demo_google.plain import USER_AGENT, PlainClient, PlainDraft
from tests.demo_google.sample import as_google
from tests.demo_google.show import check, in_numbers, show_calendar, show_drafts, show_reminders, show_run
from tests.google_account import OWN, SCOPES, GoogleAccount, own_calendars
from tests.google_server.discovery import methods
from tests.google_server.log import Record
from tests.google_server.server import GoogleServer

_READING = ("calendar.readonly", "gmail.readonly")
_NOTES = ("notes: Mei showed me how the build stays below ten minutes", "notes: Tomás told me about the on-call rota")
_OWN_WORDS = (
    "Dear Tomás,\n\nthank you! I have read the paper on schedulers since, and it is as good as you said.\n\nSam"
)
#: The story has so many; see `sample_events`.
DRAFTS, REMINDERS = 5, 10


def run(page: Screen, folder: Path, zone: tzinfo) -> None:
    """
    Run all of it, with configuration and state in *folder*.

    Raises:
        WrongError: Something is not as it should be.
        AssertionError: A request broke Google's discovery documents.
    """
    with GoogleServer(time_zone=getattr(zone, "key", "UTC")) as server:
        _Story(page, folder, zone, server).tell()


class _Story:
    def __init__(self, page: Screen, folder: Path, zone: tzinfo, server: GoogleServer) -> None:
        self.page = page
        self.zone = zone
        self.server = server
        self.now = datetime.now(UTC)
        self.account = GoogleAccount(folder, server.root, server.oauth.client_config(), timezone=None)
        self.account.log_in(server, SCOPES)
        scopes = [f"https://www.googleapis.com/auth/{name}" for name in _READING]
        self.plain = PlainClient(server.root, server.oauth.issue(scopes)["token"])
        #: By pass, how often the program called which method.
        self.asked: list[Counter[str]] = []

    def tell(self) -> None:
        events = sample_events(self.now, self.zone)
        ids = {one.uid: self.server.calendar.put_event("primary", **as_google(one)) for one in events}
        self.first_pass(events)
        self.nothing_new()
        self.persons_say(ids["panel"])
        self.requests()

    def sync(self, title: str) -> None:
        """Run `afterword sync`, show what it says, and count what it asked the server for."""
        self.page.heading(title)
        before = len(self.server.requests)
        show_run(self.page, self.account.run("sync"))
        made = [one for one in self.server.requests[before:] if one.headers.get("user-agent") != USER_AGENT]
        self.asked.append(Counter(map(_kind, made)))

    def read_back(self) -> tuple[list[PlainDraft], list[dict[str, Any]]]:
        """Give drafts and reminders, as the plain client finds them."""
        own = [one for one, title in self.plain.calendars().items() if title == OWN]
        check(len(own) == 1, f"there is one calendar called {OWN}, and not {len(own)}")
        return self.plain.drafts(), self.plain.events(own[0])

    def first_pass(self, events: Sequence[SampleEvent]) -> None:
        self.page.heading(f"A sample calendar, at a strict stand-in for Google ({self.server.root})")
        show_calendar(self.page, events, self.zone, self.now)
        self.sync("One pass over it: afterword sync")
        drafts, reminders = self.read_back()
        show_drafts(self.page, drafts)
        self.page.heading(f'Reminders, in the calendar "{OWN}" that was made for them')
        show_reminders(self.page, reminders, self.zone, self.now)
        check((len(drafts), len(reminders)) == (DRAFTS, REMINDERS), f"there are {in_numbers(drafts, reminders)}")
        kinds = {event["extendedProperties"]["private"]["afterword"] for event in reminders}
        every = {"prepare", "review", "follow_up", "feedback_call", "keep_in_touch"}
        check(kinds == every, f"these are all kinds: {kinds}")

    def nothing_new(self) -> None:
        before = self.read_back()
        self.sync("Another pass: afterword sync")
        after = self.read_back()
        check(_as_text(before) == _as_text(after), "another pass changes nothing")
        check(not any("list" not in kind for kind in self.asked[-1]), f"another pass only lists: {self.asked[-1]}")

    def persons_say(self, panel: str) -> None:
        """Let the person change an event, a draft and a reminder, as in Google's own pages; then make a pass."""
        drafts, reminders = self.read_back()
        event = self.server.calendar.event("primary", panel)
        edited = next(draft for draft in drafts if draft.to.startswith("Tomás"))
        deleted = next(event for event in reminders if event["summary"].startswith("Follow up"))
        self.page.heading("Now the person has a say, in Google's own pages")
        for line in (
            f'adds to the event "{event["summary"]}":',
            *(f"    {line}" for line in _NOTES),
            f"writes the note to {edited.to} anew, in their own words",
            f'deletes the reminder "{deleted["summary"]}"',
        ):
            self.page.line(f"  {line}")
        self.server.calendar.edit_event("primary", panel, description="<br>".join([event["description"], *_NOTES]))
        self.server.gmail.edit_draft(edited.id, _OWN_WORDS)
        self.server.calendar.delete_event(own_calendars(self.server)[0], deleted["id"])

        self.sync("A third pass: afterword sync")
        after, left = self.read_back()
        before = {draft.id: draft.text for draft in drafts}
        anew = [draft for draft in after if draft.id != edited.id and draft.text != before.get(draft.id)]
        show_drafts(self.page, anew)
        check({draft.id for draft in after} == before.keys(), "each note is there, and none was made again")
        check(["ten minutes" in draft.text for draft in anew] == [True], "the line is in the one note that it is for")
        check(next(one.text for one in after if one.id == edited.id) == _OWN_WORDS, "the person's own words stay")
        check(
            {one["id"] for one in left} == {one["id"] for one in reminders} - {deleted["id"]},
            "what was deleted is not made again, and no other reminder has gone",
        )
        self.page.line("")
        self.page.line(f"The note to {anew[0].to} has the line that is for it; nobody had touched it.", "good")
        self.page.line(f"The note to {edited.to} is as the person left it, although there was news for it too.", "good")
        self.page.line("The reminder that the person deleted was not made again.", "good")

    def requests(self) -> None:
        self.page.heading("What the three passes asked of the server")
        kinds = sorted(set().union(*self.asked))
        rows: list[list[Cell]] = [[kind, *(str(one[kind] or "") for one in self.asked)] for kind in kinds]
        rows.append(["all", *(str(one.total()) for one in self.asked)])
        self.page.table(["Request", "First", "Second", "Third"], rows)
        own = own_calendars(self.server)[0]
        for one in self.server.writes():
            allowed = one.path == "/calendar/v3/calendars" or own in one.path or one.path.startswith(_DRAFTS_PATH)
            check(allowed, f"only drafts and its own calendar are written to, not {one.method} {one.path}")
        check(self.server.count(path="/send") == 0, "nothing is sent")
        self.page.line("Each was checked against Google's discovery documents. Nothing was sent, nobody was invited.")


_DRAFTS_PATH = "/gmail/v1/users/me/drafts"


def _as_text(found: tuple[list[PlainDraft], list[dict[str, Any]]]) -> object:
    drafts, reminders = found
    return [(one.id, one.mail.as_bytes()) for one in drafts], reminders


def _kind(record: Record) -> str:
    """Give a request's method, as Google's reference names it."""
    if not record.is_api:
        return f"OAuth: {record.path.strip('/')}"
    api, version = ("calendar", "v3") if record.path.startswith("/calendar/") else ("gmail", "v1")
    found = [one for one in methods(api, version) if one.http_method == record.method]
    return min((one for one in found if one.path.fullmatch(record.path)), key=lambda one: len(one.path_names)).id
