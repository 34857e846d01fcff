"""
How long commands take to start and end, against bare Python and against khal, measured in one run.

    python -m tests.bench.bench_start [ROUNDS]

Goals: `afterword --version` at most 4 times `python -c pass` in the same environment; `afterword status` at most 12
times, and faster than `khal list` on the same calendar. The commands take turns, and the median of each counts; a goal
that was missed ends the program with 1.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.local_account import LocalAccount, ended, event

#: By command, the most it may take, in times of bare Python.
GOALS = {"afterword --version": 4.0, "afterword status": 12.0}
FLOOR = "python -c pass"
KHAL = "khal list"


def seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """The time that *command* takes from its start to its end."""
    start = perf_counter()
    subprocess.run(command, env=dict(environment), stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - start


def khal_on(account: LocalAccount) -> list[str]:
    """The command that lists the account's watched calendar with khal."""
    config = account.folder / "khal.conf"
    config.write_text(
        f"[calendars]\n[[work]]\npath = {account.watched}\nreadonly = True\n"
        f"[sqlite]\npath = {account.folder / 'khal.db'}\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    return [str(Path(sys.executable).with_name("khal")), "-c", str(config), "list"]


def main() -> int:
    """Print each command's time and its ratio to the floor; 1 where a goal was missed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    program = str(Path(sys.executable).with_name("afterword"))
    with tempfile.TemporaryDirectory() as folder:
        account = LocalAccount(Path(folder))
        for number in range(20):
            account.put(
                f"e{number}", event(f"e{number}", ended(), title=f"Interview: Engineer at Company {number} #interview")
            )
        commands = {
            FLOOR: [sys.executable, "-c", "pass"],
            "afterword --version": [program, "--version"],
            "afterword --help": [program, "--help"],
            "afterword status": [program, "status"],
            KHAL: khal_on(account),
        }
        environment = {name: value for name, value in account.environment.items() if not name.startswith("PYTHON")}
        # What khal keeps goes with the folder.
        environment |= dict.fromkeys(("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), folder)
        subprocess.run([program, "sync"], env=environment, stdout=subprocess.DEVNULL, check=True)
        times: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(rounds + 1):
            for name, command in commands.items():
                took = seconds(command, environment)
                if turn:  # The first fills caches: bytecode, khal's database, the disk's.
                    times[name].append(took)
    medians = {name: median(taken) for name, taken in times.items()}
    missed = False
    for name, taken in medians.items():
        ratio = taken / medians[FLOOR]
        goal = GOALS.get(name)
        missed = missed or (goal is not None and ratio > goal)
        print(f"{name:20} {taken * 1000:6.0f} ms   {ratio:5.1f} times bare Python{f' (goal {goal:g})' if goal else ''}")
    against_khal = medians["afterword status"] / medians[KHAL]
    print(f"afterword status takes {against_khal:.2f} of the time of khal list (goal: less than 1)")
    return int(missed or against_khal >= 1)


if __name__ == "__main__":
    sys.exit(main())
