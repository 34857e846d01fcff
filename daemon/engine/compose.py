"""What an item says: from what is owed to a draft or a reminder, ready to be written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from daemon.domain.interview import Interviewer
from daemon.domain.item import Draft, Item, Kind, Reminder
from daemon.domain.note import compose_note
from daemon.domain.owed import Owed
from daemon.domain.policy import AccountPolicy
from daemon.domain.reminder_words import DraftLink, ReminderFacts, compose_reminder, people_to_contact
from daemon.ports import Conversations, Notes


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
    ) -> None:
        """
        Compose with the words of *notes*; *clock* dates them.

        Where *conversations* are given, a note answers the one about its interview. *signature* gives, when asked, the
        one to end notes with, "" for that of the account.
        """
        self._account = account
        self._notes = notes
        self._clock = clock
        self._conversations = conversations
        self._signature = signature

    def compose(self, owed: Owed, name: str) -> Draft | Reminder:
        """Give what is to be written for *owed* under *name* (`item_name`)."""
        if owed.kind.is_draft:
            return self.note(owed, name)
        facts = ReminderFacts(
            kind=owed.kind,
            interview=owed.interview,
            me=self._account.me,
            people=self._people(owed),
            drafts=tuple(self._draft_link(item, owed) for item in owed.drafts),
            is_tentative=owed.is_tentative,
            superseded_by=owed.superseded_by,
        )
        return compose_reminder(
            facts, self._account.policy, self._notes, name=name, start=owed.due, also_at=owed.also_at
        )

    def note(self, owed: Owed, name: str) -> Draft:
        """
        Give the thank-you note for *owed*, dated now.

        Raises:
            IntegrationError: The conversation, or the signature, could not be asked for.
        """
        if owed.note is None:
            raise ValueError(f"{owed.kind} is no note")
        facts = owed.note
        if self._signature is not None and (signature := self._signature()):
            facts = replace(facts, sender=replace(facts.sender, signature=signature))
        draft = compose_note(facts, self._notes, name=name, date=self._clock().astimezone(self._account.policy.zone))
        recipients = [one.email for one in draft.to]
        if self._conversations is None or not recipients:
            return draft
        thread = self._conversations.about(owed.interview, recipients)
        # The mailbox shows it in the conversation only under the same subject.
        return replace(draft, thread=thread, subject=f"Re: {thread.subject}") if thread else draft

    @staticmethod
    def _people(owed: Owed) -> tuple[Interviewer, ...]:
        """Whom to call are the people who were met; whom to ask how it stands is who runs the process."""
        if owed.kind is Kind.FEEDBACK_CALL:
            people = (*owed.panel, *owed.interview.recruiters)
            return tuple({one.email.casefold() or one.name: one for one in people}.values())
        return people_to_contact(owed.interview, owed.panel)

    @staticmethod
    def _draft_link(item: Item, owed: Owed) -> DraftLink:
        """Name the draft of a review by whom it is to."""
        names = {person.email.casefold(): person.name for person in owed.panel}
        who = [names.get(address.casefold()) or address for address in item.to]
        return DraftLink(", ".join(who), item.link, has_address=bool(item.to))
