"""
The login: Google's page in the browser asks the person, and sends the browser back to a port of this machine.

RFC 8252 (OAuth for native apps: loopback redirect), RFC 7636 (PKCE),
https://developers.google.com/identity/protocols/oauth2/native-app. The library's own server is not used: it takes any
request for the answer, a favicon's too, prints by itself, and cannot read a pasted address at the same time.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import secrets
import selectors
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from daemon.domain.errors import AuthorisationError, ConfigError, IntegrationError, TemporaryError, UsageError
from integrations.google.transport import TIME_OUT

#: What a request of a browser may be long at most; an answer of Google's has some 600 bytes.
_MOST = 32 * 1024

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
        self._listener = _listen(port)
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
        Wait for the person, and give the code that stands for the consent.

        *pasted* is a file descriptor from which the address that the browser was sent back to is read, too, a line
        at a time; what is wrong with a line is told by *tell*, and its end changes nothing.

        Raises:
            AuthorisationError: The person said no.
            TemporaryError: Nobody answered in time.
        """
        deadline = time.monotonic() + time_out.total_seconds()
        # Not poll or epoll: a terminal on macOS, and a file, cannot be waited for with these.
        with selectors.SelectSelector() as selector:
            selector.register(self._listener, selectors.EVENT_READ)
            if pasted is not None:
                selector.register(pasted, selectors.EVENT_READ, _Pasted(pasted, self, tell))
            try:
                while (left := deadline - time.monotonic()) > 0:
                    for key, _ in selector.select(left):
                        if key.fileobj is self._listener:
                            _accept(self._listener, selector, self)
                        elif (code := key.data.read()) is not None:
                            return str(code)
                        elif key.data.is_over:
                            selector.unregister(key.fileobj)
            finally:
                for key in list(selector.get_map().values()):
                    if isinstance(key.data, _Visit):
                        key.data.close()
        minutes = max(1, round(time_out.total_seconds() / 60))
        raise TemporaryError("Google", f"No answer came from Google's page within {minutes} min. Log in once more.")

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


class _Pasted:
    """Lines that the person pastes."""

    def __init__(self, descriptor: int, consent: Consent, tell: Callable[[str], None]) -> None:
        self._descriptor = descriptor
        self._consent = consent
        self._tell = tell
        self._rest = b""
        self.is_over = False

    def read(self) -> str | None:
        """Read what is there, and give the code if that completes it."""
        try:
            chunk = os.read(self._descriptor, 4096)
        except OSError:
            chunk = b""
        self.is_over = not chunk
        # A last line may lack its end.
        *lines, self._rest = (self._rest + (chunk or b"\n")).split(b"\n")
        for line in lines:
            if (code := self._code_of(line.decode(errors="replace"))) is not None:
                return code
        return None

    def _code_of(self, line: str) -> str | None:
        # A terminal may have broken the address, a mail program may have put it into brackets.
        text = "".join(line.split()).strip("<>\"'")
        if not text:
            return None
        try:
            return self._consent.code_of(text.partition("?")[2].partition("#")[0] or text)
        except LookupError:
            self._tell(
                "That is not the address to which Google's page sends the browser. It begins with "
                f"http://127.0.0.1:{self._consent.port}/ and holds `state` and `code`. Paste it as a whole."
            )
        except ValueError:
            self._tell("That address is the answer to another login. Paste the one that belongs to the address above.")
        return None


class _Visit:
    """A connection of the browser's: one request, one answer."""

    def __init__(self, connection: socket.socket, consent: Consent) -> None:
        self._connection = connection
        self._consent = consent
        self._request = b""
        self.is_over = False

    def read(self) -> str | None:
        """Read what is there, answer if that completes the request, and give the code if it brings one."""
        try:
            chunk = self._connection.recv(4096)
        except BlockingIOError:
            return None
        except OSError:
            chunk = b""
        self._request += chunk
        is_whole = b"\r\n\r\n" in self._request
        if chunk and not is_whole and len(self._request) < _MOST:
            # A browser opens connections in advance that say nothing for long.
            return None
        self.is_over = True
        try:
            return self._answer() if is_whole else None
        finally:
            self.close()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _answer(self) -> str | None:
        method, _, rest = self._request.partition(b"\r\n")[0].decode("latin-1").partition(" ")
        try:
            address = urlsplit(rest.partition(" ")[0])
            if method != "GET" or address.path != "/":
                raise LookupError
            code = self._consent.code_of(address.query)
        except LookupError:
            self._say("404 Not Found", "There is nothing here.")
        except ValueError:
            self._say("400 Bad Request", "This is the answer to another login than the one that waits for it.")
        except AuthorisationError:
            self._say("200 OK", "Afterword was not given access. You can close this tab.")
            raise
        else:
            self._say("200 OK", "Google's answer has arrived. You can close this tab and go back to the terminal.")
            return code
        return None

    def _say(self, status: str, text: str) -> None:
        page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Afterword</title><p>{text}</p></html>\n'
        head = (
            f"HTTP/1.1 {status}",
            "Content-Type: text/html; charset=utf-8",
            f"Content-Length: {len(page)}",
            # What stands in the address bar is nobody else's business.
            "Cache-Control: no-store",
            "Referrer-Policy: no-referrer",
            "Connection: close",
        )
        with contextlib.suppress(OSError):
            self._connection.settimeout(5)
            self._connection.sendall("\r\n".join((*head, "", page)).encode())
            self._connection.shutdown(socket.SHUT_WR)


def _listen(port: int) -> socket.socket:
    """Listen on *port* of the loopback address; 0 for a free one."""
    try:
        # With SO_REUSEADDR on POSIX systems: else a fixed port could not be had for a minute after the last login.
        return socket.create_server(("127.0.0.1", port))
    except OSError as error:
        why = {errno.EADDRINUSE: "another program uses it", errno.EACCES: "it may not be used"}
        reason = why.get(error.errno or 0) or error.strerror
        raise UsageError(f"Port {port} cannot be had: {reason}. Name another with --port, or none.") from error


def _accept(listener: socket.socket, selector: selectors.BaseSelector, consent: Consent) -> None:
    with contextlib.suppress(OSError):
        connection, _ = listener.accept()
        connection.setblocking(False)
        selector.register(connection, selectors.EVENT_READ, _Visit(connection, consent))


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
