"""What a request may be: the methods of both APIs as their discovery documents define them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from googleapiclient.discovery_cache import get_static_doc

from tests.google_server import mask, schema
from tests.google_server.answers import Resource, Violation
from tests.google_server.times import DAY, INSTANT

#: Parameters that put the token into the URL, where every log on the way keeps it.
_TOKENS_IN_URL = {"access_token", "oauth_token"}
_INTEGER = re.compile(r"-?\d+")
_INTEGER_RANGES = {"int32": (-(2**31), 2**31 - 1), "uint32": (0, 2**32 - 1)}


@dataclass(frozen=True)
class Method:
    """One method of an API."""

    #: Such as "calendar.events.list".
    id: str
    http_method: str
    path: re.Pattern[str]
    path_names: tuple[str, ...]
    #: Query parameters, the API's global ones included.
    parameters: Resource
    scopes: frozenset[str]
    #: None where the method takes no body, or gives none.
    request: Resource | None
    response: Resource | None
    #: All of the API's, for `$ref`.
    schemas: Resource


@dataclass(frozen=True)
class Call:
    """A request that may be made: its method, and what it says, known to be of the right types."""

    method: Method
    path: dict[str, str]
    query: dict[str, list[str]]
    body: Resource
    headers: dict[str, str]
    fields: mask.Mask | None
    #: What the token is good for; filled in by the server.
    scopes: frozenset[str] = frozenset()

    def text(self, name: str, default: str = "") -> str:
        """Give a parameter."""
        return self.query[name][0] if name in self.query else default

    def flag(self, name: str) -> bool:
        """Give a yes or no that is no when absent."""
        return self.text(name) == "true"

    def number(self, name: str, default: int) -> int:
        """Give a whole number."""
        return int(self.text(name, str(default)))

    def all(self, name: str) -> list[str]:
        """Give a parameter that may be repeated."""
        return self.query.get(name, [])


@cache
def document(name: str, version: str) -> Resource:
    """Give an API's discovery document, as it comes with the client library; it is shared, and not to be changed."""
    text = get_static_doc(name, version)
    assert text is not None, f"google-api-python-client has no document for {name} {version}"
    parsed: Resource = json.loads(text)
    return parsed


@cache
def methods(name: str, version: str) -> tuple[Method, ...]:
    """Give all methods of an API."""
    parsed = document(name, version)
    return tuple(_methods_in(parsed, parsed))


def _methods_in(part: Resource, parsed: Resource) -> Iterator[Method]:
    for described in part.get("methods", {}).values():
        own: Resource = described.get("parameters", {})
        template = f"/{parsed['servicePath']}{described['path']}"
        pieces = re.split(r"\{(\w+)\}", template)
        pattern = "".join("([^/]+)" if index % 2 else re.escape(piece) for index, piece in enumerate(pieces))
        yield Method(
            id=described["id"],
            http_method=described["httpMethod"],
            path=re.compile(pattern),
            path_names=tuple(pieces[1::2]),
            parameters=parsed["parameters"] | {name: one for name, one in own.items() if one["location"] == "query"},
            scopes=frozenset(described.get("scopes", ())),
            request=described.get("request"),
            response=described.get("response"),
            schemas=parsed["schemas"],
        )
    for below in part.get("resources", {}).values():
        yield from _methods_in(below, parsed)


def known_scopes() -> frozenset[str]:
    """Give every scope that one of the two APIs knows."""
    return frozenset(document("calendar", "v3")["auth"]["oauth2"]["scopes"]) | frozenset(
        document("gmail", "v1")["auth"]["oauth2"]["scopes"]
    )


def read_call(http_method: str, path: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes) -> Call:
    """Give the call that a request makes. Violation, naming all that is wrong, for one that may not be made."""
    method, path_values = _resolve(http_method, path)
    problems = list(_query_problems(method, query))
    fields: mask.Mask | None = None
    if "fields" in query:
        try:
            fields = mask.read(query["fields"][0])
            problems += mask.problems(fields, method.response, method.schemas)
        except ValueError as error:
            problems.append(f"fields: {error}")
    content: Any = {}
    if method.request is None:
        problems += ["a body, where the method takes none"] if body else []
    else:
        content, body_problems = _read_body(method, headers, body)
        problems += body_problems
    if problems:
        raise Violation(f"{http_method} {path} ({method.id}): {'; '.join(problems)}")
    return Call(method, path_values, query, content, headers, fields)


def _resolve(http_method: str, path: str) -> tuple[Method, dict[str, str]]:
    """Give the one method with this path; of several, the one that leaves the least open."""
    # Not settings/sendAs, which only tells the person's addresses.
    if re.search(r"/send\b", path):
        raise Violation(f"{http_method} {path}: this URL sends mail, and nothing of ours may")
    name, version = ("calendar", "v3") if path.startswith("/calendar/") else ("gmail", "v1")
    found = [
        (one, match)
        for one in methods(name, version)
        if one.http_method == http_method and (match := one.path.fullmatch(path))
    ]
    if not found:
        raise Violation(f"{http_method} {path}: no method of {name} {version}")
    method, match = min(found, key=lambda pair: len(pair[0].path_names))
    return method, {key: unquote(value) for key, value in zip(method.path_names, match.groups(), strict=True)}


def _query_problems(method: Method, query: dict[str, list[str]]) -> Iterator[str]:
    """Say what is wrong with the parameters."""
    for name, values in query.items():
        described = method.parameters.get(name)
        if described is None:
            yield f"no parameter {name}"
            continue
        if name in _TOKENS_IN_URL:
            yield f"{name}: a token in the URL"
        if len(values) > 1 and not described.get("repeated"):
            yield f"{name} is given {len(values)} times"
        for value in values:
            yield from (f"{name}={value}: {problem}" for problem in _value_problems(value, described))
    yield from (
        f"{name} is missing" for name, one in method.parameters.items() if one.get("required") and name not in query
    )


def _value_problems(value: str, described: Resource) -> Iterator[str]:
    """Say what is wrong with a parameter's value."""
    kind, form = described["type"], described.get("format")
    if kind == "boolean" and value not in ("true", "false"):
        yield "not true or false"
    if kind == "integer":
        lowest, highest = _INTEGER_RANGES.get(form or "int32", _INTEGER_RANGES["int32"])
        lowest = int(described.get("minimum", lowest))
        highest = int(described.get("maximum", highest))
        if not _INTEGER.fullmatch(value) or not lowest <= int(value) <= highest:
            yield f"no whole number from {lowest} to {highest}"
    if "enum" in described and value not in described["enum"]:
        yield f"not one of {', '.join(described['enum'])}"
    if "pattern" in described and not re.fullmatch(described["pattern"], value):
        yield f"does not match {described['pattern']}"
    if form == "date-time" and not INSTANT.fullmatch(value):
        yield "no RFC 3339 time with an offset"
    if form == "date" and not DAY.fullmatch(value):
        yield "no date"


def _read_body(method: Method, headers: dict[str, str], body: bytes) -> tuple[Any, list[str]]:
    """Give what the body says, and what is wrong with it."""
    kind = headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/json":
        return {}, [f"the body's type is {kind or 'not told'}, not application/json"]
    try:
        content = json.loads(body)
    except ValueError as error:
        return {}, [f"the body is no JSON ({error})"]
    problems = schema.problems(
        content, method.request or {}, method.schemas, nulls=method.http_method == "PATCH", is_request=True
    )
    return content, list(problems)
