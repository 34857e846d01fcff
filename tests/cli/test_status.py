"""`afterword status`: from the ledger and the plan, without a look at any calendar."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from config.load import load
from daemon.wiring import open_app
from tests.cli.program import NOW, Program
from tests.cli.test_main import modules_of
from tests.factories import START
from tests.local_account import event

ACCOUNT_KEYS = {
    "account", "last_sync", "next_due", "needs_login", "items", "calendars", "attention", "missed", "warnings",
}  # fmt: skip
ITEM_KEYS = {
    "key", "kind", "event", "state", "due", "deadline", "made_at", "late", "late_because", "to", "link", "error",
    "perhaps_superseded_by",
}  # fmt: skip

#: So long before `NOW` the interview at ACME is under way.
HOURS_BEFORE_THE_NOTE = timedelta(hours=3)


def test_before_the_first_pass_there_is_nothing(program: Program) -> None:
    """Without a ledger, `status` says that no calendar was read, and makes no ledger."""
    (account,) = program.done("status", "--json").document["accounts"]

    assert set(account) == ACCOUNT_KEYS
    assert (account["last_sync"], account["next_due"], account["items"]) == (None, None, [])
    assert "have not been read yet" in program.done("status").out
    assert not program.account.state.exists()


def test_status_has_what_was_made_and_what_is_planned(program: Program) -> None:
    """After a pass, items made and items to come are told alike, with their states."""
    program.done("sync")

    (account,) = program.done("status", "--json").document["accounts"]

    assert set(account) == ACCOUNT_KEYS
    assert all(set(item) == ITEM_KEYS for item in account["items"])
    assert account["last_sync"] == "2026-12-01T17:30:00+01:00"
    # The reminder to read the note stands at the next full minute.
    assert account["next_due"] == "2026-12-01T17:31:00+01:00"
    assert account["needs_login"] is False
    assert (account["attention"], account["missed"]) == ([], [])
    assert account["calendars"] == [
        {"calendar": "work", "read_at": "2026-12-01T17:30:00+01:00", "events": 3, "error": None}
    ]
    states = {(item["event"], item["kind"]): item["state"] for item in account["items"]}
    assert states == {
        ("acme-1", "thank_you"): "written",
        ("acme-1", "review"): "written",
        ("acme-1", "follow_up"): "written",
        ("acme-1", "feedback_call"): "written",
        ("initech-1", "prepare"): "written",
        ("initech-1", "thank_you"): "planned",
        ("initech-1", "review"): "planned",
        ("initech-1", "follow_up"): "planned",
        ("initech-1", "feedback_call"): "planned",
    }
    note = next(item for item in account["items"] if (item["event"], item["kind"]) == ("acme-1", "thank_you"))
    assert (note["to"], note["due"]) == (["jane.doe@acme.example"], "2026-12-01T16:00:00+01:00")
    assert (note["made_at"], note["deadline"]) == ("2026-12-01T17:30:00+01:00", "2026-12-02T15:00:00+01:00")
    assert (note["late"], note["late_because"], note["error"]) == (False, None, None)
    assert note["link"]
    reminder = next(item for item in account["items"] if item["kind"] == "follow_up")
    assert (reminder["link"], reminder["deadline"], reminder["late_because"]) == (None, None, None)


def test_status_is_a_table(program: Program) -> None:
    """A person reads when the calendars were read, what comes next, and each item in words."""
    program.done("sync")

    lines = program.done("status").out.splitlines()

    assert lines[0] == "Calendars last read Tue 1 Dec, 17:30. Next: Tue 1 Dec, 17:31."
    assert lines[2].split() == ["When", "What", "State", "Interview", "To"]
    assert any(
        line.startswith("Tue 1 Dec, 16:00") and "Thank-you note" in line and "made 17:30" in line and "ACME" in line
        for line in lines
    )


def test_a_late_note_is_late_and_says_why(program: Program) -> None:
    """A note that came after more than 24 hours is told so in both forms, with when it was made."""
    program.done("sync", now=NOW - HOURS_BEFORE_THE_NOTE)
    late = NOW + timedelta(days=1)
    program.done("sync", now=late)

    (account,) = program.done("status", "--json", now=late).document["accounts"]
    out = program.done("status", now=late).out

    why = "Afterword did not run between Tue 1 Dec, 14:30 and Wed 2 Dec, 17:30."
    (note,) = [item for item in account["items"] if item["late"]]
    assert (note["kind"], note["made_at"]) == ("thank_you", "2026-12-02T17:30:00+01:00")
    assert note["late_because"] == why
    assert "made (late) Wed 2 Dec, 17:30" in out
    assert out.splitlines()[-1] == f"1 note for 'Interview: Backend Engineer at ACME' is late: {why}"
    assert account["attention"] == account["missed"] == []
    assert f"It is late. {why}" in program.done("why", "acme", now=late).out


def test_a_note_that_is_overdue_is_late_before_anything_runs(program: Program) -> None:
    """Afterword is off: `status` says that the note is late already, and why."""
    program.done("sync", now=NOW - HOURS_BEFORE_THE_NOTE)
    late = NOW + timedelta(days=1)

    (account,) = program.done("status", "--json", now=late).document["accounts"]
    out = program.done("status", now=late).out

    (note,) = [item for item in account["items"] if item["late"]]
    assert (note["state"], note["made_at"]) == ("planned", None)
    assert note["late_because"] == "Afterword did not run between Tue 1 Dec, 14:30 and Wed 2 Dec, 17:30."
    assert "planned (late)" in out
    assert any("Does the service run?" in line for line in account["attention"])


@pytest.mark.parametrize("has_run", [False, True])
def test_a_note_that_was_never_made_needs_attention(program: Program, has_run: bool) -> None:
    """It is told as missed, with why, and once, whether or not anything has run since; its item has failed."""
    program.done("sync", now=NOW - HOURS_BEFORE_THE_NOTE)
    later = NOW + timedelta(days=4)
    if has_run:
        program.done("sync", now=later)
        later += timedelta(days=4)

    (account,) = program.done("status", "--json", now=later).document["accounts"]

    why = "Afterword did not run between Tue 1 Dec, 14:30 and Sat 5 Dec, 17:30."
    title = "Interview: Backend Engineer at ACME"
    assert account["missed"] == [
        {
            "event": "acme-1",
            "title": title,
            "interviewers": 1,
            "ended": "2026-12-01T15:00:00+01:00",
            "deadline": "2026-12-02T15:00:00+01:00",
            "why": why,
        }
    ]
    told = f"No note was written for '{title}', and it is too late for one now. {why}"
    assert told in account["attention"]
    out = program.done("status", now=later).out
    assert f"! {told}" in out
    assert out.count(why) == 1
    (note,) = [item for item in account["items"] if (item["event"], item["kind"]) == ("acme-1", "thank_you")]
    assert (note["state"], note["late"], note["late_because"]) == ("failed", True, why)
    assert (note["made_at"], note["link"]) == (None, None)


def test_a_note_that_was_tried_until_it_was_too_late_has_failed(program: Program) -> None:
    """The mailbox refused it for four days: the item says so, and what needs attention is the missed note alone."""
    program.done("sync", now=NOW - HOURS_BEFORE_THE_NOTE)
    mail = program.account.folder / "mail"
    mail.write_text("no folder")
    for days in range(5):
        program.run("sync", now=NOW + timedelta(days=days))
    mail.unlink()
    later = NOW + timedelta(days=5)
    program.done("sync", now=later)

    (account,) = program.done("status", "--json", now=later).document["accounts"]

    (note,) = [item for item in account["items"] if (item["event"], item["kind"]) == ("acme-1", "thank_you")]
    assert (note["state"], note["late"]) == ("failed", True)
    assert note["error"].startswith("The draft could not be written")
    assert "tried again" not in note["error"]
    assert note["late_because"].startswith(f"From Tue 1 Dec, 17:30 on every try failed: {note['error']}")
    (told,) = [line for line in account["attention"] if "ACME" in line or "could not be written" in line]
    assert told.startswith("No note was written")
    assert "failed (late)" in program.done("status", now=later).out
    told = program.done("why", "acme-1", now=later).out
    assert f"It is late. {note['late_because']}" in told
    assert told.count(note["error"]) == 1


def test_a_note_that_failed_and_is_owed_no_more_is_no_item(program: Program) -> None:
    """Its event was deleted before a try succeeded: nothing was made, and nothing is owed."""
    mail = program.account.folder / "mail"
    mail.write_text("no folder")
    program.run("sync")
    for path in program.account.watched.glob("*.ics"):
        if "UID:acme-1" in path.read_text():
            path.unlink()
    mail.unlink()
    program.done("sync")

    (account,) = program.done("status", "--json").document["accounts"]

    assert not [item for item in account["items"] if (item["event"], item["kind"]) == ("acme-1", "thank_you")]


def test_a_reminder_that_comes_too_late_is_no_missed_note(program: Program) -> None:
    """Nothing of Afterword's could be put into the calendar for a fortnight, but the note was written."""
    program.account.reminders_folder.write_text("no folder")
    program.run("sync")
    program.account.reminders_folder.unlink()

    (account,) = program.done("status", "--json", now=NOW + timedelta(days=13)).document["accounts"]

    assert [missed["event"] for missed in account["missed"]] == ["initech-1"]
    assert not [line for line in account["attention"] if "ACME" in line]


def test_what_was_touched_is_yours(program: Program) -> None:
    """A draft that the person edited is `yours` after the next pass."""
    program.done("sync")
    (draft,) = program.account.draft_files()
    draft.write_bytes(draft.read_bytes().replace(b"Hi Jane", b"Dear Jane"))
    program.done("sync")

    (account,) = program.done("status", "--json").document["accounts"]

    states = {item["state"] for item in account["items"] if (item["event"], item["kind"]) == ("acme-1", "thank_you")}
    assert states == {"yours"}


def test_what_failed_needs_attention(program: Program) -> None:
    """A note whose write failed is `failed`, not being written; it is told until a pass has mended it."""
    mail = program.account.folder / "mail"
    mail.write_text("no folder")
    program.run("sync")

    (account,) = program.done("status", "--json").document["accounts"]
    told = program.done("status").out
    mail.unlink()
    program.done("sync")
    (mended,) = program.done("status", "--json").document["accounts"]

    (failed,) = [item for item in account["items"] if item["error"]]
    assert (failed["kind"], failed["state"]) == ("thank_you", "failed")
    assert len(account["attention"]) == 1
    assert "! 1 draft could not be written: " in told
    assert mended["attention"] == []
    assert {item["error"] for item in mended["items"]} == {None}


def test_a_calendar_that_cannot_be_read_needs_attention(program: Program) -> None:
    """The last time it could be read stays, with what is wrong since."""
    program.done("sync")
    program.account.watched.rename(program.account.folder / "elsewhere")
    program.run("sync", now=NOW + timedelta(hours=1))

    (account,) = program.done("status", "--json", now=NOW + timedelta(hours=1)).document["accounts"]

    assert account["last_sync"] == "2026-12-01T17:30:00+01:00"
    assert account["calendars"][0]["error"]
    assert account["attention"][0].startswith("work: ")


def test_what_is_due_and_not_made_needs_attention(program: Program) -> None:
    """If nothing has run since something fell due, the service is asked after."""
    program.done("sync")
    later = NOW + timedelta(days=6, hours=2)

    (account,) = program.done("status", "--json", now=later).document["accounts"]

    assert any("Does the service run?" in line for line in account["attention"])


def test_an_interview_that_the_person_may_hold_needs_attention(program: Program) -> None:
    """A hashtag wins over what speaks against it; status says so until #hiring or `afterword untag` settles it."""
    debrief = event("debrief-1", START, title="ACME debrief", lines=["DESCRIPTION:#interview"])
    program.account.put("debrief", debrief)
    program.done("sync")

    (account,) = program.done("status", "--json").document["accounts"]

    (warning,) = account["warnings"]
    assert (warning["event"], warning["title"]) == ("debrief-1", "ACME debrief")
    assert warning["why"] == "its title reads like a debrief"
    assert account["attention"] == [
        "'ACME debrief' looks as if you interview somebody else: its title reads like a debrief. If you do, "
        'put #hiring into it, or run `afterword untag "debrief-1"`.'
    ]
    assert "! 'ACME debrief' looks as if" in " ".join(program.done("status").out.split())
    program.done("untag", "debrief-1")
    program.done("sync")
    (account,) = program.done("status", "--json").document["accounts"]
    assert (account["warnings"], account["attention"]) == ([], [])


def test_old_items_are_counted_not_listed(program: Program) -> None:
    """What is over for a fortnight does not fill the table; the JSON has it."""
    program.done("sync")
    later = NOW + timedelta(days=40)

    out = program.done("status", now=later).out
    (account,) = program.done("status", "--json", now=later).document["accounts"]

    assert "more are older" in out
    assert "Tue 1 Dec, 16:00" not in out
    assert any(item["kind"] == "thank_you" for item in account["items"])


# Logins. Nothing of Google's is needed for what is told of them.


@pytest.fixture
def google(program: Program) -> Program:
    """Sam's account with calendar and mailbox at Google."""
    program.account.config.write_text(
        '[accounts.personal]\nemail = "sam@example.com"\ntimezone = "Europe/Berlin"\n'
        '[accounts.personal.calendar]\nbackend = "google"\n'
        '[accounts.personal.mailbox]\nbackend = "gmail"\ntoken = "mail.json"\n'
    )
    return program


def log_in(program: Program, *, mail: bool = True) -> None:
    tokens = program.account.state / "tokens"
    tokens.mkdir(parents=True, exist_ok=True)
    (tokens / "personal.json").write_text(json.dumps({"refresh_token": "1//x"}))
    if mail:
        (program.account.folder / "mail.json").write_text(json.dumps({"refresh_token": "1//y"}))


def lose_login(program: Program, why: str) -> None:
    """Write down what the engine writes down when a login is no good any more."""
    environ = {"AFTERWORD_STATE_DIR": str(program.account.state)}
    with open_app(load(program.account.config, environ)) as app:
        app.ledger.put_setting("personal", "needs_login", why)


def test_without_a_login_one_is_needed(google: Program) -> None:
    """It says how to log in, for every file that is missing; the exit status stays 0."""
    (account,) = google.done("status", "--json").document["accounts"]
    shown = google.done("status").out
    log_in(google, mail=False)
    (half,) = google.done("status", "--json").document["accounts"]
    log_in(google)
    (whole,) = google.done("status", "--json").document["accounts"]

    assert (account["needs_login"], half["needs_login"], whole["needs_login"]) == (True, True, False)
    assert account["attention"] == ["There is no login at Google yet. Run `afterword login personal`."]
    assert "! There is no login at Google yet. Run `afterword login personal`." in shown.splitlines()
    assert whole["attention"] == []


@pytest.mark.parametrize("why", ["Google ended it.", "Google ended it. Run `afterword login personal`."])
def test_a_login_that_was_lost_is_told_with_what_to_do(google: Program, why: str) -> None:
    """Until the ledger forgets it; what to do is said once."""
    log_in(google)
    lose_login(google, why)
    (account,) = google.done("status", "--json").document["accounts"]
    lose_login(google, "")
    (mended,) = google.done("status", "--json").document["accounts"]

    assert account["needs_login"] is True
    assert account["attention"] == ["Google ended it. Run `afterword login personal`."]
    assert (mended["needs_login"], mended["attention"]) == (False, [])


def test_it_starts_without_a_library_of_googles(google: Program) -> None:
    """Whether there is a login is asked of the file system alone."""
    log_in(google)

    modules = {name.split(".")[0] for name in modules_of(google.account, "status")}

    assert not modules & {"google", "googleapiclient", "google_auth_oauthlib", "httplib2", "oauthlib", "requests"}
