"""`outcome` and `close`: the person's word on an application."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from daemon.cli import shell
from tests.cli.program import NOW, Program
from tests.factories import START
from tests.local_account import LocalAccount, event

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
#: What follows from the interview at ACME once it is over.
AFTERWARDS = {"thank_you": "written", "review": "written", "follow_up": "written", "feedback_call": "written"}
REJECTED = {**AFTERWARDS, "follow_up": "removed", "keep_in_touch": "written"}


def states(program: Program, name: str = "acme-1", **how: Any) -> dict[str, str]:
    """The states of what was made for an event, by kind."""
    (account,) = program.done("status", "--json", **how).document["accounts"]
    items = [item for item in account["items"] if item["event"] == name and item["state"] != "planned"]
    return {item["kind"]: item["state"] for item in items}


def acme(program: Program, **how: Any) -> dict[str, Any]:
    """The application at ACME, as `applications --json` has it."""
    found = program.done("applications", "--all", "--json", **how).document["applications"]
    (one,) = [one for one in found if one["company"] == "ACME"]
    assert isinstance(one, dict)
    return one


def second_round(program: Program, start: datetime = START + timedelta(days=8)) -> None:
    """They invite to another talk."""
    title = "Second interview: Backend Engineer at ACME"
    program.account.put("acme2", event("acme-2", start, title=title, lines=["DESCRIPTION:#interview"]))


def write(program: Program, words: str) -> None:
    """The person writes it into the event at ACME."""
    lines = [rf"DESCRIPTION:#interview {words}\nnotes: the move to event sourcing\ndecision: 2026-12-10"]
    program.account.put("acme", event("acme-1", START, title="Interview: Backend Engineer at ACME", lines=lines))


def files(folder: Path) -> Mapping[str, bytes]:
    """Every file below *folder*, but for the ledger and the lock of a pass."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(("ledger.sqlite", "pass-"))
    }


# outcome


@pytest.mark.parametrize("word", ["rejected", "#Rejected", "REJECTED", " #rejected "])
def test_an_outcome_is_said_as_it_is_written_in_an_event(program: Program, word: str) -> None:
    """Hashtag and capitals do not matter; what was noted is told, and what follows."""
    program.done("sync")

    result = program.done("outcome", "acme", word)

    assert result.out.startswith("ACME, Backend Engineer: rejected.\n")
    assert "change: Feedback call" in result.out
    assert "take back: Follow up" in result.out
    assert "The next pass does what is due of it" in result.out


def test_an_outcome_changes_the_ledger_only(program: Program) -> None:
    """Events, drafts and reminders stay as they are until the next pass."""
    program.done("sync")
    before = files(program.account.folder)

    program.done("outcome", "acme", "rejected")

    assert files(program.account.folder) == before
    assert states(program) == AFTERWARDS
    program.done("sync")
    assert states(program) == REJECTED


@pytest.mark.parametrize(
    ("word", "left"),
    [
        ("offer", {"thank_you", "review"}),
        ("withdrew", {"thank_you", "review"}),
        ("advanced", {"thank_you", "review", "feedback_call"}),
        ("rejected", {"thank_you", "review", "feedback_call", "keep_in_touch"}),
    ],
)
def test_each_outcome_has_its_consequences(program: Program, word: str, left: set[str]) -> None:
    """They are those of the same word in the event."""
    program.done("sync")

    program.done("outcome", "acme", word)
    program.done("sync")

    assert {kind for kind, state in states(program).items() if state == "written"} == left
    assert acme(program)["stage"] == word


def test_an_outcome_needs_no_earlier_pass(program: Program) -> None:
    """Said on a new machine, it is heard by the first pass."""
    program.done("outcome", "acme", "offer")
    program.done("sync")

    assert states(program) == {"thank_you": "written", "review": "written"}


def test_none_takes_back_what_was_said(program: Program) -> None:
    """All is as though nothing had been said."""
    program.done("sync")
    reminders = {path.name for path in program.account.reminders()}
    program.done("outcome", "acme", "rejected")
    program.done("sync")

    result = program.done("outcome", "acme", "none")
    program.done("sync")

    assert result.out.startswith("ACME, Backend Engineer: no outcome.\n")
    assert states(program) == {**AFTERWARDS, "keep_in_touch": "removed"}
    # The follow-up was made anew, under another name.
    assert len({path.name for path in program.account.reminders()} & reminders) == len(reminders) - 1
    assert len(program.account.reminders()) == len(reminders)


def test_none_takes_back_what_the_event_says(program: Program) -> None:
    """The word stays in the event, and is no new one for that."""
    write(program, "#rejected")
    program.done("sync")

    program.done("outcome", "acme", "none", now=NOW + MINUTE)
    program.done("sync", now=NOW + DAY)

    assert acme(program, now=NOW + DAY)["outcome"] is None


def test_the_latest_word_counts_and_it_goes_back_and_forth(program: Program) -> None:
    """By command, in the event, and by command again."""
    seen = []
    program.done("sync")
    for day, (by_command, word) in enumerate([(True, "rejected"), (False, "offer"), (True, "rejected")], start=1):
        now = NOW + day * DAY
        if by_command:
            program.done("outcome", "acme", word, now=now)
        else:
            write(program, f"#{word}")
        program.done("sync", now=now + MINUTE)
        seen.append(acme(program, now=now + 2 * MINUTE)["outcome"])

    assert seen == ["rejected", "offer", "rejected"]


def test_a_command_is_later_than_what_the_event_said_when_it_was_given(program: Program) -> None:
    """No pass was made in between: the command itself reads the calendar."""
    program.done("sync")
    write(program, "#rejected")
    assert acme(program)["outcome"] == "rejected"

    program.done("outcome", "acme", "offer", now=NOW + MINUTE)
    program.done("sync", now=NOW + 2 * MINUTE)

    assert acme(program, now=NOW + 3 * MINUTE)["outcome"] == "offer"


def test_a_part_of_a_title_may_fit_all_rounds_of_one_application(program: Program) -> None:
    """What is meant is the same whichever of them it is."""
    second_round(program)
    program.done("sync")

    result = program.done("outcome", "acme", "rejected")

    assert result.out.startswith("ACME, Backend Engineer: rejected.\n")
    assert acme(program)["outcome"] == "rejected"


def test_advanced_is_said_of_the_rounds_so_far(program: Program) -> None:
    """The next round is on the calendar already; after it the person waits to hear, and is reminded to ask."""
    second_round(program)
    program.done("sync")
    program.done("outcome", "acme", "advanced")
    program.done("sync")

    after = START + timedelta(days=8, hours=3)
    program.done("sync", now=after)

    assert acme(program, now=after)["stage"] == "waiting"
    assert states(program, "acme-2", now=after)["follow_up"] == "written"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["outcome", "acme", "hired"],
            "'hired' is no outcome. Say one of rejected, offer, withdrew, advanced; or none",
        ),
        (["outcome", "acme", ""], "'' is no outcome."),
        (["outcome", "acme"], "Missing argument 'OUTCOME'"),
        (["outcome", "Globex", "rejected"], "No event fits 'Globex'."),
        (["outcome", "haircut", "rejected"], "No event fits 'haircut'."),
        (["outcome", "interview", "rejected"], "'interview' fits 2 events."),
        (["outcome", "acme", "rejected", "--account", "work"], "There is no account 'work'."),
        (["close", "Globex"], "No event fits 'Globex'."),
        (["close", "haircut-1"], "No event fits 'haircut-1'."),
        (["close", "interview"], "'interview' fits 2 events."),
        (["close"], "Missing argument 'EVENT'"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(program: Program, arguments: list[str], says: str) -> None:
    """An unknown word, what is nowhere or no interview, and rounds of several applications; nothing is changed."""
    program.done("sync")
    before = states(program)

    result = program.run(*arguments)
    program.done("sync")

    assert (result.status, result.out) == (2, "")
    assert says in result.err
    assert states(program) == before


@pytest.mark.parametrize("arguments", [["outcome", "acme", "rejected"], ["close", "acme"]])
def test_a_word_beside_a_running_pass_is_not_said(
    program: Program, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits for the pass as `sync` does, then ends with 1 and has changed nothing."""
    from config.load import load
    from daemon.wiring import hold_pass

    program.done("sync")
    monkeypatch.setattr(shell, "WAIT_FOR_PASS", timedelta(0))
    settings = load(program.account.config, {"AFTERWORD_STATE_DIR": str(program.account.state)})

    with hold_pass(settings, timedelta(0)):
        result = program.run(*arguments)

    assert (result.status, result.out) == (1, "")
    assert "Another Afterword" in result.err
    program.done("sync")
    assert states(program) == AFTERWARDS


def test_a_word_is_kept_though_the_calendar_cannot_be_read(program: Program) -> None:
    """It is said of what the ledger knows; that the calendar was not read is told, with exit status 1."""
    program.done("sync")
    aside = program.account.watched.with_name("aside")
    program.account.watched.rename(aside)

    result = program.run("outcome", "acme", "rejected")

    assert result.status == 1
    assert result.out.startswith("ACME, Backend Engineer: rejected.\n")
    assert "work" in result.err
    aside.rename(program.account.watched)
    program.done("sync")
    assert states(program) == REJECTED


# close


def test_closing_takes_back_at_once_what_nobody_touched(program: Program) -> None:
    """No pass is needed, and the next one has nothing to do."""
    program.done("sync")

    result = program.done("close", "acme")

    assert result.out.splitlines() == [
        "ACME, Backend Engineer: closed.",
        "Took back 1 draft and 3 reminders.",
        "To open it again: afterword outcome 'acme-1' none",
    ]
    assert set(states(program).values()) == {"removed"}
    assert program.account.drafts() == []
    (account,) = program.done("sync", "--json").document["accounts"]
    nothing = {"drafts": 0, "reminders": 0}
    assert [account[what] for what in ("created", "updated", "removed", "failed")] == [nothing] * 4
    assert acme(program)["stage"] == "closed"
    assert acme(program)["next"] is None
    assert states(program, "initech-1") == {"prepare": "written"}


def test_closing_leaves_what_was_touched(program: Program) -> None:
    """The draft that the person has begun to write in stays, and is counted."""
    program.done("sync")
    (draft,) = program.account.draft_files()
    draft.write_text(draft.read_text().replace("Thank", "In my own words. Thank"))

    result = program.done("close", "acme")

    assert "Took back 3 reminders." in result.out
    assert "Left as it is, since you touched it or it had its hour: 1 item." in result.out
    assert "In my own words." in program.account.draft_files()[0].read_text()
    assert states(program) == {**dict.fromkeys(AFTERWARDS, "removed"), "thank_you": "yours"}


def test_closing_twice_changes_nothing(program: Program) -> None:
    """There is nothing left to take back."""
    program.done("sync")
    program.done("close", "acme")

    result = program.done("close", "acme")

    assert "There was nothing to take back." in result.out


def test_closing_ends_all_rounds(program: Program) -> None:
    """What was to come goes too; that the next round is held makes nothing."""
    second_round(program)
    program.done("sync")

    program.done("close", "acme")
    program.done("sync", now=NOW + timedelta(days=9))

    assert states(program, "acme-2", now=NOW + timedelta(days=9)) == {"prepare": "removed"}
    assert set(states(program, now=NOW + timedelta(days=9)).values()) == {"removed"}


def test_a_new_interview_after_closing_is_a_new_application(program: Program) -> None:
    """The same company has another try: everything is made for it."""
    program.done("sync")
    program.done("close", "acme")
    second_round(program)

    program.done("sync", now=NOW + DAY)

    assert states(program, "acme-2", now=NOW + DAY) == {"prepare": "written"}
    assert set(states(program, now=NOW + DAY).values()) == {"removed"}


def test_none_opens_what_was_closed(program: Program) -> None:
    """The next pass makes it again, all but what is the person's."""
    program.done("sync")
    (draft,) = program.account.draft_files()
    draft.unlink()
    program.done("close", "acme")

    program.done("outcome", "acme-1", "none")
    lying = program.account.reminders()
    program.done("sync")

    assert len(lying) == 1
    assert states(program) == {**AFTERWARDS, "thank_you": "yours", "review": "removed"}
    assert program.account.drafts() == []


def test_a_note_that_is_made_again_after_opening_does_not_say_that_nobody_knows_why(program: Program) -> None:
    """It had been made in time; it is the person who closed the application meanwhile."""
    program.done("sync")
    program.done("close", "acme")
    later = NOW + 2 * DAY
    program.done("sync", now=later)
    program.done("outcome", "acme", "none", now=later + MINUTE)
    program.done("sync", now=later + 2 * MINUTE)

    (account,) = program.done("status", "--json", now=later + 3 * MINUTE).document["accounts"]
    (note,) = [item for item in account["items"] if item["kind"] == "thank_you" and item["event"] == "acme-1"]

    assert note["state"] == "written"
    assert "Why is not known" not in str(note["late_because"])


def test_closing_what_is_still_to_come_takes_its_reminder_back(program: Program) -> None:
    """Nothing is made for it when it is held."""
    program.done("sync")

    program.done("close", "initech")
    program.done("sync", now=NOW + timedelta(days=7))

    assert states(program, "initech-1", now=NOW + timedelta(days=7)) == {"prepare": "removed"}


@pytest.mark.parametrize("outcome", ["rejected", "offer", "withdrew", "advanced"])
def test_an_outcome_opens_what_was_closed(program: Program, outcome: str) -> None:
    """It is the later word."""
    program.done("sync")
    program.done("close", "acme")

    program.done("outcome", "acme", outcome, now=NOW + MINUTE)
    program.done("sync", now=NOW + 2 * MINUTE)

    assert acme(program, now=NOW + 3 * MINUTE)["stage"] == outcome


# why, and what must not be told


def test_why_tells_what_was_said_by_a_command(program: Program) -> None:
    """With the day and the command, and what follows from it."""
    program.done("outcome", "acme", "rejected")
    said = program.done("why", "acme", "--json").document
    program.done("close", "acme")
    closed = program.done("why", "acme", "--json").document

    assert {"about": "outcome", "value": "rejected", "rule": "you said so on 2026-12-01: `afterword outcome`"} in said[
        "evidence"
    ]
    assert {"about": "outcome", "value": "closed", "rule": "you said so on 2026-12-01: `afterword close`"} in closed[
        "evidence"
    ]
    assert closed["declined"] == [{"kind": None, "reason": "you closed this application (`afterword close`)"}]


def test_why_tells_of_which_application_a_round_is(program: Program) -> None:
    """Each round names its place, why it belongs there, and what was said of another."""
    second_round(program)
    program.done("outcome", "acme-2", "rejected")

    first, second = (program.done("why", one, "--json").document["evidence"] for one in ("acme-1", "acme-2"))

    title = "Second interview: Backend Engineer at ACME"
    assert {"about": "outcome", "value": "rejected", "rule": f"said of another round: {title}"} in first
    assert [one["value"] for one in first if one["about"] == "application"] == ["round 1 of 2: ACME, Backend Engineer"]
    assert [one for one in second if one["about"] == "application"] == [
        {
            "about": "application",
            "value": "round 2 of 2: ACME, Backend Engineer",
            "rule": "the same company, ACME; the same role",
        }
    ]


def test_why_tells_that_another_round_was_closed(program: Program) -> None:
    """Not that nothing was said of it."""
    second_round(program)
    program.done("close", "acme-2")

    evidence = program.done("why", "acme-1", "--json").document["evidence"]

    assert [one["value"] for one in evidence if one["about"] == "outcome"] == ["closed"]


@pytest.mark.parametrize("command", [["outcome", "acme", "rejected"], ["close", "acme"]])
def test_the_log_holds_nothing_of_notes_nor_any_address(
    program: Program, command: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Neither of the command nor of the passes before and after it, which write and take back each sort of draft."""
    caplog.set_level(logging.INFO)
    program.account.configure("[follow_up]\ndraft = true", "[feedback_call]\ndraft = true")
    asked = datetime.fromisoformat("2026-12-11T08:30:00+01:00")
    called = datetime.fromisoformat("2026-12-15T08:30:00+01:00")
    program.done("sync")
    program.done("sync", now=asked)
    assert states(program, now=asked)["follow_up_note"] == "written"

    result = program.done(*command, now=asked + MINUTE)
    program.done("sync", now=called)

    assert states(program, now=called)["follow_up_note"] == "removed"
    assert ("feedback_request" in states(program, now=called)) is (command[0] == "outcome")
    assert "item_created" in caplog.text
    assert not re.search("@|event sourcing|Jane|Thank you for", caplog.text)
    assert "@" not in result.out


def test_words_of_two_accounts_are_kept_apart(program: Program, tmp_path: Path) -> None:
    """The same invitation on the calendars of both: which one is meant has to be said."""
    account = program.account
    other = LocalAccount(tmp_path / "sam" / "other")
    other.put("acme", (account.watched / "acme.ics").read_text())
    account.config.write_text(
        account.config.read_text()
        + '[accounts.other]\nname = "Sam"\nemail = "sam@example.com"\ntimezone = "Europe/Berlin"\n'
        '[accounts.other.calendar]\nbackend = "local"\npath = "other/calendars"\nwatch = ["work"]\n'
        '[accounts.other.mailbox]\nbackend = "maildir"\npath = "other/mail"\n'
    )
    program.done("sync")

    unclear = program.run("outcome", "acme", "offer")
    program.done("outcome", "acme", "offer", "--account", "other")
    program.done("sync")

    found = program.done("applications", "--json").document["applications"]
    assert unclear.status == 2
    assert {one["account"]: one["outcome"] for one in found if one["company"] == "ACME"} == {
        "personal": None,
        "other": "offer",
    }
