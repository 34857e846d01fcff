"""No test talks to anything but this machine: an audit hook that refuses every other address and looking up names."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

_CONNECTIONS = ("socket.connect", "socket.sendto", "socket.sendmsg")
_LOOK_UPS = ("socket.getaddrinfo", "socket.gethostbyname")


class NotThisMachineError(Exception):
    """A test tried to reach another machine. No OSError, so that nothing takes it for a network that is down."""


def guard(event: str, arguments: tuple[Any, ...]) -> None:
    """
    Refuse what leads off this machine (`sys.addaudithook`; it sees sockets of every library, also those written in C).

    It does not see into other processes that a test starts.
    """
    if not event.startswith("socket."):
        return
    if event in _CONNECTIONS:
        address = arguments[1]
    elif event in _LOOK_UPS:
        address = arguments
    else:
        return
    # A Unix socket's address is a path, the one of a connected socket None.
    if isinstance(address, tuple) and not _is_this_machine(address[0]):
        raise NotThisMachineError(f"{event} {address}: a test may talk to the loopback address only.")


def _is_this_machine(host: object) -> bool:
    """Say whether *host*, a name or an address, is a loopback address; no host at all is one to listen on."""
    name = host.decode() if isinstance(host, bytes) else host
    if not isinstance(name, str) or name in ("", "localhost"):
        return True
    try:
        return ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False
