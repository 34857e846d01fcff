"""`afterword export` and `import` on real files: nothing secret, nothing half, nothing twice."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from config.load import load
from daemon import backup
from daemon.domain.errors import LedgerRefused, UsageError
from daemon.wiring import hold_service
from tests.cli.program import NOW, Program
from tests.factories import START
from tests.local_account import BILL, event

NOTIFY = """
[notify]
desktop = false   # mine
urls = [
    "ntfy://s3cret-topic",  # the phone
]
"""


@pytest.fixture
def exported(program: Program, tmp_path: Path) -> Path:
    """An export after a pass that wrote one note."""
    with program.account.config.open("a") as file:
        file.write(NOTIFY)
    (program.account.state / "tokens").mkdir(parents=True, mode=0o700)
    (program.account.state / "tokens" / "personal.json").write_text('{"token": "ya29.s3cret"}')
    own = program.account.folder / "templates" / "en" / "thank_you"
    own.mkdir(parents=True)
    (own / "opening.j2").write_text("It was good to talk.")
    program.account.put("acme", event("acme-1", START, title="Interview at ACME #interview"))
    program.done("sync")
    program.done("export", str(tmp_path / "copy.zip"))
    return tmp_path / "copy.zip"


def names_in(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def test_an_export_holds_everything_but_secrets(program: Program, exported: Path) -> None:
    """Ledger, configuration to the byte, own templates; no login, and no address that holds a secret."""
    assert names_in(exported) == {
        "afterword.json", "ledger.sqlite", "config.toml", "templates/en/thank_you/opening.j2"
    }  # fmt: skip
    assert exported.stat().st_mode & 0o777 == 0o600
    assert b"s3cret" not in exported.read_bytes()
    with zipfile.ZipFile(exported) as archive:
        text = archive.read("config.toml").decode()
        manifest = json.loads(archive.read("afterword.json"))
    original = program.account.config.read_text()
    assert text == original.replace(NOTIFY.partition("mine\n")[2], backup._LEFT_OUT + "\n")
    assert manifest["program"] == "afterword"
    assert "ya29" not in text


def test_an_export_writes_over_nothing_and_says_what_is_missing(program: Program, exported: Path) -> None:
    """`--force` does; standard output is a file too."""
    refused = program.run("export", str(exported))
    forced = program.run("export", str(exported), "--force")

    assert (refused.status, forced.status) == (2, 0)
    assert "tokens" in forced.out
    assert "[notify] urls" in forced.out


def test_an_old_ledger_put_back_doubles_nothing(program: Program, exported: Path) -> None:
    """What was made since is found where it lies; what was there is kept, and can be gone back to."""
    program.account.put("initech", event("initech-1", START, by=BILL, title="Phone screen at Initech #interview"))
    program.done("sync")
    before = sorted(path.name for path in (*program.account.draft_files(), *program.account.reminders()))

    result = program.done("import", str(exported), "--yes")
    found = program.done("sync", "--json").document["accounts"][0]

    assert "is kept: " in result.out
    assert sorted(path.name for path in (*program.account.draft_files(), *program.account.reminders())) == before
    assert found["found"] == {"drafts": 1, "reminders": 3}
    assert found["created"] == {"drafts": 0, "reminders": 0}
    [kept] = program.account.state.glob("ledger.sqlite.replaced-*")
    with sqlite3.connect(kept) as connection:
        assert connection.execute("SELECT count(*) FROM interviews").fetchone() == (2,)
    assert not list(program.account.state.glob("*.importing"))


def test_a_new_machine_gets_ledger_configuration_and_templates(program: Program, exported: Path) -> None:
    """Where nothing is, everything is written, without a question."""
    account = program.account
    for path in (account.config, *account.state.glob("ledger*")):
        path.unlink()
    (account.folder / "templates" / "en" / "thank_you" / "opening.j2").unlink()

    result = program.run("import", str(exported))

    assert (result.status, result.err) == (0, "")
    assert account.config.stat().st_mode & 0o777 == 0o600
    assert (account.folder / "templates" / "en" / "thank_you" / "opening.j2").exists()
    synced = program.done("sync", "--json").document["accounts"][0]
    assert synced["created"] == synced["found"] == {"drafts": 0, "reminders": 0}


def test_a_configuration_that_is_there_stays_unless_asked(program: Program, exported: Path) -> None:
    """With `--config-too` it is replaced, and kept."""
    program.account.config.write_text(program.account.config.read_text() + "# newer\n")

    program.done("import", str(exported), "--yes")
    assert "# newer" in program.account.config.read_text()
    program.done("import", str(exported), "--yes", "--config-too")

    assert "# newer" not in program.account.config.read_text()
    [kept] = program.account.folder.glob("config.toml.replaced-*")
    assert "# newer" in kept.read_text()


def test_without_a_word_nothing_is_replaced(program: Program, exported: Path) -> None:
    """A pipe cannot answer; a terminal that says no changes nothing."""
    ledger = program.account.state / "ledger.sqlite"
    before = ledger.read_bytes()

    piped = program.run("import", str(exported))
    refused = program.run("import", str(exported), text="n\n", terminal=True)

    assert (piped.status, refused.status) == (2, 0)
    assert ledger.read_bytes() == before
    assert "Nothing was changed" in refused.err


def test_beside_a_running_service_nothing_is_imported(
    program: Program, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says who is in the way, and how to stop it."""
    monkeypatch.setattr("daemon.cli.backup.WAIT_FOR_PASS", timedelta(0))
    with hold_service(load(program.account.config, program.account.environment)):
        result = program.run("import", str(exported), "--yes")

    assert result.status == 1
    assert "Stop the service first" in result.err


def altered(exported: Path, **changes: bytes | None) -> bytes:
    """The archive with some of its files changed, added, or left away."""
    out = io.BytesIO()
    with zipfile.ZipFile(exported) as archive, zipfile.ZipFile(out, "w") as new:
        files = {name: archive.read(name) for name in archive.namelist()}
        for name, data in {**files, **changes}.items():
            if data is not None:
                new.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "changes",
    [
        {"afterword.json": b"{}"},
        {"afterword.json": b'{"program": "other", "format": 1, "version": "1"}'},
        {"afterword.json": None},
        {"ledger.sqlite": None},
        {"ledger.sqlite": b"SQLite format 3\0 and no more"},
        {"ledger.sqlite": b""},
        {"../../outside": b"x"},
        {"templates/../../x.j2": b"x"},
        {"tokens/personal.json": b"x"},
    ],
    ids=str,
)
def test_what_is_no_export_is_refused_before_anything_is_touched(
    program: Program, exported: Path, changes: dict[str, bytes | None]
) -> None:
    """Foreign, damaged, or with something in it that does not belong there: exit status 2, and words."""
    before = {path: path.read_bytes() for path in program.account.state.glob("ledger*")}
    bad = exported.with_name("bad.zip")
    bad.write_bytes(altered(exported, **changes))

    result = program.run("import", str(bad), "--yes")

    assert result.status == 2
    assert "export" in result.err
    assert {path: path.read_bytes() for path in program.account.state.glob("ledger*")} == before


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06" + bytes(18), b"no zip", bytes(1000)])
def test_other_files_are_refused(data: bytes) -> None:
    """Whatever they are."""
    with pytest.raises(UsageError):
        backup.opened(data)


def test_a_newer_ledger_is_refused_with_words(program: Program, exported: Path) -> None:
    """A downgrade would lose what only the newer version knows."""
    with zipfile.ZipFile(exported) as archive, sqlite3.connect(":memory:") as connection:
        connection.deserialize(archive.read("ledger.sqlite"))
        connection.execute("PRAGMA user_version = 999")
        newer = connection.serialize()

    with pytest.raises(LedgerRefused, match="Install the newer"):
        backup.opened(altered(exported, **{"ledger.sqlite": newer}))
    with pytest.raises(LedgerRefused, match="Install the newer"):
        backup.opened(altered(exported, **{"afterword.json": b'{"program": "afterword", "format": 9, "version": "9"}'}))


def test_a_damaged_ledger_gives_way_to_a_good_one_and_is_kept(program: Program, exported: Path) -> None:
    """That is what somebody has an export for; what was made is found where it lies."""
    ledger = program.account.state / "ledger.sqlite"
    ledger.write_bytes(b"SQLite format 3\0" + b"x" * 5000)

    refused = program.run("export", str(exported.with_name("other.zip")))
    program.done("import", str(exported), "--yes")
    synced = program.done("sync", "--json").document["accounts"][0]

    assert refused.status == 2
    assert "damaged" in refused.err
    # Its -wal and -shm are kept beside it, where there were any: SQLite finds them by their names.
    copies = program.account.state.glob("ledger.sqlite.replaced-*")
    [kept] = [path for path in copies if not path.name.endswith(("-wal", "-shm"))]
    assert kept.read_bytes().endswith(b"x" * 5000)
    assert synced["created"] == {"drafts": 0, "reminders": 0}


def test_a_file_that_is_not_there_is_wrong_usage(program: Program) -> None:
    """Exit status 2, as for every argument that means nothing."""
    assert program.run("import", "nowhere.zip").status == 2


@pytest.mark.parametrize("killed_at", ["_keep", "_write", "_sync"])
def test_killed_in_between_the_old_ledger_or_the_new_one_is_there(
    program: Program, exported: Path, killed_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was under way, the next pass has a whole ledger, and doubles nothing."""
    before = len(program.account.draft_files())
    archive = backup.opened(exported.read_bytes())

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(backup, killed_at, die)
        with pytest.raises(KeyboardInterrupt):
            backup.put_back(archive, program.account.state, NOW)

    program.done("sync")
    assert len(program.account.draft_files()) == before


@pytest.mark.parametrize(
    "text",
    [
        '[notify]\nurls = ["a://b"]\n',
        '[notify]\n"urls" = [\n"a://b",\n"c://d"]\ndesktop = true\n',
        '[ notify ]\nurls=["a://b"]',
    ],
)
def test_addresses_are_taken_out_line_by_line(text: str) -> None:
    """However they are laid out."""
    assert "://" not in backup.without_addresses(text)
    assert backup.without_addresses("[notify]\ndesktop = true\n") == "[notify]\ndesktop = true\n"


def test_addresses_that_cannot_be_taken_out_stop_the_export() -> None:
    """No secret leaves because it was laid out oddly."""
    with pytest.raises(UsageError, match="urls_file"):
        backup.without_addresses('notify = { urls = ["a://b"] }\n')
