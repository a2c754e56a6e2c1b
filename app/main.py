"""The app: the one place where real parts are chosen and put together."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from app import hosting, ids
from app.bots.playing import Script, read_script
from app.bots.rehearsals import Rehearsals
from app.clock import Clock, SystemClock
from app.content.pinned import parse_dump
from app.following import follow
from app.game import pack as rules
from app.live.doorbell import Alone, Doorbell
from app.live.rooms import Rooms
from app.live.surroundings import SHOW_MS, Surroundings
from app.purging import Purging
from app.safety import need_safe, secret_key
from app.sealing import session_mark
from app.settings import Settings
from app.store import Store, may_share, migrate, open_store
from app.version import VERSION
from app.web import (
    about,
    account,
    annotating,
    answers,
    api,
    assets,
    cards,
    check,
    coming_back,
    comparing,
    detour,
    health,
    keeping,
    leading,
    live_pages,
    pack_cards,
    packs,
    pages,
    people,
    preview,
    printing,
    rehearsing,
    reports,
    school,
    seat_cards,
    second_step,
    signing_in,
    socket,
)
from app.web.bodies import SmallBodies
from app.web.headers import SecurityHeaders
from app.web.heads import Heads
from app.web.limits import AtOnce, CodeGuesses, SignInGuesses, Windows
from app.web.passing import add_passing
from app.web.problems import add_problem_handlers
from app.web.request_ids import RequestIds
from app.web.school import make_school
from app.web.services import Services
from app.web.static_files import PackedFiles

PARTS = (
    api,
    socket,
    detour,
    check,
    health,
    pages,
    live_pages,
    leading,
    keeping,
    about,
    signing_in,
    account,
    second_step,
    school,
    people,
    preview,
    packs,
    pack_cards,
    cards,
    coming_back,
    comparing,
    seat_cards,
    printing,
    rehearsing,
    reports,
    annotating,
)
"""Each has a router."""


def create_app(settings: Settings, *, clock: Clock | None = None, rest: int = SHOW_MS) -> FastAPI:
    """The whole server on one database; migrates it when it starts. `rest`: ms between two shows of a room.

    Raises:
        Unsafe: in production, with settings that are not safe there.
    """
    need_safe(settings)
    clock = clock or SystemClock()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        migrate(settings.url)
        store = open_store(settings.url, clock.now)
        app.state.services = services = make_services(settings, store, clock, rest)
        try:
            yield
        finally:
            await services.leave()
            await store.close()

    app = socket.Server(
        title="Maatwerk",
        version=VERSION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        responses=answers.problems(),
    )
    app.add_middleware(SmallBodies)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestIds)
    app.add_middleware(Heads)
    add_problem_handlers(app)
    add_passing(app)
    for part in PARTS:
        app.include_router(part.router)
    assets.DIST.mkdir(parents=True, exist_ok=True)
    app.mount("/static", PackedFiles(directory=assets.STATIC), name="static")
    return app


def make_services(settings: Settings, store: Store, clock: Clock, rest: int) -> Services:
    """What requests are answered with, on this store."""
    bell, windows = make_bell(settings), Windows(settings.redis_url)
    rooms = make_rooms(settings, store, clock, bell, rest)
    bell.listen(rooms)
    return Services(
        settings,
        store,
        rooms,
        make_rehearsals(store, rooms, bell),
        clock,
        CodeGuesses(settings.guess_limit, settings.guess_limit_all, windows),
        SignInGuesses(windows),
        AtOnce(settings.hellos_per_address),
        secret_key(settings),
        make_school(settings),
        windows,
        bell,
        Purging(settings, store, clock, rooms.gone),
    )


def make_bell(settings: Settings) -> Doorbell:
    """What other workers hear; without Redis there should be none, but on PostgreSQL there may be all the same."""
    if settings.redis_url:
        from app.live.redis_doorbell import RedisDoorbell  # takes a moment to load, and only several workers need it

        return RedisDoorbell(settings.redis_url, ids.new_worker(), settings.door)
    return Alone(shared=may_share(settings.url))


def make_rehearsals(store: Store, rooms: Rooms, bell: Doorbell) -> Rehearsals:
    """Bots for these rooms, with the pack that each session began with."""

    async def find_script(code: str) -> Script:
        record, pinned = await hosting.find_with_pack(store, code)
        return await asyncio.to_thread(read_script, pinned, record.language)

    return Rehearsals(rooms, find_script, bell)


def make_rooms(settings: Settings, store: Store, clock: Clock, bell: Doorbell, rest: int) -> Rooms:
    """Rooms over this store."""

    async def find_pack(code: str) -> rules.Pack:
        _, pinned = await hosting.find_with_pack(store, code)
        return hosting.rules_pack(parse_dump(pinned))

    mark = partial(session_mark, secret_key(settings))
    after = partial(follow, store)
    around = Surroundings(log=store.log, clock=clock, draw=ids.draw, after=after, bell=bell, mark=mark, rest=rest)
    return Rooms(around, find_pack, settings.room_idle_seconds * 1000, store.tokens.standing)
