"""docs/templates.md: its lists of files and facts are those that there are."""

from __future__ import annotations

import re

import pytest

from config.made_up import cases
from config.own_parts import names_of
from config.own_words import try_out
from config.template_reference import FACTS, FILES, FOLDERS, PAGE, facts_of, with_reference


def test_the_page_is_as_it_would_be_written() -> None:
    """`python -m config.template_reference` was run after the last change."""
    page = PAGE.read_text(encoding="utf-8")

    assert with_reference(page) == page


def test_every_template_is_described_and_no_other() -> None:
    """A new or renamed shipped template asks for its line."""
    assert {f"en/{name}.j2" for name in FILES} == set(names_of("en"))
    assert {name.rpartition("/")[0] for name in FILES} == set(FOLDERS)


def test_every_fact_is_described_and_no_other() -> None:
    """A fact that is handed to a template, and only such a one, is described."""
    assert {fact for facts in facts_of().values() for fact in facts} == set(FACTS)


def test_a_template_always_gets_the_same_facts() -> None:
    """What the page lists is there in every situation, though it may be empty."""
    assert {template for template, facts in cases() if tuple(facts) != facts_of()[template]} == set()


def test_the_examples_of_the_page_can_be_used(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each example that names its file, put there, is in order in every situation."""
    folder = tmp_path_factory.mktemp("templates")
    found = re.findall(r"`templates/(\S+\.j2)`:\n\n```jinja\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for name, text in found:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    trial = try_out(folder)

    assert (trial.used, trial.problems) == (len(found), ())
    assert len(found) == 2
