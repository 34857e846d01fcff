"""In whose note each of the person's lines is: none is in two, and none is lost where somebody can still have it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from daemon.domain.weave import allot

#: What fell to one person: `notes:` lines (or lines for them), `asked:` lines, `next steps:` lines.
Hand = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]

#: More earlier states of the lines are not looked through.
_MOST_STATES = 300


@dataclass(frozen=True, slots=True)
class Said:
    """All that the person wrote of a visit, in order; see `Interview`."""

    notes: tuple[str, ...] = ()
    notes_for: tuple[tuple[str, str], ...] = ()
    asked: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()

    def earlier(self) -> Sequence[Said]:
        """Give this and what it was before lines were added at the end, the latest first."""
        lengths = (range(len(each), -1, -1) for each in (self.notes, self.notes_for, self.asked, self.next_steps))
        return [
            Said(self.notes[:one], self.notes_for[:two], self.asked[:three], self.next_steps[:four])
            for one, two, three, four in islice(product(*lengths), _MOST_STATES)
        ]


def deal(
    said: Said,
    panel: Sequence[str],
    *,
    among: Mapping[str, Collection[int]] | None = None,
    fixed: Mapping[int, Hand] | None = None,
) -> tuple[Hand, ...]:
    """
    Deal what was *said* out to the people of *panel* (their names, in order).

    Each line is dealt *among* those who were there; a hand that is *fixed*, since that note is the person's by now,
    stays as it is.
    """
    fixed = fixed or {}

    def of(part: int) -> dict[int, tuple[str, ...]]:
        return {at: hand[part] for at, hand in fixed.items()}

    notes = allot(said.notes, panel, marked=said.notes_for, among=among, fixed=of(0))
    asked = allot(said.asked, panel, held=[len(one) for one in notes], among=among, fixed=of(1))
    held = [len(one) + len(other) for one, other in zip(notes, asked, strict=True)]
    steps = allot(said.next_steps, panel, held=held, among=among, fixed=of(2))
    return tuple(zip(notes, asked, steps, strict=True))
