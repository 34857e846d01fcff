"""
What is a telephone number in a text, and what only looks like one.

Numbers are kept as they were written and never called: nothing is looked up about them. The library for that,
phonenumbers, knows every country's ranges, and takes 4 to 6 MiB of the 40 that an idle service may take.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from daemon.domain.text import one_line

#: A longer value is no number.
PHONE_LIMIT = 40
#: ITU-T E.164 allows 15 digits; with fewer than 7 nobody is reached from elsewhere.
_FEWEST, _MOST = 7, 15

_RUN = re.compile(
    r"(?<![\w@#=&%+$€£/-])(?<![0-9]\.)[+(]{0,3} ?[0-9](?:[0-9 ()./\u2010-\u2013-]{0,60}[0-9])?"
    r"(?:,? ?(?:ext(?:ension|\.)?|x|durchwahl|dw\.?|poste) ?[0-9]{1,6})?"
    r"(?![\w@%=&#*]|[:.][0-9]|,,|/[\w])",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r",? ?[A-Za-z].*")
#: Where a run too long for one number falls into two.
_TWO = re.compile(r" +[/\u2013-] +| +(?=0[1-9])")
_DATE = re.compile(
    r"(?<![0-9./-])(?:[0-9]{4}([-./])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{1,2}([-./])[0-9]{1,2}\2(?:19|20)?[0-9]{2})(?![./-]?[0-9])"
)
#: Years, a day without separators, hours from and to, a postal code of the USA in its long form.
_NO_PHONE = re.compile(
    r"(?:19|20)[0-9]{2} ?[-/\u2013] ?(?:19|20)[0-9]{2}|20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"|[0-2]?[0-9]\.?[0-5][0-9] ?[-\u2013] ?[0-2]?[0-9]\.?[0-5][0-9]|[0-9]{5}-[0-9]{4}"
)
#: North America's way of writing; neither area nor exchange begins with 0 or 1.
_NORTH_AMERICAN = re.compile(r"(?:1[ .-])?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[-.])[2-9][0-9]{2}[-. ][0-9]{4}")
#: Digits of a whole number in countries that put no 0 before one.
_WITHOUT_ZERO = {
    **dict.fromkeys(("US", "CA", "GR"), 10),
    **dict.fromkeys(("ES", "PT", "PL", "CZ"), 9),
    **dict.fromkeys(("DK", "NO", "LV", "MT", "SG", "HK"), 8),
}

#: Words for a number, alone or with others: "Tel.:", "mobile phone", "M:", "phone no.". A fax is none.
_WORDS = (
    "tel|telephone|telefon|telefono|teléfono|téléphone|telefone|telefonnummer|rufnummer|fon|phone|ph|mob|mobile|mobil|"
    "mobilnummer|móvil|portable|cell|cellphone|handy|handynummer|direct|office|work|home|private|festnetz|landline|call"
)
_LABEL = (
    rf"(?:(?:(?<!\w)(?:{_WORDS})(?!\w)[.:]{{0,2}}|(?<!\w)[tmpc]:|[☎📞📱]\ufe0f?:?) ?"
    r"(?:(?:number|line|no|nr)(?!\w)[.:]{0,2} ?)?)"
)
_LABELS = re.compile(_LABEL, re.IGNORECASE)
_LABELLED = re.compile(rf"{_LABEL}{{1,3}}(?=[(]?$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number that stands in a text."""

    #: As written.
    text: str
    start: int
    end: int
    #: A word before it calls it a telephone number.
    is_labelled: bool

    @property
    def digits(self) -> str:
        """Give its digits alone, without the extension."""
        return "".join(char for char in _EXTENSION.sub("", self.text) if char.isdigit())

    def is_sure(self, region: str) -> bool:
        """
        Say whether it is a telephone number by its looks alone, in a text of somebody else's.

        A country code, a leading 0, North America's form, a word before it, or the length that numbers have in *region*
        (two letters, or "") where they have no 0 in front. Better a missing number than a requisition's.
        """
        plain, digits = _EXTENSION.sub("", self.text), self.digits
        if plain.lstrip("(").startswith("+"):
            return digits[0] != "0" and len(digits) > _FEWEST
        if self.is_labelled or _NORTH_AMERICAN.fullmatch(plain):
            return True
        if digits[0] == "0":
            return 8 <= len(digits) <= 14 and digits[:3] != "000"
        return len(digits) == _WITHOUT_ZERO.get(region, 0)


def numbers(text: str) -> Iterator[Number]:
    """Yield what may be telephone numbers in *text*, one line: 7 to 15 digits that are no date and no times."""
    for match in _RUN.finditer(text):
        start, pieces = match.start(), [match[0]]
        if _count(match[0]) > _MOST:
            pieces = _TWO.split(match[0])
        for piece in pieces:
            start = text.index(piece, start)
            written = piece.lstrip(" ")
            while written.startswith("(") and written.count("(") > written.count(")"):
                written = written[1:].lstrip(" ")
            at, start = start + len(piece) - len(written), start + len(piece)
            is_number = _FEWEST <= _count(written) <= _MOST and len(written) <= PHONE_LIMIT
            if is_number and not _DATE.search(written) and not _NO_PHONE.fullmatch(written):
                is_labelled = bool(_LABELLED.search(text[max(0, at - 40) : at]))
                yield Number(one_line(written, PHONE_LIMIT), at, start, is_labelled)


def _count(written: str) -> int:
    return sum(char.isdigit() for char in _EXTENSION.sub("", written))


def take_number(text: str) -> tuple[str, str]:
    """
    Give *text* without the telephone numbers in it and the words that announce them, and the first of them, or "".

    For the person's own words: any number that can be one is.
    """
    found = list(numbers(text))
    if not found:
        return text, ""
    pieces, at = [], 0
    for one in found:
        pieces.append(_LABELLED.sub(" ", text[at : one.start]))
        at = one.end
    rest = " ".join((*pieces, text[at:]))
    return re.sub(r"[(\[] *[)\]]", " ", rest), found[0].text


def without_labels(text: str) -> str:
    """Give *text* without the words that announce a number."""
    return _LABELS.sub(" ", text)
