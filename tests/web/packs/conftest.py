"""A server with room for small packs, a facilitator's browser, and a fresh own pack."""

import itertools

import pytest
from starlette.testclient import TestClient as Browser

from tests.support.own_packs import header, own_dir
from tests.support.web import PAGE, Server, Table
from tests.web.conftest import Serve


@pytest.fixture(scope="module")
def server(serve: Serve) -> Server:
    """One with room for a small file only, so that a large one need not be made.

    The folder of own packs is there already, as after the first upload: who looks what an upload left behind may be
    the first to send one.
    """
    server = serve(pack_bytes=300_000)
    own_dir(server).mkdir()
    return server


@pytest.fixture
def desk(server: Server) -> Browser:
    """The browser of a facilitator."""
    browser = server.browser()
    browser.headers.update(PAGE)
    assert browser.post("/facilitator", data={"token": server.first.facilitator}).status_code == 303
    return browser


_keys = itertools.count(1)


@pytest.fixture
def own(server: Server) -> str:
    """A fresh own pack that follows `po`."""
    key = f"eigen_{next(_keys)}"
    (own_dir(server) / key).mkdir(parents=True)
    (own_dir(server) / key / "pack.yaml").write_bytes(header(key))
    return key


@pytest.fixture(scope="module")
def table(server: Server) -> Table:
    """A session with seats, whose tokens open nothing here."""
    return server.table()
