"""`afterword run` as a real process on two accounts at Google, each at a strict stand-in of its own."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.google_account import Front, GoogleAccount, invitation, kinds, mode_of
from tests.google_server import faults
from tests.google_server.server import GoogleServer
from tests.local_account import BILL, ended, until

ANN = ("Ann Other", "ann.other@globex.example")


@dataclass
class Service:
    """The service, and the two servers that it works with."""

    sam: GoogleAccount
    personal: GoogleServer
    work: GoogleServer
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the service."""
        self.process = self.sam.start("run")

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self.process is not None
        self.process.send_signal(number)

    def stop(self) -> int:
        """Ask it to end, and give the exit status."""
        self.signal(signal.SIGTERM)
        assert self.process is not None
        return self.process.wait(timeout=10)

    def kill(self) -> None:
        """End it, whatever became of it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def check_log(self) -> str:
        """See to it that nothing in the log is anybody else's business (promise 8), and give it."""
        log = self.sam.log()
        grants = [grant for server in (self.personal, self.work) for grant in server.oauth._grants]
        used = {
            one.headers.get("authorization", "") for server in (self.personal, self.work) for one in server.requests
        }
        tokens = [*grants, *(value.partition(" ")[2] for value in used if value)]
        assert tokens
        assert not [token for token in tokens if token in log]
        assert "@" not in log
        assert not [name for name in ("Jane", "Bill", "Ann", "Interview at", "event sourcing") if name in log]
        assert not [word for word in ("Traceback", "Warning", "pass_broke", "No handlers") if word in log]
        return log


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Both accounts are logged in and have one interview that is over; the service is not started yet."""
    with ExitStack() as stack:
        personal, work = (stack.enter_context(GoogleServer()) for _ in range(2))
        front = stack.enter_context(Front((personal, work)))
        sam = GoogleAccount(tmp_path / "sam", front.root, personal.oauth.client_config(), names=("personal", "work"))
        sam.configure("[thank_you]\ndelay_minutes = 0")
        sam.log_in(personal)
        sam.log_in(work, name="work")
        description = "#interview<br>notes: the move to event sourcing"
        personal.calendar.put_event(
            "primary", **invitation(ended(), title="Interview at ACME", description=description)
        )
        work.calendar.put_event("primary", **invitation(ended(), title="Interview at Initech", by=BILL))
        service = Service(sam, personal, work)
        stack.callback(service.kill)
        yield service


def has_notes(server: GoogleServer, count: int) -> bool:
    """Say whether so many drafts lie there, and the three reminders for each."""
    return len(server.gmail.drafts()) == count and len(kinds(server)) == 3 * count


def is_thanked(server: GoogleServer, person: tuple[str, str]) -> bool:
    """Say whether a draft to *person* lies there."""
    return any(person[1] in str(mail["To"]) for _, mail in server.gmail.drafts())


def test_each_account_has_its_notes_at_its_own_server(service: Service) -> None:
    """An access token that ran out is refreshed and kept; SIGTERM ends it with 0, and the log is discreet."""
    old = {**service.sam.login("work"), "expiry": "2026-01-01T00:00:00Z"}
    service.sam.put_login(old, "work")

    service.start()
    until(lambda: has_notes(service.personal, 1) and has_notes(service.work, 1), "both accounts' notes")
    status = service.stop()

    assert status == 0
    assert service.sam.login("work")["token"] != old["token"]
    assert service.work.count("POST", "/token") == 1
    assert service.personal.count("POST", "/token") == 0
    assert mode_of(service.sam.token("work")) == 0o600
    assert "item_created" in service.check_log()


def test_a_revoked_login_does_not_stop_the_other_account(service: Service) -> None:
    """It is told in the log and by `status`, with what to do; the other's next note is written."""
    service.start()
    until(lambda: has_notes(service.personal, 1) and has_notes(service.work, 1), "both accounts' notes")
    service.personal.oauth.revoke_all()
    for server in (service.personal, service.work):
        server.calendar.put_event("primary", **invitation(ended(), title="Interview at Globex", by=ANN))

    service.signal(signal.SIGHUP)
    until(lambda: has_notes(service.work, 2), "the other account's second note")
    until(lambda: "afterword login personal" in service.sam.log(), "a word about the login")
    status = service.stop()

    assert status == 0
    assert has_notes(service.personal, 1)
    assert (
        'account=personal error="Google: Google does not accept the login any more (invalid_grant)'
        in service.check_log()
    )
    assert "account=work" not in "".join(line for line in service.sam.log().splitlines() if "login" in line)
    told = service.sam.run("status", "--account", "personal").stdout
    assert "Run `afterword login personal`." in told


def test_a_new_login_is_taken_up_by_itself(service: Service) -> None:
    """Neither a signal nor a restart is needed: the first pass after the person has logged in makes up for it."""
    service.start()
    until(lambda: has_notes(service.personal, 1), "the first note")
    # What falls due, one after the other, wakes the account: at the server nothing does.
    soon = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    for number, seconds in enumerate((3, 6, 9, 12, 16, 20, 25)):
        person = (f"Guest {number}", f"guest.number{number}@globex.example")
        fields = invitation(soon + timedelta(seconds=seconds), title=f"Interview at Globex {number}", by=person)
        service.personal.calendar.put_event("primary", id=f"globex{number}", **fields)
    service.signal(signal.SIGHUP)
    until(lambda: "interview_read event=globex6" in service.sam.log(), "the interviews to be read")

    service.personal.oauth.revoke_all()
    until(lambda: "afterword login personal" in service.sam.log(), "a word about the login")
    written = len(service.personal.gmail.drafts())
    service.personal.clear_log()
    service.sam.log_in(service.personal)
    until(lambda: len(service.personal.gmail.drafts()) > written, "a note with the new login")

    assert service.stop() == 0
    token = service.sam.login()["token"]
    assert {one.headers["authorization"] for one in service.personal.requests if one.status == 200} == {
        f"Bearer {token}"
    }
    service.check_log()


def test_a_server_that_does_not_answer_keeps_no_other_account(service: Service) -> None:
    """The other's note is written; SIGTERM ends the service with 0 although a request is on its way."""
    order = service.personal.faults.add(faults.slow(60, processed=False), "GET", "/events", times=None)

    service.start()
    until(lambda: has_notes(service.work, 1), "the other account's note")
    until(lambda: order.hits, "the request that hangs")
    status = service.stop()

    assert status == 0
    assert service.personal.writes() == []
    service.check_log()


@pytest.mark.parametrize("name", ["personal", "work"])
def test_an_account_without_a_login_waits_for_it(service: Service, name: str) -> None:
    """Whichever it is, the other's note is written, and its own once there is a login and the service looks again."""
    service.sam.token(name).unlink()
    without, other = (service.personal, service.work) if name == "personal" else (service.work, service.personal)

    service.start()
    until(lambda: has_notes(other, 1), "the other account's note")
    until(lambda: f"afterword login {name}" in service.sam.log(), "a word about the login")
    assert without.writes() == []
    service.sam.log_in(without, name=name)
    service.signal(signal.SIGHUP)
    until(lambda: has_notes(without, 1), "its own note")

    assert service.stop() == 0
    service.check_log()
