#!/usr/bin/env python3
"""
Make a deterministic test calendar of any size.

    make_calendar.py COUNT OUT_DIR [--seed N] [--layout vdir|single] ...

The same COUNT, seed and ``--now`` always give the same bytes, and event number i does not depend on COUNT: a
calendar of 1,000 events is the beginning of the one of 100,000. ``--now`` defaults to today at 00:00 UTC.

What is in it:

* one VEVENT per event, with organizer, attendees, location, description, alarms, folded and escaped as RFC 5545 asks;
* 30 % of the events use a TZID (each file then carries its VTIMEZONE), about 8 % are all-day, the rest are in UTC;
* about 5 % recur (daily, weekly, every second week, monthly; with COUNT, UNTIL or without end; some with EXDATE);
* ordinary events start between two years before and one year after now;
* every 100th event (the first one included) is an interview: ``#interview`` stands in its title and it starts within
  60 days of now. The interviews contain what a fast search gets wrong:

  - every 10th interview recurs (weekly, 4 times), so its first start alone does not tell whether it matters;
  - every 10th has a title so long that the line fold falls inside ``#interview``.

  The organizer and the interviewers are at one company's domain, and ``me@example.net`` is the person interviewed;

* every 500th event is a decoy: its description holds ``#interviews``, ``#interview-prep`` or a URL that ends in
  ``#interview``, none of which is the hashtag.

The report on standard output (JSON) says how many files and bytes were written and how many interviews lie in the
window from 7 days before to 30 days after now. ``--manifest`` writes the whole truth: UID, title and all starts (UTC)
of each interview.

Only the standard library is used; time zone data must be installed (``tzdata`` of the system or from PyPI).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

TAG = "#interview"
INTERVIEW_EVERY = 100
DECOY_EVERY = 500
DECOY_AT = 250  # the place of the decoy among those 500
RECURRING_ORDINAL = 3  # last digit of the interviews that recur
FOLDED_ORDINAL = 5  # last digit of the interviews whose tag is split by a fold
INTERVIEW_SPREAD = timedelta(days=60)
WINDOW_PAST = timedelta(days=7)
WINDOW_FUTURE = timedelta(days=30)
ORDINARY_FROM = -730
ORDINARY_TO = 365
TZID_SHARE = 0.30
ALL_DAY_SHARE = 0.08
RECURRING_SHARE = 0.05
EXDATE_SHARE = 0.30
INTERVIEW_REPEATS = 4
ALARM_SHARE = 0.25
FOLD_AT = 75
FILES_PER_PROGRESS_LINE = 20_000

PRODID = "-//make_calendar//test data//EN"

FIRST_NAMES = (
    "Ada", "Björn", "Chidi", "Dana", "Elif", "Farid", "Grace", "Hana", "Iker", "José", "Kwame", "Lena", "Mei", "Nils",
    "Olga", "Priya", "Quinn", "Rosa", "Sven", "Tomáš", "Uma", "Vera", "Wei", "Ximena", "Yusuf", "Zoë",
)  # fmt: skip
LAST_NAMES = (
    "Abara", "Bauer", "Castillo", "Dvořák", "Eriksen", "Fontaine", "García", "Hughes", "Ivanova", "Jensen", "Kowalski",
    "Larsen", "Müller", "Nakamura", "O'Brien", "Patel", "Rossi", "Schmidt", "Tanaka", "Ueda", "Vargas", "Weber",
)  # fmt: skip
SUBJECTS = (
    "Team sync", "Sprint planning", "Design review", "1:1", "Budget call", "Customer demo", "Dentist", "Lunch",
    "Retrospective", "Release check", "Training", "Architecture round", "Hiring committee", "Quarterly numbers",
    "Incident review", "Phone call with the landlord", "Parents' evening", "Workshop; day 1, part 2",
)  # fmt: skip
PLACES = (
    "Room 4.12", "Meeting room Ångström", "Hauptstraße 7, Berlin", "https://meet.example.org/abc-defg-hij",
    "Café; second floor", "Phone", "Building C, Lobby",
)  # fmt: skip
ROLES = ("Backend engineer", "Site reliability engineer", "Data analyst", "Product designer", "Engineering manager")
SENTENCES = (
    "Please read the notes before the meeting, then add your questions at the end of the document.",
    "Agenda: last week, this week, blockers; any other business.",
    "Dial in with the link above or call +49 30 123456, code 998877#.",
    "The candidate was told about the format, the length and the people in the room.",
    "Größere Änderungen bitte vorher ankündigen.",
    "Join on a computer or a phone: https://meet.example.org/abc-defg-hij?authuser=0&hs=122",
    "This event was created from an e-mail you received; reply to the organizer if the time does not suit you.",
    "-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-",
)
DECOYS = (f"Slots for {TAG}s are kept free.", f"See {TAG}-prep", f"https://wiki.example.org/hiring{TAG}")
CANDIDATE = ("Sam Lee", "me@example.net")


@dataclass(frozen=True)
class Zone:
    """A time zone as calendar programs write it: the TZID used in the file and the rules of its VTIMEZONE."""

    tzid: str
    iana: str
    standard: tuple[str, str, str]  # name, offset, start of the first change and its rule, see vtimezone()
    daylight: tuple[str, str, str] | None


_EU_TO_DAYLIGHT = "19810329T{hour:02d}0000|FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"
_EU_TO_STANDARD = "19961027T{hour:02d}0000|FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"
_US_TO_DAYLIGHT = "20070311T020000|FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"
_US_TO_STANDARD = "20071104T020000|FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"
_CENTRAL_EUROPE = (
    ("CET", "+0100", _EU_TO_STANDARD.format(hour=3)),
    ("CEST", "+0200", _EU_TO_DAYLIGHT.format(hour=2)),
)

ZONES = (
    Zone("Europe/Berlin", "Europe/Berlin", *_CENTRAL_EUROPE),
    Zone("W. Europe Standard Time", "Europe/Berlin", *_CENTRAL_EUROPE),  # as Outlook names it
    Zone(
        "Europe/London",
        "Europe/London",
        ("GMT", "+0000", _EU_TO_STANDARD.format(hour=2)),
        ("BST", "+0100", _EU_TO_DAYLIGHT.format(hour=1)),
    ),
    Zone("America/New_York", "America/New_York", ("EST", "-0500", _US_TO_STANDARD), ("EDT", "-0400", _US_TO_DAYLIGHT)),
    Zone(
        "America/Los_Angeles",
        "America/Los_Angeles",
        ("PST", "-0800", _US_TO_STANDARD),
        ("PDT", "-0700", _US_TO_DAYLIGHT),
    ),
    Zone("Asia/Tokyo", "Asia/Tokyo", ("JST", "+0900", "19700101T000000|"), None),
    Zone(
        "Australia/Sydney",
        "Australia/Sydney",
        ("AEST", "+1000", "20080406T030000|FREQ=YEARLY;BYMONTH=4;BYDAY=1SU"),
        ("AEDT", "+1100", "20081005T020000|FREQ=YEARLY;BYMONTH=10;BYDAY=1SU"),
    ),
)


@dataclass(frozen=True)
class Event:
    """One event: its VEVENT lines (unfolded), the zone it needs, and the truth about it if it is an interview."""

    uid: str
    title: str
    lines: tuple[str, ...]
    zone: Zone | None
    interview_starts: tuple[datetime, ...]  # UTC; empty for all other events


def fold(line: str) -> bytes:
    """Encode one content line: at most 75 octets a physical line, never split inside a character, CRLF at the end."""
    raw = line.encode()
    if len(raw) <= FOLD_AT:
        return raw + b"\r\n"
    parts = []
    start, room = 0, FOLD_AT
    while start < len(raw):
        end = min(start + room, len(raw))
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(raw[start:end])
        start, room = end, FOLD_AT - 1
    return b"\r\n ".join(parts) + b"\r\n"


def escape(text: str) -> str:
    """Escape a TEXT value."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def utc_stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def vtimezone(zone: Zone) -> list[str]:
    """The VTIMEZONE component of a zone, as unfolded lines."""
    changes = [("STANDARD", zone.standard, zone.daylight or zone.standard)]
    if zone.daylight:
        changes.insert(0, ("DAYLIGHT", zone.daylight, zone.standard))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone.tzid}"]
    for kind, (name, offset, onset), (_, offset_before, _) in changes:
        start, _, rule = onset.partition("|")
        lines += [f"BEGIN:{kind}", f"TZNAME:{name}", f"TZOFFSETFROM:{offset_before}", f"TZOFFSETTO:{offset}"]
        lines.append(f"DTSTART:{start}")
        if rule:
            lines.append(f"RRULE:{rule}")
        lines.append(f"END:{kind}")
    return [*lines, "END:VTIMEZONE"]


def person(rng: random.Random, domain: str = "example.org") -> tuple[str, str]:
    """A name and a mail address; the domains in use are reserved for examples."""
    number = rng.randrange(10_000)
    return f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}", f"person{number}@{domain}"


def attendee_line(name: str, address: str, status: str) -> str:
    return (
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={status};CN={name};X-NUM-GUESTS=0:mailto:{address}"
    )


def recurrence(rng: random.Random, start: datetime, *, all_day: bool) -> str:
    """An RRULE for an ordinary event."""
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[start.weekday()]
    until_moment = start + timedelta(days=rng.randint(60, 600))
    until = until_moment.strftime("%Y%m%d") if all_day else utc_stamp(until_moment)
    return rng.choice(
        (
            f"FREQ=WEEKLY;BYDAY={weekday}",
            f"FREQ=WEEKLY;BYDAY={weekday};COUNT={rng.randint(4, 40)}",
            f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday};UNTIL={until}",
            f"FREQ=DAILY;COUNT={rng.randint(3, 20)}",
            f"FREQ=MONTHLY;BYMONTHDAY={min(start.day, 28)}",
            f"FREQ=MONTHLY;BYMONTHDAY={min(start.day, 28)};UNTIL={until}",
        )
    )


def interview_title(rng: random.Random, ordinal: int) -> str:
    """A title with the tag; every 10th is long enough for the line fold to fall inside the tag."""
    name, _ = person(rng)
    role = rng.choice(ROLES)
    if ordinal % 10 != FOLDED_ORDINAL:
        return rng.choice((f"{TAG} {name} ({role})", f"{role}: {name} {TAG}", f"Interview {name} {TAG} round 2"))
    # The property name and 62 ASCII characters take 70 octets: the fold at 75 then splits the tag after "#inte".
    room = FOLD_AT - len("#inte") - len("SUMMARY:")
    return f"Second round on site with the team: {role}".ljust(room, ".")[:room] + f"{TAG} {name}"


def time_property(name: str, moment: datetime, zone: Zone | None) -> str:
    """A date-time property: local time with TZID, or UTC."""
    if zone:
        return f"{name};TZID={zone.tzid}:{moment:%Y%m%dT%H%M%S}"
    return f"{name}:{utc_stamp(moment)}"


def recurrence_lines(rng: random.Random, start: datetime, zone: Zone | None, *, all_day: bool) -> list[str]:
    """RRULE and EXDATE of an ordinary event; for most events none."""
    if rng.random() >= RECURRING_SHARE:
        return []
    rule = recurrence(rng, start, all_day=all_day)
    lines = [f"RRULE:{rule}"]
    if "WEEKLY" in rule and not all_day and rng.random() < EXDATE_SHARE:
        lines.append(time_property("EXDATE", start + timedelta(weeks=2), zone))
    return lines


def people_lines(rng: random.Random, *, is_interview: bool) -> list[str]:
    """Organizer and attendees."""
    domain = f"company{rng.randrange(500)}.example" if is_interview else "example.org"
    name, address = person(rng, domain)
    lines = [f"ORGANIZER;CN={name}:mailto:{address}"]
    if is_interview:
        lines.append(attendee_line(*CANDIDATE, "ACCEPTED"))
        lines.append(attendee_line(*person(rng, domain), "ACCEPTED"))
    for _ in range(rng.randint(1, 5)):
        answer = rng.choice(("ACCEPTED", "NEEDS-ACTION", "DECLINED", "TENTATIVE"))
        lines.append(attendee_line(*person(rng, domain), answer))
    return lines


def make_event(seed: int, index: int, now: datetime) -> Event:
    """Event number ``index``: depends on nothing but the three arguments."""
    rng = random.Random(f"{seed}:{index}")
    uid = f"{rng.getrandbits(104):026x}@example.org"
    is_interview = index % INTERVIEW_EVERY == 0
    ordinal = index // INTERVIEW_EVERY
    zone = rng.choice(ZONES) if rng.random() < TZID_SHARE else None
    all_day = zone is None and not is_interview and rng.random() < ALL_DAY_SHARE / (1 - TZID_SHARE)

    if is_interview:
        quarters = INTERVIEW_SPREAD // timedelta(minutes=15)
        offset = timedelta(minutes=15 * rng.randint(-quarters, quarters))
    else:
        offset = timedelta(days=rng.randint(ORDINARY_FROM, ORDINARY_TO), minutes=15 * rng.randint(28, 80))
    # The start is a wall-clock time of the event's own zone, as a person would have entered it.
    start = (now + offset).replace(tzinfo=ZoneInfo(zone.iana) if zone else UTC)
    length = timedelta(minutes=rng.choice((15, 30, 30, 45, 60, 60, 90)))
    created = now - timedelta(days=800, minutes=rng.randrange(60 * 24 * 30))
    modified = created + timedelta(minutes=rng.randrange(60 * 24 * 60))

    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{utc_stamp(modified)}"]
    if all_day:
        lines.append(f"DTSTART;VALUE=DATE:{start:%Y%m%d}")
        lines.append(f"DTEND;VALUE=DATE:{start + timedelta(days=rng.randint(1, 3)):%Y%m%d}")
    else:
        lines += [time_property("DTSTART", start, zone), time_property("DTEND", start + length, zone)]

    starts: list[datetime] = []
    if is_interview:
        title = interview_title(rng, ordinal)
        repeats = INTERVIEW_REPEATS if ordinal % 10 == RECURRING_ORDINAL else 1
        if repeats > 1:
            lines.append(f"RRULE:FREQ=WEEKLY;COUNT={repeats}")
        # Adding to an aware datetime keeps the wall-clock time: exactly what a weekly rule in that zone means.
        starts = [(start + timedelta(weeks=week)).astimezone(UTC) for week in range(repeats)]
    else:
        title = f"{rng.choice(SUBJECTS)} {person(rng)[0]}"
        lines += recurrence_lines(rng, start, zone, all_day=all_day)

    sentences = rng.choices(SENTENCES, k=rng.randint(2, 8))
    if index % DECOY_EVERY == DECOY_AT:
        sentences.append(rng.choice(DECOYS))
    lines += [f"SUMMARY:{escape(title)}", f"LOCATION:{escape(rng.choice(PLACES))}"]
    lines.append("DESCRIPTION:" + escape("\n".join(sentences)))
    lines += people_lines(rng, is_interview=is_interview)
    lines += [f"CREATED:{utc_stamp(created)}", f"LAST-MODIFIED:{utc_stamp(modified)}"]
    lines += [f"SEQUENCE:{rng.randint(0, 5)}", "STATUS:CONFIRMED", "TRANSP:OPAQUE"]
    if rng.random() < ALARM_SHARE:
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Reminder", "TRIGGER:-PT15M", "END:VALARM"]
    lines.append("END:VEVENT")
    return Event(uid, title, tuple(lines), zone, tuple(starts))


def make_events(count: int, seed: int, now: datetime) -> Iterator[Event]:
    for index in range(count):
        yield make_event(seed, index, now)


def calendar_head() -> list[str]:
    return ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN"]


def encode(lines: Iterator[str] | list[str] | tuple[str, ...]) -> bytes:
    return b"".join(fold(line) for line in lines)


class VdirWriter:
    """Writes one .ics file per event into a folder, as vdirsyncer stores a collection."""

    def __init__(self, out_dir: Path) -> None:
        self.out_dir = out_dir
        self.files = 0
        self.size = 0

    def add(self, event: Event) -> None:
        zone_lines = vtimezone(event.zone) if event.zone else []
        data = encode([*calendar_head(), *zone_lines, *event.lines, "END:VCALENDAR"])
        (self.out_dir / f"{event.uid.partition('@')[0]}.ics").write_bytes(data)
        self.files += 1
        self.size += len(data)

    def close(self) -> None:
        pass


class SingleWriter:
    """Writes all events into OUT_DIR/calendar.ics, all zones first, as a calendar export looks."""

    def __init__(self, out_dir: Path) -> None:
        self.files = 1
        self._file = (out_dir / "calendar.ics").open("wb")
        self.size = self._file.write(encode([*calendar_head(), *(x for zone in ZONES for x in vtimezone(zone))]))

    def add(self, event: Event) -> None:
        self.size += self._file.write(encode(event.lines))

    def close(self) -> None:
        self.size += self._file.write(encode(["END:VCALENDAR"]))
        self._file.close()


def change_files(out_dir: Path, how_many: int, seed: int) -> int:
    """
    Rewrite files of an existing vdir as a sync client does: new temporary file, then rename; SEQUENCE goes up.

    The size usually stays the same and only the time stamps and the inode tell that a file changed.
    """
    paths = sorted(out_dir.glob("*.ics"))
    chosen = random.Random(seed).sample(paths, min(how_many, len(paths)))
    for path in chosen:
        data = re.sub(rb"(?m)^SEQUENCE:(\d+)", lambda m: b"SEQUENCE:%d" % (int(m[1]) + 1), path.read_bytes(), count=1)
        temporary = path.with_name(f".{path.name}.tmp")
        temporary.write_bytes(data)
        temporary.replace(path)
    return len(chosen)


def parse_now(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def parse_arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make a deterministic test calendar of any size.")
    parser.add_argument("count", type=int, help="number of events")
    parser.add_argument("out_dir", type=Path, help="folder to write to; it must be empty or not exist yet")
    parser.add_argument("--seed", type=int, default=1, help="default 1")
    parser.add_argument(
        "--layout", choices=("vdir", "single"), default="vdir", help="one file per event, or all in calendar.ics"
    )
    parser.add_argument("--now", type=parse_now, help="moment the calendar is built around, ISO 8601, UTC if naive")
    parser.add_argument("--manifest", type=Path, help="write UID, title and starts of all interviews to this JSON file")
    parser.add_argument(
        "--change", type=int, metavar="K", help="make nothing; rewrite K files of the vdir OUT_DIR instead"
    )
    arguments = parser.parse_args(argv)
    if arguments.count < 0 or (arguments.change is not None and arguments.change < 0):
        parser.error("numbers must not be negative")
    if arguments.now is None:
        today = datetime.now(UTC).date()
        arguments.now = datetime(today.year, today.month, today.day, tzinfo=UTC)
    return arguments


def main(argv: list[str] | None = None) -> int:
    arguments = parse_arguments(argv)
    out_dir: Path = arguments.out_dir
    now: datetime = arguments.now
    if arguments.change is not None:
        print(json.dumps({"changed": change_files(out_dir, arguments.change, arguments.seed)}))
        return 0

    out_dir.mkdir(parents=True, exist_ok=True)
    if any(out_dir.iterdir()):
        print(f"{out_dir}: not empty, nothing written", file=sys.stderr)
        return 2
    writer = VdirWriter(out_dir) if arguments.layout == "vdir" else SingleWriter(out_dir)
    manifest = []
    for number, event in enumerate(make_events(arguments.count, arguments.seed, now), start=1):
        writer.add(event)
        if event.interview_starts:
            starts = [utc_stamp(start) for start in event.interview_starts]
            manifest.append({"uid": event.uid, "title": event.title, "starts": starts})
        if number % FILES_PER_PROGRESS_LINE == 0:
            print(f"{number} events", file=sys.stderr)
    writer.close()

    first, last = utc_stamp(now - WINDOW_PAST), utc_stamp(now + WINDOW_FUTURE)
    hits = [[start for start in entry["starts"] if first <= start < last] for entry in manifest]
    report = {
        "now": utc_stamp(now),
        "events": arguments.count,
        "files": writer.files,
        "bytes": writer.size,
        "interviews": len(manifest),
        "interviews_in_window": sum(1 for starts in hits if starts),
        "interview_starts_in_window": sum(len(starts) for starts in hits),
    }
    if arguments.manifest:
        content = {**report, "window": [first, last], "interview_list": manifest}
        arguments.manifest.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
