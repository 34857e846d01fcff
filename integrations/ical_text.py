"""
iCalendar before it has meaning: bytes to unfolded lines, lines to components (RFC 5545, 3.1 and 3.4).

The cheap look at a file (`local/sieve.py`) and the full parse (`ical.py`) both begin with `unfold`, so that they cannot
disagree about what a line is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: How calendars tell the link to a meeting: RFC 7986, 5.11, and the words of Google and Microsoft from before.
CONFERENCE_PROPERTIES = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")
#: What is read of an event; everything else (alarms, other X- properties) never reaches the parser.
_PROPERTIES = frozenset(
    (
        *("CREATED", "DTSTAMP", *CONFERENCE_PROPERTIES),
        *("ATTENDEE", "CATEGORIES", "DESCRIPTION", "DTEND", "DTSTART", "DURATION", "EXDATE", "LOCATION", "ORGANIZER"),
        *("RDATE", "RECURRENCE-ID", "RRULE", "SEQUENCE", "STATUS", "SUMMARY", "UID", "URL", "X-ALT-DESC"),
    )
)
#: What of an event says when it takes up whose time, and nothing of what it is about.
TIME_PROPERTIES = frozenset(
    (
        *("ATTENDEE", "DTEND", "DTSTART", "DURATION", "EXDATE", "RDATE", "RECURRENCE-ID", "RRULE", "SEQUENCE"),
        *("STATUS", "TRANSP", "UID"),
    )
)
_TIMES = frozenset(("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"))
#: The parameter that TZID is renamed to: which zone is meant is ours to say (`zones.py`), not the parser's.
ZONE_PARAMETER = "X-ZONE"

_UTF16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"B\0": "utf-16-le", b"\0B": "utf-16-be"}
_BLANK_LINES_IN_FOLD = re.compile(rb"\n+([ \t])")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_TZID = re.compile(r";\s*TZID\s*=", re.IGNORECASE)
_UID = re.compile(rb"^UID[^:\n]*:([^\n]*)", re.MULTILINE | re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\;,nN])")


def unfold(data: bytes) -> bytes:
    """
    Give *data* with one content line on each line: unfolded, ended by a line feed, without BOM and NULs.

    UTF-16 becomes UTF-8; other encodings keep their bytes. A fold may fall inside a character (3.1), so this comes
    before decoding.
    """
    if encoding := _UTF16.get(data[:2]):
        data = data.decode(encoding, "replace").encode("utf-8", "replace")
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
        if b"\r" in data:
            data = _mend_returns(data)
    if b"\n\n" in data:
        data = _BLANK_LINES_IN_FOLD.sub(rb"\n\1", data)
    return data.replace(b"\n ", b"").replace(b"\n\t", b"")


def _mend_returns(data: bytes) -> bytes:
    """Make sense of carriage returns that end no line as the RFC has it: doubled ones, old Macs, stray ones."""
    while b"\r\n" in data:
        data = data.replace(b"\r\n", b"\n")
    return data.replace(b"\r", b" " if b"\n" in data else b"\n")


def decode(unfolded: bytes) -> str:
    """Give unfolded text as a string: UTF-8, and Windows-1252 for the lines that are not."""
    try:
        return unfolded.decode()
    except UnicodeDecodeError:
        return "\n".join(map(_decode_line, unfolded.split(b"\n")))


def _decode_line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def unescape(value: str) -> str:
    """Undo the escapes of a TEXT value (3.3.11)."""
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value) if "\\" in value else value


def stand_in_uid(href: str, number: int) -> str:
    """Give the UID of an event that has none, the *number*th (from 1) of its file: the file's name without suffix."""
    stem = href.rpartition("/")[2].removesuffix(".ics")
    return stem if number == 1 else f"{stem}-{number}"


def uids(unfolded: bytes, href: str, events: int) -> frozenset[str]:
    """Give every UID that the file may hold, cheaply; perhaps more, never fewer."""
    found = [unescape(decode(uid)).strip() for uid in _UID.findall(unfolded)]
    if len(found) < events or "" in found:
        found += [stand_in_uid(href, number) for number in range(1, events + 1)]
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Parts:
    """A file taken apart."""

    #: METHOD in capitals (RFC 5546), "" for none.
    method: str
    #: The lines of each VEVENT that ends, begin and end included, without alarms.
    events: tuple[str, ...]
    #: The text of each VTIMEZONE by its TZID.
    zones: Mapping[str, str]
    #: How many VEVENTs have no end.
    cut_off: int
    #: There is a VCALENDAR at all.
    is_calendar: bool


def take_apart(text: str, properties: frozenset[str] = _PROPERTIES) -> Parts:
    """
    Find the components in unfolded *text*, their events with *properties* only.

    Never fails: what stands outside a component is passed over.
    """
    method, cut_off, is_calendar = "", 0, False
    events: list[str] = []
    zones: dict[str, str] = {}
    inside, nested, tzid = "", 0, ""
    lines: list[str] = []
    for line in text.split("\n"):
        match = _NAME.match(line)
        if match is None:
            continue
        name = match[0].upper()
        value = line[match.end() + 1 :].strip()
        if name == "BEGIN":
            component = value.upper()
            is_calendar = is_calendar or component == "VCALENDAR"
            if component in ("VEVENT", "VTIMEZONE"):
                cut_off += inside == "VEVENT"
                inside, nested, tzid, lines = component, 0, "", []
            elif inside == "VEVENT":
                nested += 1
                continue
        elif name == "END" and nested and value.upper() != "VEVENT":
            nested -= 1
            continue
        elif not inside and name == "METHOD":
            method = value.upper()
        if not inside or (nested and name != "END"):
            continue
        if inside == "VTIMEZONE":
            lines.append(line)
            if name == "TZID":
                tzid = value
        elif name in _TIMES:
            lines.append(_TZID.sub(f";{ZONE_PARAMETER}=", line, count=1))
        elif name in properties or name in ("BEGIN", "END"):
            lines.append(line)
        if name == "END" and value.upper() == inside:
            whole = "\n".join(lines) + "\n"
            if inside == "VEVENT":
                events.append(whole)
            else:
                zones[tzid] = whole
            inside, nested = "", 0
    return Parts(method, tuple(events), zones, cut_off + (inside == "VEVENT"), is_calendar)
