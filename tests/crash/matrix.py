"""Every fault at every write of a situation's last pass or command, and what has to hold afterwards."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pprint import pformat

from tests.crash.nursery import Run
from tests.crash.shim import Fault, How, Write
from tests.crash.situations import COMMANDS, SITUATIONS, prepare
from tests.crash.world import View, World

#: How a full disk is told: where the message does not name the ledger, a draft or a reminder, it names a file.
FULL = re.compile(r"disk is full|(?<!Error): No space left on device")


def faults(writes: Sequence[Write]) -> list[Fault]:
    """
    Give every fault that can make a difference in a pass that makes *writes*.

    Killed after a write is killed before the next, but for one to a server, whose answer is not waited for then.
    """
    result = []
    for one in writes:
        if one.changes:
            result.append(Fault(How.KILL, one.number))
        if one.is_sent:
            result.append(Fault(How.AFTER, one.number))
        elif one.bytes > 1:
            result.append(Fault(How.TEAR, one.number))
        if one.can_fill:
            result += [Fault(How.FULL, one.number), Fault(How.FULL_ON, one.number)]
    return result


@dataclass(frozen=True)
class Case:
    """A run that was disturbed, and everything that was wrong with it or afterwards."""

    fault: Fault
    problems: Sequence[str]
    journal: Sequence[Write]
    #: What the disturbed run ended with; negative for a signal.
    status: int
    #: Files that no reader looks at, left for good.
    leftovers: Sequence[str] = ()

    def __str__(self) -> str:
        last = self.journal[-12:]
        return "\n".join([str(self.fault), *self.problems, "Its last writes:", *map(_line, last)])


@dataclass
class Matrix:
    """A situation in *world*, before its last pass or command, and what that does undisturbed."""

    world: World
    name: str
    writes: Sequence[Write] = field(init=False)
    #: Before it, after it, and after the pass that follows a command; for a pass the last two are one.
    before: View = field(init=False)
    done: View = field(init=False)
    after: View = field(init=False)

    def __post_init__(self) -> None:
        prepare(self.world, SITUATIONS[self.name])
        self.before = self.world.view()
        self.world.keep()
        # A copy's files are others, with other stamps; the program notices.
        self.world.restore()
        run = self._run()
        assert (run.status, run.err) == (0, ""), run
        self.writes = self.world.writes()
        self.done = self.world.view()
        if self.command:
            run = self.world.sync()
            assert (run.status, run.err) == (0, ""), run
        self.after = self.world.view()
        problems = [*self.world.problems(), *self.world.dead_links(), *self._again()]
        assert not problems, problems

    @property
    def command(self) -> Sequence[str]:
        """Give the command that is disturbed; nothing where it is a pass."""
        return COMMANDS.get(self.name, ())

    def _run(self, fault: Fault | None = None) -> Run:
        """Make the pass, or give the command, that is disturbed."""
        return self.world.run(*self.command, fault=fault) if self.command else self.world.sync(fault)

    def faults(self) -> list[Fault]:
        """Give every fault that can make a difference."""
        return faults(self.writes)

    def case(self, fault: Fault) -> Case:
        """Let *fault* happen, then let the program run undisturbed, twice."""
        self.world.restore()
        run = self._run(fault)
        journal = self.world.writes()
        problems = [*self._ended(fault, run), *self._whole(fault), *self._afterwards(fault)]
        return Case(fault, problems, journal, run.status, self.world.leftovers())

    def _ended(self, fault: Fault, run: Run) -> Iterator[str]:
        """Say what is wrong with how a disturbed run ended."""
        if fault.how in (How.KILL, How.AFTER, How.TEAR):
            if run.status != -9:
                yield f"not killed: {run}"
        elif "Traceback" in run.err or run.status not in (0, 1):
            yield f"a full disk ended it badly: {run}"
        elif run.status == 1 and not FULL.search(run.err):
            yield f"the message does not say that the disk is full: {run}"
        elif run.status == 0 and (difference := _difference(self.done, self.world.view())):
            yield f"said to be done, and is not:\n{difference}"

    def _whole(self, fault: Fault) -> Iterator[str]:
        """Say what of the things that lie there now is neither as before nor as it is to be: half of something, say."""
        yield from self.world.problems()
        if self.world.watched() != self.after["watched"]:
            yield "the watched calendar was changed"
        if fault.how in (How.FULL, How.FULL_ON):
            # One thing failed, and the others say so: a review names the notes that are there.
            return
        for kind, now in (("drafts", self.world.drafts()), ("reminders", self.world.reminders())):
            for one in now:
                if one not in self.before[kind] and one not in self.after[kind] and not self._is_between(one):
                    yield f"neither old nor new in {kind}: {one}"

    def _is_between(self, one: object) -> bool:
        """A draft's new content under its old name, until it is renamed."""
        return isinstance(one, tuple) and one[1:] in [it[1:] for it in self.after["drafts"] if isinstance(it, tuple)]

    def _afterwards(self, fault: Fault) -> Iterator[str]:
        """
        Make a pass undisturbed, and say what is wrong then; another one must have nothing to do.

        After a full disk that is left out, to save time: nothing was interrupted.
        """
        self.world.now += self.world.pause
        run = self.world.sync()
        spare = self.world.spare_calendars()
        if run.status or run.err.replace(self.world.excuse, ""):
            yield f"the next pass: {run}"
        if spare > bool(run.err):
            yield f"there are {spare} calendars too many"
        if self.command and self.world.view() == self.before:
            # Nothing of the command was kept, as it seems: the person gives it again.
            self.world.now += self.world.pause
            for run in (self._run(), self.world.sync()):
                if run.status or run.err:
                    yield f"given again: {run}"
        if difference := _difference(self.after, self.world.view()):
            yield f"after the next pass:\n{difference}"
        yield from self.world.problems()
        yield from self.world.dead_links()
        if fault.how not in (How.FULL, How.FULL_ON):
            yield from self._again()

    def _again(self) -> Iterator[str]:
        """Make a pass in which nothing is to be done, and say what it did."""
        self.world.now += self.world.pause
        run = self.world.sync()
        if run.status or run.err:
            yield f"the pass after that: {run}"
        elif done := _done(run):
            yield f"the pass after that did something: {done}"
        yield from (f"the pass after that changed {thing}" for thing in self.world.changed_things())


def _done(run: Run) -> list[str]:
    """Say what a pass did, by its own account."""
    report = run.document["accounts"][0]
    return [f"{name}: {json.dumps(report[name])}" for name in ("created", "updated", "removed", "failed")
            if any(report[name].values())]  # fmt: skip


def _difference(wanted: View, found: View) -> str:
    """Give the lines in which two views differ, "" where they do not."""
    before, after = (pformat(dict(one), width=200).splitlines() for one in (wanted, found))
    return "\n".join(difflib.unified_diff(before, after, "undisturbed", "found", lineterm="", n=1))


def _line(write: Write) -> str:
    return f"{write.number:5} {write.call:9} {write.bytes:6} {write.where}"
