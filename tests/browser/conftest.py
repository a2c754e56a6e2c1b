"""One server and one Chromium for all tests; each plays sessions of its own on it."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.stage import Stage, set_up

expect.set_options(timeout=15_000)  # what comes is seen at once; five seconds are short when others use the machine

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # before others are left out by their marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests here share the house, so they run on the loop that it was made on."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Stage]:
    """The server, the browser, and a first session that lends its facilitator."""
    async with set_up(tmp_path_factory.mktemp("data"), "--title", "De Klinker") as stage:
        yield stage
