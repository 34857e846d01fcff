"""
Durable writes on this machine: what is there is there in full, and still there after a power cut.

A file is written under a scratch name in the same file system, synced, given its name, and the folder is synced; rename
and link are atomic (POSIX.1-2017, rename), fsync of the file before them keeps an empty file from taking the name after
a power cut. A crash leaves a scratch file at most, which readers ignore and the next write of that name clears away.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from daemon.domain.errors import TemporaryError

#: What went wrong, and how the person mends it. No path: folders are often named after addresses.
_IN_WORDS = {
    errno.ENOSPC: "the disk is full; make room",
    errno.EDQUOT: "the disk quota is used up; make room",
    errno.EROFS: "the disk can only be read; mount it for writing",
    errno.EACCES: "the permission is missing; let your user read and write there",
    errno.EPERM: "the permission is missing; let your user read and write there",
    errno.EIO: "the disk reports an error; check it",
    errno.ENOENT: "the folder is gone; bring it back or correct `path` in the configuration",
    errno.ENOTDIR: "a file stands where a folder should be; move it away or correct `path` in the configuration",
    errno.EISDIR: "a folder stands where a file should be; move it away",
    errno.ELOOP: "its symbolic links lead in a circle; mend them",
    errno.ENAMETOOLONG: "the name is too long for this disk; choose a shorter one",
    errno.EMFILE: "too many files are open; close some programs",
}
#: File systems without hard links (FAT, some network and container mounts) say one of these.
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


@contextlib.contextmanager
def in_words(integration: str, doing: str) -> Iterator[None]:
    """
    Turn an `OSError` of the block into a `TemporaryError` that says what failed (*doing*), why, and how to mend it.

    *doing* starts a sentence: "The draft could not be written to 'Drafts'".
    """
    try:
        yield
    except OSError as error:
        why = _IN_WORDS.get(error.errno or 0) or os.strerror(error.errno or errno.EIO).lower()
        raise TemporaryError(integration, f"{doing}: {why}. It will be tried again.") from error


def write_new(path: Path, data: bytes, *, scratch: Path) -> None:
    """
    Write *data* to *path*, 0600, durably; FileExistsError where there is something of that name, which stays as it is.

    *scratch* lies in the same file system.
    """
    with _written(scratch, data):
        try:
            os.link(scratch, path)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            # Not exclusive against another program in the same instant; better than not writing there at all.
            if path.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
            scratch.rename(path)
    sync_folder(path.parent)


def write_over(path: Path, data: bytes, *, scratch: Path) -> None:
    """Put *data* in the place of *path*, 0600, durably: at every instant either the old or the new is there in full."""
    with _written(scratch, data):
        scratch.rename(path)
    sync_folder(path.parent)


def remove(path: Path) -> None:
    """Delete *path* for good; one that is gone already is no error."""
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Make *path* and what is missing above it, 0700, durably; one that is there stays as it is."""
    if path.is_dir():
        return
    make_folder(path.parent)
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
        sync_folder(path.parent)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))


def sync_folder(path: Path) -> None:
    """Make the names in the folder *path* durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _written(scratch: Path, data: bytes) -> Iterator[None]:
    """Hold *data*, synced, under the name *scratch* while the block gives it its own; clear it away afterwards."""
    # A leftover may be a second name of a finished file (a crash between link and unlink): never written into.
    scratch.unlink(missing_ok=True)
    try:
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield
    finally:
        with contextlib.suppress(OSError):
            scratch.unlink(missing_ok=True)
