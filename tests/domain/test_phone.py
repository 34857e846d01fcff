from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.load import load
from daemon.domain.interview import Evidence, Interview
from daemon.domain.occurrence import Attendee, Occurrence, Participation
from daemon.domain.phone import numbers, take_number
from daemon.domain.policy import AccountPolicy, Me
from daemon.domain.recognise import recognise
from daemon.wiring import account_policy

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOOR = Attendee("noor.castellan@example.com", "Noor Castellan")
JANE = Attendee("jane.doe@acme.example", "Jane Doe")
BOB = Attendee("bob.roe@acme.example", "Bob Roe")
ANNA = Attendee("anna.vogel@acme.example", "Dr. Anna Vogel")


def read(text: str, *guests: Attendee, region: str = "", title: str = "Interview", **more: Any) -> Interview:
    me = Me(NOOR.name, NOOR.email, signature="Noor Castellan\n+49 170 5550001", region=region)
    occurrence = Occurrence(
        "e", "e@x", "work", title, f"{text}\n\n#interview", START, START + timedelta(hours=1),
        attendees=(NOOR, *(guests or (JANE,))), **more,
    )  # fmt: skip
    interview = recognise(occurrence, AccountPolicy("personal", me))
    assert interview is not None
    return interview


def phones(text: str, *guests: Attendee, **more: Any) -> dict[str, str]:
    interview = read(text, *guests, **more)
    return {one.name: one.phone for one in (*interview.interviewers, *interview.recruiters) if one.phone}


@pytest.mark.parametrize(
    "text, found",
    [
        ("call +1 415 555 0132 now", ["+1 415 555 0132"]),
        ("030/1234567", ["030/1234567"]),
        ("tel:+49301234567", ["+49301234567"]),
        ("(+49) 30 1234567", ["(+49) 30 1234567"]),
        ("Tom (+1 415 555 0132)", ["+1 415 555 0132"]),
        ("+49 (0)30 12 34 56-78", ["+49 (0)30 12 34 56-78"]),
        ("01.23.45.67.89.", ["01.23.45.67.89"]),
        ("(415) 555-0132 ext. 42", ["(415) 555-0132 ext. 42"]),
        ("030 1234567 / 0170 7654321", ["030 1234567", "0170 7654321"]),
        ("030 1234567 10:00", ["030 1234567"]),
        ("123456", []),
        ("+49 30 1234567 1234567", []),
        ("2026-12-01", []),
        ("01.12.2026", []),
        ("1/12/26 09", []),
        ("20261201", []),
        ("2019 - 2023", []),
        ("09.00-10.30", []),
        ("94107-1234", []),
        ("845-1234567,,123456#", []),
        ("1234567@zoomcrc.example", []),
        ("REQ-1234567", []),
        ("a/1234567", []),
        ("id=1234567", []),
        ("12345678901234567890", []),
    ],
)
def test_a_number_is_told_from_what_looks_like_one(text: str, found: list[str]) -> None:
    """Seven to fifteen digits as people write them; no dates, times, codes, addresses and parts of links."""
    assert [one.text for one in numbers(text)] == found


@pytest.mark.parametrize(
    "text, region, sure",
    [
        ("+1 415 555 0132", "", True),
        ("0049 30 1234567", "", True),
        ("030 1234567", "", True),
        ("415-555-0132", "", True),
        ("(415) 555 0132", "", True),
        ("4155550132", "", False),
        ("4155550132", "US", True),
        ("612 345 678", "", False),
        ("612 345 678", "ES", True),
        ("612 345 678", "DE", False),
        ("Tel. 612 345 678", "", True),
        ("Handy: 170 1234567", "", True),
        ("mobile phone no.: 170 1234567", "", True),
        ("000 0000 0000", "", False),
        ("+0 415 555 0132", "", False),
        ("1234567", "US", False),
        ("115-123-4567", "", False),
    ],
)
def test_a_strangers_number_needs_a_sign_that_it_is_one(text: str, region: str, sure: bool) -> None:
    """A country's code, a leading 0, a word before it, a form or a length that only telephone numbers have."""
    (number,) = numbers(text)

    assert number.is_sure(region) is sure


def test_a_number_is_taken_out_of_a_text_with_the_words_that_announce_it() -> None:
    """The first is given; the others and empty brackets go too."""
    rest, phone = take_number("Jane Doe (mobile: 0170 1234567), T: 030 1234567")

    assert (rest.split(), phone) == (["Jane", "Doe", ","], "0170 1234567")
    assert take_number("Jane Doe, room 12") == ("Jane Doe, room 12", "")


@pytest.mark.parametrize(
    "text, phone",
    [
        ("Jane Doe: +1 415 555 0132", "+1 415 555 0132"),
        ("Your contact: Jane Doe, jane.doe@acme.example, 030 1234567", "030 1234567"),
        ("Contact: Jane Doe (Recruiter) – Tel. 030 1234567", "030 1234567"),
        ("Jane Doe, Head of Talent, Acme, T +49 30 1234567", "+49 30 1234567"),
        ("You can reach Jane Doe at +49 30 1234567.", "+49 30 1234567"),
        ("Questions? jane.doe@acme.example or (415) 555-0132", "(415) 555-0132"),
        ("Call Jane on 020 7946 0958 if the door is shut", "020 7946 0958"),
        ("Ms Doe: +1 415 555 0132", "+1 415 555 0132"),
        ("Doe, Jane: +1 415 555 0132", "+1 415 555 0132"),
        ("+49 30 1234567 (Jane Doe)", "+49 30 1234567"),
        ('<p><a href="tel:+49301234567">Jane Doe</a></p>', "+49301234567"),
        ('<p>Jane Doe, <a href="tel:+49301234567">+49 30 1234567</a></p>', "+49 30 1234567"),
        ("Jane Doe, +49 30 1234567, mobile +49 170 1234567", "+49 30 1234567"),
    ],
)
def test_the_line_that_names_somebody_gives_their_number(text: str, phone: str) -> None:
    """After the name or the address, with what they are and words for a number in between; as it was written."""
    assert phones(text) == {"Jane Doe": phone}


@pytest.mark.parametrize(
    "text",
    [
        "Best regards,\nJane Doe\nSenior Recruiter\nAcme Robotics\n+49 30 1234567",
        "<p>Kind regards<br>Jane Doe<br>jane.doe@acme.example<br>Phone: +49 30 1234567</p>",
        "Jane Doe, Recruiter\nT +49 30 1234567 | M +49 170 1234567",
        "Your contact: Jane Doe\n+49 30 1234567",
        "Jane Doe\n+49 30 1234567\n\nJoin Zoom Meeting\nOne tap mobile\n+16465588656,,84512349876# US (New York)",
    ],
)
def test_the_number_below_a_name_is_theirs(text: str) -> None:
    """In a signature that names nobody else, whatever other paragraphs hold."""
    assert phones(text) == {"Jane Doe": "+49 30 1234567"}


@pytest.mark.parametrize(
    "text",
    [
        "Join by phone\n+1 646 558 8656\nPIN: 123",
        "Jane Doe is inviting you to a Zoom meeting\n+1 646 558 8656 US",
        "Jane Doe: +1 646 558 8656\nPIN: 12345#",
        "Jane Doe +1 646 558 8656,,84512349876#",
        "Jane Doe, Meeting ID: 030 1234 5678",
        "Dial +1 646 558 8656 (Jane Doe)",
        "Jane Doe\n+1 646 558 8656\nPasscode: 123",
        "Jane Doe https://zoom.us/j/84512349876 +1 646 558 8656",
        "Jane Doe's fax: +49 30 1234567",
    ],
)
def test_numbers_to_dial_into_a_meeting_are_nobodys(text: str) -> None:
    """Also beside a name."""
    assert phones(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe will call Noor Castellan at +1 415 555 0132",
        "Jane Doe will call you on +1 415 555 0132",
        "Frau Doe ruft Sie an: 0170 1234567",
        "Interviewer: Jane Doe\nCandidate phone: +1 415 555 0132",
        "Noor <> Jane Doe, +49 30 1234567",
        "Jane Doe: +49 170 5550001",
        "Jane Doe: 0170 5550001",
        "Jane Doe, please confirm your number\n\nJane Doe: 0170 1234567\nYour number: +49 170 1234567",
    ],
)
def test_the_persons_own_number_is_nobody_elses(text: str) -> None:
    """Neither the signature's, nor one at which they will be called, wherever else it stands."""
    assert phones(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "If Jane Doe is late, call our reception at 030 1234567",
        "Jane Doe's assistant: +49 30 1234567",
        "+49 30 1234567 (Jane Doe's assistant)",
        "Jane Doe, +49 30 1234567 (reception)",
        "Jane Doe, Bill Smith: 030 1234567",
        "Jane Smith: 030 1234567",
        "Mary Jane: 030 1234567",
        "Jane Doe, bill@other.example, 030 1234567",
        "Jane Doe\nBill Smith\n+49 30 1234567",
        "Jane Doe\nbill@other.example\n+49 30 1234567",
        "Jane Doe\n\n+49 30 1234567",
        "Interview with Jane Doe\n+49 30 1234567",
        "Ada Kane, +49 30 111222, Jane Doe",
    ],
)
def test_somebody_elses_number_is_not_given_to_who_stands_near(text: str) -> None:
    """Receptions, assistants, colleagues, and whatever is not said to be theirs."""
    assert phones(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe, Req 0301234567",
        "Jane Doe, Req 2026-1234567",
        "Jane Doe, 2026-12-01 10:00-11:00",
        "Jane Doe, 09.00-10.30",
        "Jane Doe, 10115 Berlin, 12345678",
        "Jane Doe https://acme.example/jobs/0301234567?id=0301234568",
        "Jane Doe, room 0301234",
    ],
)
def test_other_numbers_beside_a_name_are_none_to_call(text: str) -> None:
    """Dates, times, ids, requisitions, postal codes, parts of links."""
    assert phones(text) == {}


def test_each_has_their_own_number() -> None:
    """On one line, below each other, and by the surname."""
    assert phones("Jane Doe: 030 111222, Bob Roe: 030 111333", JANE, BOB) == {
        "Jane Doe": "030 111222",
        "Bob Roe": "030 111333",
    }
    assert phones("Jane Doe\n030 111222\nBob Roe\n030 111333", JANE, BOB) == {
        "Jane Doe": "030 111222",
        "Bob Roe": "030 111333",
    }
    assert phones("Ansprechpartnerin: Frau Vogel, Tel. 030 1234567", JANE, ANNA) == {"Dr. Anna Vogel": "030 1234567"}
    assert phones("Jane Doe, Bob Roe: 030 1234567", JANE, BOB) == {}


def test_a_name_that_two_have_names_nobody() -> None:
    """Neither of two Janes is called at the number of "Jane"; a guest who declined counts."""
    other = Attendee("jane.kane@acme.example", "Jane Kane", Participation.DECLINED)

    assert phones("Jane: 030 1234567", JANE, other) == {}
    assert phones("Jane Doe: 030 1234567", JANE, other) == {"Jane Doe": "030 1234567"}
    assert phones("Jane Kane: 030 1234567", JANE, other) == {}


def test_a_word_that_is_also_a_name_names_nobody() -> None:
    """The verb "will" is no Will."""
    will = Attendee("will.hart@acme.example", "Will Hart")

    assert phones("The number will be 030 1234567", will) == {}
    assert phones("Will: 030 1234567", will) == {"Will Hart": "030 1234567"}


@pytest.mark.parametrize("place", ["+1 415 555 0132", "Phone: +1 415 555 0132", "tel:+1 415 555 0132"])
def test_a_location_that_is_a_number_is_the_only_interviewers(place: str) -> None:
    """With more to thank it could be anybody's, and where the person is called it is their own."""
    assert phones("", location=place) == {"Jane Doe": "+1 415 555 0132"}
    assert phones("", JANE, BOB, location=place) == {}
    assert phones("We will call you.", location=place) == {}
    assert phones("", location=place, title="Acme will call you") == {}
    assert phones("PIN: 1234", location=place) == {}
    assert phones("Invitee phone: 415 555 0132", location=place) == {}


@pytest.mark.parametrize(
    "place", ["Room 1234567", "1234567", "+49 170 5550001", "+1 415 555 0132 PIN 5", "+1 415 555 0132,,5#", "030 1 / 2"]
)
def test_any_other_location_is_no_number(place: str) -> None:
    """Rooms, codes, and the person's own number."""
    assert phones("", location=place) == {}


def test_the_number_on_a_line_beats_the_invitations() -> None:
    """A guest who is on a line without one has the invitation's."""
    invitation = "\n\nJane Doe: +49 30 1234567"

    assert phones(f"interviewer: Jane Doe 5551234{invitation}") == {"Jane Doe": "5551234"}
    assert phones(f"interviewer: Jane Doe{invitation}") == {"Jane Doe": "+49 30 1234567"}


def test_a_recruiter_has_the_invitations_number_too() -> None:
    """Whoever may be called: the one thanked, the one on a line `recruiter:`."""
    assert phones("recruiter: Tom Ray\n\nTom Ray: +1 415 555 0132") == {"Tom Ray": "+1 415 555 0132"}


def test_each_number_has_its_reason() -> None:
    """`why` tells the rule, and for whom."""
    text = "recruiter: Tom Ray (+1 415 555 0132)\n\nJane Doe: 030 111222\n\nBob Roe\n030 111333"

    assert [one for one in read(text, JANE, BOB).evidence if one.about == "phone"] == [
        Evidence("phone", "+1 415 555 0132", "for Tom Ray: the line `recruiter:` of the description"),
        Evidence("phone", "030 111222", "for Jane Doe: the line of the description that names them"),
        Evidence("phone", "030 111333", "for Bob Roe: below the name in the description"),
    ]
    assert [one for one in read("", location="030 111222").evidence if one.about == "phone"] == [
        Evidence("phone", "030 111222", "for Jane Doe: the location is this number, and nobody else is thanked")
    ]


@pytest.mark.parametrize("before", range(570, 600, 3))
def test_a_number_that_was_cut_is_none(before: int) -> None:
    """Of a line longer than is read, no number is taken that may go on."""
    text = f"{'x' * (before - 10)} Jane Doe: +49 30 1234567 89 and so on and so on and so on"

    assert phones(text) in ({}, {"Jane Doe": "+49 30 1234567 89"})


@pytest.mark.parametrize(("country", "region"), [('country = "DE-BE"', "DE"), ('country = "US"', "US"), ("", "")])
def test_the_region_is_the_accounts_country(tmp_path: Path, country: str, region: str) -> None:
    """Without its part of the country; none where none is configured."""
    config = tmp_path / "config.toml"
    config.write_text(
        f'[accounts.personal]\nemail = "noor@example.com"\ntimezone = "Europe/Berlin"\n{country}\n'
        f'[accounts.personal.calendar]\nbackend = "local"\npath = "{tmp_path}"\nwatch = ["work"]\n'
        f'[accounts.personal.mailbox]\nbackend = "maildir"\npath = "{tmp_path}"\n'
    )
    settings = load(config, {"AFTERWORD_STATE_DIR": str(tmp_path / "state")})

    assert account_policy(settings, settings.accounts[0], START).me.region == region
