"""A document as a tagged PDF (PDF/UA-1), set by Typst; the same document gives the same bytes."""

import re
from datetime import UTC, datetime
from typing import Any

from app.print.typesetting import typeset
from app.report.blocks import Block, Bullets, Document, Figure, Heading, Paragraph, Table

HIGHEST, COMPACT = 118, (76, 68, 60, 50)
"""How high a picture is at most, in mm: in a compact document the first that gets it on so many pages."""
PAGES = 2


def pdf(document: Document) -> bytes:
    """The PDF; signs that no font of ours has are set as an empty box."""
    made = b""
    for highest in COMPACT if document.compact else (HIGHEST,):
        made = typeset(data(document, highest), "report.typ", any_script=True)
        if pages(made) <= PAGES:
            break
    return made


def pages(made: bytes) -> int:
    """How many pages a PDF of ours has."""
    return len(re.findall(rb"/Type/Page\b", made))


def data(document: Document, highest: int = HIGHEST) -> dict[str, Any]:
    """What `templates/report.typ` sets."""
    made = datetime.fromtimestamp(document.made_at / 1000, UTC)
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "language": document.language,
        "compact": document.compact,
        "highest": highest,
        "made": [made.year, made.month, made.day],
        "chapters": [
            {"title": chapter.title, "blocks": [_block(block) for block in chapter.blocks]}
            for chapter in document.chapters
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text}
        case Paragraph():
            return {"kind": "paragraph", "text": block.text, "lead": block.lead, "quote": block.quote}
        case Bullets():
            return {"kind": "bullets", "items": list(block.items)}
        case Table():
            return {"kind": "table", **_table(block)}
        case Figure():
            drawn = {
                "title": block.title,
                "alt": block.about,
                "svg": block.svg,
                "width": block.width,
                "height": block.height,
            }
            return {"kind": "figure", **drawn, "table": _table(block.table) if block.table else None}


def _table(table: Table) -> dict[str, Any]:
    """Columns are as wide as they need, but for those with words, which share what is left."""
    longest = [max(len(cell) for cell in column) for column in zip(table.head, *table.rows, strict=True)]
    return {
        "caption": table.caption,
        "head": list(table.head),
        "rows": [list(row) for row in table.rows],
        "numbers": sorted(table.numbers),
        "wide": [n for n, most in enumerate(longest) if most > 24],
    }
