"""
What is owed for an application: which items should exist, when, and why (contract, section 4).

Pure rules; `planning` compares their answer with what has been made. Nothing here knows whether an item exists, except
where the contract makes it matter: a person is thanked once for a day, and an application has one feedback call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from daemon.domain import days
from daemon.domain.application import Application
from daemon.domain.interview import Interview, Interviewer, Outcome
from daemon.domain.item import Item, Kind, State, digest_of, item_key
from daemon.domain.note import NoteFacts
from daemon.domain.policy import AccountPolicy, Policy, Style
from daemon.domain.services import is_team
from daemon.domain.superseded import superseded_in

#: A note is in time up to this long after the interview's end (contract, promise 5).
IN_TIME = timedelta(hours=24)

#: There is one of these for all rounds together; which round's name it bears says nothing about that round.
_OF_AN_APPLICATION = frozenset({Kind.FEEDBACK_CALL, Kind.KEEP_IN_TOUCH})

#: The recipient in the key of the one note to all.
EVERYBODY = "*"


@dataclass(frozen=True, slots=True)
class Owed:
    """One item that should exist."""

    key: str
    kind: Kind
    #: The interview it hangs on.
    interview: Interview
    #: A draft's hour of writing, a reminder's own time; aware, UTC.
    due: datetime
    #: Not to be made before this.
    at: datetime
    #: In words for the person: why, and why then.
    reason: str
    #: Everything a reminder says; `facts` condenses it.
    says: tuple[object, ...] = ()
    #: What a note is made from; None for a reminder.
    note: NoteFacts | None = None
    #: A note made after this is late; None for a reminder.
    deadline: datetime | None = None
    #: Not to be made after this; None for no limit.
    until: datetime | None = None
    #: What it still waits for besides the clock, in words; such an item is announced but not made.
    waits_for: str = ""
    recipients: tuple[Interviewer, ...] = ()
    #: Everybody who was met for this application.
    panel: tuple[Interviewer, ...] = ()
    #: Identity and recipient in the keys that a note for the same day would have, had it been begun for another round.
    other_keys: tuple[tuple[str, str], ...] = ()
    #: The drafts that a review is about.
    drafts: tuple[Item, ...] = ()
    is_tentative: bool = False
    #: Later occurrences of a recurring reminder, UTC.
    also_at: tuple[datetime, ...] = ()
    #: For a review: the slot by which the interview was perhaps superseded.
    superseded_by: Interview | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """Those of the recipients, as far as they are known."""
        return tuple(person.email for person in self.recipients if person.email)

    @property
    def facts(self) -> str:
        """Digest of everything it says, to tell whether what was made still says it."""
        return self.note.digest() if self.note else digest_of(*self.says)


@dataclass(frozen=True, slots=True)
class Declined:
    """Something that somebody may expect and that is not owed, with the reason, for `afterword why`."""

    #: None stands for everything.
    kind: Kind | None
    interview: Interview
    reason: str
    #: What would have been made, where it is only too late for it.
    owed: Owed | None = None


class Rules:
    """The rules for one account at one moment; *items* are all of its items by key."""

    def __init__(self, account: AccountPolicy, items: Mapping[str, Item], now: datetime) -> None:
        self.account = account
        self.policy: Policy = account.policy
        self.items = items
        self.now = now
        self._by_identity: dict[str, list[Item]] = {}
        for item in items.values():
            self._by_identity.setdefault(item.identity, []).append(item)

    def owed_for(self, application: Application) -> Iterator[Owed | Declined]:
        """Give all that is owed for *application*, and what is not."""
        rounds = []
        for one in application.standing_rounds:
            is_over = one.first_seen is not None and one.first_seen > one.end + self.policy.catch_up
            # What was begun is gone through with: a smaller catch_up_days takes nothing back.
            if is_over and not any(
                item.is_settled_matter and item.kind not in _OF_AN_APPLICATION
                for item in self._by_identity.get(one.identity, ())
            ):
                yield Declined(None, one, "it was over for more than catch_up_days when it was first seen")
            else:
                rounds.append(one)
        notes: dict[str, list[Owed]] = {}
        for note in self.thank_yous(application, rounds):
            if isinstance(note, Owed):
                notes.setdefault(note.interview.identity, []).append(note)
            yield note
        for one in rounds:
            yield from self.prepare(one)
        if self.policy.review_enabled:
            newer = superseded_in(application, self.policy.zone)
            for one in application.rounds:
                yield from self.review(one, notes.get(one.identity, []), newer.get(one.identity))
        if rounds:
            yield from self.follow_up(application, rounds)
            yield from self.feedback_call(application, rounds)
            yield from self.keep_in_touch(application, rounds)

    # Thank-you notes

    def thank_yous(self, application: Application, rounds: Sequence[Interview]) -> Iterator[Owed | Declined]:
        """One note for each person and day, or one for all of them."""
        visits: dict[date, list[Interview]] = {}
        for one in rounds:
            if one.no_thanks:
                yield Declined(Kind.THANK_YOU, one, one.no_thanks)
            elif not one.interviewers:
                yield Declined(Kind.THANK_YOU, one, "nobody is known who could be thanked")
            else:
                visits.setdefault(self._day(one.start), []).append(one)
        for day, visit in visits.items():
            # A note that was begun for another round of this day counts, even if that round was cancelled since.
            same_day = [one for one in application.rounds if self._day(one.start) == day]
            panel = _everybody(visit)
            begun_as_one = self._existing_key(same_day, Kind.THANK_YOU, EVERYBODY)
            begun_each = [self._existing_key(same_day, Kind.THANK_YOU, _recipient(person)) for person in panel]
            # Keep to the style that a visit's notes were begun in: a changed setting must not thank anybody twice.
            as_one = begun_as_one or (self.policy.style is Style.ONE_NOTE and not any(begun_each))
            if as_one:
                yield self._thank_you(visit, begun_as_one, EVERYBODY, panel, panel, same_day)
                continue
            for person, begun in zip(panel, begun_each, strict=True):
                met_in = [one for one in visit if _recipient(person) in map(_recipient, one.interviewers)]
                yield self._thank_you(met_in, begun, _recipient(person), (person,), panel, same_day)

    def _thank_you(
        self,
        visit: Sequence[Interview],
        begun: tuple[str, Interview] | None,
        recipient: str,
        people: tuple[Interviewer, ...],
        panel: tuple[Interviewer, ...],
        same_day: Sequence[Interview],
    ) -> Owed:
        last = max(visit, key=lambda one: (one.end, one.identity))
        key, anchor = begun or (item_key(self.account.account, last.identity, Kind.THANK_YOU, recipient), last)
        at = last.end + self.policy.thank_you_delay
        return Owed(
            key=key,
            kind=Kind.THANK_YOU,
            interview=anchor,
            due=at,
            at=at,
            deadline=last.end + IN_TIME,
            until=last.end + max(self.policy.catch_up, IN_TIME),
            reason=f"a thank-you note, {_minutes(self.policy.thank_you_delay)} after the interview ended",
            note=self._note(visit, last, anchor, people, panel),
            recipients=people,
            panel=panel,
            other_keys=tuple(
                (one.identity, to)
                for one in same_day
                for to in (EVERYBODY, *map(_recipient, people))
                if (one, to) != (anchor, recipient)
            ),
        )

    def _note(
        self,
        visit: Sequence[Interview],
        last: Interview,
        anchor: Interview,
        people: tuple[Interviewer, ...],
        panel: tuple[Interviewer, ...],
    ) -> NoteFacts:
        """Give what a note is made from. Siblings stand in one order, whatever the order of the guest list."""
        me = self.account.me
        siblings = sorted(panel, key=_recipient)
        recruiters = {_recipient(one) for round_ in visit for one in round_.recruiters}
        return NoteFacts(
            recipients=people,
            sender=me,
            seed=f"{self.account.account} {anchor.company or anchor.identity} {self._day(last.start)}",
            ended=max(last.start, last.end - timedelta(seconds=1)).astimezone(self.policy.zone),
            company=anchor.company,
            role=anchor.role,
            notes=tuple(dict.fromkeys(note for one in visit for note in one.notes)),
            panel=tuple(one.name or one.greeting for one in siblings if one not in people),
            language=anchor.language or me.language,
            position=siblings.index(people[0]),
            stage=anchor.title,
            is_recruiter=all(_recipient(one) in recruiters or is_team(one.email.partition("@")[0]) for one in people),
            outcome=anchor.outcome,
        )

    # Reminders

    def prepare(self, one: Interview) -> Iterator[Owed]:
        """What to ask before the interview ends; nothing once it has begun."""
        if one.start <= self.now:
            return
        if one.all_day:
            # "Before it starts" would be the middle of the night.
            due = days.instant(self._day(one.start), self.policy.quiet_until, self.policy.zone)
            reason = "what to ask before it ends, on the morning of an all-day interview"
        else:
            due = one.start - self.policy.prepare_before
            reason = f"what to ask before it ends, {_minutes(self.policy.prepare_before)} before it starts"
        yield self._reminder(Kind.PREPARE, one, due, at=min(one.first_seen or self.now, self.now), reason=reason)

    def review(self, one: Interview, notes: Sequence[Owed], newer: Interview | None) -> Iterator[Owed]:
        """
        Read, add a line, send: as soon as the notes lie in the drafts, and until none is left there.

        *newer* is the slot by which *one* was perhaps superseded.
        """
        # Also those that are owed no more: the person may have edited one, and it has still to be sent or thrown away.
        turn = {note.key: number for number, note in enumerate(notes)}
        made = sorted(
            (item for item in self._items_of(one, Kind.THANK_YOU) if item.made_at),
            key=lambda item: (turn.get(item.key, len(turn)), item.key),
        )
        lying = [item for item in made if item.lies_there]
        if made and not lying:
            return
        # One that Afterword took back is named no more; one that the person sent is, since that is no reason to write.
        named = tuple(item for item in made if item.state is not State.REMOVED)
        # What comes too late is not written, so it is not waited for.
        waiting = [
            note.at
            for note in notes
            if note.key not in {item.key for item in made}
            and (note.until is None or max(self.now, note.at) <= note.until)
        ]
        if not made and not waiting:
            return
        begin = min((item.made_at for item in lying if item.made_at), default=None) or max(min(waiting), self.now)
        newest = max((item.made_at for item in lying if item.made_at and item.made_at <= self.now), default=None)
        existing = next(iter(self._items_of(one, Kind.REVIEW)), None)
        # One that has had its hour calls nobody to a note that came after it.
        stays = existing is not None and existing.is_live and (newest is None or newest <= existing.due)
        due = days.outside_quiet_hours(
            days.next_minute(max(begin, self.now)), self.policy.quiet_from, self.policy.quiet_until, self.policy.zone
        )
        says_newer = (newer.title, newer.start.astimezone(self.policy.zone).isoformat()) if newer else ()
        owed = self._reminder(
            Kind.REVIEW,
            one,
            existing.due if existing and stays else due,
            at=begin,
            reason="the notes lie in the drafts: read, add a line, send",
            facts=(*((item.key, item.link) for item in named), *says_newer),
            waits_for="" if lying else "the notes to lie in the drafts",
            drafts=named,
        )
        yield replace(owed, superseded_by=newer)

    def follow_up(self, application: Application, rounds: Sequence[Interview]) -> Iterator[Owed | Declined]:
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
        day, reason = self._follow_up_day(last)
        yield self._reminder_on(Kind.FOLLOW_UP, last, day, at=last.end, reason=reason)

    def _follow_up_day(self, last: Interview) -> tuple[date, str]:
        decision = last.decision_by
        # A date from before the interview was about an earlier round.
        if decision is not None and decision >= self._last_day(last):
            day = days.business_day_from(decision + days.ONE_DAY, self.policy.holidays)
            return day, f"the first business day after {decision.isoformat()}, by when they said they would decide"
        count = self.policy.follow_up_business_days
        day = days.add_business_days(self._last_day(last), count, self.policy.holidays)
        return day, f"{_business_days(count)} after the interview; no decision date is known"

    def feedback_call(self, application: Application, rounds: Sequence[Interview]) -> Iterator[Owed | Declined]:
        """Ask what to improve: tentative while nothing is known, confirmed after a rejection; one an application."""
        last = rounds[-1]
        if application.outcome in (Outcome.OFFER, Outcome.WITHDREW):
            yield Declined(Kind.FEEDBACK_CALL, last, f"the outcome is known: {application.outcome}")
            return
        begun = self._existing_key(application.rounds, Kind.FEEDBACK_CALL)
        seen = application.outcome_seen
        is_rejected = application.outcome is Outcome.REJECTED and seen is not None
        if is_rejected and seen is not None:
            count = self.policy.after_rejection_business_days
            day = days.add_business_days(self._day(seen), count, self.policy.holidays)
            reason = f"{_business_days(count)} after the rejection became known"
        else:
            count = self.policy.feedback_call_business_days
            day = days.add_business_days(self._follow_up_day(last)[0], count, self.policy.holidays)
            reason = f"if you were not selected: {_business_days(count)} after the follow-up"
        yield self._reminder_on(
            Kind.FEEDBACK_CALL,
            last,
            day,
            # One that was made for an earlier round moves along as soon as the next is on the calendar.
            at=seen if is_rejected and seen else (self.now if begun else last.end),
            reason=reason,
            key=begun[0] if begun else "",
            is_tentative=not is_rejected,
            panel=_everybody(rounds),
            known_since=seen if is_rejected else None,
        )

    def keep_in_touch(self, application: Application, rounds: Sequence[Interview]) -> Iterator[Owed]:
        """After a rejection: the two questions, every few months."""
        told, seen = application.told, application.outcome_seen
        if application.outcome is not Outcome.REJECTED or told is None or seen is None:
            return
        policy = self.policy
        stands = [
            days.instant(
                days.business_day_from(
                    days.add_months(self._day(seen), policy.keep_in_touch_months * turn), policy.holidays
                ),
                policy.reminders_at,
                policy.zone,
            )
            for turn in range(1, policy.keep_in_touch_times + 1)
        ]
        if not stands:
            return
        begun = self._existing_key(application.rounds, Kind.KEEP_IN_TOUCH)
        yield self._reminder(
            Kind.KEEP_IN_TOUCH,
            told,
            stands[0],
            at=seen,
            reason=f"not selected: every {policy.keep_in_touch_months} months, {policy.keep_in_touch_times} times",
            key=begun[0] if begun else "",
            facts=tuple(stands),
            also_at=tuple(stands[1:]),
            panel=_everybody(rounds),
        )

    def _reminder_on(
        self,
        kind: Kind,
        one: Interview,
        day: date,
        *,
        at: datetime,
        reason: str,
        key: str = "",
        facts: tuple[object, ...] = (),
        is_tentative: bool = False,
        panel: tuple[Interviewer, ...] = (),
        known_since: datetime | None = None,
    ) -> Owed:
        """
        Give a reminder that stands on business day *day*.

        Where that hour has passed before the reminder could be made, it stands at the next such hour instead: one in
        the past would never be seen. Its facts hold the day it was meant for, so that it does not move again. One that
        has had its hour stays where it stood, unless what makes it say something else is *known_since* then.
        """
        meant = days.instant(day, self.policy.reminders_at, self.policy.zone)
        owed = self._reminder(
            kind, one, meant, at=at, reason=reason, key=key, facts=facts, is_tentative=is_tentative, panel=panel
        )
        existing = self.items.get(owed.key)
        if existing and existing.is_live and existing.facts == owed.facts:
            return replace(owed, due=existing.due)
        if meant > self.now:
            return owed
        had_its_hour = existing is not None and existing.is_live and existing.due <= self.now
        if existing and had_its_hour and (known_since is None or known_since <= existing.due):
            return replace(owed, due=existing.due)  # What it would say now is no matter any more.
        today = self._day(self.now)
        due = days.instant(
            days.business_day_from(today, self.policy.holidays), self.policy.reminders_at, self.policy.zone
        )
        if due <= self.now:
            tomorrow = days.business_day_from(today + days.ONE_DAY, self.policy.holidays)
            due = days.instant(tomorrow, self.policy.reminders_at, self.policy.zone)
        return replace(owed, due=due, until=meant + self.policy.catch_up)

    def _reminder(
        self,
        kind: Kind,
        one: Interview,
        due: datetime,
        *,
        at: datetime,
        reason: str,
        key: str = "",
        facts: tuple[object, ...] = (),
        waits_for: str = "",
        drafts: tuple[Item, ...] = (),
        is_tentative: bool = False,
        also_at: tuple[datetime, ...] = (),
        panel: tuple[Interviewer, ...] = (),
    ) -> Owed:
        me = self.account.me
        said = (one.title, one.company, one.role, one.location, one.notes, one.decision_by, me.language, me.name)
        met = tuple(sorted(map(_recipient, (*(panel or one.interviewers), *one.recruiters))))
        return Owed(
            key=key or item_key(self.account.account, one.identity, kind),
            kind=kind,
            interview=one,
            due=due,
            at=at,
            reason=reason,
            says=(due, *said, *met, *facts, is_tentative, self.policy.reminder_length, self.policy.popups),
            waits_for=waits_for,
            drafts=drafts,
            is_tentative=is_tentative,
            also_at=also_at,
            panel=panel or one.interviewers,
        )

    # What is there already

    def _existing_key(
        self, rounds: Iterable[Interview], kind: Kind, recipient: str = ""
    ) -> tuple[str, Interview] | None:
        """Give the key of the item that was begun for one of *rounds*, and that round."""
        for one in rounds:
            begun = [item.key for item in self._items_of(one, kind) if item.is_settled_matter]
            # Most have none: no name needs to be worked out for them.
            if begun and (key := item_key(self.account.account, one.identity, kind, recipient)) in begun:
                return key, one
        return None

    def _items_of(self, one: Interview, kind: Kind) -> list[Item]:
        return [item for item in self._by_identity.get(one.identity, ()) if item.kind is kind]

    # Days

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.policy.zone).date()

    def _last_day(self, one: Interview) -> date:
        """The day on which it ends; one that ends at midnight ended the day before."""
        return self._day(max(one.start, one.end - timedelta(seconds=1)))


def _recipient(person: Interviewer) -> str:
    """What stands for *person* in a key: the address, or the name where no address is known."""
    return person.email.casefold() or f"name:{person.name.casefold()}"


def _everybody(rounds: Iterable[Interview]) -> tuple[Interviewer, ...]:
    """Everybody who was met in *rounds*, once each, in the order of the invitations."""
    people: dict[str, Interviewer] = {}
    for one in rounds:
        for person in one.interviewers:
            people.setdefault(_recipient(person), person)
    return tuple(people.values())


def _minutes(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes} minute" if minutes == 1 else f"{minutes} minutes"


def _business_days(count: int) -> str:
    return f"{count} business day" if count == 1 else f"{count} business days"
