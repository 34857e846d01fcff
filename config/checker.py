"""
From what a TOML file says to `Settings`, with every problem noted.

Nothing is given up early: what cannot be read is None, its problem is in `Checker.problems`, and the rest goes on.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeGuard

from config.checks import Wrong, suggestion
from config.model import (
    CALENDARS,
    LATER,
    MAILBOXES,
    TABLES,
    AccountSettings,
    LocalCalendarSettings,
    Settings,
    keys_of,
)

_SHOWN = 60


def shown(value: object) -> str:
    """Show *value* as the file would have it, cut to a bearable length."""
    if isinstance(value, dict):
        return "a table"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


class Checker:
    """Checks the content of the file *file*; `problems` names keys, not the file."""

    def __init__(self, file: Path, state_dir: Path) -> None:
        self.file = file
        self.state_dir = state_dir
        self.problems: list[str] = []

    def settings(self, raw: Mapping[str, Any]) -> Settings | None:
        """Give the whole of it, or None if there is any problem."""
        self._refuse_unknown(raw, ("accounts", *TABLES), "")
        accounts = self._accounts(raw.get("accounts", {}))
        tables = {name: self._table(kind, raw.get(name, {}), name) for name, kind in TABLES.items()}
        readable = tuple(account for account in accounts if account is not None)
        self._refuse_shared(readable)
        if len(readable) == len(accounts) and tables["interviews"] is not None:
            self._refuse_unwatched(tables["interviews"].interview_calendars, readable)
        if self.problems:
            return None
        return Settings(path=self.file, state_dir=self.state_dir, accounts=readable, **tables)

    # One table.

    def _table(self, kind: type, raw: object, where: str) -> Any:
        """Give the table at *where* as a *kind*."""
        if not self._is_table(raw, where):
            return None
        self._refuse_unknown(raw, keys_of(kind), where)
        values = self._values(kind, raw, where)
        return None if values is None else kind(**values)

    def _values(self, kind: type, raw: Mapping[str, Any], where: str) -> dict[str, Any] | None:
        """Give the value of each key of *kind*, the default where *raw* has none; None if one is wrong."""
        before = len(self.problems)
        keys = keys_of(kind)
        values = {}
        for field in fields(kind):
            key = keys.get(field.name)
            if key is None:
                continue
            if field.name in raw:
                value = raw[field.name]
                try:
                    values[field.name] = key.check.convert(value)
                except Wrong as wrong:
                    found = "" if key.is_private else f"found {shown(value)}; "
                    self._note(f"{where}.{field.name}", f"{found}allowed: {key.check.allowed}. {wrong}")
            elif field.default is MISSING:
                self._note(f"{where}.{field.name}", f"is missing; allowed: {key.check.allowed}.")
            else:
                values[field.name] = field.default
        if len(self.problems) > before:
            return None
        # A relative path starts at the file's folder, also one that is a default; an absolute one stays.
        return {name: self.file.parent / value if isinstance(value, Path) else value for name, value in values.items()}

    # Accounts.

    def _accounts(self, raw: object) -> list[AccountSettings | None]:
        if not self._is_table(raw, "accounts"):
            return []
        if not raw:
            self._note("accounts", "there is none. Add a table [accounts.NAME], or let `afterword init` write it.")
        return [self._account(name, account) for name, account in raw.items()]

    def _account(self, name: str, raw: object) -> AccountSettings | None:
        where = f"accounts.{name}"
        # It becomes a part of file names.
        is_named = re.fullmatch(r"[\w-]+", name) is not None
        if not is_named:
            self._note(f"accounts.{shown(name)}", "allowed as an account's name: letters, digits, _ and -.")
        if not self._is_table(raw, where):
            return None
        self._refuse_unknown(raw, (*keys_of(AccountSettings), "calendar", "mailbox"), where)
        values = self._values(AccountSettings, raw, where)
        if values is not None:
            addresses = [one.casefold() for one in (values["email"], *values["aliases"])]
            if len(set(addresses)) < len(addresses):
                self._note(f"{where}.aliases", "holds an address twice, or the one in `email`. Name each once.")
        calendar = self._backend(CALENDARS, raw, where, "calendar")
        mailbox = self._backend(MAILBOXES, raw, where, "mailbox")
        if isinstance(calendar, LocalCalendarSettings) and calendar.reminders.casefold() in {
            one.casefold() for one in calendar.watch
        }:
            self._note(
                f"{where}.calendar.reminders",
                f"found {shown(calendar.reminders)}, which is also in `watch`; allowed: a folder of Afterword's own.",
            )
        if not is_named or values is None or calendar is None or mailbox is None:
            return None
        return AccountSettings(account=name, calendar=calendar, mailbox=mailbox, **values)

    def _backend(self, kinds: Mapping[str, type], account: Mapping[str, Any], above: str, name: str) -> Any:
        """Give the table *name* of an account, as what its `backend` says."""
        where = f"{above}.{name}"
        allowed = ", ".join(shown(one) for one in kinds)
        if name not in account:
            self._note(where, f"is missing. Add a table [{where}] with a `backend`: {allowed}.")
            return None
        raw = account[name]
        if not self._is_table(raw, where):
            return None
        backend = raw.get("backend")
        if not isinstance(backend, str) or backend not in kinds:
            found = f"found {shown(backend)}" if "backend" in raw else "is missing"
            hint = suggestion(backend, kinds) if isinstance(backend, str) else ""
            self._note(f"{where}.backend", f"{found}; allowed: {allowed}. {hint}")
            return None
        settings = {key: value for key, value in raw.items() if key != "backend"}
        if backend in LATER:
            self._refuse_unknown(settings, keys_of(kinds[backend]), where)
            works = ", ".join(shown(one) for one in kinds if one not in LATER)
            self._note(
                f"{where}.backend",
                f"found {shown(backend)}, which comes in a later version of Afterword; works in this one: {works}.",
            )
            return None
        return self._table(kinds[backend], settings, where)

    # What only shows when tables are put side by side.

    def _refuse_shared(self, accounts: Iterable[AccountSettings]) -> None:
        """Refuse a calendar that two accounts use: its interviews would be thanked for twice."""
        owners: dict[str, str] = {}
        for account in accounts:
            where = f"accounts.{account.account}.calendar"
            calendar = account.calendar
            for name, key in [*((one, "watch") for one in calendar.watch), (calendar.reminders, "reminders")]:
                owner = owners.setdefault(_place(account, name), account.account)
                if owner != account.account:
                    self._note(
                        f"{where}.{key}",
                        f"found {shown(name)}, which accounts.{owner} uses too; allowed: a calendar of this account's.",
                    )

    def _refuse_unwatched(self, calendars: Iterable[str], accounts: Iterable[AccountSettings]) -> None:
        watched = {name for account in accounts for name in account.calendar.watch}
        for name in calendars:
            if name not in watched:
                allowed = ", ".join(shown(one) for one in sorted(watched))
                self._note(
                    "interviews.interview_calendars",
                    f"found {shown(name)}, which no account watches; allowed: {allowed}. {suggestion(name, watched)}",
                )

    # Small helps.

    def _note(self, where: str, what: str) -> None:
        self.problems.append(f"{where}: {what.rstrip()}")

    def _is_table(self, raw: object, where: str) -> TypeGuard[Mapping[str, Any]]:
        if isinstance(raw, dict):
            return True
        self._note(where, f"found {shown(raw)}; allowed: a table, [{where}].")
        return False

    def _refuse_unknown(self, raw: Mapping[str, Any], known: Iterable[str], where: str) -> None:
        names = list(known)
        for name in raw:
            if name not in names:
                full = f"{where}.{name}" if where else name
                hint = suggestion(name, names)
                self._note(full, f"unknown key. {hint}{' ' if hint else ''}Known here: {', '.join(names)}.")


def _place(account: AccountSettings, calendar: str) -> str:
    """Give what tells the calendar called *calendar* from those of other accounts."""
    if isinstance(account.calendar, LocalCalendarSettings):
        return os.path.realpath(account.calendar.path / calendar)
    # Titles and `primary` mean something within one login only.
    login = account.calendar.token or account.account
    return f"google {login} {calendar}"
