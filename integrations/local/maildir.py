"""
Drafts in a Maildir folder, as mail programs on this machine and sync tools (mbsync, offlineimap) use it.

A draft lies in `cur` as `<item name>.<8 characters of its fingerprint>:2,DS`. Both parts come from the draft itself:
it is found by its file's name without the ledger, and a file's name never gets other content, which mail programs,
their indexes and sync tools rely on (https://cr.yp.to/proto/maildir.html). Other tools change the flags, add marks to
the unique part (`,U=12`, `,S=345`) or rename the file altogether; then the Message-ID tells which item it is.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from urllib.parse import quote

from daemon.domain.errors import ConflictError, TemporaryError
from daemon.domain.item import Draft
from daemon.ports import Found, Lost
from integrations import atomic, mime
from integrations.local.seen import SeenFiles, path_in

#: `unique[,marks][:2,FLAGS]`; some file systems and tools part the flags by `;` or `!`.
_FILE_NAME = re.compile(r"(?P<unique>[^,:;!]*)(?:,[^:;!]*)?(?:[:;!]2,(?P<flags>[A-Za-z]*))?")
_OUR_UNIQUE = re.compile(r"([0-9a-f]{32})\.[0-9a-f]{8}")
#: In the header block only; the id may stand on the next line (RFC 5322, 2.2.3).
_MESSAGE_ID = re.compile(rb"^message-id:\s*<([^<>\s]+)>", re.IGNORECASE | re.MULTILINE)
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
#: A header block that is longer is nothing of ours.
_LONGEST_HEADER = 64 * 1024
_DRAFT_AND_SEEN = "DS"


class MaildirDrafts:
    """
    The `Store` of drafts in the Maildir folder *folder* below *root*, both made when the first draft is written.

    *name* is what messages call the mailbox; *domain* is the person's, for the Message-ID.
    """

    def __init__(self, name: str, root: Path, folder: str, domain: str) -> None:
        self._name = name
        self._root = root
        self._folder = root / folder
        self._domain = domain
        self._seen = SeenFiles(self._folder, lambda data: (mime.fingerprint_of(data), _link(data)))
        #: The item that a file is, "" for none of ours, by folder and file name; no file name ever gets other content.
        self._items: dict[str, dict[str, str]] = {"new": {}, "cur": {}}

    def find(self, name: str, ref: str = "", lost: Lost | None = None) -> Found | None:
        """
        See `Store.find`. Of several copies one that was changed is given, so that it counts as touched.

        What *lost* tells of may have been cut short between its content and its file's name; that is made good.
        """
        with self._in_words("The drafts could not be looked through"):
            if ref and not self._root.is_dir():
                # Something was written below it once, so it is not mounted, say: that tells nothing of the draft.
                raise TemporaryError(self._name, "The mail folder is gone. Bring it back, or correct `path`.")
            found = self._find(name, ref)
            if found and lost and found.fingerprint == lost.fingerprint:
                return self._with_own_name(name, found)
            return found

    def _find(self, name: str, ref: str) -> Found | None:
        path = path_in(ref)
        if _is_inside(path) and self._item_of(path) == name:
            with contextlib.suppress(FileNotFoundError):
                return self._seen.look(path, ref)
        # A file that is renamed while the folder is read may be left out: "gone" is said only after a second look.
        copies = self._copies(name) or self._copies(name)
        if not copies:
            return None
        return next((copy for copy in copies if copy.fingerprint != copies[0].fingerprint), copies[0])

    def _with_own_name(self, name: str, found: Found) -> Found:
        """Give the file the name of its content where it still has that of the content before."""
        old = path_in(found.ref)
        path = _path_for(name, found.fingerprint, _flags(old) or _DRAFT_AND_SEEN)
        if not _OUR_UNIQUE.fullmatch(_unique(old)) or _unique(old) == _unique(path):
            return found
        self._rename(old, path)
        return self._seen.written(path, found.fingerprint, found.link)

    def create(self, content: Draft, later: Collection[str] = ()) -> Found:
        """See `Store.create`."""
        with self._in_words("The draft could not be written"):
            self._make_folder()
            if self._paths({content.name, *later}):
                raise ConflictError(self._name, "A draft of that name is there already.")
            path = _path_for(content.name, content.fingerprint(), _DRAFT_AND_SEEN)
            data = self._bytes(content)
            try:
                atomic.write_new(self._folder / path, data, scratch=self._scratch(content))
            except FileExistsError as error:
                raise ConflictError(self._name, "A draft of that name is there already.") from error
            return self._seen.written(path, content.fingerprint(), _link(data))

    def replace(self, name: str, found: Found, content: Draft) -> Found:
        """See `Store.replace`. Flags are kept."""
        with self._in_words("The draft could not be replaced"):
            copies = self._untouched(name, found)
            if not copies:
                raise ConflictError(self._name, "The draft is no longer there.")
            old = path_in(copies[0].ref)
            flags = _flags(old) or _DRAFT_AND_SEEN
            path, data = _path_for(name, content.fingerprint(), flags), self._bytes(content)
            atomic.write_over(self._folder / old, data, scratch=self._scratch(content))
            # Only now the new content's own name: so there is exactly one file all the time.
            self._rename(old, path)
            for copy in {path_in(copy.ref) for copy in copies[1:]} - {path}:
                atomic.remove(self._folder / copy)
            return self._seen.written(path, content.fingerprint(), _link(data))

    def remove(self, name: str, found: Found) -> None:
        """See `Store.remove`."""
        with self._in_words("The draft could not be removed"):
            for copy in self._untouched(name, found):
                atomic.remove(self._folder / path_in(copy.ref))

    def remarks(self) -> Sequence[str]:
        """See `Store.remarks`."""
        return ()

    def reach(self) -> None:
        """See `Store.reach`."""
        with self._in_words("The drafts cannot be looked through"):
            self._paths(())

    def close(self) -> None:
        """Nothing is held open."""

    def _rename(self, old: str, new: str) -> None:
        """
        Give a draft the name of its new content.

        A sync tool's marks go, so that it takes the new content for a new message, and indexes read it anew.
        """
        (self._folder / old).rename(self._folder / new)
        atomic.sync_folder(self._folder / "cur")

    def _untouched(self, name: str, found: Found) -> list[Found]:
        """Read all copies anew, whatever is remembered; ConflictError where one is not as *found* says."""
        copies = self._copies(name, self._seen.look_anew)
        if any(copy.fingerprint != found.fingerprint for copy in copies):
            raise ConflictError(self._name, "The draft was changed by somebody else.")
        return copies

    def _copies(self, name: str, look: Callable[[str], Found] | None = None) -> list[Found]:
        """Give every file that is the item *name*, those under our own name first."""
        for _ in range(3):
            with contextlib.suppress(FileNotFoundError):  # renamed since the folder was listed
                return [(look or self._seen.look)(path) for path in self._paths({name})]
        raise TemporaryError(self._name, "The drafts are being changed by another program. It will be tried again.")

    def _paths(self, names: Collection[str]) -> list[str]:
        """List `new` and `cur` (in this order: files move from the one to the other) for the files of items *names*."""
        for part, items in self._items.items():
            try:
                present = set(os.listdir(self._folder / part))  # noqa: PTH208 - names alone, at a tenth of the cost
            except FileNotFoundError:
                present = set()
            for file in items.keys() - present:
                del items[file]
                self._seen.forget(f"{part}/{file}")
            items.update({file: self._item_of(f"{part}/{file}") for file in present - items.keys()})
        ours = [f"{part}/{file}" for part, items in self._items.items() for file, one in items.items() if one in names]
        return sorted(ours, key=lambda path: not _OUR_UNIQUE.match(path.partition("/")[2]))

    def _item_of(self, path: str) -> str:
        """Tell which item the file is by its name, else by its Message-ID; "" for none, gone or thrown away."""
        if "T" in _flags(path):
            return ""
        if ours := _OUR_UNIQUE.fullmatch(_unique(path)):
            return ours[1]
        with contextlib.suppress(FileNotFoundError, PermissionError):
            if stat.S_ISREG((self._folder / path).lstat().st_mode):
                with (self._folder / path).open("rb") as file:
                    return _message_id(file.read(_LONGEST_HEADER)).partition("@")[0]
        return ""

    def _make_folder(self) -> None:
        """Make the Maildir folder where it is not there yet."""
        for part in ("cur", "new", "tmp"):
            atomic.make_folder(self._folder / part)
        if self._folder.name.startswith("."):
            # Tells a folder of a Maildir++ from an inbox (https://www.courier-mta.org/imap/README.maildirquota.html).
            (self._folder / "maildirfolder").touch(mode=0o600)

    def _bytes(self, content: Draft) -> bytes:
        return mime.to_bytes(content, domain=self._domain)

    def _scratch(self, content: Draft) -> Path:
        return self._folder / "tmp" / content.name

    def _in_words(self, doing: str) -> contextlib.AbstractContextManager[None]:
        return atomic.in_words(self._name, f"{doing} (folder '{self._folder.name}')")


def _path_for(name: str, fingerprint: str, flags: str) -> str:
    """Name the file of item *name* with content of that *fingerprint*; nothing else is ever named so."""
    return f"cur/{name}.{fingerprint[:8]}:2,{flags}"


def _is_inside(path: str) -> bool:
    """Say whether *path* can be one of ours; a ref of another back-end that the account had before begins otherwise."""
    part, _, file = path.partition("/")
    return part in ("cur", "new") and bool(file) and "/" not in file


def _unique(path: str) -> str:
    found = _FILE_NAME.match(path.partition("/")[2])
    return found["unique"] if found else ""


def _flags(path: str) -> str:
    found = _FILE_NAME.match(path.partition("/")[2])
    return (found["flags"] or "") if found else ""


def _message_id(data: bytes) -> str:
    """Give the Message-ID of a message, without its angle brackets; "" where it has none."""
    header = _END_OF_HEADER.split(data, maxsplit=1)[0]
    found = _MESSAGE_ID.search(header)
    return found[1].decode("ascii", "replace") if found else ""


def _link(data: bytes) -> str:
    """Give the `mid:` URL of a message (RFC 2392), by which notmuch, Thunderbird and mutt find it."""
    message_id = _message_id(data)
    return f"mid:{quote(message_id, safe='@')}" if message_id else ""
