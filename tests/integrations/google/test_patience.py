"""When a request is tried again: exponential, with jitter, within the budget of a pass."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from integrations.google.patience import BUDGET, CEILING, TRIES, Patience

HALF = 0.5


def patience(waited: list[float], chance: float = HALF) -> Patience:
    return Patience(waited.append, chance=lambda: chance)


def test_each_wait_is_twice_as_long() -> None:
    """A second, two, four, each with up to a second of chance; the fourth failure is the last."""
    waited: list[float] = []
    one = patience(waited)

    answers = [one.wait(tries) for tries in range(1, 6)]

    assert answers == [True, True, True, False, False]
    assert waited == [1.5, 2.5, 4.5]
    assert TRIES == 4


def test_chance_parts_those_who_failed_together() -> None:
    """Two programs that were sent away at once come back at different times, also where they were told when."""
    first: list[float] = []
    second: list[float] = []

    for waited, chance in ((first, 0.1), (second, 0.9)):
        patience(waited, chance).wait(1)
        patience(waited, chance).wait(1, timedelta(seconds=9))

    assert first == [1.1, 9.1]
    assert second == [1.9, 9.9]


def test_what_the_server_asks_for_is_the_least() -> None:
    """A longer wait than ours is kept; a shorter one does not shorten ours."""
    waited: list[float] = []
    one = patience(waited)

    assert one.wait(1, timedelta(seconds=10))
    assert one.wait(2, timedelta(seconds=1))
    assert one.wait(3, timedelta())
    assert waited == [10.5, 2.5, 4.5]


def test_more_than_the_budget_is_not_waited_for() -> None:
    """A server that asks for longer than what is left is not waited for at all."""
    waited: list[float] = []
    one = patience(waited)

    assert not one.wait(1, BUDGET)
    assert waited == []
    assert one.wait(1, timedelta(seconds=30))
    assert not one.wait(1, timedelta(seconds=30))
    assert waited == [30.5]


def test_a_pass_has_one_budget() -> None:
    """It is used up by all requests together, and new in the next pass."""
    waited: list[float] = []
    one = patience(waited)

    while one.wait(3):
        pass

    assert timedelta() <= BUDGET - timedelta(seconds=sum(waited)) < timedelta(seconds=4.5)
    one.renew()
    assert one.wait(3)


@given(
    calls=st.lists(
        st.tuples(
            st.integers(1, 10),
            st.none() | st.timedeltas(min_value=timedelta(), max_value=timedelta(days=400)),
            st.floats(0, 1),
        )
    )
)
def test_a_pass_never_waits_longer_than_its_budget(calls: list[tuple[int, timedelta | None, float]]) -> None:
    """Whatever fails, however often, and whatever servers ask for; each wait is at least what was asked for."""
    waited: list[float] = []
    chances = [chance for *_, chance in calls]
    one = Patience(waited.append, chance=lambda: chances.pop())

    for tries, retry_after, _ in calls:
        chances.append(0.5)
        before = len(waited)
        if one.wait(tries, retry_after):
            assert waited[before] >= max(1.0, (retry_after or timedelta()).total_seconds())
        else:
            assert len(waited) == before

    assert sum(waited) <= BUDGET.total_seconds() + 1e-6
    assert all(one <= max(CEILING, BUDGET).total_seconds() for one in waited)
