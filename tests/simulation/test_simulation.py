"""The short form of `make simulate`: a hundred years, in pieces that run side by side."""

from __future__ import annotations

import pytest

from tests.simulation.story import live, play_out, tell
from tests.simulation.year import draw_script

#: Person-years in all, and in each piece.
YEARS = 100
PIECE = 5


@pytest.mark.parametrize("first", range(1, YEARS, PIECE))
def test_no_year_breaks_the_law(first: int) -> None:
    """Whatever people, machines and servers do: never twice, never lost, never against the person."""
    stories = [tell(seed) for seed in range(first, first + PIECE) if live(seed).broken]

    assert not stories, "\n".join(stories)


def test_a_seed_gives_the_same_year_each_time() -> None:
    """What was seen once can be seen again, to the second."""
    assert live(7) == live(7)
    assert draw_script(7) != draw_script(8)


def test_any_part_of_a_script_can_be_played() -> None:
    """A story is made smaller by leaving things out, whatever is left."""
    script = draw_script(3)

    for part in (script[::2], script[1::3], [], script[:1]):
        assert not play_out(3, part).broken
