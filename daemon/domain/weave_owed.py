"""Reading English shorthand for what is still to come: what the person owes somebody, and what comes next."""

from __future__ import annotations

import re

from daemon.domain.weave_english import NAME_MARKS, Reading, read_english
from daemon.domain.weave_words import DEEDS, MOST_WORDS_OF_A_STEP, NO_STEP, QUESTION_WORDS, STEPS, WHEN

#: What may stand before a thing that was asked for: "she asked me to send her the slides".
OWED_OPENER = re.compile(
    rf"(?i)^(?:(?:{NAME_MARKS}|he|she|they) )?(?:(?:asked|wants|wanted) )?(?:me )?(?:for )?"
    rf"(?:(?:to )?(?:send|share|forward|e-?mail)(?: over| on| along)? (?:(?:him|her|them|you|{NAME_MARKS}) )?)?"
)
_THEIRS = "he|she|they|his|her|their|him|them"
STEP_OPENER = re.compile(
    r"(?i)^(?:(?:the )?next (?:steps?|rounds?|stages?)(?: is| are)? |(?:first|then|there (?:is|will be)) )+"
)


def read_owed(piece: str, several: bool, is_sure: bool) -> Reading | None:
    """
    Read what an `asked:` line says: what the person was asked for or promised, or a question that was put to them.

    Unless *is_sure* that the reader asked, nothing says so: what is owed stays true, a question is left out.
    """
    piece = OWED_OPENER.sub("", re.sub(r"(?i)^I[’']d ", "I’ll ", piece))
    first, _, rest = piece.partition(" ")
    if first.casefold() in QUESTION_WORDS:
        return read_english(f"she asked {piece}", several) if is_sure and not several else None
    piece = WHEN.sub("", piece).strip(" ,")
    first, _, rest = piece.partition(" ")
    if first.casefold() in {"no", "none", "nothing", "thanks"}:
        return None
    if first.casefold() == "to" or first.casefold() in DEEDS:
        return read_english(f"I need to {rest if first.casefold() == 'to' else piece}", several) if rest else None
    found = read_english(piece, several) if piece else None
    if found is None or found[0] == "promise":
        return found
    return ("owed", found[1]) if found[0] == "topic" else None


def read_step(piece: str) -> Reading | None:
    """Read what a `next steps:` line says: the first thing that comes next, as something to look forward to."""
    piece = re.split(
        r"(?i)\s*(?:[,;/→+]|->|\bthen\b|\band\b|\bafter\b|\bfollowed by\b)\s*", STEP_OPENER.sub("", piece)
    )[0]
    piece = WHEN.sub("", piece).strip(" ,")
    first, _, rest = piece.partition(" ")
    is_deed = first.casefold() in DEEDS and not rest.casefold().startswith("with ")
    if not piece or is_deed or len(piece.split()) > MOST_WORDS_OF_A_STEP or re.search(rf"(?i)\b(?:{_THEIRS})\b", piece):
        return None
    if NO_STEP.search(piece):
        return None
    if first.casefold() in STEPS:
        found = read_english(f"the {piece}", several=False) if rest else None
        return ("next", f"{STEPS[first.casefold()]}{found[1][len('the ' + first) :]}") if found else None
    found = read_english(piece if " " in piece or not piece.islower() else f"the {piece}", several=False)
    return ("next", found[1]) if found and found[0] == "topic" else None
