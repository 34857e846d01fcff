"""
The stand-in as a program: `python -m tests.google_server --sample --state DIR`.

It prints one line of JSON, with its root and where it put `credentials.json` (the client) and `token.json` (a consent
that was given already), and serves until SIGTERM or SIGINT. Violations go to stderr; with any, it ends with 1.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path

from tests.google_server.answers import Resource
from tests.google_server.clients import scope
from tests.google_server.sample import fill
from tests.google_server.server import GoogleServer

_SCOPES = [
    scope(name)
    for name in ("calendar.events.readonly", "calendar.app.created", "calendar.calendarlist.readonly", "gmail.compose")
]


def main() -> int:
    """Serve, and give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.google_server", description="A stand-in for Google.")
    parser.add_argument("--port", type=int, default=0, help="default: any that is free")
    parser.add_argument("--account", default="sam@example.com")
    parser.add_argument("--sample", action="store_true", help="put some events around now into the calendar")
    parser.add_argument("--state", type=Path, help="folder for the two files (default: a new one)")
    parser.add_argument("--scope", action="append", help="a scope of the consent in token.json; may be repeated")
    options = parser.parse_args()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    folder = options.state or Path(tempfile.mkdtemp(prefix="google-server-"))
    folder.mkdir(parents=True, exist_ok=True)
    server = GoogleServer(account=options.account, port=options.port)
    if options.sample:
        fill(server)
    server.start()
    try:
        client, token = folder / "credentials.json", folder / "token.json"
        _write(client, server.oauth.client_config())
        _write(token, server.oauth.issue(options.scope or _SCOPES))
        print(json.dumps({"root": server.root, "credentials": str(client), "token": str(token)}), flush=True)
        stopped.wait()
    finally:
        server.close()
    print(*server.violations, sep="\n", end="\n" if server.violations else "", file=sys.stderr)
    return 1 if server.violations else 0


def _write(path: Path, value: Resource) -> None:
    """Write a file that only its owner may read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)


if __name__ == "__main__":
    sys.exit(main())
