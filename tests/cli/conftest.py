"""Sam's account with an interview of today and one to come, and the program on it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.factories import START
from tests.local_account import BILL, LocalAccount, event


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """An hour with Jane at ACME that ended at 15:00 in Berlin, one with Bill at Initech on Monday, and a haircut."""
    account = LocalAccount(tmp_path / "sam")
    account.put(
        "acme",
        event(
            "acme-1",
            START,
            title="Interview: Backend Engineer at ACME",
            lines=[r"DESCRIPTION:#interview\nnotes: the move to event sourcing\ndecision: 2026-12-10"],
        ),
    )
    account.put(
        "initech",
        event(
            "initech-1",
            START + timedelta(days=6),
            title="Interview: Data Engineer at Initech",
            by=BILL,
            lines=["DESCRIPTION:#interview"],
        ),
    )
    account.put("haircut", event("haircut-1", START + timedelta(days=1), title="Haircut"))
    return Program(account, monkeypatch)
