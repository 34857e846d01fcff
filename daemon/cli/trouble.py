"""What went wrong while looking, and the exit status that follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from daemon.cli.output import say
from daemon.domain.errors import AuthorisationError

if TYPE_CHECKING:
    from daemon.engine.observe import Sight
    from daemon.engine.report import Report


def worst(statuses: Iterable[int]) -> int:
    """Give the exit status that says most: 3 before 1 before 0."""
    return max(statuses, default=0)


def note_trouble(sight: Sight, report: Report) -> int:
    """Put the problems of *sight* into *report* and give the exit status."""
    for error in sight.errors:
        report.note_error(error)
    report.warnings.extend(sight.warnings)
    return report.exit_status


def tell_trouble(sight: Sight) -> int:
    """Tell on standard error what could not be read, and give the exit status."""
    for error in sight.errors:
        say(f"Problem: {error}")
    for warning in sight.warnings:
        say(f"Note: {warning}")
    if any(isinstance(error, AuthorisationError) for error in sight.errors):
        return AuthorisationError.exit_status
    return 1 if sight.errors else 0
