"""
What an answer of Google's that is no success means: pure decisions, from status, headers and body.

The table: https://developers.google.com/workspace/calendar/api/guides/errors and
https://developers.google.com/workspace/gmail/api/guides/handle-errors. The reason stands in `error.errors[0].reason`,
in newer answers in `error.details[].reason`; a gateway in between may answer with a page of HTML instead.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum


class Meaning(Enum):
    """What follows for the caller."""

    #: Too fast: nothing was done, and waiting helps.
    SLOW_DOWN = "slow down"
    #: A limit of hours or days is used up: nothing was done, and waiting within a pass does not help.
    USED_UP = "used up"
    #: Google's own trouble, or a gateway's: it may or may not have been done.
    TROUBLE = "trouble"
    #: The login is not accepted, or lacks a right: a person has to log in.
    LOGIN = "login"
    #: It will be refused again until a person changes something.
    REFUSED = "refused"
    #: The caller asked for it by name and knows what it means: 304, 404, 409, 410, 412, and 403 for one place.
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is no success."""

    status: int
    #: Google's word, "" where it gave none.
    reason: str
    meaning: Meaning
    #: How long to wait at least, where it says so or where it is known.
    retry_after: timedelta | None = None


_BY_REASON = {
    "rateLimitExceeded": Meaning.SLOW_DOWN,
    "userRateLimitExceeded": Meaning.SLOW_DOWN,
    "RATE_LIMIT_EXCEEDED": Meaning.SLOW_DOWN,
    "quotaExceeded": Meaning.USED_UP,
    "dailyLimitExceeded": Meaning.USED_UP,
    "insufficientPermissions": Meaning.LOGIN,
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": Meaning.LOGIN,
    "authError": Meaning.LOGIN,
    # Of one calendar: it is somebody else's, or was made by another OAuth client.
    "forbidden": Meaning.STATUS,
    "requiredAccessLevel": Meaning.STATUS,
}

#: A limit against abuse lasts hours, the project's daily limit until the next day.
_WAITS = {"quotaExceeded": timedelta(hours=3), "dailyLimitExceeded": timedelta(hours=12)}
#: What a server asks for beyond this is asked again then: a note must not wait for days for a word of a gateway.
_LONGEST = timedelta(hours=1)

#: The OAuth client is gone; `deleted_client` is Google's own code (https://github.com/r-lib/httr/pull/687).
LOST_CLIENT = frozenset({"invalid_client", "deleted_client"})
#: Codes of the token endpoint (RFC 6749, 5.2) after which only a new login helps; all others may pass.
LOST_LOGIN = LOST_CLIENT | {"invalid_grant", "invalid_scope", "unauthorized_client", "access_denied"}


def understand(status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> Answer:
    """Say what an answer means; *headers* by their names in lower case, *now* aware."""
    reasons = _reasons(body)
    retry_after = _retry_after(headers.get("retry-after", ""), now)
    if status in (304, 404, 409, 410, 412):
        # A page of HTML with one of these is a gateway's, and says nothing of what was asked for.
        meaning = Meaning.STATUS if reasons or status == 304 else Meaning.TROUBLE
        return Answer(status, reasons[0] if reasons else "", meaning, retry_after)
    if status in (403, 429):
        for reason in reasons:
            if reason in _BY_REASON:
                return Answer(status, reason, _BY_REASON[reason], retry_after or _WAITS.get(reason))
    reason = reasons[0] if reasons else ""
    # A gateway's page is no word of Google's on the login.
    if status == 401 and (reasons or "www-authenticate" in headers):
        return Answer(status, reason, Meaning.LOGIN)
    if status == 429:
        return Answer(status, reason, Meaning.SLOW_DOWN, retry_after)
    if status == 408 or status >= 500 or status < 400 or not reasons:
        return Answer(status, reason, Meaning.TROUBLE, retry_after)
    return Answer(status, reason, Meaning.REFUSED)


#: What the person can do about a refusal, by its reason.
_MENDED_BY = {
    "accessNotConfigured": "The API is not enabled in your Google Cloud project: enable the Google Calendar API and "
    "the Gmail API there (docs/google.md, step 2).",
    "SERVICE_DISABLED": "The API is not enabled in your Google Cloud project: enable the Google Calendar API and "
    "the Gmail API there (docs/google.md, step 2).",
    "domainPolicy": "The administrator of your Google Workspace does not allow the app: ask them to.",
}


def in_words(answer: Answer) -> str:
    """Say for the person what *answer* means; a sentence or two, without anything that Google's own text may hold."""
    said = f"{answer.status} {answer.reason}".strip()
    match answer.meaning:
        case Meaning.SLOW_DOWN:
            return f"Google asks to slow down ({said}). It will be tried again."
        case Meaning.USED_UP:
            return f"Google's limit for this is used up ({said}). It will be tried again later."
        case Meaning.TROUBLE:
            return f"Google could not answer properly ({said}). It will be tried again."
        case Meaning.LOGIN if answer.status == 403:
            return f"The login lacks a right that is needed ({said})."
        case Meaning.LOGIN:
            return f"Google does not accept the login any more ({said})."
        case _:
            return _MENDED_BY.get(answer.reason, f"Google refused it ({said}).")


def _reasons(body: bytes) -> list[str]:
    """Give all reasons in the body, the classic one first; none where it is not Google's JSON."""
    try:
        error = json.loads(body)["error"]
        classic = [one.get("reason") for one in error.get("errors", [])]
        newer = [one.get("reason") for one in error.get("details", [])]
        found = [one for one in (*newer, *classic) if isinstance(one, str) and one]
        # The details are the more exact ones where both are known; `status` is the last resort.
        return sorted(dict.fromkeys(found), key=lambda one: one not in classic) or [str(error["status"])]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def _retry_after(text: str, now: datetime) -> timedelta | None:
    """Read a Retry-After header (RFC 9110, 10.2.3): seconds, or a date; no more than a week, whoever wrote it."""
    if text.strip().isdecimal():
        return min(timedelta(seconds=min(float(text), 1e9)), _LONGEST)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(moment - now, timedelta()), _LONGEST)
