"""
The person's own templates as they lie in their folder: which files there are, what they hold, what is wrong with them.

`templates/en/thank_you/opening.j2` beside the configuration file takes the place of the shipped file of that name.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

SUFFIX = ".j2"

#: Nobody writes so much by hand: then this is another folder, which only has the name.
MOST_ENTRIES = 400
MOST_BYTES = 64 * 1024
_DEEPEST = 4


@dataclass(frozen=True, slots=True, order=True)
class TemplateProblem:
    """Why a template of the person's own is not used, or not always."""

    path: Path
    #: From 1 on; 0 where it is about the file or folder as a whole.
    line: int
    #: A sentence. It may hold words of a note: not for the log.
    message: str

    def __str__(self) -> str:
        return f"{self.path}{f', line {self.line}' if self.line else ''}: {self.message}"


class Entry(NamedTuple):
    """A file below the folder. Another mark: it may hold something else now."""

    #: Relative, with "/": "en/thank_you/opening.j2".
    name: str
    mark: tuple[int, ...]
    #: Why it cannot be used, or "".
    wrong: str = ""


def folder_beside(configuration: Path) -> Path:
    """Give the folder of own templates that goes with the configuration file."""
    return configuration.parent / "templates"


def entries_of(folder: Path) -> tuple[Entry, ...]:
    """
    Give the files below *folder*, in order; nothing where there is no such folder.

    Hidden files and the copies that editors leave are passed over. Cheap: no file is opened.
    """
    try:
        # What leads nowhere has no entries; what cannot be looked into is told.
        with os.scandir(folder):
            pass
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        return (Entry("", (), _in_words(error)),)
    found: list[Entry] = []
    for entry in _below(folder, "", Path(os.path.realpath(folder))):
        found.append(entry)
        if len(found) > MOST_ENTRIES:
            return (Entry("", (), f"It holds more than {MOST_ENTRIES} files, so none of them is used."),)
    return tuple(sorted(found))


def read(folder: Path, entries: Iterable[Entry]) -> tuple[Mapping[str, str], tuple[TemplateProblem, ...]]:
    """Give the text of each of *entries* that is a template, by its name, and what cannot be read."""
    texts: dict[str, str] = {}
    problems = []
    for entry in entries:
        path = folder / entry.name
        if entry.wrong:
            problems.append(TemplateProblem(path, 0, entry.wrong))
        elif entry.name.endswith(SUFFIX):
            try:
                texts[entry.name] = _text(path)
            except UnicodeDecodeError as error:
                line = error.object.count(b"\n", 0, error.start) + 1
                problems.append(TemplateProblem(path, line, "It is not UTF-8."))
            except OSError as error:
                problems.append(TemplateProblem(path, 0, _in_words(error)))
            except ValueError as error:
                problems.append(TemplateProblem(path, 0, str(error)))
    return texts, tuple(problems)


def _below(folder: Path, above: str, root: Path, depth: int = 0) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as found:
            everything = list(found)
    except OSError as error:
        yield Entry(above.rstrip("/"), (), _in_words(error))
        return
    for one in everything:
        if one.name.startswith((".", "#")) or one.name.endswith("~"):
            continue
        name = above + one.name
        try:
            if one.is_symlink() and not Path(os.path.realpath(one.path)).is_relative_to(root):
                yield Entry(name, (), "It leads out of the folder of templates. Put the file itself there.")
            elif one.is_dir():
                if depth < _DEEPEST:
                    yield from _below(Path(one.path), f"{name}/", root, depth + 1)
            else:
                at = one.stat()
                yield Entry(name, (at.st_mtime_ns, at.st_ctime_ns, at.st_size, at.st_ino))
        except OSError as error:
            yield Entry(name, (), _in_words(error))


def _text(path: Path) -> str:
    # Never waits: what stands there may be a pipe by now.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError("It is no ordinary file.")
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError(f"It is longer than {MOST_BYTES // 1024} KiB.")
    # Windows' Notepad begins files with a byte order mark.
    return data.decode("utf-8-sig")


def _in_words(error: OSError) -> str:
    return f"It cannot be read: {(error.strerror or 'it is not there').lower()}."
