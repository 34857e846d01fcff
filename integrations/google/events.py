"""
An event as Google Calendar gives it, as an occurrence. Pure; what is missing is missing, never an error.

https://developers.google.com/workspace/calendar/api/v3/reference/events. Only an id is sure to be there: a deleted
event may have no time, and a private one in somebody else's calendar has no title.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from daemon.domain.occurrence import Attendee, Occurrence, Participation, TimeSpan

Resource = Mapping[str, Any]

#: What of an event is used; nothing else travels (https://developers.google.com/workspace/calendar/api/guides/performance).
FIELDS = (
    "id,iCalUID,status,eventType,summary,description,location,start,end,recurringEventId,originalStartTime,"
    "attendees(email,displayName,responseStatus,self,resource),attendeesOmitted,guestsCanSeeOtherGuests,"
    "organizer(email,displayName,self),colorId,htmlLink,created,sequence,hangoutLink,"
    "conferenceData(entryPoints(entryPointType,uri))"
)

#: Kinds of events that can be interviews; the others are birthdays, focus time and the like.
EVENT_TYPES = ("default", "fromGmail")

#: The same where it is asked when the person is busy: what else takes up their time. Birthdays and places of work do
#: not (https://developers.google.com/workspace/calendar/api/guides/calendar-status).
BUSY_FIELDS = f"{FIELDS},transparency"
BUSY_TYPES = (*EVENT_TYPES, "focusTime", "outOfOffice")

#: https://developers.google.com/workspace/calendar/api/v3/reference/colors: the ids are fixed; the names are those
#: that Google Calendar shows.
COLORS = {
    "1": "lavender",
    "2": "sage",
    "3": "grape",
    "4": "flamingo",
    "5": "banana",
    "6": "tangerine",
    "7": "peacock",
    "8": "graphite",
    "9": "blueberry",
    "10": "basil",
    "11": "tomato",
}

_PARTICIPATION = {
    "needsAction": Participation.NEEDS_ACTION,
    "accepted": Participation.ACCEPTED,
    "tentative": Participation.TENTATIVE,
    "declined": Participation.DECLINED,
}


def occurrence_of(event: Resource, *, calendar: str, home: tzinfo, calendar_zone: tzinfo) -> Occurrence | None:
    """
    Give *event* as an occurrence of the calendar that the configuration calls *calendar*.

    All-day events run from midnight to midnight in *home*, the account's zone; a time with neither offset nor zone is
    in *calendar_zone*. None where it has no time: what is left of a deleted event.
    """
    try:
        span = _span(event, home, calendar_zone)
    except OverflowError:
        return None  # before the first year or after the last
    if span is None:
        return None
    start, end, all_day = span
    own_zone = event["start"].get("timeZone")
    guests = event.get("attendees")
    guests = guests if isinstance(guests, list) else []
    return Occurrence(
        event=str(event.get("id", "")),
        uid=str(event.get("iCalUID") or event.get("id", "")),
        calendar=calendar,
        title=_text(event, "summary"),
        description=_text(event, "description"),
        start=start,
        end=max(start, end),
        recurrence_id=recurrence_id_of(event),
        location=_text(event, "location"),
        all_day=all_day,
        zone=own_zone if isinstance(own_zone, str) and not all_day else "",
        is_cancelled=event.get("status") == "cancelled",
        attendees=tuple(_attendee(one) for one in guests if isinstance(one, Mapping)),
        organizer=_attendee(event["organizer"]) if isinstance(event.get("organizer"), Mapping) else None,
        color=COLORS.get(str(event.get("colorId", "")), ""),
        guests_hidden=_hides_guests(event),
        link=_text(event, "htmlLink"),
        conference=_conference(event),
        created=_created(event),
        sequence=_sequence(event),
    )


def busy_span(event: Resource, *, calendar_zone: tzinfo) -> TimeSpan | None:
    """
    Give when *event* takes up the person's time, in UTC.

    None where it does not: cancelled, shown as free, all-day, of no length, of a kind that is none of `BUSY_TYPES`, or
    declined by the one whose calendar it was read from.
    """
    is_off = event.get("status") == "cancelled" or event.get("transparency") == "transparent"
    if is_off or event.get("eventType", "default") not in BUSY_TYPES or event.get("recurrence"):
        return None
    guests = event.get("attendees")
    for guest in guests if isinstance(guests, list) else ():
        if isinstance(guest, Mapping) and guest.get("self") is True and guest.get("responseStatus") == "declined":
            return None
    try:
        span = _span(event, UTC, calendar_zone)
    except OverflowError:
        return None
    if span is None or span[2] or span[0] >= span[1]:
        return None
    return TimeSpan(span[0], span[1])


def recurrence_id_of(event: Resource) -> str:
    """
    Give the RECURRENCE-ID of an occurrence of a series, "" for a single event; see `Occurrence.recurrence_id`.

    Google's `originalStartTime` stays what it is when the occurrence is moved.
    """
    original = event.get("originalStartTime")
    if not event.get("recurringEventId") or not isinstance(original, Mapping):
        return ""
    if "date" in original:
        return str(original["date"]).replace("-", "")
    moment = moment_of(original, UTC)
    try:
        return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") if moment else ""
    except OverflowError:
        return ""


def moment_of(when: Mapping[str, Any], calendar_zone: tzinfo) -> datetime | None:
    """Give the `dateTime` of a start or end, aware; None where there is none that can be read."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        moment = datetime.fromisoformat(when["dateTime"])
    except (KeyError, TypeError, ValueError):
        return None
    if moment.tzinfo is not None:
        return moment
    try:
        zone: tzinfo = ZoneInfo(when["timeZone"])
    except (KeyError, TypeError, ValueError, ZoneInfoNotFoundError, OSError):  # OSError: "Europe" is a folder of zones
        zone = calendar_zone
    return moment.replace(tzinfo=zone)


def _span(event: Resource, home: tzinfo, calendar_zone: tzinfo) -> tuple[datetime, datetime, bool] | None:
    """Give start and end in UTC, and whether it lasts all day; None where there is no start."""
    start, end = event.get("start"), event.get("end")
    if not isinstance(start, Mapping):
        return None
    end = end if isinstance(end, Mapping) else {}
    if "date" in start:
        first = _day(start.get("date"))
        if first is None:
            return None
        # The end is exclusive: the day after.
        last = max(_day(end.get("date")) or first, first + timedelta(days=1))
        return _midnight(first, home), _midnight(last, home), True
    moment = moment_of(start, calendar_zone)
    if moment is None:
        return None
    return moment.astimezone(UTC), (moment_of(end, calendar_zone) or moment).astimezone(UTC), False


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _attendee(guest: Resource) -> Attendee:
    return Attendee(
        email=_text(guest, "email"),
        name=_text(guest, "displayName"),
        participation=_PARTICIPATION.get(_text(guest, "responseStatus"), Participation.NEEDS_ACTION),
        is_resource=guest.get("resource") is True,
        is_self=guest.get("self") is True,
    )


def _conference(event: Resource) -> str:
    """Give the link to join by: of any service that Google knows, else of its own."""
    data = event.get("conferenceData")
    points = data.get("entryPoints") if isinstance(data, Mapping) else None
    for point in points if isinstance(points, list) else ():
        if isinstance(point, Mapping) and point.get("entryPointType") == "video" and (link := _text(point, "uri")):
            return link
    return _text(event, "hangoutLink")


def _created(event: Resource) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(event, "created"))
        # Imported events may have a year that stands for "unknown".
        return moment.astimezone(UTC) if moment.tzinfo is not None and moment.year > 1970 else None
    except (ValueError, OverflowError):
        return None


def _sequence(event: Resource) -> int:
    """
    Give `sequence`, iCalendar's SEQUENCE; 0 where there is none, and for an event of this calendar that was deleted.

    That may have been moved to another calendar, and is then no later than what lies there.
    """
    value = event.get("sequence")
    if not isinstance(value, int) or (event.get("status") == "cancelled" and _is_mine(event)):
        return 0
    return max(int(value), 0)


def _hides_guests(event: Resource) -> bool:
    """Say whether there may be guests that are not shown: the list was cut, or its owner keeps it to themselves."""
    return event.get("attendeesOmitted") is True or (
        event.get("guestsCanSeeOtherGuests") is False and not _is_mine(event)
    )


def _is_mine(event: Resource) -> bool:
    """Say whether the calendar that *event* was read from is its organizer's."""
    organizer = event.get("organizer")
    return isinstance(organizer, Mapping) and organizer.get("self") is True


def _text(resource: Resource, name: str) -> str:
    value = resource.get(name)
    return value if isinstance(value, str) else ""
