"""The watched calendars as they are now, against what the ledger knows: what changed, what went, what is silent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from daemon.domain.afterwards import OF_AN_APPLICATION
from daemon.domain.errors import IntegrationError
from daemon.domain.interview import Interview, Standing, Word
from daemon.domain.item import Kind
from daemon.domain.occurrence import Occurrence, TimeSpan
from daemon.domain.policy import AccountPolicy, Policy
from daemon.domain.recognise import recognise
from daemon.domain.tombstone import tombstone
from daemon.ports import NEVER, CalendarSource, Memory, Question, ReadRecord

LOOK_BACK = timedelta(days=3)
LOOK_AHEAD = timedelta(days=60)

#: For so long after its end, and while a reminder of it stands ahead, an interview is asked for although it is out of
#: sight: its outcome may be noted in it.
FOLLOWED_FOR = timedelta(days=60)


@dataclass(slots=True)
class Sight:
    """What one look at all watched calendars gave."""

    #: Everything known now, by identity: the ledger's interviews with what was read put in their place.
    interviews: dict[str, Interview] = field(default_factory=dict)
    #: Words that were said while the clock was ahead, by identity, as of now.
    mended_words: dict[str, Word] = field(default_factory=dict)
    #: Those of them that differ from what the ledger holds.
    news: list[Interview] = field(default_factory=list)
    #: Identities of the interviews that take place and were read just now.
    in_sight: set[str] = field(default_factory=set)
    reads: list[ReadRecord] = field(default_factory=list)
    events_read: int = 0
    #: When the person is busy, as far as their calendars could be read; only where reminders are to keep clear of it.
    busy: list[TimeSpan] = field(default_factory=list)
    #: Calendars that could not be read.
    errors: list[IntegrationError] = field(default_factory=list)
    #: What could not be read though its calendar could.
    warnings: list[str] = field(default_factory=list)
    #: Occurrences that are no interview; only where everything was asked for.
    others: list[Occurrence] = field(default_factory=list)
    #: Interviews that were cancelled, declined or somebody else's from the first: for telling why nothing follows.
    never_on: list[Interview] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Copy:
    """An event as one calendar has it: an interview, or none."""

    interview: Interview | None
    sequence: int = 0

    @property
    def rank(self) -> tuple[bool, int, bool]:
        """
        Order the copies of one event: of two, the one that ranks higher counts.

        An interview before none, for the tag may be the person's own on that calendar; then the later revision by the
        organizer (RFC 5546, 2.1.5); of one revision, which an answer does not raise, the copy that takes place: a
        missed note is worse than one too many.
        """
        return self.interview is not None, self.sequence, self.interview is not None and self.interview.takes_place


class Observer:
    """Looks at the calendars of one account; keeps what it recognised, so that unchanged events cost nothing."""

    def __init__(self, account: AccountPolicy, sources: Sequence[CalendarSource]) -> None:
        self._account = account
        self._sources = sources
        self._recognised: dict[tuple[str, str], tuple[Occurrence, bool | None, Interview | None]] = {}

    def window(self, now: datetime) -> TimeSpan:
        """Give what is in sight at *now*."""
        back = max(LOOK_BACK, self._account.policy.catch_up + timedelta(days=1))
        return TimeSpan(now - back, now + LOOK_AHEAD)

    def look(
        self,
        memory: Memory,
        now: datetime,
        *,
        changed: Mapping[str, frozenset[str]] | None = None,
        everything: bool = False,
    ) -> Sight:
        """
        Read all calendars and compare.

        *changed* names, by calendar, the only hrefs that may have changed since this object's last complete look; None
        means that anything may have. A calendar that cannot be read, or in which suddenly nothing is left, changes
        nothing of what is known. Nor does a copy elsewhere while the calendar of the known one cannot be read; while
        that is suddenly empty, one does that holds all that is known: perhaps the event was moved to there.
        """
        sight = Sight(interviews=dict(memory.interviews))
        ahead = _with_something_ahead(memory, self._account.policy, now)
        followed = {one.identity for one in memory.interviews.values() if _is_followed(one, ahead, now)}
        told = {identity for identity, is_interview in memory.tags.items() if is_interview}
        # What was deleted may come back; nobody is asked about it by name, or each pass would ask again.
        missed = {one.identity for one in memory.interviews.values() if _is_missed(one, now)}
        seen: dict[str, _Copy] = {}
        silent: set[str] = set()
        unreachable: set[str] = set()
        silent_hrefs: set[tuple[str, str]] = set()
        for source in self._sources:
            before = memory.reads.get(source.name)
            wanted = [one for one in followed | told | missed if self._belongs_to(source, memory.interviews.get(one))]
            reach = _reach(memory.interviews[identity] for identity in wanted if identity in followed)
            question = Question(
                self.window(now), frozenset(wanted), reach, everything, busy=self._account.policy.avoid_busy
            )
            try:
                reading = source.read(question, None if changed is None else changed.get(source.name, frozenset()))
            except IntegrationError as error:
                unreachable.add(source.name)
                sight.errors.append(error)
                unread = before or ReadRecord(source.name, NEVER, 0)
                sight.reads.append(replace(unread, error=error.message))
                continue
            sight.events_read += reading.events
            sight.busy.extend(reading.busy)
            if reading.events == 0 and before is not None and before.events > 0:
                silent.add(source.name)
                warning = "suddenly holds no event at all; nothing is taken back because of that"
                sight.warnings.append(f"{source.name}: {warning}")
                sight.reads.append(ReadRecord(source.name, now, before.events, warning))
                continue
            for bad in reading.unreadable:
                silent_hrefs.add((source.name, bad.href))
                sight.warnings.append(f"{source.name}: {bad.href}: {bad.reason}")
            sight.reads.append(ReadRecord(source.name, now, reading.events))
            for occurrence in reading.occurrences:
                self._take(occurrence, memory, seen, sight if everything else None)
        for identity in followed:
            known = memory.interviews[identity]
            is_unreadable = known.calendar in unreachable or (known.calendar, known.href) in silent_hrefs
            if identity in seen:
                # A copy elsewhere may be an old one, or lack words. An emptied calendar it may have left, as it is.
                is_emptied = known.calendar in silent
                if is_unreadable or (is_emptied and not _holds_all(seen[identity].interview, known, now)):
                    del seen[identity]
                    if known.takes_place:
                        sight.in_sight.add(identity)
            elif not is_unreadable and known.calendar not in silent:
                self._ask_for(known, memory, seen, sight)
        for identity, copy in seen.items():
            self._merge(identity, copy.interview, memory.interviews.get(identity), now, sight)
        for identity, word in memory.words.items():
            self._hear(identity, word, memory.interviews.get(identity), now, sight)
        return sight

    def _take(self, occurrence: Occurrence, memory: Memory, seen: dict[str, _Copy], everything: Sight | None) -> None:
        """Recognise *occurrence* and keep the better of two copies of one event, the first of equal ones."""
        word = memory.tags.get(occurrence.identity)
        cache_key = (occurrence.calendar, occurrence.identity)
        cached = self._recognised.get(cache_key)
        if not word and self._is_forgotten(occurrence, memory):
            # The person's word, `afterword tag`, would bring it back.
            interview = None
        elif cached is not None and cached[1] is word and cached[0] == occurrence:
            interview = cached[2]
        else:
            interview = recognise(occurrence, self._account, word)
            self._recognised[cache_key] = (occurrence, word, interview)
        if interview is None and everything is not None:
            everything.others.append(occurrence)
        copy, before = _Copy(interview, occurrence.sequence), seen.get(occurrence.identity)
        if before is None or copy.rank > before.rank:
            seen[occurrence.identity] = copy

    def _is_forgotten(self, occurrence: Occurrence, memory: Memory) -> bool:
        return bool(memory.forgotten) and tombstone(self._account.account, occurrence.identity) in memory.forgotten

    def _belongs_to(self, source: CalendarSource, known: Interview | None) -> bool:
        """Say whether *source* is to be asked for *known*; each calendar is where nobody knows in which one it is."""
        if known is None or known.calendar == source.name:
            return True
        return all(known.calendar != other.name for other in self._sources)

    def _ask_for(self, known: Interview, memory: Memory, seen: dict[str, _Copy], sight: Sight) -> None:
        """An interview that was not among what was read: is it really gone, or in another calendar now?"""
        if all(known.calendar != source.name for source in self._sources):
            return  # Its calendar is not watched any more: what was made for it stays.
        for source in sorted(self._sources, key=lambda one: one.name != known.calendar):
            try:
                occurrence = source.find(known.event, known.identity)
            except IntegrationError as error:
                sight.errors.append(error)
                return
            if occurrence is not None:
                self._take(occurrence, memory, seen, None)
                if not occurrence.is_cancelled:
                    return
        seen.setdefault(known.identity, _Copy(replace(known, standing=Standing.DELETED)))

    @staticmethod
    def _merge(identity: str, read: Interview | None, known: Interview | None, now: datetime, sight: Sight) -> None:
        """Put what was read in the place of what was known, with what only the ledger remembers."""
        if known is None:
            # What was never on is nothing to remember.
            if read is not None and not read.takes_place:
                sight.never_on.append(read)
            if read is None or not read.takes_place:
                return
            merged = replace(read, first_seen=now, outcome_seen=now if read.outcome else None)
        elif read is None:
            merged = replace(known, standing=Standing.UNTAGGED)
        elif read.standing is Standing.DELETED:
            merged = read
        else:
            if read.guests_hidden:
                from daemon.domain.people import with_known_guests

                read = with_known_guests(read, known)
            if known.created and read.created:
                # Some programs stamp an event anew with each change or export; it was there before.
                read = replace(read, created=min(known.created, read.created))
            outcome_seen = known.outcome_seen if read.outcome is known.outcome else None
            merged = replace(
                read,
                word=known.word,
                first_seen=_not_ahead(known.first_seen, now),
                outcome_seen=_not_ahead(outcome_seen, now) if read.outcome else None,
            )
        sight.interviews[identity] = merged
        if merged.takes_place:
            sight.in_sight.add(identity)
        if merged != known:
            sight.news.append(merged)

    @staticmethod
    def _hear(identity: str, word: Word, known: Interview | None, now: datetime, sight: Sight) -> None:
        """Put the person's *word* by command to the interview, in sight or not, that it was said of; *known* before."""
        one = sight.interviews.get(identity)
        if one is None or one.word == word:
            return
        if word.at > now:  # It was said while the clock was ahead.
            # What the event said later is later still, though both are as old as this moment now.
            was_later = known is not None and known.outcome_seen is not None and known.outcome_seen > word.at
            word = replace(word, at=now - timedelta.resolution if was_later else now)
            sight.mended_words[identity] = word
        heard = replace(one, word=word)
        sight.interviews[identity] = heard
        sight.news[:] = [*(other for other in sight.news if other.identity != identity), heard]


def _holds_all(read: Interview | None, known: Interview, now: datetime) -> bool:
    """Say whether *read* says all that *known* does, at another time perhaps: then nothing is taken back for it."""
    return (
        read is not None
        and read.takes_place
        and (read.end > now) is (known.end > now)
        and {*known.notes, *known.interviewers, *known.recruiters}
        <= {*read.notes, *read.interviewers, *read.recruiters}
        and all(getattr(known, said) in (None, "", getattr(read, said)) for said in _SAID)
    )


_SAID = ("company", "role", "outcome", "decision_by", "language", "no_thanks")


def _reach(followed: Iterable[Interview]) -> TimeSpan | None:
    """Give from when to when the *followed* interviews are, as far as is known."""
    times = [(one.start, one.end) for one in followed]
    return TimeSpan(min(start for start, _ in times), max(end for _, end in times)) if times else None


def _not_ahead(moment: datetime | None, now: datetime) -> datetime:
    """Give *moment*, or *now* where there is none yet, or where it was taken down while the clock was ahead."""
    return now if moment is None else min(moment, now)


def _is_followed(one: Interview, ahead: Collection[str], now: datetime) -> bool:
    """Say whether *one* is asked for although it may be out of sight."""
    return one.standing is not Standing.DELETED and (one.end > now - FOLLOWED_FOR or one.identity in ahead)


def _is_missed(one: Interview, now: datetime) -> bool:
    return one.standing is Standing.DELETED and one.end > now - FOLLOWED_FOR


def _with_something_ahead(memory: Memory, policy: Policy, now: datetime) -> frozenset[str]:
    """Give the identities of the interviews for which a reminder stands ahead: what is noted in them still matters."""
    lines = (one.keep_in_touch_every or 0 for one in memory.interviews.values())
    months = max(policy.keep_in_touch_months, max(lines, default=0))
    longest = timedelta(days=31 * months * policy.keep_in_touch_times)
    return frozenset(
        item.identity
        for item in memory.items.values()
        if item.kind in OF_AN_APPLICATION
        and item.is_live
        and item.due + (longest if item.kind is Kind.KEEP_IN_TOUCH else timedelta()) > now
    )
