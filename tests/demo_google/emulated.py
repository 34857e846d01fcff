"""The login on somebody else's Google, in a browser; then a pass, and what came of it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from daemon.cli.demo_data import sample_events
from daemon.cli.output import Cell, Screen
from integrations.google.own_calendar import MARK
from tests.demo_google.plain import PlainClient
from tests.demo_google.sample import as_seed
from tests.demo_google.show import check, in_numbers, show_reminders, show_run
from tests.demo_google.strict import DRAFTS, REMINDERS
from tests.emulate import seed, server
from tests.emulate.browser import consenting_browser
from tests.google_account import OWN, SAM, GoogleAccount, mode_of

_JOBS, _FOLLOW = "jobs", "follow"
_TITLE = "Job hunt"


def missing() -> str:
    """Say what is wanting for this part, "" for nothing."""
    if reason := server.missing():
        return f"emulate is not installed ({reason})"
    absent = [program for program in ("chromium", "chromedriver") if shutil.which(program) is None]
    return f"there is no {' and no '.join(absent)} (Debian: chromium and chromium-driver)" if absent else ""


def run(page: Screen, folder: Path, zone: tzinfo) -> None:
    """
    Run all of it, with configuration and state in *folder*.

    emulate cannot make calendars: the one for the reminders is there, as one that Afterword made and lost. It is found
    again by its title, which may be read since the watched calendar is named by its title.

    Raises:
        WrongError: Something is not as it should be.
    """
    now = datetime.now(UTC)
    folder.mkdir(parents=True)
    calendars = [
        seed.calendar(_JOBS, _TITLE, zone=getattr(zone, "key", "UTC")),
        seed.calendar(_FOLLOW, OWN, zone=getattr(zone, "key", "UTC"), description=MARK),
    ]
    events = [as_seed(one, _JOBS) for one in sample_events(now, zone)]
    with server.Emulate(folder, calendars=calendars, events=events) as emulate:
        page.heading(f"The same at somebody else's Google, with a login: emulate ({emulate.root})")
        account = GoogleAccount(folder, emulate.root, emulate.client_config(), timezone=None)
        account.configure(calendar=f'watch = ["{_TITLE}"]')
        page.line("afterword login --no-browser")
        page.line(f'Chromium, on its consent page: "{_log_in(account)}"', "good")
        check(mode_of(account.token()) == 0o600, "the login is for the person alone")
        page.line("afterword sync")
        show_run(page, account.run("sync"))
        plain = PlainClient(emulate.root, "whatever")
        drafts, reminders = plain.drafts(), plain.events(_FOLLOW)
        page.heading("Drafts")
        rows: list[list[Cell]] = [[draft.to, draft.mail["Subject"], draft.text.splitlines()[0]] for draft in drafts]
        page.table(["To", "Subject", "Begins with"], rows)
        page.heading(f'Reminders, in "{OWN}"')
        show_reminders(page, reminders, zone, now)
        check((len(drafts), len(reminders)) == (DRAFTS, REMINDERS), f"there are {in_numbers(drafts, reminders)}")


def _log_in(account: GoogleAccount) -> str:
    """Go through `afterword login` with Chromium, and give the text of the page that it ends on."""
    process = account.begin("login", "--no-browser")
    try:
        assert process.stdout
        page = consenting_browser(process.stdout.readline().strip(), email=SAM)
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    check(process.returncode == 0, f"the login succeeds: {said}")
    return page
