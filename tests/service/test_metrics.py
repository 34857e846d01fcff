"""The file of figures: what others' parsers read in it, and what happens when it cannot be written."""

from __future__ import annotations

import logging
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families as classic

from daemon.domain.item import Item, Kind, State
from daemon.metrics import MetricsFile, figures
from daemon.ports import NEVER, Memory, ReadRecord
from tests.factories import START, interview
from tests.local_account import LocalAccount, ended, event, until

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
NOTE = Item("thank_you-1", "personal", "one", "one", Kind.THANK_YOU, NOW, state=State.WRITTEN, is_late=True)
MEMORY = Memory(
    interviews={"one": interview(start=START, end=START + timedelta(hours=1))},
    items={
        "1": NOTE,
        "2": replace(NOTE, key="2", is_late=False),
        "3": replace(NOTE, key="3", state=State.WRITING, error="x"),
    },
    reads={
        "jane@acme.example": ReadRecord("jane@acme.example", NOW, 5),
        "new": ReadRecord("new", NEVER, 0),
    },
)


def samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """All figures by name and labels; both parsers have to read the same."""
    read = {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in open_metrics(text)  # type: ignore[no-untyped-call]
        for sample in family.samples
    }
    assert {sample.name for family in classic(text) for sample in family.samples} >= {name for name, _ in read}
    return read


def test_others_read_what_was_written(tmp_path: Path) -> None:
    """Figures of each account, without an address; readable by everybody, and nothing else left in the folder."""
    path = tmp_path / "afterword.prom"
    file = MetricsFile(path)

    file.after_pass("personal", figures(MEMORY, NOW + timedelta(hours=1), "", NOW, is_well=True))
    file.after_pass("work", figures(Memory(), None, "revoked", NOW, is_well=False))

    text = path.read_text()
    found = samples(text)
    personal, work = ("account", "personal"), ("account", "work")
    written = ("afterword_items", (personal, ("kind", "thank_you"), ("state", "written")))
    assert found[written] == 2
    assert found["afterword_items", (personal, ("kind", "thank_you"), ("state", "failed"))] == 1
    assert found["afterword_late_notes", (personal,)] == 2
    assert found["afterword_calendar_read_timestamp_seconds", (personal, ("calendar", "1"))] == NOW.timestamp()
    assert found["afterword_next_due_timestamp_seconds", (personal,)] == NOW.timestamp() + 3600
    assert found["afterword_interviews_ahead", (personal,)] == 1
    assert [found["afterword_needs_login", (one,)] for one in (personal, work)] == [0, 1]
    assert [found["afterword_last_pass_ok", (one,)] for one in (personal, work)] == [1, 0]
    assert found["afterword_passes_total", (work, ("result", "failed"))] == 1
    assert "@" not in text
    assert text.endswith("# EOF\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [one.name for one in tmp_path.iterdir()] == ["afterword.prom"]


def test_a_file_that_cannot_be_written_is_told_once_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """And again once it had been written in between."""
    file = MetricsFile(tmp_path / "gone" / "afterword.prom")
    now = figures(Memory(), None, "", NOW, is_well=True)

    with caplog.at_level(logging.WARNING):
        file.after_pass("personal", now)
        file.after_pass("personal", now)
        (tmp_path / "gone").mkdir()
        file.after_pass("personal", now)

    assert caplog.messages == ['metrics_not_written reason="No such file or directory"']
    assert (tmp_path / "gone" / "afterword.prom").exists()


def test_the_service_writes_it_after_each_pass(tmp_path: Path) -> None:
    """`[metrics] file`, beside the configuration where it is a relative path."""
    account = LocalAccount(tmp_path)
    account.configure('[metrics]\nfile = "afterword.prom"')
    account.put("one", event("one", ended(), title="Interview at ACME #interview"))
    process = account.start("run")
    path = tmp_path / "afterword.prom"
    try:
        until(lambda: path.exists() and 'kind="thank_you",state="written"' in path.read_text(), "the figures")
        before = samples(path.read_text())["afterword_passes_total", (("account", "personal"), ("result", "ok"))]
        account.put("two", event("two", ended(), title="Phone screen #interview"))
        name = ("afterword_passes_total", (("account", "personal"), ("result", "ok")))
        until(lambda: samples(path.read_text())[name] > before, "the next pass")
    finally:
        process.terminate()
        process.wait()
    assert samples(path.read_text())["afterword_last_pass_ok", (("account", "personal"),)] == 1
