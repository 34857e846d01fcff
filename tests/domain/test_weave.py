from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.domain.weave import Woven, allot, names_person, weave, weave_next, weave_owed

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
        ("wants the costing sheet", "promise", "you want the costing sheet"),
        ("wants the team to grow", "clause", "you want the team to grow"),
        ("Mikkel's team maps quiet streets", "point", "your team maps quiet streets"),
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
        "great chat", "next round in January", "very friendly", "Great energy!", "ask about the visa",
        "check their blog", "☎ call back", "", "...", "word " * 40, "sie fragte nach der Verzögerung im Projekt",
        "il a parlé de la migration vers le cloud", "what does success look like after six months?",
        '"move fast" is their motto', "the CEO, Tom, founded it in 2019 after leaving Stripe", "is there pairing",
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
        ("hablamos del cambio a Kafka", "es", "el cambio a Kafka"),
        ("on a parlé du passage au cloud", "fr", "le passage au cloud"),
        ("nous avons parlé des délais", "fr", "les délais"),
        ("Kubernetes", "de", "Kubernetes"),
        ("Pair Programming", "de", "Pair Programming"),
        ("gestion de crise", "fr", "gestion de crise"),
        ("migración a Rust", "es", "migración a Rust"),
    ],
)
def test_other_languages_keep_their_words(line: str, language: str, text: str) -> None:
    """Only what needs no inflection is taken over."""
    woven = weave(line, language, MIKKEL)

    assert woven is not None
    assert woven.text == text


@pytest.mark.parametrize(
    "line, language",
    [
        ("she offered to look at my next portfolio", "fr"),
        ("loves climbing in Fontainebleau", "fr"),
        ("great team culture", "de"),
        ("hiking", "de"),
        ("on-call rotation", "de"),
        ("no Java", "es"),
    ],
)
def test_a_line_in_another_language_is_left_out(line: str, language: str) -> None:
    """No note is in two languages, also where no small word tells which one a line is in."""
    assert weave(line, language, MIKKEL) is None


@pytest.mark.parametrize(
    "line, form, text",
    [
        ("I told her about the move and promised to send the post", "promise", "I promised to send the post"),
        ("I liked the demo, asked about pricing", "own", "I liked the demo"),
        ("what about on-call?; hiking", "topic", "hiking"),
        ("great team culture", "topic", "the team culture"),
        ("move to Rust - they mean it", "topic", "the move to Rust"),
    ],
)
def test_who_did_the_first_deed_did_the_next(line: str, form: str, text: str) -> None:
    """A line of several thoughts is parted, and none of them is put down to somebody else."""
    woven = weave(line, "en", MIKKEL)

    assert woven is not None
    assert (woven.form, woven.text) == (form, text)


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


@pytest.mark.parametrize(
    "line, form, text",
    [
        ("the link to my talk", "owed", "the link to my talk"),
        ("link to my talk by Friday", "owed", "the link to my talk"),
        ("send her the slides", "owed", "the slides"),
        ("me for two code samples next week", "owed", "two code samples"),
        ("Mikkel asked for the deck", "owed", "the deck"),
        ("whether I can start in March", "question", "your question about whether I can start in March"),
        ("to come back with a start date", "promise", "I was going to come back with a start date"),
        ("I'd introduce her to Tom", "promise", "I was going to introduce you to Tom"),
        ("call him on Monday", "promise", "I was going to call you"),
    ],
)
def test_what_was_asked_for_is_owed(line: str, form: str, text: str) -> None:
    """A thing to send, a deed or an answer; the day by which is left out, since the note may lie for some days."""
    assert weave_owed(line, "en", MIKKEL) == Woven(form, text)


@pytest.mark.parametrize("line", ["salary expectations", "", "nothing", "Dashiell asked for the deck", "how are you?"])
def test_what_nobody_would_write_is_not_owed(line: str) -> None:
    """Private matters, somebody else's wish, and in a panel a question of nobody knows whom."""
    assert weave_owed(line, "en", MIKKEL, others=["Dashiell Mora"]) is None


@pytest.mark.parametrize(
    "line, text",
    [
        ("case study next week, then CTO", "the case study"),
        ("a second interview with the CTO", "a second interview with the CTO"),
        ("meet the team in Berlin", "meeting the team in Berlin"),
        ("onsite in Berlin on 3 December", "the onsite in Berlin"),
        ("the next step is a take-home", "a take-home"),
        ("technical interview (90 min) + case", "the technical interview"),
        ("call with the CTO", "the call with the CTO"),
        ("two more rounds", "two more rounds"),
    ],
)
def test_what_comes_next_is_something_to_look_forward_to(line: str, text: str) -> None:
    """The first of several, with its article, without its day."""
    assert weave_next(line, "en", MIKKEL) == Woven("next", text)


@pytest.mark.parametrize(
    "line",
    ["they will let me know by Friday", "decision by Friday", "send documents", "talk to his boss", "none", "TBD"],
)
def test_what_is_theirs_to_do_is_no_step_to_mention(line: str) -> None:
    """Nobody writes that they look forward to a decision, or to being told."""
    assert weave_next(line, "en", MIKKEL) is None


@pytest.mark.parametrize(
    "read, line, language, text",
    [
        (weave_next, "Fallstudie nächste Woche, dann Gespräch mit der Leitung", "de", "Fallstudie"),
        (weave_next, "un deuxième entretien la semaine prochaine", "fr", "un deuxième entretien"),
        (weave_next, "segunda entrevista con el equipo el martes", "es", "segunda entrevista con el equipo"),
        (weave_owed, "um den Link zu meinem Vortrag bis Montag", "de", "den Link zu meinem Vortrag"),
        (weave_owed, "le lien vers mon exposé", "fr", "le lien vers mon exposé"),
        (weave_owed, "el enlace a mi charla", "es", "el enlace a mi charla"),
    ],
)
def test_other_languages_keep_the_words_of_such_lines(
    read: Callable[..., Woven | None], line: str, language: str, text: str
) -> None:
    """Without the day, and without a third person."""
    woven = read(line, language, MIKKEL)

    assert woven is not None
    assert woven.text == text


def test_a_line_for_one_person_is_nobody_elses() -> None:
    """Their name marks it, in any case; a name that two of them have, or none, marks nobody."""
    panel = ["Ann Lee", "Dr. Bob Ray", "Ann Poe"]

    hands = allot(["tides"], panel, marked=[("bob", "sails"), ("Dr. Ray", "tea"), ("Ann", "chess"), ("Cy", "golf")])

    assert hands == (("tides",), ("sails", "tea"), ())


@given(line=st.text(max_size=150), language=st.sampled_from(["en", "de", "fr", "es", "it"]))
def test_any_line_of_what_is_to_come_is_read_without_harm(line: str, language: str) -> None:
    """Whatever somebody typed, the answer is one clean line, or none."""
    for woven in (weave_owed(line, language, MIKKEL), weave_next(line, language, MIKKEL)):
        assert woven is None or (woven.text == " ".join(woven.text.split()) and woven.text.isprintable())


@pytest.mark.parametrize(
    "line, language",
    [
        ("hablamos con calma", "es"),
        ("wir haben lange geredet", "de"),
        ("on a bien discuté", "fr"),
        ("preguntó por SQL", "es"),
    ],
)
def test_minutes_in_other_languages_are_left_out(line: str, language: str) -> None:
    """A whole sentence that is no topic does not become one after a colon."""
    assert weave(line, language, MIKKEL) is None
