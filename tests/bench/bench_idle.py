"""
What `afterword run` costs while nothing happens: resident memory, wake-ups a second, CPU time.

    python -m tests.bench.bench_idle [SECONDS]

Goals on a local account: at most 40 MiB resident, at most 0.1 wake-ups a second, no measurable CPU in 120 s. The
service has written a note and reminders before, and a public holiday calendar is configured. The floor is a bare
interpreter that sleeps. Wake-ups are the voluntary context switches of all threads (proc(5), status).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.local_account import LocalAccount, ended, event, until


def status(pid: int, field: str) -> int:
    """Sum a numeric *field* of status over all threads of *pid*."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        for line in (task / "status").read_text().splitlines():
            if line.startswith(field + ":"):
                total += int(line.split()[1])
    return total


def resident(pid: int) -> float:
    """Resident memory in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def cpu_ticks(pid: int) -> int:
    """CPU time used, in clock ticks of 10 ms."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def main() -> None:
    """Print the figures."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 120
    bare = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
    with tempfile.TemporaryDirectory() as folder:
        account = LocalAccount(Path(folder))
        account.configure(account='country = "DE-BE"')
        account.put("one", event("one", ended(), title="Interview: Backend Engineer at ACME #interview"))
        service = account.start("run")
        try:
            until(lambda: len(account.reminders()) == 3, "the first pass")
            time.sleep(5)
            switches, ticks = status(service.pid, "voluntary_ctxt_switches"), cpu_ticks(service.pid)
            time.sleep(seconds)
            switches = status(service.pid, "voluntary_ctxt_switches") - switches
            ticks = cpu_ticks(service.pid) - ticks
            floor = resident(bare.pid)
            mib = resident(service.pid)
            print(f"resident: {mib:.1f} MiB, {mib / floor:.1f} x a bare interpreter ({floor:.1f} MiB); goal 40 MiB")
            print(f"wake-ups: {switches / seconds:.3f} a second over {seconds:.0f} s; goal 0.1")
            print(f"CPU: {ticks * 10} ms over {seconds:.0f} s; goal none measurable (below 10 ms)")
        finally:
            for process in (service, bare):
                process.kill()
                process.wait()


if __name__ == "__main__":
    main()
