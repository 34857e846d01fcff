"""
google-auth's credentials, refreshed by one request each time.

The library asks the token endpoint up to three times by itself, sleeps in between beyond any budget, and breaks on an
answer that is no JSON object. How often it is asked is for `patience.py` to say.
"""

from __future__ import annotations

import functools
import http.client
import json
from collections.abc import Callable
from typing import Any

import httplib2
from google.auth.exceptions import GoogleAuthError, RefreshError
from google.oauth2.credentials import Credentials


class OnceRefreshed(Credentials):
    """The credentials of a login; `refresh` raises only `RefreshError`, with the answer where it is a JSON object."""

    def refresh(self, request: Callable[..., Any]) -> None:
        """See `Credentials.refresh`."""
        super().refresh(functools.partial(_ask, request))  # type: ignore[no-untyped-call] # half of google-auth has types


def _ask(request: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Give the token endpoint's answer if it holds a token."""
    try:
        response = request(*arguments, **options)
    except (GoogleAuthError, OSError, http.client.HTTPException, httplib2.HttpLib2Error) as error:
        raise _failed(f"no answer ({type(error).__name__})") from error
    try:
        document = json.loads(response.data)
    except (ValueError, RecursionError):
        document = None
    if (
        response.status == http.client.OK
        and isinstance(document, dict)
        and isinstance(document.get("access_token"), str)
    ):
        return response
    # Nothing of what was answered goes into the words: they may be logged.
    raise _failed(f"refused ({response.status})", document)


def _failed(why: str, document: object = None) -> RefreshError:
    return RefreshError(why, document)  # type: ignore[no-untyped-call]
