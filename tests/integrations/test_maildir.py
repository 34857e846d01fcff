"""Drafts in a Maildir: the contract, what other mail programs do to it and see in it, and a disk that fails."""

from __future__ import annotations

import errno
import mailbox
import os
import pty
import shutil
import stat
import subprocess
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from daemon.domain.errors import ConflictError, TemporaryError
from daemon.domain.item import Draft
from daemon.ports import Lost
from integrations import mime
from integrations.local import seen
from integrations.local.maildir import MaildirDrafts
from tests.contracts.store import NAME, OTHER, SharedStoreContract, draft

DOMAIN = "example.com"


@dataclass
class MaildirPlace:
    """A Maildir folder, and what mail programs do in it."""

    root: Path
    folder: str = "Drafts"

    def __post_init__(self) -> None:
        self.store = self.reopen()
        self.cur = self.root / self.folder / "cur"

    def content(self, name: str = NAME, words: str = "As it was planned.") -> Draft:
        return draft(name, words)

    def reopen(self) -> MaildirDrafts:
        return MaildirDrafts("mailbox of 'personal'", self.root, self.folder, DOMAIN)

    def files(self) -> list[Path]:
        return sorted([*self.cur.glob("*"), *self.cur.with_name("new").glob("*")])

    def names(self) -> list[str]:
        ids = (str(message_from_bytes(file.read_bytes())["Message-ID"]) for file in self.files())
        return [one.strip("<>").partition("@")[0] for one in ids]

    def file_of(self, name: str) -> Path:
        return next(file for file in self.files() if f"<{name}@".encode() in file.read_bytes())

    def edit(self, name: str) -> None:
        """As mail programs do: the changed message is a new file with the same Message-ID, then the old one goes."""
        old = self.file_of(name)
        message = message_from_bytes(old.read_bytes(), policy=policy.default)
        message.replace_header("Subject", "In my own words")
        (self.cur / "1764232200.M1P2.laptop:2,DS").write_bytes(message.as_bytes())
        old.unlink()

    def edit_in_place(self, name: str) -> None:
        """As a text editor does, keeping the size."""
        file = self.file_of(name)
        file.write_bytes(file.read_bytes().replace(b"As it was planned", b"As I have planned"))

    def delete(self, name: str) -> None:
        self.file_of(name).unlink()

    def deface(self, name: str) -> None:
        self.file_of(name).write_bytes(b"Message-ID: <" + name.encode() + b"@example.com>\n\n\x00\xff no draft at all")

    def rename(self, name: str) -> None:
        """As offlineimap does after an upload."""
        self.file_of(name).rename(self.cur / "1764232200_0.77.laptop,U=12,FMD5=0f1e:2,DS")


@pytest.fixture
def place(tmp_path: Path) -> MaildirPlace:
    """Give a Maildir folder that is not there yet."""
    return MaildirPlace(tmp_path / "Mail")


class TestMaildir(SharedStoreContract[Draft]):
    pass


def test_a_draft_lies_in_cur_with_its_flags_and_for_nobody_else(place: MaildirPlace) -> None:
    """The file is in `cur` with the flags D and S, 0600 in folders 0700; nothing is left in `tmp`."""
    place.store.create(draft())

    (file,) = place.files()
    assert file.parent == place.cur
    assert file.name == f"{NAME}.{draft().fingerprint()[:8]}:2,DS"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    folders = (place.root, place.cur.parent, *place.cur.parent.iterdir())
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    assert sorted(one.name for one in place.cur.parent.iterdir()) == ["cur", "new", "tmp"]
    assert list((place.cur.parent / "tmp").iterdir()) == []
    assert mime.fingerprint_of(file.read_bytes()) == draft().fingerprint()


def test_a_folder_with_a_dot_is_marked_for_maildir_plus_plus(tmp_path: Path) -> None:
    """Courier and Dovecot know a folder of a Maildir++ by its empty file `maildirfolder`."""
    place = MaildirPlace(tmp_path, ".Drafts")

    place.store.create(draft())

    assert (tmp_path / ".Drafts" / "maildirfolder").read_bytes() == b""
    assert "Drafts" in mailbox.Maildir(tmp_path, create=False).list_folders()


def test_the_link_finds_the_message_by_its_id(place: MaildirPlace) -> None:
    """The link is RFC 2392's `mid:` URL of the Message-ID."""
    assert place.store.create(draft()).link == f"mid:{NAME}@{DOMAIN}"


@pytest.mark.parametrize(
    "file",
    [
        "cur/{name}:2,DFS",
        "cur/{name}:2,S",
        "cur/{name},U=12:2,DS",
        "cur/{name},S=812,W=834:2,DRS",
        "cur/{name};2,DS",
        "new/{name}",
        "cur/1764232200_0.77.laptop,U=12:2,DS",
        "new/1764232200.M1P2.laptop",
    ],
)
def test_a_draft_is_found_whatever_tools_do_to_its_file_name(place: MaildirPlace, file: str) -> None:
    """Changed flags, inserted marks, a move to `new` and a wholly new name are no touch, and leave one draft."""
    created = place.store.create(draft())
    old = place.file_of(NAME)
    moved = place.cur.parent / file.format(name=old.name.partition(":")[0])
    old.rename(moved)

    for store in (place.store, place.reopen()):
        found = store.find(NAME, created.ref)
        assert found is not None
        assert (found.fingerprint, found.link) == (created.fingerprint, created.link)
        assert found.ref.startswith(f"{moved.relative_to(place.cur.parent)}\t")


def test_replacing_gives_new_content_a_new_file_name_and_keeps_the_flags(place: MaildirPlace) -> None:
    """A sync tool sees the old message gone and a new one to upload; an index reads it anew."""
    created = place.store.create(draft())
    old = place.file_of(NAME)
    old.rename(place.cur / f"{old.name.partition(':')[0]},U=12:2,DFS")
    found = place.store.find(NAME, created.ref)
    assert found is not None

    replaced = place.store.replace(NAME, found, draft(words="With notes."))

    (file,) = place.files()
    assert replaced.ref.startswith(f"cur/{file.name}\t")
    assert file.name == f"{NAME}.{replaced.fingerprint[:8]}:2,DFS"


def test_a_draft_that_is_renamed_while_the_folder_is_listed_is_not_gone(
    place: MaildirPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A listing may leave it out then; "gone" is said only after a second one."""
    created = place.store.create(draft())
    listed = os.listdir
    asked: list[object] = []

    def leave_out(folder: Path) -> list[str]:
        asked.append(folder)
        return [] if len(asked) <= len(("new", "cur")) else listed(folder)

    monkeypatch.setattr(os, "listdir", leave_out)

    assert place.reopen().find(NAME) == created


def test_an_edit_within_a_tick_of_the_file_systems_clock_is_not_overwritten(
    place: MaildirPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stamp does not show it, so what is about to be replaced or removed is read anew."""
    monkeypatch.setattr(seen, "_stamp", lambda _status: "the same")
    created = place.store.create(place.content())
    place.edit_in_place(NAME)

    with pytest.raises(ConflictError):
        place.store.replace(NAME, created, place.content(words="Anew."))
    with pytest.raises(ConflictError):
        place.store.remove(NAME, created)

    assert b"As I have planned" in place.file_of(NAME).read_bytes()


def test_there_is_one_complete_draft_at_every_step_of_replacing(
    place: MaildirPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped at any system call that changes something, exactly one draft is there, the old or the new, in full."""
    anew = draft(words="With notes.")
    whole = {draft().fingerprint(), anew.fingerprint()}
    told: list[str] = []

    def look_first(call: object) -> object:
        def wrapped(*args: object, **options: object) -> object:
            (file,) = place.files()
            told.append(mime.fingerprint_of(file.read_bytes()))
            return call(*args, **options)  # type: ignore[operator]

        return wrapped

    created = place.store.create(draft())
    for name in ("open", "fsync", "rename", "unlink"):
        monkeypatch.setattr(os, name, look_first(getattr(os, name)))
    place.store.replace(NAME, created, anew)
    monkeypatch.undo()

    assert set(told) == whole
    assert told == sorted(told, key=lambda one: one == anew.fingerprint())


def test_a_replacement_that_was_cut_short_gets_its_file_name_when_it_is_looked_for(
    place: MaildirPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before the rename, the new content lies under the old name; whoever asks for the lost write mends that."""
    created = place.store.create(draft())
    old = place.file_of(NAME)
    anew = draft(words="With notes.")
    monkeypatch.setattr(MaildirDrafts, "_rename", lambda *_: pytest.fail("killed"))
    with pytest.raises(pytest.fail.Exception, match="killed"):
        place.store.replace(NAME, created, anew)
    monkeypatch.undo()
    assert place.files() == [old]

    found = place.reopen().find(NAME, created.ref, Lost(anew.fingerprint(), anew.date))

    (file,) = place.files()
    assert found == place.reopen().find(NAME)
    assert file.name == f"{NAME}.{anew.fingerprint()[:8]}:2,DS"


def test_a_draft_in_the_bin_is_deleted(place: MaildirPlace) -> None:
    """The flag T (trashed) means that the person deleted it, though the file is still there."""
    created = place.store.create(draft())
    old = place.file_of(NAME)
    old.rename(old.with_name(old.name + "T"))

    assert place.store.find(NAME, created.ref) is None
    assert place.reopen().find(NAME, created.ref) is None
    assert place.reopen().find(NAME, f"cur/{old.name}T") is None


def test_a_draft_that_was_moved_out_of_the_folder_is_gone(place: MaildirPlace) -> None:
    """Sent or filed elsewhere, it is no longer in the drafts."""
    created = place.store.create(draft())
    sent = place.root / "Sent" / "cur"
    sent.mkdir(parents=True)
    place.file_of(NAME).rename(sent / "1764232200.M1P2.laptop:2,S")

    assert place.store.find(NAME, created.ref) is None


def test_an_edit_that_keeps_the_size_is_seen(place: MaildirPlace) -> None:
    """What is remembered of a file is forgotten when the file system says that it changed."""
    created = place.store.create(draft(words="As it was planned."))

    place.edit_in_place(NAME)

    found = place.store.find(NAME, created.ref)
    assert found is not None
    assert found.fingerprint != created.fingerprint
    with pytest.raises(ConflictError):
        place.store.remove(NAME, created)


def test_an_unchanged_draft_is_not_read_again_by_the_next_process(
    place: MaildirPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ref says which file was read when: a pass over unchanged drafts parses none."""
    created = place.store.create(draft())
    monkeypatch.setattr(mime, "fingerprint_of", None)

    assert place.reopen().find(NAME, created.ref) == created


def test_of_two_copies_the_edited_one_counts(place: MaildirPlace) -> None:
    """While a mail program's edited copy lies beside ours, nothing is replaced or removed; it shows as touched."""
    created = place.store.create(draft())
    ours = place.file_of(NAME)
    kept = ours.read_bytes()
    place.edit(NAME)
    ours.write_bytes(kept)

    for store in (place.store, place.reopen()):
        with pytest.raises(ConflictError):
            store.replace(NAME, created, draft(words="With notes."))
        with pytest.raises(ConflictError):
            store.remove(NAME, created)
        found = store.find(NAME)
        assert found is not None
        assert found.fingerprint != created.fingerprint


def test_a_copy_that_nobody_changed_goes_along(place: MaildirPlace) -> None:
    """A sync tool's double of an untouched draft is replaced and removed with it."""
    created = place.store.create(draft())
    shutil.copy(place.file_of(NAME), place.cur / "1764232200_0.77.laptop,U=12:2,DS")

    replaced = place.store.replace(NAME, created, draft(words="With notes."))
    assert place.names() == [NAME]
    shutil.copy(place.file_of(NAME), place.cur / "1764232200_0.77.laptop,U=13:2,DS")
    place.store.remove(NAME, replaced)

    assert place.names() == []


def test_a_copy_under_the_very_name_of_the_new_content_is_not_lost(place: MaildirPlace) -> None:
    """Replaced by the same words while a copy lies in `new`, one draft is left."""
    created = place.store.create(draft())
    ours = place.file_of(NAME)
    shutil.copy(ours, place.cur.with_name("new") / ours.name.partition(":")[0])

    place.store.replace(NAME, created, draft())

    assert place.files() == [ours]


def test_a_message_that_only_quotes_our_id_is_not_ours(place: MaildirPlace) -> None:
    """The Message-ID is read from the header block alone, and no other field is taken for it."""
    place.store.create(draft(OTHER))
    (place.cur / "1764232200.M1P2.laptop:2,S").write_bytes(
        f"Message-ID: <answer@acme.example>\nIn-Reply-To: <{NAME}@{DOMAIN}>\n\nMessage-ID: <{NAME}@{DOMAIN}>\n".encode()
    )

    assert place.store.find(NAME) is None


def test_other_things_in_the_folder_disturb_nothing(place: MaildirPlace) -> None:
    """Folders, dangling links, pipes, empty files and other people's drafts are passed over and stay."""
    created = place.store.create(draft())
    (place.cur / "folder").mkdir()
    (place.cur / "dangling").symlink_to("nowhere")
    (place.cur / "circle").symlink_to("circle")
    os.mkfifo(place.cur / "pipe")
    (place.cur / "empty:2,").touch()
    (place.cur / "foreign:2,D").write_bytes(b"From: sam@example.com\nSubject: mine\n\nnot yours\n")
    before = sorted(one.name for one in place.cur.iterdir())

    assert place.reopen().find(NAME) == created
    assert place.reopen().find(OTHER) is None
    place.reopen().remove(NAME, created)
    assert sorted(one.name for one in place.cur.iterdir()) == [one for one in before if not one.startswith(NAME)]


def test_the_mail_folder_out_of_reach_says_nothing_of_a_draft(place: MaildirPlace) -> None:
    """Where the whole mail folder is gone (not mounted, say), a draft that was there is not taken for deleted."""
    created = place.store.create(draft())
    place.root.rename(place.root.with_name("elsewhere"))

    with pytest.raises(TemporaryError, match=r"mail folder is gone.*`path`"):
        place.store.find(NAME, created.ref)

    place.root.with_name("elsewhere").rename(place.root)
    assert place.store.find(NAME, created.ref) == created


def test_a_deleted_drafts_folder_is_made_again(place: MaildirPlace) -> None:
    """The person deleted the folder: what was in it is gone, and the next draft has its folder."""
    created = place.store.create(draft())
    shutil.rmtree(place.root / "Drafts")

    assert place.store.find(NAME, created.ref) is None
    place.store.create(draft(OTHER))
    assert place.names() == [OTHER]


def test_a_file_in_the_place_of_the_folder_is_told(place: MaildirPlace) -> None:
    """The message says what failed, where, and how to mend it; the file stays."""
    place.root.mkdir()
    (place.root / "Drafts").write_text("mine")

    with pytest.raises(TemporaryError, match=r"mailbox of 'personal': .*folder 'Drafts'.*move it away"):
        place.store.create(draft())

    assert (place.root / "Drafts").read_text() == "mine"


@pytest.mark.parametrize(
    ("call", "number", "words"),
    [
        ("fsync", errno.ENOSPC, "disk is full; make room"),
        ("fsync", errno.EIO, "disk reports an error"),
        ("open", errno.EROFS, "only be read"),
        ("open", errno.EACCES, "permission is missing"),
        ("link", errno.EDQUOT, "quota"),
    ],
)
def test_a_disk_that_fails_leaves_no_draft_and_is_told(
    place: MaildirPlace, monkeypatch: pytest.MonkeyPatch, call: str, number: int, words: str
) -> None:
    """A full, read-only, forbidden or broken disk is a TemporaryError without any address in it; nothing is there."""
    place.store.create(draft(OTHER))

    def fail(*args: object, **options: object) -> None:
        raise OSError(number, os.strerror(number), "sam@example.com")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(TemporaryError, match=words) as caught:
        place.store.create(draft())
    monkeypatch.undo()

    assert "@" not in str(caught.value)
    assert place.names() == [OTHER]
    assert list((place.cur.parent / "tmp").iterdir()) == []
    place.store.create(draft())


def test_a_disk_that_fails_while_replacing_keeps_the_old_draft(
    place: MaildirPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old draft is there in full as long as the new one is not."""
    created = place.store.create(draft())

    def fail(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(TemporaryError):
        place.store.replace(NAME, created, draft(words="With notes."))
    monkeypatch.undo()

    assert place.reopen().find(NAME) == created


def test_pythons_mailbox_reads_it(place: MaildirPlace) -> None:
    """The standard library's Maildir shows one message, a seen draft."""
    place.store.create(draft())

    (message,) = mailbox.Maildir(place.cur.parent, create=False)

    assert isinstance(message, mailbox.MaildirMessage)
    assert (message.get_subdir(), message.get_flags()) == ("cur", "DS")
    assert message["Message-ID"] == f"<{NAME}@{DOMAIN}>"


@pytest.mark.skipif(not shutil.which("mutt"), reason="mutt is not installed: reading with it is not shown")
def test_mutt_reads_it(place: MaildirPlace, tmp_path: Path) -> None:
    """The program mutt opens the folder and copies the draft out by its Message-ID, flags and all."""
    place.store.create(draft())
    place.store.create(draft(OTHER))
    out = tmp_path / "copy"
    keys = f"push '<tag-pattern>~i {NAME}<enter><tag-prefix><copy-message>{out}<enter><exit>'"

    command = ["mutt", "-n", "-F", "/dev/null", "-e", "set mbox_type=Maildir confirmcreate=no confirmappend=no", "-e"]
    terminal, its_end = pty.openpty()
    subprocess.run(
        [*command, keys, "-R", "-f", str(place.cur.parent)],
        check=True,
        timeout=30,
        stdin=its_end,
        stdout=its_end,
        stderr=its_end,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TERM": "xterm", "LANG": "C.UTF-8"},
    )
    os.close(its_end)
    os.close(terminal)

    (message,) = mailbox.Maildir(out, create=False)
    assert message["Message-ID"] == f"<{NAME}@{DOMAIN}>"


@pytest.mark.skipif(not shutil.which("notmuch"), reason="notmuch is not installed: reading with it is not shown")
def test_notmuch_finds_it_by_its_id_before_and_after_replacing(place: MaildirPlace, tmp_path: Path) -> None:
    """The index of notmuch has it as a draft, by the id in the link, and takes in the words of a replaced one."""
    config = tmp_path / "notmuch-config"
    config.write_text(
        f"[database]\npath={place.root}\n[user]\nname=Sam\nprimary_email=sam@example.com\n"
        "[new]\ntags=new\n[maildir]\nsynchronize_flags=true\n"
    )

    def notmuch(*words: str) -> str:
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "NOTMUCH_CONFIG": str(config)}
        done = subprocess.run(["notmuch", *words], check=True, timeout=30, capture_output=True, env=environment)
        return done.stdout.decode()

    created = place.store.create(draft(words="As it was planned."))
    message_id = created.link.removeprefix("mid:")

    notmuch("new")
    assert notmuch("count", f"id:{message_id}", "tag:draft", "planned").strip() == "1"

    place.store.replace(NAME, created, draft(words="With notes."))
    notmuch("new")
    assert notmuch("count", f"id:{message_id}", "tag:draft", "notes").strip() == "1"
