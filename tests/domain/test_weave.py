from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.domain.weave import allot, names_person, weave

MIKKEL = ["Mikkel Thorsen"]


@pytest.mark.parametrize(
    "line, form, text",
    [
        ("she asked how I handled the delay", "question", "your question about how I handled the delay"),
        ("Mikkel asked about the winter closures", "question", "your question about the winter closures"),
        ("asked if I would relocate", "question", "your question about whether I would relocate"),
        ("Mikkel fires his own kiln at weekends", "clause", "you fire your own kiln at weekends"),
        ("Mikkel still sets type by hand", "clause", "you still set type by hand"),
        ("She's writing a book on clay", "clause", "you are writing a book on clay"),
        ("has two dogs", "clause", "you have two dogs"),
        ("loves sailing", "clause", "you love sailing"),
        ("He also studies glass", "clause", "you study glass"),
        ("They use Elixir for billing", "clause", "you use Elixir for billing"),
        ("he said they are hiring two more engineers", "clause", "you are hiring two more engineers"),
        ("team is moving to Rust", "clause", "the team is moving to Rust"),
        ("liked my talk about glazes", "clause", "you liked my talk about glazes"),
        ("interested in my work on canals", "clause", "you were interested in my work on canals"),
        ("she offered to look at my next portfolio", "offer", "your offer to look at my next portfolio"),
        ("recommended the book Accelerate", "offer", "your recommendation of the book Accelerate"),
        ("told me about the restoration in 1998", "told", "the restoration in 1998"),
        ("Mikkel mentioned the new warehouse in Leeds", "told", "the new warehouse in Leeds"),
        ("we talked about the migration to Kafka", "topic", "the migration to Kafka"),
        ("their plan to move on-call to follow-the-sun", "topic", "your plan to move on-call to follow-the-sun"),
        ("plan to move on-call to follow-the-sun", "topic", "the plan to move on-call to follow-the-sun"),
        ("Mikkel's kiln", "topic", "your kiln"),
        ("kiln temperatures", "topic", "kiln temperatures"),
        ("reduce latency on the checkout page", "topic", "reducing latency on the checkout page"),
        ("customers and their data", "topic", "customers and their data"),
        ("how they run incident reviews", "topic", "how you run incident reviews"),
        ("really liked the lunch idea", "clause", "you liked the lunch idea"),
        ("asked me three questions on SQL", "topic", "your three questions on SQL"),
        ("Mikkel is from Leeds, used to work at the BBC", "clause", "you are from Leeds"),
        ("Mikkel does not like microservices", "fact", "you do not like microservices"),
        ("mentioned on-call is one week in five", "clause", "on-call is one week in five"),
        ("works with the Berlin office", "clause", "you work with the Berlin office"),
        ("learned a lot about payments", "own", "I learned a lot about payments"),
        ("asked for the link to my talk", "promise", "you asked for the link to my talk"),
        ("I'll send him the slides", "promise", "I was going to send you the slides"),
        ("send her the slides", "promise", "I was going to send you the slides"),
        ("I liked their approach to testing", "own", "I liked your approach to testing"),
        ("the migration takes two years", "point", "the migration takes two years"),
        ("asked about Postgres; I promised to send the paper", "promise", "I promised to send the paper"),
    ],
)
def test_shorthand_becomes_words_to_the_reader(line: str, form: str, text: str) -> None:
    """Third person turns to second, what was left out is put in, and a promise comes first."""
    woven = weave(line, "en", MIKKEL)

    assert woven is not None
    assert (woven.form, woven.text) == (form, text)


@pytest.mark.parametrize(
    "line",
    [
        "salary 80k", "asked about my wife", "her two kids play chess", "he is pregnant with ideas",
        "they vote on Sunday",
        "better than the other candidates", "I messed up the SQL question", "{{ 7*7 }}", "see https://acme.example/x",
        "jane@acme.example", "<b>bold</b>", "told her I'd send the link", "next step: take-home", "was late, stressed",
        "great chat", "very friendly", "Great energy!", "ask about the visa",
        "check their blog", "☎ call back", "", "...", "word " * 40, "sie fragte nach der Verzögerung im Projekt",
        "il a parlé de la migration vers le cloud",
    ],
)  # fmt: skip
def test_what_has_no_place_in_a_note_is_left_out(line: str) -> None:
    """Private matters, opinions, tasks, markup, another language and minutes are no sentence to the reader."""
    assert weave(line, "en", MIKKEL) is None


def test_a_line_about_somebody_else_is_not_for_this_reader() -> None:
    """What one of the panel said stays out of the others' notes."""
    assert weave("Dashiell asked about tides", "en", ["Inga Sorvino"], others=["Dashiell Mora"]) is None


def test_in_a_note_to_all_people_keep_their_names() -> None:
    """With several readers nobody is "you" alone."""
    woven = weave("Dashiell asked about tides", "en", ["Inga Sorvino", "Dashiell Mora"])

    assert woven is not None
    assert woven.text == "Dashiell’s question about tides"


@pytest.mark.parametrize(
    "line, language, text",
    [
        ("Gespräch über den Umzug nach Kubernetes", "de", "den Umzug nach Kubernetes"),
        ("nous avons parlé de la migration", "fr", "la migration"),
        ("hablamos de la migración", "es", "la migración"),
        ("Kubernetes", "de", "Kubernetes"),
    ],
)
def test_other_languages_keep_their_words(line: str, language: str, text: str) -> None:
    """Only what needs no inflection is taken over."""
    woven = weave(line, language, MIKKEL)

    assert woven is not None
    assert woven.text == text


def test_a_line_in_another_language_is_left_out() -> None:
    """No note is in two languages."""
    assert weave("she offered to look at my next portfolio", "fr", MIKKEL) is None


def test_lines_are_dealt_out_once_each() -> None:
    """Who is named gets the line; the rest goes to those who have none, and nobody gets more than two."""
    hands = allot(["Bob likes chess", "the roadmap", "the roadmap", "testing", "budgets"], ["Ann Lee", "Bob Ray"])

    assert hands == (("the roadmap", "testing"), ("Bob likes chess", "budgets"))
    assert allot(["the roadmap"], []) == ()


def test_a_name_is_a_whole_word() -> None:
    """Someone called Will is not meant by "willing", nor by "will"."""
    assert names_person("Will asked about tides", "Will Hart")
    assert not names_person("willing to help, and will call", "Will Hart")


@given(line=st.text(max_size=150), language=st.sampled_from(["en", "de", "fr", "es"]))
def test_any_line_is_read_without_harm(line: str, language: str) -> None:
    """Whatever somebody typed, the answer is one clean line without a third person, or none."""
    woven = weave(line, language, MIKKEL)

    assert woven is None or (woven.text == " ".join(woven.text.split()) and woven.text.isprintable())
