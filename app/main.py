"""The app: the one place where real parts are chosen and put together."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from app import hosting, ids
from app.bots.playing import Script, read_script
from app.bots.rehearsals import Rehearsals
from app.clock import Clock, SystemClock
from app.content.pinned import parse_dump
from app.game import pack as rules
from app.game.events import Event, RehearsalMarked, SeatRemoved, SessionClosed, TitleSet
from app.live.doorbell import Alone, Doorbell
from app.live.redis_doorbell import RedisDoorbell
from app.live.room import Surroundings
from app.live.rooms import Rooms
from app.safety import need_safe, secret_key
from app.settings import Settings
from app.store import Store, UnknownSession, may_share, migrate, open_store
from app.version import VERSION
from app.web import (
    account,
    api,
    assets,
    cards,
    check,
    coming_back,
    detour,
    health,
    leading,
    packs,
    pages,
    people,
    preview,
    printing,
    rehearsing,
    school,
    seat_cards,
    second_step,
    signing_in,
    socket,
)
from app.web.headers import SecurityHeaders
from app.web.limits import Guesses, SignInGuesses, Windows
from app.web.passing import add_passing
from app.web.problems import add_problem_handlers
from app.web.request_ids import RequestIds
from app.web.school import make_school
from app.web.services import Services
from app.web.static_files import PackedFiles


def create_app(settings: Settings, *, clock: Clock | None = None) -> FastAPI:
    """The whole server on one database; migrates it when it starts.

    Raises:
        Unsafe: in production, with settings that are not safe there.
    """
    need_safe(settings)
    clock = clock or SystemClock()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        migrate(settings.url)
        store = open_store(settings.url, clock.now)
        bell = make_bell(settings)
        rooms, windows = make_rooms(settings, store, clock, bell), Windows(settings.redis_url)
        services = Services(
            settings,
            store,
            rooms,
            make_rehearsals(store, rooms, bell),
            clock,
            Guesses(settings.guess_limit, windows),
            SignInGuesses(windows),
            secret_key(settings),
            make_school(settings),
            windows,
            bell,
        )
        bell.listen(rooms)
        app.state.services = services
        try:
            yield
        finally:
            await services.leave()
            await store.close()

    app = FastAPI(title="Maatwerk", version=VERSION, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestIds)
    add_problem_handlers(app)
    add_passing(app)
    for part in (
        api,
        socket,
        detour,
        check,
        health,
        pages,
        leading,
        signing_in,
        account,
        second_step,
        school,
        people,
        preview,
        packs,
        cards,
        coming_back,
        seat_cards,
        printing,
        rehearsing,
    ):
        app.include_router(part.router)
    assets.DIST.mkdir(parents=True, exist_ok=True)
    app.mount("/static", PackedFiles(directory=assets.STATIC), name="static")
    return app


def make_bell(settings: Settings) -> Doorbell:
    """What other workers hear; without Redis there should be none, but on PostgreSQL there may be all the same."""
    if settings.redis_url:
        return RedisDoorbell(settings.redis_url, ids.new_worker(), settings.door)
    return Alone(shared=may_share(settings.url))


def make_rehearsals(store: Store, rooms: Rooms, bell: Doorbell) -> Rehearsals:
    """Bots for these rooms, with the pack that each session began with."""

    async def find_script(code: str) -> Script:
        record = await store.sessions.get(code)
        pinned = await store.sessions.pack(record.pack_sha256) if record else None
        if record is None or pinned is None:
            raise UnknownSession(code)
        return await asyncio.to_thread(read_script, pinned, record.language)

    return Rehearsals(rooms, find_script, bell)


def make_rooms(settings: Settings, store: Store, clock: Clock, bell: Doorbell) -> Rooms:
    """Rooms over this store."""

    async def find_pack(code: str) -> rules.Pack:
        record = await store.sessions.get(code)
        pinned = await store.sessions.pack(record.pack_sha256) if record else None
        if pinned is None:
            raise UnknownSession(code)
        return hosting.rules_pack(parse_dump(pinned))

    async def after(code: str, events: Sequence[Event]) -> None:
        """What a fact means outside the log: lists and tokens follow it."""
        for event in events:
            match event:
                case SessionClosed():
                    await store.sessions.set_closed(code, event.at)
                case TitleSet():
                    await store.sessions.set_title(code, event.title)
                case RehearsalMarked():
                    await store.sessions.set_rehearsal(code)
                case SeatRemoved():
                    await store.tokens.revoke_seat(code, event.seat)
                case _:
                    pass

    around = Surroundings(log=store.log, clock=clock, draw=ids.draw, after=after, bell=bell)
    return Rooms(around, find_pack, settings.room_idle_seconds * 1000, store.tokens.standing)
