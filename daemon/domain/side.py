"""On which side of the table the person sits."""

from __future__ import annotations

from collections.abc import Collection

from daemon.domain.interview import Evidence
from daemon.domain.lines import Lines
from daemon.domain.policy import Me
from daemon.domain.text import fold

_HASHTAGS = ("hiring", "interviewer")


def find_hiring(tags: Collection[str], lines: Lines, me: Me) -> Evidence | None:
    """
    Tell why the person is the one who interviews, or give None.

    It is so with the hashtag `#hiring` or `#interviewer`, and where nobody but the person is on `interviewer:` lines.
    """
    for tag in _HASHTAGS:
        if tag in tags:
            return Evidence("side", "interviewer", f"the hashtag #{tag}: you interview somebody else")
    if lines.interviewers and all(_is_me(one.name, one.email, me) for one in lines.interviewers):
        return Evidence("side", "interviewer", "the line `interviewer:` names nobody but you")
    return None


def _is_me(name: str, email: str, me: Me) -> bool:
    if email:
        return me.is_me(email)
    return fold(name) in {fold(me.name), "me", "myself"} - {""}
