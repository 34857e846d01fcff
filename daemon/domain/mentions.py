"""Where a text names the people of an interview, or somebody else who is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from daemon.domain.guest_address import plain_address
from daemon.domain.interview import Interviewer
from daemon.domain.name_lists import TITLES
from daemon.domain.names import read_name
from daemon.domain.occurrence import Occurrence
from daemon.domain.policy import Me
from daemon.domain.text import fold, word_set

#: How many interviewers, recruiters and guests are looked for at most.
PEOPLE_READ = 50
#: Beside a surname.
_FORMS_OF_ADDRESS = (
    *("Mr", "Mr.", "Ms", "Ms.", "Mrs", "Mrs.", "Frau", "Herr", "Herrn", "Mme", "M.", "Dr", "Dr.", "Prof."),
    *("Frau Dr.", "Herr Dr."),
)
#: Words before a given name alone that belong to no name.
_BEFORE_GIVEN = word_set("call contact reach phone ask with text ring to dear hi hello")

#: Whom a mention means who is not to be called: the person, a guest who is not met, or one of two of that name.
OTHER = -1


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of a line at which somebody is named."""

    start: int
    end: int
    #: A place among the people of the interview, or `OTHER`.
    who: int
    #: It is their address.
    is_address: bool


def person_key(one: Interviewer) -> str:
    """Give what tells *one* from others: the address, else the name."""
    return one.email.casefold() or fold(one.name)


class Mentions:
    """How everybody may be named: the *persons* of an interview, other guests, and the person themselves."""

    def __init__(self, persons: Sequence[Interviewer], occurrence: Occurrence, me: Me) -> None:
        self._names: dict[str, int] = {}
        self._given: set[str] = set()
        if not persons:
            return
        for one in persons:
            first = next(place for place, other in enumerate(persons) if person_key(other) == person_key(one))
            self._note(one.name, one.email, first, has_given=bool(one.greeting))
        self._note(me.name, me.email, OTHER)
        # One name at two addresses is one human; who has no address is known by the name anyway.
        known = {person_key(one) for one in persons} | {fold(one.name) for one in persons}
        for guest in (*occurrence.attendees[:PEOPLE_READ], *filter(None, [occurrence.organizer])):
            email = plain_address(guest.email)
            name = read_name(guest.name[:200], email).full
            if email.casefold() not in known:
                self._note("" if fold(name) in known else name, email, OTHER)
        for alias in me.aliases:
            self._note("", alias, OTHER)
        names = "|".join(re.escape(one) for one in sorted(self._names, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![\w@])(?:{names})(?![\w@])", re.IGNORECASE)

    def _note(self, name: str, email: str, who: int, *, has_given: bool = True) -> None:
        words = [word for word in name.split() if fold(word) not in TITLES and not word.endswith(".")]
        forms = {email, name, " ".join(words)}
        if len(words) > 1:
            forms |= {f"{words[-1]}, {' '.join(words[:-1])}", *(f"{form} {words[-1]}" for form in _FORMS_OF_ADDRESS)}
        if words and len(words[0]) > 1 and words[0].isalpha() and has_given:
            forms.add(words[0])
            self._given.add(words[0].casefold())
        for form in forms:
            if len(form) > 1:
                key = form.casefold()
                self._names[key] = who if self._names.get(key, who) == who else OTHER

    def find(self, line: str) -> list[Mention]:
        """Give who is named where in *line*, in the order of the line."""
        if not self._names:
            return []
        mentions = []
        for match in self._pattern.finditer(line):
            name = match[0].casefold()
            who = self._names.get(name, OTHER)
            if name in self._given:
                if not match[0][0].isupper():
                    # "will" is no Will.
                    continue
                head = line[: match.start()]
                word = head[:-1].rpartition(" ")[2] if head.endswith(" ") else ""
                if word[:1].isupper() and word[-1:].isalpha() and fold(word) not in _BEFORE_GIVEN:
                    who = OTHER
            mentions.append(Mention(match.start(), match.end(), who, "@" in match[0]))
        return mentions
