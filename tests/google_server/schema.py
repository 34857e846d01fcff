"""JSON against the schemas of a discovery document."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from tests.google_server.answers import Resource
from tests.google_server.times import DAY, INSTANT, LOCAL

#: Fields that only the server sets, by schema. Nothing that has to be echoed in an update is among them.
NEVER_SENT = {
    "Event": {"kind", "etag", "htmlLink", "hangoutLink", "created", "updated", "creator", "organizer", "locked"},
    "EventAttendee": {"self", "organizer", "asyncOperation"},
    "Calendar": {"kind", "etag", "id", "dataOwner"},
    "CalendarListEntry": {"kind", "etag", "accessRole", "primary", "summary", "timeZone", "deleted", "dataOwner"},
    "Draft": {"id"},
    "Message": {"id", "historyId", "internalDate", "labelIds", "payload", "sizeEstimate", "snippet"},
}

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
}


def problems(
    value: Any,
    described: Resource,
    schemas: Resource,
    where: str = "",
    *,
    nulls: bool = False,
    is_request: bool = False,
) -> Iterator[str]:
    """
    Say what is wrong with *value*, which should be as *described*; nothing where all is right.

    With *nulls*, a field may be null (PATCH: it is to be deleted). A request may not hold what only the server sets.
    """
    name = described.get("$ref")
    if name:
        described = schemas[name]
    at = where or "the body"
    if value is None and nulls and where:
        return
    kind = described.get("type", "any")
    if kind == "any":
        return
    is_right = isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
    if not is_right:
        yield f"{at} is {_kind_of(value)}, not {kind}"
        return
    if kind == "array":
        for index, item in enumerate(value):
            yield from problems(
                item, described["items"], schemas, f"{where}[{index}]", nulls=False, is_request=is_request
            )
    elif kind == "object":
        for key, inner in value.items():
            place = f"{where}.{key}" if where else key
            known = described.get("properties", {}).get(key, described.get("additionalProperties"))
            if known is None:
                yield f"no field {place}"
            elif is_request and key in NEVER_SENT.get(name or "", ()):
                yield f"{place} is set by the server only"
            else:
                yield from problems(inner, known, schemas, place, nulls=nulls, is_request=is_request)
    elif kind == "string":
        yield from (f"{at}: {problem}" for problem in _text_problems(value, described))


def _text_problems(value: str, described: Resource) -> Iterator[str]:
    """Say what is wrong with a text of a certain form."""
    if "enum" in described and value not in described["enum"]:
        yield f"{value!r} is not one of {', '.join(described['enum'])}"
    form = described.get("format")
    if form == "date" and not _is_day(value):
        yield f"{value!r} is no date"
    elif form == "date-time" and not _is_time(value):
        yield f"{value!r} is no RFC 3339 time"
    elif form in ("int64", "uint64") and not re.fullmatch(r"-?\d+" if form == "int64" else r"\d+", value):
        yield f"{value!r} is no whole number"
    elif form == "byte" and read_bytes(value) is None:
        yield f"{value[:20]!r}... is not base64url"


def read_bytes(text: str) -> bytes | None:
    """Read base64url, with or without its padding; None for anything else."""
    bare = text.rstrip("=")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", bare):
        return None
    try:
        return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except binascii.Error:
        return None


def _is_day(value: str) -> bool:
    try:
        return bool(DAY.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


def _is_time(value: str) -> bool:
    """Say whether *value* is a time; the offset may be missing, since EventDateTime may name a zone instead."""
    try:
        return bool((INSTANT.fullmatch(value) or LOCAL.fullmatch(value)) and datetime.fromisoformat(value.upper()))
    except ValueError:
        return False


def _kind_of(value: Any) -> str:
    return "null" if value is None else type(value).__name__
