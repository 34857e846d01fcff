"""`afterword service`: the systemd user service put in its place, taken away, and asked how it is."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import click

from daemon.cli import service_manager
from daemon.cli.output import print_json, say, screen
from daemon.cli.shell import Shell, json_option, pass_shell
from daemon.cli.unit_file import NAME, STEPS_SINCE, is_ours, unit_text


@click.group()
def service() -> None:
    """Run Afterword in the background, as a systemd user service."""


@service.command()
@click.option("--linger/--no-linger", default=None, help="Run also while you are not logged in.")
@pass_shell
def install(shell: Shell, linger: bool | None) -> int:
    """
    Put the service in its place, enable and start it.

    Again after an upgrade: the unit is written anew, and the service started anew. Exit status: 1 where there is no
    systemd for you, or the service does not start; what to do is said.
    """
    settings = shell.settings()
    environ = os.environ
    if reason := service_manager.why_not(environ):
        say(f"Nothing was installed: {reason}.")
        _tell_alternatives(settings.path)
        return 1
    path = service_manager.unit_path(environ)
    if path.exists() and not is_ours(path):
        say(f"Nothing was installed: {path} is there and was not written by Afterword. Move it away and try again.")
        return 1
    with_walls = service_manager.has_namespaces()
    environment = _environment(settings.path, settings.state_dir)
    is_new = not path.exists()
    with_steps = service_manager.version() >= STEPS_SINCE
    _write(path, unit_text(program(), environment, with_walls=with_walls, with_steps=with_steps))
    page = screen()
    page.line(f"{'Wrote' if is_new else 'Wrote anew'} {path}.")
    if not with_walls:
        page.line("It runs without the walls of the unit: this system lets no user make namespaces.")
    for arguments in (("daemon-reload",), ("enable", NAME)):
        done = service_manager.systemctl(*arguments)
        if done.returncode:
            say(f"systemctl --user {' '.join(arguments)} failed: {done.stderr.strip()}")
            return 1
    started = service_manager.restart()
    unit = service_manager.look()
    if started.returncode or not unit.is_active:
        say(f"It is enabled, but did not start: {unit.state}. {_why_stopped(unit.exit_status)}")
        say("Its log: journalctl --user -u afterword -n 20")
        return 1
    page.line(f"It is enabled, and runs: {unit.status or unit.state}.", "good")
    _see_to_lingering(linger)
    page.line("")
    page.line("How it is: afterword service status. Its log: journalctl --user -u afterword")
    page.line("To undo all this: afterword service uninstall")
    return 0


@service.command()
@pass_shell
def uninstall(shell: Shell) -> int:  # noqa: ARG001 - a broken configuration is no reason to keep it
    """Stop the service and take its unit away; configuration, state, drafts and reminders stay."""
    path = service_manager.unit_path(os.environ)
    has_manager = not service_manager.why_not(os.environ)
    page = screen()
    if path.exists() and not is_ours(path):
        say(f"Nothing was taken away: {path} was not written by Afterword. Stop it by systemctl --user, and delete it.")
        return 1
    if not path.exists():
        page.line("The service is not installed; there is nothing to take away.")
        return 0
    if has_manager:
        done = service_manager.systemctl("disable", "--now", NAME)
        if done.returncode:
            say(f"It could not be stopped: {done.stderr.strip()}")
            return 1
    path.unlink()
    if has_manager:
        service_manager.systemctl("daemon-reload")
        service_manager.systemctl("reset-failed", NAME)
    page.line(f"Stopped the service and removed {path}.")
    page.line("Configuration, state, drafts and reminders are as they were.")
    if service_manager.lingers():
        page.line("Lingering is still on: loginctl disable-linger, if nothing else of yours needs it.")
    return 0


@service.command()
@json_option
@pass_shell
def status(shell: Shell, as_json: bool) -> int:
    """Tell how the service is. Exit status: 0 where it runs, under whatever started it, else 1."""
    from daemon.wiring import service_process

    reason = service_manager.why_not(os.environ)
    unit = None if reason else service_manager.look()
    process = service_process(shell.settings())
    is_running = process is not None or bool(unit and unit.is_active)
    if as_json:
        print_json(
            {
                "running": is_running,
                "process": process or (unit.pid if unit else None) or None,
                "systemd": None
                if unit is None
                else {
                    "installed": unit.is_installed,
                    "enabled": unit.is_enabled,
                    "active": unit.is_active,
                    "state": unit.state,
                    "since": unit.since or None,
                    "restarts": unit.restarts,
                    "status": unit.status or None,
                    "exit_status": unit.exit_status,
                },
                "lingers": None if unit is None else service_manager.lingers(),
                "no_systemd_because": reason or None,
            }
        )
        return int(not is_running)
    page = screen()
    if unit is not None and unit.is_installed:
        since = f" since {unit.since}" if unit.since else ""
        page.line(f"{NAME}: {unit.state}{since}.", "good" if is_running else "bad")
        if unit.status and unit.is_active:
            page.line(f"It says: {unit.status}.")
        if unit.restarts:
            page.line(f"It was started anew {unit.restarts} times: journalctl --user -u afterword tells why.", "bad")
        if not unit.is_active and unit.exit_status:
            page.line(_why_stopped(unit.exit_status), "bad")
        if not unit.is_enabled:
            page.line("It is not enabled: it will not start by itself. `afterword service install` mends that.", "bad")
        if service_manager.lingers() is False:
            page.line("It runs only while you are logged in: loginctl enable-linger changes that.")
    elif process is not None:
        page.line(f"The service runs (process {process}), but not under your systemd.", "good")
    else:
        page.line("The service is not installed and does not run. `afterword service install` installs it.", "bad")
        if reason:
            page.line(f"Here it could not: {reason}.")
    return int(not is_running)


def program() -> list[str]:
    """Give the command that starts the service of this environment."""
    script = Path(sys.executable).with_name("afterword")
    if script.is_file() and os.access(script, os.X_OK):
        return [str(script), "run"]
    # -P keeps the current folder out of the import path.
    return [sys.executable, "-P", "-m", "daemon.cli.main", "run"]


def _environment(path: Path, state_dir: Path) -> dict[str, str]:
    """Give what the service has to be told: where things are that are not where it would look without a word."""
    config = Path(os.path.expanduser("~/.config/afterword/config.toml"))  # noqa: PTH111 - "~" may be anything here
    state = Path(os.path.expanduser("~/.local/state/afterword"))  # noqa: PTH111
    told = {"AFTERWORD_CONFIG": (path, config), "AFTERWORD_STATE_DIR": (state_dir, state)}
    return {name: str(place) for name, (place, usual) in told.items() if place != usual}


def _write(path: Path, text: str) -> None:
    from integrations import atomic

    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write_over(path, text.encode(), scratch=path.with_name(f".{path.name}.tmp"))


def _see_to_lingering(wanted: bool | None) -> None:
    """Offer that the service runs while the person is logged out."""
    page = screen()
    if service_manager.lingers():
        page.line("It runs also while you are not logged in (lingering is on).")
        return
    if wanted is None and sys.stdin.isatty():
        wanted = click.confirm("Shall it run also while you are not logged in (lingering)?", default=True)
    if wanted and service_manager.linger():
        page.line("It runs also while you are not logged in: lingering is on. loginctl disable-linger undoes that.")
    elif wanted:
        say("Lingering was refused. An administrator may switch it on: sudo loginctl enable-linger $USER")
    else:
        page.line("It runs while you are logged in. To run it always: loginctl enable-linger")


def _tell_alternatives(configuration: Path) -> None:
    """Say how it runs without systemd."""
    state = os.environ.get("AFTERWORD_STATE_DIR")
    told = ["env", f"AFTERWORD_STATE_DIR={state}"] if state else []
    command = shlex.join([*told, *program()[:-1], "--config", str(configuration)])
    page = screen()
    page.line("Any supervisor can run it in the foreground (runit, s6, supervisord, a container's own command):")
    page.line(f"  {command} run")
    page.line("Or let cron make a pass every five minutes (crontab -e):")
    page.line(f"  */5 * * * * {command.replace('%', chr(92) + '%')} sync >/dev/null")


def _why_stopped(exit_status: int) -> str:
    match exit_status:
        case 2:
            return "The configuration cannot be used, or another service runs: `afterword doctor` tells more."
        case 3:
            return "A login is needed: `afterword login`."
        case _:
            return "`afterword doctor` tells more."
