"""One card of an own pack in the browser: its form, and how it will look. For facilitators only, without script."""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.content.editing import read_entry, remove_entry, write_entry
from app.content.library import PackInfo, find_packs
from app.content.loader import load_pack, read_section
from app.content.pack import SECTIONS
from app.content.pictures import KINDS, ON_NO_CARD, drawings
from app.content.problems import PackError
from app.content.problems import Problem as Mistake
from app.content.saying import say
from app.content.types import ID
from app.i18n import LANGUAGES, translator
from app.web import pack_forms
from app.web.forms import form, see
from app.web.languages import language_of
from app.web.pack_forms import CARDS, GROWS, Data
from app.web.pack_problems import by_field
from app.web.packs import Shelf, facilitators_only, find_own, note_pack, write
from app.web.problems import Problem
from app.web.rendering import render
from app.web.services import services

MOST_CARD = 64 * 1024
"""The longest texts of a card in every language, with each character written as a form does."""
MOST_FIELDS = 300

router = APIRouter(prefix="/packs", include_in_schema=False, dependencies=[Depends(facilitators_only)])


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
        await write(_add, desk, word, typed)
    except PackError as error:
        return await _form(request, desk, typed, {}, status=422, mistakes=error.problems)
    await note_pack(request, "pack_changed", desk.info.id)
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
        changed, theirs = await write(_change, desk, fields.get("read", ""), typed, act == "remove")
    except PackError as error:
        read = fields.get("read")
        return await _form(request, desk, typed, {}, status=422, fingerprint=read, mistakes=error.problems)
    if theirs is not None:
        return await _form(request, desk, typed, theirs, status=409, theirs=theirs)
    if changed:
        await note_pack(request, "pack_changed", desk.info.id)
    done = "removed" if act == "remove" else "saved"
    place = desk.section if act == "remove" else f"{desk.section}-{desk.key}"
    return see(f"/packs/{desk.info.id}?done={done}#{place}")


def _change(desk: Desk, read: str, typed: Data, remove: bool) -> tuple[bool, Data | None]:
    """Save or remove the card that was read: whether that changed it, and what is stored if it is another by now."""
    stored, wanted = desk.stored(), {} if remove else typed
    if stored == wanted:
        return False, None
    if pack_forms.fingerprint(stored) != read:
        return False, stored
    info, library, key = desk.info, desk.shelf.library, cast(str, desk.key)
    if remove:
        remove_entry(info.directory, library, desk.section, key)
    else:
        write_entry(info.directory, library, desk.section, key, typed)
    return True, None


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
    wrongs, rest = by_field(mistakes, file, prefix, names, language)
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


@cache
def drawing_names(packs_dir: Path, language: str) -> dict[str, str]:
    """What each drawing shows, in the words of the product's own cards: for who does not see it."""
    chosen = language if language in LANGUAGES else "nl"
    names = {name: say(words, chosen) for name, words in ON_NO_CARD.items()}
    packs = find_packs(packs_dir)
    places = {info.id: info.directory for info in packs}
    for pack in (load_pack(info.directory, places) for info in packs):
        for kind in KINDS:
            for card in getattr(pack, kind).values():
                if card.picture and card.alt:
                    names.setdefault(card.picture, card.alt.get(chosen, card.picture))
    return names
