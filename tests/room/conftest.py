"""The air of this machine is one: a name that one test answers to, another test would hear."""

import fcntl
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module", autouse=True)
def own_air() -> Iterator[None]:
    """One file of tests at a time on the loopback's multicast, whichever process it runs in."""
    with (Path(tempfile.gettempdir()) / "maatwerk-air.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
