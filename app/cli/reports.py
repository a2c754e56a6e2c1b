"""`maatwerk report`: what a session gave, as a file for the school."""

import time
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from app import hosting, ids, reporting
from app.cli import offline
from app.cli.terminal import AsJson, Data, fail, no_session, read_settings, with_store
from app.cli.terminal import report as say
from app.content.pack import Pack
from app.content.pinned import parse_dump
from app.report.options import Form, Length, Options, Variant, chosen_chapters
from app.settings import Settings
from app.store import SessionRecord, Store, StoredEvent, UnknownSession


def report(
    code: Annotated[str, typer.Argument(help="Code of the session.")],
    form: Annotated[Form, typer.Option(help="pdf, docx, html or md.")] = "pdf",
    language: Annotated[str, typer.Option(help="nl or en.")] = "nl",
    length: Annotated[Length, typer.Option(help="short (two pages) or full.")] = "full",
    variant: Annotated[Variant, typer.Option(help="shareable, or internal: with all that teams wrote.")] = "shareable",
    agreed: Annotated[
        bool,
        typer.Option(
            "--agreed",
            help="The room agreed that its insights, first steps and what it wrote with instruments may be shared.",
        ),
    ] = False,
    chapters: Annotated[str, typer.Option(help="Names with commas; without it, all that belong to the length.")] = "",
    introduction: Annotated[Path | None, typer.Option(help="A text file to begin with.")] = None,
    closing: Annotated[Path | None, typer.Option(help="A text file to end with.")] = None,
    under: Annotated[
        list[str] | None,
        typer.Option("--under", help="CHAPTER=FILE: a text file under the heading of a chapter. May be repeated."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write; without it, named after the session.")
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Write the report of a session."""
    if language not in ("nl", "en"):
        raise fail(f"There is no report in {language}: take nl or en.")
    settings = read_settings(data)
    try:
        chosen = chosen_chapters(name.strip() for name in chapters.split(",") if name.strip())
        before, after = (path.read_text("utf-8") if path else "" for path in (introduction, closing))
        options = Options(language, length, variant, agreed, chosen, before, after, _under(under or []))
        record, events, pack = with_store(settings, partial(_read, settings, code))
        made_at = time.time_ns() // 1_000_000
        document = reporting.report(events, pack, record.language, options, played_at=record.played_at, made_at=made_at)
        made = reporting.written(document, form)
        path = out or Path(reporting.file_name(record.code, form, language))
        path.write_bytes(made)
    except (ValueError, OSError) as error:
        raise fail(f"Cannot write a report: {error}") from None
    except UnknownSession:
        raise no_session(code) from None
    about = {"out": str(path), "session": record.code, "form": form, "length": length, "variant": variant}
    say(about | {"bytes": len(made)}, as_json, str(path))


def _under(wanted: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in wanted]
    chosen_chapters(name for name, _, _ in pairs)
    return {name: Path(path).read_text("utf-8") for name, _, path in pairs}


async def _read(settings: Settings, code: str, store: Store) -> tuple[SessionRecord, list[StoredEvent], Pack]:
    record, pinned = await hosting.find_with_pack(store, ids.read_code(code) or code)
    events = await store.log.read(record.code, 0)
    await offline.note(settings, store, "exported", record.code)
    return record, events, parse_dump(pinned)
