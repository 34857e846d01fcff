"""
What the person is told of though they did not ask: that it needs them, or that something went wrong.

The words go through other people's servers (a public topic of ntfy, a chat), so nobody's name, no company, no title and
no address is in them; `afterword status` says the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from daemon.domain.item import Item, Kind, State

#: So long no calendar may be out of reach before it is worth a word.
UNREAD_FOR = timedelta(days=1)
#: A machine that wakes after days finds its network a little later.
AFTER_WAKING = timedelta(minutes=20)
#: A note that is late is told of for so long.
LATE_FOR = timedelta(days=7)
#: So many starts that no clean stop came before, within this time, are a service that does not hold.
MANY_STARTS = 5
WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something to be told once, and not again until it is mended."""

    #: Stays the same as long as it is the same trouble.
    id: str
    title: str
    text: str
    #: It has to last so long before it is told.
    patience: timedelta = timedelta()


def troubles_of(
    account: str, items: Iterable[Item], reads: Sequence[tuple[datetime, str]], login_lost: str, now: datetime
) -> list[Trouble]:
    """
    Give the troubles of one account; *account* is its name where there are several, else "".

    *reads* are, for each calendar, when it was read last and why it cannot be read now ("" where it can).
    """
    of = f" ({account})" if account else ""
    found = []
    if login_lost:
        how = f"afterword login {account}".strip()
        text = "Google does not accept the login any more; nothing is written until you log in again."
        found.append(Trouble("login", f"Afterword needs a login{of}", f"{text} Run: {how}"))
    elif reads and all(error for _, error in reads) and max(at for at, _ in reads) < now - UNREAD_FOR:
        text = "No calendar could be read for a day, so interviews may be missed. `afterword doctor` says why."
        found.append(Trouble("unread", f"Afterword cannot read your calendar{of}", text, AFTER_WAKING))
    for item in items:
        if item.kind is not Kind.THANK_YOU or not item.is_late or item.due < now - LATE_FOR:
            continue
        if item.state is State.WRITTEN:
            text = "It lies in your drafts now, more than a day after the interview: send it soon. "
        elif item.state in (State.PLANNED, State.FAILED, State.WRITING):
            text = "It could not be written within a day of the interview, and is tried again. "
        else:
            continue
        found.append(
            Trouble(f"late {item.key}", f"A thank-you note is late{of}", f"{text}`afterword status` tells more.")
        )
    return found


def restless(starts: Sequence[datetime], now: datetime) -> Trouble | None:
    """Give the trouble of a service that was started at *starts*, none of them after a clean stop."""
    if sum(now - WITHIN <= start <= now for start in starts) < MANY_STARTS:
        return None
    text = "It was started anew several times within an hour. `afterword doctor` and its log (journalctl) say why."
    return Trouble("restarts", "Afterword does not keep running", text)
