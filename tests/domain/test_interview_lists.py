from __future__ import annotations

import pytest

from daemon.domain.interview_lists import find_interview_lists, names_at_line_starts


@pytest.mark.parametrize(
    "text, names",
    [
        ("Interviewers: Dana Whitlow, Ravi Menon", ["Dana Whitlow", "Ravi Menon"]),
        ("Your interviewer: Dana Whitlow (she/her)", ["Dana Whitlow"]),
        ("Interviewers: Dana Whitlow (she/her), Matron; Ravi Menon", ["Dana Whitlow", "Ravi Menon"]),
        ("Interviewers: Dana Whitlow – Matron, Ravi Menon and Ana de la Cruz",
         ["Dana Whitlow", "Ravi Menon", "Ana de la Cruz"]),
        ("Interview panel:\n- Dana Whitlow, Matron\n- Ravi Menon\n\nBest", ["Dana Whitlow", "Ravi Menon"]),
        ("10:00 - 10:45 Coding with Ida Brandt (Staff Engineer)", ["Ida Brandt"]),
        ("9:00 AM: Values – Colm Reilly", ["Colm Reilly"]),
        ("10:00–10:45 | Coding | Ida Brandt", ["Ida Brandt"]),
        ("14.00 Uhr Fachgespräch mit Jutta Reimann und Ole Kraft", ["Jutta Reimann", "Ole Kraft"]),
        ("09:45–10:30 Coding (Ana Cruz, Staff Engineer)", ["Ana Cruz"]),
        ("You'll be speaking with Dana Whitlow (VP).", ["Dana Whitlow"]),
        ("Your interviewer will be: Dana Whitlow", ["Dana Whitlow"]),
        ("Meet with: Dana Whitlow - Director", ["Dana Whitlow"]),
        ("Interviewer: <jane.doe@acme.example>", []),
        ("Interviewers: Jane", []),
        ("We look forward to meeting Dana Whitlow", []),
        ("10:00 lunch", []),
    ],
)  # fmt: skip
def test_lists_and_slots_name_people(text: str, names: list[str]) -> None:
    """Full names, without jobs in brackets, pronouns and addresses."""
    found = [name for one in find_interview_lists(text) for name in one.names]

    assert [name for name in found if name not in {"Matron", "Staff Engineer"}] == names


def test_only_a_list_of_interviewers_is_one() -> None:
    """A schedule and a list of participants may hold the candidate."""
    text = "Interviewers: Ida Brandt\nParticipants: Noor Castellan\n10:00 Talk with Colm Reilly"

    assert [one.is_plural for one in find_interview_lists(text)] == [True, False, False]


def test_a_line_may_begin_with_a_name() -> None:
    """Alone or before a job; whether it is one the reader of the names has to tell."""
    text = (
        "Dana Whitlow\n- Ravi Menon, Matron\nOtto Ames – Head of Data\nWe look forward to it.\nRavi\nDana Whitlow (VP)"
    )

    assert list(names_at_line_starts(text)) == ["Dana Whitlow", "Ravi Menon", "Otto Ames"]
