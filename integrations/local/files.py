"""One event file of a folder: its bytes, and what is remembered of it. Every way it can be unreadable has its words."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta, tzinfo
from pathlib import Path

from daemon.domain.occurrence import TimeSpan
from integrations import ical
from integrations.ical_text import uids, unfold
from integrations.local.index import NO_SIGNATURE, Record
from integrations.local.sieve import count_events, day_span, is_whole

#: Larger files are not read; an event with the longest description is a hundred times smaller.
LARGEST_FILE = 10_000_000
#: Files are read for more than is in sight, so that they need not be read again as the window moves on.
READ_BEFORE = timedelta(days=2)
READ_AHEAD = timedelta(days=35)
#: A day in a file is meant in a zone of its own.
_SLACK_DAYS = 2


class Gone(Exception):
    """The file is no longer there."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of every file."""

    window: TimeSpan
    wanted: frozenset[str]
    #: What files are read for: more than the window.
    horizon: TimeSpan = field(init=False)
    by_uid: dict[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        horizon = TimeSpan(self.window.start - READ_BEFORE, self.window.end + READ_AHEAD)
        object.__setattr__(self, "horizon", horizon)
        object.__setattr__(self, "by_uid", identities_by_uid(self.wanted))

    def named(self, uids_of_file: Iterable[str]) -> frozenset[str]:
        """Give the wanted identities that an event with one of these UIDs may have."""
        if not self.by_uid:
            return frozenset()
        return frozenset().union(*(self.by_uid[uid] for uid in uids_of_file if uid in self.by_uid))

    def may_show(self, days: tuple[int, int]) -> bool:
        """Say whether something on *days* (ordinals, first and last) may lie within the horizon."""
        first, last = days[0] - _SLACK_DAYS, days[1] + _SLACK_DAYS
        return first <= self.horizon.end.toordinal() and self.horizon.start.toordinal() <= last


def identities_by_uid(wanted: Iterable[str]) -> dict[str, frozenset[str]]:
    """Give the identities by every UID that they may have: `a/b` is an event, or the occurrence `b` of `a`."""
    result: dict[str, set[str]] = {}
    for identity in wanted:
        result.setdefault(identity, set()).add(identity)
        uid, slash, _ = identity.rpartition("/")
        if slash:
            result.setdefault(uid, set()).add(identity)
    return {uid: frozenset(identities) for uid, identities in result.items()}


@dataclass(frozen=True, slots=True)
class Content:
    """A file's bytes, in the forms that are looked at."""

    href: str
    data: bytes
    unfolded: bytes
    lowered: bytes
    #: How many events it seems to hold.
    events: int

    @property
    def uids(self) -> frozenset[str]:
        """The UIDs in it, perhaps more."""
        return uids(self.unfolded, self.href, self.events)

    @property
    def is_whole(self) -> bool:
        """It looks as if a full parse would have nothing to complain of."""
        return is_whole(self.lowered, self.events)


def event_files(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Give the `*.ics` of *folder* as they are listed; hidden files, other suffixes and sub-folders are no events."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".ics") and entry.name[0] != ".":
                yield entry


def is_event_file(name: str) -> bool:
    """Say whether a changed file's *name* is one that `event_files` gives."""
    return name.endswith(".ics") and name[0] != "." and "/" not in name


def printable(name: str) -> str:
    """Give a file's *name* as text that can be shown and stored; names need not be UTF-8."""
    return name if name.isascii() else os.fsencode(name).decode(errors="replace")


def read_content(folder: Path, href: str, status: os.stat_result) -> Content:
    """
    Give the content of a file.

    Raises:
        Gone: It was removed meanwhile.
        IcalError: It is nothing that can be read, in words.
        OSError: It could not be read now.
    """
    if printable(href) != href:
        raise ical.IcalError("has a name that is no UTF-8 text; rename it")
    if stat.S_ISDIR(status.st_mode):
        raise ical.IcalError("is a folder; rename it so that it does not end in .ics, or move it away")
    if not stat.S_ISREG(status.st_mode):
        raise ical.IcalError("is no ordinary file; remove it from the folder")
    if status.st_size > LARGEST_FILE:
        most = LARGEST_FILE // 1_000_000
        raise ical.IcalError(f"is larger than {most} MB; split it into one file for each event, as vdirsyncer does")
    try:
        # Not blocking, should it have become a pipe since.
        descriptor = os.open(f"{folder}/{href}", os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise Gone from error
    try:
        data = os.read(descriptor, status.st_size + 1)
    finally:
        os.close(descriptor)
    unfolded = unfold(data)
    lowered = unfolded.lower()
    return Content(href, data, unfolded, lowered, count_events(lowered))


def read_record(content: Content, signature: int, wish: Wish, *, calendar: str, home: tzinfo) -> Record:
    """Parse *content* in full, where anything in it may be within the horizon or is wanted."""
    names = content.uids
    asked = wish.named(names)
    days = day_span(content.lowered) if content.is_whole else None
    if days and not asked and not wish.may_show(days):
        return Record(content.href, signature, content.events, names, days=days)
    try:
        read = ical.parse(
            content.data, calendar=calendar, href=content.href, window=wish.horizon, home=home, wanted=asked
        )
    except ical.IcalError as error:
        return Record(content.href, signature, content.events, names, str(error))
    return Record(
        href=content.href,
        signature=signature,
        events=read.events,
        uids=names,
        problem="; ".join(dict.fromkeys(read.problems)),
        days=days,
        horizon=(wish.horizon.start, wish.horizon.end),
        occurrences=read.occurrences,
        asked=asked,
    )


def unreadable(href: str, error: OSError, *, is_link: bool = False, before: Record | None = None) -> Record | None:
    """
    Give what is remembered of a file that could not be read now (it is tried again at every look), or None where
    it has gone.
    """
    if isinstance(error, FileNotFoundError) and not is_link:
        return None
    if isinstance(error, PermissionError):
        words = "may not be read (permission denied); give yourself the right with chmod u+r"
    elif is_link:
        words = "is a link that leads nowhere or in a circle; mend or remove it"
    else:
        words = f"could not be read ({error.strerror}); it is tried again"
    return Record(printable(href), NO_SIGNATURE, 0, before.uids if before else frozenset(), words)
