"""How a message is shown: minimal, metadata, full or raw."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from email.message import EmailMessage
from typing import cast

from tests.google_server.answers import Resource
from tests.google_server.mailbox import Message


def show(message: Message, form: str, headers: list[str] | None = None) -> Resource:
    """Give a message in one of the four forms; with *headers*, metadata has these only."""
    shown: Resource = {
        "id": message.id,
        "threadId": message.thread_id,
        "labelIds": list(message.labels),
        "snippet": " ".join(message.text.split())[:200],
        "historyId": str(message.history_id),
        "internalDate": str(int(message.moment.timestamp() * 1000)),
        "sizeEstimate": len(message.raw),
    }
    if form == "raw":
        shown["raw"] = urlsafe_b64encode(message.raw).decode()
    elif form == "full":
        shown["payload"] = _part(message.parsed, "")
    elif form == "metadata":
        shown["payload"] = {
            "mimeType": message.parsed.get_content_type(),
            "headers": _headers(message.parsed, headers or None),
        }
    return shown


def _headers(part: EmailMessage, wanted: list[str] | None) -> list[Resource]:
    names = None if wanted is None else {name.casefold() for name in wanted}
    return [
        {"name": name, "value": str(value)} for name, value in part.items() if names is None or name.casefold() in names
    ]


def _part(part: EmailMessage, part_id: str) -> Resource:
    """Give a part with those below it."""
    shown: Resource = {
        "partId": part_id,
        "mimeType": part.get_content_type(),
        "filename": part.get_filename() or "",
        "headers": _headers(part, None),
    }
    if part.is_multipart():
        prefix = f"{part_id}." if part_id else ""
        parts = cast(list[EmailMessage], part.get_payload())
        shown["body"] = {"size": 0}
        shown["parts"] = [_part(one, f"{prefix}{index}") for index, one in enumerate(parts)]
    else:
        content = cast(bytes, part.get_payload(decode=True) or b"")
        shown["body"] = {"size": len(content), "data": urlsafe_b64encode(content).decode()}
    return shown
