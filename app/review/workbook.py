"""All tables of a session as one workbook for a spreadsheet: real moments and numbers, and text that stays text."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook  # pyright: ignore[reportMissingTypeStubs]

from app.review import codebook
from app.review.bundle import About
from app.review.columns import SHEETS
from app.review.log import Stored
from app.review.sheets import sheets
from app.review.tables import COLUMNS, long_rows

MOST_LETTERS = 32_767
"""What a spreadsheet takes in one cell, in units of UTF-16."""
CUT = " […]"
MADE = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook has no zones; as the times in the zip, see bundle.NO_TIME
CODEBOOK_COLUMNS = ("table", "column", "nl", "en")
WIDE = frozenset({"text", "data", "what", "nl", "en", "title", "ict", "needs_now", "develops_later"})


def workbook(about: About, events: Sequence[Stored]) -> bytes:
    """The .xlsx file; the same events give the same bytes."""
    made = io.BytesIO()
    book: Any = Workbook(made, {"in_memory": True, "remove_timezone": True})
    book.set_properties({"created": MADE, "title": f"Maatwerk {about.code}"})
    _sheet(book, "events", COLUMNS, long_rows(about.code, events, when=lambda moment: moment))
    for name, rows in sheets(about, events).items():
        _sheet(book, name, [column.name for column in SHEETS[name]], rows)
    _sheet(book, "codebook", CODEBOOK_COLUMNS, codebook.rows())
    book.close()
    return made.getvalue()


def _sheet(book: Any, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1})
    text = book.add_format({"num_format": "@", "valign": "top"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss.000", "valign": "top"})
    number = book.add_format({"valign": "top"})
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column, head)
        sheet.set_column(place, place, 60 if column in WIDE else 23 if column.endswith("_utc") else 14)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(last, place, cell, moment)
            elif isinstance(cell, int | float):
                sheet.write_number(last, place, cell, number)
            elif cell not in ("", None):
                sheet.write_string(last, place, fitting(str(cell)), text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def fitting(text: str) -> str:
    """As much of a text as a cell takes, with `CUT` where something is missing; no sign is cut in two."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MOST_LETTERS:
        return text
    return units[: 2 * (MOST_LETTERS - len(CUT))].decode("utf-16-le", "ignore") + CUT
