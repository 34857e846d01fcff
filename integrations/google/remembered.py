"""What the adapters of Google remember from one process to the next, and under which names."""

from __future__ import annotations

from typing import Protocol


class Remembered(Protocol):
    """A small memory, by name; "" for nothing (`Ledger.get_setting`)."""

    def get(self, name: str) -> str:
        """Give what was put."""
        ...

    def put(self, name: str, value: str) -> None:
        """Remember *value*."""
        ...


def id_of(title: str) -> str:
    """Name the setting with the id of the watched calendar of that title."""
    return f"google calendar {title}"


def zone_of(calendar: str) -> str:
    """Name the setting with the zone (IANA) of a watched calendar."""
    return f"google zone {calendar}"


_REMINDERS = "google reminders "


def reminders_of(title: str) -> str:
    """Name the setting with the id of the calendar of our own of that title."""
    return f"{_REMINDERS}{title}"


def is_of_reminders(name: str) -> bool:
    """Say whether *name* is one of `reminders_of`."""
    return name.startswith(_REMINDERS)
