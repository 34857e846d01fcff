"""
Reading English shorthand: who did what becomes what "you" did.

The readers' names come as marks (`NAME_MARKS`), so that the patterns are the same for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from daemon.domain.weave_words import (
    ADVERBS,
    AUXILIARIES,
    BASE_FORMS,
    FUNCTION_WORDS,
    PRAISE,
    QUANTIFIERS,
    SELF_REMINDERS,
    TASKS,
    THIRD_PERSON_LEFT,
    UNWELCOME,
    VERBS,
    VERDICTS,
)

#: A form (see `weave`) and its words.
Reading = tuple[str, str]

#: Characters for private use, one for each reader; no line that is read holds them otherwise.
FIRST_MARK = 0xE000
NAME_MARKS = "[\ue000-\uf8ff]"

NAMED = re.compile(NAME_MARKS)
OWNED = re.compile(rf"{NAME_MARKS}[’']s\s+(?=\w)")
SUBJECT = re.compile(rf"(?:{NAME_MARKS}|(?i:he|she|they|interviewer|recruiter))(?:(?=[’'])|\s+)")
BETWEEN_US = re.compile(
    r"(?i)(?:we )?(?:also )?(?:(?:talked|spoke|chatted)(?: (?:a lot|a bit|at length|briefly))?"
    rf"(?: (?:with|to) (?:him|her|them|{NAME_MARKS}))? (?:about|on|of)|discussed|covered) "
)

#: Contractions with a third person, turned to the second.
CONTRACTED = {
    f"{who}'{ending}": f"you’{'re' if ending == 's' else ending}"
    for who in ("he", "she", "they")
    for ending in ("s", "re", "ll", "d", "ve")
}
ASKED = r"(?:asked|wondered|wanted to know) (?:me )?(?:a question |questions |a lot )?"
SAID = r"(?:said|told me|mentioned|explained|thinks|believes|pointed out|noted|feels|felt) (?:to me )?"

#: What follows the subject: which form it makes, and the words that then stand for it. The first that fits counts.
PREDICATES = tuple(
    (re.compile(pattern, re.IGNORECASE), form, lead)
    for pattern, form, lead in (
        (r"asked (?:me )?(?:for|to) (?=\w)", "promise", ""),
        (r"(?:wants|wanted) (?=(?:the|my) (?!.*\bto\b))", "promise", ""),
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


def read_english(piece: str, several: bool) -> Reading | None:
    """Read *piece* for one reader, or for *several*; None where no sentence is sure to come of it."""
    return _Reader(several).read(piece)


class _Reader:
    """Reads shorthand for one reader, or for several, none of whom is "you" alone."""

    def __init__(self, several: bool) -> None:
        self._several = several

    def read(self, piece: str) -> Reading | None:
        own = OWNED.match(piece)
        if own:
            owner = own.group().strip() if self._several else "your"
            # "Her team maps streets" is no thing that was talked about.
            form = "topic" if _is_surely_a_thing(piece[own.end() :].casefold().replace(",", "").split()) else "point"
            return self._woven(form, f"{owner} {piece[own.end() :]}")
        subject = SUBJECT.match(piece)
        if subject:
            word = subject.group().strip()
            name = word if self._several and NAMED.fullmatch(word) else ""
            return self._predicate(_expanded(piece[subject.end() :]), name, is_plural=word.casefold() == "they")
        piece = re.sub(r"(?i)^(?:really|also|absolutely) ", "", piece)
        first = piece.split()[0].casefold()
        if re.match(r"(?i)(?:told|asked|showed|sent) (?:him|her|them)\b|met\b", piece):
            return None  # Who did it, the person or the reader, is anybody's guess.
        if first in {"learned", "learnt"}:
            return self._woven("own", f"I {piece[:1].lower()}{piece[1:]}")
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

    def _predicate(self, rest: str, name: str, *, is_plural: bool = False) -> Reading | None:
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
            counted = re.match(r"(?i)(?:two|three|some|several|many) .*?\bquestions\b", tail)
            if form == "question" and counted:
                return self._woven("topic", f"{whose} {tail}")
            if form == "told" and set(tail.casefold().split()[1:6]) & AUXILIARIES and " how " not in f" {tail}":
                form = "clause"
            if form == "promise":
                said = f"{match.group()}{tail}"
                return self._woven(form, f"{name} {said}" if name else f"you {_you_form(said)}")
            if form == "clause":
                return self._woven(form, re.sub(r"(?i)^that ", "", tail))
            return self._woven(form, lead.format(whose=whose) + tail)
        if name:
            return self._woven("clause", f"{name} {rest}")
        if self._several:
            return None
        predicate = rest if is_plural else _you_form(rest)
        return self._woven("clause", f"you {predicate}") if predicate else None

    def _said_by_me(self, piece: str) -> Reading | None:
        match = re.match(r"(?i)(?:I (?:told|asked|showed) (?:him|her|them)|I (?:spoke|talked|asked)) about ", piece)
        if match:
            return self._woven("topic", piece[match.end() :])
        if re.match(r"(?i)I(?:[’']ll| will| promised to| have to| owe| need to| should| was going to) ", piece):
            owed = re.sub(r"(?i)^I[’']ll ", "I will ", piece)
            return self._woven("promise", re.sub(r"(?i)^I (?:will|have to|need to|should) ", "I was going to ", owed))
        if re.match(r"I (?:liked|loved|enjoyed|appreciated|learned|really liked|was impressed by) ", piece):
            return self._woven("own", piece)
        return None

    def _said_by_us(self, piece: str) -> Reading | None:
        match = BETWEEN_US.match(piece)
        if match:
            return self._woven("topic", piece[match.end() :])
        return self._woven("clause", piece) if re.match(r"(?i)we (?:both|all) \w+", piece) else None

    def _thing(self, piece: str) -> Reading | None:
        """Read words without a subject that we know: a noun phrase where that is sure."""
        piece = re.sub(r"(?i)^(?:about|re:?|on the subject of|topic:?) ", "", piece)
        if re.match(r"(?i)(?:interested in|curious about|keen on|impressed (?:by|with)|big on) \w", piece):
            return None if self._several else self._woven("clause", f"you were {piece}")
        first = piece.split(" ")[0].casefold()
        if (
            not piece
            or first in SELF_REMINDERS
            or first.endswith("ed")
            or re.match(r"(?i)next (?:step|round|stage)", piece)
            or VERDICTS.match(piece)
            or ":" in piece
            # Somebody's words, and somebody named beside something.
            or piece[0] in "\"'“‘"
            or re.search(r",\s[A-Z]\w*,", piece)
        ):
            return None
        piece = _with_article(PRAISE.sub("", piece, count=1))
        words = piece.split()
        lowered = [word.casefold().strip(",") for word in words]
        if re.search(r"\band I\b", piece):
            return self._woven("clause", piece)
        if any(word in AUXILIARIES for word in lowered[1:5]) and not {"which", "that", "who", "how"} & set(lowered):
            return self._woven("clause", piece)
        is_sure = _is_surely_a_thing(lowered) and len(words) <= 12 and "," not in piece
        return self._woven("topic" if is_sure or lowered[0] == "how" else "point", piece)

    def _woven(self, form: str, text: str) -> Reading | None:
        """Turn every "she" left in *text* into "you"; None where one remains or a word is missing."""
        text = self._second_person(text)
        if THIRD_PERSON_LEFT["en"].search(text):
            return None
        first, _, rest = text.partition(" ")
        if form == "clause" and UNWELCOME.search(text):
            form = "fact"
        if first.casefold() in FUNCTION_WORDS and first not in {"I"}:
            first = first.casefold()
        return form, f"{first} {rest}".strip()

    def _second_person(self, text: str) -> str:
        """Turn pronouns and names into "you"; what cannot be turned stays."""
        if self._several:
            # "They" and "their" may be all the readers together; "he" and "she" are one of them, and stay out.
            return re.sub(r"(?i)\btheir\b", "your", re.sub(r"(?i)\bthey\b", "you", text))
        text = re.sub(f"{NAME_MARKS}[’']s\\b", "your", text)
        words = NAMED.sub("you", text).split(" ")
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


def _is_surely_a_thing(lowered: Sequence[str]) -> bool:
    """Say whether none of the words in small letters, but the first, may be a verb."""
    return not any(
        word in VERBS
        or word in AUXILIARIES
        or word.endswith("ed")
        or (word.endswith("s") and not word.endswith("ss") and after not in FUNCTION_WORDS)
        for word, after in pairwise([*lowered[1:], "and"])
    )


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
    is_bare = (
        word not in FUNCTION_WORDS
        and (word == "interesting" or not word.endswith(("ing", "’s", "'s")))
        and not first[:1].isdigit()
    )
    is_name = all(part[:1].isupper() for part in head)
    if not rest or not is_bare or is_name or _is_plural(head[-1]) or word in QUANTIFIERS:
        return phrase
    return f"the {phrase}"


def _is_plural(word: str) -> bool:
    word = word.casefold()
    return len(word) > 3 and word.endswith("s") and not word.endswith("ss") and word not in FUNCTION_WORDS
