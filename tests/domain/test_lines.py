from __future__ import annotations

from datetime import date

import pytest

from daemon.domain.lines import Lines, Named, parse_people, read_lines, without_lines
from daemon.domain.text import to_text
from daemon.domain.written_date import parse_day


def test_lines_are_read_from_plain_text_and_html_alike() -> None:
    """Keys have any case; spaces and one bullet may stand before them."""
    plain = "Hi\nCompany: ACME\n - ROLE : Backend Engineer\n• notes: she sails\n* thanks: no\nlanguage:de"
    markup = (
        "<p>Hi</p><p><b>Company:</b> ACME</p><ul><li>ROLE : Backend Engineer</li></ul>notes: she sails<br>thanks: no"
        "<div>language:de</div>"
    )

    expected = Lines("ACME", "Backend Engineer", language="de", thanks="no", notes=("she sails",))

    assert read_lines(to_text(plain)) == expected
    assert read_lines(to_text(markup)) == expected


@pytest.mark.parametrize(
    "line", ["my company: X", "-- company: X", "1. company: X", "companyX: Y", "company X", "# company: X"]
)
def test_a_key_stands_at_the_start_of_its_line(line: str) -> None:
    """Prose that holds a key is no line."""
    assert read_lines(line).company == ""


def test_an_empty_value_counts_as_absent() -> None:
    """The first line that says something wins."""
    assert read_lines("company:\ncompany:   \ncompany: Acme\ncompany: Other").company == "Acme"


def test_notes_and_people_repeat_and_others_do_not() -> None:
    """Several notes are kept in order; a second role is ignored."""
    lines = read_lines("notes: a\nrole: X\nnotes: b\nrole: Y\ninterviewer: Jane\ninterviewer: Bob\nrecruiter: Ola")

    assert lines.notes == ("a", "b")
    assert lines.role == "X"
    assert [one.name for one in lines.interviewers] == ["Jane", "Bob"]
    assert [one.name for one in lines.recruiters] == ["Ola"]


@pytest.mark.parametrize(
    "value, people",
    [
        ("Jane Doe <jane@acme.example>", [("Jane Doe", "jane@acme.example")]),
        ("jane@acme.example", [("", "jane@acme.example")]),
        ("<jane@acme.example>", [("", "jane@acme.example")]),
        ("Jane Doe", [("Jane Doe", "")]),
        ("Jane Doe (jane@acme.example)", [("Jane Doe", "jane@acme.example")]),
        ("Jane Doe jane@acme.example", [("Jane Doe", "jane@acme.example")]),
        ('"Doe, Jane" <jane@acme.example>', [("Doe, Jane", "jane@acme.example")]),
        ('"Doe, Jane" <j@a.example>, Bob <b@a.example>', [("Doe, Jane", "j@a.example"), ("Bob", "b@a.example")]),
        ("Doe, Jane <jane.doe@acme.example>", [("Doe, Jane", "jane.doe@acme.example")]),
        ("Ann, Jane <jane.doe@acme.example>", [("Ann", ""), ("Jane", "jane.doe@acme.example")]),
        ("Jane <j@a.example>; Bob <b@a.example>", [("Jane", "j@a.example"), ("Bob", "b@a.example")]),
        ("Jane <j@a.example> and Bob <b@a.example>", [("Jane", "j@a.example"), ("Bob", "b@a.example")]),
        ("Jane Doe and Bob Roe", [("Jane Doe", ""), ("Bob Roe", "")]),
        ("Jane <mailto:j@a.example>", [("Jane", "j@a.example")]),
        ("j@a.example<mailto:j@a.example>", [("", "j@a.example")]),
        (", ,", []),
        ("<>", []),
        ('"Doe, Jane', [('"Doe', ""), ("Jane", "")]),
        ("Jane Doe, jane@acme.example", [("Jane Doe", "jane@acme.example")]),
        (
            "Jane Doe, jdoe@a.example, Bob Roe, roe@a.example",
            [("Jane Doe", "jdoe@a.example"), ("Bob Roe", "roe@a.example")],
        ),
        ("Jane, jane.doe@acme.example", [("Jane", "jane.doe@acme.example")]),
        ("Ann Kane, jane@acme.example", [("Ann Kane", ""), ("", "jane@acme.example")]),
        ("Jane Doe (she/her), Head of Art <jdoe@a.example>", [("Jane Doe (she/her)", "jdoe@a.example")]),
        ("Jane Doe, Head of Art, Bob Roe, she/her", [("Jane Doe", ""), ("Bob Roe", "")]),
        ("Jane Doe, Director <roe@a.example>", [("Jane Doe", ""), ("Director", "roe@a.example")]),
        ("Jane Baker, Fatou Cook", [("Jane Baker", ""), ("Fatou Cook", "")]),
        ("Jane Doe (CTO), Bob Roe (VP Sales)", [("Jane Doe (CTO)", ""), ("Bob Roe (VP Sales)", "")]),
    ],
)
def test_people_are_read_from_a_line(value: str, people: list[tuple[str, str]]) -> None:
    """Quoted names keep their commas, addresses alone and names alone are people too."""
    assert parse_people(value) == tuple(Named(*one) for one in people)


@pytest.mark.parametrize(
    "value, people",
    [
        ("Jane Doe <jane@acme.example> +49 30 1234567", [("Jane Doe", "jane@acme.example", "+49 30 1234567")]),
        ("Jane Doe, jane@acme.example, +49 30 1234567", [("Jane Doe", "jane@acme.example", "+49 30 1234567")]),
        ("Jane Doe, +49 30 1234567, jane@acme.example", [("Jane Doe", "jane@acme.example", "+49 30 1234567")]),
        ("Doe, Jane <jane.doe@a.example>, 030 1234567", [("Doe, Jane", "jane.doe@a.example", "030 1234567")]),
        ("Tom Ray (+1 415 555 0132)", [("Tom Ray", "", "+1 415 555 0132")]),
        ("Jane Doe 030/1234567", [("Jane Doe", "", "030/1234567")]),
        ("Jane Doe 5551234", [("Jane Doe", "", "5551234")]),
        ("Jane Doe + 49 30 1234567", [("Jane Doe", "", "+ 49 30 1234567")]),
        ("Jane Doe, tel:+49301234567", [("Jane Doe", "", "+49301234567")]),
        ("Jane Doe, mobile phone: 0170 1234567", [("Jane Doe", "", "0170 1234567")]),
        ("Jane Doe (tel. 030 1234567), Bob Roe", [("Jane Doe", "", "030 1234567"), ("Bob Roe", "", "")]),
        ("Jane Doe and Bob Roe, 030 1234567", [("Jane Doe", "", ""), ("Bob Roe", "", "030 1234567")]),
        ("Jane Doe, M: 0170 1234567, T: 030 1234567", [("Jane Doe", "", "0170 1234567")]),
        ("Jane Doe 030 1234567 / 0170 1234567", [("Jane Doe", "", "030 1234567")]),
        ("jane@acme.example (030 1234567)", [("", "jane@acme.example", "030 1234567")]),
        ("Jane Doe <jane1234567@acme.example>", [("Jane Doe", "jane1234567@acme.example", "")]),
        ("Jane Doe, 1234", [("Jane Doe", "", "")]),
        ("tel: 030 1234567", []),
    ],
)
def test_a_number_on_a_line_belongs_to_who_stands_before_it(value: str, people: list[tuple[str, str, str]]) -> None:
    """It is kept as written, and is no part of the name; the first of several counts."""
    assert parse_people(value) == tuple(Named(*one) for one in people)


@pytest.mark.parametrize(
    "value",
    [
        "2026-12-01",
        "2026/12/01",
        "1 Dec 2026",
        "1. Dec. 2026",
        "01 December 2026",
        "1st of December 2026",
        "December 1st, 2026",
        "Dec 1, 2026",
        "Dec 1 2026",
        "by Tue, 1 Dec 2026",
        "by Tuesday 1 December 2026",
        "Tuesday, December 1, 2026",
        "by 2026-12-01",
        "Tue 2026-12-01",
        "2026-12-01 (Tue)",
        "1-Dec-2026",
        "1. Dezember 2026",
        "Dienstag, den 1. Dezember 2026",
        "1er décembre 2026",
        "1 de diciembre de 2026",
        "2026-12-01.",
    ],
)
def test_a_day_that_can_mean_one_day_only_is_read(value: str) -> None:
    """ISO dates, and written ones with the month's name and the year."""
    assert parse_day(value) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "value",
    [
        "01/12/2026",
        "1.12.2026",
        "12-01-2026",
        "next Friday",
        "Friday",
        "1 Dec",
        "Dec 2026",
        "2026",
        "in two weeks",
        "2026-13-01",
        "2026-02-30",
        "31 Nov 2026",
        "32 Dec 2026",
        "1 Foo 2026",
        "2026-1-1",
        "2026/12-01",
        "1 Dec 26",
        "1 Dec 0026",
        "9999-12-31",
        "٢٠٢٦-١٢-٠١",
        "2026-12-01 or 2026-12-02",
        "",
    ],
)
def test_a_day_that_could_be_another_is_none(value: str) -> None:
    """Ambiguous, relative and impossible dates are not guessed at."""
    assert parse_day(value) is None


def test_the_decision_line_has_two_spellings() -> None:
    """`decision` and `decision by` are one key; the first line wins."""
    assert read_lines("Decision by: 1 Dec 2026\ndecision: 2026-12-05").decision_by == date(2026, 12, 1)
    assert read_lines("decision: soon").decision == "soon"


def test_hostile_values_are_cleaned() -> None:
    """Company and role lose invisible characters and template marks, and are cut at 60 and 80 characters."""
    lines = read_lines(to_text("role: Ferry Pilot\u202e\u200b\ncompany: {{ 7*7 }}"))

    assert (lines.role, lines.company) == ("Ferry Pilot", "")
    assert len(read_lines("role: " + "x" * 500).role) == 80
    assert len(read_lines("company: " + "x" * 500).company) == 60


def test_notes_for_one_person_next_steps_and_what_was_asked_for_are_lines() -> None:
    """They repeat, in any case and with a bullet; a name is as it was written."""
    lines = read_lines(
        "Notes for Jane Doe: she sails\n- note for Dr. Vogel : tides\nNext steps: case study\nnext-step: a call\n"
        "asked: the link to my talk\nAsked: references\nnotes: the roadmap\nnotes for : nobody"
    )

    assert lines.notes_for == (("Jane Doe", "she sails"), ("Dr. Vogel", "tides"))
    assert (lines.next_steps, lines.asked) == (("case study", "a call"), ("the link to my talk", "references"))
    assert lines.notes == ("the roadmap",)


def test_what_others_wrote_is_all_but_the_lines() -> None:
    """The person's own words are taken out of a description."""
    assert without_lines("Dear Sam\nnotes: tea\nnotes for Jane: sails\nsee: below") == "Dear Sam\nsee: below"
