"""What no note may say, whoever words it: worn phrases, words that are wrong tomorrow, seams of a program."""

from __future__ import annotations

import re

BANNED = (
    "i hope this email finds", "i am writing to", "do not hesitate", "earliest convenience", "valuable asset",
    "perfect fit", "pick your brain", "circle back", "touch base", "just checking in", "dream job", "be an honour",
    "inspiring", "amazing", "dear sir,", "dear sir or", "dear sirs", "hiring manager,",
    "hi there", "i have not heard back", "as per my last",
    "passionate", "synergy", "thrilled", "humbled", "world-class", "sent from",
    "zögern sie nicht", "hiermit", "hochachtungsvoll", "sehr geehrte damen", "traumjob",
    "n'hésitez pas", "je vous prie d'agréer", "l'expression de mes", "madame, monsieur",
    "no dude en", "no duden en", "por medio de la presente", "muy señor", "me dirijo a usted",
)  # fmt: skip
FLEETING = re.compile(
    r"(?i)\b(?:today|yesterday|tomorrow|tonight|this morning|this afternoon|weekend|heute|gestern|morgen|wochenende|"
    r"aujourd.hui|hier|demain|ce matin|hoy|ayer|mañana|fin de semana)\b"
)
SEAMS = re.compile(
    r"[\[\]{}<>|#*_~\\]|\bNone\b|\bnull\b|  |\( ?\)| [,.;]|\.\.|,,|\bthe role of ,|://|www\.|\bundefined\b"
)


def banned_phrases(text: str) -> list[str]:
    """Give the worn phrases that *text* holds, in capitals or not, with whatever apostrophe."""
    plain = text.casefold().replace("’", "'")
    return [phrase for phrase in BANNED if phrase in plain]
