"""
A watched calendar at Google: only read.

    nothing known, or the window moved ──► the window is listed, wider than asked for      1 request for 2,500 events
    else "has anything changed?"       ──► no: the answer from memory                      1 request, a few bytes
         (a sync token, as a probe)    └─► yes: listed anew

The list is the truth, compared as a whole; the sync token only answers the question (its changes reach to 2040 and
leave out what matters, see https://developers.google.com/workspace/calendar/api/guides/sync). Of what is listed, what
can be no interview is counted and forgotten, but for its times where it is asked when the person is busy: then the list
holds what else takes up time, too. What is wanted and not in the list is asked for by itself.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from daemon.domain.errors import RefusedError, TemporaryError
from daemon.domain.occurrence import Occurrence, TimeSpan
from daemon.domain.policy import TagRules
from daemon.domain.tags import find_tag
from daemon.domain.text import TITLE_LIMIT, one_line, to_text
from daemon.ports import Question, Reading
from integrations.google.client import GoogleClient, StatusError
from integrations.google.events import (
    BUSY_FIELDS,
    BUSY_TYPES,
    EVENT_TYPES,
    FIELDS,
    busy_span,
    moment_of,
    occurrence_of,
    recurrence_id_of,
)
from integrations.google.listing import calendar_id
from integrations.google.remembered import Remembered, id_of, zone_of
from integrations.google.scopes import EVENTS, is_calendar_id

#: The list reaches further than the window, so that the passing of time alone costs no new one every few minutes.
BEFORE = timedelta(days=1)
AHEAD = timedelta(days=2)
#: The most that Google gives in a page.
PAGE = 2500
#: What is wanted may lie so far before the window for the list to reach out to it; it is asked for by itself else.
_REACH = timedelta(days=70)

_RECURRENCE_ID = re.compile(r"(?P<uid>.+)/(?P<id>\d{8}(?:T\d{6}Z)?)")


@dataclass(slots=True)
class _Known:
    """What the last list gave."""

    horizon: TimeSpan
    sync_token: str = ""
    #: By identity: interviews, as far as the tag rules go, and what was wanted.
    occurrences: dict[str, Occurrence] = field(default_factory=dict)
    #: Events in the horizon, or 1 where there are only others.
    events: int = 0
    #: Wanted, and not there.
    absent: set[str] = field(default_factory=set)
    #: When the person is busy within the horizon; None where that was not asked.
    busy: list[TimeSpan] | None = None


class GoogleCalendar:
    """
    One watched calendar as a `CalendarSource`; *name* is an id, `primary` or a title.

    All-day events are days of *home*, the account's zone.
    """

    def __init__(
        self, name: str, client: GoogleClient, *, rules: TagRules, home: tzinfo, remembered: Remembered
    ) -> None:
        self.name = name
        self._client = client
        self._rules = rules
        self._home = home
        self._remembered = remembered
        self._zone: tzinfo = UTC
        self._known: _Known | None = None

    def read(self, question: Question, changed: frozenset[str] | None = None) -> Reading:  # noqa: ARG002 - the port's
        """See `CalendarSource.read`; *changed* is never known of a server."""
        with self._in_words():
            if question.everything:
                known = self._list(question, self._horizon(question))
            else:
                if (
                    self._known is None
                    or not self._covers(question, self._known)
                    or not self._is_unchanged(self._known)
                ):
                    self._known = None
                    self._known = self._list(question, self._horizon(question))
                known = self._known
            for identity in question.wanted - known.occurrences.keys() - known.absent:
                found = self._by_identity(identity)
                if found is None:
                    known.absent.add(identity)
                else:
                    known.occurrences[identity] = found
        answer = tuple(
            one
            for one in known.occurrences.values()
            if one.identity in question.wanted or question.window.overlaps(one.start, one.end)
        )
        spans = (known.busy or ()) if question.busy else ()
        busy = tuple(one for one in spans if question.window.overlaps(one.start, one.end))
        return Reading(answer, events=known.events, busy=busy)

    def find(self, event: str, identity: str) -> Occurrence | None:
        """See `CalendarSource.find`. What Google remembers of a deleted event is given as cancelled."""
        with self._in_words():
            try:
                fields = f"{FIELDS},recurrence"
                got = self._call(self._events().get(calendarId=self._id(), eventId=event, fields=fields))
            except StatusError as error:
                if error.status not in (404, 410):
                    raise
            else:
                found = self._occurrence(got)
                if got.get("status") == "cancelled" or (found is not None and found.identity == identity):
                    return found
            # A second opinion: was it that there is no such event, or no such calendar?
            return self._by_identity(identity)

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        """Say what Google's statuses mean for a watched calendar."""
        try:
            yield
        except StatusError as error:
            if error.status not in (403, 404, 410):
                raise TemporaryError(self.name, f"Google answered {error.status}. It will be tried again.") from error
            if not is_calendar_id(self.name):
                # Its title is looked up anew next time: another calendar may have it by now.
                self._remembered.put(id_of(self.name), "")
            if not self._client.may(EVENTS):
                why = "The login lacks the right to read the events of your calendars."
                raise self._client.token.needs_login(why) from error
            raise TemporaryError(
                self.name,
                "Google knows no such calendar, or does not show it to you any more. Nothing is taken back because of "
                "that. If it was deleted, take it out of `watch`.",
            ) from error

    # Asking

    def _events(self) -> Any:
        return self._client.calendar.events()

    def _call(self, request: Any) -> dict[str, Any]:
        return self._client.call(request, self.name)

    def _id(self) -> str:
        return calendar_id(self.name, self._client, self._remembered)

    def _horizon(self, question: Question) -> TimeSpan:
        start, end = question.window.start, question.window.end
        if question.reach is not None:
            start = min(start, max(question.reach.start, start - _REACH))
            end = max(end, min(question.reach.end, end + _REACH))
        return TimeSpan(start - BEFORE, end + AHEAD)

    def _covers(self, question: Question, known: _Known) -> bool:
        """Say whether the list was one of all that *question* asks for."""
        horizon, window = known.horizon, question.window
        is_in_it = horizon.start <= window.start and window.end <= horizon.end
        return is_in_it and (known.busy is not None or not question.busy)

    def _is_unchanged(self, known: _Known) -> bool:
        """Ask whether anything has changed since; "no" is one small answer, whatever else it is counts as "yes"."""
        if not known.sync_token:
            return False
        request = self._events().list(
            calendarId=self._id(),
            syncToken=known.sync_token,
            **_same_in_every_request(known),
            fields="nextPageToken,nextSyncToken,items(id)",
        )
        try:
            answer = self._call(request)
        except RefusedError:
            # 410 for a token that is too old; whatever else there is, the full list will tell.
            return False
        known.sync_token = str(answer.get("nextSyncToken", ""))
        return not answer.get("items") and not answer.get("nextPageToken")

    def _list(self, question: Question, horizon: TimeSpan) -> _Known:
        """
        Read all of *horizon*.

        Nothing at all is also what a server in trouble answers. Where something is wanted of the calendar, it is asked
        whether it holds anything, and for the list once more; "nothing" is never remembered until something changes.
        """
        known = self._listed(question, horizon)
        if known.events == 0 and question.wanted and self._holds_anything():
            known = self._listed(question, horizon)
            known.events = max(known.events, 1)
        if known.events == 0:
            known.sync_token = ""
        return known

    def _listed(self, question: Question, horizon: TimeSpan) -> _Known:
        known = _Known(horizon, busy=[] if question.busy else None)
        for page in self._pages(known):
            self._learn_zone(page)
            for event in page.get("items", []):
                if known.busy is not None:
                    if (span := busy_span(event, calendar_zone=self._zone)) is not None:
                        known.busy.append(span)
                    if event.get("eventType", "default") not in EVENT_TYPES:
                        continue
                if event.get("status") != "cancelled":
                    known.events += 1
                # Guests make no interview of it, and reading them is most of the work.
                sketch = self._occurrence({**event, "attendees": ()})
                if sketch is None:
                    continue
                if question.everything or sketch.identity in question.wanted or self._may_be_interview(sketch):
                    one = self._occurrence(event)
                    assert one is not None
                    known.occurrences[one.identity] = one
            known.sync_token = str(page.get("nextSyncToken", ""))
        return known

    def _holds_anything(self) -> bool:
        """
        Tell a calendar of which nothing is in sight from an empty one.

        What Google remembers of a deleted event counts: it was deleted on purpose, and is no silence.
        """
        request = self._events().list(
            calendarId=self._id(), maxResults=1, showDeleted=True, fields="nextPageToken,items(id)"
        )
        answer = self._call(request)
        return bool(answer.get("items") or answer.get("nextPageToken"))

    def _pages(self, known: _Known) -> Iterator[dict[str, Any]]:
        """Yield the pages of the list that *known* is to hold; a page may be empty and not the last."""
        items = FIELDS if known.busy is None else BUSY_FIELDS
        token = None
        while True:
            request = self._events().list(
                calendarId=self._id(),
                **_same_in_every_request(known),
                timeMin=_rfc3339(known.horizon.start),
                timeMax=_rfc3339(known.horizon.end),
                pageToken=token,
                fields=f"timeZone,nextPageToken,nextSyncToken,items({items})",
            )
            page = self._call(request)
            yield page
            token = page.get("nextPageToken")
            if not token:
                return

    def _by_identity(self, identity: str) -> Occurrence | None:
        """
        Give the one occurrence of that UID (and RECURRENCE-ID), whenever it is; None where there is none.

        A UID may itself look like a UID with a RECURRENCE-ID.
        """
        for event in self._of_uid(identity):
            if not event.get("recurringEventId") and (one := self._occurrence(event)) and one.identity == identity:
                return one
        parts = _RECURRENCE_ID.fullmatch(identity)
        if parts is None:
            return None
        for event in self._of_uid(parts["uid"]):
            if event.get("recurringEventId"):
                # One that was changed by itself; the series holds all others.
                if recurrence_id_of(event) == parts["id"]:
                    return self._occurrence(event)
            elif one := self._instance(event, parts["id"]):
                return one
        return None

    def _of_uid(self, uid: str) -> list[dict[str, Any]]:
        """Give single events, series and changed occurrences with that UID, changed occurrences first."""
        request = self._events().list(
            calendarId=self._id(), iCalUID=uid, maxResults=PAGE, fields=f"timeZone,items({FIELDS},recurrence)"
        )
        answer = self._call(request)
        self._learn_zone(answer)
        return sorted(answer.get("items", []), key=lambda event: not event.get("recurringEventId"))

    def _instance(self, series: dict[str, Any], recurrence_id: str) -> Occurrence | None:
        if not series.get("recurrence"):
            return None
        try:
            original = _original_start(series, recurrence_id, self._zone)
        except ValueError:
            return None  # no RECURRENCE-ID, but a UID that ends like one
        request = self._events().instances(
            calendarId=self._id(), eventId=series["id"], originalStart=original, fields=f"items({FIELDS})"
        )
        events = self._call(request).get("items", [])
        return next((self._occurrence(event) for event in events if recurrence_id_of(event) == recurrence_id), None)

    def _occurrence(self, event: dict[str, Any]) -> Occurrence | None:
        # A series is none itself, also where it was a single event once.
        if event.get("eventType", "default") not in EVENT_TYPES or event.get("recurrence"):
            return None
        return occurrence_of(event, calendar=self.name, home=self._home, calendar_zone=self._zone)

    def _learn_zone(self, answer: dict[str, Any]) -> None:
        zone = _zone(answer.get("timeZone"))
        if zone is not None and zone != self._zone:
            self._zone = zone
            # The account's own where the configuration names none.
            self._remembered.put(zone_of(self.name), zone.key)

    def _may_be_interview(self, one: Occurrence) -> bool:
        title = one_line(one.title, TITLE_LIMIT)
        # Only a hashtag is looked for in the description, and making text of it is what costs.
        text = to_text(one.description) if "#" in one.description or "&" in one.description else ""
        return find_tag(one, title, text, self._rules) is not None


def time_zone_of(name: str, client: GoogleClient, remembered: Remembered) -> str:
    """
    Ask for the zone (IANA) of the calendar that the configuration calls *name*, and remember it; "" where it has none.

    Raises:
        IntegrationError: It cannot be asked for now.
    """
    events = client.calendar.events()
    request = events.list(calendarId=calendar_id(name, client, remembered), maxResults=1, fields="timeZone")
    zone = str(client.call(request, name).get("timeZone", ""))
    if zone:
        remembered.put(zone_of(name), zone)
    return zone


def _same_in_every_request(known: _Known) -> dict[str, Any]:
    """Give what a request with a sync token must share with the one that gave the token."""
    types = EVENT_TYPES if known.busy is None else BUSY_TYPES
    return {"singleEvents": True, "showDeleted": True, "maxResults": PAGE, "eventTypes": list(types)}


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _zone(name: object) -> ZoneInfo | None:
    try:
        return ZoneInfo(str(name)) if name else None
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return None


def _original_start(series: dict[str, Any], recurrence_id: str, calendar_zone: tzinfo) -> str:
    """
    Give a RECURRENCE-ID as `events.instances` wants it: the start as the series itself would write it.

    ValueError where it is no time.
    """
    if "T" not in recurrence_id:
        return date.fromisoformat(recurrence_id).isoformat()
    moment = datetime.strptime(recurrence_id, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    start = moment_of(series.get("start") or {}, calendar_zone)
    return moment.astimezone(start.tzinfo if start else UTC).isoformat()
