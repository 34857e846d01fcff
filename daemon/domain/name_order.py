"""
Which words of a name in Latin letters are the given ones.

Chinese, Japanese, Korean, Vietnamese and Hungarian names have the family's first, and are written either way round in
Latin letters. The address can tell (wei.zhang@); where nothing does, only the whole name is safe.
"""

from __future__ import annotations

import re

from daemon.domain.name_lists import FAMILY_FIRST, FAMILY_OR_GIVEN, GIVEN_NAMES
from daemon.domain.text import fold, word_set

#: Family names that nobody has for a given name.
_NEVER_GIVEN = word_set(
    "nguyen huynh pham phan trinh truong suzuki takahashi tanaka watanabe yamamoto nakamura kobayashi kato yoshida "
    "yamada sasaki yamaguchi matsumoto inoue kimura hayashi shimizu yamazaki ikeda hashimoto yamashita ishikawa "
    "nakajima maeda fujita ogawa okada hasegawa murakami kondo saito sakamoto fujii nishimura fukuda fujiwara okamoto "
    "matsuda nakagawa nakano tamura takeuchi kovacs szabo horvath molnar nemeth"
)
_BARRED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
#: Of names that are either, those that are the family's far more often.
_MOSTLY_FAMILY = word_set("li wu sun ma hu he lin yu jin lu mai ha")
#: Syllables as pinyin, romanised Korean, Japanese and Vietnamese have them.
_EASTERN = re.compile(
    r"(?:(?:zh|ch|sh|ts|th|ph|ng|kh|tr|[bpmfdtnlgkhjqxrzcsywv])?[aeiouy]{1,4}(?:ng|nh|[nmkpth])?){1,4}(?:ch|[lr])?"
)

GIVEN_FIRST = slice(0, 1)


def find_order(words: tuple[str, ...], local: str) -> slice | None:
    """
    Give where in *words* (two or more) the given name stands, or None if that cannot be told.

    *local* is what stands before the "@" of the address, in lower case, or "". `GIVEN_FIRST` means the usual Western
    order; whether more than one word belongs to the given name is not decided then.
    """
    folded = tuple(_plain(word) for word in words)
    first, last = folded[0], folded[-1]
    first_strong, last_strong = first in FAMILY_FIRST, last in FAMILY_FIRST
    first_eastern = first_strong or first in FAMILY_OR_GIVEN
    last_eastern = last_strong or last in FAMILY_OR_GIVEN
    if not first_eastern and not last_eastern:
        return _order_against_address(folded, local)
    if order := _order_by_address(folded, local):
        return order
    if not first_eastern or (last in _NEVER_GIVEN and not first_strong):
        if len(words) == 2:
            return GIVEN_FIRST
        if all(_EASTERN.fullmatch(word) and word not in GIVEN_NAMES for word in folded[:-1]):
            return slice(0, len(words) - 1) if len(words) == 3 and last != "nguyen" else None
        return GIVEN_FIRST
    if first in GIVEN_NAMES:
        if last_eastern and (last_strong or not first_strong):
            return GIVEN_FIRST
        if not last_eastern and not _EASTERN.fullmatch(last):
            return GIVEN_FIRST
    if not first_strong and not last_eastern and not _EASTERN.fullmatch(last):
        return GIVEN_FIRST
    return None


def _order_by_address(folded: tuple[str, ...], local: str) -> slice | None:
    first, last = folded[0], folded[-1]
    tokens = _tokens(local)
    if len(tokens) == 2 and all(len(token) > 1 for token in tokens):
        if tokens == ["".join(folded[1:]), first]:
            return slice(1, len(folded))
        if tokens == [last, first]:
            return slice(len(folded) - 1, len(folded))
        if tokens == ["".join(folded[:-1]), last] and not _first_is_family(folded):
            return GIVEN_FIRST if len(folded) == 2 else slice(0, len(folded) - 1)
        if tokens == [first, last] and not _first_is_family(folded):
            return GIVEN_FIRST
    if len(tokens) == 1 and len(folded) == 2:
        by_first, by_last = {last[0] + first, first + last[0]}, {first[0] + last, last + first[0]}
        if local in by_first and local not in by_last:
            return slice(1, 2)
        if local in by_last and local not in by_first:
            return GIVEN_FIRST
    return None


def _order_against_address(folded: tuple[str, ...], local: str) -> slice | None:
    """Decide where name and address have opposite orders (`Moss Elizabeth`, emoss@): one of them is turned."""
    first, last = folded[0], folded[-1]
    tokens = _tokens(local)
    is_turned = tokens in ([last, first], [last[:1] + first], [first + last[:1]])
    if len(folded) != 2 or not is_turned or tokens in ([first[:1] + last], [last + first[:1]]):
        return GIVEN_FIRST
    if tokens == [first + last[:1]] and last not in GIVEN_NAMES:
        # janed@ is Jane Doe's.
        return GIVEN_FIRST
    if (first in GIVEN_NAMES) == (last in GIVEN_NAMES):
        return None
    return GIVEN_FIRST if first in GIVEN_NAMES else slice(1, 2)


def _first_is_family(folded: tuple[str, ...]) -> bool:
    """Say whether the first word is rather the family's, or may be: an address in the same order proves nothing."""
    return may_follow_family_name(folded[0], folded[-1])


def may_follow_family_name(first: str, last: str) -> bool:
    """Say whether *first*, by lists a family name or either, may stand before its given name *last*; both folded."""
    if first in FAMILY_FIRST:
        return _may_be_given(last)
    if first not in FAMILY_OR_GIVEN or last in FAMILY_FIRST or (last in _MOSTLY_FAMILY and first not in _MOSTLY_FAMILY):
        return False
    return last in FAMILY_OR_GIVEN or (first not in GIVEN_NAMES and _may_be_given(last))


def _tokens(local: str) -> list[str]:
    """Give the words of an address, without the digits that tell people of one name apart."""
    return [_plain(token.strip("0123456789")) for token in re.split(r"[._]", local)]


def _plain(word: str) -> str:
    """Give *word* folded as addresses write it, also letters that are no others with a mark."""
    return fold(word.casefold().translate(_BARRED))


def _may_be_given(word: str) -> bool:
    """Say whether a last word may be an Eastern given name, which leaves the order open."""
    return word in GIVEN_NAMES or word in FAMILY_OR_GIVEN or _EASTERN.fullmatch(word) is not None
