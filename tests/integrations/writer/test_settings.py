from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from config.load import load
from config.model import WriterSettings
from daemon.domain.errors import ConfigError

BASE = """
[accounts.personal]
email = "sam@example.com"
[accounts.personal.calendar]
backend = "local"
path = "calendars"
[accounts.personal.mailbox]
backend = "maildir"
path = "mail"
"""


def loaded(folder: Path, table: str) -> WriterSettings:
    path = folder / "config.toml"
    path.write_text(f"{BASE}[writer]\n{table}")
    return load(path, {"AFTERWORD_STATE_DIR": str(folder / "state")}).writer


def test_it_is_off_unless_a_server_is_named(tmp_path: Path) -> None:
    """The default has no server, no key, and 20 seconds."""
    assert asdict(loaded(tmp_path, "")) == {
        "url": "",
        "model": "",
        "timeout_seconds": 20,
        "key_command": "",
        "key_file": None,
    }


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://api.example.com/v1",
        "https://api.example.com:8443/v1/",
        "http://127.0.0.1:11434/v1",
        "http://127.8.9.1/v1",
        "http://[::1]:8080/v1",
        "http://localhost:1234",
    ],
)
def test_a_server_is_encrypted_or_here(tmp_path: Path, url: str) -> None:
    """Any https address will do, and plain http to this machine."""
    assert loaded(tmp_path, f'url = "{url}"').url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/v1",
        "http://192.168.1.5:11434/v1",
        "http://127.0.0.1.example.com/v1",
        "http://localhost.example.com/v1",
        "http://127.0.0.1@example.com/v1",
        "http://0.0.0.0:11434/v1",
        "https://user:secret@example.com/v1",
        "https://example.com/v1?key=1",
        "https://example.com/v1#a",
        "https://:443/v1",
        "https://example.com:port/v1",
        "https://[::1/v1",
        "ftp://127.0.0.1/v1",
        "127.0.0.1:11434",
    ],
)
def test_no_other_address_is_taken(tmp_path: Path, url: str) -> None:
    """What somebody could listen in on, what holds a login, and what is no address is refused with what is allowed."""
    with pytest.raises(ConfigError, match=r"writer\.url.*allowed"):
        loaded(tmp_path, f'url = "{url}"')


def test_a_wrong_key_command_is_not_shown(tmp_path: Path) -> None:
    """Messages do not repeat what may be a secret."""
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, 'key_command = ["s3cret"]')

    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("seconds", ["0", "61", "1.5", '"20"', "true"])
def test_the_time_for_an_answer_has_bounds(tmp_path: Path, seconds: str) -> None:
    """From 1 to 60 whole seconds."""
    with pytest.raises(ConfigError, match="timeout_seconds"):
        loaded(tmp_path, f"timeout_seconds = {seconds}")
