"""Reads back what lies in a demo's folders, as a mail program and a calendar would."""

from __future__ import annotations

from pathlib import Path

from daemon.domain.item import Item


def file_of(folder: Path, item: Item) -> Path:
    """Give the file in *folder* that is *item*: it is found by its name, as everything that Afterword makes."""
    return next(path for path in folder.iterdir() if path.name.startswith(item.name))


def draft_of(path: Path) -> tuple[str, str]:
    """Give the title and the text, header first, of the draft in the file *path*."""
    from email import message_from_bytes
    from email.policy import default

    message = message_from_bytes(path.read_bytes(), policy=default)
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    header = "\n".join(f"{name}: {message[name]}" for name in ("From", "To", "Subject") if message[name])
    people = message["To"].addresses if message["To"] else ()
    who = ", ".join(one.display_name or one.addr_spec for one in people) or "somebody without an address"
    return f"Note to {who}", f"{header}\n\n{text.strip()}"


def reminder_of(path: Path) -> tuple[str, str]:
    """Give the title and the description of the reminder in the file *path*."""
    from icalendar import Calendar

    event = Calendar.from_ical(path.read_bytes()).walk("VEVENT")[0]
    return str(event["SUMMARY"]), str(event.get("DESCRIPTION", ""))
