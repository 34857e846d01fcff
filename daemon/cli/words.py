"""Dates, counts and kinds as a person says them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from daemon.domain.item import Kind, State

#: A date that is further off than this is told with its year.
_YEAR_GOES_WITHOUT_SAYING = timedelta(days=200)

#: What an item of each kind is called.
KIND_WORDS = {
    Kind.THANK_YOU: "Thank-you note",
    Kind.PREPARE: "Prepare",
    Kind.REVIEW: "Read and send",
    Kind.FOLLOW_UP: "Follow up",
    Kind.FEEDBACK_CALL: "Feedback call",
    Kind.KEEP_IN_TOUCH: "Keep in touch",
    Kind.FOLLOW_UP_NOTE: "Follow-up note",
    Kind.FEEDBACK_REQUEST: "Request for a call",
}

#: How far an item has come, said of it.
STATE_WORDS = {
    State.PLANNED: "planned",
    State.WRITING: "being written",
    State.WRITTEN: "made",
    State.YOURS: "yours",
    State.REMOVED: "taken back",
    State.FAILED: "failed",
}


def day_in_words(day: date, today: date) -> str:
    """Give *day* as "Thu 26 Nov", with the year where that is not plain."""
    year = f" {day.year}" if abs(day - today) > _YEAR_GOES_WITHOUT_SAYING else ""
    return f"{day:%a} {day.day} {day:%b}{year}"


def moment_in_words(moment: datetime, zone: tzinfo, now: datetime) -> str:
    """Give *moment* as "Thu 26 Nov, 09:30", by the clocks of *zone*."""
    local = moment.astimezone(zone)
    return f"{day_in_words(local.date(), now.astimezone(zone).date())}, {local:%H:%M}"


def span_in_words(start: datetime, end: datetime, zone: tzinfo, now: datetime, *, all_day: bool = False) -> str:
    """Give "Thu 26 Nov, 09:30-10:15", or the days where it is all-day or goes over midnight."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    today = now.astimezone(zone).date()
    if all_day:
        final = (last - timedelta(seconds=1)).date() if last > first else last.date()
        if final == first.date():
            return f"{day_in_words(final, today)}, all day"
        return f"{day_in_words(first.date(), today)} to {day_in_words(final, today)}"
    if last.date() == first.date():
        end_words = "" if last == first else f"-{last:%H:%M}"
        return f"{moment_in_words(start, zone, now)}{end_words}"
    return f"{moment_in_words(start, zone, now)} to {moment_in_words(end, zone, now)}"


def counted(count: int, one: str, many: str = "") -> str:
    """Give "1 draft", "3 drafts"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def drafts_and_reminders(drafts: int, reminders: int) -> str:
    """Give "3 drafts and 5 reminders" without what there is none of; "" for nothing."""
    parts = [counted(drafts, "draft")] if drafts else []
    if reminders:
        parts.append(counted(reminders, "reminder"))
    return " and ".join(parts)


def listed(words: Sequence[str]) -> str:
    """Give "Jane, Omar and Pia"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def sentence(words: str) -> str:
    """Give *words* with a capital at the beginning and a full stop at the end."""
    words = words.strip()
    if not words:
        return ""
    return words[0].upper() + words[1:] + ("" if words.endswith((".", "!", "?", ":")) else ".")
