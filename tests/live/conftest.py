from collections.abc import AsyncIterator

import pytest

from tests.support.room import World


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """A log and a clock; its rooms are closed at the end."""
    world = World()
    yield world
    await world.close()
