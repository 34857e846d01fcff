"""
Composing a thank-you note: which sentences, for whom, in which order. The sentences themselves are templates.

Siblings (the notes to the people of one panel) share no sentence beyond greeting and sign-off: each sentence has
eight or more wordings, and a sibling takes the one that its position among them points to.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from daemon.domain.address import ascii_address
from daemon.domain.interview import Interviewer, Outcome
from daemon.domain.item import Draft, Mailbox, digest_of
from daemon.domain.occurrence import require_aware
from daemon.domain.policy import Me
from daemon.domain.weave import Woven, allot, weave
from daemon.domain.words import Notes

SUBJECT_BELOW = 60
LONGEST_NAME = LONGEST_COMPANY = 60
LONGEST_ROLE = 80

#: Which sentences make a paragraph together; siblings take turns.
SHAPES = (
    (("opening", "appreciation"), ("woven",), ("interest", "close")),
    (("opening",), ("appreciation", "woven"), ("interest", "close")),
    (("opening", "appreciation"), ("woven", "interest"), ("close",)),
)

TITLES = re.compile(r"(?:Dr|Prof|Mr|Mrs|Ms|Mx|Herr|Frau|Professor|Doctor|Sir|Dame|Rev)\b")
CLOSINGS = re.compile(
    r"(?i)(?:(?:best|kind|warm) |kindest |many )?(?:regards|wishes|thanks|cheers|sincerely|yours)|"
    r"(?:viele|beste|herzliche|freundliche) grüße|mit freundlichen|(?:bien )?cordialement|saludos|un cordial"
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

    def __post_init__(self) -> None:
        require_aware(self.ended, "ended")

    def digest(self) -> str:
        """Condense what the words depend on, to tell whether an untouched draft has to be written anew."""
        return digest_of(
            self.recipients,
            (self.sender.name, self.sender.email, self.sender.signature),
            self.ended.date().isoformat(),
            self.company,
            self.role,
            self.lines(),
            self.language,
            self.position,
            (self.talk(), self.situation()),
        )

    def lines(self) -> tuple[str, ...]:
        """Give the `notes:` lines that are this note's own: no sibling has them."""
        if len(self.recipients) != 1:
            return tuple(dict.fromkeys(self.notes))
        before = self.panel[: self.position]
        return allot(self.notes, (*before, self.recipients[0].name, *self.panel[len(before) :]))[len(before)]

    def talk(self) -> str:
        """Say what sort of talk it was: "call", "chat" (lunch), "debrief" (of a take-home) or "conversation"."""
        stage = self.stage.replace(self.role, " ") if self.role else self.stage
        if re.search(r"(?i)\b(?:take-?home|debrief)\b", stage):
            return "debrief"
        is_call = re.search(r"(?i)\b(?:phone|telephone|call|telefonat|anruf|téléphone|téléphonique|llamada)\b", stage)
        if re.search(r"(?i)\b(?:lunch|coffee|dinner|breakfast|team chat|mittagessen|déjeuner|almuerzo)\b", stage):
            return "conversation" if is_call else "chat"
        return "call" if is_call else "conversation"

    def situation(self) -> str:
        """Say what sets this note apart, as the templates name it; "" for the ordinary one."""
        if self.outcome is Outcome.REJECTED:
            return "rejected"
        if self.outcome is Outcome.WITHDREW:
            return "withdrew"
        if self.outcome is Outcome.OFFER:
            return "offer"
        if re.search(
            r"(?i)\b(?:recruiter|hr|talent)\b.*\b(?:screen|call|chat|interview)|\brecruiter screen", self.stage
        ):
            return "recruiter"
        if self.is_recruiter:
            return "passing_on"
        return self.talk() if self.talk() in {"debrief", "chat"} else ""


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
        sender=Mailbox(_one_line(facts.sender.name), facts.sender.email),
        to=tuple(
            Mailbox(_one_line(one.name), address) for one in facts.recipients if (address := ascii_address(one.email))
        ),
        subject=words.subject(),
        text="\n\n".join(paragraphs),
        html=as_html(paragraphs),
        date=date,
    )


def as_html(paragraphs: Sequence[str]) -> str:
    """Show *paragraphs* of plain text as HTML, and nothing more."""
    return "\n".join("<p>" + "<br>\n".join(html.escape(one, quote=False).split("\n")) + "</p>" for one in paragraphs)


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
            "several": len(facts.recipients) > 1,
        }

    def subject(self) -> str:
        *lines, general = self._lines("thank_you/subject")
        turned = lines[(at := self._offset("subject", len(lines))) :] + lines[:at] if lines else []
        return next((line for line in turned if len(line) < SUBJECT_BELOW), general)

    def greeting(self) -> str:
        people = self._facts.recipients
        names = [clean_name(one.greeting, LONGEST_NAME) for one in people]
        values = {
            "names": names if all(names) else [],
            "full_names": [full_name(one, name) for one, name in zip(people, names, strict=True)],
            "titled": any(TITLES.match(name) for name in names),
        }
        return self._lines("thank_you/greeting", **values)[0]

    def body(self) -> list[str]:
        """Give the paragraphs between greeting and sign-off."""
        sentences = {slot: self._sentence(slot) for slot in ("opening", "appreciation", "interest", "close")}
        woven = self._woven()
        sentences["woven"] = self._sentence("woven", form=woven.form, text=woven.text) if woven else ""
        shape = SHAPES[self._offset("shape", len(SHAPES))]
        paragraphs = (" ".join(filter(None, (sentences[slot] for slot in slots))) for slots in shape)
        return [paragraph for paragraph in paragraphs if paragraph]

    def ending(self) -> str:
        """Give sign-off and signature; a signature that begins with a sign-off of its own keeps that."""
        signature = [line.strip() for line in self._facts.sender.signature.strip().splitlines()]
        if signature and signature[0].rstrip() == "--":
            signature = signature[1:]
        signature = signature or [_one_line(self._facts.sender.name)]
        if CLOSINGS.match(signature[0]):
            return "\n".join(signature)
        return "\n".join(filter(None, (self._sentence("signoff"), *signature)))

    def _woven(self) -> Woven | None:
        facts = self._facts
        names = [one.name or one.greeting for one in facts.recipients]
        found = (weave(line, self._language, names, others=facts.panel) for line in facts.lines())
        readings = [one for one in found if one is not None]
        return next((one for one in readings if one.form == "promise"), readings[0] if readings else None)

    def _sentence(self, slot: str, **values: object) -> str:
        lines = self._lines(f"thank_you/{slot}", **values)
        return lines[self._offset(slot, len(lines))] if lines else ""

    def _lines(self, template: str, **values: object) -> list[str]:
        text = self._notes.render(template, self._language, {**self._values, **values})
        return [line for line in text.splitlines() if line]

    def _offset(self, slot: str, count: int) -> int:
        """Point to one of *count* wordings: elsewhere for each slot, and for each of the siblings."""
        start = int.from_bytes(hashlib.sha256(f"{self._facts.seed}\n{slot}".encode()).digest()[:4], "big")
        return (start + self._facts.position) % count if count else 0


def clean_name(value: str, longest: int) -> str:
    """Make a name fit for a sentence: one line, no brackets; "" where it holds what no name holds, or is too long."""
    value = _one_line(re.sub(r"\s*[(\[][^()\[\]]*[)\]]", "", value)).strip(" ,;:-–—|/")
    if re.search(r"[<>{}\[\]()@|\\`~#*_]|://|\bwww\.", value) or len(value) > longest:
        return ""
    return value


def full_name(person: Interviewer, greeting: str) -> str:
    """Give the whole name where it only adds to *greeting*: languages with a formal address greet by it."""
    whole = clean_name(person.name, LONGEST_NAME)
    return whole if whole.startswith(f"{greeting} ") and "," not in whole else greeting


def clean_role(value: str) -> str:
    """Make a role fit to stand before the word "role": as `clean_name`, and without that word of its own."""
    return re.sub(r"(?i)\s+(?:role|position|job|vacancy)$", "", clean_name(value, LONGEST_ROLE))


def _one_line(value: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())
