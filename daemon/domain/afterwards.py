"""What comes after the note (contract, section 4: `follow_up`, `feedback_call`, `keep_in_touch`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from daemon.domain import days
from daemon.domain.application import Application
from daemon.domain.basis import Basis
from daemon.domain.interview import Interview, Outcome
from daemon.domain.item import Kind
from daemon.domain.owed import Declined, Owed, everybody


def follow_up(basis: Basis, application: Application, rounds: Sequence[Interview]) -> Iterator[Owed | Declined]:
    """Ask how it stands, once, after the last round; nothing once the outcome is known."""
    last = rounds[-1]
    for one in rounds[:-1]:
        yield Declined(Kind.FOLLOW_UP, one, "the next interview of this application is on the calendar")
    told = application.told
    # "Advanced" was said of the rounds so far; one that came after it is waited for anew.
    is_answered = application.outcome is Outcome.ADVANCED and told is not None and told.start < last.start
    if application.outcome is not None and not is_answered:
        yield Declined(Kind.FOLLOW_UP, last, f"the outcome is known: {application.outcome}")
        return
    day, reason = _follow_up_day(basis, last)
    yield basis.reminder_on(Kind.FOLLOW_UP, last, day, at=last.end, reason=reason)


def _follow_up_day(basis: Basis, last: Interview) -> tuple[date, str]:
    decision = last.decision_by
    # A date from before the interview was about an earlier round.
    if decision is not None and decision >= basis.last_day(last):
        day = days.business_day_from(decision + days.ONE_DAY, basis.policy.holidays)
        return day, f"the first business day after {decision.isoformat()}, by when they said they would decide"
    count = basis.policy.follow_up_business_days
    day = days.add_business_days(basis.last_day(last), count, basis.policy.holidays)
    return day, f"{days.business_days_in_words(count)} after the interview; no decision date is known"


def feedback_call(basis: Basis, application: Application, rounds: Sequence[Interview]) -> Iterator[Owed | Declined]:
    """Ask what to improve: tentative while nothing is known, confirmed after a rejection; one an application."""
    last = rounds[-1]
    if application.outcome in (Outcome.OFFER, Outcome.WITHDREW):
        yield Declined(Kind.FEEDBACK_CALL, last, f"the outcome is known: {application.outcome}")
        return
    begun = basis.existing_key(application.rounds, Kind.FEEDBACK_CALL)
    seen = application.outcome_seen
    is_rejected = application.outcome is Outcome.REJECTED and seen is not None
    if is_rejected and seen is not None:
        count = basis.policy.after_rejection_business_days
        day = days.add_business_days(basis.day(seen), count, basis.policy.holidays)
        reason = f"{days.business_days_in_words(count)} after the rejection became known"
    else:
        count = basis.policy.feedback_call_business_days
        day = days.add_business_days(_follow_up_day(basis, last)[0], count, basis.policy.holidays)
        reason = f"if you were not selected: {days.business_days_in_words(count)} after the follow-up"
    yield basis.reminder_on(
        Kind.FEEDBACK_CALL,
        last,
        day,
        # One that was made for an earlier round moves along as soon as the next is on the calendar.
        at=seen if is_rejected and seen else (basis.now if begun else last.end),
        reason=reason,
        key=begun[0] if begun else "",
        is_tentative=not is_rejected,
        panel=everybody(rounds),
        known_since=seen if is_rejected else None,
    )


def keep_in_touch(basis: Basis, application: Application, rounds: Sequence[Interview]) -> Iterator[Owed]:
    """After a rejection: the two questions, every few months."""
    told, seen = application.told, application.outcome_seen
    if application.outcome is not Outcome.REJECTED or told is None or seen is None:
        return
    policy = basis.policy
    stands = [
        days.instant(
            days.business_day_from(
                days.add_months(basis.day(seen), policy.keep_in_touch_months * turn), policy.holidays
            ),
            policy.reminders_at,
            policy.zone,
        )
        for turn in range(1, policy.keep_in_touch_times + 1)
    ]
    if not stands:
        return
    begun = basis.existing_key(application.rounds, Kind.KEEP_IN_TOUCH)
    yield basis.reminder(
        Kind.KEEP_IN_TOUCH,
        told,
        stands[0],
        at=seen,
        reason=f"not selected: every {policy.keep_in_touch_months} months, {policy.keep_in_touch_times} times",
        key=begun[0] if begun else "",
        facts=tuple(stands),
        also_at=tuple(stands[1:]),
        panel=everybody(rounds),
    )
