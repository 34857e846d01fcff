"""
The language of Gmail's search box, as far as clients use it here.

Operators: from: to: cc: bcc: subject: in: label: is: newer_than: older_than: after: before: rfc822msgid:. Words and
"phrases" are looked for in the subject, the text and the people. `-` negates, OR binds its neighbours, {a b} is a or
b, (a b) both. An operator that is not known here is a violation: Gmail would look for it as text, and find nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.google_server.answers import Violation

Test = Callable[["Searched"], bool]


@dataclass(frozen=True)
class Searched:
    """What a search sees of a message: texts, the labels' ids, and when it came."""

    account: str
    #: "from", "to", "cc", "bcc", "subject" and "text", each as its words.
    words: dict[str, tuple[str, ...]]
    labels: frozenset[str]
    moment: datetime
    message_id: str


_PIECES = re.compile(r'\s*("[^"]*"|[(){}]|-(?=\S)|[\w.]+:(?=\S)|[^\s(){}"]+)')
_TEXT_FIELDS = ("from", "to", "cc", "bcc", "subject", "text")
_FIELDS = {name: (name,) for name in ("from", "cc", "bcc", "subject")} | {"to": ("to", "cc", "bcc")}
_PLACES = {"draft": "DRAFT", "drafts": "DRAFT", "sent": "SENT", "inbox": "INBOX", "trash": "TRASH", "spam": "SPAM"}
_AGES = {"d": 1, "m": 30, "y": 365}


def words_of(text: str) -> tuple[str, ...]:
    """Give the words of a text, as they are compared."""
    return tuple(re.findall(r"\w+", text.casefold()))


def read(query: str, now: datetime) -> Test:
    """Give the test that a search stands for; an empty one lets everything pass."""
    pieces = [match.group(1) for match in _PIECES.finditer(query)]
    test, rest = _all(pieces, now, None)
    if rest:
        raise Violation(f"q={query}: {rest[0]!r} closes nothing")
    return test


def _all(pieces: Sequence[str], now: datetime, field: str | None) -> tuple[Test, Sequence[str]]:
    """Read terms up to a closing bracket: all of them have to hold."""
    tests: list[Test] = []
    while pieces and pieces[0] not in (")", "}"):
        if pieces[0] == "AND" and tests:
            pieces = pieces[1:]
        test, pieces = _either(pieces, now, field)
        tests.append(test)
    return (lambda one: all(test(one) for test in tests)), pieces


def _either(pieces: Sequence[str], now: datetime, field: str | None) -> tuple[Test, Sequence[str]]:
    """Read a term, and those that OR ties to it."""
    test, pieces = _term(pieces, now, field)
    tests = [test]
    while len(pieces) > 1 and pieces[0] == "OR":
        test, pieces = _term(pieces[1:], now, field)
        tests.append(test)
    return (lambda one: any(test(one) for test in tests)), pieces


def _term(pieces: Sequence[str], now: datetime, field: str | None) -> tuple[Test, Sequence[str]]:
    """Read one term: negated, a group, an operator with its value, or a word."""
    piece, rest = pieces[0], pieces[1:]
    if piece == "-":
        inner, rest = _term(rest, now, field)
        return (lambda one: not inner(one)), rest
    if piece == "(":
        test, rest = _all(rest, now, field)
        return test, _closed(rest, ")")
    if piece == "{":
        tests: list[Test] = []
        while rest and rest[0] != "}":
            test, rest = _term(rest, now, field)
            tests.append(test)
        return (lambda one: any(test(one) for test in tests)), _closed(rest, "}")
    if piece.endswith(":") and rest:
        if rest[0] in "({" and piece[:-1] in _FIELDS:
            return _term(rest, now, piece[:-1])
        value, rest = _value(rest)
        return _operator(piece[:-1].casefold(), value, now), rest
    return _has_words(_FIELDS[field] if field else _TEXT_FIELDS, piece.strip('"')), rest


def _value(pieces: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Give an operator's value; one with a colon in it was cut."""
    value = ""
    while pieces:
        value, pieces = value + pieces[0], pieces[1:]
        if not value.endswith((":", "-")):
            break
    return value.strip('"'), pieces


def _closed(pieces: Sequence[str], bracket: str) -> Sequence[str]:
    if not pieces or pieces[0] != bracket:
        raise Violation(f"q: {bracket!r} is missing")
    return pieces[1:]


def _has_words(fields: Sequence[str], text: str) -> Test:
    """Test for words that stand side by side in one of the fields."""
    wanted = words_of(text)

    def test(one: Searched) -> bool:
        for field in fields:
            words = one.words[field]
            if any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1)):
                return True
        return False

    return test


def _operator(name: str, value: str, now: datetime) -> Test:
    """Give the test of an operator with its value."""
    if name in _FIELDS:
        if value == "me":
            return lambda one: _has_words(_FIELDS[name], one.account)(one)
        return _has_words(_FIELDS[name], value)
    if name == "rfc822msgid":
        return lambda one: one.message_id.strip("<>") == value.strip("<>")
    if name == "in" and value == "anywhere":
        return lambda _: True
    if name in ("in", "label"):
        label = _PLACES.get(value.casefold(), value).casefold()
        return lambda one: label in {each.casefold() for each in one.labels}
    if name == "is" and value in ("unread", "starred", "important"):
        return lambda one: value.upper() in one.labels
    if name == "is" and value == "read":
        return lambda one: "UNREAD" not in one.labels
    if name in ("newer_than", "older_than") and (age := re.fullmatch(r"(\d+)([dmy])", value)):
        edge = now - timedelta(days=int(age[1]) * _AGES[age[2]])
        return (lambda one: one.moment > edge) if name == "newer_than" else (lambda one: one.moment <= edge)
    if name in ("after", "before") and (edge_or_none := _read_day(value)) is not None:
        day = edge_or_none
        return (lambda one: one.moment >= day) if name == "after" else (lambda one: one.moment < day)
    raise Violation(f"q: the stand-in does not know {name}:{value}")


def _read_day(value: str) -> datetime | None:
    """Read 2026/11/02, 2026-11-02, or seconds since 1970."""
    if re.fullmatch(r"\d{9,}", value):
        return datetime.fromtimestamp(int(value), UTC)
    parts = re.fullmatch(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})", value)
    return datetime(int(parts[1]), int(parts[2]), int(parts[3]), tzinfo=UTC) if parts else None
