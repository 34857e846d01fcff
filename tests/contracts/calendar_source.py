"""What every `CalendarSource` has to do. A subclass gives the fixture `place`."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Event:
    """A single event, as far as every calendar can hold it."""

    uid: str = "one@example.com"
    title: str = "#interview ACME"
    start: datetime = IN_SIGHT
    length: timedelta = HOUR
    description: str = ""
    is_cancelled: bool = False


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
            lambda: source.find("one@example.com", "one@example.com"),
            lambda: place.source().read(Question(WINDOW)),
        ):
            with pytest.raises(TemporaryError, match=source.name):
                look()
