"""`make demo-google`, as far as it goes without a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.demo_google.__main__ import MARKER

ROOT = Path(__file__).parents[2]


def demo(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run it on *folder*."""
    return subprocess.run(
        [sys.executable, "-m", "tests.demo_google", str(folder)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def test_it_shows_the_story_and_says_what_is_wanting_for_the_rest(tmp_path: Path) -> None:
    """Notes and reminders as they lie at the server, what became of the person's say; what an earlier run left goes."""
    (tmp_path / MARKER).touch()
    old = tmp_path / "strict" / "state" / "ledger.sqlite"
    old.parent.mkdir(parents=True)
    old.write_text("of servers that have ended")

    result = demo(tmp_path, PATH="")

    assert (result.returncode, result.stderr) == (0, "")
    out = result.stdout
    assert "Wrote 5 drafts and 10 reminders." in out
    assert all(f"{greeting},\n" in out for greeting in ("Hi Priya", "Hi Tomás", "Hi Mei", "Dear Dr. Vogel"))
    assert "If you were not selected: feedback call" in out
    assert "Nothing new to do: everything that is due is there." in out
    assert "The note to Tomás Ortega is as the person left it" in out
    assert "gmail.users.drafts.create" in out
    assert "NOT SHOWN: the login in a browser" in out


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    """It is told, with 2."""
    (tmp_path / "letter.txt").write_text("Dear Jane")

    result = demo(tmp_path)

    assert (result.returncode, result.stdout) == (2, "")
    assert "holds something else" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
