from __future__ import annotations

import random
import subprocess
import sys
import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.domain.interview import Interview, Outcome, Standing
from daemon.domain.occurrence import Attendee, Occurrence, Participation
from daemon.domain.policy import AccountPolicy, Me
from daemon.domain.recognise import recognise
from daemon.domain.suggestion import suggest

ACCOUNT = AccountPolicy("personal", Me("Noor Castellan", "noor.castellan@example.com"))
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOOR = Attendee("noor.castellan@example.com", "Noor Castellan")
JANE = Attendee("jane.doe@acme.example", "Jane Doe")


def event(title: str = "Interview", description: str = "#interview", *guests: Attendee, **more: Any) -> Occurrence:
    return Occurrence(
        "e", "e@x", "work", title, description, START, START + timedelta(hours=1), attendees=(NOOR, *guests), **more
    )


def read(occurrence: Occurrence, word: bool | None = None) -> Interview:
    interview = recognise(occurrence, ACCOUNT, word)
    assert interview is not None
    return interview


def test_all_that_the_occurrence_says_is_kept() -> None:
    """Identity, times, place and link are carried over."""
    occurrence = event(
        "Backend Engineer interview", "#interview", JANE, recurrence_id="20261123", href="a.ics", location="Room\n5",
        link="https://x.example/e", all_day=True, zone="Europe/London",
    )  # fmt: skip

    interview = read(occurrence)

    assert (interview.account, interview.event, interview.identity) == ("personal", "e", "e@x/20261123")
    assert (interview.start, interview.end) == (occurrence.start, occurrence.end)
    assert (interview.calendar, interview.href, interview.location) == ("work", "a.ics", "Room 5")
    assert (interview.link, interview.all_day, interview.zone) == ("https://x.example/e", True, "Europe/London")
    assert (interview.title, interview.company, interview.role) == (
        "Backend Engineer interview",
        "Acme",
        "Backend Engineer",
    )


def test_lines_fill_the_interview() -> None:
    """Every directive line ends up in its field."""
    text = (
        "#interview\ncompany: Harrow\nrole: Editor\noutcome: Offer!\ndecision by: 1 Dec 2026\nnotes: a\nnotes: b\n"
        "language: pt_br\nrecruiter: Ola Dean <ola@acme.example>\nthanks: No"
    )

    interview = read(event("x", text, JANE))

    assert (interview.company, interview.role, interview.outcome) == ("Harrow", "Editor", Outcome.OFFER)
    assert (interview.decision_by, interview.notes) == (date(2026, 12, 1), ("a", "b"))
    assert (interview.language, interview.no_thanks) == ("pt-br", "thanks: no")
    assert [one.name for one in interview.recruiters] == ["Ola Dean"]
    assert [one.name for one in interview.interviewers] == ["Jane Doe"]


@pytest.mark.parametrize(
    "text, outcome",
    [
        ("#rejected", Outcome.REJECTED),
        ("#Offer", Outcome.OFFER),
        ("#withdrew", Outcome.WITHDREW),
        ("#advanced", Outcome.ADVANCED),
        ("#advanced #rejected", Outcome.REJECTED),
        ("#rejected\noutcome: advanced", Outcome.ADVANCED),
        ("#rejected\noutcome:", Outcome.REJECTED),
        ("#rejected\noutcome: pending", None),
        ("#rejection", None),
        ("rejected", None),
    ],
)
def test_the_outcome_line_beats_the_hashtags(text: str, outcome: Outcome | None) -> None:
    """A line that says something else leaves the outcome open; an empty one is absent."""
    assert read(event(description=f"#interview {text}")).outcome is outcome


@pytest.mark.parametrize("text", ["#noshow", "thanks: no", "Thanks: NO.", "- thanks: no"])
def test_nobody_is_thanked_where_the_person_says_so(text: str) -> None:
    """The reason is kept in the person's words."""
    assert read(event("x", f"#interview\n{text}", JANE)).no_thanks in {"#noshow", "thanks: no"}


@pytest.mark.parametrize("text", ["thanks: yes", "thanks:", "thanks a lot", "Thanks: Jane, no worries", "no thanks"])
def test_other_thanks_stop_nothing(text: str) -> None:
    """Only `thanks: no` does."""
    assert read(event("x", f"#interview\n{text}", JANE)).no_thanks == ""


@pytest.mark.parametrize(
    "line, language",
    [
        ("de", "de"),
        ("DE", "de"),
        ("German", "de"),
        ("fr-CA", "fr-CA"),
        ("français", "fr"),
        ("klingonese!", ""),
        ("", ""),
    ],
)
def test_the_language_is_a_tag(line: str, language: str) -> None:
    """Names of the notes' languages are understood; anything else is left to the account."""
    assert read(event(description=f"#interview\nlanguage: {line}")).language == language


def test_the_standing_is_told() -> None:
    """Hiring, cancelled and declined, in this order; else it takes place."""
    declined = Attendee("noor.castellan+cal@example.com", participation=Participation.DECLINED)

    assert read(event()).standing is Standing.ACTIVE
    assert read(event(is_cancelled=True)).standing is Standing.CANCELLED
    assert read(event("x", "#interview", declined)).standing is Standing.DECLINED
    assert read(event("x", "#interview #hiring", JANE, is_cancelled=True)).standing is Standing.HIRING
    assert read(event("x", "#interview #hiring", JANE)).interviewers == ()


def test_the_persons_word_beats_every_rule() -> None:
    """`tag` makes an interview of anything, `untag` of nothing."""
    assert recognise(event(description=""), ACCOUNT) is None
    assert read(event(description=""), word=True).tagged_by == "you"
    assert read(event(), word=True).tagged_by == "you"
    assert recognise(event(), ACCOUNT, word=False) is None


def test_each_thing_read_has_its_reason() -> None:
    """Also what was not read: `why` tells it all."""
    declined = Attendee("bob@acme.example", "Bob", Participation.DECLINED)
    interview = read(event("Chat", "#interview\ndecision: soon", JANE, declined))

    told = {one.about: (one.value, one.rule) for one in interview.evidence}

    assert told["tag"] == ("hashtag", "#interview in the description")
    assert told["interviewers"][0] == "Jane Doe"
    assert told["company"] == ("Acme", "the address domain of 1 to thank")
    assert told["role"] == ("", "the title names none")
    assert told["decision"][0] == ""
    assert ("bob@acme.example", "declined") in {
        (one.value, one.rule) for one in interview.evidence if one.about == "left out"
    }


HOSTILE = st.text(
    alphabet=st.one_of(
        st.characters(), st.sampled_from("<>{}%$#@:,;\"'()[]\\/\r\n\t\x00\u202e\u200b\u200d\u2028\ufe0f&|–")
    ),
    max_size=120,
)
LINES = ["interviewer: ", "recruiter: ", "company: ", "role: ", "notes: ", "decision: ", "Jane Doe <jane@acme.example>"]
MARKS = ["\n", "<br>", "<p>", "</p>", "<a href='", "{{ 7*7 }}", "<script>", "&lt;", "#interview", "#hiring", " – "]
NUMBERS = [
    "+49 30 1234567",
    " 030/1234567",
    "tel:",
    " (415) 555-0132 ext. 4",
    '<a href="tel:+49301234567">',
    "Jane Doe: ",
]
WORDS = [
    *("interview", "Engineer", "phone screen", "with", "Acme", "at", "(via Acme)", "[Hold]", "Canceled:", "debrief"),
    *(
        "Candidate: Riley Roe",
        "Interviewers: Jane Doe, ",
        "our client Acme",
        "10:00 Talk with Jane Doe",
        "_" * 30,
        "🚀",
    ),
    *("scorecard", "https://zoom.us/j/0", "R-10293", "'t Hart, Joost", "İŞIK", "ʻ"),
]
PIECES = st.lists(st.one_of(HOSTILE, st.sampled_from(LINES + MARKS + WORDS + NUMBERS)), max_size=12).map("".join)


@given(PIECES, PIECES, st.lists(st.tuples(PIECES, PIECES), max_size=4))
def test_hostile_events_give_clean_values(title: str, description: str, guests: list[tuple[str, str]]) -> None:
    """Nothing raises, and every value is one short line without controls, overrides or markup."""
    attendees = tuple(Attendee(email, name) for email, name in guests)

    more = {"organizer": Attendee(title, description), "location": title}
    interview = read(event(title, description, JANE, *attendees, **more), word=True)
    suggest(event(title, description, JANE, *attendees), ACCOUNT)

    people = (*interview.interviewers, *interview.recruiters)
    limits = [(interview.company, 60), (interview.role, 80), (interview.title, 200)]
    limits += [(text, 60) for one in people for text in (one.name, one.greeting)]
    limits += (
        [(one.email, 254) for one in people]
        + [(one.phone, 40) for one in people]
        + [(note, 500) for note in interview.notes]
    )
    for text, limit in limits:
        assert len(text) <= limit
        assert text == text.strip()
        assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in text)
        assert not any(
            char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f" for char in text
        )
    for text in (interview.company, interview.role, *(one.name for one in people), *(one.greeting for one in people)):
        assert not any(mark in text for mark in ("{{", "}}", "{%", "<", ">", "://"))


@given(st.randoms(use_true_random=False))
def test_reading_depends_on_the_event_alone(chance: random.Random) -> None:
    """The order of guests changes the order of recipients, and nothing else."""
    guests = [
        JANE,
        Attendee("bob.roe@acme.example", "Bob Roe"),
        Attendee("hr@acme.example"),
        Attendee("v@gmail.com", "Vida Shah"),
    ]
    shuffled = guests.copy()
    chance.shuffle(shuffled)

    one, other = read(event("x", "#interview", *guests)), read(event("x", "#interview", *shuffled))

    assert set(one.interviewers) == set(other.interviewers)
    assert (one.company, one.role) == (other.company, other.role)


def test_a_description_of_a_hundred_thousand_characters_takes_no_time() -> None:
    """Reading grows in proportion to the length, whatever the text is made of: no shape takes 20 times a plain one."""
    from time import process_time

    def seconds(text: str) -> float:
        occurrence = event("Interview", text, JANE)
        started = process_time()
        recognise(occurrence, ACCOUNT, word=True)
        return process_time() - started

    size = 100_000
    shapes = [
        "<",
        "<a ",
        '<a ="',
        "<a ='>",
        "<!--",
        "<script>",
        "&",
        "&#35;",
        "#",
        ",#a",
        "_",
        "- ",
        "\n",
        "\u200d",
        "a.",
        "<li>x",
        "1 ",
        "(1",
        "+49 30 1234567\n",
        "Jane Doe 030 1234567 ",
        "Jane Doe\n030 1234567\n",
        "<a href='tel:030 1234567'>",
        "interviewer: Jane 030 1234567, ",
        "Interviewers: Jane Doe, ",
        "Interviewers: Jane Doe\n",
        "10:00 - 10:30 Talk with Jane Doe\n",
        "interview with our client Acme ",
        "on behalf of our client A",
        "Candidate: Jane Doe\n",
        "candidate candidate: ",
        "please submit ",
        "the candidate's ",
        "https://app.teamtailor.com/companies/",
        "________________________\n",
        "Join Zoom Meeting https://zoom.us/j/0\n",
    ]
    seconds("warm up")
    for shape in shapes:
        half, whole = (min(seconds(shape * (length // len(shape))) for _ in range(3)) for length in (size // 4, size))
        assert whole < 12 * max(half, 0.002), shape


def test_recognising_loads_nothing_heavy() -> None:
    """The lists and libraries for names, companies and markup load with the first event that needs them."""
    code = (
        "import sys, daemon.domain.recognise; "
        "heavy = ('html', 'publicsuffixlist', 'daemon.domain.names', 'daemon.domain.titles', "
        "'daemon.domain.phone_search', 'daemon.domain.hiring_signs', 'daemon.domain.agency'); "
        "print([name for name in heavy if name in sys.modules])"
    )

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert loaded.strip() == "[]"


def test_lines_for_one_person_next_steps_and_promises_are_kept_and_told() -> None:
    """Each with how many there are, and the key that they have."""
    interview = read(
        event(description="#interview\nnotes for Jane: tides\nasked: slides\nasked: a list\nnext steps: test")
    )

    assert interview.notes_for == (("Jane", "tides"),)
    assert (interview.asked, interview.next_steps) == (("slides", "a list"), ("test",))
    assert interview.noted == ("Jane: tides", "next steps: test", "asked: slides", "asked: a list")
    assert [(one.about, one.value) for one in interview.evidence if one.about in {"notes", "asked", "next steps"}] == [
        ("notes", "1"), ("next steps", "1"), ("asked", "2"),
    ]  # fmt: skip
