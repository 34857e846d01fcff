"""The strict Google server with Sam's account; a request that Google would refuse fails the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.google_server.server import GoogleServer
from tests.integrations.google.account import GoogleAccount


@pytest.fixture
def server() -> Iterator[GoogleServer]:
    with GoogleServer() as server:
        yield server


@pytest.fixture
def account(server: GoogleServer, tmp_path: Path) -> Iterator[GoogleAccount]:
    account = GoogleAccount(server, tmp_path)
    yield account
    account.close()
