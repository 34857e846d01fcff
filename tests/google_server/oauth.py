"""Google's OAuth: who consented to what, tokens, and the many ways in which they end."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from tests.google_server import consent
from tests.google_server.answers import ApiError, Reply, Resource, error_page, html_reply, json_reply
from tests.google_server.discovery import known_scopes

AUTH_PATH = "/o/oauth2/v2/auth"
#: What a client may ask for besides the two APIs.
_IDENTITY_SCOPES = frozenset({"openid", "email", "profile"})
_CODE_LIFE = timedelta(minutes=10)


@dataclass
class Grant:
    """What the person allowed a client to do; its refresh token stands for it."""

    client_id: str
    scopes: frozenset[str]
    refresh_token: str
    #: The error with which it ended; None while it holds.
    ended: str | None = None


@dataclass
class Access:
    """An access token."""

    grant: Grant
    scopes: frozenset[str]
    expires: datetime


@dataclass
class Code:
    """An authorisation code, good for one exchange."""

    grant: Grant
    asked: dict[str, str]
    expires: datetime


@dataclass(frozen=True)
class TokenError(Exception):
    """A refusal of the token endpoint (RFC 6749, 5.2)."""

    error: str
    description: str
    status: int = 400


@dataclass
class OAuth:
    """The authorisation server of one account. The lifetimes follow the server's clock."""

    root: str
    account: str
    now: Callable[[], datetime]
    lock: threading.RLock
    client_id: str = "1234-afterword.apps.googleusercontent.com"
    client_secret: str = "GOCSPX-not-a-secret"
    #: Whether each refresh gives a new refresh token, and ends the old one.
    rotate: bool = False
    #: Seconds that an access token lives.
    lifetime: int = 3600
    _grants: dict[str, Grant] = field(default_factory=dict)
    _access: dict[str, Access] = field(default_factory=dict)
    _codes: dict[str, Code] = field(default_factory=dict)
    _refusal: Reply | None = None

    # What tests do.

    def client_config(self) -> Resource:
        """Give the document of a desktop client, as the console lets one download it."""
        return {
            "installed": {
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "project_id": "afterword",
                "auth_uri": f"{self.root}{AUTH_PATH[1:]}",
                "token_uri": f"{self.root}token",
                "redirect_uris": ["http://localhost"],
            }
        }

    def issue(self, scopes: Iterable[str], expires_in: float = 3600) -> Resource:
        """Give a token document as google-auth writes one, for a consent that was given to all of *scopes*."""
        granted = frozenset(scopes)
        if unknown := granted - known_scopes() - _IDENTITY_SCOPES:
            raise ValueError(f"Google knows no scope {', '.join(sorted(unknown))}")
        with self.lock:
            grant = self._new_grant(self.client_id, granted)
            token = self._new_access(grant, granted, expires_in)
        return {
            "token": token,
            "refresh_token": grant.refresh_token,
            "token_uri": f"{self.root}token",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "scopes": sorted(granted),
            "universe_domain": "googleapis.com",
            "account": "",
            "expiry": self._access[token].expires.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

    def consent(self, auth_url: str, untick: Iterable[str] = (), *, deny: bool = False) -> str:
        """Do what a person does in the browser, and give the URL to which it is sent back."""
        return consent.walk_through(auth_url, frozenset(untick), deny=deny)

    def expire_access_tokens(self) -> None:
        """Let an hour pass for every access token; refresh tokens are still good."""
        with self.lock:
            self._access.clear()

    def revoke_all(self, error: str = "invalid_grant") -> None:
        """End every grant, as the person or a new password does; refreshing answers *error*."""
        with self.lock:
            for grant in self._grants.values():
                grant.ended = error
            self._access.clear()

    def narrow(self, scopes: Iterable[str]) -> None:
        """Cut every grant and token down to *scopes*."""
        left = frozenset(scopes)
        with self.lock:
            for grant in self._grants.values():
                grant.scopes &= left
            for access in self._access.values():
                access.scopes &= left

    def refuse_refresh(self, status: int, body: Resource | str) -> None:
        """Answer each refresh with *status* and *body* (a text is sent as HTML), until `allow_refresh`."""
        is_text = isinstance(body, str)
        content = body if isinstance(body, str) else json.dumps(body)
        kind = "text/html" if is_text else "application/json"
        self._refusal = Reply(status, content.encode(), {"Content-Type": f"{kind}; charset=utf-8"})

    def allow_refresh(self) -> None:
        """Refresh again as usual."""
        self._refusal = None

    # What the server asks.

    def scopes_of(self, headers: dict[str, str]) -> frozenset[str]:
        """Give what a request's bearer token is good for. ApiError 401 where it is good for nothing."""
        kind, _, token = headers.get("authorization", "").partition(" ")
        access = self._access.get(token) if kind == "Bearer" else None
        if access is None or access.grant.ended or access.expires <= self.now():
            challenge = 'Bearer realm="https://accounts.google.com/"' + (', error="invalid_token"' if token else "")
            raise ApiError(401, "authError", "Invalid Credentials", headers={"WWW-Authenticate": challenge})
        return access.scopes

    def answer(
        self, method: str, path: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes
    ) -> Reply:
        """Answer a request to one of the OAuth addresses."""
        form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        if (method, path) == ("GET", AUTH_PATH):
            return self._ask({name: values[0] for name, values in query.items()})
        if (method, path) == ("POST", AUTH_PATH):
            return self._decide(form, parse_qs(body.decode()).get("granted", []))
        if (method, path) == ("POST", "/revoke"):
            return self._revoke(form.get("token") or query.get("token", [""])[0])
        if (method, path) == ("POST", "/token"):
            try:
                return self._token(form, headers)
            except TokenError as refusal:
                content = {"error": refusal.error, "error_description": refusal.description}
                return json_reply(content, refusal.status, {"Cache-Control": "no-store"})
        return error_page(404, "The requested URL was not found on this server.")

    # The consent.

    def _ask(self, asked: dict[str, str]) -> Reply:
        """Give the page that asks the person, or one that says why the request is refused."""
        problem = self._problem(asked)
        if problem:
            return error_page(401 if problem.startswith("invalid_client") else 400, f"Access blocked. {problem}")
        return html_reply(consent.page(AUTH_PATH, self.account, asked))

    def _problem(self, asked: dict[str, str]) -> str | None:
        """Say what is wrong with a request for consent."""
        if asked.get("client_id") != self.client_id:
            return "invalid_client: The OAuth client was not found."
        redirect = urlsplit(asked.get("redirect_uri", ""))
        if redirect.scheme != "http" or redirect.hostname not in ("127.0.0.1", "::1", "localhost"):
            return "redirect_uri_mismatch: not a loopback address"
        if asked.get("response_type") != "code":
            return "unsupported_response_type: only code"
        if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
            return "invalid_request: PKCE with S256 is required"
        scopes = frozenset(asked.get("scope", "").split())
        if not scopes or scopes - known_scopes() - _IDENTITY_SCOPES:
            return f"invalid_scope: {asked.get('scope')!r}"
        return None

    def _decide(self, form: dict[str, str], granted: list[str]) -> Reply:
        """Send the browser back to the client with a code, or with the person's no."""
        asked = {name.removeprefix("asked-"): value for name, value in form.items() if name.startswith("asked-")}
        if problem := self._problem(asked):
            return error_page(400, problem)
        answer = {"state": asked["state"]} if "state" in asked else {}
        scopes = frozenset(granted) & frozenset(asked["scope"].split())
        if form.get("decision") != "allow" or not scopes:
            answer["error"] = "access_denied"
        else:
            code = f"4/{secrets.token_urlsafe(24)}"
            self._codes[code] = Code(self._new_grant(self.client_id, scopes), asked, self.now() + _CODE_LIFE)
            answer |= {"code": code, "scope": " ".join(sorted(scopes))}
        joint = "&" if urlsplit(asked["redirect_uri"]).query else "?"
        return Reply(302, b"", {"Location": f"{asked['redirect_uri']}{joint}{urlencode(answer)}"})

    # The tokens.

    def _token(self, form: dict[str, str], headers: dict[str, str]) -> Reply:
        client_id, secret = _client_of(form, headers)
        if client_id != self.client_id or not secrets.compare_digest(secret, self.client_secret):
            raise TokenError("invalid_client", "The OAuth client was not found.", 401)
        if form.get("grant_type") == "authorization_code":
            return self._exchange(form)
        if form.get("grant_type") == "refresh_token":
            return self._refusal or self._refresh(form)
        raise TokenError("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")

    def _exchange(self, form: dict[str, str]) -> Reply:
        """Give tokens for a code (RFC 6749, 4.1.3, and RFC 7636, 4.6)."""
        code = self._codes.pop(form.get("code", ""), None)
        if code is None or code.expires <= self.now():
            raise TokenError("invalid_grant", "Malformed auth code.")
        if form.get("redirect_uri") != code.asked["redirect_uri"]:
            raise TokenError("redirect_uri_mismatch", "Bad Request")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != code.asked["code_challenge"]:
            raise TokenError("invalid_grant", "Invalid code verifier.")
        is_lasting = code.asked.get("access_type") == "offline" and code.asked.get("prompt") == "consent"
        return self._tokens(code.grant, code.grant.scopes, with_refresh=is_lasting)

    def _refresh(self, form: dict[str, str]) -> Reply:
        """Give a new access token for a refresh token (RFC 6749, 6)."""
        grant = self._grants.get(form.get("refresh_token", ""))
        if grant is None or grant.ended:
            error = "invalid_grant" if grant is None else grant.ended or ""
            raise TokenError(error, "Token has been expired or revoked.")
        wanted = frozenset(form.get("scope", "").split()) or grant.scopes
        if wanted - grant.scopes:
            raise TokenError("invalid_scope", "Bad Request")
        if self.rotate:
            del self._grants[grant.refresh_token]
            grant.refresh_token = _new_refresh_token()
            self._grants[grant.refresh_token] = grant
        return self._tokens(grant, wanted, with_refresh=self.rotate)

    def _tokens(self, grant: Grant, scopes: frozenset[str], *, with_refresh: bool) -> Reply:
        content: Resource = {
            "access_token": self._new_access(grant, scopes, self.lifetime),
            "expires_in": self.lifetime - 1,
            "scope": " ".join(sorted(scopes)),
            "token_type": "Bearer",
        }
        if with_refresh:
            content["refresh_token"] = grant.refresh_token
        return json_reply(content, headers={"Cache-Control": "no-store"})

    def _revoke(self, token: str) -> Reply:
        """End the grant of an access or refresh token (RFC 7009; Google refuses an unknown one)."""
        grant = self._access[token].grant if token in self._access else self._grants.get(token)
        if grant is None or grant.ended:
            return json_reply({"error": "invalid_token", "error_description": "Token expired or revoked"}, 400)
        grant.ended = "invalid_grant"
        return json_reply({})

    def _new_grant(self, client_id: str, scopes: frozenset[str]) -> Grant:
        grant = Grant(client_id, scopes, _new_refresh_token())
        self._grants[grant.refresh_token] = grant
        return grant

    def _new_access(self, grant: Grant, scopes: frozenset[str], seconds: float) -> str:
        token = f"ya29.{secrets.token_urlsafe(32)}"
        self._access[token] = Access(grant, scopes, self.now() + timedelta(seconds=seconds))
        return token


def _new_refresh_token() -> str:
    return f"1//{secrets.token_urlsafe(32)}"


def _client_of(form: dict[str, str], headers: dict[str, str]) -> tuple[str, str]:
    """Give the client's name and secret, from HTTP Basic (RFC 6749, 2.3.1) or from the body."""
    kind, _, value = headers.get("authorization", "").partition(" ")
    if kind == "Basic":
        name, _, secret = base64.b64decode(value).decode().partition(":")
        return unquote(name), unquote(secret)
    return form.get("client_id", ""), form.get("client_secret", "")
