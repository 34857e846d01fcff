"""docs/privacy.md names every file that the program leaves in the state folder."""

from __future__ import annotations

import re
from pathlib import Path

from tests.local_account import LocalAccount, ended, event, until

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"


def test_no_file_of_the_state_folder_is_left_unsaid(tmp_path: Path) -> None:
    """After the service ran, a command did, and the ledger was replaced."""
    account = LocalAccount(tmp_path)
    account.configure(account='country = "DE-BE"')
    account.put("one", event("one", ended(), title="Interview at ACME #interview"))
    process = account.start("run")
    until(lambda: len(account.reminders()) == 3, "the first pass")
    process.terminate()
    process.wait()
    account.run("export", str(tmp_path / "copy.zip"))
    account.run("import", str(tmp_path / "copy.zip"), "--yes")
    account.run("sync")

    named = re.findall(r"`([^`]+)`", PAGE.read_text(encoding="utf-8"))
    patterns = [
        re.compile(re.escape(name).replace("NNNN", r"\d{4}").replace("DATE", r"[\d-]+").replace(r"\.\.\.", ".*"))
        for name in named
    ]
    companions = re.compile(r"ledger\.sqlite(-wal|-shm|\.replaced-[\d-]+)?")
    left = [path.relative_to(account.state).as_posix() for path in account.state.rglob("*") if path.is_file()]

    assert len(left) > 5
    unsaid = [
        name for name in left if not companions.fullmatch(name) and not any(one.fullmatch(name) for one in patterns)
    ]
    assert unsaid == []
