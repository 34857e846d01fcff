"""Which conversation is the one about an interview."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.domain.conversation import bare_subject, is_about
from daemon.domain.interview import Interview
from tests.factories import interview


def about(subject: str, *, with_interviewer: bool = True, **changes: Any) -> bool:
    return is_about(subject, interview(**changes), with_interviewer=with_interviewer)


@pytest.mark.parametrize(
    "subject",
    [
        "Next steps",
        "Re: Next steps",
        "RE: Next steps",
        "re:Next steps",
        "Re : Next steps",
        "Re: Re: Re: Next steps",
        "Fwd: Re: Next steps",
        "FW: Next steps",
        "AW: Next steps",
        "WG: AW: Next steps",
        "Antw: Next steps",
        "TR: RE: Next steps",
        "RÉP: Next steps",
        "SV: VS: Next steps",
        "RV: R: Next steps",
        "Re[2]: Next steps",
        "  Re:\r\n\tNext \t steps ",
    ],
)
def test_a_subject_is_bare_of_what_programs_put_before_it(subject: str) -> None:
    """In any language, as often as it was answered, on one line."""
    assert bare_subject(subject) == "Next steps"


@pytest.mark.parametrize(
    "subject", ["Regarding: you", "Result: hired", "Re", "Forward: march", "Interview: Re", "ACME: Re: x", "", "2: 1"]
)
def test_other_words_before_a_colon_belong_to_the_subject(subject: str) -> None:
    """Only whole prefixes go."""
    assert bare_subject(subject) == subject


@given(st.text(max_size=40), st.lists(st.sampled_from(["Re: ", "AW:", "Fwd: ", "re[2]: ", "SV : "]), max_size=4))
def test_prefixes_make_no_difference(subject: str, prefixes: list[str]) -> None:
    """Whatever is before it, the bare subject is the same, and bare."""
    bare = bare_subject(subject)

    assert bare_subject("".join(prefixes) + subject) == bare
    assert bare_subject(bare) == bare
    assert bare == " ".join(bare.split())


@pytest.mark.parametrize(
    "subject",
    [
        "ACME",
        "Your talk with acme",
        "Re: Talking to ACME, Inc.",
        "Backend engineer (m/f/d)",
        "Backend-Engineer",
        "Interview: Backend Engineer at ACME",
        "Invitation: Interview: Backend Engineer at ACME @ Tue Dec 1, 2026 2pm - 3pm (CET) (sam@example.com)",
        "Updated invitation: Interview: Backend Engineer at ACME @ Tue Dec 1, 2026",
        "Canceled event: Interview: Backend Engineer at ACME @ Tue Dec 1",
        "Accepted: Interview: Backend Engineer at ACME @ Tue Dec 1, 2026 2pm (CET) (Sam Lee)",
    ],
)
@pytest.mark.parametrize("with_interviewer", [True, False])
def test_one_that_names_company_role_or_title_is_about_it(subject: str, with_interviewer: bool) -> None:
    """Whole words, in any case, with whoever it is; calendar invitations too."""
    assert about(subject, with_interviewer=with_interviewer)


@pytest.mark.parametrize(
    "subject",
    [
        "Interview",
        "Your interview next week",
        "Phone screen",
        "Next steps",
        "Your application",
        "Einladung zum Vorstellungsgespräch",
        "Ihre Bewerbung",
        "Entretien de mardi",
        "Votre candidature",
        "Entrevista",
        "Onsite on Friday",
    ],
)
def test_with_an_interviewer_a_word_is_enough(subject: str) -> None:
    """A recruiter may be talking of several companies: with them it is not."""
    assert about(subject)
    assert not about(subject, with_interviewer=False)


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "Lunch?",
        "Acmeville",
        "ACMEs",
        "Frontend Engineer",
        "Engineer, Backend",
        "Interviewfragen",
        "Invoice 2026-12 @ ACMEville",
        "Re: Re:",
    ],
)
@pytest.mark.parametrize("with_interviewer", [True, False])
def test_one_about_something_else_is_not(subject: str, with_interviewer: bool) -> None:
    """Parts of words, other roles, other matters."""
    assert not about(subject, with_interviewer=with_interviewer)


@pytest.mark.parametrize("subject", ["Globex: next steps", "Interview at Globex", "Data Engineer"])
def test_a_recruiters_other_company_is_another_conversation(subject: str) -> None:
    """Whom to thank for what must not be mixed up."""
    assert not about(subject, with_interviewer=False)


@pytest.mark.parametrize("title", ["Interview", "Interview #interview", "Onsite interview", "#interview", "", "Call"])
def test_a_title_that_says_nothing_names_nothing(title: str) -> None:
    """A recruiter's "Interview with Globex" is not about the one at ACME, though that is called "Interview"."""
    for subject in ("Interview with Globex", "Onsite interview at Globex", "Call with Globex"):
        assert not about(subject, with_interviewer=False, title=title, role="")


def test_short_names_are_found_in_too_many_subjects() -> None:
    """A company of two letters, or no company, names nothing."""
    for company in ("HP", "3M", "", "-", "X"):
        assert not about(
            f"About {company} and the x of hp", with_interviewer=False, company=company, role="", title="Call with them"
        )
    assert about("SAP: Gespräch", with_interviewer=False, company="SAP", role="", title="")


def test_hashtags_are_no_part_of_a_title() -> None:
    """The person's own marks stand in no subject; a title of nothing else names nothing."""
    assert about("Chat with Zoë", title="Chat with Zoë #interview #final-round", company="", role="")
    assert not about("interview", title="#interview", company="", role="", with_interviewer=False)


def test_accents_and_case_make_no_difference() -> None:
    """Names are compared as people type them."""
    assert about("societe generale: suite", company="Société Générale", role="", title="", with_interviewer=False)
    assert about("MÜNCHENER RÜCK", company="Münchener Rück", role="", title="", with_interviewer=False)


TEXT = st.text(max_size=30)
INTERVIEWS = st.builds(interview, company=TEXT, role=TEXT, title=TEXT)


@given(subject=TEXT, one=INTERVIEWS)
def test_a_recruiters_conversation_is_the_interviewers_too(subject: str, one: Interview) -> None:
    """What is about it with a recruiter is about it with an interviewer; any words are an answer."""
    assert is_about(subject, one, with_interviewer=True) >= is_about(subject, one, with_interviewer=False)


@given(subject=TEXT, one=INTERVIEWS, prefix=st.sampled_from(["Re: ", "AW: Fwd: ", "re[2]:"]), strict=st.booleans())
def test_an_answer_is_about_the_same(subject: str, one: Interview, prefix: str, strict: bool) -> None:
    """A prefix changes nothing."""
    plain = is_about(subject, one, with_interviewer=strict)

    assert is_about(prefix + subject, one, with_interviewer=strict) == plain
