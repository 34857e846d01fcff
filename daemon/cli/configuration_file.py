"""The configuration as `init` and `demo` write it: the commented default file with answers in it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from daemon.domain.errors import ConfigError

#: Values by table and key.
Answers = Mapping[tuple[str, str], object]

#: The back-ends of calendar and mailbox, by where the person says that they are.
BACKENDS = {"google": ("google", "gmail"), "local": ("local", "maildir")}

_TABLE = re.compile(r"\[([a-z_.]+)\]")
_KEY = re.compile(r"#?([a-z_]+) = ")


def write_configuration(file: Path, answers: Answers, backends: tuple[str, str] = BACKENDS["local"]) -> None:
    """
    Write the default configuration for *backends* with *answers* to *file*, for the person's eyes only.

    Raises:
        ConfigError: It cannot be written, or what came out would not be accepted; what was there before still is.
    """
    from config.load import load
    from config.reference import default_file

    scratch = file.with_name(f".{file.name}.new")
    try:
        if not file.parent.exists():
            file.parent.mkdir(mode=0o700, parents=True)
        scratch.unlink(missing_ok=True)
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
            opened.write(filled_in(default_file(*backends), answers))
        load(scratch, os.environ)
        scratch.replace(file)
    except OSError as error:
        raise ConfigError([f"{file}: cannot be written: {error.strerror}."]) from error
    finally:
        scratch.unlink(missing_ok=True)


def filled_in(text: str, answers: Answers) -> str:
    """Give the commented configuration *text* with the values of *answers* in the places of the defaults."""
    from config.reference import toml

    table = ""
    lines = []
    for line in text.splitlines():
        if match := _TABLE.match(line):
            table = match[1]
        elif (match := _KEY.match(line)) and (table, match[1]) in answers:
            lines.append(f"{match[1]} = {toml(answers[(table, match[1])])}")
            continue
        lines.append(line)
    return "\n".join(lines) + "\n"
