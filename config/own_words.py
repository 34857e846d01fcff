"""
Own and shipped templates together: each own one in the place of the shipped one of its name, as far as it can be used.

In own templates `shipped/en/words.j2` names the shipped file, also where an own one has taken its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from config.made_up import cases
from config.own_limits import LONGEST, Steps, Unusable, in_words, limit, tidied
from config.own_parts import SHIPPED, completed, names_of, nearest
from config.own_templates import SUFFIX, Entry, TemplateProblem, entries_of, read
from config.sandbox import FALLBACK, FOLDER, languages, sandbox, shipped_names

if TYPE_CHECKING:
    from jinja2 import BaseLoader
    from jinja2.sandbox import SandboxedEnvironment

#: One for each set of templates that had to be done without.
_MOST_ENVIRONMENTS = 8

Tell = Callable[[TemplateProblem], None]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying all own templates."""

    #: How many there are that can be used.
    used: int
    #: Sorted; each place once.
    problems: tuple[TemplateProblem, ...]


def try_out(folder: Path) -> Trial:
    """Fill in all templates of *folder* with made-up facts of all situations; `used` is 0 where there are none."""
    words = OwnWords(folder, entries_of(folder))
    met = list(words.problems)
    for language in words.touched():
        for template, facts in cases():
            words.fill(template, language, facts, met.append)
    # A message may depend on the facts.
    places = {(one.path, one.line): one for one in reversed(met)}
    return Trial(words.used, tuple(sorted(places.values())))


class OwnWords:
    """The words of one state of the folder. Safe to use from several threads."""

    def __init__(self, folder: Path, entries: Collection[Entry]) -> None:
        """Read *entries* of *folder*. What is wrong with a file is in `problems`, and the file is left out."""
        self._folder = folder
        texts, unread = read(folder, entries)
        self._problems = list(unread)
        self._sources: dict[str, str] = {}
        self._steps = Steps()
        self._environments: dict[frozenset[str], SandboxedEnvironment] = {}
        for name, text in texts.items():
            if not name.startswith(SHIPPED):
                self._take(name, text)
        #: Languages that are the person's own, complete and without a fault.
        self.languages: tuple[str, ...] = ()
        self._settle_languages()
        self._tell_strangers(entries)
        #: Known without a note being written, in order.
        self.problems = tuple(sorted(set(self._problems)))

    @property
    def used(self) -> int:
        """How many own templates there are that can be used, as far as is known without filling one in."""
        return len(self._sources)

    def touched(self) -> tuple[str, ...]:
        """Give the languages in which something is the person's own, sorted."""
        known = {name.partition("/")[0] for name in self._sources} & {*languages(), *self.languages}
        return tuple(sorted(known))

    def fill(self, template: str, language: str, facts: Mapping[str, object], tell: Tell) -> str:
        """
        Fill *template* ("thank_you/opening") in *language*, one that is shipped or in `languages`.

        An own template that cannot be filled in is told, and the shipped one stands in for it, for this once.
        """
        name = f"{language}/{template}{SUFFIX}"
        without: frozenset[str] = frozenset()
        while True:
            try:
                return self._filled(name, facts, without)
            except Exception as error:  # Whatever a person's template does, the note is written.
                problem, culprits = self._blame(error, name, facts, without)
                if not culprits:
                    raise
            tell(problem)
            without |= culprits

    # What lies in the folder

    def _take(self, name: str, text: str) -> None:
        """Make *text* one of the words, or note what is wrong with it."""
        from jinja2 import TemplateSyntaxError

        environment = self._environment(frozenset())
        path = self._folder / name
        try:
            tree = environment.parse(text)
            source = completed(name, text, tree)
            environment.compile(source, name, str(path))
        except TemplateSyntaxError as error:
            self._problems.append(TemplateProblem(path, error.lineno, f"It is no template: {error.message}"))
            return
        except Exception as error:  # Too deeply nested, and whatever else a compiler trips over.
            self._problems.append(TemplateProblem(path, 0, f"It is no template: {in_words(error, {})}"))
            return
        code, _, rest = name.partition("/")
        if rest == f"language{SUFFIX}" and text.strip() != code:
            message = f"It has to hold the language's code and nothing else: {code}"
            self._problems.append(TemplateProblem(path, 1, message))
            return
        self._sources[name] = source

    def _settle_languages(self) -> None:
        found = {name.partition("/")[0] for name in self._sources} - set(languages())
        for code in sorted(one for one in found if re.fullmatch(r"[a-z]{2,3}", one)):
            wanting = sorted(name for name in names_of(code) if name not in self._sources)
            told: list[TemplateProblem] = []
            if wanting:
                some = ", ".join(wanting[:3]) + (f" and {len(wanting) - 3} more" if len(wanting) > 3 else "")
                told = [self._of_language(code, f"it lacks {some}")]
            else:
                self.languages = (*self.languages, code)
                for template, facts in cases():
                    self.fill(template, code, facts, told.append)
                if told:
                    self.languages = self.languages[:-1]
                    told.append(self._of_language(code, "something in it is wrong"))
            self._problems += told

    def _of_language(self, code: str, why: str) -> TemplateProblem:
        message = f"The language '{code}' is not used: {why}. English is written in its place."
        return TemplateProblem(self._folder / code, 0, message)

    def _tell_strangers(self, entries: Collection[Entry]) -> None:
        """Note the files that nothing uses: a name may have been mistyped."""
        own = {name.partition("/")[0] for name in self._sources if re.fullmatch(r"[a-z]{2,3}/.*", name)}
        expected = {name for code in own | set(languages()) for name in names_of(code)}
        used, seen = set(self._sources) & expected, set[str]()
        while used - seen:
            name = (used - seen).pop()
            seen.add(name)
            used |= {other for other in self._named_in(name) if other in self._sources}
        faulty = {problem.path for problem in self._problems}
        for entry in entries:
            path = self._folder / entry.name
            if entry.name not in used | expected and path not in faulty:
                near = nearest(entry.name.casefold(), expected)
                message = "It takes the place of no shipped template, and no other own one uses it."
                message += f" Is it meant to be {near}?" if near else ""
                self._problems.append(TemplateProblem(path, 0, message))

    # Filling in

    def _filled(self, name: str, facts: Mapping[str, object], without: frozenset[str]) -> str:
        self._steps.begin()
        template = self._environment(without).get_template(name)
        if not set(self._sources) - without:
            return template.render(facts).strip("\n")
        pieces: list[str] = []
        length = 0
        for piece in template.generate(facts):
            pieces.append(piece)
            length += len(piece)
            if length > LONGEST:
                raise Unusable(f"It gives more than {LONGEST} characters.")
        text = "".join(pieces).strip("\n")
        if name in self._sources and name not in without:
            text = tidied(name, text)
        return text

    def _environment(self, without: frozenset[str]) -> SandboxedEnvironment:
        """Give what fills in everything but the own templates *without*."""
        if (made := self._environments.get(without)) is not None:
            return made
        environment = limit(sandbox(self._loader(without)), self._steps)
        if len(self._environments) >= _MOST_ENVIRONMENTS:
            self._environments.clear()
        self._environments[without] = environment
        return environment

    def _loader(self, without: frozenset[str]) -> BaseLoader:
        from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader, PrefixLoader

        shipped = FileSystemLoader(FOLDER)

        def own(name: str) -> tuple[str, str, None] | None:
            if name in self._sources and name not in without:
                return self._sources[name], str(self._folder / name), None
            return None

        def stand_in(name: str) -> tuple[str, str | None, Any] | None:
            code, _, rest = name.partition("/")
            if code not in self.languages:
                return None
            return shipped.get_source(self._environment(without), f"{FALLBACK}/{rest}")

        return ChoiceLoader(
            [
                PrefixLoader({SHIPPED.rstrip("/"): shipped}),
                FunctionLoader(own),
                shipped,
                # Of a language of one's own there is no shipped one.
                FunctionLoader(stand_in),
            ]
        )

    # Whose fault it is

    def _blame(
        self, error: Exception, name: str, facts: Mapping[str, object], without: frozenset[str]
    ) -> tuple[TemplateProblem, frozenset[str]]:
        """Give where *error* came from, and which own templates to do without; none where it is not theirs."""
        by_path = {str(self._folder / one): one for one in self._sources if one not in without}
        frames = [
            (by_path[path], line)
            for frame, line in walk_tb(error.__traceback__)
            if (path := frame.f_code.co_filename) in by_path
        ]
        message = in_words(error, facts)
        if frames:
            at, line = frames[-1]
            # A helper of one's own has nothing to stand in for it: what uses it goes.
            culprit = next((one for one, _ in reversed(frames) if self._has_counterpart(one)), None)
            culprits = frozenset({culprit} if culprit else by_path.values())
            return TemplateProblem(self._folder / at, line, message), culprits
        if isinstance(error, Unusable) and name in self._sources and name not in without:
            return TemplateProblem(self._folder / name, 0, message), frozenset({name})
        # A shipped one failed on what it takes from an own one: a macro that wants other arguments, say.
        culprits = frozenset(self._reached_from(name) - without)
        at = min(culprits, default=name)
        if not isinstance(error, Unusable):
            message = f"{name} cannot be filled in with it: {message}"
        return TemplateProblem(self._folder / at, 0, message), culprits

    def _has_counterpart(self, name: str) -> bool:
        return name in shipped_names() or name.partition("/")[0] in self.languages

    def _reached_from(self, name: str) -> set[str]:
        """Give the own templates that filling in *name* may use."""
        seen: set[str] = set()
        ahead = {name}
        while ahead:
            one = ahead.pop()
            seen.add(one)
            ahead |= set(self._named_in(one)) - seen
        return {one for one in seen if one in self._sources}

    def _named_in(self, name: str) -> Iterator[str]:
        """Yield the templates that *name* includes or imports, as far as it names them outright."""
        from jinja2 import TemplateError, meta

        environment = self._environment(frozenset())
        try:
            source = self._sources.get(name) or (FOLDER / name.removeprefix(SHIPPED)).read_text(encoding="utf-8")
            tree = environment.parse(source)
        except (OSError, TemplateError):
            return
        yield from (one for one in meta.find_referenced_templates(tree) if one)
