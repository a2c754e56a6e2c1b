"""Tables of the log, read back by a reader that is not the one that wrote them."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from app.review.exports import Kind, pieces
from app.review.tables import COLUMNS, defuse
from tests.review import hostile

TABLES: tuple[Kind, ...] = ("csv", "csv-nl")
WAYS = {"csv": "delim=','", "csv-nl": "delim=';', decimal_separator=','"}
TYPES = {"seq": "INTEGER", "regulation": "DOUBLE", "interest": "DOUBLE", "rehearsal": "INTEGER"}


def written(kind: Kind) -> bytes:
    return b"".join(pieces(kind, hostile.ABOUT, hostile.log()))


def read(path: Path, kind: Kind) -> list[dict[str, Any]]:
    path.write_bytes(written(kind))
    columns = ", ".join(f"'{name}': '{TYPES.get(name, 'VARCHAR')}'" for name in COLUMNS)
    how = f"{WAYS[kind]}, header=true, quote='\"', escape='\"', auto_detect=false, columns={{{columns}}}"
    with duckdb.connect() as db:
        rows = db.execute(f"select * from read_csv($1, {how})", [str(path)]).fetchall()
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


@pytest.mark.parametrize("kind", TABLES)
def test_another_reader_finds_every_text_and_number(tmp_path: Path, kind: Kind):
    rows = read(tmp_path / "log.csv", kind)
    assert [row["seq"] for row in rows] == list(range(1, len(hostile.log()) + 1))
    texts = [row["text"] for row in rows if row["event_type"] == "insight_captured"]
    assert texts == [f"'{text}" if text in hostile.FORMULAS else text for text in hostile.TEXTS]
    above, below = (row for row in rows if row["event_type"] == "box_counted")
    assert {name: above[name] for name in hostile.CENTRE} == hostile.CENTRE
    assert (below["regulation"], below["interest"]) == (None, None)
    assert not any("zq-naam" in str(row) for row in rows)


def test_the_dutch_table_opens_in_a_dutch_spreadsheet_without_questions():
    first, *_ = written("csv-nl").split(b"\r\n")
    assert first == b"\xef\xbb\xbf" + ";".join(COLUMNS).encode()
    assert b";-14,5;10,0;" in written("csv-nl")
    assert b",-14.5,10.0," in written("csv")


def test_the_columns_stay_as_they_were():
    assert (
        *("session", "seq", "ts_utc", "phase", "round", "team", "event_type", "persona", "actor", "factor", "aspect"),
        *("regulation", "interest", "text", "data", "rehearsal"),
    ) == COLUMNS


@pytest.mark.parametrize("number", [-14, -14.5, 0, 7])
def test_a_number_stays_a_number(number: float):
    assert defuse(number) is number
