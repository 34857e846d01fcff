"""
Slots that were perhaps superseded: a reschedule that came as a second invitation, with the old one still there.

Nothing follows from it but words, since a missed note is worse than a draft that is thrown away. The words invite a
person to throw one away, so rounds and loops must never be taken for it: when in doubt, no.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from daemon.domain.application import Application, applications
from daemon.domain.interview import Interview
from daemon.domain.text import fold

#: What lasts longer is a day of interviews.
LONGEST = timedelta(hours=4)

_RECURRENCE_ID = re.compile(r"/\d{8}(?:T\d{6}Z?)?$")
#: "#2" is no tag, but says which round it is.
_HASHTAG = re.compile(r"#[^\W\d][\w-]*")
_MOVED = re.compile(r"[(\[]\s*(?:re-?scheduled|moved|updated|new time)\s*[)\]]", re.IGNORECASE)


def perhaps_superseded(interviews: Iterable[Interview], zone: tzinfo) -> dict[str, Interview]:
    """Give what `superseded_in` gives, for all applications that *interviews* make."""
    found: dict[str, Interview] = {}
    for application in applications(interviews, zone):
        found.update(superseded_in(application, zone))
    return found


def superseded_in(application: Application, zone: tzinfo) -> Mapping[str, Interview]:
    """
    Give, by the identity of each slot of *application* that was perhaps superseded, the slot that supersedes it.

    Both take place as far as the calendar says, under two UIDs; title, people and join link are the same; both were
    made before the first of them began; neither shares its day (in *zone*) with another round of the application, is
    all-day or longer than `LONGEST`. The one that was made first is the old one, also where it comes later; where that
    cannot be told, the one that begins first is.
    """
    rounds = application.standing_rounds
    slots: dict[tuple[frozenset[str], str], list[Interview]] = {}
    for one in rounds:
        if (people := _people(one)) and one.join_link and not one.guests_hidden:
            slots.setdefault((people, one.join_link), []).append(one)
    result: dict[str, Interview] = {}
    for alike in slots.values():
        for same in _by_title(alike) if len(alike) > 1 else ():
            if all(_is_one_session(one) and _has_its_day_alone(one, rounds, zone) for one in same):
                result.update(_superseded_among(same))
    return result


def made_by(one: Interview) -> datetime | None:
    """
    Give when *one* was made at the latest, None where nothing tells.

    The calendar's word (`created`) and the ledger's (`first_seen`) are each a proof that it was there by then, so the
    earlier of them counts: a copy or an export makes `created` later than it was, never earlier.
    """
    return min((moment for moment in (one.created, one.first_seen) if moment is not None), default=None)


def _superseded_among(slots: Sequence[Interview]) -> Iterator[tuple[str, Interview]]:
    """Pair each of *slots*, which are alike, with the last made of those that may supersede it."""
    made = {one.identity: moment for one in slots if (moment := made_by(one)) is not None}
    if len(slots) > 2 and len(set(made.values())) < len(slots):
        return  # Made at one go: a loop over several days.
    if len({_RECURRENCE_ID.sub("", one.identity) for one in slots}) < len(slots):
        return  # Occurrences of a series.
    in_order = sorted(
        (one for one in slots if one.identity in made), key=lambda one: (made[one.identity], one.start, one.identity)
    )
    for place, old in enumerate(in_order):
        # What was made after the first had begun is another round.
        newer = [one for one in in_order[place + 1 :] if made[one.identity] < min(old.start, one.start)]
        if newer:
            yield old.identity, newer[-1]


def _by_title(slots: Sequence[Interview]) -> Iterable[list[Interview]]:
    # The lists of words take longer to load than all the rest, and hardly ever are two slots this much alike.
    from daemon.domain.title_words import INVITATION_TAIL, MAIL_NOISE

    found: dict[str, list[Interview]] = {}
    for one in slots:
        title = _HASHTAG.sub(" ", _MOVED.sub(" ", INVITATION_TAIL.sub("", MAIL_NOISE.sub("", one.title))))
        if folded := fold(title):
            found.setdefault(folded, []).append(one)
    return found.values()


def _people(one: Interview) -> frozenset[str]:
    """Give whom it is with; nobody where an address is missing, since names alone do not tell people apart."""
    addresses = frozenset(person.email.casefold() for person in one.interviewers)
    return addresses if all(addresses) else frozenset()


def _is_one_session(one: Interview) -> bool:
    return not one.all_day and one.end - one.start <= LONGEST


def _has_its_day_alone(slot: Interview, rounds: Iterable[Interview], zone: tzinfo) -> bool:
    """Say whether no other round touches a day of *slot*: several on one day are a loop."""
    first, last = _days(slot, zone)
    others = (_days(one, zone) for one in rounds if one is not slot)
    return all(end < first or last < begin for begin, end in others)


def _days(one: Interview, zone: tzinfo) -> tuple[date, date]:
    """Give the first and the last day that *one* touches."""
    last = max(one.start, one.end - timedelta(seconds=1))
    return one.start.astimezone(zone).date(), last.astimezone(zone).date()
