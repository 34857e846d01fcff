"""`afterword doctor` on what concerns the machine: each trouble with how to mend it, and none hides another."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections import namedtuple
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from config.load import load
from daemon.wiring import hold_service
from tests.cli.program import NOW, Program
from tests.factories import START
from tests.local_account import event

Usage = namedtuple("Usage", "total used free")


def found(program: Program, what: str) -> list[tuple[str, str]]:
    """Level and message of each finding about *what*; whatever is not well comes with how to mend it."""
    findings: list[dict[str, Any]] = program.run("doctor", "--json").document["findings"]
    assert all(one["mend"] for one in findings if one["level"] != "ok")
    return [(one["level"], one["message"]) for one in findings if one["what"] == what]


@pytest.fixture
def ledger(program: Program) -> Path:
    """A ledger after a pass."""
    program.account.put("acme", event("acme-1", START, title="Interview at ACME #interview"))
    program.done("sync")
    return program.account.state / "ledger.sqlite"


def spoil(path: Path) -> None:
    """Overwrite the middle of a file."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    data[4096 : 4096 + 2000] = b"x" * 2000
    path.write_bytes(data)


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")


def foreign(path: Path) -> None:
    for one in path.parent.glob("ledger*"):
        one.unlink()
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 100)


@pytest.mark.parametrize(
    ("spoils", "says"), [(spoil, "damaged"), (newer, "knows versions up to"), (foreign, "damaged")]
)
def test_a_ledger_that_cannot_be_used_is_a_problem(
    program: Program, ledger: Path, spoils: Callable[[Path], None], says: str
) -> None:
    """Damaged, newer, no ledger: exit status 1, and what to do."""
    spoils(ledger)

    [(level, message), *_] = found(program, "ledger")

    assert level == "problem"
    assert says in message
    assert program.run("doctor").status == 1


def test_a_ledger_in_order_is_told_with_its_size_and_its_mode(program: Program, ledger: Path) -> None:
    """Others who may read it are a warning."""
    assert [level for level, _ in found(program, "ledger")] == ["ok"]
    ledger.chmod(0o644)

    assert [level for level, _ in found(program, "ledger")] == ["ok", "warning"]


@pytest.mark.parametrize(("free", "level"), [(10**6, "problem"), (10**8, "warning"), (10**10, None)])
def test_a_full_disk_is_told_before_it_is_full(
    program: Program, monkeypatch: pytest.MonkeyPatch, free: int, level: str | None
) -> None:
    """What cannot be written down is not done."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**11, 0, free))

    assert [one for one, _ in found(program, "disk")] == ([level] if level else [])


def test_a_service_that_runs_is_told(program: Program) -> None:
    """Under whatever started it; that nothing runs is a warning, with three ways to mend it."""
    [(away, _)] = found(program, "service")
    with hold_service(load(program.account.config, program.account.environment)):
        [(there, message)] = found(program, "service")

    assert (away, there) == ("warning", "ok")
    assert "It runs (process " in message


def test_a_pass_that_is_long_ago_is_told(program: Program, ledger: Path) -> None:
    """Whoever believes that it works should know; one of just now is in order."""
    assert ledger.exists()
    assert [level for level, _ in found(program, "last pass")] == ["ok"]

    later = program.run("doctor", "--json", now=NOW + timedelta(hours=5)).document["findings"]

    [late] = [one for one in later if one["what"] == "last pass"]
    assert (late["level"], late["account"]) == ("warning", "personal")
    assert "300 minutes ago" in late["message"]


def test_time_zones_are_there_and_not_too_old(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own, else those of the package, which age."""
    import zoneinfo

    assert [level for level, _ in found(program, "time zones")] == ["ok"]
    monkeypatch.setattr(zoneinfo, "TZPATH", ())
    assert [level for level, _ in found(program, "time zones")] == ["ok"]
    monkeypatch.setattr("importlib.metadata.version", lambda _name: "2019.1")
    assert [level for level, _ in found(program, "time zones")] == ["warning"]
    monkeypatch.setattr(zoneinfo, "available_timezones", set)
    assert [level for level, _ in found(program, "time zones")] == ["problem"]


def test_a_metrics_file_that_cannot_be_written_is_a_warning(program: Program) -> None:
    """It stops nothing."""
    program.account.configure('[metrics]\nfile = "gone/a.prom"')
    assert [level for level, _ in found(program, "metrics")] == ["warning"]
    program.account.configure('[metrics]\nfile = "a.prom"')

    assert [level for level, _ in found(program, "metrics")] == ["ok"]


def test_addresses_that_nobody_understands_are_told_without_their_secrets(program: Program) -> None:
    """Those of the file by their line."""
    (program.account.folder / "urls").write_text("nonsense s3cret\n")
    program.account.configure('[notify]\nurls = ["nothing://s3cret", "json://host"]\nurls_file = "urls"')

    told = found(program, "notify")

    assert [level for level, _ in told] == ["warning", "warning"]
    assert "s3cret" not in str(told)
    assert "line 1" in told[0][1]
    assert told[1][1] == "1 address in [notify] cannot be understood."


def test_the_writers_server_is_asked_without_a_word_of_a_note(program: Program) -> None:
    """It answers, or it does not, which is a warning: notes are written without it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Models) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        program.account.configure(f'[writer]\nurl = "http://127.0.0.1:{server.server_address[1]}/v1"')
        answered, clock = found(program, "writer"), found(program, "clock")
        server.shutdown()
        thread.join()
    gone = found(program, "writer")

    assert [level for level, _ in answered] == ["ok"]
    assert [level for level, _ in gone] == ["warning"]
    assert clock == [("warning", "By the writer's server this machine's clock is 270 minutes fast.")]


class Models(BaseHTTPRequestHandler):
    """A server of OpenAI's kind that lists its models."""

    def do_GET(self) -> None:
        """Give the list."""
        assert self.path == "/v1/models"
        self.send_response_only(200)
        self.send_header("Date", "Tue, 01 Dec 2026 12:00:00 GMT")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_look_that_breaks_hides_no_other(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a finding itself."""

    def break_down(*_: object) -> None:
        raise RuntimeError("jane@acme.example")

    monkeypatch.setattr(shutil, "disk_usage", break_down)

    assert found(program, "disk") == [("warning", "It could not be looked at (RuntimeError).")]
    assert found(program, "time zones")
