"""The made-up facts: every situation that the shipped templates tell apart is among them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes

from config.made_up import cases
from config.sandbox import FOLDER, languages


class Watched(Environment):
    """Fills templates in, and notes which way each of their questions was answered."""

    def __init__(self) -> None:
        super().__init__(
            loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self.asked: dict[str, set[bool]] = {}
        self.answers: defaultdict[str, set[bool]] = defaultdict(set)
        self.filters["noted"] = self._note

    def _note(self, value: Any, question: str) -> Any:
        self.answers[question].add(bool(value))
        return value

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in list(tree.find_all((nodes.If, nodes.CondExpr, nodes.For))):
            # A loop over nothing is a question that an `if` around it may have answered already.
            part, wanted = ("iter", {True}) if isinstance(node, nodes.For) else ("test", {True, False})
            inner = getattr(node, part)
            line = inner.lineno
            question = f"{name}:{line} {source.splitlines()[line - 1]} ({len(self.asked)})"
            self.asked[question] = wanted
            arguments: list[nodes.Expr] = [nodes.Const(question, lineno=line)]
            setattr(node, part, nodes.Filter(inner, "noted", arguments, [], None, None, lineno=line))
        return tree


def test_the_made_up_facts_answer_every_question_both_ways() -> None:
    """Each `if` of each shipped template, in any language, is once true and once false; each loop has something."""
    watched = Watched()
    for language in languages():
        for template, facts in cases():
            watched.get_template(f"{language}/{template}.j2").render(facts)

    assert len(watched.asked) > 100
    assert [question for question, wanted in watched.asked.items() if not wanted <= watched.answers[question]] == []


def test_every_template_that_is_filled_in_has_made_up_facts() -> None:
    """Those without are the ones that others include or import, and the language's code."""
    shipped = {path.relative_to(FOLDER / "en").with_suffix("").as_posix() for path in (FOLDER / "en").rglob("*.j2")}

    assert shipped - {template for template, _ in cases()} == {"words", "language", "reminders/heard"}


def test_made_up_facts_are_the_same_each_time() -> None:
    """They depend on nothing, so that `doctor` says the same twice."""
    assert repr(cases()) == repr(cases())
