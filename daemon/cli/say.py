"""Commands by which the person has a say: `tag`, `untag`, `undo`. They change the ledger, or what was made."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from daemon.cli.event import Subject, known_interviews, nothing_fits, resolve, subjects
from daemon.cli.output import is_terminal, say, screen
from daemon.cli.shell import Shell, account_option, event_argument, optional_event_argument, pass_shell
from daemon.cli.trouble import tell_trouble, worst
from daemon.cli.views import item_rows, titles_of
from daemon.cli.words import drafts_and_reminders
from daemon.domain.errors import BusyError, UsageError
from daemon.domain.interview import Standing
from daemon.domain.item import Item, State

if TYPE_CHECKING:
    from daemon.engine.account import AccountEngine


@click.command()
@event_argument
@account_option
@pass_shell
def tag(shell: Shell, event: str, account: str | None) -> int:
    """
    Count an event as an interview.

    EVENT is a part of its title, or its id. The event itself is not touched.
    """
    subject, trouble = _find_anywhere(shell, account, event, interviews_first=False)
    one = subject.interview
    is_doubted = one is not None and any(found.about == "warning" for found in one.evidence)
    if one is not None and one.takes_place and not is_doubted:
        screen().line(f"'{subject.title}' is an interview already (by {one.tagged_by}).")
        return trouble
    _put_down(shell, subject, is_interview=True)
    page = screen()
    page.line(f"'{subject.title}' counts as an interview from now on.", "good")
    # Read anew: that it seemed to be the interviewer's side was a guess, which the person's word has settled.
    one = _find_anywhere(shell, subject.engine.name, subject.event, interviews_first=False)[0].interview
    if one is not None and one.standing in _NOTHING_FOLLOWS:
        page.line(f"Nothing is made for it all the same: {_NOTHING_FOLLOWS[one.standing]}.")
    else:
        page.line("The next pass makes what is due for it; `afterword sync` makes one now.")
    return trouble


#: Why a tag alone changes nothing.
_NOTHING_FOLLOWS = {
    Standing.CANCELLED: "it was cancelled",
    Standing.DECLINED: "you declined it",
    Standing.DELETED: "it is no longer in the calendar",
    Standing.HIRING: "in it, you interview somebody else",
}


@click.command()
@event_argument
@account_option
@pass_shell
def untag(shell: Shell, event: str, account: str | None) -> int:
    """
    Count an event as none.

    Whatever its tags say. EVENT is a part of its title, or its id. The event itself is not touched.
    """
    subject, trouble = _find_anywhere(shell, account, event, interviews_first=True)
    if subject.interview is None or subject.interview.standing is Standing.UNTAGGED:
        screen().line(f"'{subject.title}' is no interview anyway.")
        return trouble
    _put_down(shell, subject, is_interview=False)
    page = screen()
    page.line(f"'{subject.title}' counts as no interview from now on.", "good")
    page.line(
        "The next pass takes back its reminders as far as nobody touched them; notes that were written stay. "
        "`afterword sync` makes one now."
    )
    return trouble


def _find_anywhere(shell: Shell, account: str | None, event: str, *, interviews_first: bool) -> tuple[Subject, int]:
    """
    Find EVENT among everything in sight and everything known; and the exit status of what could not be read.

    Nothing is locked: until it is known whose the event is, no account may have to wait, or be waited for.
    """
    found: list[Subject] = []
    trouble = 0
    with shell.looking() as app:
        for engine in app.engines(account):
            sight = engine.look(everything=True)
            trouble = max(trouble, tell_trouble(sight))
            found += subjects(engine, sight)
    now = shell.now()
    subject = None
    if interviews_first:
        subject = resolve(event, [one for one in found if one.interview and one.interview.takes_place], now)
    subject = subject or resolve(event, found, now)
    if subject is None:
        raise nothing_fits(event)
    return subject, trouble


def _put_down(shell: Shell, subject: Subject, *, is_interview: bool) -> None:
    """Write the person's word down, while nobody else works on the account."""
    name = subject.engine.name
    with shell.working(name) as app:
        app.ledger.set_tag(name, subject.identity, is_interview)


@click.command()
@optional_event_argument
@account_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_shell
def undo(shell: Shell, event: str | None, account: str | None, yes: bool) -> int:
    """
    Take back notes and reminders that nobody touched.

    With EVENT, those of one interview; else all. They are not made again. What you edited, moved, sent or deleted is
    yours, and stays as it is.
    """
    page = screen()
    with shell.looking() as app:
        chosen = _made(shell, app.engines(account), event)
        if not any(chosen.values()):
            page.line("There is nothing to take back.")
            return 0
        for engine, items in chosen.items():
            if len(chosen) > 1:
                page.heading(engine.name)
            page.table(
                *item_rows(items, titles_of(engine.recall().interviews), engine.account.policy.zone, shell.now())
            )
        keys = {engine.name: {item.key for item in items} for engine, items in chosen.items() if items}
    if not yes:
        if not is_terminal(sys.stdin):
            raise UsageError("Taking back needs your word: answer on a terminal, or say --yes.")
        if not click.confirm("\nTake these back?", err=True):
            say("Nothing was changed.")
            return 0
    return worst(_take_back(shell, name, chosen) for name, chosen in keys.items())


def _made(shell: Shell, engines: Sequence[AccountEngine], event: str | None) -> dict[AccountEngine, list[Item]]:
    """Give, by account, what lies there and is still Afterword's: of EVENT's interview, or all."""
    wanted: Subject | None = None
    if event is not None:
        wanted = resolve(event, known_interviews(engines), shell.now())
        if wanted is None:
            raise nothing_fits(event)
    return {
        engine: sorted(
            (
                item
                for item in engine.recall().items.values()
                if item.is_live and (wanted is None or item.identity == wanted.identity)
            ),
            key=lambda item: (item.due, not item.kind.is_draft, item.key),
        )
        for engine in engines
        if wanted is None or engine is wanted.engine
    }


def _take_back(shell: Shell, account: str, keys: set[str]) -> int:
    """Take back the items called *keys* of one account, and give the exit status."""
    page = screen()
    try:
        with shell.working(account) as app:
            (engine,) = app.engines(account)
            chosen = [item for item in engine.recall().items.values() if item.key in keys]
            report = engine.take_back(chosen)
            memory = engine.recall()
    except BusyError as error:
        say(f"Problem: {error}")
        return error.exit_status
    touched = [memory.items[item.key] for item in chosen if memory.items[item.key].state is State.YOURS]
    count = report.removed
    if count:
        page.line(f"Took back {drafts_and_reminders(count.drafts, count.reminders)}.", "good")
    if touched:
        page.line("Left as they are, since you edited, moved, sent or deleted them:")
        page.table(*item_rows(touched, titles_of(memory.interviews), engine.account.policy.zone, shell.now()))
    for problem in report.errors:
        say(f"Problem: {problem}")
    if report.failed:
        say("What could not be taken back now is as it was. Try again later.")
    return report.exit_status
