"""`afterword applications`: the interviews as the rounds of processes, and where each of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

import click

from daemon.cli.documents import Document, iso, iso_or_null, person_document
from daemon.cli.output import Cell, Screen, Styled, print_json, screen
from daemon.cli.shell import Shell, account_option, json_option, pass_shell
from daemon.cli.trouble import tell_trouble, worst
from daemon.cli.views import Rows
from daemon.cli.words import KIND_WORDS, counted, day_in_words, listed, moment_in_words
from daemon.domain.application import Application, applications
from daemon.domain.basis import Basis
from daemon.domain.board import Stage, Step, decision_of, is_over, last_happened, next_round, next_step, stage_of
from daemon.domain.interview import Interview, Interviewer, Standing
from daemon.domain.owed import everybody
from daemon.domain.together import why_together
from daemon.engine.account import AccountEngine
from daemon.engine.observe import Sight

#: What was over for longer, and has nothing to come, is only shown when asked for.
_RECENT = timedelta(days=60)

#: A round with such a standing is none.
_NO_ROUND = frozenset({Standing.UNTAGGED, Standing.HIRING})
_SHOWN_PEOPLE = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One application on the board."""

    application: Application
    stage: Stage
    step: Step | None


@click.command("applications")
@click.option("--all", "everything", is_flag=True, help="Those too that were over long ago.")
@account_option
@json_option
@pass_shell
def applications_command(shell: Shell, everything: bool, account: str | None, as_json: bool) -> int:
    """
    Show where each of your applications stands.

    Interviews with one company, for one role, are the rounds of one application. Where they are grouped wrongly, say
    it in the event: a line `company:` or `role:`.
    """
    documents: list[Document] = []
    statuses = []
    page = screen()
    with shell.looking() as app:
        engines = app.engines(account)
        for engine in engines:
            sight = engine.look()
            statuses.append(tell_trouble(sight))
            now = shell.now()
            lines = board(engine, sight, now)
            shown = [one for one in lines if everything or _is_of_interest(one, now)]
            if as_json:
                documents += [_document(one, engine) for one in shown]
                continue
            if len(engines) > 1:
                page.heading(engine.name)
            show_board(page, shown, engine.account.policy.zone, now)
            if hidden := len(lines) - len(shown):
                page.line(f"And {counted(hidden, 'application')} that were over long ago: --all shows them.", "quiet")
    if as_json:
        print_json({"applications": documents})
    return worst(statuses)


def board(engine: AccountEngine, sight: Sight, now: datetime) -> list[Line]:
    """Give the applications of an account: open ones first, by what is next; then those that are over, latest first."""
    basis = Basis(engine.account, engine.recall().items, now, sight.busy)
    lines = [
        Line(one, stage_of(one, now), next_step(one, basis))
        for one in applications(sight.interviews.values(), engine.account.policy.zone)
        if any(round_.standing not in _NO_ROUND for round_ in one.rounds)
    ]
    still_open = [one for one in lines if not is_over(one.stage)]
    over = [one for one in lines if is_over(one.stage)]
    still_open.sort(
        key=lambda one: (one.step is None, one.step.due if one.step else now, one.application.rounds[0].event)
    )
    over.sort(key=lambda one: last_happened(one.application), reverse=True)
    return [*still_open, *over]


def name_of(application: Application) -> str:
    """Name an application in a few words."""
    known = ", ".join(filter(None, (application.company, application.role)))
    return known or application.rounds[-1].title


def _is_of_interest(line: Line, now: datetime) -> bool:
    return line.step is not None or last_happened(line.application) > now - _RECENT


def show_board(page: Screen, lines: Sequence[Line], zone: tzinfo, now: datetime) -> None:
    """Show *lines* as a table, or that there are none."""
    rows: Rows = []
    for line in lines:
        one = line.application
        stands = Styled(_stands(line, zone, now), _STYLES.get(line.stage, ""))
        rounds = _rounds(one, zone, now)
        company: Cell = one.company or Styled(one.rounds[-1].title, "quiet")
        people = _people(everybody(one.standing_rounds))
        rows.append([company, one.role, rounds, people, stands, _next(line.step, zone, now)])
    if not rows:
        page.line("No application is known: no interview is in sight, and none was seen lately.")
    page.table(["Company", "Role", "Rounds", "People met", "Where it stands", "Next"], rows)


_STYLES = {
    Stage.OFFER: "good", Stage.ADVANCED: "good", Stage.REJECTED: "quiet", Stage.WITHDREW: "quiet",
    Stage.CLOSED: "quiet", Stage.CANCELLED: "quiet",
}  # fmt: skip


def _stands(line: Line, zone: tzinfo, now: datetime) -> str:
    """Say where an application stands, and since or until when."""
    one = line.application
    today = now.astimezone(zone).date()
    since = f" ({day_in_words(one.word.at.astimezone(zone).date(), today)})" if one.word else ""
    match line.stage:
        case Stage.INTERVIEW:
            coming = next_round(one, now)
            assert coming is not None
            return f"interview on {moment_in_words(coming.start, zone, now)}"
        case Stage.WAITING:
            decision = decision_of(one)
            return f"waiting; they decide by {day_in_words(decision, today)}" if decision else "waiting to hear"
        case Stage.ADVANCED:
            return f"advanced{since}; no date yet"
        case Stage.CANCELLED:
            return "no interview of it takes place"
        case Stage.REJECTED:
            return f"not selected{since}"
        case Stage.WITHDREW:
            return f"you withdrew{since}"
        case _:
            return f"{line.stage}{since}"


def _rounds(one: Application, zone: tzinfo, now: datetime) -> str:
    held = one.standing_rounds or one.rounds
    today = now.astimezone(zone).date()
    days = [day_in_words(day, today) for day in dict.fromkeys(round_.start.astimezone(zone).date() for round_ in held)]
    return listed(days) if len(days) < 3 else f"{len(held)}, last {days[-1]}"


def _people(people: Sequence[Interviewer]) -> Cell:
    names = [one.name or one.email for one in people]
    if not names:
        return Styled("nobody known", "quiet")
    more = len(names) - _SHOWN_PEOPLE
    return listed(names) if more <= 0 else f"{', '.join(names[:_SHOWN_PEOPLE])} and {more} more"


def _next(step: Step | None, zone: tzinfo, now: datetime) -> Cell:
    if step is None:
        return Styled("nothing", "quiet")
    if step.kind.is_draft and step.is_made and step.due <= now:
        return "read and send what lies in the drafts"
    return f"{KIND_WORDS[step.kind]}, {moment_in_words(step.due, zone, now)}"


def _document(line: Line, engine: AccountEngine) -> Document:
    one, zone = line.application, engine.account.policy.zone
    reasons = why_together(one)
    decision = decision_of(one)
    return {
        "account": engine.name,
        "company": one.company or None,
        "role": one.role or None,
        "stage": line.stage.value,
        "outcome": one.outcome.value if one.outcome else None,
        "outcome_since": iso_or_null(one.outcome_seen, zone),
        "closed": one.is_closed,
        "decision_by": decision.isoformat() if decision else None,
        "rounds": [_round_document(round_, reasons[round_.identity], zone) for round_ in one.rounds],
        "people": [person_document(person) for person in everybody(one.standing_rounds)],
        "recruiters": [person_document(person) for person in one.recruiters],
        "next": _step_document(line.step, zone),
    }


def _round_document(one: Interview, reason: str, zone: tzinfo) -> Document:
    return {
        "event": one.event,
        "title": one.title,
        "start": iso(one.start, zone),
        "end": iso(one.end, zone),
        "standing": one.standing.value,
        "outcome": one.told.outcome.value if one.told and one.told.outcome else None,
        "because": reason or None,
    }


def _step_document(step: Step | None, zone: tzinfo) -> Document | None:
    return {"kind": step.kind.value, "due": iso(step.due, zone), "made": step.is_made} if step else None
