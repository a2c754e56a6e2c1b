"""A document as a Word file, so that a school can go on writing in it: real headings, lists, tables and alt texts."""

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document as NewWord
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement  # pyright: ignore[reportUnknownVariableType]
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell as Cell  # pyright: ignore[reportPrivateUsage]

from app.print.drawing import HAIR
from app.print.typesetting import pixels
from app.report.blocks import Block, Bullets, Document, Figure, Heading, Paragraph, Table, room

LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}
WIDEST = 16.0
"""Centimetres between the margins."""


def docx(document: Document) -> bytes:
    """The whole document as an editable file."""
    word = NewWord()
    _set_up(word, document)
    word.add_paragraph(document.title, style="Title")
    word.add_paragraph(document.subtitle, style="Subtitle")
    figures = [block for chapter in document.chapters for block in chapter.blocks if isinstance(block, Figure)]
    drawn = pixels([{"svg": one.svg, "width": one.width, "height": one.height} for one in figures])
    pictures = dict(zip(map(id, figures), drawn, strict=True))
    for chapter in document.chapters:
        word.add_heading(chapter.title, 1)
        for block in chapter.blocks:
            _add(word, block, pictures, 0.62 if document.compact else 1)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _set_up(word: Word, document: Document) -> None:
    made = datetime.fromtimestamp(document.made_at / 1000, UTC).replace(tzinfo=None)
    about = word.core_properties
    about.title, about.author, about.language = document.title[:255], "Maatwerk", LANGUAGES[document.language]
    about.created = about.modified = made
    about.last_modified_by, about.comments = "Maatwerk", ""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2)
    normal = word.styles["Normal"]
    normal.font.size = Pt(10.5)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    known: Any = word.styles.element
    for language in known.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGES[document.language])


def _add(word: Word, block: Block, pictures: dict[int, bytes], scale: float) -> None:
    match block:
        case Heading():
            word.add_heading(block.text, 2)
        case Paragraph():
            _paragraph(word, block)
        case Bullets():
            for item in block.items:
                word.add_paragraph(item, style="List Bullet")
        case Table():
            _table(word, block)
        case Figure():
            _figure(word, block, pictures[id(block)], scale)


def _paragraph(word: Word, block: Paragraph) -> None:
    if block.lead:
        lead = word.add_paragraph()
        lead.add_run(block.lead).bold = True
        lead.paragraph_format.keep_with_next = True
        if not block.quote:
            lead.add_run(f" {block.text}")
            return
    word.add_paragraph(block.text, style="Quote" if block.quote else None)


def _figure(word: Word, block: Figure, drawn: bytes, scale: float) -> None:
    title = word.add_paragraph()
    title.add_run(block.title).bold = True
    title.paragraph_format.keep_with_next = True
    across = min(WIDEST, 11.5 * block.width / block.height) * scale
    shape: Any = word.add_picture(io.BytesIO(drawn), width=Cm(across))
    shape._inline.docPr.set("descr", block.about)
    shape._inline.docPr.set("title", block.title)
    if block.table:
        _table(word, block.table)


def _table(word: Word, block: Table) -> None:
    word.add_paragraph(block.caption, style="Caption").paragraph_format.keep_with_next = True
    table = word.add_table(rows=0, cols=len(block.head), style="Light Shading")
    _plain(table)
    for column, across in zip(table.columns, widths(block), strict=True):
        column.width = Cm(across)
    for n, cells in enumerate((block.head, *block.rows)):
        row: Any = table.add_row()
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            _fill(cell, text, number=column in block.numbers)
        _mark(row, header=n == 0)
    word.add_paragraph()


def _plain(table: Any) -> None:
    """A bold head and thin lines between the rows, as in the PDF: no bold first column, and no dark bands."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    for name, value in {"val": "0620", "firstColumn": "0", "noHBand": "1"}.items():
        look.set(qn(f"w:{name}"), value)
    between = {"val": "single", "sz": "4", "space": "0", "color": HAIR.removeprefix("#")}
    borders = look.makeelement(qn("w:tblBorders"))
    borders.append(look.makeelement(qn("w:insideH"), {qn(f"w:{name}"): value for name, value in between.items()}))
    look.addprevious(borders)


LETTER, PADDING, LONGEST_WORD, ENOUGH = 0.26, 0.45, 16, 60
"""Centimetres that a small letter takes, and both sides of a cell; how many letters of a word stay together if they
can, and from how many on a longer cell is no wider."""


def widths(table: Table) -> list[float]:
    """Centimetres of each column: room for its longest word, and of what is left more where more is written."""
    columns = list(zip(table.head, *table.rows, strict=True))
    words = [max(room(word) for cell in column for word in (cell.split() or [""])) for column in columns]
    least = list[float]()
    for longest in range(LONGEST_WORD, 0, -1):  # where it is too tight, the longest words are broken first
        least = [min(most, longest) * LETTER + PADDING for most in words]
        if sum(least) <= WIDEST:
            break
    wished = [min(max(room(cell) for cell in column), ENOUGH) * LETTER + PADDING for column in columns]
    more = [max(wish - need, 0.0) for wish, need in zip(wished, least, strict=True)]
    share = min(1.0, max(0.0, WIDEST - sum(least)) / sum(more)) if any(more) else 0.0
    return [need + share * extra for need, extra in zip(least, more, strict=True)]


def _fill(cell: Cell, text: str, *, number: bool) -> None:
    cell.text = text
    if number:
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _mark(row: Any, *, header: bool) -> None:
    """A heading comes back on every page; a row stays whole unless it is longer than a page."""
    if header:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
