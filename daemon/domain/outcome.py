"""Small words of the person: what became of the application, in which language to write, and whether to at all."""

from __future__ import annotations

import re
from collections.abc import Collection

from daemon.domain.interview import NO_SHOW, Evidence, Outcome
from daemon.domain.lines import Lines

_NO = frozenset({"no", "none", "off", "false"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_LANGUAGES = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "francais": "fr",
    "spanish": "es",
    "español": "es",
    "espanol": "es",
    "italian": "it",
    "italiano": "it",
    "dutch": "nl",
    "nederlands": "nl",
    "portuguese": "pt",
    "português": "pt",
}


def find_outcome(lines: Lines, tags: Collection[str]) -> Evidence | None:
    """Give the outcome: the line's, which beats every hashtag, else the gravest hashtag's, or None."""
    if lines.outcome:
        words = re.findall(r"[a-z]+", lines.outcome.casefold())
        if words and words[0] in set(Outcome):
            return Evidence("outcome", words[0], "the line `outcome:` of the description")
        return Evidence(
            "outcome", "", f"the line `outcome:` says {lines.outcome!r}, which is none of {', '.join(Outcome)}"
        )
    for outcome in Outcome:
        if outcome.value in tags:
            return Evidence("outcome", outcome.value, f"the hashtag #{outcome.value}")
    return None


def find_no_thanks(lines: Lines, tags: Collection[str]) -> str:
    """Give why nobody is thanked, as the person wrote it, or ""."""
    if "noshow" in tags:
        return NO_SHOW
    words = re.findall(r"[a-z]+", lines.thanks.casefold())
    return "thanks: no" if words and words[0] in _NO else ""


def find_language(lines: Lines) -> Evidence | None:
    """Give the language tag that the line names ("de", "pt-BR"), or None where there is no such line."""
    if not lines.language:
        return None
    word = lines.language.casefold().strip(" .")
    if word in _LANGUAGES:
        return Evidence("language", _LANGUAGES[word], "the line `language:` of the description")
    if _LANGUAGE.fullmatch(word):
        primary, *rest = lines.language.strip(" .").replace("_", "-").split("-")
        return Evidence("language", "-".join((primary.lower(), *rest)), "the line `language:` of the description")
    return Evidence("language", "", f"the line `language:` says {lines.language!r}, which is no language tag")
