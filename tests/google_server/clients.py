"""The real client library, pointed at the stand-in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httplib2
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import HttpError

from tests.google_server.answers import Resource
from tests.google_server.server import GoogleServer

_AUTH = "https://www.googleapis.com/auth/"
CALENDAR_SCOPES = (f"{_AUTH}calendar",)
GMAIL_SCOPES = (f"{_AUTH}gmail.compose", f"{_AUTH}gmail.readonly")


def scope(name: str) -> str:
    """Give a scope by its short name, such as "calendar.app.created"."""
    return f"{_AUTH}{name}"


def credentials(token: Resource) -> Credentials:
    """Give the credentials of a token document; they are never taken for expired, whatever the server's clock says."""
    names = ("refresh_token", "token_uri", "client_id", "client_secret", "scopes")
    return Credentials(token["token"], **{name: token[name] for name in names})  # type: ignore[no-untyped-call]


def document(root: str, name: str, version: str) -> Resource:
    """Give a discovery document that leads to *root*, media uploads and batches included."""
    parsed: Resource = json.loads(get_static_doc(name, version) or "")
    return parsed | {"rootUrl": root, "baseUrl": f"{root}{parsed['servicePath']}"}


@contextmanager
def service(server: GoogleServer, name: str, scopes: Iterable[str], *, timeout: float = 10) -> Iterator[Any]:
    """Give a client of "calendar" or "gmail" with a consent to *scopes*."""
    http = AuthorizedHttp(credentials(server.oauth.issue(scopes)), http=httplib2.Http(timeout=timeout))
    version = {"calendar": "v3", "gmail": "v1"}[name]
    client = build_from_document(document(server.root, name, version), http=http)
    try:
        yield client
    finally:
        client.close()


def refused(error: HttpError) -> tuple[int, str]:
    """Give the status and the reason of a refusal."""
    return error.status_code, str(json.loads(error.content)["error"]["errors"][0]["reason"])
