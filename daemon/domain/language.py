"""Which language an invitation is plainly in, and by which rule its notes are written in the one that they are in."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from daemon.domain.interview import Evidence
from daemon.domain.lines import without_lines
from daemon.domain.policy import DEFAULT_LANGUAGE, Me
from daemon.domain.text import word_set

#: A text has so many words at least, so many of them are frequent ones of its language, so many different ones
#: ("van der" stands in names), so great a part of all, and so many times as many as of any other. Shorter and mixed
#: texts are in no language plainly.
FEWEST_WORDS = 20
FEWEST_KNOWN = 6
FEWEST_DIFFERENT = 5
SMALLEST_SHARE = 0.12
MARGIN = 3
#: So much of a description is looked at.
_READ = 6000

#: Frequent words that are no names. One that two of the lists have counts for neither.
_FREQUENT = {
    "en": word_set(
        "the and of to is are was be been has have had you your we our us they their this that these which with from "
        "for on at by it its if or as not can would could should there about when where who what how please thank "
        "thanks hello before after during more any all looking forward"
    ),
    "de": word_set(
        "der die das den dem des und ist sind war wird werden haben hat hatte sie ihr ihre ihren ihnen ihrem wir uns "
        "unser unsere ich mit von vom zu zum zur für auf im am bei nach über aus ein eine einen einem einer nicht auch "
        "oder wenn als wie dass bitte vielen dank gerne freuen uhr hallo guten sehr geehrte noch es kann können"
    ),
    "fr": word_set(
        "le les des du et est sont était vous votre vos nous notre nos je avec pour dans sur par aux ce cette ces une "
        "qui que ne pas plus si ou où merci bonjour être avez avons sera afin entre leur cordialement lors ainsi d l"
    ),
    "es": word_set(
        "el los las del y es son usted ustedes su sus nosotros nuestro nuestra con para por una que no se lo como más "
        "si muy gracias hola ser tiene tenemos será sobre entre cuando donde este esta estos saludos pero también"
    ),
    "it": word_set(
        "il lo gli dei delle della dello degli di e è sono lei suo sua noi nostro con per una che non si come più se "
        "grazie buongiorno essere ha abbiamo sarà tra anche nel nella alla questo questa cordiali"
    ),
    "nl": word_set(
        "het een en is zijn wordt je jij u uw we wij ons onze met van voor op aan bij naar over uit niet ook als of "
        "dat dit deze graag bedankt hallo beste kunnen zal tijdens wat hoe er"
    ),
    "pt": word_set(
        "o os as do da dos das e é são você seu sua nós nosso nossa com para por uma que não se como mais muito "
        "obrigado obrigada olá ser tem temos será sobre entre quando este esta em no na ao"
    ),
}

_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")


def find_written_in(title: str, text: str) -> str:
    """
    Give the language that an invitation is plainly in, or "": *text* is its description without a meeting's dial-in.

    The person's own `key: value` lines do not count. What matters are frequent small words, never names.
    """
    words = re.findall(r"[^\W\d_]+", _ADDRESS.sub(" ", f"{title}\n{without_lines(text[:_READ])}").casefold())
    if len(words) < FEWEST_WORDS:
        return ""
    known = [(code, word) for word in words if (code := _languages_of_words().get(word)) is not None]
    ranked = [*Counter(code for code, _ in known).most_common(2), ("", 0), ("", 0)]
    (best, most), (_, second) = ranked[:2]
    is_enough = most >= FEWEST_KNOWN and len({word for code, word in known if code == best}) >= FEWEST_DIFFERENT
    return best if is_enough and most >= max(SMALLEST_SHARE * len(words), MARGIN * second) else ""


def explain(said: Evidence | None, me: Me, written_in: str) -> Evidence | None:
    """Say which language is written in and by which rule; None where the line, in *said*, has told it already."""
    if said and said.value:
        return None
    if me.language:
        return Evidence("language", me.language, "the account's `language`")
    if written_in:
        return Evidence("language", written_in, "the invitation is plainly in it")
    return Evidence("language", DEFAULT_LANGUAGE, "nothing names one, and the invitation is not plainly in another")


@lru_cache(maxsize=1)
def _languages_of_words() -> dict[str, str]:
    """Give the frequent words that only one language's list has, each with that language."""
    lists = Counter(word for words in _FREQUENT.values() for word in words)
    return {word: code for code, words in _FREQUENT.items() for word in words if lists[word] == 1}
