"""`afterword completion`: what a shell needs to complete the command line, and what events and names it offers."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem, get_completion_class

from daemon.cli.shell import Shell, pass_shell

if TYPE_CHECKING:
    from config.model import Settings
    from daemon.domain.interview import Interview

PROGRAM = "afterword"
#: Click asks for the script, and for completions, by this variable.
VARIABLE = "_AFTERWORD_COMPLETE"

#: Where each shell looks for it.
_PLACES = {
    "bash": "afterword completion bash > ~/.local/share/bash-completion/completions/afterword",
    "zsh": "afterword completion zsh > ~/.zfunc/_afterword   (with ~/.zfunc in fpath before compinit)",
    "fish": "afterword completion fish > ~/.config/fish/completions/afterword.fish",
}


@click.command(epilog="  \n".join(["\b\nTo install it:", *_PLACES.values()]))
@click.argument("name", metavar="SHELL", type=click.Choice(sorted(_PLACES)))
@pass_shell
def completion(_shell: Shell, name: str) -> int:
    """
    Print what bash, zsh or fish needs to complete commands.

    And options, accounts and events; no server is asked for them.
    """
    click.echo(script(name))
    return 0


def script(name: str) -> str:
    """Give the script for the shell called *name*."""
    from daemon.cli.group import afterword

    kind = get_completion_class(name)
    assert kind is not None
    return kind(afterword, {}, PROGRAM, VARIABLE).source()


def accounts(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Give the names of the configuration's accounts that begin with *begun*."""
    settings = _settings(context)
    names = [one.account for one in settings.accounts] if settings else []
    return [CompletionItem(name) for name in names if name.startswith(begun)]


def events(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Give the titles, and where these are not unambiguous the ids, of known interviews; no server is asked."""
    settings = _settings(context)
    known = list(_known(settings)) if settings else []
    titles = [one.title for one in known]
    # What Click's script gives bash stands on the command line as it is: one word has to be one word.
    takes_spaces = not os.environ.get(VARIABLE, "").startswith("bash")
    items = []
    for one in known:
        is_fit = titles.count(one.title) == 1 and (takes_spaces or not re.search(r"[^\w.-]", one.title))
        text = one.title if is_fit else one.event
        if one.title.casefold().startswith(begun.casefold()) or one.event.startswith(begun):
            items.append(CompletionItem(text, help=f"{one.start:%d %b %Y} {one.company}".strip()))
    return items


def _settings(context: click.Context) -> Settings | None:
    from config.load import load
    from daemon.domain.errors import ServiceError

    try:
        return load(context.find_root().params.get("config"), os.environ)
    except ServiceError:
        return None


def _known(settings: Settings) -> Iterator[Interview]:
    from daemon.domain.errors import ServiceError
    from daemon.ledger.sqlite import SqliteLedger
    from daemon.wiring import LEDGER

    try:
        ledger = SqliteLedger.open(settings.state_dir / LEDGER, read_only=True)
    except ServiceError:
        return
    try:
        for account in settings.accounts:
            yield from sorted(
                ledger.recall(account.account).interviews.values(), key=lambda one: one.start, reverse=True
            )
    except ServiceError:
        return
    finally:
        ledger.close()
