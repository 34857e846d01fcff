"""Filling the templates: the port `daemon.ports.Notes` on Jinja2, with values that are only ever data."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from config.own_templates import Entry, TemplateProblem, entries_of
from config.sandbox import FALLBACK, FOLDER, sandbox
from config.sandbox import languages as languages  # known by this name here as well
from daemon.events import Line

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

    from config.own_words import OwnWords

log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def _environment() -> SandboxedEnvironment:
    from jinja2 import FileSystemLoader

    return sandbox(FileSystemLoader(FOLDER))


@lru_cache(maxsize=1)
def _own_words(folder: Path, entries: tuple[Entry, ...]) -> OwnWords:
    # One for all accounts. Without a folder of own templates nothing of it is imported.
    from config.own_words import OwnWords

    return OwnWords(folder, entries)


class TemplateNotes:
    """
    The port `Notes` over `config/templates`, and over a folder of the person's own templates. For one thread at a time.

    The folder is looked at whenever a note or reminder is begun, so that a changed file counts from the next one on,
    and all of one note is of one state.
    """

    def __init__(self, own: Path | None = None) -> None:
        """Take the place of shipped templates by those below *own*, which need not be there."""
        self._folder = None if own is None or own.resolve() == FOLDER.resolve() else own
        self._entries: tuple[Entry, ...] = ()
        self._own: OwnWords | None = None
        self._is_begun = False
        #: By path and line: a message may depend on the facts.
        self._problems: dict[tuple[Path, int], TemplateProblem] = {}

    def render(self, template: str, language: str, facts: Mapping[str, object]) -> str:
        """
        Fill *template* ("thank_you/opening") in *language*, or in English where that is not spoken.

        Blank lines at both ends are dropped. A value is never taken for a template: `{{ 7*7 }}` in a title stays what
        it is. A fact that a shipped template needs and did not get raises `jinja2.UndefinedError`: our mistake. Where
        one of the person's own cannot be filled in, the shipped one is, and `problems` tells.
        """
        # A note begins by asking for its language, and a reminder is one template.
        if not self._is_begun or template == "language" or template.startswith("reminders/"):
            self._look()
        spoken = self._spoken(language)
        if self._own is not None:
            return self._own.fill(template, spoken, facts, self._tell)
        return _environment().get_template(f"{spoken}/{template}.j2").render(facts).strip("\n")

    def problems(self) -> Sequence[TemplateProblem]:
        """Give what is wrong with own templates as far as it has shown, sorted; each place once."""
        return sorted(self._problems.values())

    def _spoken(self, language: str) -> str:
        """Give the language with words that is nearest to *language* ("de-AT" is "de"), English where there is none."""
        code = language.replace("_", "-").split("-")[0].casefold()
        own = self._own.languages if self._own is not None else ()
        return code if code in languages() or code in own else FALLBACK

    def _look(self) -> None:
        """Take up what changed in the folder."""
        self._is_begun = True
        if self._folder is None or (entries := entries_of(self._folder)) == self._entries:
            return
        self._entries = entries
        self._problems = {}
        self._own = _own_words(self._folder, entries) if entries else None
        for problem in self._own.problems if self._own is not None else ():
            self._tell(problem)

    def _tell(self, problem: TemplateProblem) -> None:
        at = (problem.path, problem.line)
        if at in self._problems:
            return
        self._problems[at] = problem
        # Not the message: it may hold words of a note (promise 8). Not the folder: it may be named after a person.
        name = problem.path.relative_to(self._folder or FOLDER).as_posix()
        log.warning(Line("own_template_not_used", file=name, line=problem.line, mend="afterword doctor"))
