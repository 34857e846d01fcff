"""
The strict server in a process of its own, so that neither its memory nor its time counts as a client's.

    python -m tests.bench.google_apart MEETINGS BACK AHEAD INTERVIEWS OVER

It prints a line of JSON with its root and a login, then answers each line that it reads with another: `costs` gives
what was asked of it since the last time, `change` lets somebody change the title of a meeting. It ends when its input
does; a request that Google would refuse ends it with 1.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any, Self

from tests.bench.google_account import SCOPES
from tests.bench.google_events import fill
from tests.google_server.clients import scope
from tests.google_server.server import GoogleServer
from tests.google_server.wire import Outcome, Request


@dataclass
class Costs:
    """What was asked of a server, and what it took."""

    requests: int = 0
    #: Bodies only, both ways.
    bytes: int = 0
    #: From the read request to the answer that is about to go out.
    seconds: float = 0.0
    #: Processor time of the whole process, reading and writing of sockets included.
    processor: float = 0.0


class TimedServer(GoogleServer):
    """The strict server, which takes down what each answer costs it, and forgets the requests themselves."""

    costs = Costs()
    _processor_before = 0.0

    def _answer(self, request: Request) -> Outcome:
        began = time.perf_counter()
        outcome = super()._answer(request)
        self.costs.seconds += time.perf_counter() - began
        self.costs.requests += 1
        self.costs.bytes += len(request.body) + len(outcome.reply.body)
        self.clear_log()
        return outcome

    def costs_since(self) -> Costs:
        """Give the costs since the last time."""
        costs, self.costs = self.costs, Costs()
        now = time.process_time()
        costs.processor, self._processor_before = now - self._processor_before, now
        return costs


def serve(meetings: int, back: int, ahead: int, interviews: int, over: int) -> int:
    """Serve until the input ends, and give the exit status."""
    with TimedServer() as server:
        fill(server, meetings, back, ahead, interviews=interviews, over=over)
        say({"root": server.root, "login": server.oauth.issue(SCOPES), "wide": server.oauth.issue([scope("calendar")])})
        changes = 0
        for line in sys.stdin:
            if line.strip() == "change":
                changes += 1
                server.calendar.edit_event("primary", f"meeting{changes % meetings:010d}", summary=f"Moved {changes}")
                say({})
            else:
                say(asdict(server.costs_since()))
    return 0


def say(value: Any) -> None:
    """Print a line of JSON."""
    print(json.dumps(value), flush=True)


class Apart:
    """The server in another process, for a with statement; what is in its calendar as `google_events.fill` has it."""

    def __init__(self, meetings: int, back: int, ahead: int, interviews: int, over: int = 0) -> None:
        command = [
            sys.executable,
            "-m",
            "tests.bench.google_apart",
            *map(str, (meetings, back, ahead, interviews, over)),
        ]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        said = self._heard()
        self.root: str = said["root"]
        #: Token documents: of Afterword's own rights, and of the right to everything in calendars.
        self.login: dict[str, Any] = said["login"]
        self.wide_login: dict[str, Any] = said["wide"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._process.communicate()
        if error is None and self._process.returncode:
            raise AssertionError("the server saw a request that Google would refuse, see above")

    def costs(self) -> Costs:
        """Give what was asked of it since the last time."""
        return Costs(**self._ask("costs"))

    def change(self) -> None:
        """Let somebody change a meeting."""
        self._ask("change")

    def _ask(self, word: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        return self._heard()

    def _heard(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        said: dict[str, Any] = json.loads(self._process.stdout.readline())
        return said


if __name__ == "__main__":
    sys.exit(serve(*map(int, sys.argv[1:])))
