"""The server's key: from a command or a file, never from the configuration itself."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

from daemon.domain.errors import AuthorisationError

#: What may stand in a header without ending it.
_KEY = re.compile(r"[\x21-\x7e]{1,4096}")


def read_key(command: str, file: Path | None, seconds: float) -> str:
    """
    Give the first line of what *command* prints, else of *file*; "" where neither is given.

    *command* is run without a shell and has *seconds*.

    Raises:
        AuthorisationError: It cannot be had, or is no key.
    """
    if command:
        text = _printed(command, seconds)
    elif file is not None:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise _no_key("the key's file cannot be read; see `key_file`") from error
    else:
        return ""
    key = text.partition("\n")[0].strip()
    if not _KEY.fullmatch(key):
        raise _no_key("what `key_command` or `key_file` gives is no key: a first line without spaces")
    return key


def _printed(command: str, seconds: float) -> str:
    try:
        done = subprocess.run(  # noqa: S603 -- the person's own command, from their own file
            shlex.split(command), stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=seconds
        )
        return done.stdout.decode()
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise _no_key("the key's command failed; see `key_command`") from error


def _no_key(why: str) -> AuthorisationError:
    return AuthorisationError("writer", why)
