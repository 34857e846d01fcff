"""The cheap look at a file finds everything that a full parse and the tag rules find."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.domain.occurrence import Occurrence, TimeSpan
from daemon.domain.policy import TagRules
from daemon.domain.tags import find_tag
from daemon.domain.text import TITLE_LIMIT, one_line, to_text
from integrations.ical import parse
from integrations.ical_text import unfold
from integrations.local.sieve import Sieve, count_events, day_span, is_whole

WINDOW = TimeSpan(datetime(2026, 11, 20, tzinfo=UTC), datetime(2027, 1, 22, tzinfo=UTC))

#: What can stand between two letters of a tag without being seen.
GAPS = [
    *("", "", "", "", "", ""),
    *("<b>", "</b>", '<span class="a>b">', "<!-- x -->", "<style>p{}</style>", "<wbr/>", "<o:p>", "</A >"),
    *("&shy;", "&#173;", "&#xAD;", "&#8203;", "&ZeroWidthSpace;", "&zwj;", "&amp;", "<"),
    *("\u200b", "\u00ad", "\u202e", "\u2066", "\ufeff", "\u200d", "\ufe0f", "\x01", "\x7f", "\U000e0061", "\x85"),
    *("\\", "\n", "\\,", " ", "\t", "é", "\u0301"),
]
HASHES = ["#", "#", "#", "&#35;", "&#x23;", "&#0035;", "&num;", "#<i></i>", "\uff03"]
BESIDE = ["", " ", "x", "(", "\n", "🎯", "&", "/", "#", "-", "https://x.example/", "<p>", "é", ".", "s", "_"]
CATEGORIES = ["INTERVIEW", "interview", " Interview ", "work", "İnterview", "a\\,interview"]
RULES = [
    TagRules(),
    TagRules(hashtag="Job_Talk"),
    TagRules(hashtag="vorstellungsgespräch"),
    TagRules(title_patterns=(r"^interview\b", r"gespräch$")),
]


@st.composite
def tags(draw: st.DrawFn, word: str) -> str:
    """Give a hashtag as it may stand in a file: hidden between markup, in entities, in any case, or spoilt."""
    letters = draw(
        st.lists(
            st.sampled_from(["plain", "plain", "plain", "upper", "decimal", "hexadecimal", "long s", "kelvin"]),
            min_size=len(word),
            max_size=len(word),
        )
    )
    forms: dict[str, Callable[[str], str]] = {
        "plain": str,
        "upper": str.upper,
        "decimal": lambda letter: f"&#{ord(letter)};",
        "hexadecimal": lambda letter: f"&#x{ord(letter):x};",
        "long s": lambda letter: letter.replace("s", "ſ").replace("i", "ı"),
        "kelvin": lambda letter: letter.replace("k", "\u212a"),
    }
    gaps = draw(st.lists(st.sampled_from(GAPS), min_size=len(word), max_size=len(word)))
    hidden = "".join(forms[form](letter) + gap for form, letter, gap in zip(letters, word, gaps, strict=True))
    return draw(st.sampled_from(BESIDE)) + draw(st.sampled_from(HASHES)) + hidden + draw(st.sampled_from(BESIDE))


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


@st.composite
def files(draw: st.DrawFn, rules: TagRules) -> bytes:
    """Give an .ics file with a tag somewhere, or nearly, folded anywhere and in any encoding."""
    plain = st.sampled_from(["Talk", "interview", "Gespräch", "Interview with Jane", "<p>", "&nbsp;", "#", "a\nb"])
    word = rules.hashtag.lower()
    text = st.lists(st.one_of(plain, plain, tags(word), tags(word)), max_size=3).map(" ".join)
    names = {
        "SUMMARY": text,
        "DESCRIPTION": text,
        "CATEGORIES": st.lists(st.sampled_from(CATEGORIES)).map(",".join),
        "X-ALT-DESC;FMTTYPE=text/html": text,
        'SUMMARY;X="a:b"': text,
        "LOCATION": text,
    }
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:one", "DTSTART:20261201T100000Z"]
    for name in draw(st.lists(st.sampled_from(sorted(names)), max_size=3, unique=True)):
        value = draw(names[name])
        value = value.replace("\n", "") if name == "CATEGORIES" else escaped(value)
        lines.append(f"{draw(st.sampled_from([name, name.lower(), name.title()]))}:{value}")
    lines += ["END:VEVENT", "END:VCALENDAR"]
    end = draw(st.sampled_from(["\r\n", "\n", "\r\r\n"]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"]))
    width = draw(st.integers(5, 75))
    indent = draw(st.sampled_from([" ", "\t", "\n "]))
    if encoding.startswith("utf-8"):  # folds between any two octets, also inside a character
        folded = [
            (end + indent).encode().join(raw[at : at + width] for at in range(0, len(raw), width))
            for raw in (line.encode() for line in lines)
        ]
        return (b"\xef\xbb\xbf" if encoding == "utf-8-sig" else b"") + b"".join(raw + end.encode() for raw in folded)
    text_lines = [(end + indent).join(line[at : at + width] for at in range(0, len(line), width)) for line in lines]
    return "".join(line + end for line in text_lines).encode(encoding, "replace")


def is_tagged(data: bytes, rules: TagRules) -> bool:
    """Say what a full parse and the rules say."""
    contents = parse(data, calendar="work", href="one.ics", window=WINDOW, home=UTC)
    return any(finds(one, rules) for one in contents.occurrences)


def finds(one: Occurrence, rules: TagRules) -> bool:
    return find_tag(one, one_line(one.title, TITLE_LIMIT), to_text(one.description), rules) is not None


def may_be_tagged(data: bytes, rules: TagRules, calendar: str = "work") -> bool:
    """Say what the cheap look says."""
    unfolded = unfold(data)
    return Sieve(rules, calendar).may_hold_interview(unfolded.lower(), unfolded)


def an_event(*lines: str) -> bytes:
    head = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:one", "DTSTART:20261201T100000Z", "DTEND:20261201T110000Z")
    return "\r\n".join((*head, *lines, "END:VEVENT", "END:VCALENDAR", "")).encode()


@pytest.mark.parametrize("rules", RULES, ids=["default", "underscore", "umlaut", "patterns"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_interview_slips_through(rules: TagRules, data: st.DataObject) -> None:
    """Whatever a full parse finds tagged, the cheap look lets through."""
    file = data.draw(files(rules))

    assert may_be_tagged(file, rules) or not is_tagged(file, rules)


@pytest.mark.parametrize(
    "line",
    [
        "SUMMARY:#interview Jane",
        "summary:#InterView",
        "SUMMARY:A title in which the line\r\n  fold falls inside #inte\r\n rview",
        "DESCRIPTION:a\\n#interview",
        "DESCRIPTION:#inter<b>view</b>",
        "DESCRIPTION:<p>&#35;interview</p>",
        "DESCRIPTION:&#35\\;interview",
        "DESCRIPTION:&#x23;&#105;nterview",
        "DESCRIPTION:&num;interview",
        "DESCRIPTION:#inter&shy;view",
        "SUMMARY:#inter\u200bview",
        "SUMMARY:\u202e#interview",
        "CATEGORIES:WORK,Interview",
        "X-ALT-DESC;FMTTYPE=text/html:<p>#interview</p>",
    ],
)
def test_each_way_to_write_a_tag_is_seen(line: str) -> None:
    """These are interviews, to the full parse and to the cheap look."""
    data = an_event(line)

    assert is_tagged(data, TagRules())
    assert may_be_tagged(data, TagRules())


@pytest.mark.parametrize(
    "line",
    [
        "SUMMARY:Interview with Jane",
        "DESCRIPTION:<p>Größe &amp; Gewicht</p><br>#1 &#39;x&#39; C# C#/.NET",
        "DESCRIPTION:https://x.example/#/i?a=1&b=2",
        "CATEGORIES:WORK",
        "COMMENT:#internal",
    ],
)
def test_ordinary_files_are_not_parsed(line: str) -> None:
    """The cheap look is of use: markup, entities, umlauts and number signs alone do not make a candidate."""
    assert not may_be_tagged(an_event(line), TagRules())


def test_everything_on_an_interview_calendar_is_let_through() -> None:
    """Where every event is an interview there is nothing to look for."""
    rules = TagRules(calendars=frozenset({"job"}))

    assert may_be_tagged(an_event("SUMMARY:Lunch"), rules, "job")
    assert not may_be_tagged(an_event("SUMMARY:Lunch"), rules, "work")


def test_a_pattern_that_matches_nothing_at_all_matches_every_event() -> None:
    """An event may have no title."""
    assert may_be_tagged(an_event(), TagRules(title_patterns=("^$",)))


@pytest.mark.parametrize(
    "lines, days",
    [
        ((), (date(2026, 12, 1), date(2026, 12, 1))),
        (("X-A:1", "BEGIN:VALARM", "TRIGGER:-PT15M", "END:VALARM"), (date(2026, 12, 1), date(2026, 12, 1))),
        (("END:VEVENT", "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20261224"), (date(2026, 12, 1), date(2026, 12, 24))),
        (("RRULE:FREQ=DAILY",), None),
        (("RDATE:20271201T100000Z",), None),
        (("RECURRENCE-ID:20261201T100000Z",), None),
        (("DURATION:P400D",), None),
        (("DTEND:tomorrow",), None),
        (("DTEND:20261341",), None),
        (('DTEND;X="a:b":20261201',), None),
    ],
)
def test_days_are_told_only_where_they_are_certain(lines: tuple[str, ...], days: tuple[date, date] | None) -> None:
    """A rule, a change to an occurrence or a length in words could bring an event anywhere."""
    span = day_span(unfold(an_event(*lines)).lower())

    assert span == (days and tuple(day.toordinal() for day in days))


def test_the_rules_of_a_time_zone_are_not_the_events() -> None:
    """A VTIMEZONE has starts and rules of its own, long ago."""
    zone = b"begin:vtimezone\ntzid:x\nbegin:standard\ndtstart:19961027t030000\nrrule:freq=yearly\nend:standard\n"
    data = unfold(an_event()).lower().replace(b"begin:vevent", zone + b"end:vtimezone\nbegin:vevent")

    assert day_span(data) == (date(2026, 12, 1).toordinal(), date(2026, 12, 1).toordinal())


@settings(max_examples=100, deadline=None)
@given(
    start=st.dates(date(2026, 10, 1), date(2027, 3, 1)),
    hour=st.integers(0, 23),
    days=st.integers(0, 40),
    zone=st.sampled_from(["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"]),
    home=st.sampled_from(["Pacific/Kiritimati", "Pacific/Pago_Pago"]),
)
def test_days_hold_all_that_the_event_touches(start: date, hour: int, days: int, zone: str, home: str) -> None:
    """With two days of slack, the days of a file enclose its occurrences in every zone."""
    end = date.fromordinal(start.toordinal() + days)
    data = (
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:one\nDTSTART;TZID={zone}:{start:%Y%m%d}T{hour:02}0000\n"
        f"DTEND;TZID={zone}:{end:%Y%m%d}T235959\nEND:VEVENT\nEND:VCALENDAR\n"
    ).encode()

    span = day_span(data.lower())
    everything = TimeSpan(datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
    (one,) = parse(data, calendar="work", href="one.ics", window=everything, home=ZoneInfo(home)).occurrences

    assert span is not None
    assert span[0] - 2 < one.start.toordinal() <= one.end.toordinal() < span[1] + 2


@pytest.mark.parametrize(
    "data, whole",
    [
        (an_event(), True),
        (an_event()[:-20], False),
        (an_event().replace(b"END:VEVENT\r\n", b""), False),
        (an_event().replace(b"DTSTART", b"X-START"), False),
        (b"<html>", False),
        (b"", False),
    ],
)
def test_files_that_look_broken_are_left_to_the_full_parse(data: bytes, whole: bool) -> None:
    """Only what begins, ends and has starts counts as whole without a parse."""
    lowered = unfold(data).lower()

    assert is_whole(lowered, count_events(lowered)) is whole
