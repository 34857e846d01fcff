"""How many requests Afterword makes of Google, counted by the strict server in this process."""

from __future__ import annotations

import http.client
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median_low
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from daemon.backends import CHECK_EVERY
from daemon.engine.account import AccountEngine, Wishes
from tests.bench.bench_reading import Report
from tests.bench.google_account import SCOPES, RemoteAccount
from tests.bench.google_events import fill, interview, meeting, spread
from tests.google_server.clock import Clock
from tests.google_server.log import Record
from tests.google_server.sample import fill as fill_sample
from tests.google_server.server import GoogleServer

OWN = "Interview follow-ups"
FIVE_MINUTES, DAY = timedelta(minutes=5), timedelta(days=1)
#: The refresh of a token, once an hour, is the client library's; it is left out of all figures.
LOGIN_LASTS = timedelta(days=3650).total_seconds()

DAYS = 3
INTERVIEWERS = 5
IN_WINDOW, WINDOW_DAYS, LISTING_GOAL = 2500, 63, 2


def main(report: Report) -> None:
    """Print all figures."""
    for section in (idle, idle_process, life, first_pass):
        with tempfile.TemporaryDirectory(prefix="bench-google-") as folder:
            section(report, Path(folder))


def login(server: GoogleServer) -> dict[str, Any]:
    """Give a login that lasts."""
    return server.oauth.issue(SCOPES, LOGIN_LASTS)


def api_requests(server: GoogleServer) -> list[Record]:
    """Give the requests since the last call."""
    records = [one for one in server.requests if one.is_api]
    server.clear_log()
    return records


def size(records: Iterable[Record]) -> int:
    """Give the bytes of all bodies, both ways."""
    return sum(one.body_length + one.response_bytes for one in records)


# While nothing happens


def idle(report: Report, folder: Path) -> None:
    """Passes of the running service over two calendars, with notes and reminders lying there."""
    clock = Clock()
    with GoogleServer(now=clock) as server:
        server.calendar.add_calendar("team@example.com", "Team")
        server.calendar.put_event("team@example.com", **meeting(0, clock() + 9 * DAY))
        fill(server, 300, 100, 100)
        for number, start in enumerate((clock() - timedelta(hours=3), clock() + 30 * DAY)):
            server.calendar.put_event("primary", **interview(number, start))
        account = RemoteAccount(folder, server.root, login(server), ["primary", "team@example.com"])
        with account.engine(clock) as engine:
            come_to_rest(engine, clock)
            lying = f"{len(server.gmail.drafts())} drafts and {len(reminders(server))} reminders lie there"
            passes = list(counted_passes(engine, clock, server, DAYS * DAY // FIVE_MINUTES))
            changed = []
            for calendar in account.watch:
                server.calendar.edit_event(calendar, "meeting0000000000", summary="Moved")
                (records,) = counted_passes(engine, clock, server, 1)
                changed.append(sum(calendar in one.path for one in records))
    watched = len(account.watch)
    checks = [records for records in passes if any(kind_of(one) == "GET drafts" for one in records)]
    plain = [records for records in passes if records not in checks]
    usual, most = (pick(map(len, plain)) for pick in (median_low, max))
    rest = f", {sum(len(one) > watched for one in plain)} of them more: up to {most}" if most > watched else ""
    report.judge(
        f"idle pass, {watched} watched calendars: {usual} requests and {median_low(map(size, plain))} bytes in each "
        f"of {len(plain)}{rest} ({lying}); {most / watched:g} x the floor of one a calendar (goal: at most 1)",
        most <= watched,
    )
    every = len(passes) * FIVE_MINUTES / len(checks)
    report.judge(
        f"with a look at what was made: {average(map(len, checks)):g} requests, {average(map(size, checks)):.0f} "
        f"bytes, every {every / timedelta(minutes=1):.0f} minutes (goal: no oftener than CHECK_EVERY, "
        f"{CHECK_EVERY / timedelta(minutes=1):.0f})",
        every >= CHECK_EVERY,
    )
    records = [one for made in passes for one in made]
    listings = sum("timeMin" in one.query for one in records)
    print(
        f"     {DAYS} days of such passes, every 5 minutes: {len(records)} requests, {size(records)} bytes; among them "
        f"{listings} listings, since the window moves on; a calendar in which something changed is asked "
        f"{changed[0]} times, one that the two followed interviews are not in {changed[1]} times"
    )


def come_to_rest(engine: AccountEngine, clock: Clock) -> None:
    """Make passes until there is nothing more to do."""
    for _ in range(10):
        if not made(engine).changed_anything:
            return
        clock.advance(FIVE_MINUTES)
    raise AssertionError("it never comes to rest")


def made(engine: AccountEngine) -> Any:
    """Make a pass as the service does at its intervals; one with an error ends the program."""
    outcome = engine.run(Wishes())
    assert not outcome.errors, outcome.errors
    return outcome


def counted_passes(engine: AccountEngine, clock: Clock, server: GoogleServer, count: int) -> Iterator[list[Record]]:
    """Make passes, five minutes apart, and yield the requests of each."""
    api_requests(server)
    for _ in range(count):
        clock.advance(FIVE_MINUTES)
        made(engine)
        yield api_requests(server)


def average(numbers: Iterable[int]) -> float:
    """Give the mean."""
    listed = list(numbers)
    return sum(listed) / len(listed)


def reminders(server: GoogleServer) -> list[dict[str, Any]]:
    """Give the events in calendars that Afterword made."""
    own = [one for one, title in server.calendar.calendars().items() if title == OWN]
    return [event for one in own for event in server.calendar.events(one)]


def idle_process(report: Report, folder: Path) -> None:
    """`afterword sync` while there is nothing to do: a process that remembers only what is in the ledger."""
    with GoogleServer() as server:
        fill(server, 1000, 100, 100)
        fill_sample(server)
        account = RemoteAccount(folder, server.root, login(server))
        for _ in range(3):
            api_requests(server)
            done = account.run("sync")
            assert done.returncode == 0, done.stderr
            records = api_requests(server)
    kinds = Counter(kind_of(one) for one in records)
    print(
        f"     an idle `afterword sync` process: {len(records)} requests, {size(records)} bytes "
        f"({', '.join(f'{count} x {kind}' for kind, count in kinds.items())}); {done.stdout.splitlines()[0]}"
    )


# A whole life


def life(report: Report, folder: Path) -> None:
    """One interview from first seen to long after its last reminder, with nobody changing anything."""
    clock = Clock()
    with GoogleServer(now=clock) as server:
        start = clock() + timedelta(days=7)
        for number, moment in enumerate(spread(200, clock() - timedelta(days=30), clock() + timedelta(days=170))):
            server.calendar.put_event("primary", **meeting(number, moment))
        server.calendar.put_event("primary", **interview(1, start, INTERVIEWERS))
        with RemoteAccount(folder, server.root, login(server)).engine(clock) as engine:
            passes = live(engine, clock, start + timedelta(days=150))
        records = api_requests(server)
        kinds = Counter(event["extendedProperties"]["private"]["afterword"] for event in reminders(server))
    writes = Counter(kind_of(one) for one in records if one.method != "GET")
    wanted = {"POST drafts": INTERVIEWERS, "POST calendars": 1, "POST events": kinds.total()}
    days = (clock() - start).days + 7
    report.judge(
        f"an interview with {INTERVIEWERS} interviewers, {passes} passes in {days} days: "
        f"{', '.join(f'{count} x {kind}' for kind, count in sorted(writes.items()))}; reminders: "
        f"{', '.join(sorted(kinds))}; {writes.total() / sum(wanted.values()):g} x the floor of one a thing made "
        "(goal: 1, nothing else that writes)",
        writes == wanted and set(kinds.values()) == {1},
    )
    print(f"     requests in all: {len(records)}, {len(records) / passes:.2f} a pass")


def live(engine: AccountEngine, clock: Clock, end: datetime) -> int:
    """Make a pass a day, and every five minutes around each moment at which something is due; give how many."""
    passes = 0
    day = clock()
    stops: set[datetime] = set()
    while clock() < end:
        made(engine)
        passes += 1
        if due := engine.next_due():
            stops.update(due + FIVE_MINUTES * number for number in range(-3, 13))
        while day <= clock():
            day += DAY
        stops = {stop for stop in stops if stop > clock()}
        clock.moment = min(stops | {day})
    return passes


def kind_of(record: Record) -> str:
    """Give a request's method and the kind of thing that it is about."""
    parts = record.path.strip("/").split("/")
    kind = next(part for part in reversed(parts) if part in ("drafts", "events", "calendars", "calendarList"))
    return f"{record.method} {kind}"


# The first look


def first_pass(report: Report, folder: Path) -> None:
    """A first pass over as many events as a page holds, and what travels with and without a mask."""
    clock = Clock()
    with GoogleServer(now=clock) as server:
        fill(server, IN_WINDOW * 200 // WINDOW_DAYS, 100, 100)
        token = login(server)
        with RemoteAccount(folder, server.root, token).engine(clock) as engine:
            outcome = made(engine)
        records = api_requests(server)
        listings = [one for one in records if kind_of(one) == "GET events"]
        report.judge(
            f"first pass, {IN_WINDOW} events in the window ({outcome.events_read} with its margin): {len(listings)} "
            f"listing requests, {len(records)} in all, {size(records)} bytes; {len(listings):g} x the floor of one "
            f"(goal: at most {LISTING_GOAL})",
            len(listings) <= LISTING_GOAL,
        )
        with_mask, without = (body_of(server, token, listings[0], has_mask=mask) for mask in (True, False))
    ratio = len(with_mask) / len(without)
    report.judge(
        f"its first page: {len(with_mask)} bytes with `fields`, {ratio:.2f} x the same request without "
        f"({len(without)} bytes); compressed, {packed(with_mask) / packed(without):.2f} x ({packed(with_mask)} and "
        f"{packed(without)} bytes) (goal: less than 1)",
        ratio < 1,
    )


def body_of(server: GoogleServer, token: dict[str, Any], record: Record, *, has_mask: bool) -> bytes:
    """Make a request once more, with or without its mask, and give what comes back."""
    query = {name: value for name, value in record.query.items() if has_mask or name != "fields"}
    connection = http.client.HTTPConnection(urlsplit(server.root).netloc, timeout=60)
    try:
        headers = {"Authorization": f"Bearer {token['token']}"}
        connection.request("GET", f"{quote(record.path)}?{urlencode(query, doseq=True)}", headers=headers)
        answer = connection.getresponse()
        assert answer.status == 200, answer.status
        return answer.read()
    finally:
        connection.close()


def packed(body: bytes) -> int:
    """Give the size as gzip sends it."""
    return len(zlib.compress(body, 6))
