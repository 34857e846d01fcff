"""What an own template may give, and for how long it may go on: a note is written in time whatever it does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

#: No note is longer; a loop that goes wrong is.
LONGEST = 20_000
_LONGEST_LOOP = 100


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


def limit(environment: SandboxedEnvironment) -> SandboxedEnvironment:
    """Keep templates in *environment* from going on for long: Jinja has no endless loop, but long ones."""
    environment.globals["range"] = _short_range
    environment.intercepted_binops = frozenset({"*", "**"})
    environment.binop_table.update({"*": _times, "**": _power})
    return environment


def _short_range(*arguments: int) -> range:
    numbers = range(*arguments)
    if len(numbers) > _LONGEST_LOOP:
        raise Unusable(f"It counts further than {_LONGEST_LOOP}.")
    return numbers


def _times(left: Any, right: Any) -> Any:
    for thing, count in ((left, right), (right, left)):
        if hasattr(thing, "__len__") and isinstance(count, int) and len(thing) * count > LONGEST:
            raise Unusable(f"It gives more than {LONGEST} characters.")
    return left * right


def _power(_left: Any, _right: Any) -> Any:
    raise Unusable("It takes a power, which no note needs.")
