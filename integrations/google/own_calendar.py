"""
The calendar that Afterword makes and owns: made once, its id in the ledger; found again, or made again when lost.

Google lets an app see only the calendars that it made (`calendar.app.created`), and gives no list of them. So the id is
remembered, and what may have been made by a request whose answer was lost can be looked for only where the login may
read the list of calendars. A calendar that Afterword did not make is never taken for its own, whatever its title.
"""

from __future__ import annotations

import logging

from daemon.domain.errors import RefusedError, TemporaryError
from daemon.events import Line
from integrations.google.client import GoogleClient, StatusError
from integrations.google.listing import all_calendars
from integrations.google.remembered import Remembered, reminders_of
from integrations.google.scopes import CALENDAR_LIST

log = logging.getLogger(__name__)

#: Tells a calendar of ours from others of its title, should its id be lost.
MARK = "Made by Afterword for its reminders."
_DESCRIPTION = f"{MARK} Rename it, colour it, hide it as you like. If you delete it, what was in it is not made again."

#: Stands in the place of the id while the calendar is being made.
_MAKING = "making"


class OwnCalendar:
    """The calendar called *title*, made with the time zone *zone* (IANA) when the first reminder is written."""

    def __init__(self, client: GoogleClient, title: str, zone: str, remembered: Remembered) -> None:
        self._client = client
        self._title = title
        self._zone = zone
        self._remembered = remembered
        self._setting = reminders_of(title)
        #: A try to make it in this pass had no answer: another one could make a second.
        self.is_in_doubt = False
        #: What the person should know.
        self.remarks: list[str] = []

    def known_id(self) -> str:
        """Give its id, "" where none was made yet."""
        known = self._remembered.get(self._setting)
        return "" if known == _MAKING else known

    def ready_id(self) -> str:
        """
        Give its id, of one made just now if need be.

        Raises:
            RefusedError: There is a calendar of that title that somebody else made, and the login lets us see that.
            TemporaryError, AuthorisationError: It could not be made.
        """
        return self.known_id() or self._found_again() or self._made()

    def made_anew(self) -> str:
        """Give the id of another one, in the place of one that the person deleted. Raises as `ready_id`."""
        return self._made()

    def is_there(self, calendar_id: str) -> bool:
        """Ask whether the calendar of that id is still there, for a second opinion before its items count as gone."""
        try:
            self._client.call(self._client.calendar.calendars().get(calendarId=calendar_id, fields="id"), self._title)
        except StatusError as error:
            if error.status in (403, 404, 410):
                return False
            raise
        return True

    def tell_gone(self) -> None:
        """Have the person told, once, that the calendar is gone: what was in it counts as deleted by them."""
        gone = (
            f"{self._title}: Google says that this calendar is gone, so its reminders count as deleted by you and are "
            "not made again. A new calendar is made when something new is due."
        )
        if gone not in self.remarks:
            self.remarks.append(gone)

    def refuse_namesake(self) -> None:
        """
        Look whether another calendar is in the way of one that is still to be made, where that can be seen.

        Raises:
            RefusedError: There is one of that title that somebody else made.
        """
        if not self.known_id():
            self._found_again()

    def _found_again(self) -> str:
        """Look for one that was made before its id was lost, where that can be seen."""
        was_begun = self._remembered.get(self._setting) == _MAKING
        if not self._client.surely_may(CALENDAR_LIST):
            if was_begun:
                self.remarks.append(
                    f"{self._title}: the calendar was made once more, since the answer to the first try was lost. If "
                    "there is a second one of this title, without anything in it, delete that."
                )
            return ""
        namesakes = False
        for one in all_calendars(self._client, self._title):
            if one.get("accessRole") == "owner" and MARK in str(one.get("description", "")):
                if self._title in (one.get("summary"), one.get("summaryOverride")):
                    self._remembered.put(self._setting, one["id"])
                    return str(one["id"])
            elif self._title in (one.get("summary"), one.get("summaryOverride")):
                namesakes = True
        if namesakes:
            raise RefusedError(
                self._title,
                "There is a calendar of this title already that Afterword did not make, so it stays as it is. Rename "
                "it, or choose another title for `reminders` in the configuration.",
            )
        return ""

    def _made(self) -> str:
        if self.is_in_doubt:
            raise TemporaryError(self._title, "It is not known whether the calendar was made. It will be tried again.")
        self._remembered.put(self._setting, _MAKING)
        self.is_in_doubt = True
        body = {"summary": self._title, "description": _DESCRIPTION, "timeZone": self._zone}
        made = self._client.call(self._client.calendar.calendars().insert(body=body, fields="id"), self._title)
        self._remembered.put(self._setting, made["id"])
        self.is_in_doubt = False
        log.info(Line("calendar_made"))
        return str(made["id"])
