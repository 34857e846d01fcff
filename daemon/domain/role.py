"""What the person applies for. Better none than a stage, or the interviewer's job."""

from __future__ import annotations

from collections.abc import Iterable

from daemon.domain.interview import Evidence, Interviewer
from daemon.domain.lines import Lines
from daemon.domain.policy import Me
from daemon.domain.text import ROLE_LIMIT, clean_value, fold
from daemon.domain.title_sense import is_role
from daemon.domain.titles import Piece, plain_title, split_title, without


def find_role(
    lines: Lines, title: str, company: str, interviewers: Iterable[Interviewer], guests: Iterable[str], me: Me
) -> Evidence:
    """
    Tell the role: from its line, else what is left of the title without company, stages, people, tags and mail noise.

    *guests* are further names that may stand in the title. `value` is "" where not just one thing is left.
    """
    if lines.role:
        return Evidence("role", lines.role, "the line `role:` of the description")
    people = tuple(interviewers)
    names = {*guests, *(one.name for one in people), *(one.greeting for one in people if " " in one.greeting)} - {""}
    plain = without(plain_title(title), [company, me.name] if company else [me.name])
    plain = without(plain, sorted(names, key=lambda name: (-len(name), name)), is_people=True)
    found: dict[str, tuple[str, Piece]] = {}
    for piece in split_title(plain):
        text = piece.text if company else piece.text.partition(",")[0].strip()
        is_open = piece.lead in {"", "for"} and (company or "/" not in text)
        # Without a company beside it, one word with a job's ending may be a surname or a firm: Decker, Fischer.
        if is_open and is_role(text, needs_noun=not company and " " not in text):
            found.setdefault(fold(text), (text, piece))
    candidates = list(found.values())
    for narrower in (lambda piece: piece.lead == "for", lambda piece: not piece.has_stage):
        chosen = [one for one in candidates if narrower(one[1])]
        if len(candidates) > 1 and chosen:
            candidates = chosen
    role = clean_value(candidates[0][0], ROLE_LIMIT) if len(candidates) == 1 else ""
    if role:
        return Evidence("role", role, "the title, without company, stage and names")
    return Evidence("role", "", "the title could name more than one" if candidates else "the title names none")
