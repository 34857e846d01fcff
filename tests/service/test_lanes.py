"""The service on accounts at slow and failing servers: what happens to one does not touch another."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue

import pytest

from daemon.domain.errors import AuthorisationError, BusyError, LedgerError, LedgerRefused, TemporaryError
from daemon.domain.item import State
from daemon.engine.account import AccountEngine
from daemon.ledger.sqlite import SqliteLedger
from daemon.logs import without_addresses
from daemon.passes import Passes
from daemon.wakeups import READ_ALL, Alarm, Wakes
from daemon.wiring import hold_pass
from tests.local_account import until
from tests.service.office import Office, Server, an_hour_ago, soon


@pytest.fixture
def offices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Office]]:
    """Give an office with accounts of the names given; it is closed at the end."""
    opened = []

    def new(*names: str) -> Office:
        office = Office(tmp_path, *names)
        monkeypatch.setattr("daemon.service.open_app", office.open_app)
        opened.append(office)
        return office

    yield new
    for office in opened:
        office.stop()


@pytest.fixture
def office(offices: Callable[..., Office]) -> Office:
    """Two accounts."""
    return offices("slow", "quick")


def is_free(office: Office, *names: str) -> bool:
    """Whether nobody works on the accounts called *names*."""
    try:
        with hold_pass(office.settings(), timedelta(0), names):
            return True
    except BusyError:
        return False


@pytest.mark.parametrize("hangs", ["make", "read", "write"])
def test_an_account_that_hangs_delays_no_other(office: Office, hangs: str) -> None:
    """The other's note is written when it is due, and the slow one's as soon as its server answers."""
    slow, quick = office.servers["slow"], office.servers["quick"]
    slow.hangs = hangs
    slow.put("one", an_hour_ago())
    due = soon()
    quick.put("one", due)

    office.start()
    assert slow.is_hanging.wait(20)

    until(lambda: quick.drafts.items, "the quick account's note")
    assert soon(0) >= due
    assert not slow.drafts.items
    # A reading of everything does not wait for the slow one either.
    quick.put("two", an_hour_ago())
    office.service.wakes.put(READ_ALL)
    until(lambda: len(quick.drafts.items) == 2, "the quick account's second note")

    slow.answer()
    until(lambda: slow.drafts.items, "the slow account's note")


def test_an_account_is_held_only_during_its_pass(office: Office) -> None:
    """While one account's pass hangs, a command may work on the other."""
    slow = office.servers["slow"]
    slow.hangs = "read"

    office.start()
    assert slow.is_hanging.wait(20)

    until(lambda: is_free(office, "quick"), "the end of the quick account's pass")
    assert not is_free(office, "slow")
    slow.answer()
    until(lambda: is_free(office, "slow", "quick"), "the end of the slow account's pass")


def test_what_woke_an_account_during_its_pass_is_answered_after_it(office: Office) -> None:
    """However often it was woken, that costs no pass for each time."""
    slow = office.servers["slow"]
    slow.hangs = "read"
    office.start()
    assert slow.is_hanging.wait(20)

    for _ in range(50):
        office.service.wakes.put(READ_ALL)
    until(office.service.wakes.empty, "the wake-ups to be handed on")
    slow.answer()
    until(lambda: len(slow.readings) > 1, "another pass")
    office.stop()

    # The last of them may just have been on its way.
    assert len(slow.readings) in (2, 3)


def fails_once(server: Server, error: Exception) -> None:
    """Let the first reading of the calendar end in *error*."""
    errors = [error]

    def fail() -> None:
        if errors:
            raise errors.pop()

    server.on_read = fail


@pytest.mark.parametrize(
    ("error", "engines"), [(RuntimeError("jane.doe@acme.example"), 2), (LedgerError("The disk is full."), 1)]
)
def test_a_pass_that_failed_is_made_again(
    office: Office, error: Exception, engines: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A mistake in the program, or a full disk, is logged and ends nothing: the next pass reads everything."""
    monkeypatch.setattr("daemon.passes.AFTER_FAILURE", timedelta(0))
    slow, quick = office.servers.values()
    fails_once(slow, error)
    for server in (slow, quick):
        server.put("one", an_hour_ago())

    with caplog.at_level("INFO"):
        office.start()
        until(lambda: slow.drafts.items and quick.drafts.items, "both notes")

    assert (slow.made, quick.made) == (engines, 1)
    assert slow.readings[:2] == [None, None]
    assert "account=slow" in caplog.text
    # Where it happened is told, and nothing of what the exception says: it could be anybody's words.
    assert "@" not in caplog.text


@pytest.mark.parametrize(
    ("error", "has_ended"),
    [
        (TemporaryError("Google", "out of reach"), True),
        (AuthorisationError("Google", "log in"), True),
        (LedgerError("locked"), False),
        (BusyError("another"), False),
        (ValueError(), False),
    ],
)
def test_a_server_out_of_reach_is_no_hang(error: Exception, has_ended: bool) -> None:
    """That it is so was found out, which ends a pass; a ledger that is locked, or a mistake, leaves one owing."""
    came_on = []

    def make() -> AccountEngine:
        raise error

    passes = Passes("personal", make, nullcontext, lambda: soon(0), came_on=lambda: came_on.append(1))
    passes.answer(READ_ALL)

    assert passes.has_ended is has_ended
    assert bool(came_on) is has_ended


def test_a_lane_whose_pass_failed_has_not_come_on(office: Office) -> None:
    """It owes an end until the next pass has come to one; the other lane has nothing to do, and counts as alive."""
    slow = office.servers["slow"]
    fails_once(slow, LedgerError("locked"))

    office.start()
    until(lambda: slow.readings and office.servers["quick"].readings, "the passes")
    lanes = office.service._crews[-1].lanes
    until(lambda: lanes["quick"].has_come_on(time.monotonic()), "the end of the good pass")
    until(lambda: lanes["slow"] in office.service._crews[-1]._due, "the end of the bad one")

    assert not lanes["slow"].has_come_on(time.monotonic())
    lanes["slow"].wake(READ_ALL)
    until(lambda: lanes["slow"].has_come_on(time.monotonic()), "the end of the next pass")


def test_a_clock_that_jumped_wakes_everybody() -> None:
    """Everything is read anew, and the next reading is planned from the new time; without a jump nothing happens."""
    wakes: Wakes = SimpleQueue()
    alarm = Alarm(wakes, timedelta(minutes=5))
    alarm.start()
    alarm.look_at_clock()
    assert wakes.empty()

    alarm._offset += 10_800
    alarm._scheduler.modify_job("read", next_run_time=datetime.now(UTC) + timedelta(hours=3))
    alarm.look_at_clock()
    reading = alarm._scheduler.get_job("read")
    alarm.stop()

    assert wakes.get(timeout=1).changed is None
    assert wakes.empty()
    assert reading.next_run_time < datetime.now(UTC) + timedelta(minutes=10)


def test_a_failed_pass_waits_for_its_time(office: Office) -> None:
    """The next one is asked for a minute later; anything else that wakes the account is answered before."""
    slow = office.servers["slow"]
    fails_once(slow, RuntimeError())
    slow.put("one", an_hour_ago())
    office.servers["quick"].put("one", an_hour_ago())

    office.start()
    until(lambda: office.servers["quick"].drafts.items, "the other account's note")
    until(lambda: is_free(office, "slow"), "the end of the failed pass")
    assert not slow.drafts.items

    office.service.wakes.put(READ_ALL)
    until(lambda: slow.drafts.items, "the note")


def test_a_refused_ledger_ends_the_service(office: Office) -> None:
    """A person has to act: the exit status says so, although another account hangs."""
    slow, quick = office.servers.values()
    slow.hangs = "read"
    office.start()
    assert slow.is_hanging.wait(20)

    fails_once(quick, LedgerRefused("damaged"))
    office.service.wakes.put(READ_ALL)

    assert office.ended.wait(20)
    assert office.service.exit_status == LedgerRefused.exit_status


def test_told_to_stop_it_ends_after_the_item_that_is_written(office: Office) -> None:
    """Of two notes that are due the second is left for the next start, and the first is not left half done."""
    slow = office.servers["slow"]
    slow.hangs = "write"
    for uid in ("one", "two"):
        slow.put(uid, an_hour_ago())
    office.start()
    assert slow.is_hanging.wait(20)

    office.service.stop()
    assert office.ended.wait(20)
    slow.answer()
    office.join()

    assert len(slow.drafts.items) == 1
    ledger = SqliteLedger.open(office.folder / "state" / "ledger.sqlite", read_only=True)
    assert [item.state for item in ledger.recall("slow").items.values()] == [State.WRITTEN]
    ledger.close()


def test_a_new_configuration_waits_for_no_hanging_pass(office: Office) -> None:
    """An account that is new works at once; the one that hangs goes on under the new configuration once it answers."""
    slow, quick = office.servers.values()
    slow.hangs = "read"
    quick.put("one", an_hour_ago())
    office.start()
    assert slow.is_hanging.wait(20)
    until(lambda: quick.drafts.items, "the quick account's note")

    office.reload("slow", "quick", "new")
    office.servers["new"].put("one", an_hour_ago())
    until(lambda: quick.made == 2, "the quick account's new engine")
    office.service.wakes.put(READ_ALL)
    until(lambda: office.servers["new"].drafts.items, "the new account's note")
    assert slow.made == 1

    slow.put("one", an_hour_ago())
    slow.answer()
    until(lambda: slow.drafts.items, "the slow account's note")
    assert slow.made == 2


def test_an_account_that_is_no_longer_configured_is_left_alone(office: Office) -> None:
    """Its pass ends, and no other begins."""
    slow, quick = office.servers.values()
    slow.hangs = "read"
    slow.put("one", an_hour_ago())
    office.start()
    assert slow.is_hanging.wait(20)

    quick.put("one", an_hour_ago())
    office.reload("quick")
    until(lambda: quick.drafts.items, "the quick account's note")
    office.stop()

    assert slow.made == 1
    # It was told to stop before it wrote anything.
    assert not slow.drafts.items


def test_installations_do_not_read_in_step() -> None:
    """The time from one reading to the next is drawn each time, at most a quarter off the configured one."""
    alarm = Alarm(SimpleQueue(), timedelta(minutes=5))
    alarm.start()
    reading = next(job for job in alarm._scheduler.get_jobs() if job.args)
    alarm.stop()

    moments = [datetime(2026, 11, 25, 12, tzinfo=UTC)]
    for _ in range(100):
        moments.append(reading.trigger.get_next_fire_time(moments[-1], moments[-1]))
    gaps = [after - before for before, after in pairwise(moments)]

    assert len(set(gaps)) > 90
    assert timedelta(minutes=5) * 0.75 <= min(gaps)
    assert max(gaps) <= timedelta(minutes=5) * 1.25


def test_a_calendar_that_is_called_by_an_address_is_none_in_the_log() -> None:
    """What went wrong with it is told without the address."""
    told = without_addresses("colleague@example.org: Google knows no such calendar; c_1@group.calendar.google.com.")

    assert "@" not in told
    assert told.startswith("(address): Google knows no such calendar")
