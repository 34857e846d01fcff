"""Plays the service manager: takes what the service says on NOTIFY_SOCKET, and ends it when no sign of life comes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


class Manager:
    """
    Runs *command* as systemd runs a unit with Type=notify and WatchdogSec=*patience* (seconds; 0 for none).

    Unless *ends*, it only waits for signs of life and does nothing when none comes.

    Each datagram of the service is in `told`, with when it came (monotonic clock).
    """

    def __init__(self, socket_path: Path, patience: float = 0, *, ends: bool = True) -> None:
        self.told: list[tuple[float, str]] = []
        self.was_ended = threading.Event()
        self._patience = patience
        self._ends = ends
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(socket_path))
        self._socket.settimeout(0.05)
        self._path = socket_path
        self._process: subprocess.Popen[str] | None = None
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def start(self, command: Sequence[str], environ: Mapping[str, str], log: Path) -> subprocess.Popen[str]:
        """Start it."""
        environ = {**environ, "NOTIFY_SOCKET": str(self._path)}
        if self._patience:
            environ["WATCHDOG_USEC"] = str(round(self._patience * 1_000_000))
        with log.open("a") as out:
            self._process = subprocess.Popen(command, env=environ, stdout=out, stderr=out, text=True)
        self._thread.start()
        return self._process

    def lines(self) -> list[str]:
        """Everything it said, line by line."""
        return [line for _, text in list(self.told) for line in text.splitlines()]

    def values(self, name: str) -> list[str]:
        """What it said of *name*, in order."""
        return [line.partition("=")[2] for line in self.lines() if line.startswith(name + "=")]

    def close(self) -> None:
        """End whatever still runs."""
        self._is_over.set()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._thread.join()
        self._socket.close()

    def _listen(self) -> None:
        last = time.monotonic()
        while not self._is_over.is_set():
            try:
                text = self._socket.recv(4096).decode()
            except TimeoutError:
                text = ""
            now = time.monotonic()
            if text:
                self.told.append((now, text))
            if text in ("READY=1", "WATCHDOG=1"):
                last = now
            if self._ends and self._patience and now - last > self._patience and not self.was_ended.is_set():
                assert self._process is not None
                # As systemd does it (WatchdogSignal=SIGABRT).
                os.kill(self._process.pid, signal.SIGABRT)
                self.was_ended.set()


def waits_for(manager: Manager, name: str, count: int = 1) -> Callable[[], bool]:
    """Give the question whether *name* was said *count* times."""
    return lambda: len(manager.values(name)) >= count
