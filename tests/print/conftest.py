"""The packs that we ship, and PDFs read back."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pypdf
import pypdfium2  # pyright: ignore[reportMissingTypeStubs]
import pytest

from app.content.loader import load_pack
from app.content.pack import Pack

CONTENT = Path(__file__).resolve().parents[2] / "game_content"
MM = 72 / 25.4
IDS = ("po", "vo", "mbo")
LANGUAGES = ("nl", "en")


@pytest.fixture(scope="session")
def packs() -> dict[str, Pack]:
    return {name: load_pack(CONTENT / name) for name in IDS}


@dataclass(frozen=True, slots=True)
class Letter:
    """A character on a page and its ink, in millimetres from the top left."""

    page: int
    char: str
    left: float
    top: float
    right: float
    bottom: float


class Printed:
    """A PDF, as somebody finds it who opens it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.reader = pypdf.PdfReader(io.BytesIO(data))
        self.catalog = cast(dict[str, Any], self.reader.trailer["/Root"])

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """Width and height of each page in millimetres."""
        boxes = [page.mediabox for page in self.reader.pages]
        return [(round(float(box.width) / MM), round(float(box.height) / MM)) for box in boxes]

    @property
    def text(self) -> str:
        """All text in which lines, spaces and places to break do not count."""
        return squeezed("".join(page.extract_text() for page in self.reader.pages))

    @property
    def alts(self) -> list[str | None]:
        """The text of each figure."""
        return [cast("str | None", node.get("/Alt")) for node in self._nodes() if node.get("/S") == "/Figure"]

    @property
    def kinds(self) -> set[str]:
        return {str(node["/S"]) for node in self._nodes() if "/S" in node}

    def _nodes(self) -> Iterator[dict[str, Any]]:
        waiting: list[Any] = [self.catalog["/StructTreeRoot"]]
        while waiting:
            node = waiting.pop()
            node = node.get_object() if hasattr(node, "get_object") else node
            if isinstance(node, dict):
                yield cast("dict[str, Any]", node)
                waiting.append(cast("dict[str, Any]", node).get("/K"))
            elif isinstance(node, list):
                waiting.extend(cast("list[Any]", node))

    def letters(self) -> Iterator[Letter]:
        """Every character that leaves ink."""
        document: Any = pypdfium2.PdfDocument(self.data)
        try:
            for number in range(len(document)):
                page = document[number]
                text, height = page.get_textpage(), page.get_height()
                for index in range(text.count_chars()):
                    char = text.get_text_range(index, 1)
                    left, bottom, right, top = text.get_charbox(index)
                    if char.strip() and right > left:
                        place = left / MM, (height - top) / MM, right / MM, (height - bottom) / MM
                        yield Letter(number, char, *place)
                text.close()
                page.close()
        finally:
            document.close()


def squeezed(text: str) -> str:
    return "".join(text.replace("\u00ad", "").replace("\u200b", "").split())


Read = Callable[[bytes], Printed]
