"""The shipped templates, and the sandbox in which they and the person's own are filled in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import BaseLoader
    from jinja2.sandbox import SandboxedEnvironment

FOLDER = Path(__file__).parent / "templates"
FALLBACK = "en"


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Give the codes of the languages that there are shipped words for, sorted."""
    return tuple(sorted(entry.parent.name for entry in FOLDER.glob("*/language.j2")))


@lru_cache(maxsize=1)
def shipped_names() -> frozenset[str]:
    """Give the names of all shipped templates: "en/thank_you/opening.j2"."""
    return frozenset(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.j2"))


def sandbox(loader: BaseLoader) -> SandboxedEnvironment:
    """Give what fills the templates that *loader* finds; a template can change nothing and reach nothing else."""
    # Jinja2 costs 5 MiB and 40 ms to import: only a pass that writes something pays for it.
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        # What is rendered is plain text; the HTML is made from it, and escaped there.
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
