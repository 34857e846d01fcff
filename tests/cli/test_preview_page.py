"""`preview --html`, and what `preview`, `doctor` and `sync` make of templates of the person's own."""

from __future__ import annotations

import re
import stat
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.factories import START
from tests.local_account import event

#: Elements without an end (HTML, 13.1.2).
VOID = {"meta", "br"}


class Page(HTMLParser):
    """A page as a browser reads it: which elements, with which attributes, and the text by element."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}


def own(program: Program, name: str, text: str) -> Path:
    path = program.account.folder / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_the_page_has_the_note_as_text_and_as_html(program: Program, tmp_path: Path) -> None:
    """Header, HTML part and plain text are those that `preview` tells, and the rest of what is owed is there too."""
    path = tmp_path / "notes.html"
    (note,) = program.done("preview", "acme", "--json").document["notes"]

    result = program.done("preview", "acme", "--html", str(path))

    page = Page(path)
    assert result.out == f"3 notes and reminders in {path}.\n"
    assert page.texts["h1"] == ["Interview: Backend Engineer at ACME"]
    assert page.texts["h2"] == ["Note to Jane Doe", "Follow up", "Feedback call"]
    header = page.texts["dd"][:3]
    assert header == ["Sam Lee <sam@example.com>", "Jane Doe <jane.doe@acme.example>", note["subject"]]
    assert page.texts["pre"][0] == note["text"]
    assert page.texts["p"][2:-2] == note["text"].split("\n\n")
    assert page.texts["dd"][3].startswith("Follow up: ACME")


def test_the_page_runs_and_fetches_nothing(program: Program, tmp_path: Path) -> None:
    """No script, no address to fetch from, and a policy that forbids both."""
    path = tmp_path / "notes.html"

    program.done("preview", "acme", "--html", str(path))

    page = Page(path)
    policies = [attributes["content"] or "" for _, attributes in page.elements if "http-equiv" in attributes]
    assert policies[0].startswith("default-src 'none'")
    assert not page.tags() & {"script", "img", "link", "iframe", "object", "form", "a"}
    assert not any(name in {"src", "href"} or name.startswith("on") for _, given in page.elements for name in given)
    assert not re.search(r"url\(|@import", path.read_text())


def test_what_stands_in_an_invitation_is_shown_and_never_markup(program: Program, tmp_path: Path) -> None:
    """Title, place and notes that look like HTML are text on the page."""
    path = tmp_path / "notes.html"
    program.account.put(
        "odd",
        event(
            "odd-1",
            START + timedelta(days=2),
            title="<script>alert(1)</script> interview & more",
            by=("<b>Eve</b>", "eve@acme.example"),
            lines=[r"DESCRIPTION:#interview\nnotes: <img src=x onerror=alert(2)>", 'LOCATION:</dd><img src="x">'],
        ),
    )

    program.done("preview", "odd-1", "--html", str(path))

    page = Page(path)
    assert page.texts["h1"] == ["<script>alert(1)</script> interview & more"]
    assert '</dd><img src="x">' in page.texts["dd"]
    assert not page.tags() & {"script", "img", "b"}


def test_the_page_is_for_the_person_alone(program: Program, tmp_path: Path) -> None:
    """0600, also in the place of a file that was open to others; nothing else is left beside it."""
    path = tmp_path / "page" / "notes.html"
    path.parent.mkdir()
    path.write_text("before")
    path.chmod(0o644)

    program.done("preview", "acme", "--html", str(path))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
    assert "before" not in path.read_text()


def test_the_page_goes_where_a_link_leads(program: Program, tmp_path: Path) -> None:
    """The link stays one."""
    path = tmp_path / "notes.html"
    path.symlink_to(tmp_path / "there.html")

    program.done("preview", "acme", "--html", str(path))

    assert path.is_symlink()
    assert (tmp_path / "there.html").read_text().startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("name", ["gone/notes.html", "/dev/null"])
def test_a_page_that_cannot_be_written_is_wrong_usage(program: Program, tmp_path: Path, name: str) -> None:
    """A folder that is not there, or something that is no file."""
    result = program.run("preview", "acme", "--html", str(tmp_path / name))

    assert (result.status, result.out) == (2, "")
    assert "--html" in result.err


def test_a_page_without_notes_says_why(program: Program, tmp_path: Path) -> None:
    """As in the terminal."""
    path = tmp_path / "notes.html"
    program.account.put("odd", event("odd-1", START, title="Odd interview", lines=["DESCRIPTION:#interview #noshow"]))

    program.done("preview", "odd", "--html", str(path))

    assert any(text.startswith("No note: ") for text in Page(path).texts["p"])


def test_the_document_is_the_same_beside_a_page(program: Program, tmp_path: Path) -> None:
    """`--json` gives what it always gives, and the page is written all the same."""
    path = tmp_path / "notes.html"

    both = program.done("preview", "acme", "--json", "--html", str(path)).document

    assert both == program.done("preview", "acme", "--json").document
    assert path.exists()


def test_the_page_has_reminders_and_drafts_that_were_made(program: Program, tmp_path: Path) -> None:
    """After a pass the review with its drafts is among them, and a draft that is wanted besides the thank-you."""
    path = tmp_path / "notes.html"
    program.account.configure("[follow_up]\ndraft = true\n")
    program.done("sync")

    program.done("preview", "acme", "--html", str(path))

    page = Page(path)
    assert page.texts["h2"] == ["Note to Jane Doe", "Read and send", "Follow-up note", "Follow up", "Feedback call"]
    assert "made; due Tue 1 Dec, 16:00" in page.texts["p"]
    assert len([text for text in page.texts["dt"] if text == "Subject"]) == 2


# Own templates


def test_own_words_are_in_preview_page_and_draft(program: Program, tmp_path: Path) -> None:
    """What the person wrote is shown, and is what the pass writes."""
    own(program, "en/thank_you/opening.j2", "It was good to talk about {{ company }}.")
    path = tmp_path / "notes.html"

    assert "It was good to talk about ACME." in program.done("preview", "acme").out
    program.done("preview", "acme", "--html", str(path))
    program.done("sync")

    assert "It was good to talk about ACME." in Page(path).texts["pre"][0]
    (draft,) = program.account.drafts()
    body = draft.get_body(("plain",))
    assert body is not None
    assert "It was good to talk about ACME." in " ".join(body.get_content().split())


def test_a_broken_own_template_is_told_and_the_note_is_shipped(program: Program) -> None:
    """Preview tells it on standard error; the pass goes well, with the shipped words."""
    (shipped,) = program.done("preview", "acme", "--json").document["notes"]
    path = own(program, "en/thank_you/opening.j2", "Fine.\n{{ compny }}")

    result = program.run("preview", "acme", "--json")
    synced = program.run("sync")
    (status,) = program.done("status", "--json").document["accounts"]

    assert (result.status, synced.status) == (0, 0)
    problem = f"n own template is not used: {path}, line 2: 'compny' is undefined. Is it meant to be 'company'?"
    assert result.err == f"Note: a{problem}\n"
    assert f"Note: a{problem}" in synced.err
    assert f"A{problem}" in status["attention"]
    assert result.document["notes"] == [shipped]
    assert [draft["Subject"] for draft in program.account.drafts()] == [shipped["subject"]]


def test_a_changed_template_writes_no_draft_anew(program: Program) -> None:
    """Its facts did not change; when one does, the draft is written anew in the new words."""
    program.done("sync")
    (before,) = program.account.draft_files()
    text = before.read_bytes()
    own(program, "en/thank_you/opening.j2", "It was good to talk about {{ company }}.")

    program.done("sync")

    assert [path.read_bytes() for path in program.account.draft_files()] == [text]
    program.account.put(
        "acme",
        event(
            "acme-1",
            START,
            title="Interview: Backend Engineer at ACME",
            lines=[r"DESCRIPTION:#interview\ncompany: Acme Works"],
        ),
    )
    program.done("sync")
    (draft,) = program.account.drafts()
    body = draft.get_body(("plain",))
    assert body is not None
    assert "It was good to talk about Acme Works." in " ".join(body.get_content().split())
