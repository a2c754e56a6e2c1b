"""The print-and-play kit over HTTP, for who may make sessions. Costly, so: kept, one at a time, and counted."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from limits import RateLimitItemPerMinute

from app import hosting
from app.content.pack import Pack
from app.content.pinned import parse_dump, sha256
from app.content.problems import PackError
from app.game.agenda import plan
from app.print.options import AgendaRow, KitOptions, PrintError, chosen_parts
from app.web import answers
from app.web.access import need_access
from app.web.limits import Windows
from app.web.owners import need_owner
from app.web.problems import Problem
from app.web.services import base_url, services

router = APIRouter()

KEPT = 8
"""Whole kits are less than half a megabyte each."""
QUEUE = 4
"""How many may wait for their turn; who comes after them is asked to come back."""

Key = tuple[str, str, KitOptions]
Language = Annotated[Literal["nl", "en"], Query()]
Parts = Annotated[str, Query(max_length=200, description="Names with commas; nothing is everything.")]
Paper = Annotated[Literal["a4", "a3"], Query(description="Paper of the cards.")]
Duplex = Annotated[bool, Query(description="Backs too, for paper that is turned on its long edge.")]
Grey = Annotated[bool, Query(description="For a printer without colour.")]


class Press:
    """Prints one thing at a time in a thread, and remembers the last kits: these cost nothing and are not counted."""

    def __init__(self, per_minute: int, windows: Windows) -> None:
        self._rate = RateLimitItemPerMinute(per_minute)
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._windows = windows

    async def kit(self, pack: Pack, language: str, options: KitOptions, owner: str) -> bytes:
        """The PDF of a kit.

        Raises:
            Problem: too many asked for, or a text that does not fit on its card.
        """
        key = (sha256(pack), language, options)

        def make() -> bytes:  # who waited may have waited for this very kit
            return self._kept.get(key) or _print(pack, language, options)

        if key not in self._kept:
            self._keep(key, await self.made(make, owner))
        self._kept.move_to_end(key)
        return self._kept[key]

    async def made(self, make: Callable[[], bytes], owner: str) -> bytes:
        """What `make` gives, in its turn. It is not kept: what people wrote may not outlive their session.

        Raises:
            Problem: too many asked for, or what `make` says is wrong.
        """
        if self._waiting >= QUEUE or not await self._windows.hit(self._rate, "kit", owner):
            raise Problem(429, "too_many", "Er wordt nu veel afgedrukt. Wacht een minuut en probeer het nog eens.")
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(make)
        finally:
            self._waiting -= 1

    def _keep(self, key: Key, made: bytes) -> None:
        self._kept[key] = made
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)


def press(request: Request) -> Press:
    """The press of this server; there is none before somebody prints."""
    state = request.app.state
    if not hasattr(state, "press"):
        state.press = Press(services(request).settings.kits_per_minute, services(request).windows)
    return state.press


def _print(pack: Pack, language: str, options: KitOptions) -> bytes:
    from app.print import kit  # Typst is only loaded where somebody prints

    try:
        return kit(pack, language, options)
    except PrintError as error:
        raise Problem(422, "does_not_fit", "Een tekst is te lang voor zijn kaart.", field=error.where) from None


def _agenda(minutes: Mapping[str, int]) -> tuple[AgendaRow, ...]:
    return tuple(AgendaRow(item.id, item.round, item.minutes) for item in plan(minutes))


def _options(request: Request, parts: str, paper: Paper, duplex: bool, bw: bool) -> KitOptions:
    try:
        chosen = chosen_parts(name for name in parts.split(",") if name)
    except ValueError:
        raise Problem(422, "unknown_id", "Dit onderdeel heeft de kit niet.", field="parts") from None
    return KitOptions(chosen, paper, duplex, bw, base_url(request), _agenda({}))


def _file(made: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-cache"}
    return Response(made, media_type="application/pdf", headers=headers)


@router.get("/api/v1/packs/{pack}/kit.pdf", response_class=Response, responses=answers.file("application/pdf"))
async def pack_kit(
    request: Request,
    pack: str,
    language: Language = "nl",
    parts: Parts = "",
    paper: Paper = "a4",
    duplex: Duplex = False,
    bw: Grey = False,
) -> Response:
    """Cards, boards and sheets of an installed pack, before there is a session."""
    owner = await need_owner(request)
    options, found = _options(request, parts, paper, duplex, bw), services(request)
    rules = hosting.SessionSettings(instruments=())
    try:
        wanted = hosting.NewSession(pack=pack[:64], language=language, settings=rules)
        loaded = await asyncio.to_thread(hosting.find_pack, found.settings.pack_dirs, wanted)
    except (hosting.UnknownPack, PackError):
        raise Problem(422, "unknown_pack", "Dit pakket is niet geïnstalleerd, of niet in deze taal.") from None
    made = await press(request).kit(loaded, language, options, owner)
    return _file(made, f"maatwerk-{loaded.about.id}-{language}")


@router.get("/kit.pdf", include_in_schema=False)
async def form_kit(request: Request, pack: str, language: Language = "nl") -> Response:
    """The same, as the form for a new session asks for it."""
    return await pack_kit(request, pack, language)


@router.get("/api/v1/sessions/{code}/kit.pdf", response_class=Response, responses=answers.file("application/pdf"))
async def session_kit(
    request: Request,
    code: str,
    parts: Parts = "",
    paper: Paper = "a4",
    duplex: Duplex = False,
    bw: Grey = False,
) -> Response:
    """The kit of a session: its own cards, language and times, also after the pack has changed."""
    record, access = await need_access(request, code, "facilitator")
    options, found = _options(request, parts, paper, duplex, bw), services(request)
    options = replace(options, agenda=_agenda(orjson.loads(record.settings).get("minutes", {})))
    pinned = parse_dump(await found.store.sessions.pack(record.pack_sha256) or b"")
    made = await press(request).kit(pinned, record.language, options, access.owner or record.code)
    return _file(made, f"maatwerk-{record.code}")
