"""How the log is written: to a real socket as the journal's, as plain lines, as JSON."""

from __future__ import annotations

import io
import json
import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.model import LogFormat, LogLevel, LogSettings
from daemon import logs
from daemon.events import Line
from daemon.logs import JournalHandler, without_addresses

log = logging.getLogger("daemon.example")


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Put back the handlers and levels that there were."""
    root = logging.getLogger()
    before, levels = list(root.handlers), {name: logging.getLogger(name).level for name in ("", "daemon", "config")}
    yield
    for handler in set(root.handlers) - set(before):
        handler.close()
    root.handlers[:] = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def written(settings: LogSettings, *lines: object, level: int = logging.INFO) -> list[str]:
    """What *lines* look like in a log of *settings*."""
    stream = io.StringIO()
    logs.set_up(settings, {}, stream)
    for line in lines:
        log.log(level, line)
    return stream.getvalue().splitlines()


def test_a_line_is_the_event_with_its_fields() -> None:
    """Values of several words stand in quotes, on one line."""
    line = Line("item_created", kind="thank_you", late="no", reason='60 minutes "after"\nthe end', count=0, empty="")

    assert written(LogSettings(), line) == [
        'item_created kind=thank_you late=no reason="60 minutes \\"after\\"\\nthe end" count=0 empty=""'
    ]


def test_a_warning_says_so() -> None:
    """Where there is no journal to keep the level, it is in the line."""
    assert written(LogSettings(), Line("pass_failed"), level=logging.WARNING) == ["WARNING: pass_failed"]


def test_json_has_each_field_by_itself() -> None:
    """One document a line, times in UTC; what is a number stays one; a library's words have the library's name."""
    first, second = written(LogSettings(format=LogFormat.JSON), Line("pass_done", account="personal", notes=2), "hé")

    document = json.loads(first)
    assert document.pop("time").endswith("+00:00")
    assert document == {"level": "info", "event": "pass_done", "account": "personal", "notes": 2}
    assert {**json.loads(second), "time": ""} == {
        "time": "",
        "level": "info",
        "event": "logged",
        "logger": "daemon.example",
        "text": "hé",
    }


@pytest.mark.parametrize("form", list(LogFormat))
def test_no_address_gets_through(form: LogFormat) -> None:
    """Not as it is, not as it stands in a path; only at the level at which it was asked for."""
    lines: list[object] = [
        Line("pass_error", error="calendar jane@acme.example: gone; see /calendars/sam%40example.com/events"),
        "https://www.googleapis.com/calendars/jane@acme.example?x=1",
    ]

    assert not [text for text in written(LogSettings(format=form), *lines) if "acme" in text or "example.com" in text]
    assert [
        text for text in written(LogSettings(format=form, level=LogLevel.DEBUG), *lines) if "jane@acme.example" in text
    ]


def test_what_is_said_around_an_address_stays() -> None:
    """The rest of a sentence is still told."""
    assert without_addresses("Calendar jane@acme.example, and <sam@example.com>: no.") == (
        "Calendar (address), and <(address)>: no."
    )


def test_an_error_is_told_by_where_it_happened() -> None:
    """What an exception says may be anybody's words: its kind and its lines in the code are told, and no more."""
    stream = io.StringIO()
    logs.set_up(LogSettings(), {}, stream)
    words = " ".join(["Dear", "Jane"])
    try:
        raise ValueError(words)
    except ValueError:
        log.exception(Line("failed"))

    assert "Dear Jane" not in stream.getvalue()
    assert "ValueError" in stream.getvalue()
    assert "test_logs.py" in stream.getvalue()


def test_libraries_are_heard_only_when_something_is_wrong() -> None:
    """Even at the level of a search: what they say there would hold tokens."""
    stream = io.StringIO()
    logs.set_up(LogSettings(level=LogLevel.DEBUG), {}, stream)

    logging.getLogger("httplib2").debug("authorization: secret")
    logging.getLogger("httplib2").info("secret")
    logging.getLogger("httplib2").warning("gone")
    log.debug("ours")

    assert stream.getvalue().splitlines() == ["WARNING: gone", "ours"]


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A socket that takes what the journal takes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(logs, "JOURNAL", "journal")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ours:
        ours.bind("journal")
        ours.settimeout(5)
        yield ours


def entry(data: bytes) -> dict[str, str]:
    """Take an entry apart, as https://systemd.io/JOURNAL_NATIVE_PROTOCOL/ has it."""
    fields = {}
    while data:
        line, _, data = data.partition(b"\n")
        name, equals, value = line.partition(b"=")
        if not equals:
            length = int.from_bytes(data[:8], "little")
            value, data = data[8 : 8 + length], data[8 + length + 1 :]
        fields[name.decode()] = value.decode()
    return fields


def test_the_journal_gets_fields(journal: socket.socket, tmp_path: Path) -> None:
    """Where standard error leads to the journal, each entry goes there with event, fields and priority."""
    with (tmp_path / "stderr").open("w") as stream:
        at = os.fstat(stream.fileno())
        logs.set_up(LogSettings(), {"JOURNAL_STREAM": f"{at.st_dev}:{at.st_ino}"}, stream)
        log.warning(Line("pass_error", account="personal", error="two\nlines"))

        found = entry(journal.recv(4096))

    assert found == {
        "MESSAGE": 'pass_error account=personal error="two\\nlines"',
        "PRIORITY": "4",
        "SYSLOG_IDENTIFIER": "afterword",
        "LOGGER": "daemon.example",
        "AFTERWORD_EVENT": "pass_error",
        "AFTERWORD_ACCOUNT": "personal",
        "AFTERWORD_ERROR": "two\nlines",
    }
    assert (tmp_path / "stderr").read_text() == ""


def test_a_stream_that_leads_elsewhere_gets_plain_lines(journal: socket.socket, tmp_path: Path) -> None:
    """JOURNAL_STREAM is inherited: whoever sent our standard error into a file wants it there."""
    with (tmp_path / "stderr").open("w") as stream:
        logs.set_up(LogSettings(), {"JOURNAL_STREAM": "1:2"}, stream)
        log.info(Line("started", accounts=1))

    assert (tmp_path / "stderr").read_text() == "started accounts=1\n"


def test_a_journal_that_is_gone_loses_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What cannot be delivered goes to standard error."""
    handler = JournalHandler(str(tmp_path / "gone"))
    record = logging.LogRecord("daemon", logging.INFO, __file__, 1, Line("started"), None, None)

    handler.emit(record)
    handler.close()

    assert capsys.readouterr().err == "started\n"
