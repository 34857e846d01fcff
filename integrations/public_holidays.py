"""
Public holidays of a country, from the package `holidays`.

Importing that package costs 12 MiB for a list of dates that changes with its version only. So a short child process,
`python -m integrations.public_holidays COUNTRY YEAR...`, works the dates out, and a small file keeps them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from daemon.domain.errors import RefusedError, TemporaryError

_NAME = "public holidays"
_TIMEOUT_SECONDS = 60


def public_holidays(country: str, years: Sequence[int], cache_folder: Path | None) -> frozenset[date]:
    """
    Give the public holidays of *country* ("DE", or with a region "DE-BE") in *years*.

    They are kept in *cache_folder*, in a file of mode 0600 whose name has country, years and the package's version; a
    file that is missing or cannot be read is made anew, and one that cannot be written is done without. With None
    nothing is kept.

    Raises:
        RefusedError: The package does not know the country or the region.
        TemporaryError: They could not be worked out now.
    """
    wanted = sorted(set(years))
    if not wanted:
        return frozenset()
    kept = cache_folder / _file_name(country, wanted) if cache_folder is not None else None
    if kept is not None:
        with suppress(OSError, ValueError, TypeError):
            return _dates(kept.read_bytes())
    answer = _work_out(country, wanted)
    if kept is not None:
        with suppress(OSError):
            _keep(kept, answer)
    return _dates(answer)


def _file_name(country: str, years: Sequence[int]) -> str:
    from importlib.metadata import version

    return f"holidays-{country}-{'-'.join(map(str, years))}-{version('holidays')}.json"


def _dates(answer: bytes) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in json.loads(answer))


def _work_out(country: str, years: Sequence[int]) -> bytes:
    try:
        child = subprocess.run(  # noqa: S603 -- this interpreter, this module; the arguments are checked by the child
            [sys.executable, "-m", __name__, country, *map(str, years)],
            # The checkout or the installed package: wherever this process has found us.
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise TemporaryError(_NAME, f"those of {country} could not be worked out: {error}.") from error
    if child.returncode == 2:
        raise RefusedError(_NAME, f"none are known of {country}. Change `country` in the configuration.")
    if child.returncode:
        last = child.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise TemporaryError(
            _NAME, f"those of {country} could not be worked out: {' '.join(last) or child.returncode}."
        )
    return child.stdout


def _keep(path: Path, answer: bytes) -> None:
    """Write the file *path*, mode 0600, whole or not at all."""
    descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(answer)
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def main(arguments: Sequence[str]) -> int:
    """Print the dates of `COUNTRY YEAR...` as JSON; 2 for a country or region that is not known."""
    import holidays

    country, _, region = arguments[0].partition("-")
    try:
        days = holidays.country_holidays(country, subdiv=region or None, years=[int(year) for year in arguments[1:]])
    except NotImplementedError:
        return 2
    # A holiday that is observed on another day may lie in a year that nobody asked for.
    print(json.dumps(sorted(day.isoformat() for day in days)))  # noqa: T201 -- this is its answer
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
