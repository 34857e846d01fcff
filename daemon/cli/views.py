"""The tables that several commands show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from daemon.cli.documents import state_of
from daemon.cli.output import Cell, Styled
from daemon.cli.words import KIND_WORDS, STATE_WORDS, day_in_words, moment_in_words, sentence
from daemon.domain.interview import Interview
from daemon.domain.item import Action, Item, State
from daemon.domain.planning import Intent

Rows = list[list[Cell]]

_ACTION_STYLES = {Action.CREATE: "good", Action.UPDATE: "", Action.REMOVE: "bad"}
_ACTION_WORDS = {Action.CREATE: "", Action.UPDATE: "change: ", Action.REMOVE: "take back: "}
_STATE_STYLES = {State.WRITTEN: "good", State.FAILED: "bad", State.PLANNED: "", State.WRITING: "quiet"}


def titles_of(interviews: Mapping[str, Interview]) -> dict[str, str]:
    """Give the titles of *interviews* (by identity)."""
    return {identity: one.title for identity, one in interviews.items()}


def plan_rows(
    intents: Iterable[Intent], titles: Mapping[str, str], zone: tzinfo, now: datetime
) -> tuple[list[str], Rows]:
    """Give columns and rows for planned items: when, what, for which interview, why."""
    rows: Rows = []
    for intent in intents:
        people = ", ".join(person.name or person.email for person in intent.owed.recipients) if intent.owed else ""
        reason = f"Waits for {intent.waits_for}." if intent.waits_for else sentence(intent.reason)
        what = f"{_ACTION_WORDS[intent.action]}{KIND_WORDS[intent.kind]}"
        rows.append(
            [
                moment_in_words(intent.due, zone, now),
                Styled(what, _ACTION_STYLES[intent.action]),
                titles.get(intent.identity, intent.event),
                people,
                Styled(reason, "quiet"),
            ]
        )
    return ["When", "What", "Interview", "To", "Why"], rows


def item_rows(items: Iterable[Item], titles: Mapping[str, str], zone: tzinfo, now: datetime) -> tuple[list[str], Rows]:
    """Give columns and rows for items as they stand: when, what, how far, for which interview, to whom."""
    rows: Rows = []
    for item in items:
        state = state_of(item)
        rows.append(
            [
                moment_in_words(item.due, zone, now),
                KIND_WORDS[item.kind],
                Styled(_state(item, zone, now), _STATE_STYLES.get(state, "quiet")),
                titles.get(item.identity, item.event),
                ", ".join(item.to),
            ]
        )
    return ["When", "What", "State", "Interview", "To"], rows


def _state(item: Item, zone: tzinfo, now: datetime) -> str:
    """Say how far *item* has come, and when a note was made; in short lines, so that the column stays narrow."""
    state = state_of(item)
    words = STATE_WORDS[state] + (" (late)" if item.is_late else "")
    if not item.kind.is_draft or item.made_at is None:
        return words
    if state is not State.WRITTEN:
        words += f",\n{STATE_WORDS[State.WRITTEN]}"
    made = item.made_at.astimezone(zone)
    if made.date() == item.due.astimezone(zone).date():
        return f"{words} {made:%H:%M}"
    return f"{words}\n{day_in_words(made.date(), now.astimezone(zone).date())},\n{made:%H:%M}"
