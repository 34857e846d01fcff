"""
How well invitations are read: precision and recall of each field, over the samples and over the corpus.

    python -m tests.bench.bench_reading_quality [GROUP ...] [--list] [--by-group]

A value that is not the expected one is *wrong*, one that should be there and is not is *missing*: the first
embarrasses, the second only makes a note plainer. Precision is right / (right + wrong). Recall is right over all that
there was to find. Differences in what a line calls lenient are counted apart and are neither.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from daemon.domain.interview import Interview, Interviewer, Standing
from daemon.domain.recognise import recognise
from daemon.domain.suggestion import suggest
from tests import corpus, samples

FIELDS = (
    "tagged",
    "side",
    "recipients",
    "greeting",
    "name",
    "company",
    "role",
    "outcome",
    "decision",
    "notes",
    "language",
    "suggested",
    "forbidden",
)
#: What a field is called in a line's `expect`, where that differs.
KEYS = {
    "tagged": "is_interview_tagged",
    "side": "is_interview_tagged",
    "greeting": "greeting_names",
    "decision": "decision_by",
    "suggested": "suggest",
}


@dataclass(frozen=True)
class Finding:
    """What came of one value: `right`, `wrong` or `missing`, and whether there was something to find."""

    field: str
    result: str
    expected: object = None
    got: object = None
    was_there: bool = True
    is_lenient: bool = False


@dataclass
class Score:
    """The counts of one field."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, finding: Finding) -> None:
        """Count *finding*."""
        if finding.is_lenient and finding.result != "right":
            self.counts["lenient"] += 1
            return
        self.counts[finding.result] += 1
        self.counts["there"] += finding.was_there

    def row(self) -> str:
        """Give the figures as a line of the table."""
        right, wrong, there = self.counts["right"], self.counts["wrong"], self.counts["there"]
        precision = f"{right / (right + wrong):7.1%}" if right + wrong else "      –"
        recall = f"{right / there:7.1%}" if there else "      –"
        return f"{precision}{recall}" + "".join(
            f"{self.counts[name]:8}" for name in ("right", "wrong", "missing", "lenient")
        )


def fold(text: object) -> str:
    """Give *text* for a comparison that does not regard case."""
    return str(text or "").strip().casefold()


def judge(about: str, allowed: Sequence[object], got: object, *, lenient: bool) -> Iterator[Finding]:
    """Yield what came of one value; *allowed* begins with the expected one, and None in it is "unknown"."""
    expected = allowed[0]
    if fold(got) in {fold(one) for one in allowed}:
        if got:
            yield Finding(about, "right", expected, got)
    elif got:
        yield Finding(about, "wrong", expected, got, expected is not None, lenient)
    else:
        yield Finding(about, "missing", expected, got, is_lenient=lenient)


def judge_flag(about: str, expected: bool, got: bool, *, lenient: bool) -> Iterator[Finding]:
    """Yield what came of a yes or no: a wrong yes is wrong, a wrong no is missing, a right no is nothing."""
    yield from judge(about, [expected or None], got or None, lenient=lenient)


def judge_list(
    about: str, alternatives: Sequence[Sequence[str]], got: Sequence[str], *, lenient: bool
) -> list[Finding]:
    """Give what came of a list, compared with that of *alternatives* which it comes nearest to."""

    def compared(expected: Sequence[str]) -> list[Finding]:
        left, findings = list(expected), []
        for one in got:
            match = next(
                (other for other in left if fold(other) == fold(one) or (other == NAMED and "@" not in one)), ""
            )
            if match:
                left.remove(match)
            result = "right" if match else "wrong"
            findings.append(Finding(about, result, " · ".join(expected), one, bool(match), lenient))
        return findings + [Finding(about, "missing", one, " · ".join(got), is_lenient=lenient) for one in left]

    def faults(findings: list[Finding]) -> int:
        return sum(finding.result != "right" for finding in findings)

    return min((compared(expected) for expected in alternatives), key=faults)


#: Stands in a list of alternatives for somebody who has a name and no address.
NAMED = "(somebody without an address)"


def person(one: Interviewer) -> str:
    """Give the address of a recipient, or the name of one without."""
    return one.email or one.name


def thanked(interview: Interview | None) -> tuple[Interviewer, ...]:
    """Give everyone to whom a draft is due, by what was read."""
    if interview is None or interview.standing is not Standing.ACTIVE or interview.no_thanks:
        return ()
    return interview.interviewers


def read(line: dict[str, Any]) -> Iterator[Finding]:
    """Yield what came of each value of one sample or line of the corpus."""
    expect = line["expect"]
    occurrence, account = corpus.as_occurrence(line), corpus.account_of(line)
    interview = recognise(occurrence, account)
    lenient = set(expect["lenient"])

    def is_lenient(about: str) -> bool:
        return KEYS.get(about, about) in lenient

    hiring = expect["skip_reason"] == "user_is_interviewer"
    yield from judge_flag("tagged", expect["is_interview_tagged"], interview is not None, lenient=is_lenient("tagged"))
    if "suggest" in expect:
        suggested = suggest(occurrence, account) is not None
        yield from judge_flag("suggested", expect["suggest"], suggested, lenient=is_lenient("suggested"))
    if not expect["is_interview_tagged"]:
        return
    is_other_side = interview is None if hiring and is_lenient("tagged") else False
    is_other_side = is_other_side or (interview is not None and interview.standing is Standing.HIRING)
    yield from judge_flag("side", hiring, is_other_side, lenient=False)
    yield from judge_recipients(expect, thanked(interview), is_lenient)
    if interview is not None:
        yield from judge_values(expect, interview, is_lenient)


def judge_recipients(
    expect: dict[str, Any], got: tuple[Interviewer, ...], is_lenient: Callable[[str], bool]
) -> Iterator[Finding]:
    """Yield what came of the people to thank and of their names."""
    expected = {(one["email"] or one["name"]).casefold(): at for at, one in enumerate(expect["recipients"])}
    others = [[one or NAMED for one in other] for other in expect["also_ok"].get("recipients", ())]
    yield from judge_list(
        "recipients", [list(expected), *others], [person(one) for one in got], lenient=is_lenient("recipients")
    )
    for one in got:
        at = expected.get(person(one).casefold())
        if at is None:
            continue
        recipient = expect["recipients"][at]
        also = expect["also_ok"].get("greeting_names", {}).get(recipient["email"], ())
        greetings = [expect["greeting_names"][at], *also]
        yield from judge("greeting", greetings, one.greeting, lenient=is_lenient("greeting"))
        names = [recipient["name"], *expect["also_ok"].get("names", {}).get(recipient["email"], ())]
        yield from judge("name", names, one.name, lenient=is_lenient("name"))


def judge_values(expect: dict[str, Any], interview: Interview, is_lenient: Callable[[str], bool]) -> Iterator[Finding]:
    """Yield what came of all else that is read from an interview."""
    also = expect["also_ok"]
    values = {
        "company": interview.company,
        "role": interview.role,
        "outcome": interview.outcome.value if interview.outcome else None,
        "decision": interview.decision_by.isoformat() if interview.decision_by else None,
        "language": interview.language,
    }
    for about, got in values.items():
        key = KEYS.get(about, about)
        if expect["should_thank"] or about not in ("company", "role"):  # of a skipped one these are informative
            yield from judge(about, [expect[key], *also.get(key, ())], got, lenient=is_lenient(about))
    notes = [expect["notes"], *also.get("notes", ())]
    yield from judge_list("notes", notes, interview.notes, lenient=is_lenient("notes"))
    if expect["should_thank"]:
        used = [interview.company, interview.role, *interview.notes]
        used += [text for one in thanked(interview) for text in (one.name, f"Hi {one.greeting},", one.email)]
        for text in expect["forbidden_in_draft"]:
            for value in used:
                if text in value:
                    yield Finding("forbidden", "wrong", f"without {text!r}", value, was_there=False)


def table(title: str, lines: Sequence[dict[str, Any]], *, with_list: bool) -> None:
    """Print the figures over *lines*, and each miss if asked to."""
    scores = {name: Score() for name in FIELDS}
    misses = []
    for line in lines:
        for finding in read(line):
            scores[finding.field].add(finding)
            if finding.result != "right":
                misses.append((line, finding))
    heads = "".join(f"{name:>{width}}" for name, width in (("prec.", 7), ("recall", 7)))
    counts = "".join(f"{name:>8}" for name in ("right", "wrong", "missing", "lenient"))
    faulty = {line["id"] for line, finding in misses if not finding.is_lenient}
    print(f"\n{title}: {len(lines)} events, {len(lines) - len(faulty)} read without a fault\n{'':12}{heads}{counts}")
    for name, score in scores.items():
        print(f"{name:12}{score.row()}")
    if with_list:
        for line, finding in misses:
            mark = "lenient" if finding.is_lenient else finding.result
            print(
                f"{line['id']} {finding.field:<10} {mark:<8} {finding.got or '–'!r} instead of "
                f"{finding.expected or 'nothing'!r}  [{line['event'].get('summary', '')}]  {line['expect']['why']}"
            )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("group", nargs="*", metavar="GROUP", help=f"samples, {', '.join(corpus.groups())}")
    parser.add_argument("--list", action="store_true", help="list each miss")
    parser.add_argument("--by-group", action="store_true", help="a table for each group of the corpus")
    arguments = parser.parse_args()
    if unknown := set(arguments.group) - {"samples", *corpus.groups()}:
        parser.error(f"there is no group {', '.join(sorted(unknown))}")
    if not arguments.group or "samples" in arguments.group:
        table("samples", samples.load_samples(), with_list=arguments.list)
    chosen = [name for name in corpus.groups() if not arguments.group or name in arguments.group]
    if arguments.by_group:
        for name in chosen:
            table(name, corpus.load_group(name), with_list=arguments.list)
    elif chosen:
        lines = [line for name in chosen for line in corpus.load_group(name)]
        table("corpus", lines, with_list=arguments.list)


if __name__ == "__main__":
    main()
