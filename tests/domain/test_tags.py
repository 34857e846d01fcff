from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.domain.occurrence import Occurrence
from daemon.domain.policy import TagRules
from daemon.domain.tags import find_tag, hashtags
from daemon.domain.text import to_text

START = datetime(2026, 11, 23, 9, tzinfo=UTC)


def event(title: str = "", description: str = "", **more: Any) -> Occurrence:
    return Occurrence("e", "e@x", "work", title, description, START, START, **more)


def rule(occurrence: Occurrence, rules: TagRules | None = None) -> str:
    tag = find_tag(occurrence, occurrence.title, to_text(occurrence.description), rules or TagRules())
    return tag.value if tag else ""


@pytest.mark.parametrize(
    "text",
    [
        "#interview",
        "#Interview,",
        "#INTERVIEW",
        "(#interview)",
        "[#INTERVIEW], then lunch",
        "🎯#interview",
        "❤️#interview",
        "Acme.#interview",
        "tags:#interview",
        "-#interview",
        "“#interview”",
        "#interview.",
        "#interview:",
        "#interview/onsite",
        "#interview#hiring",
        "#int\u200berview",
        "*#interview*",
        "see https://x.example/ #interview",
        "<https://x.example/>#interview",
        "面接。#interview",
        "<p>Hi</p><p>#interview</p>",
        "one<br>#interview",
        '<a href="https://x.example/">#interview</a>',
        "<b>#</b>interview",
        "&#35;interview",
        "<li>&nbsp;#interview</li>",
        "#interview\u202e",
    ],
)
def test_a_whole_hashtag_makes_an_interview(text: str) -> None:
    """Brackets, punctuation, emoji and markup around it do not matter, nor does its case."""
    assert rule(event(description=text)) == "hashtag"


@pytest.mark.parametrize(
    "text",
    [
        "interview",
        "# interview",
        "#interviews",
        "#interviewing",
        "#interview-prep",
        "#interview_1",
        "#interview2",
        "#interview-",
        "#intervie",
        "foo#interview",
        "é#interview",
        "9#interview",
        "_#interview_",
        "/#interview",
        "&#interview",
        "##interview",
        "面#interview",
        "#interviewé",
        "#interview\u0301",
        "#interview面",
        "＃interview",
        "#іnterview",
        "#ınterview",
        "#ｉnterview",
        "https://x.example/#interview",
        "https://x.example/?q=(#interview)",
        "www.x.example/a,#interview",
        "x.example/a?(#interview)",
        "mailto:a@b.example?subject=(#interview)",
        "fix#interview",
        "AT&amp;#interview",
        '<a href="#interview">link</a>',
        '<a href="https://x.example/#interview">here</a>',
        "<!-- #interview -->",
        "<script>#interview</script>",
        "<style>#interview {}</style>",
        "foo<b>#interview</b>",
        "x\u200b#interview",
    ],
)
def test_what_only_looks_like_the_hashtag_makes_none(text: str) -> None:
    """Longer words, look-alike letters, links, attributes and scripts are not the tag."""
    assert rule(event(description=text)) == ""


def test_the_title_counts_and_comes_first() -> None:
    """The reason names the title where both hold the tag."""
    occurrence = event("Acme #interview", "#interview")

    tag = find_tag(occurrence, occurrence.title, occurrence.description, TagRules())

    assert tag is not None
    assert tag.rule == "#interview in the title"


def test_location_and_comments_do_not_count() -> None:
    """Only title and description carry the tag."""
    assert rule(event(location="#interview")) == ""


def test_the_hashtag_is_the_persons_choice() -> None:
    """Another hashtag in the configuration replaces the usual one, whatever its case."""
    rules = TagRules(hashtag="Job-Talk")

    assert rule(event("#job-talk"), rules) == "hashtag"
    assert rule(event("#interview"), rules) == ""


def test_the_other_rules_make_interviews_too() -> None:
    """Category, colour, calendar and title pattern each suffice, and say which they were."""
    assert rule(event(categories=("Work", " Interview "))) == "category"
    assert rule(event(categories=("interviews",))) == ""
    assert rule(event(color="Grape"), TagRules(colors=frozenset({"grape"}))) == "color"
    assert rule(event(color=""), TagRules(colors=frozenset({"grape"}))) == ""
    assert rule(event(), TagRules(calendars=frozenset({"work"}))) == "calendar"
    assert rule(event("Onsite at Acme"), TagRules(title_patterns=(r"^onsite\b",))) == "title pattern"


def test_all_hashtags_are_given_in_order() -> None:
    """Other tags follow the same rule."""
    assert hashtags("#Hiring then #offer, not x#rejected or https://x.example/#withdrew") == ("hiring", "offer")


EDGE = st.sampled_from([*" \t\n.,;:!?()[]{}<>\"'*+=|~@%-_/&#aZé9面\u0301🎯", ""])


@given(EDGE, EDGE)
def test_the_hashtag_rule_holds_at_both_edges(before: str, after: str) -> None:
    """A tag counts exactly if neither neighbour is one of those that the rule names."""
    is_blocked_before = before and (before.isalnum() or before in "_/&#\u0301")
    is_blocked_after = after and (after.isalnum() or after in "_-\u0301")

    found = "interview" in hashtags(f"{before}#interview{after}")

    assert found == (not is_blocked_before and not is_blocked_after)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_tag_between_spaces_is_always_found(before: str, after: str) -> None:
    """No text around it hides a tag that stands alone."""
    assert "interview" in hashtags(f"{before} #interview {after}")


@given(st.text(alphabet="#interviewINTERVIEW -_/&. https:x1", max_size=40))
def test_every_tag_found_is_really_there(text: str) -> None:
    """Whatever is given stands in the text, after a `#`."""
    assert all(f"#{tag}" in text.lower() for tag in hashtags(text))
