"""Plays the chapter at a place: what the person does, a pass, and what lies there against what is written down."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from config.load import load
from daemon.engine.account import Wishes
from daemon.engine.report import Report
from daemon.wiring import open_app
from tests.cli.program import Program
from tests.google_server.clock import Clock
from tests.story.places import Place, Target
from tests.story.shape import (
    Draft,
    Edits,
    Puts,
    Reminder,
    Row,
    Says,
    Sends,
    Step,
    Thing,
    Why,
    at,
    text_called,
    written,
)

#: In folders an event has no link, so that this line is not there.
_EVENT_LINK = re.compile(r"^The interview: <event \w+>\n?", re.MULTILINE)


class Telling:
    """The chapter at *place*, step by step; *clock* is the time everywhere."""

    def __init__(self, place: Place, program: Program, clock: Clock) -> None:
        self.place = place
        self.program = program
        self.clock = clock
        #: What should lie there by now, by the names that the chapter gives it.
        self.expected: dict[str, Thing] = {}
        #: What the links lead to that were met so far.
        self._links: dict[str, Target] = {}
        #: The kinds of the drafts that lie there, by address: no draft shows its own.
        self._kinds: dict[str, str] = {}

    def tell(self, step: Step) -> None:
        """Let the hour come, the person act and a pass be made; then look at everything."""
        self.clock.moment = at(step.at)
        for deed in step.does:
            self._do(deed)
        self.run_pass()
        for name, thing in step.then.items():
            assert thing is not None or name in self.expected, f"{name} cannot go: it was not there"
            self.expected[name] = thing if thing is not None else self.expected[name]
            if thing is None:
                del self.expected[name]
        self.look()
        if step.board is not None:
            found, expected = self.board(), list(step.board)
            assert found == expected, f"The board shows {found}, and not {expected}"
        for meeting, told in step.why.items():
            self.ask_why(meeting, told)
        again = self.run_pass()
        assert not _count(again), f"another pass does something again: {again}"

    def _do(self, deed: Puts | Sends | Edits | Says) -> None:
        match deed:
            case Puts():
                self.place.put(deed.meeting)
            case Sends():
                self.place.send(deed.to)
            case Edits():
                self.place.edit(deed.to, text_called(deed.text))
            case Says():
                said = self._said(*deed.command).out
                missing = [line for line in deed.told if line not in said]
                assert not missing, f"`afterword {' '.join(deed.command)}` does not say {missing}, but:\n{said}"

    def _said(self, *command: str) -> Any:
        return self.program.done(*command, now=self.clock.moment)

    def run_pass(self) -> Report:
        """Make a pass as a process does that has just started; nothing may go wrong."""
        settings = load(self.place.account.config, self.place.account.environment)
        with open_app(settings, clock=self.clock) as app:
            (engine,) = app.engines()
            report = engine.run(Wishes(impatient=True))
            lying = [one for one in engine.recall().items.values() if one.kind.is_draft and one.lies_there]
        assert not report.errors, report.errors
        assert not report.warnings, report.warnings
        assert report.late == 0
        self._kinds = {one.to[0]: one.kind.value for one in lying}
        return report

    # What lies there

    def look(self) -> None:
        """Compare what lies at the place with what should: each thing, and nothing else."""
        links = self.place.links()
        # Of a draft that lies there only the link counts that leads to it now.
        self._links = {link: to for link, to in self._links.items() if to not in links.values()} | dict(links)
        expected = _as_lines(map(self._expected, self.expected.values()))
        found = _as_lines(self.found())
        if found != expected:
            difference = difflib.unified_diff(expected, found, "as it is written down", "as it lies there", lineterm="")
            raise AssertionError("\n".join(difference))

    def found(self) -> list[Thing]:
        """Give what lies there, with all of its text, links by their names."""
        drafts: list[Thing] = [
            Draft(self._kinds.get(_address(one.to), "?"), one.to, one.subject, one.when, one.text)
            for one in self.place.drafts()
        ]
        return [*drafts, *(replace(one, text=self._named(one.text)) for one in self.place.reminders())]

    def _named(self, text: str) -> str:
        for link in sorted(self._links, key=len, reverse=True):
            text = text.replace(link, self._links[link].words)
        return text

    def _expected(self, thing: Thing) -> Thing:
        text = text_called(thing.text)
        if isinstance(thing, Reminder) and not self.place.events_have_links:
            text = re.sub(r"\n{3,}", "\n\n", _EVENT_LINK.sub("", text)).strip("\n")
        return replace(thing, text=text)

    # What commands tell

    def board(self) -> list[Row]:
        """Give what `afterword applications --json` tells."""
        return [self._row(one) for one in self._said("applications", "--json").document["applications"]]

    def _row(self, one: Mapping[str, Any]) -> Row:
        step = one["next"]
        names = {self.place.event(name): name for name in self.place.meetings()}
        return Row(
            one["company"],
            one["role"],
            one["stage"],
            [names[round_["event"]] for round_ in one["rounds"]],
            [person["name"] for person in one["people"]],
            [person["name"] for person in one["recruiters"]] or (),
            outcome=one["outcome"],
            decision_by=one["decision_by"],
            next=step and (step["kind"], _hour(step["due"]), step["made"]),
        )

    def ask_why(self, meeting: str, told: Why) -> None:
        """Compare what `afterword why --json` tells of a meeting."""
        answer = self._said("why", self.place.event(meeting), "--json").document
        read = [(one["about"], one["value"]) for one in answer["evidence"]]
        missing = [one for one in told.read if one not in read]
        assert not missing, f"`why` does not tell of {meeting} that {missing} was read, but {read}"
        items = sorted((one["kind"], one["state"]) for one in answer["items"])
        assert items == list(told.items), f"`why` tells of {meeting} {items}"
        reasons = [str(one["reason"]) for one in (*answer["items"], *answer["declined"])]
        missing_words = [words for words in told.reasons if not any(words in one for one in reasons)]
        assert not missing_words, f"`why` does not tell of {meeting} {missing_words}, but {reasons}"


def _as_lines(things: Iterable[Thing]) -> list[str]:
    """Write *things* as a person compares them; no two orders of them differ."""
    return [line for one in sorted(map(_on_paper, things)) for line in (*one, "")]


def _on_paper(thing: Thing) -> list[str]:
    if isinstance(thing, Draft):
        return [f"{thing.when}, {thing.kind}", f"To: {thing.to}", f"Subject: {thing.subject}", *thing.text.split("\n")]
    sure = "tentative" if thing.is_tentative else "confirmed"
    further = [f"again {', '.join(thing.also)}"] if thing.also else []
    place = [f"at {thing.location}"] if thing.location else []
    return [f"{thing.when}, {thing.kind}, {sure}", *further, *place, thing.title, *thing.text.split("\n")]


def _count(report: Report) -> int:
    tallies = (report.created, report.updated, report.removed)
    return sum(one.drafts + one.reminders for one in tallies)


def _address(to: str) -> str:
    return to.partition("<")[2].rstrip(">")


def _hour(text: str) -> str:
    return written(datetime.fromisoformat(text))
