"""What an own template may give, and for how long it may go on: a note is written in time whatever it does."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

#: No note is longer; a loop that goes wrong is.
LONGEST = 20_000
#: Calls of macros and turns of counting loops. The longest shipped template takes a few dozen.
MOST_STEPS = 2_000


class Unusable(Exception):
    """An own template gave something that cannot stand in a note; the text is a sentence."""


#: What has to be said, whatever the person's taste: without it there is no note, or no reminder.
_NEEDED = re.compile(
    r"[^/]+/(?:thank_you/(?:subject|greeting|opening)|follow_up_note/\w+|feedback_request/\w+|reminders/(?!heard\b)\w+)\.j2"
)


def tidied(name: str, text: str) -> str:
    """
    Give what an own template gave without the blanks that its writer did not mean.

    Raises:
        Unusable: There is nothing where something is needed, or a character that no mail or calendar holds.
    """
    if any(unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") and one not in "\n\t" for one in text):
        raise Unusable("It gives a control character.")
    if "/reminders/" in name:
        text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    else:
        text = "\n".join(filter(None, (line.strip() for line in text.split("\n"))))
    if not text and _NEEDED.fullmatch(name):
        raise Unusable("It gives no words, and some are needed here.")
    return text


def in_words(error: Exception, facts: Mapping[str, object]) -> str:
    """Say in a sentence what *error* is."""
    if isinstance(error, Unusable):
        return str(error)
    from jinja2 import TemplateError, TemplateNotFound

    if isinstance(error, TemplateNotFound):
        return f"There is no template {error.name}."
    words = " ".join(str(error).split()) or type(error).__name__
    if not isinstance(error, TemplateError):
        words = f"{type(error).__name__}: {words}" if str(error) else words
    near: list[str] = []
    if unknown := re.fullmatch(r"'(\w+)' is undefined", words):
        near = get_close_matches(unknown[1], list(facts), 1)
    return words.rstrip(".") + "." + (f" Is it meant to be '{near[0]}'?" if near else "")


class Steps(threading.local):
    """How many calls and turns of a loop one filling in may still take; each thread has its own."""

    left = MOST_STEPS

    def begin(self) -> None:
        """Begin to fill in."""
        self.left = MOST_STEPS

    def take(self, count: int) -> None:
        """
        Take *count* steps.

        Raises:
            Unusable: There are none left.
        """
        self.left -= count
        if self.left < 0:
            raise Unusable(f"It goes on for more than {MOST_STEPS} steps.")


def limit(environment: SandboxedEnvironment, steps: Steps) -> SandboxedEnvironment:
    """Keep templates in *environment* from going on for long: Jinja has no endless loop, but long ones."""
    call = environment.call

    def counted_call(*arguments: Any, **named: Any) -> Any:
        steps.take(1)
        return call(*arguments, **named)

    def counted_range(*arguments: int) -> range:
        numbers = range(*arguments)
        steps.take(len(numbers))
        return numbers

    environment.call = counted_call  # type: ignore[method-assign]
    environment.globals["range"] = counted_range
    environment.intercepted_binops = frozenset({"*", "**"})
    environment.binop_table.update({"*": _times, "**": _power})
    return environment


def _times(left: Any, right: Any) -> Any:
    for thing, count in ((left, right), (right, left)):
        if hasattr(thing, "__len__") and isinstance(count, int) and len(thing) * count > LONGEST:
            raise Unusable(f"It gives more than {LONGEST} characters.")
    return left * right


def _power(_left: Any, _right: Any) -> Any:
    raise Unusable("It takes a power, which no note needs.")
