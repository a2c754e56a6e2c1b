"""The real app on a database of its own; time stands still unless a test winds it."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import hosting, links
from app.settings import Settings
from app.store import migrate, open_store
from tests.support.web import Server, Table, Way

Serve = Callable[..., Server]


@pytest.fixture(scope="module")
def way() -> Way:
    """Which way the live connections go; tests of what is said over them ask for each."""
    return "socket"


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory, way: Way) -> Iterator[Serve]:
    """Starts a server with these settings changed; all of them stop at the end."""
    running: list[Server] = []

    def start(**changes: object) -> Server:
        directory: Path = tmp_path_factory.mktemp("data")
        settings = Settings(data_dir=directory, base_url="http://testserver", _env_file=None)  # pyright: ignore
        settings = settings.model_copy(update=changes)
        running.append(Server(settings, asyncio.run(first_session(settings)), way))
        return running[-1]

    yield start
    for server in running:
        server.stop()


async def first_session(settings: Settings) -> dict[str, str]:
    """As `maatwerk session create` does."""
    migrate(settings.url)
    store = open_store(settings.url)
    try:
        return await links.make_session(settings, store, hosting.NewSession(title="Een middag"))
    finally:
        await store.close()


@pytest.fixture(scope="module")
def server(serve: Serve) -> Server:
    return serve()


@pytest.fixture
def table(server: Server) -> Table:
    """A fresh session with two seats, in teams 1 and 2."""
    return server.table()


@pytest.fixture(scope="module")
def shared(server: Server) -> Table:
    """A session for tests that change nothing in it that others see."""
    return server.table()
