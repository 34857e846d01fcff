"""
Drafts in Gmail: `drafts.create`, `get`, `list`, `update` and `delete`, nothing else of Gmail's that writes.

A draft keeps its id for life; its message gets a new id whenever it is written, by us, by the person, by anything.
Untouched is therefore what has the message id that we know, and of the others what still says the same. Gone means sent
or deleted; the server tells no difference, and there is none for us.

A draft cannot be given an id, so creating it twice makes two. Before one is created, and after an answer was lost, the
drafts are looked through for our Message-ID; where the server put another in its place, a draft made since the attempt
with the same recipients, subject and text is it. (The search of `drafts.list` lags behind writes: it is not used.)
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from daemon.domain.errors import ConflictError, TemporaryError
from daemon.domain.item import Draft
from daemon.ports import Found, Lost
from integrations import mime
from integrations.google.client import GoogleClient, StatusError
from integrations.google.ref import Ref

_PAGE = 500
#: So many drafts are looked at before one is created; each costs a request, once.
_LOOKED_THROUGH = 200
#: So long a list may lag behind.
_LAG = timedelta(seconds=2)
#: Google's clock and ours may differ by so much.
_SKEW = timedelta(hours=1)
_MESSAGE_ID = re.compile(r"\s*<([^<>\s]+)>\s*")


class _Head(NamedTuple):
    """What is remembered of a draft that no ref leads to."""

    message: str
    #: Left side of its Message-ID where that is built like ours, else "".
    name: str
    #: When its message was written.
    written: datetime


class GmailDrafts:
    """
    The `Store` of drafts; *name* is what messages call the mailbox, *address* the person's.

    The address is for the Message-ID's domain and for links, which open in the right one of several accounts.
    """

    def __init__(self, name: str, client: GoogleClient, address: str) -> None:
        self._name = name
        self._client = client
        self._address = address
        #: Message ids by draft id, as this pass listed them; None until it did.
        self._listed: dict[str, str] | None = None
        #: Nothing was written since.
        self._is_current = False
        self._heads: dict[str, _Head] = {}

    def find(self, name: str, ref: str = "", lost: Lost | None = None) -> Found | None:
        """See `Store.find`. A list answers until something is written; what is to be overwritten is looked at anew."""
        if not self._is_current:
            self._listed = None
        listed = self._list()
        known = Ref.of(ref, name)
        if known:
            if listed.get(known.id) == known.version:
                return known.found()
            # A list may lag behind: "gone" is said only by the draft itself.
            return self._as_found(name, known.id, self._get(known.id))
        found = self._by_content(name, lost, listed)
        if found is None and lost is not None:
            # A second look before it is written again: the list may lag behind the write whose answer was lost.
            self._client.pause(_LAG)
            self._listed = None
            found = self._by_content(name, lost, self._list())
        return found

    def create(self, content: Draft, later: Collection[str] = ()) -> Found:
        """See `Store.create`."""
        # Of a ledger that was lost, or of another machine; the newest come first.
        names = {content.name, *later}
        if any(head.name in names for _, head in islice(self._look_through(self._list()), _LOOKED_THROUGH)):
            raise ConflictError(self._name, "A draft of that name is there already.")
        request = self._drafts().create(userId="me", body=self._body(content), fields="id,message(id)")
        answer = self._write(request)
        return self._written(content, answer["id"], answer["message"]["id"])

    def replace(self, name: str, found: Found, content: Draft) -> Found:
        """See `Store.replace`. Gmail knows no condition, so what lies there is looked at just before."""
        ref = self._untouched(name, found)
        if ref is None:
            raise ConflictError(self._name, "The draft is no longer there.")
        request = self._drafts().update(userId="me", id=ref.id, body=self._body(content), fields="id,message(id)")
        try:
            answer = self._write(request)
        except StatusError as error:
            if error.status != 404:
                raise
            raise ConflictError(self._name, "The draft is no longer there.") from error
        return self._written(content, ref.id, answer["message"]["id"])

    def remove(self, name: str, found: Found) -> None:
        """See `Store.remove`."""
        ref = self._untouched(name, found)
        if ref is None:
            return
        try:
            self._write(self._drafts().delete(userId="me", id=ref.id))
        except StatusError as error:
            if error.status not in (404, 410):
                raise

    def remarks(self) -> Sequence[str]:
        """See `Store.remarks`."""
        return ()

    def reach(self) -> None:
        """See `Store.reach`."""
        self._call(self._drafts().list(userId="me", maxResults=1, fields="drafts(id)"))

    def close(self) -> None:
        """See `Store.close`; the next pass lists anew."""
        self._listed = None
        self._is_current = False
        self._client.close()

    # Asking

    def _drafts(self) -> Any:
        return self._client.gmail.users().drafts()

    def _call(self, request: Any) -> dict[str, Any]:
        return self._client.call(request, self._name)

    def _write(self, request: Any) -> dict[str, Any]:
        """Make a request that writes; whatever becomes of it, what was listed before may be wrong now."""
        self._is_current = False
        return self._call(request)

    def _list(self) -> dict[str, str]:
        if self._listed is None:
            listed: dict[str, str] = {}
            token = None
            while True:
                fields = "nextPageToken,drafts(id,message(id))"
                page = self._call(self._drafts().list(userId="me", maxResults=_PAGE, pageToken=token, fields=fields))
                listed.update((one["id"], one["message"]["id"]) for one in page.get("drafts", []))
                token = page.get("nextPageToken")
                if not token:
                    break
            self._listed = listed
            self._is_current = True
        return self._listed

    def _get(self, draft: str, shape: str = "raw", fields: str = "raw") -> dict[str, Any] | None:
        """Give the message of a draft; None where it is gone."""
        request = self._drafts().get(
            userId="me", id=draft, format=shape, fields=f"id,message(id,threadId,internalDate,{fields})"
        )
        try:
            message: dict[str, Any] = self._call(request)["message"]
        except StatusError as error:
            if error.status in (404, 410):
                return None
            raise
        return message

    def _look_through(self, listed: dict[str, str]) -> Iterator[tuple[str, _Head]]:
        """Yield every draft with what tells whose it is; each version of each is looked at once."""
        for gone in self._heads.keys() - listed.keys():
            del self._heads[gone]
        for draft, message_id in list(listed.items()):
            head = self._heads.get(draft)
            if head is None or head.message != message_id:
                message = self._get(draft, "metadata", "payload(headers)")
                if message is None:
                    continue
                known_as = head.name if head else ""
                head = self._head_of(message)
                # Gmail's editor puts a Message-ID of its own in the place of ours; the draft is the same.
                head = self._heads[draft] = head._replace(name=head.name or known_as)
            yield draft, head

    def _head_of(self, message: dict[str, Any]) -> _Head:
        headers = (message.get("payload") or {}).get("headers") or []
        ids = [one.get("value", "") for one in headers if str(one.get("name", "")).casefold() == "message-id"]
        written = datetime.fromtimestamp(int(message.get("internalDate") or 0) / 1000, UTC)
        return _Head(message["id"], self._item_name(ids[0] if ids else ""), written)

    def _item_name(self, message_id: str) -> str:
        """Give the item's name of a Message-ID that is built like ours, else ""."""
        match = _MESSAGE_ID.fullmatch(message_id)
        name = match[1].partition("@")[0] if match else ""
        return name if match and match[1] == mime.message_id(name, domain=self._domain) else ""

    @property
    def _domain(self) -> str:
        return self._address.rpartition("@")[2]

    def _by_content(self, name: str, lost: Lost | None, listed: dict[str, str]) -> Found | None:
        """Look for the item called *name* without knowing where it lies."""
        for draft, head in self._look_through(listed):
            if head.name == name:
                return self._as_found(name, draft, self._get(draft))
        return self._without_our_id(name, lost, listed) if lost else None

    def _without_our_id(self, name: str, lost: Lost, listed: dict[str, str]) -> Found | None:
        """Look for what *lost* tells of among drafts that bear another Message-ID than one of ours."""
        for draft, head in self._look_through(listed):
            if not head.name and head.written >= lost.since - _SKEW:
                found = self._as_found(name, draft, self._get(draft))
                if found is not None and found.fingerprint == lost.fingerprint:
                    return found
        return None

    # What was found, and what is written

    def _untouched(self, name: str, found: Found) -> Ref | None:
        """
        Look at the draft now; None where it is gone.

        Raises:
            ConflictError: It is another one than *found* says.
        """
        ref = Ref.of(found.ref, name)
        message = self._get(ref.id) if ref else None
        if ref is None or message is None:
            return None
        current = self._as_found(name, ref.id, message)
        if message["id"] != ref.version and current is not None and current.fingerprint != found.fingerprint:
            self._is_current = False
            raise ConflictError(self._name, "The draft was changed by somebody else.")
        return ref

    def _as_found(self, name: str, draft: str, message: dict[str, Any] | None) -> Found | None:
        if message is None:
            return None
        raw = str(message.get("raw", ""))
        try:
            data = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
        except (binascii.Error, ValueError) as error:
            raise TemporaryError(self._name, "Google gave a draft that cannot be read.") from error
        return self._ref(name, draft, message["id"], mime.fingerprint_of(data)).found()

    def _written(self, content: Draft, draft: str, message_id: str) -> Found:
        if self._listed is not None:
            self._listed[draft] = message_id
        self._heads[draft] = _Head(message_id, content.name, content.date)
        return self._ref(content.name, draft, message_id, content.fingerprint()).found()

    def _ref(self, name: str, draft: str, message_id: str, fingerprint: str) -> Ref:
        # Gmail's web page opens a draft by the id of its message.
        link = f"https://mail.google.com/mail/?authuser={self._address}#drafts?compose={message_id}"
        return Ref(name, "", draft, message_id, fingerprint, link)

    def _body(self, content: Draft) -> dict[str, Any]:
        raw = base64.urlsafe_b64encode(mime.to_bytes(content, domain=self._domain, newline="\r\n")).decode("ascii")
        message = {"raw": raw}
        if content.thread is not None:
            message["threadId"] = content.thread.id
        return {"message": message}
