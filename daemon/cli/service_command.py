"""`afterword run`: the service itself is `daemon.service`."""

from __future__ import annotations

import os
import sys

import click

from daemon.cli.shell import Shell, pass_shell


@click.command()
@pass_shell
def run(shell: Shell) -> int:
    """Run the service in the foreground, until stopped."""
    from config.load import load

    settings = load(shell.config, os.environ)
    # The same process goes on without the command line's libraries: 4 MiB less for as long as the service runs.
    # -P keeps the current folder out of the import path.
    os.execv(sys.executable, [sys.executable, "-P", "-m", "daemon.service", str(settings.path)])  # noqa: S606
