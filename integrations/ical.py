"""
iCalendar objects (RFC 5545, 5546) to occurrences, for every calendar that speaks them.

`parse` is the whole of it: bytes in, the occurrences in a span out. One event that cannot be read hides no other.
`busy` gives of the same only when somebody has no time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from daemon.domain.guest_address import is_mine, plain_address
from daemon.domain.occurrence import Attendee, Occurrence, Participation, TimeSpan
from daemon.domain.policy import Me
from integrations.ical_text import (
    CONFERENCE_PROPERTIES,
    TIME_PROPERTIES,
    ZONE_PARAMETER,
    Parts,
    decode,
    stand_in_uid,
    take_apart,
    unescape,
    unfold,
)
from integrations.recurrence import UnreadableRule, starts
from integrations.zones import FileZones, zone_key

#: Occurrences given of one event; one that has more in sight is no interview.
MOST_OCCURRENCES = 500

Moment = date | datetime
_NONE = timedelta(0)
#: By which component something takes place, when, for how long, and its recurrence id or "".
_Once = tuple["_Component", Moment, timedelta, str]


class IcalError(ValueError):
    """The bytes are no calendar. The message says why and what to do, in words that follow the file's name."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What an iCalendar object holds."""

    occurrences: tuple[Occurrence, ...]
    #: Its VEVENTs, the unreadable ones included.
    events: int
    #: What could not be read, in words.
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Component:
    """One VEVENT, with its times made sense of."""

    properties: Any
    start: Moment
    length: timedelta
    #: RECURRENCE-ID, and whether it speaks for all that follow (3.2.13).
    original: Moment | None
    and_following: bool
    sequence: int


@dataclass(slots=True)
class _Series:
    """All that a file says under one UID."""

    core: _Component | None = None
    overrides: list[_Component] = field(default_factory=list)

    def add(self, component: _Component) -> None:
        if component.original is not None:
            self.overrides.append(component)
        elif self.core is None or component.sequence >= self.core.sequence:
            self.core = component


def parse(
    data: bytes, *, calendar: str, href: str, window: TimeSpan, home: tzinfo, wanted: frozenset[str] = frozenset()
) -> Contents:
    """
    Give the occurrences in *data* that overlap *window*, and those in *wanted* (identities) wherever they are.

    Floating and all-day times are resolved in *home*. Cancelled occurrences are among them, those that EXDATE takes
    away are not. At most `MOST_OCCURRENCES` of an event. *calendar* and *href* are handed on; the file's name stands
    in for a missing UID.

    Raises:
        IcalError: Nothing in it can be read.
    """
    parts = take_apart(decode(unfold(data)))
    if not parts.is_calendar:
        raise IcalError("is no iCalendar file; export the event again, or move the file out of the folder")
    reader = _Reader(calendar, href, window, home, FileZones(parts.zones, home), parts.method == "CANCEL")
    series, problems = reader.series(parts)
    if parts.cut_off:
        problems.append("an event is cut off before its END:VEVENT; copy or export the file again")
    occurrences: list[Occurrence] = []
    for uid, one in series.items():
        of_this = frozenset(identity for identity in wanted if identity == uid or identity.startswith(f"{uid}/"))
        occurrences += reader.occurrences(uid, one, of_this, problems)
    return Contents(tuple(occurrences), len(parts.events) + parts.cut_off, tuple(problems))


def busy(data: bytes, *, href: str, window: TimeSpan, home: tzinfo, me: Me | None) -> tuple[TimeSpan, ...]:
    """
    Give when in *window* the events in *data* take up the time of *me*, one span (UTC) for each occurrence.

    Those do that have a length and are neither cancelled, nor transparent (3.8.2.7), nor all-day, nor declined by
    *me*. What is not about time is not even parsed, and what cannot be read takes up none: `parse` tells it.
    """
    parts = take_apart(decode(unfold(data)), TIME_PROPERTIES)
    if not parts.is_calendar or parts.method == "CANCEL":
        return ()
    reader = _Reader("", href, window, home, FileZones(parts.zones, home), is_cancellation=False)
    series, _ = reader.series(parts)
    return tuple(span for uid, one in series.items() for span in reader.busy(uid, one, me))


class _Unreadable(ValueError):
    """An event that makes no sense; the message follows "the event"."""


#: What times out of range and properties of the wrong type raise, here and in icalendar.
_ERRORS = (ValueError, TypeError, AttributeError, KeyError, OverflowError)


def _reason(error: Exception) -> str:
    # The libraries' own words may quote the event, and say nothing to a person.
    is_ours = isinstance(error, (_Unreadable, UnreadableRule))
    return str(error) if is_ours else "has a time out of range; open it in your calendar program and save it again"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the components of one file."""

    calendar: str
    href: str
    window: TimeSpan
    home: tzinfo
    zones: FileZones
    is_cancellation: bool

    def series(self, parts: Parts) -> tuple[dict[str, _Series], list[str]]:
        """Give what the file says by UID, and what of its events could not be read, in words."""
        problems = []
        series: dict[str, _Series] = {}
        for number, text in enumerate(parts.events, 1):
            try:
                uid, component = self.component(text, number)
            except _ERRORS as error:
                problems.append(f"event {number} {_reason(error)}")
            else:
                series.setdefault(uid, _Series()).add(component)
        return series, problems

    def component(self, text: str, number: int) -> tuple[str, _Component]:
        """Give the UID and the times of a VEVENT, the *number*th of the file."""
        from icalendar import Event

        event = Event.from_ical(text)
        start = self._moment(_first(event, "DTSTART"))
        if start is None:
            raise _Unreadable("has no start that can be read (DTSTART)")
        self._instant(start)  # raises where the calendar of the world ends
        name = _first(event, "RECURRENCE-ID")
        return _text(event, "UID").strip() or stand_in_uid(self.href, number), _Component(
            properties=event,
            start=start,
            length=self._length(event, start),
            original=self._moment(name),
            and_following=name is not None and str(name.params.get("RANGE", "")).upper() == "THISANDFUTURE",
            sequence=_sequence(event),
        )

    def occurrences(self, uid: str, series: _Series, wanted: frozenset[str], problems: list[str]) -> list[Occurrence]:
        """Give what of *series* is in sight or wanted; what of it cannot be read is added to *problems*."""
        result: list[Occurrence] = []
        try:
            for component, start, length, recurrence_id in self._each(uid, series, wanted):
                result.append(self._occurrence(uid, component, start, length, recurrence_id))
        except _ERRORS as error:
            # What was read so far still stands: occurrences that were changed one by one need no counting.
            problems.append(f"the event {_reason(error)}")
        result = [one for one in result if self.window.overlaps(one.start, one.end) or one.identity in wanted]
        if len(result) > MOST_OCCURRENCES:
            result.sort(key=lambda one: (one.identity not in wanted, one.start))
        return result[:MOST_OCCURRENCES]

    def busy(self, uid: str, series: _Series, me: Me | None) -> list[TimeSpan]:
        """Give when in sight *series* takes up the time of *me*."""
        result: list[TimeSpan] = []
        with contextlib.suppress(*_ERRORS):
            components = [series.core, *series.overrides]
            taking = {id(one) for one in components if one and _takes_time(one.properties, me)}
            for component, start, length, _ in self._each(uid, series, frozenset()) if taking else ():
                if id(component) in taking and isinstance(start, datetime) and length:
                    begin = self._instant(start)
                    result.append(TimeSpan(begin, begin + length))
        return [span for span in result if self.window.overlaps(span.start, span.end)]

    def _each(self, uid: str, series: _Series, wanted: frozenset[str]) -> Iterator[_Once]:
        """Give each time that *series* takes place, in sight or wanted, and perhaps more; first what was changed."""
        core = series.core
        skipped = set(self._exceptions(core)) if core else set()
        overrides = self._overrides(series)
        for recurrence_id, one in overrides.items():
            if recurrence_id not in skipped:
                yield one, one.start, one.length, recurrence_id
        if core and not _is_recurring(core):
            yield core, core.start, core.length, ""
        elif core:
            yield from self._instances(uid, core, overrides, skipped, wanted)

    def _overrides(self, series: _Series) -> dict[str, _Component]:
        """Give the overrides by their recurrence ids; of two for the same, the one with the higher SEQUENCE."""
        return {
            self._recurrence_id(one.original, series.core): one
            for one in sorted(series.overrides, key=lambda one: one.sequence)
        }

    def _instances(
        self, uid: str, core: _Component, overrides: dict[str, _Component], skipped: set[str], wanted: frozenset[str]
    ) -> Iterator[_Once]:
        """Give the times that come from the rule of *core*, and that no override of their own replaces."""
        rules = _all(core.properties, "RRULE")
        if not rules and "RRULE" in core.properties:
            raise _Unreadable("has a recurrence rule that cannot be read")
        extra = list(self._moments(core.properties, "RDATE", core.start))
        changes = sorted(
            (
                (self._instant(one.original), self._instant(one.start), one)
                for one in overrides.values()
                if one.and_following and one.original is not None
            ),
            key=lambda change: change[0],
        )
        reach = timedelta(days=1) + max(core.length, *(abs(to - at) + one.length for at, to, one in changes), _NONE)
        spans = [TimeSpan(self.window.start - reach, self.window.end + reach)]
        for identity in wanted:
            spans += _day_of(identity.removeprefix(f"{uid}/"))
        given = set(overrides) | skipped
        for span in spans:
            for start, own_length in starts(rules, extra, core.start, span, self.home):
                recurrence_id = self._recurrence_id(start, core)
                if recurrence_id in given:
                    continue
                given.add(recurrence_id)
                source, moved = core, _NONE
                for at, to, change in changes:
                    if at <= self._instant(start):
                        source, moved = change, to - at
                length = source.length if own_length is None else own_length
                yield source, start + moved, length, recurrence_id

    def _occurrence(
        self, uid: str, component: _Component, start: Moment, length: timedelta, recurrence_id: str
    ) -> Occurrence:
        """Put one occurrence together."""
        event = component.properties
        all_day = not isinstance(start, datetime)
        begin = self._instant(start)
        # All-day events last whole days, also when a day of them has 23 or 25 hours.
        end = self._instant(start + max(length, timedelta(days=1))) if all_day else begin + length
        link = _text(event, "URL").strip()
        return Occurrence(
            event=f"{uid}/{recurrence_id}" if recurrence_id else uid,
            uid=uid,
            calendar=self.calendar,
            title=_text(event, "SUMMARY"),
            description=_text(event, "DESCRIPTION") or _html_description(event),
            start=begin,
            end=end,
            recurrence_id=recurrence_id,
            href=self.href,
            location=_text(event, "LOCATION"),
            all_day=all_day,
            zone=zone_key(start.tzinfo) if isinstance(start, datetime) and start.tzinfo is not UTC else "",
            is_cancelled=self.is_cancellation or _is_cancelled(event),
            attendees=tuple(_attendee(one) for one in _all(event, "ATTENDEE")),
            organizer=next((_attendee(one) for one in _all(event, "ORGANIZER")), None),
            categories=tuple(str(name).strip() for line in _all(event, "CATEGORIES") for name in line.cats),
            link=link if _is_web_address(link) else "",
            conference=next(filter(_is_web_address, _conferences(event)), ""),
            created=self._created(event),
            sequence=component.sequence,
        )

    def _created(self, event: Any) -> datetime | None:
        """
        Give when the event was made (3.8.7.1) or, where it does not say, when it was stamped (3.8.7.2).

        A stamp is never earlier than what it is on, whatever was exported or edited since: it proves no more than that
        the event was there by then. Google writes the years 0 and 1900 for "unknown", others 1970.
        """
        moments = (self._moment(_first(event, name)) for name in ("CREATED", "DTSTAMP"))
        return next((self._instant(one) for one in moments if one is not None and one.year > 1970), None)

    def _recurrence_id(self, moment: Moment | None, core: _Component | None) -> str:
        """
        Give the RECURRENCE-ID that *moment* means, in the form of the series.

        It should have DTSTART's type (3.8.4.4), and often has not: a date for a timed series, a floating time or UTC
        for one with a zone.
        """
        assert moment is not None
        first = core.start if core else moment
        if not isinstance(first, datetime):
            if isinstance(moment, datetime):
                moment = (moment.astimezone(self.home) if moment.tzinfo else moment).date()
        elif not isinstance(moment, datetime):
            moment = datetime.combine(moment, first.timetz())
        elif first.tzinfo is None and moment.tzinfo is not None:
            moment = moment.astimezone(self.home).replace(tzinfo=None)
        elif first.tzinfo is not None and moment.tzinfo is None:
            moment = moment.replace(tzinfo=first.tzinfo)
        if not isinstance(moment, datetime):
            return moment.isoformat().replace("-", "")
        suffix = "Z" if moment.tzinfo else ""
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
        return moment.replace(tzinfo=None, microsecond=0).isoformat().replace("-", "").replace(":", "") + suffix

    def _exceptions(self, core: _Component) -> Iterator[str]:
        """Give the recurrence ids that EXDATE takes away."""
        for moment in self._moments(core.properties, "EXDATE", core.start):
            yield self._recurrence_id(moment, core)

    def _moments(self, event: Any, name: str, first: Moment) -> Iterator[Any]:
        """Give the values of a list of times; an RDATE may also be a period, a pair."""
        for line in _all(event, name):
            zone = line.params.get(ZONE_PARAMETER)
            for value in line.dts:
                if isinstance(value.dt, tuple):
                    begin, end = value.dt
                    begin = self._zoned(begin, zone)
                    yield begin, end if isinstance(end, timedelta) else self._zoned(end, zone) - begin
                    continue
                moment = self._zoned(value.dt, zone)
                if isinstance(first, datetime) and isinstance(moment, datetime):
                    if first.tzinfo and moment.tzinfo is None:
                        moment = moment.replace(tzinfo=first.tzinfo)
                    elif first.tzinfo is None and moment.tzinfo:
                        moment = moment.astimezone(self.home).replace(tzinfo=None)
                yield moment

    def _moment(self, value: Any) -> Moment | None:
        """Give a time property: a date, a floating time, or an aware one; None where it is missing or broken."""
        moment = getattr(value, "dt", None)
        return self._zoned(moment, value.params.get(ZONE_PARAMETER)) if isinstance(moment, date) else None

    def _zoned(self, moment: Any, tzid: str | None) -> Any:
        if not isinstance(moment, datetime):
            return moment
        if moment.tzinfo is not None:  # the form with Z (3.3.5, form 2)
            return moment.astimezone(UTC)
        return moment.replace(tzinfo=self.zones[str(tzid)]) if tzid else moment

    def _length(self, event: Any, start: Moment) -> timedelta:
        """Give how long the event lasts: exactly (3.8.5.3) for timed ones, in days for all-day ones; never below 0."""
        end, length = self._moment(_first(event, "DTEND")), getattr(_first(event, "DURATION"), "dt", None)
        if end is not None and not isinstance(start, datetime):
            length = (end.date() if isinstance(end, datetime) else end) - start
        elif end is not None:
            length = self._instant(end) - self._instant(start)
        return max(length, _NONE) if isinstance(length, timedelta) else _NONE

    def _instant(self, moment: Moment) -> datetime:
        """Give the instant that *moment* is, in UTC."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time.min)
        return (moment if moment.tzinfo else moment.replace(tzinfo=self.home)).astimezone(UTC)


def _is_recurring(component: _Component) -> bool:
    return "RRULE" in component.properties or "RDATE" in component.properties


def _is_cancelled(event: Any) -> bool:
    return _text(event, "STATUS").strip().upper() == "CANCELLED"


def _takes_time(event: Any, me: Me | None) -> bool:
    """Say whether an event, other than by its length, takes up the time of *me*."""
    if _is_cancelled(event) or _text(event, "TRANSP").strip().upper() == "TRANSPARENT":
        return False
    guests = map(_attendee, _all(event, "ATTENDEE")) if me else ()
    declined = (one.email for one in guests if one.participation is Participation.DECLINED)
    return not any(me and is_mine(plain_address(email) or email, me) for email in declined)


def _day_of(recurrence_id: str) -> Iterator[TimeSpan]:
    """Give the days around *recurrence_id*, or nothing where it is none."""
    try:
        day = datetime.strptime(recurrence_id[:8], "%Y%m%d").replace(tzinfo=UTC)
        yield TimeSpan(day - timedelta(days=1), day + timedelta(days=2))
    except (ValueError, OverflowError):
        return


def _all(event: Any, name: str) -> list[Any]:
    """Give every readable value of a property."""
    value = event.get(name)
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [one for one in values if not _is_broken(one)]


def _first(event: Any, name: str) -> Any:
    return next(iter(_all(event, name)), None)


def _is_broken(value: object) -> bool:
    """Say whether icalendar could not read *value* (its `vBroken`, from version 7 on)."""
    return type(value).__name__ == "vBroken"


def _is_web_address(text: str) -> bool:
    return text.lower().startswith(("https://", "http://"))


def _conferences(event: Any) -> Iterator[str]:
    """Give what may be links to join by; CONFERENCE also has numbers to dial."""
    return (str(one).strip() for name in CONFERENCE_PROPERTIES for one in _all(event, name))


def _text(event: Any, name: str) -> str:
    value = _first(event, name)
    return "" if value is None else str(value)


def _sequence(event: Any) -> int:
    """Give SEQUENCE (3.8.7.4); 0 where there is none, or none in the range of integers (3.3.8)."""
    value = _first(event, "SEQUENCE")
    return int(value) if isinstance(value, int) and 0 <= value < 2**31 else 0


def _html_description(event: Any) -> str:
    """Give Outlook's HTML description, which some events have alone."""
    values: Iterable[Any] = _all(event, "X-ALT-DESC")
    return next((unescape(str(one)) for one in values if "html" in str(one.params.get("FMTTYPE", "")).lower()), "")


def _attendee(value: Any) -> Attendee:
    """Read an ATTENDEE or ORGANIZER (3.8.4.1); EMAIL (RFC 7986, 6.2) stands in where the value is no address."""
    address, parameters = str(value).strip(), value.params
    email = address[len("mailto:") :] if address.lower().startswith("mailto:") else str(parameters.get("EMAIL", ""))
    if not email and "@" in address and ":" not in address:
        email = address
    kind = str(parameters.get("CUTYPE", "")).upper()
    answer = str(parameters.get("PARTSTAT", "")).lower()
    return Attendee(
        email=email.strip(),
        name=str(parameters.get("CN", "")),
        participation=Participation(answer) if answer in set(Participation) else Participation.NEEDS_ACTION,
        is_resource=kind in ("ROOM", "RESOURCE"),
        is_group=kind == "GROUP",
    )
