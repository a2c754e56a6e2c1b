"""The log as a table: one row an event, the same columns for all, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from app.review.log import Stored

COLUMNS = (
    "session",
    "seq",
    "ts_utc",
    "phase",
    "round",
    "team",
    "event_type",
    "persona",
    "actor",
    "factor",
    "aspect",
    "regulation",
    "interest",
    "text",
    "data",
    "rehearsal",
)
_TEXTS = ("text", "team_name", "does", "consequence", "label", "title")
PERSONAL = frozenset({"nickname"})
"""Names that people gave themselves do not leave in a table."""


def csv_rows(session: str, events: Iterable[Stored]) -> Iterator[bytes]:
    """The whole CSV file in pieces: UTF-8, comma, header in snake_case.

    `rehearsal` is 1 in every row of a session that was a rehearsal in the end, so that no row counts by mistake.
    """
    events = list(events)
    of_all = {"session": session, "rehearsal": int(any(map(_marks, events)))}
    yield _line(COLUMNS)
    agenda: Any = []
    here: Any = {}
    for event in events:
        data: dict[str, Any] = orjson.loads(event.data)
        if event.type == "session_created":
            agenda = data["agenda"]
            here = data["agenda"][0]
        elif event.type == "phase_entered":
            here = agenda[data["index"]]
        yield _line(_row(of_all, event, data, here))


def _marks(event: Stored) -> bool:
    if event.type == "session_created":
        return bool(orjson.loads(event.data).get("rehearsal"))
    return event.type == "rehearsal_marked"


def _row(of_all: Mapping[str, Any], event: Stored, data: Mapping[str, Any], here: Mapping[str, Any]) -> list[object]:
    known = {
        **of_all,
        "seq": event.seq,
        "ts_utc": datetime.fromtimestamp(event.at / 1000, UTC).isoformat(timespec="milliseconds"),
        "phase": here.get("id", ""),
        "round": data.get("round", here.get("round", "")),
        "event_type": event.type,
        "text": _text(data),
        "data": orjson.dumps({key: value for key, value in data.items() if key not in PERSONAL}).decode(),
    }
    return [defuse(known.get(column, data.get(column, ""))) for column in COLUMNS]


def _text(data: Mapping[str, Any]) -> str:
    fields = data.get("fields")
    if isinstance(fields, dict):
        return " | ".join(f"{key}: {value}" for key, value in fields.items() if isinstance(value, str))  # pyright: ignore[reportUnknownVariableType]
    return next((str(data[name]) for name in _TEXTS if data.get(name)), "")


def defuse(cell: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n"):
        return f"'{cell}"
    return cell


def _line(cells: Iterable[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()
