"""Filling the templates: the port `daemon.ports.Notes` on Jinja2, with values that are only ever data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent / "templates"
FALLBACK = "en"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    # Jinja2 costs 5 MiB and 40 ms to import: only a pass that writes something pays for it.
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        # What is rendered is plain text; the HTML is made from it, and escaped there.
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Give the codes of the languages that there are words for, sorted."""
    return tuple(sorted(entry.parent.name for entry in FOLDER.glob("*/language.j2")))


def _spoken(language: str) -> str:
    """Give the shipped language that is nearest to *language* ("de-AT" is "de"), English where there is none."""
    code = language.replace("_", "-").split("-")[0].casefold()
    return code if code in languages() else FALLBACK


class TemplateNotes:
    """The port `Notes` over `config/templates`."""

    def render(self, template: str, language: str, facts: Mapping[str, object]) -> str:
        """
        Fill *template* ("thank_you/opening") in *language*, or in English where that is not spoken.

        Blank lines at both ends are dropped. A value is never taken for a template: `{{ 7*7 }}` in a title stays what
        it is. A fact that the template needs and did not get raises `jinja2.UndefinedError`: our mistake.
        """
        found = _environment().get_template(f"{_spoken(language)}/{template}.j2")
        return found.render(facts).strip("\n")
