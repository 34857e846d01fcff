"""
The conversation in Gmail that a note should answer.

A draft stands in a conversation only if three things hold: its `threadId`, In-Reply-To and References that name a
message of it, and the same subject (https://developers.google.com/workspace/gmail/api/guides/threads).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import getaddresses
from typing import Any
from urllib.parse import quote_plus

from daemon.domain.conversation import bare_subject, is_about
from daemon.domain.interview import Interview
from daemon.domain.item import Thread
from integrations.google.client import GoogleClient, StatusError
from integrations.google.scopes import READ_MAIL

_INTEGRATION = "Gmail"
#: So far back a conversation may reach whose newest message is older.
_WITHIN = "newer_than:90d"
#: So many conversations with somebody are looked at, newest first; each costs a request.
_LOOKED_AT = 10
#: As it stands in an address, of which the library puts what is longer than 2,048 characters into the body of a POST.
_LONGEST_QUERY = 1750
_HEADERS = ("Message-ID", "References", "Subject", "From", "To", "Cc")
_ID = re.compile(r"<[^<>\s]+>")
#: What does not count as a message of a conversation: it may never be sent, or was thrown away.
_NOT_MAIL = {"DRAFT", "TRASH", "SPAM", "CHAT"}


class GmailThreads:
    """`Conversations` in the mailbox of the login of *client*."""

    def __init__(self, client: GoogleClient) -> None:
        self._client = client

    def about(self, interview: Interview, recipients: Sequence[str]) -> Thread | None:
        """See `Conversations.about`."""
        if not self._client.may(READ_MAIL):
            return None
        recruiters = [one.email for one in interview.recruiters if one.email and one.email not in recipients]
        for people, are_interviewers in ((recipients, True), (recruiters, False)):
            if people and (thread := self._with(people, interview, are_interviewers)):
                return thread
        return None

    def _with(self, people: Sequence[str], interview: Interview, are_interviewers: bool) -> Thread | None:
        """Give the newest conversation with one of *people* that is about *interview*."""
        names = [name for one in people if (name := re.sub(r'[\s"(){}]', "", one))]
        while len(quote_plus(query := _query(names))) > _LONGEST_QUERY:
            names.pop()
        if not names:
            return None
        threads = self._client.gmail.users().threads()
        request = threads.list(userId="me", q=query, maxResults=_LOOKED_AT, fields="threads(id)")
        newest: tuple[int, Thread] | None = None
        for one in self._client.call(request, _INTEGRATION).get("threads", []):
            found = self._read(one["id"], {name.casefold() for name in names}, interview, are_interviewers)
            if found is not None and (newest is None or found[0] > newest[0]):
                newest = found
        return newest[1] if newest else None

    def _read(
        self, thread_id: str, people: set[str], interview: Interview, are_interviewers: bool
    ) -> tuple[int, Thread] | None:
        """Give when the last message came, and how to answer it; None where the talk is about something else."""
        request = (
            self._client.gmail.users()
            .threads()
            .get(
                userId="me",
                id=thread_id,
                format="metadata",
                metadataHeaders=list(_HEADERS),
                fields="messages(id,labelIds,internalDate,payload(headers))",
            )
        )
        try:
            messages = self._client.call(request, _INTEGRATION).get("messages", [])
        except StatusError as error:
            if error.status in (404, 410):
                return None  # deleted since the list
            raise
        mails = [one for one in messages if not _NOT_MAIL & set(one.get("labelIds", []))]
        if not mails:
            return None
        # The person and they are in it: in one message at least, not only in a quotation.
        if not any(people & _addresses(one) for one in mails):
            return None
        last = max(mails, key=lambda one: int(one.get("internalDate") or 0))
        subject = _header(last, "Subject")
        message_id = _ID.search(_header(last, "Message-ID"))
        if message_id is None or not is_about(subject, interview, with_interviewer=are_interviewers):
            return None
        references = [*_ID.findall(_header(last, "References")), message_id[0]]
        thread = Thread(
            id=thread_id,
            in_reply_to=message_id[0],
            references=" ".join(dict.fromkeys(references)),
            subject=bare_subject(subject),
        )
        return int(last.get("internalDate") or 0), thread


def _query(names: Sequence[str]) -> str:
    """Give what to search for: mail from or to one of the addresses *names*."""
    anyone = " ".join(f"{field}:{name}" for name in names for field in ("from", "to", "cc"))
    return f"{{{anyone}}} {_WITHIN} -in:chats"


def _header(message: dict[str, Any], name: str) -> str:
    headers = (message.get("payload") or {}).get("headers") or []
    return next(
        (str(one.get("value", "")) for one in headers if str(one.get("name", "")).casefold() == name.casefold()), ""
    )


def _addresses(message: dict[str, Any]) -> set[str]:
    fields = [_header(message, name) for name in ("From", "To", "Cc")]
    return {address.casefold() for _, address in getaddresses(fields)}
