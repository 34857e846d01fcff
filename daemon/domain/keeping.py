"""How often the contact is kept after a rejection, by the person's line `keep_in_touch:`."""

from __future__ import annotations

import re

from daemon.domain.interview import Evidence
from daemon.domain.text import word_set

_NO = word_set("no none nope not never off stop false dont don't don’t nein nicht non nunca")
_YES = word_set("yes on true")
_NUMBERS = {
    "a": 1, "one": 1, "other": 2, "second": 2, "two": 2, "third": 3, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
#: How many months one of each lasts.
_UNITS = {"month": 1, "months": 1, "monate": 1, "quarter": 3, "quarters": 3, "year": 12, "years": 12}
_BY_NAME = {
    "monthly": 1, "bimonthly": 2, "bi-monthly": 2, "quarterly": 3, "six-monthly": 6, "half-yearly": 6, "half yearly": 6,
    "semiannually": 6, "semi-annually": 6, "twice a year": 6, "twice yearly": 6, "every half-year": 6,
    "every half year": 6, "half a year": 6, "once a year": 12, "yearly": 12, "annually": 12,
}  # fmt: skip
_EVERY = re.compile(
    r"(?:yes,? )?(?:every |each |once in |alle )?(?:(\d{1,2}|[a-z]+)[ -])?(months?|quarters?|years?|monate)"
)
#: Longer is no contact that is kept.
_LONGEST = 60

_RULE = "the line `keep_in_touch:` of the description"


def find_keep_in_touch(line: str) -> tuple[int | None, Evidence | None]:
    """
    Read what the line `keep_in_touch:` says: every how many months, 0 for not at all; None where it leaves it open.

    The second tells how it was read; None where there is no such line.
    """
    words = " ".join(line.casefold().strip(" .!").split())
    if not words:
        return None, None
    if words in _YES:
        return None, Evidence("keep in touch", "as configured", _RULE)
    if any(word.strip(",;.!") in _NO for word in words.split()):
        return 0, Evidence("keep in touch", "no", _RULE)
    months = _BY_NAME.get(words) or _months(words)
    if months is None or not 1 <= months <= _LONGEST:
        mend = "write it as `every 6 months`, or `no`"
        return None, Evidence("keep in touch", "", f"the line `keep_in_touch:` says {line!r}; {mend}")
    return months, Evidence("keep in touch", f"every {months} months", _RULE)


def _months(words: str) -> int | None:
    match = _EVERY.fullmatch(words)
    if match is None:
        return int(words) if words.isdecimal() and len(words) < 3 else None
    count = match[1] or "1"
    number = int(count) if count.isdecimal() else _NUMBERS.get(count)
    return None if number is None else number * _UNITS[match[2]]
