"""
What the service tells whoever supervises it: systemd's protocol (sd_notify(3)), lines on a datagram socket.

Without a supervisor (`NOTIFY_SOCKET` is not set) nothing is told, and nothing else is different.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import time
from collections.abc import MutableMapping

from daemon.events import Line

log = logging.getLogger(__name__)

_MICROSECONDS = 1_000_000

#: The manager keeps no more of a status line than one would read.
_LONGEST_STATUS = 300


class Supervisor:
    """
    The other end of `NOTIFY_SOCKET`.

    The variables are taken out of *environ*: they are meant for this process, and not for the programs that it starts.
    """

    def __init__(self, environ: MutableMapping[str, str]) -> None:
        address = environ.pop("NOTIFY_SOCKET", "")
        watchdog = environ.pop("WATCHDOG_USEC", "")
        for_whom = environ.pop("WATCHDOG_PID", "")
        # An abstract socket is written with @ for the zero byte that its name begins with.
        self._address = "\0" + address[1:] if address.startswith("@") else address
        is_for_us = not for_whom or for_whom == str(os.getpid())
        #: A sign of life has to come this often, in seconds; None where nobody waits for one.
        self.patience: float | None = None
        if self._address and is_for_us and watchdog.isdecimal() and int(watchdog):
            self.patience = int(watchdog) / _MICROSECONDS
        self._status = ""

    def ready(self) -> None:
        """Say that the service works: at the start, and again after `reloading`."""
        self._send("READY=1")

    def reloading(self) -> None:
        """Say that the configuration is being read again; `ready` ends that."""
        # The time is for Type=notify-reload, which takes no older answer for this one.
        self._send(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def stopping(self) -> None:
        """Say that the service comes to its end by itself."""
        self._send("STOPPING=1")

    def status(self, text: str) -> None:
        """Say in one line how things stand, if that is another line than before."""
        line = " ".join(text.split())[:_LONGEST_STATUS]
        if line != self._status:
            self._status = line
            self._send(f"STATUS={line}")

    def alive(self) -> None:
        """Give a sign of life."""
        self._send("WATCHDOG=1")

    def _send(self, lines: str) -> None:
        if not self._address:
            return
        with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)) as ours:
            # The manager may be busy or gone; the service does not wait for it.
            ours.setblocking(False)
            try:
                ours.sendto(lines.encode(), self._address)
            except OSError as error:
                log.debug(Line("supervisor_not_told", errno=error.errno))
