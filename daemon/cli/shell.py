"""What every command works with: the settings, the app on them, the accounts, the clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from config.model import Settings
    from daemon.wiring import App

#: A command that works waits so long for a running pass (contract, section 7).
WAIT_FOR_PASS = timedelta(seconds=10)


@dataclass(slots=True)
class Shell:
    """The root command's options, and what follows from them."""

    config: Path | None

    def settings(self) -> Settings:
        """
        Read and check the configuration.

        Raises:
            ConfigError: There is none, or it cannot be used.
        """
        from config.load import load

        return load(self.config, os.environ)

    @contextmanager
    def looking(self) -> Iterator[App]:
        """Open the app for looking only: nothing is written, nothing is locked."""
        _without_log()
        from daemon.wiring import open_app

        with open_app(self.settings(), read_only=True) as app:
            yield app

    @contextmanager
    def working(self, account: str | None = None) -> Iterator[App]:
        """
        Open the app for changing things of *account* (default: of all), while no other process works on it.

        Raises:
            BusyError: Another process works on one of them for longer than we wait.
        """
        with self.opened() as app, self.holding(app, account):
            yield app

    @contextmanager
    def opened(self) -> Iterator[App]:
        """Open the app for changing things, but only of accounts that are held meanwhile; see `holding`."""
        _without_log()
        from daemon.wiring import open_app

        with open_app(self.settings()) as app:
            yield app

    @staticmethod
    def holding(app: App, account: str | None = None) -> AbstractContextManager[None]:
        """
        Let no other process, and no other thread of this one, work on *account* (default: on any); see `hold_pass`.

        Raises:
            BusyError: Another works on it for longer than we wait.
        """
        from daemon.wiring import hold_pass

        return hold_pass(app.settings, WAIT_FOR_PASS, None if account is None else [account])

    @staticmethod
    def now() -> datetime:
        """Give the time, aware, in UTC."""
        from daemon.engine.clock import utc_now

        return utc_now()


def _without_log() -> None:
    """Keep the log's warnings off standard error: a command tells its own problems, in sentences."""
    import logging

    # A handler that does nothing: with none at all, logging says so on standard error.
    logging.lastResort = logging.NullHandler()


pass_shell = click.make_pass_decorator(Shell)


def _completed_by(name: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Give what completes a word, by `completion.NAME`, which is imported when a shell asks."""

    def complete(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        from daemon.cli import completion

        found: list[CompletionItem] = getattr(completion, name)(context, parameter, begun)
        return found

    return complete


#: EVENT; see `event.resolve` for what it may be.
event_argument = click.argument("event", shell_complete=_completed_by("events"))
optional_event_argument = click.argument("event", required=False, shell_complete=_completed_by("events"))
optional_account_argument = click.argument("account", required=False, shell_complete=_completed_by("accounts"))
account_option = click.option(
    "--account", metavar="NAME", help="Only this account.", shell_complete=_completed_by("accounts")
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
