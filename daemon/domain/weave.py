"""
From the person's shorthand to words for the reader: "she asked how I handled the delay" becomes "your question about
how I handled the delay". Conservative on purpose: what cannot become a sentence that is surely right is left out.

A line is read as one of these forms, and the language's template `thank_you/woven` makes the sentence:

    topic      something that was talked about, a noun phrase: "the move to follow-the-sun"
    told       something they told about, a noun phrase
    question   "your question about the winter closures"
    offer      "your offer to look at my next portfolio"
    clause     what follows "that": "you fire your own kiln at weekends"
    promise    what the person owes, as a clause: "you asked for the link to my talk"
    own        a whole sentence of the person's: "I liked your approach to testing"
    point      anything else that is grammatical after a colon
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from daemon.domain.weave_words import (
    ADVERBS,
    AUXILIARIES,
    BASE_FORMS,
    FUNCTION_WORDS,
    LANGUAGE_WORDS,
    PRIVATE,
    QUANTIFIERS,
    TASKS,
    THIRD_PERSON_LEFT,
    TOPIC_OPENERS,
    VERBS,
    VERDICTS,
)

#: Contractions with a third person, turned to the second.
CONTRACTED = {
    f"{who}'{ending}": f"you’{'re' if ending == 's' else ending}"
    for who in ("he", "she", "they")
    for ending in ("s", "re", "ll", "d", "ve")
}
ASKED = r"(?:asked|wondered|wanted to know) (?:me )?(?:a question |questions |a lot )?"
SAID = r"(?:said|told me|mentioned|explained|thinks|believes|pointed out|noted|feels|felt) (?:to me )?"

#: Longer pieces are somebody's minutes, not a detail to mention.
MOST_WORDS = 26


#: What follows the subject: which form it makes, and the words that then stand for it. The first that fits counts.
PREDICATES = tuple(
    (re.compile(pattern, re.IGNORECASE), form, lead)
    for pattern, form, lead in (
        (r"asked (?:me )?(?:for|to) (?=\w)", "promise", ""),
        (rf"{ASKED}(?:about )?if ", "question", "{whose} question about whether "),
        (rf"{ASKED}(?:about )?", "question", "{whose} question about "),
        (r"(?:offered|promised) (?:me )?(?=to )", "offer", "{whose} offer "),
        (r"(?:recommended|recommends) (?:me )?(?!that |I |we )", "offer", "{whose} recommendation of "),
        (r"(?:suggested|suggests) (?:to me )?(?!that |I |we |he |she |they )", "offer", "{whose} suggestion of "),
        (rf"{SAID}(?=(?:that|he|she|they|we|I|it|there) |(?:he|she|they|it)[’'])", "clause", ""),
        (r"(?:said|told me|thinks|believes) (?!about|something|so\b)", "clause", ""),
        (r"(?:mentioned|described|explained|showed me|shared|walked me through) ", "told", ""),
        (r"(?:talked|spoke|told)(?: to)?(?: me)?(?: a lot| a bit)? (?:about|of) ", "told", ""),
    )
)


@dataclass(frozen=True, slots=True)
class Woven:
    """A detail ready for the template: its form (see above) and its words, without a full stop."""

    form: str
    text: str


def allot(lines: Sequence[str], panel: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """
    Deal the `notes:` lines out to the people of *panel* (their names, in order): none goes to two of them.

    A line that names somebody is theirs; the others go round, first to those who have none. Nobody gets more than two.
    """
    hands: list[list[str]] = [[] for _ in panel]
    unnamed = []
    for line in dict.fromkeys(lines):
        owner = next((at for at, name in enumerate(panel) if names_person(line, name)), None)
        if owner is None:
            unnamed.append(line)
        else:
            hands[owner].append(line)
    for line in unnamed:
        if hands:
            min(hands, key=len).append(line)
    return tuple(tuple(hand[:2]) for hand in hands)


def names_person(line: str, name: str) -> bool:
    """Say whether *line* speaks of the person called *name* by any part of it that is a name on its own."""
    return any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", line) for part in _name_parts(name))


def weave(line: str, language: str, names: Sequence[str], *, others: Sequence[str] = ()) -> Woven | None:
    """
    Read one `notes:` line for a note in *language* to the people called *names*; None where it is better left out.

    Several *names* make it a note to all, in which nobody is "you" alone. *others* are people of the panel to whom the
    note does not go: what speaks of them is not for this reader.
    """
    if any(names_person(line, other) for other in others):
        return None
    pieces = [
        piece
        for part in re.split(r"\s*;\s*|(?<=[.!?])\s+|,?\s+(?:and|but)\s+(?=(?:he|she|they|we)\b)", line)
        if (piece := _tidy(part))
    ]
    read = []
    for piece in pieces:
        if len(piece.split()) > MOST_WORDS or PRIVATE.search(piece) or not _speaks(piece, language):
            continue
        found = _English(names).read(piece) if language == "en" else _read_other(piece, language, names)
        if found is not None:
            read.append(found)
    # A promise comes first: to forget it is worse than to send nothing.
    return next((one for one in read if one.form == "promise"), read[0] if read else None)


def _name_parts(name: str) -> list[str]:
    parts = [
        part for part in name.split() if len(part.rstrip(".")) > 2 and part[0].isupper() and not part.endswith(".")
    ]
    return [name, *parts] if name else []


def _tidy(piece: str) -> str:
    """Make one line of plain words of *piece*, or "" where something in it has no place in a note."""
    piece = re.sub(r"\s*\([^()]*\)", "", " ".join(piece.split())).replace("w/ ", "with ")
    piece = piece.strip(" -*•–—.,:!?…").replace("!", ",")
    if re.search(r"[\[\]{}<>|@#*_~=\\()]|://|www\.|[^\W\d]\.[^\W\d]{2,}/", piece) or not piece.isprintable():
        return ""
    return "" if any(ord(character) >= 0x2600 and not character.isalpha() for character in piece) else piece


def _speaks(piece: str, language: str) -> bool:
    """Say whether *piece* may stand in a note in *language*: none of the other languages fits it better."""
    words = re.findall(r"[^\W\d_]+", piece.casefold())
    fits = {code: sum(word in known for word in words) for code, known in LANGUAGE_WORDS.items()}
    return fits.get(language, 0) >= max(fits.values())


def _read_other(piece: str, language: str, names: Sequence[str]) -> Woven | None:
    """Read *piece* in a language whose grammar is not ours to bend: a topic after "about", or words after a colon."""
    opener = TOPIC_OPENERS[language].match(piece)
    rest = piece[opener.end() :] if opener else piece
    if THIRD_PERSON_LEFT[language].search(rest) or any(names_person(rest, name) for name in names):
        return None
    return Woven("topic" if opener else "point", rest)


class _English:
    """Reads a piece of English shorthand for the people of one note."""

    def __init__(self, names: Sequence[str]) -> None:
        self._several = len(names) > 1
        self._names = names
        parts = {part for name in names for part in _name_parts(name)}
        self._name = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True)) or r"(?!)"

    def read(self, piece: str) -> Woven | None:
        own = re.match(rf"(?:{self._name})[’']s\s+(?=\w)", piece)
        if own:
            owner = own.group().strip() if self._several else "your"
            return self._woven("topic", f"{owner} {piece[own.end() :]}")
        subject = re.match(rf"(?:{self._name}|(?i:he|she|they|interviewer|recruiter))(?:(?=[’'])|\s+)", piece)
        if subject:
            word = subject.group().strip()
            named = word.casefold() not in {"he", "she", "they", "interviewer", "recruiter"}
            rest = _expanded(piece[subject.end() :])
            return self._predicate(rest, word if named and self._several else "", is_plural=word.casefold() == "they")
        first = piece.split()[0].casefold()
        if first in {"i", "i'll", "i’ll", "i'd", "i’d", "i'm", "i’m", "i've", "i’ve"}:
            return self._said_by_me(piece)
        if first in {"we", "talked", "spoke", "chatted", "discussed", "covered"}:
            return self._said_by_us(piece)
        sent = re.match(r"(?i)send (?:(?:him|her|them) )?(?=\w)", piece)
        if sent:
            return self._woven("promise", f"I was going to send you {piece[sent.end() :]}")
        if first in VERBS or (first in AUXILIARIES and " " in piece):
            return self._predicate(piece, "")
        return self._thing(piece)

    def _predicate(self, rest: str, name: str, *, is_plural: bool = False) -> Woven | None:
        """Read what somebody said or is: *rest* follows the subject, *name* is "" where the reader is "you"."""
        whose = f"{name}’s" if name else ("the" if self._several else "your")
        rest = re.sub(r"(?i)^(?:also|then)\s+", "", rest)
        for pattern, form, lead in PREDICATES:
            match = pattern.match(rest)
            if match is None:
                continue
            tail = rest[match.end() :]
            if not tail:
                return None
            if form == "promise":
                return self._woven(form, f"{name or 'you'} {match.group()}{tail}")
            if form == "clause":
                return self._woven(form, re.sub(r"(?i)^that ", "", tail))
            return self._woven(form, lead.format(whose=whose) + tail)
        if name:
            return self._woven("clause", f"{name} {rest}")
        if self._several:
            return None
        predicate = rest if is_plural else _you_form(rest)
        return self._woven("clause", f"you {predicate}") if predicate else None

    def _said_by_me(self, piece: str) -> Woven | None:
        match = re.match(r"(?i)(?:I (?:told|asked|showed) (?:him|her|them)|I (?:spoke|talked|asked)) about ", piece)
        if match:
            return self._woven("topic", piece[match.end() :])
        if re.match(r"(?i)I(?:[’']ll| will| promised to| have to| owe| need to| should| was going to) ", piece):
            owed = re.sub(r"(?i)^I[’']ll ", "I will ", piece)
            return self._woven("promise", re.sub(r"(?i)^I (?:will|have to|need to|should) ", "I was going to ", owed))
        if re.match(r"I (?:liked|loved|enjoyed|appreciated|learned|really liked|was impressed by) ", piece):
            return self._woven("own", piece)
        return self._woven("clause", piece) if re.match(r"I (?:said|mentioned|explained) (?:that )?\w", piece) else None

    def _said_by_us(self, piece: str) -> Woven | None:
        match = re.match(
            r"(?i)(?:we )?(?:also )?(?:(?:talked|spoke|chatted)(?: (?:a lot|a bit|at length|briefly))?"
            rf"(?: (?:with|to) (?:him|her|them|{self._name}))? (?:about|on|of)|discussed|covered) ",
            piece,
        )
        if match:
            return self._woven("topic", piece[match.end() :])
        return self._woven("clause", piece) if re.match(r"(?i)we (?:both|all) \w+", piece) else None

    def _thing(self, piece: str) -> Woven | None:
        """Read words without a subject that we know: a noun phrase where that is sure."""
        piece = re.sub(r"(?i)^(?:about|re:?|on the subject of|topic:?) ", "", piece)
        if piece.split()[0].casefold() in {
            "ask",
            "check",
            "remember",
            "research",
            "prepare",
            "todo",
            "don't",
            "follow",
            "look",
            "read",
        }:
            return None
        if VERDICTS.match(piece):
            return None
        if re.match(r"(?i)(?:interested in|curious about|keen on|impressed (?:by|with)|big on) \w", piece):
            return None if self._several else self._woven("clause", f"you were {piece}")
        piece = _with_article(piece)
        words = piece.split()
        lowered = [word.casefold().strip(",") for word in words]
        if re.search(r"\band I\b", piece):
            return self._woven("clause", piece)
        if any(word in AUXILIARIES for word in lowered[1:5]) and not {"which", "that", "who", "how"} & set(lowered):
            return self._woven("clause", piece)
        is_sure = not any(
            word in VERBS
            or word in AUXILIARIES
            or word.endswith("ed")
            or (word.endswith("s") and not word.endswith("ss") and after not in FUNCTION_WORDS)
            for word, after in pairwise([*lowered[1:], "and"])
        )
        return self._woven("topic" if (is_sure and len(words) <= 12) or lowered[0] == "how" else "point", piece)

    def _woven(self, form: str, text: str) -> Woven | None:
        """Turn every "she" left in *text* into "you"; None where one remains or a word is missing."""
        text = self._second_person(text)
        if THIRD_PERSON_LEFT["en"].search(text):
            return None
        first, _, rest = text.partition(" ")
        if first.casefold() in FUNCTION_WORDS and first not in {"I"}:
            first = first.casefold()
        return Woven(form, f"{first} {rest}".strip())

    def _second_person(self, text: str) -> str:
        if self._several:
            return text
        text = re.sub(rf"(?<!\w)(?:{self._name})[’']s(?!\w)", "your", text)
        text = re.sub(rf"(?<!\w)(?:{self._name})(?!\w)", "you", text)
        words = text.split(" ")
        turned: list[str] = []
        at = 0
        while at < len(words):
            core = words[at].casefold().strip(",.;:").replace("’", "'")
            tail = words[at][len(words[at].rstrip(",.;:")) :]
            follows = words[at + 1].casefold() if at + 1 < len(words) and not tail else ""
            if core == "they":
                turned.append("you" + tail)
            elif core in {"he", "she"}:
                predicate = _you_form(" ".join(words[at + 1 :]))
                if predicate is None:
                    return text
                turned.append("you")
                words[at + 1 :] = predicate.split(" ")
            elif core in CONTRACTED:
                turned.append(CONTRACTED[core] + tail)
            elif core in {"his", "their"} or (core == "her" and follows and follows not in FUNCTION_WORDS):
                # "customers and their data": whose it is was said before, and it is not the reader's.
                is_theirs = core == "their" and any(_is_plural(word) for word in turned)
                turned.append(words[at] if is_theirs else "your" + tail)
            elif core in {"him", "her"}:
                turned.append("you" + tail)
            elif core in {"himself", "herself"}:
                turned.append("yourself" + tail)
            else:
                turned.append(words[at])
            at += 1
        return " ".join(turned)


def _expanded(rest: str) -> str:
    """Give what follows a subject without the contraction that clung to it: "'s moving" is "is moving"."""
    for short, full in (("s ", "is "), ("re ", "are "), ("ll ", "will "), ("ve ", "have "), ("d ", "would ")):
        if rest[:1] in "'’" and rest[1:].startswith(short):
            return full + rest[1 + len(short) :]
    return rest


def _you_form(predicate: str) -> str | None:
    """Turn "still sets type by hand" into what follows "you"; None where its verb is not known to be one."""
    words = predicate.split(" ")
    at = 0
    while at < len(words) - 1 and (words[at].casefold() in ADVERBS or words[at].casefold().endswith("ly")):
        at += 1
    verb = words[at].casefold()
    base = BASE_FORMS.get(verb)
    if base is None:
        if verb in AUXILIARIES or verb.endswith("ed") or (verb in VERBS and not verb.endswith("s")):
            base = verb
        elif verb.endswith("ies") and len(verb) > 4:
            base = verb[:-3] + "y"
        elif re.search(r"(?:ss|sh|ch|x|zz|o)es$", verb):
            base = verb[:-2]
        elif verb.endswith("s") and not verb.endswith(("ss", "us", "is")) and verb.isalpha():
            base = verb[:-1]
        else:
            return None
    return " ".join([*words[:at], base, *words[at + 1 :]])


def _with_article(phrase: str) -> str:
    """Give a noun phrase the article that shorthand leaves out, and a task its gerund; else leave it as it is."""
    first, _, rest = phrase.partition(" ")
    word, after = first.casefold(), rest.split(" ")[0].casefold()
    if word in TASKS and rest and (after not in FUNCTION_WORDS or after in {"the", "a", "an", "their", "his", "her"}):
        stem = word[:-1] if word.endswith("e") else word + word[-1:] * (word in {"get", "cut", "split"})
        return f"{stem}ing {rest}"
    head = re.split(r"\s(?:{})\s".format("|".join(sorted(FUNCTION_WORDS))), phrase, maxsplit=1)[0].split(" ")
    is_bare = word not in FUNCTION_WORDS and not word.endswith(("ing", "’s", "'s")) and not first[:1].isdigit()
    is_name = all(part[:1].isupper() for part in head)
    if not rest or not is_bare or is_name or _is_plural(head[-1]) or word in QUANTIFIERS:
        return phrase
    return f"the {phrase}"


def _is_plural(word: str) -> bool:
    word = word.casefold()
    return len(word) > 3 and word.endswith("s") and not word.endswith("ss") and word not in FUNCTION_WORDS
