"""Reminders keep clear of what else is on the calendar, where that is wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.domain.busy import free_slot, is_free
from daemon.domain.interview import Outcome
from daemon.domain.item import Action, Item, Kind, State
from daemon.domain.occurrence import TimeSpan
from daemon.domain.planning import plan
from tests.domain.test_planning import berlin, live, of_kind, only, settle
from tests.factories import BERLIN, END, account, interview

MINUTE = timedelta(minutes=1)
QUARTER = 15 * MINUTE
HOUR = 60 * MINUTE
AFTER = END + HOUR
AVOIDING = account(avoid_busy=True)

#: The follow-up of Tuesday's interview stands on Tuesday 8 December, its feedback call on Tuesday 15 December.
WITHIN = TimeSpan(berlin(8, 9), berlin(8, 17))


def busy(day: int, first: str, last: str) -> TimeSpan:
    """Give a meeting on that day of December, by Berlin's clock."""
    begin, end = (
        datetime.combine(date(2026, 12, day), time.fromisoformat(clock), BERLIN).astimezone(UTC)
        for clock in (first, last)
    )
    return TimeSpan(begin, end)


def meeting(minute: int, second: int, minutes: int) -> TimeSpan:
    """Give a meeting that begins so long after `WITHIN` does, and ends so many minutes after the minute it began in."""
    begin = WITHIN.start + minute * MINUTE
    return TimeSpan(begin + timedelta(seconds=second), begin + minutes * MINUTE)


def at(moment: datetime) -> str:
    return moment.astimezone(BERLIN).strftime("%d %H:%M")


def the(items: dict[str, Item], kind: Kind) -> Item:
    (item,) = live(items, kind)
    return item


class TestFreeSlot:
    """The first free start of a day."""

    meetings = st.lists(st.builds(meeting, st.integers(-90, 600), st.integers(0, 59), st.integers(1, 400)), max_size=6)
    minutes = st.integers(-100, 600).map(lambda one: WITHIN.start + one * MINUTE)

    @given(minutes, meetings, st.sampled_from([5, 15, 60]))
    def test_it_is_the_first_from_the_one_wanted_on_else_the_first_of_the_day(
        self, wanted: datetime, meetings: list[TimeSpan], length: int
    ) -> None:
        """Minute by minute nothing earlier is free; where no minute is, it is the one wanted, within the hours."""
        span = length * MINUTE
        last = WITHIN.end - span
        wanted_within = max(WITHIN.start, min(wanted, last))
        every = [WITHIN.start + n * MINUTE for n in range((last - WITHIN.start) // MINUTE + 1)]
        free = [one for one in every if not any(two.start < one + span and one < two.end for two in meetings)]
        expected = next((one for one in free if one >= wanted_within), next(iter(free), wanted_within))

        found = free_slot(wanted, span, WITHIN, meetings)

        assert found == expected
        assert is_free(found, span, meetings) is (found in free)
        assert free_slot(wanted, span, WITHIN, meetings[::-1]) == found

    def test_what_does_not_fit_into_the_hours_begins_with_them(self) -> None:
        """A reminder of ten hours has no place between nine and five."""
        assert free_slot(berlin(8, 12), 10 * HOUR, WITHIN, []) == WITHIN.start


class TestReminders:
    """`reminders.avoid_busy`: by the meetings of the day on which a reminder stands."""

    @pytest.mark.parametrize(
        ("meetings", "stands"),
        [
            ((), "08 09:30"),
            ((busy(8, "09:00", "09:30"),), "08 09:30"),
            ((busy(8, "09:45", "10:30"),), "08 09:30"),
            ((busy(7, "09:00", "10:30"), busy(9, "09:00", "10:30")), "08 09:30"),
            ((busy(8, "09:00", "10:15"),), "08 10:15"),
            ((busy(8, "09:40", "11:00"),), "08 11:00"),
            ((busy(8, "09:00", "10:00"), busy(8, "10:10", "12:00")), "08 12:00"),
            ((busy(8, "09:00", "18:00"),), "08 18:00"),
            ((busy(8, "09:00", "20:50"),), "08 08:00"),
            ((busy(8, "00:00", "23:59"),), "08 09:30"),
        ],
    )
    def test_a_follow_up_stands_at_the_first_free_hour_of_its_day(
        self, meetings: tuple[TimeSpan, ...], stands: str
    ) -> None:
        """Not at night; and at the hour for reminders where nothing is free, or nothing known."""
        assert at(only(plan([interview()], {}, AVOIDING, AFTER, meetings), Kind.FOLLOW_UP).due) == stands

    @pytest.mark.parametrize(
        ("clock", "meetings", "stands"),
        [
            ("09:30", (), "15 09:30"),
            ("18:00", (), "15 16:45"),
            ("07:00", (), "15 09:00"),
            ("09:30", (busy(15, "09:00", "13:00"),), "15 13:00"),
            ("09:30", (busy(15, "09:15", "18:00"),), "15 09:00"),
            ("09:30", (busy(15, "08:00", "16:50"),), "15 09:30"),
        ],
    )
    def test_a_call_stands_between_nine_and_five(self, clock: str, meetings: tuple[TimeSpan, ...], stands: str) -> None:
        """It ends by five; whoever is called is not called in the evening."""
        policy = account(avoid_busy=True, reminders_at=time.fromisoformat(clock))

        assert at(only(plan([interview()], {}, policy, AFTER, meetings), Kind.FEEDBACK_CALL).due) == stands

    def test_a_call_that_is_confirmed_stands_clear_as_well(self) -> None:
        """Rejected on Wednesday, to be called on Friday, when there is a meeting until noon."""
        told = interview(outcome=Outcome.REJECTED, outcome_seen=AFTER + 24 * HOUR)

        found = only(plan([told], {}, AVOIDING, AFTER + 24 * HOUR, [busy(4, "09:00", "12:00")]), Kind.FEEDBACK_CALL)

        assert at(found.due) == "04 12:00"

    def test_it_keeps_its_hour_while_that_is_free(self) -> None:
        """Other meetings come and go: nothing is written."""
        meetings = [busy(8, "09:00", "10:15")]
        items = settle([interview()], {}, AFTER, AVOIDING, meetings)

        for others in ([*meetings, busy(8, "13:00", "14:00")], [busy(8, "10:00", "10:15")]):
            assert plan([interview()], items, AVOIDING, AFTER, others).ready(AFTER) == ()

    def test_it_moves_when_a_meeting_comes_onto_it_and_not_back_when_that_goes(self) -> None:
        """Nothing dances about in the person's calendar."""
        items = settle([interview()], {}, AFTER, AVOIDING)
        assert at(the(items, Kind.FOLLOW_UP).due) == "08 09:30"

        moved = settle([interview()], items, AFTER, AVOIDING, [busy(8, "09:30", "10:00")])
        assert at(the(moved, Kind.FOLLOW_UP).due) == "08 10:00"
        assert (
            of_kind(plan([interview()], items, AVOIDING, AFTER, [busy(8, "09:30", "10:00")]), Kind.FEEDBACK_CALL) == []
        )

        assert plan([interview()], moved, AVOIDING, AFTER).ready(AFTER) == ()

    def test_new_words_leave_it_at_its_hour(self) -> None:
        """The meeting that it made way for is gone, and the person added what was talked about."""
        items = settle([interview()], {}, AFTER, AVOIDING, [busy(8, "09:00", "10:15")])

        found = only(plan([interview(notes=("the rota",))], items, AVOIDING, AFTER), Kind.FOLLOW_UP)

        assert (found.action, at(found.due)) == (Action.UPDATE, "08 10:15")

    def test_new_words_leave_it_on_its_day(self) -> None:
        """It made way until four, and nine thirty is over when the person adds what was talked about."""
        meetings = [busy(8, "09:00", "16:00")]
        items = settle([interview()], {}, AFTER, AVOIDING, meetings)
        noon = busy(8, "12:00", "13:00").start
        assert plan([interview()], items, AVOIDING, noon, meetings).ready(noon) == ()

        found = only(plan([interview(notes=("the rota",))], items, AVOIDING, noon, meetings), Kind.FOLLOW_UP)

        assert (found.action, at(found.due)) == (Action.UPDATE, "08 16:00")

    def test_on_its_day_it_makes_way_once_more(self) -> None:
        """It waits until four already, when a meeting is put down for four."""
        items = settle([interview()], {}, AFTER, AVOIDING, [busy(8, "09:00", "16:00")])
        noon = busy(8, "12:00", "13:00").start

        found = only(plan([interview()], items, AVOIDING, noon, [busy(8, "09:00", "17:30")]), Kind.FOLLOW_UP)

        assert (found.action, at(found.due)) == (Action.UPDATE, "08 17:30")

    def test_on_a_new_day_it_looks_for_a_new_hour(self) -> None:
        """The decision date moves the follow-up to the fourteenth, when nine thirty is free again."""
        items = settle([interview()], {}, AFTER, AVOIDING, [busy(8, "09:00", "10:15")])
        told = interview(decision_by=date(2026, 12, 11))

        found = only(plan([told], items, AVOIDING, AFTER, [busy(8, "09:00", "10:15")]), Kind.FOLLOW_UP)

        assert (found.action, at(found.due)) == (Action.UPDATE, "14 09:30")

    def test_one_that_had_its_hour_never_moves(self) -> None:
        """A meeting that is put down over it afterwards brings it no second time."""
        items = settle([interview()], {}, AFTER, AVOIDING)
        now = berlin(8, 9, 31).astimezone(UTC)

        assert of_kind(plan([interview()], items, AVOIDING, now, [busy(8, "09:00", "12:00")]), Kind.FOLLOW_UP) == []

    @pytest.mark.parametrize(
        ("day", "clock", "kind"), [(8, "09:00", Kind.FOLLOW_UP), (15, "09:10", Kind.FEEDBACK_CALL)]
    )
    def test_it_never_moves_into_the_past(self, day: int, clock: str, kind: Kind) -> None:
        """A meeting that takes the rest of the day leaves it no hour that is still to come: it stays, and rings."""
        items = settle([interview()], {}, AFTER, AVOIDING)
        rest = busy(day, "09:30", "21:00")
        now = busy(day, clock, "21:00").start

        after = settle([interview()], items, now, AVOIDING, [rest])

        assert the(after, kind).due > now

    def test_a_call_that_is_made_after_five_stands_on_the_next_day(self) -> None:
        """Reminders stand at six, the machine was off until half past five: nobody would see it at a quarter to."""
        policy = account(avoid_busy=True, reminders_at=time(18, 0))
        now = busy(15, "17:30", "18:00").start

        assert at(only(plan([interview()], {}, policy, now), Kind.FEEDBACK_CALL).due) == "16 16:45"

    def test_one_that_the_person_moved_is_theirs(self) -> None:
        """Even onto a meeting."""
        items = settle([interview()], {}, AFTER, AVOIDING)
        follow_up = the(items, Kind.FOLLOW_UP)
        items[follow_up.key] = replace(follow_up, state=State.YOURS)

        assert of_kind(plan([interview()], items, AVOIDING, AFTER, [busy(8, "09:00", "12:00")]), Kind.FOLLOW_UP) == []

    def test_a_review_waits_for_the_end_of_a_meeting(self) -> None:
        """The notes lie there at four, in the middle of the next interview."""
        world, meetings = [interview()], [busy(1, "15:30", "17:10")]

        assert at(the(settle(world, {}, AFTER, AVOIDING, meetings), Kind.REVIEW).due) == "01 17:10"
        assert at(the(settle(world, {}, AFTER, account(), meetings), Kind.REVIEW).due) == "01 16:00"

    @given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 1400), st.integers(1, 600)), max_size=8))
    def test_switched_off_no_meeting_matters(self, spans: list[tuple[int, int, int]]) -> None:
        """`avoid_busy = false`: the plan is the one without any meeting."""
        meetings = [
            TimeSpan(start := berlin(1, 0) + timedelta(days=day, minutes=minute), start + length * MINUTE)
            for day, minute, length in spans
        ]

        assert plan([interview()], {}, account(), AFTER, meetings) == plan([interview()], {}, account(), AFTER)

    @given(
        st.lists(
            st.lists(
                st.tuples(st.sampled_from([8, 15]), st.integers(6 * 60, 20 * 60), st.integers(1, 300)), max_size=6
            ),
            max_size=4,
        )
    )
    def test_whatever_meetings_come_and_go_it_stands_on_its_day_and_planning_comes_to_rest(
        self, history: list[list[tuple[int, int, int]]]
    ) -> None:
        """After each change it stands at a free hour of that day, if there is one; then nothing is left to do."""
        items: dict[str, Item] = {}
        for spans in [[], *history]:
            meetings = [
                TimeSpan(start := berlin(day, 0) + minute * MINUTE, start + length * MINUTE)
                for day, minute, length in spans
            ]
            items = settle([interview()], items, AFTER, AVOIDING, meetings)
            for kind, day, first, last in ((Kind.FOLLOW_UP, 8, 8, 21), (Kind.FEEDBACK_CALL, 15, 9, 17)):
                due = the(items, kind).due
                hours = [berlin(day, first) + n * MINUTE for n in range((last - first) * 60 - 14)]
                assert due in hours
                assert is_free(due, QUARTER, meetings) or not any(is_free(one, QUARTER, meetings) for one in hours)
