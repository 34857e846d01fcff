"""The configuration, as the person changes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from daemon.domain.policy import Policy, Style

_HOME = ZoneInfo("Europe/Berlin")

#: Days off in every year of a simulation; made up, and some of them in a row.
HOLIDAYS = frozenset(
    date(year, month, day) for year in range(2025, 2030) for month, day in ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
)


@dataclass(frozen=True, slots=True)
class Plans:
    """What the invariants need of the settings, in plain numbers."""

    zone: ZoneInfo = _HOME
    delay: timedelta = timedelta(minutes=60)
    catch_up: timedelta = timedelta(days=3)
    one_note: bool = False
    has_review: bool = True
    follow_up_days: int = 5
    feedback_days: int = 5
    rejection_days: int = 2
    at: time = time(9, 30)
    prepare_minutes: int = 15
    has_follow_up_draft: bool = False
    has_feedback_draft: bool = False
    avoids_busy: bool = False

    def policy(self) -> Policy:
        """Give it as the engine takes it."""
        return Policy(
            zone=self.zone,
            holidays=HOLIDAYS,
            thank_you_delay=self.delay,
            catch_up=self.catch_up,
            # Nothing may follow from what is forgotten, and in a simulated year much is.
            keep=timedelta(days=90),
            style=Style.ONE_NOTE if self.one_note else Style.PER_PERSON,
            prepare_before=timedelta(minutes=self.prepare_minutes),
            review_enabled=self.has_review,
            follow_up_business_days=self.follow_up_days,
            feedback_call_business_days=self.feedback_days,
            after_rejection_business_days=self.rejection_days,
            reminders_at=self.at,
            follow_up_draft=self.has_follow_up_draft,
            feedback_call_draft=self.has_feedback_draft,
            avoid_busy=self.avoids_busy,
        )
