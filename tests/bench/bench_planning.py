"""
How fast interviews are planned: new ones, and again once everything was made.

    python -m tests.bench.bench_planning [COUNT]

Goal: 10,000 interviews in at most 1 second. The floor is making one item's name for each that is owed, since each of
them has one.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import timedelta

from daemon.domain.interview import Interview
from daemon.domain.item import Item, Kind, State, item_key
from daemon.domain.planning import Plan, plan
from tests.factories import END, JANE, OMAR, START, account, interview


def world(count: int) -> list[Interview]:
    """Half over, half to come; four rounds a company, every third with two interviewers."""
    return [
        interview(
            f"event-{number}",
            company=f"Company {number // 4}",
            start=START + timedelta(hours=number % 1400 - 700),
            end=END + timedelta(hours=number % 1400 - 700),
            first_seen=START - timedelta(days=60),
            interviewers=(JANE, OMAR) if number % 3 == 0 else (JANE,),
        )
        for number in range(count)
    ]


def made(answer: Plan) -> dict[str, Item]:
    """The items of a plan, as if all of it had been carried out."""
    return {
        intent.key: Item(
            intent.key, "personal", intent.identity, intent.event, intent.kind, intent.due, intent.to,
            State.WRITTEN, facts=intent.owed.facts, fingerprint="f", ref="r", link="l", made_at=intent.at,
        )
        for intent in answer.intents
        if intent.owed is not None
    }  # fmt: skip


def seconds(work: object, *arguments: object) -> float:
    """The best of three runs."""
    assert callable(work)
    times = []
    for _ in range(3):
        began = time.perf_counter()
        work(*arguments)
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    interviews, policy, now = world(count), account(), START
    first = plan(interviews, {}, policy, now)
    items = made(first)
    done = [replace(one, notes=()) for one in interviews]
    keys = len(first.intents)

    def floor() -> None:
        for number in range(keys):
            item_key("personal", f"event-{number}", Kind.PREPARE)

    base = seconds(floor)
    for label, known in (("nothing made yet", {}), ("everything made", items)):
        took = seconds(plan, done, known, policy, now)
        times = f"{took / base:.1f} x the floor ({keys} names {base:.3f} s)"
        print(f"plan {count} interviews, {label}: {took:.3f} s, {times}")


if __name__ == "__main__":
    main()
