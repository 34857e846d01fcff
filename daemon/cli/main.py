"""Where a run of `afterword` begins and ends. Nothing is imported here that `--version` does not need."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from daemon import __version__

#: 128 + SIGINT and 128 + SIGPIPE, as a shell reports a program that these ended.
INTERRUPTED = 130
PIPE_CLOSED = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `afterword` with *arguments* (default: the command line's) and give its exit status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments == ["--version"]:
        print(version_line())  # noqa: T201 - before anything that could print more nicely is imported
        return 0
    try:
        status = _run(arguments)
        # What is still in the buffer could otherwise fail after the last line in which it can be caught.
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough (`afterword plan | head -1`); the interpreter must not trip over it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return status


def version_line() -> str:
    """Give the program's name and version."""
    return f"afterword {__version__}"


def _run(arguments: list[str]) -> int:
    import click

    from daemon.cli.group import afterword
    from daemon.domain.errors import ServiceError

    if asked := os.environ.get("_AFTERWORD_COMPLETE"):
        from click.shell_completion import shell_complete

        return shell_complete(afterword, {}, "afterword", "_AFTERWORD_COMPLETE", asked)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter shows a mark for it; nothing ends because of a name.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    try:
        with afterword.make_context("afterword", arguments) as context:
            return int(afterword.invoke(context) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.exceptions.Abort:
        # Nobody answers any more: Ctrl-C or the end of the input at a question.
        click.echo("\nStopped; nothing was changed.", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ServiceError as error:
        from daemon.cli.output import say

        say(_told(error))
        return error.exit_status
    except BrokenPipeError:
        raise
    except OSError as error:
        # A full disk, a folder without permission: nothing to learn from a traceback.
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"Error: {where}{error.strerror or error}.", err=True)
        return 1


def _told(error: Exception) -> str:
    """Give what *error* says; several problems are listed."""
    problems: Sequence[str] = getattr(error, "problems", ())
    if len(problems) > 1:
        return "\n".join([f"Error: {len(problems)} things have to be mended:", *(f"  - {one}" for one in problems)])
    return f"Error: {error}"


if __name__ == "__main__":
    sys.exit(main())
