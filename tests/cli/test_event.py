"""Which event EVENT means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from daemon.cli.event import Subject, resolve
from daemon.domain.errors import UsageError
from daemon.domain.policy import AccountPolicy
from daemon.engine.account import AccountEngine
from tests import factories

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Engine:
    """As much of an engine as an event is told by."""

    def __init__(self, name: str = "personal") -> None:
        self.name = name
        self.account: AccountPolicy = factories.account()


def subject(event: str, title: str, *, days: int = 0, engine: Engine | None = None) -> Subject:
    start = factories.START + timedelta(days=days)
    return Subject(cast(AccountEngine, engine or Engine()), event, event, title, start)


ACME = subject("acme-1", "Interview: Backend Engineer at ACME")
LUNCH = subject("lunch", "Lunch at ACME")
#: An event whose title is another's id.
TRAP = subject("trap", "acme-1")


def test_an_id_is_taken_before_any_title() -> None:
    """What is an event's id means that event, whatever titles hold it."""
    assert resolve("acme-1", [TRAP, ACME], NOW) is ACME


@pytest.mark.parametrize("text", ["Backend", "backend engineer AT acme", "  Interview:  Backend ", "engineer"])
def test_a_part_of_a_title_is_enough(text: str) -> None:
    """Case and spacing do not matter, as long as one title only has the part."""
    assert resolve(text, [ACME, LUNCH], NOW) is ACME


@pytest.mark.parametrize("text", ["Initech", "", "   ", "ACM E"])
def test_what_is_in_no_title_means_nothing(text: str) -> None:
    """An empty part means nothing either, though it is in every title."""
    assert resolve(text, [ACME, LUNCH], NOW) is None


def test_two_that_fit_are_listed_with_date_and_id() -> None:
    """A part that fits two titles is wrong usage; the candidates are told so that one can be chosen."""
    with pytest.raises(UsageError) as caught:
        resolve("acme", [ACME, subject("lunch", "Lunch at ACME", days=-2)], NOW)

    assert str(caught.value).splitlines() == [
        "'acme' fits 2 events. Say more of the title, or give an id:",
        "  Sun 29 Nov, 14:00  Lunch at ACME",
        "      lunch",
        "  Tue 1 Dec, 14:00  Interview: Backend Engineer at ACME",
        "      acme-1",
    ]


def test_occurrences_of_a_series_are_told_apart_by_their_ids() -> None:
    """The same title twice can only be meant by an id, of which each occurrence has its own."""
    series = [subject(f"weekly/2026120{day}T130000Z", "Interview with ACME", days=day - 1) for day in (1, 8)]

    with pytest.raises(UsageError, match="weekly/20261208T130000Z"):
        resolve("Interview with ACME", series, NOW)

    assert resolve("weekly/20261208T130000Z", series, NOW) is series[1]


def test_one_id_in_two_accounts_is_listed_with_the_accounts() -> None:
    """An invitation to both accounts of a person is not one event; the accounts are named."""
    both = [subject("acme-1", "ACME", engine=Engine("work")), subject("acme-1", "ACME", engine=Engine("home"))]

    with pytest.raises(UsageError, match=r"\(work\)(.|\n)*\(home\)"):
        resolve("acme-1", both, NOW)


def test_of_many_only_the_first_are_listed() -> None:
    """A part that fits everything does not fill the screen."""
    many = [subject(f"e{day}", "Interview", days=day) for day in range(40)]

    with pytest.raises(UsageError) as caught:
        resolve("interview", many, NOW)

    assert str(caught.value).endswith("and 28 more")
    assert len(str(caught.value).splitlines()) == 26
