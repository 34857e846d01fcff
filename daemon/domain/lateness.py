"""Why a note missed its 24 hours (contract, promise 5): told from what is known in the first pass after them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import Enum

#: While Afterword runs, a calendar is not left unread for longer, or at least not while a note is due.
_GAP = timedelta(hours=1)

#: Why a note is late that was begun in time, and written a moment too late.
RAN_OUT = "Its 24 hours ran out while it was being written."


class Change(Enum):
    """What was new about an interview that had been known before."""

    #: It ends at another time.
    MOVED = "moved"
    #: It had been cancelled, declined, untagged or deleted.
    RETURNED = "returned"
    #: Anything else, such as whom the person met.
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of a note in the first pass after its deadline. All times are aware."""

    #: When it was to be written, and by when at the latest.
    due: datetime
    deadline: datetime
    #: The time of this pass, in which the calendars were read once more.
    now: datetime
    #: When the interview was seen first.
    first_seen: datetime
    #: When its calendar had been read last before this pass, None for never, and why it could not be read since, or "".
    last_read: datetime | None = None
    read_error: str = ""
    #: What was new about it in this pass, None for nothing.
    change: Change | None = None
    #: Since when it could not be written, None where that was not tried, and why.
    failing_since: datetime | None = None
    error: str = ""
    #: When the person said by a command what has opened its application again, perhaps.
    said_at: datetime | None = None


def why_late(known: Circumstances, zone: tzinfo) -> str:
    """Say why, a sentence for each cause, the most telling first; times are by the clocks of *zone*. No addresses."""
    return " ".join(_causes(known, zone)) or _by_the_persons_word(known, zone) or "Why is not known."


def _causes(known: Circumstances, zone: tzinfo) -> Iterator[str]:
    was_refused = known.failing_since is not None and known.failing_since <= known.deadline
    if was_refused and known.failing_since:
        yield f"From {_when(known.failing_since, zone)} on every try failed: {past_error(known.error)}"
    if known.first_seen > known.deadline or known.change is not None:
        if not was_refused:
            yield _why_seen_late(known, zone)
    elif since := _not_run_since(known, was_refused=was_refused):
        yield f"Afterword did not run between {_when(since, zone)} and {_when(known.now, zone)}."


def _by_the_persons_word(known: Circumstances, zone: tzinfo) -> str:
    if known.said_at is None or known.said_at <= known.deadline:
        return ""
    return f"It is owed again since {_when(known.said_at, zone)}, by what you said of its application."


def _why_seen_late(known: Circumstances, zone: tzinfo) -> str:
    """Say why it was known only after its hours that this note was owed."""
    now, last_read = _when(known.now, zone), known.last_read
    if last_read is not None and _spans(known, last_read):
        between = f"between {_when(last_read, zone)} and {now}"
        if known.read_error:
            return f"Its calendar could not be read {between}: {past_error(known.read_error)}"
        return f"Afterword did not look at its calendar {between}."
    if known.change is not None:
        return _CHANGES[known.change].format(now)
    if last_read is None:
        return f"Its calendar was read for the first time on {now}."
    seen = _when(known.first_seen, zone)
    return f"It was tagged, or came onto the calendar, too late: it was first seen on {seen}."


_CHANGES = {
    Change.MOVED: "The interview was moved too late: when it ended is known since {}.",
    Change.RETURNED: "It counts as an interview again only since {}.",
    Change.OTHER: "No such note was owed before the event was changed; that was seen on {}.",
}


def _not_run_since(known: Circumstances, *, was_refused: bool) -> datetime | None:
    """Give since when nobody looked after a note that was known to be owed, None where somebody did."""
    since = known.last_read
    if since is not None and known.read_error:
        # Nor does an unreadable calendar keep such a note back: had it run when that was due, it would have tried.
        since = None if was_refused else max(since, known.due)
    return since if since is not None and _spans(known, since) else None


def _spans(known: Circumstances, since: datetime) -> bool:
    """Say whether the time from *since* until now is a gap, and the one in which the hours ran out."""
    return since < known.deadline and known.now - since > _GAP


def _when(moment: datetime, zone: tzinfo) -> str:
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"


def past_error(error: str) -> str:
    """Give *error* without what was to be done about it: it is read when that has been done."""
    words = re.sub(r"\s*(Run `[^`]*`|It will be tried again( later)?)\.", "", error).strip()
    return words if words.endswith((".", "!", "?")) else f"{words}."
