"""Violations: requests that the discovery documents do not allow; masks; answers that are as the schemas say."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from googleapiclient.errors import HttpError

from tests.google_server import mask, schema
from tests.google_server.answers import Resource
from tests.google_server.clients import refused, scope, service
from tests.google_server.discovery import document
from tests.google_server.server import GoogleServer

EVENTS = "/calendar/v3/calendars/primary/events"
DRAFTS = "/gmail/v1/users/me/drafts"
DAY: Resource = {"start": {"date": "2026-11-03"}, "end": {"date": "2026-11-04"}}
Ask = Callable[..., tuple[int, Any]]


@pytest.fixture
def ask(server: GoogleServer) -> Ask:
    """Give a function that sends any request, with a good token."""
    token = server.oauth.issue([scope("calendar"), scope("gmail.modify")])["token"]

    def ask(method: str, path: str, body: Any = None, kind: str = "application/json") -> tuple[int, Any]:
        connection = http.client.HTTPConnection(urlsplit(server.root).netloc)
        try:
            headers = {"Authorization": f"Bearer {token}"} | ({} if body is None else {"Content-Type": kind})
            content = body if body is None or isinstance(body, str) else json.dumps(body)
            connection.request(method, path, content, headers)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        finally:
            connection.close()

    return ask


@pytest.mark.parametrize(
    ("method", "path", "body", "words"),
    [
        ("GET", "/calendar/v3/nothing", None, "no method of calendar v3"),
        ("PUT", EVENTS, DAY, "no method of calendar v3"),
        ("GET", "/gmail/v2/users/me/drafts", None, "no method of gmail v1"),
        ("POST", f"{DRAFTS}/send", {"id": "1"}, "this URL sends mail"),
        ("POST", "/gmail/v1/users/me/messages/send", {"raw": "eA"}, "this URL sends mail"),
        ("GET", f"{EVENTS}?limit=5", None, "no parameter limit"),
        ("GET", f"{EVENTS}?maxResults=5&maxResults=6", None, "maxResults is given 2 times"),
        ("GET", f"{EVENTS}?maxResults=many", None, "no whole number from 1 to"),
        ("GET", f"{EVENTS}?maxResults=0", None, "no whole number from 1 to"),
        ("GET", f"{DRAFTS}?maxResults=-1", None, "no whole number from 0 to"),
        ("GET", f"{EVENTS}?singleEvents=yes", None, "not true or false"),
        ("GET", f"{EVENTS}?orderBy=end", None, "not one of startTime, updated"),
        ("GET", f"{EVENTS}?eventTypes=default&eventTypes=party", None, "eventTypes=party: not one of"),
        ("GET", f"{EVENTS}?timeMax=2026-11-03", None, "no RFC 3339 time with an offset"),
        ("GET", f"{DRAFTS}?access_token=x", None, "a token in the URL"),
        ("POST", "/calendar/v3/calendars/primary/events/quickAdd", None, "text is missing"),
        ("GET", f"{EVENTS}?fields=items(id", None, "a bracket stays open"),
        ("GET", f"{EVENTS}?fields=items%5Bid%5D", None, "'[' in"),
        ("GET", f"{EVENTS}?fields=items,", None, "a name is missing"),
        ("GET", f"{EVENTS}?fields=items)", None, "goes on with ')'"),
        ("GET", f"{EVENTS}?fields=items(id,star/date)", None, "no field items/star in the answer"),
        ("GET", f"{EVENTS}?fields=*/star", None, "no field */star in the answer"),
        ("DELETE", f"{EVENTS}/abcde?fields=id", None, "there is no answer to choose from"),
        ("GET", EVENTS, DAY, "a body, where the method takes none"),
        ("POST", EVENTS, [DAY], "the body is list, not object"),
        ("POST", EVENTS, "{", "the body is no JSON"),
        ("POST", EVENTS, DAY | {"sumary": "x"}, "no field sumary"),
        ("POST", EVENTS, DAY | {"summary": 5}, "summary is int, not string"),
        ("POST", EVENTS, DAY | {"sequence": True}, "sequence is bool, not integer"),
        ("POST", EVENTS, DAY | {"summary": None}, "summary is null, not string"),
        ("POST", EVENTS, DAY | {"start": {"day": "x"}}, "no field start.day"),
        ("POST", EVENTS, DAY | {"start": {"date": "2026-13-03"}}, "'2026-13-03' is no date"),
        ("POST", EVENTS, DAY | {"start": {"dateTime": "2026-11-03 10:00"}}, "is no RFC 3339 time"),
        ("POST", EVENTS, DAY | {"attendees": [{"mail": "x"}]}, "no field attendees[0].mail"),
        ("POST", EVENTS, DAY | {"extendedProperties": {"private": {"a": 1}}}, "extendedProperties.private.a is int"),
        ("POST", EVENTS, DAY | {"htmlLink": "x"}, "htmlLink is set by the server only"),
        ("POST", EVENTS, DAY | {"attendees": [{"email": "x@y", "self": True}]}, "attendees[0].self is set by the"),
        ("POST", DRAFTS, {"message": {"raw": "ü"}}, "is not base64url"),
        ("POST", DRAFTS, {"message": {"raw": "e"}}, "is not base64url"),
        ("POST", DRAFTS, {"message": {"raw": "eA", "labelIds": ["DRAFT"]}}, "message.labelIds is set by the server"),
        ("GET", "/calendar/v3/colors", None, "does not play this method"),
        ("GET", "/gmail/v1/users/me/labels", None, "does not play this method"),
    ],
)
def test_a_violation_is_refused_and_kept(
    server: GoogleServer, ask: Ask, method: str, path: str, body: Any, words: str
) -> None:
    """Whatever the discovery documents do not allow is answered with 400, and fails the test in the end."""
    status, answer = ask(method, path, body)

    assert status == 400
    assert words in answer["error"]["message"]
    with pytest.raises(AssertionError, match="Requests that Google would refuse"):
        server.check()
    assert words in server.violations.pop()


def test_a_body_has_to_be_json(server: GoogleServer, ask: Ask) -> None:
    """The body's type is told, and is JSON."""
    ask("POST", EVENTS, "summary=x", "application/x-www-form-urlencoded")

    assert "the body's type is application/x-www-form-urlencoded" in server.violations.pop()


def test_leaving_the_server_tells_its_violations(clock: Any) -> None:
    """The with statement ends with an AssertionError, unless the list was cleared or the test failed by itself."""
    with pytest.raises(AssertionError, match="sends mail"), GoogleServer(now=clock) as server:
        server.violations.append("this URL sends mail")
    with GoogleServer(now=clock) as server:
        server.violations.append("on purpose")
        server.violations.clear()
    server = GoogleServer(now=clock)
    server.violations.append("and more")
    with pytest.raises(KeyError, match="the test's own"), server:
        raise KeyError("the test's own")


def test_a_scope_that_was_not_granted_is_a_violation(server: GoogleServer) -> None:
    """Google says 403; the stand-in remembers it besides."""
    with service(server, "gmail", [scope("gmail.compose")]) as client, pytest.raises(HttpError) as caught:
        client.users().threads().list(userId="me").execute()

    assert refused(caught.value) == (403, "insufficientPermissions")
    assert "gmail.users.threads.list: none of its scopes was granted" in server.violations.pop()


def test_null_is_for_patching(calendar: Any, server: GoogleServer) -> None:
    """In a PATCH a field may be null, also within an object."""
    made = calendar.events().insert(calendarId="primary", body=DAY | {"summary": "x"}).execute()
    body = {"summary": None, "start": {"dateTime": None}}

    patched = calendar.events().patch(calendarId="primary", eventId=made["id"], body=body).execute()

    assert "summary" not in patched


def test_fields_cut_the_answer(server: GoogleServer, calendar: Any, gmail: Any) -> None:
    """The mask is applied, to lists and objects."""
    event_id = server.calendar.put_event("primary", summary="x", **DAY, attendees=[{"email": "a@b"}, {"email": "c@d"}])
    server.gmail.new_draft(b"Subject: x\r\n\r\n", None)

    listed = (
        calendar.events().list(calendarId="primary", fields="timeZone,items(id,start/date,attendees/email)").execute()
    )
    got = calendar.events().get(calendarId="primary", eventId=event_id, fields="summary").execute()
    drafts = gmail.users().drafts().list(userId="me", fields="drafts/message/threadId").execute()

    assert listed["timeZone"] == "Europe/Berlin"
    assert listed["items"] == [
        {"id": event_id, "start": {"date": "2026-11-03"}, "attendees": [{"email": "a@b"}, {"email": "c@d"}]}
    ]
    assert got == {"summary": "x"}
    assert drafts == {"drafts": [{"message": {"threadId": "1900000000000001"}}]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", {"a": 1}),
        ("a,c(e)", {"a": 1, "c": {"e": 3}}),
        ("c/d,c/e", {"c": {"d": 2, "e": 3}}),
        ("c,c/d", {"c": {"d": 2, "e": 3}}),
        ("*", {"a": 1, "c": {"d": 2, "e": 3}}),
        ("*/d", {"a": 1, "c": {"d": 2}}),
        ("x", {}),
    ],
)
def test_a_mask_chooses(text: str, expected: Resource) -> None:
    """Names, paths, groups and the star."""
    assert mask.apply(mask.read(text), {"a": 1, "c": {"d": 2, "e": 3}}) == expected


def test_answers_are_as_the_schemas_say(server: GoogleServer, calendar: Any, gmail: Any) -> None:
    """What each method answers has only fields of its schema, with their types."""
    weekly = {"recurrence": ["RRULE:FREQ=DAILY;COUNT=3"]}
    event_id = server.calendar.put_event("primary", summary="x", **DAY, attendees=[{"email": "a@b"}], **weekly)
    server.calendar.delete_event("primary", f"{event_id}_20261104")
    raw = {"message": {"raw": "U3ViamVjdDogeA0KDQo"}}
    draft = gmail.users().drafts().create(userId="me", body=raw).execute()
    message_id = draft["message"]["id"]
    place = {"calendarId": "primary"}

    answers: list[tuple[str, str, Any]] = [
        ("calendar", "Calendar", calendar.calendars().insert(body={"summary": "x"})),
        ("calendar", "Calendar", calendar.calendars().get(**place)),
        ("calendar", "CalendarList", calendar.calendarList().list()),
        ("calendar", "CalendarListEntry", calendar.calendarList().get(**place)),
        ("calendar", "Events", calendar.events().list(**place, showDeleted=True)),
        ("calendar", "Events", calendar.events().list(**place, singleEvents=True, showDeleted=True)),
        ("calendar", "Events", calendar.events().instances(**place, eventId=event_id)),
        ("calendar", "Event", calendar.events().get(**place, eventId=event_id)),
        ("calendar", "Event", calendar.events().insert(**place, body=DAY)),
        ("calendar", "Event", calendar.events().patch(**place, eventId=event_id, body={"summary": "y"})),
        ("calendar", "Event", calendar.events().update(**place, eventId=event_id, body=DAY | weekly)),
        ("gmail", "Profile", gmail.users().getProfile(userId="me")),
        ("gmail", "Draft", gmail.users().drafts().create(userId="me", body=raw)),
        ("gmail", "ListDraftsResponse", gmail.users().drafts().list(userId="me")),
        *(
            ("gmail", "Draft", gmail.users().drafts().get(userId="me", id=draft["id"], format=form))
            for form in ("minimal", "metadata", "full", "raw")
        ),
        ("gmail", "ListMessagesResponse", gmail.users().messages().list(userId="me")),
        ("gmail", "Message", gmail.users().messages().get(userId="me", id=message_id)),
        ("gmail", "ListThreadsResponse", gmail.users().threads().list(userId="me")),
        ("gmail", "Thread", gmail.users().threads().get(userId="me", id=message_id)),
        ("gmail", "ListSendAsResponse", gmail.users().settings().sendAs().list(userId="me")),
        ("gmail", "Draft", gmail.users().drafts().update(userId="me", id=draft["id"], body=raw)),
    ]

    for name, schema_name, request in answers:
        schemas = document(name, {"calendar": "v3", "gmail": "v1"}[name])["schemas"]
        assert list(schema.problems(request.execute(), {"$ref": schema_name}, schemas)) == [], request.methodId
