"""The line `keep_in_touch:`."""

from __future__ import annotations

import pytest

from daemon.domain.keeping import find_keep_in_touch


@pytest.mark.parametrize(
    ("line", "months"),
    [
        ("no", 0), ("No.", 0), ("never", 0), ("off", 0), ("none", 0), ("no, thank you", 0), ("stop!", 0),
        ("every 6 months", 6), ("Every 6 Months", 6), ("every  six   months.", 6), ("6 months", 6), ("6", 6),
        ("every month", 1), ("monthly", 1), ("every other month", 2), ("every two months", 2), ("once in 4 months", 4),
        ("every quarter", 3), ("quarterly", 3), ("every 2 quarters", 6), ("every half year", 6), ("twice a year", 6),
        ("every year", 12), ("a year", 12), ("yearly", 12), ("once a year", 12), ("every 2 years", 24),
        ("every twelve months", 12), ("60 months", 60),
    ],
)  # fmt: skip
def test_it_says_every_how_many_months(line: str, months: int) -> None:
    """As people write it; nothing at all is 0, and how it was read is told."""
    found, evidence = find_keep_in_touch(line)

    assert found == months
    assert evidence is not None
    assert evidence.about == "keep in touch"
    assert evidence.value


@pytest.mark.parametrize("line", ["yes", "Yes.", "on", "true"])
def test_yes_leaves_it_as_configured(line: str) -> None:
    """There is a line, and it changes nothing."""
    found, evidence = find_keep_in_touch(line)

    assert found is None
    assert evidence is not None
    assert evidence.value == "as configured"


@pytest.mark.parametrize("line", ["", "  ", "."])
def test_no_line_says_nothing(line: str) -> None:
    """Nor does an empty one; `why` has nothing to tell."""
    assert find_keep_in_touch(line) == (None, None)


@pytest.mark.parametrize(
    "line",
    [
        "sometimes", "every 0 months", "0", "every 61 months", "every 99 years", "-3", "every -3 months", "100",
        "every 6 weeks", "in spring", "every 1.5 months", "²",
    ],
)  # fmt: skip
def test_what_cannot_be_read_leaves_it_as_configured_and_says_how_to_write_it(line: str) -> None:
    """Guessing would lose the contact, or keep it against the person's will."""
    found, evidence = find_keep_in_touch(line)

    assert found is None
    assert evidence is not None
    assert evidence.value == ""
    assert "every 6 months" in evidence.rule
