"""The person's own words: lines of the description of the form `key: value` (contract, section 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from daemon.domain.guest_address import bears_name
from daemon.domain.phone import take_number, without_labels
from daemon.domain.text import COMPANY_LIMIT, NAME_LIMIT, ROLE_LIMIT, clean_value, one_line
from daemon.domain.written_date import parse_day

#: A note is woven into a letter; a longer one is a paste.
NOTE_LIMIT = 500
#: More names than any panel has.
PEOPLE_LIMIT = 50

_LINE = re.compile(
    r" ?(?:[-*•] ?)?(interviewer|recruiter|company|role|outcome|decision(?: by)?|notes|notes? for [^:]{1,80}?|"
    r"next[ _-]steps?|asked|language|thanks|keep[ _-]in[ _-]touch) ?: ?(.*)",
    re.IGNORECASE,
)
_MAILTO = re.compile(r"<?mailto:([^<>\s]+)>?", re.IGNORECASE)
_ADDRESS = re.compile(r"[<(\[]?([^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+)[>)\]]?")
_AND = re.compile(r"\s+(?:and|&|\+(?!\s*[0-9]))\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody on an `interviewer` or `recruiter` line, as written; name or address may be ""."""

    name: str
    email: str
    #: The number to call, as written, or "".
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """What the lines say; "" or empty where there is no such line. Nothing is judged yet but lengths and dates."""

    company: str = ""
    role: str = ""
    outcome: str = ""
    #: The decision line as written, and the day it names, if it names one.
    decision: str = ""
    decision_by: date | None = None
    language: str = ""
    thanks: str = ""
    keep_in_touch: str = ""
    notes: tuple[str, ...] = ()
    interviewers: tuple[Named, ...] = ()
    recruiters: tuple[Named, ...] = ()
    #: What was talked about with one person: their name as written, and the note.
    notes_for: tuple[tuple[str, str], ...] = ()
    next_steps: tuple[str, ...] = ()
    #: What the person was asked for, or promised.
    asked: tuple[str, ...] = ()


def read_lines(text: str) -> Lines:
    """
    Read all `key: value` lines of *text* (a description as a person sees it).

    One bullet may stand before a key, an empty value counts as absent. `interviewer`, `recruiter`, `notes`, `notes for
    NAME`, `next steps` and `asked` repeat; of the others the first line wins.
    """
    if ":" not in text:
        return Lines()
    values: dict[str, list[str]] = {}
    notes_for: list[tuple[str, str]] = []
    for line in text.split("\n"):
        match = _LINE.fullmatch(line)
        if match and (value := match[2].strip()):
            key = match[1].lower()
            if (whom := re.fullmatch(r"(?i)notes? for (.+)", match[1])) is not None:
                notes_for.append((one_line(whom[1], NAME_LIMIT), one_line(value, NOTE_LIMIT)))
                continue
            key = {"decision by": "decision", "next step": "next steps"}.get(
                key.replace("_", " ").replace("-", " "), key
            )
            key = re.sub(r"[ -]", "_", key)
            values.setdefault(key, []).append(value)
    if not values and not notes_for:
        return Lines()

    def first(key: str) -> str:
        return values.get(key, [""])[0]

    return Lines(
        company=clean_value(first("company"), COMPANY_LIMIT),
        role=clean_value(first("role"), ROLE_LIMIT),
        outcome=one_line(first("outcome"), 80),
        decision=one_line(first("decision"), 80),
        decision_by=parse_day(first("decision")),
        language=one_line(first("language"), 40),
        thanks=one_line(first("thanks"), 40),
        keep_in_touch=one_line(first("keep_in_touch"), 40),
        notes=_notes(values.get("notes", ())),
        interviewers=_people(values.get("interviewer", ())),
        recruiters=_people(values.get("recruiter", ())),
        notes_for=tuple(notes_for),
        next_steps=_notes(values.get("next_steps", ())),
        asked=_notes(values.get("asked", ())),
    )


def without_lines(text: str) -> str:
    """Give *text* without the lines of the form `key: value`: what others wrote."""
    return "\n".join(line for line in text.split("\n") if not _LINE.fullmatch(line)) if ":" in text else text


def _notes(values: list[str] | tuple[()]) -> tuple[str, ...]:
    return tuple(one_line(value, NOTE_LIMIT) for value in values)


def _people(values: list[str] | tuple[()]) -> tuple[Named, ...]:
    return tuple(one for value in values for one in parse_people(value))[:PEOPLE_LIMIT]


def parse_people(value: str) -> tuple[Named, ...]:
    """
    Read a list of people: `Jane Doe <jane@acme.example>`, an address alone, a name alone, parted by commas.

    A comma inside quotes parts nobody; without quotes `Doe, Jane <jane.doe@acme.example>` is still one person where the
    address says so, and so is `Jane Doe, jane@acme.example`. A telephone number belongs to the person in whose part it
    stands, or else to the one before. A job after a name is nobody.
    """
    value = _MAILTO.sub(lambda match: f"<{match[1].split('?')[0]}>", value[:5000])
    people: list[Named] = []
    for item in _split(value):
        one, phone = _person(item)
        if one is None:
            if phone and people and not people[-1].phone:
                people[-1] = replace(people[-1], phone=phone)
            continue
        if people and _is_surname_of(people[-1], one):
            before = people.pop()
            one = Named(f"{before.name}, {one.name}", one.email, before.phone or one.phone)
        elif people and not one.email and not one.phone and people[-1].name and _is_job(one.name):
            # "Jane Doe, Head of Design": the job is nobody.
            continue
        elif people and _is_address_of(one, people[-1]):
            before = people.pop()
            one = Named(before.name, one.email, before.phone or one.phone)
        people.append(one)
    return tuple(people)


def _split(value: str) -> list[str]:
    """Part *value* at commas and semicolons outside quotes, and after each `<address>`."""
    items, item, quote, escaped = [], "", "", False
    for index, char in enumerate(value):
        if escaped:
            item, escaped = item + char, False
        elif char == "\\" and quote:
            escaped = True
        elif char == '"' and (quote or value.find('"', index + 1) > 0):
            quote = "" if quote else char
            item += char
        elif char in ",;" and not quote:
            items.append(item)
            item = ""
        elif char == ">" and not quote:
            items.append(item + char)
            item = ""
        else:
            item += char
    items.append(item)
    return [part for piece in items for part in ([piece] if '"' in piece else _AND.split(f" {piece} "))]


def _person(item: str) -> tuple[Named | None, str]:
    """Give who is named in *item*, None for nobody, and the telephone number in it, or ""."""
    match = _ADDRESS.search(item)
    email = match[1].strip(".") if match else ""
    rest, phone = take_number(item[: match.start()] + " " + item[match.end() :] if match else item)
    name = rest.strip(" <>:-–—•*/|" if phone else " <>:-–—•*")
    if len(name) > 2 and name[0] == name[-1] == '"':
        name = name[1:-1]
    if "@" in name:
        name = ""
    name = one_line(name.strip(), 200)
    name = re.sub(r"^(?:and|&)\s+", "", name)
    is_somebody = any(char.isalpha() for char in (without_labels(name) if phone else name))
    return Named(name, email, phone) if email or is_somebody else None, phone


def _is_surname_of(before: Named, one: Named) -> bool:
    """Say whether *before*, a name alone, is the surname that somebody's address bears: `Doe, Jane <jane.doe@...>`."""
    surname = _letters(before.name.casefold())
    local = one.email.partition("@")[0].casefold()
    if before.email or not one.email or not one.name or len(surname) < 2:
        return False
    given = one.name.casefold().split()[0]
    return _letters(local) in {given + surname, given[0] + surname, surname + given, surname + given[0]}


def _is_address_of(one: Named, before: Named) -> bool:
    """Say whether *one*, an address and a job at most, bears the name of *before*: `Jane Doe, Matron <jane@...>`."""
    return bool(one.email) and not before.email and _is_job(one.name) and bears_name(one.email, before.name)


def _is_job(name: str) -> bool:
    """Say whether a part of a list of people says what the one before does, or their pronouns, or nothing."""
    if not name:
        return True
    from daemon.domain.title_sense import is_job

    return is_job(name)


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalpha())
