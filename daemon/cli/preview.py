"""`afterword preview`: an interview's notes as they would be written, whether they already were or never will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

import click

from daemon.cli.documents import iso, note_document
from daemon.cli.event import Subject, nothing_fits, of_interview, resolve, subjects
from daemon.cli.output import print_json, say, screen
from daemon.cli.preview_page import Shown, header, page, write_page
from daemon.cli.shell import Shell, account_option, event_argument, json_option, pass_shell
from daemon.cli.trouble import tell_trouble
from daemon.cli.words import KIND_WORDS, STATE_WORDS, counted, listed, moment_in_words, sentence
from daemon.domain.afterwards import OF_AN_APPLICATION
from daemon.domain.application import applications
from daemon.domain.basis import Basis
from daemon.domain.interview import Interview, Standing
from daemon.domain.item import Draft, Kind, State, item_name
from daemon.domain.owed import Declined, Owed
from daemon.domain.rules import owed_for
from daemon.domain.thanking import thank_yous
from daemon.engine.account import AccountEngine
from daemon.engine.observe import Sight

#: Why nobody is thanked, by what became of the interview.
NO_THANKS = {
    Standing.CANCELLED: "the interview was cancelled",
    Standing.DECLINED: "you declined it",
    Standing.UNTAGGED: "it does not count as an interview",
    Standing.DELETED: "it is no longer in the calendar",
    Standing.HIRING: "in it, you interview somebody else",
}


@dataclass(frozen=True, slots=True)
class Note:
    """One note, as it would be written now."""

    owed: Owed
    draft: Draft
    state: State
    #: What came of having it reworded (`Composer.rewording_of`).
    rewording: str | None = None


@click.command()
@event_argument
@account_option
@json_option
@click.option(
    "--html",
    "html_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write them to FILE, a page for the browser, with what else is owed for the event.",
)
@pass_shell
def preview(shell: Shell, event: str, account: str | None, as_json: bool, html_file: Path | None) -> int:
    """Show the notes as they would be written."""
    now = shell.now()
    with shell.looking() as app:
        subject, sight, status = find_interview(app.engines(account), event, now)
        notes, reason = notes_of(subject, sight, now)
        zone = subject.engine.account.policy.zone
        if html_file is not None:
            shown = [Shown(_title(note), _when(note, zone, now), note.draft) for note in notes]
            shown += others_of(subject, sight, now)
            remark = sentence(f"No note: {reason}") if reason else ""
            write_page(html_file, page(subject.title, moment_in_words(subject.start, zone, now), shown, remark))
        for problem in app.template_problems():
            say(f"Note: an own template is not used: {problem}")
    if as_json:
        print_json(
            {
                "account": subject.engine.name,
                "event": subject.event,
                "title": subject.title,
                "notes": [
                    {
                        **note_document(note.draft),
                        "for": [person.name or person.email for person in note.owed.recipients],
                        "due": iso(note.owed.due, zone),
                        "state": note.state.value,
                        "rewording": note.rewording,
                    }
                    for note in notes
                ],
                "no_notes_because": reason or None,
            }
        )
        return status
    shows = screen()
    if html_file is not None:
        shows.line(f"{counted(len(shown), 'note or reminder', 'notes and reminders')} in {html_file}.")
        return status
    shows.line(f"{subject.title}, {moment_in_words(subject.start, zone, now)}", "strong")
    if reason:
        shows.line(sentence(f"No note: {reason}"))
    for note in notes:
        shows.panel(_title(note), letter(note.draft), "; ".join([_when(note, zone, now), *_rewording(note)]))
    return status


def find_interview(engines: Sequence[AccountEngine], event: str, now: datetime) -> tuple[Subject, Sight, int]:
    """
    Find the interview that EVENT means, else the event that is none; with what was seen and the exit status.

    Raises:
        UsageError: It fits nothing, or more than one.
    """
    sights = {engine: engine.look() for engine in engines}
    status = max(tell_trouble(sight) for sight in sights.values())
    subject = resolve(
        event,
        [of_interview(engine, one) for engine, sight in sights.items() for one in sight.interviews.values()],
        now,
    )
    if subject is None:
        # Only now what is no interview has to be read in full.
        sights = {engine: engine.look(everything=True) for engine in engines}
        subject = resolve(event, [one for engine, sight in sights.items() for one in subjects(engine, sight)], now)
    if subject is None:
        raise nothing_fits(event)
    return subject, sights[subject.engine], status


def notes_of(subject: Subject, sight: Sight, now: datetime) -> tuple[list[Note], str]:
    """Give the notes for an interview, as they would be written now, or why there are none."""
    one = subject.interview
    if one is None:
        return [], "this event is no interview: it carries no tag"
    if not one.takes_place:
        return [], NO_THANKS[one.standing]
    engine = subject.engine
    items = engine.recall().items
    notes = []
    for owed in owed_notes(engine, sight, one, now):
        if isinstance(owed, Declined):
            return [], owed.reason
        item = items.get(owed.key)
        name = item.name if item else item_name(owed.key, 0)
        draft = engine.composer.note(owed, name)
        notes.append(Note(owed, draft, item.state if item else State.PLANNED, engine.composer.rewording_of(name)))
    return notes, ""


def owed_notes(engine: AccountEngine, sight: Sight, one: Interview, now: datetime) -> list[Owed | Declined]:
    """
    Give the notes that people met in *one* get for that day, made, too late or to come; or why there is none.

    A person who was met in several rounds of a day gets one note, which hangs on another round perhaps.
    """
    basis = Basis(engine.account, engine.recall().items, now)
    zone = engine.account.policy.zone
    application = next(group for group in applications(sight.interviews.values(), zone) if one in group.rounds)
    day = one.start.astimezone(zone).date()
    visit = [other for other in application.standing_rounds if other.start.astimezone(zone).date() == day]
    return [
        owed
        for owed in thank_yous(basis, application, visit)
        if (owed.interview == one if isinstance(owed, Declined) else set(owed.recipients) & set(one.interviewers))
    ]


def others_of(subject: Subject, sight: Sight, now: datetime) -> list[Shown]:
    """Give what else is owed for an interview and its application, soonest first; a review only of notes that lie."""
    one = subject.interview
    if one is None:
        return []
    engine = subject.engine
    items = engine.recall().items
    zone = engine.account.policy.zone
    application = next(group for group in applications(sight.interviews.values(), zone) if one in group.rounds)
    found = []
    for owed in owed_for(Basis(engine.account, items, now, sight.busy), application):
        if isinstance(owed, Declined) or owed.kind is Kind.THANK_YOU or (owed.kind is Kind.REVIEW and owed.waits_for):
            continue
        if owed.kind not in OF_AN_APPLICATION and owed.interview.identity != one.identity:
            continue
        item = items.get(owed.key)
        state = item.state if item else State.PLANNED
        what = engine.composer.compose(owed, item.name if item else item_name(owed.key, 0))
        when = f"{STATE_WORDS[state]}; {'due' if owed.kind.is_draft else 'at'} {moment_in_words(owed.due, zone, now)}"
        found.append((owed.due, Shown(KIND_WORDS[owed.kind], when, what)))
    return [shown for _, shown in sorted(found, key=lambda pair: pair[0])]


def letter(draft: Draft) -> str:
    """Give a note as text, with its header."""
    fields = "\n".join(f"{name}: {value}" for name, value in header(draft))
    return f"{fields}\n\n{draft.text}"


def _title(note: Note) -> str:
    return f"Note to {listed([person.name or person.email for person in note.owed.recipients])}"


def _rewording(note: Note) -> list[str]:
    match note.rewording:
        case None | "":
            return []
        case "reworded":
            return ["in the words of your language model"]
        case reason:
            return [f"not reworded: {reason.replace('_', ' ')}"]


def _when(note: Note, zone: tzinfo, now: datetime) -> str:
    when = moment_in_words(note.owed.due, zone, now)
    if note.state in (State.PLANNED, State.FAILED):
        is_over = note.owed.until is not None and now > note.owed.until
        return f"was due {when}; too late to be written now" if is_over else f"to be written {when}"
    return f"{STATE_WORDS[note.state]}; due {when}"
