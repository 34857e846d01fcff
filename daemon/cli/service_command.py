"""`afterword run`: the service itself is `daemon.service`."""

from __future__ import annotations

import os

import click

from daemon.cli.shell import Shell, pass_shell


@click.command()
@pass_shell
def run(shell: Shell) -> int:
    """Run the service in the foreground, until stopped."""
    from daemon.service import run as serve

    return serve(shell.config, os.environ)
