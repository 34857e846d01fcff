"""What goes wrong with the next calls: ordered beforehand, by their number in the next pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import TypeVar

from daemon.domain.errors import AuthorisationError, LedgerError, RefusedError, TemporaryError

Answer = TypeVar("Answer")


class Killed(BaseException):
    """The process died here."""


class Place(Enum):
    """What a call is made to."""

    LEDGER = "the ledger"
    CALENDAR = "a watched calendar"
    DRAFTS = "the mailbox"
    REMINDERS = "the calendar of our own"


class Blow(Enum):
    """What becomes of a call."""

    KILLED_BEFORE = "the process is killed before it"
    KILLED_AFTER = "the process is killed after it"
    #: A server that cannot be reached; a disk that is full.
    REFUSED = "it is refused"
    FORBIDDEN = "it is forbidden for now"
    LOGGED_OUT = "the login is not accepted"
    ANSWER_LOST = "it is done, and the answer is lost"
    #: The connection ends before the server has worked on it; it works on it some minutes later.
    DONE_LATER = "no answer comes, and it is done some minutes later"
    FORGOTTEN = "it is done, and forgotten some minutes later"
    STALE = "the answer is an old one"
    EMPTY = "the answer is that nothing is there"
    HALF = "the answer leaves out every other thing"
    #: Another instance of the program tries a pass at this instant.
    RIVAL = "a second instance makes a pass"


#: What can befall calls to each place; elsewhere a blow misses.
FITS: dict[Place, frozenset[Blow]] = {
    Place.LEDGER: frozenset({Blow.KILLED_BEFORE, Blow.KILLED_AFTER, Blow.REFUSED, Blow.RIVAL}),
    Place.CALENDAR: frozenset(Blow)
    - {Blow.ANSWER_LOST, Blow.DONE_LATER, Blow.FORGOTTEN, Blow.FORBIDDEN, Blow.KILLED_AFTER},
    Place.DRAFTS: frozenset(Blow) - {Blow.EMPTY, Blow.HALF},
    Place.REMINDERS: frozenset(Blow) - {Blow.EMPTY, Blow.HALF},
}

#: Patience with an answer that does not come.
TIME_OUT = timedelta(seconds=45)


@dataclass
class Nature:
    """Keeps the order of blows, and how many of them have struck."""

    #: Lets time pass.
    wait: Callable[[timedelta], None]
    #: Does something later: after how long, and what.
    later: Callable[[timedelta, Callable[[], object]], None]
    rival: Callable[[], None]
    #: Gives the true time.
    now: Callable[[], datetime]
    #: By number of the call, from 1, and the place that it is made to: both must fit.
    ordered: list[tuple[Place, int, Blow]] = field(default_factory=list)
    #: Until when each place is out of reach, true time; aware.
    #: For one watched calendar alone, by its name.
    outages: dict[Place | str, tuple[datetime, Blow]] = field(default_factory=dict)
    #: How many calls were made to each place in this pass.
    calls: dict[Place, int] = field(default_factory=dict)
    #: Writes to the ledger since the beginning.
    ledger_writes: int = 0
    struck: list[tuple[Place, Blow]] = field(default_factory=list)

    def begin_pass(self) -> None:
        """Count calls anew."""
        self.calls.clear()
        self.struck.clear()

    def end_pass(self) -> None:
        """What was ordered for this pass and found no call is forgotten."""
        self.ordered.clear()

    def blow(self, place: Place, name: str = "") -> Blow | None:
        """Count a call to *place* (to the one called *name* where there are several) and give what befalls it."""
        count = self.calls[place] = self.calls.get(place, 0) + 1
        found = None
        for out in (place, name):
            if out not in self.outages:
                continue
            until, kind = self.outages[out]
            if self.now() < until:
                found = kind
            else:
                del self.outages[out]
        for at, number, kind in self.ordered:
            if at is place and number == count and kind in FITS[place]:
                found = kind
        if found is not None:
            self.struck.append((place, found))
        return found

    def write(self, place: Place, act: Callable[[], Answer], undo: Callable[[], object] = lambda: None) -> Answer:
        """Carry out a write to *place*, or let it fail; *undo* is what forgetting it means."""
        found = self.blow(place)
        self.before(place, found)
        if found is Blow.DONE_LATER:
            self.later(timedelta(minutes=3), act)
            self.wait(TIME_OUT)
            raise TemporaryError(place.value, "No answer came.")
        answer = act()
        if found is Blow.FORGOTTEN:
            self.later(timedelta(minutes=2), undo)
        self.after(place, found)
        return answer

    def before(self, place: Place, found: Blow | None) -> None:
        """Let what befalls a call before it is made happen."""
        match found:
            case Blow.KILLED_BEFORE:
                raise Killed
            case Blow.RIVAL:
                self.rival()
            case Blow.REFUSED if place is Place.LEDGER:
                raise LedgerError("The disk is full.")
            case Blow.REFUSED:
                raise TemporaryError(place.value, "It is out of reach.")
            case Blow.FORBIDDEN:
                raise RefusedError(place.value, "It is forbidden.")
            case Blow.LOGGED_OUT:
                raise AuthorisationError(place.value, "The login is not accepted.")
            case _:
                pass

    def after(self, place: Place, found: Blow | None) -> None:
        """Let what befalls a call after it was made happen."""
        if found is Blow.KILLED_AFTER:
            raise Killed
        if found is Blow.ANSWER_LOST:
            self.wait(TIME_OUT)
            raise TemporaryError(place.value, "The answer was lost.")
