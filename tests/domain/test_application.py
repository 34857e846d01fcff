"""Which interviews are rounds of one process."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from daemon.domain.application import Application, applications, related, role_key
from daemon.domain.interview import Interview, Outcome, Standing, Word
from daemon.domain.planning import plan
from tests.factories import BERLIN, END, JANE, OMAR, PIA, START, account, interview


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


AT = END + timedelta(days=2)


def said(outcome: Outcome | None = None, *, closes: bool = False, days: float = 2) -> Word:
    """Give a word by command, so many days after the first round."""
    return Word(outcome, END + timedelta(days=days), closes=closes)


def written(outcome: Outcome, days: float) -> dict[str, Any]:
    """Give what an event says that was seen to say so that many days after the first round."""
    return {"outcome": outcome, "outcome_seen": END + timedelta(days=days)}


class TestTheLatestWord:
    """From the event or by a command: what was said last counts, wherever it was said."""

    @pytest.mark.parametrize(
        ("first", "second", "outcome"),
        [
            ({}, {}, None),
            (written(Outcome.ADVANCED, 1), written(Outcome.REJECTED, 3), Outcome.REJECTED),
            (written(Outcome.REJECTED, 3), written(Outcome.ADVANCED, 1), Outcome.REJECTED),
            (written(Outcome.ADVANCED, 1), {"word": said(Outcome.OFFER)}, Outcome.OFFER),
            ({"word": said(Outcome.OFFER)}, written(Outcome.ADVANCED, 1), Outcome.OFFER),
            (written(Outcome.OFFER, 4), {"word": said(Outcome.ADVANCED)}, Outcome.OFFER),
            (written(Outcome.ADVANCED, 1), {"word": said(None)}, None),
            ({**written(Outcome.ADVANCED, 1), "word": said(None)}, {}, None),
            ({**written(Outcome.ADVANCED, 1), "word": said(Outcome.OFFER)}, {}, Outcome.OFFER),
            ({**written(Outcome.OFFER, 3), "word": said(Outcome.ADVANCED)}, {}, Outcome.OFFER),
            ({**written(Outcome.OFFER, 3), "word": said(None)}, {}, Outcome.OFFER),
            ({"word": said(Outcome.REJECTED)}, {"word": said(None, days=3)}, None),
            ({"word": said(None, days=3)}, {"word": said(Outcome.REJECTED)}, None),
        ],
    )
    def test_it_counts(self, first: dict[str, Any], second: dict[str, Any], outcome: Outcome | None) -> None:
        """The hashtag of an event, the word of a command, and the one by which a word is taken back."""
        found = Application((interview("a", **first), later("b", 1, **second)))

        assert found.outcome is outcome
        assert (found.outcome_seen is None) == (outcome is None)

    def test_an_outcome_that_is_taken_out_of_its_event_is_taken_back(self) -> None:
        """Without it, what was said before counts again."""
        first = interview("a", **written(Outcome.ADVANCED, 1))
        second = later("b", 1, **written(Outcome.REJECTED, 3))

        assert Application((first, replace(second, outcome=None, outcome_seen=None))).outcome is Outcome.ADVANCED

    def test_an_event_whose_word_nobody_has_dated_said_it_at_its_end(self) -> None:
        """It was never seen without it."""
        assert Application((interview("a", outcome=Outcome.OFFER),)).outcome_seen == END


class TestClosed:
    """`afterword close` ends an application until a command opens it."""

    @pytest.mark.parametrize(
        ("first", "second", "is_closed", "outcome"),
        [
            ({"word": said(closes=True)}, {}, True, None),
            ({"word": said(closes=True)}, written(Outcome.REJECTED, 5), True, None),
            ({"word": said(closes=True), **written(Outcome.REJECTED, 5)}, {}, True, None),
            (written(Outcome.REJECTED, 1), {"word": said(closes=True)}, True, None),
            ({"word": said(closes=True)}, {"word": said(None, days=3)}, False, None),
            ({"word": said(closes=True)}, {"word": said(Outcome.REJECTED, days=3)}, False, Outcome.REJECTED),
            ({"word": said(closes=True, days=3)}, {"word": said(Outcome.REJECTED)}, True, None),
            ({"word": said(closes=True)}, written(Outcome.OFFER, 1) | {"word": said(days=3)}, False, None),
            ({"word": said(closes=True)}, written(Outcome.OFFER, 5) | {"word": said(days=3)}, False, Outcome.OFFER),
        ],
    )  # fmt: skip
    def test_it_is_closed_until_a_command_opens_it(
        self, first: dict[str, Any], second: dict[str, Any], is_closed: bool, outcome: Outcome | None
    ) -> None:
        """What an event says afterwards does not; the next word by command does, in whichever round."""
        found = Application((interview("a", **first), later("b", 1, **second)))

        assert (found.is_closed, found.outcome) == (is_closed, outcome)

    def test_a_round_that_was_on_the_calendar_belongs_to_what_was_closed(self) -> None:
        """The person closes it on account of that very round."""
        closed = interview("a", word=said(closes=True))

        assert identities([closed, later("b", 10, first_seen=AT - timedelta(hours=1))]) == {("a", "b")}

    def test_a_round_that_came_later_opens_a_new_application(self) -> None:
        """They wrote again after all."""
        closed = interview("a", word=said(closes=True))

        assert identities([closed, later("b", 10, first_seen=AT + timedelta(hours=1))]) == {("a",), ("b",)}

    def test_opened_again_it_is_one(self) -> None:
        """The round that came later joins it when the closing is taken back."""
        opened = interview("a", word=said(None))

        assert identities([opened, later("b", 10, first_seen=AT + timedelta(hours=1))]) == {("a", "b")}


class TestResumed:
    """An interview after the last word is a new contact."""

    def test_the_next_application_with_the_company_resumes_it(self) -> None:
        """Of several interviews it is the first."""
        rejected = interview("a", **written(Outcome.REJECTED, 2))
        first, *_ = applications([rejected, later("b", 60), later("c", 70, role="Data Analyst")], BERLIN)

        assert first.resumed_by is not None
        assert first.resumed_by.identity == "b"

    @pytest.mark.parametrize(
        "other",
        [
            later("b", 60, company="Northwind"),
            later("b", 60, standing=Standing.CANCELLED),
            later("b", 1, role="Data Analyst"),
        ],
        ids=["another company", "cancelled", "before the word"],
    )
    def test_nothing_else_does(self, other: Interview) -> None:
        """Neither another company's interview, nor one that is off, nor one from before the word."""
        first, *_ = applications([interview("a", **written(Outcome.REJECTED, 2)), other], BERLIN)

        assert first.rounds[0].identity == "a"
        assert first.resumed_by is None

    def test_another_role_is_contact_with_the_company_too(self) -> None:
        """Rejected as an engineer, invited as an analyst: no reminder to keep in touch is needed."""
        first, _ = applications(
            [interview("a", **written(Outcome.REJECTED, 2)), later("b", 60, role="Data Analyst")], BERLIN
        )

        assert first.resumed_by is not None


@pytest.mark.parametrize("closes", [False, True])
def test_a_word_said_again_takes_no_later_interview_along(closes: bool) -> None:
    """Rejected in December and invited again; that the person says the old no once more is no word on the new one."""
    old = interview("a", **written(Outcome.REJECTED, 2))
    new = later("b", 10, first_seen=END + timedelta(days=5))
    again = said(None if closes else Outcome.REJECTED, closes=closes, days=12)

    assert identities([old, new]) == {("a",), ("b",)}
    assert identities([replace(old, word=again), new]) == {("a",), ("b",)}


class TestItsName:
    """What the application is called, over its rounds."""

    @pytest.mark.parametrize(
        ("companies", "name"),
        [
            (("Acme", "ACME Inc."), "ACME Inc."),
            (("*Acme Robotics", "acme"), "Acme Robotics"),
            (("*Acme", "*Acme GmbH"), "Acme GmbH"),
            (("Acme", ""), "Acme"),
            (("", ""), ""),
        ],
    )
    def test_the_company_is_as_the_person_spelt_it_last(self, companies: tuple[str, ...], name: str) -> None:
        """Their own word (marked here) first, else as it was read last."""
        rounds = tuple(
            later(str(day), day, company=one.lstrip("*"), is_company_said=one.startswith("*"))
            for day, one in enumerate(companies)
        )

        assert Application(rounds).company == name

    @pytest.mark.parametrize(
        ("roles", "name"), [(("Engineer", ""), "Engineer"), (("Dev", "Developer"), "Developer"), (("", ""), "")]
    )
    def test_the_role_is_as_it_was_read_last(self, roles: tuple[str, ...], name: str) -> None:
        """A round that names none leaves it."""
        assert Application(tuple(later(str(day), day, role=one) for day, one in enumerate(roles))).role == name

    def test_the_recruiters_are_those_of_the_last_round_that_names_any(self) -> None:
        """Of a round that is off nothing counts."""
        rounds = (
            interview("a", recruiters=(PIA,)),
            later("b", 1),
            later("c", 2, recruiters=(OMAR,), standing=Standing.CANCELLED),
        )

        assert Application(rounds).recruiters == (PIA,)


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("Backend Engineer", "backend engineer", True),
        ("Sr. Back-end Engineer (m/w/d)", "Senior Backend Engineer", True),
        ("Software Engineer II", "Software Engineer 2", True),
        ("Backend Engineer", "Frontend Engineer", False),
        ("Engineer", "Senior Engineer", False),
        ("Software Engineer I", "Software Engineer II", False),
    ],
)
def test_a_role_is_one_however_it_is_written(one: str, other: str, are_one: bool) -> None:
    """Abbreviations, hyphens, capitals and the letters for all genders do not matter; the grade does."""
    assert (role_key(one) == role_key(other)) is are_one


# What a change of one interview can concern

NOW = END + timedelta(days=9)
NAMES = ["", "", "Acme", "Acme Robotics", "Northwind", "Talent House"]
ROUNDS = st.builds(
    lambda day, company, is_said, domain, role, people, outcome, standing: later(
        "x", day, company=company, is_company_said=is_said and bool(company), domain=domain, role=role,
        interviewers=people, outcome=outcome, standing=standing,
        outcome_seen=END + timedelta(days=day + 1) if outcome else None,
    ),
    st.integers(0, 8),
    st.sampled_from(NAMES),
    st.booleans(),
    st.sampled_from(["", "acme", "talenthouse"]),
    st.sampled_from(["", "Backend Engineer", "Analyst"]),
    st.lists(st.sampled_from([JANE, OMAR, PIA]), max_size=2, unique=True).map(tuple),
    st.sampled_from([None, None, *Outcome]),
    st.sampled_from([Standing.ACTIVE, Standing.ACTIVE, Standing.DELETED]),
)  # fmt: skip
WORLDS = st.lists(ROUNDS, min_size=1, max_size=6).map(
    lambda rounds: [replace(one, identity=str(n), event=str(n)) for n, one in enumerate(rounds)]
)


def planned(world: list[Interview], among: set[str]) -> list[tuple[object, ...]]:
    answer = plan(world, {}, account(), NOW)
    intents = [(one.action, one.key, one.due, one.owed) for one in answer.intents if one.identity in among]
    return [*intents, *((one.kind, one.reason) for one in answer.declined if one.interview.identity in among)]


def test_what_a_round_without_a_company_may_leave_is_related() -> None:
    """It was with Acme Robotics as long as nobody else had met Jane, and goes with what was before it."""
    screen = later("screen", 1, company="", interviewers=(JANE,))
    before = interview("a", company="", interviewers=())
    robotics = later("b", 2, company="Acme Robotics")
    after = replace(before, company="Northwind", interviewers=(JANE,))

    concerned = related([after, screen, robotics], [after, before])

    assert {one.identity for one in concerned} == {"a", "screen", "b"}


def test_what_a_domain_joins_no_more_is_related() -> None:
    """A second company that the person names under an agency's domain parts the others from one another."""
    named = later("b", 1, company="Acme Robotics", is_company_said=True, domain="acme")
    read = later("c", 2, company="Acme", domain="acme")
    before = interview("a", company="Northwind", is_company_said=True)
    after = replace(before, domain="acme")

    assert {one.identity for one in related([after, named, read], [after, before])} == {"a", "b", "c"}


@given(WORLDS, ROUNDS)
@example(
    [
        interview("0", company="", interviewers=()),
        later("1", 1, company="", interviewers=(JANE,)),
        later("2", 2, company="Acme Robotics"),
    ],
    interview("0", company="Northwind"),
)
def test_all_that_a_change_can_concern_is_related(world: list[Interview], change: Interview) -> None:
    """What is planned for the related alone is what is planned for them among all, and the others stay as they were."""
    before, after = world[0], replace(change, identity="0", event="0")
    changed_world = [after, *world[1:]]
    concerned = related(changed_world, [after, before])
    names = {one.identity for one in concerned}
    others = {one.identity for one in world} - names

    assert "0" in names
    assert planned(concerned, names) == planned(changed_world, names)
    assert planned(world, others) == planned(changed_world, others)


def test_a_round_without_a_role_goes_on_with_the_process_of_its_people() -> None:
    """The final round with Omar is of the process in which he was met, though one of the other role came last."""
    rounds = [
        interview("a", interviewers=(OMAR,)),
        later("b", 2, role="Data Analyst"),
        later("final", 5, role="", interviewers=(OMAR,)),
    ]

    assert identities(rounds) == {("a", "final"), ("b",)}


def test_a_round_without_a_role_does_not_go_on_with_what_is_over() -> None:
    """Rejected for the one role: the next round is of the other, which is still open."""
    rejected = later("b", 1, role="Data Analyst", outcome=Outcome.REJECTED, outcome_seen=END + timedelta(days=2))

    assert identities([interview("a"), rejected, later("final", 5, role="")]) == {("a", "final"), ("b",)}
