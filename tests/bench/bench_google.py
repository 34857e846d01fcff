"""
What Afterword costs with Google: requests, memory, whether it grows, and speed; on the server of `tests/google_server`.

    python -m tests.bench.bench_google [PASSES] [--rounds N] [--seconds S] [--only SECTION]

Goals:

- Requests, counted by the server: an idle pass costs at most one for each watched calendar; an interview with five
  interviewers costs, over its whole life without changes, a draft for each of them, a calendar once, and one insertion
  for each reminder, and nothing else that writes; a first pass over 2,500 events in the window at most 2 listings.
- Memory of the idle service: at most 60 MiB resident. The floor is APScheduler with Google's client alone.
- Growth: none over PASSES (5,000) passes.
- Speed: a pass over a calendar of 10,000 events is at least 3 times faster than `gcalcli agenda` on the same server,
  which is the peer; the floor are bare list requests. They are run in turn, and medians count: of processor time, the
  client's and the server's together, since a machine at work on other things makes nonsense of any other; on an idle
  one it is what passes on the clock, which is printed too. A pass is one of the running service, after a change, with
  its list read anew; and a whole process, `afterword sync`.

Ends with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from tests.bench import google_memory, google_requests, google_speed
from tests.bench.bench_reading import Report


def main() -> int:
    """Parse the arguments and run the sections; 1 where a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passes", type=int, nargs="?", default=5000, help="so many for the growth")
    parser.add_argument("--rounds", type=int, default=5, help="so many for the speed")
    parser.add_argument("--seconds", type=float, default=65, help="so long the services are watched idling")
    parser.add_argument("--only", choices=("requests", "memory", "growth", "speed"))
    arguments = parser.parse_args()
    report = Report()
    sections: dict[str, Callable[[], None]] = {
        "requests": lambda: google_requests.main(report),
        "memory": lambda: google_memory.main(report, arguments.seconds),
        "growth": lambda: google_memory.growth(report, arguments.passes),
        "speed": lambda: google_speed.main(report, arguments.rounds),
    }
    for name, section in sections.items():
        if arguments.only in (None, name):
            print(f"{name}:", flush=True)
            section()
    return int(report.missed > 0)


if __name__ == "__main__":
    sys.exit(main())
