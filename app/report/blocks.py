"""What a report is made of: chapters of blocks, without any form. All forms are written from these."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""What no file may hold, and what would turn the words around it: each text already says which way it goes."""


def clean(text: str) -> str:
    """A text of people as it may stand in every form; its lines stay lines."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text` may hold line breaks. `lead` stands in bold before it; `quote` says that people wrote it."""

    text: str
    lead: str = ""
    quote: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """Within a chapter, whose own title is one level above."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of a row is its heading. `numbers`: columns that hold numbers, from 0."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing as a whole SVG; `about` is what somebody hears who does not see it. `table` has the same numbers, and
    is left out of a short report. `width` and `height` are those of the drawing, in its own units.
    """

    title: str
    about: str
    svg: str
    width: int
    height: int
    table: Table | None


Block = Paragraph | Bullets | Heading | Table | Figure


@dataclass(frozen=True, slots=True)
class Chapter:
    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """`made_at` (ms UTC) is the time that files say of themselves. In a `compact` one pictures are smaller."""

    title: str
    subtitle: str
    language: str
    made_at: int
    chapters: tuple[Chapter, ...]
    compact: bool = False


def texts(document: Document) -> Iterator[str]:
    """Every text in it, for whoever has to compare forms."""
    yield document.title
    yield document.subtitle
    for chapter in document.chapters:
        yield chapter.title
        for block in chapter.blocks:
            yield from _of(block)


def _of(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from (block.lead, block.text) if block.lead else (block.text,)
        case Heading():
            yield block.text
        case Bullets():
            yield from block.items
        case Table():
            yield from (block.caption, *block.head, *(cell for row in block.rows for cell in row))
        case Figure():
            yield block.title
            yield from _of(block.table) if block.table else ()


def cut(text: str, most: int) -> str:
    """At most so many signs, with an ellipsis where something went."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


BROAD = frozenset("MWmw@%&")


def room(text: str) -> float:
    """About how wide a text is drawn, in small letters: a W takes almost two, a sign of Chinese two."""
    return sum(
        1.75 if sign in BROAD else 1.2 if sign.isupper() else 2 if east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def fitted(text: str, most: float) -> str:
    """As `cut`, but by how wide it is drawn."""
    if room(text) <= most:
        return text
    while text and room(text) > most - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def joined(parts: Sequence[str], last: str) -> str:
    """`a, b en c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""
