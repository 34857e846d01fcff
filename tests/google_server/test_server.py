"""The server itself: its log, its program, the sample, and many clients at a time."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.google_server.clients import GMAIL_SCOPES, service
from tests.google_server.faults import close_after
from tests.google_server.sample import fill
from tests.google_server.server import GoogleServer

ROOT = Path(__file__).parents[2]
DAY = {"start": {"date": "2026-11-03"}, "end": {"date": "2026-11-04"}}


def test_the_log_has_every_request(server: GoogleServer, calendar: Any) -> None:
    """Method, path, query, headers, body, and what was answered."""
    calendar.events().list(calendarId="primary", eventTypes=["default", "fromGmail"]).execute()
    calendar.events().insert(calendarId="primary", body=DAY).execute()

    read, write = server.requests
    assert (read.method, read.path, read.status) == ("GET", "/calendar/v3/calendars/primary/events", 200)
    assert read.query["eventTypes"] == ["default", "fromGmail"]
    assert read.response_bytes > 100
    assert write.body == DAY
    assert write.body_length == len(json.dumps(DAY))
    assert write.headers["authorization"].startswith("Bearer ")
    assert server.writes() == [write]
    assert (server.count(), server.count("GET"), server.count(path="events"), server.count("PUT")) == (2, 1, 2, 0)


def test_the_log_finds_a_calendar_by_its_id(server: GoogleServer, calendar: Any) -> None:
    """Paths are told as they are meant, not as they are encoded; faults go by the same."""
    server.faults.add(close_after(), path="/calendars/sam@example.com/")
    calendar.events().list(calendarId="sam@example.com").execute()

    assert [one.status for one in server.requests] == [0, 200]
    assert server.count(path="sam@example.com") == 2


def test_the_log_is_cleared(server: GoogleServer, calendar: Any) -> None:
    """Counting begins anew."""
    calendar.events().list(calendarId="primary").execute()

    server.clear_log()

    assert (server.count(), server.writes()) == (0, [])


def test_a_connection_serves_many_requests(server: GoogleServer) -> None:
    """HTTP/1.1: the connection stays open, also after a refusal and an answer without a body."""
    connection = http.client.HTTPConnection(urlsplit(server.root).netloc)
    token = server.oauth.issue(GMAIL_SCOPES)["token"]
    draft_id = server.gmail.new_draft(b"Subject: x\r\n\r\n", None)
    statuses = []
    sockets = set()

    for method, path in [
        ("GET", "profile"),
        ("GET", "drafts/none"),
        ("DELETE", f"drafts/{draft_id}"),
        ("GET", "drafts"),
    ]:
        connection.request(method, f"/gmail/v1/users/me/{path}", headers={"Authorization": f"Bearer {token}"})
        sockets.add(connection.sock)
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()

    assert statuses == [200, 404, 204, 200]
    assert len(sockets) == 1


def test_many_clients_work_at_a_time(server: GoogleServer) -> None:
    """One request is done after the other, and none is lost."""

    def write(_: int) -> None:
        with service(server, "gmail", GMAIL_SCOPES) as client:
            for _ in range(5):
                client.users().drafts().create(userId="me", body={"message": {"raw": "U3ViamVjdDogeA0KDQo"}}).execute()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))

    assert len(server.gmail.drafts()) == 20


def test_the_sample_is_a_week_of_a_candidate(server: GoogleServer, calendar: Any) -> None:
    """Two interviews are over, one is to come, one was cancelled, and there is a dentist."""
    fill(server)

    answer = calendar.events().list(calendarId="primary", singleEvents=True, orderBy="startTime").execute()

    assert [one["summary"] for one in answer["items"]] == [
        "Interview with Globex: Backend Engineer",
        "Interview: Data Engineer (Acme)",
        "Dentist",
        "Final interview, Initech",
    ]
    assert len(calendar.events().list(calendarId="primary", showDeleted=True).execute()["items"]) == 5


def test_the_program_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    """It tells where it is and what it wrote, files that only their owner reads, and ends with SIGTERM."""
    command = [sys.executable, "-m", "tests.google_server", "--sample", "--state", str(tmp_path / "state")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            told = json.loads(process.stdout.readline())
            token = json.loads(Path(told["token"]).read_text())
            client = json.loads(Path(told["credentials"]).read_text())
            connection = http.client.HTTPConnection(urlsplit(told["root"]).netloc)
            path = "/calendar/v3/calendars/sam%40example.com/events"
            connection.request("GET", path, headers={"Authorization": f"Bearer {token['token']}"})
            events = json.loads(connection.getresponse().read())
            connection.close()
        finally:
            process.send_signal(signal.SIGTERM)

    assert process.returncode == 0
    assert len(events["items"]) == 4
    assert client["installed"]["token_uri"] == token["token_uri"] == f"{told['root']}token"
    assert stat.S_IMODE(Path(told["token"]).stat().st_mode) == 0o600


def test_half_a_request_is_none(server: GoogleServer) -> None:
    """A client that dies before it has sent the whole body has asked for nothing; `drain` waits for such ends."""
    with closing(socket.create_connection(("127.0.0.1", urlsplit(server.root).port or 0))) as client:
        client.sendall(b"POST /gmail/v1/users/me/drafts HTTP/1.1\r\nContent-Length: 100\r\n\r\n{")

    server.drain()

    assert len(server.requests) == 0
