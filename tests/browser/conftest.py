"""One server and one Chromium for all tests; each plays sessions of its own on it."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.stage import Stage, set_up

expect.set_options(timeout=15_000)  # what comes is seen at once; five seconds are short when others use the machine


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Stage]:
    """The server, the browser, and a first session that lends its facilitator."""
    async with set_up(tmp_path_factory.mktemp("data"), "--title", "De Klinker") as stage:
        yield stage
