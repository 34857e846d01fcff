"""The corpus of invitations with what a careful person reads from each (`tests/data/corpus/README.md`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from daemon.domain.occurrence import Occurrence
from daemon.domain.policy import AccountPolicy, Me, TagRules
from integrations.google.events import COLORS
from tests import samples

CORPUS = Path(__file__).parent / "data" / "corpus"


def groups() -> tuple[str, ...]:
    """Give the names of the groups, one for each file."""
    return tuple(sorted(path.stem for path in CORPUS.glob("*.jsonl")))


def load_group(group: str) -> list[dict[str, Any]]:
    """Give all lines of one group, each with its `group`."""
    lines = (CORPUS / f"{group}.jsonl").read_text(encoding="utf-8").split("\n")
    return [{**json.loads(line), "group": group} for line in lines if line]


def load_corpus() -> Iterator[dict[str, Any]]:
    """Yield the lines of all groups, in the order of their names."""
    for group in groups():
        yield from load_group(group)


def account_of(line: dict[str, Any]) -> AccountPolicy:
    """Give the account of the person whose event the line is, with the rules by which it is tagged."""
    account = samples.sample_account()
    user, rules = line.get("user"), line.get("tag_rules", {})
    me = Me(user["name"], user["email"], tuple(user["aliases"])) if user else account.me
    tags = TagRules(
        colors=frozenset(rules.get("colors", ())),
        calendars=frozenset(rules.get("calendars", ())),
        title_patterns=tuple(rules.get("title_patterns", ())),
    )
    return replace(account, me=me, tags=tags)


def as_occurrence(line: dict[str, Any], now: datetime = samples.NOW) -> Occurrence:
    """Give a line's event as an occurrence, its times counted from *now*."""
    event = line["event"]
    return replace(
        samples.as_occurrence(line, now),
        calendar=line.get("calendar", "primary"),
        location=event.get("location", ""),
        color=COLORS.get(event.get("colorId", ""), ""),
        guests_hidden=event.get("guestsCanSeeOtherGuests", True) is False,
    )
