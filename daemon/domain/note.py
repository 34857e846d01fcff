"""
Composing a thank-you note: which sentences, for whom, in which order. The sentences themselves are templates.

Siblings (the notes to the people of one panel) share no sentence beyond greeting and sign-off: each sentence has
eight or more wordings, and a sibling takes the one that its position among them points to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from daemon.domain.dealing import Hand, Said, deal
from daemon.domain.draft_words import (
    LONGEST_COMPANY,
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
from daemon.domain.draft_words import as_html as as_html  # known by this name here as well
from daemon.domain.interview import Interviewer, Outcome
from daemon.domain.item import Draft, digest_of
from daemon.domain.occurrence import require_aware
from daemon.domain.policy import Me
from daemon.domain.talk import is_recruiters_talk, talk_of
from daemon.domain.weave import Woven, weave, weave_next, weave_owed
from daemon.domain.words import Notes

#: Which sentences make a paragraph together; siblings take turns.
SHAPES = (
    (("opening", "appreciation"), ("woven",), ("interest", "close")),
    (("opening",), ("appreciation", "woven"), ("interest", "close")),
    (("opening", "appreciation"), ("woven", "interest"), ("close",)),
)


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """All that a thank-you note is made from."""

    #: Whom it goes to: one person, or all where the person wants one note.
    recipients: tuple[Interviewer, ...]
    sender: Me
    #: The same for all siblings (account and identity of the interview); the choice of wording depends on it.
    seed: str
    #: When the interview ended; aware, in the account's zone. A note may name the weekday.
    ended: datetime
    company: str = ""
    role: str = ""
    #: All `notes:` lines of the interview; which of them this note may use is decided here.
    notes: tuple[str, ...] = ()
    #: Names of the others of the panel, in their order among the siblings, without the recipients.
    panel: tuple[str, ...] = ()
    #: A language tag: the `language:` line or the account's.
    language: str = "en"
    #: Its place among the siblings, from 0.
    position: int = 0
    #: Words that tell what sort of talk it was, such as the title; "" where nothing does.
    stage: str = ""
    #: Thanked for want of an interviewer: a recruiter, a scheduler, a team's mailbox.
    is_recruiter: bool = False
    outcome: Outcome | None = None
    #: What was talked about with one of them, each with the name as it was written: nobody else gets it.
    notes_for: tuple[tuple[str, str], ...] = ()
    #: What comes next, and what the person was asked for or promised; each is in one note only.
    next_steps: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    #: Thanked for want of an interviewer, and it was they with whom the talk was.
    is_with_recruiter: bool = False
    #: What has been dealt to each of the siblings, in their order; empty where it is dealt out of the above.
    dealt: tuple[Hand, ...] = ()

    def __post_init__(self) -> None:
        require_aware(self.ended, "ended")

    def digest(self) -> str:
        """Condense what the words depend on, to tell whether an untouched draft has to be written anew."""
        return digest_of(
            # Not their phone: no note says it.
            tuple((one.email, one.name, one.greeting) for one in self.recipients),
            (self.sender.name, self.sender.email, self.sender.signature),
            self.ended.date().isoformat(),
            self.company,
            self.role,
            self.lines(),
            self.language,
            self.position,
            (self.talk(), self.situation()),
            *(("unmet",) if self.outcome and self.is_unmet() else ()),
            # Where there is none the digest is the one that notes of before have.
            *((said,) if any(said := (self.owed(), self.steps())) else ()),
        )

    def lines(self) -> tuple[str, ...]:
        """Give the `notes:` lines that are this note's own: no sibling has them."""
        return self._hand()[0]

    def owed(self) -> tuple[str, ...]:
        """Give the `asked:` lines that are this note's own."""
        return self._hand()[1]

    def steps(self) -> tuple[str, ...]:
        """Give the `next steps:` lines that are this note's own."""
        return self._hand()[2]

    def _hand(self) -> Hand:
        """Deal all lines out among the siblings, so that none is in two notes, and give what fell to this one."""
        if len(self.recipients) != 1:
            unique = (tuple(dict.fromkeys(lines)) for lines in (self.notes, self.asked, self.next_steps))
            notes, asked, steps = unique
            return notes, asked, steps
        at = min(self.position, len(self.panel))
        if self.dealt:
            return self.dealt[at]
        panel = (*self.panel[:at], self.recipients[0].name, *self.panel[at:])
        return deal(Said(self.notes, self.notes_for, self.asked, self.next_steps), panel)[at]

    def talk(self) -> str:
        """Say what sort of talk it was: "call", "chat" (lunch), "debrief" (of a take-home) or "conversation"."""
        return talk_of(self.stage, self.role)

    def situation(self) -> str:
        """Say what sets this note apart, as the templates name it; "" for the ordinary one."""
        if self.outcome is Outcome.REJECTED:
            return "rejected"
        if self.outcome is Outcome.WITHDREW:
            return "withdrew"
        if self.outcome is Outcome.OFFER:
            return "offer"
        if self._is_recruiters_own():
            return "recruiter"
        if self.is_recruiter:
            return "passing_on"
        return self.talk() if self.talk() in {"debrief", "chat"} else ""

    def is_unmet(self) -> bool:
        """Say whether whoever is thanked only arranged the interview: there was no talk with them to thank for."""
        return self.is_recruiter and not self._is_recruiters_own()

    def _is_recruiters_own(self) -> bool:
        return is_recruiters_talk(self.stage, is_thanked_alone=self.is_recruiter and self.is_with_recruiter)


def compose_note(facts: NoteFacts, notes: Notes, *, name: str, date: datetime) -> Draft:
    """
    Write the note for *facts* as a draft called *name* (`item_name`), dated *date* (aware).

    The same facts give the same words. Recipients whose address is missing or cannot be written in a header
    are greeted and left out of `Draft.to`.
    """
    words = _Words(facts, notes)
    paragraphs = [words.greeting(), *words.body(), words.ending()]
    return Draft(
        name=name,
        sender=from_mailbox(facts.sender),
        to=to_mailboxes(facts.recipients),
        subject=words.subject(),
        text="\n\n".join(paragraphs),
        html=as_html(paragraphs),
        date=date,
    )


class _Words:
    """One note's choice of words."""

    def __init__(self, facts: NoteFacts, notes: Notes) -> None:
        self._facts = facts
        self._notes = notes
        self._language = notes.render("language", facts.language, {}).strip()
        company, role = clean_name(facts.company, LONGEST_COMPANY), clean_role(facts.role)
        talk = facts.talk()
        self._values: dict[str, object] = {
            "company": company,
            "role": role,
            "known": bool(company or role),
            "talk": talk if talk == "call" else "conversation",
            "situation": facts.situation(),
            "ended": facts.ended,
            "unmet": facts.is_unmet(),
            "several": len(facts.recipients) > 1,
        }

    def subject(self) -> str:
        lines = self._lines("thank_you/subject")
        return short_subject(lines, self._offset("subject", len(lines) - 1))

    def greeting(self) -> str:
        return greeting(self._facts.recipients, self._notes, self._language)

    def body(self) -> list[str]:
        """Give the paragraphs between greeting and sign-off."""
        sentences = {slot: self._sentence(slot) for slot in ("opening", "appreciation", "interest", "close")}
        # A promise comes first: to forget it is worse than to send nothing.
        details = [one for one in (self._owed(), self._woven()) if one is not None]
        sentences["woven"] = " ".join(self._sentence("woven", form=one.form, text=one.text) for one in details[:2])
        if (step := self._step()) is not None:
            # What they are asked in closing is asked all the same; nobody asks what comes next who knows it.
            slot = "interest" if self._facts.situation() == "passing_on" else "close"
            sentences[slot] = self._sentence("woven", form=step.form, text=step.text)
        shape = SHAPES[self._offset("shape", len(SHAPES))]
        paragraphs = (" ".join(filter(None, (sentences[slot] for slot in slots))) for slots in shape)
        return [paragraph for paragraph in paragraphs if paragraph]

    def ending(self) -> str:
        return ending(self._facts.sender, self._sentence("signoff"))

    def _woven(self) -> Woven | None:
        facts = self._facts
        names = [one.name or one.greeting for one in facts.recipients]
        found = (weave(line, self._language, names, others=facts.panel) for line in facts.lines())
        readings = [one for one in found if one is not None]
        return next((one for one in readings if one.form == "promise"), readings[0] if readings else None)

    def _owed(self) -> Woven | None:
        return self._first(weave_owed, self._facts.owed())

    def _step(self) -> Woven | None:
        """Give what comes next; nothing does once the application is over, or an offer is there."""
        if self._facts.outcome in (Outcome.REJECTED, Outcome.WITHDREW, Outcome.OFFER):
            return None
        return self._first(weave_next, self._facts.steps())

    def _first(self, read: Callable[..., Woven | None], lines: Sequence[str]) -> Woven | None:
        facts = self._facts
        names = [one.name or one.greeting for one in facts.recipients]
        found = (read(line, self._language, names, others=facts.panel) for line in lines)
        return next((one for one in found if one is not None), None)

    def _sentence(self, slot: str, **values: object) -> str:
        lines = self._lines(f"thank_you/{slot}", **values)
        return lines[self._offset(slot, len(lines))] if lines else ""

    def _lines(self, template: str, **values: object) -> list[str]:
        return wordings(self._notes, template, self._language, {**self._values, **values})

    def _offset(self, slot: str, count: int) -> int:
        """Point to one of *count* wordings: elsewhere for each slot, and for each of the siblings."""
        return offset(self._facts.seed, slot, count, self._facts.position)
