"""The sample calendar of `afterword demo`: six events around the moment at which it is first run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from daemon.domain.days import business_day_from

ME = ("Sam Lee", "sam@example.com")

#: Longer ago than the notes' delay, so that they are due.
_OVER_FOR = timedelta(minutes=75)
#: The day's last interview ends between these hours.
_EARLIEST_END, _LATEST_END = 12, 17


@dataclass(frozen=True, slots=True)
class SampleEvent:
    """One event, as somebody might have written it."""

    uid: str
    title: str
    start: datetime
    end: datetime
    lines: tuple[str, ...] = ()
    #: Name and address of each guest beside Sam.
    guests: tuple[tuple[str, str], ...] = ()
    organizer: tuple[str, str] = ME
    is_cancelled: bool = False
    location: str = field(default="")


def sample_events(now: datetime, zone: tzinfo) -> Sequence[SampleEvent]:
    """
    Give the sample events for a demo that begins at *now*.

    Three interviews ended in the last 24 hours, within a business day's hours, so that their notes are due whenever the
    demo is run; for one of them the answer was no.
    """
    panel_end = _latest_end(now.astimezone(zone))
    panel = panel_end - timedelta(hours=1)
    screen = panel - timedelta(hours=1)
    rejected = screen - timedelta(minutes=75)
    tomorrow = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    decision = business_day_from((tomorrow + timedelta(days=5)).date(), frozenset())
    coming = business_day_from((tomorrow + timedelta(days=2)).date(), frozenset())
    coming_start = datetime(coming.year, coming.month, coming.day, 14, 0, tzinfo=zone)
    return (
        SampleEvent(
            "rejected",
            "Interview: Site Reliability Engineer at Brightwater",
            rejected,
            rejected + timedelta(minutes=45),
            (
                "#interview #rejected",
                "interviewer: Elena Costa <elena.costa@brightwater.example> +44 20 7946 0123",
                "notes: the way you share on-call between London and Lisbon",
            ),
            (("Elena Costa", "elena.costa@brightwater.example"),),
            ("Elena Costa", "elena.costa@brightwater.example"),
        ),
        SampleEvent(
            "phone-screen",
            "Phone screen: Backend Engineer at Northwind",
            screen,
            screen + timedelta(minutes=30),
            (
                "#interview",
                f"decision: {decision.isoformat()}",
                "notes: the billing system that you are turning into an event log",
            ),
            (("Priya Nair", "priya.nair@northwind.example"),),
            ("Priya Nair", "priya.nair@northwind.example"),
        ),
        SampleEvent(
            "panel",
            "Interview: Platform Engineer at Larkspur Labs",
            panel,
            panel_end,
            ("Your panel is confirmed.", "", "#interview"),
            (
                ("Dr. Helen Vogel", "helen.vogel@larkspurlabs.example"),
                ("Tomás Ortega", "tomas.ortega@larkspurlabs.example"),
                ("Tanaka, Mei", "mei.tanaka@larkspurlabs.example"),
                ("Room Fern", "room-fern@resource.calendar.google.com"),
            ),
            ("Larkspur Labs Recruiting", "no-reply@us.greenhouse-mail.io"),
        ),
        SampleEvent(
            "coming",
            "Interview: Staff Engineer at Harborline",
            coming_start,
            coming_start + timedelta(minutes=45),
            ("#interview", "recruiter: Jonas Weber <jonas.weber@harborline.example>"),
            (("Aisha Bello", "aisha.bello@harborline.example"),),
            ("Aisha Bello", "aisha.bello@harborline.example"),
            location="Pier 4, second floor",
        ),
        SampleEvent(
            "cancelled",
            "Interview: Data Engineer at Quillon",
            tomorrow + timedelta(hours=10),
            tomorrow + timedelta(hours=11),
            ("#interview",),
            (("Marc Dubois", "marc.dubois@quillon.example"),),
            ("Marc Dubois", "marc.dubois@quillon.example"),
            is_cancelled=True,
        ),
        SampleEvent("dentist", "Dentist", tomorrow + timedelta(hours=16), tomorrow + timedelta(hours=16, minutes=30)),
    )


def _latest_end(local: datetime) -> datetime:
    """Give the latest half hour, in the hours in which interviews end, that is over for long enough."""
    over = local - _OVER_FOR
    end = over.replace(minute=30 if over.minute >= 30 else 0, second=0, microsecond=0)
    if end.hour < _EARLIEST_END:
        end = end.replace(hour=_LATEST_END, minute=0) - timedelta(days=1)
    return min(end, end.replace(hour=_LATEST_END, minute=0))


def write_calendar(folder: Path, events: Sequence[SampleEvent], now: datetime) -> None:
    """Write *events* into the calendar *folder*, all or none of them; nothing where it is there already."""
    if folder.exists():
        return
    scratch = folder.with_name(f".{folder.name}.new")
    scratch.mkdir(parents=True, exist_ok=True)
    for event in events:
        (scratch / f"{event.uid}.ics").write_bytes(_ical(event, now))
    scratch.rename(folder)


def _ical(event: SampleEvent, now: datetime) -> bytes:
    from icalendar import Calendar, Event, vCalAddress, vText

    component = Event()
    component.add("uid", f"{event.uid}@sample.example")
    component.add("dtstamp", now)
    component.add("dtstart", event.start)
    component.add("dtend", event.end)
    component.add("summary", event.title)
    if event.lines:
        component.add("description", "\n".join(event.lines))
    if event.location:
        component.add("location", event.location)
    component.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    for name, address in _people(event):
        guest = vCalAddress(f"mailto:{address}")
        guest.params["CN"] = vText(name)
        guest.params["PARTSTAT"] = vText("ACCEPTED")
        if address.endswith("resource.calendar.google.com"):
            guest.params["CUTYPE"] = vText("RESOURCE")
        component.add("attendee", guest)
    if event.guests:
        organizer = vCalAddress(f"mailto:{event.organizer[1]}")
        organizer.params["CN"] = vText(event.organizer[0])
        component.add("organizer", organizer)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Sample//Sample calendar//EN")
    calendar.add_component(component)
    return bytes(calendar.to_ical())


def _people(event: SampleEvent) -> Iterator[tuple[str, str]]:
    if event.guests:
        yield ME
        yield from event.guests
