"""What every `CalendarSource` has to do. A subclass gives the fixture `place`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Protocol

import pytest

from daemon.domain.errors import TemporaryError
from daemon.domain.occurrence import Occurrence, TimeSpan
from daemon.ports import CalendarSource, Question, Reading

WINDOW = TimeSpan(datetime(2026, 11, 20, tzinfo=UTC), datetime(2027, 1, 22, tzinfo=UTC))
IN_SIGHT = datetime(2026, 12, 1, 9, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, 9, tzinfo=UTC)
FAR_AHEAD = datetime(2030, 1, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
#: Whose calendar it is.
ME = "sam@example.com"
BUSY = Question(WINDOW, busy=True)


@dataclass(frozen=True)
class Event:
    """An event, as far as every calendar can hold it."""

    uid: str = "one@example.com"
    title: str = "#interview ACME"
    start: datetime = IN_SIGHT
    length: timedelta = HOUR
    description: str = ""
    is_cancelled: bool = False
    #: It does not keep its owner busy, by their own word.
    is_free: bool = False
    #: `ME` is on the guest list, and has declined.
    is_declined: bool = False
    #: Of whole days; start and length are in such.
    is_all_day: bool = False
    #: How often it takes place, a week apart.
    weeks: int = 1


class Place(Protocol):
    """A calendar as a person uses it, and a way to read it."""

    def source(self) -> CalendarSource:
        """Give a source that has read nothing yet, as after a start of the program."""
        ...

    def put(self, event: Event) -> str:
        """Add *event*, or change the one of that UID; gives its href."""
        ...

    def remove(self, uid: str) -> str:
        """Delete an event; gives its href."""
        ...

    def vanish(self) -> None:
        """Take the whole calendar out of reach."""
        ...


def uids(reading: Reading) -> set[str]:
    return {one.uid for one in reading.occurrences}


def by_uid(reading: Reading) -> dict[str, Occurrence]:
    return {one.uid: one for one in reading.occurrences}


def busy(reading: Reading) -> list[TimeSpan]:
    return sorted(reading.busy, key=lambda span: (span.start, span.end))


def hour(start: datetime = IN_SIGHT) -> TimeSpan:
    return TimeSpan(start, start + HOUR)


class CalendarSourceContract:
    """The contract; see `daemon.ports.CalendarSource`."""

    #: A source that pays for each look counts what it looked at, and else only tells that there is something.
    counts_what_is_out_of_sight: ClassVar[bool] = True

    def test_an_event_in_sight_is_given_as_it_is(self, place: Place) -> None:
        """Identity, words and times are those of the event, times in UTC."""
        place.put(Event(description="company: ACME"))

        (one,) = place.source().read(Question(WINDOW)).occurrences

        assert (one.uid, one.identity, one.recurrence_id) == ("one@example.com", "one@example.com", "")
        assert (one.title, one.description) == ("#interview ACME", "company: ACME")
        assert (one.start, one.end) == (IN_SIGHT, IN_SIGHT + HOUR)
        assert one.start.utcoffset() == timedelta(0)

    @pytest.mark.parametrize(
        "start, length, seen",
        [
            (WINDOW.start - HOUR, HOUR, False),
            (WINDOW.start - HOUR, 2 * HOUR, True),
            (WINDOW.start, timedelta(0), True),
            (WINDOW.end - HOUR, 2 * HOUR, True),
            (WINDOW.end, HOUR, False),
            (WINDOW.start - timedelta(days=100), timedelta(days=400), True),
        ],
    )
    def test_what_overlaps_the_window_is_in_sight(
        self, place: Place, start: datetime, length: timedelta, seen: bool
    ) -> None:
        """The window's start belongs to it, its end does not."""
        place.put(Event(start=start, length=length))

        assert bool(place.source().read(Question(WINDOW)).occurrences) is seen

    def test_an_empty_calendar_has_no_events(self, place: Place) -> None:
        """Zero events is how a suddenly empty calendar is told."""
        assert place.source().read(Question(WINDOW)) == Reading()

    def test_events_out_of_sight_are_counted(self, place: Place) -> None:
        """A calendar of which nothing is in sight is not empty."""
        place.put(Event(start=LONG_AGO))
        place.put(Event("two@example.com", title="Lunch"))

        events = place.source().read(Question(WINDOW)).events
        assert events == 2 if self.counts_what_is_out_of_sight else events == 1

    def test_a_calendar_with_nothing_in_sight_is_not_empty(self, place: Place) -> None:
        """Zero is for a calendar without any event, wherever something is wanted of it."""
        place.put(Event(start=LONG_AGO))

        assert place.source().read(Question(WINDOW, wanted=frozenset({"two@example.com"}))).events == 1

    def test_untagged_events_are_given_on_demand(self, place: Place) -> None:
        """With `everything` no tag is needed, but being in sight is."""
        place.put(Event())
        place.put(Event("two@example.com", title="Lunch"))
        place.put(Event("three@example.com", title="Lunch", start=LONG_AGO))

        reading = place.source().read(Question(WINDOW, everything=True))

        assert uids(reading) == {"one@example.com", "two@example.com"}
        assert reading.events == (3 if self.counts_what_is_out_of_sight else 2)

    def test_cancelled_events_are_given(self, place: Place) -> None:
        """That an interview was cancelled is news, not silence."""
        place.put(Event(is_cancelled=True))

        (one,) = place.source().read(Question(WINDOW)).occurrences

        assert one.is_cancelled

    @pytest.mark.parametrize("start", [LONG_AGO, IN_SIGHT, FAR_AHEAD])
    def test_what_is_wanted_is_given_tagged_or_not_in_sight_or_not(self, place: Place, start: datetime) -> None:
        """An identity that is asked for is in the answer, first and later."""
        place.put(Event("other@example.com"))
        place.put(Event("wanted@example.com", title="Lunch", start=start))
        source = place.source()
        question = Question(WINDOW, wanted=frozenset({"wanted@example.com", "gone@example.com"}))

        readings = [source.read(question), source.read(question), place.source().read(question)]

        assert [uids(reading) for reading in readings] == [{"other@example.com", "wanted@example.com"}] * 3

    def test_what_is_wanted_later_is_found_then(self, place: Place) -> None:
        """A source that passed an event over gives it once it is asked for."""
        place.put(Event("wanted@example.com", title="Lunch", start=FAR_AHEAD))
        source = place.source()
        source.read(Question(WINDOW))

        reading = source.read(Question(WINDOW, wanted=frozenset({"wanted@example.com"})))

        assert uids(reading) == {"wanted@example.com"}

    def test_reading_again_gives_the_same(self, place: Place) -> None:
        """Nothing is used up by reading."""
        place.put(Event())
        place.put(Event("two@example.com", start=LONG_AGO))
        source = place.source()

        assert source.read(Question(WINDOW)) == source.read(Question(WINDOW)) == place.source().read(Question(WINDOW))

    def test_a_moved_event_keeps_its_identity(self, place: Place) -> None:
        """The start is no part of what an event is called."""
        place.put(Event())
        source = place.source()
        (before,) = source.read(Question(WINDOW)).occurrences

        place.put(Event(start=IN_SIGHT + timedelta(days=7)))
        (after,) = source.read(Question(WINDOW)).occurrences

        assert (after.event, after.identity) == (before.event, before.identity)
        assert after.start == before.start + timedelta(days=7)

    def test_an_interview_that_lost_its_tag_is_not_mistaken_for_deleted(self, place: Place) -> None:
        """Once given, an event is given without its tag too, to one who asks for it."""
        place.put(Event())
        source = place.source()
        source.read(Question(WINDOW))

        place.put(Event(title="ACME"))
        reading = source.read(Question(WINDOW, wanted=frozenset({"one@example.com"})))

        assert [one.title for one in reading.occurrences] == ["ACME"]

    def test_a_deleted_event_is_gone(self, place: Place) -> None:
        """It is neither read nor found, nor counted."""
        place.put(Event())
        place.put(Event("two@example.com"))
        source = place.source()
        source.read(Question(WINDOW))

        place.remove("one@example.com")
        reading = source.read(Question(WINDOW, wanted=frozenset({"one@example.com"})))

        assert uids(reading) == {"two@example.com"}
        assert reading.events == 1
        assert source.find("one@example.com", "one@example.com") is None

    def test_only_what_changed_need_be_looked_at(self, place: Place) -> None:
        """Told what changed, the answer is as complete as without."""
        place.put(Event("changed@example.com"))
        place.put(Event("deleted@example.com"))
        place.put(Event("kept@example.com"))
        place.put(Event("untagged@example.com", title="Lunch"))
        source = place.source()
        source.read(Question(WINDOW))

        changed = {
            place.put(Event("changed@example.com", title="#interview changed")),
            place.put(Event("new@example.com")),
            place.put(Event("new and untagged@example.com", title="Lunch")),
            place.remove("deleted@example.com"),
        }
        reading = source.read(Question(WINDOW), frozenset(changed))

        assert {"changed@example.com", "kept@example.com", "new@example.com"} <= uids(reading)
        assert "deleted@example.com" not in uids(reading)
        assert by_uid(reading)["changed@example.com"].title == "#interview changed"
        anew = place.source().read(Question(WINDOW))
        assert (by_uid(reading), reading.events) == (by_uid(anew), anew.events)

    def test_nothing_changed_is_an_answer_as_complete(self, place: Place) -> None:
        """An empty set of changes gives all that is known."""
        place.put(Event())
        source = place.source()
        before = source.read(Question(WINDOW))

        assert source.read(Question(WINDOW), frozenset()) == before

    def test_changes_told_to_one_that_has_read_nothing_are_no_limit(self, place: Place) -> None:
        """Before the first complete read there is nothing that could be known."""
        place.put(Event())

        assert uids(place.source().read(Question(WINDOW), frozenset())) == {"one@example.com"}

    def test_the_window_may_move(self, place: Place) -> None:
        """What comes into sight is given, what leaves it is not, without any change in the calendar."""
        for month in range(1, 13):
            place.put(Event(f"{month}@example.com", start=datetime(2026, month, 15, tzinfo=UTC)))
        source = place.source()

        for month in (1, 2, 6, 12, 3):
            window = TimeSpan(datetime(2026, month, 1, tzinfo=UTC), datetime(2026, month, 28, tzinfo=UTC))
            assert uids(source.read(Question(window))) == {f"{month}@example.com"}

    @pytest.mark.parametrize("start", [LONG_AGO, IN_SIGHT, FAR_AHEAD])
    @pytest.mark.parametrize("title", ["#interview", "Lunch"])
    def test_an_event_is_found_by_its_id_alone(self, place: Place, title: str, start: datetime) -> None:
        """Wherever and whenever it is, with or without a read before."""
        place.put(Event(title=title, start=start))
        source = place.source()

        first = source.find("one@example.com", "one@example.com")
        source.read(Question(WINDOW))
        second = source.find("one@example.com", "one@example.com")

        assert first is not None
        assert first == second
        assert (first.title, first.start) == (title, start)

    def test_what_was_never_there_is_not_found(self, place: Place) -> None:
        """None is the answer, not an error."""
        place.put(Event())

        assert place.source().find("two@example.com", "two@example.com") is None

    def test_silence_is_not_emptiness(self, place: Place) -> None:
        """A calendar out of reach is an error that says its name, in every question."""
        place.put(Event())
        source = place.source()
        source.read(Question(WINDOW))
        place.vanish()

        for look in (
            lambda: source.read(Question(WINDOW)),
            lambda: source.read(Question(WINDOW), frozenset({"one@example.com.ics"})),
            lambda: source.read(Question(WINDOW, everything=True)),
            lambda: source.read(BUSY),
            lambda: source.read(BUSY, frozenset({"one@example.com.ics"})),
            lambda: source.find("one@example.com", "one@example.com"),
            lambda: place.source().read(Question(WINDOW)),
        ):
            with pytest.raises(TemporaryError, match=source.name):
                look()

    @pytest.mark.parametrize(
        "event, is_busy",
        [
            (Event(), True),
            (Event(title="Lunch"), True),
            (Event(title="Lunch", is_free=True), False),
            (Event(title="Lunch", is_cancelled=True), False),
            (Event(title="Lunch", is_declined=True), False),
            (Event(title="Lunch", is_all_day=True, start=IN_SIGHT.replace(hour=0), length=DAY), False),
            (Event(title="Lunch", length=timedelta(0)), False),
            (Event(is_free=True), False),
            (Event(is_cancelled=True), False),
            (Event(is_declined=True), False),
        ],
    )
    def test_the_person_is_busy_by_what_takes_up_their_time(self, place: Place, event: Event, is_busy: bool) -> None:
        """Interview or not: not what is off, declined, marked as free, of whole days or of no length."""
        place.put(event)

        assert busy(place.source().read(BUSY)) == ([hour()] if is_busy else [])

    @pytest.mark.parametrize(
        "start, length, seen",
        [
            (WINDOW.start - HOUR, HOUR, False),
            (WINDOW.start - HOUR, 2 * HOUR, True),
            (WINDOW.end - HOUR, 2 * HOUR, True),
            (WINDOW.end, HOUR, False),
            (WINDOW.start - 100 * DAY, 400 * DAY, True),
            (LONG_AGO, HOUR, False),
        ],
    )
    def test_busy_is_told_of_what_is_in_sight(
        self, place: Place, start: datetime, length: timedelta, seen: bool
    ) -> None:
        """Each time in full, in UTC, also where only a part of it is in the window."""
        place.put(Event(title="Lunch", start=start, length=length))

        spans = place.source().read(BUSY).busy

        assert spans == ((TimeSpan(start, start + length),) if seen else ())
        assert all(moment.utcoffset() == timedelta(0) for span in spans for moment in (span.start, span.end))

    def test_busy_is_told_of_each_occurrence_in_sight(self, place: Place) -> None:
        """A series that began long before the window and ends long after it, beside another event at the same hour."""
        place.put(Event(title="Lunch", start=IN_SIGHT - 30 * WEEK, weeks=60))
        place.put(Event("two@example.com", title="Dentist"))

        spans = busy(place.source().read(BUSY))

        assert spans == sorted(
            [hour(), *(hour(IN_SIGHT + week * WEEK) for week in range(-1, 8))], key=lambda one: one.start
        )

    def test_busy_is_told_on_demand_only(self, place: Place) -> None:
        """Nothing else of the answer depends on it, and no other event is in it."""
        place.put(Event())
        place.put(Event("two@example.com", title="Lunch", start=IN_SIGHT + DAY))
        source = place.source()

        without = source.read(Question(WINDOW))
        asked = source.read(BUSY)
        again = source.read(BUSY)
        fresh = place.source().read(BUSY)

        assert without.busy == source.read(Question(WINDOW)).busy == ()
        assert busy(asked) == busy(again) == busy(fresh) == [hour(), hour(IN_SIGHT + DAY)]
        assert [replace(one, busy=()) for one in (asked, again, fresh)] == [without] * 3

    def test_busy_is_told_with_everything(self, place: Place) -> None:
        """Who asks for all events may ask for that, too."""
        place.put(Event(title="Lunch"))
        source = place.source()

        for question, spans in ((BUSY, [hour()]), (Question(WINDOW), []), (BUSY, [hour()])):
            assert busy(source.read(replace(question, everything=True))) == spans

    @pytest.mark.parametrize("told", [False, True])
    def test_a_change_of_what_keeps_busy_is_seen(self, place: Place, told: bool) -> None:
        """New, moved, moved out of sight, freed, made longer, deleted: told what changed, or not."""
        names = ["moved", "moved away", "freed", "longer", "deleted", "kept"]
        for day, name in enumerate(names):
            place.put(Event(f"{name}@example.com", title="Lunch", start=IN_SIGHT + day * DAY))
        source = place.source()
        assert busy(source.read(BUSY)) == [hour(IN_SIGHT + day * DAY) for day in range(6)]

        changed = {
            place.put(Event("new@example.com", title="Lunch", start=IN_SIGHT - DAY)),
            place.put(Event("moved@example.com", title="Lunch", start=IN_SIGHT + HOUR)),
            place.put(Event("moved away@example.com", title="Lunch", start=FAR_AHEAD)),
            place.put(Event("freed@example.com", title="Lunch", start=IN_SIGHT + 2 * DAY, is_free=True)),
            place.put(Event("longer@example.com", title="Lunch", start=IN_SIGHT + 3 * DAY, length=DAY)),
            place.remove("deleted@example.com"),
        }
        reading = source.read(BUSY, frozenset(changed) if told else None)

        assert busy(reading) == [
            hour(IN_SIGHT - DAY),
            hour(IN_SIGHT + HOUR),
            TimeSpan(IN_SIGHT + 3 * DAY, IN_SIGHT + 4 * DAY),
            hour(IN_SIGHT + 5 * DAY),
        ]
        assert busy(source.read(BUSY, frozenset())) == busy(place.source().read(BUSY)) == busy(reading)

    def test_a_change_told_while_busy_was_not_asked_is_no_secret(self, place: Place) -> None:
        """It is told once; the next who asks for busy times gets those of now."""
        place.put(Event(title="Lunch"))
        source = place.source()
        source.read(BUSY)
        changed = {
            place.put(Event("new@example.com", title="Lunch", start=IN_SIGHT + DAY)),
            place.remove("one@example.com"),
        }

        source.read(Question(WINDOW), frozenset(changed))

        assert busy(source.read(BUSY, frozenset())) == [hour(IN_SIGHT + DAY)]

    @pytest.mark.parametrize("told", [False, True])
    def test_busy_follows_the_window(self, place: Place, told: bool) -> None:
        """What comes into sight keeps busy, what leaves it does not, without any change in the calendar."""
        starts = [datetime(2026, month, 15, 9, tzinfo=UTC) for month in range(1, 13)]
        for month, start in enumerate(starts, 1):
            place.put(Event(f"{month}@example.com", title="Lunch", start=start))
        source = place.source()

        for month in (1, 2, 6, 12, 3):
            window = TimeSpan(datetime(2026, month, 1, tzinfo=UTC), datetime(2026, month, 28, tzinfo=UTC))
            reading = source.read(Question(window, busy=True), frozenset() if told else None)
            assert busy(reading) == [hour(starts[month - 1])]
