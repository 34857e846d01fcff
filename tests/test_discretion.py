"""The search of every test's log finds what it looks for."""

from __future__ import annotations

import pytest

from tests.discretion import fragments, indiscretions


@pytest.mark.parametrize(
    "line",
    [
        "pass_error account=personal error=jane.doe@acme.example",
        "pass_error url=/calendars/sam%40example.com/events",
        "token_not_kept token=ya29.abc",
        "pass_broke where=Authorization: Bearer abc",
    ],
)
def test_what_is_nobodys_business_is_found(line: str) -> None:
    """An address, one in a path, and tokens."""
    assert len(indiscretions(line)) == 1


def test_the_text_of_a_note_is_found() -> None:
    """A sentence that was composed, and one of the shipped templates."""
    shipped = sorted(fragments())[0]

    assert indiscretions("x the way you split the billing service", "the way you split the billing service!")
    assert indiscretions(f"pass_error error={shipped}")
    assert not indiscretions("item_created key=abc kind=thank_you late=no", "Thank you for the kind words about it.")
