"""
Reminders in a vdir collection of Afterword's own: a folder with one event per `.ics` file, as khal and vdirsyncer read.

The collection is made by Afterword and carries a hidden file that proves it; a folder without it is somebody else's and
never written to. A reminder is `<item name>.ics` with the item's name as its UID; a sync tool may name the file
otherwise (https://vdirsyncer.pimutils.org/en/stable/vdir.html), then the UID tells which item it is.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from daemon.domain.errors import ConflictError, RefusedError, TemporaryError
from daemon.domain.item import Reminder
from daemon.ports import Found, Lost
from integrations import atomic, ical_write
from integrations.local.seen import SeenFiles, path_in

#: Proves that Afterword made the collection. Readers of a vdir pass over names that start with a dot.
MARKER = ".afterword"
_WHY_MARKED = b"Afterword made this calendar and changes it. Without this file it would not touch it again.\n"
#: vdir's metadata: the name that calendar programs show, and a colour (#RRGGBB) unlike their defaults.
_COLOR = b"#7E57C2"
_OUR_FILE = re.compile(r"[0-9a-f]{32}\.ics")
_UID = re.compile(rb"^UID(?:;[^:\r\n]*)?:\s*(\S+)\s*$", re.MULTILINE | re.IGNORECASE)
#: The fingerprint of what cannot be read as a reminder; equals none.
_UNREADABLE = "unreadable"


def _now() -> datetime:
    return datetime.now(UTC)


class ReminderFolder:
    """
    The `Store` of reminders in the collection *folder* below *root*, both made when the first reminder is written.

    *name* is what messages call the calendar; *clock* gives the DTSTAMP.
    """

    def __init__(self, name: str, root: Path, folder: str, *, clock: Callable[[], datetime] = _now) -> None:
        self._name = name
        self._root = root
        self._folder = root / folder
        self._clock = clock
        self._seen = SeenFiles(self._folder, _read)
        #: File names that are an item's own: those files hold no other item and are passed over.
        self._own_names: set[str] = set()

    def find(self, name: str, ref: str = "", lost: Lost | None = None) -> Found | None:  # noqa: ARG002 - names last
        """See `Store.find`. Nothing of ours is in a folder that is not marked as ours."""
        with self._in_words("The reminders could not be looked through"):
            if ref and not self._root.is_dir():
                # Something was written below it once, so it is not mounted, say: that tells nothing of the reminder.
                raise TemporaryError(self._name, "The calendar folder is gone. Bring it back, or correct `path`.")
            if not self._is_ours():
                return None
            # A file that is renamed while the folder is read may be left out: "gone" is said only after a second look.
            return self._locate(name, ref) or self._locate(name, ref)

    def create(self, content: Reminder, later: Collection[str] = ()) -> Found:
        """See `Store.create`."""
        with self._in_words("The reminder could not be written"):
            self._make_collection()
            path = self._folder / f"{content.name}.ics"
            try:
                if self._holds({content.name, *later}):
                    raise FileExistsError
                atomic.write_new(path, self._bytes(content), scratch=_scratch(path))
            except FileExistsError as error:
                raise ConflictError(self._name, "A reminder of that name is there already.") from error
            return self._seen.written(path.name, ical_write.as_written(content).fingerprint())

    def replace(self, name: str, found: Found, content: Reminder) -> Found:
        """See `Store.replace`. The file keeps its name, so that a sync tool takes it for the same event."""
        with self._in_words("The reminder could not be replaced"):
            current = self._untouched(name, found)
            if current is None:
                raise ConflictError(self._name, "The reminder is no longer there.")
            path = self._folder / path_in(current.ref)
            atomic.write_over(path, self._bytes(content), scratch=_scratch(path))
            return self._seen.written(path.name, ical_write.as_written(content).fingerprint())

    def remove(self, name: str, found: Found) -> None:
        """See `Store.remove`."""
        with self._in_words("The reminder could not be removed"):
            current = self._untouched(name, found)
            if current is not None:
                atomic.remove(self._folder / path_in(current.ref))

    def remarks(self) -> Sequence[str]:
        """See `Store.remarks`."""
        return ()

    def reach(self) -> None:
        """See `Store.reach`."""
        with self._in_words("The reminders cannot be looked through"):
            self._refuse_foreign()
            if self._is_ours():
                os.listdir(self._folder)  # noqa: PTH208 - as everywhere here

    def close(self) -> None:
        """Nothing is held open."""

    def _untouched(self, name: str, found: Found) -> Found | None:
        """Read the reminder anew, whatever is remembered; ConflictError where it is not as *found* says."""
        current = self._locate(name, look=self._seen.look_anew) if self._is_ours() else None
        if current is not None and current.fingerprint != found.fingerprint:
            raise ConflictError(self._name, "The reminder was changed by somebody else.")
        return current

    def _locate(self, name: str, ref: str = "", look: Callable[[str], Found] | None = None) -> Found | None:
        """Look under the reminder's own name, then for its UID in files that another tool has named, *ref* first."""
        for file in self._candidates(name, path_in(ref)):
            with contextlib.suppress(FileNotFoundError):
                return look(file) if look else self._seen.look(file, ref)
        return None

    def _candidates(self, name: str, hint: str) -> Iterator[str]:
        """Give the names of files that hold the reminder, the likeliest first, looking no further than asked."""
        yield f"{name}.ics"
        if _is_event(hint):
            yield from self._with_uid({name}, [hint])
        yield from self._with_uid({name}, self._named_by_others(self._present()))

    def _holds(self, names: Collection[str]) -> bool:
        """Say whether a reminder of one of *names* lies there, in whatever file."""
        present = self._present()
        if not present.isdisjoint(f"{name}.ics" for name in names):
            return True
        return any(self._with_uid(names, self._named_by_others(present)))

    def _present(self) -> set[str]:
        return set(os.listdir(self._folder))  # noqa: PTH208 - names alone, at a tenth of the cost

    def _named_by_others(self, present: set[str]) -> Iterator[str]:
        """Give those of the files *present* that may hold a reminder though they have not its name."""
        others = present - self._own_names
        self._own_names.update(filter(_OUR_FILE.fullmatch, others))
        return filter(_is_event, others - self._own_names)

    def _with_uid(self, names: Collection[str], files: Iterable[str]) -> Iterator[str]:
        """Give those of *files* that have one of *names* for a UID."""
        wanted = {name.encode() for name in names}
        for file in files:
            path = self._folder / file
            with contextlib.suppress(FileNotFoundError, PermissionError):
                if path.is_file() and not wanted.isdisjoint(map(bytes.lower, _UID.findall(path.read_bytes()))):
                    yield file

    def _is_ours(self) -> bool:
        """Say whether Afterword made the collection; False too where there is none."""
        return (self._folder / MARKER).is_file()

    def _make_collection(self) -> None:
        """
        Make the collection where there is none: complete under a hidden name, then renamed.

        So a crash leaves no folder that looks like somebody else's.

        Raises:
            RefusedError: A folder of that name is there which Afterword did not make.
        """
        if self._is_ours():
            return
        self._refuse_foreign()
        hidden = self._folder.with_name(f".{self._folder.name}.new")
        atomic.make_folder(hidden)
        parts = {MARKER: _WHY_MARKED, "displayname": self._folder.name.encode(), "color": _COLOR}
        for file, data in parts.items():
            atomic.write_over(hidden / file, data, scratch=hidden / f".{file}.tmp")
        hidden.rename(self._folder)
        atomic.sync_folder(self._root)

    def _refuse_foreign(self) -> None:
        """Raise RefusedError where a folder of that name is there which Afterword did not make."""
        if not self._is_ours() and (self._folder.exists() or self._folder.is_symlink()):
            raise RefusedError(
                self._name,
                f"There is a calendar '{self._folder.name}' already that Afterword did not make, so it stays as it is. "
                "Rename it, or choose another name for `reminders` in the configuration.",
            )

    def _bytes(self, content: Reminder) -> bytes:
        return ical_write.to_ical(content, now=self._clock())

    def _in_words(self, doing: str) -> contextlib.AbstractContextManager[None]:
        return atomic.in_words(self._name, f"{doing} (calendar '{self._folder.name}')")


def _is_event(file: str) -> bool:
    return file.endswith(".ics") and not file.startswith(".") and "/" not in file


def _read(data: bytes) -> tuple[str, str]:
    """Give the fingerprint of an event's bytes; a reminder has no link that calendar programs would follow."""
    try:
        return ical_write.from_ical(data).fingerprint(), ""
    except ValueError:
        return _UNREADABLE, ""


def _scratch(path: Path) -> Path:
    """Name the scratch file of *path*; vdir readers pass over what starts with a dot and ends in `.tmp`."""
    return path.with_name(f".{path.name}.tmp")
