"""Own packs in the browser: look, copy, upload, download, and change a card. For facilitators only, without script."""

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.content.editing import copy_pack, read_entry, remove_entry, workspace, write_entry
from app.content.library import PackInfo, find_broken, find_packs
from app.content.loader import diagnose, load_pack, read_about, read_section
from app.content.pack import SECTIONS
from app.content.pictures import KINDS, drawings
from app.content.problems import PackError
from app.content.problems import Problem as Mistake
from app.content.types import ID
from app.content.zipped import build, install
from app.i18n import LANGUAGES, translator
from app.web import pack_forms
from app.web.access import need_owner
from app.web.forms import form, see, uploaded
from app.web.headers import check_origin
from app.web.languages import language_of
from app.web.pack_forms import CARDS, GROWS, Data, Values
from app.web.pages import listed
from app.web.problems import Problem
from app.web.rendering import render
from app.web.services import services

MOST_CARD = 64 * 1024
"""The longest texts of a card in every language, with each character written as a form does."""
MOST_FIELDS = 300
MOST_TOLD = 60
"""So many problems stand on a page; of a broken file there may be thousands."""

_one_at_a_time = Lock()
"""Between reading what is stored and replacing it nobody else may write."""


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
    told: dict[str, Any] = {
        "packs": packs,
        "chosen": chosen,
        "suggestion": free_id(chosen, [pack["id"] for pack in packs]),
        "typed": {},
        "broken": [_told(one, language) for one in broken],
        "most_mb": settings.pack_bytes // 1024**2,
        "wrongs": {},
        "drawings": {},
    }
    return render(request, "packs.html", status, **{**told, **values})


def free_id(base: str, taken: Iterable[str]) -> str:
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
        wrongs, rest = _by_field(error.problems, "pack.yaml", "", ["id", "title.nl", "title.en"], language_of(request))
        return await _list(request, 422, chosen=shelf.info.id, typed=fields, wrongs=wrongs, problems=rest)
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
        info = await asyncio.to_thread(_locked(install), data, settings.own_packs_dir, places, replace=again)
    except PackError as error:
        problems = [_told(one, language_of(request)) for one in error.problems[:MOST_TOLD]]
        return await _list(request, 422, refused=True, problems=problems)
    return see(f"/packs/{info.id}?done=installed")


def _locked(work: Any) -> Any:
    def locked(*given: Any, **named: Any) -> Any:
        with _one_at_a_time:
            return work(*given, **named)

    return locked


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
        errors=[_told(one, language) for one in errors[:MOST_TOLD]],
        warnings=[_told(one, language) for one in warnings[:MOST_TOLD]],
        warned=len(warnings),
        shown=language if language in info.languages else info.languages[0],
        suggestion=free_id(info.id, shelf.library),
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
    await asyncio.to_thread(_locked(_discard), shelf.info.directory)
    return see("/packs?done=deleted")


def _discard(directory: Path) -> None:
    """Out of the list at once, then off the disk."""
    with workspace(directory.parent) as work:
        directory.rename(work / "gone")


# --- one card ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Desk:
    """The card that somebody works on; without a key it is a new one."""

    shelf: Shelf
    section: str
    key: str | None

    @property
    def info(self) -> PackInfo:
        return self.shelf.info

    def stored(self) -> Data:
        """The card as it is now; empty when it is not there."""
        if self.key is None:
            return {}
        try:
            return read_entry(self.info.directory, self.shelf.library, self.section, self.key)
        except KeyError:
            return {}


async def find_desk(request: Request, pack: str, section: str, key: str) -> Desk:
    """The card in the address."""
    shelf = await find_own(request, pack)
    if section not in CARDS or not re.fullmatch(ID, key):
        raise Problem(404, "http_error", "Deze pagina bestaat niet.")
    return Desk(shelf, section, key)


async def find_empty_desk(request: Request, pack: str, section: str) -> Desk:
    """A card that is to be added."""
    shelf = await find_own(request, pack)
    if section not in GROWS:
        raise Problem(404, "http_error", "Deze pagina bestaat niet.")
    return Desk(shelf, section, None)


ACard = Annotated[Desk, Depends(find_desk)]
ANewCard = Annotated[Desk, Depends(find_empty_desk)]


@router.get("/{pack}/new/{section}")
async def new_card(request: Request, desk: ANewCard) -> Response:
    """The empty form."""
    return await _form(request, desk, {}, {})


@router.post("/{pack}/new/{section}")
async def add_card(request: Request, desk: ANewCard) -> Response:
    """Look at the new card, or add it."""
    fields, typed = await _typed(request, desk)
    if fields.get("act") != "save":
        return await _form(request, desk, typed, {})
    word = typed.get("name", {}).get(desk.info.languages[0]) or typed.get("phase", "")
    try:
        await asyncio.to_thread(_locked(_add), desk, word, typed)
    except PackError as error:
        return await _form(request, desk, typed, {}, status=422, mistakes=error.problems)
    return see(f"/packs/{desk.info.id}?done=added#{desk.section}")


def _add(desk: Desk, word: str, typed: Data) -> None:
    info, library = desk.info, desk.shelf.library
    key = pack_forms.new_key(word, read_section(info.directory, library, desk.section))
    try:
        write_entry(info.directory, library, desk.section, key, typed)
    except PackError as error:
        raise PackError(_without_key(one, desk.section, key) for one in error.problems) from error


def _without_key(one: Mistake, section: str, key: str) -> Mistake:
    """A card that was not added has no place in a file yet: the form knows it as `new`."""
    file, prefix = _place(section, key)
    if one.file != file or not f"{one.field}.".startswith(prefix):
        return one
    return Mistake("new", one.line, one.column, one.field[len(prefix) :], one.found, one.expected, one.suggestion)


@router.get("/{pack}/{section}/{key}")
async def edit_card(request: Request, desk: ACard) -> Response:
    """A card with its form."""
    stored = await asyncio.to_thread(desk.stored)
    if not stored:
        raise Problem(404, "http_error", "Deze kaart is er niet meer. Kijk in de lijst van het pakket.")
    return await _form(request, desk, stored, stored)


@router.post("/{pack}/{section}/{key}")
async def change_card(request: Request, desk: ACard) -> Response:
    """Look at the card as typed, save it, or take it away."""
    fields, typed = await _typed(request, desk)
    act = fields.get("act")
    if act == "look":
        return await _form(request, desk, typed, {}, fingerprint=fields.get("read"))
    try:
        stored = await asyncio.to_thread(_locked(_change), desk, fields.get("read", ""), typed, act == "remove")
    except PackError as error:
        read = fields.get("read")
        return await _form(request, desk, typed, {}, status=422, fingerprint=read, mistakes=error.problems)
    if stored is not None:
        return await _form(request, desk, typed, stored, status=409, theirs=stored)
    done = "removed" if act == "remove" else "saved"
    place = desk.section if act == "remove" else f"{desk.section}-{desk.key}"
    return see(f"/packs/{desk.info.id}?done={done}#{place}")


def _change(desk: Desk, read: str, typed: Data, remove: bool) -> Data | None:
    """Save or remove the card that was read; what is stored now when that is another one by now."""
    stored = desk.stored()
    if pack_forms.fingerprint(stored) != read and not (stored == typed and not remove):
        return stored
    info, library, key = desk.info, desk.shelf.library, cast(str, desk.key)
    if remove:
        if stored:
            remove_entry(info.directory, library, desk.section, key)
    elif stored != typed:
        write_entry(info.directory, library, desk.section, key, typed)
    return None


async def _typed(request: Request, desk: Desk) -> tuple[dict[str, str], Data]:
    fields = await form(request, MOST_CARD, MOST_FIELDS)
    return fields, pack_forms.read(CARDS[desk.section], fields, desk.info.languages)


async def _form(
    request: Request,
    desk: Desk,
    typed: Data,
    stored: Data,
    *,
    status: int = 200,
    fingerprint: str | None = None,
    mistakes: Iterable[Mistake] = (),
    theirs: Data | None = None,
) -> Response:
    """The form with what was typed, the card as it will look, and what is wrong beside its field."""
    info, language, values = desk.info, language_of(request), pack_forms.values(typed)
    asked = pack_forms.inputs(CARDS[desk.section])
    file, prefix = ("new", "") if desk.key is None else _place(desk.section, desk.key)
    names = [name for one in asked for name in _names(one, info.languages)]
    wrongs, rest = _by_field(mistakes, file, prefix, names, language)
    settings = services(request).settings
    return render(
        request,
        "packs_card.html",
        status,
        t=translator(language, desk.shelf.sector),
        info=info,
        section=desk.section,
        key=desk.key,
        grows=GROWS,
        inputs=asked,
        rows={one.name: pack_forms.rows(one, values, info.languages) for one in asked if one.kind == "rows"},
        typed=values,
        theirs=None if theirs is None else pack_forms.values(theirs),
        fingerprint=fingerprint or pack_forms.fingerprint(stored),
        wrongs=wrongs,
        problems=rest,
        shown=language if language in info.languages else info.languages[0],
        drawings=drawings(),
        called=await asyncio.to_thread(drawing_names, settings.packs_dir, language),
    )


def _place(section: str, key: str) -> tuple[str, str]:
    """The file of a card as problems name it, and what stands before its fields there."""
    return (f"personas/{key}.yaml", "") if section == "personas" else (SECTIONS[section].file, f"{key}.")


def _names(one: pack_forms.Input, languages: Iterable[str]) -> list[str]:
    """All places of an input where something can be wrong."""
    lists = {"texts": [one.name], "rows": [f"{one.name}.{n}" for n in range(pack_forms.MOST_ROWS)]}
    return [one.name, *(f"{name}.{language}" for name in lists.get(one.kind, []) for language in languages)]


def _by_field(
    mistakes: Iterable[Mistake], file: str, prefix: str, names: Iterable[str], language: str
) -> tuple[Mapping[str, list[str]], list[str]]:
    """Problems in the language of the reader: those of a field under its name, the others as a list."""
    known = sorted(names, key=len, reverse=True)
    wrongs: dict[str, list[str]] = {}
    rest: list[str] = []
    for one in mistakes:
        if one.warning:
            continue
        inside = one.field[len(prefix) :] if one.file == file and one.field.startswith(prefix) else None
        name = next((name for name in known if inside is not None and f"{inside}.".startswith(f"{name}.")), None)
        if name is None:
            if len(rest) < MOST_TOLD:
                rest.append(_told(one, language))
        else:
            wrongs.setdefault(name, []).append(_told(one, language, beside=True))
    return wrongs, rest


def _told(one: Mistake, language: str, beside: bool = False) -> str:
    """A problem as people read it: beside its field without the place."""
    if not beside:
        return one.text(language)
    sentence = "Er staat: {found}. Nodig is: {expected}."
    told = one.told(language)
    said = translator(language)(sentence, found=told["found"], expected=told["expected"])
    return f"{said} {told['suggestion']}".strip()


@cache
def drawing_names(packs_dir: Path, language: str) -> dict[str, str]:
    """What each drawing shows, in the words of the product's own cards: for who does not see it."""
    chosen, names = language if language in LANGUAGES else "nl", dict[str, str]()
    packs = find_packs(packs_dir)
    places = {info.id: info.directory for info in packs}
    for pack in (load_pack(info.directory, places) for info in packs):
        for kind in KINDS:
            for card in getattr(pack, kind).values():
                if card.picture and card.alt:
                    names.setdefault(card.picture, card.alt.get(chosen, card.picture))
    return names
