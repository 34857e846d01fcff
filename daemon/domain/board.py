"""Where an application stands: what `afterword applications` shows of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from daemon.domain.application import Application
from daemon.domain.interview import Interview, Outcome
from daemon.domain.item import Item, Kind
from daemon.domain.planning import Intent


class Stage(StrEnum):
    """How far an application has come."""

    #: An interview lies ahead, or is being held.
    INTERVIEW = "interview"
    #: All that is on the calendar is over, and nothing has been heard.
    WAITING = "waiting"
    ADVANCED = "advanced"
    OFFER = "offer"
    REJECTED = "rejected"
    WITHDREW = "withdrew"
    CLOSED = "closed"
    #: None of its interviews takes place.
    CANCELLED = "cancelled"


_OVER = frozenset({Stage.OFFER, Stage.REJECTED, Stage.WITHDREW, Stage.CLOSED, Stage.CANCELLED})


def stage_of(application: Application, now: datetime) -> Stage:
    """Say how far *application* has come at *now*."""
    if application.is_closed:
        return Stage.CLOSED
    rounds = application.standing_rounds
    outcome, told = application.outcome, application.told
    if outcome is not None and outcome is not Outcome.ADVANCED:
        return Stage(outcome.value)
    if not rounds:
        return Stage.CANCELLED
    if rounds[-1].end > now:
        return Stage.INTERVIEW
    # "Advanced" was said of the rounds so far; what came after it is waited for anew.
    is_ahead = outcome is Outcome.ADVANCED and told is not None and told.start >= rounds[-1].start
    return Stage.ADVANCED if is_ahead else Stage.WAITING


def is_over(stage: Stage) -> bool:
    """Say whether nothing is open any more."""
    return stage in _OVER


def next_round(application: Application, now: datetime) -> Interview | None:
    """Give the interview that is held at *now* or comes next."""
    return next((one for one in application.standing_rounds if one.end > now), None)


def decision_of(application: Application) -> date | None:
    """Give the day by which they said they would decide, as it was named last."""
    named = (one.decision_by for one in reversed(application.standing_rounds) if one.decision_by)
    return next(named, None)


@dataclass(frozen=True, slots=True)
class Step:
    """What the person does next, when (aware), and whether it is laid out for them already."""

    kind: Kind
    due: datetime
    is_made: bool


def next_step(application: Application, items: Iterable[Item], intents: Iterable[Intent], now: datetime) -> Step | None:
    """
    Give what is next: notes that still lie in the drafts, else the reminder that comes soonest, made or planned.

    *items* and *intents* are those of the account; only what belongs to *application* is looked at.
    """
    rounds = {one.identity for one in application.rounds}
    made = [item for item in items if item.identity in rounds and item.lies_there]
    unsent = [Step(item.kind, item.due, is_made=True) for item in made if item.kind.is_draft]
    planned = [intent for intent in intents if intent.identity in rounds]
    changed = {intent.key for intent in planned}
    ahead = [
        *(Step(item.kind, item.due, is_made=True) for item in made if item.due > now and item.key not in changed),
        *(Step(one.kind, one.due, is_made=one.item is not None) for one in planned if one.owed and one.due > now),
    ]
    return min(unsent or ahead, key=lambda step: (step.due, step.kind), default=None)


def last_happened(application: Application) -> datetime:
    """Give when something of *application* happened last: an interview, or a word."""
    return max([one.end for one in application.rounds] + ([application.word.at] if application.word else []))
