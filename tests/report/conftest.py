from pathlib import Path

import pytest

from app.content.loader import load_pack
from app.content.pack import Pack


@pytest.fixture(scope="session")
def po() -> Pack:
    """The primary pack, read once."""
    return load_pack(Path("game_content/po"))
