"""The library that disturbs writes, built once, and worlds to try it on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.crash import shim
from tests.crash.nursery import Nursery
from tests.crash.world import World, opened

#: Gives a new world of a backend.
Opener = Callable[[str], World]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the library; without a compiler there is none."""
    if not shim.has_compiler():
        pytest.skip("cc is not installed: the program's writes cannot be disturbed (Debian: gcc libc6-dev)")
    return shim.build(tmp_path_factory.mktemp("shim"))


@pytest.fixture(scope="session")
def nursery(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Give what forks the program."""
    with Nursery(library, tmp_path_factory.mktemp("nursery")) as nursery:
        yield nursery


@pytest.fixture
def open_world(tmp_path: Path, nursery: Nursery) -> Iterator[Opener]:
    """Give what opens a world; a request that Google would refuse fails the test."""
    with ExitStack() as stack:
        yield lambda backend: stack.enter_context(opened(backend, tmp_path, nursery))


@pytest.fixture(params=["local", "google"])
def world(request: pytest.FixtureRequest, open_world: Opener) -> World:
    """Give a world of either backend."""
    return open_world(request.param)


@pytest.fixture
def local(open_world: Opener) -> World:
    """Give a world in folders."""
    return open_world("local")
