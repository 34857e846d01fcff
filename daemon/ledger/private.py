"""Folders and files that only the person can read (contract, section 6: folders 0700, files 0600)."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from daemon.domain.errors import LedgerError

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def private_folder(folder: Path) -> None:
    """
    See to it that *folder* exists, open to nobody else.

    One that holds something already keeps its mode: it may be a folder that the person shares on purpose, and what
    Afterword writes into it is closed anyway.

    Raises:
        LedgerError: It cannot be made.
    """
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        with os.scandir(folder) as entries:
            is_empty = next(entries, None) is None
    except OSError as error:
        raise LedgerError(
            f"The state folder {folder} cannot be used: {error.strerror}. Make it writable, or set AFTERWORD_STATE_DIR."
        ) from error
    if is_empty:
        # Not ours to change where it belongs to another user; then the files' own mode has to do.
        with suppress(OSError):
            folder.chmod(FOLDER_MODE)


def open_private(path: Path, flags: int = 0) -> int:
    """
    Open the file *path* to read and write, made if it is missing, and give its descriptor; only the person may read it.

    Raises:
        FileExistsError: It is there already, and *flags* has `os.O_EXCL`.
        LedgerError: It cannot be made or opened.
    """
    private_folder(path.parent)
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | flags, FILE_MODE)
    except FileExistsError:
        raise
    except OSError as error:
        raise LedgerError(
            f"{path} cannot be written: {error.strerror}. Make it writable, or set AFTERWORD_STATE_DIR."
        ) from error


def make_private(path: Path) -> None:
    """
    See to it that the file *path* exists and that only the person may read it.

    A file that is there is not opened: to close it again would drop the locks that SQLite holds on it elsewhere in this
    process (https://www.sqlite.org/howtocorrupt.html, 2.2).

    Raises:
        LedgerError: It cannot be made.
    """
    try:
        os.close(open_private(path, os.O_EXCL))
    except FileExistsError:
        with suppress(OSError):
            path.chmod(FILE_MODE)
