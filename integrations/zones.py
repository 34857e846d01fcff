"""
Time zones as calendars name them.

By IANA, by Windows (CLDR's windowsZones, of which icalendar ships the table), with a vendor's prefix, or a name of the
file's own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_RULE = re.compile(r"^RRULE[^:\n]*:(.*)$", re.MULTILINE | re.IGNORECASE)


@functools.lru_cache(maxsize=512)
def known_zone(tzid: str) -> ZoneInfo | None:
    """
    Give the zone that *tzid* means by name alone, or None where nobody knows it.

    A TZID that begins with a slash is "globally unique" (RFC 5545, 3.2.19): `/citadel.org/20250101_1/Europe/Berlin`.
    In practice its tail is the IANA name.
    """
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    name = tzid.strip().strip('"')
    parts = name.strip("/").split("/")
    tails = ["/".join(parts[at:]) for at in range(len(parts))] if name.startswith("/") else [name]
    for tail in tails:
        try:
            return ZoneInfo(WINDOWS_TO_OLSON.get(tail, tail))
        except (ZoneInfoNotFoundError, ValueError, OSError):  # "../x" is a ValueError, "Europe" a folder
            continue
    return None


def zone_key(zone: tzinfo | None) -> str:
    """Give the IANA name of *zone*, "" where it has none."""
    return zone.key or "" if isinstance(zone, ZoneInfo) else ""


class FileZones:
    """What the TZIDs of one file mean: by name, else by the file's own VTIMEZONE, else the home zone."""

    def __init__(self, definitions: Mapping[str, str], home: tzinfo) -> None:
        self._definitions = definitions
        self._home = home
        self._made: dict[str, tzinfo] = {}

    def __getitem__(self, tzid: str) -> tzinfo:
        zone: tzinfo | None = known_zone(tzid) or self._made.get(tzid)
        if zone is None:
            zone = self._made[tzid] = _defined_zone(self._definitions.get(tzid, "")) or self._home
        return zone


def _defined_zone(definition: str) -> tzinfo | None:
    """Make the zone that a VTIMEZONE (unfolded text) defines; None where that cannot be done."""
    rules = _RULE.findall(definition)
    # Anything finer than a yearly rule is no time zone, and would be counted through from its beginning.
    if not definition or any("FREQ=YEARLY" not in rule.upper() for rule in rules):
        return None
    from icalendar import Timezone

    try:
        component = Timezone.from_ical(definition)
        # Not looked up by name, not remembered: another file may mean another zone by the same TZID.
        return component.to_tz(lookup_tzid=False) if isinstance(component, Timezone) else None
    except Exception:  # whatever a hostile definition makes three libraries raise: the zone is unknown
        return None
