"""`afterword status`: what the ledger and the plan say. No calendar is read, no adapter imported."""

from __future__ import annotations

import os.path
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from daemon.cli.documents import (
    Document,
    iso,
    iso_or_null,
    item_document,
    items_with_planned,
    keys_too_late,
    state_of,
)
from daemon.cli.output import Screen, print_json, screen
from daemon.cli.shell import Shell, account_option, json_option, pass_shell
from daemon.cli.views import item_rows, titles_of
from daemon.cli.words import counted, drafts_and_reminders, moment_in_words
from daemon.domain.interview import Interview
from daemon.domain.item import Item, State
from daemon.domain.planning import Plan, plan
from daemon.domain.policy import AccountPolicy
from daemon.domain.superseded import perhaps_superseded
from daemon.engine.overdue import overdue
from daemon.logins import token_files
from daemon.ports import LOGIN_LOST, NEVER, Memory

if TYPE_CHECKING:
    from daemon.wiring import App

#: What is over for longer than this is counted, not listed.
_RECENT = timedelta(days=14)
#: A doubt about an interview that ended before is past mending.
_DOUBTED = timedelta(days=4)
#: Nobody looked after what was due for so long: the service does not run.
_OVERDUE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Account:
    """How one account stands."""

    policy: AccountPolicy
    memory: Memory
    #: Made and to be made, soonest first.
    items: Sequence[Item]
    #: When a calendar of it was read last, None for never.
    last_sync: datetime | None
    next_due: datetime | None
    #: The person has to log in before anything more can be done.
    needs_login: bool
    #: What a person should look after, in sentences.
    attention: Sequence[str]
    missed: Sequence[Missed]
    #: Interviews that may not be the person's own, each with why.
    doubts: Sequence[tuple[Interview, str]]
    #: The keys of what will not be made any more.
    too_late: frozenset[str]
    #: By the identity of each slot that was perhaps superseded, the slot that supersedes it.
    superseded: Mapping[str, Interview]


@dataclass(frozen=True, slots=True)
class Missed:
    """An interview for which no note was written, and none will be."""

    interview: Interview
    #: How many people were not thanked.
    people: int
    deadline: datetime
    why: str


@click.command()
@account_option
@json_option
@pass_shell
def status(shell: Shell, account: str | None, as_json: bool) -> int:
    """Show what was made, what is next, what needs attention."""
    now = shell.now()
    with shell.looking() as app:
        broken = _broken_templates(app)
        accounts = [
            _account(policy, app.ledger.recall(policy.account), _why_login(app, policy.account), broken, now)
            for policy in app.policies(account)
        ]
    if as_json:
        print_json({"accounts": [_document(one) for one in accounts]})
        return 0
    page = screen()
    for one in accounts:
        if len(accounts) > 1:
            page.heading(one.policy.account)
        _show(page, one, now)
    return 0


def _why_login(app: App, account: str) -> str:
    """Say in a sentence or two why the person has to log in, and how; "" where there is no need."""
    why = app.ledger.get_setting(account, LOGIN_LOST)
    settings = next(one for one in app.settings.accounts if one.account == account)
    if not why and not all(map(os.path.exists, token_files(app.settings, settings))):
        why = "There is no login at Google yet."
    how = f"`afterword login {account}`"
    return f"{why} Run {how}." if why and how not in why else why


def _broken_templates(app: App) -> list[str]:
    """Say which of the person's own templates cannot be used, with file and line; they are rare, and tried out here."""
    folder = app.settings.path.with_name("templates")
    if not folder.is_dir():
        return []
    from config.own_words import try_out

    return [f"An own template is not used: {problem}" for problem in try_out(folder).problems]


def _account(policy: AccountPolicy, memory: Memory, why_login: str, broken: Sequence[str], now: datetime) -> Account:
    planned = plan(memory.interviews.values(), memory.items, policy, now)
    # What no pass has noted yet: Afterword may not run.
    late = overdue(planned, memory, memory, policy.policy.zone, now)
    memory = replace(memory, items={**memory.items, **{item.key: item for item in late}})
    missed = _missed(planned, memory.items, now)
    doubts = _doubts(memory.interviews.values(), now)
    items = items_with_planned(memory.items.values(), planned, policy.account)
    ahead = [item.due for item in items if item.due > now and (item.state is State.PLANNED or item.lies_there)]
    return Account(
        policy,
        memory,
        items,
        last_sync=max((read.read_at for read in memory.reads.values() if read.read_at > NEVER), default=None),
        next_due=min([*ahead, *(intent.at for intent in planned.intents if intent.at > now)], default=None),
        needs_login=bool(why_login),
        attention=[*_attention(memory, items, planned, missed, doubts, why_login, now), *broken],
        missed=missed,
        doubts=doubts,
        too_late=keys_too_late(planned),
        superseded=perhaps_superseded(memory.interviews.values(), policy.policy.zone),
    )


def _missed(planned: Plan, items: Mapping[str, Item], now: datetime) -> list[Missed]:
    """Give the interviews of the last weeks whose notes are too late to be written, the longest ago first."""
    found: dict[str, Missed] = {}
    for declined in planned.declined:
        owed, one = declined.owed, declined.interview
        if owed is None or owed.deadline is None or one.end <= now - _RECENT:
            continue
        people = len(owed.recipients) + (found[one.identity].people if one.identity in found else 0)
        found[one.identity] = Missed(one, people, owed.deadline, items[owed.key].late_because)
    return list(found.values())


def _doubts(interviews: Iterable[Interview], now: datetime) -> list[tuple[Interview, str]]:
    """Give the interviews, ahead or over for a few days, that look like ones the person holds, each with why."""
    found = [
        (one, found.rule)
        for one in interviews
        if one.takes_place and one.end > now - _DOUBTED
        for found in one.evidence
        if found.about == "warning"
    ]
    return sorted(found, key=lambda doubt: (doubt[0].start, doubt[0].identity))


def _attention(
    memory: Memory,
    items: Sequence[Item],
    planned: Plan,
    missed: Sequence[Missed],
    doubts: Sequence[tuple[Interview, str]],
    why_login: str,
    now: datetime,
) -> list[str]:
    lines = [why_login] if why_login else []
    # What a lost login stops is not told again for each calendar.
    lines += [f"{read.calendar}: {read.error}" for read in memory.reads.values() if read.error not in why_login]
    too_late = keys_too_late(planned)
    failed = [item for item in items if state_of(item) is State.FAILED and item.key not in too_late]
    for error in sorted({item.error for item in failed}):
        drafts = sum(item.kind.is_draft for item in failed if item.error == error)
        reminders = sum(not item.kind.is_draft for item in failed if item.error == error)
        lines.append(f"{drafts_and_reminders(drafts, reminders)} could not be written: {error}")
    lines += [
        f"No note was written for '{one.interview.title}', and it is too late for one now. {one.why}" for one in missed
    ]
    if any(intent.at < now - _OVERDUE and not (intent.item and intent.item.error) for intent in planned.ready(now)):
        lines.append("Something is due that was not made. Does the service run? `afterword sync` makes a pass now.")
    lines += [
        f"'{one.title}' looks as if you interview somebody else: {why}. If you do, put #hiring into it, or run "
        f'`afterword untag "{one.event}"`.'
        for one, why in doubts
    ]
    return lines


def _document(one: Account) -> Document:
    zone = one.policy.policy.zone
    return {
        "account": one.policy.account,
        "last_sync": iso_or_null(one.last_sync, zone),
        "next_due": iso_or_null(one.next_due, zone),
        "needs_login": one.needs_login,
        "items": [
            {**item_document(item, zone), "perhaps_superseded_by": _superseded_by(item, one.superseded)}
            for item in one.items
        ],
        "calendars": [
            {
                "calendar": read.calendar,
                "read_at": iso(read.read_at, zone) if read.read_at > NEVER else None,
                "events": read.events,
                "error": read.error or None,
            }
            for read in one.memory.reads.values()
        ],
        "attention": list(one.attention),
        "warnings": [
            {"event": doubted.event, "title": doubted.title, "start": iso(doubted.start, zone), "why": why}
            for doubted, why in one.doubts
        ],
        "missed": [
            {
                "event": missed.interview.event,
                "title": missed.interview.title,
                "interviewers": missed.people,
                "ended": iso(missed.interview.end, zone),
                "deadline": iso(missed.deadline, zone),
                "why": missed.why,
            }
            for missed in one.missed
        ],
    }


def _why_late(items: Iterable[Item], titles: Mapping[str, str]) -> list[str]:
    """Say why notes are late, one sentence for those of an interview that have the same reason."""
    counts = Counter((titles.get(item.identity, item.event), item.late_because) for item in items if item.late_because)
    return [
        f"{counted(count, 'note')} for '{title}' {'is' if count == 1 else 'are'} late: {why}"
        for (title, why), count in counts.items()
    ]


def _superseded_by(item: Item, superseded: Mapping[str, Interview]) -> str | None:
    """Give the event by which the slot that *item* is the note for was perhaps superseded."""
    newer = superseded.get(item.identity) if item.kind.is_draft else None
    return newer.event if newer else None


def _perhaps(shown: Iterable[Item], one: Account, now: datetime) -> list[str]:
    """Say which notes may be for a slot that was superseded, as long as there is something to throw away."""
    zone = one.policy.policy.zone
    open_notes = (item for item in shown if item.kind.is_draft and (item.state is State.PLANNED or item.lies_there))
    pairs = {
        identity: (one.memory.interviews[identity], one.superseded[identity])
        for identity in (item.identity for item in open_notes)
        if identity in one.superseded
    }
    if not pairs:
        return []
    from daemon.domain.reminder_words import title_of

    return [
        f"'{title_of(old)}' on {moment_in_words(old.start, zone, now)} was perhaps superseded by the one on "
        f"{moment_in_words(newer.start, zone, now)}. Throw its note away if you do not speak until then."
        for old, newer in pairs.values()
    ]


def _show(page: Screen, one: Account, now: datetime) -> None:
    zone = one.policy.policy.zone
    if one.last_sync is None:
        page.line("The calendars have not been read yet. `afterword sync` makes a pass.")
    else:
        upcoming = f"Next: {moment_in_words(one.next_due, zone, now)}." if one.next_due else "Nothing is coming up."
        page.line(f"Calendars last read {moment_in_words(one.last_sync, zone, now)}. {upcoming}")
    for line in one.attention:
        page.line(f"! {line}", "bad")
    if one.last_sync is None and not one.items:
        return
    shown = [item for item in one.items if item.due > now - _RECENT and item.state is not State.REMOVED]
    if shown:
        page.line("")
    titles = titles_of(one.memory.interviews)
    page.table(*item_rows(shown, titles, zone, now))
    # Of what was missed it is said above.
    if late := _why_late((item for item in shown if item.key not in one.too_late), titles):
        page.line("")
    for line in late:
        page.line(line, "bad")
    if perhaps := _perhaps(shown, one, now):
        page.line("")
    for line in perhaps:
        page.line(line)
    if older := len(one.items) - len(shown):
        page.line("")
        page.line(f"{older} more are older or were taken back; `afterword status --json` lists all.", "quiet")
