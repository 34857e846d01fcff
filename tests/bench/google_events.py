"""
Calendars for the benchmarks on Google: meetings as Google Calendar shows them, deterministic, one interview in many.

An event carries what a real one does (a Meet link with its conference data, guests, the organiser's text), since the
size of what a client does not ask for is what the `fields` parameter saves.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.google_server.server import GoogleServer

SUBJECTS = ("Stand-up", "1:1", "Sprint review", "Budget", "Design review", "Lunch", "Dentist", "Roadmap", "Retro")
TEXTS = (
    "Agenda in the document; please add your points before noon.",
    "We look at the numbers of the last quarter and decide what to drop.",
    "Dial-in details are below. Whoever cannot come sends a colleague.",
    "Bring what you have, it need not be finished.",
    "<p>See the <a href='https://docs.example.com/d/1'>notes of last time</a>.</p>",
)
FIRST_NAMES = ("Ann", "Raj", "Maria", "Tom", "Yuki", "Omar", "Pia", "Lena", "Paul", "Nora")
LAST_NAMES = ("Smith", "Patel", "Lopez", "Berg", "Sato", "Haddad", "Roth", "Weber", "Novak", "Lind")
OWN = {"email": "sam@example.com", "responseStatus": "accepted"}


def meeting(number: int, start: datetime) -> dict[str, Any]:
    """Give meeting *number*, which begins at *start*; the same number gives the same meeting."""
    chance = random.Random(number)
    code = f"{number:010d}"
    guests = [guest(chance, "example.com") for _ in range(chance.randint(1, 6))]
    return {
        "id": f"meeting{code}",
        "summary": f"{chance.choice(SUBJECTS)} with {guests[0]['displayName']}",
        "description": "\n".join(chance.choices(TEXTS, k=chance.randint(1, 5))),
        "location": f"Room {chance.randrange(40)}",
        "start": start,
        "end": start + timedelta(minutes=chance.choice((15, 30, 30, 45, 60, 60, 90))),
        "organizer": {key: guests[0][key] for key in ("email", "displayName")},
        "attendees": [OWN, *guests],
        "hangoutLink": f"https://meet.google.com/{code}",
        "conferenceData": {
            "entryPoints": [
                {
                    "entryPointType": "video",
                    "uri": f"https://meet.google.com/{code}",
                    "label": f"meet.google.com/{code}",
                },
                {
                    "entryPointType": "phone",
                    "uri": f"tel:+49-30-{code}",
                    "label": f"+49 30 {code}",
                    "pin": code,
                    "regionCode": "DE",
                },
            ],
            "conferenceSolution": {
                "key": {"type": "hangoutsMeet"},
                "name": "Google Meet",
                "iconUri": "https://icons.example.com/meet.png",
            },
            "conferenceId": code,
        },
        "guestsCanModify": chance.random() < 0.2,
    }


def interview(number: int, start: datetime, interviewers: int = 2) -> dict[str, Any]:
    """Give an interview of an hour at a company of its own, with so many interviewers."""
    chance = random.Random(-number - 1)
    panel = [guest(chance, f"company{number}.example", person) for person in range(interviewers)]
    return meeting(number, start) | {
        "id": f"interview{number:010d}",
        "summary": f"Interview: Backend Engineer at Company {number}",
        "description": "We talk about your last project.\n#interview",
        "end": start + timedelta(hours=1),
        "organizer": {key: panel[0][key] for key in ("email", "displayName")},
        "attendees": [OWN, *panel],
    }


def guest(chance: random.Random, domain: str, number: int | None = None) -> dict[str, Any]:
    """Give a guest who has accepted; with *number*, one who differs from those of other numbers."""
    number = chance.randrange(100) if number is None else number
    first, last = FIRST_NAMES[number % 10], LAST_NAMES[number // 10 % 10]
    address = f"{first}.{last}@{domain}".lower()
    return {"email": address, "displayName": f"{first} {last}", "responseStatus": "accepted"}


def spread(count: int, first: datetime, last: datetime) -> Iterator[datetime]:
    """Yield so many starts from *first* to *last*, at equal distances."""
    for number in range(count):
        yield (first + (last - first) * number / count).replace(second=0, microsecond=0)


def fill(server: GoogleServer, meetings: int, back: float, ahead: float, *, interviews: int = 0, over: int = 0) -> None:
    """
    Put meetings into the primary calendar, from so many days back to so many days ahead; and interviews.

    *interviews* are from 20 to 45 days ahead, so that nothing is written yet but the reminders before them; *over* are
    those that ended two hours ago, whose notes are due.
    """
    now = server.now().astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    for number, start in enumerate(spread(meetings, now - timedelta(days=back), now + timedelta(days=ahead))):
        server.calendar.put_event("primary", **meeting(number, start))
    for number, start in enumerate(spread(interviews, now + timedelta(days=20), now + timedelta(days=45))):
        server.calendar.put_event("primary", **interview(number, start))
    for number in range(over):
        server.calendar.put_event("primary", **interview(interviews + number, now - timedelta(hours=3)))
