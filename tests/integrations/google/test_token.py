"""The file with a login: what of it is kept, who may read it, what is no login."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from google.oauth2.credentials import Credentials

from daemon.domain.errors import AuthorisationError, TemporaryError
from integrations.google.scopes import DRAFTS, EVENTS
from integrations.google.token import TokenFile
from tests.integrations.google.account import GoogleAccount

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
LOGIN = {
    "token": "ya29.old",
    "refresh_token": "1//old",
    "token_uri": "http://127.0.0.1:1/token",
    "client_id": "client",
    "client_secret": "secret",
    "scopes": [EVENTS, DRAFTS],
    "expiry": "2026-12-01T12:00:00Z",
    "granted_at": "2026-11-30T12:00:00+00:00",
    "somebody_elses": {"key": [1, 2]},
}


@pytest.fixture
def file(tmp_path: Path) -> TokenFile:
    return TokenFile(tmp_path / "state" / "tokens" / "personal.json", "personal")


def refreshed(**changes: Any) -> Credentials:
    """Give credentials as they are after a refresh."""
    given = {"token": "ya29.new", "refresh_token": "1//old", "expiry": datetime(2026, 12, 1, 13)} | changes  # noqa: DTZ001
    return Credentials(**given)  # type: ignore[no-untyped-call]


def on_disk(file: TokenFile) -> Any:
    return json.loads(file.path.read_text())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_login_is_for_the_person_alone(file: TokenFile) -> None:
    """The file is 0600, its folder 0700, and nothing else is left there."""
    file.store(LOGIN)

    assert mode(file.path) == 0o600
    assert mode(file.path.parent) == 0o700
    assert [one.name for one in file.path.parent.iterdir()] == ["personal.json"]
    assert on_disk(file) == LOGIN


def test_a_login_becomes_the_persons_alone_when_it_is_written_anew(file: TokenFile) -> None:
    """A file that others could read is replaced by one that they cannot."""
    file.store(LOGIN)
    file.path.chmod(0o644)
    file.load()

    assert file.save(refreshed())

    assert mode(file.path) == 0o600


def test_a_refresh_changes_the_token_and_nothing_else(file: TokenFile) -> None:
    """Scopes, the time of consent, and keys of other programs stay."""
    file.store(LOGIN)
    file.load()

    assert file.save(refreshed())

    assert on_disk(file) == LOGIN | {"token": "ya29.new", "expiry": "2026-12-01T13:00:00Z"}


def test_a_refresh_token_that_changed_is_kept(file: TokenFile) -> None:
    """The old one is worth nothing any more."""
    file.store(LOGIN)
    file.load()

    file.save(refreshed(refresh_token="1//new"))

    assert on_disk(file)["refresh_token"] == "1//new"


def test_a_token_that_lasts_for_ever_keeps_the_old_expiry(file: TokenFile) -> None:
    """Where the endpoint does not say how long, nothing is made up."""
    file.store(LOGIN)
    file.load()

    file.save(refreshed(expiry=None))

    assert on_disk(file)["expiry"] == LOGIN["expiry"]


def test_a_newer_login_is_not_overwritten_by_a_refresh(file: TokenFile) -> None:
    """The person logged in while another process refreshed the old login."""
    file.store(LOGIN)
    service = TokenFile(file.path, "personal")
    service.load()
    newer = LOGIN | {"refresh_token": "1//newer", "token": "ya29.newer"}
    file.store(newer)

    assert not service.save(refreshed())

    assert on_disk(file) == newer


@pytest.mark.parametrize("content", [None, b"", b"{"])
def test_a_login_that_was_taken_away_does_not_come_back(file: TokenFile, content: bytes | None) -> None:
    """A refresh in another process does not write it again."""
    file.store(LOGIN)
    file.load()
    file.path.unlink()
    if content is not None:
        file.path.write_bytes(content)

    assert not file.save(refreshed())

    assert (file.path.read_bytes() if file.path.exists() else None) == content


def test_a_second_refresh_is_kept_too(file: TokenFile) -> None:
    """What this process wrote is no other process's login."""
    file.store(LOGIN)
    file.load()

    assert file.save(refreshed())
    assert file.save(refreshed(token="ya29.third"))

    assert on_disk(file)["token"] == "ya29.third"


def test_a_file_that_changed_has_another_stamp(file: TokenFile) -> None:
    """Also where the new login is as long as the old one; none has none."""
    assert file.stamp() is None
    file.store(LOGIN)
    before = file.stamp()
    assert file.stamp() == before

    file.store(LOGIN | {"token": "ya29.new"})

    assert file.stamp() not in (None, before)


def test_a_login_has_its_own_token_endpoint(file: TokenFile) -> None:
    """`token_uri` is honoured; without one it is Google's."""
    file.store(LOGIN)
    assert file.load().token_uri == "http://127.0.0.1:1/token"

    file.store({name: value for name, value in LOGIN.items() if name != "token_uri"})

    assert file.load().token_uri == "https://oauth2.googleapis.com/token"


@pytest.mark.parametrize(
    "expiry, expected",
    [
        ("2026-12-01T12:00:00Z", datetime(2026, 12, 1, 12)),  # noqa: DTZ001
        ("2026-12-01T12:00:00.123456Z", datetime(2026, 12, 1, 12, 0, 0, 123456)),  # noqa: DTZ001
        ("2026-12-01T12:00:00", datetime(2026, 12, 1, 12)),  # noqa: DTZ001
        ("2026-12-01T13:00:00+01:00", datetime(2026, 12, 1, 12)),  # noqa: DTZ001
        ("soon", datetime(1970, 1, 1)),  # noqa: DTZ001
        ("", datetime(1970, 1, 1)),  # noqa: DTZ001
        (None, None),
        (5, None),
    ],
)
def test_when_a_token_runs_out_is_read(file: TokenFile, expiry: object, expected: datetime | None) -> None:
    """In UTC, as google-auth compares it; what cannot be read has run out."""
    file.store(LOGIN | {"expiry": expiry})

    assert file.load().expiry == expected


@pytest.mark.parametrize(
    "scopes, expected",
    [
        ([EVENTS, DRAFTS], {EVENTS, DRAFTS}),
        (f"{EVENTS} {DRAFTS}", {EVENTS, DRAFTS}),
        ([], None),
        (None, None),
        (7, None),
    ],
)
def test_what_was_granted_is_read(file: TokenFile, scopes: object, expected: set[str] | None) -> None:
    """None where the file does not say."""
    file.store(LOGIN | {"scopes": scopes})
    file.load()

    assert file.granted() == expected


def test_when_it_was_granted_is_read(file: TokenFile) -> None:
    """Aware, whatever zone it was written in; None where the file does not say."""
    said = ["2026-11-30T12:00:00+00:00", "2026-11-30T13:00:00+01:00", "2026-11-30T12:00:00", "soon", None, 3]
    read = []
    for one in said:
        file.store(LOGIN | {"granted_at": one})
        file.load()
        read.append(file.granted_at())

    assert read == [NOON - timedelta(days=1)] * 3 + [None] * 3
    file.store({name: value for name, value in LOGIN.items() if name != "granted_at"})
    file.load()
    assert file.granted_at() is None


@pytest.mark.parametrize("content", [None, "", "{", "[]", "{}", '"x"', '{"token": ""}', '{"client_id": "x"}'])
def test_what_is_no_login_needs_one(file: TokenFile, content: str | None) -> None:
    """The person is told what to run; the account is named, no secret is."""
    file.path.parent.mkdir(parents=True)
    if content is not None:
        file.path.write_text(content)

    with pytest.raises(AuthorisationError) as caught:
        file.load()

    assert caught.value.message.endswith("Run `afterword login personal`.")


def test_a_file_that_cannot_be_read_now_is_no_lost_login(file: TokenFile) -> None:
    """Something else is wrong with the disk, and a login would not mend it."""
    file.path.mkdir(parents=True)

    with pytest.raises(TemporaryError, match="cannot be read"):
        file.load()


def test_a_login_that_cannot_be_written_is_told_in_words(file: TokenFile) -> None:
    """A file stands where the folder should be: it is no lost login, and no error of Python's."""
    file.path.parent.parent.mkdir()
    file.path.parent.write_text("")

    with pytest.raises(TemporaryError, match="The login cannot be kept"):
        file.store(LOGIN)


def test_a_refresh_is_written_down(account: GoogleAccount) -> None:
    """End to end: the token of the answer is in the file, 0600, and what else was there still is."""
    document = json.loads(account.token.read_text()) | {"granted_at": NOON.isoformat(), "mine": 1}
    account.token.write_text(json.dumps(document))
    account.server.oauth.rotate = True
    account.server.oauth.expire_access_tokens()
    client = account.client()

    client.call(client.calendar.events().list(calendarId="primary", fields="items(id)"), "primary")

    kept = json.loads(account.token.read_text())
    assert mode(account.token) == 0o600
    assert {name for name in kept if kept[name] != document[name]} == {"token", "refresh_token", "expiry"}
    assert kept.keys() == document.keys()
    assert datetime.fromisoformat(kept["expiry"]) > datetime.now(UTC)
