"""The table fits the code, and the runner tells what is caught from what lives."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.mutants.copies import ROOT, Copy
from tests.mutants.detectors import Unusable, judge
from tests.mutants.mutant import Misplaced, Mutant, all_mutants, chosen

DAYS = "daemon/domain/days.py"
TEST = (("tests/domain/test_days.py",),)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Give a copy of the checkout."""
    return Copy(tmp_path_factory.mktemp("mutants") / "copy")


def mutant(old: str, new: str, tests: tuple[tuple[str, ...], ...] = TEST, *, simulate: bool = False) -> Mutant:
    return Mutant("a mutant", DAYS, "It would hurt.", ((old, new),), simulate, tests)


@pytest.mark.parametrize("one", all_mutants(), ids=lambda one: one.name)
def test_each_mutant_fits_the_code_and_changes_it(one: Mutant) -> None:
    """What a mutant changes stands in its file exactly once, and what comes of it is Python."""
    text = (ROOT / one.file).read_text(encoding="utf-8")

    assert ast.dump(ast.parse(one.broken(text))) != ast.dump(ast.parse(text))


def test_each_mutant_has_a_name_of_its_own_and_a_detector() -> None:
    """A name tells which one it is, and tests that are to catch it are there."""
    mutants = all_mutants()
    files = {argument for one in mutants for group in one.tests for argument in group}

    assert [name for name, count in Counter(one.name for one in mutants).items() if count > 1] == []
    assert all(one.hurts and (one.simulate or one.tests) for one in mutants)
    assert [name for name in files if not (ROOT / name).exists()] == []


def test_a_mutant_is_caught_and_a_harmless_change_lives(copy: Copy) -> None:
    """What breaks a rule is noticed by its test, which is named; a comment is not; then the copy is whole again."""
    before = (copy.folder / DAYS).read_text(encoding="utf-8")

    caught = judge(mutant("SATURDAY = 5", "SATURDAY = 6"), copy, 1)
    harmless = judge(mutant("SATURDAY = 5", "SATURDAY = 5  # as ever"), copy, 1)

    assert [one.told.partition("::")[0] for one in caught.catches] == ["tests/domain/test_days.py"]
    assert harmless.lives
    assert (copy.folder / DAYS).read_text(encoding="utf-8") == before


def test_the_simulation_runs_the_copy(copy: Copy) -> None:
    """The package is installed in place, and still it is the copy that is imported: one that cannot be is noticed."""
    verdict = judge(mutant("SATURDAY = 5", "raise ZeroDivisionError('the copy')", (), simulate=True), copy, 1)

    assert [one.told for one in verdict.catches] == ["ZeroDivisionError: the copy"]


def test_a_table_that_does_not_fit_is_no_success(copy: Copy) -> None:
    """Where the code has changed, or a test was renamed, nothing counts as caught."""
    with pytest.raises(Misplaced, match="stands 0 times"):
        judge(mutant("FRIDAY = 4", ""), copy, 1)
    with pytest.raises(Misplaced, match=r"stands \d\d times"):
        judge(mutant("return", ""), copy, 1)
    with pytest.raises(Unusable, match="test_nothing"):
        judge(mutant("SATURDAY = 5", "SATURDAY = 6", (("tests/domain/test_nothing.py",),)), copy, 1)


def test_mutants_are_chosen_by_parts_of_names_and_files() -> None:
    """Names on the command line choose; without any, all mutants are tried."""
    everything = all_mutants()

    assert chosen(everything, []) == everything
    assert [one.name for one in chosen(everything, ["claim skipped"])] == ["claim skipped"]
    assert {one.file for one in chosen(everything, ["domain/days"])} == {str(Path(DAYS))}
