"""Which interviews are rounds of one process."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from daemon.domain.application import Application, applications
from daemon.domain.interview import Interview, Outcome
from tests.factories import BERLIN, END, OMAR, START, interview


def identities(interviews: list[Interview]) -> set[tuple[str, ...]]:
    return {tuple(one.identity for one in group.rounds) for group in applications(interviews, BERLIN)}


def later(identity: str, days: int, **changes: object) -> Interview:
    return interview(identity, start=START + timedelta(days=days), end=END + timedelta(days=days), **changes)


def test_rounds_with_one_company_and_role_are_one_application() -> None:
    """The company's spelling does not matter, capitals and hyphens aside."""
    assert identities([interview("a"), later("b", 3, company="Acme")]) == {("a", "b")}


def test_two_roles_at_one_company_are_two_applications() -> None:
    """Roles part what the company joins."""
    assert identities([interview("a"), later("b", 3, role="Data Analyst")]) == {("a",), ("b",)}


def test_a_round_without_a_role_joins_the_round_before_it() -> None:
    """A phone screen without a role belongs to the process that it began or continued."""
    rounds = [later("screen", -3, role=""), interview("a"), later("b", 3, role=""), later("c", 4, role="Data Analyst")]

    assert identities(rounds) == {("screen", "a", "b"), ("c",)}


def test_without_a_company_the_person_met_joins_rounds() -> None:
    """Two interviews with Omar are one process; one with somebody else is another."""
    rounds = [
        interview("a", company="", role="", interviewers=(OMAR,)),
        later("b", 2, company="", role="", interviewers=(OMAR,)),
        later("c", 3, company="", role=""),
    ]

    assert identities(rounds) == {("a", "b"), ("c",)}


def test_an_interview_after_a_final_outcome_opens_a_new_application() -> None:
    """Rejected in December, invited again in January: that is another process."""
    rejected = interview("a", outcome=Outcome.REJECTED, outcome_seen=END + timedelta(days=2))

    assert identities([rejected, later("b", 40)]) == {("a",), ("b",)}


def test_a_round_on_the_day_of_the_word_belongs_to_what_it_ended() -> None:
    """Rejected over lunch, and met again in the afternoon: one visit, for which everybody is thanked once."""
    morning = interview("a", outcome=Outcome.REJECTED, outcome_seen=END + timedelta(hours=1))
    afternoon = interview("b", start=START + timedelta(hours=3), end=END + timedelta(hours=3))

    assert identities([morning, afternoon]) == {("a", "b")}


def test_the_latest_word_counts_in_whichever_round_it_stands() -> None:
    """Advanced, then rejected: rejected; and the other way round, when the word was a mistake."""
    for first, second in ((2, 5), (5, 2)):
        rounds = (
            interview("a", outcome=Outcome.ADVANCED, outcome_seen=END + timedelta(days=first)),
            later("b", 1, outcome=Outcome.REJECTED, outcome_seen=END + timedelta(days=second)),
        )

        latest = Application(rounds)
        assert latest.outcome is (Outcome.REJECTED if second > first else Outcome.ADVANCED)
        assert latest.outcome_seen == END + timedelta(days=5)


@given(st.permutations(list(range(6))))
def test_the_order_of_interviews_does_not_matter(order: list[int]) -> None:
    """Any order gives the same applications."""
    rounds = [later(str(n), n % 4, role=("", "Backend Engineer", "Analyst")[n % 3]) for n in range(6)]

    assert identities([rounds[n] for n in order]) == identities(rounds)
