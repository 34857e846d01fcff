"""What a language has to have, and how an own template is made whole with what the shipped one of its name has."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from config.sandbox import FALLBACK, FOLDER, sandbox, shipped_names

if TYPE_CHECKING:
    from jinja2 import nodes

#: "shipped/en/words.j2" is always the shipped one.
SHIPPED = "shipped/"


def names_of(code: str) -> list[str]:
    """Give the names of all templates that a language has to have."""
    prefix = f"{FALLBACK}/"
    return [code + name.removeprefix(FALLBACK) for name in shipped_names() if name.startswith(prefix)]


def nearest(name: str, names: Collection[str]) -> str:
    """Give the one of *names* that *name* was perhaps meant to be, or ""."""
    if (with_language := f"{FALLBACK}/{name}") in names:
        return with_language
    # Of the same language, if there is one: "es" and "en" look alike.
    same = [one for one in names if one.partition("/")[0] == name.partition("/")[0]]
    found = (get_close_matches(name, sorted(some), 1, 0.5) for some in (same, names))
    return next((one for ones in found for one in ones), "")


@lru_cache(maxsize=8)
def _macros_of_shipped(name: str) -> tuple[str, ...]:
    """Give the names of the macros that the shipped template *name* has, sorted."""
    from jinja2 import FileSystemLoader, nodes

    tree = sandbox(FileSystemLoader(FOLDER)).parse((FOLDER / name).read_text(encoding="utf-8"))
    return tuple(sorted(node.name for node in tree.body if isinstance(node, nodes.Macro)))


def _defined(tree: nodes.Template) -> set[str]:
    from jinja2 import nodes

    names = {node.name for node in tree.body if isinstance(node, nodes.Macro)}
    targets = (node.target for node in tree.body if isinstance(node, nodes.Assign | nodes.AssignBlock))
    return names | {target.name for target in targets if isinstance(target, nodes.Name)}


def completed(name: str, text: str, tree: nodes.Template) -> str:
    """Give *text* with the macros that the shipped file of its name has and it has not; lines keep their numbers."""
    if name not in shipped_names():
        return text
    wanting = [macro for macro in _macros_of_shipped(name) if macro not in _defined(tree)]
    if not wanting:
        return text
    taken = "".join(f"{{% set {macro} = _shipped.{macro} %}}" for macro in wanting)
    return f'{{% import "{SHIPPED}{name}" as _shipped %}}{taken}{text}'
