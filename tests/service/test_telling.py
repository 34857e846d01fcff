"""Telling the person: once each, not again until mended, and whatever happens in between."""

from __future__ import annotations

import stat
import threading
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from config.checks import NOTIFY_URL, Wrong
from config.load import load
from config.model import NotifySettings, Settings
from daemon.addressees import targets
from daemon.domain.item import Item, Kind, State
from daemon.domain.mail_schemes import MAIL_SCHEMES
from daemon.domain.trouble import MANY_STARTS, restless, troubles_of
from daemon.ledger.sqlite import SqliteLedger
from daemon.ports import Memory, ReadRecord
from daemon.telling import FIRST_RETRY, Teller
from integrations.notify import messages
from tests.local_account import LocalAccount, until

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATE = Item("thank_you-1", "personal", "one", "one", Kind.THANK_YOU, NOW - 30 * HOUR, state=State.PLANNED, is_late=True)


class Phone:
    """Takes what is delivered; *works* says whether an address does."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []
        self.works = True
        self.tries = 0

    def __call__(self, addresses: Sequence[str], title: str, text: str) -> list[bool]:
        self.tries += 1
        if self.works:
            self.got += [(title, text) for _ in addresses]
        return [self.works for _ in addresses]


class Desk:
    """A teller on a real ledger, on a clock that is set by hand."""

    def __init__(self, folder: Path) -> None:
        account = LocalAccount(folder)
        account.configure('[notify]\nurls = ["json://127.0.0.1:9/"]')
        self.settings: Settings = load(account.config, account.environment)
        self.ledger = SqliteLedger.open(self.settings.state_dir / "ledger.sqlite")
        self.phone = Phone()
        self.now = NOW
        self.teller = self.again()

    def again(self) -> Teller:
        """A new process."""
        self.teller = Teller(self.settings, self.ledger, lambda: self.now, self.phone)
        return self.teller

    def passed(self, *items: Item, login_lost: str = "", reads: Sequence[ReadRecord] = ()) -> None:
        """A pass has ended; what there is to tell was told."""
        memory = Memory(items={one.key: one for one in items}, reads={one.calendar: one for one in reads})
        self.teller.after_pass("personal", memory, login_lost)
        until(lambda: not self.teller._under_way, "the telling")

    @property
    def titles(self) -> list[str]:
        return [title for title, _ in self.phone.got]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A teller whose person has one address."""
    desk = Desk(tmp_path)
    yield desk
    desk.teller.close()
    desk.ledger.close()


def test_a_lost_login_is_told_once_and_again_when_it_is_lost_again(desk: Desk) -> None:
    """Also over a new start; mended in between it is a new one."""
    desk.passed(login_lost="revoked")
    desk.passed(login_lost="revoked")
    desk.again()
    desk.passed(login_lost="revoked")
    assert desk.titles == ["Afterword needs a login"]

    desk.passed()
    desk.passed(login_lost="revoked")

    assert desk.titles == ["Afterword needs a login"] * 2
    assert "afterword login" in desk.phone.got[0][1]


def test_each_late_note_is_told_once(desk: Desk) -> None:
    """Also when it is written at last; what was sent, or is a week old, is nothing to tell."""
    second = replace(LATE, key="thank_you-2")

    desk.passed(LATE)
    desk.passed(LATE, second)
    desk.passed(replace(LATE, state=State.WRITTEN), replace(second, state=State.YOURS))
    desk.passed(replace(LATE, key="thank_you-3", due=NOW - timedelta(days=8)))

    assert desk.titles == ["A thank-you note is late"] * 2


def test_calendars_out_of_reach_are_told_after_a_day_and_some_patience(desk: Desk) -> None:
    """Whoever opens a notebook after a week is given time to find the network."""
    broken = ReadRecord("work", NOW - timedelta(days=3), 5, "out of reach")
    desk.passed(reads=[broken])
    assert desk.titles == []

    desk.now += timedelta(minutes=30)
    desk.passed(reads=[broken, ReadRecord("other", desk.now, 5)])
    desk.passed(reads=[broken])
    assert desk.titles == []
    desk.now += timedelta(minutes=30)
    desk.passed(reads=[broken])

    assert desk.titles == ["Afterword cannot read your calendar"]


def test_what_is_not_delivered_is_tried_again_later_and_ever_later(desk: Desk) -> None:
    """Not with each pass; and it is told at last, once."""
    desk.phone.works = False
    for _ in range(3):
        desk.passed(login_lost="revoked")
    assert desk.phone.tries == 1
    desk.now += FIRST_RETRY
    desk.passed(login_lost="revoked")
    desk.now += FIRST_RETRY
    desk.passed(login_lost="revoked")
    assert desk.phone.tries == 2

    desk.phone.works = True
    desk.now += timedelta(days=1)
    desk.passed(login_lost="revoked")
    desk.passed(login_lost="revoked")

    assert desk.titles == ["Afterword needs a login"]


def test_starts_that_follow_no_stop_are_told(desk: Desk) -> None:
    """Five within an hour; a clean stop in between begins the count anew, and a spoilt file is none."""
    for _ in range(MANY_STARTS - 1):
        desk.again().started()
    desk.teller.stopped()
    for _ in range(MANY_STARTS - 1):
        desk.again().started()
    desk.settings.state_dir.joinpath("starts.json").write_text("nonsense")
    for _ in range(MANY_STARTS - 1):
        desk.now += timedelta(minutes=1)
        desk.again().started()
    assert desk.titles == []

    desk.again().started()
    until(lambda: desk.titles == ["Afterword does not keep running"], "the message")
    desk.again().started()
    until(lambda: not desk.teller._under_way, "nothing more")

    assert desk.titles == ["Afterword does not keep running"]
    assert stat.S_IMODE(desk.settings.state_dir.joinpath("starts.json").stat().st_mode) == 0o600
    assert restless([NOW] * MANY_STARTS, NOW + 2 * HOUR) is None


def test_no_message_names_anybody(desk: Desk) -> None:
    """They go through other people's servers: no title, company or address is in them."""
    read = [(NOW - timedelta(days=2), "jane@acme.example: gone")]
    found = [
        *troubles_of("", [LATE, replace(LATE, state=State.WRITTEN)], read, "", NOW),
        *troubles_of("work", [], [], "sam@example.com was refused", NOW),
    ]

    assert len(found) == 4
    assert not [one for one in found if "@" in one.text + one.title or "acme" in one.text.casefold()]
    assert found[-1].title == "Afterword needs a login (work)"


# Where


class Answer(BaseHTTPRequestHandler):
    """Takes messages, and answers as the server wants it."""

    def do_POST(self) -> None:
        """Take one."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        assert isinstance(server, Takes)
        server.got.append((self.path, body))
        self.send_response(server.status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Takes(ThreadingHTTPServer):
    """A server that takes messages."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.got: list[tuple[str, bytes]] = []
        self.status = 200


@pytest.fixture
def server() -> Iterator[Takes]:
    """One on this machine."""
    with Takes() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_apprise_delivers_to_real_servers_one_by_one(server: Takes) -> None:
    """What is wrong with one address stops no other, and each is told apart."""
    port = server.server_address[1]
    addresses = [f"json://127.0.0.1:{port}/a", "json://127.0.0.1:9/", f"ntfy://127.0.0.1:{port}/topic", "nothing://x"]

    delivered = messages.tell(addresses, "A title", "A text")

    assert delivered == [True, False, True, False]
    assert [path for path, _ in server.got] == ["/a", "/"]
    assert all(b"A title" in body and b"A text" in body for _, body in server.got)
    server.status = 500
    assert messages.tell(addresses[:1], "A title", "A text") == [False]
    before = len(server.got)
    assert messages.understood(addresses) == [True, True, True, False]
    assert len(server.got) == before


def test_an_apprise_that_hangs_or_is_gone_is_no_delivery(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is ended; nothing is raised."""
    monkeypatch.setattr(messages, "SECONDS", 0.05)
    assert messages.tell(["json://127.0.0.1:9/"], "t", "x") == [False]
    monkeypatch.setattr("sys.executable", "/nowhere")
    assert messages.tell(["json://127.0.0.1:9/"], "t", "x") == [False]


def test_a_desktop_is_told_by_notify_send(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is a session with a bus and the program; the words are arguments, and no shell reads them."""
    program = tmp_path / "notify-send"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$OUT"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("OUT", str(tmp_path / "out"))
    environ = {"PATH": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"}

    assert not messages.has_desktop({"PATH": str(tmp_path)})
    assert targets(NotifySettings(), environ).addresses == (messages.DESKTOP,)
    assert targets(NotifySettings(desktop=False), environ).addresses == ()
    assert messages.tell([messages.DESKTOP], "$(id)", "two\nlines") == [True]
    assert (tmp_path / "out").read_text().endswith("$(id)\ntwo\nlines\n")


def test_a_file_of_addresses_is_read_line_by_line(tmp_path: Path) -> None:
    """A bad line is told by its number alone, and stops no other."""
    path = tmp_path / "urls"
    path.write_text("# mine\n\nntfy://topic\nmailto://sam:s3cret@example.com\nnonsense s3cret\njson://host\n")

    found = targets(NotifySettings(desktop=False, urls_file=path), {})
    gone = targets(NotifySettings(desktop=False, urls_file=tmp_path / "gone"), {})

    assert found.addresses == ("ntfy://topic", "json://host")
    assert [problem.partition(",")[2][:7] for problem in found.problems] == [" line 4", " line 5"]
    assert "s3cret" not in "".join(found.problems)
    assert len(gone.problems) == 1


def test_no_service_that_sends_mail_is_allowed() -> None:
    """Held against the Apprise that is installed: whatever has a sender's or a recipient's mail address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import apprise

        plugins = apprise.Apprise().details()["schemas"]

    for plugin in plugins:
        schemes = [*(plugin.get("protocols") or []), *(plugin.get("secure_protocols") or [])]
        known = {*plugin["details"]["tokens"], *plugin["details"]["args"]}
        sends_mail = "mail" in str(plugin["service_name"]).casefold() or bool(known & {"from_email", "from_addr"})
        if sends_mail and {"target_email", "targets"} & known:
            # An incident at Better Stack has somebody's address for its author; nothing is mailed by us.
            assert set(schemes) <= MAIL_SCHEMES | {"betterstack"}, (plugin["service_name"], schemes)


def test_what_sends_mail_is_not_even_known_to_the_child() -> None:
    """Whatever got past the configuration."""
    assert messages.understood([f"{scheme}://user:pass@127.0.0.1" for scheme in sorted(MAIL_SCHEMES)]) == [
        False for _ in MAIL_SCHEMES
    ]


@pytest.mark.parametrize(
    "address", ["mailto://a:b@c.example", "SES://x", "ntfy://topic?email=a@b.example", "topic", "://x"]
)
def test_addresses_that_cannot_be_used_are_refused(address: str) -> None:
    """With words, when the configuration is read."""
    with pytest.raises(Wrong):
        NOTIFY_URL.convert(address)


def test_the_command_tries_every_address(server: Takes, tmp_path: Path) -> None:
    """`afterword notify` says where it was heard, and shows no secret."""
    account = LocalAccount(tmp_path)
    account.configure(f'[notify]\nurls = ["json://user:s3cret@127.0.0.1:{server.server_address[1]}/a"]')

    done = account.run("notify")

    assert (done.returncode, done.stdout) == (0, "json://...: told\n")
