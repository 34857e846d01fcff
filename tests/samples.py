"""The sample events with what a careful person reads from each, as occurrences."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from daemon.domain.occurrence import Attendee, Occurrence, Participation
from daemon.domain.policy import AccountPolicy, Me

SAMPLES = Path(__file__).parent / "data" / "samples"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

_PARTICIPATION = {
    "accepted": Participation.ACCEPTED,
    "declined": Participation.DECLINED,
    "tentative": Participation.TENTATIVE,
}


def load_samples() -> list[dict[str, Any]]:
    """Give all samples: `id`, `event`, `expect` and more."""
    return [json.loads(line) for line in (SAMPLES / "events.jsonl").read_text(encoding="utf-8").splitlines()]


def sample_account() -> AccountPolicy:
    """Give the account of the person to whom the samples belong."""
    user = json.loads((SAMPLES / "user.json").read_text(encoding="utf-8"))
    return AccountPolicy("personal", Me(user["name"], user["email"], tuple(user["aliases"])))


def as_attendee(guest: dict[str, Any]) -> Attendee:
    """Give a Google guest as an attendee."""
    return Attendee(
        email=guest.get("email", ""),
        name=guest.get("displayName", ""),
        participation=_PARTICIPATION.get(guest.get("responseStatus", ""), Participation.NEEDS_ACTION),
        is_resource=guest.get("resource", False),
        is_self=guest.get("self", False),
    )


def as_occurrence(sample: dict[str, Any], now: datetime = NOW) -> Occurrence:
    """Give a sample's event as an occurrence, its times counted from *now*."""
    event, expect = sample["event"], sample["expect"]
    start = now + timedelta(minutes=expect["start_offset_minutes"])
    end = now + timedelta(minutes=expect["end_offset_minutes"])
    if expect["all_day"]:
        midnight = now.astimezone(ZoneInfo(expect["time_zone"])).replace(hour=0, minute=0, second=0, microsecond=0)
        start = midnight + timedelta(days=expect["start_offset_minutes"] // 1440)
        end = midnight + timedelta(days=expect["end_offset_minutes"] // 1440)
    return Occurrence(
        event=event["id"],
        uid=event["iCalUID"],
        calendar="primary",
        title=event.get("summary", ""),
        description=event.get("description", ""),
        start=start.astimezone(UTC),
        end=end.astimezone(UTC),
        all_day=expect["all_day"],
        zone=expect["time_zone"],
        is_cancelled=event["status"] == "cancelled",
        attendees=tuple(as_attendee(guest) for guest in event.get("attendees", ())),
        organizer=as_attendee(event["organizer"]) if "organizer" in event else None,
    )
