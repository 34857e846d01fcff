"""What sort of talk an interview was, by its title: a call, a lunch, the debrief of a take-home, a recruiter's own."""

from __future__ import annotations

import re

#: What a title calls a recruiter's own talk with a candidate, rather than the interview that they arrange.
_FIRST_TALK = re.compile(
    r"(?i)\b(?:phone|telephone|screen(?:ing)?|call|intro(?:duction|ductory)?|initial chat|"
    r"telefonat|anruf|erstgespräch|kennenlern\w*|téléphon\w*|appel|premier contact|"
    r"llamada|telefónica|primer contacto)\b"
)


def talk_of(title: str, role: str) -> str:
    """Say what sort of talk it was: "call", "chat" (lunch), "debrief" (of a take-home) or "conversation"."""
    stage = title.replace(role, " ") if role else title
    if re.search(r"(?i)\b(?:take-?home|debrief)\b", stage):
        return "debrief"
    is_call = re.search(r"(?i)\b(?:phone|telephone|call|telefonat|anruf|téléphone|téléphonique|llamada)\b", stage)
    if re.search(r"(?i)\b(?:lunch|coffee|dinner|breakfast|team chat|mittagessen|déjeuner|almuerzo)\b", stage):
        return "conversation" if is_call else "chat"
    return "call" if is_call else "conversation"


def is_recruiters_talk(title: str, *, is_thanked_alone: bool) -> bool:
    """
    Say whether it was a recruiter's own talk with the person.

    A first talk is, where the recruiter was its only guest and *is_thanked_alone*.
    """
    return bool(
        re.search(r"(?i)\b(?:recruiter|hr|talent)\b.*\b(?:screen|call|chat|interview)|\brecruiter screen", title)
        or (is_thanked_alone and _FIRST_TALK.search(title))
    )
