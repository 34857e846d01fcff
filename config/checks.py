"""What a value in the configuration may be: small checks that say in words what they allow."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from daemon.domain.mail_schemes import MAIL_SCHEMES

#: Hashtags that mean something else already (contract, section 3).
_TAKEN_HASHTAGS = frozenset({"rejected", "offer", "withdrew", "advanced", "noshow", "hiring", "interviewer"})

#: Google's names for event colours (https://developers.google.com/workspace/calendar/api/v3/reference/colors).
GOOGLE_COLORS = (
    "lavender",
    "sage",
    "grape",
    "flamingo",
    "banana",
    "tangerine",
    "peacock",
    "graphite",
    "blueberry",
    "basil",
    "tomato",
)

#: One address without a name. Stricter than RFC 5322 (no quoted local parts), looser than ASCII (RFC 6531).
_ADDRESS = re.compile(r"""[^\s@<>()\[\]\\,;:"]{1,64}@(?!-)[^\W_][\w-]*(\.[\w-]+)+""")

#: A language tag in the usual form of BCP 47: a language, then script, region and variants.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

#: Control characters and Unicode's own line ends.
_NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


class Wrong(Exception):
    """The value is not allowed; the text, which may be empty, says more than `Check.allowed` does."""


@dataclass(frozen=True, slots=True)
class Check:
    """How a value is checked, and how that is told."""

    #: What is allowed, in words that go on from "allowed:".
    allowed: str
    #: Gives the value as the program wants it, or raises `Wrong`.
    convert: Callable[[object], Any]


def suggestion(word: str, known: Iterable[str]) -> str:
    """Give "Did you mean ...?" for the nearest of *known*, or "" where none is near."""
    # Only for a configuration that has to be mended.
    from difflib import get_close_matches

    by_fold = {one.casefold(): one for one in known}
    fold = word.casefold()
    near = get_close_matches(fold, by_fold, n=1) or [one for one in by_fold if fold and one.startswith(fold)]
    return f"Did you mean {json.dumps(by_fold[near[0]], ensure_ascii=False)}?" if near else ""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Wrong
    if "\0" in value:
        raise Wrong("A NUL character cannot be in it.")
    return value


def _line(value: object) -> str:
    line = _text(value)
    if not line.strip() or _NOT_IN_A_LINE.search(line):
        raise Wrong
    return line


#: Any text, also of several lines.
TEXT = Check("a text", _text)
#: One line of text that says something.
LINE = Check("a text of one line, not empty", _line)


def _or_empty(value: object) -> str:
    return "" if value == "" else _line(value)


#: One line of text, or "".
LINE_OR_EMPTY = Check("a text of one line", _or_empty)


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise Wrong
    return value


#: True or false.
TRUTH = Check("true or false", _truth)


def whole(least: int, most: int) -> Check:
    """Allow whole numbers from *least* to *most*, both included."""

    def convert(value: object) -> int:
        # In Python true is a number.
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Wrong
        return value

    return Check(f"a whole number from {least} to {most}", convert)


def one_of(words: type[StrEnum]) -> Check:
    """Allow the values of *words*."""
    values = [word.value for word in words]

    def convert(value: object) -> StrEnum:
        if value not in values:
            raise Wrong(suggestion(value, values) if isinstance(value, str) else "")
        return words(value)

    return Check(" or ".join(json.dumps(value) for value in values), convert)


def list_of(check: Check, plural: str, *, least: int = 0, most: int | None = None) -> Check:
    """Allow lists of what *check* allows, called *plural*, with *least* to *most* entries, none of them twice."""

    def convert(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) < least or (most is not None and len(value) > most):
            raise Wrong
        entries = []
        for number, entry in enumerate(value, 1):
            try:
                converted = check.convert(entry)
            except Wrong as wrong:
                raise Wrong(f"Entry {number} is not {check.allowed}. {wrong}".strip()) from None
            if converted in entries:
                raise Wrong(f"Entry {number} is there twice.")
            entries.append(converted)
        return tuple(entries)

    bounds = (f", at least {least}" if least else "") + (f", at most {most}" if most is not None else "")
    return Check(f"a list of {plural}{bounds}", convert)


def _address(value: object) -> str:
    if not isinstance(value, str) or not _ADDRESS.fullmatch(value) or len(value) > 254:
        raise Wrong
    return value


#: An e-mail address.
ADDRESS = Check('an e-mail address such as "sam@example.com"', _address)


def _hashtag(value: object) -> str:
    if not isinstance(value, str):
        raise Wrong
    # People write a hashtag with its sign.
    word = value.removeprefix("#")
    if not re.fullmatch(r"[\w-]+", word):
        raise Wrong
    if word.casefold() in _TAKEN_HASHTAGS:
        raise Wrong(f"#{word} means something else to Afterword.")
    return word


#: The word of a hashtag.
HASHTAG = Check("one word of letters, digits, _ and -, with or without # before it", _hashtag)


def _color(value: object) -> str:
    if not isinstance(value, str) or value.casefold() not in GOOGLE_COLORS:
        raise Wrong(suggestion(value, GOOGLE_COLORS) if isinstance(value, str) else "")
    return value.casefold()


#: A colour of Google Calendar.
COLOR = Check(f"one of Google's colours ({', '.join(GOOGLE_COLORS)})", _color)


def _pattern(value: object) -> str:
    pattern = _text(value)
    if not pattern:
        raise Wrong("It would match every title.")
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise Wrong(f"It is no regular expression: {error}.") from None
    return pattern


#: A regular expression.
PATTERN = Check("a regular expression of Python's kind", _pattern)


def _zone(value: object) -> str:
    from zoneinfo import ZoneInfo, available_timezones

    if not isinstance(value, str):
        raise Wrong
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise Wrong(suggestion(value, available_timezones())) from None
    return value


#: A time zone.
ZONE = Check('a time zone of the IANA database such as "Europe/Berlin"', _zone)


@cache
def countries() -> dict[str, tuple[str, ...]]:
    """Give the countries whose public holidays are known, each with its regions; see `config/countries.txt`."""
    lines = Path(__file__).with_name("countries.txt").read_text(encoding="utf-8").splitlines()
    words = (line.split() for line in lines if not line.startswith("#"))
    return {country: tuple(regions) for country, *regions in words}


def _country(value: object) -> str:
    if not isinstance(value, str):
        raise Wrong
    country, dash, region = value.partition("-")
    country = country.upper()
    if country not in countries():
        raise Wrong("No public holidays are known for that.")
    if not dash:
        return country
    regions = {one.casefold(): one for one in countries()[country]}
    if region.casefold() not in regions:
        raise Wrong(f"The regions known of {country}: {', '.join(regions.values()) or 'none'}.")
    return f"{country}-{regions[region.casefold()]}"


#: A country, or a region of one.
COUNTRY = Check('the two letters of a country, with or without a region: "DE", "DE-BE", "US", "GB-SCT"', _country)


def _language(value: object) -> str:
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        raise Wrong
    return value


#: A language.
LANGUAGE = Check('a language tag such as "en", "de" or "pt-BR"', _language)


def _clock(value: object) -> time:
    # TOML has times of its own, written without quotes.
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise Wrong
    return time(int(found[1]), int(found[2]))


#: A time of day.
CLOCK = Check('a time of day from "00:00" to "23:59"', _clock)


def _path(value: object) -> Path:
    line = _line(value)
    given, rest = os.environ.get("CREDENTIALS_DIRECTORY"), line.removeprefix("$CREDENTIALS_DIRECTORY/")
    if given and rest != line:
        # The shipped unit has one that was kept encrypted under a name of its own.
        places = Path(given, rest), Path(given, f"{rest}.encrypted")
        return next((place for place in places if place.exists()), places[0])
    try:
        return Path(line).expanduser()
    except RuntimeError:
        raise Wrong("There is no such user's home folder.") from None


#: A path, with `~` expanded, and the folder in which systemd lays the credentials of a unit (systemd.exec(5), section
#: "Credentials"): by hand, where there is none, such a path leads nowhere. Who calls makes a relative one absolute.
PATH = Check("a path; `~` is your home folder, a relative one starts at this file's folder", _path)


def _folder_name(value: object) -> str:
    name = _line(value)
    if name in (".", "..") or "/" in name or "\\" in name:
        raise Wrong
    return name


#: The name of a folder, without a path.
FOLDER_NAME = Check("the plain name of a folder, without / and \\", _folder_name)


def _root(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"(https?://[^\s/]+(/\S*)?)?", value):
        raise Wrong
    return value


#: An address on the web, or "".
URL_OR_EMPTY = Check('"" or an address that begins with https:// or http://', _root)


def _url(value: object) -> str:
    if value == "":
        raise Wrong
    return _root(value)


#: An address on the web.
URL = Check("an address that begins with https:// or http://", _url)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _safe_root(value: object) -> str:
    root = _root(value)
    if not root:
        return root
    try:
        parts = urlsplit(root)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise Wrong from None
    if not host or "@" in parts.netloc or "?" in root or "#" in root or not root.isascii() or not root.isprintable():
        raise Wrong("No login, no ? and no # can be in it.")
    if parts.scheme == "http" and not _is_here(host):
        raise Wrong("What is sent there has to be encrypted, or stay on this machine.")
    return root


#: An address on the web that nobody can listen in on, or "".
SAFE_URL_OR_EMPTY = Check(
    '"", an address that begins with https://, or one of this machine such as http://127.0.0.1:11434/v1', _safe_root
)


def _notify_url(value: object) -> str:
    address = _line(value)
    scheme, colon, _ = address.partition("://")
    if not colon or not re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme, re.IGNORECASE):
        raise Wrong
    if scheme.casefold() in MAIL_SCHEMES:
        raise Wrong("That service sends mail, which Afterword never does.")
    if scheme.casefold() in ("ntfy", "ntfys") and re.search(r"[?&]e?-?mail=", address, re.IGNORECASE):
        raise Wrong("It asks for mail, which Afterword never sends.")
    return address


#: Where a message for the person goes.
NOTIFY_URL = Check("an address of Apprise's kind that sends no mail, such as ntfy://my-own-topic", _notify_url)
