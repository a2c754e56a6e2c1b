"""Own packs in the browser: look, copy, upload, download. For facilitators only, without script."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.content.editing import copy_pack, workspace
from app.content.library import PackInfo, find_broken, find_packs
from app.content.loader import diagnose, read_about, read_section
from app.content.pictures import drawings
from app.content.problems import PackError
from app.content.problems import Problem as Mistake
from app.content.zipped import build, install
from app.i18n import translator
from app.web import pack_forms
from app.web.access import bearer
from app.web.auditing import note
from app.web.forms import form, see, uploaded
from app.web.headers import check_origin
from app.web.languages import language_of
from app.web.owners import need_owner
from app.web.pack_forms import CARDS, GROWS, Values
from app.web.pack_problems import MOST_TOLD, by_field
from app.web.pages import listed
from app.web.problems import Problem
from app.web.rendering import render
from app.web.services import services
from app.web.signed_in import find_account

P = ParamSpec("P")
T = TypeVar("T")

_one_at_a_time = Lock()


async def facilitators_only(request: Request) -> None:
    """Stands before every page of packs, so that none can forget to ask."""
    await need_owner(request)


router = APIRouter(prefix="/packs", include_in_schema=False, dependencies=[Depends(facilitators_only)])


@dataclass(frozen=True, slots=True)
class Shelf:
    """The installed packs, and one of them."""

    packs: list[PackInfo]
    info: PackInfo
    sector: str

    @property
    def library(self) -> dict[str, Path]:
        return {info.id: info.directory for info in self.packs}


async def find_shelf(request: Request, pack: str) -> Shelf:
    """The pack in the address; only ids of packs that are there are ever used as a path."""
    packs = await asyncio.to_thread(find_packs, *services(request).settings.pack_dirs)
    info = next((info for info in packs if info.id == pack), None)
    if info is None:
        raise Problem(404, "unknown_pack", "Dit pakket is er niet meer. Kijk in de lijst van pakketten.")
    places = {info.id: info.directory for info in packs}
    return Shelf(packs, info, (await asyncio.to_thread(read_about, info.directory, places)).sector)


async def find_own(request: Request, pack: str) -> Shelf:
    """The same, for a change."""
    shelf = await find_shelf(request, pack)
    if not shelf.info.own:
        sentence = "Dit pakket hoort bij Maatwerk en blijft zoals het is. Maak er een eigen pakket van."
        raise Problem(403, "forbidden", sentence)
    return shelf


async def write(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Call `work` in a thread, where between reading what is stored and replacing it nobody else writes."""

    def locked() -> T:
        with _one_at_a_time:
            return work(*given, **named)

    return await asyncio.to_thread(locked)


async def note_pack(request: Request, what: str, pack: str) -> None:
    """Own packs are of the whole installation: who did what to one stands in the audit log."""
    account = await find_account(request) if bearer(request) is None else None
    await note(request, what, account.id if account else "token", pack)


# --- all packs --------------------------------------------------------------------------------------------------------


@router.get("")
async def list_packs(request: Request) -> Response:
    """What is installed, and the ways to get a pack of one's own."""
    return await _list(request, done=request.query_params.get("done"))


async def _list(request: Request, status: int = 200, **values: Any) -> Response:
    settings, language = services(request).settings, language_of(request)
    packs = await asyncio.to_thread(listed, settings.pack_dirs)
    chosen = values.pop("chosen", packs[0]["id"])
    broken = await asyncio.to_thread(find_broken, *settings.pack_dirs)
    given: dict[str, Any] = {
        "packs": packs,
        "chosen": chosen,
        "suggestion": _free_id(chosen, [pack["id"] for pack in packs]),
        "typed": {},
        "broken": [one.text(language) for one in broken],
        "most_mb": settings.pack_bytes // 1024**2,
        "wrongs": {},
        "drawings": {},
    }
    return render(request, "packs.html", status, **{**given, **values})


def _free_id(base: str, taken: Iterable[str]) -> str:
    """A suggestion for the id of a copy."""
    return pack_forms.new_key(f"{base}_eigen", taken)


@router.post("")
async def make_pack(request: Request) -> Response:
    """A pack of one's own, with the cards of another."""
    fields = await form(request)
    shelf = await find_shelf(request, fields.get("from", ""))
    title = {each: fields.get(f"title.{each}", "").strip() for each in shelf.info.languages}
    # A pack in a third language has a title there too; the form asks for two.
    title = {each: text or title.get("en", "") for each, text in title.items()}
    own, full = services(request).settings.own_packs_dir, "whole" in fields
    key = fields.get("id", "").strip()
    try:
        await asyncio.to_thread(copy_pack, shelf.info.directory, key, title, own, full=full, library=shelf.library)
    except PackError as error:
        wrongs, rest = by_field(error.problems, "pack.yaml", "", ["id", "title.nl", "title.en"], language_of(request))
        return await _list(request, 422, chosen=shelf.info.id, typed=fields, wrongs=wrongs, problems=rest)
    await note_pack(request, "pack_made", key)
    return see(f"/packs/{key}?done=made")


@router.post("/upload")
async def upload(request: Request) -> Response:
    """A pack as a zip. What is refused leaves nothing behind."""
    check_origin(request)
    settings = services(request).settings
    too_large = Problem(413, "too_large", "Dit bestand is te groot voor een pakket.")
    data, again = await uploaded(request, settings.pack_bytes, too_large)
    packs = await asyncio.to_thread(find_packs, *settings.pack_dirs)
    places = {info.id: info.directory for info in packs}
    try:
        info, changed = await write(install, data, settings.own_packs_dir, places, replace=again)
    except PackError as error:
        problems = [one.text(language_of(request)) for one in error.problems[:MOST_TOLD]]
        return await _list(request, 422, refused=True, problems=problems)
    if changed:
        await note_pack(request, "pack_changed" if info.id in places else "pack_made", info.id)
    return see(f"/packs/{info.id}?done=installed")


# --- one pack ---------------------------------------------------------------------------------------------------------


@router.get("/{pack}")
async def show_pack(request: Request, pack: str) -> Response:
    """All cards that can be changed, as they will look; with an own pack also what its doctor says."""
    shelf = await find_shelf(request, pack)
    language, info = language_of(request), shelf.info
    cards, problems = await asyncio.to_thread(_cards, shelf)
    errors, warnings = ([one for one in problems if one.warning == which] for which in (False, True))
    return render(
        request,
        "packs_one.html",
        t=translator(language, shelf.sector),
        info=info,
        sector=shelf.sector,
        cards=cards,
        grows=[name for name in GROWS if name != "personas" or info.extends],
        errors=[one.text(language) for one in errors[:MOST_TOLD]],
        warnings=[one.text(language) for one in warnings[:MOST_TOLD]],
        warned=len(warnings),
        shown=language if language in info.languages else info.languages[0],
        suggestion=_free_id(info.id, shelf.library),
        drawings=drawings(),
        done=request.query_params.get("done"),
    )


def _cards(shelf: Shelf) -> tuple[dict[str, dict[str, Values]], list[Mistake]]:
    """The cards of each section as values, and all problems of an own pack; cards that cannot be read are left out."""
    info = shelf.info
    problems = diagnose(info.directory, shelf.library) if info.own else []
    # What is hard to read in the pack below is for its authors to mend.
    problems = [one for one in problems if not (one.warning and one.file.split("/")[0] in shelf.library)]
    try:
        sections = {name: read_section(info.directory, shelf.library, name) for name in CARDS}
    except PackError:
        return {}, problems
    return {
        name: {key: pack_forms.values(card) for key, card in entries.items()} for name, entries in sections.items()
    }, problems


@router.get("/{pack}/zip")
async def download(request: Request, pack: str) -> Response:
    """An own pack as one file to keep or pass on."""
    info = (await find_own(request, pack)).info
    data = await asyncio.to_thread(build, info.directory)
    name = f"{info.id}-{info.version}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type="application/zip", headers=headers)


@router.post("/{pack}/delete")
async def delete(request: Request, pack: str) -> Response:
    """Away with an own pack. Sessions hold their cards themselves; another pack may still lean on it."""
    check_origin(request)
    shelf = await find_own(request, pack)
    if any(info.extends == shelf.info.id for info in shelf.packs):
        raise Problem(409, "conflict", "Een ander eigen pakket volgt dit pakket. Gooi eerst dat andere weg.")
    await write(_discard, shelf.info.directory)
    await note_pack(request, "pack_deleted", shelf.info.id)
    return see("/packs?done=deleted")


def _discard(directory: Path) -> None:
    """Out of the list at once, then off the disk."""
    with workspace(directory.parent) as work:
        directory.rename(work / "gone")
