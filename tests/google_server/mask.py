"""The `fields` parameter: which parts of an answer are wanted, such as "nextPageToken,items(id,start/dateTime)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.google_server.answers import Resource

#: The wanted fields, each with what is wanted below it; None is all of it. The name "*" means every field.
Mask = dict[str, Any]

_PIECES = re.compile(r"([A-Za-z_][\w.-]*|\*)|([,/()])|(.)")


def read(text: str) -> Mask:
    """Read a mask. ValueError where it does not parse."""
    pieces = [match.group() for match in _PIECES.finditer(text) if not match[3] or _refuse(text, match[3])]
    wanted, rest = _read_list(text, pieces)
    if rest:
        raise ValueError(f"{text!r} goes on with {rest[0]!r}")
    return wanted


def _refuse(text: str, found: str) -> bool:
    raise ValueError(f"{found!r} in {text!r}")


def _read_list(text: str, pieces: list[str]) -> tuple[Mask, list[str]]:
    """Read names divided by commas; give them and what comes after."""
    wanted: Mask = {}
    while True:
        name, below, pieces = _read_one(text, pieces)
        merged = wanted.get(name, below)
        wanted[name] = below | merged if isinstance(below, dict) and isinstance(merged, dict) else None
        if not pieces or pieces[0] != ",":
            return wanted, pieces
        pieces = pieces[1:]


def _read_one(text: str, pieces: list[str]) -> tuple[str, Mask | None, list[str]]:
    """Read a name with what is wanted below it: name, name/name, or name(names)."""
    if not pieces or pieces[0] in ",/()":
        raise ValueError(f"a name is missing in {text!r}")
    name, rest = pieces[0], pieces[1:]
    if rest and rest[0] == "/":
        below_name, below, rest = _read_one(text, rest[1:])
        return name, {below_name: below}, rest
    if rest and rest[0] == "(":
        inner, rest = _read_list(text, rest[1:])
        if not rest or rest[0] != ")":
            raise ValueError(f"a bracket stays open in {text!r}")
        return name, inner, rest[1:]
    return name, None, rest


def problems(wanted: Mask, described: Resource | None, schemas: Resource, where: str = "") -> Iterator[str]:
    """Name the fields of the mask that the answer cannot have."""
    if described is None:
        yield "fields: there is no answer to choose from"
        return
    while "$ref" in described or described.get("type") == "array":
        described = schemas[described["$ref"]] if "$ref" in described else described["items"]
    properties = described.get("properties", {})
    for name, below in wanted.items():
        if name == "*":
            inner = list(properties.values()) if below else []
            yield from (problem for one in inner for problem in problems(below or {}, one, schemas, f"{where}*/"))
        elif name not in properties and "additionalProperties" not in described:
            yield f"fields: no field {where}{name} in the answer"
        elif below is not None:
            next_one = properties.get(name, described.get("additionalProperties"))
            yield from problems(below, next_one, schemas, f"{where}{name}/")


def apply(wanted: Mask, value: Any) -> Any:
    """Give *value* with the wanted fields only."""
    if isinstance(value, list):
        return [apply(wanted, item) for item in value]
    if not isinstance(value, dict):
        return value
    every = wanted.get("*", 0)
    chosen: Resource = {}
    for name, inner in value.items():
        below = wanted.get(name, every)
        if below is None:
            chosen[name] = inner
        elif below != 0:
            chosen[name] = apply(below, inner)
    return chosen
