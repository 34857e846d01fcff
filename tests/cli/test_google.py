"""The commands on an account at Google, over the strict stand-in: a request that Google would refuse fails the test."""

from __future__ import annotations

import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from integrations.google import patience
from tests.cli.google_login import Person
from tests.cli.program import NOW, Program, Result
from tests.factories import START
from tests.google_account import (
    CALENDAR_LIST,
    OWN,
    SCOPES,
    Front,
    GoogleAccount,
    invitation,
    kinds,
    own_calendars,
    reminders,
)
from tests.google_server import faults
from tests.google_server.clock import Clock
from tests.google_server.server import GoogleServer
from tests.local_account import BILL, ended

NONE = {"drafts": 0, "reminders": 0}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: What is made for the interview that is over, and for the one to come.
ALL_KINDS = ["feedback_call", "follow_up", "prepare", "review"]


@dataclass
class GoogleProgram(Program):
    """Runs `afterword` at times of the test's choosing, which are the servers' times too."""

    sam: GoogleAccount
    clock: Clock

    def run(self, *arguments: str, now: datetime = NOW, text: str = "", terminal: bool = False) -> Result:
        """See `Program.run`."""
        self.clock.moment = now
        return super().run(*arguments, now=now, text=text, terminal=terminal)

    def synced(self, *arguments: str, now: datetime = NOW) -> Any:
        """Make a pass in which nothing goes wrong, and give what it did."""
        (account,) = self.done("sync", "--json", *arguments, now=now).document["accounts"]
        return account

    def states(self, event: str, now: datetime = NOW) -> dict[str, str]:
        """Give the states of an event's items, by kind."""
        (account,) = self.done("status", "--json", now=now).document["accounts"]
        return {item["kind"]: item["state"] for item in account["items"] if item["event"] == event}


@pytest.fixture
def clock() -> Clock:
    """What time it is."""
    return Clock(NOW)


@pytest.fixture
def server(clock: Clock) -> Iterator[GoogleServer]:
    """
    Sam's calendar and an empty mailbox.

    An hour with Jane at ACME that ended at 15:00 in Berlin, one with Bill at Initech on Monday, and a haircut.
    """
    with GoogleServer(now=clock) as server:
        description = "<p>#interview</p>notes: the move to event sourcing<br>decision: 2026-12-10"
        server.calendar.put_event("primary", id="acme1", **invitation(START, description=description))
        server.calendar.put_event(
            "primary",
            id="initech1",
            **invitation(START + 6 * DAY, title="Interview: Data Engineer at Initech", by=BILL),
        )
        server.calendar.put_event("primary", id="haircut1", summary="Haircut", start=START + DAY, end=START + DAY)
        yield server


@pytest.fixture
def sam(server: GoogleServer, tmp_path: Path) -> GoogleAccount:
    """The account, logged in."""
    account = GoogleAccount(tmp_path / "sam", server.root, server.oauth.client_config())
    account.log_in(server)
    return account


@pytest.fixture
def program(sam: GoogleAccount, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> GoogleProgram:
    return GoogleProgram(sam, monkeypatch, sam, clock)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no request be tried a second time, so that nobody waits."""
    monkeypatch.setattr(patience, "TRIES", 1)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def drafts(server: GoogleServer) -> dict[str, str]:
    """Give the drafts' texts by the addresses that they go to."""
    found = {}
    for _, mail in server.gmail.drafts():
        body = mail.get_body(("plain",))
        assert body is not None
        found[", ".join(one.addr_spec for one in mail["To"].addresses)] = body.get_content()
    return found


# Looking


@pytest.mark.parametrize(
    "command",
    [["plan"], ["interviews"], ["suggest"], ["preview", "acme"], ["why", "acme"], ["status"], ["sync", "--dry-run"]],
    ids=lambda command: command[0],
)
def test_looking_writes_nothing(program: GoogleProgram, server: GoogleServer, command: list[str]) -> None:
    """Neither at Google nor here, where there is no ledger yet, nor where there is one."""
    before = files(program.sam.folder)
    program.done(*command)
    program.done(*command[:1], "--json", *command[1:])
    assert files(program.sam.folder) == before
    assert server.writes() == []

    program.done("sync")
    server.clear_log()
    before = files(program.sam.folder)
    program.done(*command)

    assert {name: files(program.sam.folder)[name] for name in before if "sqlite-" not in name} == {
        name: data for name, data in before.items() if "sqlite-" not in name
    }
    assert server.writes() == []


def test_status_asks_nobody(program: GoogleProgram, server: GoogleServer) -> None:
    """It tells what the ledger knows, without a request and without a login."""
    program.done("sync")
    program.sam.token().unlink()
    server.clear_log()

    (account,) = program.done("status", "--json").document["accounts"]

    assert len(server.requests) == 0
    assert account["needs_login"] is True
    assert account["last_sync"] == "2026-12-01T17:30:00+01:00"


def test_interviews_go_by_googles_ids(program: GoogleProgram) -> None:
    """`interviews --json` tells what was read, from Google's HTML too; `event` is Google's event id."""
    found = {one["event"]: one for one in program.done("interviews", "--json").document["interviews"]}

    assert set(found) == {"acme1", "initech1"}
    acme = found["acme1"]
    assert (acme["account"], acme["calendar"]) == ("personal", "primary")
    assert (acme["start"], acme["end"]) == ("2026-12-01T14:00:00+01:00", "2026-12-01T15:00:00+01:00")
    assert (acme["company"], acme["role"], acme["decision_by"]) == ("ACME", "Backend Engineer", "2026-12-10")
    assert acme["notes"] == ["the move to event sourcing"]
    assert acme["interviewers"] == [{"name": "Jane Doe", "email": "jane.doe@acme.example", "greeting": "Jane"}]
    assert acme["tagged_by"] == "hashtag"


def test_each_occurrence_of_a_series_has_its_own_id(program: GoogleProgram, server: GoogleServer) -> None:
    """Google's id of the occurrence; it stays the same when that one is moved."""
    fields = invitation(START - HOUR, title="Mock interview")
    times = {name: {"dateTime": fields[name].isoformat(), "timeZone": "Europe/Berlin"} for name in ("start", "end")}
    server.calendar.put_event("primary", id="series1", **fields | times, recurrence=["RRULE:FREQ=DAILY;COUNT=2"])

    def series() -> dict[str, str]:
        found = program.done("interviews", "--json").document["interviews"]
        return {one["event"]: one["start"] for one in found if one["event"].startswith("series1")}

    before = series()
    server.calendar.edit_event("primary", "series1_20261202T120000Z", start=START + 2 * DAY, end=START + 2 * DAY + HOUR)

    assert before == {
        "series1_20261201T120000Z": "2026-12-01T13:00:00+01:00",
        "series1_20261202T120000Z": "2026-12-02T13:00:00+01:00",
    }
    assert series() == before | {"series1_20261202T120000Z": "2026-12-03T14:00:00+01:00"}


def test_the_plan_is_what_a_pass_then_makes(program: GoogleProgram, server: GoogleServer) -> None:
    """`plan --json` has what is owed with its events; `sync --dry-run` what of it would be made now, in numbers too."""
    items = program.done("plan", "--json").document["items"]
    (would,) = program.done("sync", "--dry-run", "--json").document["accounts"]
    assert server.writes() == []
    did = program.synced()
    left = program.done("plan", "--json").document["items"]

    note = next(item for item in items if (item["event"], item["kind"]) == ("acme1", "thank_you"))
    assert (note["to"], note["due"], note["action"]) == (
        ["jane.doe@acme.example"],
        "2026-12-01T16:00:00+01:00",
        "create",
    )
    assert would.pop("items")
    assert would == did
    assert {item["event"] for item in left} == {"initech1"}


def test_why_and_preview_find_an_event_by_its_id(program: GoogleProgram, server: GoogleServer) -> None:
    """Or by a part of its title; the note that is shown is the one that is written."""
    why = program.done("why", "acme1", "--json").document
    (note,) = program.done("preview", "backend engineer", "--json").document["notes"]
    nowhere = program.run("why", "umbrella")
    program.synced()

    assert (why["event"], why["is_interview"], why["tagged_by"]) == ("acme1", True, "hashtag")
    assert [item["kind"] for item in why["items"]] == ["thank_you", "review", "follow_up", "feedback_call"]
    assert (nowhere.status, nowhere.out) == (2, "")
    assert drafts(server)["jane.doe@acme.example"].split() == note["text"].split()


# A pass


def test_a_pass_makes_each_thing_once(program: GoogleProgram, server: GoogleServer) -> None:
    """A note and four reminders, in a calendar that is made for them; another pass changes nothing anywhere."""
    first = program.synced()
    server.clear_log()
    second = program.done("sync")

    assert (first["events_read"], first["interviews"]) == (3, 2)
    assert first["created"] == {"drafts": 1, "reminders": 4}
    assert first["updated"] == first["removed"] == first["failed"] == NONE
    assert (first["late"], first["errors"], first["warnings"]) == (0, [], [])
    assert "event sourcing" in drafts(server)["jane.doe@acme.example"]
    assert kinds(server) == ALL_KINDS
    assert second.out.splitlines()[1] == "Nothing new to do: everything that is due is there."
    assert server.writes() == []


def test_status_leads_to_what_was_made(program: GoogleProgram, server: GoogleServer) -> None:
    """`status --json` has the link of each item: to the draft in Gmail, to the reminder in the calendar."""
    program.synced()

    (account,) = program.done("status", "--json").document["accounts"]

    links = {item["kind"]: item["link"] for item in account["items"] if item["event"] == "acme1"}
    ((draft_id, _),) = server.gmail.drafts()
    assert links.pop("thank_you").endswith(f"compose={server.gmail.draft(draft_id).id}")
    assert set(links.values()) <= {event["htmlLink"] for event in reminders(server)}
    assert (account["needs_login"], account["attention"]) == (False, [])
    assert account["calendars"][0] == {
        "calendar": "primary",
        "read_at": "2026-12-01T17:30:00+01:00",
        "events": 3,
        "error": None,
    }


def test_suggest_and_tag_make_an_interview_of_an_event(program: GoogleProgram, server: GoogleServer) -> None:
    """What looks like one is listed with its id; once the person says so it gets its note, and stays as it is."""
    untagged = invitation(START - 2 * HOUR, title="Phone screen with Initech", description="", by=BILL)
    server.calendar.put_event("primary", id="maybe1", **untagged)
    before = server.calendar.event("primary", "maybe1")

    (suggested,) = program.done("suggest", "--json").document["suggestions"]
    told = program.done("tag", "maybe1").out
    program.synced()

    assert (suggested["event"], suggested["calendar"]) == ("maybe1", "primary")
    assert "counts as an interview from now on" in told
    assert set(drafts(server)) == {"jane.doe@acme.example", "bill.lumbergh@initech.example"}
    assert server.calendar.event("primary", "maybe1") == before


def test_untag_takes_the_reminders_back(program: GoogleProgram, server: GoogleServer) -> None:
    """The note that was written stays, and the reminder to read it."""
    program.synced()

    program.done("untag", "acme1")
    did = program.synced()

    assert did["removed"] == {"drafts": 0, "reminders": 2}
    assert kinds(server) == ["prepare", "review"]
    assert len(server.gmail.drafts()) == 1


def test_undo_takes_back_what_nobody_touched(program: GoogleProgram, server: GoogleServer) -> None:
    """A reminder that the person moved stays; nothing is made again."""
    program.synced()
    moved = next(event for event in reminders(server) if event["summary"].startswith("Follow up"))
    later = datetime.fromisoformat(moved["start"]["dateTime"]) + DAY
    server.calendar.edit_event(own_calendars(server)[0], moved["id"], start=later, end=later + HOUR)

    result = program.done("undo", "--yes")
    again = program.synced()

    assert "Took back 1 draft and 3 reminders." in result.out
    assert "Left as they are" in result.out
    assert (server.gmail.drafts(), [event["id"] for event in reminders(server)]) == ([], [moved["id"]])
    assert again["created"] == NONE
    assert program.states("acme1") == {
        "thank_you": "removed",
        "review": "removed",
        "follow_up": "yours",
        "feedback_call": "removed",
    }


# Which events are interviews


def test_a_colour_is_a_tag(program: GoogleProgram, server: GoogleServer) -> None:
    """The one that a guest can put on an invitation; colours that are not configured are none."""
    program.sam.configure('[interviews]\ncolors = ["grape"]')
    for number, color in enumerate(("3", "11")):
        fields = invitation(START - 2 * HOUR, title=f"Chat {number}", description="", by=BILL)
        server.calendar.put_event("primary", id=f"chat{number}", colorId=color, **fields)

    found = program.done("interviews", "--json").document["interviews"]

    assert {one["event"]: one["tagged_by"] for one in found if one["title"].startswith("Chat")} == {"chat0": "color"}


def test_a_calendar_is_watched_by_its_title(program: GoogleProgram, server: GoogleServer) -> None:
    """On one of `interview_calendars` every event is an interview; what is on no watched calendar is none."""
    server.calendar.add_calendar("jobs@group.calendar.google.com", "Job hunt")
    plain = invitation(START, title="Talk", description="", by=BILL)
    server.calendar.put_event("jobs@group.calendar.google.com", id="talk1", **plain)
    program.sam.configure('[interviews]\ninterview_calendars = ["Job hunt"]', calendar='watch = ["Job hunt"]')
    program.sam.log_in(server, [*SCOPES, CALENDAR_LIST])

    program.synced()
    listed = server.count(path="/calendarList")
    (only,) = program.done("interviews", "--json").document["interviews"]

    assert (only["event"], only["calendar"], only["tagged_by"]) == ("talk1", "Job hunt", "calendar")
    assert set(drafts(server)) == {"bill.lumbergh@initech.example"}
    # Its id is remembered.
    assert server.count(path="/calendarList") == listed


def test_a_title_that_is_not_there_is_told_with_those_that_are(program: GoogleProgram, server: GoogleServer) -> None:
    """With 1; where titles may not be read, the person has to log in again: with 3."""
    server.calendar.add_calendar("jobs@group.calendar.google.com", "Job hunt")
    program.sam.configure(calendar='watch = ["Jobs"]')

    unreadable = program.run("sync")
    program.sam.log_in(server, [*SCOPES, CALENDAR_LIST])
    unknown = program.run("sync")

    assert unreadable.status == 3
    assert "Log in again: afterword login personal" in unreadable.err
    assert unknown.status == 1
    assert "There is no calendar of this title. There are: Job hunt." in unknown.err
    assert server.writes() == []


def test_what_does_not_take_place_has_no_note(program: GoogleProgram, server: GoogleServer) -> None:
    """Cancelled by the organizer, declined by the person, or one in which the person interviews somebody else."""
    declined = invitation(START, title="Declined")
    declined["attendees"][0]["responseStatus"] = "declined"
    server.calendar.put_event("primary", **invitation(START, title="Cancelled", by=BILL), status="cancelled")
    server.calendar.put_event("primary", **declined)
    server.calendar.put_event("primary", **invitation(START, title="Hiring", description="#interview #hiring", by=BILL))

    did = program.synced()

    assert did["interviews"] == 2
    assert set(drafts(server)) == {"jane.doe@acme.example"}


def test_a_hidden_guest_list_leaves_the_organizer(program: GoogleProgram, server: GoogleServer) -> None:
    """Who cannot be seen is not thanked; why tells how to name them, and a line does."""
    hidden = invitation(START, title="Interview at Globex", by=("Ann Other", "ann@globex.example"))
    server.calendar.put_event("primary", id="hidden1", **hidden, guestsCanSeeOtherGuests=False)
    server.calendar.edit_event("primary", "hidden1", attendees=hidden["attendees"][:1])
    bare = invitation(START, title="Interview at Umbrella", by=("", "no-reply@us.greenhouse-mail.io"))
    bare["attendees"] = bare["attendees"][:1]
    server.calendar.put_event("primary", id="bare1", **bare, guestsCanSeeOtherGuests=False)

    program.synced()
    why = program.done("why", "bare1").out
    line = "#interview<br>interviewer: Ada King &lt;ada@umbrella.example&gt;"
    server.calendar.edit_event("primary", "bare1", description=line)
    program.synced()

    assert "the guest list is hidden: name them on a line" in why
    assert set(drafts(server)) == {"jane.doe@acme.example", "ann@globex.example", "ada@umbrella.example"}


def test_guests_that_were_seen_once_stay_when_the_list_is_hidden(program: GoogleProgram, server: GoogleServer) -> None:
    """The organizer hides the list before the interview is over: all are thanked, and nobody twice."""
    fields = invitation(START + DAY, title="Interview at Globex", by=("Ann Other", "ann@globex.example"))
    omar = {"email": "omar@globex.example", "displayName": "Omar Haddad", "responseStatus": "accepted"}
    server.calendar.put_event("primary", id="panel1", **fields | {"attendees": [*fields["attendees"], omar]})
    program.synced()

    server.calendar.edit_event("primary", "panel1", attendees=fields["attendees"][:1], guestsCanSeeOtherGuests=False)
    program.synced(now=NOW + DAY)

    assert set(drafts(server)) == {"jane.doe@acme.example", "ann@globex.example", "omar@globex.example"}


# What changes afterwards


def test_a_moved_interview_keeps_its_id_and_takes_its_reminder_along(
    program: GoogleProgram, server: GoogleServer
) -> None:
    """`prepare` is moved, in place."""
    program.synced()
    (before,) = (event for event in reminders(server) if event["summary"].startswith("Prepare"))
    server.calendar.edit_event("primary", "initech1", start=START + 7 * DAY, end=START + 7 * DAY + HOUR)

    did = program.synced()

    (after,) = (event for event in reminders(server) if event["summary"].startswith("Prepare"))
    assert did["updated"] == {"drafts": 0, "reminders": 1}
    assert did["created"] == did["removed"] == NONE
    assert after["id"] == before["id"]
    assert after["start"]["dateTime"] == "2026-12-08T13:45:00+01:00"
    assert program.states("initech1")["prepare"] == "written"


def test_an_interview_that_is_moved_into_the_future_gets_its_note_then(
    program: GoogleProgram, server: GoogleServer
) -> None:
    """The note that was written is taken back with what follows it, and written anew after the new end."""
    program.synced()
    server.calendar.edit_event("primary", "acme1", start=START + DAY, end=START + DAY + HOUR)

    moved = program.synced()
    in_between = len(server.gmail.drafts())
    then = program.synced(now=NOW + DAY)

    assert moved["removed"]["drafts"] == 1
    assert in_between == 0
    assert then["created"]["drafts"] == 1
    assert len(server.gmail.drafts()) == 1
    # There is one before either of them.
    assert kinds(server) == sorted([*ALL_KINDS, "prepare"])


@pytest.mark.parametrize("way", ["cancelled", "deleted"])
def test_a_cancelled_interview_loses_its_reminders(program: GoogleProgram, server: GoogleServer, way: str) -> None:
    """Before it starts: `prepare` goes. Afterwards: what was to follow goes, and the note stays with its review."""
    program.synced()
    for event in ("acme1", "initech1"):
        if way == "cancelled":
            server.calendar.edit_event("primary", event, status="cancelled")
        else:
            server.calendar.delete_event("primary", event)

    did = program.synced()

    assert did["removed"] == {"drafts": 0, "reminders": 3}
    assert kinds(server) == ["review"]
    assert len(server.gmail.drafts()) == 1


@pytest.mark.parametrize("way", ["sent", "deleted"])
def test_the_review_goes_with_the_last_draft(program: GoogleProgram, server: GoogleServer, way: str) -> None:
    """A draft that was sent or deleted is the person's; it is not made again."""
    program.synced()
    ((draft_id, _),) = server.gmail.drafts()
    if way == "sent":
        server.gmail.send_draft(draft_id)
    else:
        server.gmail.delete_draft(draft_id)

    did = program.synced()
    again = program.synced()

    assert did["removed"] == {"drafts": 0, "reminders": 1}
    assert program.states("acme1") == {
        "thank_you": "yours",
        "review": "removed",
        "follow_up": "written",
        "feedback_call": "written",
    }
    assert (server.gmail.drafts(), again["created"]) == ([], NONE)


def test_an_edited_draft_is_the_persons(program: GoogleProgram, server: GoogleServer) -> None:
    """News does not change it any more; opening it in the editor, which writes it anew as it is, makes it nobody's."""
    program.synced()
    ((draft_id, _),) = server.gmail.drafts()
    server.gmail.edit_draft(draft_id, html=_html_of(server, draft_id))
    opened = program.synced()
    state = program.states("acme1")["thank_you"]
    server.gmail.edit_draft(draft_id, "Dear Jane, my own words.")
    server.calendar.edit_event("primary", "acme1", description="#interview<br>notes: the canteen")

    program.synced()

    assert (opened["created"], state) == (NONE, "written")
    assert program.states("acme1")["thank_you"] == "yours"
    assert drafts(server)["jane.doe@acme.example"].strip() == "Dear Jane, my own words."


def _html_of(server: GoogleServer, draft_id: str) -> str:
    """Give a draft's HTML."""
    body = server.gmail.draft(draft_id).parsed.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def test_the_link_to_a_draft_follows_it(program: GoogleProgram, server: GoogleServer) -> None:
    """Gmail opens a draft by its message's id, which is another one after the editor has saved it as it is."""
    program.synced()
    ((draft_id, _),) = server.gmail.drafts()
    server.gmail.edit_draft(draft_id, html=_html_of(server, draft_id))

    program.synced()

    (account,) = program.done("status", "--json").document["accounts"]
    message = server.gmail.draft(draft_id).id
    (note,) = (item for item in account["items"] if (item["event"], item["kind"]) == ("acme1", "thank_you"))
    (review,) = (event for event in reminders(server) if event["summary"].startswith("Read and send"))
    assert (note["state"], note["link"].partition("compose=")[2]) == ("written", message)
    assert f"compose={message}" in review["description"]


def test_what_a_pass_says_it_updated_is_what_it_wrote(program: GoogleProgram, server: GoogleServer) -> None:
    """A `notes:` line more: the note, the review with its link, and the follow-up, which names it, are other ones."""
    program.synced()
    before = {event["id"]: event["updated"] for event in reminders(server)}
    description = "#interview<br>notes: the canteen<br>decision: 2026-12-10"
    server.calendar.edit_event("primary", "acme1", description=description)

    did = program.synced(now=NOW + HOUR / 60)

    changed = [event for event in reminders(server) if event["updated"] != before[event["id"]]]
    assert did["updated"] == {"drafts": 1, "reminders": len(changed)}


def test_a_deleted_reminder_calendar_stays_deleted(program: GoogleProgram, server: GoogleServer) -> None:
    """What was in it is not made again; a new one is made when something new is due."""
    program.synced()
    server.calendar.delete_calendar(own_calendars(server)[0])

    result = program.run("sync", "--json")
    (deleted,) = result.document["accounts"]
    states = program.states("acme1")
    none = own_calendars(server)
    server.calendar.put_event(
        "primary", id="globex1", **invitation(START, title="Globex", by=("Ann Other", "ann@globex.example"))
    )
    new = program.synced()

    assert (result.status, deleted["created"], deleted["removed"], none) == (0, NONE, NONE, [])
    assert ["is gone" in warning for warning in deleted["warnings"]] == [True]
    assert {states[kind] for kind in ("review", "follow_up", "feedback_call")} == {"yours"}
    assert new["created"] == {"drafts": 1, "reminders": 3}
    assert kinds(server) == ["feedback_call", "follow_up", "review"]


def test_a_ledger_that_was_lost_makes_nothing_twice(program: GoogleProgram, server: GoogleServer) -> None:
    """Drafts and reminders that lie there are found again, in the one calendar."""
    program.synced()
    before = len(server.gmail.drafts()), kinds(server)
    files = list(program.sam.state.glob("ledger*"))
    for file in files:
        file.unlink()

    program.synced()

    assert files
    assert (len(server.gmail.drafts()), kinds(server)) == before
    assert len(own_calendars(server)) == 1


def test_a_calendar_of_that_title_that_somebody_else_made_is_left_alone(
    program: GoogleProgram, server: GoogleServer
) -> None:
    """Where the list of calendars may be read it is told, with 1; notes are written all the same."""
    server.calendar.add_calendar("mine@group.calendar.google.com", OWN)
    server.calendar.add_calendar("jobs@group.calendar.google.com", "Job hunt")
    program.sam.configure(calendar='watch = ["primary", "Job hunt"]')
    program.sam.log_in(server, [*SCOPES, CALENDAR_LIST])

    result = program.run("sync", "--json")

    (account,) = result.document["accounts"]
    assert result.status == 1
    assert "that Afterword did not make" in result.err
    assert (account["created"], account["failed"]["reminders"]) == ({"drafts": 1, "reminders": 0}, 4)
    assert server.calendar.events("mine@group.calendar.google.com") == []
    assert own_calendars(server) == ["mine@group.calendar.google.com"]


# The calendar's zone


def test_without_a_zone_in_the_configuration_the_calendars_counts(
    clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For looking without an earlier pass, for a pass, and for `status`, which asks nobody."""
    with GoogleServer(now=clock, time_zone="America/New_York") as server:
        sam = GoogleAccount(tmp_path / "sam", server.root, server.oauth.client_config(), timezone=None)
        sam.log_in(server)
        program = GoogleProgram(sam, monkeypatch, sam, clock)
        server.calendar.put_event("primary", id="acme1", **invitation(START))
        # All day: over at midnight in New York.
        days = {"start": START.date() - DAY, "end": START.date()}
        server.calendar.put_event("primary", id="day1", **invitation(START, title="Onsite", by=BILL) | days)

        (onsite, acme) = program.done("interviews", "--json").document["interviews"]
        program.synced()
        (account,) = program.done("status", "--json").document["accounts"]
        follow_ups = [event["start"] for event in reminders(server) if event["summary"].startswith("Follow up")]

    assert (acme["start"], acme["end"]) == ("2026-12-01T08:00:00-05:00", "2026-12-01T09:00:00-05:00")
    assert (onsite["start"], onsite["end"]) == ("2026-11-30T00:00:00-05:00", "2026-12-01T00:00:00-05:00")
    assert account["last_sync"] == "2026-12-01T11:30:00-05:00"
    assert follow_ups == [
        {"dateTime": "2026-12-07T09:30:00-05:00", "timeZone": "America/New_York"},
        {"dateTime": "2026-12-08T09:30:00-05:00", "timeZone": "America/New_York"},
    ]


# What goes wrong


@pytest.mark.parametrize("lost", ["none", "revoked"])
def test_a_lost_login_ends_with_3(program: GoogleProgram, server: GoogleServer, lost: str) -> None:
    """In every command that reads the calendars; `status` tells it, and ends with 0. Another login mends it."""
    if lost == "none":
        program.sam.token().unlink()
    else:
        server.oauth.revoke_all()

    commands = (["sync"], ["sync", "--dry-run"], ["plan"], ["interviews"], ["suggest"])
    results = {" ".join(command): program.run(*command) for command in commands}
    (told,) = program.done("status", "--json").document["accounts"]
    program.sam.log_in(server)
    mended = program.synced()
    (account,) = program.done("status", "--json").document["accounts"]

    assert {name: result.status for name, result in results.items()} == dict.fromkeys(results, 3)
    assert all("afterword login personal" in result.err for result in results.values())
    assert told["needs_login"] is True
    assert mended["created"] == {"drafts": 1, "reminders": 4}
    assert (account["needs_login"], account["attention"]) == (False, [])


@pytest.mark.usefixtures("hasty")
def test_trouble_of_the_servers_ends_with_1(program: GoogleProgram, server: GoogleServer) -> None:
    """Nothing is taken back because of it, and the next pass makes up for it."""
    program.synced()
    server.calendar.put_event(
        "primary", id="globex1", **invitation(START, title="Globex", by=("Ann Other", "ann@globex.example"))
    )
    server.faults.add(faults.backend_error(html=True), "GET", "/calendars/primary/", times=None)
    unread = program.run("sync", "--json")
    looked = program.run("interviews")
    server.faults.clear()
    server.faults.add(faults.quota_exceeded(), "POST", "/drafts")
    unwritten = program.run("sync")
    server.faults.clear()
    mended = program.synced()

    (account,) = unread.document["accounts"]
    assert (unread.status, looked.status, unwritten.status) == (1, 1, 1)
    assert account["errors"]
    assert account["created"] == account["removed"] == NONE
    assert "primary" in unread.err
    assert "Google's limit for this is used up" in unwritten.err
    assert "Not done yet: 1 draft. The next pass tries again." in unwritten.err
    assert mended["created"]["drafts"] == 1
    assert set(drafts(server)) == {"jane.doe@acme.example", "ann@globex.example"}


def test_what_went_wrong_is_told_in_sentences_and_nothing_else(program: GoogleProgram, server: GoogleServer) -> None:
    """By the program as it is installed, whose log nobody asked for."""
    server.calendar.put_event("primary", **invitation(ended(), title="Globex", by=BILL))
    server.faults.add(faults.quota_exceeded(), "POST", "/drafts")
    program.clock.moment = datetime.now(UTC)
    program.sam.log_in(server)

    result = program.sam.run("sync")

    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "Problem: Gmail: Google's limit for this is used up (403 quotaExceeded). It will be tried again later.",
        "Not done yet: 1 draft. The next pass tries again.",
    ]


def test_after_a_login_nobody_is_asked_to_log_in(program: GoogleProgram, server: GoogleServer) -> None:
    """`status` says nothing of it any more, also before the next pass."""
    program.synced()
    server.oauth.revoke_all()
    program.run("sync")
    person = Person(server)
    program.monkeypatch.setenv("DISPLAY", ":0")
    program.monkeypatch.setattr(webbrowser, "open", person.open)
    status = program.run("login").status
    (account,) = program.done("status", "--json").document["accounts"]

    assert (status, len(person.asked)) == (0, 1)
    assert (account["needs_login"], account["attention"]) == (False, [])


@pytest.mark.usefixtures("hasty")
def test_an_answer_that_is_lost_makes_no_double(program: GoogleProgram, server: GoogleServer) -> None:
    """The draft and the calendar were made though nobody heard of it: the next pass finds the one, and uses one."""
    server.faults.add(faults.close_after(), "POST", "/drafts")
    server.faults.add(faults.truncated(), "POST", "/events")

    lost = program.run("sync")
    mended = program.done("sync")

    assert lost.status == 1
    assert mended.status == 0
    assert len(server.gmail.drafts()) == 1
    assert kinds(server) == ALL_KINDS


@dataclass
class Two:
    """Two accounts, each at a server of its own."""

    program: GoogleProgram
    personal: GoogleServer
    work: GoogleServer


@pytest.fixture
def two(server: GoogleServer, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    """The other account's calendar has one interview that is over."""
    with ExitStack() as stack:
        work = stack.enter_context(GoogleServer(now=clock))
        front = stack.enter_context(Front((server, work)))
        both = GoogleAccount(tmp_path / "both", front.root, server.oauth.client_config(), names=("personal", "work"))
        both.log_in(server)
        both.log_in(work, name="work")
        work.calendar.put_event("primary", id="globex1", **invitation(START, title="Globex", by=BILL))
        yield Two(GoogleProgram(both, monkeypatch, both, clock), server, work)


def test_a_lost_login_leaves_the_other_account_alone(two: Two) -> None:
    """With 3; the other's note is written, and `status` says whose login it is."""
    two.personal.oauth.revoke_all()

    result = two.program.run("sync", "--json")
    accounts = two.program.done("status", "--json").document["accounts"]

    personal, work = result.document["accounts"]
    assert result.status == 3
    assert (personal["created"], work["created"]) == (NONE, {"drafts": 1, "reminders": 3})
    assert (bool(personal["errors"]), work["errors"]) == (True, [])
    assert "Log in again: afterword login personal" in result.err
    assert [(one["account"], one["needs_login"]) for one in accounts] == [("personal", True), ("work", False)]
    assert len(two.work.gmail.drafts()) == 1


@pytest.mark.usefixtures("hasty")
def test_trouble_of_one_server_leaves_the_other_account_alone(two: Two) -> None:
    """With 1."""
    two.work.faults.add(faults.reset_before(), times=None)

    result = two.program.run("sync", "--json")

    personal, work = result.document["accounts"]
    assert result.status == 1
    assert (personal["created"], work["created"]) == ({"drafts": 1, "reminders": 4}, NONE)
    assert (personal["errors"], bool(work["errors"])) == ([], True)
