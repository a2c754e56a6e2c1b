"""The files that a session leaves as; the one place that knows every kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.review import codebook
from app.review.bundle import ANNOTATIONS, CODEBOOK, PACK, About, pack_up
from app.review.log import Stored, log_line
from app.review.tables import Remarked, annotation_rows, csv_nl_rows, csv_rows
from app.review.xapi import statements

Kind = Literal["jsonl", "csv", "csv-nl", "xlsx", "xapi", "zip"]


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind is named on disk and on the wire. `alone`: only for who asks for it, it is in no zip."""

    ending: str
    media_type: str
    alone: bool = False


FORMS: dict[Kind, Form] = {
    "jsonl": Form("_events.jsonl", "application/x-ndjson"),
    "csv": Form("_events.csv", "text/csv; charset=utf-8"),
    "csv-nl": Form("_events-nl.csv", "text/csv; charset=utf-8"),
    "xlsx": Form(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "xapi": Form("_xapi.json", "application/json", alone=True),
    "zip": Form(".zip", "application/zip", alone=True),
}
"""In the order in which they lie in the zip."""


def file_name(kind: Kind, code: str) -> str:
    """The file's name as people find it among their downloads."""
    return f"session-{code}{FORMS[kind].ending}"


def pieces(kind: Kind, about: About, events: Sequence[Stored], annotations: Sequence[Remarked] = ()) -> Iterator[bytes]:
    """The file of these events and annotations, which have to be those that the reader may see.

    Annotations only go in a zip, as a file of their own: every other file is of what happened alone.
    """
    if kind == "jsonl":
        yield from map(log_line, events)
    elif kind == "csv":
        yield from csv_rows(about.code, events)
    elif kind == "csv-nl":
        yield from csv_nl_rows(about.code, events)
    elif kind == "xlsx":
        from app.review.workbook import workbook  # takes a moment to load, and few ask for it

        yield workbook(about, events)
    elif kind == "xapi":
        yield statements(about, events)
    else:
        yield pack_up(about, _all(about, events, annotations))


def _all(about: About, events: Sequence[Stored], annotations: Sequence[Remarked]) -> dict[str, bytes]:
    files = {
        file_name(kind, about.code): b"".join(pieces(kind, about, events))
        for kind, form in FORMS.items()
        if not form.alone
    }
    pack = {PACK: about.pinned} if about.pinned else {}
    written = {ANNOTATIONS: b"".join(annotation_rows(about.code, annotations))} if annotations else {}
    return {**files, **written, CODEBOOK: codebook.markdown(), **pack}
