"""A reschedule that came as a second, unlinked .ics: what the program says of it."""

from __future__ import annotations

from datetime import timedelta

from tests.cli.program import NOW, Program
from tests.factories import START
from tests.local_account import event

ROOM = "X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij"


def put_both(program: Program) -> None:
    """The slot of 1 December, and one a week later that was made the day after, before the first began."""
    for name, weeks, day in (("old", 0, 2), ("new", 1, 3)):
        start = START + timedelta(weeks=weeks)
        lines = [ROOM, f"CREATED:2026100{day}T090000Z"]
        by = ("Pia Roth", "pia.roth@hooli.example")
        program.account.put(
            name, event(f"{name}@hooli", start, title="Interview with Hooli #interview", by=by, lines=lines)
        )


def test_the_note_is_written_and_its_review_says_perhaps(program: Program) -> None:
    """As a calendar program reads it, and no longer once the second invitation has gone."""
    put_both(program)
    program.done("sync")

    assert [draft["To"] for draft in program.account.drafts() if "hooli" in draft["To"]]
    assert "perhaps superseded by ‘Interview with Hooli’ on Tuesday 8 December\\, 14:00" in reviews(program)

    (program.account.watched / "new.ics").unlink()
    program.done("sync")

    assert "superseded" not in reviews(program)


def reviews(program: Program) -> str:
    """All reviews, unfolded."""
    texts = (path.read_bytes().replace(b"\r\n ", b"").decode() for path in program.account.reminders())
    return "\n".join(text for text in texts if "X-AFTERWORD-KIND:review" in text)


def test_why_says_by_which(program: Program) -> None:
    """In words and as JSON; of the new slot there is nothing to say."""
    put_both(program)

    out = program.done("why", "old@hooli").out

    assert "This slot was perhaps superseded by 'Interview with Hooli' on Tue 8 Dec, 14:00" in out
    assert "Throw it away if you do not speak until then. Delete the old event and this is not said again." in out
    assert program.done("why", "old@hooli", "--json").document["perhaps_superseded_by"] == "new@hooli"
    assert program.done("why", "new@hooli", "--json").document["perhaps_superseded_by"] is None
    assert "superseded" not in program.done("why", "new@hooli").out


def test_status_says_by_which_until_the_note_is_dealt_with(program: Program) -> None:
    """Each item has the key, and the old slot's note a value; the words go with the draft."""
    put_both(program)
    program.done("sync")
    words = (
        "'Interview with Hooli' on Tue 1 Dec, 14:00 was perhaps superseded by the one on Tue 8 Dec, 14:00. "
        "Throw its note away if you do not speak until then."
    )

    (account,) = program.done("status", "--json").document["accounts"]

    told = {(item["event"], item["kind"]): item["perhaps_superseded_by"] for item in account["items"]}
    assert told.pop(("old@hooli", "thank_you")) == "new@hooli"
    assert set(told.values()) == {None}
    assert words in " ".join(program.done("status").out.split())

    for path in program.account.draft_files():
        path.unlink()
    program.done("sync", now=NOW + timedelta(minutes=5))
    assert "superseded" not in program.done("status", now=NOW + timedelta(minutes=5)).out
