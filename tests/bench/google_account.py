"""Sam's account at a strict Google server that may be anywhere: configuration and login in a folder."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from config.load import load
from daemon.engine.account import AccountEngine
from daemon.engine.clock import Clock, utc_now
from daemon.wiring import open_app
from tests.google_server.clients import scope
from tests.local_account import LocalAccount

#: What `afterword login` asks for.
SCOPES = tuple(map(scope, ("calendar.events.readonly", "calendar.app.created", "gmail.compose")))


@dataclass
class RemoteAccount(LocalAccount):
    """The program's files below *folder*, for the server at *root* and the *login* that it gave."""

    root: str
    login: dict[str, Any]
    watch: list[str] = field(default_factory=lambda: ["primary"])

    def __post_init__(self) -> None:
        super().__post_init__()
        token = self.state / "tokens" / "personal.json"
        token.parent.mkdir(mode=0o700, parents=True)
        token.write_text(json.dumps(self.login))

    def configure(self, *tables: str, account: str = "") -> None:
        """Write the configuration."""
        text = f"""
[google]
api_root = "{self.root}"

[accounts.personal]
name = "Sam Lee"
email = "sam@example.com"
timezone = "Europe/Berlin"
{account}

[accounts.personal.calendar]
backend = "google"
watch = {json.dumps(self.watch)}

[accounts.personal.mailbox]
backend = "gmail"
"""
        self.config.write_text(text + "\n".join(tables))

    @property
    def environment(self) -> dict[str, str]:
        """The environment that the program runs in: a person's, with bytecode and with nothing of a test's."""
        return plain_environment(AFTERWORD_CONFIG=str(self.config), AFTERWORD_STATE_DIR=str(self.state))

    @contextmanager
    def engine(self, clock: Clock = utc_now) -> Iterator[AccountEngine]:
        """Make the account's engine as the service makes it, in this process."""
        with open_app(load(self.config, self.environment), clock=clock) as app:
            (engine,) = app.engines()
            yield engine


def plain_environment(**more: str) -> dict[str, str]:
    """Give this process's environment without what changes how Python runs, and with *more*."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | more
