"""What comes next, in one line for whoever looks at the service: "next: thank-you notes for ACME at 16:30"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from daemon.domain.interview import Interview
from daemon.domain.item import Kind
from daemon.domain.planning import Intent, Plan

#: One and several of each kind.
_CALLED = {
    Kind.THANK_YOU: ("thank-you note", "thank-you notes"),
    Kind.PREPARE: ("reminder to prepare", "reminders to prepare"),
    Kind.REVIEW: ("reminder to send the notes", "reminders to send the notes"),
    Kind.FOLLOW_UP: ("reminder to follow up", "reminders to follow up"),
    Kind.FEEDBACK_CALL: ("reminder of the feedback call", "reminders of feedback calls"),
    Kind.KEEP_IN_TOUCH: ("reminder to keep in touch", "reminders to keep in touch"),
    Kind.FOLLOW_UP_NOTE: ("follow-up note", "follow-up notes"),
    Kind.FEEDBACK_REQUEST: ("request for a call", "requests for calls"),
}

#: What is told with its weekday alone.
_A_WEEK = timedelta(days=6)


def next_of(plan: Plan, now: datetime) -> Intent | None:
    """Give what is to be done first of what lies ahead; notes go before reminders of the same instant."""
    ahead = [one for one in plan.intents if one.at > now and not one.waits_for]
    return min(ahead, key=lambda one: (one.at, not one.kind.is_draft, one.key), default=None)


def next_in_words(plan: Plan, interviews: Mapping[str, Interview], zone: tzinfo, now: datetime) -> str:
    """
    Say what is to be done first of what lies ahead, for which company, and when; "" where nothing does.

    The time is by the clocks of *zone*. *interviews* are those known, by identity. Nobody's name or address is in it.
    """
    first = next_of(plan, now)
    if first is None:
        return ""
    together = [
        one
        for one in plan.intents
        if one.at == first.at and one.kind.is_draft is first.kind.is_draft and not one.waits_for
    ]
    companies = {interviews[one.identity].company for one in together if one.identity in interviews}
    company = f" for {companies.pop()}" if len(companies) == 1 and "" not in companies else ""
    several = ("note", "notes") if first.kind.is_draft else ("reminder", "reminders")
    called = _CALLED[first.kind] if len({one.kind for one in together}) == 1 else several
    return f"{called[len(together) > 1]}{company} {_when(first.at, zone, now)}"


def _when(moment: datetime, zone: tzinfo, now: datetime) -> str:
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return f"at {local:%H:%M}"
    if local.date() - today <= _A_WEEK:
        return f"on {local:%A} at {local:%H:%M}"
    return f"on {local.date().isoformat()} at {local:%H:%M}"
