"""A stand-in at noon (UTC) on 2 November 2026, and clients of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.google_server.clients import CALENDAR_SCOPES, GMAIL_SCOPES, service
from tests.google_server.clock import Clock
from tests.google_server.server import GoogleServer


@pytest.fixture
def clock() -> Clock:
    """Give the server's time."""
    return Clock()


@pytest.fixture
def server(clock: Clock) -> Iterator[GoogleServer]:
    """Give a running stand-in; a violation fails the test."""
    with GoogleServer(now=clock) as server:
        yield server


@pytest.fixture
def calendar(server: GoogleServer) -> Iterator[Any]:
    """Give a Calendar client that may do everything."""
    with service(server, "calendar", CALENDAR_SCOPES) as client:
        yield client


@pytest.fixture
def gmail(server: GoogleServer) -> Iterator[Any]:
    """Give a Gmail client that may write drafts and read mail."""
    with service(server, "gmail", GMAIL_SCOPES) as client:
        yield client
