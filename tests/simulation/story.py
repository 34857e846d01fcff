"""A script that breaks the law: the smallest part of it that still does, told as a story."""

from __future__ import annotations

import logging
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.simulation.deeds import BEGIN, Deed
from tests.simulation.law import Broken
from tests.simulation.plans import Plans
from tests.simulation.world import World
from tests.simulation.year import draw_script, play

#: A folder in memory, where the system has one: SQLite's waiting for the disk is nearly all of the time otherwise.
_SHARED_MEMORY = Path("/dev/shm")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of playing a script."""

    #: What broke, or "".
    broken: str
    told: tuple[str, ...]
    passes: int
    writes: int
    judged: int
    #: Why, and how often, nothing was asked of an application.
    skipped: Counter[str]


def play_out(seed: int, script: Sequence[Deed]) -> Outcome:
    """Play *script* in a new world of *seed*, which decides what kind of service runs in it."""
    roll = Random(f"world {seed}")
    with tempfile.TemporaryDirectory(dir=_SHARED_MEMORY if _SHARED_MEMORY.is_dir() else None) as folder:
        world = World(
            Path(folder),
            BEGIN,
            Plans(
                has_follow_up_draft=roll.random() < 0.6,
                has_feedback_draft=roll.random() < 0.6,
                avoids_busy=roll.random() < 0.5,
            ),
            has_watch=roll.random() < 0.5,
            check_every=timedelta(minutes=roll.choice([0, 0, 0, 20])),
        )
        broken = ""
        try:
            with _mistakes_are_told():
                play(world, script)
        except Broken as error:
            broken = str(error)
        except AssertionError as error:
            broken = f"the simulation itself failed: {error!r}"
        finally:
            world.close()
        writes = sum("Afterword" in line for line in world.told)
        return Outcome(broken, tuple(world.told), world.passes_made, writes, world.duties.judged, world.duties.skipped)


def live(seed: int) -> Outcome:
    """Play the year of *seed*."""
    return play_out(seed, draw_script(seed))


def smallest(seed: int, script: Sequence[Deed], still_breaks: Callable[[Outcome], bool]) -> list[Deed]:
    """Leave out of *script* whatever can be left out (delta debugging: ever smaller parts)."""
    kept = list(script)
    size = max(1, len(kept) // 2)
    while True:
        changed = False
        start = 0
        while start < len(kept):
            without = kept[:start] + kept[start + size :]
            if still_breaks(play_out(seed, without)):
                kept = without
                changed = True
            else:
                start += size
        if size > 1:
            size //= 2
        elif not changed:
            return kept


def tell(seed: int) -> str:
    """Give the smallest story of how *seed* breaks the law, "" where it does not."""
    script = draw_script(seed)
    outcome = play_out(seed, script)
    if not outcome.broken:
        return ""
    kind = _kind(outcome.broken)
    # A part that breaks another law is another story.
    kept = smallest(seed, script, lambda one: _kind(one.broken) == kind)
    outcome = play_out(seed, kept)
    return "\n".join([f"Seed {seed}: {outcome.broken}", *(f"    {line}" for line in outcome.told)])


def _kind(broken: str) -> str:
    """What is broken, without whose and when."""
    return "".join(char for char in broken.split(";")[0] if not char.isdigit())[:60]


@contextmanager
def _mistakes_are_told() -> Iterator[None]:
    """The service survives a mistake in the program; the simulation does not."""

    class Teller(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise Broken(f"a pass broke: {record.getMessage()}")

    log, teller = logging.getLogger("daemon"), Teller(logging.ERROR)
    before = (log.level, log.propagate)
    log.setLevel(logging.ERROR)
    log.propagate = False
    log.addHandler(teller)
    try:
        yield
    finally:
        log.removeHandler(teller)
        log.level, log.propagate = before
