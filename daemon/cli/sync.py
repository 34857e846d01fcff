"""`afterword sync`: one pass over the accounts, or what one would do."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from daemon.cli.documents import intent_document, report_document
from daemon.cli.output import Screen, print_json, say, screen
from daemon.cli.progress import PassBar
from daemon.cli.shell import Shell, account_option, json_option, pass_shell
from daemon.cli.trouble import note_trouble, worst
from daemon.cli.views import plan_rows, titles_of
from daemon.cli.words import counted, drafts_and_reminders, sentence
from daemon.domain.errors import LedgerRefused, ServiceError
from daemon.domain.item import Action
from daemon.domain.planning import Intent
from daemon.engine.account import AccountEngine, Wishes
from daemon.engine.clock import Clock
from daemon.engine.observe import Sight
from daemon.engine.report import Report

if TYPE_CHECKING:
    from daemon.wiring import App


@click.command()
@account_option
@click.option("--dry-run", is_flag=True, help="Only say what would be done, and why.")
@json_option
@pass_shell
def sync(shell: Shell, account: str | None, dry_run: bool, as_json: bool) -> int:
    """
    Make one pass: read the calendars, do all that is due.

    Several accounts are passed over side by side. What failed before is tried again at once. Exit status: 1 where
    something could not be done now and will be tried again, 3 where you must log in again.
    """
    if dry_run:
        return _rehearse(shell, account, as_json)
    with shell.opened() as app:
        names = [one.account for one in app.settings.accounts] if account is None else [account]
        if len(names) == 1:
            with shell.holding(app, names[0]), PassBar() as bar:
                (engine,) = app.engines(names[0])
                reports = made = [engine.run(Wishes(impatient=True, progress=bar.tell))]
        else:
            outcomes = _side_by_side(shell, app, names)
            made = [one for one in outcomes.values() if isinstance(one, Report)]
            reports = [_report(name, outcomes[name]) for name in names]
        for report in reports:
            problems = app.template_problems(report.account)
            report.warnings += [f"an own template is not used: {problem}" for problem in problems]
    if as_json:
        print_json({"accounts": [report_document(report) for report in reports]})
    else:
        _show(screen(), made, is_alone=len(names) == 1)
    tell_problems(reports)
    return worst(report.exit_status for report in reports)


def _side_by_side(shell: Shell, app: App, names: Sequence[str]) -> dict[str, Report | Exception]:
    """
    Make the passes of several accounts at once; give by account, in the order of *names*, what each did, or the error.

    None waits for another, which may be at a server that hangs for minutes or in another process's hands.
    """
    outcomes: dict[str, Report | Exception] = {}
    #: How many of how many items are done. All names are in it from the start: threads add it up while others count.
    counts = dict.fromkeys(names, (0, 0))
    stopped = threading.Event()

    def make(name: str, bar: PassBar) -> None:
        def tell(done: int, total: int) -> None:
            counts[name] = (done, total)
            bar.tell(sum(done for done, _ in counts.values()), sum(total for _, total in counts.values()))

        try:
            with shell.holding(app, name):
                (engine,) = app.engines(name)
                outcomes[name] = engine.run(Wishes(impatient=True, progress=tell, should_stop=stopped.is_set))
        except Exception as error:
            outcomes[name] = error

    with PassBar() as bar:
        # No pool: its threads would keep the process from ending at Ctrl-C, for as long as a server hangs.
        threads = [threading.Thread(target=make, args=(name, bar), daemon=True) for name in names]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                thread.join()
        finally:
            stopped.set()
    return {name: outcomes[name] for name in names}


def _report(name: str, outcome: Report | Exception) -> Report:
    """
    Give *outcome* as a report; what ended a pass is the one error of a pass that did nothing.

    Raises:
        LedgerRefused: No account has a ledger until a person acts.
    """
    if isinstance(outcome, Report):
        return outcome
    if isinstance(outcome, LedgerRefused) or not isinstance(outcome, ServiceError):
        raise outcome
    report = Report(name)
    report.note_error(outcome)
    return report


def _show(page: Screen, reports: Sequence[Report], *, is_alone: bool) -> None:
    for report in reports:
        name = "" if is_alone else f"{report.account}: "
        page.line(f"{name}Looked at {counted(report.events_read, 'event')}; {interviews_in_sight(report.interviews)}.")
        for line in what_was_done(report):
            page.line(line, "good" if report.changed_anything else "")


def interviews_in_sight(count: int) -> str:
    """Give "3 interviews are in sight"."""
    return "1 interview is in sight" if count == 1 else f"{count or 'no'} interviews are in sight"


def what_was_done(report: Report) -> list[str]:
    """Say in sentences what a pass did."""
    lines = [
        f"{verb} {drafts_and_reminders(count.drafts, count.reminders)}."
        for verb, count in (
            ("Wrote", report.created),
            ("Brought up to date", report.updated),
            ("Took back", report.removed),
        )
        if count
    ]
    if report.found:
        found = drafts_and_reminders(report.found.drafts, report.found.reminders)
        lines.append(f"Found {found} that lay there already.")
    if not lines and not report.failed and not report.errors:
        lines.append("Nothing new to do: everything that is due is there.")
    if report.late:
        lines.append(f"{counted(report.late, 'note')} came later than 24 hours after the interview.")
    return lines


def tell_problems(reports: Iterable[Report]) -> None:
    """Tell on standard error what went wrong, and what follows from it."""
    for report in reports:
        for error in report.errors:
            say(f"Problem: {error}")
        for warning in report.warnings:
            say(f"Note: {warning}")
        if report.failed:
            missing = drafts_and_reminders(report.failed.drafts, report.failed.reminders)
            say(f"Not done yet: {missing}. The next pass tries again.")
        if report.needs_login:
            say(f"Log in again: afterword login {report.account}")


# What a pass would do


def _rehearse(shell: Shell, account: str | None, as_json: bool) -> int:
    documents: list[object] = []
    statuses = []
    with shell.looking() as app:
        engines = app.engines(account)
        page = screen()
        for engine in engines:
            sight = engine.look()
            intents = would_do(engine, sight, shell.now)
            now = shell.now()
            report = Report(engine.name, events_read=sight.events_read, interviews=len(sight.in_sight))
            for intent in intents:
                report.count(intent.action, intent.kind)
            statuses.append(note_trouble(sight, report))
            zone = engine.account.policy.zone
            titles = titles_of(sight.interviews)
            items = [intent_document(intent, engine.name, titles, zone) for intent in intents]
            documents.append({**report_document(report), "items": items})
            if not as_json:
                _show_rehearsal(page, engine, report, intents, sight, now, is_alone=len(engines) == 1)
            tell_problems([report])
    if as_json:
        print_json({"dry_run": True, "accounts": documents})
    return worst(statuses)


def would_do(engine: AccountEngine, sight: Sight, clock: Clock) -> list[Intent]:
    """Give what a pass would do now: what is ready, and what becomes ready by that."""
    intents = engine.plan(sight).intents
    # Asked after the plan was made: what it found to be ready at its own time is ready.
    now = clock()
    ready = [intent for intent in intents if intent.is_ready(now)]
    written = {intent.identity for intent in ready if intent.kind.is_draft and intent.action is Action.CREATE}
    # The reminder to read the notes waits for nothing but them.
    follows = [intent for intent in intents if intent.waits_for and intent.at <= now and intent.identity in written]
    return [*ready, *follows]


def _show_rehearsal(
    page: Screen,
    engine: AccountEngine,
    report: Report,
    intents: Sequence[Intent],
    sight: Sight,
    now: datetime,
    *,
    is_alone: bool,
) -> None:
    name = "" if is_alone else f"{engine.name}: "
    page.line(f"{name}Looked at {counted(report.events_read, 'event')}; {interviews_in_sight(report.interviews)}.")
    if not intents:
        page.line("A pass would do nothing now. `afterword plan` shows what comes later.")
        return
    parts = [
        f"{verb} {drafts_and_reminders(count.drafts, count.reminders)}"
        for verb, count in (
            ("write", report.created),
            ("bring up to date", report.updated),
            ("take back", report.removed),
        )
        if count
    ]
    page.line(sentence(f"a pass would {', '.join(parts)}"))
    page.line("")
    page.table(*plan_rows(intents, titles_of(sight.interviews), engine.account.policy.zone, now))
