"""Commands by which the person says what became of an application: `outcome` and `close`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from daemon.cli.applications import name_of
from daemon.cli.event import Subject, fits, nothing_fits, of_interview, resolve
from daemon.cli.output import Screen, say, screen
from daemon.cli.shell import Shell, account_option, event_argument, pass_shell
from daemon.cli.trouble import tell_trouble
from daemon.cli.views import plan_rows, titles_of
from daemon.cli.words import counted, drafts_and_reminders
from daemon.domain.application import Application, applications
from daemon.domain.errors import UsageError
from daemon.domain.interview import FINAL_OUTCOMES, Interview, Outcome, Standing, Word
from daemon.domain.item import Action
from daemon.domain.rules import CLOSED
from daemon.engine.account import AccountEngine
from daemon.engine.observe import Sight

if TYPE_CHECKING:
    from daemon.wiring import App

#: Takes back what was said before.
_NONE = "none"


def _outcomes(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Give the words that begin with *begun*, for a shell."""
    return [CompletionItem(word) for word in (*map(str, Outcome), _NONE) if word.startswith(begun)]


@click.command("outcome")
@event_argument
@click.argument("outcome", metavar="OUTCOME", shell_complete=_outcomes)
@account_option
@pass_shell
def outcome_command(shell: Shell, event: str, outcome: str, account: str | None) -> int:
    """
    Say what became of an application.

    OUTCOME is rejected, offer, withdrew or advanced; none takes back what was said before. EVENT is an interview of
    it: a part of its title, or its id. The event itself is not touched; the latest word counts, here or there.
    """
    word = _outcome(outcome)
    meant, trouble = _find(shell, account, event, ends=word in FINAL_OUTCOMES)
    name = meant.subject.engine.name
    with shell.working(name) as app:
        engine, sight = _put_down(app, meant.subject, lambda: Word(word, shell.now()))
        _tell_outcome(screen(), engine, sight, meant, word, shell.now())
    return trouble


@click.command("close")
@event_argument
@account_option
@pass_shell
def close_command(shell: Shell, event: str, account: str | None) -> int:
    """
    End an application: nothing is made for it any more.

    What nobody touched is taken back at once, notes and reminders. EVENT is an interview of it: a part of its title, or
    its id. `afterword outcome EVENT none` opens it again; a new interview with that company is a new application.
    """
    meant, trouble = _find(shell, account, event, ends=True)
    name = meant.subject.engine.name
    page = screen()
    with shell.working(name) as app:
        engine, sight = _put_down(app, meant.subject, lambda: Word(None, shell.now(), closes=True))
        application = _application_of(sight, meant.subject.identity, engine)
        rounds = {one.identity for one in application.rounds}
        gone = [
            intent.item
            for intent in engine.plan(sight).intents
            if intent.action is Action.REMOVE and intent.item is not None and intent.identity in rounds
        ]
        report = engine.take_back(gone, CLOSED, for_good=False)
        kept = [item for item in engine.recall().items.values() if item.identity in rounds and item.lies_there]
    page.line(f"{name_of(application)}: closed.", "good")
    removed = drafts_and_reminders(report.removed.drafts, report.removed.reminders)
    page.line(f"Took back {removed}." if removed else "There was nothing to take back.")
    if kept:
        page.line(f"Left as it is, since you touched it or it had its hour: {counted(len(kept), 'item')}.", "quiet")
    before = meant.application.outcome or _NONE
    page.line(f"To open it again: afterword outcome '{meant.subject.event}' {before}", "quiet")
    for problem in report.errors:
        say(f"Problem: {problem}")
    if report.failed:
        say("What could not be taken back now is taken back by the next pass.")
    return max(trouble, report.exit_status)


@dataclass(frozen=True, slots=True)
class Meant:
    """The round that EVENT means, and the application that it belongs to, as it was before the word."""

    subject: Subject
    application: Application


def _outcome(text: str) -> Outcome | None:
    """Read OUTCOME; None for `none`."""
    plain = text.strip().lstrip("#").casefold()
    if plain == _NONE:
        return None
    if plain not in set(Outcome):
        known = ", ".join(Outcome)
        raise UsageError(f"'{text}' is no outcome. Say one of {known}; or {_NONE}, to take back what was said before.")
    return Outcome(plain)


def _find(shell: Shell, account: str | None, event: str, *, ends: bool) -> tuple[Meant, int]:
    """
    Find the round that EVENT means; several that fit are no trouble where all are rounds of one application.

    What *ends* it is said of the last of them. Anything else is about what was held: "advanced", said while the next
    round is on the calendar, is no word on that one.

    Raises:
        UsageError: It fits nothing, rounds of several applications, or what is no interview.
    """
    trouble = 0
    until = None if ends else shell.now()
    candidates: list[Subject] = []
    sights: dict[AccountEngine, Sight] = {}
    with shell.looking() as app:
        for engine in app.engines(account):
            sights[engine] = sight = engine.look()
            trouble = max(trouble, tell_trouble(sight))
            candidates += [of_interview(engine, one) for one in sight.interviews.values() if _counts(one)]
        for engine, sight in sights.items():
            if found := _same_application(
                event, [one for one in candidates if one.engine is engine], sight, engine, until
            ):
                candidates = [one for one in candidates if one.engine is not engine] + [found]
        subject = resolve(event, candidates, shell.now())
        if subject is None:
            raise nothing_fits(event)
        application = _application_of(sights[subject.engine], subject.identity, subject.engine)
    return Meant(subject, application), trouble


def _put_down(app: App, subject: Subject, say_it: Callable[[], Word]) -> tuple[AccountEngine, Sight]:
    """
    Write the person's word down, and give what is known with it; the caller keeps others out meanwhile.

    The calendars are read first: what stands in an event by now was said before.
    """
    name = subject.engine.name
    (engine,) = app.engines(name)
    sight = engine.look()
    word = say_it()
    app.ledger.set_word(name, subject.identity, word)
    if one := sight.interviews.get(subject.identity):
        # What is due is reckoned from the interviews: until the next pass, `status` would ask for what is not wanted.
        sight.interviews[subject.identity] = replace(one, word=word)
        app.ledger.save_interviews([sight.interviews[subject.identity]], account=name)
    return engine, sight


def _counts(one: Interview) -> bool:
    return one.standing not in (Standing.UNTAGGED, Standing.HIRING)


def _same_application(
    event: str, candidates: Sequence[Subject], sight: Sight, engine: AccountEngine, until: datetime | None
) -> Subject | None:
    """
    Give the last of the *candidates* that *event* fits, where all of those are rounds of one application.

    *until* is when it has begun at the latest, if any has by then.
    """
    fitting = fits(event, candidates)
    if len(fitting) < 2:
        return None
    wanted = {one.identity for one in fitting}
    for application in applications(sight.interviews.values(), engine.account.policy.zone):
        if wanted <= {one.identity for one in application.rounds}:
            begun = [one for one in fitting if until is None or one.start <= until]
            return max(begun, key=_when) if begun else min(fitting, key=_when)
    return None


def _when(subject: Subject) -> tuple[datetime, str]:
    return subject.start, subject.event


def _application_of(sight: Sight, identity: str, engine: AccountEngine) -> Application:
    found = applications(sight.interviews.values(), engine.account.policy.zone)
    return next(one for one in found if any(round_.identity == identity for round_ in one.rounds))


def _tell_outcome(
    page: Screen, engine: AccountEngine, sight: Sight, meant: Meant, word: Outcome | None, now: datetime
) -> None:
    """Tell what was noted, and what the next pass does about it."""
    application = _application_of(sight, meant.subject.identity, engine)
    page.line(f"{name_of(application)}: {word or 'no outcome'}.", "good")
    rounds = {one.identity for one in application.rounds} | {one.identity for one in meant.application.rounds}
    intents = [one for one in engine.plan(sight).intents if one.identity in rounds]
    intents.sort(key=lambda one: (one.due, not one.kind.is_draft, one.key))
    zone = engine.account.policy.zone
    if intents:
        page.heading("What follows")
        page.table(*plan_rows(intents, titles_of(sight.interviews), zone, now))
        page.line("The next pass does what is due of it; `afterword sync` makes one now.", "quiet")
