"""The log as a table: one row an event, the same columns for all, safe to open in a spreadsheet."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

import orjson

from app.review.columns import ANNOTATIONS, LONG
from app.review.log import Stored

COLUMNS = tuple(column.name for column in LONG)
_TEXTS = ("text", "team_name", "does", "consequence", "label", "title")
PERSONAL = frozenset({"nickname"})
"""Names that people gave themselves do not leave in a table."""
_FORMULA = frozenset("=+-@")
_BOM = "\ufeff"

Row = list[object]


class Remarked(Protocol):
    """What a reviewer wrote beside event `seq`; `at` in ms UTC, `role` what they are."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def role(self) -> str: ...


def annotation_rows(session: str, annotations: Iterable[Remarked]) -> Iterator[bytes]:
    """The CSV file of what reviewers wrote, as `csv_rows`. Who wrote it is not in it."""
    yield _line((column.name for column in ANNOTATIONS), ",")
    for one in annotations:
        yield _line(map(defuse, (session, one.seq, _iso(one.at), one.role, one.text)), ",")


def csv_rows(session: str, events: Iterable[Stored]) -> Iterator[bytes]:
    """The whole CSV file in pieces: UTF-8, comma, header in snake_case."""
    yield _line(COLUMNS, ",")
    for row in long_rows(session, events):
        yield _line(map(defuse, row), ",")


def csv_nl_rows(session: str, events: Iterable[Stored]) -> Iterator[bytes]:
    """The same for a Dutch spreadsheet, which then asks nothing: semicolon, decimal comma, byte order mark."""
    yield _BOM.encode() + _line(COLUMNS, ";")
    for row in long_rows(session, events):
        yield _line((_comma(defuse(cell)) for cell in row), ";")


def long_rows(
    session: str, events: Iterable[Stored], when: Callable[[datetime], object] | None = None
) -> Iterator[Row]:
    """The cells of each event, as `COLUMNS`; texts are not defused yet. `when` writes the moment, else ISO 8601.

    `rehearsal` is 1 in every row of a session that was a rehearsal in the end, so that no row counts by mistake.
    """
    events = list(events)
    of_all = {"session": session, "rehearsal": int(any(map(_marks, events)))}
    agenda: Any = []
    here: Any = {}
    for event in events:
        data: dict[str, Any] = orjson.loads(event.data)
        if event.type == "session_created":
            agenda = data["agenda"]
            here = data["agenda"][0]
        elif event.type == "phase_entered":
            here = agenda[data["index"]]
        written = when(datetime.fromtimestamp(event.at / 1000, UTC)) if when else _iso(event.at)
        yield _row({**of_all, "ts_utc": written}, event, data, here)


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")


def _marks(event: Stored) -> bool:
    if event.type == "session_created":
        return bool(orjson.loads(event.data).get("rehearsal"))
    return event.type == "rehearsal_marked"


def _row(of_all: Mapping[str, Any], event: Stored, data: Mapping[str, Any], here: Mapping[str, Any]) -> Row:
    known = {
        **_centre(data),
        **of_all,
        "seq": event.seq,
        "phase": here.get("id", ""),
        "round": data.get("round", here.get("round", "")),
        "event_type": event.type,
        "text": _text(data),
        "data": orjson.dumps(_impersonal(data)).decode(),
    }
    return [known.get(column, data.get(column, "")) for column in COLUMNS]


def _centre(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where a group laid its marks, of a ballot box that was counted above the floor."""
    result = data.get("result")
    return result.get("centre", {}) if isinstance(result, dict) else {}  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]


def _impersonal(value: Any) -> Any:
    """Without the names that people gave themselves, however deep: an undo holds the event that it takes back."""
    if isinstance(value, dict):
        return {key: _impersonal(inner) for key, inner in value.items() if key not in PERSONAL}  # pyright: ignore[reportUnknownVariableType]
    return value


def _text(data: Mapping[str, Any]) -> str:
    fields = data.get("fields")
    if isinstance(fields, dict):
        return " | ".join(f"{key}: {value}" for key, value in fields.items() if isinstance(value, str))  # pyright: ignore[reportUnknownVariableType]
    return next((str(data[name]) for name in _TEXTS if data.get(name)), "")


def defuse(cell: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers.

    Spreadsheets skip what is not seen before the sign, and some read full-width signs as the plain ones.
    """
    if not isinstance(cell, str):
        return cell
    seen = next((sign for sign in cell if not _unseen(sign)), "")
    if cell[:1] in ("\t", "\r", "\n") or any(sign in _FORMULA for sign in unicodedata.normalize("NFKC", seen)[:1]):
        return f"'{cell}"
    return cell


def _unseen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf")


def _comma(cell: object) -> object:
    return str(cell).replace(".", ",") if isinstance(cell, float) else cell


def _line(cells: Iterable[object], delimiter: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()
