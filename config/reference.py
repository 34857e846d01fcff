"""
What is written from the model, so that it cannot differ from it: `python -m config.reference` in a checkout.

    docs/configuration.md    the reference page
    config/default.toml      the commented default file
    config/countries.txt     the countries whose public holidays are known
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import time
from inspect import getdoc
from pathlib import Path
from textwrap import wrap
from typing import Any

from config.model import CALENDARS, LATER, MAILBOXES, TABLES, AccountSettings, Key, keys_of

_WIDTH = 100

_PAGE_HEAD = """\
# Configuration

One TOML file: the one named by `--config`, else by `$AFTERWORD_CONFIG`, else `afterword/config.toml` in your
configuration folder (on Linux `~/.config`). `afterword init` writes it. The ledger and the lock lie in
`$AFTERWORD_STATE_DIR`, else in `afterword` in your state folder (on Linux `~/.local/state`). Secrets are never in the
file.

Every key has a default but an account's `email` and its back-ends. Relative paths start at the file's folder; `~` is
your home folder. Unknown keys, wrong types and impossible values are errors that name the key and what is allowed; all
are told at once.

This page is written from `config/model.py` by `python -m config.reference`.
"""

_FILE_HEAD = """\
# The configuration of Afterword. Every key is here with what it does; a line that begins with "#" and a key shows the
# default. `docs/configuration.md` has the same as a page. Written from config/model.py by `python -m config.reference`.
"""

_COUNTRIES_HEAD = """\
# Countries, each with its regions, whose public holidays the package `holidays` knows: read instead of that package,
# whose import costs 12 MiB. Written by `python -m config.reference`.
"""


def toml(value: object) -> str:
    """Write *value* as TOML."""
    if isinstance(value, time):
        return f'"{value:%H:%M}"'
    if isinstance(value, Path):
        value = str(value)
    # TOML's basic strings, numbers, booleans and arrays of these are JSON's.
    return json.dumps(value, ensure_ascii=False)


def reference_page() -> str:
    """Give docs/configuration.md."""
    parts = [_PAGE_HEAD, *_section("[accounts.NAME]", AccountSettings)]
    for word, kinds in (("calendar", CALENDARS), ("mailbox", MAILBOXES)):
        for backend, kind in kinds.items():
            later = " *Comes in a later version.*" if backend in LATER else ""
            parts += _section(f"[accounts.NAME.{word}]", kind, f'backend = "{backend}"', later)
    for name, kind in TABLES.items():
        parts += _section(f"[{name}]", kind)
    return "\n".join(parts)


def _section(title: str, kind: type, first: str = "", remark: str = "") -> Iterator[str]:
    yield f"## `{title}`" + (f" with `{first}`" if first else "") + "\n"
    yield f"{_summary(kind)}{remark}\n"
    yield "| key | default | allowed | what it does |\n|---|---|---|---|"
    for name, key in keys_of(kind).items():
        cells = (f"`{name}`", _default_words(kind, name, key), key.check.allowed, key.description)
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    example = [title, *([first] if first else []), *(f"{n} = {toml(k.example)}" for n, k in keys_of(kind).items())]
    yield "\n```toml\n" + "\n".join(example) + "\n```\n"


def _summary(kind: type) -> str:
    return (getdoc(kind) or "").partition("\n\n")[0]


def _default(kind: type, name: str) -> Any:
    return next(field.default for field in fields(kind) if field.name == name)


def _default_words(kind: type, name: str, key: Key) -> str:
    default = _default(kind, name)
    if default is MISSING:
        return "**has to be given**"
    return key.otherwise or f"`{toml(default)}`"


def default_file(calendar: str = "local", mailbox: str = "maildir") -> str:
    """Give a file with an account on these back-ends and every other key as a comment; config/default.toml."""
    parts = [_FILE_HEAD, *_table_lines("[accounts.personal]", AccountSettings)]
    for word, backend, kinds in (("calendar", calendar, CALENDARS), ("mailbox", mailbox, MAILBOXES)):
        first = f'backend = "{backend}"  # {", ".join(one for one in kinds if one in LATER)}: in a later version'
        parts += _table_lines(f"[accounts.personal.{word}]", kinds[backend], first)
    for name, kind in TABLES.items():
        parts += _table_lines(f"[{name}]", kind)
    return "\n".join(parts) + "\n"


def _table_lines(title: str, kind: type, first: str = "") -> Iterator[str]:
    yield f"# {_summary(kind)}\n{title}"
    if first:
        yield first
    for name, key in keys_of(kind).items():
        default = _default(kind, name)
        words = key.description
        if default is not MISSING:
            words += f" Default: {key.otherwise}." if key.otherwise else ""
            line = f"#{name} = {toml(key.example if key.otherwise else default)}"
        else:
            line = f"{name} = {toml(key.example)}"
        yield "\n".join([*(f"# {part}" for part in wrap(words, _WIDTH)), line])
    yield ""


def countries_file() -> str:
    """Give config/countries.txt. Regions with a space in their names are left out."""
    from holidays.utils import list_supported_countries

    lines = (
        " ".join([country, *(region for region in regions if " " not in region)])
        for country, regions in sorted(list_supported_countries().items())
        if len(country) == 2
    )
    return _COUNTRIES_HEAD + "\n".join(lines) + "\n"


#: Each file, from the top of the checkout, with what writes it.
WRITTEN = {
    "docs/configuration.md": reference_page,
    "config/default.toml": default_file,
    "config/countries.txt": countries_file,
}


def main() -> None:
    """Write them all."""
    for name, write in WRITTEN.items():
        path = Path(__file__).parents[1] / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
