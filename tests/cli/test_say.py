"""`tag`, `untag`, `undo`: the person's own word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from daemon.cli import shell
from tests.cli.program import Program
from tests.factories import START
from tests.local_account import event


def interviews(program: Program) -> dict[str, str]:
    """How each interview in sight was tagged, by event."""
    return {one["event"]: one["tagged_by"] for one in program.done("interviews", "--json").document["interviews"]}


def states(program: Program, name: str) -> dict[str, str]:
    """The states of an event's items, by kind."""
    (account,) = program.done("status", "--json").document["accounts"]
    return {item["kind"]: item["state"] for item in account["items"] if item["event"] == name}


def test_tag_makes_an_event_an_interview(program: Program) -> None:
    """An untagged event is an interview once the person says so; its file stays as it is."""
    before = (program.account.watched / "haircut.ics").read_bytes()

    result = program.done("tag", "hair")

    assert "'Haircut' counts as an interview from now on." in result.out
    assert interviews(program)["haircut-1"] == "you"
    assert (program.account.watched / "haircut.ics").read_bytes() == before


def test_tag_takes_back_untag(program: Program) -> None:
    """The last word counts."""
    program.done("untag", "acme")
    without = interviews(program)
    program.done("tag", "acme")

    assert "acme-1" not in without
    assert "acme-1" in interviews(program)


def test_tagging_an_interview_changes_nothing(program: Program) -> None:
    """What carries a tag already is told to be one."""
    result = program.done("tag", "acme-1")

    assert "is an interview already (by hashtag)" in result.out
    assert interviews(program)["acme-1"] == "hashtag"


def test_tagging_what_is_cancelled_says_that_nothing_follows(program: Program) -> None:
    """A tag does not make an interview of what does not take place."""
    program.account.put(
        "off", event("off-1", START, title="Chat", lines=["DESCRIPTION:#interview", "STATUS:CANCELLED"])
    )

    result = program.done("tag", "chat")

    assert "Nothing is made for it all the same: it was cancelled." in result.out


@pytest.mark.parametrize("words", ["#interview", ""])
def test_tagging_what_seemed_to_be_the_interviewers_side_settles_it(program: Program, words: str) -> None:
    """A debrief counts by its hashtag, with a warning, or by the person's word; with that word nothing is in doubt."""
    program.account.put("debrief", event("debrief-1", START, title="Debrief: Ann Bell", lines=[f"DESCRIPTION:{words}"]))

    result = program.done("tag", "debrief-1")

    assert "counts as an interview from now on" in result.out
    assert "Nothing is made" not in result.out
    assert interviews(program)["debrief-1"] == "you"


def test_untag_takes_the_reminders_back(program: Program) -> None:
    """After `untag` the next pass takes back untouched reminders; the note that was written stays."""
    program.done("sync")

    result = program.done("untag", "acme")
    program.done("sync")

    assert "counts as no interview from now on" in result.out
    assert states(program, "acme-1") == {
        "thank_you": "written",
        "review": "written",
        "follow_up": "removed",
        "feedback_call": "removed",
    }
    assert len(program.account.drafts()) == 1


def test_untagging_what_is_none_changes_nothing(program: Program) -> None:
    """An event that is no interview is told to be none."""
    result = program.done("untag", "hair")

    assert result.out == "'Haircut' is no interview anyway.\n"


def test_untag_means_interviews_first(program: Program) -> None:
    """A part of a title that only one interview has is enough, whatever else has it."""
    program.account.put("lunch", event("lunch-1", START + timedelta(days=1), title="Lunch at ACME"))

    program.done("untag", "acme")

    assert set(interviews(program)) == {"initech-1"}


@pytest.mark.parametrize("arguments", [["tag", "hair"], ["untag", "acme"], ["undo", "--yes"]])
def test_changing_beside_a_running_pass_says_so(
    program: Program, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """These commands wait for a running pass as `sync` does, then end with 1."""
    from config.load import load
    from daemon.wiring import hold_pass

    program.done("sync")
    monkeypatch.setattr(shell, "WAIT_FOR_PASS", timedelta(0))
    settings = load(program.account.config, {"AFTERWORD_STATE_DIR": str(program.account.state)})

    with hold_pass(settings, timedelta(0)):
        result = program.run(*arguments)

    assert result.status == 1
    assert "Another Afterword" in result.err


# undo


def test_undo_takes_everything_back_for_good(program: Program) -> None:
    """All that nobody touched is taken back, and no later pass makes it again."""
    program.done("sync")

    result = program.done("undo", "--yes")
    program.done("sync")

    assert result.out.splitlines()[-1] == "Took back 1 draft and 4 reminders."
    assert program.account.drafts() == []
    assert program.account.reminders() == []
    assert set(states(program, "acme-1").values()) == {"removed"}


def test_undo_of_one_interview_leaves_the_others(program: Program) -> None:
    """With EVENT only what was made for it goes."""
    program.done("sync")

    result = program.done("undo", "acme", "--yes")

    assert "Took back 1 draft and 3 reminders." in result.out
    assert states(program, "initech-1")["prepare"] == "written"
    assert len(program.account.reminders()) == 1


def test_undo_leaves_what_was_touched(program: Program) -> None:
    """A draft that the person edited since the last pass stays, and is named."""
    program.done("sync")
    (draft,) = program.account.draft_files()
    edited = draft.read_bytes().replace(b"Hi Jane", b"Dear Jane")
    draft.write_bytes(edited)

    result = program.done("undo", "--yes")

    told = result.out.partition("Left as they are, since you edited, moved, sent or deleted them:")[2]
    assert "Took back 4 reminders." in result.out
    assert "Thank-you note" in told
    assert draft.read_bytes() == edited
    assert states(program, "acme-1")["thank_you"] == "yours"


def test_undo_asks_first(program: Program) -> None:
    """On a terminal the list is shown and the answer taken; anything but yes changes nothing."""
    program.done("sync")

    refused = program.run("undo", "acme", terminal=True, text="n\n")
    left = len(program.account.drafts())
    agreed = program.run("undo", "acme", terminal=True, text="y\n")

    assert (refused.status, agreed.status) == (0, 0)
    assert "Take these back?" in refused.err
    assert "Nothing was changed." in refused.err
    assert "Thank-you note" in refused.out
    assert left == 1
    assert program.account.drafts() == []


def test_undo_needs_an_answer(program: Program) -> None:
    """Where nobody can be asked, nothing is taken back without --yes, and that is wrong usage."""
    program.done("sync")

    result = program.run("undo")

    assert result.status == 2
    assert "--yes" in result.err
    assert len(program.account.drafts()) == 1


def test_an_answer_that_breaks_off_changes_nothing(program: Program) -> None:
    """The end of the input at the question counts as no."""
    program.done("sync")

    result = program.run("undo", terminal=True, text="")

    assert result.status == 130
    assert "Stopped; nothing was changed." in result.err
    assert len(program.account.drafts()) == 1


def test_undo_of_nothing_is_done(program: Program) -> None:
    """Before anything was made there is nothing to take back, and nothing to ask."""
    assert program.done("undo").out == "There is nothing to take back.\n"
