"""Which slot was perhaps superseded by which; rounds and loops never are."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from daemon.domain.application import applications
from daemon.domain.basis import Basis
from daemon.domain.interview import Interview, Standing
from daemon.domain.join_link import find_join_link
from daemon.domain.owed import Owed
from daemon.domain.rules import owed_for
from daemon.domain.superseded import perhaps_superseded
from tests.factories import BERLIN, END, JANE, OMAR, START, account, interview, occurrence

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ROOM = "zoom.us/j/123"
WEEK_BEFORE = START - 7 * DAY


def slot(identity: str, *, days: float = 0, made: datetime | None = WEEK_BEFORE, **changes: Any) -> Interview:
    """An hour with Jane by *ROOM*, *days* after START, made at *made*; first seen only now."""
    start = START + timedelta(days=days)
    facts: dict[str, Any] = {"start": start, "end": start + HOUR, "join_link": ROOM, "created": made}
    return interview(identity, **{**facts, "first_seen": END + HOUR, **changes})


def pairs(*slots: Interview) -> dict[str, str]:
    """The answer by identities; checked to be the same in any order of the slots."""
    answers = [perhaps_superseded(order, BERLIN) for order in itertools.permutations(slots)]
    assert all(one == answers[0] for one in answers)
    return {old: newer.identity for old, newer in answers[0].items()}


OLD = slot("old")
NEW = slot("new", days=2, made=WEEK_BEFORE + DAY)


def test_a_second_invitation_made_before_the_first_began_perhaps_supersedes_it() -> None:
    """Same title, people and link, another UID, another day."""
    assert pairs(OLD, NEW) == {"old": "new"}


def test_the_slot_made_first_is_the_old_one_also_where_it_comes_later() -> None:
    """A reschedule may go forward or backward."""
    later = slot("later", days=5, made=WEEK_BEFORE)
    sooner = slot("sooner", days=2, made=WEEK_BEFORE + DAY)

    assert pairs(later, sooner) == {"later": "sooner"}


def test_where_nothing_tells_which_was_made_first_the_one_that_begins_first_is_old() -> None:
    """Two files stamped in one export."""
    assert pairs(OLD, slot("new", days=2)) == {"old": "new"}


def test_the_ledger_tells_which_was_made_first_where_the_calendar_does_not() -> None:
    """The slot that comes later was seen in an earlier pass: it is the old one."""
    later, sooner = (slot(name, days=days, made=None) for name, days in (("later", 2), ("sooner", 0)))

    seen = replace(later, first_seen=WEEK_BEFORE), replace(sooner, first_seen=START - DAY)
    assert pairs(*seen) == {"later": "sooner"}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"title": "Round 2: Backend Engineer at ACME"}, id="another title"),
        pytest.param({"title": "Interview #2: Backend Engineer at ACME"}, id="a number that looks like a tag"),
        pytest.param({"interviewers": (OMAR,)}, id="somebody else"),
        pytest.param({"interviewers": (JANE, OMAR)}, id="one more person"),
        pytest.param({"join_link": "zoom.us/j/456"}, id="another room"),
        pytest.param({"join_link": ""}, id="no link"),
        pytest.param({"company": "Initech"}, id="another company"),
        pytest.param({"role": "Data Engineer"}, id="another role"),
        pytest.param({"guests_hidden": True}, id="guests are hidden"),
        pytest.param({"created": START + HOUR, "first_seen": START + HOUR}, id="made after the first began"),
        pytest.param({"created": None, "first_seen": None}, id="nobody knows when it was made"),
        pytest.param({"all_day": True}, id="all day"),
        pytest.param({"end": START + 2 * DAY + 8 * HOUR}, id="a day of interviews"),
        *(pytest.param({"standing": one}, id=one.value) for one in Standing if one is not Standing.ACTIVE),
    ],
)
def test_in_doubt_it_is_not(change: dict[str, Any]) -> None:
    """Whatever differs makes it another round, or leaves nothing to be superseded by."""
    assert not pairs(OLD, replace(NEW, **change))


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.ACTIVE])
def test_an_old_slot_that_is_off_needs_no_words(standing: Standing) -> None:
    """Once it was cancelled or deleted the calendar says all."""
    assert not pairs(replace(OLD, standing=standing), NEW)


def test_nobody_met_is_nobody_to_compare() -> None:
    """Without people, or with a name alone, two slots are not known to be with the same."""
    nameless = replace(JANE, email="")

    assert not pairs(replace(OLD, interviewers=()), replace(NEW, interviewers=()))
    assert not pairs(replace(OLD, interviewers=(nameless,)), replace(NEW, interviewers=(nameless,)))


@pytest.mark.parametrize("title", ["Rescheduled: {}", "Updated invitation: {}", "{} #interview", "{} (moved)", " {} "])
def test_what_mail_programs_add_is_no_other_title(title: str) -> None:
    """Nor are tags, case and spaces."""
    assert pairs(OLD, replace(NEW, title=title.format(OLD.title.upper()))) == {"old": "new"}


@pytest.mark.parametrize("gap", [HOUR, 3 * HOUR])
def test_two_sessions_of_one_day_are_a_loop(gap: timedelta) -> None:
    """Back to back or after lunch: one person gets one note for the day anyway."""
    assert not pairs(OLD, replace(NEW, start=START + gap, end=START + gap + HOUR))


def test_a_slot_that_shares_its_day_with_another_round_is_part_of_a_loop() -> None:
    """Also where the other is with somebody else, under another title, or the block around it."""
    beside = slot("beside", title="System design", interviewers=(OMAR,), start=START + HOUR, end=START + 2 * HOUR)
    block = slot("block", title="Onsite", all_day=True, start=START - 13 * HOUR, end=START + 11 * HOUR)

    assert not pairs(OLD, NEW, beside)
    assert not pairs(OLD, NEW, block)


def test_days_are_days_of_the_person() -> None:
    """Half past eleven at night in UTC is the next morning in Berlin."""
    at_night = replace(NEW, start=START.replace(hour=23, minute=30), end=START.replace(hour=23, minute=45))
    next_day = slot("other", title="System design", interviewers=(OMAR,), days=1)

    assert pairs(OLD, at_night) == {"old": "new"}
    assert not pairs(OLD, at_night, next_day)


def test_occurrences_of_a_series_are_rounds() -> None:
    """One UID with several RECURRENCE-IDs."""
    first, second = (slot(f"weekly@acme/2026120{day}T130000Z", days=day - 1) for day in (1, 3))

    assert not pairs(first, second)


def test_slots_made_at_one_go_on_three_days_are_a_loop() -> None:
    """A reschedule is made after what it supersedes."""
    assert not pairs(OLD, slot("second", days=1), slot("third", days=2))


def test_moved_twice_the_last_word_counts() -> None:
    """Each older slot names the newest that was made before either began."""
    newest = slot("newest", days=4, made=WEEK_BEFORE + 2 * DAY)
    assert pairs(OLD, NEW, newest) == {"old": "newest", "new": "newest"}

    after_the_first = replace(newest, created=START + DAY, first_seen=START + DAY)
    assert pairs(OLD, NEW, after_the_first) == {"old": "new", "new": "newest"}


def test_either_proof_that_it_was_there_is_enough() -> None:
    """The calendar may stamp an event anew; what the ledger saw, it saw."""
    stamped_anew = replace(NEW, created=END + DAY, first_seen=START - DAY)

    assert pairs(OLD, stamped_anew) == {"old": "new"}
    assert pairs(OLD, replace(stamped_anew, created=None)) == {"old": "new"}


def test_nothing_that_is_owed_changes_but_the_words_of_the_review() -> None:
    """The old slot's note, and every reminder, are owed as without the new one's likeness."""
    other = replace(NEW, join_link="zoom.us/j/456")
    now = END - HOUR / 2

    def owed(*slots: Interview) -> list[Owed]:
        (application,) = applications(slots, BERLIN)
        return [one for one in owed_for(Basis(account(), {}, now), application) if isinstance(one, Owed)]

    likened, apart = owed(OLD, NEW), owed(OLD, other)

    assert [(one.key, one.due, one.at) for one in likened] == [(one.key, one.due, one.at) for one in apart]
    assert {one.kind for one in likened if one.superseded_by} == {"review"}
    assert [one.superseded_by for one in likened if one.superseded_by] == [NEW]


# The link


@pytest.mark.parametrize(
    "facts, link",
    [
        ({"conference": "https://meet.google.com/abc-defg-hij?hs=122"}, "meet.google.com/abc-defg-hij"),
        ({"conference": "https://Zoom.us/j/1?pwd=X#success", "location": "https://a.example"}, "zoom.us/j/1?pwd=X"),
        ({"location": "Zoom: https://us02web.zoom.us/j/1/"}, "us02web.zoom.us/j/1"),
        ({"location": "https://acme.example/visit", "description": "https://zoom.us/j/1"}, "zoom.us/j/1"),
        ({"location": "https://video.acme.example/7"}, "video.acme.example/7"),
        (
            {"description": "Join now<https://teams.microsoft.com/l/meetup-join/19%3ax/0>"},
            "teams.microsoft.com/l/meetup-join/19%3ax/0",
        ),
        ({"description": '<a href="https://zoom.us/j/1?a=1&amp;b=2">Join</a>.'}, "zoom.us/j/1?a=1&b=2"),
        ({"description": "(https://www.google.com/url?q=https://zoom.us/j/1&amp;sa=D)"}, "zoom.us/j/1"),
        (
            {"description": "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F1&data=x"},
            "zoom.us/j/1",
        ),
        ({"description": "Join: https://acme.example/x/7."}, "acme.example/x/7"),
        ({"description": "https://acme.example/rooms/7"}, "acme.example/rooms/7"),
        ({"link": "https://whereby.com/acme"}, "whereby.com/acme"),
        ({"link": "https://meet.example/acme"}, "meet.example/acme"),
        ({"description": "Read this: https://acme.example/about", "link": "https://calendar.example/1"}, ""),
        ({"description": "https://zoom.us about Zoom\nhttp://[broken https://"}, ""),
        ({}, ""),
    ],
)
def test_the_link_to_join_by(facts: dict[str, str], link: str) -> None:
    """The calendar's own word first, then a meeting service's, then what the location or the words say."""
    assert find_join_link(occurrence(**{"description": "", **facts})) == link


def test_a_hostile_description_takes_time_in_proportion() -> None:
    """A hundred thousand beginnings of links, or one link without an end."""
    assert find_join_link(occurrence(description="https://" * 100_000)) == ""
    assert find_join_link(occurrence(description="https://a.example/" + "x" * 200_000)) == ""
    assert find_join_link(occurrence(description="https://a.example/ " * 10_000)) == ""
