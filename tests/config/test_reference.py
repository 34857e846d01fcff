"""What is written from the model is up to date, and the model is sound."""

from __future__ import annotations

import json
import re
from dataclasses import MISSING, fields
from datetime import time
from pathlib import Path

import pytest

from config.checks import countries
from config.load import load
from config.model import CALENDARS, MAILBOXES, TABLES, AccountSettings, Settings, keys_of
from config.reference import WRITTEN, toml

ROOT = Path(__file__).parents[2]
DEFAULT = ROOT / "config" / "default.toml"
KINDS = [AccountSettings, *CALENDARS.values(), *MAILBOXES.values(), *TABLES.values()]


@pytest.mark.parametrize("name", ["docs/configuration.md", "config/default.toml"])
def test_the_written_files_are_up_to_date(name: str) -> None:
    """`python -m config.reference` would change nothing."""
    assert (ROOT / name).read_text(encoding="utf-8") == WRITTEN[name]()


def test_the_default_file_can_be_used_as_it_is(tmp_path: Path) -> None:
    """The commented file is a configuration, and has the defaults."""
    settings = load(DEFAULT, {"AFTERWORD_STATE_DIR": str(tmp_path)})

    assert settings.accounts[0].email == "sam@example.com"
    for name, kind in TABLES.items():
        if name != "google":
            assert getattr(settings, name) == kind()


def test_its_comments_can_be_switched_on(tmp_path: Path) -> None:
    """Each commented key is one that can be given, and in the tables without a word for it, it is the default."""
    path = tmp_path / "config.toml"
    path.write_text(re.sub(r"^#(?=\w)", "", DEFAULT.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8")
    environ = {"AFTERWORD_STATE_DIR": str(tmp_path)}

    settings, untouched = load(path, environ), load(DEFAULT, environ)

    plain = [name for name in TABLES if name not in ("google", "writer", "log", "notify", "metrics")]
    assert [getattr(settings, name) for name in plain] == [getattr(untouched, name) for name in plain]
    assert settings.accounts[0].country == "DE-BE"


def test_the_default_file_has_every_key() -> None:
    """No key of a table that works in this version is left out."""
    text = DEFAULT.read_text(encoding="utf-8")

    for kind in (AccountSettings, CALENDARS["local"], MAILBOXES["maildir"], *TABLES.values()):
        for name in keys_of(kind):
            assert re.search(rf"^#?{name} = ", text, re.MULTILINE), name


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_examples_and_defaults_pass_their_own_checks(kind: type) -> None:
    """Each key's example is allowed; so is its default, which is what the check would have made of it."""
    defaults = {field.name: field.default for field in fields(kind)}

    for name, key in keys_of(kind).items():
        key.check.convert(key.example)
        default = defaults[name]
        if default is not MISSING and not key.otherwise:
            given = default.isoformat("minutes") if isinstance(default, time) else json.loads(toml(default))
            assert key.check.convert(given) == default, name


def test_every_table_is_in_the_settings() -> None:
    """`TABLES` and `Settings` name the same tables."""
    assert set(TABLES) | {"path", "state_dir", "accounts"} == {field.name for field in fields(Settings)}


def test_every_known_country_has_public_holidays() -> None:
    """Each country and region in countries.txt is one that the package `holidays` knows too."""
    from holidays.utils import list_supported_countries

    known = list_supported_countries()

    assert len(countries()) > 200
    assert all(set(regions) <= set(known[country]) for country, regions in countries().items())
