"""Gmail: the methods."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from tests.google_server import mail_search
from tests.google_server.answers import ApiError, Resource, Violation, not_found
from tests.google_server.discovery import Call
from tests.google_server.mail_view import show
from tests.google_server.mailbox import Mailbox, Message
from tests.google_server.paging import Pages
from tests.google_server.schema import read_bytes

#: What a message may have, encoding included.
_MOST_BYTES = 36_700_160
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")
#: With one of these, the metadata scope takes nothing away. (With gmail.readonly it does.)
_FULL_SCOPES = {"https://mail.google.com/", "https://www.googleapis.com/auth/gmail.modify"}
#: A search that looks where one does not look otherwise.
_LOOKS_ASIDE = re.compile(r"(?<!-)\b(?:in|label):(?:anywhere|spam|trash)\b", re.IGNORECASE)
_METADATA = "https://www.googleapis.com/auth/gmail.metadata"


class Gmail(Mailbox):
    """A mailbox, and what the API answers about it."""

    def __init__(self, account: str, name: str, now: Callable[[], datetime], lock: threading.RLock) -> None:
        super().__init__(account, name, now, lock)
        #: How far the search index lags behind: younger messages are not found by `q`.
        self.search_lag = timedelta(0)
        self._pages = Pages()
        self._methods: dict[str, Callable[[Call], Resource | None]] = {
            "gmail.users.getProfile": self._profile,
            "gmail.users.drafts.create": self._create_draft,
            "gmail.users.drafts.list": self._list_drafts,
            "gmail.users.drafts.get": self._get_draft,
            "gmail.users.drafts.update": self._update_draft,
            "gmail.users.drafts.delete": self._delete_draft,
            "gmail.users.messages.list": self._list_messages,
            "gmail.users.messages.get": self._get_message,
            "gmail.users.threads.list": self._list_threads,
            "gmail.users.threads.get": self._get_thread,
            "gmail.users.settings.sendAs.list": lambda _: {"sendAs": [self._address()]},
            "gmail.users.settings.sendAs.get": self._get_address,
        }

    def call(self, call: Call) -> Resource | None:
        """Answer a method."""
        if call.path["userId"] not in ("me", self.account):
            raise ApiError(403, "forbidden", f"Delegation denied for {self.account}")
        method = self._methods.get(call.method.id)
        if method is None:
            raise Violation(f"{call.method.id}: the stand-in does not play this method")
        return method(call)

    def _profile(self, _: Call) -> Resource:
        return {
            "emailAddress": self.account,
            "messagesTotal": len(self.messages),
            "threadsTotal": len({one.thread_id for one in self.messages.values()}),
            "historyId": str(max((one.history_id for one in self.messages.values()), default=1)),
        }

    # Drafts.

    def _create_draft(self, call: Call) -> Resource:
        raw, thread_id = _message_of(call)
        draft_id = self.new_draft(raw, thread_id)
        return _written(draft_id, self.draft(draft_id))

    def _update_draft(self, call: Call) -> Resource:
        raw, thread_id = _message_of(call)
        draft_id, _ = self._draft(call)
        return _written(draft_id, self.replace_draft(draft_id, raw, thread_id))

    def _get_draft(self, call: Call) -> Resource:
        draft_id, message = self._draft(call)
        return {"id": draft_id, "message": show(message, call.text("format", "full"))}

    def _delete_draft(self, call: Call) -> None:
        draft_id, _ = self._draft(call)
        self.delete_draft(draft_id)

    def _draft(self, call: Call) -> tuple[str, Message]:
        draft_id = call.path["id"]
        if draft_id not in self.draft_messages:
            raise not_found("Requested entity was not found.")
        return draft_id, self.draft(draft_id)

    def _list_drafts(self, call: Call) -> Resource:
        draft_of = {message_id: draft_id for draft_id, message_id in self.draft_messages.items()}
        found = [one for one in self._found(call) if one.id in draft_of]
        items = [{"id": draft_of[one.id], "message": {"id": one.id, "threadId": one.thread_id}} for one in found]
        return self._page(call, "drafts", items)

    # Messages and threads.

    def _list_messages(self, call: Call) -> Resource:
        found = [{"id": one.id, "threadId": one.thread_id} for one in self._found(call)]
        return self._page(call, "messages", found)

    def _get_message(self, call: Call) -> Resource:
        message = self.messages.get(call.path["id"])
        if message is None:
            raise not_found("Requested entity was not found.")
        return show(message, self._form(call), call.all("metadataHeaders"))

    def _list_threads(self, call: Call) -> Resource:
        newest: dict[str, Message] = {}
        for one in self._found(call):
            newest.setdefault(one.thread_id, one)
        items = [
            {"id": thread_id, "snippet": show(one, "minimal")["snippet"], "historyId": str(one.history_id)}
            for thread_id, one in newest.items()
        ]
        return self._page(call, "threads", items)

    def _get_thread(self, call: Call) -> Resource:
        messages = self.thread(call.path["id"])
        if not messages:
            raise not_found("Requested entity was not found.")
        form = self._form(call)
        shown = [show(one, form, call.all("metadataHeaders")) for one in messages]
        return {
            "id": call.path["id"],
            "historyId": str(max(one.history_id for one in messages)),
            "messages": shown,
        }

    def _form(self, call: Call) -> str:
        """Give the asked form, where the scopes let one see it."""
        form = call.text("format", "full")
        if form in ("full", "raw") and _is_metadata_only(call):
            raise ApiError(403, "forbidden", f"Metadata scope doesn't allow format {form.upper()}")
        return form

    def _found(self, call: Call) -> Sequence[Message]:
        """Give the messages that a list's parameters let pass, the newest first."""
        now = self.now()
        query = call.text("q")
        if query and _is_metadata_only(call):
            raise ApiError(403, "forbidden", "Metadata scope does not support 'q' parameter")
        test = mail_search.read(query, now)
        labels = set(call.all("labelIds"))
        hidden = set() if call.flag("includeSpamTrash") or _LOOKS_ASIDE.search(query) else {"SPAM", "TRASH"}
        return [
            one
            for one in reversed(self.messages.values())
            if labels <= set(one.labels)
            and not hidden & set(one.labels) - labels
            and (not query or (one.moment <= now - self.search_lag and test(one.searched(self.account))))
        ]

    def _page(self, call: Call, name: str, items: Sequence[Resource]) -> Resource:
        """Give a page of a list; an empty one does not even have the list."""
        rest = self._pages.rest(call) or self._pages.start(call, items)
        page = self._pages.page(rest, min(call.number("maxResults", 100), 500) or 100)
        answer: Resource = {name: list(page.items)} if page.items else {}
        if page.next_page_token:
            answer["nextPageToken"] = page.next_page_token
        return answer | {"resultSizeEstimate": len(items)}

    # Settings.

    def _get_address(self, call: Call) -> Resource:
        if call.path["sendAsEmail"] != self.account:
            raise not_found("Requested entity was not found.")
        return self._address()

    def _address(self) -> Resource:
        return {
            "sendAsEmail": self.account,
            "displayName": self.name,
            "replyToAddress": "",
            "signature": self.signature,
            "isPrimary": True,
            "isDefault": True,
        }


def _is_metadata_only(call: Call) -> bool:
    """Say whether the token is treated as one for metadata, which gmail.readonly beside it does not change."""
    return _METADATA in call.scopes and not call.scopes & _FULL_SCOPES


def _message_of(call: Call) -> tuple[bytes, str | None]:
    """Give the message that a draft is to hold, and its thread."""
    message: Resource = call.body.get("message") or {}
    raw = read_bytes(message.get("raw", ""))
    if not raw:
        raise ApiError(400, "invalidArgument", "'raw' RFC822 payload message string required")
    if not _HEADER.match(raw):
        raise ApiError(400, "invalidArgument", "Invalid message: it does not begin with a header")
    if len(raw) > _MOST_BYTES:
        raise ApiError(413, "uploadTooLarge", "Request Entity Too Large")
    return raw, message.get("threadId") or None


def _written(draft_id: str, message: Message) -> Resource:
    """Give what is answered to a write: the ids, and not the message."""
    return {
        "id": draft_id,
        "message": {"id": message.id, "threadId": message.thread_id, "labelIds": list(message.labels)},
    }
