"""A client of Google's APIs, made of the standard library alone: it reads."""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

#: By which its requests are told from the program's.
USER_AGENT = "a plain client"


@dataclass(frozen=True)
class PlainDraft:
    """A draft as it lies in the mailbox."""

    id: str
    mail: EmailMessage

    @property
    def to(self) -> str:
        """Give the name of whom it goes to."""
        return ", ".join(one.display_name or one.addr_spec for one in self.mail["To"].addresses)

    @property
    def text(self) -> str:
        """Give what is to be read."""
        body = self.mail.get_body(("plain",))
        return str(body.get_content()).replace("\r\n", "\n").strip() if body is not None else ""


@dataclass(frozen=True)
class PlainClient:
    """Reads at the Google whose root is *root*, with an access token."""

    root: str
    token: str

    def drafts(self) -> list[PlainDraft]:
        """Give all drafts."""
        return [self._draft(each["id"]) for each in self._pages("gmail/v1/users/me/drafts", "drafts")]

    def calendars(self) -> dict[str, str]:
        """Give the titles of the calendars by their ids."""
        return {each["id"]: each["summary"] for each in self._pages("calendar/v3/users/me/calendarList", "items")}

    def events(self, calendar_id: str) -> list[dict[str, Any]]:
        """Give all events of a calendar, by their start."""
        found = self._pages(f"calendar/v3/calendars/{quote(calendar_id, safe='')}/events", "items")
        return sorted(found, key=lambda event: str(event["start"]))

    def _draft(self, draft_id: str) -> PlainDraft:
        found = self._get(f"gmail/v1/users/me/drafts/{quote(draft_id, safe='')}?format=raw")["message"]
        # Padding that is too much is ignored.
        mail = BytesParser(policy=default).parsebytes(base64.urlsafe_b64decode(found["raw"] + "=="))
        assert isinstance(mail, EmailMessage)
        return PlainDraft(draft_id, mail)

    def _pages(self, path: str, name: str) -> Iterator[dict[str, Any]]:
        """Yield what the pages of a list hold under *name*."""
        query = {"maxResults": "250"}
        while True:
            page = self._get(f"{path}?{urlencode(query)}")
            yield from page.get(name, [])
            if "nextPageToken" not in page:
                return
            query["pageToken"] = page["nextPageToken"]

    def _get(self, path: str) -> Any:
        with closing(http.client.HTTPConnection(urlsplit(self.root).netloc, timeout=20)) as connection:
            headers = {"Authorization": f"Bearer {self.token}", "User-Agent": USER_AGENT}
            connection.request("GET", f"/{path}", headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == 200, f"GET /{path}: {answer.status} {body[:200]!r}"
            return json.loads(body)
