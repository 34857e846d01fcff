"""`afterword notify`: a message to try out where the person is told of what needs them."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import click

from daemon.cli.output import say, screen
from daemon.cli.shell import Shell, pass_shell


@click.command()
@pass_shell
def notify(shell: Shell) -> int:
    """
    Send a test message to where you are told what needs you.

    That is your desktop, and the addresses of `[notify]`. Exit status: 1 where one could not be reached.
    """
    from daemon.addressees import targets
    from integrations.notify.messages import DESKTOP, tell

    found = targets(shell.settings().notify, os.environ)
    for problem in found.problems:
        say(f"Problem: {problem}")
    page = screen()
    if not found.addresses:
        page.line("There is no desktop here, and [notify] names no address: nobody would be told.")
        return 1
    delivered = tell(found.addresses, "Afterword", "This is a test: you would be told here what needs you.")
    for address, is_there in zip(found.addresses, delivered, strict=True):
        name = "desktop" if address == DESKTOP else f"{urlsplit(address).scheme}://..."
        page.line(f"{name}: {'told' if is_there else 'not reached'}", "good" if is_there else "bad")
    return int(not all(delivered) or bool(found.problems))
