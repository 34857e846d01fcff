"""Valid objects with one change: what tests begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from daemon.domain.interview import Interview, Interviewer
from daemon.domain.occurrence import Attendee, Occurrence, Participation
from daemon.domain.policy import AccountPolicy, Me, Policy

BERLIN = ZoneInfo("Europe/Berlin")

#: A Tuesday.
START = datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
END = START + timedelta(hours=1)

JANE = Interviewer("jane.doe@acme.example", "Jane Doe", "Jane")
OMAR = Interviewer("omar@acme.example", "Omar Haddad", "Omar")
PIA = Interviewer("pia@acme.example", "Pia Roth", "Pia")


def account(**changes: Any) -> AccountPolicy:
    """Sam's account in Berlin; *changes* are fields of `Policy`."""
    me = Me("Sam Lee", "sam@example.com", ("sam.lee@example.org",), "en", "Sam Lee")
    return AccountPolicy("personal", me, policy=Policy(**{"zone": BERLIN, **changes}))


def interview(identity: str = "one", **changes: Any) -> Interview:
    """An hour with Jane at ACME on Tuesday 1 December 2026, 14:00 in Berlin, known since a week before."""
    base = Interview(
        account="personal",
        event=identity,
        identity=identity,
        calendar="work",
        title="Interview: Backend Engineer at ACME",
        start=START,
        end=END,
        company="ACME",
        role="Backend Engineer",
        interviewers=(JANE,),
        tagged_by="hashtag",
        first_seen=START - timedelta(days=7),
    )
    return replace(base, **changes)


def occurrence(uid: str = "one", **changes: Any) -> Occurrence:
    """The invitation to `interview()`."""
    base = Occurrence(
        event=uid,
        uid=uid,
        calendar="work",
        title="Interview: Backend Engineer at ACME",
        description="#interview",
        start=START,
        end=END,
        href=f"{uid}.ics",
        attendees=(
            Attendee("sam@example.com", "Sam Lee", Participation.ACCEPTED),
            Attendee("jane.doe@acme.example", "Jane Doe", Participation.ACCEPTED),
        ),
    )
    return replace(base, **changes)
