"""The real pack, loaded once, and copies of it to break."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from app.content import Pack, PackError, known_packs, load_pack

PO = Path(__file__).parents[2] / "game_content" / "po"

CONTENT = PO.parent
PACKS = known_packs(CONTENT)


class Told(NamedTuple):
    """A problem as it is said in English."""

    file: str
    line: int
    column: int
    field: str
    found: str
    expected: str
    suggestion: str
    severity: str


Break = Callable[[str, str, str], list[Told]]


@pytest.fixture(scope="session")
def po() -> Pack:
    return load_pack(PO)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the primary education pack that a test may break."""
    return Path(shutil.copytree(PO, tmp_path / "po"))


def told(error: PackError) -> list[Told]:
    return [Told(**problem.told("en")) for problem in error.problems]


def problems_of(directory: Path, library: Mapping[str, Path] = PACKS) -> list[Told]:
    with pytest.raises(PackError) as caught:
        load_pack(directory, library)
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
    return told(caught.value)


@pytest.fixture
def broken(copy: Path) -> Break:
    """Replaces the first `old` in a file by `new`, and tells what the loader says of it."""

    def break_it(file: str, old: str, new: str) -> list[Told]:
        path = copy / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return problems_of(copy)

    return break_it
