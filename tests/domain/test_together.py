"""Why interviews are rounds of one application, or of two: in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from daemon.domain.application import Application, applications
from daemon.domain.interview import Interview, Outcome, Word
from daemon.domain.together import why_apart, why_together
from tests.factories import BERLIN, END, JANE, OMAR, PIA, START, interview


def round_(identity: str, day: int, **changes: Any) -> Interview:
    return interview(identity, start=START + timedelta(days=day), end=END + timedelta(days=day), **changes)


@pytest.mark.parametrize(
    ("first", "then", "why"),
    [
        ({}, {}, "the same company, ACME; the same role"),
        ({}, {"company": "Acme Inc."}, "the same company: Acme Inc. is ACME, spelt another way; the same role"),
        (
            {"domain": "acme"},
            {"company": "Acme Robotics", "domain": "acme"},
            "the same company: they write from the same domain as those of ACME; the same role",
        ),
        ({}, {"company": ""}, "you met one of the same people on 2026-12-01; the same role"),
        ({"company": ""}, {}, "you met one of the same people on 2026-12-01; the same role"),
        ({}, {"role": ""}, "the same company, ACME; it names no role of its own"),
        ({"role": ""}, {}, "the same company, ACME; the earlier ones name no role"),
        ({"role": ""}, {"role": ""}, "the same company, ACME; no role is known"),
        (
            {"role": "Sr. Engineer"},
            {"role": "Senior Engineer"},
            "the same company, ACME; the same role: Senior Engineer is Sr. Engineer",
        ),
    ],
)
def test_each_round_says_why_it_is_one(first: dict[str, Any], then: dict[str, Any], why: str) -> None:
    """By which company, and by which role; the round that opens the application needs no reason."""
    (application,) = applications([round_("a", 0, **first), round_("b", 2, **then)], BERLIN)

    assert why_together(application) == {"a": "", "b": why}


def test_a_round_that_others_join_names_no_person_whom_it_has_not_met() -> None:
    """Omar's call belongs to Jane's since both were met once: the one in the middle says so of each."""
    world = [
        round_("jane", 0, company="", role=""),
        round_("omar", 1, company="", role="", interviewers=(OMAR,)),
        round_("both", 2, company="", role="", interviewers=(JANE, OMAR)),
    ]
    (application,) = applications(world, BERLIN)
    why = why_together(application)

    assert "you met" not in why["omar"]
    assert "met by the same people" in why["omar"]
    assert "you met one of the same people on 2026-12-02" in why["both"]


@pytest.mark.parametrize(
    ("first", "then", "why"),
    [
        ({}, {"role": "Data Analyst"}, "ACME, Data Analyst is another application: another role"),
        (
            {"outcome": Outcome.REJECTED, "outcome_seen": END + timedelta(days=2)},
            {},
            "ACME, Backend Engineer is another application: the earlier one was over (rejected) before the interview "
            "on 2027-01-10",
        ),
        (
            {"word": Word(None, END + timedelta(days=2), closes=True)},
            {"first_seen": END + timedelta(days=9)},
            "ACME, Backend Engineer is another application: you closed the earlier one before the interview on "
            "2027-01-10",
        ),
    ],
)
def test_each_other_application_with_the_company_says_why_it_is_another(
    first: dict[str, Any], then: dict[str, Any], why: str
) -> None:
    """Another role, or one that was over; said in both directions, and of no other company."""
    earlier, later, elsewhere = applications(
        [round_("a", 0, **first), round_("b", 40, **then), round_("c", 41, company="Northwind", interviewers=(PIA,))],
        BERLIN,
    )
    everything = [earlier, later, elsewhere]

    assert why_apart(earlier, everything, BERLIN) == [why]
    assert len(why_apart(later, everything, BERLIN)) == 1
    assert why_apart(elsewhere, everything, BERLIN) == []


def test_without_a_company_nothing_has_to_be_told_apart() -> None:
    """Two that name none are not taken for one company's."""
    one, other = (Application((round_(name, 0, company="", role=""),)) for name in "ab")

    assert why_apart(one, [one, other], BERLIN) == []
