"""What is said of what comes next."""

from __future__ import annotations

from datetime import timedelta

from daemon.domain.interview import Interview
from daemon.domain.planning import plan
from daemon.domain.upcoming import next_in_words
from tests.factories import BERLIN, END, JANE, OMAR, START, account, interview

HOUR = timedelta(hours=1)


def said(*interviews: Interview, hours_after: float) -> str:
    """What is said so many hours after the interview's end, with nothing made yet."""
    now = END + timedelta(hours=hours_after)
    answer = plan(interviews, {}, account(), now)
    return next_in_words(answer, {one.identity: one for one in interviews}, BERLIN, now)


def test_notes_of_today_are_told_with_company_and_hour() -> None:
    """The issue's own words: "thank-you notes for ACME at 16:00"."""
    both = interview(interviewers=(JANE, OMAR))

    assert said(both, hours_after=0.5) == "thank-you notes for ACME at 16:00"
    assert said(interview(), hours_after=0.5) == "thank-you note for ACME at 16:00"


def test_another_day_is_told_with_its_weekday_or_date() -> None:
    """Within a week the weekday is enough. Reminders of several kinds at one instant are reminders."""
    assert said(interview(), hours_after=-5) == "reminders for ACME at 15:00"
    assert said(interview(), hours_after=-30) == "reminders for ACME on Tuesday at 15:00"
    assert said(interview(), hours_after=-200) == "reminders for ACME on 2026-12-01 at 15:00"


def test_two_companies_at_once_are_not_named() -> None:
    """One line names one company or none."""
    other = interview("two", company="Globex", interviewers=(OMAR,))

    assert said(interview(), other, hours_after=0.5) == "thank-you notes at 16:00"


def test_nothing_ahead_is_nothing_to_say() -> None:
    """Without an interview there is no line."""
    assert said(hours_after=0) == ""


def test_what_is_ahead_is_counted_from_now() -> None:
    """What is due already is not next."""
    assert "thank-you" not in said(interview(start=START, end=END), hours_after=2)
