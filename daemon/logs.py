"""
How the log is written: fields for the journal where systemd started the service, plain lines or JSON elsewhere.

Whatever is logged, by whom: no address gets through, unless the person asked for all of it (contract, promise 8).
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import socket
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from config.model import LogFormat, LogLevel, LogSettings
from daemon.events import Line

#: Where the journal takes entries with fields (systemd-journald.service(8)).
JOURNAL = "/run/systemd/journal/socket"

_PACKAGES = ("daemon", "integrations", "config")

#: syslog(3), which the journal's PRIORITY follows.
_PRIORITIES = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}

#: As it is, or as it stands in the path of an address on the web.
_ADDRESS = re.compile(r"[^\s@\"'=<(]+(?:@|%40)[^\s@:\"'/?&>),;]+", re.IGNORECASE)


def set_up(settings: LogSettings, environ: Mapping[str, str], stream: TextIO | None = None) -> None:
    """Write what is logged from here on as *settings* want it, to *stream* (default: standard error)."""
    stream = sys.stderr if stream is None else stream
    shows_all = settings.level is LogLevel.DEBUG
    handler: logging.Handler
    if settings.format is LogFormat.AUTO and leads_to_journal(stream, environ):
        handler = JournalHandler(JOURNAL, hides_addresses=not shows_all)
    else:
        handler = logging.StreamHandler(stream)
        handler.setFormatter(
            JsonFormatter(hides_addresses=not shows_all)
            if settings.format is LogFormat.JSON
            else PlainFormatter(hides_addresses=not shows_all)
        )
    # Libraries are heard when something is wrong only: at their debug level tokens would stand in the log.
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for package in _PACKAGES:
        logging.getLogger(package).setLevel(logging.DEBUG if shows_all else logging.INFO)


def leads_to_journal(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Say whether *stream* is the one that systemd connected with the journal (systemd.exec(5), $JOURNAL_STREAM)."""
    try:
        at = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return environ.get("JOURNAL_STREAM") == f"{at.st_dev}:{at.st_ino}" and Path(JOURNAL).exists()


def without_addresses(text: str) -> str:
    """Give *text* with no address in it: a calendar may be called by one."""
    return _ADDRESS.sub("(address)", text)


class PlainFormatter(logging.Formatter):
    """`item_created key=... kind=thank_you`; the time is put before it by whoever keeps the lines."""

    def __init__(self, *, hides_addresses: bool = True) -> None:
        super().__init__()
        self._hides = hides_addresses

    def format(self, record: logging.LogRecord) -> str:
        """Give *record* as text."""
        level = "" if record.levelno < logging.WARNING else f"{record.levelname}: "
        return "\n".join([level + self.text(record.getMessage()), *self.where(record)])

    def text(self, text: str) -> str:
        """Give what may be written of *text*."""
        return without_addresses(text) if self._hides else text

    def fields(self, record: logging.LogRecord) -> dict[str, object]:
        """Give event and fields of *record*; of what a library logs, its name and words."""
        if isinstance(record.msg, Line):
            return {"event": record.msg.event, **{name: self._value(one) for name, one in record.msg.fields.items()}}
        return {"event": "logged", "logger": record.name, "text": self.text(record.getMessage())}

    def where(self, record: logging.LogRecord) -> list[str]:
        """Give where the error of *record* happened, and what it says only where everything may be written."""
        if not record.exc_info or record.exc_info[1] is None:
            return []
        if not self._hides:
            return [self.formatException(record.exc_info)]
        import traceback

        error = record.exc_info[1]
        return [f"{type(error).__name__} at", "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")]

    def _value(self, value: object) -> object:
        return value if isinstance(value, bool | int | float) else self.text(str(value))


class JsonFormatter(PlainFormatter):
    """One JSON document a line: `time` (UTC), `level`, `event`, and the fields by their names."""

    def format(self, record: logging.LogRecord) -> str:
        """Give *record* as a line."""
        head = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        where = self.where(record)
        tail = {"where": "\n".join(where)} if where else {}
        return json.dumps({**head, **self.fields(record), **tail}, ensure_ascii=False)


class JournalHandler(logging.Handler):
    """
    Gives the journal each entry with its fields: `journalctl -t afterword AFTERWORD_EVENT=item_created`.

    The protocol is the journal's native one (https://systemd.io/JOURNAL_NATIVE_PROTOCOL/). What cannot be delivered so
    goes to standard error, which leads to the journal too.
    """

    def __init__(self, address: str, *, hides_addresses: bool = True) -> None:
        super().__init__()
        self._address = address
        self._plain = PlainFormatter(hides_addresses=hides_addresses)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)

    def emit(self, record: logging.LogRecord) -> None:
        """Deliver *record*."""
        try:
            self._socket.sendto(self.entry(record), self._address)
        except OSError:
            with contextlib.suppress(OSError, ValueError):
                sys.stderr.write(self._plain.format(record) + "\n")
        except Exception:
            self.handleError(record)

    def entry(self, record: logging.LogRecord) -> bytes:
        """Give *record* as the journal takes it."""
        text = "\n".join([self._plain.text(record.getMessage()), *self._plain.where(record)])
        fields: dict[str, object] = {
            "MESSAGE": text,
            "PRIORITY": _PRIORITIES.get(record.levelno, 6),
            "SYSLOG_IDENTIFIER": "afterword",
            "LOGGER": record.name,
        }
        fields |= {f"AFTERWORD_{name.upper()}": value for name, value in self._plain.fields(record).items()}
        return b"".join(_field(name, str(value)) for name, value in fields.items())

    def close(self) -> None:
        """Let go of the socket."""
        self._socket.close()
        super().close()


def _field(name: str, value: str) -> bytes:
    data = value.encode("utf-8", "replace")
    if b"\n" not in data:
        return name.encode() + b"=" + data + b"\n"
    # A value of several lines is told by its length, in eight bytes, the lowest first.
    return name.encode() + b"\n" + len(data).to_bytes(8, "little") + data + b"\n"
