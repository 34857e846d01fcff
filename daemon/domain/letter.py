"""
Composing the notes that come after the thank-you: the one that asks how it stands, and the one that asks for a call.

Each sentence has four or more wordings, and the seed chooses, so that no two letters of one person read alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from daemon.domain.draft_words import (
    LONGEST_COMPANY,
    as_html,
    clean_name,
    clean_role,
    ending,
    from_mailbox,
    greeting,
    offset,
    short_subject,
    to_mailboxes,
    wordings,
)
from daemon.domain.interview import Interviewer
from daemon.domain.item import Draft, Kind, digest_of
from daemon.domain.policy import Me
from daemon.domain.words import Notes

#: Which sentences make a paragraph together, for each kind; the seed chooses.
SHAPES = {
    Kind.FOLLOW_UP_NOTE: (
        (("opening", "ask"), ("interest", "close")),
        (("opening",), ("ask",), ("interest", "close")),
        (("opening", "interest"), ("ask", "close")),
    ),
    Kind.FEEDBACK_REQUEST: (
        (("opening", "purpose"), ("ask", "what"), ("way_out",)),
        (("opening",), ("purpose", "ask", "what"), ("way_out",)),
        (("opening", "purpose"), ("ask", "what", "way_out")),
    ),
}


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """All that such a note is made from."""

    #: `Kind.FOLLOW_UP_NOTE` or `Kind.FEEDBACK_REQUEST`.
    kind: Kind
    recipient: Interviewer
    sender: Me
    #: The choice of wording depends on it: account and application.
    seed: str
    #: The day of the last conversation, in the account's zone.
    met_on: date
    company: str = ""
    role: str = ""
    #: The day by which they said that they would decide.
    decision_by: date | None = None
    #: The recipient runs the process and was not met in an interview.
    is_recruiter: bool = False
    #: A language tag: the `language:` line or the account's.
    language: str = "en"

    def __post_init__(self) -> None:
        if self.kind not in SHAPES:
            raise ValueError(f"{self.kind} is no letter")

    def digest(self) -> str:
        """
        Condense what the words depend on, to tell whether an untouched draft has to be written anew.

        The seed is left out: another choice of words alone is no reason to write one anew.
        """
        return digest_of(
            self.kind.value,
            # Not their phone: no note says it.
            (self.recipient.email, self.recipient.name, self.recipient.greeting),
            (self.sender.name, self.sender.email, self.sender.signature),
            self.met_on.isoformat(),
            self.company,
            self.role,
            self.decision_by.isoformat() if self.decision_by and self.kind is Kind.FOLLOW_UP_NOTE else "",
            self.is_recruiter,
            self.language,
        )


def compose_letter(facts: LetterFacts, notes: Notes, *, name: str, date: datetime) -> Draft:
    """
    Write the note for *facts* as a draft called *name* (`item_name`), dated *date* (aware).

    The same facts give the same words. A recipient whose address is missing or cannot be written in a header is
    greeted, and `Draft.to` is empty.
    """
    language = notes.render("language", facts.language, {}).strip()
    company, role = clean_name(facts.company, LONGEST_COMPANY), clean_role(facts.role)
    values: dict[str, object] = {
        "company": company,
        "role": role,
        "known": bool(company or role),
        "met_on": facts.met_on,
        "decision": facts.decision_by,
        "recruiter": facts.is_recruiter,
    }

    def lines(slot: str) -> list[str]:
        return wordings(notes, f"{facts.kind.value}/{slot}", language, values)

    def at(slot: str, count: int) -> int:
        return offset(f"{facts.seed}\n{facts.kind.value}", slot, count)

    def sentence(slot: str) -> str:
        return (found := lines(slot))[at(slot, len(found))]

    shapes = SHAPES[facts.kind]
    body = [" ".join(sentence(slot) for slot in slots) for slots in shapes[at("shape", len(shapes))]]
    paragraphs = [greeting([facts.recipient], notes, language), *body, ending(facts.sender, sentence("signoff"))]
    subjects = lines("subject")
    return Draft(
        name=name,
        sender=from_mailbox(facts.sender),
        to=to_mailboxes([facts.recipient]),
        subject=short_subject(subjects, at("subject", len(subjects) - 1)),
        text="\n\n".join(paragraphs),
        html=as_html(paragraphs),
        date=date,
    )
