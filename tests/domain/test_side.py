from __future__ import annotations

import pytest

from daemon.domain.lines import read_lines
from daemon.domain.policy import Me
from daemon.domain.side import find_hiring

ME = Me("Noor Castellan", "noor.castellan@example.com", ("noor@castellan.example",))


@pytest.mark.parametrize("tag", ["hiring", "interviewer"])
def test_a_hashtag_says_that_the_person_interviews(tag: str) -> None:
    """`#hiring` and `#interviewer` suffice."""
    found = find_hiring({"interview", tag}, read_lines(""), ME)

    assert found is not None
    assert f"#{tag}" in found.rule


@pytest.mark.parametrize(
    "lines, hiring",
    [
        ("interviewer: noor@castellan.example", True),
        ("interviewer: Noor <NOOR.castellan@example.com>\ninterviewer: noor@castellan.example", True),
        ("interviewer: Noor Castellan", True),
        ("interviewer: me", True),
        ("interviewer: Noor <noor@castellan.example>, Jane <jane@acme.example>", False),
        ("interviewer: noor@castellan.example, Jane Doe", False),
        ("interviewer: jane@acme.example", False),
        ("recruiter: noor@castellan.example", False),
        ("", False),
    ],
)
def test_the_person_interviews_if_the_lines_name_nobody_else(lines: str, hiring: bool) -> None:
    """One other interviewer is enough to be on the candidate's side."""
    assert (find_hiring((), read_lines(lines), ME) is not None) == hiring
