"""A year, drawn from a seed: what happens, to which interview, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from tests.simulation.deeds import BEGIN, DAY, HOUR, MINUTE, Deed, people_of
from tests.simulation.meeting import CALENDARS, LAST_NAMES, NAMELESS, Meeting
from tests.simulation.world import World

YEAR = timedelta(days=365)

#: What befalls an interview, and how likely each is.
_CHANGES: tuple[tuple[str, int], ...] = (
    ("moved", 5),
    ("put_ahead", 3),
    ("stretched", 3),
    ("is_cancelled", 2),
    ("is_on_again", 2),
    ("is_declined", 1),
    ("is_accepted_again", 1),
    ("loses_its_tag", 1),
    ("is_tagged", 2),
    ("was_no_show", 1),
    ("is_deleted", 2),
    ("lies_in_work_only", 1),
    ("lies_in_private_only", 2),
    ("lies_in_both_calendars", 2),
    ("brought_rejected", 3),
    ("brought_offer", 1),
    ("brought_withdrew", 1),
    ("brought_advanced", 2),
    ("has_no_outcome_any_more", 1),
    ("outcome_said", 4),
    ("none_said", 2),
    ("closed", 2),
    ("respelt", 1),
    ("recruiter_named", 1),
    ("keeping_said", 2),
    ("got_busy", 2),
    ("noted", 5),
    ("decided", 3),
    ("guests_changed", 3),
    ("duplicated", 1),
    ("told", 1),
    ("undone", 1),
    ("draft_edited", 3),
    ("draft_sent", 5),
    ("reminder_moved", 3),
    ("reminder_edited", 2),
    ("reminder_deleted", 3),
)
#: What befalls it, or its application, in the weeks after.
_LATER: tuple[tuple[str, int], ...] = (
    ("brought_rejected", 4),
    ("has_no_outcome_any_more", 2),
    ("outcome_said", 5),
    ("none_said", 3),
    ("closed", 3),
    ("decided", 2),
    ("keeping_said", 2),
    ("recruiter_named", 1),
    ("guests_changed", 1),
    ("is_cancelled", 1),
    ("letter_edited", 3),
    ("letter_sent", 4),
    ("reminder_deleted", 2),
    ("got_busy", 2),
    ("reconfigured", 1),
    ("struck", 8),
)
#: What befalls the rest of the world in a year, and how often.
_EVENTS: tuple[tuple[str, float], ...] = (
    ("all_reminders_deleted", 0.3),
    ("switched_off", 7),
    ("suspended", 6),
    ("process_killed", 4),
    ("ledger_lost", 0.4),
    ("ledger_copied", 1),
    ("clock_jumped", 2.5),
    ("reconfigured", 4),
    ("grows_prompt", 0.5),
    ("got_busy", 8),
    ("got_free", 8),
    ("out_of_reach", 6),
)


def draw_script(seed: int) -> list[Deed]:
    """Draw a year: what happens, by time."""
    roll = Random(seed)
    deeds: list[Deed] = []
    number = 0
    for company in range(roll.randint(4, 12)):
        start = BEGIN + DAY * roll.randint(2, 330)
        # Whoever was turned down sometimes tries again.
        for _ in range(roll.choice([1, 1, 1, 2])):
            for _ in range(roll.choice([1, 1, 2, 2, 3])):
                number += 1
                deeds += _interview(number, company, start, roll)
                start += roll.choice([timedelta(), timedelta(), DAY, 6 * DAY, 13 * DAY]) + HOUR * roll.randint(0, 3)
            start += DAY * roll.choice([10, 20, 40, 90])
    for what, often in _EVENTS:
        for _ in range(_times(often, roll)):
            deeds.append(Deed(BEGIN + YEAR * roll.random(), what, roll=roll.getrandbits(32)))
    # Most of what goes wrong does so where something is done: just before the moments in which there is work.
    moments = [one.at for one in deeds]
    for _ in range(roll.randint(0, 40)):
        deeds.append(Deed(roll.choice(moments) + MINUTE * roll.uniform(-1, 90), "struck", roll=roll.getrandbits(32)))
    for one in [one for one in deeds if one.meeting is not None]:
        if one.meeting is not None and roll.random() < 0.3:
            at = max(one.at + MINUTE, one.meeting.start - DAY * roll.choice([20, 5, 1, 0]) * roll.random())
            deeds.append(Deed(at, "copy_differs", one.number, roll.getrandbits(32)))
    for _ in range(_times(2, roll)):
        deeds.append(Deed(roll.choice(moments) - DAY * roll.random(), "out_of_reach", roll=roll.getrandbits(32)))
    for _ in range(_times(3, roll)):
        deeds.append(Deed(roll.choice(moments) - DAY * roll.random(), "started_twice", roll=roll.getrandbits(32)))
    for one in [one for one in deeds if one.meeting is not None]:
        if roll.random() < 0.08:
            deeds.append(Deed(one.at + MINUTE, "takes_the_whole_day", one.number, roll.getrandbits(32)))
    return sorted(deeds, key=lambda one: (one.at, one.what, one.roll))


def _interview(number: int, company: int, day: datetime, roll: Random) -> Iterator[Deed]:
    start = day.replace(hour=roll.randint(7, 18), minute=roll.choice([0, 0, 30, 45]))
    end = start + MINUTE * roll.choice([30, 45, 60, 60, 90, 240, 480])
    meeting = Meeting(
        number,
        company,
        start,
        end,
        people_of(company, roll.choice([1, 1, 2, 3]), roll),
        is_tagged=roll.random() < 0.8,
        spelling=roll.choice([0, 0, 0, 1, 2, NAMELESS]),
        recruiter=f"Rita {LAST_NAMES[company]}" if roll.random() < 0.2 else "",
        keep_every=roll.choice([0, 1, 2, 6]) if roll.random() < 0.1 else None,
        calendars=frozenset(roll.choice([["work"], ["work"], ["private"], CALENDARS])),
    )
    # Some are put down long before, some only after they were over.
    born = start - DAY * roll.choice([70, 14, 7, 3, 1, 0.2]) if roll.random() < 0.85 else end + DAY * 5 * roll.random()
    yield Deed(born, "invited", number, roll.getrandbits(32), meeting)
    if not meeting.is_tagged:
        yield Deed(born + (end + DAY * 2 - born) * roll.random(), "is_tagged", number, roll.getrandbits(32))
    names, weights = zip(*_CHANGES, strict=True)
    for _ in range(roll.choice([0, 1, 2, 3, 5, 8])):
        # More than half of it falls into the day on which it counts.
        moment = end + HOUR * roll.gauss(2, 8)
        if roll.random() < 0.4:
            moment = born + (end + 20 * DAY - born) * roll.random()
        yield Deed(max(moment, born), roll.choices(names, weights)[0], number, roll.getrandbits(32))
    names, weights = zip(*_LATER, strict=True)
    for _ in range(roll.choice([0, 0, 1, 2, 4])):
        moment = max(born, end) + DAY * roll.uniform(2, 25)
        yield Deed(moment, roll.choices(names, weights)[0], number, roll.getrandbits(32))


def _times(often: float, roll: Random) -> int:
    return int(often * 2 * roll.random() + roll.random())


def play(world: World, script: Sequence[Deed]) -> None:
    """Let all of *script* happen, and then a quiet week, at the end of which everything has to be as it should."""
    for one in script:
        world.live_until(one.at)
        one.do(world)
    world.live_until(max(world.now, BEGIN + YEAR))
    world.finish()
