"""What the person applies for. Better none than a stage, or the interviewer's job."""

from __future__ import annotations

from collections.abc import Iterable

from daemon.domain.interview import Evidence, Interviewer
from daemon.domain.lines import Lines
from daemon.domain.policy import Me
from daemon.domain.text import ROLE_LIMIT, clean_value, fold
from daemon.domain.titles import Piece, is_role, plain_title, split_title, without


def find_role(
    lines: Lines, title: str, company: str, interviewers: Iterable[Interviewer], guests: Iterable[str], me: Me
) -> Evidence:
    """
    Tell the role: from its line, else what is left of the title without company, stages, people, tags and mail noise.

    *guests* are further names that may stand in the title. `value` is "" where not just one thing is left.
    """
    if lines.role:
        return Evidence("role", lines.role, "the line `role:` of the description")
    names = (
        {one.name for one in interviewers} | {one.greeting for one in interviewers if " " in one.greeting} | set(guests)
    )
    plain = without(plain_title(title), [company] if company else [])
    plain = without(plain, sorted({me.name, *names} - {""}, key=lambda name: (-len(name), name)))
    found: dict[str, tuple[str, Piece]] = {}
    for piece in split_title(plain):
        text = piece.text if company else piece.text.partition(",")[0].strip()
        # Without a company beside it, one word with a job's ending may be a surname or a firm: Decker, Fischer.
        if piece.lead in {"", "for"} and is_role(text, needs_noun=not company and " " not in text):
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
