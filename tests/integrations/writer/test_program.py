"""The whole program on folders, with `[writer]` in its configuration and a real server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.integrations.writer.server import rewording, sending, serving
from tests.local_account import LocalAccount, ended, event


def better(paragraphs: Sequence[str]) -> list[str]:
    """Say the same in other words, as far as that can be done with every note of the templates."""
    return [one.replace(" role", " position") for one in paragraphs]


def account_with(folder: Path, url: str, more: str = "") -> LocalAccount:
    """Give Sam's account with an interview that is over, whose notes go to the server *url*."""
    account = LocalAccount(folder)
    account.configure(f'[writer]\nurl = "{url}"\nmodel = "m"\n{more}')
    title = "Interview: Backend Engineer at ACME"
    account.put("one", event("one", ended(), title=title, lines=["DESCRIPTION:#interview"]))
    return account


def kept(account: LocalAccount) -> list[Path]:
    """Give the files in which rewordings are kept."""
    return sorted((account.state / "reworded").rglob("*.json"))


def test_sync_writes_the_note_in_other_words(tmp_path: Path) -> None:
    """The draft has the server's words, once; what is kept of it only the person can read; nobody hears of the text."""
    with serving(rewording(better)) as writer:
        account = account_with(tmp_path, writer.url)
        first = account.run("sync", "--json")
        second = account.run("sync", "--json")
        shown = account.run("preview", "Backend", "--json")

    assert (first.returncode, second.returncode) == (0, 0)
    [draft] = account.drafts()
    body = draft.get_body(("plain",))
    assert body is not None
    assert "Backend Engineer position" in body.get_content()
    assert "Backend Engineer position" in shown.stdout
    assert len(writer.requests) == 1
    [file] = kept(account)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert not any("position" in text for text in (first.stdout, first.stderr, second.stdout, second.stderr))


def test_preview_asks_and_keeps_nothing(tmp_path: Path) -> None:
    """Before anything was written, `preview` shows the server's words, and changes nothing anywhere."""
    with serving(rewording(better)) as writer:
        account = account_with(tmp_path, writer.url)
        shown = account.run("preview", "Backend")

    assert "Backend Engineer position" in shown.stdout
    assert len(writer.requests) == 1
    assert not account.state.exists()


def test_a_broken_server_is_no_trouble(tmp_path: Path) -> None:
    """The pass ends as if there were no writer: status 0, no error, the template's note."""
    with serving(sending(b"<html>", 502)) as writer:
        account = account_with(tmp_path, writer.url)
        done = account.run("sync", "--json")

    assert done.returncode == 0
    assert len(account.drafts()) == 1
    assert '"errors": []' in done.stdout


def test_without_a_server_nothing_is_kept(tmp_path: Path) -> None:
    """Off, as it is by default, nothing of it is in the state folder."""
    account = account_with(tmp_path, "")

    assert account.run("sync").returncode == 0
    assert len(account.drafts()) == 1
    assert not (account.state / "reworded").exists()


def test_a_key_that_cannot_be_had_is_no_login_lost(tmp_path: Path) -> None:
    """The writer's key has nothing to do with the account's login: the pass does not ask the person to log in."""
    with serving(rewording(better)) as writer:
        account = account_with(tmp_path, writer.url, 'key_command = "false"')
        done = account.run("sync")

    assert done.returncode == 0
    assert writer.requests == []
    assert len(account.drafts()) == 1
