"""The fixture of the tests on somebody else's Google."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulate.server import Emulate


@pytest.fixture
def emulate(tmp_path: Path) -> Iterator[Emulate]:
    """Run emulate with Sam's account: a primary calendar, and nothing in it."""
    with Emulate(tmp_path) as running:
        yield running
