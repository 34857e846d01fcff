"""
The manual page, written from the commands themselves: `python -m daemon.cli.manual` writes docs/afterword.1.

And the completion scripts beside it, which packages install. Macros are those of man(7).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from daemon import __version__
from daemon.cli.completion import script
from daemon.cli.group import LISTING, afterword

ROOT = Path(__file__).parent.parent.parent

_FILES = {
    "~/.config/afterword/config.toml": "The configuration; AFTERWORD_CONFIG or --config name another.",
    "~/.config/afterword/templates/": "Templates of your own, in the place of the shipped ones.",
    "~/.local/state/afterword/": "The ledger, the logins, caches; AFTERWORD_STATE_DIR names another folder.",
}
_ENVIRONMENT = {
    "AFTERWORD_CONFIG": "The configuration file.",
    "AFTERWORD_STATE_DIR": "The folder for ledger and logins.",
    "CREDENTIALS_DIRECTORY": "Where systemd lays credentials; a path in the configuration may begin with it.",
    "NOTIFY_SOCKET, WATCHDOG_USEC": "Set by systemd: where signs of life are given.",
}
_EXIT = {
    "0": "Done.",
    "1": "Something could not be done now and will be tried again; or something has to be mended (doctor).",
    "2": "Wrong usage, or a configuration that cannot be used.",
    "3": "You must log in again.",
}
_EXAMPLES = {
    "afterword demo": "See what it does, on a sample calendar.",
    "afterword init; afterword login; afterword sync --dry-run": "Set it up, and see what a first pass would do.",
    "afterword service install": "Run it in the background.",
    "afterword outcome ACME rejected": "Say what became of an application.",
    "afterword why ACME": "Ask what was read from an event, and what follows.",
}


def manual() -> str:
    """Give the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield '.\\" Written by `make reference` from the commands: changes belong there.'
    yield f'.TH AFTERWORD 1 "" "Afterword {__version__}" "User Commands"'
    yield ".SH NAME"
    yield r"afterword \- thank-you notes in your drafts, reminders in your calendar, after every interview"
    yield ".SH SYNOPSIS"
    yield r".B afterword"
    yield r"[\fB\-\-config\fR \fIFILE\fR] \fICOMMAND\fR [\fIARGUMENTS\fR]"
    yield ".SH DESCRIPTION"
    yield from _paragraphs(afterword.help or "")
    yield ".PP"
    yield _plain("It watches calendars for events tagged as interviews (#interview), and works in the background.")
    yield ".SH OPTIONS"
    context = afterword.make_context("afterword", [], resilient_parsing=True)
    yield from _options(afterword, context)
    for heading, section in LISTING.items():
        yield f'.SH "{heading.upper()}"'
        for name in section:
            command = afterword.get_command(context, name)
            assert command is not None
            yield from _command(command, f"afterword {name}", context)
    for heading, facts in (
        ("EXIT STATUS", _EXIT),
        ("ENVIRONMENT", _ENVIRONMENT),
        ("FILES", _FILES),
        ("EXAMPLES", _EXAMPLES),
    ):
        yield f'.SH "{heading}"'
        for term, text in facts.items():
            yield ".TP"
            yield rf"\fB{_plain(term)}\fR"
            yield _plain(text)
    yield ".SH SEE ALSO"
    yield r".BR systemctl (1),"
    yield r".BR journalctl (1)"


def _command(command: click.Command, name: str, above: click.Context) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=above)
    arguments = " ".join(_plain(one.make_metavar(context)) for one in command.params if isinstance(one, click.Argument))
    yield ".SS " + f'"{_plain(name)}{" " + arguments if arguments else ""}"'
    yield from _paragraphs(command.help or "")
    yield from _options(command, context)
    if isinstance(command, click.Group):
        for one in command.list_commands(context):
            below = command.get_command(context, one)
            assert below is not None
            yield from _command(below, f"{name} {one}", context)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for one in command.get_params(context):
        record = one.get_help_record(context)
        # That each command has --help is said once.
        is_said = "--help" in one.opts and context.parent is not None
        if record is not None and isinstance(one, click.Option) and not is_said:
            yield ".TP"
            yield rf"\fB{_plain(record[0])}\fR"
            yield _plain(" ".join(record[1].split()))


def _paragraphs(text: str) -> Iterator[str]:
    for at, paragraph in enumerate(re.split(r"\n\s*\n", text.strip().replace("\b", ""))):
        if at:
            yield ".PP"
        yield _plain(" ".join(paragraph.split()))


def _plain(text: str) -> str:
    """Give *text* as roff prints it: no dash taken for a hyphen, no line for a macro."""
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("~", r"\(ti").replace("^", r"\(ha")
    text = text.replace('"', r"\(dq")
    return rf"\&{text}" if text[:1] in ".'" else text


#: What is written, by path.
WRITTEN: dict[str, Callable[[], str]] = {
    "docs/afterword.1": manual,
    "docs/completions/afterword": lambda: script("bash"),
    "docs/completions/_afterword": lambda: script("zsh"),
    "docs/completions/afterword.fish": lambda: script("fish"),
}


def main() -> None:
    """Write all files."""
    for name, text in WRITTEN.items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
