"""Dates, counts and lists in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from daemon.cli.words import (
    KIND_WORDS,
    STATE_WORDS,
    day_in_words,
    drafts_and_reminders,
    listed,
    moment_in_words,
    sentence,
    span_in_words,
)
from daemon.domain.item import Kind, State
from tests.factories import BERLIN

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_a_moment_is_told_by_the_clocks_of_the_account() -> None:
    """Half past eight in UTC is half past nine in Berlin in winter."""
    assert moment_in_words(datetime(2026, 11, 26, 8, 30, tzinfo=UTC), BERLIN, NOW) == "Thu 26 Nov, 09:30"


def test_a_day_far_off_has_its_year() -> None:
    """The year is told only where one could take the day for another year's."""
    assert day_in_words(date(2027, 1, 4), NOW.date()) == "Mon 4 Jan"
    assert day_in_words(date(2027, 11, 26), NOW.date()) == "Fri 26 Nov 2027"
    assert day_in_words(date(2025, 11, 26), NOW.date()) == "Wed 26 Nov 2025"


@pytest.mark.parametrize(
    ("start", "hours", "all_day", "words"),
    [
        (datetime(2026, 11, 26, 9, 0, tzinfo=BERLIN), 1.0, False, "Thu 26 Nov, 09:00-10:00"),
        (datetime(2026, 11, 26, 9, 0, tzinfo=BERLIN), 0.0, False, "Thu 26 Nov, 09:00"),
        (datetime(2026, 11, 26, 23, 0, tzinfo=BERLIN), 2.0, False, "Thu 26 Nov, 23:00 to Fri 27 Nov, 01:00"),
        (datetime(2026, 11, 26, 0, 0, tzinfo=BERLIN), 24.0, True, "Thu 26 Nov, all day"),
        (datetime(2026, 11, 26, 0, 0, tzinfo=BERLIN), 48.0, True, "Thu 26 Nov to Fri 27 Nov"),
    ],
)
def test_a_span_is_told_once_where_it_is_one_day(start: datetime, hours: float, all_day: bool, words: str) -> None:
    """Both days are told only where there are two; an all-day event ends on its last day, not at midnight after."""
    assert span_in_words(start, start + timedelta(hours=hours), BERLIN, NOW, all_day=all_day) == words


def test_counts_leave_out_what_there_is_none_of() -> None:
    """One is one draft; none is not told."""
    assert drafts_and_reminders(1, 5) == "1 draft and 5 reminders"
    assert drafts_and_reminders(3, 0) == "3 drafts"
    assert drafts_and_reminders(0, 1) == "1 reminder"
    assert drafts_and_reminders(0, 0) == ""


def test_lists_and_sentences_read_like_ones() -> None:
    """The last of a list is joined by "and"; a sentence has its capital and its full stop, once."""
    assert listed([]) == ""
    assert listed(["Jane"]) == "Jane"
    assert listed(["Jane", "Omar", "Pia"]) == "Jane, Omar and Pia"
    assert sentence("you declined it") == "You declined it."
    assert sentence("Really?") == "Really?"
    assert sentence(" ") == ""


def test_every_kind_and_state_has_a_word() -> None:
    """Nothing that the program makes is without a word for it."""
    assert set(KIND_WORDS) == set(Kind)
    assert set(STATE_WORDS) == set(State)
