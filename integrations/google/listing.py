"""Which calendar a name means: an id, `primary`, or the title that the person sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from daemon.domain.errors import RefusedError
from integrations.google.client import GoogleClient
from integrations.google.remembered import Remembered, id_of
from integrations.google.scopes import CALENDAR_LIST, is_calendar_id


def all_calendars(client: GoogleClient, integration: str) -> Iterator[dict[str, Any]]:
    """Yield what the person's list of calendars says of each: id, titles, description, role."""
    fields = "nextPageToken,items(id,summary,summaryOverride,description,accessRole,primary)"
    token = None
    while True:
        request = client.calendar.calendarList().list(maxResults=250, fields=fields, pageToken=token)
        page = client.call(request, integration)
        yield from page.get("items", [])
        token = page.get("nextPageToken")
        if not token:
            return


def calendar_id(name: str, client: GoogleClient, remembered: Remembered) -> str:
    """
    Give the id of the calendar that the configuration calls *name*; what was found is remembered.

    Raises:
        RefusedError: There is none of that title, or several.
        AuthorisationError: Titles cannot be read with this login.
    """
    if is_calendar_id(name):
        return name
    setting = id_of(name)
    if known := remembered.get(setting):
        return known
    if not client.may(CALENDAR_LIST):
        raise client.token.needs_login(
            f"The calendar '{name}' is named by its title, and the login does not allow to read the titles."
        )
    calendars = list(all_calendars(client, name))
    found = _called(name, calendars, str) or _called(name, calendars, str.casefold)
    if len(found) != 1:
        titles = sorted({_title(one) for one in calendars} - {""})
        raise RefusedError(
            name,
            f"{len(found)} calendars have this title: name the one you mean by its id (its settings in Google Calendar "
            'show it under "Integrate calendar").'
            if found
            else f"There is no calendar of this title. There are: {', '.join(titles) or 'none with a title'}.",
        )
    remembered.put(setting, found[0])
    return found[0]


def _called(name: str, calendars: list[dict[str, Any]], fold: Callable[[str], str]) -> list[str]:
    return [
        one["id"]
        for one in calendars
        if fold(name) in {fold(str(one.get("summaryOverride", ""))), fold(str(one.get("summary", "")))}
    ]


def _title(calendar: dict[str, Any]) -> str:
    """Give a calendar's title as the person sees it; that of their own is their address, which is not for messages."""
    title = str(calendar.get("summaryOverride") or calendar.get("summary") or "")
    return "" if "@" in title else title
