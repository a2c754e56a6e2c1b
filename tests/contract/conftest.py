import asyncio
import inspect
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Literal

import pytest
from store_makers import CODES, record

from app.store import EventLog, MemoryEventLog, Store, migrate, open_store
from tests.support import services

Kind = Literal["memory", "sqlite", "postgres"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every promise is kept by every kind of database; what only an event log is asked, also by the one in memory."""
    if "kind" in metafunc.fixturenames:
        asked = inspect.signature(metafunc.function).parameters
        kinds = ["sqlite"] if "path" in asked else ["sqlite", "postgres"]  # who asks for the path looks at the file
        metafunc.parametrize("kind", ["memory", *kinds] if "log" in asked and "store" not in asked else kinds)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sessions of CODES, made once."""
    path = tmp_path_factory.mktemp("migrated") / "store.db"
    asyncio.run(prepare(f"sqlite:///{path}"))
    return path


async def prepare(url: str) -> None:
    migrate(url)
    store = open_store(url)
    await asyncio.gather(*(store.sessions.create(record(code), b"pack") for code in CODES))
    await store.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    yield from services.postgres()


@pytest.fixture(scope="session")
def template(postgres: str) -> Iterator[str]:
    """The name of a database with the sessions of CODES, made once."""
    with services.new_database(postgres) as url:
        asyncio.run(prepare(url))
        yield url.rpartition("/")[2]


@pytest.fixture
def path(migrated: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(migrated, tmp_path / "store.db"))


@pytest.fixture
def kind() -> Kind:
    """Which kind of database a test is about; see pytest_generate_tests."""
    raise NotImplementedError


@pytest.fixture
def url(kind: Kind, request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database of the test's own, that knows the sessions of CODES."""
    if kind == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('path')}"
        return
    with services.new_database(request.getfixturevalue("postgres"), request.getfixturevalue("template")) as url:
        yield url


@pytest.fixture
def empty(kind: Kind, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The url of a database that nobody prepared."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path}/new/store.db"
        return
    with services.new_database(request.getfixturevalue("postgres")) as url:
        yield url


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """An open store that knows the sessions of CODES."""
    store = open_store(url, now=lambda: 5_000)
    yield store
    await store.close()


@pytest.fixture
def log(kind: Kind, request: pytest.FixtureRequest) -> EventLog:
    """An event log; the sessions of CODES exist and are empty."""
    if kind == "memory":
        return MemoryEventLog()
    store: Store = request.getfixturevalue("store")
    return store.log
