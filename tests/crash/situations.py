"""What happened in the world before the pass that is disturbed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from tests.crash.world import START, World

#: Each change is followed by a pass; the last of these passes is the one that is disturbed.
Situation = Sequence[Callable[[World], None]]

_WEEK = timedelta(days=7)


def _over(world: World) -> None:
    """An hour with two interviewers is over."""
    world.tell(START)


def _noted(world: World) -> None:
    """The person adds what was talked about, and by when it is decided."""
    world.now += timedelta(hours=1)
    world.tell(START, "#interview\nnotes: the move to event sourcing\ndecision: 2037-12-10")


def _moved(world: World) -> None:
    """It did not take place after all, and is to be in a week."""
    world.now += timedelta(hours=1)
    world.tell(START + _WEEK)


def _over_again(world: World) -> None:
    """The week has passed."""
    world.now += _WEEK


def _cancelled(world: World) -> None:
    """The organiser cancels it."""
    world.now += timedelta(hours=1)
    world.tell(START, is_cancelled=True)


def _rejected(world: World) -> None:
    """The person hears that they were not selected."""
    world.now += timedelta(hours=1)
    world.tell(START, "#interview #rejected")


def _forgotten(world: World) -> None:
    """The ledger is deleted."""
    world.lose_ledger()
    # A review that is planned anew stands at another time, and counts as changed by the person then.
    world.pause = timedelta()


SITUATIONS: Mapping[str, Situation] = {
    "over": (_over,),
    "noted": (_over, _noted),
    "moved": (_over, _moved),
    "over again": (_over, _moved, _over_again),
    "cancelled": (_over, _cancelled),
    "rejected": (_over, _rejected),
    "forgotten": (_over, _forgotten),
}


def prepare(world: World, situation: Situation) -> None:
    """Bring *world* to where the last pass of *situation* is due."""
    *before, last = situation
    for change in before:
        change(world)
        run = world.sync()
        assert (run.status, run.err) == (0, ""), run
    last(world)
