"""What the service costs with Google while nothing happens: resident memory, wake-ups; and whether memory grows."""

from __future__ import annotations

import ctypes
import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import linear_regression, median, stdev
from typing import Any

from daemon.engine.account import Wishes
from tests.bench.bench_idle import cpu_ticks, resident, status
from tests.bench.bench_reading import Report
from tests.bench.google_account import RemoteAccount, plain_environment
from tests.bench.google_apart import Apart
from tests.google_server.clock import Clock
from tests.local_account import until

MEMORY_GOAL, WAKE_GOAL, CPU_GOAL_MS = 60.0, 0.1, 10
#: Meetings, the days that they reach back and ahead, interviews to come, interviews that are over.
BIG = (10_000, 180, 180, 3, 1)

#: APScheduler with Google's client alone: a job at intervals, and both services as `googleapiclient` builds them.
FLOOR = """
import time
from apscheduler.schedulers.background import BackgroundScheduler
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
scheduler = BackgroundScheduler(timezone="UTC")
scheduler.add_job(print, "interval", seconds=3600)
scheduler.start()
services = [build(*one, credentials=Credentials("a token")) for one in (("calendar", "v3"), ("gmail", "v1"))]
print("ready", flush=True)
time.sleep(36000)
"""
BARE = "import time; print('ready', flush=True); time.sleep(36000)"

#: The figure of a growth is taken after this part of the passes.
WARM = 0.1
SAMPLES = 50
#: MiB over all passes, the median of the first samples against that of the last.
GROWTH_GOAL = 1.0
GROWING = (400, 100, 100, 3, 1)


def main(report: Report, seconds: float) -> None:
    """Print what an idle service costs, on a small calendar and after a first pass over a big one."""
    with (
        running(BARE) as bare,
        running(FLOOR) as floor,
        sample_server() as small,
        big_server() as big,
        idle_service(*small) as first,
        idle_service(*big) as second,
    ):
        time.sleep(5)
        services = (first, second)
        before = [cost_so_far(one) for one in services]
        time.sleep(seconds)
        after = [cost_so_far(one) for one in services]
        floors = resident(bare), resident(floor)
        print(
            f"     a bare interpreter {floors[0]:.1f} MiB; APScheduler with Google's client alone {floors[1]:.1f} MiB"
        )
        for number, what in enumerate(("a calendar of 5 events", f"one of {BIG[0]} events")):
            mib = resident(services[number])
            report.judge(
                f"resident, {what}: {mib:.1f} MiB, {mib / floors[1]:.2f} x APScheduler with Google's client, "
                f"{mib / floors[0]:.1f} x a bare interpreter (goal: at most {MEMORY_GOAL:g} MiB); at its peak "
                f"{peak(services[number]):.1f} MiB",
                mib <= MEMORY_GOAL,
            )
            switches, ticks = (late - early for early, late in zip(before[number], after[number], strict=True))
            report.judge(
                f"wake-ups, {what}: {switches / seconds:.3f} a second over {seconds:.0f} s (goal: at most "
                f"{WAKE_GOAL:g}); CPU {ticks * 10} ms (goal: below {CPU_GOAL_MS})",
                switches / seconds <= WAKE_GOAL and ticks * 10 < CPU_GOAL_MS,
            )


@contextmanager
def idle_service(root: str, login: dict[str, Any]) -> Iterator[int]:
    """Run the service, whose first pass has written notes or reminders; gives its process id."""
    with tempfile.TemporaryDirectory(prefix="bench-google-") as folder:
        account = RemoteAccount(Path(folder), root, login)
        service = account.start("run")
        try:
            until(lambda: "pass_done" in account.log(), "the first pass", 60)
            yield service.pid
        finally:
            service.terminate()
            service.wait()


def cost_so_far(pid: int) -> tuple[int, int]:
    """Give wake-ups and CPU ticks of a process."""
    return status(pid, "voluntary_ctxt_switches"), cpu_ticks(pid)


@contextmanager
def running(program: str) -> Iterator[int]:
    """Run a program until it says that it is ready; gives its process id."""
    process = subprocess.Popen(
        [sys.executable, "-c", program], env=plain_environment(), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    try:
        yield process.pid
    finally:
        process.kill()
        process.communicate()


@contextmanager
def sample_server() -> Iterator[tuple[str, dict[str, Any]]]:
    """The strict server as a program, with its sample: two interviews are over, one is to come."""
    with tempfile.TemporaryDirectory(prefix="bench-google-") as folder:
        command = [sys.executable, "-m", "tests.google_server", "--sample", "--state", folder]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        try:
            yield said["root"], json.loads(Path(said["token"]).read_text())
        finally:
            process.terminate()
            process.communicate()
        assert process.returncode == 0, "the server saw a request that Google would refuse, see above"


@contextmanager
def big_server() -> Iterator[tuple[str, dict[str, Any]]]:
    """The strict server with thousands of meetings."""
    with Apart(*BIG) as server:
        yield server.root, server.login


def peak(pid: int) -> float:
    """Give the most memory that a process ever held, in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


# Whether it grows


def growth(report: Report, passes: int) -> None:
    """Print how memory behaves over many passes, made in a fresh process."""
    command = [sys.executable, "-m", "tests.bench.google_memory", str(passes)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    samples: list[list[float]] = json.loads(done.stdout)
    warm = [one for one in samples if one[0] >= passes * WARM]
    numbers, sizes, objects = (list(column) for column in zip(*warm, strict=True))
    slope, _ = linear_regression(numbers, sizes)
    fifth = max(1, len(warm) // 5)
    grown = median(sizes[-fifth:]) - median(sizes[:fifth])
    report.judge(
        f"{passes} passes, half of them with a change: {sizes[0]:.2f} MiB after {numbers[0]:.0f}, {sizes[-1]:.2f} MiB "
        f"at the end; {slope * 1000:+.3f} MiB per 1,000 passes; first against last fifth {grown:+.2f} MiB "
        f"(noise {stdev(sizes):.2f}), {sizes[-1] / sizes[0]:.3f} x (goal: at most {GROWTH_GOAL:g} MiB)",
        grown <= GROWTH_GOAL,
    )
    print(f"     objects that the garbage collector knows: {objects[0]:.0f}, at the end {objects[-1]:.0f}")


def samples_of(passes: int) -> list[tuple[int, float, int]]:
    """Make the passes on one engine; give pass, resident MiB and number of objects, some fifty times."""
    clock = Clock(datetime.now(UTC))
    samples = []
    with (
        tempfile.TemporaryDirectory(prefix="bench-google-") as folder,
        Apart(*GROWING) as server,
        RemoteAccount(Path(folder), server.root, server.login).engine(clock) as engine,
    ):
        for number in range(passes + 1):
            if number % 2:
                server.change()
            outcome = engine.run(Wishes())
            assert not outcome.errors, outcome.errors
            clock.advance(timedelta(minutes=5))
            if number % max(1, passes // SAMPLES) == 0:
                samples.append((number, *held()))
    return samples


def held() -> tuple[float, int]:
    """Give resident MiB and the number of objects of this process, after it has let go of what it can."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    lines = Path("/proc/self/status").read_text().splitlines()
    kib = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return kib / 1024, len(gc.get_objects())


if __name__ == "__main__":
    print(json.dumps(samples_of(int(sys.argv[1]))))
