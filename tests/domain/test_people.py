from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from daemon.domain.guest_address import is_mine, plain_address
from daemon.domain.interview import Interview
from daemon.domain.lines import read_lines
from daemon.domain.occurrence import Attendee, Occurrence, Participation
from daemon.domain.people import People, find_people, with_known_guests
from daemon.domain.policy import AccountPolicy, Me
from daemon.domain.recognise import recognise

ME = Me("Noor Castellan", "noor.castellan@example.com", ("noor@castellan.example",))
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOOR = Attendee("noor.castellan@example.com", "Noor Castellan")
LILA = Attendee("lila.osborne@greensward.example", "Lila Osborne")
GARETH = Attendee("gareth.moss@greensward.example", "Gareth Moss")


def find(*attendees: Attendee, lines: str = "", text: str = "", **more: Any) -> People:
    occurrence = Occurrence("e", "e@x", "work", "t", "", START, START, attendees=(NOOR, *attendees), **more)
    return find_people(occurrence, read_lines(lines), ME, text)


def emails(people: People) -> list[str]:
    return [one.email for one in people.interviewers]


def reasons(people: People) -> dict[str, str]:
    return {one.value: one.rule for one in people.evidence if one.about == "left out"}


def test_guests_are_thanked_in_their_order() -> None:
    """Everybody but the person, once for each address, whatever its case."""
    people = find(LILA, GARETH, Attendee("LILA.Osborne@greensward.example"))

    assert emails(people) == [LILA.email, GARETH.email]
    assert [one.greeting for one in people.interviewers] == ["Lila", "Gareth"]


def test_unanswered_and_tentative_guests_count_and_declined_do_not() -> None:
    """Only who declined is left out, and it says so."""
    people = find(
        Attendee(LILA.email, LILA.name, Participation.TENTATIVE),
        Attendee(GARETH.email, GARETH.name, Participation.DECLINED),
    )

    assert emails(people) == [LILA.email]
    assert reasons(people)[GARETH.email] == "declined"


@pytest.mark.parametrize(
    "address",
    ["NOOR@castellan.example", "noor.castellan+jobs@example.com", "Noor.Castellan@Example.com"],
)
def test_the_person_is_known_under_all_their_addresses(address: str) -> None:
    """Aliases, tags and capitals make nobody else of them."""
    assert emails(find(Attendee(address), LILA)) == [LILA.email]


def test_dots_do_not_matter_at_google() -> None:
    """`n.oor@gmail.com` is `noor@gmail.com`, and no other domain does that."""
    me = Me("Noor", "noor.c@gmail.com", ("noor.c@acme.example",))

    assert is_mine("n.oorc@googlemail.com", me)
    assert not is_mine("noorc@acme.example", me)


def test_who_is_listed_under_two_addresses_is_thanked_once() -> None:
    """At the employer's; two of one name at one company may be two people, and a line is taken by its word."""
    at_work = Attendee("omar.rashid@acme.example", "Al-Rashid, Omar")
    at_home = Attendee("omar@gmail.com", "Omar Al-Rashid")
    namesake = Attendee("omar.rashid2@acme.example", "Omar Al-Rashid")

    assert emails(find(at_home, at_work)) == [at_work.email]
    assert emails(find(at_work, namesake)) == [at_work.email, namesake.email]
    assert emails(find(at_work, lines="interviewer: Omar Al-Rashid <omar@gmail.com>")) == [at_work.email, at_home.email]


def test_the_calendars_owner_is_the_person() -> None:
    """Google's `self` marks them under an address that nobody configured."""
    assert emails(find(Attendee("nc@work.example", is_self=True), LILA)) == [LILA.email]


@pytest.mark.parametrize(
    "guest",
    [
        Attendee("c_188@resource.calendar.google.com", "CPH-2"),
        Attendee("projector@acme.example", is_resource=True),
        Attendee("conf-room-5@acme.example"),
        Attendee("meetingroom.berlin@acme.example"),
        Attendee("room12@acme.example"),
        Attendee("abc@group.calendar.google.com", "Interviews"),
        Attendee("no-reply@us.greenhouse-mail.io", "Acme Careers"),
        Attendee("interviews@hire.lever.co"),
        Attendee("reply+abc123@ashbyhq.com"),
        Attendee("tallow@myworkday.com", "Workday"),
        Attendee("notifications@smartrecruiters.com"),
        Attendee("no-reply@goodtime.io"),
        Attendee("x@calendly.com"),
        Attendee("notetaker@otter.ai", "Otter.ai Notetaker"),
        Attendee("fred@fireflies.ai", "Fireflies.ai Notetaker"),
        Attendee("bot@acme.example", "AI Notetaker"),
        Attendee("bot@acme.example", "Interview Bot"),
        Attendee("interviewbot@acme.example"),
        Attendee("noreply@acme.example"),
        Attendee("do-not-reply@acme.example"),
        Attendee("careers-noreply@acme.example"),
        Attendee("notifications@acme.example"),
        Attendee("calendar@acme.example"),
        Attendee("interviews@acme.example", "Acme Interviews"),
        Attendee("interview-scheduling@acme.example"),
        Attendee("scheduling+acme@acme.example"),
        Attendee("mailer-daemon@acme.example"),
        Attendee("00000000000@zoomcrc.com"),
        Attendee("meetings@zoom.us", "Zoom"),
        Attendee("meetings@acme.example"),
        Attendee("clara@claralabs.com", "Clara"),
        Attendee("amy@acme.example", "Amy (Scheduling Assistant)"),
        Attendee("2_GEYTGNBRGM@imip.me.com"),
        Attendee("mr-4-heron@acme.example", "MR-4-Heron"),
        Attendee("heron@acme.example", "Heron (12 seats)"),
        Attendee("muc3isar@acme.example", "MUC 3 Isar (Cap. 6)"),
        Attendee("hopper@acme.example", "Hopper - 2nd Floor"),
        Attendee("gracehopper@acme.example", "Grace Hopper (Pax 8)"),
        Attendee("isar@acme.example", "Besprechungsraum Isar"),
        Attendee("zoomroom-oslo@acme.example", "Oslo"),
        Attendee("parking4@acme.example"),
        Attendee("p4@acme.example", "Parking Space 4"),
        Attendee("beamer1@acme.example", "Beamer"),
        Attendee("outlook_0123456789ABCDEF@outlook.com", "Jane Roe"),
        Attendee("sala.turing@acme.example", "Sala Turing"),
        Attendee("car.park@acme.example"),
        Attendee("otter@acme.example", "Otter Pilot"),
        Attendee("jane"),
        Attendee(""),
        Attendee("a@b"),
        Attendee("a b@acme.example"),
        Attendee("a@acme.example, b@acme.example"),
        Attendee("jane@acme.example\r\nBcc: x@evil.example"),
        Attendee("<jane@acme.example>"),
        Attendee("invalid:nomail"),
        Attendee("a@@acme.example"),
        Attendee("x" * 250 + "@acme.example"),
    ],
    ids=lambda guest: guest.email[:40] or "none",
)
def test_what_is_no_human_is_never_thanked(guest: Attendee) -> None:
    """Rooms, machines, services and whatever is not one plain address, even where there is nobody else."""
    assert emails(find(guest, LILA)) == [LILA.email]
    assert emails(find(guest, organizer=guest)) == []


@pytest.mark.parametrize(
    "local",
    [
        "recruiting", "talent", "careers", "hr", "people", "people-ops", "hiring-team", "talent.acquisition", "hr-emea",
        "platform-panel", "interview-panel", "jobs", "karriere", "recrutement", "info", "team",
        "eng-hiring", "head.office", "saltboxinterviews", "saltboxcareers", "it", "facilities",
        "dl-harbour", "grp_tide",
    ],
)  # fmt: skip
def test_shared_mailboxes_count_only_alone_and_are_not_greeted(local: str) -> None:
    """Beside a person they are left out; alone they get one note without a name."""
    shared = Attendee(f"{local}@saltbox.example", "Saltbox Recruiting")

    alone = find(shared).interviewers

    assert emails(find(shared, LILA)) == [LILA.email]
    assert [(one.email, one.name, one.greeting) for one in alone] == [(shared.email, "Saltbox Recruiting", "")]


@pytest.mark.parametrize(
    "local",
    [
        "jane.people",
        "hrafn",
        "talia",
        "teamoh",
        "roomi",
        "careen",
        "jobst.info",
        "noor.eply",
        "jane.hiring",
        "m.parker",
        "roomey",
        "mrs.heron",
        "meeta",
    ],
)
def test_people_with_such_names_are_people(local: str) -> None:
    """A role word must be the whole of a mailbox's name."""
    assert emails(find(Attendee(f"{local}@acme.example"), Attendee("hr@acme.example"))) == [f"{local}@acme.example"]


@pytest.mark.parametrize(
    "name",
    ["Jane Doe (2nd floor)", "Jane Doe – Parking Operations", "Emma Room", "Ola Salle", "Jane Doe, Projector Design"],
)
def test_who_sits_on_a_floor_or_sounds_like_a_room_is_a_person(name: str) -> None:
    """Two names before the floor, and a word that is somebody's own, are no room."""
    assert emails(find(Attendee("x1@acme.example", name), LILA)) == ["x1@acme.example", LILA.email]


@pytest.mark.parametrize(
    "guest, text, name",
    [
        ("lkowal@a.example", "Interviewers: Lena Kowal, Otto Ames", "Lena Kowal"),
        ("lena.kowal@a.example", "10:00 - 10:45 Coding with Lena Kowal (Staff Engineer)", "Lena Kowal"),
        ("kowall@a.example", "Panel: Lena Kowal – Head of Data; Otto Ames", "Lena Kowal"),
        ("lkowal@a.example", "Interviewers: Lena Kowal, Lars Kowal", ""),
        ("oames7@a.example", "Interviewers: Lena Kowal", ""),
        ("lkowal@a.example", "I spoke with Lena Kowal", ""),
        ("lkowal@a.example", "1:00 PM - 1:45 PM PST\nSQL interview\nLena Kowal, Senior Analyst", "Lena Kowal"),
        ("lkowal@a.example", "9am Lena Kowal\n10am Otto Ames", "Lena Kowal"),
        ("kowall@a.example", "Interviewers: Kowal Lena", ""),
    ],
)
def test_a_list_gives_a_guest_the_name_that_their_address_bears(guest: str, text: str, name: str) -> None:
    """Letter for letter, if just one name of the list fits."""
    (one,) = find(Attendee(guest), text=text).interviewers

    assert (one.name, one.greeting) == (name, name.partition(" ")[0])


def test_a_list_adds_nobody_and_renames_nobody() -> None:
    """Whom no guest's address fits is shown as unsure; a name in the calendar is the person's own."""
    people = find(Attendee("rmenon@a.example", "Ravi"), text="Interviewers: Ravi Menon, Dana Whitlow")

    assert [(one.email, one.name) for one in people.interviewers] == [("rmenon@a.example", "Ravi")]
    assert [one.value for one in people.evidence if one.about == "unsure"] == ["Dana Whitlow"]


def test_a_name_that_gives_no_greeting_is_shown() -> None:
    """`why` tells whom the note greets without a name, and by what."""
    people = find(Attendee("brandt2@a.example", "Brandt"), Attendee("jdoe@a.example"))

    assert [(one.value, one.rule) for one in people.evidence if one.about == "unsure"] == [
        ("Brandt", "greeted without a name: it tells no given name surely"),
        ("jdoe@a.example", "greeted without a name: it tells no given name surely"),
    ]


@pytest.mark.parametrize("line", ["interviewer: Lila Osborne, Head of Design", "interviewer: the hiring manager"])
def test_a_job_on_a_line_is_nobody(line: str) -> None:
    """A job after a name, or alone, is no recipient without an address."""
    assert emails(find(LILA, lines=line)) == [LILA.email]


def test_a_mailing_list_counts_only_alone() -> None:
    """What the calendar calls a group is a shared mailbox."""
    panel = Attendee("paper-folk@acme.example", "Paper folk", is_group=True)

    assert emails(find(panel, LILA)) == [LILA.email]
    assert emails(find(panel)) == [panel.email]


def test_lines_add_interviewers() -> None:
    """Whoever has an address there is thanked after the guests; a guest named again stays one."""
    people = find(
        LILA,
        lines="interviewer: Lila Osborne <lila.osborne@greensward.example>, Prof. Owain Rees <o@greensward.example>",
    )

    assert emails(people) == [LILA.email, "o@greensward.example"]
    assert people.interviewers[1].greeting == "Prof. Rees"


def test_the_line_spells_the_name() -> None:
    """The person's own words for a name beat the guest list's."""
    people = find(
        Attendee("losb@greensward.example", "losb"), lines="interviewer: Lila Osborne <losb@greensward.example>"
    )

    assert [(one.name, one.greeting) for one in people.interviewers] == [("Lila Osborne", "Lila")]


@pytest.mark.parametrize("name", ["Lila Osborne", "lila osborne", "Osborne, Lila", "Lila"])
def test_a_name_alone_is_the_guest_of_that_name(name: str) -> None:
    """It makes no second recipient, in whichever way it is written."""
    line = f'interviewer: "{name}"'

    assert emails(find(LILA, GARETH, lines=line)) == [LILA.email, GARETH.email]


def test_a_name_alone_of_nobody_is_a_recipient_without_address() -> None:
    """The draft will have an empty To line; a job is no name."""
    people = find(LILA, lines="interviewer: Idris Kane\ninterviewer: the CTO")

    assert [(one.email, one.name) for one in people.interviewers] == [(LILA.email, "Lila Osborne"), ("", "Idris Kane")]


def test_who_is_on_a_line_was_there_although_they_declined() -> None:
    """The person's own words win over what the invitation says."""
    declined = Attendee(GARETH.email, GARETH.name, Participation.DECLINED)

    assert emails(find(LILA, declined, lines=f"interviewer: {GARETH.email}")) == [LILA.email, GARETH.email]
    assert emails(find(LILA, declined, lines="interviewer: Gareth Moss")) == [LILA.email, GARETH.email]


def test_a_line_gives_the_number_to_call() -> None:
    """A guest on a line has the line's, in whichever way they are named there; so has a recruiter, thanked or not."""
    line = "interviewer: Lila Osborne +44 20 7946 0958\nrecruiter: Tom Ray <tom@agency.example> (020 7946 0100)"

    people = find(LILA, GARETH, lines=line)
    alone = find(lines="recruiter: Talent Team <talent@agency.example>, 020 7946 0100")

    assert [(one.name, one.phone) for one in people.interviewers] == [
        ("Lila Osborne", "+44 20 7946 0958"),
        ("Gareth Moss", ""),
    ]
    assert [(one.name, one.phone) for one in people.recruiters] == [("Tom Ray", "020 7946 0100")]
    assert [one.phone for one in alone.interviewers] == ["020 7946 0100"]
    assert [one.rule for one in alone.evidence if one.about == "phone"] == [
        "for Talent Team: the line `recruiter:` of the description"
    ]


def test_machines_and_the_person_are_not_thanked_from_a_line() -> None:
    """What is no human is none on a line either."""
    people = find(LILA, lines="interviewer: no-reply@acme.example, noor@castellan.example, Noor Castellan")

    assert emails(people) == [LILA.email]


def test_a_recruiter_is_thanked_only_without_interviewers() -> None:
    """Beside an interviewer they are named as recruiter only."""
    line = "recruiter: Lila Osborne <lila.osborne@greensward.example>"

    beside, alone = find(LILA, GARETH, lines=line), find(LILA, lines=line)

    assert emails(beside) == [GARETH.email]
    assert [one.email for one in beside.recruiters] == [LILA.email]
    assert emails(alone) == [LILA.email]


def test_a_recruiter_known_by_name_is_the_guest_of_that_name() -> None:
    """A recruiter line without an address finds the guest."""
    assert emails(find(LILA, GARETH, lines="recruiter: Lila Osborne")) == [GARETH.email]


def test_a_recruiter_comes_before_a_shared_mailbox() -> None:
    """The mailbox counts only where nobody else is left."""
    assert emails(find(Attendee("talent@greensward.example"), lines=f"recruiter: {LILA.email}")) == [LILA.email]


def test_the_organiser_counts_where_nobody_is_left() -> None:
    """If that is a person who did not decline, and not the person themselves."""
    declined = Attendee(LILA.email, LILA.name, Participation.DECLINED)

    assert emails(find(organizer=LILA)) == [LILA.email]
    assert emails(find(GARETH, organizer=LILA)) == [GARETH.email]
    assert emails(find(organizer=NOOR)) == []
    assert emails(find(declined, organizer=LILA)) == []
    assert emails(find(organizer=declined)) == []
    assert emails(find(organizer=Attendee("recruiting@greensward.example"))) == []


def test_a_hidden_guest_list_is_not_an_empty_one() -> None:
    """It says that the guests cannot be seen, and what to do."""
    people = find(guests_hidden=True)

    assert "hidden" in next(one.rule for one in people.evidence if one.about == "interviewers")


@pytest.mark.parametrize(
    "written, plain",
    [
        (" jane@acme.example ", "jane@acme.example"),
        ("MAILTO:jane@acme.example", "jane@acme.example"),
        ("jane@bücher.example", "jane@xn--bcher-kva.example"),
        ("o'neill+x@a-b.acme.example", "o'neill+x@a-b.acme.example"),
        ("jané@acme.example", ""),
        (".jane@acme.example", ""),
        ("jane..doe@acme.example", ""),
        ("jane@-acme.example", ""),
        ("jane@[127.0.0.1]", ""),
        ('"a b"@acme.example', ""),
    ],
)
def test_one_plain_address_is_told_from_anything_else(written: str, plain: str) -> None:
    """International domains are given in ASCII; quoted, literal and broken addresses are none."""
    assert plain_address(written) == plain


def interview_of(*attendees: Attendee, description: str = "#interview", **more: Any) -> Interview:
    occurrence = Occurrence("e", "e@x", "work", "t", description, START, START, attendees=(NOOR, *attendees), **more)
    interview = recognise(occurrence, AccountPolicy("personal", ME))
    assert interview is not None
    return interview


@pytest.mark.parametrize("organizer", [None, Attendee("rita.recruiter@greensward.example", "Rita Recruiter")])
def test_a_guest_list_that_is_hidden_now_takes_nobody_away(organizer: Attendee | None) -> None:
    """Those who were seen before stay the interviewers; an organiser thanked for want of others does not join them."""
    known = interview_of(LILA, GARETH)

    read = with_known_guests(interview_of(organizer=organizer, guests_hidden=True), known)

    assert read.interviewers == known.interviewers


def test_whom_the_person_names_joins_those_known_from_before_the_list_was_hidden() -> None:
    """A line is the person's own word, hidden list or not."""
    known = interview_of(LILA)
    lines = "#interview\ninterviewer: Gareth Moss <gareth.moss@greensward.example>"

    read = with_known_guests(interview_of(description=lines, guests_hidden=True), known)

    assert [one.email for one in read.interviewers] == [LILA.email, GARETH.email]


def test_a_guest_list_that_can_be_seen_is_believed() -> None:
    """Who was taken off it is no interviewer any more."""
    read = with_known_guests(interview_of(LILA), interview_of(LILA, GARETH))

    assert [one.email for one in read.interviewers] == [LILA.email]


@pytest.mark.parametrize(
    "line, phone",
    [("interviewer: Lila Osborne <lila.osborne@greensward.example>, 555 0199 00", "555 0199 00"), ("", "555 0132 00")],
)
def test_a_number_outlives_the_guest_list(line: str, phone: str) -> None:
    """Whoever is hidden now keeps the number that was read before, unless a line gives a new one."""
    known = interview_of(LILA, description="#interview\ninterviewer: Lila Osborne 555 0132 00")

    read = with_known_guests(interview_of(guests_hidden=True, description=f"#interview\n{line}"), known)

    assert [(one.email, one.phone) for one in read.interviewers] == [(LILA.email, phone)]


@pytest.mark.parametrize(
    "guests, line, is_with_recruiter",
    [
        (("rita@acme.example",), "recruiter: Rita Ray <rita@acme.example>", True),
        ((), "recruiter: Rita Ray <rita@acme.example>", False),
        (("rita@acme.example", "jane@acme.example"), "recruiter: Rita Ray <rita@acme.example>", False),
        (("rita@acme.example",), "recruiter: Rita Ray <rita@acme.example>, Tom Ray", False),
        (("jane@acme.example",), "", False),
    ],
)
def test_a_recruiter_who_is_the_only_guest_was_met(guests: tuple[str, ...], line: str, is_with_recruiter: bool) -> None:
    """Then the talk was with them; one who is on a line alone may have only arranged it."""
    people = find(*(Attendee(one) for one in guests), lines=line)

    assert people.is_with_recruiter is is_with_recruiter
