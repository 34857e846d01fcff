"""
What comes after the note: to ask how it stands, to call and ask what to improve, to keep in touch.

Contract, section 4: `follow_up`, `feedback_call`, `keep_in_touch`; and the two drafts that go with the first two where
they are wanted (`follow_up_note`, `feedback_request`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from daemon.domain import days
from daemon.domain.application import Application
from daemon.domain.basis import Basis
from daemon.domain.interview import NO_SHOW, Interview, Interviewer, Outcome
from daemon.domain.item import Kind, item_key
from daemon.domain.letter import LetterFacts
from daemon.domain.owed import Declined, Owed, everybody, recipient_of
from daemon.domain.services import is_team

#: There is one of these for all rounds together; which round's name it bears says nothing about that round.
OF_AN_APPLICATION = frozenset({Kind.FEEDBACK_CALL, Kind.FEEDBACK_REQUEST, Kind.KEEP_IN_TOUCH})


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
    note = item_key(basis.account.account, last.identity, Kind.FOLLOW_UP_NOTE)
    if basis.is_gone(note, since=last.end):
        yield Declined(Kind.FOLLOW_UP, last, "its note has left the drafts: you have asked, or do not want to")
        return
    day, reason = _follow_up_day(basis, rounds)
    contacts = application.recruiters or last.interviewers
    reminder = basis.reminder(
        Kind.FOLLOW_UP,
        last,
        last.end,
        at=last.end,
        reason=reason,
        application=application,
        contacts=contacts,
        decision_by=_decision(basis, rounds),
        drafts=basis.lying(note),
    )
    yield basis.reminder_on(day, reminder)
    if basis.policy.follow_up_draft:
        yield _letter(basis, Kind.FOLLOW_UP_NOTE, application, rounds, day, reminder.key, contacts, since=last.end)


def feedback_call(basis: Basis, application: Application, rounds: Sequence[Interview]) -> Iterator[Owed | Declined]:
    """Ask what to improve: tentative while nothing is known, confirmed after a rejection; one an application."""
    last = rounds[-1]
    if application.outcome in (Outcome.OFFER, Outcome.WITHDREW):
        yield Declined(Kind.FEEDBACK_CALL, last, f"the outcome is known: {application.outcome}")
        return
    begun = basis.existing_key(application.rounds, Kind.FEEDBACK_CALL)
    rejected = application.outcome_seen if application.outcome is Outcome.REJECTED else None
    if rejected:
        count = basis.policy.after_rejection_business_days
        day = days.add_business_days(basis.day(rejected), count, basis.policy.holidays)
        reason = f"{days.business_days_in_words(count)} after the rejection became known"
    else:
        count = basis.policy.feedback_call_business_days
        day = days.add_business_days(_follow_up_day(basis, rounds)[0], count, basis.policy.holidays)
        reason = f"if you were not selected: {days.business_days_in_words(count)} after the follow-up"
    # Who has a number can be called at once.
    met = tuple(sorted(_met(basis, rounds), key=lambda one: not one.phone))
    over = [one for one in rounds if one.end <= basis.now]
    request = _key_of_request(basis, application, over or rounds)
    reminder = basis.reminder(
        Kind.FEEDBACK_CALL,
        last,
        last.end,
        # One that was made for an earlier round moves along as soon as the next is on the calendar.
        at=rejected or (basis.now if begun else last.end),
        reason=reason,
        key=begun[0] if begun else "",
        application=application,
        contacts=met,
        drafts=basis.lying(request),
        has_asked=rejected is not None and basis.is_gone(request, since=rejected),
        other_keys=_of_others(application, begun[1] if begun else last),
        is_tentative=rejected is None,
    )
    yield basis.reminder_on(day, reminder, known_since=rejected)
    if basis.policy.feedback_call_draft and rejected:
        if not over:
            yield Declined(Kind.FEEDBACK_REQUEST, last, "nobody has been met yet")
            return
        people = _met(basis, rounds) or application.recruiters
        yield _letter(
            basis, Kind.FEEDBACK_REQUEST, application, over, day, reminder.key, people, since=rejected, key=request
        )


def keep_in_touch(basis: Basis, application: Application, rounds: Sequence[Interview]) -> Iterator[Owed | Declined]:
    """After a rejection: the two questions, every few months, until the person is in touch again anyway."""
    told, seen = application.told, application.outcome_seen
    if application.outcome is not Outcome.REJECTED or told is None or seen is None:
        return
    if application.resumed_by is not None:
        when = basis.day(application.resumed_by.start).isoformat()
        yield Declined(Kind.KEEP_IN_TOUCH, told, f"you are in touch again: another interview with them is on {when}")
        return
    wish = next((one for one in reversed(rounds) if one.keep_in_touch_every is not None), None)
    months = wish.keep_in_touch_every if wish else basis.policy.keep_in_touch_months
    if not months:
        yield Declined(Kind.KEEP_IN_TOUCH, told, "the line `keep_in_touch:` says no")
        return
    times = basis.policy.keep_in_touch_times
    stands = [_moment_after(basis, basis.day(seen), months * turn) for turn in range(1, times + 1)]
    begun = basis.existing_key(application.rounds, Kind.KEEP_IN_TOUCH)
    key = begun[0] if begun else item_key(basis.account.account, told.identity, Kind.KEEP_IN_TOUCH)
    existing = basis.items.get(key)
    if existing is None or not existing.is_live:
        # Made late, or anew, it has no occurrence that nobody would see.
        stands, all_stands = [one for one in stands if one > basis.now], stands
    else:
        all_stands = stands
    if not stands:
        return
    yield basis.reminder(
        Kind.KEEP_IN_TOUCH,
        told,
        stands[0],
        at=seen,
        reason=f"not selected: every {_months(months)}, {_times(times)}" + (", by your line" if wish else ""),
        key=key,
        facts=tuple(all_stands),
        application=application,
        contacts=_met(basis, rounds) or application.recruiters,
        other_keys=_of_others(application, begun[1] if begun else told),
        also_at=tuple(stands[1:]),
    )


def _met(basis: Basis, rounds: Sequence[Interview]) -> tuple[Interviewer, ...]:
    """Give whom the person has met, the last first; before anything was held, whom they are to meet."""
    held = [one for one in reversed(rounds) if one.end <= basis.now and one.no_thanks != NO_SHOW]
    return everybody(held or reversed(rounds))


def _months(count: int) -> str:
    return "month" if count == 1 else f"{count} months"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _follow_up_day(basis: Basis, rounds: Sequence[Interview]) -> tuple[date, str]:
    """Give the day on which to ask how it stands, and why then."""
    decision = _decision(basis, rounds)
    if decision is not None:
        day = days.business_day_from(decision + days.ONE_DAY, basis.policy.holidays)
        return day, f"the first business day after {decision.isoformat()}, by when they said they would decide"
    count = basis.policy.follow_up_business_days
    day = days.add_business_days(basis.last_day(rounds[-1]), count, basis.policy.holidays)
    return day, f"{days.business_days_in_words(count)} after the interview; no decision date is known"


def _decision(basis: Basis, rounds: Sequence[Interview]) -> date | None:
    """Give the decision date that was named last, unless the last round came after it: then it was about that round."""
    last_day = basis.last_day(rounds[-1])
    named = (one.decision_by for one in reversed(rounds) if one.decision_by is not None)
    return next((decision for decision in named if decision >= last_day), None)


def _of_others(application: Application, anchor: Interview) -> tuple[tuple[str, str], ...]:
    """Give what the keys of what there is once would have been made of, had it been begun for another round."""
    return tuple((one.identity, "") for one in application.rounds if one is not anchor)


def _key_of_request(basis: Basis, application: Application, held: Sequence[Interview]) -> str:
    """Give the key of the one request for a call: begun for whichever round, else of the last *held*."""
    begun = basis.existing_key(application.rounds, Kind.FEEDBACK_REQUEST)
    return begun[0] if begun else item_key(basis.account.account, held[-1].identity, Kind.FEEDBACK_REQUEST)


def _letter(
    basis: Basis,
    kind: Kind,
    application: Application,
    rounds: Sequence[Interview],
    day: date,
    reminder: str,
    people: Sequence[Interviewer],
    *,
    since: datetime,
    key: str = "",
) -> Owed | Declined:
    """Give the draft to one of *people* that goes with the reminder called *reminder* on *day*; not before *since*."""
    last, policy = rounds[-1], basis.policy
    key = key or item_key(basis.account.account, last.identity, kind)
    # One that lies there already stays: a reminder is also thrown away because it was seen.
    if basis.is_gone(reminder) and not basis.lying(key):
        return Declined(kind, last, "you threw its reminder away")
    if last.no_thanks:
        return Declined(kind, last, last.no_thanks)
    recipient = next((one for one in people if one.email), next(iter(people), None))
    if recipient is None:
        return Declined(kind, last, "nobody is known to whom it could go")
    # It lies there when the reminder has its hour.
    due = max(since, days.instant(day, min(policy.quiet_until, policy.reminders_at), policy.zone))
    met = {recipient_of(one) for round_ in rounds for one in round_.interviewers}
    thanked_as_recruiter = {recipient_of(one) for one in application.recruiters}
    return Owed(
        key=key,
        kind=kind,
        interview=last,
        due=due,
        at=due,
        until=due + max(policy.catch_up, timedelta(days=1)),
        reason=_LETTER_REASONS[kind],
        recipients=(recipient,),
        panel=(recipient,),
        note=LetterFacts(
            kind=kind,
            recipient=recipient,
            sender=basis.account.me,
            seed=f"{basis.account.account} {application.company or application.rounds[0].identity} {kind}",
            met_on=basis.last_day(last),
            company=application.company,
            role=application.role,
            decision_by=_decision(basis, rounds),
            is_recruiter=recipient_of(recipient) not in met - thanked_as_recruiter
            or is_team(recipient.email.partition("@")[0]),
            language=basis.account.me.writes_in(last.language, last.written_in),
        ),
    )


_LETTER_REASONS = {
    Kind.FOLLOW_UP_NOTE: "a note that asks how it stands, on the day of the follow-up",
    Kind.FEEDBACK_REQUEST: "a note that asks for the feedback call, on the day of its reminder",
}


def _moment_after(basis: Basis, day: date, months: int) -> datetime:
    """Give the hour of reminders on the business day that is *months* after *day*, or the next one."""
    policy = basis.policy
    stands_on = days.business_day_from(days.add_months(day, months), policy.holidays)
    return days.instant(stands_on, policy.reminders_at, policy.zone)
