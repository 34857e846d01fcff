"""Where an application stands, and what is next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from daemon.domain.application import Application, applications
from daemon.domain.basis import Basis
from daemon.domain.board import Stage, Step, decision_of, is_over, last_happened, next_round, next_step, stage_of
from daemon.domain.interview import Interview, Outcome, Standing, Word
from daemon.domain.item import Item, Kind, State
from tests.domain.test_planning import berlin, live, settle
from tests.factories import BERLIN, END, START, account, interview

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
AFTER = END + HOUR


def later(**changes: Any) -> Interview:
    """Give a second round, two days after the first."""
    return interview("two", start=START + 2 * DAY, end=END + 2 * DAY, **changes)


def told(outcome: Outcome, days: float = 1) -> dict[str, Any]:
    return {"outcome": outcome, "outcome_seen": END + days * DAY}


CLOSED: dict[str, Any] = {"word": Word(None, END + DAY, closes=True)}
OFF: dict[str, Any] = {"standing": Standing.CANCELLED}


@pytest.mark.parametrize(
    ("rounds", "now", "stage"),
    [
        ((interview(),), START - DAY, Stage.INTERVIEW),
        ((interview(),), START + HOUR / 2, Stage.INTERVIEW),
        ((interview(),), END, Stage.WAITING),
        ((interview(), later()), AFTER, Stage.INTERVIEW),
        ((interview(), later()), AFTER + 2 * DAY, Stage.WAITING),
        ((interview(**told(Outcome.ADVANCED)),), AFTER + DAY, Stage.ADVANCED),
        ((interview(**told(Outcome.ADVANCED)), later()), AFTER + DAY, Stage.INTERVIEW),
        ((interview(**told(Outcome.ADVANCED)), later()), AFTER + 2 * DAY, Stage.WAITING),
        ((interview(), later(**told(Outcome.ADVANCED, 3))), AFTER + 3 * DAY, Stage.ADVANCED),
        ((interview(**told(Outcome.ADVANCED)), later(**OFF)), AFTER + DAY, Stage.ADVANCED),
        ((interview(**told(Outcome.OFFER)),), AFTER + DAY, Stage.OFFER),
        ((interview(**told(Outcome.REJECTED)),), AFTER + DAY, Stage.REJECTED),
        ((interview(**told(Outcome.WITHDREW)), later(**OFF)), AFTER + DAY, Stage.WITHDREW),
        ((interview(), later(**told(Outcome.REJECTED, 1))), AFTER + DAY, Stage.REJECTED),
        ((interview(**OFF),), START - DAY, Stage.CANCELLED),
        ((interview(**OFF), later(standing=Standing.DECLINED)), AFTER, Stage.CANCELLED),
        ((interview(**OFF, **told(Outcome.REJECTED)),), AFTER, Stage.REJECTED),
        ((interview(**CLOSED),), AFTER, Stage.CLOSED),
        ((interview(**CLOSED, **told(Outcome.OFFER, 3)), later()), AFTER, Stage.CLOSED),
        ((interview(**OFF, **CLOSED),), AFTER, Stage.CLOSED),
    ],
)
def test_it_stands_where_the_last_word_and_the_calendar_say(
    rounds: tuple[Interview, ...], now: datetime, stage: Stage
) -> None:
    """A word that ends it first, then what lies ahead, then whether anything has been heard."""
    assert stage_of(Application(rounds), now) is stage


def test_what_is_over_lies_behind_the_person() -> None:
    """While an answer is waited for, or an interview is to come, it is not."""
    assert {stage for stage in Stage if not is_over(stage)} == {Stage.INTERVIEW, Stage.WAITING, Stage.ADVANCED}


@pytest.mark.parametrize(
    ("now", "expected"), [(START - DAY, "one"), (END - HOUR / 2, "one"), (END, "two"), (AFTER + 2 * DAY, None)]
)
def test_the_next_round_is_the_one_that_is_held_or_comes(now: datetime, expected: str | None) -> None:
    """One that is off is passed over."""
    off = interview("off", start=START + DAY, end=END + DAY, standing=Standing.CANCELLED)
    found = next_round(Application((interview(), off, later())), now)

    assert (found.identity if found else None) == expected


def test_the_decision_date_is_the_one_named_last() -> None:
    """By a round that took place."""
    first, second = date(2026, 12, 11), date(2026, 12, 18)

    assert decision_of(Application((interview(),))) is None
    assert decision_of(Application((interview(decision_by=first), later()))) == first
    assert decision_of(Application((interview(decision_by=first), later(decision_by=second)))) == second
    assert decision_of(Application((interview(decision_by=first), later(decision_by=second, **OFF)))) == first


def test_what_happened_last_is_an_interview_or_a_word() -> None:
    """Whichever was later."""
    assert last_happened(Application((interview(), later()))) == END + 2 * DAY
    assert last_happened(Application((interview(**told(Outcome.REJECTED, 5)),))) == END + 5 * DAY
    assert last_happened(Application((interview(word=Word(None, END - 3 * DAY)),))) == END


class TestNextStep:
    """What the person does next."""

    def step(self, world: list[Interview], items: dict[str, Item], now: datetime) -> Step | None:
        first, *_ = applications(world, BERLIN)
        return next_step(first, Basis(account(), items, now))

    def test_before_the_interview_it_is_to_prepare(self) -> None:
        """Made or planned."""
        now = START - DAY
        expected = Step(Kind.PREPARE, START - timedelta(minutes=15), is_made=False)

        assert self.step([interview()], {}, now) == expected
        made = settle([interview()], {}, now, account())
        assert self.step([interview()], made, now) == replace(expected, is_made=True)

    def test_notes_that_lie_in_the_drafts_come_first(self) -> None:
        """They are to be read and sent, however long they lie there."""
        items = settle([interview()], {}, AFTER, account())
        (note,) = live(items, Kind.THANK_YOU)

        assert self.step([interview()], items, AFTER + 2 * DAY) == Step(Kind.THANK_YOU, note.due, is_made=True)

    def test_once_they_are_sent_it_is_the_follow_up(self) -> None:
        """The reminder that comes soonest; after its hour, the next one."""
        items = settle([interview()], {}, AFTER, account())
        items = {
            key: replace(item, state=State.YOURS, ref="") if item.kind is Kind.THANK_YOU else item
            for key, item in items.items()
        }

        assert self.step([interview()], items, AFTER + DAY) == Step(Kind.FOLLOW_UP, berlin(8, 9, 30), is_made=True)
        assert self.step([interview()], items, berlin(8, 12)) == Step(
            Kind.FEEDBACK_CALL, berlin(15, 9, 30), is_made=True
        )
        assert self.step([interview()], items, berlin(16, 12)) is None

    def test_a_reminder_that_moves_is_told_as_it_will_stand(self) -> None:
        """The decision date was added; the pass that moves the reminder is still to come."""
        items = settle([interview(no_thanks="thanks: no")], {}, AFTER, account())
        world = [interview(no_thanks="thanks: no", decision_by=date(2026, 12, 11))]

        assert self.step(world, items, AFTER + DAY) == Step(Kind.FOLLOW_UP, berlin(14, 9, 30), is_made=True)

    def test_what_is_about_to_be_taken_back_is_no_step(self) -> None:
        """With an offer nothing is left to do."""
        items = settle([interview(no_thanks="thanks: no")], {}, AFTER, account())
        world = [interview(no_thanks="thanks: no", **told(Outcome.OFFER))]

        assert self.step(world, items, AFTER + DAY) is None

    def test_of_a_contact_that_is_kept_it_is_the_next_time(self) -> None:
        """The first is over in April, and the reminder recurs."""
        world = [interview(no_thanks="thanks: no", **told(Outcome.REJECTED))]
        items = settle(world, {}, AFTER + DAY, account())
        april = datetime(2027, 4, 1, 12, tzinfo=BERLIN)

        step = self.step(world, items, april)

        assert step is not None
        assert (step.kind, step.due.astimezone(BERLIN).date(), step.is_made) == (
            Kind.KEEP_IN_TOUCH, date(2027, 6, 2), True,
        )  # fmt: skip

    def test_of_what_is_closed_there_is_none(self) -> None:
        """Not even notes that lie there: they are about to go."""
        items = settle([interview()], {}, AFTER, account())

        assert self.step([interview(**CLOSED)], items, AFTER + DAY) is None

    def test_what_belongs_to_another_application_does_not_count(self) -> None:
        """Northwind's note is no step of ACME's."""
        other = later(company="Northwind")
        items = settle([other], {}, END + 2 * DAY + HOUR, account())

        step = self.step([interview(**told(Outcome.OFFER)), other], items, END + 4 * DAY)

        assert len(live(items, Kind.THANK_YOU)) == 1
        assert step is None
