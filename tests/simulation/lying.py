"""What has to lie there, and what must not, with all that excuses it: the person's own, and tries that failed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from daemon.domain.item import Item, Reminder, item_key, item_name
from daemon.domain.tombstone import tombstone
from tests.simulation.law import EVERYBODY, GENERATIONS, Broken, Thing
from tests.simulation.meeting import address_of

if TYPE_CHECKING:
    from tests.simulation.world import World

#: A failure may hold something up for so long, where the clock was ahead too.
LONGEST_WAIT = timedelta(hours=12)


class Lying:
    """Asks for things, or that they be gone."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._waiting: set[str] = set()

    def note_waiting(self, items: Mapping[str, Item]) -> None:
        """Take down what a try that failed holds up."""
        clock = self.world.clock
        self._waiting = {
            one.name for one in items.values() if one.retry_at and clock < one.retry_at <= clock + LONGEST_WAIT
        }

    def waits(self, thing: Thing) -> bool:
        """A try that failed a short while ago holds it up."""
        from tests.simulation.world import ACCOUNT

        if not self._waiting:
            return False
        to = thing.recipient if thing.recipient in ("", EVERYBODY) else address_of(thing.recipient)
        key = item_key(ACCOUNT, self.world.meetings[thing.number].identity, thing.kind, to)
        return any(item_name(key, generation) in self._waiting for generation in range(GENERATIONS))

    def may_be_misdated(self, thing: Thing) -> bool:
        """Where the clock is wrong, or was when it was written, its hour is no matter for this judge."""
        return thing.is_misdated or bool(self.world.offset)

    def is_left_alone(self, thing: Thing) -> bool:
        """It is the person's, or taken for it, or forgotten, or a try that failed holds it up."""
        return thing.is_touched or thing.was_misread or self._is_forgotten(thing) or self.waits(thing)

    def _is_forgotten(self, thing: Thing) -> bool:
        from tests.simulation.world import ACCOUNT

        forgotten = self.world.memory().forgotten
        return bool(forgotten) and tombstone(ACCOUNT, self.world.meetings[thing.number].identity) in forgotten

    def is_thrown_away(self, thing: Thing) -> bool:
        """The person threw it away, or may be taken to have."""
        return thing.lying is None and self.is_left_alone(thing)

    def must_not_lie(self, thing: Thing, why: str) -> None:
        """Ask that it be gone, unless it is the person's."""
        if thing.lying is not None and not self.is_left_alone(thing):
            raise Broken(f"{thing} lies there, and {why}")

    def must_lie(self, thing: Thing, start: datetime | None = None) -> None:
        """Ask for *thing*, at *start* where given, unless it is the person's."""
        if self.is_left_alone(thing):
            return
        if thing.lying is None:
            raise Broken(f"no {thing}" + (f", due at {start}" if start else ""))
        if start is None or self.may_be_misdated(thing):
            return
        assert isinstance(thing.lying, Reminder)
        if thing.lying.start.astimezone(UTC) != start:
            raise Broken(f"{thing} stands at {thing.lying.start} instead of {start}")
