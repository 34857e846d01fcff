"""`make demo-google`: `python -m tests.demo_google FOLDER`; exit status 1 where something is not as it should be."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
from datetime import tzinfo
from pathlib import Path
from types import FrameType

from daemon.cli.output import Screen, say, screen
from daemon.wiring import machine_zone
from tests.demo_google import emulated, strict
from tests.demo_google.show import WrongError

#: What tells a folder of this demo from all others.
MARKER = "made-by-make-demo-google"


def main() -> int:
    """Run the demo, and give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.demo_google", description="Show Afterword on Google.")
    parser.add_argument("folder", type=Path, help="for configuration and state; what a demo left there is cleared away")
    options = parser.parse_args()
    folder: Path = options.folder.absolute()
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        say(f"{folder} holds something else than this demo. Name a folder that is empty or not there.")
        return 2
    # The servers forget everything when they end, so a ledger from before would not fit.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARKER).write_text("Made by `make demo-google`. Delete the whole folder when you are done with it.\n")
    signal.signal(signal.SIGTERM, _end)
    page = screen()
    zone = machine_zone()
    try:
        strict.run(page, folder / "strict", zone)
        _emulated(page, folder, zone)
    except (WrongError, AssertionError) as error:
        say(f"\nNOT AS IT SHOULD BE: {error}")
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    page.heading("Look further")
    page.line(
        f"Configuration, ledger and login are in {options.folder}. The servers have ended; what needs none works:"
    )
    for part in sorted(path.parent for path in folder.glob("*/config.toml")):
        place = options.folder / part.name
        page.line(f"  AFTERWORD_STATE_DIR={place}/state afterword --config {place}/config.toml status")
    return 0


def _emulated(page: Screen, folder: Path, zone: tzinfo) -> None:
    """Run the part with the browser; say loudly what is wanting, if anything is."""
    if reason := emulated.missing():
        page.heading("NOT SHOWN: the login in a browser")
        page.line(f"{reason[0].upper()}{reason[1:]}.", "bad")
    else:
        emulated.run(page, folder / "emulate", zone)


def _end(_signal: int, _frame: FrameType | None) -> None:
    """End as at Ctrl-C: every process that was started is ended too."""
    raise SystemExit(128 + signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
