"""The corpus of invitations (`tests/data/corpus`): what is read from each is what a careful person reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from daemon.domain.recognise import MAY_BE_HIRING, recognise
from tests import corpus
from tests.bench.bench_reading_quality import read

#: What is read otherwise than expected, by id, and why it stays so. Nothing else may, and each of these has to.
STAYS_WRONG: dict[str, str] = {}

CORPUS = list(corpus.load_corpus())
LINES = [pytest.param(line, id=line["id"]) for line in CORPUS]
TAGGED = [pytest.param(line, id=line["id"]) for line in CORPUS if line["expect"]["is_interview_tagged"]]


def faults(line: dict[str, Any]) -> Iterator[str]:
    """Yield what is read otherwise than expected, but for what the line calls lenient."""
    for finding in read(line):
        if finding.result != "right" and not finding.is_lenient:
            yield f"{finding.field}: {finding.got!r} instead of {finding.expected!r}"


@pytest.mark.parametrize("line", LINES)
def test_an_invitation_is_read_as_a_careful_person_reads_it(line: dict[str, Any]) -> None:
    """Tag, side, people, names, company, role, lines and suggestion are those of the expectations."""
    found = list(faults(line))

    assert bool(found) == (line["id"] in STAYS_WRONG), found


@pytest.mark.parametrize("line", TAGGED)
def test_a_doubt_is_told_where_a_hashtag_beats_a_sign(line: dict[str, Any]) -> None:
    """Where the person's own interview looks like one that they hold there is a warning, and nowhere else."""
    interview = recognise(corpus.as_occurrence(line), corpus.account_of(line))

    warnings = [one.value for one in interview.evidence if one.about == "warning"] if interview else []
    assert warnings == ([MAY_BE_HIRING] if line["expect"].get("warns") else [])


def test_what_stays_wrong_is_in_the_corpus() -> None:
    """An id that is listed with a reason is that of a line."""
    assert set(STAYS_WRONG) <= {line["id"] for line in CORPUS}
    assert all(STAYS_WRONG.values())
