from __future__ import annotations

import pytest

from daemon.domain.conference import without_conference

TEAMS = """________________________________________________________________________________
Microsoft Teams meeting
Role: Attendee
Join on your computer, mobile app or room device
https://teams.microsoft.com/l/meetup-join/EXAMPLE
Company: Somebody
________________________________________________________________________________"""
GOOGLE = """-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-
Join with Google Meet: https://meet.google.com/aaa-bbbb-ccc
Please do not edit this section.
-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-"""
ZOOM = """Join Zoom Meeting
https://zoom.us/j/00000000000
Meeting ID: 000 0000 0000
Passcode: 000000
One tap mobile"""


@pytest.mark.parametrize("block", [TEAMS, GOOGLE])
def test_what_stands_between_fences_goes_as_a_whole(block: str) -> None:
    """Before, after and between blocks everything stays."""
    text = f"role: Editor\n{block}\nnotes: a\n{block}\ncompany: Harrow"

    assert without_conference(text) == "role: Editor\nnotes: a\ncompany: Harrow"


def test_a_block_without_a_fence_loses_the_lines_that_say_what_they_are() -> None:
    """The person's lines right beside it stay."""
    text = f"notes: before\n{ZOOM}\nnotes: after"

    assert without_conference(text) == "notes: before\nhttps://zoom.us/j/00000000000\nnotes: after"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "notes: Join Zoom Meeting sounded odd",
        "____________________________\nnotes: a\n____________________________\nhttps://zoom.us/j/0",
        "____________________________\nhttps://zoom.us/j/0\nnotes: never closed",
        "Meeting the team: Ida Brandt",
        "We meet on Microsoft Teams\nInterviewers: Dana Whitlow",
    ],
)
def test_what_is_no_block_stays(text: str) -> None:
    """A fence that is never closed, or around something else, cuts nothing out but itself."""
    kept = [line for line in text.split("\n") if not line.startswith("____")]

    assert without_conference(text).split("\n") == kept
