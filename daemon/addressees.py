"""Where the person wants to be told what needs them, and what of that cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from config.checks import NOTIFY_URL, Wrong
from config.model import NotifySettings
from integrations.notify.messages import DESKTOP, has_desktop


@dataclass(frozen=True, slots=True)
class Targets:
    """Where messages go."""

    #: Addresses of Apprise's, and `DESKTOP`.
    addresses: tuple[str, ...]
    #: What is wrong with the file of addresses, in sentences without an address.
    problems: tuple[str, ...] = ()


def targets(settings: NotifySettings, environ: Mapping[str, str]) -> Targets:
    """Give where *settings* and this machine want messages."""
    addresses = [DESKTOP] if settings.desktop and has_desktop(environ) else []
    addresses += settings.urls
    problems = []
    if settings.urls_file is not None:
        try:
            lines = settings.urls_file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            lines = []
            problems.append(f"{settings.urls_file} cannot be read: {getattr(error, 'strerror', 'it is not UTF-8')}.")
        for number, line in enumerate(map(str.strip, lines), 1):
            if not line or line.startswith("#"):
                continue
            try:
                addresses.append(NOTIFY_URL.convert(line))
            except Wrong as wrong:
                problems.append(f"{settings.urls_file}, line {number}, is not {NOTIFY_URL.allowed}. {wrong}".strip())
    return Targets(tuple(dict.fromkeys(addresses)), tuple(problems))
