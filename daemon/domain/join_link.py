"""The link by which a meeting is joined, written so that two of them can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from daemon.domain.occurrence import Occurrence
from daemon.domain.text import TEXT_LIMIT

_LINK = re.compile(r"https?://[^\s<>\"'`|\\^{}]{1,2000}", re.IGNORECASE)
#: What ends the sentence that a link stands in.
_TAIL = ".,;:!?)]*_"
#: Where meetings are held; subdomains count.
_MEETING_HOSTS = (
    *("zoom.us", "zoomgov.com", "meet.google.com", "teams.microsoft.com", "teams.live.com", "teams.microsoft.us"),
    *("webex.com", "whereby.com", "meet.goto.com", "gotomeeting.com", "bluejeans.com", "chime.aws", "meet.jit.si"),
    *("join.skype.com", "daily.co", "gather.town", "meet.ringcentral.com", "v.ringcentral.com"),
)
#: What a link at any other host, or the words before it on its line, must say to be one to join by.
_JOINS = re.compile(r"\b(?:join|meet|meetings?|video|videocall|conference|calls?|rooms?|zoom|teams)\b", re.IGNORECASE)
#: Where mail programs and Google's editor send a link through, and the parameter that holds it.
_DETOURS = (("www.google.com", "/url", "q"), ("safelinks.protection.outlook.com", "/", "url"))


def find_join_link(occurrence: Occurrence) -> str:
    """
    Give the link by which *occurrence* is joined, without scheme and fragment, or "".

    What the calendar itself says counts first; then the first link to a meeting service in the location, the
    description or the event's own address; then any link in the location; then one in the description, or the event's
    own, that speaks of joining. Other links (a portal, a page about the company) are none.
    """
    if occurrence.conference:
        return _comparable(occurrence.conference)
    description = occurrence.description[:TEXT_LIMIT].replace("&amp;", "&")
    for text in (occurrence.location, description, occurrence.link):
        for link, _ in _links(text):
            if _is_meeting_service(link):
                return link
    for link, _ in _links(occurrence.location):
        return link
    for text in (description, occurrence.link):
        for link, before in _links(text):
            if _JOINS.search(f"{before} {link}"):
                return link
    return ""


def _links(text: str) -> Iterator[tuple[str, str]]:
    """Yield the links of *text* to more than a host, comparable, each with the words before it on its line."""
    for match in _LINK.finditer(text):
        link = _comparable(match[0])
        if "/" in link or "?" in link:
            yield link, text[max(0, match.start() - 40) : match.start()].rpartition("\n")[2]


def _comparable(link: str) -> str:
    """Give *link* with what makes no difference taken off; "" where it is none."""
    try:
        parts = urlsplit(link.strip().rstrip(_TAIL))
        host = (parts.hostname or "").removesuffix(".")
    except ValueError:
        return ""
    for at, path, parameter in _DETOURS:
        if (host == at or host.endswith(f".{at}")) and parts.path == path and parameter in parts.query:
            return _comparable(next(iter(parse_qs(parts.query).get(parameter, ())), ""))
    if not host:
        return ""
    # Google Meet's ids are in the path; its parameters say who is looking.
    query = "" if host == "meet.google.com" else parts.query
    return f"{host.removeprefix('www.')}{parts.path.rstrip('/')}{'?' + query if query else ''}"


def _is_meeting_service(link: str) -> bool:
    host = link.partition("/")[0]
    return any(host == one or host.endswith(f".{one}") for one in _MEETING_HOSTS)
