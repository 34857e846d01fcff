"""Dates as people write them, as far as they can mean one day only."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

#: Beginnings of the months' names in English, German, French and Spanish, without accents, by month.
_MONTHS = {
    1: "january jan januar janner janvier janv enero ene",
    2: "february feb februar fevrier fevr febrero",
    3: "march mar marz maerz mars marzo",
    4: "april apr avril avr abril abr",
    5: "may mai mayo",
    6: "june jun juni juin junio",
    7: "july jul juli juillet juil julio",
    8: "august aug aout agosto ago",
    9: "september sep sept septembre septiembre setiembre",
    10: "october oct oktober okt octobre octubre",
    11: "november nov novembre noviembre",
    12: "december dec dezember dez decembre diciembre dic",
}
_MONTH_OF = {name: month for month, names in _MONTHS.items() for name in names.split()}

_LEAD = re.compile(r"^(?:(?:by|on|until|till|before|bis|am|zum|le|el|avant)\b\s*)?(?:the\s+)?", re.IGNORECASE)
_WEEKDAY = (
    r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miercoles|jueves|viernes|sabado|domingo|mo|di|mi|do|fr|sa|so)"
)
_WEEKDAY_FIRST = re.compile(rf"^{_WEEKDAY}\b[.,]?\s*(?:(?:den|the)\s+)?", re.IGNORECASE)
_WEEKDAY_LAST = re.compile(rf"(?:,\s*|\s+|\s*\(){_WEEKDAY}\.?\)?$", re.IGNORECASE)
_ISO = re.compile(r"([0-9]{4})([-/])([0-9]{2})\2([0-9]{2})")
_DAY_FIRST = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|er|\.)?[\s-]*(?:of\s+|de\s+)?([A-Za-z]+)\.?,?[\s-]*(?:de\s+|del\s+)?([0-9]{4})"
)
_MONTH_FIRST = re.compile(r"([A-Za-z]+)\.?\s*(?:the\s+)?([0-9]{1,2})(?:st|nd|rd|th)?(?:\s*,\s*|\s+)([0-9]{4})")
#: Years outside of these are slips of the hand, and day arithmetic needs room.
_YEARS = range(2000, 2200)


def parse_day(value: str) -> date | None:
    """
    Give the day that *value* names: ISO (`2026-12-01`, `2026/12/01`), or with a month's name and a year.

    Anything else is None: `01/12/2026` is two days, `next Friday` depends on when it was written.
    """
    plain = unicodedata.normalize("NFKD", value[:100])
    plain = "".join(char for char in plain if not unicodedata.combining(char)).strip().rstrip(".!;")
    plain = _WEEKDAY_FIRST.sub("", _LEAD.sub("", plain))
    plain = _WEEKDAY_LAST.sub("", plain)
    if match := _ISO.fullmatch(plain):
        return _day(int(match[1]), int(match[3]), int(match[4]))
    if match := _DAY_FIRST.fullmatch(plain):
        return _day(int(match[3]), _MONTH_OF.get(match[2].lower(), 0), int(match[1]))
    if match := _MONTH_FIRST.fullmatch(plain):
        return _day(int(match[3]), _MONTH_OF.get(match[1].lower(), 0), int(match[2]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS or not month:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
