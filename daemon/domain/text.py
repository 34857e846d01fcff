"""
What a person sees: event text without its markup and without characters that show nothing.

Descriptions come as plain text or as HTML (Google's editor writes it), and are written by strangers. Everything here
takes time in proportion to the length of the text, whatever it holds; the standard library's parser does not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Titles, names and companies, roles: longer values are cut (notes on hostile input).
TITLE_LIMIT = 200
NAME_LIMIT = 60
COMPANY_LIMIT = 60
ROLE_LIMIT = 80
#: What is read of a description at most; no person writes as much.
TEXT_LIMIT = 200_000


def word_set(words: str) -> frozenset[str]:
    """Give the words of a list that is easier to read, and to add to, as one text."""
    return frozenset(words.split())


_BLOCKS = word_set(
    "address article aside blockquote br center dd details dialog div dl dt fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hr html body li main menu nav ol p pre section summary table tbody tfoot thead tr ul"
)
_CELLS = frozenset({"td", "th"})
_INLINE = word_set(
    "a abbr acronym area b base basefont bdi bdo big blink button caption cite code col colgroup data del dfn em embed "
    "font i img input ins kbd label legend link map mark meta meter nobr optgroup option output "
    "param picture progress q rp rt ruby s samp select small source span strike strong sub sup svg template time track "
    "tt u var video audio wbr textarea head noscript iframe object svg"
)
#: Elements whose content nobody sees.
_UNSEEN = frozenset({"script", "style", "title", "template"})

#: A tag's beginning. `<jane@acme.example>` and `<https://...>` are none: a name is followed by a space, "/" or ">".
_TAG = re.compile(r"<(?:!--|[!?](?=[A-Za-z\[])|(/?)([A-Za-z][A-Za-z0-9]*+(?::[A-Za-z]++)?)(?=[\s/>]))")
#: The rest of it; a ">" between an attribute's quotes does not end it.
_TAG_REST = re.compile(r"""(?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^>])*+>""")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
#: Controls, soft hyphens, direction marks and overrides, zero-width characters but the joiners, fillers, variation
#: selectors but the one for emoji, tags, private use, what is no character, and lone surrogates.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\ue000-\uf8ff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]+"
)
#: Joiners (U+200C, U+200D) and the emoji selector (U+FE0F): whether they stay depends on what stands around them.
_JOINERS = re.compile("[\u200c\u200d\ufe0f]+")

_MARKUP = re.compile(r"</?[A-Za-z!][^<>]{0,500}>")
_TEMPLATE = re.compile(r"\{\{[^{}]{0,500}\}\}|\{%[^{}]{0,500}%\}|\$\{[^{}]{0,500}\}|<%[^<>]{0,500}%>")
_ADDRESS = re.compile(r"[^\s@]@[^\s@]")


def visible(text: str) -> str:
    """Give *text* without what nobody sees; every line end becomes a line feed, every other white space a space."""
    text = _LINE_ENDS.sub("\n", text)
    if not text.isascii():
        text = _JOINERS.sub(_joined, _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    elif not text.isprintable():
        text = _INVISIBLE.sub("", text)
    return _SPACES.sub(" ", text)


def _joined(match: re.Match[str]) -> str:
    """Keep one joiner inside a word and the selector after a symbol; elsewhere they would only hide."""
    before = match.string[match.start() - 1] if match.start() else " "
    after = match.string[match.end()] if match.end() < len(match.string) else " "
    kind = unicodedata.category(before)
    if match[0][0] == "\ufe0f":
        return "\ufe0f" if kind == "So" else ""
    return match[0][0] if kind[0] in "LM" and unicodedata.category(after)[0] in "LM" else ""


def to_text(description: str) -> str:
    """
    Give a description, HTML or plain, as the lines that a person reads.

    Blocks and `<br>` end a line, as does a line end of the source (Google shows both); entities are decoded; scripts,
    attributes and link targets are no text. What is no HTML element stays: `Name <name@company>` is an address.
    """
    description = description[:TEXT_LIMIT]
    if "<" in description:
        description = _without_markup(description)
    elif "&" in description:
        description = _decoded(description)
    return visible(description)


def _without_markup(source: str) -> str:
    pieces: list[str] = []
    at = 0
    while match := _TAG.search(source, at):
        pieces.append(_decoded(source[at : match.start()]))
        name = (match[2] or "").lower()
        if match[0] == "<!--":
            end = source.find("-->", match.end())
            at = len(source) if end < 0 else end + 3
            continue
        if name and name not in _BLOCKS and name not in _CELLS and name not in _INLINE | _UNSEEN and ":" not in name:
            pieces.append(match[0])
            at = match.end()
            continue
        rest = _TAG_REST.match(source, match.end())
        if rest is None:
            # Nothing closes a tag from here on: what follows is text, and there is nothing to look for again.
            pieces.append(_decoded(source[match.start() :]))
            return "".join(pieces)
        at = rest.end()
        if name in _UNSEEN and not match[1] and not source.endswith("/>", 0, at):
            closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(source, at)
            at = len(source) if closing is None else closing.start()
        elif name in _BLOCKS:
            pieces.append("\n")
        elif name in _CELLS:
            pieces.append(" ")
    pieces.append(_decoded(source[at:]))
    return "".join(pieces)


def _decoded(text: str) -> str:
    """Decode whole entities only: `?a=1&copy=2` in a link is none."""
    if "&" not in text or not _ENTITY.search(text):
        return text
    # Its table of two thousand names is only worth loading for a text that has one.
    from html import unescape

    return _ENTITY.sub(lambda match: unescape(match[0]), text)


def one_line(value: str, limit: int) -> str:
    """Give *value* cleaned, on one line, of at most *limit* characters."""
    value = value[: 20 * limit]
    # What is plain to see, as most is, needs no closer look.
    line = " ".join((value if value.isascii() and value.isprintable() else visible(value)).split())
    return line[:limit].rstrip(" \u200c\u200d")


def clean_value(value: str, limit: int) -> str:
    """
    Give a company or role for use in a note, or "" for one that cannot be used.

    Markup and template marks are taken out and never evaluated; a value with an address or a link is dropped.
    """
    value = value[:2000]
    if "<" in value or "{" in value:
        value = _MARKUP.sub(" ", _TEMPLATE.sub(" ", value))
    line = one_line(value, 500)
    if _ADDRESS.search(line) or "://" in line or any(mark in line for mark in ("{{", "}}", "{%", "%}", "${", "<", ">")):
        return ""
    line = line.strip(" \t,;:|·•–—-")
    return one_line(line, limit) if any(char.isalnum() for char in line) else ""


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Give *text* (a word or a name) for comparing: no case, no accents, letters and digits only."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    elif text.isalnum():
        return text.lower()
    return "".join(char for char in text.casefold() if char.isalnum())
