"""What emulate starts with: calendars, events and messages, in the words of its seed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

SAM = "sam@example.com"
#: One thing of a seed, with emulate's own names.
Seed = Mapping[str, object]


def calendar(
    calendar_id: str, summary: str, *, owner: str = SAM, zone: str = "Europe/Berlin", **further: object
) -> Seed:
    """Give a calendar for the seed; *further* are `description`, `primary`, `selected`, `access_role`."""
    return {"id": calendar_id, "summary": summary, "user_email": owner, "time_zone": zone, **further}


def event(
    event_id: str,
    summary: str,
    start: datetime | date,
    end: datetime | date,
    *,
    calendar_id: str = "primary",
    owner: str = SAM,
    attendees: Mapping[str, str] | None = None,
    **further: object,
) -> Seed:
    """
    Give an event for the seed: from aware *start* to *end*, or of whole days, with *attendees* as address to name.

    *further* are `description`, `location`, `status`, `hangout_link`, `conference_entry_points`: emulate seeds no
    recurrence, and knows of an attendee neither an answer nor that he is the organizer.
    """
    return {
        "id": event_id,
        "summary": summary,
        "user_email": owner,
        "calendar_id": calendar_id,
        **{f"{name}_{_form(moment)}": moment.isoformat() for name, moment in (("start", start), ("end", end))},
        "attendees": [{"email": address, "display_name": name} for address, name in (attendees or {}).items()],
        **further,
    }


def message(sender: str, subject: str, text: str, *, owner: str = SAM, **further: object) -> Seed:
    """
    Give a message in *owner*'s inbox for the seed.

    *further* are `id`, `thread_id`, `label_ids`, `date`, `message_id`, `references`, `in_reply_to`, `cc`, `body_html`,
    or `raw` (base64url); with DRAFT among its labels it has a draft.
    """
    return {"user_email": owner, "from": sender, "to": owner, "subject": subject, "body_text": text} | {
        "label_ids": ["INBOX"],
        **further,
    }


def _form(moment: datetime | date) -> str:
    """Give emulate's word for the form of a start or end."""
    if isinstance(moment, datetime):
        assert moment.tzinfo is not None, f"{moment} has no zone"
        return "date_time"
    return "date"
