"""A time that passes when told to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Stands in for the wall clock, wherever a function that gives the time is asked for."""

    def __init__(self, moment: datetime = datetime(2026, 11, 2, 12, tzinfo=UTC)) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """Give the time."""
        return self.moment

    def advance(self, span: timedelta) -> None:
        """Let time pass."""
        self.moment += span
