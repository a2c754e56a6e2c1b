"""Lighthouse finds no barrier and nothing that browsers advise against. Speed, and the other pages, are the bench's."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from bench.pages import SCREENS, Pages, opened


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def pages(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Pages]:
    async with opened(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.mark.parametrize("path", ["/", "/join/{code}", "/check", *SCREENS])
async def test_lighthouse_finds_no_barrier(pages: Pages, path: str) -> None:
    looked = await pages.look(path, "desktop", ("accessibility", "best-practices"))
    assert looked.scores["accessibility"] == 100, looked.lost
    assert looked.scores["best-practices"] >= 95, looked.lost
