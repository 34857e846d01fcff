"""
From an occurrence to an interview: every rule asked in turn, with what each of them said.

Each subject has its module; this one only brings their answers together. Nothing here raises, whatever an event holds.
"""

from __future__ import annotations

import re

from daemon.domain.guest_address import is_mine, plain_address
from daemon.domain.interview import Evidence, Interview, Outcome, Standing
from daemon.domain.keeping import find_keep_in_touch
from daemon.domain.lines import Lines, read_lines
from daemon.domain.occurrence import Occurrence, Participation
from daemon.domain.outcome import find_language, find_no_thanks, find_outcome
from daemon.domain.policy import AccountPolicy, Me
from daemon.domain.side import find_hiring
from daemon.domain.tags import find_tag, hashtags
from daemon.domain.text import NAME_LIMIT, TEXT_LIMIT, TITLE_LIMIT, clean_value, one_line, to_text

#: The value of the warning that an interview by hashtag looks like one that the person holds; its rule says why.
MAY_BE_HIRING = "you may be the interviewer"

_YOUR_WORD = Evidence("tag", "you", "you said so: `afterword tag`")
#: Longer values are no places and no links.
_PLACE_LIMIT = 500
_LINK_LIMIT = 2000
#: Without seven digits close together there is no telephone number to look for.
_MAY_BE_A_NUMBER = re.compile(r"[0-9](?:[^0-9A-Za-z\n]{0,4}[0-9]){6}")


def recognise(occurrence: Occurrence, account: AccountPolicy, word: bool | None = None) -> Interview | None:
    """
    Read the interview that *occurrence* is, or give None where it is none.

    *word* is the person's own, by `afterword tag` (True) and `untag` (False); it beats every rule. A cancelled or
    declined interview, and one in which the person interviews somebody else, is given with that standing.
    """
    if word is False:
        return None
    me = account.me
    title = one_line(occurrence.title, TITLE_LIMIT)
    everything = to_text(occurrence.description)
    tag = _YOUR_WORD if word else find_tag(occurrence, title, everything, account.tags)
    if tag is None:
        return None

    # Their lists and patterns take longer to load than all the rest, and most events carry no tag.
    from daemon.domain.company import read_company
    from daemon.domain.conference import without_conference
    from daemon.domain.join_link import find_join_link
    from daemon.domain.language import explain, find_written_in
    from daemon.domain.people import find_people
    from daemon.domain.role import find_role

    tags = frozenset((*hashtags(title), *hashtags(everything)))
    text = without_conference(everything)
    lines = read_lines(text)
    evidence = [tag]
    standing, reason = _standing(occurrence, title, find_hiring(tags, lines, me), me)
    if standing is Standing.ACTIVE:
        from daemon.domain.hiring_signs import find_hiring_sign

        standing, reason = _side(tag, find_hiring_sign(occurrence, title, text, me))
    if reason:
        evidence.append(reason)
    people = find_people(occurrence, lines, me, text)
    # A link's target is no text.
    places = (everything, occurrence.description[:TEXT_LIMIT], occurrence.location[:_PLACE_LIMIT])
    if any(_MAY_BE_A_NUMBER.search(place) for place in places):
        from daemon.domain.phone_search import with_phones

        people = with_phones(people, occurrence, everything, me)
    evidence.extend(people.evidence)
    employer = read_company(lines, people.interviewers, title, me, text)
    company = employer.evidence
    guests = (clean_value(guest.name, NAME_LIMIT) for guest in occurrence.attendees)
    role = find_role(lines, title, company.value, (*people.interviewers, *people.recruiters), guests, me)
    evidence.extend((company, role))
    outcome, language = find_outcome(lines, tags), find_language(lines)
    written_in = find_written_in(title, text)
    no_thanks = find_no_thanks(lines, tags)
    keep_in_touch, contact = find_keep_in_touch(lines.keep_in_touch)
    evidence.extend(
        one for one in (outcome, _decision(lines), language, explain(language, me, written_in), contact) if one
    )
    evidence.extend(
        Evidence(about, f"{len(said)}", f"the lines `{key}:` of the description")
        for about, key, said in (
            ("notes", "notes", lines.notes),
            ("notes", "notes for NAME", lines.notes_for),
            ("next steps", "next steps", lines.next_steps),
            ("asked", "asked", lines.asked),
        )
        if said
    )
    if no_thanks:
        evidence.append(Evidence("thanks", "nobody", no_thanks))

    return Interview(
        account=account.account,
        event=occurrence.event,
        identity=occurrence.identity,
        calendar=occurrence.calendar,
        title=title,
        start=occurrence.start,
        end=occurrence.end,
        standing=standing,
        href=occurrence.href,
        location=one_line(occurrence.location, _PLACE_LIMIT),
        link=one_line(occurrence.link, _LINK_LIMIT),
        join_link=one_line(find_join_link(occurrence), _LINK_LIMIT),
        all_day=occurrence.all_day,
        zone=occurrence.zone,
        company=company.value,
        is_company_said=bool(lines.company),
        domain=employer.domain,
        role=role.value,
        outcome=Outcome(outcome.value) if outcome and outcome.value else None,
        decision_by=lines.decision_by,
        notes=lines.notes,
        keep_in_touch_every=keep_in_touch,
        language=language.value if language else "",
        interviewers=() if standing is Standing.HIRING else people.interviewers,
        recruiters=people.recruiters,
        guests_hidden=occurrence.guests_hidden,
        no_thanks=no_thanks,
        tagged_by=tag.value,
        evidence=tuple(evidence),
        created=occurrence.created,
        notes_for=lines.notes_for,
        next_steps=lines.next_steps,
        asked=lines.asked,
        is_with_recruiter=people.is_with_recruiter,
        written_in=written_in,
    )


def _standing(occurrence: Occurrence, title: str, hiring: Evidence | None, me: Me) -> tuple[Standing, Evidence | None]:
    from daemon.domain.called_off import is_called_off

    if hiring:
        return Standing.HIRING, hiring
    if occurrence.is_cancelled:
        return Standing.CANCELLED, Evidence("standing", "cancelled", "the event is cancelled")
    if is_called_off(title):
        return Standing.CANCELLED, Evidence("standing", "cancelled", "its title says that it is cancelled")
    for guest in occurrence.attendees:
        is_me = guest.is_self or is_mine(plain_address(guest.email) or guest.email, me)
        if is_me and guest.participation is Participation.DECLINED:
            return Standing.DECLINED, Evidence("standing", "declined", "you declined the invitation")
    return Standing.ACTIVE, None


def _side(tag: Evidence, sign: str) -> tuple[Standing, Evidence | None]:
    """
    Decide what a sign that the person interviews somebody else means beside the *tag* that makes it theirs.

    What tags many events at once gives way. A hashtag was put there for this one and wins, but may be a mistake, which
    the warning says; the person's word by command settles it.
    """
    if not sign:
        return Standing.ACTIVE, None
    if tag is _YOUR_WORD:
        return Standing.ACTIVE, Evidence("side", "candidate", f"you said that it is yours, although {sign}")
    if tag.value == "hashtag":
        return Standing.ACTIVE, Evidence("warning", MAY_BE_HIRING, sign)
    return Standing.HIRING, Evidence("side", "interviewer", f"{sign}: you seem to interview somebody else")


def _decision(lines: Lines) -> Evidence | None:
    if lines.decision_by:
        return Evidence("decision", lines.decision_by.isoformat(), "the line `decision:` of the description")
    if lines.decision:
        return Evidence("decision", "", f"the line `decision:` says {lines.decision!r}; write it as 2026-12-01")
    return None
