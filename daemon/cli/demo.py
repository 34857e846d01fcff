"""`afterword demo`: a complete local account in a folder, one pass over it, and what came of it shown."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from daemon.cli.applications import board, show_board
from daemon.cli.configuration_file import write_configuration
from daemon.cli.demo_data import ME, sample_events, write_calendar
from daemon.cli.output import Cell, Screen, Styled, say, screen
from daemon.cli.shell import WAIT_FOR_PASS, Shell, pass_shell
from daemon.cli.sync import tell_problems, what_was_done
from daemon.cli.words import KIND_WORDS, counted, drafts_and_reminders, listed, moment_in_words, span_in_words
from daemon.domain.errors import UsageError
from daemon.domain.interview import Interview, Outcome
from daemon.domain.item import Item, Kind
from daemon.engine.account import AccountEngine, Wishes
from daemon.engine.observe import Sight
from daemon.engine.report import Report

if TYPE_CHECKING:
    from rich.console import Console

    from config.model import Settings

#: What tells a demo's folder from all others.
MARKER = "made-by-afterword-demo"
_MARKER_TEXT = "Made by `afterword demo`. Delete the whole folder when you are done with it.\n"

_PICTURE_WIDTH = 104


@dataclass(frozen=True, slots=True)
class Place:
    """Where a demo's things lie."""

    folder: Path

    @property
    def config(self) -> Path:
        """The configuration."""
        return self.folder / "config.toml"

    @property
    def state(self) -> Path:
        """The folder of the ledger."""
        return self.folder / "state"

    @property
    def watched(self) -> Path:
        """The sample calendar."""
        return self.folder / "calendars" / "work"

    @property
    def drafts(self) -> Path:
        """The drafts folder of the Maildir."""
        return self.folder / "mail" / "Drafts"

    @property
    def reminders(self) -> Path:
        """The calendar of Afterword's own."""
        return self.folder / "calendars" / "Interview follow-ups"

    def shown(self, path: Path) -> str:
        """Give *path* as one would type it from here."""
        try:
            return str(path.relative_to(Path.cwd()))
        except ValueError:
            return str(path)


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path, file_okay=False), default=Path("demo"))
@click.option(
    "--svg",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Draw what is shown into FILE, as a picture, instead.",
)
@pass_shell
def demo(shell: Shell, folder: Path, svg: Path | None) -> int:
    """
    Show what Afterword does, on a sample calendar.

    Everything lies in DIR (./demo), configuration and state too: your own are left alone. Running it again makes
    another pass over what is there.
    """
    place = Place(folder.absolute())
    now = shell.now()
    settings = _prepare(place, now)
    if svg is None:
        return _pass_and_show(screen(), shell, place, settings)
    from rich.console import Console

    from daemon.cli.screen_rich import RichScreen

    console = Console(
        record=True,
        width=_PICTURE_WIDTH,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        highlight=False,
    )
    status = _pass_and_show(RichScreen(console), shell, place, settings)
    svg.write_text(_picture(console), encoding="utf-8")
    say(f"Drew {svg}.")
    return status


def _prepare(place: Place, now: datetime) -> Settings:
    """
    Make what is missing of the account.

    Raises:
        UsageError: The folder holds something else.
    """
    from config.load import load
    from daemon.wiring import machine_zone

    marker = place.folder / MARKER
    if place.folder.exists() and not marker.exists() and any(place.folder.iterdir()):
        raise UsageError(f"{place.folder} holds something else than a demo. Name a folder that is empty or not there.")
    place.folder.mkdir(parents=True, exist_ok=True)
    marker.write_text(_MARKER_TEXT, encoding="utf-8")
    zone = machine_zone()
    write_calendar(place.watched, sample_events(now, zone), now)
    if not place.config.exists():
        table = "accounts.personal"
        write_configuration(
            place.config,
            {
                (table, "name"): ME[0],
                (table, "email"): ME[1],
                (f"{table}.calendar", "path"): "calendars",
                (f"{table}.calendar", "watch"): ["work"],
                (f"{table}.mailbox", "path"): "mail",
            },
        )
    return load(place.config, {"AFTERWORD_STATE_DIR": str(place.state)})


def _pass_and_show(page: Screen, shell: Shell, place: Place, settings: Settings) -> int:
    from daemon.wiring import hold_pass, open_app

    with hold_pass(settings, WAIT_FOR_PASS), open_app(settings) as app:
        engine = app.engines()[0]
        before = set(engine.recall().items)
        report = engine.run(Wishes(impatient=True))
        sight = engine.look(everything=True)
        items = sorted(engine.recall().items.values(), key=lambda item: (item.due, not item.kind.is_draft, item.key))
        new = [item for item in items if item.key not in before and item.lies_there]
        if new or not items:
            _show_calendar(page, place, engine, sight, shell.now())
            _show_new(page, place, engine, new, report, shell.now())
            _show_after_a_no(page, place, engine, new)
            page.heading("Where each application stands (afterword applications)")
            show_board(page, board(engine, sight, shell.now()), engine.account.policy.zone, shell.now())
        else:
            _show_nothing_new(page, place, items, report)
    _show_what_next(page, place)
    tell_problems([report])
    return report.exit_status


def _show_calendar(page: Screen, place: Place, engine: AccountEngine, sight: Sight, now: datetime) -> None:
    zone = engine.account.policy.zone
    page.heading(f"A sample calendar, in {place.shown(place.watched)}")
    rows: list[tuple[datetime, list[Cell]]] = []
    for one in (*sight.interviews.values(), *sight.never_on):
        when = span_in_words(one.start, one.end, zone, now)
        rows.append((one.start, [when, one.title, _read(one)]))
    for other in sight.others:
        when = span_in_words(other.start, other.end, zone, now)
        rows.append((other.start, [when, other.title, Styled("no interview: no tag", "quiet")]))
    page.table(["When", "Event", "Read as"], [row for _, row in sorted(rows, key=lambda row: row[0])])


def _read(one: Interview) -> Cell:
    if not one.takes_place:
        return Styled(f"an interview, but {one.standing}", "quiet")
    people = listed([person.name or person.email for person in one.interviewers])
    return Styled(f"an interview at {one.company or 'an unknown company'}, with {people}", "good")


def _show_new(
    page: Screen,
    place: Place,
    engine: AccountEngine,
    items: Sequence[Item],
    report: Report,
    now: datetime,
) -> None:
    from daemon.cli.demo_found import draft_of, file_of, reminder_of

    zone = engine.account.policy.zone
    page.heading("One pass over it")
    for line in what_was_done(report):
        page.line(line, "good")
    for item in items:
        if item.kind.is_draft:
            path = file_of(place.drafts / "cur", item)
            title, text = draft_of(path)
            page.panel(title, text, place.shown(path))
    rows: list[list[Cell]] = []
    for item in items:
        if not item.kind.is_draft:
            title, _ = reminder_of(file_of(place.reminders, item))
            rows.append([moment_in_words(item.due, zone, now), Styled(KIND_WORDS[item.kind], "good"), title])
    if rows:
        page.heading(f"Reminders, in {place.shown(place.reminders)}")
        page.table(["When", "What", "Title"], rows)


def _show_after_a_no(page: Screen, place: Place, engine: AccountEngine, items: Sequence[Item]) -> None:
    """Show the reminder that a rejection confirmed: whom to call, and what to say."""
    from daemon.cli.demo_found import file_of, reminder_of

    interviews = engine.recall().interviews
    for item in items:
        told = interviews[item.identity].told
        if item.kind is Kind.FEEDBACK_CALL and told and told.outcome is Outcome.REJECTED:
            page.heading("When the answer was no: what that reminder says")
            path = file_of(place.reminders, item)
            page.panel(*reminder_of(path), place.shown(path))


def _show_nothing_new(page: Screen, place: Place, items: Sequence[Item], report: Report) -> None:
    for line in what_was_done(report):
        page.line(line, "good")
    lying = [item for item in items if item.lies_there]
    drafts = sum(item.kind.is_draft for item in lying)
    page.line(f"There from before: {drafts_and_reminders(drafts, len(lying) - drafts) or 'nothing any more'}.")
    for count, what, folder in (
        (drafts, "draft", place.drafts),
        (len(lying) - drafts, "reminder", place.reminders),
    ):
        if count:
            page.line(f"  {counted(count, what)} in {place.shown(folder)}")


def _show_what_next(page: Screen, place: Place) -> None:
    command = f"AFTERWORD_STATE_DIR={place.shown(place.state)} afterword --config {place.shown(place.config)}"
    page.heading("Look further")
    page.line(f"  {command} why larkspur")
    page.line(f"  {command} outcome larkspur rejected")
    page.line(f"  {command} status")
    page.line(f"Change an event in {place.shown(place.watched)}, or edit a draft, and run the demo again.", "quiet")


def _picture(console: Console) -> str:
    """Give what *console* recorded as an SVG that fetches nothing: without Rich's fonts from a server."""
    drawn = console.export_svg(title="afterword demo")
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
