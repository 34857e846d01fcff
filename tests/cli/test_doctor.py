"""`afterword doctor`: what is well, what is not, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from integrations.google.scopes import CALENDAR_LIST, DRAFTS, EVENTS, OWN_CALENDAR
from tests.cli.google_login import account_at
from tests.cli.program import NOW, Program, Result
from tests.google_account import GoogleAccount
from tests.google_server.answers import Reply
from tests.google_server.faults import Break, Fault, not_configured
from tests.google_server.server import GoogleServer

NEEDED = (EVENTS, OWN_CALENDAR, DRAFTS)


@pytest.fixture
def server() -> Iterator[GoogleServer]:
    with GoogleServer() as server:
        yield server


@pytest.fixture
def sam(server: GoogleServer, tmp_path: Path) -> GoogleAccount:
    """Sam's account at Google, logged in with every right."""
    sam = account_at(server, tmp_path / "google")
    sam.log_in(server, NEEDED)
    return sam


@pytest.fixture
def google(sam: GoogleAccount, monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(sam, monkeypatch)


def findings(result: Result) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = result.document["findings"]
    assert all(set(one) == {"account", "what", "level", "message", "mend", "milliseconds"} for one in found)
    # What concerns the machine alone is looked at in test_doctor_machine.py.
    return [one for one in found if one["what"] not in ("service", "time zones", "disk", "ledger", "last pass")]


def wrong(result: Result) -> list[tuple[str, str, str, str]]:
    """What is not well, as account, level, what and message; each with how to mend it."""
    found = [one for one in findings(result) if one["level"] != "ok"]
    assert all(one["mend"] for one in found)
    return [(one["account"], one["level"], one["what"], one["message"]) for one in found]


# On this machine


def test_all_is_well_on_files(program: Program) -> None:
    """A local account in order: nothing to mend, and nothing was made by looking."""
    (program.account.folder / "mail").mkdir()

    result = program.done("doctor", "--json")

    assert wrong(result) == []
    assert {(one["account"], one["what"]) for one in findings(result)} == {
        (None, "configuration"),
        (None, "state folder"),
        ("personal", "calendar work"),
        ("personal", "reminders"),
        ("personal", "drafts"),
    }
    assert not program.account.state.exists()
    assert program.done("doctor").out.endswith("\nNothing has to be mended; 1 warning.\n")


def test_a_configuration_that_cannot_be_used_is_all_that_is_told(program: Program) -> None:
    """Each problem of it is a finding."""
    program.account.configure('[thank_you]\nstyle = "loud"\ndelay_minutes = -1')

    result = program.run("doctor", "--json")

    assert result.status == 1
    assert [(what, level) for _, level, what, _ in wrong(result)] == [("configuration", "problem")] * 2
    assert sorted(message.rpartition("toml: ")[2].partition(":")[0] for _, _, _, message in wrong(result)) == [
        "thank_you.delay_minutes",
        "thank_you.style",
    ]


def test_an_account_that_there_is_not_is_wrong_usage(program: Program) -> None:
    """As for every other command."""
    result = program.run("doctor", "--account", "nobody")

    assert (result.status, result.out) == (2, "")
    assert "There is no account 'nobody'." in result.err


def test_folders_that_are_not_there_are_told(program: Program) -> None:
    """The watched calendar and the mail; the rest is looked at all the same."""
    program.account.watched.rename(program.account.folder / "elsewhere")

    result = program.run("doctor", "--json")

    told = {what: message for _, level, what, message in wrong(result) if level == "problem"}
    assert result.status == 1
    assert told["calendar work"] == f"There is no folder {program.account.watched}."
    assert told["drafts"] == f"There is no folder {program.account.folder / 'mail'}."
    assert "reminders" not in told


def test_a_state_folder_that_others_can_read_is_a_warning(program: Program) -> None:
    """Warnings alone leave the exit status 0; how to close it is said."""
    (program.account.folder / "mail").mkdir()
    program.account.state.mkdir(mode=0o755)
    program.account.state.chmod(0o755)

    result = program.done("doctor")

    assert f"warning: state folder: Others may use {program.account.state} (mode 0755)." in result.out
    assert f"  -> chmod 700 {program.account.state}" in result.out
    assert "Nothing has to be mended; 2 warnings." in result.out


def test_a_file_in_the_place_of_the_state_folder_is_a_problem(program: Program) -> None:
    """It has to be moved away."""
    program.account.state.write_text("")

    result = program.run("doctor")

    assert result.status == 1
    assert f"problem: state folder: {program.account.state} is no folder." in result.out
    assert "to be mended." in result.out


def test_an_event_that_cannot_be_read_is_a_warning(program: Program) -> None:
    """With the file's name."""
    (program.account.folder / "mail").mkdir()
    program.account.put("broken", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:#interview\r\n")

    ((account, level, what, message),) = wrong(program.done("doctor", "--json"))

    assert (account, level, what) == ("personal", "warning", "calendar work")
    assert "broken.ics" in message


def test_own_templates_in_order_are_told(program: Program) -> None:
    """How many there are, each good in every situation."""
    (program.account.folder / "mail").mkdir()
    path = program.account.folder / "templates" / "en" / "thank_you" / "opening.j2"
    path.parent.mkdir(parents=True)
    path.write_text("Thank you{{ ' for talking about ' ~ role if role }}.")

    result = program.done("doctor", "--json")

    assert wrong(result) == []
    (told,) = [one["message"] for one in findings(result) if one["what"] == "own templates"]
    assert told == f"1 file in {path.parents[2]} can be used in every situation."


def test_own_templates_that_fail_in_any_situation_are_warnings(program: Program) -> None:
    """Each with file and line, also what only a note after a rejection would show, and files that nothing uses."""
    (program.account.folder / "mail").mkdir()
    folder = program.account.folder / "templates" / "en" / "thank_you"
    folder.mkdir(parents=True)
    (folder / "opening.j2").write_text("Thanks.\n{% if situation == 'rejected' %}\n{{ compny }}\n{% endif %}")
    (folder / "clothe.j2").write_text("Mine.")

    result = program.done("doctor", "--json")

    assert [tuple(told) for _, *told in wrong(result)] == [
        (
            "warning",
            "own templates",
            f"{folder}/clothe.j2: It takes the place of no shipped template, and no other own one uses it. "
            "Is it meant to be en/thank_you/close.j2?",
        ),
        (
            "warning",
            "own templates",
            f"{folder}/opening.j2, line 3: 'compny' is undefined. Is it meant to be 'company'?",
        ),
    ]
    assert result.err == ""


# At Google


def test_all_is_well_at_google(google: Program, server: GoogleServer) -> None:
    """Client, login, rights, clock, calendars; nothing was written anywhere."""
    result = google.done("doctor", "--json", now=server.now())

    assert wrong(result) == []
    assert {one["what"] for one in findings(result)} >= {"OAuth client", "login", "login file", "calendar primary"}
    assert server.writes() == []
    assert [path.name for path in google.account.state.iterdir()] == ["tokens"]


def test_without_a_login_nothing_is_asked_of_the_server(
    google: Program, sam: GoogleAccount, server: GoogleServer
) -> None:
    """It says how to log in, once."""
    sam.token().unlink()

    result = google.run("doctor", "--json")

    assert result.status == 1
    assert wrong(result) == [("personal", "problem", "login", "There is no login yet.")]
    assert findings(result)[-1]["mend"] == "afterword login personal"
    assert server.count() == 0


def test_each_right_that_is_missing_is_named(google: Program, sam: GoogleAccount, server: GoogleServer) -> None:
    """One without which nothing works is a problem, one that can be spared a warning."""
    sam.configure(calendar='watch = ["Job hunt"]', mailbox="threads = true")
    sam.log_in(server, (EVENTS, DRAFTS))

    result = google.run("doctor", "--json")

    assert result.status == 1
    rights = [(level, message) for _, level, what, message in wrong(result) if what == "login"]
    assert [(level, message.partition("(")[2].partition(")")[0]) for level, message in rights] == [
        ("problem", "calendar.app.created"),
        ("problem", "calendar.calendarlist.readonly"),
        ("warning", "gmail.readonly"),
    ]
    assert "Without it no reminder can be written." in rights[0][1]


def test_a_login_that_does_not_say_what_it_grants_is_tried(
    google: Program, sam: GoogleAccount, server: GoogleServer
) -> None:
    """Such as one that was made by another program."""
    sam.put_login({**server.oauth.issue((*NEEDED, CALENDAR_LIST)), "scopes": None})

    assert wrong(google.done("doctor", "--json", now=server.now())) == []


@pytest.mark.parametrize(("days", "is_told"), [(4, False), (5, True), (6, True), (8, False)])
def test_a_login_of_five_days_may_end_soon(
    google: Program, sam: GoogleAccount, server: GoogleServer, days: int, is_told: bool
) -> None:
    """While the client is not published; one that has lived for longer than a week is of one that is."""
    now = server.now()
    granted_at = now - timedelta(days=days, hours=1)
    sam.put_login({**server.oauth.issue(NEEDED), "granted_at": granted_at.isoformat()})

    told = wrong(google.done("doctor", "--json", now=now))

    assert [(level, what) for _, level, what, _ in told] == ([("warning", "login")] if is_told else [])
    assert not is_told or f"It is {days} days old." in told[0][3]


def test_a_login_file_that_others_can_read_is_a_warning(
    google: Program, sam: GoogleAccount, server: GoogleServer
) -> None:
    """So is its folder."""
    sam.token().chmod(0o644)
    sam.token().parent.chmod(0o755)

    told = wrong(google.done("doctor", "--json", now=server.now()))

    assert [(level, what) for _, level, what, _ in told] == [("warning", "login file"), ("warning", "login folder")]


def test_a_client_that_is_missing_is_needed_for_a_login_only(
    google: Program, sam: GoogleAccount, server: GoogleServer
) -> None:
    """A problem before the first login, a warning after it."""
    (sam.folder / "credentials.json").unlink()
    after = wrong(google.done("doctor", "--json", now=server.now()))
    sam.token().unlink()
    before = wrong(google.run("doctor", "--json"))

    assert [(level, what) for _, level, what, _ in after] == [("warning", "OAuth client")]
    assert [(level, what) for _, level, what, _ in before] == [("problem", "OAuth client"), ("problem", "login")]
    assert "there is no such file" in after[0][3]


def test_a_login_that_was_revoked_is_told(google: Program, sam: GoogleAccount, server: GoogleServer) -> None:
    """The file looks good; the server knows better."""
    server.oauth.revoke_all()

    result = google.run("doctor", "--json", now=server.now())

    assert result.status == 1
    told = wrong(result)
    assert [(level, what) for _, level, what, _ in told] == [("problem", "calendar primary")]
    assert "(invalid_grant)" in told[0][3]


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (1, []),
        (-1, []),
        (5, ["This machine's clock is 5 minutes slow."]),
        (-5, ["This machine's clock is 5 minutes fast."]),
    ],
)
def test_a_clock_that_is_wrong_is_told(google: Program, server: GoogleServer, minutes: int, told: list[str]) -> None:
    """By the server's, with how far it is off."""
    there = format_datetime(NOW + timedelta(minutes=minutes), usegmt=True)
    server.faults.add(Fault("date", reply=Reply(404, b"", {"Date": there})), path="/token")

    result = google.run("doctor", "--json")

    assert [message for _, level, what, message in wrong(result) if (what, level) == ("clock", "problem")] == told


def test_an_api_that_is_not_enabled_is_told_with_the_step(google: Program, server: GoogleServer) -> None:
    """As each refusal of the server's, by the calendar; a clock that nobody tells the time is no finding."""
    server.faults.add(not_configured(), path="/calendar/", times=None)
    server.faults.add(Fault("closed", ends=Break.CLOSE), path="/token", times=None)

    result = google.run("doctor", "--json", now=server.now())

    assert result.status == 1
    told = wrong(result)
    assert [what for _, _, what, _ in told] == ["calendar primary"]
    assert "docs/google.md, step 2" in told[0][3]
    assert "clock" not in {one["what"] for one in findings(result)}
