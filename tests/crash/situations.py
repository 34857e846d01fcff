"""What happened in the world before the run of the program that is disturbed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from tests.crash.world import START, World

#: Each change is followed by a pass; the last of these passes, or the command in its place, is what is disturbed.
Situation = Sequence[Callable[[World], None]]

_WEEK = timedelta(days=7)
#: Half past eight in Berlin: the draft that belongs to a reminder of that day is due, its reminder is not.
_EARLY = START.replace(hour=7, minute=30)


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
    # Whether a note that was adopted was late is known only where the pass that adopted it was not disturbed.
    world.unsure = ("late", "late_because")


def _with_drafts(world: World) -> None:
    """The person wants the two drafts that come later as well; an hour with two interviewers is over."""
    world.account.configure("[follow_up]\ndraft = true", "[feedback_call]\ndraft = true")
    world.tell(START)


def _day_of_follow_up(world: World) -> None:
    """Five business days have passed in which nothing was heard."""
    world.now = _EARLY + _WEEK


def _recruited(world: World) -> None:
    """It turns out who runs the process: the draft that asks how it stands is to go there."""
    world.now += timedelta(minutes=10)
    world.tell(START, "#interview\nrecruiter: Rita Blum <rita.blum@acme.example>")


def _day_of_call(world: World) -> None:
    """Two business days have passed since the rejection."""
    world.now = _EARLY + timedelta(days=2)


def _renamed(world: World) -> None:
    """The company is called otherwise than was read."""
    world.now += timedelta(minutes=10)
    world.tell(START, "#interview #rejected\ncompany: Acme Labs")


def _unsaid(world: World) -> None:
    """The rejection was about somebody else."""
    world.now += timedelta(minutes=10)
    world.tell(START, "#interview")


def _said(*command: str) -> Callable[[World], None]:
    """The person says something by a command, and nothing goes wrong with it."""

    def say(world: World) -> None:
        world.now += timedelta(minutes=10)
        run = world.run(*command)
        assert (run.status, run.err) == (0, ""), run

    return say


def _later(world: World) -> None:
    """Ten minutes pass."""
    world.now += timedelta(minutes=10)


def _reopening(world: World) -> None:
    """Ten minutes pass, and the person opens what they closed."""
    _later(world)
    # Of notes that closing took back it is told as it is seen why they are not there.
    world.unsure = ("late_because",)


_REJECTED = ("outcome", "acme", "rejected")
_NONE = ("outcome", "acme", "none")
_CLOSE = ("close", "acme")
_ASKED = (_with_drafts, _day_of_follow_up)
_CALLED = (_with_drafts, _rejected, _day_of_call)

SITUATIONS: Mapping[str, Situation] = {
    "over": (_over,),
    "noted": (_over, _noted),
    "moved": (_over, _moved),
    "over again": (_over, _moved, _over_again),
    "cancelled": (_over, _cancelled),
    "rejected": (_over, _rejected),
    "forgotten": (_over, _forgotten),
    "asked": _ASKED,
    "asked, recruiter": (*_ASKED, _recruited),
    "asked, rejected": (*_ASKED, _rejected),
    "asked, forgotten": (*_ASKED, _forgotten),
    "called": _CALLED,
    "called, renamed": (*_CALLED, _renamed),
    "called, unsaid": (*_CALLED, _unsaid),
    "called, forgotten": (*_CALLED, _forgotten),
    "heard": (*_ASKED, _said(*_REJECTED)),
    "shut": (*_CALLED, _said(*_CLOSE)),
    "opened": (*_ASKED, _said(*_CLOSE), _said(*_NONE)),
    "saying rejected": (*_ASKED, _later),
    "saying none": (_with_drafts, _said(*_REJECTED), _day_of_call, _later),
    "closing": (*_ASKED, _later),
    "closing, called": (*_CALLED, _later),
    "opening": (*_ASKED, _said(*_CLOSE), _reopening),
}

#: Where it is not a pass that is disturbed: the command that is.
COMMANDS: Mapping[str, Sequence[str]] = {
    "saying rejected": _REJECTED,
    "saying none": _NONE,
    "closing": _CLOSE,
    "closing, called": _CLOSE,
    "opening": _NONE,
}


def prepare(world: World, situation: Situation) -> None:
    """Bring *world* to where the last pass of *situation*, or its command, is due."""
    *before, last = situation
    for change in before:
        change(world)
        run = world.sync()
        assert (run.status, run.err) == (0, ""), run
    last(world)
