"""Find the configuration file, read it, have it checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from config.checker import Checker
from config.model import Settings
from daemon.domain.errors import ConfigError


def configuration_path(environ: Mapping[str, str]) -> Path:
    """Give where the configuration file is to be: `$AFTERWORD_CONFIG`, else in the user's configuration folder."""
    if named := environ.get("AFTERWORD_CONFIG"):
        return Path(named).expanduser().absolute()
    from platformdirs import user_config_path

    return user_config_path("afterword", appauthor=False) / "config.toml"


def state_path(environ: Mapping[str, str]) -> Path:
    """Give the folder for ledger, tokens and lock: `$AFTERWORD_STATE_DIR`, else the user's state folder."""
    if named := environ.get("AFTERWORD_STATE_DIR"):
        return Path(named).expanduser().absolute()
    from platformdirs import user_state_path

    return user_state_path("afterword", appauthor=False)


def load(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """
    Read the configuration file *path*, or the one that `configuration_path` gives.

    Only the file itself is looked at: whether the folders that it names exist is found out when they are used.

    Raises:
        ConfigError: There is no such file, it cannot be read, or something in it is not allowed; all problems at once,
            each with the file, the whole key, what was found (but no address) and what is allowed.
    """
    file = path.expanduser().absolute() if path is not None else configuration_path(environ)
    checker = Checker(file, state_path(environ))
    settings = checker.settings(_parsed(file))
    if settings is None:
        raise ConfigError([f"{file}: {problem}" for problem in checker.problems])
    return settings


def _parsed(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        data = file.read_bytes()
        # Windows' Notepad begins files with a byte order mark.
        return tomllib.loads(data.decode("utf-8-sig"))
    except FileNotFoundError:
        problem = "there is no such file. `afterword init` writes one; --config or AFTERWORD_CONFIG name another."
    except OSError as error:
        problem = f"cannot be read: {error.strerror}. See to its permissions."
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"line {line} is not UTF-8. Save the file as UTF-8."
    except tomllib.TOMLDecodeError as error:
        problem = f"this is not TOML: {error}."
    except RecursionError:
        problem = "this is not TOML: it is nested too deeply."
    raise ConfigError([f"{file}: {problem}"])
