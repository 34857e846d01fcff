"""
The commands there are. A command's module is imported when it is used, so that the listing costs nothing.

Shell users pay for every import at every start: the one-line summaries of `--help` are data here, and a test holds
them to the commands' own words.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import click

from daemon.cli.main import version_line
from daemon.cli.shell import Shell


class Entry(NamedTuple):
    """Where a command is defined, and what the listing says of it."""

    module: str
    name: str
    summary: str


#: By heading of the listing, then by the command's name.
LISTING: dict[str, dict[str, Entry]] = {
    "Begin": {
        "demo": Entry("demo", "demo", "Show what Afterword does, on a sample calendar."),
        "init": Entry("init", "init", "Ask a few questions and write the configuration."),
        "login": Entry("login", "login", "Log in to Google, in the browser or with --no-browser."),
    },
    "Work": {
        "run": Entry("service_command", "run", "Run the service in the foreground, until stopped."),
        "service": Entry("service", "service", "Run Afterword in the background, as a systemd user service."),
        "sync": Entry("sync", "sync", "Make one pass: read the calendars, do all that is due."),
        "undo": Entry("say", "undo", "Take back notes and reminders that nobody touched."),
    },
    "Look": {
        "status": Entry("status", "status", "Show what was made, what is next, what needs attention."),
        "applications": Entry("applications", "applications_command", "Show where each of your applications stands."),
        "plan": Entry("look", "plan", "Show everything that is owed, with when and why."),
        "interviews": Entry("look", "interviews", "Show the interviews in sight, and what was read from each."),
        "preview": Entry("preview", "preview", "Show the notes as they would be written."),
        "why": Entry("why", "why", "Explain what was read from an event, and what follows."),
        "notify": Entry("notify", "notify", "Send a test message to where you are told what needs you."),
        "doctor": Entry("doctor", "doctor", "Check whether all is well, and say how to mend what is not."),
    },
    "Say what became of it": {
        "outcome": Entry("word", "outcome_command", "Say what became of an application."),
        "close": Entry("word", "close_command", "End an application: nothing is made for it any more."),
    },
    "Keep, and forget": {
        "export": Entry("backup", "export_command", "Write ledger and configuration into one file."),
        "import": Entry("backup", "import_command", "Put back what `afterword export` wrote."),
        "forget": Entry("forget", "forget", "Delete what Afterword knows of an application."),
    },
    "Say what is an interview": {
        "suggest": Entry("look", "suggest", "List untagged events that look like interviews."),
        "tag": Entry("say", "tag", "Count an event as an interview."),
        "untag": Entry("say", "untag", "Count an event as none."),
    },
    "For your shell": {
        "completion": Entry("completion", "completion", "Print what bash, zsh or fish needs to complete commands."),
    },
}

COMMANDS: dict[str, Entry] = {name: entry for section in LISTING.values() for name, entry in section.items()}


class LazyGroup(click.Group):
    """A group whose commands are imported one by one, when asked for by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """Give the commands' names in the order of the listing."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - Click's signature
        """Import and give the command called *cmd_name*, None where there is none."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: Any = getattr(import_module(f"daemon.cli.{entry.module}"), entry.name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say which commands come near where the one asked for does not exist."""
        from difflib import get_close_matches

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=2)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            ctx.fail(f"There is no command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - Click's
        """Write the listing, from data alone."""
        width = max(map(len, COMMANDS))
        for heading, section in LISTING.items():
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(width), entry.summary) for name, entry in section.items()])


def _show_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(version_line())
        context.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The configuration; else $AFTERWORD_CONFIG, else afterword/config.toml in your configuration folder.",
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version, help="Show the version."
)
@click.pass_context
def afterword(context: click.Context, config: Path | None) -> None:
    """
    Thank-you notes for your interviewers, in your drafts; reminders for what comes after, in your calendar.

    Afterword never sends anything, and changes only what it made itself.
    """
    context.obj = Shell(config)
