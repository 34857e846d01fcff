"""The person acts in the instant between a look at a draft and the write to it: the store refuses; it is theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from daemon.domain.interview import Outcome, Word
from daemon.domain.item import Draft, Kind, State
from daemon.ports import Found
from integrations.memory import MemoryStore
from tests.engine.world import World, another_event
from tests.factories import BERLIN, END, START, account, occurrence

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Mailbox(MemoryStore[Draft]):
    """A mailbox in which, once, *meanwhile* happens just before something is replaced or removed."""

    meanwhile: Callable[[], None] | None = None

    def replace(self, name: str, found: Found, content: Draft) -> Found:
        self._let_it_happen()
        return super().replace(name, found, content)

    def remove(self, name: str, found: Found) -> None:
        self._let_it_happen()
        super().remove(name, found)

    def _let_it_happen(self) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox("mailbox")


@pytest.fixture
def world(mailbox: Mailbox) -> World:
    """A world in which the note was written."""
    world = World(occurrence(), another_event())
    world.drafts = mailbox
    world.start()
    world.run()
    return world


def edit(mailbox: Mailbox) -> None:
    """The person adds a line of their own."""
    (name,) = mailbox.items
    mailbox.items[name] = replace(mailbox.items[name], text="In my own words.")


def test_what_is_edited_before_it_is_replaced_is_theirs(world: World, mailbox: Mailbox) -> None:
    """Their words stay, also when more changes."""
    mailbox.meanwhile = lambda: edit(mailbox)
    for notes in ("the migration", "the team"):
        world.change("one", description=f"#interview\nnotes: {notes}")
        world.run(HOUR)

        assert [one.text for one in mailbox.items.values()] == ["In my own words."]
        assert world.state(Kind.THANK_YOU) is State.YOURS


def test_what_is_sent_before_it_is_replaced_is_not_written_again(world: World, mailbox: Mailbox) -> None:
    """It is gone, and so is its review."""
    mailbox.meanwhile = mailbox.items.clear
    for notes in ("the migration", "the team"):
        world.change("one", description=f"#interview\nnotes: {notes}")
        world.run(HOUR)

        assert mailbox.items == {}
        assert world.state(Kind.THANK_YOU) is State.YOURS
        assert Kind.REVIEW not in world.kinds()


def test_what_is_edited_before_it_is_removed_counts_as_the_note(world: World, mailbox: Mailbox) -> None:
    """Taken back because the interview was moved, it stays; after the new end there is no other."""
    mailbox.meanwhile = lambda: edit(mailbox)
    world.change("one", start=START + DAY, end=END + DAY)
    world.run(HOUR)
    assert world.state(Kind.THANK_YOU) is State.YOURS

    world.run(DAY)

    assert [one.text for one in mailbox.items.values()] == ["In my own words."]


@pytest.mark.parametrize(
    "changes",
    [{"description": "#interview\nnotes: the migration"}, {"start": START + DAY, "end": END + DAY}],
    ids=["to be replaced", "to be removed"],
)
def test_what_is_edited_before_a_pass_about_one_file_is_theirs(
    world: World, mailbox: Mailbox, changes: dict[str, object]
) -> None:
    """Such a pass does not look at all that was made, but it does at what it is about to change."""
    edit(mailbox)
    world.change("one", **changes)

    world.run(HOUR, changed={"work": frozenset({"one.ics"})})

    assert [one.text for one in mailbox.items.values()] == ["In my own words."]
    assert world.state(Kind.THANK_YOU) is State.YOURS


# The drafts that come later


@pytest.fixture(params=[Kind.FOLLOW_UP_NOTE, Kind.FEEDBACK_REQUEST])
def later(request: pytest.FixtureRequest, mailbox: Mailbox) -> tuple[World, str]:
    """A world on the day on which such a draft was written, and its name; the note to Jane was sent."""
    is_rejected = request.param is Kind.FEEDBACK_REQUEST
    wishes = account(follow_up_draft=True, feedback_call_draft=True, after_rejection_business_days=5)
    world = World(
        occurrence(description="#interview #rejected" if is_rejected else "#interview"), another_event(), policy=wishes
    )
    world.drafts = mailbox
    world.start()
    world.run()
    mailbox.items.clear()
    world.now = datetime(2026, 12, 8, 8, 30, tzinfo=BERLIN)
    world.run()
    (name,) = mailbox.items
    assert world.state(request.param) is State.WRITTEN
    return world, name


@pytest.mark.parametrize("word", [Word(Outcome.OFFER, END), Word(None, END, closes=True)], ids=["offer", "closed"])
def test_a_later_draft_that_is_edited_before_a_word_takes_it_back_is_theirs(
    later: tuple[World, str], mailbox: Mailbox, word: Word
) -> None:
    """The person has begun to write in it when the pass that heard the word comes to it."""
    world, name = later
    mailbox.meanwhile = lambda: edit(mailbox)
    world.real_ledger.set_word("personal", "one", replace(word, at=world.now))
    world.start()

    world.run()
    world.run(DAY)

    assert {one: draft.text for one, draft in mailbox.items.items()} == {name: "In my own words."}


def test_a_later_draft_that_is_sent_before_it_is_replaced_is_not_written_again(
    later: tuple[World, str], mailbox: Mailbox
) -> None:
    """The company was corrected in that instant; neither then nor later is there another."""
    world, _ = later
    mailbox.meanwhile = mailbox.items.clear
    (one,) = world.calendar.occurrences[:1]
    for company in ("Acme Labs", "Acme Works"):
        world.change("one", description=f"{one.description}\ncompany: {company}")
        world.run(HOUR)

        assert mailbox.items == {}
