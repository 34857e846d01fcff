"""`applications`: where each application stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from daemon.cli import shell
from tests.cli.program import NOW, Program
from tests.factories import START
from tests.local_account import BILL, JANE, event

DAY = timedelta(days=1)


def board(program: Program, *options: str, **how: Any) -> list[dict[str, Any]]:
    """The applications, as --json has them."""
    found = program.done("applications", "--json", *options, **how).document["applications"]
    assert isinstance(found, list)
    return found


def table(program: Program, *options: str, **how: Any) -> dict[str, str]:
    """The lines of the table, by the company that begins them."""
    program.monkeypatch.setenv("COLUMNS", "200")
    lines = program.done("applications", *options, **how).out.splitlines()
    return {line.split("  ")[0]: line for line in lines}


def put(
    program: Program,
    name: str,
    day: int,
    *words: str,
    title: str = "Interview: Backend Engineer at ACME",
    by: tuple[str, str] = JANE,
    lines: Sequence[str] = (),
) -> None:
    """Put an interview into the calendar, *day* days after the first one, with *words* in its description."""
    description = r"\n".join(["#interview", *words])
    text = event(name, START + day * DAY, title=title, by=by, lines=[f"DESCRIPTION:{description}", *lines])
    program.account.put(name, text)


def test_the_table_tells_where_each_application_stands(program: Program) -> None:
    """Company, role, rounds, people, where it stands and what is next; what was made counts."""
    program.done("sync")

    lines = table(program)

    assert list(lines) == ["Company", "ACME", "Initech"]
    assert lines["Company"].split() == ["Company", "Role", "Rounds", "People", "met", "Where", "it", "stands", "Next"]
    for part in ("Backend Engineer", "Tue 1 Dec", "Jane Doe", "waiting; they decide by Thu 10 Dec", "drafts"):
        assert part in lines["ACME"]
    for part in ("Data Engineer", "Mon 7 Dec", "Bill Lumbergh", "interview on Mon 7 Dec, 14:00", "Prepare, Mon 7 Dec"):
        assert part in lines["Initech"]


def test_the_document_has_the_same_and_more(program: Program) -> None:
    """Times with their offset, people with their addresses, a decision date as a date."""
    acme, initech = board(program)

    assert {key: value for key, value in acme.items() if key not in ("rounds", "people", "next")} == {
        "account": "personal",
        "company": "ACME",
        "role": "Backend Engineer",
        "stage": "waiting",
        "outcome": None,
        "outcome_since": None,
        "closed": False,
        "decision_by": "2026-12-10",
        "recruiters": [],
    }
    (only,) = acme["rounds"]
    assert (only["event"], only["start"], only["standing"]) == ("acme-1", "2026-12-01T14:00:00+01:00", "active")
    assert [one["email"] for one in acme["people"]] == [JANE[1]]
    assert (acme["next"]["kind"], acme["next"]["made"]) == ("review", False)
    assert initech["stage"] == "interview"
    assert initech["next"] == {"kind": "prepare", "due": "2026-12-07T13:45:00+01:00", "made": False}


def test_rounds_of_one_application_are_one_line(program: Program) -> None:
    """With what holds them together, and the people of all of them."""
    put(program, "acme-2", 8, title="Final interview: Backend Engineer at ACME", by=("Pia Roth", "pia@acme.example"))

    (acme,) = [one for one in board(program) if one["company"] == "ACME"]

    assert [one["event"] for one in acme["rounds"]] == ["acme-1", "acme-2"]
    assert [one["because"] for one in acme["rounds"]] == [None, "the same company, ACME; the same role"]
    assert [one["name"] for one in acme["people"]] == ["Jane Doe", "Pia Roth"]
    assert "Tue 1 Dec and Wed 9 Dec" in table(program)["ACME"]


def test_two_roles_at_one_company_are_two_applications(program: Program) -> None:
    """Until the person says in the event that it is one role."""
    put(program, "acme-2", 8, title="Interview: Data Scientist at ACME")
    apart = [one["role"] for one in board(program) if one["company"] == "ACME"]
    put(program, "acme-2", 8, "role: Backend Engineer", title="Interview: Data Scientist at ACME")

    together = [one["role"] for one in board(program) if one["company"] == "ACME"]

    assert sorted(apart) == ["Backend Engineer", "Data Scientist"]
    assert together == ["Backend Engineer"]


def test_an_unknown_company_is_told_by_the_title(program: Program) -> None:
    """A line without a name would be of no use."""
    put(program, "chat", 2, title="A chat about something new", by=("Mo", "mo.k@gmail.com"))

    lines = table(program)

    assert "A chat about something new" in lines
    assert [one["company"] for one in board(program)].count(None) == 1


@pytest.mark.parametrize(
    ("words", "stage", "says"),
    [
        ("#rejected", "rejected", "not selected (Tue 1 Dec)"),
        ("#offer", "offer", "offer (Tue 1 Dec)"),
        ("outcome: withdrew", "withdrew", "you withdrew (Tue 1 Dec)"),
        ("#advanced", "advanced", "advanced (Tue 1 Dec); no date yet"),
        ("nothing yet", "waiting", "waiting to hear"),
    ],
)
def test_each_stage_has_its_words(program: Program, words: str, stage: str, says: str) -> None:
    """The day on which the outcome became known stands with it."""
    put(program, "acme", 0, words)
    program.done("sync")

    (acme,) = [one for one in board(program) if one["company"] == "ACME"]

    assert (acme["stage"], acme["outcome"]) == (stage, None if stage == "waiting" else stage)
    assert says in table(program)["ACME"]


def test_one_of_which_no_interview_takes_place_is_over(program: Program) -> None:
    """It is told as such, and has nothing next."""
    program.done("sync")
    put(program, "initech", 6, title="Interview: Data Engineer at Initech", by=BILL, lines=["STATUS:CANCELLED"])
    program.account.put(
        "initech",
        event(
            "initech-1",
            START + 6 * DAY,
            title="Interview: Data Engineer at Initech",
            by=BILL,
            lines=["DESCRIPTION:#interview", "STATUS:CANCELLED"],
        ),
    )

    program.done("sync")

    (initech,) = [one for one in board(program) if one["company"] == "Initech"]
    assert (initech["stage"], initech["next"]) == ("cancelled", None)
    assert "no interview of it takes place" in table(program)["Initech"]


def test_closed_ones_come_last(program: Program) -> None:
    """What is open comes first, by what is next."""
    program.done("sync")
    before = [one["company"] for one in board(program)]

    program.done("close", "acme")

    assert before == ["ACME", "Initech"]
    assert [(one["company"], one["stage"], one["closed"]) for one in board(program)] == [
        ("Initech", "interview", False),
        ("ACME", "closed", True),
    ]
    assert "closed (Tue 1 Dec)" in table(program)["ACME"]


def test_what_was_over_long_ago_is_counted_only(program: Program) -> None:
    """--all shows it."""
    program.done("sync")
    program.done("close", "acme")
    later = NOW + timedelta(days=90)
    program.done("sync", now=later)

    assert "ACME" not in table(program, now=later)
    assert any("--all shows them" in line for line in table(program, now=later).values())
    assert "closed" in table(program, "--all", now=later)["ACME"]
    assert "ACME" in [one["company"] for one in board(program, "--all", now=later)]
    assert "ACME" not in [one["company"] for one in board(program, now=later)]


def test_the_next_step_follows_what_happens(program: Program) -> None:
    """First the notes that lie in the drafts; once they are sent, what comes next in time."""
    program.done("sync")
    unsent = next(one["next"] for one in board(program) if one["company"] == "ACME")
    program.account.draft_files()[0].unlink()
    program.done("sync")

    sent = next(one["next"] for one in board(program) if one["company"] == "ACME")

    assert (unsent["kind"], unsent["made"]) == ("thank_you", True)
    assert sent == {"kind": "follow_up", "due": "2026-12-11T09:30:00+01:00", "made": True}


def test_a_draft_that_asks_how_it_stands_is_next_while_it_lies_there(program: Program) -> None:
    """It is a note to be sent like the first one."""
    program.account.configure("[follow_up]\ndraft = true")
    morning = datetime.fromisoformat("2026-12-11T08:30:00+01:00")
    program.done("sync")
    program.account.draft_files()[0].unlink()
    program.done("sync", now=morning)
    assert len(program.account.draft_files()) == 1

    acme = next(one for one in board(program, now=morning) if one["company"] == "ACME")

    assert (acme["next"]["kind"], acme["next"]["made"]) == ("follow_up_note", True)


def test_nothing_known_is_said(program: Program) -> None:
    """An empty table would say nothing."""
    for file in program.account.watched.glob("*.ics"):
        file.unlink()

    assert board(program) == []
    assert "No application is known" in program.done("applications").out


def test_looking_changes_nothing_and_waits_for_nobody(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """No state is made for it, and it works beside a running pass."""
    from config.load import load
    from daemon.wiring import hold_pass

    board(program)
    assert not program.account.state.exists() or not any(program.account.state.glob("ledger*"))
    program.done("sync")
    monkeypatch.setattr(shell, "WAIT_FOR_PASS", timedelta(0))
    settings = load(program.account.config, {"AFTERWORD_STATE_DIR": str(program.account.state)})

    with hold_pass(settings, timedelta(0)):
        assert len(board(program)) == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["applications", "--account", "work"], "There is no account 'work'."),
        (["applications", "acme"], "unexpected extra argument"),
    ],
)
def test_wrong_usage_is_told(program: Program, arguments: list[str], says: str) -> None:
    """With exit status 2, on standard error."""
    result = program.run(*arguments)

    assert (result.status, result.out) == (2, "")
    assert says in result.err


def test_a_calendar_that_cannot_be_read_is_told(program: Program) -> None:
    """What the ledger knows is shown all the same; the exit status is 1."""
    program.done("sync")
    program.account.watched.rename(program.account.watched.with_name("aside"))

    result = program.run("applications", "--json")

    assert result.status == 1
    assert [one["company"] for one in result.document["applications"]] == ["ACME", "Initech"]
    assert "work" in result.err
