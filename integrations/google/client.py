"""
Requests to Google with one login: built by Google's client library, sent by `transport.py`, tried again by our rules.

    what went wrong                                   what was asked may be repeated   anything else
    not reached; "slow down" (429, 403 by rate)       tried again                      tried again: nothing was done
    trouble (5xx, time-out, reset, no JSON)           tried again                      TemporaryError: look first
    a limit of hours used up                          TemporaryError                   TemporaryError
    login not accepted, right missing                 AuthorisationError               AuthorisationError
    refused                                           RefusedError                     RefusedError
    304, 404, 409, 410, 412                           StatusError, for the caller      StatusError, for the caller

Tried again within the budget of a pass (`patience.py`), else `TemporaryError`. "May be repeated" are reading, and
creating under an id of our own. A login that was refused is not tried again within a pass, until its file changes.
"""

from __future__ import annotations

import http.client
import json
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httplib2
from google.auth.exceptions import GoogleAuthError, RefreshError
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import HttpError
from googleapiclient.http import HttpRequest

from daemon.domain.errors import AuthorisationError, IntegrationError, RefusedError, TemporaryError
from daemon.events import Line
from integrations.google.answers import LOST_CLIENT, LOST_LOGIN, Answer, Meaning, in_words, understand
from integrations.google.patience import Patience
from integrations.google.scopes import is_granted
from integrations.google.token import Stamp, TokenFile
from integrations.google.transport import TIME_OUT, GuardedHttp, NotReachedError

log = logging.getLogger(__name__)

#: Google ends a login after so long while the OAuth client's publishing status is "Testing"
#: (https://developers.google.com/identity/protocols/oauth2, "Refresh token expiration").
TESTING_LASTS = timedelta(days=7)

# The library warns with the whole address of a request, and dumps what it cannot read.
logging.getLogger("googleapiclient.http").setLevel(logging.CRITICAL)
logging.getLogger("googleapiclient.discovery").setLevel(logging.ERROR)
logging.getLogger("google_auth_httplib2").setLevel(logging.ERROR)


class StatusError(RefusedError):
    """Google answered with a status whose meaning depends on what was asked: 304, 404, 409, 410, 412."""

    def __init__(self, integration: str, message: str, answer: Answer) -> None:
        super().__init__(integration, message)
        self.status = answer.status
        self.reason = answer.reason


class GoogleClient:
    """
    Both services with the login of *token*; not to be used from two threads at once.

    *root* is another root of both APIs, for tests. *patience* and *clock* (aware) are for tests, too.
    """

    def __init__(
        self,
        token: TokenFile,
        root: str = "",
        *,
        patience: Patience | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        time_out: float = TIME_OUT,
    ) -> None:
        self.token = token
        self._root = root if not root or root.endswith("/") else f"{root}/"
        self._services: dict[str, Any] = {}
        self._patience = patience or Patience()
        self._clock = clock
        self._time_out = time_out
        self._http: AuthorizedHttp | None = None
        self._loaded: Stamp = None
        self._kept_token = ""
        #: The login was refused: said again without asking again, until the pass is over or the file changes.
        self._lost: AuthorisationError | None = None
        #: By service, until when Google wants to be left alone.
        self._not_before: dict[str, datetime] = {}
        #: When the file was last looked at for another login: once a pass is enough.
        self._is_fresh = False

    @property
    def calendar(self) -> Any:
        """Calendar's methods, as the library builds them."""
        return self._service("calendar")

    @property
    def gmail(self) -> Any:
        """Gmail's methods, as the library builds them."""
        return self._service("gmail")

    def may(self, scope: str) -> bool:
        """Say whether the login has *scope*, as far as its file tells. Raises what `TokenFile.load` does."""
        self._log_in()
        return is_granted(scope, self.token.granted())

    def surely_may(self, scope: str) -> bool:
        """Say whether the file of the login names *scope*, or a wider one. Raises as `may`."""
        return self.may(scope) and self.token.granted() is not None

    def call(
        self,
        request: HttpRequest,
        integration: str,
        *,
        may_repeat: bool | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """
        Make *request* and give the answer's JSON, {} for an empty one; *integration* is what errors call the place.

        *may_repeat* says that doing it twice is as good as once; by default only reading is. *headers* are added.

        Raises:
            StatusError, TemporaryError, AuthorisationError, RefusedError: See the table above.
        """
        if may_repeat is None:
            may_repeat = request.method == "GET"
        request.headers.update(headers or {})
        http_ = self._log_in()
        service = "gmail" if "/gmail/" in request.uri else "calendar"
        wait = self._not_before.get(service, self._clock()) - self._clock()
        if wait > timedelta():
            raise TemporaryError(integration, "Google asked to be left alone for a while.", wait)
        tries = 0
        while True:
            tries += 1
            try:
                answer = self._ask(request, http_, integration)
            except _MayPass as trouble:
                is_safe = may_repeat or trouble.was_nothing_done
                retry_after = trouble.error.retry_after
                if not is_safe or not self._patience.wait(tries, retry_after):
                    if retry_after is not None:
                        self._not_before[service] = self._clock() + retry_after
                    raise trouble.error from trouble
            else:
                return answer

    def pause(self, span: timedelta) -> None:
        """Wait for *span*: Google shows what was written a moment later in some places than in others."""
        self._patience.pause(span)

    def close(self) -> None:
        """
        End a pass: close connections, and look for another login before the next request.

        A kept connection that the server has closed meanwhile fails the next request that writes.
        """
        if self._http is not None:
            self._http.close()
        self._is_fresh = False
        self._lost = None
        self._patience.renew()

    def _service(self, name: str) -> Any:
        # Built once: rebuilding leaves cycles for the garbage collector, some 1.4 MiB each time.
        if name not in self._services:
            # With HTTP that reaches nobody: what is built is sent by `call` alone.
            self._services[name] = build_from_document(_document(name, self._root), http=GuardedHttp(()))
        return self._services[name]

    def _ask(self, request: HttpRequest, http_: AuthorizedHttp, integration: str) -> dict[str, Any]:
        try:
            answer = request.execute(http=http_, num_retries=0)
        except HttpError as error:
            raise self._translated(error, integration) from error
        except RefreshError as error:
            raise self._refresh_failed(error, integration) from error
        except (NotReachedError, httplib2.ServerNotFoundError) as error:
            raise _MayPass(_temporary(integration, "Google cannot be reached"), was_nothing_done=True) from error
        except (GoogleAuthError, OSError, http.client.HTTPException, httplib2.HttpLib2Error) as error:
            raise _MayPass(_temporary(integration, f"Google did not answer ({type(error).__name__})")) from error
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            # The library reads JSON in UTF-8 and in Google's shape; what comes of a gateway's page it does not foresee.
            raise _MayPass(_temporary(integration, "Something else than Google answered")) from error
        finally:
            self._keep_token(http_)
        if answer in ("", b""):
            return {}
        if not isinstance(answer, dict):
            # The library hands on what is no JSON as text: a captive portal, or an answer that was cut off.
            raise _MayPass(_temporary(integration, "Something else than Google answered"))
        return answer

    def _translated(self, error: HttpError, integration: str) -> Exception:
        headers = {str(name).lower(): str(value) for name, value in dict(error.resp).items()}
        answer = understand(error.resp.status, headers, error.content, self._clock())
        words = in_words(answer)
        match answer.meaning:
            case Meaning.SLOW_DOWN:
                return _MayPass(TemporaryError(integration, words, answer.retry_after), was_nothing_done=True)
            case Meaning.TROUBLE:
                return _MayPass(TemporaryError(integration, words, answer.retry_after))
            case Meaning.USED_UP:
                return TemporaryError(integration, words, answer.retry_after)
            case Meaning.STATUS:
                return StatusError(integration, words, answer)
            case Meaning.LOGIN:
                return self._login_lost(words)
            case Meaning.REFUSED:
                return RefusedError(integration, words)

    def _refresh_failed(self, error: RefreshError, integration: str) -> Exception:
        """Tell a login that is lost from a token endpoint that is in trouble."""
        details = error.args[1] if len(error.args) > 1 else None
        code = details.get("error") if isinstance(details, dict) else None
        # A gateway may give Google's other shape of an error, where `error` is an object.
        code = code if isinstance(code, str) else ""
        assert self._http is not None
        login = self._http.credentials
        if code in LOST_LOGIN or not (login.refresh_token and login.client_id and login.client_secret):
            return self._login_lost(self._why_lost(code))
        return _MayPass(_temporary(integration, "Google's login service could not answer"), was_nothing_done=True)

    def _why_lost(self, code: str) -> str:
        if code in LOST_CLIENT:
            return f"Google does not know the OAuth client of this login any more ({code}): see docs/google.md."
        granted_at = self.token.granted_at()
        if granted_at is not None and abs(self._clock() - granted_at - TESTING_LASTS) < timedelta(days=1):
            return (
                "Google ended the login after seven days, as it does while the OAuth client's publishing status is "
                '"Testing". Publish it, so that the next one lasts (docs/google.md, step 4).'
            )
        said = f" ({code})" if code else ""
        return f"Google does not accept the login any more{said}: it ran out, was revoked, or the password was changed."

    def _login_lost(self, why: str) -> AuthorisationError:
        self._lost = self.token.needs_login(why)
        return self._lost

    def _log_in(self) -> AuthorizedHttp:
        """Give HTTP with the login of the file, read anew when that has changed."""
        if not self._is_fresh:
            stamp = self.token.stamp()
            if self._http is None or stamp != self._loaded:
                credentials = self.token.load()
                roots = [self._root] if self._root else [root for _, root in _SERVICES.values()]
                roots.append(credentials.token_uri)
                self._http = AuthorizedHttp(credentials, http=GuardedHttp(roots, self._time_out))
                self._kept_token = credentials.token or ""
            self._loaded = stamp
            self._is_fresh = True
        if self._lost is not None:
            raise AuthorisationError(self._lost.integration, self._lost.message)
        assert self._http is not None
        return self._http

    def _keep_token(self, http_: AuthorizedHttp) -> None:
        """Write a refreshed token down; the library does not. One that cannot be kept is refreshed again next time."""
        token = http_.credentials.token or ""
        if token == self._kept_token:
            return
        self._kept_token = token
        try:
            if self.token.save(http_.credentials):
                self._loaded = self.token.stamp()
        except IntegrationError as error:
            log.warning(Line("token_not_kept", error=error.message))


class _MayPass(Exception):
    """A failure that may pass; *was_nothing_done*: surely not processed, so that repeating is safe for anything."""

    def __init__(self, error: TemporaryError, *, was_nothing_done: bool = False) -> None:
        super().__init__(error.message)
        self.error = error
        self.was_nothing_done = was_nothing_done


#: Version and root of each service, as its discovery document has them.
_SERVICES = {
    "calendar": ("v3", "https://www.googleapis.com/"),
    "gmail": ("v1", "https://gmail.googleapis.com/"),
}


def _document(name: str, root: str) -> dict[str, Any]:
    """Give a service's discovery document, that the library ships; with *root* in the place of Google's, if given."""
    document: dict[str, Any] = json.loads(get_static_doc(name, _SERVICES[name][0]))
    if root:
        document["rootUrl"] = root
        document["baseUrl"] = root + document["servicePath"]
        document.pop("mtlsRootUrl", None)
    return document


def _temporary(integration: str, what: str) -> TemporaryError:
    return TemporaryError(integration, f"{what}. It will be tried again.")
