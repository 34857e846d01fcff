"""Several watched calendars: which of them is asked for what, and what follows from their answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from daemon.domain.interview import Interview, Standing
from daemon.domain.occurrence import Occurrence
from daemon.engine.observe import Observer, Sight
from daemon.ports import Memory, Question, Reading
from integrations.memory import MemoryCalendar
from tests.factories import END, START, account, interview, occurrence

NOW = END + timedelta(days=10)


class Asked(MemoryCalendar):
    """Remembers what it was asked for."""

    def __init__(self, name: str, *occurrences: Occurrence) -> None:
        super().__init__(name, [replace(one, calendar=name) for one in occurrences])
        self.wanted: frozenset[str] = frozenset()
        self.found: list[str] = []

    def read(self, question: Question, changed: frozenset[str] | None = None) -> Reading:
        self.wanted = question.wanted
        return super().read(question, changed)

    def find(self, event: str, identity: str) -> Occurrence | None:
        self.found.append(identity)
        return super().find(event, identity)


def known(*interviews: Interview, **tags: bool) -> Memory:
    return Memory({one.identity: one for one in interviews}, tags=tags)


def look(memory: Memory, *calendars: Asked) -> Sight:
    return Observer(account(), calendars).look(memory, NOW)


def test_a_calendar_is_asked_for_its_own_interviews_only() -> None:
    """At a server, each thing asked for in vain costs a request."""
    work, hunt = Asked("work", occurrence("one")), Asked("hunt", occurrence("two"))

    look(known(interview("one"), interview("two", calendar="hunt")), work, hunt)

    assert work.wanted == {"one"}
    assert hunt.wanted == {"two"}
    assert work.found == hunt.found == []


def test_what_nobody_knows_the_calendar_of_is_asked_for_everywhere() -> None:
    """An event that the person tagged and that was never seen; an interview whose calendar is not watched any more."""
    work, hunt = Asked("work"), Asked("hunt", occurrence("three"))

    sight = look(known(interview("three", calendar="gone"), new=True), work, hunt)

    assert work.wanted == hunt.wanted == {"new", "three"}
    assert sight.interviews["three"].calendar == "hunt"


def test_an_interview_that_was_moved_to_another_calendar_is_not_deleted() -> None:
    """Before it counts as gone, the other calendars are asked for it, in sight or not."""
    work, hunt = Asked("work"), Asked("hunt", occurrence("one"))

    sight = look(known(interview("one")), work, hunt)

    assert sight.interviews["one"].standing is Standing.ACTIVE
    assert sight.interviews["one"].calendar == "hunt"


def test_an_interview_that_no_calendar_has_is_deleted() -> None:
    """Each was asked."""
    work, hunt = Asked("work", occurrence("other", start=START, end=END)), Asked("hunt")

    sight = look(known(interview("one")), work, hunt)

    assert sight.interviews["one"].standing is Standing.DELETED
    assert work.found == hunt.found == ["one"]


def test_a_calendar_that_is_watched_no_more_takes_nothing_back() -> None:
    """Nobody asks for what was in it, and nothing follows from its not being seen."""
    work = Asked("work")

    sight = look(known(interview("one", calendar="gone")), work)

    assert sight.news == []
    assert work.found == []


def test_sight_reaches_as_far_back_as_is_caught_up() -> None:
    """What is put down a week after it was over is read where that is in time, and by no more than a day too much."""
    late = occurrence("late", start=START + timedelta(days=3), end=END + timedelta(days=3))
    work = MemoryCalendar("work", [late])

    for days, seen in ((3, set()), (7, {"late"})):
        sight = Observer(account(catch_up=timedelta(days=days)), [work]).look(Memory(), NOW)
        assert sight.in_sight == seen


def test_what_was_never_on_is_not_remembered() -> None:
    """It is told; and should it take place after all, it counts as seen then and not before."""
    work = Asked("work", occurrence("one", is_cancelled=True, start=NOW, end=NOW + timedelta(hours=1)))

    sight = look(known(), work)

    assert [one.identity for one in sight.never_on] == ["one"]
    assert sight.interviews == {}
    assert sight.news == []


def test_guests_that_are_hidden_stay_invited() -> None:
    """Whom the list no longer shows is still who was there when it did."""
    work = Asked("work", occurrence("one", attendees=(), guests_hidden=True))

    sight = look(known(interview("one")), work)

    assert sight.interviews["one"].interviewers == interview().interviewers
