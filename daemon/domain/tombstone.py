"""What stays of an event that was forgotten."""

from __future__ import annotations

import hashlib


def tombstone(account: str, identity: str) -> str:
    """
    Give what is kept of an event that was forgotten, so that nothing is made for it again.

    Nobody can tell from it what the event was; whoever has the event can tell that it is meant.
    """
    return hashlib.sha256(f"{account}\0{identity}".encode()).hexdigest()[:32]
