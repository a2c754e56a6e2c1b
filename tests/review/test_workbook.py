"""The workbook, read back by another library than the one that wrote it."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.content.loader import load_pack
from app.content.pinned import dump
from app.game.events import ActionAdded, BoxCounted, DraftWritten, InsightCaptured
from app.review import codebook
from app.review.bundle import About
from app.review.columns import TABLES
from app.review.exports import pieces
from app.review.log import visible
from app.review.workbook import CUT, MADE, MOST_LETTERS
from app.store import StoredEvent
from tests.golden.make import HERE, read_log
from tests.review import hostile
from tests.support.game import NOW, created, revealed

GOLDEN = HERE / "v0.4.0-session.jsonl"
START = datetime(2026, 11, 22, tzinfo=UTC).replace(tzinfo=None)
"""Of every session here; a workbook knows no zones."""
ESCAPED = re.compile(r"_x([0-9A-F]{4})_")


def made(events: list[StoredEvent], about: About = hostile.ABOUT) -> bytes:
    return b"".join(pieces("xlsx", about, events))


def opened(packed: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(packed))


def rows(book: Any, sheet: str) -> list[dict[str, Any]]:
    """Its rows by column, with the signs that a workbook has to write as a code read as Excel reads them."""
    head, *rest = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, map(said, row), strict=True)) for row in rest]


def said(cell: Any) -> Any:
    return ESCAPED.sub(lambda code: chr(int(code[1], 16)), cell) if isinstance(cell, str) else cell


def test_every_hostile_text_is_a_text_and_whole():
    book = opened(made(hostile.log()))
    for sheet in ("events", "insights"):
        texts = [
            row["text"] for row in rows(book, sheet) if row.get("event_type", "insight_captured") == "insight_captured"
        ]
        assert texts == list(hostile.TEXTS), sheet
    assert rows(book, "solutions")[0]["title"] == "=1+1"


def test_no_cell_is_a_formula_or_a_link():
    texts = ["=1+1", "http://example.org/=1", "{=1}", "1", "1e5", "TRUE", "_x0041_", "\x07 bel", "\ufffe"]
    events = hostile.stored(
        created(),
        *(InsightCaptured(insight=f"i_{n}", text=text, tags={}, at=NOW) for n, text in enumerate(texts, start=1)),
        ActionAdded(action="a_1", fields={"what": "=cmd|' /C calc'!A0", "state": "open"}),
    )
    book = opened(made([*hostile.log(), *events[1:]]))
    for sheet in book:
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row} <= {"s", "n", "d"}, sheet.title
            assert not any(cell.hyperlink for cell in row)
    assert rows(book, "actions")[0]["what"] == "=cmd|' /C calc'!A0"
    raw = [cell.value for cell in opened(made(events))["insights"]["F"][1:]]
    assert all(text in (cell, said(cell)) for cell, text in zip(raw, texts, strict=True)), raw


def test_moments_are_dates_and_numbers_are_numbers():
    book = opened(made(read_log(GOLDEN)))
    events = rows(book, "events")
    assert events[0]["ts_utc"] == START
    assert [row["seq"] for row in events] == list(range(1, len(events) + 1))
    first = rows(book, "solutions")[0]
    assert (first["regulation"], first["interest"], first["self_regulation"], first["shifted_regulation"]) == (
        40,
        -10,
        10,
        44,
    )
    assert first["submitted_utc"] == START.replace(minute=1)
    assert {row["kind"] for row in rows(book, "votes")} == {"vote", "dilemma"}


def test_who_got_no_vote_has_a_row_too():
    counted = BoxCounted(box="vote:1", count=3, result={"2": 3})
    votes = rows(opened(made(hostile.stored(created(), *revealed(1, 1, 2, 3), counted))), "votes")
    assert [(row["choice"], row["votes"]) for row in votes] == [(1, 0), (2, 3), (3, 0)]


def test_an_option_that_nobody_chose_has_a_row_too():
    about = replace(hostile.ABOUT, pinned=dump(load_pack(Path("game_content/po"))))
    counted = (
        BoxCounted(box="dilemma:1", count=5, result={"mixed_levels": 5}),
        BoxCounted(box="dilemma:2", count=4, result={"marks": 4}),
        BoxCounted(box="evaluation", count=5, result={"most_useful": {"n": 5, "choices": {"talk": 5}}}),
    )
    book = opened(made(hostile.stored(created(devices="person"), *counted), about))
    votes = [(row["number"], row["choice"], row["votes"]) for row in rows(book, "votes")]
    assert votes == [(1, "same_lesson", 0), (1, "mixed_levels", 5), (1, "own_moment", 0)]
    chosen = {row["choice"]: row["chosen"] for row in rows(book, "evaluation")}
    assert chosen == {"persona": 0, "actor": 0, "compass": 0, "talk": 5, "campfire": 0}


def test_its_header_stands_still_and_the_codebook_explains_every_column():
    book = opened(made(read_log(GOLDEN)))
    assert book.sheetnames == [*TABLES, "codebook"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
    for name, columns in TABLES.items():
        assert [cell.value for cell in book[name][1]] == [column.name for column in columns]
    assert [tuple(row.values()) for row in rows(book, "codebook")] == codebook.rows()


def test_a_group_below_the_floor_is_a_number_of_answers_and_nothing_else():
    below = [row for row in rows(opened(made(read_log(GOLDEN))), "groups") if row["n"] < 5]
    assert len(below) == 2
    for row in below:
        assert {name for name, value in row.items() if value is not None} <= {"session", "kind", "moment", "pulse", "n"}


def test_names_of_people_and_private_notes_are_not_in_it():
    events = hostile.log()
    assert b"zq-naam" in events[1].data
    inside = parts(made(events))
    assert not any(b"zq-naam" in body for body in inside.values())
    closed = visible(read_log(GOLDEN), "seat")
    assert not any(b"Koffie" in body for body in parts(made(closed)).values())


def parts(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_session_gives_the_same_bytes_and_tells_no_time_of_its_own():
    events = read_log(GOLDEN)
    assert made(events) == made(events)
    with zipfile.ZipFile(io.BytesIO(made(events))) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    properties = opened(made(events)).properties
    assert properties.created == properties.modified == MADE
    assert (properties.creator, properties.lastModifiedBy) == (None, None)


@pytest.mark.parametrize(("sign", "fits"), [("x", MOST_LETTERS), ("🧭", MOST_LETTERS // 2)])
def test_a_text_that_is_too_long_for_a_cell_says_so_and_one_that_fits_is_whole(sign: str, fits: int):
    whole = DraftWritten(team=1, round=1, fields={"title": sign * fits, "text": sign * (fits + 1)})
    (solution,) = rows(opened(made(hostile.stored(created(), whole))), "solutions")
    assert solution["title"] == sign * fits
    kept = solution["text"].removesuffix(CUT)
    assert solution["text"] != kept == sign * len(kept)
    assert len(solution["text"].encode("utf-16-le")) <= 2 * MOST_LETTERS
