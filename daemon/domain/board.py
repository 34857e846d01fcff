"""Where an application stands: what `afterword applications` shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from daemon.domain.application import Application
from daemon.domain.basis import Basis
from daemon.domain.interview import Interview, Outcome
from daemon.domain.item import Kind
from daemon.domain.owed import Owed
from daemon.domain.rules import owed_for


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


#: A draft that lies unsent for longer is no next step any more.
_UNSENT_FOR = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Step:
    """What the person does next, when (aware), and whether it is laid out for them already."""

    kind: Kind
    due: datetime
    is_made: bool


def next_step(application: Application, basis: Basis) -> Step | None:
    """
    Give what is next: notes that still lie in the drafts, else what is owed soonest; nothing once it is closed.

    Of a recurring reminder that is its next occurrence.
    """
    if application.is_closed:
        return None
    made = (item for one in application.rounds for item in basis.items_of(one) if item.lies_there)
    # One that has lain there for longer is hardly what comes next.
    young = basis.now - _UNSENT_FOR
    unsent = [Step(item.kind, item.due, is_made=True) for item in made if item.kind.is_draft and item.due > young]
    ahead = [
        Step(owed.kind, moment, is_made=bool(basis.lying(owed.key)))
        for owed in owed_for(basis, application)
        if isinstance(owed, Owed) and not basis.is_gone(owed.key)
        for moment in (owed.due, *owed.also_at)
        if moment > basis.now
    ]
    return min(unsent or ahead, key=lambda step: (step.due, step.kind), default=None)


def last_happened(application: Application) -> datetime:
    """Give when something of *application* happened last: an interview, or a word."""
    return max([one.end for one in application.rounds] + ([application.word.at] if application.word else []))
