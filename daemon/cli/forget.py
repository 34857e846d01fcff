"""`afterword forget`: what the ledger knows of applications is deleted; what was made stays where it lies."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from daemon.cli.applications import name_of
from daemon.cli.documents import iso
from daemon.cli.event import fits, nothing_fits, of_interview
from daemon.cli.output import is_terminal, print_json, say, screen
from daemon.cli.shell import Shell, account_option, json_option, optional_event_argument, pass_shell
from daemon.cli.words import counted, drafts_and_reminders
from daemon.domain.application import Application, applications
from daemon.domain.errors import UsageError
from daemon.domain.item import Item
from daemon.engine.account import AccountEngine


@dataclass(frozen=True, slots=True)
class _Chosen:
    """An application that is to be forgotten."""

    engine: AccountEngine
    application: Application
    #: What lies in drafts and calendar and is Afterword's still.
    lying: Sequence[Item]

    @property
    def identities(self) -> list[str]:
        return [one.identity for one in self.application.rounds]


@click.command()
@optional_event_argument
@click.option("--before", metavar="DATE", help="All applications whose last round was before that day (2026-06-30).")
@account_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@pass_shell
def forget(shell: Shell, event: str | None, before: str | None, account: str | None, yes: bool, as_json: bool) -> int:
    """
    Delete what Afterword knows of an application.

    EVENT is an interview of it: a part of its title, or its id. All its rounds go, and with them what the ledger knows
    of notes and reminders. What lies in your drafts and in your calendar stays: `afterword undo EVENT` takes that back
    before. Nothing is made for these events any more, unless you `afterword tag` them.
    """
    if (event is None) is (before is None):
        raise UsageError("Name an EVENT, or a day with --before; `afterword applications` lists what is known.")
    with shell.looking() as app:
        chosen = _chosen(shell, app.engines(account), event, before)
    if not chosen:
        if as_json:
            print_json({"forgotten": []})
        else:
            screen().line("There is nothing to forget.")
        return 0
    if not as_json:
        _show(chosen)
    if not yes:
        if as_json or not is_terminal(sys.stdin):
            raise UsageError("Forgetting needs your word: answer on a terminal, or say --yes.")
        if not click.confirm("\nForget these?", err=True):
            say("Nothing was changed.")
            return 0
    copies: list[Path] = []
    for name in sorted({one.engine.name for one in chosen}):
        with shell.working(name) as app:
            app.ledger.forget(name, [key for one in chosen if one.engine.name == name for key in one.identities])
            # Texts of notes that a model reworded, by account; which belong to whom only the notes could tell.
            shutil.rmtree(app.reworded_folder(name), ignore_errors=True)
            copies += app.forget_copies()
    if as_json:
        print_json({"forgotten": [_document(one) for one in chosen], "copies_deleted": [str(path) for path in copies]})
        return 0
    page = screen()
    rounds = sum(len(one.identities) for one in chosen)
    page.line("")
    page.line(f"Forgot {counted(rounds, 'interview')}.", "good")
    for path in copies:
        page.line(f"Deleted {path}, an older copy of the ledger, which knew of them too.")
    return 0


def _chosen(shell: Shell, engines: Sequence[AccountEngine], event: str | None, before: str | None) -> list[_Chosen]:
    found = [
        _Chosen(engine, application, _lying(engine, application))
        for engine in engines
        for application in applications(engine.recall().interviews.values(), engine.account.policy.zone)
    ]
    if before is not None:
        day = _day(before)
        return [one for one in found if _last_day(one) < day]
    assert event is not None
    subjects = [of_interview(one.engine, round_) for one in found for round_ in one.application.rounds]
    fitting = fits(event, subjects)
    if not fitting:
        raise nothing_fits(event)
    meant = [one for one in found if any(s.engine is one.engine and s.identity in one.identities for s in fitting)]
    if len(meant) > 1:
        from daemon.cli.event import resolve

        resolve(event, fitting, shell.now())
    return meant


def _lying(engine: AccountEngine, application: Application) -> list[Item]:
    rounds = {one.identity for one in application.rounds}
    return [item for item in engine.recall().items.values() if item.identity in rounds and item.is_live]


def _last_day(one: _Chosen) -> date:
    zone = one.engine.account.policy.zone
    return max(round_.end for round_ in one.application.rounds).astimezone(zone).date()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is no day; write it as {date(2026, 6, 30).isoformat()}.") from None


def _show(chosen: Sequence[_Chosen]) -> None:
    page = screen()
    for one in chosen:
        zone = one.engine.account.policy.zone
        page.line(
            f"{name_of(one.application)}: {counted(len(one.identities), 'interview')}, last {_last_day(one)}", "strong"
        )
        drafts = sum(item.kind.is_draft for item in one.lying)
        reminders = len(one.lying) - drafts
        if one.lying:
            page.line(f"  {drafts_and_reminders(drafts, reminders)} stay where they lie; `afterword undo` takes back.")
        if _last_day(one) >= datetime.now(zone).date() - timedelta(days=1):
            page.line("  This is not over: nothing more will be made for it.", "bad")


def _document(one: _Chosen) -> dict[str, object]:
    zone = one.engine.account.policy.zone
    return {
        "account": one.engine.name,
        "application": name_of(one.application),
        "events": [
            {"event": round_.event, "title": round_.title, "start": iso(round_.start, zone)}
            for round_ in one.application.rounds
        ],
    }
