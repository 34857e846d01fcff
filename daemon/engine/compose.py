"""What an item says: from what is owed to a draft or a reminder, ready to be written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from daemon.domain.item import Draft, Item, Kind, Reminder
from daemon.domain.letter import LetterFacts, compose_letter
from daemon.domain.note import NoteFacts, compose_note
from daemon.domain.owed import Owed
from daemon.domain.policy import AccountPolicy
from daemon.domain.reminder_words import DraftLink, ReminderFacts, compose_reminder
from daemon.ports import Conversations, Notes

if TYPE_CHECKING:
    from daemon.engine.reword import Reworder


class Composer:
    """Writes for one account; the same facts give the same words."""

    def __init__(
        self,
        account: AccountPolicy,
        notes: Notes,
        clock: Callable[[], datetime],
        *,
        conversations: Conversations | None = None,
        signature: Callable[[], str] | None = None,
        reworder: Reworder | None = None,
    ) -> None:
        """
        Compose with the words of *notes*; *clock* dates them.

        Where *conversations* are given, a note answers the one about its interview. *signature* gives, when asked, the
        one to end notes with, "" for that of the account. With *reworder*, notes are said in its words.
        """
        self._account = account
        self._notes = notes
        self._clock = clock
        self._conversations = conversations
        self._signature = signature
        self._reworder = reworder

    def begin_pass(self) -> None:
        """Take no notice any more of what failed in the last pass."""
        if self._reworder is not None:
            self._reworder.begin_pass()

    def rewording_of(self, name: str) -> str | None:
        """Tell what came of having the note *name* reworded, as `Reworder.outcomes`; None where nobody is asked."""
        return None if self._reworder is None else self._reworder.outcomes.get(name)

    def compose(self, owed: Owed, name: str) -> Draft | Reminder:
        """Give what is to be written for *owed* under *name* (`item_name`)."""
        if owed.note is not None:
            return self.note(owed, name)
        links = tuple(self._draft_link(item, owed) for item in owed.drafts)
        is_review = owed.kind is Kind.REVIEW
        facts = ReminderFacts(
            kind=owed.kind,
            interview=replace(owed.interview, decision_by=owed.decision_by),
            me=self._account.me,
            company=owed.company,
            role=owed.role,
            event_link=owed.interview.link,
            people=owed.contacts,
            recruiters=owed.recruiters,
            drafts=links if is_review else (),
            draft=None if is_review else next(iter(links), None),
            has_asked=owed.has_asked,
            is_tentative=owed.is_tentative,
            superseded_by=owed.superseded_by,
        )
        return compose_reminder(
            facts, self._account.policy, self._notes, name=name, start=owed.due, also_at=owed.also_at
        )

    def note(self, owed: Owed, name: str) -> Draft:
        """
        Give the draft for *owed*, dated now.

        Raises:
            IntegrationError: The conversation, or the signature, could not be asked for.
        """
        facts = owed.note
        if facts is None:
            raise ValueError(f"{owed.kind} is no note")
        if self._signature is not None and (signature := self._signature()):
            facts = replace(facts, sender=replace(facts.sender, signature=signature))
        date = self._clock().astimezone(self._account.policy.zone)
        if isinstance(facts, LetterFacts):
            draft = compose_letter(facts, self._notes, name=name, date=date)
        else:
            draft = compose_note(facts, self._notes, name=name, date=date)
        recipients = [one.email for one in draft.to]
        if self._conversations is not None and recipients:
            thread = self._conversations.about(owed.interview, recipients)
            # The mailbox shows it in the conversation only under the same subject.
            draft = replace(draft, thread=thread, subject=f"Re: {thread.subject}") if thread else draft
        # Last: what cannot be asked for now is tried again later, and the rewording is settled once.
        if self._reworder is None:
            return draft
        return self._reworder.reworded(draft, owed, lambda: self._siblings(facts, draft))

    def _siblings(self, facts: NoteFacts | LetterFacts, draft: Draft) -> list[Draft]:
        """Give what the templates say to the others of a panel, from whose place *draft* was written for *facts*."""
        if isinstance(facts, LetterFacts):
            return []
        others = [place for place in range(len(facts.panel) + 1) if place != facts.position]
        return [
            compose_note(replace(facts, position=place), self._notes, name=draft.name, date=draft.date)
            for place in others
        ]

    @staticmethod
    def _draft_link(item: Item, owed: Owed) -> DraftLink:
        """Name a draft by whom it is to."""
        people = (*owed.panel, *owed.contacts, *owed.recruiters)
        names = {person.email.casefold(): person.name for person in people if person.name}
        who = [names.get(address.casefold()) or address for address in item.to]
        return DraftLink(", ".join(who), item.link, has_address=bool(item.to))
