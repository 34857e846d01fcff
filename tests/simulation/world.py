"""A person and a machine on one clock."""

from __future__ import annotations

import heapq
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from config.notes import TemplateNotes
from daemon.domain.errors import ConflictError, LedgerError, LedgerRefused
from daemon.domain.interview import Word
from daemon.domain.item import Draft, Reminder
from daemon.domain.occurrence import Occurrence
from daemon.domain.policy import AccountPolicy, Me
from daemon.engine.account import AccountEngine
from daemon.ledger.lock import hold
from daemon.ledger.sqlite import SqliteLedger
from daemon.passes import Passes
from daemon.ports import Memory
from daemon.wakeups import READ_ALL, Wake
from tests.simulation.duties import WOKEN, Duties
from tests.simulation.free_time import Span, busy_of
from tests.simulation.law import Broken, Law, Thing
from tests.simulation.meeting import CALENDARS, ME, Meeting, dentist
from tests.simulation.nature import Killed, Nature, Place
from tests.simulation.plans import Plans
from tests.simulation.servers import SimulatedCalendar, SimulatedLedger, SimulatedStore

ACCOUNT = "personal"
#: The jittered interval of the service at its longest.
INTERVAL = timedelta(minutes=6)
#: While nothing happens, passes change nothing; so often one is made all the same.
IDLE = timedelta(days=6, hours=23)
#: The wording costs nothing to keep between worlds.
NOTES = TemplateNotes()


@dataclass
class Scheduled:
    """Something that happens at a time of its own."""

    at: datetime
    order: int
    act: Callable[[], object]

    def __lt__(self, other: Scheduled) -> bool:
        return (self.at, self.order) < (other.at, other.order)


@dataclass
class Instance:
    """A running process of the service: what it has of its own is gone when it ends. Times are true ones, in UTC."""

    ledger: SimulatedLedger
    passes: Passes
    #: When it looks at everything next, and when the next thing is due as far as it knows.
    poll: datetime
    due: datetime | None = None
    patience: timedelta = IDLE
    #: The files of which it was told that they changed, by calendar.
    changed: set[tuple[str, str]] = field(default_factory=set)

    @property
    def wakes_at(self) -> datetime:
        """When it makes its next pass."""
        return min(self.poll, self.due) if self.due is not None else self.poll


@dataclass
class World:
    """All of it; *folder* holds the ledger. Times are aware, in UTC; `now` is the true time."""

    folder: Path
    now: datetime
    plans: Plans
    #: The service is told of changes in calendars at once, as on a local folder; else it reads at intervals.
    has_watch: bool = False
    check_every: timedelta = timedelta()
    meetings: dict[int, Meeting] = field(default_factory=dict)
    #: What happened, one line each: the story.
    told: list[str] = field(default_factory=list)
    #: The person's last word by command on each application, by the number of the interview that it was said of.
    words: dict[int, Word] = field(default_factory=dict)
    #: When anything in the calendars ever took up the person's time.
    ever_busy: list[Span] = field(default_factory=list)
    #: The service has read the calendars since anything in them changed.
    is_busy_known: bool = False
    #: What the person does when a draft that asks lies there, if anything.
    on_letter: Callable[[Thing], None] | None = None

    def __post_init__(self) -> None:
        self.nature = Nature(self.wait, self.later, self._rival, lambda: self.now)
        self.law = Law(self)
        self.duties = Duties(self)
        self.calendars = {name: SimulatedCalendar(name, self.nature, self.law.knowledge.shown) for name in CALENDARS}
        for name, calendar in self.calendars.items():
            calendar.occurrences = [dentist(name, self.now, self.now + timedelta(hours=1))]
        self.drafts: SimulatedStore[Draft] = SimulatedStore(Place.DRAFTS, self.nature, self.law)
        self.reminders: SimulatedStore[Reminder] = SimulatedStore(Place.REMINDERS, self.nature, self.law)
        #: By how much the machine's clock is ahead.
        self.offset = timedelta()
        #: Until when the machine is off or asleep.
        self.off_until: datetime | None = None
        self.passes_made = 0
        self._scheduled: list[Scheduled] = []
        self._order = 0
        self._rendered: dict[int, tuple[Occurrence, Meeting]] = {}
        self._memory = Memory()
        self._read_at = 0
        #: The service as it should be, alone; for some days somebody may have started it twice.
        self.first = self._instance()
        self.second: Instance | None = None
        #: When each of the two looks is drawn from this.
        self._second_roll = Random()
        self._is_second_quicker = False

    # Time

    @property
    def clock(self) -> datetime:
        """The time as the machine has it."""
        return self.now + self.offset

    def wait(self, span: timedelta) -> None:
        """Let time pass while a call is under way."""
        self.now += span

    def later(self, span: timedelta, act: Callable[[], object]) -> None:
        """Do something by the true clock."""
        self._order += 1
        heapq.heappush(self._scheduled, Scheduled(self.now + span, self._order, act))

    def live_until(self, moment: datetime) -> None:
        """Let everything happen that happens until *moment*."""
        while True:
            instance = self._next_instance()
            wake = instance.wakes_at if instance else None
            event = self._scheduled[0].at if self._scheduled else None
            at = min((one for one in (wake, event) if one is not None), default=None)
            if at is None or at > moment:
                break
            self.now = max(self.now, at)
            if event is not None and at == event:
                with suppress(ConflictError):
                    self.law.is_late = True
                    heapq.heappop(self._scheduled).act()
                self.law.is_late = False
            elif instance is not None:
                self.wake(instance)
        self.now = max(self.now, moment)

    def _next_instance(self) -> Instance | None:
        """Give the one whose turn is next."""
        if self.off_until is not None:
            return None
        return min(self.instances, key=lambda one: one.wakes_at)

    # The machine

    @property
    def instances(self) -> list[Instance]:
        """All that run; of those that are due at one instant the first comes first."""
        if self.second is None:
            return [self.first]
        return [self.second, self.first] if self._is_second_quicker else [self.first, self.second]

    def _instance(self) -> Instance:
        """Start a process: only ledger and servers remember anything."""
        ledger = SimulatedLedger(self.folder / "ledger.sqlite", self.nature)
        return Instance(ledger, self._passes(ledger), self.now)

    def _passes(self, ledger: SimulatedLedger) -> Passes:
        return Passes(
            ACCOUNT, lambda: self._engine(ledger), lambda: hold(self.folder / "pass.lock"), lambda: self.clock
        )

    def restart(self) -> None:
        """End the process, as a kill does, and start it anew."""
        self.first.ledger.close()
        self.first = self._instance()

    def restart_all(self) -> None:
        """Start anew, with one process only."""
        self.end_second()
        self.restart()

    def begin_second(self, roll: Random) -> Instance | None:
        """Somebody starts the service once more, beside the one that runs; None where there are two already."""
        if self.second is not None or self.off_until is not None:
            return None
        self._second_roll = roll
        self._is_second_quicker = roll.random() < 0.5
        self.second = self._instance()
        return self.second

    def end_second(self) -> None:
        """Only the first goes on; it has not seen all that the other has done."""
        if self.second is not None:
            self.second.ledger.close()
            self.second = None
            self.law.disturb()
            self.notice(INTERVAL / 2)

    def close(self) -> None:
        """End all processes."""
        for one in self.instances:
            one.ledger.close()

    def _engine(self, ledger: SimulatedLedger) -> AccountEngine:
        return AccountEngine(
            self.policy,
            list(self.calendars.values()),
            self.drafts,
            self.reminders,
            NOTES,
            ledger,
            lambda: self.clock,
            check_every=self.check_every,
        )

    @property
    def policy(self) -> AccountPolicy:
        """The configuration that is in force."""
        return AccountPolicy(ACCOUNT, Me("Sam Lee", ME, (), "en", "Sam Lee"), policy=self.plans.policy())

    def wake(self, instance: Instance) -> None:
        """Let *instance* make the pass that its time has come for."""
        if instance.poll <= self.now:
            cause = READ_ALL
        elif instance.changed and self.has_watch:
            folders = {name: frozenset(href for one, href in instance.changed if one == name) for name in CALENDARS}
            cause = Wake("a calendar changed", {f"/{name}": hrefs for name, hrefs in folders.items() if hrefs})
        else:
            cause = Wake("something is due", {})
        reads_all = instance.passes.reads_all(cause)
        instance.changed.clear()
        self.nature.begin_pass()
        self.law.knowledge.begin_pass()
        self.law.fresh.clear()
        self.passes_made += 1
        instance.due = None
        was_killed = False
        told = len(self.told)
        try:
            moment = instance.passes.answer(cause)
        except Killed:
            was_killed = True
            self.told.append(f"{self.now:%a %d %b %H:%M:%S}   (killed)")
        except LedgerRefused as error:
            raise AssertionError(f"the ledger was refused: {error}") from error
        if self.nature.struck:
            self.law.disturb()
        is_clean = not self.nature.struck and not was_killed
        self.nature.end_pass()
        # What goes on failing fails alike each time: the longer it does, the seldomer a pass is made.
        patience = instance.patience
        if not is_clean:
            instance.patience = min(IDLE, INTERVAL if patience is IDLE else 2 * patience)
            instance.poll = self.now + instance.patience
        elif reads_all or patience is IDLE:
            # A pass for one change alone does not make good what failed before it.
            instance.patience = IDLE
            instance.poll = self.now + IDLE
        if self.second is not None and len(self.told) > told:
            # What one has written, the other learns of when it looks next.
            other = self.second if instance is self.first else self.first
            other.poll = min(other.poll, self.now + INTERVAL * self._second_roll.random())
        if was_killed:
            instance.ledger.close()
            born = self._instance()
            instance.ledger, instance.passes, instance.poll = born.ledger, born.passes, self.now
            return
        if moment is not None:
            instance.due = max(moment - self.offset, self.now + timedelta(seconds=1))
        if is_clean:
            # Another process, and a look at less than everything, go by what they read before.
            self.is_busy_known = (self.is_busy_known or reads_all) and self.second is None
            self.law.knowledge.settle()
            # What is news to nobody, the one that failed at it does when it tries again.
            if reads_all or all(one.patience is IDLE for one in self.instances):
                self.duties.check(reads_all=reads_all)

    def finish(self) -> None:
        """Put everything right, let what waits for another try have it, and judge for the last time."""
        self.offset, self.off_until = timedelta(), None
        self.nature.outages.clear()
        self.nature.ordered.clear()
        self.check_every = timedelta()
        self.restart_all()
        for _ in range(4):
            self.live_until(self.now + timedelta(hours=1, minutes=1))
            self.notice(timedelta())
        before = (dict(self.drafts.items), dict(self.reminders.items))
        self.live_until(self.now + timedelta(seconds=1))
        if (self.drafts.items, self.reminders.items) != before:
            raise Broken("another pass changes something though nothing happened")

    def _rival(self) -> None:
        """A second instance, with an engine and a connection of its own, tries a pass now."""
        struck = list(self.nature.struck)
        ordered, self.nature.ordered = self.nature.ordered, []
        ledger = SimulatedLedger(self.folder / "ledger.sqlite", self.nature)
        try:
            self._passes(ledger).answer(READ_ALL)
        finally:
            ledger.close()
            self.nature.ordered, self.nature.struck = ordered, struck

    def memory(self) -> Memory:
        """What the ledger holds."""
        if self._read_at != self.nature.ledger_writes:
            self._memory = self.first.ledger.recall(ACCOUNT)
            self._read_at = self.nature.ledger_writes
        return self._memory

    def say(self, number: int, word: bool | None) -> None:
        """The person says by a command, which is a process of its own, whether an event is an interview."""
        with closing(SqliteLedger.open(self.folder / "ledger.sqlite")) as ledger:
            ledger.set_tag(ACCOUNT, self.meetings[number].identity, word)
        self.nature.ledger_writes += 1

    def say_word(self, number: int, word: Word) -> None:
        """The person says by a command, with nobody else at work, what became of an application, or closes it."""
        with closing(SqliteLedger.open(self.folder / "ledger.sqlite")) as ledger:
            ledger.set_word(ACCOUNT, self.meetings[number].identity, word)
        self.words[number] = word
        self.law.knowledge.said_at[number] = self.now
        self.nature.ledger_writes += 1
        self.notice(timedelta(minutes=1))

    def copy_ledger(self) -> None:
        """Keep a copy of the ledger as it is now."""
        copy = self.folder / f"copy-{len(list(self.folder.glob('copy-*')))}.sqlite"
        with closing(sqlite3.connect(self.folder / "ledger.sqlite")) as ledger, closing(sqlite3.connect(copy)) as other:
            ledger.backup(other)

    def lose_ledger(self, copy: Path | None) -> None:
        """The ledger is gone, or *copy* lies in its place; the service begins with what is there."""
        self.end_second()
        self.first.ledger.close()
        for file in self.folder.glob("ledger.sqlite*"):
            file.unlink()
        if copy is not None:
            shutil.copy(copy, self.folder / "ledger.sqlite")
        self.nature.ledger_writes += 1
        self.law.ledger_lost()
        self.restart()
        words = self.memory().words
        self.words = {one.number: words[one.identity] for one in self.meetings.values() if one.identity in words}

    def undo(self, number: int) -> list[str]:
        """The person takes back, by a command, what was made for an interview, and it is never made again."""
        outages = dict(self.nature.outages)
        self.nature.outages.clear()
        self.nature.begin_pass()
        ledger = SimulatedLedger(self.folder / "ledger.sqlite", self.nature)
        identity = self.meetings[number].identity if number in self.meetings else ""
        before = list(self.law.lying())
        self.law.is_late = True
        try:
            # A command that dies half way has taken back what is gone by then.
            with suppress(Killed, LedgerError), hold(self.folder / "pass.lock"):
                engine = self._engine(ledger)
                items = engine.recall().items.values()
                engine.take_back([item for item in items if item.identity == identity and item.is_live])
        finally:
            self.law.is_late = False
            ledger.close()
            self.nature.outages = outages
        gone = [thing for thing in before if thing.lying is None]
        for thing in gone:
            thing.is_touched = True
        return [str(thing) for thing in gone]

    def notice(self, after: timedelta) -> None:
        """The service's next look comes *after* so long at the latest; that of a second instance about then."""
        self.first.poll = min(self.first.poll, self.now + after)
        if self.second is not None:
            self.second.poll = min(self.second.poll, self.now + after * 2 * self._second_roll.random())

    # The person's calendars

    def put(self, meeting: Meeting, roll: Random) -> None:
        """The person, or who invited them, puts *meeting* in the place of what was known of it."""
        before = self.meetings.get(meeting.number)
        meeting = meeting.known
        self.meetings[meeting.number] = meeting
        self.law.knowledge.changed_at[meeting.number] = self.now
        self._judge_later(meeting)
        for name in meeting.calendars | (before.calendars if before else frozenset()):
            shown = meeting.shown_in(name) if name in meeting.calendars else None
            if shown is not None:
                self._rendered[id(shown)] = (shown, meeting.copy_in(name))
            self._show(name, meeting.identity, shown)
        self._tell_of_change(roll)

    def put_else(self, calendar: str, event: str, shown: Occurrence | None, roll: Random) -> None:
        """Something that is no interview comes into a calendar, or (None) goes."""
        self._show(calendar, event, shown)
        self._tell_of_change(roll)

    def busy(self) -> list[Span]:
        """Give when the person's time is taken up, by what lies in the calendars."""
        return [span for one in self.calendars.values() for span in busy_of(one.occurrences, one.free)]

    def _show(self, name: str, identity: str, shown: Occurrence | None) -> None:
        calendar = self.calendars[name]
        calendar.earlier = list(calendar.occurrences)
        others = [one for one in calendar.occurrences if one.identity != identity]
        calendar.occurrences = [*others, shown] if shown else others
        self.ever_busy += busy_of([shown] if shown else [], calendar.free)
        self.is_busy_known = False
        for one in self.instances:
            one.changed.add((name, f"{identity}.ics"))

    def _tell_of_change(self, roll: Random) -> None:
        if self.has_watch:
            for one in self.instances:
                one.due = min(one.due or self.now, self.now)
        # What is in the way of other interviews' reminders is answered when everything is read.
        if not self.has_watch or self.plans.avoids_busy:
            self.notice(INTERVAL * roll.random())

    def _judge_later(self, meeting: Meeting) -> None:
        """Look, once the notes of *meeting* have been due for a while, whether the service woke up for them."""
        span = meeting.end + self.plans.delay + WOKEN - self.now

        def judge() -> None:
            if self.meetings[meeting.number] is meeting:
                self.duties.was_woken(meeting.number)

        if span > timedelta():
            self.later(span, judge)

    def versions(self, occurrences: Iterable[Occurrence]) -> list[Meeting]:
        """Give what *occurrences* show."""
        return [self._rendered[id(one)][1] for one in occurrences if id(one) in self._rendered]

    def change(self, number: int, roll: Random, **changes: object) -> bool:
        """Change the meeting called *number*; False where there is none."""
        before = self.meetings.get(number)
        if before is None:
            return False
        after = replace(before, **changes)  # type: ignore[arg-type]
        if after == before:
            return False
        self.put(after, roll)
        return True
