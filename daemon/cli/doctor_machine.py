"""What `afterword doctor` looks at besides accounts: ledger, service, time zones, disk, the writer, who is told."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from daemon.cli import service_manager
from daemon.cli.finding import Finding, Level
from daemon.cli.words import counted
from daemon.domain.errors import AuthorisationError, IntegrationError, LedgerError, LedgerRefused

if TYPE_CHECKING:
    from config.model import Settings

#: Bytes free below which a ledger may soon not be written, and below which it will not be.
_LITTLE, _TOO_LITTLE = 200 * 1024**2, 20 * 1024**2
#: Countries change their zones; rules that are older than this may be wrong somewhere.
_OLD_ZONES = timedelta(days=730)
_CLOCK_MAY_BE_OFF = timedelta(minutes=2)
#: A server that is asked by the doctor has so long.
_SECONDS = 10.0


def of_machine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at everything that concerns all accounts; one thing that cannot be looked at hides no other."""
    for look in (_ledger, _disk, _service, _zones, _metrics, _notify, _writer):
        try:
            yield from look(settings, now)
        except Exception as error:
            what = look.__name__.strip("_")
            yield Finding(what, Level.WARNING, f"It could not be looked at ({type(error).__name__}).", "Report this.")


def _ledger(settings: Settings, _now: datetime) -> Iterator[Finding]:
    from daemon.ledger.migrate import is_current
    from daemon.ledger.sqlite import SqliteLedger
    from daemon.wiring import LEDGER

    path = settings.state_dir / LEDGER
    if not path.exists():
        # A folder that cannot be used is told already.
        if settings.state_dir.is_dir():
            yield Finding("ledger", Level.OK, "There is none yet; the first pass makes it.")
        return
    try:
        with closing(SqliteLedger.open(path, read_only=True)):
            pass
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
            current = is_current(connection, str(path))
    except LedgerRefused as error:
        yield Finding("ledger", Level.PROBLEM, str(error), "Do what the message says.")
        return
    except LedgerError as error:
        yield Finding("ledger", Level.PROBLEM, str(error), "Do what the message says, or try again later.")
        return
    except sqlite3.Error as error:
        found, current = str(error), True
    size = path.stat().st_size / 1024**2
    if found != "ok":
        mend = f"Stop Afterword, move {path} and its -wal and -shm away, then afterword sync: what lies there is found."
        yield Finding("ledger", Level.PROBLEM, f"{path} is damaged: {found.splitlines()[0]}", mend)
        return
    later = "" if current else "; the next pass brings it to this version, and keeps a copy"
    yield Finding("ledger", Level.OK, f"{path} is whole ({size:.1f} MiB){later}.")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Finding("ledger", Level.WARNING, f"Others may read {path}.", f"chmod 600 {path}")


def _disk(settings: Settings, _now: datetime) -> Iterator[Finding]:
    place = next(one for one in (settings.state_dir, *settings.state_dir.parents) if one.exists())
    free = shutil.disk_usage(place).free
    much = f"{free / 1024**2:.0f} MiB are free where the state folder lies."
    if free < _LITTLE:
        level = Level.PROBLEM if free < _TOO_LITTLE else Level.WARNING
        yield Finding("disk", level, much, "Make room: what cannot be written down is not done.")


def _service(settings: Settings, _now: datetime) -> Iterator[Finding]:
    from daemon.wiring import service_process

    process = service_process(settings)
    reason = service_manager.why_not(os.environ)
    unit = None if reason else service_manager.look()
    if process is not None or (unit and unit.is_active):
        is_ours = unit is not None and unit.is_active
        since = f" since {unit.since}" if is_ours and unit and unit.since else ""
        yield Finding("service", Level.OK, f"It runs (process {process or (unit.pid if unit else '?')}){since}.")
        if unit and is_ours and unit.restarts:
            times = counted(unit.restarts, "time")
            mend = "journalctl --user -u afterword tells why."
            yield Finding("service", Level.WARNING, f"It was started anew {times}.", mend)
        if unit and is_ours and not unit.is_enabled:
            mend = "afterword service install"
            yield Finding("service", Level.WARNING, "It is not enabled: it does not start by itself.", mend)
        elif is_ours and service_manager.lingers() is False:
            mend = "loginctl enable-linger"
            yield Finding("service", Level.WARNING, "It runs only while you are logged in.", mend)
        return
    if unit is not None and unit.is_installed and unit.is_enabled:
        mend = "journalctl --user -u afterword tells why; then afterword service install"
        yield Finding("service", Level.PROBLEM, f"It is installed and does not run: {unit.state}.", mend)
        return
    mend = "afterword service install, or any supervisor, or `afterword sync` by cron (docs/service.md)"
    yield Finding("service", Level.WARNING, "Nothing works in the background just now.", mend)


def _zones(_settings: Settings, now: datetime) -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, version
    from zoneinfo import TZPATH, available_timezones

    if not available_timezones():
        mend = "Install tzdata (Debian: apt install tzdata)."
        yield Finding("time zones", Level.PROBLEM, "There are no time zones on this machine.", mend)
        return
    if any(Path(place).is_dir() for place in TZPATH):
        # The system's own are kept up to date with it.
        yield Finding("time zones", Level.OK, f"The system's are used ({counted(len(available_timezones()), 'zone')}).")
        return
    try:
        release = version("tzdata")
        made = datetime(int(release.split(".")[0]), 1, 1, tzinfo=UTC)
    except (PackageNotFoundError, ValueError):
        return
    if now - made > _OLD_ZONES:
        mend = "Upgrade Afterword, or its package tzdata."
        yield Finding("time zones", Level.WARNING, f"The rules of the zones are those of {made.year}.", mend)
    else:
        yield Finding("time zones", Level.OK, f"tzdata {release}.")


def _metrics(settings: Settings, _now: datetime) -> Iterator[Finding]:
    file = settings.metrics.file
    if file is None:
        return
    if os.access(file.parent, os.W_OK | os.X_OK):
        yield Finding("metrics", Level.OK, f"{file} can be written.")
    else:
        mend = f"Make {file.parent} writable, or correct metrics.file."
        yield Finding("metrics", Level.WARNING, f"{file} cannot be written.", mend)


def _notify(settings: Settings, _now: datetime) -> Iterator[Finding]:
    from daemon.addressees import targets
    from integrations.notify.messages import DESKTOP, understood

    found = targets(settings.notify, os.environ)
    for problem in found.problems:
        yield Finding("notify", Level.WARNING, problem, "Correct it; docs/notify.md says what can be used.")
    remote = [one for one in found.addresses if one != DESKTOP]
    known = understood(remote)
    if not all(known):
        lost = counted(known.count(False), "address", "addresses")
        mend = "Correct them; afterword notify tries each."
        yield Finding("notify", Level.WARNING, f"{lost} in [notify] cannot be understood.", mend)
    where = ["your desktop"] if DESKTOP in found.addresses else []
    where += [counted(len(remote), "address", "addresses")] if remote else []
    if where and all(known):
        yield Finding("notify", Level.OK, f"You are told what needs you: {' and '.join(where)}.")


def _writer(settings: Settings, now: datetime) -> Iterator[Finding]:
    writer = settings.writer
    if not writer.url:
        return
    from email.utils import parsedate_to_datetime

    from integrations.writer.chat import ChatRewriter

    seconds = min(_SECONDS, writer.timeout_seconds)
    chat = ChatRewriter(
        writer.url, writer.model, seconds=seconds, key_command=writer.key_command, key_file=writer.key_file
    )
    began = time.perf_counter()
    try:
        date = chat.reach()
    except IntegrationError as error:
        took = round((time.perf_counter() - began) * 1000)
        what = "Correct key_command or key_file." if isinstance(error, AuthorisationError) else "See to the server."
        mend = f"{what} Notes are written without it until then."
        message = f"{error.message[0].upper()}{error.message[1:]}."
        yield Finding("writer", Level.WARNING, message, mend, milliseconds=took)
        return
    took = round((time.perf_counter() - began) * 1000)
    yield Finding("writer", Level.OK, "The language model's server answers.", milliseconds=took)
    try:
        there = parsedate_to_datetime(date)
    except (TypeError, ValueError):
        return
    off = now - (there if there.tzinfo else there.replace(tzinfo=UTC))
    if abs(off) > _CLOCK_MAY_BE_OFF:
        much = counted(round(abs(off) / timedelta(minutes=1)), "minute")
        way = "fast" if off > timedelta() else "slow"
        mend = "Set it, best by a time service: timedatectl set-ntp true"
        yield Finding("clock", Level.WARNING, f"By the writer's server this machine's clock is {much} {way}.", mend)
