import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from store_makers import CODES, record

from app.store import EventLog, MemoryEventLog, Store, migrate, open_store


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without rows, made once."""
    path = tmp_path_factory.mktemp("migrated") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def path(migrated: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(migrated, tmp_path / "store.db"))


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """An open store that knows the sessions of CODES."""
    store = open_store(url, now=lambda: 5_000)
    for code in CODES:
        await store.sessions.create(record(code), b"pack")
    yield store
    await store.close()


@pytest.fixture(params=["memory", "sqlite"])
def log(request: pytest.FixtureRequest) -> EventLog:
    """Every kind of event log, in turn; the sessions of CODES exist and are empty."""
    if request.param == "memory":
        return MemoryEventLog()
    store: Store = request.getfixturevalue("store")
    return store.log
