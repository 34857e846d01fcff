"""What is read from a calendar: occurrences of events, with RFC 5545's words, whichever back-end they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


def require_aware(moment: datetime, what: str) -> None:
    """Refuse a naive *moment*: inside Afterword every instant knows its zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{what} is a naive time: {moment!r}")


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """From *start* (included) to *end* (excluded), both aware."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        require_aware(self.start, "start")
        require_aware(self.end, "end")

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Say whether an event from *start* to *end* is in sight; one without duration counts where it starts."""
        return start < self.end and (end > self.start or start >= self.start)


class Participation(StrEnum):
    """An attendee's PARTSTAT (RFC 5545, 3.2.12), as far as Afterword cares."""

    NEEDS_ACTION = "needs-action"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody or something on an event's guest list, as the calendar has it: nothing cleaned, nothing judged."""

    #: The address as written, without `mailto:`; "" where the calendar gives none.
    email: str
    #: The display name (CN) as written, or "".
    name: str = ""
    participation: Participation = Participation.NEEDS_ACTION
    #: A room, a projector (CUTYPE=ROOM or RESOURCE; Google's `resource`).
    is_resource: bool = False
    #: A mailing list (CUTYPE=GROUP).
    is_group: bool = False
    #: The calendar says that this is its owner (Google's `self`); local calendars never know.
    is_self: bool = False


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occurrence of an event: the only thing that recognition looks at."""

    #: What the person calls it by: Google's event id, or `UID` / `UID/RECURRENCE-ID`. Stays the same over moves.
    event: str
    #: iCalendar UID; the same in every calendar that holds a copy of the invitation.
    uid: str
    #: The calendar it was read from, as the configuration names it.
    calendar: str
    #: SUMMARY, DESCRIPTION and LOCATION as written; a description may be HTML.
    title: str
    description: str
    #: Aware, in UTC. All-day and floating times were resolved in the home zone; `end` is never before `start`.
    start: datetime
    end: datetime
    #: RECURRENCE-ID of an occurrence of a series: `20261201T090000Z`, local `20261201T100000` where the series
    #: floats, `20261201` where it is all-day; "" for a single event.
    recurrence_id: str = ""
    #: Where in the calendar it lies: a file's name, a CalDAV href; "" where the event id says it all.
    href: str = ""
    location: str = ""
    all_day: bool = False
    #: The event's own IANA zone, "" where it has none.
    zone: str = ""
    is_cancelled: bool = False
    attendees: tuple[Attendee, ...] = ()
    organizer: Attendee | None = None
    categories: tuple[str, ...] = ()
    #: Google's colour name ("grape"), or "".
    color: str = ""
    #: The guest list is hidden or cut: nothing follows from who is not on it.
    guests_hidden: bool = False
    #: Where the person can open the event, or "".
    link: str = ""
    #: The link to join by, where the calendar has a field for it; "" elsewhere, though the text may hold one.
    conference: str = ""
    #: When it was made, by the calendar's word, or a moment at which it certainly was there; aware, UTC.
    created: datetime | None = None
    #: SEQUENCE (RFC 5545, 3.8.7.4): the organizer's count of revisions, from 0 on. Guests' answers do not raise it.
    sequence: int = 0

    def __post_init__(self) -> None:
        require_aware(self.start, "start")
        require_aware(self.end, "end")
        if self.created is not None:
            require_aware(self.created, "created")

    @property
    def identity(self) -> str:
        """What makes this occurrence the same one in another calendar, at another time: UID and RECURRENCE-ID."""
        return f"{self.uid}/{self.recurrence_id}" if self.recurrence_id else self.uid
