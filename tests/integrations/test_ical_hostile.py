"""iCalendar written to do harm: it takes neither time nor memory, and is told in words."""

from __future__ import annotations

import itertools
import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest

from daemon.domain.occurrence import TimeSpan
from integrations.ical import MOST_OCCURRENCES, Contents, parse
from integrations.recurrence import UnreadableRule, starts

WINDOW = TimeSpan(datetime(2026, 11, 20, tzinfo=UTC), datetime(2027, 1, 22, tzinfo=UTC))

DISORDERS = list(itertools.permutations(["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", "END:VALARM"]))


def read(*lines: str, wanted: frozenset[str] = frozenset()) -> Contents:
    text = "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:one", *lines, "END:VEVENT", "END:VCALENDAR", ""))
    return parse(text.encode(), calendar="work", href="one.ics", window=WINDOW, home=UTC, wanted=wanted)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=1000000000",
        "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join(map(str, range(60))),
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=-30",
        "FREQ=WEEKLY;BYSETPOS=400",
        "FREQ=DAILY;INTERVAL=x",
        "COUNT=3",
        "",
    ],
)
def test_a_rule_that_would_take_for_ever_is_refused(rule: str) -> None:
    """Rules that recur too often or never match are told as unreadable, and nothing is counted."""
    contents = read("DTSTART:20160101T090000Z", f"RRULE:{rule}")

    assert contents.occurrences == ()
    (problem,) = contents.problems
    assert "recur" in problem


def test_an_hourly_rule_that_began_long_ago_is_refused() -> None:
    """What is too far to count through is refused before it is counted."""
    contents = read("DTSTART:19700101T090000Z", "RRULE:FREQ=HOURLY")

    assert "more often than Afterword counts" in contents.problems[0]


def test_a_yearly_rule_from_1604_is_read() -> None:
    """Birthdays without a year begin in 1604 in some programs."""
    contents = read("DTSTART;VALUE=DATE:16041201", "RRULE:FREQ=YEARLY")

    assert [one.recurrence_id for one in contents.occurrences] == ["20261201"]


def test_a_count_of_a_billion_is_bounded() -> None:
    """No more than so many occurrences of one event are given, the first ones."""
    contents = read("DTSTART:20261101T090000Z", "RRULE:FREQ=HOURLY;COUNT=1000000000")

    assert len(contents.occurrences) == MOST_OCCURRENCES
    assert contents.occurrences[0].start == WINDOW.start


def test_a_wanted_occurrence_is_among_those_given_however_many_there_are() -> None:
    """What is asked for by name is not cut off."""
    wanted = frozenset({"one/20270121T090000Z"})

    contents = read("DTSTART:20261101T090000Z", "RRULE:FREQ=HOURLY", wanted=wanted)

    assert wanted <= {one.identity for one in contents.occurrences}


@pytest.mark.parametrize(
    "identity, found",
    [
        ("one/20300102T090000Z", True),
        ("one/20300102T100000Z", False),
        ("one/20300103T090000Z", False),
        ("one/nonsense", False),
        ("one/99999999T999999Z", False),
        ("one", False),
        ("two/20300102T090000Z", False),
    ],
)
def test_a_wanted_occurrence_of_a_series_is_found_outside_the_window(identity: str, found: bool) -> None:
    """It is there exactly if the rule makes it."""
    contents = read("DTSTART:20260107T090000Z", "RRULE:FREQ=WEEKLY", wanted=frozenset({identity}))

    assert (identity in {one.identity for one in contents.occurrences}) is found


@pytest.mark.parametrize("moment", ["00010101T000000", "99991231T235959", "00000101T000000Z", "20261301T090000"])
def test_times_at_the_end_of_the_world_hurt_nobody(moment: str) -> None:
    """An event out of every range is a problem or out of sight, never a crash."""
    contents = read(f"DTSTART:{moment}", "DURATION:P99999999D", "RRULE:FREQ=DAILY")

    assert contents.occurrences == ()


def test_an_event_of_a_thousand_years_gives_few_occurrences() -> None:
    """A series whose occurrences all overlap is bounded like any other."""
    contents = read("DTSTART:20200101T090000Z", "DURATION:P365000D", "RRULE:FREQ=DAILY")

    assert len(contents.occurrences) <= MOST_OCCURRENCES


def test_a_long_description_is_read_whole_without_much_memory() -> None:
    """100 kB of text cost a small multiple of themselves."""
    read("DTSTART:20261201T090000Z")  # imports
    tracemalloc.start()

    contents = read("DTSTART:20261201T090000Z", "DESCRIPTION:" + "<b>&#35;x " * 10_000)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(contents.occurrences[0].description) == 100_000
    assert peak < 5_000_000


@pytest.mark.parametrize(
    "title", ["{{ 7*7 }}", "\u202egnp.exe", "a\\nBcc: x@example.com", "%s %(x)s {0}", "<script>alert(1)</script>"]
)
def test_hostile_titles_are_data(title: str) -> None:
    """Nothing in a title is evaluated, and nothing of it gets lost here: cleaning is recognition's."""
    (occurrence,) = read("DTSTART:20261201T090000Z", f"SUMMARY:{title}").occurrences

    assert occurrence.title == title.replace("\\n", "\n")


def test_lines_of_nonsense_are_passed_over() -> None:
    """Lines that are no content lines do not hide the event that they stand in."""
    contents = read("no colon", ":", "=;:", "DTSTART:20261201T090000Z", '"', 'SUMMARY;X="open:#interview')

    assert len(contents.occurrences) == 1


@pytest.mark.parametrize("order", DISORDERS)
def test_components_in_any_disorder_never_raise_but_the_errors_promised(order: tuple[str, ...]) -> None:
    """Whatever begins and ends where, the file gives contents."""
    contents = parse("\n".join(order).encode(), calendar="work", href="one.ics", window=WINDOW, home=UTC)

    assert contents.occurrences == ()


def test_a_rule_that_the_libraries_refuse_is_an_error_of_ours() -> None:
    """Nothing else than `UnreadableRule` comes out of counting."""
    with pytest.raises(UnreadableRule):
        starts([{"FREQ": ["DAILY"], "BYDAY": ["XX"]}], [], datetime(2026, 12, 1, tzinfo=UTC), WINDOW, UTC)


def test_an_unending_daily_series_gives_one_occurrence_a_day() -> None:
    """The common case beside all the hostile ones."""
    contents = read("DTSTART:20161120T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY")

    assert len(contents.occurrences) == (WINDOW.end - WINDOW.start) // timedelta(days=1)
