"""Which interviews are with one company."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.domain.interview import Interview, Interviewer
from daemon.domain.same_company import by_company, by_possible_company, company_key, people_met
from tests.factories import END, JANE, OMAR, PIA, START, interview


def on_day(identity: str, day: int, **changes: Any) -> Interview:
    """Give an interview that many days after the first of December."""
    return interview(identity, start=START + timedelta(days=day), end=END + timedelta(days=day), **changes)


def parts(*interviews: Interview) -> set[frozenset[str]]:
    return {frozenset(one.identity for one in part) for part in by_company(interviews)}


def together(one: Interview, other: Interview) -> bool:
    return len(by_company([one, other])) == 1


@pytest.mark.parametrize(
    "spelling",
    [
        "Acme Robotics", "ACME ROBOTICS", "acme robotics", "AcmeRobotics", "Acme-Robotics", "The Acme Robotics",
        "Acme Robotics Inc.", "Acme Robotics, Inc.", "Acme Robotics GmbH", "Acme Robotics GmbH & Co. KG",
        "Acme Robotics S.A.", "Acme Robotics Ltd", "Acmé Robotics", "Acme Robotics Group", "Acme Robotics B.V.",
    ],
)  # fmt: skip
def test_a_company_is_one_however_it_is_spelt(spelling: str) -> None:
    """Legal forms, accents, spaces, hyphens, capitals and "The" make no other company of it."""
    assert together(interview("a", company="Acme Robotics"), on_day("b", 2, company=spelling))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme", "Acme Robotics"),
        ("Northwind", "Southwind"),
        ("Group", "Holding"),
        ("The", "Co"),
        ("Data Inc", "Date Inc"),
        ("东京", "大阪"),
    ],
)
def test_other_names_are_other_companies(one: str, other: str) -> None:
    """What is left of a name tells companies apart; one that consists of a legal form alone keeps it."""
    assert not together(interview("a", company=one), on_day("b", 2, company=other))


@pytest.mark.parametrize("name", ["&", "!", "The", "GmbH", "株式会社", "."])
def test_each_name_has_a_key(name: str) -> None:
    """A name out of legal forms or signs still gives the same key twice, and takes no error."""
    assert company_key(name) == company_key(name.upper())


def test_names_whose_people_write_from_one_domain_are_one_company() -> None:
    """The title of one invitation spells it with a word more than that of the other."""
    one = interview("a", company="Acme", domain="acme")
    other = on_day("b", 2, company="Acme Robotics", domain="acme")

    assert together(one, other)
    assert not together(one, replace(other, domain="acme-robotics"))
    assert not together(replace(one, domain=""), replace(other, domain=""))


class TestAgency:
    """Recruiters of one agency write for several companies."""

    def test_two_companies_that_the_person_named_under_its_domain_stay_apart(self) -> None:
        """Both clients' interviews are arranged by people of `talenthouse`."""
        one = interview("a", company="Acme", is_company_said=True, domain="talenthouse")
        other = on_day("b", 2, company="Northwind", is_company_said=True, domain="talenthouse")

        assert not together(one, other)

    def test_a_name_that_is_not_like_the_domain_is_another_company(self) -> None:
        """The client that the person named is not the agency, which has an interview of its own."""
        client = interview("a", company="Acme", is_company_said=True, domain="talenthouse")
        agency = on_day("b", 2, company="Talenthouse", domain="talenthouse")

        assert not together(client, agency)

    def test_one_company_under_two_agencies_is_one(self) -> None:
        """The person's own word joins what the domains part."""
        one = interview("a", company="Acme", is_company_said=True, domain="talenthouse")
        other = on_day("b", 2, company="ACME Inc.", is_company_said=True, domain="peoplefirst")

        assert together(one, other)

    def test_a_domain_that_stands_for_two_companies_joins_no_others(self) -> None:
        """Where the lines name two, the names that were read elsewhere tell which is which."""
        world = [
            interview("a", company="Acme", is_company_said=True, domain="talenthouse"),
            on_day("b", 1, company="Talent House", is_company_said=True, domain="talenthouse"),
            on_day("c", 2, company="Northwind", domain="talenthouse"),
            on_day("d", 3, company="Talenthouse", domain="talenthouse"),
        ]

        assert parts(*world) == {frozenset("a"), frozenset("bd"), frozenset("c")}

    @pytest.mark.parametrize(
        ("said", "is_the_same"),
        [
            ("Acme", True),
            ("ACME GmbH", True),
            ("Acme Robotics", True),
            ("The Acme Company", True),
            ("Northwind", False),
        ],
    )
    def test_a_name_that_is_much_like_the_domain_is_that_company(self, said: str, is_the_same: bool) -> None:
        """The person spells out what the domain shortens, and that is no client."""
        line = interview("a", company=said, is_company_said=True, domain="acme")

        assert together(line, on_day("b", 2, company="acme.io", domain="acme")) is is_the_same


class TestUnknownCompany:
    """Where nothing names the company, the people do."""

    def test_it_goes_with_those_who_were_met_before(self) -> None:
        """Jane was met at ACME, then at Northwind: her call after that is Northwind's."""
        world = [
            on_day("acme", 0),
            on_day("northwind", 3, company="Northwind"),
            on_day("call", 5, company=""),
            on_day("call between", 2, company=""),
        ]

        assert parts(*world) == {frozenset({"acme", "call between"}), frozenset({"northwind", "call"})}

    def test_before_all_others_it_goes_with_the_first_after_it(self) -> None:
        """A phone screen that named no company began that process."""
        world = [on_day("screen", -3, company=""), on_day("one", 0), on_day("two", 4, company="Northwind")]

        assert parts(*world) == {frozenset({"screen", "one"}), frozenset({"two"})}

    def test_people_join_people(self) -> None:
        """Jane called, then Jane and Omar, then Omar: one process, whose company nobody named."""
        world = [
            on_day("jane", 0, company=""),
            on_day("both", 1, company="", interviewers=(JANE, OMAR)),
            on_day("omar", 2, company="", interviewers=(OMAR,)),
            on_day("pia", 3, company="", interviewers=(PIA,)),
        ]

        assert parts(*world) == {frozenset({"jane", "both", "omar"}), frozenset({"pia"})}

    def test_a_recruiter_counts_as_met(self) -> None:
        """Whom the person's line names as the recruiter runs the process."""
        world = [on_day("one", 0, recruiters=(PIA,)), on_day("call", 1, company="", interviewers=(PIA,))]

        assert parts(*world) == {frozenset({"one", "call"})}

    def test_without_people_each_is_a_process_of_its_own(self) -> None:
        """Nothing joins two events that tell nothing."""
        assert not together(on_day("a", 0, company="", interviewers=()), on_day("b", 1, company="", interviewers=()))

    def test_a_full_name_tells_somebody_apart_and_a_first_name_does_not(self) -> None:
        """Two called Jane are two people, as far as anybody knows."""
        jane, doe = Interviewer("", "Jane", "Jane"), Interviewer("", "Jane Doe", "Jane")

        assert people_met(interview(interviewers=(jane,))) == frozenset()
        assert together(
            on_day("a", 0, company="", interviewers=(doe,)),
            on_day("b", 1, company="", interviewers=(replace(doe, name="JANE DOE"),)),
        )

    def test_the_case_of_an_address_does_not_matter(self) -> None:
        """Jane.Doe@ACME.example is jane.doe@acme.example."""
        loud = replace(JANE, email=JANE.email.upper())

        assert together(on_day("a", 0), on_day("b", 1, company="", interviewers=(loud,)))


PEOPLE = st.lists(st.sampled_from([JANE, OMAR, PIA]), max_size=2, unique=True).map(tuple)
WORLDS = st.lists(
    st.builds(
        lambda number, day, company, said, domain, people: on_day(
            str(number), day, company=company, is_company_said=said and bool(company), domain=domain,
            interviewers=people,
        ),
        st.integers(0, 7),
        st.integers(0, 5),
        st.sampled_from(["", "", "Acme", "ACME Inc.", "Acme Robotics", "Northwind", "Talent House"]),
        st.booleans(),
        st.sampled_from(["", "acme", "talenthouse"]),
        PEOPLE,
    ),
    max_size=7,
    unique_by=lambda one: one.identity,
)  # fmt: skip


@given(WORLDS, st.randoms(use_true_random=False))
def test_the_order_of_interviews_does_not_matter(world: list[Interview], chance: Any) -> None:
    """Any order gives the same parts, and each interview is in one of them, by start."""
    shuffled = list(world)
    chance.shuffle(shuffled)
    found = by_company(shuffled)

    assert {frozenset(one.identity for one in part) for part in found} == parts(*world)
    assert sorted(one.identity for part in found for one in part) == sorted(one.identity for one in world)
    assert all([one.start for one in part] == sorted(one.start for one in part) for part in found)


@given(WORLDS)
def test_what_is_with_one_company_is_possibly_with_one(world: list[Interview]) -> None:
    """Each company lies in one of the wider parts, which hold all that a change could bring together."""
    wide = [{one.identity for one in part} for part in by_possible_company(world)]

    assert all(any(part <= whole for whole in wide) for part in parts(*world))
