"""Business days and clock times."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.domain import days
from tests.factories import BERLIN

CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 26)})


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 12, 1), 5, date(2026, 12, 8)),
        (date(2026, 12, 4), 1, date(2026, 12, 7)),
        (date(2026, 12, 5), 1, date(2026, 12, 7)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 26), 0, date(2026, 12, 28)),
        (date(2026, 12, 28), 0, date(2026, 12, 28)),
    ],
)
def test_business_days_pass_over_weekends_and_holidays(day: date, count: int, expected: date) -> None:
    """Counting starts after the day itself; zero gives the day or the next business day."""
    assert days.add_business_days(day, count, CHRISTMAS) == expected


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 30), st.integers(0, 30))
def test_counting_in_two_steps_gives_the_same_day(day: date, first: int, second: int) -> None:
    """From a business day on, a + b business days is b after a."""
    start = days.business_day_from(day, CHRISTMAS)

    stepwise = days.add_business_days(days.add_business_days(start, first, CHRISTMAS), second, CHRISTMAS)

    assert stepwise == days.add_business_days(start, first + second, CHRISTMAS)


def test_a_time_that_daylight_saving_skips_comes_an_hour_later() -> None:
    """02:30 does not exist in Berlin on 28 March 2027."""
    assert days.instant(date(2027, 3, 28), time(2, 30), BERLIN).astimezone(BERLIN).time() == time(3, 30)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 12, 1, 20, 59, tzinfo=BERLIN), datetime(2026, 12, 1, 20, 59, tzinfo=BERLIN)),
        (datetime(2026, 12, 1, 21, 0, tzinfo=BERLIN), datetime(2026, 12, 2, 8, 0, tzinfo=BERLIN)),
        (datetime(2026, 12, 2, 0, 5, tzinfo=BERLIN), datetime(2026, 12, 2, 8, 0, tzinfo=BERLIN)),
        (datetime(2026, 12, 2, 8, 0, tzinfo=BERLIN), datetime(2026, 12, 2, 8, 0, tzinfo=BERLIN)),
    ],
)
def test_what_falls_into_the_night_waits_for_the_morning(moment: datetime, expected: datetime) -> None:
    """From 21:00 on, and before 08:00, the answer is the next 08:00; it is in UTC."""
    answer = days.outside_quiet_hours(moment, time(21), time(8), BERLIN)

    assert answer == expected
    assert answer.tzinfo is UTC


def test_months_end_where_the_month_ends() -> None:
    """30 November and three months is 28 February."""
    assert days.add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)


def test_a_reminder_stands_at_a_whole_minute() -> None:
    """14:37:12 becomes 14:38; 14:37 stays."""
    minute = datetime(2026, 12, 1, 14, 37, tzinfo=BERLIN)

    assert days.next_minute(minute) == minute
    assert days.next_minute(minute.replace(second=12, microsecond=5)) == minute.replace(minute=38)
    assert days.next_minute(minute.replace(microsecond=1)) == minute.replace(minute=38)
