"""When something that failed is tried again."""

from __future__ import annotations

from datetime import timedelta

from daemon.domain.retry import next_try
from tests.factories import START

MINUTE = timedelta(minutes=1)


def test_the_waits_double_from_a_minute_to_an_hour() -> None:
    """A server in trouble is asked less and less often, and after a night without network no later than in an hour."""
    waits = [next_try(attempts, START) - START for attempts in range(1, 10)]

    assert waits == [minutes * MINUTE for minutes in (1, 2, 4, 8, 16, 32, 60, 60, 60)]
    assert next_try(10_000, START) - START == 60 * MINUTE


def test_what_the_server_asked_for_is_the_least() -> None:
    """A longer wait of its own stays, a shorter one gives way."""
    assert next_try(1, START, 10 * MINUTE) == START + 10 * MINUTE
    assert next_try(5, START, 10 * MINUTE) == START + 16 * MINUTE
    assert next_try(20, START, 180 * MINUTE) == START + 180 * MINUTE
