from __future__ import annotations

from typing import Any

import pytest

from daemon.domain.interview import Interview, Standing
from daemon.domain.recognise import recognise
from tests.samples import as_occurrence, load_samples, sample_account

SAMPLES = load_samples()
_STANDINGS = {
    "cancelled": Standing.CANCELLED,
    "declined_by_user": Standing.DECLINED,
    "user_is_interviewer": Standing.HIRING,
}


def read(sample: dict[str, Any]) -> Interview:
    interview = recognise(as_occurrence(sample), sample_account())
    assert interview is not None
    return interview


def tagged(*, thanked: bool = False) -> list[Any]:
    return [
        pytest.param(sample, id=sample["id"])
        for sample in SAMPLES
        if sample["expect"]["is_interview_tagged"] and (sample["expect"]["should_thank"] or not thanked)
    ]


def same(value: str | None, sample: dict[str, Any], field: str) -> bool:
    expect = sample["expect"]
    allowed = [expect[field], *expect["also_ok"].get(field, ())]
    return field in expect["lenient"] or (value or "").casefold() in {(one or "").casefold() for one in allowed}


@pytest.mark.parametrize("sample", [pytest.param(sample, id=sample["id"]) for sample in SAMPLES])
def test_an_event_is_an_interview_exactly_if_it_is_tagged(sample: dict[str, Any]) -> None:
    """A sample is recognised if, and only if, the tag rule holds for it."""
    interview = recognise(as_occurrence(sample), sample_account())

    assert (interview is not None) == sample["expect"]["is_interview_tagged"]


@pytest.mark.parametrize("sample", tagged())
def test_a_sample_has_the_standing_that_decides_whether_anybody_is_thanked(sample: dict[str, Any]) -> None:
    """Cancelled, declined and hiring events say so; the others take place."""
    interview = read(sample)

    assert interview.standing is _STANDINGS.get(sample["expect"]["skip_reason"], Standing.ACTIVE)
    assert bool(interview.no_thanks) == (sample["expect"]["skip_reason"] == "no_thanks")


@pytest.mark.parametrize("sample", tagged(thanked=True))
def test_everyone_to_thank_is_found_and_greeted(sample: dict[str, Any]) -> None:
    """Recipients, their order and greeting are those of the expectations."""
    expect = sample["expect"]

    interview = read(sample)

    emails = [one.email.casefold() for one in interview.interviewers]
    expected = [(one["email"] or "").casefold() for one in expect["recipients"]]
    assert emails in [expected, *expect["also_ok"].get("recipients", ())]
    for one, recipient, greeting in zip(
        interview.interviewers, expect["recipients"], expect["greeting_names"], strict=True
    ):
        allowed = [greeting, *expect["also_ok"].get("greeting_names", {}).get(recipient["email"], ())]
        assert (one.greeting or None) in allowed
        assert one.name == (recipient["name"] or "")


@pytest.mark.parametrize("sample", tagged())
def test_company_and_role_are_read(sample: dict[str, Any]) -> None:
    """Company and role are those of the expectations, whatever their case."""
    interview = read(sample)

    assert same(interview.company, sample, "company"), interview.company
    assert same(interview.role, sample, "role"), interview.role


@pytest.mark.parametrize("sample", tagged())
def test_the_lines_of_the_person_are_read(sample: dict[str, Any]) -> None:
    """Outcome, decision date, notes and language are those of the expectations."""
    expect = sample["expect"]

    interview = read(sample)

    assert (interview.outcome.value if interview.outcome else None) == expect["outcome"]
    assert (interview.decision_by.isoformat() if interview.decision_by else None) == expect["decision_by"]
    assert list(interview.notes) == expect["notes"]
    assert (interview.language or None) == expect["language"]


@pytest.mark.parametrize("sample", tagged())
def test_nothing_read_holds_what_may_not_be_in_a_draft(sample: dict[str, Any]) -> None:
    """No value that a note uses holds forbidden text."""
    interview = read(sample)

    used = [interview.company, interview.role, *interview.notes]
    used += [text for one in interview.interviewers for text in (one.name, one.greeting, one.email)]
    for forbidden in sample["expect"]["forbidden_in_draft"]:
        assert all(forbidden not in text for text in used)
