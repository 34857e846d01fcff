"""
A pass over a calendar of 10,000 events at Google, against `gcalcli agenda` on the same server.

gcalcli knows no other server than Google's, and logs in through a browser. So it is started by `GCALCLI` below, which
changes one thing before it begins: `googleapiclient.discovery.build`, from which it has its client, is called with
`client_options.api_endpoint` at the strict server. Its login lies in its data folder, where gcalcli itself puts it, as
the JSON that it still reads. All work that is measured is gcalcli's own. Its list of calendars is cached, and colours
are off. It asks with the scope that it always asks for, `calendar`, and sends nothing that the strict server refuses.

The server is another process, and the same for all. It takes its time in both, so that is printed too.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode, urlsplit

from daemon.engine.account import AccountEngine, Wishes
from integrations.google.calendar import AHEAD, BEFORE, PAGE
from integrations.google.events import EVENT_TYPES, FIELDS
from tests.bench.bench_reading import DAYS_AHEAD, DAYS_BACK, Report
from tests.bench.google_account import RemoteAccount, plain_environment
from tests.bench.google_apart import Apart

GOAL = 3.0
EVENTS, INTERVIEWS = 10_000, 3
#: By how many days the events reach back and ahead.
SPREADS = {(365, 365): "spread over two years", (DAYS_BACK, DAYS_AHEAD): "all of them in the window"}

GCALCLI = """
import sys
from googleapiclient import discovery
build, root = discovery.build, sys.argv.pop(1)
discovery.build = lambda *names, **more: build(*names, client_options={"api_endpoint": root + "calendar/v3/"}, **more)
from gcalcli.cli import main
sys.argv[0] = "gcalcli"
sys.exit(main())
"""

#: The same list as Afterword's, asked for with what Python itself has, page by page.
FLOOR = """
import http.client, json, sys
place, path, bearer = sys.argv[1:]
connection = http.client.HTTPConnection(place)
token, count = "", 0
while token is not None:
    more = f"&pageToken={token}" if token else ""
    connection.request("GET", path + more, headers={"Authorization": f"Bearer {bearer}"})
    page = json.loads(connection.getresponse().read())
    count += len(page["items"])
    token = page.get("nextPageToken")
print(count)
"""


@dataclass
class Taken:
    """What something took, by run."""

    #: Seconds from start to end.
    wall: list[float] = field(default_factory=list)
    #: Seconds of processor time, the client's and the server's.
    client: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)

    @property
    def processor(self) -> float:
        """Give the processor time of client and server together, the median."""
        return median(client + server for client, server in zip(self.client, self.server, strict=True))

    def line(self, name: str, floor: Taken, peer: Taken) -> str:
        """Give the medians, and how they stand to those of *floor* and *peer*."""
        server = median(self.server)
        return (
            f"{name:<37}{self.processor * 1000:6.0f} ms of processor, {server * 1000:5.0f} of them the server's "
            f"({server / self.processor:3.0%}); {median(self.requests):3.0f} requests; "
            f"{self.processor / floor.processor:5.2f} x the bare requests; gcalcli takes "
            f"{peer.processor / self.processor:6.1f} x it (by the clock {median(self.wall) * 1000:5.0f} ms, "
            f"{median(peer.wall) / median(self.wall):.1f} x)"
        )


class Race:
    """All that is compared, on one server."""

    def __init__(self, server: Apart, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._states = 0
        self.now = datetime.now(UTC)
        self._gcalcli = self._gcalcli_environment()

    def _gcalcli_environment(self) -> dict[str, str]:
        data = self._folder / "data" / "gcalcli"
        data.mkdir(parents=True)
        login = self._server.wide_login
        (data / "oauth").write_text(json.dumps({**login, "access_token": login["token"]}))
        own = {name: str(self._folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
        return plain_environment(XDG_DATA_HOME=str(data.parent), TZ="Europe/Berlin", **own)

    def account(self) -> RemoteAccount:
        """Give an account with a fresh state."""
        self._states += 1
        return RemoteAccount(self._folder / str(self._states), self._server.root, self._server.login)

    def agenda(self) -> tuple[list[str], Mapping[str, str]]:
        """Give the command of gcalcli."""
        window = [(self.now + timedelta(days=days)).isoformat() for days in (-DAYS_BACK, DAYS_AHEAD)]
        command = [
            sys.executable,
            "-c",
            GCALCLI,
            self._server.root,
            "--nocolor",
            "agenda",
            "--calendar",
            "sam@example.com",
            *window,
        ]
        return command, self._gcalcli

    def sync(self, account: RemoteAccount) -> tuple[list[str], Mapping[str, str]]:
        """Give the command of Afterword."""
        return [str(Path(sys.executable).with_name("afterword")), "sync"], account.environment

    def bare(self) -> tuple[list[str], Mapping[str, str]]:
        """Give the command of the floor."""
        query = {
            "timeMin": f"{self.now - timedelta(days=DAYS_BACK) - BEFORE:%Y-%m-%dT%H:%M:%SZ}",
            "timeMax": f"{self.now + timedelta(days=DAYS_AHEAD) + AHEAD:%Y-%m-%dT%H:%M:%SZ}",
            "singleEvents": "true",
            "showDeleted": "true",
            "maxResults": PAGE,
            "eventTypes": EVENT_TYPES,
            "fields": f"timeZone,nextPageToken,nextSyncToken,items({FIELDS})",
        }
        path = f"/calendar/v3/calendars/primary/events?{urlencode(query, doseq=True)}"
        place, bearer = urlsplit(self._server.root).netloc, self._server.login["token"]
        return [sys.executable, "-c", FLOOR, place, path, bearer], plain_environment()

    def change(self) -> None:
        """Let somebody change a meeting."""
        self._server.change()

    def process(self, taken: Taken, command: Sequence[str], environment: Mapping[str, str]) -> str:
        """Run a process from its start to its end, and give what it said."""

        def run() -> str:
            done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            return done.stdout

        before = children_time()
        said = str(self._measured(taken, run))
        taken.client.append(children_time() - before)
        return said

    def one_pass(self, taken: Taken, engine: AccountEngine) -> None:
        """Make a pass in this process, as the service does."""
        before = time.process_time()
        outcome = self._measured(taken, lambda: engine.run(Wishes()))
        taken.client.append(time.process_time() - before)
        assert not outcome.errors, outcome.errors

    def _measured(self, taken: Taken, run: Callable[[], Any]) -> Any:
        self._server.costs()
        began = time.perf_counter()
        outcome = run()
        taken.wall.append(time.perf_counter() - began)
        costs = self._server.costs()
        taken.server.append(costs.processor)
        taken.requests.append(costs.requests)
        return outcome


BARE, PEER, FRESH, AGAIN = (
    "bare list requests",
    "gcalcli agenda",
    "afterword sync, fresh state",
    "afterword sync, again",
)
RESIDENT, IDLE = "a pass of the service after a change", "an idle pass of the service"


def main(report: Report, rounds: int) -> None:
    """Print all figures."""
    for (back, ahead), what in SPREADS.items():
        with (
            tempfile.TemporaryDirectory(prefix="bench-google-") as folder,
            Apart(EVENTS, back, ahead, INTERVIEWS) as server,
        ):
            taken, said = race(Race(server, Path(folder)), rounds)
        print(f"     {EVENTS} events {what}, {INTERVIEWS} of them interviews; medians of {rounds} rounds in turn")
        print(f"     {said}")
        for name, one in taken.items():
            print(f"     {one.line(name, taken[BARE], taken[PEER])}")
        # A process of its own takes longer to start than to read a thousand events: it is judged by ten thousand.
        for name in (RESIDENT, FRESH) if (back, ahead) == (DAYS_BACK, DAYS_AHEAD) else (RESIDENT,):
            ratio = taken[PEER].processor / taken[name].processor
            report.judge(f"{name}: {ratio:.1f} times faster than gcalcli agenda (goal: {GOAL:g})", ratio >= GOAL)


def children_time() -> float:
    """Give the processor time of all processes that this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def race(all_of: Race, rounds: int) -> tuple[dict[str, Taken], str]:
    """Run everything in turn; gives what it took, and what was found by whom."""
    taken = {name: Taken() for name in (BARE, PEER, FRESH, AGAIN, RESIDENT, IDLE)}
    with all_of.account().engine() as engine:
        engine.run(Wishes(impatient=True))
        for turn in range(rounds + 1):
            kept = taken if turn else {name: Taken() for name in taken}  # The first fills caches.
            account = all_of.account()
            counted = all_of.process(kept[BARE], *all_of.bare())
            printed = all_of.process(kept[PEER], *all_of.agenda())
            looked = all_of.process(kept[FRESH], *all_of.sync(account))
            all_of.process(kept[AGAIN], *all_of.sync(account))
            all_of.change()
            all_of.one_pass(kept[RESIDENT], engine)
            all_of.one_pass(kept[IDLE], engine)
    lines = sum(bool(line.strip()) for line in printed.splitlines())
    return (
        taken,
        f"the floor counted {counted.strip()} events, gcalcli printed {lines} lines; {' '.join(looked.split())}",
    )
