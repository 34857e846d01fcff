"""
Telling the person what needs them: each trouble once, and not again until it is mended.

What was told, where, lies in the ledger, so that neither a new start nor a second account's lane tells it twice. It is
written down after it was delivered: a crash in between tells something twice rather than never.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from queue import SimpleQueue

from config.model import Settings
from daemon.addressees import targets
from daemon.domain.item import digest_of
from daemon.domain.trouble import WITHIN, Trouble, restless, troubles_of
from daemon.engine.clock import Clock, utc_now
from daemon.events import Line
from daemon.ports import Ledger, Memory
from integrations import atomic
from integrations.notify.messages import tell

log = logging.getLogger(__name__)

#: The setting of an account, "" for the service itself, in which lies what was told.
TOLD = "told"

#: What could not be delivered is tried again so much later; then ever later, up to a day.
FIRST_RETRY = timedelta(minutes=10)
LAST_RETRY = timedelta(days=1)

Deliver = Callable[[Sequence[str], str, str], list[bool]]


@dataclass(slots=True)
class _Told:
    """How far telling one trouble has come."""

    #: When it was noticed first, aware, in UTC.
    since: datetime
    #: Digests of the addresses at which it was told.
    at: set[str] = field(default_factory=set)


class Teller:
    """Tells of the troubles of all accounts, in a thread of its own. To be used from any thread."""

    def __init__(self, settings: Settings, ledger: Ledger, clock: Clock = utc_now, deliver: Deliver = tell) -> None:
        self._settings = settings
        self._ledger = ledger
        self._clock = clock
        self._deliver = deliver
        self._starts = settings.state_dir / "starts.json"
        self._started_at = clock()
        self._lock = threading.Lock()
        #: By account, what was told; read from the ledger once.
        self._known: dict[str, dict[str, _Told]] = {}
        #: By account and trouble, how often in vain, and when next.
        self._vain: dict[tuple[str, str], tuple[int, datetime]] = {}
        self._under_way: set[tuple[str, str]] = set()
        self._work: SimpleQueue[tuple[str, Trouble, list[str]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._problems: tuple[str, ...] = ()

    def started(self) -> None:
        """Take down that the service was started; told if that happens too often."""
        starts = [one for one in _read_starts(self._starts) if one > self._started_at - WITHIN]
        _write_starts(self._starts, [*starts, self._started_at])
        trouble = restless([*starts, self._started_at], self._started_at)
        if trouble is not None:
            self._settle("", [trouble])

    def stopped(self) -> None:
        """Take down that the service came to its end as it was told to: the next start is no sign of trouble."""
        _write_starts(self._starts, [])

    def after_pass(self, account: str, memory: Memory, login_lost: str) -> None:
        """Tell what is new about *account* after a pass over it, and forget what is mended."""
        now = self._clock()
        several = len(self._settings.accounts) > 1
        reads = [(read.read_at, read.error) for read in memory.reads.values()]
        self._settle(account, troubles_of(account if several else "", memory.items.values(), reads, login_lost, now))
        if now - self._started_at > WITHIN:
            self._settle("", [])

    def close(self) -> None:
        """Tell nothing more; what is under way is left."""
        self._work.put(None)

    def _settle(self, account: str, troubles: Sequence[Trouble]) -> None:
        """Compare *troubles*, all that there are for *account*, with what was told."""
        now = self._clock()
        with self._lock:
            known = self._known.get(account)
            if known is None:
                known = self._known[account] = _read_told(self._ledger.get_setting(account, TOLD))
            if not troubles and not known:
                return
            before = {name: (one.since, frozenset(one.at)) for name, one in known.items()}
            current = {one.id for one in troubles}
            for name in [name for name in known if name not in current]:
                del known[name]
                self._vain.pop((account, name), None)
            where = self._targets()
            for trouble in troubles:
                told = known.setdefault(trouble.id, _Told(now))
                missing = [one for one in where if digest_of(one) not in told.at]
                # A clock that was put back counts as time.
                is_lasting = not timedelta() <= now - told.since < trouble.patience
                key = (account, trouble.id)
                if missing and is_lasting and key not in self._under_way and self._is_time(key, now):
                    self._under_way.add(key)
                    self._hand_on(account, trouble, missing)
            if before != {name: (one.since, frozenset(one.at)) for name, one in known.items()}:
                self._ledger.put_setting(account, TOLD, _written_told(known))

    def _is_time(self, key: tuple[str, str], now: datetime) -> bool:
        _, moment = self._vain.get(key, (0, now))
        return now >= moment or moment - now > LAST_RETRY

    def _targets(self) -> tuple[str, ...]:
        found = targets(self._settings.notify, os.environ)
        if found.problems != self._problems:
            self._problems = found.problems
            for problem in found.problems:
                log.warning(Line("notify_address_not_usable", problem=problem))
        return found.addresses

    def _hand_on(self, account: str, trouble: Trouble, addresses: list[str]) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._tell_all, name="telling", daemon=True)
            self._thread.start()
        self._work.put((account, trouble, addresses))

    def _tell_all(self) -> None:
        while (work := self._work.get()) is not None:
            account, trouble, addresses = work
            try:
                self._tell(account, trouble, addresses)
            except Exception as error:
                # No pass waits for this, and none shall end by it.
                log.warning(Line("notify_failed", trouble=trouble.id.partition(" ")[0], error=type(error).__name__))
            with self._lock:
                self._under_way.discard((account, trouble.id))

    def _tell(self, account: str, trouble: Trouble, addresses: list[str]) -> None:
        delivered = self._deliver(addresses, trouble.title, trouble.text)
        kind = trouble.id.partition(" ")[0]
        with self._lock:
            key = (account, trouble.id)
            told = self._known[account].get(trouble.id)
            if told is not None:
                told.at |= {digest_of(one) for one, is_there in zip(addresses, delivered, strict=True) if is_there}
                self._ledger.put_setting(account, TOLD, _written_told(self._known[account]))
            if all(delivered):
                self._vain.pop(key, None)
            else:
                count = self._vain.get(key, (0, self._clock()))[0]
                self._vain[key] = count + 1, self._clock() + min(FIRST_RETRY * 3**count, LAST_RETRY)
        log.info(Line("person_told", trouble=kind, targets=sum(delivered), failed=len(delivered) - sum(delivered)))


def _read_told(text: str) -> dict[str, _Told]:
    try:
        document = json.loads(text or "{}")
        return {
            name: _Told(datetime.fromisoformat(one["since"]), set(map(str, one["at"])))
            for name, one in document.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _written_told(known: dict[str, _Told]) -> str:
    if not known:
        return ""
    return json.dumps({name: {"since": one.since.isoformat(), "at": sorted(one.at)} for name, one in known.items()})


def _read_starts(path: Path) -> list[datetime]:
    """Give the starts of late; a file that is missing or spoilt counts as none."""
    try:
        starts = [datetime.fromisoformat(one) for one in json.loads(path.read_bytes())]
    except (OSError, ValueError, TypeError):
        return []
    return [one for one in starts if one.tzinfo is not None]


def _write_starts(path: Path, starts: Sequence[datetime]) -> None:
    try:
        atomic.make_folder(path.parent)
        data = json.dumps([one.isoformat() for one in starts]).encode()
        atomic.write_over(path, data, scratch=path.with_name(f".{path.name}.tmp"))
    except OSError as error:
        log.warning(Line("starts_not_kept", errno=error.errno))
