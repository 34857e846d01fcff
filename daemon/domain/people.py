"""Whom to thank for an interview, and who is on its recruiter lines (contract, section 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from daemon.domain.guest_address import bears_name, is_mine, plain_address
from daemon.domain.interview import Evidence, Interview, Interviewer
from daemon.domain.interview_lists import find_interview_lists, names_at_line_starts
from daemon.domain.lines import Lines, Named
from daemon.domain.name_lists import GIVEN_NAMES
from daemon.domain.names import read_name
from daemon.domain.occurrence import Attendee, Occurrence, Participation
from daemon.domain.policy import Me
from daemon.domain.services import is_employer, is_machine, is_room, is_service, is_team
from daemon.domain.text import NAME_LIMIT, clean_value, fold
from daemon.domain.title_sense import is_job

#: How many names that give nothing are told.
_TOLD = 12
#: What is read of a display name at most.
_NAME_READ = 400
_DECLINED = "declined"
#: The rule by which an organiser is thanked who is on no guest list that can be seen.
_ORGANISER = "the organiser, as there is nobody else"


@dataclass(frozen=True, slots=True)
class People:
    """The people of an interview."""

    #: To be thanked, in the order of the guest list, then of the lines.
    interviewers: tuple[Interviewer, ...]
    recruiters: tuple[Interviewer, ...]
    evidence: tuple[Evidence, ...]
    #: The interviewers are the recruiters, for want of others, and each of them is a guest.
    is_with_recruiter: bool = False


def find_people(occurrence: Occurrence, lines: Lines, me: Me, text: str = "") -> People:
    """
    Give everyone to thank, one entry for each address, and why others are not among them.

    People come first; where there is none the recruiters, else a shared mailbox, else the organiser if that is a
    person. A name without an address is a guest of that name, or a recipient whose address is unknown. Whom lists in
    *text* (the description) call by a name that a guest's address bears has that name; nobody is added by them.
    """
    evidence: list[Evidence] = []
    left_out: dict[str, str] = {}
    guests: dict[str, Named] = {}
    declined: dict[str, Named] = {}
    for guest in occurrence.attendees:
        email, name = plain_address(guest.email), guest.name[:_NAME_READ]
        reason = _why_not(guest, email, me)
        if reason:
            left_out[email.casefold() or name] = reason
            if reason == _DECLINED:
                declined[email.casefold()] = Named(name, email)
        else:
            guests.setdefault(email.casefold(), Named(name, email))
    _name_by_lists(guests, text, me, evidence)
    # Whom the person names on a line was there, whatever the invitation says of them.
    known = declined | guests
    named = _add_lines(guests, lines.interviewers, known, me)
    recruiters: dict[str, Named] = {}
    _add_lines(recruiters, lines.recruiters, known, me)

    groups = {plain_address(guest.email).casefold() for guest in occurrence.attendees if guest.is_group}
    others = {key: one for key, one in guests.items() if key not in recruiters or key in named}
    teams = {key: one for key, one in others.items() if key in groups or is_team(one.email.partition("@")[0])}
    for key in named:
        left_out.pop(key, None)
    humans = {key: one for key, one in others.items() if key not in teams}
    for key, first in _second_addresses(humans, named).items():
        left_out[key] = f"the same name as {first}, who is thanked there"
        del humans[key]
    if humans:
        chosen, rule = humans, "the guest list" if not named else "the guest list and the lines `interviewer:`"
    elif recruiters:
        chosen, rule = recruiters, "the lines `recruiter:`, as there is no interviewer"
    elif teams:
        chosen, rule = teams, "a shared mailbox, as there is nobody else"
    else:
        chosen, rule = _organizer(occurrence, left_out, me), _ORGANISER
    interviewers = tuple(_interviewer(one, key in teams) for key, one in chosen.items())

    if interviewers:
        evidence.append(Evidence("interviewers", ", ".join(one.name or one.email for one in interviewers), rule))
    else:
        evidence.append(Evidence("interviewers", "", _why_nobody(occurrence)))
    evidence.extend(
        Evidence("unsure", guests[key].name or one.email, "greeted without a name: it tells no given name surely")
        for key, one in zip(chosen, interviewers, strict=True)
        if one.email and not one.greeting and key in guests and key not in teams
    )
    evidence.extend(Evidence("left out", who, reason) for who, reason in left_out.items())
    if humans:
        evidence.extend(Evidence("left out", one.email, "a shared mailbox beside people") for one in teams.values())
        evidence.extend(
            Evidence("left out", one.name or one.email, "on a line `recruiter:`, and there are interviewers")
            for one in recruiters.values()
        )
    called = {"interviewer": interviewers, "recruiter": tuple(_interviewer(one, False) for one in recruiters.values())}
    evidence.extend(
        Evidence("phone", one.phone, f"for {one.name or one.email}: the line `{line}:` of the description")
        for line, ones in called.items()
        for one in ones
        if one.phone and not (line == "interviewer" and chosen is recruiters)
    )
    return People(
        interviewers, called["recruiter"], tuple(evidence), chosen is recruiters and recruiters.keys() <= guests.keys()
    )


def with_known_guests(read: Interview, known: Interview) -> Interview:
    """
    Give *read* with the interviewers that *known*, the same one read before, has and that its hidden guest list hides.

    A list that is hidden or cut now tells of nobody that they are not coming (Google: `attendeesOmitted`,
    `guestsCanSeeOtherGuests`); whom the person names on lines is added.
    """
    if not read.guests_hidden or not known.interviewers:
        return read
    is_named = not any(one.about == "interviewers" and one.rule == _ORGANISER for one in read.evidence)
    there = {one.email.casefold() or one.name for one in known.interviewers}
    added = [one for one in read.interviewers if (one.email.casefold() or one.name) not in there] if is_named else []
    # A number that is new is of today; one that the list hides with its owner was read before.
    phones = {one.email.casefold() or one.name: one.phone for one in read.interviewers if one.phone}
    kept = (replace(one, phone=phones.get(one.email.casefold() or one.name, one.phone)) for one in known.interviewers)
    return replace(read, interviewers=(*kept, *added))


def _why_not(guest: Attendee, email: str, me: Me) -> str:
    """Tell why *guest* is nobody to thank, or give ""."""
    if guest.is_self or (email and is_mine(email, me)):
        return "you"
    if not email:
        return "not one plain address"
    local, _, domain = email.casefold().rpartition("@")
    if guest.is_resource or is_room(local, guest.name[:_NAME_READ]) or domain == "resource.calendar.google.com":
        return "a room or another resource"
    if is_service(domain):
        return "a recruiting, scheduling, note-taking or calendar service"
    if is_machine(local, guest.name[:_NAME_READ]):
        return "a mailbox that nobody reads"
    if guest.participation is Participation.DECLINED:
        return _DECLINED
    return ""


def _second_addresses(humans: dict[str, Named], named: set[str]) -> dict[str, str]:
    """
    Give the addresses of those who are on the list under two, each with the address at which they are thanked.

    That is the employer's before one of free mail, else the first. Two of one name at one company may be two people,
    and whom the person named is taken by their word.
    """
    by_name: dict[str, list[str]] = {}
    for key, one in humans.items():
        name = read_name(one.name, one.email).full
        if one.email and " " in name and key not in named:
            by_name.setdefault(fold(name), []).append(key)
    second = {}
    for keys in by_name.values():
        domains = {key: key.rpartition("@")[2] for key in keys}
        best = min(keys, key=lambda key: not is_employer(domains[key]))
        second.update({key: humans[best].email for key in keys if domains[key] != domains[best]})
    return second


def _name_by_lists(guests: dict[str, Named], text: str, me: Me, evidence: list[Evidence]) -> None:
    """Give guests who have no name that can be greeted the one of a list in *text* that their address bears."""
    listed = {name: one.line for one in find_interview_lists(text) for name in one.names} if guests else {}
    listed.pop(me.name, None)
    called = {key: read_name(one.name, one.email) for key, one in guests.items()}
    names = listed if all(name.greeting for name in called.values()) else names_at_line_starts(text) | listed
    if not names:
        return
    known = {fold(name.full) for name in called.values()}
    for name, line in names.items():
        if fold(name) in known or is_job(name):
            continue
        bearers = [key for key, one in guests.items() if bears_name(one.email, name) and not _may_be_turned(one, name)]
        nameless = [key for key in bearers if not called[key].greeting]
        rivals = [other for other in names if other != name and bearers and bears_name(guests[bearers[0]].email, other)]
        if len(bearers) == 1 and nameless and not rivals:
            key = bearers[0]
            guests[key] = Named(name, guests[key].email, guests[key].phone)
            evidence.append(Evidence("name", name, f"for {guests[key].email}, whose address fits: “{line}”"))
        elif not bearers and name in listed and sum(one.about == "unsure" for one in evidence) < _TOLD:
            evidence.append(Evidence("unsure", name, f"nobody is thanked by this alone: “{line}”"))


def _may_be_turned(one: Named, name: str) -> bool:
    """Say whether *name* may begin with the surname: kowall@ is Lena Kowal's, and fits `Kowal Lena` as well."""
    first, last = fold(name.split(" ")[0]), fold(name.split(" ")[-1])
    local = fold(one.email.partition("@")[0])
    return local == first + last[:1] and first not in GIVEN_NAMES


def _add_lines(people: dict[str, Named], lines: Iterable[Named], guests: dict[str, Named], me: Me) -> set[str]:
    """Add whom the person named on *lines* to *people*, with their words for a name; give the keys of those named."""
    named: set[str] = set()
    for one in lines:
        email = plain_address(one.email)
        if one.email and (not email or _why_not(Attendee(email, one.name), email, me)):
            continue
        if not email and fold(one.name) in {fold(me.name), ""}:
            continue
        key = email.casefold() if email else _guest_called(one.name, guests)
        if not key:
            name = read_name(one.name, "")
            if not name.full or is_job(one.name):
                continue
            key = f"name:{fold(name.full)}"
        guest = people.get(key) or guests.get(key)
        is_spelt = one.name and (email or not guest)
        people[key] = Named(
            one.name if is_spelt or not guest else guest.name,
            guest.email if guest else email,
            one.phone or (guest.phone if guest else ""),
        )
        named.add(key)
    return named


def _guest_called(name: str, guests: dict[str, Named]) -> str:
    """Give the key of the one guest whose full name, or else whose given name, is *name*; "" if there is none."""
    wanted = fold(read_name(name, "").full)
    if not wanted:
        return ""
    names = {key: read_name(guest.name, guest.email) for key, guest in guests.items()}
    for candidates in (
        [key for key, one in names.items() if fold(one.full) == wanted or fold(guests[key].name) == wanted],
        [key for key, one in names.items() if wanted in {fold(one.greeting), fold(one.full.split(" ")[0])}],
    ):
        if len(candidates) == 1:
            return candidates[0]
    return ""


def _organizer(occurrence: Occurrence, left_out: dict[str, str], me: Me) -> dict[str, Named]:
    organizer = occurrence.organizer
    if organizer is None:
        return {}
    email = plain_address(organizer.email)
    key = email.casefold()
    if _why_not(organizer, email, me) or key in left_out or organizer.is_group or is_team(email.partition("@")[0]):
        return {}
    return {key: Named(organizer.name[:_NAME_READ], email)}


def _why_nobody(occurrence: Occurrence) -> str:
    if occurrence.guests_hidden:
        return "the guest list is hidden: name them on a line `interviewer: Name <address>`"
    return "nobody but you and machines is on the guest list: add a line `interviewer: Name <address>`"


def _interviewer(one: Named, is_shared: bool) -> Interviewer:
    if is_shared or is_team(one.email.partition("@")[0]):
        return Interviewer(one.email, clean_value(one.name, NAME_LIMIT), "", one.phone)
    name = read_name(one.name, one.email)
    return Interviewer(one.email, name.full, name.greeting, one.phone)
