"""`afterword export` and `import`: one file with ledger and configuration, without secrets."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from daemon.cli.output import is_terminal, say, screen
from daemon.cli.shell import WAIT_FOR_PASS, Shell, pass_shell
from daemon.domain.errors import BusyError, UsageError


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Write over FILE if it is there.")
@pass_shell
def export_command(shell: Shell, file: Path, force: bool) -> int:
    """
    Write ledger and configuration into one file.

    FILE is a zip archive, or - for standard output. Logins, passwords and keys are not in it. A running service is not
    disturbed.
    """
    from daemon import backup

    settings = shell.settings()
    data, left_out = backup.made(settings.state_dir, settings.path, shell.now())
    missing = f"Not in it: {'; '.join(left_out)}."
    if str(file) == "-":
        sys.stdout.buffer.write(data)
        say(missing)
    else:
        if file.exists() and not force:
            raise UsageError(f"{file} is there already. Give another name, or --force.")
        scratch = file.with_name(f".{file.name}.tmp")
        scratch.unlink(missing_ok=True)
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        scratch.replace(file)
        page = screen()
        page.line(f"Wrote {file}: ledger, configuration and templates.", "good")
        page.line(missing)
    return 0


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--config-too", is_flag=True, help="Put its configuration in the place of the one that is there, too.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_shell
def import_command(shell: Shell, file: Path, config_too: bool, yes: bool) -> int:
    """
    Put back what `afterword export` wrote.

    A ledger that is there is kept beside the new one. The configuration is written where there is none. What was made
    since the export is found again where it lies, and not made twice.
    """
    from config.load import configuration_path, state_path
    from daemon import backup
    from daemon.wiring import hold_everything

    archive = backup.opened(file.read_bytes())
    state_dir = state_path(os.environ)
    configuration = shell.config or configuration_path(os.environ)
    writes_configuration = archive.configuration is not None and (config_too or not configuration.exists())
    has_ledger = (state_dir / backup.LEDGER).exists()
    if (has_ledger or (writes_configuration and configuration.exists())) and not yes:
        if not is_terminal(sys.stdin):
            raise UsageError("There is a ledger or a configuration already: answer on a terminal, or say --yes.")
        if not click.confirm("Put the export in the place of what is there? A copy is kept.", err=True):
            say("Nothing was changed.")
            return 0
    try:
        with hold_everything(state_dir, WAIT_FOR_PASS):
            kept = backup.put_back(archive, state_dir, shell.now())
            was = backup.write_configuration(archive, configuration, shell.now()) if writes_configuration else None
    except BusyError as error:
        say(f"Problem: {error}")
        say("Stop the service first: systemctl --user stop afterword")
        return error.exit_status
    page = screen()
    page.line(f"Put back the ledger of {archive.manifest.get('made', 'an unknown day')}.", "good")
    if kept is not None:
        page.line(
            f"The one that was there is kept: {kept}. To go back, stop the service and rename it to {backup.LEDGER}."
        )
    if was is not None:
        page.line(f"The configuration that was there is kept: {was}.")
    elif writes_configuration:
        page.line(f"Wrote the configuration, {configuration}.")
    elif archive.configuration is not None:
        page.line(f"The configuration stays as it is, {configuration}; --config-too would replace it.")
    page.line("Next: `afterword login`, where an account is at Google; then `afterword doctor`.")
    return 0
