"""Where words come from: the one thing the domain asks of the outside, and gets as an argument."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Notes(Protocol):
    """Words. Same facts, same words: what it gives depends on its arguments alone."""

    def render(self, template: str, language: str, facts: Mapping[str, object]) -> str:
        """
        Fill the template *template* ("thank_you/subject", "reminders/follow_up") of *language*.

        A language without templates falls back to English. Values are data: never evaluated, never decoded.
        """
        ...
