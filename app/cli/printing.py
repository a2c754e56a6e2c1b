"""`maatwerk print`: the kit of a pack or of a session as a PDF."""

from functools import partial
from pathlib import Path
from typing import Annotated

import orjson
import typer

from app import hosting, ids
from app.cli.terminal import AsJson, Data, fail, no_session, read_settings, report, with_store
from app.content.library import broken_pack, known_packs
from app.content.loader import load_pack
from app.content.pack import Pack
from app.content.pinned import parse_dump
from app.content.problems import PackError
from app.game.agenda import plan
from app.serving.addresses import own_url
from app.settings import Settings
from app.store import Store, UnknownSession


def print_kit(
    pack_id: Annotated[str, typer.Option("--pack", help="Id of a content pack.")] = "po",
    language: Annotated[str, typer.Option(help="Language of the cards, such as nl or en.")] = "nl",
    out: Annotated[Path, typer.Option("--out", help="PDF to write.")] = Path("kit.pdf"),
    parts: Annotated[str, typer.Option(help="Names with commas, such as cards,board; without it, everything.")] = "",
    paper: Annotated[str, typer.Option(help="Paper of the cards: a4 or a3.")] = "a4",
    duplex: Annotated[bool, typer.Option("--duplex", help="Backs too; turn the paper on its long edge.")] = False,
    bw: Annotated[bool, typer.Option("--bw", help="For a printer without colour.")] = False,
    base_url: Annotated[
        str | None, typer.Option("--base-url", help="Address in the QR codes; without it, that of this machine.")
    ] = None,
    session_code: Annotated[
        str | None, typer.Option("--session", help="Use the cards, language and times of this session.")
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Write cards, boards and sheets as a PDF to print."""
    from app.print import AgendaRow, KitOptions, PrintError, chosen_parts, kit  # Typst loads only for who prints

    if paper not in ("a4", "a3"):
        raise fail(f"There is no paper {paper}: take a4 or a3.")
    settings = read_settings(data, base_url=base_url)
    try:
        chosen = chosen_parts(name.strip() for name in parts.split(",") if name.strip())
        pack, minutes = _installed(settings, pack_id), dict[str, int]()
        if session_code is not None:
            pack, language, minutes = with_store(settings, partial(_of_session, session_code))
        if language not in pack.about.languages:
            raise ValueError(f"pack {pack.about.id} has no {language}; take {' or '.join(pack.about.languages)}")
        agenda = tuple(AgendaRow(item.id, item.round, item.minutes) for item in plan(minutes))
        address = settings.base_url or own_url(settings.host, settings.port)
        made = kit(pack, language, KitOptions(chosen, paper, duplex, bw, address, agenda))
        out.write_bytes(made)
    except (ValueError, PackError, PrintError, OSError) as error:
        raise fail(f"Cannot print: {error}") from None
    except UnknownSession:
        raise no_session(session_code) from None
    about = {"out": str(out), "pack": pack.about.id, "version": pack.about.version, "language": language}
    report(about | {"parts": chosen, "bytes": len(made)}, as_json, f"{out}: {', '.join(chosen)}")


def _installed(settings: Settings, pack_id: str) -> Pack:
    known = known_packs(*settings.pack_dirs)
    if mistakes := broken_pack(pack_id, *settings.pack_dirs) if pack_id not in known else []:
        raise PackError(mistakes)
    if pack_id not in known:
        raise ValueError(f"there is no pack {pack_id}; installed are {', '.join(sorted(known))}")
    return load_pack(known[pack_id], known)


async def _of_session(code: str, store: Store) -> tuple[Pack, str, dict[str, int]]:
    """The pinned pack of a session, its language and its own times."""
    record, pinned = await hosting.find_with_pack(store, ids.read_code(code) or code)
    return parse_dump(pinned), record.language, orjson.loads(record.settings).get("minutes", {})
