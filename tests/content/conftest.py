"""The real pack, loaded once, and copies of it to break."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.content import Pack, PackError, Problem, load_pack

PO = Path(__file__).parents[2] / "game_content" / "po"

Break = Callable[[str, str, str], list[Problem]]


@pytest.fixture(scope="session")
def po() -> Pack:
    return load_pack(PO)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the primary education pack that a test may break."""
    return Path(shutil.copytree(PO, tmp_path / "po"))


def problems_of(directory: Path) -> list[Problem]:
    with pytest.raises(PackError) as caught:
        load_pack(directory)
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
    return caught.value.problems


@pytest.fixture
def broken(copy: Path) -> Break:
    """Replaces the first `old` in a file by `new`, and tells what the loader says of it."""

    def break_it(file: str, old: str, new: str) -> list[Problem]:
        path = copy / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return problems_of(copy)

    return break_it
