"""The ports' contracts, held by Google's adapters against the strict server."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from daemon.domain.item import Draft, Reminder
from integrations.google.calendar import GoogleCalendar
from integrations.google.gmail import GmailDrafts
from integrations.google.reminders import GoogleReminders
from tests.contracts.calendar_source import ME, CalendarSourceContract, Event, Place
from tests.contracts.store import NAME, StoreContract, draft, reminder
from tests.integrations.google.account import OWN, GoogleAccount


class PrimaryCalendar:
    """Sam's own calendar."""

    def __init__(self, account: GoogleAccount) -> None:
        self._account = account
        self._calendar = account.server.calendar

    def source(self) -> GoogleCalendar:
        return self._account.source()

    def put(self, event: Event) -> str:
        further: dict[str, object] = {}
        if event.weeks > 1:
            further["recurrence"] = [f"RRULE:FREQ=WEEKLY;COUNT={event.weeks}"]
        if event.is_declined:
            further["attendees"] = [{"email": ME, "responseStatus": "declined"}]
        return self._calendar.put_event(
            "primary",
            iCalUID=event.uid,
            summary=event.title,
            description=event.description,
            start=self._when(event, event.start),
            end=self._when(event, event.start + event.length),
            status="cancelled" if event.is_cancelled else "confirmed",
            transparency="transparent" if event.is_free else "opaque",
            **further,
        )

    @staticmethod
    def _when(event: Event, moment: datetime) -> dict[str, str]:
        moment = moment.astimezone(UTC)
        if event.is_all_day:
            return {"date": moment.date().isoformat()}
        return {"dateTime": moment.isoformat()} | ({"timeZone": "UTC"} if event.weeks > 1 else {})

    def remove(self, uid: str) -> str:
        (event,) = (one for one in self._calendar.events("primary") if one["iCalUID"] == uid)
        self._calendar.delete_event("primary", event["id"])
        return str(event["id"])

    def vanish(self) -> None:
        self._account.server.close()


class TestGoogleCalendar(CalendarSourceContract):
    counts_what_is_out_of_sight = False

    @pytest.fixture
    def place(self, account: GoogleAccount) -> Place:
        return PrimaryCalendar(account)


class TestGoogleCalendarThatWasListed(TestGoogleCalendar):
    """The same for a calendar in which other people's events were deleted, with tombstones that hold everything."""

    @pytest.fixture
    def place(self, account: GoogleAccount) -> Place:
        account.server.calendar.expire_sync_tokens()
        return PrimaryCalendar(account)


class GmailPlace:
    """The drafts of Sam's mailbox."""

    def __init__(self, account: GoogleAccount) -> None:
        self._account = account
        self._gmail = account.server.gmail
        #: By draft id: Gmail's editor replaces the Message-ID, and a draft stays the same draft.
        self._names: dict[str, str] = {}
        self.store = account.drafts()

    def content(self, name: str = NAME, words: str = "As it was planned.") -> Draft:
        return draft(name, words)

    def reopen(self) -> GmailDrafts:
        return self._account.drafts()

    def names(self) -> list[str]:
        return [
            self._names.setdefault(draft, str(mail["Message-ID"]).strip("<>").partition("@")[0])
            for draft, mail in self._gmail.drafts()
        ]

    def edit(self, name: str) -> None:
        self._gmail.edit_draft(self._id(name), text="My own words.")

    def delete(self, name: str) -> None:
        self._gmail.delete_draft(self._id(name))

    def _id(self, name: str) -> str:
        self.names()
        return next(draft for draft, _ in self._gmail.drafts() if self._names[draft] == name)


class TestGmailDrafts(StoreContract[Draft]):
    @pytest.fixture
    def place(self, account: GoogleAccount) -> GmailPlace:
        return GmailPlace(account)


class OwnCalendarPlace:
    """The calendar that is made for the reminders."""

    def __init__(self, account: GoogleAccount) -> None:
        self._account = account
        self._calendar = account.server.calendar
        self.store = account.reminders()

    def content(self, name: str = NAME, words: str = "As it was planned.") -> Reminder:
        return reminder(name, words)

    def reopen(self) -> GoogleReminders:
        return self._account.reminders()

    def names(self) -> list[str]:
        own = self._account.own_id()
        return [str(event["id"]) for event in self._calendar.events(own)] if own else []

    def edit(self, name: str) -> None:
        self._calendar.edit_event(self._account.own_id(), name, summary="My own words")

    def delete(self, name: str) -> None:
        self._calendar.delete_event(self._account.own_id(), name)


class TestGoogleReminders(StoreContract[Reminder]):
    frees_names = False

    @pytest.fixture
    def place(self, account: GoogleAccount) -> OwnCalendarPlace:
        return OwnCalendarPlace(account)

    def test_there_is_one_calendar_of_our_own(self, place: OwnCalendarPlace, account: GoogleAccount) -> None:
        """It is made with the first reminder, under its title, and used by the next process."""
        place.store.create(place.content())

        place.reopen().create(place.content("0" * 32))

        assert sorted(account.server.calendar.calendars().values()) == sorted([OWN, "sam@example.com"])
