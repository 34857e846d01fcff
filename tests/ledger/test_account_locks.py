"""The lock of an account: `hold_pass`."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from config.load import load
from config.model import Settings
from daemon.domain.errors import BusyError
from daemon.wiring import hold_pass, hold_service

NOW = timedelta(0)
#: All that the checker lets pass as an account's name: any letters, "_" and "-", as many as one likes.
NAMES = ("work", "Work", "-", "_", "Büro", "仕事", "a" * 300)

ACCOUNT = """
[accounts."{name}"]
email = "sam{number}@example.com"
calendar = {{ backend = "local", path = "calendars{number}", watch = ["work"] }}
mailbox = {{ backend = "maildir", path = "mail{number}" }}
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A configuration with an account of each of `NAMES`."""
    path = tmp_path / "config.toml"
    path.write_text("".join(ACCOUNT.format(name=name, number=number) for number, name in enumerate(NAMES)))
    return load(path, {"AFTERWORD_STATE_DIR": str(tmp_path / "state")})


def test_each_account_has_a_lock_of_its_own(settings: Settings) -> None:
    """While one account is worked on, each of the others can be, whatever they are called."""
    with ExitStack() as stack:
        for name in NAMES:
            stack.enter_context(hold_pass(settings, NOW, [name]))

    folders = {path.parent for path in settings.state_dir.rglob("*.lock")}
    assert folders == {settings.state_dir}
    # On a file system that does not tell capitals from small letters too.
    assert len({path.name.casefold() for path in settings.state_dir.iterdir()}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_two_do_not_work_on_one_account(settings: Settings, name: str) -> None:
    """The second is told which account it is."""
    with (
        hold_pass(settings, NOW, [name]),
        pytest.raises(BusyError, match=f"the account '{name}'"),
        hold_pass(settings, NOW, [name]),
    ):
        pass


def test_all_accounts_are_held_unless_some_are_named(settings: Settings) -> None:
    """Without names it is in the way of each; the service's own lock is another one."""
    with hold_pass(settings, NOW), hold_service(settings):
        for name in NAMES:
            with pytest.raises(BusyError), hold_pass(settings, NOW, [name]):
                pass


def test_an_account_that_is_not_configured_is_passed_over(settings: Settings) -> None:
    """Nothing is held and no file is made for it."""
    with hold_pass(settings, NOW, ["nobody"]):
        assert not settings.state_dir.exists()
