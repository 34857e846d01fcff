"""`plan`, `interviews`, `suggest`, `preview`, `why`: they read the calendars, and change nothing."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.program import NOW, Program
from tests.factories import END, START
from tests.local_account import BILL, event

INTERVIEW_KEYS = {
    "account", "event", "calendar", "title", "start", "end", "company", "role", "outcome", "decision_by", "notes",
    "notes_for", "next_steps", "asked",
    "keep_in_touch_every", "language", "interviewers", "recruiters", "no_thanks", "tagged_by",
}  # fmt: skip
PLAN_KEYS = {
    "key", "account", "event", "title", "kind", "to", "due", "action", "reason", "write_at", "waits_for",
}  # fmt: skip
PREVIEW_KEYS = {"account", "event", "title", "notes", "no_notes_because"}
WHY_KEYS = {
    "account", "event", "title", "start", "is_interview", "standing", "tagged_by", "suggestion", "evidence", "items",
    "perhaps_superseded_by", "declined",
}  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "command",
    [["plan"], ["interviews"], ["suggest"], ["preview", "acme"], ["why", "acme"], ["status"], ["sync", "--dry-run"]],
    ids=lambda command: command[0],
)
def test_looking_changes_nothing(program: Program, command: list[str]) -> None:
    """These commands need no pass before them and leave no file behind, neither anew nor changed."""
    before = files(program.account.folder)

    program.done(*command)
    program.done(*command[:1], "--json", *command[1:])

    assert files(program.account.folder) == before
    assert not program.account.state.exists()


def test_interviews_are_told_with_what_was_read(program: Program) -> None:
    """`interviews --json` has one interview with all that was read; what is unknown is null."""
    program.account.put("bare", event("bare-1", START + timedelta(days=2), title="#interview", by=("", "x@gmail.com")))

    found = {one["event"]: one for one in program.done("interviews", "--json").document["interviews"]}

    assert set(found) == {"acme-1", "initech-1", "bare-1"}
    assert all(set(one) == INTERVIEW_KEYS for one in found.values())
    acme = found["acme-1"]
    assert (acme["account"], acme["calendar"], acme["title"]) == (
        "personal",
        "work",
        "Interview: Backend Engineer at ACME",
    )
    assert (acme["start"], acme["end"]) == ("2026-12-01T14:00:00+01:00", "2026-12-01T15:00:00+01:00")
    assert (acme["company"], acme["role"], acme["decision_by"]) == ("ACME", "Backend Engineer", "2026-12-10")
    assert acme["notes"] == ["the move to event sourcing"]
    assert acme["interviewers"] == [{"name": "Jane Doe", "email": "jane.doe@acme.example", "greeting": "Jane"}]
    assert acme["tagged_by"] == "hashtag"
    assert (acme["outcome"], acme["language"], acme["no_thanks"]) == (None, None, None)
    bare = found["bare-1"]
    assert (bare["company"], bare["role"], bare["decision_by"], bare["notes"]) == (None, None, None, [])
    assert bare["interviewers"] == [{"name": None, "email": "x@gmail.com", "greeting": None}]


def test_an_interviewer_without_address_has_none(program: Program) -> None:
    """A name on an `interviewer:` line without an address is told with a null address."""
    program.account.put(
        "named",
        event("named-1", START, title="Interview", lines=[r"DESCRIPTION:#interview\ninterviewer: Omar Haddad"]),
    )

    found = {one["event"]: one for one in program.done("interviews", "--json").document["interviews"]}

    assert {"name": "Omar Haddad", "email": None, "greeting": "Omar"} in found["named-1"]["interviewers"]


def test_interviews_are_those_that_take_place(program: Program) -> None:
    """Cancelled ones, and ones in which the person interviews somebody else, are not among them."""
    program.account.put(
        "off", event("off-1", START, title="Interview", lines=["DESCRIPTION:#interview", "STATUS:CANCELLED"])
    )
    program.account.put("hiring", event("hiring-1", START, title="Interview", lines=["DESCRIPTION:#interview #hiring"]))

    found = program.done("interviews", "--json").document["interviews"]

    assert [one["event"] for one in found] == ["acme-1", "initech-1"]


def test_interviews_are_a_table(program: Program) -> None:
    """A person reads when, with whom, and what else was noted."""
    out = program.done("interviews").out

    assert "Tue 1 Dec, 14:00-15:00" in out
    assert "Jane Doe" in out
    assert "they decide by Thu 10 Dec; notes: the move to event sourcing" in out


def test_without_interviews_the_way_to_one_is_told(program: Program) -> None:
    """An empty list says how an event becomes an interview."""
    for path in program.account.watched.glob("*.ics"):
        path.unlink()

    assert "Put #interview into" in program.done("interviews").out
    assert "Nothing is owed" in program.done("plan").out


def test_the_plan_has_everything_that_is_owed(program: Program) -> None:
    """`plan --json` has each item with its due time, also when that lies ahead, and its reason."""
    items = program.done("plan", "--json").document["items"]

    assert all(set(item) == PLAN_KEYS for item in items)
    assert all(item["due"] and item["reason"] and item["action"] == "create" for item in items)
    found = {(item["event"], item["kind"]): item for item in items}
    assert {kind for event, kind in found if event == "acme-1"} == {
        "thank_you",
        "review",
        "follow_up",
        "feedback_call",
    }
    assert {kind for event, kind in found if event == "initech-1"} == {
        "prepare",
        "thank_you",
        "review",
        "follow_up",
        "feedback_call",
    }
    note = found["acme-1", "thank_you"]
    assert (note["to"], note["due"]) == (["jane.doe@acme.example"], "2026-12-01T16:00:00+01:00")
    assert found["acme-1", "follow_up"]["due"] == "2026-12-11T09:30:00+01:00"
    assert found["acme-1", "review"]["waits_for"]
    assert [item["due"] for item in items] == sorted(item["due"] for item in items)


def test_the_plan_of_what_was_made_is_empty(program: Program) -> None:
    """After a pass only what lies ahead is planned; a cancelled interview's reminders are to be taken back."""
    program.done("sync")
    made = program.done("plan", "--json").document["items"]
    program.account.put(
        "initech",
        event(
            "initech-1",
            START + timedelta(days=6),
            by=BILL,
            lines=["DESCRIPTION:#interview", "STATUS:CANCELLED"],
        ),
    )
    cancelled = program.done("plan", "--json").document["items"]

    assert {item["event"] for item in made} == {"initech-1"}
    assert [(item["kind"], item["action"]) for item in cancelled] == [("prepare", "remove")]
    assert "take back: Prepare" in program.done("plan").out


def test_suggestions_are_untagged_events_that_look_like_interviews(program: Program) -> None:
    """`suggest` lists what may be one with the reason and the id, and never what is tagged or is plainly none."""
    program.account.put(
        "maybe", event("maybe-1", START + timedelta(days=3), title="Phone screen with Initech", by=BILL)
    )

    (suggestion,) = program.done("suggest", "--json").document["suggestions"]
    out = program.done("suggest").out

    assert set(suggestion) == {"account", "event", "calendar", "title", "start", "end", "reason"}
    assert suggestion["event"] == "maybe-1"
    assert suggestion["reason"]
    assert "maybe-1" in out
    assert "afterword tag EVENT" in out
    assert "haircut" not in out.casefold()


# preview


def test_a_preview_is_the_note_that_will_be_written(program: Program) -> None:
    """What `preview` shows is, word for word, what the pass then puts into the drafts."""
    shown = program.done("preview", "acme-1", "--json").document
    program.done("sync")

    (note,) = shown["notes"]
    (draft,) = program.account.drafts()
    body = draft.get_body(("plain",))
    assert set(shown) == PREVIEW_KEYS
    assert set(note) == {"from", "to", "subject", "text", "html", "for", "due", "state", "rewording"}
    assert body is not None
    assert body.get_content().split() == note["text"].split()
    assert (note["to"], note["subject"], note["from"]) == (
        ["jane.doe@acme.example"],
        draft["Subject"],
        "sam@example.com",
    )
    assert (note["for"], note["state"], note["due"]) == (["Jane Doe"], "planned", "2026-12-01T16:00:00+01:00")


@pytest.mark.parametrize("which", ["coming", "written", "too late"])
def test_there_is_always_a_preview(program: Program, which: str) -> None:
    """An interview to come, one whose note was written, and one that is long over have a preview all the same."""
    name, now = ("initech", NOW) if which == "coming" else ("acme", NOW)
    if which == "written":
        program.done("sync")
    if which == "too late":
        program.account.put(
            "acme", event("acme-1", END - timedelta(days=3, hours=12), title="ACME", lines=["DESCRIPTION:#interview"])
        )

    result = program.done("preview", name, now=now)
    (note,) = program.done("preview", name, "--json", now=now).document["notes"]

    assert "Subject: " in result.out
    assert note["state"] == ("written" if which == "written" else "planned")
    assert {"coming": "to be written", "written": "made; due", "too late": "too late to be written now"}[
        which
    ] in result.out


def test_a_person_met_twice_on_a_day_has_one_note_in_both_previews(program: Program) -> None:
    """Two rounds with the same person on one day are thanked for once; either round shows that note."""
    program.account.put(
        "second",
        event(
            "acme-2",
            END,
            minutes=30,
            title="Interview: Backend Engineer at ACME, part two",
            lines=["DESCRIPTION:#interview"],
        ),
    )

    previews = [program.done("preview", name, "--json").document["notes"] for name in ("acme-1", "acme-2")]

    assert len(previews[0]) == 1
    assert previews[0] == previews[1]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["DESCRIPTION:#interview", "STATUS:CANCELLED"], "the interview was cancelled"),
        (["DESCRIPTION:#interview #hiring"], "you interview somebody else"),
        (["DESCRIPTION:#interview #noshow"], "#noshow"),
        ([], "this event is no interview"),
    ],
)
def test_a_preview_without_notes_says_why(program: Program, lines: list[str], told: str) -> None:
    """Where nobody would be thanked the reason is told, and that is no failure."""
    program.account.put("odd", event("odd-1", START, title="Odd one", lines=lines))

    result = program.done("preview", "odd")
    document = program.done("preview", "odd", "--json").document

    assert told in result.out
    assert document["notes"] == []
    assert told in document["no_notes_because"]


# why


def test_why_tells_what_was_read_and_what_follows(program: Program) -> None:
    """Each reading comes with its rule, each item with its state and reason, before and after a pass."""
    before = program.done("why", "acme", "--json").document
    program.done("sync")
    after = program.done("why", "acme", "--json").document

    assert set(before) == WHY_KEYS
    assert before["is_interview"] is True
    assert {"tag", "company", "role", "interviewers"} <= {one["about"] for one in before["evidence"]}
    assert all(set(one) == {"about", "value", "rule"} for one in before["evidence"])
    assert {item["state"] for item in before["items"]} == {"planned"}
    assert {item["state"] for item in after["items"]} == {"written"}
    for document in (before, after):
        assert [item["kind"] for item in document["items"]] == ["thank_you", "review", "follow_up", "feedback_call"]
        assert all(item["reason"] for item in document["items"])
    assert all(item["made_at"] for item in after["items"])


def test_why_is_told_in_words(program: Program) -> None:
    """A person reads the readings, the items and the reasons."""
    program.done("sync")

    out = program.done("why", "acme").out

    assert "What was read" in out
    assert "What follows" in out
    assert "5 business days" in out
    assert "Thank-you note to jane.doe@acme.example" in out


def test_why_tells_what_was_left_to_the_person(program: Program) -> None:
    """A draft that was deleted is told as the person's own matter, once."""
    program.done("sync")
    program.account.draft_files()[0].unlink()
    program.done("sync")

    out = program.done("why", "acme").out

    assert out.count("You edited, moved, sent or deleted it, so it is left alone.") == 1


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["DESCRIPTION:#interview", "STATUS:CANCELLED"], "Nothing is made: the interview was cancelled."),
        (["DESCRIPTION:#interview #hiring"], "Nothing is made: in it, you interview somebody else."),
        ([], "This is no interview: it carries no tag, such as #interview."),
    ],
)
def test_why_nothing_follows_is_told(program: Program, lines: list[str], told: str) -> None:
    """An event from which nothing follows is told with the reason, tagged or not."""
    program.account.put("odd", event("odd-1", START, title="Odd one", lines=lines))

    assert told in program.done("why", "odd").out
    document = program.done("why", "odd", "--json").document
    assert (document["is_interview"], document["items"]) == (False, [])
    assert document["declined"]


def test_why_not_for_one_that_was_long_over(program: Program) -> None:
    """An interview that was over before Afterword first saw it gets nothing, and that is the reason."""
    old = program.done("why", "acme", now=NOW + timedelta(days=3, hours=12)).out

    assert "over for more than catch_up_days" in old


@pytest.mark.parametrize("command", ["preview", "why", "tag", "untag", "undo"])
def test_an_event_that_is_nowhere_is_wrong_usage(program: Program, command: str) -> None:
    """EVENT that fits nothing, or more than one, ends with 2 in every command that takes one."""
    program.done("sync")
    arguments = ["--yes"] if command == "undo" else []

    nowhere = program.run(command, "Umbrella Corp", *arguments)
    several = program.run(command, "engineer", *arguments)

    assert (nowhere.status, nowhere.out) == (2, "")
    assert "No event fits 'Umbrella Corp'" in nowhere.err
    assert (several.status, several.out) == (2, "")
    assert "acme-1" in several.err
    assert "initech-1" in several.err


def test_the_program_as_installed_does_the_same(program: Program) -> None:
    """A process of its own, at the time that it is: `plan` ends with 0 and prints one JSON document."""
    done: subprocess.CompletedProcess[str] = program.account.run("plan", "--json")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("{")


def test_what_a_stranger_wrote_cannot_command_the_terminal(program: Program) -> None:
    """Escapes and direction marks in titles and names come out nowhere, on neither stream."""
    hostile = "Interview \x1b]0;owned\x07 \u202eegdirb\u202c with \x1b[31mACME"
    program.account.put("a", event("a\x1b[2J", START, title=hostile, by=("Eve\x1b[5m", "eve@acme.example")))
    program.account.put(
        "b", event("b", START, title=hostile, by=("Eve\x1b[5m", "eve@acme.example"), lines=["DESCRIPTION:#interview"])
    )

    for command in (["plan"], ["interviews"], ["suggest"], ["why", "b"], ["why", "egdirb"], ["preview", "b"], ["sync"]):
        result = program.run(*command)

        assert result.out or result.err
        assert not set("\x1b\x07\u202e\u202c") & set(result.out + result.err), command
