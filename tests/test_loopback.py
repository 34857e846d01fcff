"""The guard that keeps tests on this machine."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.loopback import NotThisMachineError

#: RFC 5737: an address for documentation, which is nobody's.
ELSEWHERE = "192.0.2.1"


def test_a_connection_to_another_machine_is_refused() -> None:
    """Connecting to an address that is not loopback raises before anything leaves."""
    # Connecting a datagram socket sends nothing even if it is let through.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, pytest.raises(NotThisMachineError):
        one.connect((ELSEWHERE, 9))


def test_the_name_of_another_machine_is_not_looked_up() -> None:
    """A look-up of a name other than localhost raises: it would tell a name server."""
    with pytest.raises(NotThisMachineError):
        socket.getaddrinfo("afterword.invalid", 443)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_server_of_this_machine_can_be_reached(host: str) -> None:
    """A connection to a server on the loopback address goes through."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection((host, port), timeout=5) as client:
            assert client.getpeername() == ("127.0.0.1", port)


def test_unix_sockets_are_let_through(tmp_path: Path) -> None:
    """A socket in the file system, such as systemd's, is on this machine."""
    path = str(tmp_path / "socket")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(path)
        server.listen()

        client.connect(path)

        assert client.getpeername() == path
