"""
The login: Google's page in the browser asks the person, and sends the browser back to a port of this machine.

RFC 8252 (OAuth for native apps: loopback redirect), RFC 7636 (PKCE),
https://developers.google.com/identity/protocols/oauth2/native-app. The answer is waited for in `loopback.py`.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from daemon.domain.errors import AuthorisationError, ConfigError, IntegrationError, TemporaryError
from integrations.google.loopback import listen, wait_for
from integrations.google.transport import TIME_OUT

_GUIDE = "docs/google.md, step 5, says how to make one."


def read_client(path: Path) -> dict[str, Any]:
    """
    Read the OAuth client of a desktop app, as Google's console lets one download it.

    Raises:
        ConfigError: There is none, or it is something else; says what to do.
    """

    def wrong(what: str) -> ConfigError:
        return ConfigError([f"The OAuth client {path}: {what}"])

    try:
        document = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise wrong(f"there is no such file. {_GUIDE}") from error
    except OSError as error:
        raise wrong(f"it cannot be read: {error.strerror}. See to its permissions.") from error
    except ValueError as error:
        raise wrong(f"this is not the JSON file that Google offers for download. {_GUIDE}") from error
    if isinstance(document, dict) and "web" in document:
        raise wrong(f'it is of the type "Web application"; it has to be a "Desktop app". {_GUIDE}')
    client = document.get("installed") if isinstance(document, dict) else None
    if not isinstance(client, dict):
        raise wrong(f"this is no OAuth client of a desktop app. {_GUIDE}")
    for name in ("client_id", "client_secret", "auth_uri", "token_uri"):
        if not isinstance(client.get(name), str) or not client[name]:
            raise wrong(f"`{name}` is missing in it: download it once more. {_GUIDE}")
    for name in ("auth_uri", "token_uri"):
        if urlsplit(client[name]).scheme != "https" and not _is_test_server(client[name]):
            raise wrong(f"`{name}` has to begin with https://. Download it once more. {_GUIDE}")
    return {"installed": client}


class Consent:
    """
    One request for consent to *scopes* by the OAuth client *client* (`read_client`); used in a with statement.

    Listens on 127.0.0.1, on *port* or a free one, from the start. *clock* gives an aware time, for tests.

    Raises:
        UsageError: *port* cannot be had.
    """

    def __init__(
        self,
        client: Mapping[str, Any],
        scopes: Iterable[str],
        *,
        port: int = 0,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        from google_auth_oauthlib.flow import InstalledAppFlow

        self._client: Mapping[str, str] = client["installed"]
        self._scopes = tuple(scopes)
        self._clock = clock
        self._listener = listen(port)
        self.port: int = self._listener.getsockname()[1]
        self._flow = InstalledAppFlow.from_client_config(dict(client), list(self._scopes))
        self._flow.redirect_uri = f"http://127.0.0.1:{self.port}/"
        with self._terms():
            # A refresh token comes with `offline`, and for a second login with the same client only with `consent`.
            #: Where the person consents.
            self.address, self._state = self._flow.authorization_url(access_type="offline", prompt="consent")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Free the port."""
        self._listener.close()
        self._flow.oauth2session.close()

    def wait(self, time_out: timedelta, pasted: int | None = None, tell: Callable[[str], None] = lambda _: None) -> str:
        """
        Wait for the person, and give the code that stands for the consent; for *pasted* and *tell* see `wait_for`.

        Raises:
            AuthorisationError: The person said no.
            TemporaryError: Nobody answered in time.
        """
        code = wait_for(self.code_of, self._listener, time_out, pasted, tell)
        if code is None:
            minutes = max(1, round(time_out.total_seconds() / 60))
            raise TemporaryError("Google", f"No answer came from Google's page within {minutes} min. Log in once more.")
        return code

    def redeem(self, code: str) -> dict[str, Any]:
        """
        Give the login for *code*: google-auth's authorized-user document, with what was granted and when.

        Raises:
            TemporaryError: The login service is out of reach, or does not take the code any more: log in once more.
            ConfigError: Google does not know the OAuth client.
            AuthorisationError: Google gave no lasting login.
        """
        import requests
        from oauthlib.oauth2.rfc6749.errors import OAuth2Error

        now = self._clock()
        try:
            with self._terms():
                # The client's name in the body is what Google's documentation shows, and what every stand-in reads.
                token = self._flow.fetch_token(code=code, include_client_id=True, timeout=TIME_OUT)
        except OAuth2Error as error:
            raise _refusal(str(error.error or "")) from error
        except requests.RequestException as error:
            raise TemporaryError(
                "Google", "Google's login service cannot be reached. See to the network and log in once more."
            ) from error
        except (ValueError, TypeError, AttributeError) as error:
            raise _refusal("") from error
        if not token.get("refresh_token"):
            raise AuthorisationError("Google", "Google gave no login that lasts. Log in once more.")
        expiry = now + timedelta(seconds=int(token.get("expires_in") or 0))
        return {
            "token": token["access_token"],
            "refresh_token": token["refresh_token"],
            "token_uri": self._client["token_uri"],
            "client_id": self._client["client_id"],
            "client_secret": self._client["client_secret"],
            "scopes": sorted(_granted(token.get("scope")) or self._scopes),
            "universe_domain": "googleapis.com",
            "account": "",
            "expiry": _iso(expiry),
            "granted_at": _iso(now),
        }

    def code_of(self, query: str) -> str:
        """
        Give the code in *query*, what follows the `?` in the address that the browser was sent back to.

        Raises:
            LookupError: It is no such answer at all.
            ValueError: It is the answer to another request.
            AuthorisationError: The person said no, or Google did.
        """
        values = {name: found[0] for name, found in parse_qs(query).items()}
        if "state" not in values or not {"code", "error"} & set(values):
            raise LookupError
        if not secrets.compare_digest(values["state"].encode(), self._state.encode()):
            raise ValueError
        if "error" in values:
            raise _denied(values["error"])
        return values["code"]

    @contextlib.contextmanager
    def _terms(self) -> Iterator[None]:
        """
        Set for a moment what oauthlib takes from the environment alone.

        That fewer rights are granted than were asked for is no error here, but told; and a server for tests on this
        machine has no TLS.
        """
        terms = {"OAUTHLIB_RELAX_TOKEN_SCOPE": "1"}
        if _is_test_server(self._client["token_uri"]) or _is_test_server(self._client["auth_uri"]):
            terms["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
        before = {name: os.environ.get(name) for name in terms}
        os.environ.update(terms)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


def _is_test_server(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")


def _granted(scope: object) -> list[str]:
    """Give the scopes of a token answer, [] where it does not say (RFC 6749, 5.1: then all that were asked for)."""
    if isinstance(scope, str):
        return scope.split()
    return [str(one) for one in scope] if isinstance(scope, list | tuple | set) else []


def _denied(error: str) -> AuthorisationError:
    if error == "access_denied":
        return AuthorisationError("Google", "You did not allow it on Google's page. Log in once more to change that.")
    return AuthorisationError("Google", f"Google's page gave no access{_said(error)}. docs/google.md may help.")


def _refusal(error: str) -> ConfigError | IntegrationError:
    """Say what an error of the token endpoint means (RFC 6749, 5.2)."""
    if error in ("invalid_client", "unauthorized_client", "deleted_client"):
        return ConfigError(
            [f"Google does not know this OAuth client any more{_said(error)}. Download it anew, or make one. {_GUIDE}"]
        )
    if error == "invalid_grant":
        return TemporaryError("Google", "Google's answer had run out or been used already. Log in once more.")
    return TemporaryError("Google", f"Google's login service could not answer{_said(error)}. Log in once more later.")


def _said(error: str) -> str:
    """Give a code of the server's in brackets; what is no code is not repeated."""
    return f" ({error})" if re.fullmatch(r"[a-z_]{1,40}", error) else ""


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
