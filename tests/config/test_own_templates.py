"""Templates of the person's own: each in the place of a shipped one, and never in the way of a note."""

from __future__ import annotations

import errno
import itertools
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from config.made_up import cases
from config.notes import TemplateNotes
from config.own_templates import MOST_BYTES, MOST_ENTRIES, TemplateProblem, entries_of
from config.own_words import try_out
from config.sandbox import FOLDER, languages
from daemon.domain.item import Kind
from daemon.domain.letter import LetterFacts, compose_letter
from daemon.domain.note import NoteFacts, compose_note
from daemon.domain.policy import Me
from tests.factories import END, JANE, OMAR

ME = Me("Sam Lee", "sam@example.com", signature="Sam Lee")
FACTS = NoteFacts((JANE,), ME, "a", END, "ACME", "Backend Engineer")
LETTER = LetterFacts(Kind.FOLLOW_UP_NOTE, JANE, ME, "a", END.date(), "ACME", "Backend Engineer")
OPENING = "thank_you/opening"
SHIPPED = TemplateNotes()


class Own:
    """A folder of own templates, and notes that are written with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes = TemplateNotes(folder)
        self._seconds = itertools.count(1_800_000_000)

    def put(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        # A person does not save twice within a tick of the disk's clock; a test may.
        second = next(self._seconds)
        os.utime(path, (second, second))
        return path

    def note(self, facts: NoteFacts = FACTS) -> str:
        return compose_note(facts, self.notes, name="a", date=END).text

    def wrong(self) -> list[tuple[str, int, str]]:
        """What is wrong so far: file, line, message."""
        return [
            (problem.path.relative_to(self.folder).as_posix(), problem.line, problem.message)
            for problem in self.notes.problems()
        ]


@pytest.fixture
def own(tmp_path: Path) -> Own:
    return Own(tmp_path / "templates")


def shipped(facts: NoteFacts = FACTS) -> str:
    return compose_note(facts, SHIPPED, name="a", date=END).text


def first_facts(template: str) -> Mapping[str, object]:
    return next(facts for name, facts in cases() if name == template)


# In its place


def test_an_own_template_takes_the_place_of_the_shipped_one_alone(own: Own) -> None:
    """The one sentence is the person's, every other is the shipped one."""
    own.put("en/thank_you/opening.j2", "It was a pleasure to talk about {{ role }} at {{ company }}.\n")

    note = own.note()

    mine = "It was a pleasure to talk about Backend Engineer at ACME."
    (theirs,) = [line for line in SHIPPED.render(OPENING, "en", _opening_facts()).splitlines() if line in shipped()]
    assert note == shipped().replace(theirs, mine)
    assert own.wrong() == []


def _opening_facts() -> dict[str, object]:
    return {
        "company": "ACME",
        "role": "Backend Engineer",
        "known": True,
        "talk": "conversation",
        "situation": "",
        "ended": END,
        "unmet": False,
        "several": False,
    }


def test_another_language_keeps_the_shipped_words(own: Own) -> None:
    """What is in `en/` changes no German note."""
    own.put("en/thank_you/opening.j2", "Mine.")
    german = replace(FACTS, language="de")

    assert own.note(german) == shipped(german)


@pytest.mark.parametrize("language", languages())
def test_a_copy_of_every_shipped_template_changes_no_word(own: Own, language: str) -> None:
    """Own templates are filled in as the shipped ones are: a copy gives the same, in every situation."""
    for path in (FOLDER / language).rglob("*.j2"):
        own.put(path.relative_to(FOLDER).as_posix(), path.read_bytes())

    different = [
        template
        for template, facts in cases()
        if own.notes.render(template, language, facts) != SHIPPED.render(template, language, facts)
    ]

    assert different == []
    assert try_out(own.folder).problems == ()


def test_an_own_template_can_build_on_the_shipped_one(own: Own) -> None:
    """`shipped/` names the shipped file, also in the template that takes its place."""
    own.put("en/thank_you/signoff.j2", '{% include "shipped/en/thank_you/signoff.j2" %}\n\nAll the best,\n')

    ways = own.notes.render("thank_you/signoff", "en", {}).splitlines()

    assert ways == [*SHIPPED.render("thank_you/signoff", "en", {}).splitlines(), "All the best,"]


def test_one_macro_of_ones_own_leaves_the_others(own: Own) -> None:
    """An own words.j2 needs only what it says otherwise, may use the rest, and shipped sentences use it."""
    own.put("en/words.j2", "{% macro about(role, company) %}{{ upfirst(role) }}, {{ company }}{% endmacro %}\n")

    text = own.notes.render(OPENING, "en", {**_opening_facts(), "role": "clerk"})

    assert "Clerk, ACME" in text
    assert try_out(own.folder).problems == ()


def test_a_helper_of_ones_own_is_no_mistyped_name(own: Own) -> None:
    """A file that answers to no shipped template is in order where another own one uses it."""
    own.put("en/mine.j2", "{% macro hello(name) %}Good day {{ name }}{% endmacro %}")
    own.put("en/thank_you/greeting.j2", '{% from "en/mine.j2" import hello %}\n{{ hello("there") }},')

    assert own.note().startswith("Good day there,\n\n")
    assert try_out(own.folder).problems == ()


def test_an_own_greeting_counts_in_the_reminder_that_shows_it(own: Own) -> None:
    """Shipped templates include the own ones."""
    own.put("en/thank_you/greeting.j2", "Good day,")

    assert "\nGood day,\n" in own.notes.render("reminders/follow_up", "en", first_facts("reminders/follow_up"))


def test_values_are_only_data(own: Own) -> None:
    """A title that looks like a template stays what it is."""
    own.put("en/reminders/prepare.j2", "Before {{ label }}")
    facts = {**first_facts("reminders/prepare"), "label": "{{ 7 * 7 }}{% include 'en/words.j2' %}"}

    assert own.notes.render("reminders/prepare", "en", facts) == "Before {{ 7 * 7 }}{% include 'en/words.j2' %}"


def test_indents_ends_of_lines_and_a_byte_order_mark_are_no_words(own: Own) -> None:
    """A file from another system, or indented for its reader, gives the same lines."""
    own.put(
        "en/thank_you/signoff.j2", b"\xef\xbb\xbf{% if true %}\r\n  Cheers,  \r\n\r\n  \r\n  Bye,\r\n{% endif %}\r\n"
    )

    assert own.notes.render("thank_you/signoff", "en", {}) == "Cheers,\nBye,"


def test_a_sentence_that_need_not_be_said_may_be_empty(own: Own) -> None:
    """An empty file leaves its sentence out."""
    for slot in ("appreciation", "interest", "close", "signoff"):
        own.put(f"en/thank_you/{slot}.j2", "{# not my way #}\n")

    greeting, opening, signature = own.note().split("\n\n")

    assert (greeting, signature) == ("Hi Jane,", "Sam Lee")
    assert opening in SHIPPED.render(OPENING, "en", _opening_facts())
    assert try_out(own.folder).problems == ()


# At once


def test_a_changed_file_counts_from_the_next_note_on(own: Own) -> None:
    """What is added, changed, mended or taken away while the service runs is used by the next note."""
    assert own.note() == shipped()
    path = own.put("en/thank_you/opening.j2", "One.")
    assert "One." in own.note()
    own.put("en/thank_you/opening.j2", "Two.")
    assert "Two." in own.note()
    own.put("en/thank_you/opening.j2", "{% if %}")
    assert own.note() == shipped()
    assert len(own.wrong()) == 1
    own.put("en/thank_you/opening.j2", "Three.")
    assert "Three." in own.note()
    assert own.wrong() == []
    path.unlink()
    assert own.note() == shipped()


def test_a_changed_file_counts_for_a_reminder_and_a_letter(own: Own) -> None:
    """They begin anew as a note does."""
    facts = first_facts("reminders/prepare")
    for words in ("One", "Two"):
        own.put("en/reminders/prepare.j2", words)
        own.put("en/follow_up_note/opening.j2", f"{words}.")
        assert own.notes.render("reminders/prepare", "en", facts) == words
        assert f"\n{words}." in compose_letter(LETTER, own.notes, name="a", date=END).text


def test_all_of_one_note_is_of_one_state_of_the_folder(own: Own) -> None:
    """A file that is saved while a note is being written counts for the next one."""
    own.put("en/thank_you/opening.j2", "One.")
    own.notes.render("language", "en", {})
    own.put("en/thank_you/opening.j2", "Two.")

    assert own.notes.render(OPENING, "en", _opening_facts()) == "One."


def test_without_the_folder_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    """An account without own templates pays for a look at a folder that is not there, and for no library."""
    code = (
        "import sys; from pathlib import Path; from config.notes import TemplateNotes; "
        f"notes = TemplateNotes(Path({str(tmp_path / 'templates')!r})); notes._look(); "
        "print(sorted({'jinja2', 'config.own_words', 'config.made_up'} & set(sys.modules)))"
    )

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout == "[]\n"


# What cannot be used

BROKEN = {
    "no template": ("One.\n{% if role %}\nTwo.", 3, "It is no template: Unexpected end of template."),
    "unknown filter": ("One.\n{{ role | shout }}", 2, "It is no template: No filter named 'shout'."),
    "unknown fact": ("One.\n{{ compny }}", 2, "'compny' is undefined. Is it meant to be 'company'?"),
    "wrong kind": ("{{ role + 1 }}", 1, 'TypeError: can only concatenate str (not "int") to str.'),
    "no such file": ('\n{% include "en/nope.j2" %}', 2, "There is no template en/nope.j2."),
    "file above": ('{% include "../config.toml" %}', 1, "There is no template ../config.toml."),
    "file above a name": ('{% include "en/../../config.toml" %}', 1, "There is no template en/../../config.toml."),
    "absolute file": ('{% include "/etc/passwd" %}', 1, "There is no template /etc/passwd."),
    "above shipped": ('{% include "shipped/../notes.py" %}', 1, "There is no template shipped/../notes.py."),
    "python": ("{{ role.__class__ }}", 1, "access to attribute '__class__' of 'str' object is unsafe."),
    "changes facts": ("{{ [1].append(2) }}", 1, "access to attribute 'append' of 'list' object is unsafe."),
    "nothing": ("{# later #}\n   \n", 0, "It gives no words, and some are needed here."),
    "control character": ("A bell\a.", 0, "It gives a control character."),
    "line separator": ("One.\u2028 \u2028Two.", 0, "It gives a control character."),
    "surrogate": (r'{{ "\ud800" }}', 0, "It gives a control character."),
    "long loop": ("\n{% for one in range(9999) %}{% endfor %}", 2, "It goes on for more than 2000 steps."),
    "loops in loops": (
        "{% for a in range(99) %}\n{% for b in range(99) %}{% endfor %}\n{% endfor %}",
        2,
        "It goes on for more than 2000 steps.",
    ),
    "ever more": (
        "{% macro twice(n) %}{% if n %}{{ twice(n - 1) }}{{ twice(n - 1) }}{% endif %}{% endmacro %}\n{{ twice(40) }}",
        1,
        "It goes on for more than 2000 steps.",
    ),
    "long text": (
        "{% for a in range(99) %}{{ role * 99 }}{% endfor %}",
        0,
        "It gives more than 20000 characters.",
    ),
    "long word": ("{{ role * 99999 }}", 1, "It gives more than 20000 characters."),
    "power": ("{{ 10 ** 10 ** 10 }}", 1, "It takes a power, which no note needs."),
    "endless": ("{% macro on() %}{{ on() }}{% endmacro %}{{ on() }}", 1, "RecursionError: maximum recursion depth"),
    "not UTF-8": (b"One.\nGr\xfc\xdfe.", 2, "It is not UTF-8."),
    "too long": ("x" * (MOST_BYTES + 1), 0, "It is longer than 64 KiB."),
    "wrong shipped macro": (
        '{% from "en/words.j2" import about %}\n{{ about(role, company, 1) }}',
        2,
        "TypeError: macro 'about' takes not more than 2 argument(s).",
    ),
}


@pytest.mark.parametrize(("text", "line", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_the_shipped_sentence_stands_in_for_one_that_cannot_be_used(
    own: Own, text: str | bytes, line: int, message: str
) -> None:
    """Whatever is wrong with an own template: the note is the shipped one, and file, line and reason are told."""
    own.put("en/thank_you/opening.j2", text)
    (own.folder.parent / "config.toml").write_text("secret")

    assert own.note() == shipped()

    ((path, at, told),) = own.wrong()
    assert (path, at) == ("en/thank_you/opening.j2", line)
    assert told.startswith(message)
    assert told.endswith((".", "?", ">"))


def test_the_rest_of_ones_own_words_stays_where_one_template_is_broken(own: Own) -> None:
    """An own reminder that includes a broken own greeting keeps its words, with the shipped greeting."""
    own.put("en/thank_you/greeting.j2", "\n{{ nobody }}")
    own.put(
        "en/reminders/keep_in_touch.j2",
        "Mine\n{% set names = [] %}{% set several = false %}{% set titled = false %}\n"
        '{% include "en/thank_you/greeting.j2" %}',
    )

    text = own.notes.render("reminders/keep_in_touch", "en", first_facts("reminders/keep_in_touch"))

    assert text == "Mine\nHello,"
    assert [(path, line) for path, line, _ in own.wrong()] == [("en/thank_you/greeting.j2", 2)]


def test_a_broken_helper_takes_along_what_uses_it(own: Own) -> None:
    """The helper's line is told once, and the shipped sentence stands in."""
    own.put("en/mine.j2", "{% macro hello() %}\n{{ nobody }}\n{% endmacro %}")
    own.put("en/thank_you/greeting.j2", '{% from "en/mine.j2" import hello %}\n{{ hello() }}')

    assert own.note() == shipped()
    assert [(path, line) for path, line, _ in own.wrong()] == [("en/mine.j2", 2)]


def test_a_macro_that_shipped_sentences_cannot_use_is_told(own: Own) -> None:
    """A macro that wants other arguments fails in the shipped templates: the shipped macro stands in."""
    own.put("en/words.j2", "{% macro about(role) %}the job{% endmacro %}")

    assert own.note() == shipped()
    ((path, line, message),) = own.wrong()
    assert (path, line) == ("en/words.j2", 0)
    assert message.startswith("en/thank_you/opening.j2 cannot be filled in with it: TypeError: macro 'about' takes not")


def test_a_fact_that_the_shipped_template_lacks_is_our_mistake(own: Own) -> None:
    """What own templates have no part in is not blamed on them."""
    from jinja2 import UndefinedError

    own.put("en/thank_you/signoff.j2", "Bye,")

    with pytest.raises(UndefinedError):
        own.notes.render(OPENING, "en", {})
    assert own.wrong() == []


@pytest.mark.parametrize(
    "template",
    ["thank_you/subject", "thank_you/greeting", "thank_you/opening", "follow_up_note/ask", "feedback_request/signoff"],
)
def test_what_has_to_be_said_cannot_be_empty(own: Own, template: str) -> None:
    """Without words where some are needed, the shipped ones are used."""
    own.put(f"en/{template}.j2", "")
    facts = first_facts(template)

    assert own.notes.render(template, "en", facts) == SHIPPED.render(template, "en", facts)
    assert own.wrong() == [(f"en/{template}.j2", 0, "It gives no words, and some are needed here.")]


@pytest.mark.parametrize("kind", [kind for kind in Kind if not kind.is_draft])
def test_a_reminder_without_a_title_is_the_shipped_one(own: Own, kind: Kind) -> None:
    """A title is needed in every kind of reminder."""
    template = f"reminders/{kind.value}"
    own.put(f"en/{template}.j2", "{{ nothing | default('') }}\n \n")
    facts = first_facts(template)

    assert own.notes.render(template, "en", facts) == SHIPPED.render(template, "en", facts)
    assert len(own.wrong()) == 1


def test_the_log_names_file_and_line_alone(own: Own, caplog: pytest.LogCaptureFixture) -> None:
    """Once for each state of the folder; no message, which could hold words of a note, and no folder."""
    own.put("en/thank_you/opening.j2", "\n{{ {}[company] }}")
    with caplog.at_level(logging.WARNING):
        own.note()
        own.note()

    assert caplog.messages == ['own_template_not_used file=en/thank_you/opening.j2 line=2 mend="afterword doctor"']


# Files


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("en/thank_you/openning.j2", "en/thank_you/opening.j2"),
        ("en/thank_you/opening.jinja", "en/thank_you/opening.j2"),
        ("en/opening.j2", "en/thank_you/opening.j2"),
        ("thank_you/opening.j2", "en/thank_you/opening.j2"),
        ("EN/thank_you/opening.j2", "en/thank_you/opening.j2"),
        ("en-GB/thank_you/opening.j2", "en/thank_you/opening.j2"),
        ("shipped/en/thank_you/opening.j2", "en/thank_you/opening.j2"),
    ],
)
def test_a_file_that_nothing_uses_is_told_with_the_nearest_name(own: Own, name: str, near: str) -> None:
    """A typo is not silent."""
    own.put(name, "Mine.")

    assert own.note() == shipped()
    assert own.wrong() == [
        (name, 0, f"It takes the place of no shipped template, and no other own one uses it. Is it meant to be {near}?")
    ]


def test_what_editors_and_versions_leave_is_passed_over(own: Own) -> None:
    """Hidden files and copies are nobody's words."""
    for name in (".git/config", "en/thank_you/.opening.j2.swp", "en/thank_you/opening.j2~", "en/#opening.j2#"):
        own.put(name, "{% broken")

    assert own.note() == shipped()
    assert own.wrong() == []


def test_a_link_out_of_the_folder_is_refused(own: Own, tmp_path: Path) -> None:
    """Neither a file nor a folder elsewhere is read through it; a link to another own template is in order."""
    secret = tmp_path / "elsewhere" / "secret.j2"
    secret.parent.mkdir()
    secret.write_text("secret")
    own.put("en/thank_you/opening.j2", '{% include "en/there/secret.j2" ignore missing %}Mine.')
    (own.folder / "en" / "there").symlink_to(secret.parent)
    (own.folder / "en" / "thank_you" / "close.j2").symlink_to(secret)
    (own.folder / "en" / "thank_you" / "interest.j2").symlink_to("opening.j2")

    note = own.note()

    assert "secret" not in note
    assert note.count("Mine.") == 2
    refused = "It leads out of the folder of templates. Put the file itself there."
    assert own.wrong() == [("en/thank_you/close.j2", 0, refused), ("en/there", 0, refused)]


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    """Who keeps the configuration elsewhere links to it."""
    own = Own(tmp_path / "elsewhere")
    own.put("en/thank_you/opening.j2", "Mine.")
    (tmp_path / "templates").symlink_to("elsewhere")

    assert "Mine." in Own(tmp_path / "templates").note()


def test_what_is_no_ordinary_file_is_not_waited_for(own: Own) -> None:
    """A pipe is told, and holds nothing up."""
    path = own.put("en/thank_you/opening.j2", "")
    path.unlink()
    os.mkfifo(path)

    assert own.note() == shipped()
    assert own.wrong() == [("en/thank_you/opening.j2", 0, "It is no ordinary file.")]


def test_a_file_that_may_not_be_read_is_told(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped one is used until it may be."""
    path = own.put("en/thank_you/opening.j2", "Mine.")
    path.chmod(0)
    with monkeypatch.context() as patch:
        # Permissions do not hold for root, as whom some run the tests.
        patch.setattr(os, "open", _refuse)
        assert own.note() == shipped()
        assert own.wrong() == [("en/thank_you/opening.j2", 0, "It cannot be read: permission denied.")]

    path.chmod(0o600)

    assert "Mine." in own.note()


def _refuse(path: Path, flags: int) -> int:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def test_a_link_that_leads_nowhere_is_told(own: Own) -> None:
    """As every file that cannot be read."""
    own.put("en/thank_you/close.j2", "Mine.")
    (own.folder / "en" / "thank_you" / "opening.j2").symlink_to("gone.j2")

    own.note()

    assert own.wrong() == [("en/thank_you/opening.j2", 0, "It cannot be read: no such file or directory.")]


def test_a_folder_of_other_things_is_left_alone(own: Own) -> None:
    """More files than anybody writes: it only has the name, and none is used."""
    for number in range(MOST_ENTRIES + 1):
        own.put(f"letters/{number}.j2", "")
    own.put("en/thank_you/opening.j2", "Mine.")

    assert own.note() == shipped()
    assert own.wrong() == [(".", 0, f"It holds more than {MOST_ENTRIES} files, so none of them is used.")]


def test_a_file_called_templates_is_no_folder(tmp_path: Path) -> None:
    """It is left alone."""
    path = tmp_path / "templates"
    path.write_text("")

    assert entries_of(path) == ()
    assert Own(path).note() == shipped()


def test_the_shipped_folder_is_not_ones_own() -> None:
    """A configuration beside the shipped templates makes nothing of them the person's."""
    notes = TemplateNotes(FOLDER)
    compose_note(FACTS, notes, name="a", date=END)

    assert notes.problems() == []


# The language's code, and languages of one's own


def test_a_languages_code_cannot_be_changed(own: Own) -> None:
    """An own language.j2 with another code would make English notes German ones."""
    own.put("en/language.j2", "de\n")

    assert own.note() == shipped()
    assert own.wrong() == [("en/language.j2", 1, "It has to hold the language's code and nothing else: en")]


@pytest.fixture
def italian(own: Own) -> Own:
    """English words under Italian's name."""
    for path in (FOLDER / "en").rglob("*.j2"):
        name = path.relative_to(FOLDER / "en").as_posix()
        own.put(f"it/{name}", path.read_text().replace('"en/', '"it/').replace("Hi ", "Ciao "))
    own.put("it/language.j2", "it\n")
    return own


def test_a_complete_language_of_ones_own_is_spoken(italian: Own) -> None:
    """With the same files as English it counts; its regions too."""
    for language in ("it", "it-CH", "IT"):
        assert italian.note(replace(FACTS, language=language)).startswith("Ciao Jane,")
    assert italian.note() == shipped()
    assert try_out(italian.folder).problems == ()


def test_notes_are_not_woven_in_in_a_language_whose_grammar_is_unknown(italian: Own) -> None:
    """Nothing tells there who is meant by a word: the note is the one that it is without them."""
    noted = replace(FACTS, language="it", notes=("la migrazione",), asked=("le slide",), next_steps=("un test",))

    assert italian.note(noted) == italian.note(replace(FACTS, language="it", notes=()))


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("it/thank_you/close.j2", None, "it lacks it/thank_you/close.j2"),
        ("it/thank_you/close.j2", "{% if %}", "it lacks it/thank_you/close.j2"),
        ("it/thank_you/close.j2", "{{ nobody }}", "something in it is wrong"),
        ("it/thank_you/subject.j2", "", "something in it is wrong"),
    ],
    ids=["lacks one", "no template", "cannot be filled in", "says nothing"],
)
def test_a_language_with_a_fault_is_not_spoken_at_all(italian: Own, name: str, text: str | None, why: str) -> None:
    """A note in two languages is worse than one in English; what is missing or wrong is told."""
    if text is None:
        (italian.folder / name).unlink()
    else:
        italian.put(name, text)

    assert italian.note(replace(FACTS, language="it")) == shipped()
    message = f"The language 'it' is not used: {why}. English is written in its place."
    assert ("it", 0, message) in italian.wrong()
    assert len(italian.wrong()) == (1 if text is None else 2)


def test_a_sentence_that_fails_for_certain_facts_is_english(italian: Own) -> None:
    """What no made-up facts showed does not keep a note from being written."""
    italian.put("it/thank_you/signoff.j2", "{% if company == 'Initech' %}{{ nobody }}{% endif %}\nArrivederci,")
    there = replace(FACTS, language="it", company="Initech")

    assert italian.note(replace(FACTS, language="it")).endswith("\n\nArrivederci,\nSam Lee")
    note = italian.note(there)

    assert note.startswith("Ciao Jane,")
    assert note.split("\n")[-2] in SHIPPED.render("thank_you/signoff", "en", {})


# Trying out


def test_trying_out_finds_what_only_some_situations_show(own: Own) -> None:
    """A fault in a sentence that is written after a rejection is found before there is one."""
    own.put(
        "en/thank_you/opening.j2", "Thanks.\n{% if situation == 'rejected' and not company %}\n{{ oh }}\n{% endif %}"
    )
    own.put("en/reminders/review.j2", "Read\n{% if newer %}\n{{ newer.titel }}\n{% endif %}")

    assert own.note() != shipped()
    assert own.wrong() == []
    assert list(try_out(own.folder).problems) == [
        TemplateProblem(own.folder / "en/reminders/review.j2", 3, "'dict object' has no attribute 'titel'."),
        TemplateProblem(own.folder / "en/thank_you/opening.j2", 3, "'oh' is undefined."),
    ]


def test_siblings_get_their_own_sentences_from_own_lines(own: Own) -> None:
    """Each line is a wording: two people of a panel get two."""
    own.put("en/thank_you/opening.j2", "One.\nTwo.\nThree.\n")
    notes = [own.note(replace(FACTS, recipients=(who,), position=at)) for at, who in enumerate((JANE, OMAR))]

    openings = [next(word for word in ("One.", "Two.", "Three.") if word in note) for note in notes]
    assert len(set(openings)) == 2
