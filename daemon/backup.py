"""
One file with all that makes an installation what it is: ledger, configuration, templates of one's own; no secrets.

A zip archive: `afterword.json` (what it is, and of which version), `ledger.sqlite`, `config.toml`, `templates/...`, and
`calendars/...` (which calendar at Google is Afterword's own). Logins, passwords and keys are not in it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sqlite3
import tomllib
import zipfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import daemon
from daemon.domain.errors import LedgerRefused, UsageError
from daemon.ledger.migrate import SCHEMA, is_current, steps_in, version_of
from daemon.ledger.private import private_folder
from daemon.ledger.trouble import in_words

MANIFEST = "afterword.json"
LEDGER = "ledger.sqlite"
CONFIGURATION = "config.toml"
#: What an archive may hold besides.
_OTHERS = re.compile(r"(?:templates/[\w./-]+\.j2|calendars/[\w-]+\.json)")
#: Raised with every change to how archives are laid out.
FORMAT = 1
#: No ledger of a person comes near this; what is larger is no archive of ours.
LARGEST = 512 * 1024 * 1024

_LEFT_OUT = "# urls: left out of this copy, since they hold secrets. Put them back, best into the file `urls_file`."


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive holds, checked."""

    manifest: Mapping[str, object]
    ledger: bytes
    #: None where there was none.
    configuration: bytes | None
    #: Templates and calendars, by their paths in the archive.
    others: Mapping[str, bytes]


def made(state_dir: Path, configuration: Path, now: datetime) -> tuple[bytes, list[str]]:
    """
    Give the archive of an installation, and what was left out of it, in words.

    The ledger is copied as it was at one instant, also beside a running service.

    Raises:
        UsageError: Nothing is there to copy.
        LedgerError: The ledger cannot be read.
    """
    ledger = state_dir / LEDGER
    if not ledger.exists():
        raise UsageError(f"There is nothing to export yet: {ledger} is not there.")
    left_out = ["the logins in tokens/", "the OAuth client, passwords and keys"]
    files: dict[str, bytes] = {}
    with in_words(str(ledger)), closing(sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True)) as source:
        is_current(source, str(ledger))
        version = version_of(source)
        with closing(sqlite3.connect(":memory:")) as copy:
            source.backup(copy)
            whole = bytearray(copy.serialize())
            # A write-ahead log cannot be had in memory, where the copy is checked before it is put back
            # (https://www.sqlite.org/c3ref/deserialize.html); opened again, the ledger gets its own.
            whole[18:20] = b"\x01\x01"
            files[LEDGER] = bytes(whole)
    text = configuration.read_text(encoding="utf-8-sig")
    stripped = without_addresses(text)
    if stripped != text:
        left_out.append("the addresses in [notify] urls, which hold secrets")
    files[CONFIGURATION] = stripped.encode()
    for folder, place, pattern in (
        ("templates", configuration.parent / "templates", "**/*.j2"),
        ("calendars", state_dir / "calendars", "*.json"),
    ):
        for path in sorted(place.glob(pattern)):
            name = f"{folder}/{path.relative_to(place).as_posix()}"
            if path.is_file() and _OTHERS.fullmatch(name):
                files[name] = path.read_bytes()
    manifest = {
        "program": "afterword",
        "format": FORMAT,
        "version": daemon.__version__,
        "ledger_version": version,
        "made": now.isoformat(timespec="seconds"),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in ((MANIFEST, json.dumps(manifest, indent=2).encode()), *files.items()):
            archive.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return out.getvalue(), left_out


def without_addresses(text: str) -> str:
    """
    Give the configuration *text* without the value of `[notify] urls`; every other byte stays.

    Raises:
        UsageError: It stands there in a way that cannot be taken out line by line.
    """
    try:
        urls = tomllib.loads(text).get("notify", {}).get("urls")
    except (tomllib.TOMLDecodeError, AttributeError):
        return text
    if not urls:
        return text
    lines = text.splitlines(keepends=True)
    inside = False
    for start, line in enumerate(lines):
        if re.match(r"\s*\[", line):
            inside = bool(re.match(r"\s*\[\s*notify\s*\]", line))
        elif inside and re.match(r"\s*[\"']?urls[\"']?\s*=", line):
            for end in range(start + 1, len(lines) + 1):
                with contextlib.suppress(tomllib.TOMLDecodeError):
                    tomllib.loads("".join(lines[start:end]))
                    return "".join([*lines[:start], _LEFT_OUT + "\n", *lines[end:]])
    raise UsageError("The addresses in [notify] urls hold secrets: move them into the file `urls_file`, then export.")


def opened(data: bytes) -> Archive:
    """
    Check *data* and give what is in it.

    Raises:
        UsageError: It is no archive of ours, or damaged, or holds what does not belong there.
        LedgerRefused: A newer version made it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise UsageError("This is no export of Afterword: it is too large.")
            entries = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UsageError(f"This is no export of Afterword, or it is damaged: {error}.") from error
    except Exception as error:  # zlib.error and others of a spoilt archive
        raise UsageError(f"This export is damaged: {error}.") from error
    try:
        manifest = json.loads(entries.pop(MANIFEST))
        is_ours = manifest["program"] == "afterword"
        form, version = int(manifest["format"]), str(manifest["version"])
    except (KeyError, ValueError, TypeError) as error:
        raise UsageError("This is no export of Afterword: it does not say what it is.") from error
    if not is_ours or LEDGER not in entries:
        raise UsageError("This is no export of Afterword.")
    if form > FORMAT:
        raise LedgerRefused(
            f"Afterword {version} made this export, and this is {daemon.__version__}. Install the newer."
        )
    ledger, configuration = entries.pop(LEDGER), entries.pop(CONFIGURATION, None)
    strange = [name for name in entries if not _OTHERS.fullmatch(name) or ".." in name.split("/")]
    if strange:
        raise UsageError(f"This is no export of Afterword: it holds {strange[0]!r}.")
    _check(ledger)
    return Archive(manifest, ledger, configuration, entries)


def _check(ledger: bytes) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(ledger)
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
            version = version_of(connection)
            is_current(connection, "in the export")
        except (sqlite3.Error, MemoryError, ValueError) as error:
            raise UsageError(f"The ledger in this export is damaged: {error}.") from error
    if found != "ok":
        raise UsageError(f"The ledger in this export is damaged: {found}.")
    if not 0 < version <= steps_in(SCHEMA)[-1][0]:
        raise UsageError("The ledger in this export is empty.")


def put_back(archive: Archive, state_dir: Path, now: datetime) -> Path | None:
    """
    Put ledger and calendars of *archive* into *state_dir*; give where the ledger that was there is kept, if one was.

    Whoever calls holds all locks. Killed at any instant, the old ledger is there, or the new one.
    """
    private_folder(state_dir)
    ledger = state_dir / LEDGER
    kept = None
    if ledger.exists():
        kept = ledger.with_name(f"{LEDGER}.replaced-{now:%Y%m%d-%H%M%S}")
        _keep(ledger, kept)
    new = ledger.with_name(f"{LEDGER}.importing")
    _write(new, archive.ledger)
    new.replace(ledger)
    for name, data in archive.others.items():
        if name.startswith("calendars/"):
            path = state_dir / name
            private_folder(path.parent)
            _write(path, data)
    _sync(state_dir)
    return kept


def write_configuration(archive: Archive, file: Path, now: datetime) -> Path | None:
    """Write configuration and templates of *archive* beside *file*; give where the one that was there is kept."""
    assert archive.configuration is not None
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = None
    if file.exists():
        kept = file.with_name(f"{file.name}.replaced-{now:%Y%m%d-%H%M%S}")
        _write(kept, file.read_bytes())
    for name, data in archive.others.items():
        if name.startswith("templates/"):
            path = file.parent / name
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, data)
    scratch = file.with_name(f".{file.name}.importing")
    _write(scratch, archive.configuration)
    scratch.replace(file)
    _sync(file.parent)
    return kept


def copies_in(state_dir: Path) -> list[Path]:
    """Give the older copies of the ledger: kept before a migration, or before an import."""
    return sorted(
        path for path in state_dir.glob(f"{LEDGER}.*-*") if path.suffix.startswith((".before-", ".replaced-"))
    )


def _keep(ledger: Path, copy: Path) -> None:
    """Keep *ledger* as *copy*, and leave it without a write-ahead log: that of the old is not the new one's."""
    _write(copy, b"")
    try:
        with closing(sqlite3.connect(ledger, isolation_level=None)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            source.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError:
        # It is damaged, and perhaps that is why somebody puts back an export: it is kept as it is.
        for ending in ("", "-wal", "-shm"):
            part = ledger.with_name(ledger.name + ending)
            if part.exists():
                _write(copy.with_name(copy.name + ending), part.read_bytes())
        for ending in ("-wal", "-shm"):
            ledger.with_name(ledger.name + ending).unlink(missing_ok=True)
    _sync_file(copy)


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_sync = _sync_file
