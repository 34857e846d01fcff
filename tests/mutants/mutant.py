"""Mutants as the table has them, and how one breaks a text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TABLE = Path(__file__).with_name("table")


class Misplaced(Exception):
    """The code has changed, and the table has not: what a mutant would change is not there exactly once."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One way to break the program."""

    name: str
    #: Relative to the checkout; "" for one that changes nothing, by which the detectors are tried.
    file: str
    #: Why it would hurt a person.
    hurts: str
    #: What is put in the place of what.
    swaps: tuple[tuple[str, str], ...]
    #: Simulated years are to catch it, if they can.
    simulate: bool
    #: What else is to, in the order in which it is tried: arguments of pytest, in groups that are run together.
    tests: tuple[tuple[str, ...], ...]

    def broken(self, text: str) -> str:
        """
        Give *text*, the content of the file, with the mutant in it.

        Raises:
            Misplaced: It is another text than the table was written for.
        """
        for old, new in self.swaps:
            if (count := text.count(old)) != 1:
                raise Misplaced(f"{self.name}: stands {count} times in {self.file}, instead of once:\n{old}")
            text = text.replace(old, new)
        return text


def all_mutants() -> list[Mutant]:
    """Give the whole table."""
    return [one for file in sorted(_TABLE.glob("*.toml")) for one in _read(tomllib.loads(file.read_text()))]


def chosen(mutants: Iterable[Mutant], names: Iterable[str]) -> list[Mutant]:
    """Give those of *mutants* whose name or file contains one of *names*; all of them where there are no names."""
    wanted = list(names)
    return [one for one in mutants if not wanted or any(name in one.name or name in one.file for name in wanted)]


def _read(table: Mapping[str, Any]) -> Iterator[Mutant]:
    for one in table["mutant"]:
        yield Mutant(
            name=one["name"],
            file=one.get("file") or table["file"],
            hurts=one["hurts"],
            swaps=tuple((swap["old"], swap["new"]) for swap in (one, *one.get("also", ()))),
            simulate=table["simulate"],
            # A test that is named for the one mutant comes before those of the whole part.
            tests=tuple(tuple(group.split()) for group in (*one.get("tests", ()), *table["tests"])),
        )
